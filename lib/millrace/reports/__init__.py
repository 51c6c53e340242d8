"""Run a module's analysis on a company's own file: one page and one workbook, made on this machine alone."""

from millrace.reports.catalogue import available, find_report
from millrace.reports.choosing import ColumnQuestion, choose_columns, column_chooser
from millrace.reports.file import places_of, read_file
from millrace.reports.running import parameters_of, run_report
from millrace.reports.saving import save_workbook
from millrace.reports.showing import Shown, show_chart, show_list, show_table, show_text

__all__ = [
    "ColumnQuestion",
    "Shown",
    "available",
    "choose_columns",
    "column_chooser",
    "find_report",
    "parameters_of",
    "places_of",
    "read_file",
    "run_report",
    "save_workbook",
    "show_chart",
    "show_list",
    "show_table",
    "show_text",
]
