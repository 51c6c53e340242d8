"""What a person has marked, read from the two ways in which people write it down."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from millrace.cleaning.tables import names_of
from millrace.cleaning.wrong.models import Marks
from millrace.errors import ArgumentError, did_you_mean, in_words, require_columns

__all__ = ["Marked", "marks_of"]

Marked = Mapping[Any, Any] | pd.DataFrame
_WRITE = "Write the wrong columns of each row that was looked at, like {17: ['city'], 42: []}."


def marks_of(table: pd.DataFrame, marked: Marked) -> Marks:
    """Read the marks.

    Parameters
    ----------
    table : DataFrame
        The table that is judged.
    marked : dict or DataFrame
        Per row label the list of its wrong columns, ``[]`` for a row that is right throughout; or True and False for
        cells, on row labels and columns of the table, with nothing where a cell was not judged.

    Returns
    -------
    Marks

    Raises
    ------
    ArgumentError
        When it is something else, marks nothing, or names a row that is not there, or there twice.
    ColumnError
        When it names a column that is not there.

    Examples
    --------
    >>> table = pd.DataFrame({"city": ["Ulm", "Ulmm"], "post": ["1", "2"]}, index=[7, 8])
    >>> marks_of(table, {8: ["city"]}).wrong.tolist()
    [[False, False], [True, False]]
    """
    if isinstance(marked, pd.DataFrame):
        judged, wrong = _from_table(table, marked)
    elif isinstance(marked, Mapping):
        judged, wrong = _from_rows(table, marked)
    else:
        raise ArgumentError(
            f"marked={in_words(marked)} was given. Rows and their wrong columns were expected. {_WRITE}"
        )
    if not judged.any():
        raise ArgumentError(f"marked names no cell. About twenty rows were expected. {_WRITE}")
    return Marks(judged, wrong)


def _from_rows(table: pd.DataFrame, marked: Mapping[Any, Any]) -> tuple[np.ndarray, np.ndarray]:
    judged, wrong = np.zeros(table.shape, dtype=bool), np.zeros(table.shape, dtype=bool)
    rows = _places(table, list(marked))
    for row, columns in zip(rows, marked.values(), strict=True):
        if columns is None or isinstance(columns, bool | np.bool_ | float | Mapping):
            raise ArgumentError(
                f"Row {in_words(table.index[row])} is marked with {in_words(columns)}. A list of columns was expected. "
                f"{_WRITE}"
            )
        named = names_of(columns)
        require_columns(table, named)
        judged[row] = True
        wrong[row, table.columns.get_indexer(pd.Index(named, dtype=object))] = True
    return judged, wrong


def _from_table(table: pd.DataFrame, marked: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    require_columns(table, marked.columns)
    if not marked.columns.is_unique:
        raise ArgumentError("marked has two columns of one name. One per column was expected. Take one of the two out.")
    answers = marked.astype(object).to_numpy()
    known = ~pd.isna(marked).to_numpy(dtype=bool)
    odd = [value for value in answers[known] if not (isinstance(value, bool | np.bool_) or value in (0, 1))]
    if odd:
        raise ArgumentError(
            f"marked holds {in_words(odd[0])}. True for a wrong cell and False for a right one were expected. Correct "
            "it, or leave a cell empty that was not judged."
        )
    judged, wrong = np.zeros(table.shape, dtype=bool), np.zeros(table.shape, dtype=bool)
    at = np.ix_(np.array(_places(table, list(marked.index)), dtype=np.intp), table.columns.get_indexer(marked.columns))
    judged[at] = known
    wrong[at] = known & (np.where(known, answers, False).astype(bool))
    return judged, wrong


def _places(table: pd.DataFrame, labels: list[Any]) -> list[int]:
    at: dict[Any, list[int]] = {}
    for place, label in enumerate(table.index):
        at.setdefault(label, []).append(place)
    for label in labels:
        times = len(at.get(label, []))
        if times == 0:
            raise ArgumentError(
                f"marked names row {in_words(label)}, which is not in the table.{did_you_mean(label, at)} Row labels "
                f"such as {in_words(table.index[0]) if len(table) else 'none'} were expected. Take them from "
                "pick_rows_to_mark(table).index."
            )
        if times > 1:
            raise ArgumentError(
                f"marked names row {in_words(label)}, and {times} rows have this label. One label per row was "
                "expected. Number the rows first, with table.reset_index(drop=True)."
            )
    if len(set(labels)) < len(labels):
        raise ArgumentError("marked names a row twice. Each row once was expected. Take one of the two out.")
    return [at[label][0] for label in labels]
