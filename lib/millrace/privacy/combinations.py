"""The distinct combinations of what is known of people, and how many people share each: everything else rests on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["Combinations", "check_least", "columns_of", "combinations", "joined"]


@dataclass(frozen=True, eq=False)
class Combinations:
    """Combinations of values, one row of ``codes`` for each.

    ``place`` says for every row of the table which combination it has. ``people`` counts people per combination. Where
    one person has several combinations, ``pairs`` lists each combination and person once, so that nobody counts twice.
    """

    codes: np.ndarray
    values: list[list[object]]
    place: np.ndarray
    people: np.ndarray
    number: int
    pairs: tuple[np.ndarray, np.ndarray] | None

    def sizes(self, group: np.ndarray, groups: int) -> np.ndarray:
        """Count people per group, where ``group`` says the group of every combination."""
        if self.pairs is None:
            return np.bincount(group, weights=self.people, minlength=groups).astype(np.int64)
        both = group[self.pairs[0]].astype(np.int64) * self.number + self.pairs[1]
        return np.bincount(pd.unique(both) // self.number, minlength=groups)

    def smallest(self, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return for people, or bunches of people, the size of the smallest group they are in, and their number."""
        if self.pairs is None:
            return size, self.people
        least = np.full(self.number, np.iinfo(np.int64).max)
        np.minimum.at(least, self.pairs[1], size[self.pairs[0]])
        return least, np.ones(self.number, dtype=np.int64)


def columns_of(columns: str | Sequence[str], argument: str = "quasi_identifiers") -> list[str]:
    """Take one column name or several different ones.

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
        When none is named, or one of them twice.

    Examples
    --------
    >>> columns_of("age")
    ['age']
    """
    names = [columns] if isinstance(columns, str) else list(columns)
    if not names or len(set(names)) < len(names):
        raise ArgumentError(
            f"{argument}={in_words(columns)} was given. One or more different columns were expected: what others know "
            f"of a person. Write it like {argument}=['age', 'lives_in']."
        )
    return names


def check_least(value: object, argument: str) -> int:
    """Refuse a smallest group that is no whole number of 2 or more.

    Parameters
    ----------
    value : int
        What was given.
    argument : str
        The argument's name, for the message.

    Returns
    -------
    int

    Raises
    ------
    ArgumentError
        When it is something else.

    Examples
    --------
    >>> check_least(5, "k")
    5
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 2:
        raise ArgumentError(
            f"{argument}={in_words(value)} was given. A whole number of 2 or more was expected. Write {argument}=5."
        )
    return int(value)


def joined(codes: Sequence[np.ndarray], sizes: Sequence[int], length: int) -> tuple[np.ndarray, int]:
    """Make numbers of the distinct combinations of several columns of codes.

    Parameters
    ----------
    codes : list of ndarray of int
        One per column, from 0 to its size less 1; none of them makes one group of all.
    sizes : list of int
        How many codes each column has.
    length : int
        How many rows there are.

    Returns
    -------
    tuple of ndarray of int and int
        The group of every row, in order of appearance, and how many groups there are.

    Examples
    --------
    >>> joined([np.array([0, 1, 0]), np.array([1, 1, 1])], [2, 2], 3)
    (array([0, 1, 0]), 2)
    """
    group, groups = np.zeros(length, dtype=np.int64), 1
    for code, size in zip(codes, sizes, strict=True):
        if groups * size >= 2**62:  # room for the next column only after numbering anew
            group, distinct = pd.factorize(group)
            groups = len(distinct)
        group, groups = group * size + code, groups * size
    group, distinct = pd.factorize(group)
    return group.astype(np.int64), len(distinct)


def combinations(frame: pd.DataFrame, columns: Sequence[str], person: str | None = None) -> Combinations:
    """Find the distinct combinations of some columns, and count people in each.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or several with ``person``.
    columns : list of str
        What is known of people. A missing value is a value of its own.
    person : str, optional
        The column of the person's code, where a person has several rows.

    Returns
    -------
    Combinations

    Raises
    ------
    ColumnError
        When a column is missing, the table is empty, or a row has no person.

    Examples
    --------
    >>> combinations(pd.DataFrame({"age": [40, 40, None]}), ["age"]).people.tolist()
    [2, 1]
    """
    require_columns(frame, [*columns, *([] if person is None else [person])])
    if frame.empty:
        raise ColumnError("The table has no rows. At least one was expected. Look at how it was read or filtered.")
    coded = [_coded(frame[column]) for column in columns]
    place, number = joined([code for code, _ in coded], [len(values) for _, values in coded], len(frame))
    first = np.full(number, -1, dtype=np.int64)
    first[place[::-1]] = np.arange(len(frame))[::-1]
    codes = np.column_stack([code[first] for code, _ in coded])
    people, pairs, persons = np.bincount(place, minlength=number), None, len(frame)
    if person is not None:
        people, pairs, persons = _persons(frame[person], place, number)
    return Combinations(codes, [values for _, values in coded], place, people, persons, pairs)


def _coded(column: pd.Series) -> tuple[np.ndarray, list[object]]:
    try:
        code, values = pd.factorize(column)
    except TypeError:
        raise ColumnError(
            f"Column '{column.name}' holds lists or tables in its cells. Plain values were expected. Split it first."
        ) from None
    listed = list(values)
    if (code < 0).any():
        code, listed = np.where(code < 0, len(listed), code), [*listed, None]
    return code, listed


def _persons(
    person: pd.Series, place: np.ndarray, number: int
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray] | None, int]:
    who, distinct = pd.factorize(person)
    if (who < 0).any():
        raise ColumnError(
            f"Column '{person.name}' is empty in {(who < 0).sum():,} of {len(person):,} rows. A person's code in every "
            "row was expected. Fill it, or set these rows aside."
        )
    both = pd.unique(place * len(distinct) + who)
    pairs = (both // len(distinct), both % len(distinct))
    people = np.bincount(pairs[0], minlength=number)
    return people, pairs if len(both) > len(distinct) else None, len(distinct)
