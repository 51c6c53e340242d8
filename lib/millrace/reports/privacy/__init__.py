"""What the report ``privacy`` looks at: who can be found in a table, and a copy in which nobody is."""

from millrace.reports.privacy.coarsening import Choices, check_coarsening, choose
from millrace.reports.privacy.copying import check_copy, make_copy
from millrace.reports.privacy.finding_people import check_personal, check_singled_out
from millrace.reports.privacy.results import check_keeping, decisions, limits, sheets
from millrace.reports.privacy.roles import Opened, Roles, decide, open_file

__all__ = [
    "Choices",
    "Opened",
    "Roles",
    "check_coarsening",
    "check_copy",
    "check_keeping",
    "check_personal",
    "check_singled_out",
    "choose",
    "decide",
    "decisions",
    "limits",
    "make_copy",
    "open_file",
    "sheets",
]
