"""The five dimensions of data quality, each judged from a table and what its owner says about it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.cleaning.gaps.ticks import may_be_ticks
from millrace.cleaning.quality.cells import Cells, invalid_cells, unusual_cells
from millrace.cleaning.quality.columns import Column, columns_of
from millrace.cleaning.rules.quarantining import broken_by
from millrace.cleaning.rules.rule import Rule
from millrace.errors import counted
from millrace.reading.dates.parsing import parse_dates

__all__ = ["Judgement", "completeness", "consistency", "timeliness", "uniqueness", "validity"]

MOST_NAMES = 5  # columns that were not judged, by name

Judgement = tuple[str, int, int, str]  # what is counted, how many were judged, how many fail, what was found


def completeness(frame: pd.DataFrame, required: list[str], *, columns: list[Column] | None = None) -> Judgement:
    """Count the cells that hold a usable value; a "n/a" or "TBC" is none.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    required : list of str
        The columns that should be filled.
    columns : list of Column or None
        Its columns, where they are read already.

    Returns
    -------
    tuple of str, int, int, str
        What is counted, how many were judged, how many fail, what was found.

    Examples
    --------
    >>> completeness(pd.DataFrame({"phone": ["0571-1", "n/a"]}), ["phone"])
    ('cells', 2, 1, '1 of 2 cells empty, most in phone (1)')
    """
    judged = [column for column in columns or columns_of(frame[required]) if column.name in required]
    kind, cells, failed, found = _cells(
        {str(c.name): int(c.gone.sum()) for c in judged}, len(frame) * len(required), "empty"
    )
    ticked = [
        str(c.name) for c in judged if c.gone.any() and (~c.gone).sum() > 1 and may_be_ticks(c.values[~c.gone].unique())
    ]
    said = f"; {', '.join(ticked[:MOST_NAMES])}: only ticks, so empty may mean no" if ticked else ""
    return kind, cells, failed, found + said


def validity(frame: pd.DataFrame, rules: Sequence[Rule] | None, *, columns: list[Column] | None = None) -> Judgement:
    """Count the rows that keep the rules; without rules, the cells that are like the rest of the table.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    rules : list of Rule or None
        The rules. Without them the columns themselves say what is to be expected: a column that is mostly numbers
        or mostly dates to be all so, codes to be of one shape, values not to lie far off, words of a short list to be
        spelt as usual, and a value that another column decides everywhere else, as a zip code does its city, to be
        that one. So at least that many cells are wrong, and the score is an upper bound: "north" where "south" is
        right looks right. Free text is not judged.
    columns : list of Column or None
        Its columns, where they are read already.

    Returns
    -------
    tuple of str, int, int, str
        What is counted, how many were judged, how many fail, what was found.

    Examples
    --------
    >>> validity(pd.DataFrame({"quantity": ["5", "7", "8", "9", "six"]}), None)
    ('cells', 5, 1, '1 of 5 cells unlike the rest, most in quantity (1); wrong values that look right are not seen')
    """
    if rules is not None:
        return _rows_broken(frame, rules)
    columns = columns or columns_of(frame)
    cells = invalid_cells(columns)
    kind, judged, failed, found = _cells_found(cells, columns, "unlike the rest")
    return kind, judged, failed, found + _not_seen(cells, columns, judged, failed)


def uniqueness(frame: pd.DataFrame, key: list[str] | None) -> Judgement:
    """Count the rows that are there only once, by their key or, without one, as a whole.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    key : list of str or None
        The columns that should tell every row from every other.

    Returns
    -------
    tuple of str, int, int, str
        What is counted, how many were judged, how many fail, what was found.

    Examples
    --------
    >>> uniqueness(pd.DataFrame({"order_no": [1, 1, 2]}), ["order_no"])
    ('rows', 3, 1, '1 of 3 rows repeats an earlier row in order_no')
    """
    repeats = _repeats(frame[key or list(frame.columns)])
    where = f" in {' + '.join(map(str, key))}" if key else " in every column"
    return (
        "rows",
        len(frame),
        repeats,
        f"{repeats} of {counted(len(frame), 'row')} {'repeats' if repeats == 1 else 'repeat'} an earlier row{where}",
    )


def consistency(
    frame: pd.DataFrame,
    consistent: Sequence[Rule | tuple[str, str]] | None,
    *,
    columns: list[Column] | None = None,
) -> Judgement:
    """Count the rows that agree with themselves; without rules, the cells in the usual writing of their value.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    consistent : list or None
        Rules between columns, and pairs such as ``("sku", "product")`` when each sku must have one product. Without
        them, "retail", "Retail " and "RETAIL" in one column count as several writings of one value, and dates in
        several styles as several writings of dates; so do telephone numbers with different marks between their
        digits, numbers that prove a decimal point beside such that prove a comma, "12 oz" beside "12 OZ.", "7 pm"
        beside "19:00", "yes" beside "Y", and names that are turned or in capitals.
    columns : list of Column or None
        Its columns, where they are read already.

    Returns
    -------
    tuple of str, int, int, str
        What is counted, how many were judged, how many fail, what was found.

    Examples
    --------
    >>> consistency(pd.DataFrame({"channel": ["shop", "shop", "Shop "]}), None)
    ('cells', 3, 1, '1 of 3 cells written in an unusual way, most in channel (1)')
    """
    if consistent is not None:
        return _rows_at_odds(frame, consistent)
    columns = columns or columns_of(frame)
    return _cells_found(unusual_cells(columns), columns, "written in an unusual way")


def timeliness(frame: pd.DataFrame, dates: list[str], as_of: pd.Timestamp, fresh_days: float) -> Judgement:
    """Count the rows whose date is known, not in the future and not too old.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    dates : list of str
        Date columns; the newest of a row counts.
    as_of : Timestamp
        The day from which age is counted.
    fresh_days : float
        The greatest age in days.

    Returns
    -------
    tuple of str, int, int, str
        What is counted, how many were judged, how many fail, what was found.

    Examples
    --------
    >>> orders = pd.DataFrame({"date": ["2025-12-01", "2019-12-01"]})
    >>> timeliness(orders, ["date"], pd.Timestamp("2025-12-31"), 365)
    ('rows', 2, 1, '1 older than 365 days, 0 in the future, 0 without a clear date; the newest is 2025-12-01')
    """
    newest = pd.concat([parse_dates(frame[column])["date"] for column in dates], axis=1).max(axis=1)
    old, future = newest < as_of - pd.Timedelta(days=fresh_days), newest >= as_of + pd.Timedelta(days=1)
    unknown, last = newest.isna(), newest[newest < as_of + pd.Timedelta(days=1)].max()
    found = (
        f"{old.sum()} older than {fresh_days:g} days, {future.sum()} in the future, {unknown.sum()} "
        "without a clear date; " + ("the newest is unknown" if pd.isna(last) else f"the newest is {last:%Y-%m-%d}")
    )
    return "rows", len(frame), int((old | future | unknown).sum()), found


def _cells(failed: dict[str, int], judged: int, how: str) -> Judgement:
    total = sum(failed.values())
    found = f"{total} of {judged} cells {how}"
    if total:
        worst = max(failed, key=lambda column: failed[column])
        found += f", most in {worst} ({failed[worst]})"
    return "cells", judged, total, found


def _cells_found(cells: Cells, columns: list[Column], how: str) -> Judgement:
    failed = {str(columns[place].name): int(marks.sum()) for place, marks in cells.wrong().items()}
    return _cells(failed, sum(cells.judged.values()), how)


def _not_seen(cells: Cells, columns: list[Column], judged: int, failed: int) -> str:
    """Say how much lower the score may be, and what was not looked at."""
    said = "; wrong values that look right are not seen"
    doubtful = sum(cells.doubtful.values())
    if doubtful:
        place = max(cells.doubtful, key=lambda column: cells.doubtful[column])
        said += (
            f"; {counted(doubtful, 'more cell')} may be wrong, at odds with a column that mostly decides them, most in "
            f"{columns[place].name} ({cells.doubtful[place]}): the score is then {1 - (failed + doubtful) / judged:.3f}"
        )
    others = [str(column.name) for place, column in enumerate(columns) if place not in cells.judged]
    if others:
        more = len(others) - MOST_NAMES
        said += f"; not judged: {', '.join(others[:MOST_NAMES])}" + (f" and {more} more" if more > 0 else "")
    return said


def _rows_broken(frame: pd.DataFrame, rules: Sequence[Rule]) -> Judgement:
    broken = broken_by(frame, rules)
    out = np.logical_or.reduce(list(broken.values())) if broken else np.zeros(len(frame), dtype=bool)
    found = f"{out.sum()} of {counted(len(frame), 'row')} {'breaks' if out.sum() == 1 else 'break'} a rule"
    if out.any():
        worst = max(broken, key=lambda rule: broken[rule].sum())
        found += f", most '{worst.name}' ({broken[worst].sum()})"
    return "rows", len(frame), int(out.sum()), found


def _rows_at_odds(frame: pd.DataFrame, consistent: Sequence[Rule | tuple[str, str]]) -> Judgement:
    out = np.zeros(len(frame), dtype=bool)
    notes = []
    for each in consistent:
        bad = broken_by(frame, [each])[each] if isinstance(each, Rule) else _undecided(frame, *each)
        notes.append(f"'{each.name if isinstance(each, Rule) else f'one {each[1]} per {each[0]}'}' {bad.sum()}")
        out |= bad
    return (
        "rows",
        len(frame),
        int(out.sum()),
        f"{out.sum()} of {counted(len(frame), 'row')} at odds: {', '.join(notes)}",
    )


def _undecided(frame: pd.DataFrame, key: str, value: str) -> np.ndarray:
    known = frame[[key, value]].dropna()
    counts = known.groupby([key, value], observed=True).size().rename("times").reset_index()
    usual = counts.sort_values("times", kind="stable").drop_duplicates(key, keep="last").set_index(key)[value]
    expected = frame[key].map(usual)
    both = frame[value].notna() & expected.notna()
    return (both & (frame[value].astype(object) != expected.astype(object))).to_numpy(dtype=bool)


def _repeats(table: pd.DataFrame) -> int:
    """Count the rows that repeat an earlier one; a column that tells rows apart ends the search for those."""
    columns = [table.iloc[:, place] for place in range(table.shape[1])]
    numbers_first = sorted(columns, key=lambda values: values.dtype.kind not in "iufbM")
    rows = np.arange(len(table))
    for values in numbers_first:
        rows = rows[_comparable(values.iloc[rows]).duplicated(keep=False).to_numpy(dtype=bool)]
    left = [_comparable(values.iloc[rows]).reset_index(drop=True) for values in numbers_first]
    return int(pd.concat(left, axis=1, keys=range(len(left))).duplicated().sum()) if left else max(len(table) - 1, 0)


def _comparable(values: pd.Series) -> pd.Series:
    if values.dtype.kind in "iufbM" or pd.api.types.infer_dtype(values, skipna=True) == "string":
        return values
    return values.map(str)
