"""What the report ``data-quality`` looks at: each check finds rows, says what it found, and what to do about it."""

from millrace.reports.data_quality.amounts import check_amounts
from millrace.reports.data_quality.charts import chart_gaps, chart_rows
from millrace.reports.data_quality.check import Check
from millrace.reports.data_quality.dates import check_dates
from millrace.reports.data_quality.gaps import check_gaps
from millrace.reports.data_quality.intake import balance, check_intake, left_aside
from millrace.reports.data_quality.limits import check_limits
from millrace.reports.data_quality.names import check_names
from millrace.reports.data_quality.repeats import check_numbers, check_repeats, duplicates
from millrace.reports.data_quality.results import decisions, rows_to_look_at, scorecard, show_rows, summary

__all__ = [
    "Check",
    "balance",
    "chart_gaps",
    "chart_rows",
    "check_amounts",
    "check_dates",
    "check_gaps",
    "check_intake",
    "check_limits",
    "check_names",
    "check_numbers",
    "check_repeats",
    "decisions",
    "duplicates",
    "left_aside",
    "rows_to_look_at",
    "scorecard",
    "show_rows",
    "summary",
]
