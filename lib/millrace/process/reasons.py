"""Why a row of an event log cannot be used: trials, duplicates, times that are missing, turned round or keyed late."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words

__all__ = ["REASONS_WITHOUT_GAP", "reasons", "trial_rows"]

TRIAL, DUPLICATE = "trial", "exact duplicate"
REASONS_WITHOUT_GAP = (TRIAL, DUPLICATE)  # all others are work that was done at a time we do not know
DAY = np.timedelta64(1, "D")


def trial_rows(trial: object, cases: pd.Series) -> np.ndarray:
    """Mark the rows that the user calls trials.

    Parameters
    ----------
    trial : None, str or one True or False per row
        A text is looked for in the label of the case, as a regular expression.
    cases : Series
        The labels of the cases, in the order and with the index of the input.

    Returns
    -------
    numpy.ndarray of bool

    Raises
    ------
    ArgumentError
        When it is neither.

    Examples
    --------
    >>> trial_rows("TEST", pd.Series(["25-1 / 1", "TEST / 2"])).tolist()
    [False, True]
    """
    if trial is None:
        return np.zeros(len(cases), dtype=bool)
    if isinstance(trial, str):
        try:
            return cases.astype("str").str.contains(trial, regex=True).fillna(False).to_numpy(dtype=bool)
        except re.error as error:
            raise ArgumentError(
                f"trial={in_words(trial)} is no pattern ({error}). Text that only the cases of trials contain was "
                "expected. Write it like trial='TEST'."
            ) from None
    if isinstance(trial, pd.Series | np.ndarray | Sequence) and len(trial) == len(cases):
        if isinstance(trial, pd.Series) and not trial.index.equals(cases.index):
            trial = trial.reindex(cases.index)
        marks = pd.Series(trial).to_numpy()
        if all(isinstance(mark, bool | np.bool_) for mark in marks):
            return marks.astype(bool)
    raise ArgumentError(
        f"trial={in_words(trial)} was given. A text or one True or False per row was expected. Write it like "
        "trial='TEST' or trial=table['order_no'].eq('TEST')."
    )


def reasons(core: pd.DataFrame, source: pd.DataFrame, trial: np.ndarray, unread: np.ndarray) -> np.ndarray:
    """Return why each row is set aside, or an empty text.

    Parameters
    ----------
    core : DataFrame
        ``case``, ``step``, ``resource``, ``start`` and ``end`` (the clock on the wall), ``began`` and ``over`` (the
        same as moments, which never go back).
    source : DataFrame
        The input, row by row, to tell exact duplicates.
    trial : numpy.ndarray of bool
        Rows that the user calls trials.
    unread : numpy.ndarray of str
        What could not be read of the times.

    Returns
    -------
    numpy.ndarray of str
    """
    start, end = core["start"].to_numpy(), core["end"].to_numpy()
    found = {
        TRIAL: trial,
        DUPLICATE: _duplicates(core, source),
        "no case": core["case"].isna().to_numpy(),
        "no step": core["step"].isna().to_numpy(),
        "time with two readings": unread == "time with two readings",
        "unreadable time": unread == "unreadable time",
        "no start and no end": np.isnat(start) & np.isnat(end),
        "ends before it starts": core["over"].to_numpy() < core["began"].to_numpy(),
    }
    reason = np.select(list(found.values()), list(found), "").astype(object)
    late = _keyed_late(core, usable=reason == "")
    return np.where(late, "keyed late", reason)


def _duplicates(core: pd.DataFrame, source: pd.DataFrame) -> np.ndarray:
    # only rows that agree in the main columns are compared in full: that is fast on a million rows
    like = core.duplicated(["case", "step", "start", "end"], keep=False).to_numpy()
    marks = np.zeros(len(core), dtype=bool)
    if like.any():
        rows = source[like]
        try:
            marks[like] = rows.duplicated().to_numpy()
        except TypeError:  # lists or dicts in cells cannot be compared; their text can
            marks[like] = rows.astype("str").duplicated().to_numpy()
    return marks


def _keyed_late(core: pd.DataFrame, usable: np.ndarray) -> np.ndarray:
    """Mark steps that end in the minute in which they start, several at once or as the last of a person's day.

    Where a fifth of all steps take no time, that is how the log is written, and nothing is marked.
    """
    start, end = core["start"].to_numpy(), core["end"].to_numpy()
    marks = np.zeros(len(core), dtype=bool)
    at_once = usable & (end == start)
    known = usable & ~np.isnat(start) & ~np.isnat(end)
    by_day = known & (start == start.astype("M8[D]")) & (end == end.astype("M8[D]"))
    if not at_once.any() or at_once.sum() > 0.2 * known.sum() or by_day.sum() > 0.5 * known.sum():
        return marks
    who = "resource" if core["resource"].notna().any() else "step"
    day = np.where(np.isnat(end), start, end).astype("M8[D]")
    last = pd.DataFrame({"who": core[who], "day": day, "end": np.where(np.isnat(end), start, end)})[usable]
    last_of_day = last.groupby(["who", "day"], dropna=False)["end"].transform("max") == last["end"]
    minute = pd.DataFrame({"who": core[who], "minute": start.astype("M8[m]")})[at_once]
    together = minute.groupby(["who", "minute"], dropna=False)["minute"].transform("size") > 1
    marks[at_once] = together.to_numpy() | last_of_day[at_once[usable]].to_numpy()
    return marks
