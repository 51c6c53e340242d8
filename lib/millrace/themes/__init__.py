"""Themes in short texts: named by your words or found without, counted beside their cost, followed over time."""

from millrace.themes.changing import changes
from millrace.themes.editing import merge, rename, split
from millrace.themes.finding import find, stability
from millrace.themes.measures import by_measure, draw_count_and_cost
from millrace.themes.result import Themes
from millrace.themes.seeding import by_words
from millrace.themes.trends import draw_trend, trend

__all__ = [
    "Themes",
    "by_measure",
    "by_words",
    "changes",
    "draw_count_and_cost",
    "draw_trend",
    "find",
    "merge",
    "rename",
    "split",
    "stability",
    "trend",
]
