"""Which rows count as an event, and how many pieces and events each group has."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words, require_columns

__all__ = ["as_list", "event_column", "tally", "tally_of_counts", "whole_counts"]

MISSING = ("no event", "set aside")
MADE = ("pieces", "events", "set_aside")


def event_column(frame: pd.DataFrame, event: str, value: Hashable, missing: str | None) -> np.ndarray:
    """Say for each row whether the event happened: 1, 0, or not a number where it is not known.

    Parameters
    ----------
    frame : DataFrame
        One row per piece.
    event : str
        The column that tells what happened.
    value : str or number, optional
        The value of that column that is the event; not needed where the column holds True and False, or 1 and 0.
    missing : {"no event", "set aside"}, optional
        What an empty cell of the column means; needed only when there are any.

    Returns
    -------
    ndarray of float
        1.0, 0.0 or nan per row.

    Raises
    ------
    ColumnError
        When the column is not there.
    ArgumentError
        When it is not clear what is the event, or what an empty cell means.

    Examples
    --------
    >>> event_column(pd.DataFrame({"result": ["ok", "defect"]}), "result", "defect", None).tolist()
    [0.0, 1.0]
    """
    require_columns(frame, [event])
    held = frame[event]
    happened = _is_value(held, value) if value is not None else _is_true(held)
    empty = held.isna().to_numpy()
    if empty.any() and missing is None:
        raise ArgumentError(
            f"Column '{event}' is empty in {empty.sum():,} of {counted(len(frame), 'row')}. What that means was "
            "expected. Write missing='no event', or missing='set aside' when it is not known."
        )
    if missing is not None and missing not in MISSING:
        raise ArgumentError(
            f"missing={in_words(missing)} was given. One of 'no event', 'set aside' was expected. Write one of them."
            f"{did_you_mean(missing, MISSING)}"
        )
    happened[empty] = 0.0 if missing == "no event" else np.nan
    return happened


def _is_value(held: pd.Series, value: Hashable) -> np.ndarray:
    known = held.dropna().unique()
    if value not in set(known):
        raise ArgumentError(
            f"value={in_words(value)} was given. A value of column '{held.name}' was expected: "
            f"{_listed(known)}. Write one of them.{did_you_mean(value, known)}"
        )
    return (held == value).fillna(False).to_numpy(dtype=float)


def _is_true(held: pd.Series) -> np.ndarray:
    known = held.dropna().unique()
    if not set(known) <= {0, 1}:
        raise ArgumentError(
            f"Column '{held.name}' holds {_listed(known)}. True and False, or 1 and 0, were expected. "
            f"Say which value is the event, as in value={in_words(known[-1])}."
        )
    return held.astype(object).where(held.notna(), 0).astype(float).to_numpy(copy=True)


def _listed(known: np.ndarray) -> str:
    return in_words(list(known)).strip("[]")


def as_list(columns: str | Sequence[str], argument: str) -> list[str]:
    """Take one name or several, and refuse none, and one that is there twice.

    Parameters
    ----------
    columns : str or list of str
        What was given.
    argument : str
        The argument's name, for the message.

    Returns
    -------
    list of str

    Raises
    ------
    ArgumentError
        When no column is named, or one of them twice.

    Examples
    --------
    >>> as_list("sku", "by")
    ['sku']
    """
    names = [columns] if isinstance(columns, str) else list(columns)
    if not names or len(set(names)) < len(names):
        raise ArgumentError(
            f"{argument}={in_words(columns)} was given. One or more different columns were expected. "
            f"Write it like {argument}='sku' or {argument}=['sku', 'inspector']."
        )
    return names


def tally(frame: pd.DataFrame, by: list[str], happened: np.ndarray) -> pd.DataFrame:
    """Count pieces, events and rows set aside per group; a missing label is a group of its own.

    Parameters
    ----------
    frame : DataFrame
        One row per piece.
    by : list of str
        The columns that name the group.
    happened : ndarray of float
        Per row 1, 0 or nan, from `event_column`.

    Returns
    -------
    DataFrame
        One row per group: the columns of ``by``, ``pieces``, ``events``, ``set_aside``.

    Examples
    --------
    >>> frame = pd.DataFrame({"sku": ["a", None]})
    >>> tally(frame, ["sku"], np.array([1.0, np.nan]))["set_aside"].tolist()
    [0, 1]
    """
    _names_are_free(by)
    require_columns(frame, by)
    known = ~np.isnan(happened)
    counts = frame[by].assign(
        pieces=known.astype(int), events=np.nan_to_num(happened).astype(int), set_aside=(~known).astype(int)
    )
    return _summed(counts, by)


def tally_of_counts(frame: pd.DataFrame, by: list[str], count: str, total: str) -> pd.DataFrame:
    """Add up counts that were already made, per group.

    Parameters
    ----------
    frame : DataFrame
        One row per group, or several.
    by : list of str
        The columns that name the group.
    count, total : str
        The columns with the number of events and of pieces.

    Returns
    -------
    DataFrame
        As from `tally`; nothing is set aside.

    Examples
    --------
    >>> frame = pd.DataFrame({"sku": ["a", "a"], "bad": [1, 2], "seen": [10, 10]})
    >>> tally_of_counts(frame, ["sku"], "bad", "seen")["events"].tolist()
    [3]
    """
    _names_are_free(by)
    require_columns(frame, [*by, count, total])
    events, pieces = whole_counts(frame[count], frame[total], count, total)
    return _summed(frame[by].assign(pieces=pieces, events=events, set_aside=0), by)


def _names_are_free(by: list[str]) -> None:
    for column in by:
        if column in MADE:
            raise ArgumentError(
                f"The groups are named by a column '{column}', which the result needs for a number. Another name was "
                "expected. Rename the column."
            )


def _summed(counts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    if counts.empty:
        raise ColumnError("The table has no rows. At least one was expected. Look at how it was read or filtered.")
    return counts.groupby(by, dropna=False, observed=True, sort=False, as_index=False)[list(MADE)].sum()


def whole_counts(count: object, total: object, count_name: str, total_name: str) -> tuple[np.ndarray, np.ndarray]:
    """Hold counts against what they can be: whole, not negative, and not above their total.

    Parameters
    ----------
    count, total : number or column of numbers
        Events and pieces.
    count_name, total_name : str
        What to call them in the message.

    Returns
    -------
    tuple of two ndarrays of int

    Raises
    ------
    ArgumentError
        When a count is missing, not a number, not whole, negative, or above its total.

    Examples
    --------
    >>> whole_counts(2, 3, "count", "total")
    (array([2]), array([3]))
    """
    counts = [_whole(values, name) for values, name in ((count, count_name), (total, total_name))]
    if counts[0].shape != counts[1].shape and 1 not in (len(counts[0]), len(counts[1])):
        raise ArgumentError(
            f"'{count_name}' has {len(counts[0])} numbers and '{total_name}' has {len(counts[1])}. As many of both "
            "were expected. Take both from the same table."
        )
    events, pieces = (np.array(one) for one in np.broadcast_arrays(*counts))
    if (above := events > pieces).any():
        at = int(np.argmax(above))
        raise ArgumentError(
            f"'{count_name}' is {events[at]:,} where '{total_name}' is {pieces[at]:,}. No more events than pieces were "
            "expected. Check whether the two are swapped, or whether a piece was counted twice."
        )
    return events, pieces


def _whole(values: object, name: str) -> np.ndarray:
    try:
        numbers = np.asarray(pd.to_numeric(pd.Series(np.ravel(np.asarray(values, dtype=object)))), dtype=np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"'{name}' is {in_words(values)}. Whole numbers were expected. Read it with parse_numbers first."
        ) from None
    wrong = ~((numbers >= 0) & (numbers == np.floor(numbers)) & np.isfinite(numbers))
    if wrong.any():
        raise ArgumentError(
            f"'{name}' holds {in_words(numbers[wrong][0])}. A whole number of 0 or more was expected. "
            "Correct it, or leave that row out."
        )
    return numbers.astype(np.int64)
