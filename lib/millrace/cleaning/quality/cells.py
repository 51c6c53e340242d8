"""The cells behind a scorecard that was made without rules: which were judged, which failed, and why."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from millrace.cleaning.quality.columns import Column, columns_of
from millrace.cleaning.quality.dependencies import at_odds
from millrace.cleaning.quality.shapes import unlike_own_column
from millrace.cleaning.quality.writings import unusual_writings
from millrace.errors import ArgumentError, in_words

__all__ = ["Cells", "invalid_cells", "quality_cells", "unusual_cells"]

_NAMES = ["row", "column", "value", "dimension", "reason"]


class Cells(NamedTuple):
    """By place of the column: how many cells were judged, per reason which failed, and how many more may be wrong."""

    judged: dict[int, int]
    reasons: dict[int, dict[str, np.ndarray]]
    doubtful: dict[int, int]

    def wrong(self) -> dict[int, np.ndarray]:
        """Tell per column which cells failed for any reason.

        Returns
        -------
        dict of int to array of bool
        """
        return {place: np.logical_or.reduce(list(by.values())) for place, by in self.reasons.items()}


def invalid_cells(columns: list[Column]) -> Cells:
    """Find the cells that are unlike the rest of the table.

    Parameters
    ----------
    columns : list of Column
        Its columns.

    Returns
    -------
    Cells
    """
    judged, reasons, doubtful = {}, {}, {}
    others = at_odds(columns)
    for place, column in enumerate(columns):
        own = unlike_own_column(column)
        by = {} if own is None else dict(own)
        if place in others.judged:
            by[f"at odds with {others.by.get(place, 'another column')}"] = others.cells[place]
            doubtful[place] = int((others.doubtful[place] & ~np.logical_or.reduce(list(by.values()))).sum())
        if by:
            reasons[place] = by
            judged[place] = (
                int(column.values.notna().sum()) if column.typed else int(column.found.counts[column.found.said].sum())
            )
    return Cells(judged, reasons, doubtful)


def unusual_cells(columns: list[Column]) -> Cells:
    """Find the cells that are not in the usual writing of their column.

    Parameters
    ----------
    columns : list of Column
        Its columns.

    Returns
    -------
    Cells
    """
    texts = {place: column for place, column in enumerate(columns) if not column.typed}
    reasons = {p: {"unusual writing": c.found.spread(unusual_writings(c))} for p, c in texts.items()}
    return Cells({place: int(column.found.counts.sum()) for place, column in texts.items()}, reasons, {})


def quality_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """List the cells that a scorecard without rules counts as empty, as not valid or as written in an unusual way.

    Parameters
    ----------
    frame : DataFrame
        Any table.

    Returns
    -------
    DataFrame
        One row per cell and reason: ``row`` (its label), ``column``, ``value``, ``dimension`` ("completeness",
        "validity", "consistency") and ``reason``, column by column from the top.

    Raises
    ------
    ArgumentError
        When ``frame`` is no table.

    Examples
    --------
    >>> quality_cells(pd.DataFrame({"quantity": ["5", "7", "n/a", "8", "9", "six"]})).values.tolist()
    [[2, 'quantity', 'n/a', 'completeness', 'empty'], [5, 'quantity', 'six', 'validity', "not of its column's kind"]]
    """
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"{in_words(frame)} was given. A table was expected. Read one with millrace.intake.")
    columns = columns_of(frame)
    empty = {place: {"empty": column.gone} for place, column in enumerate(columns)}
    dimensions = {
        "completeness": empty,
        "validity": invalid_cells(columns).reasons,
        "consistency": unusual_cells(columns).reasons,
    }
    parts = [
        _listed(frame, place, marks, dimension, reason)
        for place in range(len(columns))
        for dimension, reasons in dimensions.items()
        for reason, marks in reasons.get(place, {}).items()
        if marks.any()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_NAMES)


def _listed(frame: pd.DataFrame, place: int, marks: np.ndarray, dimension: str, reason: str) -> pd.DataFrame:
    rows = np.flatnonzero(marks)
    values = frame.iloc[rows, place].astype(object).to_numpy()
    said = {"row": frame.index[rows], "column": frame.columns[place], "value": values}
    return pd.DataFrame({**said, "dimension": dimension, "reason": reason}, columns=_NAMES)
