"""Rates for small numbers: ranges, groups against the others, what raises a rate, and who only looks harder."""

from millrace.rates.drivers import drivers
from millrace.rates.intervals import difference, share

__all__ = ["difference", "drivers", "share"]
