"""Additive scores: one straight or bent line per number, one step per category, fitted by least squares."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean
from millrace.explain.columns import is_number, numbers_of

__all__ = ["Additive", "Shape", "fit_additive", "shape_of"]

MOST_KNOTS = 5
ROWS_PER_NUMBER = 15
LEAST_DIFFERENT = 6
MISSING = "(missing)"


@dataclass(frozen=True)
class Shape:
    """How one column may move a score.

    Parameters
    ----------
    column : str
        Its name.
    number : bool
        Whether it holds numbers.
    centre, scale : float
        What numbers are measured from, and in.
    knots : tuple of float
        Where the line may bend.
    levels : tuple of str
        Categories, the first of which is the base.
    has_missing : bool
        Whether an empty cell was seen.
    """

    column: str
    number: bool
    centre: float = 0.0
    scale: float = 1.0
    knots: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()
    has_missing: bool = False

    @property
    def width(self) -> int:
        """Number of columns in the design."""
        return 1 + len(self.knots) + self.has_missing if self.number else len(self.levels) - 1

    def design(self, held: pd.Series) -> np.ndarray:
        """Lay the column out as numbers.

        Parameters
        ----------
        held : Series
            Values of the column.

        Returns
        -------
        ndarray of float, shape (rows, width)
        """
        return self._of_numbers(held) if self.number else self._of_levels(held)

    def _of_numbers(self, held: pd.Series) -> np.ndarray:
        if not is_number(held) and held.notna().any():
            raise ArgumentError(
                f"Column '{self.column}' holds text here. A number was expected, as in the rows of the fit. Correct it."
            )
        values = numbers_of(held)
        empty = np.isnan(values)
        if empty.any() and not self.has_missing:
            raise ArgumentError(
                f"Column '{self.column}' is empty in a row, and was in no row of the fit. A number was expected. Fill "
                "it in, or leave the column out."
            )
        scaled = (np.where(empty, self.centre, values) - self.centre) / self.scale
        bends = [np.maximum(scaled - (knot - self.centre) / self.scale, 0) for knot in self.knots]
        return np.column_stack([scaled, *bends, *([empty.astype(float)] if self.has_missing else [])])

    def _of_levels(self, held: pd.Series) -> np.ndarray:
        texts = _texts(held)
        unknown = sorted(set(texts) - set(self.levels))
        if unknown:
            raise ArgumentError(
                f"Column '{self.column}' holds a category that no row of the fit has"
                f"{' (an empty cell)' if unknown[0] == MISSING else ''}. One of {', '.join(self.levels[:8])} was "
                f"expected. Correct it.{did_you_mean(unknown[0], self.levels)}"
            )
        return np.column_stack(
            [(texts == level).astype(float) for level in self.levels[1:]] or [np.zeros((len(held), 0))]
        )


def _texts(held: pd.Series) -> np.ndarray:
    return held.astype(object).where(held.notna(), MISSING).astype(str).to_numpy(dtype=object)


def shape_of(held: pd.Series, name: str, *, knots: int = MOST_KNOTS) -> Shape:
    """Choose how a column may move a score, from the values that it holds.

    Parameters
    ----------
    held : Series
        Values of the column.
    name : str
        Its name.
    knots : int
        In how many places a line may bend at most.

    Returns
    -------
    Shape

    Examples
    --------
    >>> shape_of(pd.Series(["b", "a", None]), "job").levels
    ('(missing)', 'a', 'b')
    """
    if not is_number(held):
        return Shape(name, number=False, levels=tuple(sorted(set(_texts(held)))))
    values = numbers_of(held)
    known = values[~np.isnan(values)]
    inner: tuple[float, ...] = ()
    if len(np.unique(known)) >= LEAST_DIFFERENT and knots > 0:
        inner = _bends(known, knots)
    spread = float(known.std())
    return Shape(
        name, True, float(known.mean()), spread if spread > 1e-12 else 1.0, inner, (), len(known) < len(values)
    )


def _bends(known: np.ndarray, knots: int) -> tuple[float, ...]:
    """Place bends where Harrell (2015, Regression modeling strategies, section 2.4.6) does, and at a frequent value."""
    different, counts = np.unique(known, return_counts=True)
    frequent = different[counts.argmax()] if counts.max() > len(known) / (knots + 1) else None
    rest = known if frequent is None else known[known != frequent]
    places = np.quantile(rest, np.linspace(0.05, 0.95, knots) if knots > 1 else [0.5])
    inner = {float(one) for one in [*places, *([] if frequent is None else [frequent])]}
    return tuple(sorted(one for one in inner if known.min() < one < known.max()))


@dataclass(frozen=True, eq=False)
class Additive:
    """A score that is a sum: a constant, and for each column what its value adds.

    Parameters
    ----------
    shapes : tuple of Shape
        One per column.
    constant : float
        Where the sum begins.
    weights : tuple of ndarray
        Per shape, as many numbers as its design has columns.
    """

    shapes: tuple[Shape, ...]
    constant: float
    weights: tuple[np.ndarray, ...]

    def effects(self, frame: pd.DataFrame) -> np.ndarray:
        """Say what each column adds in each row.

        Parameters
        ----------
        frame : DataFrame
            Rows with these columns.

        Returns
        -------
        ndarray of float, shape (rows, columns)
        """
        return np.column_stack(
            [
                shape.design(frame[shape.column]) @ weight
                for shape, weight in zip(self.shapes, self.weights, strict=True)
            ]
        )

    def scores(self, frame: pd.DataFrame) -> np.ndarray:
        """Add up.

        Parameters
        ----------
        frame : DataFrame
            Rows with these columns.

        Returns
        -------
        ndarray of float
        """
        return self.constant + self.effects(frame).sum(axis=1)


def fit_additive(frame: pd.DataFrame, columns: list[str], target: np.ndarray) -> Additive:
    """Fit an additive score by least squares.

    Parameters
    ----------
    frame : DataFrame
        One row per case.
    columns : list of str
        What it may rest on.
    target : ndarray of float
        The score.

    Returns
    -------
    Additive
        Lines of numbers bend in five places at most, in fewer when there are few rows.

    Examples
    --------
    >>> frame = pd.DataFrame({"km": [1.0, 2.0, 3.0, 4.0]})
    >>> fit_additive(frame, ["km"], np.array([9.0, 8.0, 7.0, 6.0])).scores(frame).round(6).tolist()
    [9.0, 8.0, 7.0, 6.0]
    """
    knots = int(np.clip(len(frame) // (ROWS_PER_NUMBER * len(columns)) - 1, 0, MOST_KNOTS))
    shapes = tuple(shape_of(frame[name], name, knots=knots) for name in columns)
    parts = [shape.design(frame[shape.column]) for shape in shapes]
    design = np.column_stack([np.ones(len(frame)), *parts])
    weights = np.linalg.lstsq(design, target, rcond=1e-10)[0]
    ends = np.cumsum([1, *(part.shape[1] for part in parts)])
    return Additive(shapes, float(weights[0]), tuple(np.split(weights, ends[:-1])[1:] if parts else ()))
