"""One thing that was looked at: what was found, in which rows, and what to do about it."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from millrace.reports.showing import Shown, show_table, show_text

__all__ = ["WEIGHTS", "Check", "count", "in_front", "no_problems", "per_cent", "problems"]

# What costs most comes first: rows that every sum lacks or counts twice, then what may be misread, then what is empty.
WEIGHTS = {
    "rows not read": 9,
    "equal rows": 8,
    "number used twice": 7,
    "date in two ways": 6,
    "date unreadable": 6,
    "amount unreadable": 6,
    "outside your limits": 5,
    "likely the same name": 3,
    "several currencies": 2,
    "gap": 1,
}


def problems(rows: Iterable[Hashable], reasons: Iterable[str] | str, *, kind: str) -> pd.DataFrame:
    """Make a list of rows with a reason each.

    Parameters
    ----------
    rows : iterable of index labels
        The rows.
    reasons : iterable of str, or str
        Why, one for each or one for all.
    kind : str
        One of `WEIGHTS`.

    Returns
    -------
    DataFrame
        Columns ``row``, ``reason``, ``kind``.

    Examples
    --------
    >>> problems([3], "the date is 31/02/2025", kind="date unreadable").values.tolist()
    [[3, 'the date is 31/02/2025', 'date unreadable']]
    """
    rows = list(rows)
    told = [reasons] * len(rows) if isinstance(reasons, str) else list(reasons)
    return pd.DataFrame({"row": pd.Series(rows, dtype="int64"), "reason": pd.Series(told, dtype=object), "kind": kind})


def no_problems() -> pd.DataFrame:
    """Return an empty list of rows."""
    return problems([], [], kind="gap")


def in_front(table: pd.DataFrame, **columns: pd.Series | str) -> pd.DataFrame:
    """Put columns of ours before those of the file, which keep their names unless they are ours.

    Parameters
    ----------
    table : DataFrame
        Rows of the file.
    **columns : Series or str
        By name.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> list(in_front(pd.DataFrame({"place": ["Yiwu"]}), place="line 2").columns)
    ['place', 'place (in the file)']
    """
    own = table.rename(columns={name: f"{name} (in the file)" for name in columns})
    # An empty table would take over the rows of what is put in front of it.
    ours = {name: v.reindex(own.index) if isinstance(v, pd.Series) else v for name, v in columns.items()}
    return own.assign(**ours)[[*columns, *own.columns]]


@dataclass(frozen=True)
class Check:
    """What one check found.

    Parameters
    ----------
    kind : str
        One of `WEIGHTS`.
    found : str
        In a sentence, with numbers.
    action : str
        What to do on Monday; empty when nothing needs anybody.
    problems : DataFrame
        The rows, with a reason each: ``row``, ``reason``, ``kind``.
    table : DataFrame or None
        What to show below the sentence.
    """

    kind: str
    found: str
    action: str = ""
    problems: pd.DataFrame = field(default_factory=no_problems)
    table: pd.DataFrame | None = None

    def shown(self) -> Shown:
        """Return the sentence and the table, for a page or a notebook."""
        said = show_text(self.found)
        return said if self.table is None or self.table.empty else said + show_table(self.table, rows=12)

    def _repr_html_(self) -> str:
        return self.shown().page

    def __repr__(self) -> str:
        """Return the sentence and the table as plain text."""
        return self.shown().text


def count(number: int, what: str) -> str:
    """Write a number with its word, in the singular or the plural.

    Examples
    --------
    >>> count(1, "row"), count(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def per_cent(share: float) -> str:
    """Write a share as per cent, never 0 % for something and never 100 % for not all.

    Examples
    --------
    >>> per_cent(0.0004), per_cent(0.123), per_cent(0.9999)
    ('below 1 %', '12 %', 'over 99 %')
    """
    if 0 < share < 0.01:
        return "below 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{share:.0%}".replace("%", " %")
