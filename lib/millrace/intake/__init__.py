"""Read messy company files into tables: what was found, and what became of each row, rides along in a report."""

from millrace.intake.chats import find_items, read_chat
from millrace.intake.combining import combine
from millrace.intake.report import Report, quarantined, report
from millrace.intake.tables import inspect, read_table
from millrace.intake.twice import mend_encoding
from millrace.intake.workbooks import read_workbook

__all__ = [
    "Report",
    "combine",
    "find_items",
    "inspect",
    "mend_encoding",
    "quarantined",
    "read_chat",
    "read_table",
    "read_workbook",
    "report",
]
