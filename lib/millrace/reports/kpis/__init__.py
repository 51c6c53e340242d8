"""What the report ``kpis`` looks at: measures in full, whether the last period is news, mix against rate."""

from millrace.reports.kpis.defining import Defined, check_definitions, define, pages
from millrace.reports.kpis.figures import Figures, Opened, check_rows, open_file, read_figures
from millrace.reports.kpis.mixing import check_mix
from millrace.reports.kpis.results import decisions, limits, sheets
from millrace.reports.kpis.watching import Watched, check_group, check_news, watch

__all__ = [
    "Defined",
    "Figures",
    "Opened",
    "Watched",
    "check_definitions",
    "check_group",
    "check_mix",
    "check_news",
    "check_rows",
    "decisions",
    "define",
    "limits",
    "open_file",
    "pages",
    "read_figures",
    "sheets",
    "watch",
]
