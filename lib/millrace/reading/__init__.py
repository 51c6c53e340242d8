"""Read one column of a table as people write it: dates, money, quantities, phones, names. One home for each."""

from millrace.reading.contact_names import normalise_names
from millrace.reading.dates import date_order, parse_dates
from millrace.reading.money import convert_money, parse_money
from millrace.reading.phones import normalise_phones, phone_region
from millrace.reading.quantities import parse_quantity

__all__ = [
    "convert_money",
    "date_order",
    "normalise_names",
    "normalise_phones",
    "parse_dates",
    "parse_money",
    "parse_quantity",
    "phone_region",
]
