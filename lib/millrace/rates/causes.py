"""Columns that may be causes, as codes: each value with its pieces and events, a missing value as one of its own."""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

__all__ = ["MISSING_LABEL", "Cause", "read_cause"]

MISSING_LABEL = "(missing)"
BINS = 4
MOST_NUMBERS = 12  # a number with more different values than that is a measure, and is cut into bins


@dataclass(frozen=True)
class Cause:
    """One column: ``codes`` per row whose event is known, ``labels`` per code, and the counts of each code.

    ``set_aside`` counts, and ``unknown_codes`` lists, the rows whose event is not known.
    """

    name: str
    codes: np.ndarray
    labels: np.ndarray
    pieces: np.ndarray
    events: np.ndarray
    set_aside: np.ndarray
    unknown_codes: np.ndarray


def read_cause(values: pd.Series, happened: np.ndarray) -> Cause:
    """Make codes of a column; measures with more than 12 different values are cut into four groups of equal size.

    Parameters
    ----------
    values : Series
        The column.
    happened : ndarray of float
        1 or 0 per row, nan where it is not known.

    Returns
    -------
    Cause

    Examples
    --------
    >>> cause = read_cause(pd.Series(["a", None, "a"], name="lot"), np.array([1.0, 0.0, 0.0]))
    >>> cause.labels.tolist(), cause.pieces.tolist(), cause.events.tolist()
    (['a', '(missing)'], [2, 1], [1, 0])
    """
    codes, labels = _cut(values) if _is_measure(values) else _coded(values)
    if (empty := codes < 0).any():
        codes, labels = np.where(empty, len(labels), codes), np.append(labels, MISSING_LABEL)
    known = ~np.isnan(happened)
    unknown, codes = codes[~known], codes[known]
    pieces = np.bincount(codes, minlength=len(labels))
    events = np.bincount(codes[happened[known] > 0], minlength=len(labels))
    return Cause(str(values.name), codes, labels, pieces, events, np.bincount(unknown, minlength=len(labels)), unknown)


def _is_measure(values: pd.Series) -> bool:
    kind = values.dtype
    measured = pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)
    return measured and not pd.api.types.is_bool_dtype(kind) and values.nunique() > MOST_NUMBERS


def _coded(values: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    codes, known = pd.factorize(values, use_na_sentinel=True)
    return codes.astype(np.int64), np.array([_written(one) for one in known], dtype=object)


def _written(value: object) -> str:
    # an empty cell makes floats of whole numbers: table 2.0 is table 2
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _cut(values: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    codes, edges = pd.qcut(values, BINS, labels=False, retbins=True, duplicates="drop")
    ends = [f"{edge:%Y-%m-%d}" if hasattr(edge, "strftime") else f"{edge:,.6g}" for edge in edges]
    labels = [
        f"from {low} to {high}" if place == 0 else f"above {low} to {high}"
        for place, (low, high) in enumerate(itertools.pairwise(ends))
    ]
    return codes.fillna(-1).to_numpy(dtype=np.int64), np.array(labels, dtype=object)
