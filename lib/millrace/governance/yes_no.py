"""Which rows are a yes: True and False, 1 and 0, or a value that is named."""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_plain_cells, shown_values

__all__ = ["yes_or_no"]


def yes_or_no(frame: pd.DataFrame, column: str, value: Hashable) -> np.ndarray:
    """Say for each row whether it is a yes: 1, 0, or nan where the cell is empty.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    column : str
        The column.
    value : str or number, optional
        The value that is a yes; not needed where the column holds True and False, or 1 and 0.

    Returns
    -------
    ndarray of float

    Raises
    ------
    ColumnError
        When the column is missing.
    ArgumentError
        When it is not clear what is a yes.

    Examples
    --------
    >>> yes_or_no(pd.DataFrame({"hired": [True, None, False]}), "hired", None).tolist()
    [1.0, nan, 0.0]
    """
    require_plain_cells(frame, [column])
    held = frame[column]
    known = held.dropna().unique()
    if value is None and not set(known) <= {0, 1}:
        raise ArgumentError(
            f"Column '{column}' holds {shown_values(held)}. True and False, or 1 and 0, were expected. Say which "
            "value is meant: selected_is= for a decision, outcome_is= for an outcome."
        )
    if value is not None and not _could_be(value, known):
        raise ArgumentError(
            f"{in_words(value)} is no value of column '{column}', which holds {shown_values(held)}. One of them was "
            f"expected. Correct it."
        )
    yes = (held == (True if value is None else value)).fillna(False).to_numpy(dtype=float)
    return np.where(held.isna().to_numpy(), np.nan, yes)


def _could_be(value: Hashable, known: np.ndarray) -> bool:
    """Let a period pass in which nobody is a yes: one value, of the same kind."""
    return value in set(known) or len(known) == 0 or (len(known) == 1 and isinstance(value, type(known[0])))
