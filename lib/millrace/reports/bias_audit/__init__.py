"""What the report ``bias-audit`` looks at: who gets through, what gives a group away, and what a repair costs whom."""

from millrace.reports.bias_audit.agreeing import Audited, agree, check_contract
from millrace.reports.bias_audit.errors_known import check_errors
from millrace.reports.bias_audit.opening import Opened, chooser, open_file
from millrace.reports.bias_audit.people import Persons, check_rows, read_persons
from millrace.reports.bias_audit.repairs import check_repairs
from millrace.reports.bias_audit.results import check_card, decisions, limits, sheets
from millrace.reports.bias_audit.selecting import check_law, check_selection
from millrace.reports.bias_audit.standing_in import check_proxies

__all__ = [
    "Audited",
    "Opened",
    "Persons",
    "agree",
    "check_card",
    "check_contract",
    "check_errors",
    "check_law",
    "check_proxies",
    "check_repairs",
    "check_rows",
    "check_selection",
    "chooser",
    "decisions",
    "limits",
    "open_file",
    "read_persons",
    "sheets",
]
