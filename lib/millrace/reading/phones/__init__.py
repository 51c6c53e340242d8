"""Phone numbers: brought to one form, with the country of those that name none inferred from the column."""

from millrace.reading.phones.normalising import normalise_phones
from millrace.reading.phones.regions import phone_region

__all__ = ["normalise_phones", "phone_region"]
