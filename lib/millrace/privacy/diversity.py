"""What a group gives away although nobody is alone in it: how many answers it holds, and how far it lies from all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words, require_plain_cells
from millrace.privacy.combinations import columns_of, combinations

__all__ = ["KINDS", "Answers", "answers", "distances", "diversities", "l_of", "t_of"]

KINDS = ("distinct", "entropy")


@dataclass(frozen=True, eq=False)
class Answers:
    """The sensitive column: how many rows of each combination have each value, in the order of its values."""

    place: np.ndarray
    value: np.ndarray
    rows: np.ndarray
    number: int
    ordered: bool

    def table(self, group: np.ndarray, groups: int) -> np.ndarray:
        """Return rows per group and value, where ``group`` says the group of every combination."""
        cells = group[self.place] * self.number + self.value
        return np.bincount(cells, weights=self.rows, minlength=groups * self.number).reshape(groups, self.number)


def answers(column: pd.Series, place: np.ndarray, order: Sequence[object] | None = None) -> Answers:
    """Count the values of a sensitive column per combination.

    Parameters
    ----------
    column : Series
        The sensitive column. A missing value is a value of its own, the lowest: it says something, too.
    place : ndarray of int
        The combination of every row.
    order : list, optional
        Its values from low to high; numbers know their order.

    Returns
    -------
    Answers
        Its first value stands for a missing one.

    Raises
    ------
    ColumnError
        When the order leaves out a value.

    Examples
    --------
    >>> answers(pd.Series([3, 1, 3]), np.array([0, 0, 1])).table(np.array([0, 1]), 2).tolist()
    [[0.0, 1.0, 1.0], [0.0, 0.0, 1.0]]
    """
    numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    known = list(column.dropna().unique())
    if order is not None:
        left = len(set(known) - set(order))
        if left:
            raise ColumnError(
                f"Column '{column.name}' holds {counted(left, 'value')} that order= does not name. All were expected, "
                "from low to high. Add them."
            )
        known = list(order)
    elif numeric:
        known = sorted(known)
    code = (
        column.map({value: at for at, value in enumerate(known)}).astype(float).fillna(-1).to_numpy(dtype=np.int64) + 1
    )
    cells, rows = np.unique(place * (len(known) + 1) + code, return_counts=True)
    number = len(known) + 1
    return Answers(cells // number, cells % number, rows, number, numeric or order is not None)


def diversities(table: np.ndarray, kind: str) -> np.ndarray:
    """Return the l of each group: how many values it has, or as many as would give the same entropy.

    Parameters
    ----------
    table : ndarray
        Rows per group and value.
    kind : {"distinct", "entropy"}
        Which l.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> diversities(np.array([[9.0, 1.0], [5.0, 5.0]]), "entropy").round(2).tolist()
    [1.38, 2.0]
    """
    if kind == "distinct":
        return (table > 0).sum(axis=1).astype(float)
    share = table / table.sum(axis=1, keepdims=True)
    return np.exp(-(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=1))


def distances(table: np.ndarray, every: np.ndarray, ordered: bool) -> np.ndarray:
    """Return the t of each group: how far its values lie from those of all, from 0 to 1.

    Parameters
    ----------
    table : ndarray
        Rows per group and value, values in order.
    every : ndarray
        Rows per value in the whole table.
    ordered : bool
        Whether near values count as near.

    Returns
    -------
    ndarray of float

    Notes
    -----
    Earth mover's distance with ordered or equal ground distance (Li, Li and Venkatasubramanian 2007, section 4).

    Examples
    --------
    >>> distances(np.array([[1.0, 0.0, 0.0]]), np.array([1.0, 1.0, 1.0]), ordered=True).round(3).tolist()
    [0.5]
    """
    used = every > 0
    gap = (table / table.sum(axis=1, keepdims=True) - every / every.sum())[:, used]
    if not ordered:
        return np.abs(gap).sum(axis=1) / 2
    return np.abs(gap.cumsum(axis=1)).sum(axis=1) / max(used.sum() - 1, 1)


def l_of(
    frame: pd.DataFrame, *, quasi_identifiers: str | Sequence[str], sensitive: str, kind: str = "distinct"
) -> float:
    """Return the smallest diversity of a group of people who look alike: the l of l-diversity.

    A group of ten in which all were refused gives each of them away, though nobody is alone.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    quasi_identifiers : list of str
        The columns that others may know.
    sensitive : str
        The column that nobody should learn. A missing value is a value of its own.
    kind : {"distinct", "entropy"}
        The number of different values, or the number of equally frequent values with the same entropy, which also sees
        that nine in ten have the same. Near values (49 and 50 points) count as different in both.

    Returns
    -------
    float
        1.0 when all of some group have the same value.

    Raises
    ------
    ColumnError
        When a column is missing or the table is empty.
    ArgumentError
        When ``kind`` is unknown.

    Notes
    -----
    Machanavajjhala, Kifer, Gehrke and Venkitasubramaniam, l-diversity (2007).

    Examples
    --------
    >>> people = pd.DataFrame({"age": ["25-34"] * 3 + ["35-44"] * 2, "hired": [True, False, True, False, False]})
    >>> l_of(people, quasi_identifiers="age", sensitive="hired")
    1.0
    """
    check_kind(kind)
    table, _ = _table(frame, quasi_identifiers, sensitive, None)
    return float(diversities(table, kind).min())


def check_kind(kind: str) -> None:
    """Refuse an unknown kind of diversity.

    Parameters
    ----------
    kind : str
        What was given.

    Raises
    ------
    ArgumentError
        When it is neither "distinct" nor "entropy".

    Examples
    --------
    >>> check_kind("entropy")
    """
    if kind not in KINDS:
        raise ArgumentError(
            f"The kind of diversity is {in_words(kind)}. 'distinct' or 'entropy' was expected. Write one of them."
            f"{did_you_mean(kind, KINDS)}"
        )


def t_of(
    frame: pd.DataFrame,
    *,
    quasi_identifiers: str | Sequence[str],
    sensitive: str,
    order: Sequence[object] | None = None,
) -> float:
    """Return how far the most special group lies from all people: the t of t-closeness.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    quasi_identifiers : list of str
        The columns that others may know.
    sensitive : str
        The column that nobody should learn. A missing value is a value of its own, the lowest.
    order : list, optional
        Its values from low to high. Numbers know their order; without one, all values are equally far apart.

    Returns
    -------
    float
        0.0 when every group has the same mixture as all people; 1.0 at most.

    Raises
    ------
    ColumnError
        When a column is missing, the table is empty, or the order leaves out a value.

    Notes
    -----
    Li, Li and Venkatasubramanian, t-closeness (2007).

    Examples
    --------
    >>> people = pd.DataFrame({"age": ["25-34"] * 2 + ["35-44"] * 2, "hired": ["yes", "no", "no", "no"]})
    >>> t_of(people, quasi_identifiers="age", sensitive="hired")
    0.25
    """
    table, ordered = _table(frame, quasi_identifiers, sensitive, order)
    return float(distances(table, table.sum(axis=0), ordered).max())


def _table(
    frame: pd.DataFrame, quasi_identifiers: str | Sequence[str], sensitive: str, order: Sequence[object] | None
) -> tuple[np.ndarray, bool]:
    require_plain_cells(frame, [sensitive])
    found = combinations(frame, columns_of(quasi_identifiers))
    held = answers(frame[sensitive], found.place, order)
    return held.table(np.arange(len(found.codes)), len(found.codes)), held.ordered


def conditions(
    held: Answers | None, *, diversity: float | None, kind: str, closeness: float | None
) -> Callable[[np.ndarray, int], np.ndarray] | None:
    """Return a function that says which groups are diverse and close enough, or None when neither is asked.

    Parameters
    ----------
    held : Answers, optional
        The sensitive column.
    diversity, closeness : float, optional
        The least l and the largest t.
    kind : {"distinct", "entropy"}
        Which l.

    Returns
    -------
    function (group, groups) -> ndarray of bool, or None

    Examples
    --------
    >>> conditions(None, diversity=None, kind="distinct", closeness=None) is None
    True
    """
    if held is None or (diversity is None and closeness is None):
        return None
    every = np.bincount(held.value, weights=held.rows, minlength=held.number)

    def safe(group: np.ndarray, groups: int) -> np.ndarray:
        table = held.table(group, groups)
        good = np.ones(groups, dtype=bool)
        if diversity is not None:
            good &= diversities(table, kind) >= diversity - 1e-9
        if closeness is not None:
            good &= distances(table, every, held.ordered) <= closeness + 1e-9
        return good

    return safe
