"""Dates in many styles: which day is meant, and where that cannot be known."""

from millrace.reading.dates.parsing import date_order, parse_dates

__all__ = ["date_order", "parse_dates"]
