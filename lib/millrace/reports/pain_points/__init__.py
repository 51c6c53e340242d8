"""What the report ``pain-points`` looks at: where cases wait, what tickets are about, and what that costs."""

from millrace.reports.pain_points.costs import check_amounts, check_costs, check_groups
from millrace.reports.pain_points.events import check_log, read_log, working_hours
from millrace.reports.pain_points.finding import Finding
from millrace.reports.pain_points.flow import (
    check_cases_inside,
    check_lead_times,
    check_moves,
    check_rework,
    check_waits,
)
from millrace.reports.pain_points.opening import Opened, chooser, open_files
from millrace.reports.pain_points.results import decisions, sheets
from millrace.reports.pain_points.texts import SortedTexts, check_growth, check_themes, sort_texts
from millrace.reports.pain_points.tickets import Tickets, check_tickets, read_tickets

__all__ = [
    "Finding",
    "Opened",
    "SortedTexts",
    "Tickets",
    "check_amounts",
    "check_cases_inside",
    "check_costs",
    "check_groups",
    "check_growth",
    "check_lead_times",
    "check_log",
    "check_moves",
    "check_rework",
    "check_themes",
    "check_tickets",
    "check_waits",
    "chooser",
    "decisions",
    "open_files",
    "read_log",
    "read_tickets",
    "sheets",
    "sort_texts",
    "working_hours",
]
