"""Amounts of money: read from text with their currency, and brought to one currency."""

from millrace.reading.money.amounts import parse_money
from millrace.reading.money.converting import convert_money

__all__ = ["convert_money", "parse_money"]
