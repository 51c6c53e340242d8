"""Columns of any kind as numbers that a model can read, with a missing value as something of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_finite, require_plain_cells
from millrace.fairness.groups import label_of, names_persons

__all__ = ["Column", "column_names", "fit_points", "in_order_of_content", "read_column"]

BINS = 10
FEW_VALUES = 12
RARE = 10
PERSONS, CONSTANT = "nearly every row has a value of its own", "all rows have the same value"


@dataclass(frozen=True)
class Column:
    """One column: ``codes`` of its bins or labels, ``design`` (one row per row), ``kind``, and why it is ``not_read``.

    ``values`` are its numbers, or None for labels.
    """

    name: str
    kind: str
    codes: np.ndarray
    design: np.ndarray
    values: np.ndarray | None
    not_read: str = ""


def column_names(columns: str | Sequence[str], argument: str) -> list[str]:
    """Take one name of a column or several different ones.

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
        When there is none, or one twice.

    Examples
    --------
    >>> column_names("sex", "groups")
    ['sex']
    """
    names = [columns] if isinstance(columns, str) else list(columns)
    if not names or len(set(names)) < len(names):
        raise ArgumentError(
            f"{argument}={in_words(columns)} was given. One or more different columns were expected. "
            f"Write it like {argument}=['sex', 'origin']."
        )
    return names


def read_column(frame: pd.DataFrame, name: str) -> Column:
    """Read a column as numbers or as labels; days become numbers, and rare labels are put together.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    name : str
        The column.

    Returns
    -------
    Column

    Examples
    --------
    >>> read_column(pd.DataFrame({"km": [1.0, None, 3.0]}), "km").design.tolist()
    [[-1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    """
    require_plain_cells(frame, [name])
    held = frame[name]
    if pd.api.types.is_datetime64_any_dtype(held):
        held = (held - held.min()).dt.total_seconds() / 86400
    is_number = pd.api.types.is_numeric_dtype(held) and not pd.api.types.is_bool_dtype(held)
    nothing = np.zeros(len(held), dtype=np.int64), np.empty((len(held), 0))
    if held.nunique(dropna=False) < 2:
        return Column(name, "labels", *nothing, None, CONSTANT)
    if is_number:
        values = held.astype(float).to_numpy(dtype=float, na_value=np.nan)
        require_finite(name, values)
        return _of_numbers(name, values)
    if names_persons(held):
        return Column(name, "labels", *nothing, None, PERSONS)
    return _of_labels(name, held)


def _of_numbers(name: str, values: np.ndarray) -> Column:
    known = np.isfinite(values)
    kinds = np.unique(values[known])
    edges = kinds if len(kinds) <= FEW_VALUES else np.unique(np.quantile(values[known], np.linspace(0, 1, BINS + 1)))
    codes = np.searchsorted(edges, np.where(known, values, edges[0]), side="left")
    codes = np.where(known, np.minimum(codes, len(edges) - 1), len(edges))
    centred = np.where(known, values - values[known].mean(), 0.0)
    parts = [centred[:, None]] if len(kinds) > 1 else []
    if not known.all():
        parts.append((~known).astype(float)[:, None])
    return Column(name, "number", codes, np.hstack(parts), np.where(known, values, np.nan))


def _of_labels(name: str, held: pd.Series) -> Column:
    labels = held.map(label_of, na_action="ignore").astype(object).where(held.notna(), "(missing)")
    sizes = labels.value_counts()
    rare = sizes.index[sizes < RARE]
    if len(rare) > 1:
        labels = labels.where(~labels.isin(rare), "(rare)")
    names, codes = np.unique(labels.to_numpy().astype(str), return_inverse=True)
    largest = int(np.bincount(codes).argmax())
    others = [code for code in range(len(names)) if code != largest]
    return Column(name, "labels", codes, (codes[:, None] == np.array(others, dtype=int)).astype(float), None)


def in_order_of_content(columns: Sequence[np.ndarray]) -> np.ndarray:
    """Return an order of rows that depends on what they hold, so that the order of the table decides nothing.

    Parameters
    ----------
    columns : list of ndarray
        What the rows hold.

    Returns
    -------
    ndarray of int
        Places of the rows; equal rows can change places without any change.

    Examples
    --------
    >>> in_order_of_content([np.array([3, 1, 2])]).tolist()
    [1, 2, 0]
    """
    return np.lexsort(tuple(columns))


def fit_points(designs: Sequence[np.ndarray], score: np.ndarray) -> list[tuple[np.ndarray, float, bool]]:
    """Say what each column adds to a score while the others are held equal.

    Parameters
    ----------
    designs : list of ndarray
        One per column, from `read_column`.
    score : ndarray of float
        The score; no missing values.

    Returns
    -------
    list of (ndarray of float, float, bool)
        Per column: its coefficients, how often chance would do as much (Wald, robust to unequal spread, HC1), and
        whether it can be told apart from the other columns.

    Examples
    --------
    >>> x = np.arange(20.0)[:, None] - 9.5
    >>> [(beta, chance, apart)] = fit_points([x], 2 * x[:, 0] + np.tile([1.0, -1.0], 10))
    >>> beta.round(1).tolist(), chance < 0.001, apart
    ([2.0], True, True)
    """
    from scipy import stats

    whole = np.hstack([np.ones((len(score), 1)), *designs])
    inverse = np.linalg.pinv(whole.T @ whole)
    beta = inverse @ (whole.T @ score)
    left = score - whole @ beta
    free = max(len(score) - np.linalg.matrix_rank(whole.T @ whole), 1)
    meat = (whole * (left**2)[:, None]).T @ whole
    spread = inverse @ meat @ inverse * len(score) / free
    answers, start = [], 1
    for design in designs:
        block = slice(start, start + design.shape[1])
        start = block.stop
        own, size = beta[block], design.shape[1]
        wald = float(own @ np.linalg.pinv(spread[block, block], hermitian=True) @ own)
        answers.append((own, float(stats.chi2.sf(wald, size)), _is_apart(whole, block)))
    return answers


def _is_apart(whole: np.ndarray, block: slice) -> bool:
    rest = np.delete(whole, np.arange(block.start, block.stop), axis=1)
    products = (whole.T @ whole, rest.T @ rest)
    ranks = [np.linalg.matrix_rank(one / np.maximum(np.abs(one).max(), 1e-300)) for one in products]
    return bool(ranks[0] - ranks[1] == block.stop - block.start)
