"""Cells that are unlike their own column: no number among numbers, a shape that no other code has, a value far off."""

import re

import numpy as np
import pandas as pd

from millrace.cleaning.distinct import Distinct
from millrace.cleaning.quality.columns import Column

__all__ = ["DAMAGED", "NOT_OF_ITS_KIND", "OTHER_SHAPE", "TOO_FAR", "unlike_own_column"]

NOT_OF_ITS_KIND, OTHER_SHAPE, TOO_FAR = "not of its column's kind", "another shape", "far from all others"
DAMAGED = "a code that a spreadsheet has made a number"

# A shape that fewer cells than RARE have is odd beside shapes that NEARLY_ALL the other cells have.
RARE, USUAL, NEARLY_ALL = 0.02, 0.05, 0.9
# Running numbers of four digits are nine in ten of those up to 9999: only above that does a length mean something.
ONE_LENGTH = 0.97
FEW = 20
# Codes of digits: so long at least, and of one length in most cells, some of them with a zero in front.
CODE_DIGITS, OF_ONE_LENGTH = 5, 0.8
_POWER = re.compile(r"\d(?:[.,]\d+)?e\+?\d{1,2}", re.IGNORECASE)
# A value is far off from so many quartile distances on, and when nothing else is within the distance GAP of it.
FAR, GAP = 5.0, 1.0
# Tails of one length: a column that has them is measured as it is, any other by its logarithm too.
EVEN_TAILS = 3.0

_LETTERS, _DIGITS = re.compile(r"[^\W\d_]"), re.compile(r"\d")


def unlike_own_column(column: Column) -> dict[str, np.ndarray] | None:
    """Mark the cells of a column that are unlike the rest of it, by reason.

    Parameters
    ----------
    column : Column
        The column.

    Returns
    -------
    dict of str to array or None
        Per reason one True or False per cell; None where the column shows nothing by which it could be judged.
    """
    if column.kind == "typed":
        return _of_typed(column.values)
    if column.kind in ("numbers", "dates"):
        return _of_kind(column)
    return _of_codes(column.found, column.said) if column.kind == "texts" else None


def _of_typed(values: pd.Series) -> dict[str, np.ndarray] | None:
    if values.dtype.kind not in "iufM" or not values.notna().any():
        return None
    if values.dtype.kind == "M":
        return {
            TOO_FAR: _far(
                values.astype("datetime64[s]" if values.dt.tz is None else values.dtype)
                .astype("int64")
                .where(values.notna())
            )
        }
    numbers = values.astype("float64")
    endless = np.isinf(numbers.to_numpy())
    return {NOT_OF_ITS_KIND: endless, TOO_FAR: _far(numbers.mask(endless))}


def _of_kind(column: Column) -> dict[str, np.ndarray]:
    other = column.said & ~column.of_its_kind
    damaged = _damaged(column)
    if damaged is not None:
        return {NOT_OF_ITS_KIND: column.found.spread(other), DAMAGED: column.found.spread(damaged)}
    if column.kind == "dates":
        read = column.dates["date"]
        numbers = read.astype("int64").astype("float64").where(read.notna())
    else:
        # with a comma that may be either, no value is sure enough to be called far off
        point, comma = column.numbers["point"], column.numbers["comma"]
        numbers = point.where((point == comma) | comma.isna()).fillna(comma.where(point.isna()))
    far = _far(numbers.mask(~column.said), column.found.counts)
    return {NOT_OF_ITS_KIND: column.found.spread(other), TOO_FAR: column.found.spread(far)}


def _damaged(column: Column) -> np.ndarray | None:
    """Mark codes that lost a leading zero, gained a .0 or became 1.23E+12; None where there are no such codes."""
    plain, counts = column.found.plain, column.found.counts
    digits = np.array([len(text) if text.isdigit() else 0 for text in plain])
    lengths = np.bincount(digits, weights=counts)
    length = int(lengths[1:].argmax()) + 1 if len(lengths) > 1 else 0
    if length < CODE_DIGITS or lengths[length] < OF_ONE_LENGTH * counts.sum():
        return None
    zeros = any(text[0] == "0" for text, size in zip(plain, digits, strict=True) if size == length)
    return np.array(
        [
            bool(_POWER.fullmatch(text))
            or (text[:-2].isdigit() and text.endswith(".0"))
            or (zeros and size == length - 1)
            for text, size in zip(plain, digits, strict=True)
        ],
        dtype=bool,
    )


def _of_codes(found: Distinct, said: np.ndarray) -> dict[str, np.ndarray] | None:
    places = np.flatnonzero(said)
    texts = [found.plain[place] for place in places]
    counts = found.counts[places]
    if len(texts) < 2 or counts.sum() < FEW:
        return None
    fine = pd.Series([_DIGITS.sub("9", _LETTERS.sub("a", text)) for text in texts], dtype=object)
    share = _shares(fine, counts)
    if share.max() < ONE_LENGTH or len(texts) < FEW:
        share = _shares(fine.str.replace(r"(.)\1+", r"\1", regex=True), counts)
    usual = share >= USUAL
    code = fine[usual].str.contains("9") & ~fine[usual].str.contains(" ")
    odd = share < RARE
    if (
        not usual.any()
        or not code.all()
        or counts[usual | odd].sum() < counts.sum()
        or counts[usual].sum() < NEARLY_ALL * counts.sum()
    ):
        return None
    marks = np.zeros(len(said), dtype=bool)
    marks[places[odd]] = True
    return {OTHER_SHAPE: found.spread(marks)}


def _shares(shapes: pd.Series, counts: np.ndarray) -> np.ndarray:
    weight = pd.Series(counts, index=shapes.index)
    return (weight.groupby(shapes).transform("sum") / counts.sum()).to_numpy()


def _far(numbers: pd.Series, counts: np.ndarray | None = None) -> np.ndarray:
    values = numbers.to_numpy(dtype="float64", na_value=np.nan)
    known = ~np.isnan(values)
    seen = values[known] if counts is None else np.repeat(values[known], counts[known])
    if len(seen) < FEW:
        return np.zeros(len(values), dtype=bool)
    q01, q25, q50, q75, q99 = np.quantile(seen, [0.01, 0.25, 0.5, 0.75, 0.99])
    far = _beyond(values, seen, q25, q75)
    longer = max(q99 - q50, q50 - q01) > EVEN_TAILS * min(q99 - q50, q50 - q01)
    if not longer or not far.any():
        return far
    # money and sizes have long tails: what is far off must be so many times larger than the rest as well
    low = seen.min()
    if low <= 0:
        return np.zeros(len(values), dtype=bool)
    with np.errstate(invalid="ignore"):
        return far & _beyond(np.log(values), np.log(seen), np.log(q25), np.log(q75))


def _beyond(values: np.ndarray, seen: np.ndarray, q25: float, q75: float) -> np.ndarray:
    spread = q75 - q25
    if not spread > 0:
        return np.zeros(len(values), dtype=bool)
    with np.errstate(invalid="ignore"):
        far = (values > q75 + FAR * spread) | (values < q25 - FAR * spread)
    inside = seen[(seen <= q75 + FAR * spread) & (seen >= q25 - FAR * spread)]
    # a tail that reaches there step by step is a tail
    return far & ((values > inside.max() + GAP * spread) | (values < inside.min() - GAP * spread))
