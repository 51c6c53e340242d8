"""What the report ``privacy`` looks at: personal data in columns, who stands out, a coarser table, a masked copy."""

from millrace.reports.privacy.coarsening import Coarser, coarsen
from millrace.reports.privacy.columns import People, read_columns
from millrace.reports.privacy.copied import check_copy
from millrace.reports.privacy.copying import Copy, make_copy
from millrace.reports.privacy.cost import check_coarser
from millrace.reports.privacy.keeping import check_answers, check_keeping, keeping_table
from millrace.reports.privacy.opening import Opened, chooser, open_file
from millrace.reports.privacy.personal_data import check_columns
from millrace.reports.privacy.results import decisions, limits, no_copy_because, sheets
from millrace.reports.privacy.singling import Singled, check_singled, look_for_single
from millrace.reports.privacy.written import Written, write_copy

__all__ = [
    "Coarser",
    "Copy",
    "Opened",
    "People",
    "Singled",
    "Written",
    "check_answers",
    "check_coarser",
    "check_columns",
    "check_copy",
    "check_keeping",
    "check_singled",
    "chooser",
    "coarsen",
    "decisions",
    "keeping_table",
    "limits",
    "look_for_single",
    "make_copy",
    "no_copy_because",
    "open_file",
    "read_columns",
    "sheets",
    "write_copy",
]
