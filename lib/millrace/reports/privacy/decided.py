"""What was decided about people, and what came of it: known by the words of the bias audit, so both say the same."""

from functools import cache

import pandas as pd

from millrace.reports.bias_audit.words import BAD, GOOD, NO, YES, plain
from millrace.reports.catalogue import find_report
from millrace.reports.choosing import header_fits

__all__ = ["is_decided"]

MOSTLY, FEW = 0.5, 10


def is_decided(column: pd.Series) -> bool:
    """Tell whether a column holds a decision about people or its outcome, in a few answers.

    Parameters
    ----------
    column : Series
        The column, under its header.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_decided(pd.Series(["ja", "nein"], name="Eingestellt"))
    True
    >>> is_decided(pd.Series(["03.05.2019", "01.02.2020", "01.04.2021"], name="Eingestellt"))
    False
    """
    if not header_fits(column.name, _words()):
        return False
    answers = plain(column).dropna().drop_duplicates()
    told = answers.isin(YES | NO | GOOD | BAD).mean() > MOSTLY if len(answers) else False
    return bool(len(answers) == 2 or (told and 2 < len(answers) <= FEW))


@cache
def _words() -> tuple[str, ...]:
    """Take the words of the bias audit's own notebook: there they are kept."""
    needs = [need for need in find_report("bias-audit").needs if need.role in ("decision", "outcome")]
    return tuple(word for need in needs for word in need.words)
