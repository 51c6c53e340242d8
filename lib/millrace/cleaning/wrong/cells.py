"""A table as cells: for each column its distinct texts, how often each occurs, and which are gaps."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from millrace.cleaning.distinct import distinct_texts

__all__ = ["Cells", "cells_of"]

LONGEST = 200  # letters of a text that are looked at; a novel in a cell is no value


@dataclass(frozen=True)
class Cells:
    """One column: ``texts`` once each, ``codes`` that say which text each row holds, and ``gap`` per text."""

    name: object
    codes: np.ndarray
    texts: list[str]
    numbers: np.ndarray
    gap: np.ndarray

    @cached_property
    def counts(self) -> np.ndarray:
        """How many rows hold each text."""
        return np.bincount(self.codes, minlength=len(self.texts))

    @cached_property
    def filled(self) -> np.ndarray:
        """Which texts are no gaps, as places in ``texts``."""
        return np.flatnonzero(~self.gap)

    @cached_property
    def rows_filled(self) -> int:
        """How many rows hold something."""
        return int(self.counts[~self.gap].sum())

    @cached_property
    def gap_share(self) -> float:
        """The share of rows that hold nothing."""
        return 1 - self.rows_filled / max(1, len(self.codes))

    @cached_property
    def groups(self) -> np.ndarray:
        """A code per row in which all gaps are one value, the last."""
        merged = np.where(self.gap, len(self.texts), np.arange(len(self.texts)))
        return merged[self.codes]

    @cached_property
    def group_counts(self) -> np.ndarray:
        """How many rows are in each of `groups`."""
        return np.bincount(self.groups, minlength=len(self.texts) + 1)


def cells_of(values: pd.Series, name: object) -> Cells:
    """Lay out one column.

    Parameters
    ----------
    values : Series
        The column; numbers, dates and lists are taken as people would write them.
    name : column name
        What it is called.

    Returns
    -------
    Cells

    Examples
    --------
    >>> cells = cells_of(pd.Series(["a", "n/a", None, "a"]), "code")
    >>> cells.texts, cells.gap.tolist(), cells.counts.tolist()
    (['a', 'n/a', ''], [False, True, True], [2, 1, 1])
    """
    found = distinct_texts(values)
    numbers = pd.to_numeric(pd.Series(found.plain, dtype=object), errors="coerce").to_numpy(dtype="float64")
    numbers = np.where(np.isfinite(numbers), numbers, np.nan)
    texts, empty = [text[:LONGEST] for text in found.texts], found.codes < 0
    if not empty.any():
        return Cells(name, found.codes, texts, numbers, ~found.said)
    # an empty cell is one more text
    codes = np.where(empty, len(texts), found.codes)
    return Cells(name, codes, [*texts, ""], np.append(numbers, np.nan), np.append(~found.said, True))
