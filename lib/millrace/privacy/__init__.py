"""What must not be seen of people: pseudonyms, who can be singled out, coarser tables, and personal data in texts."""

from millrace.privacy.anonymising import Anonymised, anonymise, loss_table
from millrace.privacy.diversity import l_of, t_of
from millrace.privacy.hierarchies import bands, beginnings, hide, parts_of_date, tree
from millrace.privacy.keys import new_key, read_key
from millrace.privacy.personal import find_personal, mask
from millrace.privacy.pseudonyms import pseudonyms, rotate, rotation_table
from millrace.privacy.singling import k_of, single_out, single_out_by_column, whom
from millrace.privacy.small_cells import cell_ranges, hide_small_cells

__all__ = [
    "Anonymised",
    "anonymise",
    "bands",
    "beginnings",
    "cell_ranges",
    "find_personal",
    "hide",
    "hide_small_cells",
    "k_of",
    "l_of",
    "loss_table",
    "mask",
    "new_key",
    "parts_of_date",
    "pseudonyms",
    "read_key",
    "rotate",
    "rotation_table",
    "single_out",
    "single_out_by_column",
    "t_of",
    "tree",
    "whom",
]
