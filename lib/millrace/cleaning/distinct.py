"""The distinct texts of a column, each tidied once: what every look at a column of a million cells begins with."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from millrace.reading.texts import tidy_each

__all__ = ["Distinct", "distinct_texts"]


class Distinct(NamedTuple):
    """The distinct texts of a column: as they are, tidied, how often each occurs, and which one each cell holds."""

    texts: list[str]
    plain: list[str]
    counts: np.ndarray
    codes: np.ndarray

    def spread(self, marks: np.ndarray) -> np.ndarray:
        """Lay one answer per distinct text out over the cells; a missing cell has the answer 0 or False.

        Parameters
        ----------
        marks : array
            One answer per distinct text.

        Returns
        -------
        array
            One answer per cell.
        """
        return np.append(marks, np.zeros(1, dtype=marks.dtype))[self.codes]


def distinct_texts(values: pd.Series) -> Distinct:
    """Find the distinct texts of a column; what is no text counts as its text, and missing cells as none.

    Parameters
    ----------
    values : Series
        The column.

    Returns
    -------
    Distinct

    Examples
    --------
    >>> found = distinct_texts(pd.Series(["a ", 1, "a ", None]))
    >>> found.texts, found.plain, found.counts.tolist(), found.codes.tolist()
    (['a ', '1'], ['a', '1'], [2, 1], [0, 1, 0, -1])
    """
    if pd.api.types.infer_dtype(values, skipna=True) not in ("string", "empty"):
        values = values.astype(object).map(str, na_action="ignore")
    codes, found = pd.factorize(values.to_numpy(dtype=object))
    texts = list(found)
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    return Distinct(texts, tidy_each(texts), counts, codes)
