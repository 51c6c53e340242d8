"""What the report ``pain-points`` puts first; its findings are those of all reports."""

from millrace.reports.finding import Finding, chart_of, money, per_cent, shown_names

__all__ = ["WEIGHTS", "Finding", "chart_of", "money", "per_cent", "shown_names"]

# What to do first: where the money and the time go, then what makes the numbers wrong, then what is open.
WEIGHTS = {
    "where cases wait": 9,
    "cost per year": 8,
    "amounts": 7,
    "what grows": 6,
    "work that comes again": 5,
    "open hours": 4,
    "rows of the log": 4,
    "groups": 3,
    "themes": 3,
    "too few to say": 2,
    "tickets": 2,
    "cases inside": 1,
    "lead times": 1,
    "files": 1,
}
