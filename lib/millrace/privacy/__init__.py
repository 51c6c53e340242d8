"""What must not be seen of people: pseudonyms, who can be singled out, coarser tables, and personal data in texts."""

from millrace.privacy.anonymising import Anonymised, anonymise
from millrace.privacy.charts import draw_loss, draw_single_out
from millrace.privacy.costing import loss_table
from millrace.privacy.diversity import l_of, t_of
from millrace.privacy.hierarchies import bands, beginnings, hide, parts_of_date, tree
from millrace.privacy.keeping import overdue, retention, retention_page
from millrace.privacy.keys import new_key, read_key
from millrace.privacy.personal import find_personal, mask
from millrace.privacy.personal_columns import find_personal_columns, suggest_quasi_identifiers
from millrace.privacy.replacing import pseudonyms, rotate, rotation_table
from millrace.privacy.singling import k_of, single_out, single_out_by_column, whom
from millrace.privacy.small_cells import cell_ranges, hide_small_cells

__all__ = [
    "Anonymised",
    "anonymise",
    "bands",
    "beginnings",
    "cell_ranges",
    "draw_loss",
    "draw_single_out",
    "find_personal",
    "find_personal_columns",
    "hide",
    "hide_small_cells",
    "k_of",
    "l_of",
    "loss_table",
    "mask",
    "new_key",
    "overdue",
    "parts_of_date",
    "pseudonyms",
    "read_key",
    "retention",
    "retention_page",
    "rotate",
    "rotation_table",
    "single_out",
    "single_out_by_column",
    "suggest_quasi_identifiers",
    "t_of",
    "tree",
    "whom",
]
