"""What the report ``pilot`` looks at: did a change work, for whom, may it be believed, and what is it worth."""

from millrace.reports.pilot.cases import Cases, read_cases
from millrace.reports.pilot.groups import check_groups, check_guardrail
from millrace.reports.pilot.judging import Judged, judge
from millrace.reports.pilot.opening import Opened, chooser, open_files
from millrace.reports.pilot.results import decisions, limits, sheets
from millrace.reports.pilot.showing import check_answers, check_plan, check_rows
from millrace.reports.pilot.size import check_size
from millrace.reports.pilot.trust import check_over_time, check_trust
from millrace.reports.pilot.worth import check_worth

__all__ = [
    "Cases",
    "Judged",
    "Opened",
    "check_answers",
    "check_groups",
    "check_guardrail",
    "check_over_time",
    "check_plan",
    "check_rows",
    "check_size",
    "check_trust",
    "check_worth",
    "chooser",
    "decisions",
    "judge",
    "limits",
    "open_files",
    "read_cases",
    "sheets",
]
