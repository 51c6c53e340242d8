"""The group chat: its messages, and the phrases they are made of."""
