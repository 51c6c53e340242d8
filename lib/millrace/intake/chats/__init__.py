"""Chat exports: messages with sender and time, and the items that they mention."""

from millrace.intake.chats.mentions import find_items
from millrace.intake.chats.reading import read_chat

__all__ = ["find_items", "read_chat"]
