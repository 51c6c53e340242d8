"""What the report ``readiness`` looks at: where a firm stands, how its people see it, what nobody knows."""

from millrace.reports.readiness.findings import check_differences, check_standing, check_unknown
from millrace.reports.readiness.opening import TAKES_FOLDERS, Opened, chooser, open_file
from millrace.reports.readiness.results import beside_frameworks, by_role, decisions, limits, sheets

__all__ = [
    "TAKES_FOLDERS",
    "Opened",
    "beside_frameworks",
    "by_role",
    "check_differences",
    "check_standing",
    "check_unknown",
    "chooser",
    "decisions",
    "limits",
    "open_file",
    "sheets",
]
