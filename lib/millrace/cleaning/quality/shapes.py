"""Cells that are unlike their own column: no number among numbers, a shape that no other code has, a value far off."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from millrace.cleaning.distinct import Distinct
from millrace.cleaning.quality.columns import Column
from millrace.cleaning.quality.listed import MISSPELT, misspelt

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
_POWER = re.compile(r"\d(?:[.,]\d+)?[aA]\+?\d{1,2}")  # as a shape
# A value is far off from so many quartile distances on, and when nothing else is within the distance GAP of it.
FAR, GAP = 5.0, 1.0
# Tails of one length: a column that has them is measured as it is, any other by its logarithm too.
EVEN_TAILS = 3.0

_ONE_CASE = str.maketrans({"A": "a", "字": "a", "0": "9"})


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
    if column.kind != "texts":
        return None
    by = {OTHER_SHAPE: _of_codes(column.found), MISSPELT: misspelt(column.found)}
    return {reason: column.found.spread(marks) for reason, marks in by.items() if marks is not None} or None


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
    other = column.found.said & ~column.of_its_kind
    damaged = _damaged(column)
    if damaged is not None:
        return {NOT_OF_ITS_KIND: column.found.spread(other), DAMAGED: column.found.spread(damaged)}
    if column.kind == "dates":
        read = column.found.dates["date"]
        numbers = read.astype("int64").astype("float64").where(read.notna())
    else:
        # with a comma that may be either, no value is sure enough to be called far off
        point, comma = column.numbers["point"], column.numbers["comma"]
        numbers = point.where((point == comma) | comma.isna()).fillna(comma.where(point.isna()))
    far = _far(numbers.mask(~column.found.said), column.found.counts)
    return {NOT_OF_ITS_KIND: column.found.spread(other), TOO_FAR: column.found.spread(far)}


def _damaged(column: Column) -> np.ndarray | None:
    """Mark codes that lost a leading zero, gained a .0 or became 1.23E+12; None where there are no such codes."""
    found, counts = column.found, column.found.counts
    digits = found.by_shape(lambda shape: len(shape) if shape.isdigit() else 0, int)
    lengths = np.bincount(digits, weights=counts)
    length = int(lengths[1:].argmax()) + 1 if len(lengths) > 1 else 0
    if length < CODE_DIGITS or lengths[length] < OF_ONE_LENGTH * counts.sum():
        return None
    zeros = bool((found.by_shape(lambda shape: shape.startswith("0")) & (digits == length)).any())
    power = found.by_shape(lambda shape: _POWER.fullmatch(shape) is not None)
    power[power] = ["e" in found.plain[place].lower() for place in np.flatnonzero(power)]
    point_zero = found.by_shape(lambda shape: shape[:-2].isdigit() and shape.endswith(".0"))
    return power | point_zero | (zeros & (digits == length - 1))


def _of_codes(found: Distinct) -> np.ndarray | None:
    of_text, shapes = found.shapes
    weight = np.bincount(of_text, weights=found.counts * found.said, minlength=len(shapes))
    seen = np.flatnonzero(weight)
    if found.said.sum() < 2 or weight.sum() < FEW:
        return None
    fine = pd.Series([shapes[place].translate(_ONE_CASE) for place in seen], dtype=object)
    may_be_code = np.array(["9" in shape and " " not in shape for shape in fine], dtype=bool)
    if weight[seen][may_be_code].sum() < NEARLY_ALL * weight.sum():
        return None
    share = as_it_is = _shares(fine, weight[seen])
    if share.max() < ONE_LENGTH or found.said.sum() < FEW:
        share = _shares(pd.Series(_runs_once(fine), dtype=object), weight[seen])
    usual, odd = share >= USUAL, share < RARE
    odd[~usual & ~odd] = _one_sign_off(fine[~usual & ~odd], fine[as_it_is >= USUAL].unique())
    if not may_be_code[usual].all() or not (usual | odd).all() or weight[seen][usual].sum() < NEARLY_ALL * weight.sum():
        return None
    marks = np.zeros(len(shapes), dtype=bool)
    marks[seen[odd]] = True
    return marks[of_text] & found.said


def _runs_once(shapes: Iterable[str]) -> list[str]:
    # all at once, for a million codes can have as many shapes
    signs = np.frombuffer("\n".join(shapes).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kept = signs[np.append(True, signs[1:] != signs[:-1])]
    return kept.tobytes().decode("utf-32-le", "surrogatepass").split("\n")


def _one_sign_off(shapes: Iterable[str], usual: Iterable[str]) -> list[bool]:
    """Tell which shapes are those of a usual one with another sign in one place: a letter among digits."""
    return [any(len(s) == len(u) and sum(map(str.__ne__, s, u)) == 1 for u in usual) for s in shapes]


def _shares(shapes: pd.Series, weight: np.ndarray) -> np.ndarray:
    codes, _ = pd.factorize(shapes)
    return np.bincount(codes, weights=weight)[codes] / weight.sum()


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
