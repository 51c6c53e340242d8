"""Rates for small numbers: ranges, groups against the others, what raises a rate, and who only looks harder."""

from millrace.rates.adjusting import adjusted
from millrace.rates.charts import draw_funnel, draw_rates, funnel_limits
from millrace.rates.drivers import drivers
from millrace.rates.finders import compare_finders
from millrace.rates.groups import by_group
from millrace.rates.intervals import difference, share

__all__ = [
    "adjusted",
    "by_group",
    "compare_finders",
    "difference",
    "draw_funnel",
    "draw_rates",
    "drivers",
    "funnel_limits",
    "share",
]
