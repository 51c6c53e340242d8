"""The five dimensions of data quality, each judged from a table and what its owner says about it."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.cleaning.gaps.disguises import find_disguised
from millrace.cleaning.rules.quarantining import broken_by
from millrace.cleaning.rules.rule import Rule
from millrace.errors import counted
from millrace.reading.dates.parsing import parse_dates
from millrace.reading.missing_words import is_missing_word
from millrace.reading.numbers import read_numbers
from millrace.reading.texts import tidy_each

__all__ = ["Judgement", "completeness", "consistency", "timeliness", "uniqueness", "validity"]

# A text column is taken for numbers or dates when this share of its distinct values can be read so.
MOSTLY = 0.8
ENOUGH = 500  # distinct texts that show what a column is made of

# A telephone number: seven digits or more with marks between. Its style is its marks, such as "+--" or "()".
_PHONE = re.compile(r"^\(?[+(]?(?=(?:\D*\d){7})[\d\s()./-]+$")
_DIGITS = re.compile(r"\d+")

Judgement = tuple[str, int, int, str]  # what is counted, how many were judged, how many fail, what was found


def completeness(frame: pd.DataFrame, required: list[str]) -> Judgement:
    """Count the cells that hold a usable value; a "n/a" or "TBC" is none.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    required : list of str
        The columns that should be filled.

    Returns
    -------
    tuple of str, int, int, str
        What is counted, how many were judged, how many fail, what was found.

    Examples
    --------
    >>> completeness(pd.DataFrame({"phone": ["0571-1", "n/a"]}), ["phone"])
    ('cells', 2, 1, '1 of 2 cells empty, most in phone (1)')
    """
    gaps = {c: int((frame[c].isna() | find_disguised(frame[c])).sum()) for c in required}
    return _cells(gaps, len(frame) * len(required), "empty")


def validity(frame: pd.DataFrame, rules: Sequence[Rule] | None) -> Judgement:
    """Count the rows that keep the rules; without rules, the cells that are of their column's own kind.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    rules : list of Rule or None
        The rules. Without them a text column that is mostly numbers or mostly dates is expected to be all so.

    Returns
    -------
    tuple of str, int, int, str
        What is counted, how many were judged, how many fail, what was found.

    Examples
    --------
    >>> validity(pd.DataFrame({"quantity": ["5", "7", "8", "9", "six"]}), None)
    ('cells', 5, 1, '1 of 5 cells unlike their column, most in quantity (1)')
    """
    if rules is not None:
        return _rows_broken(frame, rules)
    results = {column: _unlike(frame[column]) for column in frame.columns}
    judged = {column: result for column, result in results.items() if result is not None}
    failed = {column: fail for column, (_, fail) in judged.items()}
    return _cells(failed, sum(count for count, _ in judged.values()), "unlike their column")


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
    columns = key or list(frame.columns)
    cells = frame[columns].apply(lambda values: values if values.dtype.kind in "iufbM" else values.map(str))
    repeats = int(cells.duplicated().sum())
    where = f" in {' + '.join(map(str, key))}" if key else " in every column"
    return (
        "rows",
        len(frame),
        repeats,
        f"{repeats} of {counted(len(frame), 'row')} {'repeats' if repeats == 1 else 'repeat'} an earlier row{where}",
    )


def consistency(frame: pd.DataFrame, consistent: Sequence[Rule | tuple[str, str]] | None) -> Judgement:
    """Count the rows that agree with themselves; without rules, the cells in the usual writing of their value.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    consistent : list or None
        Rules between columns, and pairs such as ``("sku", "product")`` when each sku must have one product. Without
        them, "retail", "Retail " and "RETAIL" in one column count as several writings of one value, and dates in
        several styles as several writings of dates; so do telephone numbers with different marks between their
        digits, and numbers that prove a decimal point beside such that prove a comma.

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
    texts = [column for column in frame.columns if frame[column].dtype.kind not in "iufbcMm"]
    unusual = {column: _unusual(frame[column].dropna()) for column in texts}
    return _cells(unusual, int(frame[texts].notna().sum().sum()), "written in an unusual way")


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


def _unlike(values: pd.Series) -> tuple[int, int] | None:
    known = values.dropna()
    if known.empty or values.dtype.kind == "b":
        return None
    if values.dtype.kind in "iufMm":
        return len(known), int(np.isinf(known).sum()) if values.dtype.kind == "f" else 0
    counts = known.map(str).value_counts()
    texts = pd.Series(tidy_each(counts.index), index=counts.index, dtype=object)
    texts = texts[[not is_missing_word(text) for text in texts]]
    for is_kind in (_are_numbers, _are_dates):
        if len(texts) and is_kind(_sample(texts)).mean() >= MOSTLY:
            return int(counts[texts.index].sum()), int(counts[texts.index[~is_kind(texts)]].sum())
    return None


def _sample(texts: pd.Series) -> pd.Series:
    return texts.iloc[:: len(texts) // ENOUGH + 1]


def _are_numbers(texts: pd.Series) -> np.ndarray:
    return read_numbers([text.lstrip("+-") for text in texts])[["point", "comma"]].notna().any(axis=1).to_numpy()


def _are_dates(texts: pd.Series) -> np.ndarray:
    return parse_dates(texts)["problem"].isin(["", "ambiguous"]).to_numpy(dtype=bool)


def _unusual(values: pd.Series) -> int:
    counts = values.map(str).value_counts()
    if counts.empty:
        return 0
    texts = pd.Series(counts.index, index=counts.index, dtype=object)
    if _are_dates(_sample(texts)).mean() >= MOSTLY:
        return _outside_the_usual(counts, _style_family(parse_dates(texts)))
    plain = pd.Series(tidy_each(counts.index), index=counts.index, dtype=object)
    if _sample(plain).str.contains(_PHONE).mean() >= MOSTLY:
        return _outside_the_usual(counts, plain.str.replace(_DIGITS, "", regex=True).where(plain.str.contains(_PHONE)))
    if _are_numbers(_sample(plain)).mean() >= MOSTLY:
        marks = read_numbers([text.lstrip("+-") for text in plain])["proof"].set_axis(plain.index)
        return _outside_the_usual(counts, marks.where(marks != ""))
    same = pd.Series([text.casefold() for text in tidy_each(counts.index)], index=counts.index)
    per_value = counts.groupby(same)
    return int((per_value.sum() - per_value.max()).sum())


def _outside_the_usual(counts: pd.Series, style: pd.Series) -> int:
    per_style = counts.groupby(style).sum()
    return int(per_style.sum() - per_style.max()) if len(per_style) else 0


def _style_family(styles: pd.DataFrame) -> pd.Series:
    # d/m/yyyy and "d/m/yyyy or m/d/yyyy" may be one style; only the marks and words tell styles apart for certain
    return styles["style"].str.replace(r" or .*", "", regex=True).str.replace(r"[dm]", "n", regex=True)
