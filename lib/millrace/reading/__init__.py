"""Read one column of a table as people write it: dates, money, quantities, phones, names. One home for each."""

from millrace.reading.contacts import normalise_names, normalise_phones
from millrace.reading.dates import date_order, parse_dates
from millrace.reading.money import convert_money, parse_money
from millrace.reading.quantities import parse_quantity

__all__ = [
    "convert_money",
    "date_order",
    "normalise_names",
    "normalise_phones",
    "parse_dates",
    "parse_money",
    "parse_quantity",
]
