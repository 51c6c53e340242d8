"""Groups of people by a column, or by two together: none disappears, and a column that names persons is refused."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, require_plain_cells

__all__ = ["UNKNOWN", "Grouping", "all_groupings", "grouping_of", "label_of", "names_persons"]

UNKNOWN = "(unknown)"
MOST_GROUPS = 200
FEW_OF_A_KIND = 5
JOINED = " / "


@dataclass(frozen=True)
class Grouping:
    """One attribute: ``codes`` per row, and ``labels`` per code, of which ``unknown`` are those of nobody knows whom.

    ``parts`` holds for each label the labels of the attributes that were combined.
    """

    attribute: str
    labels: list[str]
    codes: np.ndarray
    unknown: np.ndarray
    parts: list[tuple[str, ...]]

    @property
    def size(self) -> int:
        """How many labels there are."""
        return len(self.labels)


def label_of(value: object) -> str:
    """Write a value as the label of a group: yes and no for True and False, whole numbers without a point.

    Parameters
    ----------
    value : object
        A value of the column.

    Returns
    -------
    str

    Examples
    --------
    >>> label_of(True), label_of(3.0), label_of("female")
    ('yes', '3', 'female')
    """
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


def names_persons(values: pd.Series) -> bool:
    """Say whether a column is an identifier, a name or free text: most of its values are held by one or two rows only.

    Parameters
    ----------
    values : Series
        The column.

    Returns
    -------
    bool

    Examples
    --------
    >>> names_persons(pd.Series(["A1", "A2", "A3", "A4", "A5"])), names_persons(pd.Series(["a", "b"] * 9))
    (True, False)
    """
    sizes = values.value_counts(dropna=True).to_numpy()
    known = int(sizes.sum())
    if known >= FEW_OF_A_KIND and len(sizes) == known:
        return True
    return len(sizes) > MOST_GROUPS / 4 and known < 4 * len(sizes)


def grouping_of(
    frame: pd.DataFrame, attribute: str, unknown_labels: tuple[str, ...] = (), *, of_persons: bool = True
) -> Grouping:
    """Read one column as groups, in the order of their labels; empty cells are one group, (unknown).

    Parameters
    ----------
    frame : DataFrame
        One row per person, or per count.
    attribute : str
        The column.
    unknown_labels : tuple of str
        Labels that mean the same as an empty cell.
    of_persons : bool
        Whether a row is a person, so that a value of one row only may be a name; False for counts.

    Returns
    -------
    Grouping
        Categories that nobody has are groups with no people.

    Raises
    ------
    ColumnError
        When the column is not there.
    ArgumentError
        When it names persons, or has more than 200 values.

    Examples
    --------
    >>> grouping_of(pd.DataFrame({"sex": ["f", None, "m"]}), "sex").labels
    ['f', 'm', '(unknown)']
    """
    require_plain_cells(frame, [attribute])
    held = frame[attribute]
    codes, values = _coded(held)
    _check_is_a_group(held, attribute, len(values), of_persons)
    labels = [label_of(value) for value in values]
    no_group = {UNKNOWN, *map(str, unknown_labels)}
    order = list(dict.fromkeys(label for label in labels if label not in no_group))
    place = {label: at for at, label in enumerate(order)}
    lookup = np.array([place.get(label, len(order)) for label in labels] + [len(order)], dtype=np.int64)
    codes = lookup[codes]
    if (codes == len(order)).any():
        order = [*order, UNKNOWN]
    return Grouping(attribute, order, codes, np.array([label == UNKNOWN for label in order]), [(one,) for one in order])


def _coded(held: pd.Series) -> tuple[np.ndarray, list]:
    if isinstance(held.dtype, pd.CategoricalDtype):
        return held.cat.codes.to_numpy().astype(np.int64), list(held.cat.categories)
    codes, values = pd.factorize(held, use_na_sentinel=True)
    kinds = list(values)
    order = sorted(range(len(kinds)), key=lambda at: _sorted_as(kinds[at]))
    place = np.empty(len(kinds) + 1, dtype=np.int64)
    place[order], place[-1] = np.arange(len(kinds)), -1
    return place[codes], [kinds[at] for at in order]


def _sorted_as(value: object) -> tuple[int, float, str]:
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return (0, float(value), "") if is_number else (1, 0.0, label_of(value))  # type: ignore[arg-type]


def _check_is_a_group(held: pd.Series, attribute: str, kinds: int, of_persons: bool) -> None:
    if held.isna().all():
        raise ArgumentError(f"Column '{attribute}' is empty. Labels of groups were expected. Choose another column.")
    if kinds > MOST_GROUPS or (of_persons and names_persons(held)):
        of = counted(len(held), "row")
        if pd.api.types.is_numeric_dtype(held):
            raise ArgumentError(
                f"Column '{attribute}' holds {kinds:,} different numbers in {of}. Groups of people were expected. Make "
                f"bands first, as in frame.assign({attribute}=pd.cut(frame['{attribute}'], [0, 30, 45, 120]))."
            )
        raise ArgumentError(
            f"Column '{attribute}' holds {kinds:,} different values in {of}: it names persons, not groups. A column "
            "that many people share was expected. Choose another, or join its values to fewer."
        )


def all_groupings(
    frame: pd.DataFrame, attributes: tuple[str, ...], unknown_labels: tuple[str, ...], *, pairs: bool, of_persons: bool
) -> list[Grouping]:
    """Read each attribute, and each two of them combined.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    attributes : tuple of str
        The columns.
    unknown_labels : tuple of str
        Labels that mean unknown.
    pairs : bool
        Whether two are combined.
    of_persons : bool
        As for `grouping_of`.

    Returns
    -------
    list of Grouping

    Examples
    --------
    >>> frame = pd.DataFrame({"sex": ["f", "m"], "origin": ["here", "away"]})
    >>> all_groupings(frame, ("sex", "origin"), (), pairs=True, of_persons=True)[-1].labels
    ['f / away', 'f / here', 'm / away', 'm / here']
    """
    if frame.empty:
        raise ArgumentError("The table has no rows. At least one was expected. Look at how it was read or filtered.")
    single = [grouping_of(frame, attribute, unknown_labels, of_persons=of_persons) for attribute in attributes]
    return single + ([_combined(one, two) for one, two in combinations(single, 2)] if pairs else [])


def _combined(one: Grouping, two: Grouping) -> Grouping:
    """Combine two attributes; what nobody is, stays as a group of nobody, unless one part of it is unknown."""
    joint = one.codes * two.size + two.codes
    unknown = (one.unknown[:, None] | two.unknown[None, :]).ravel()
    seen = np.bincount(joint, minlength=len(unknown)) > 0
    kept = np.flatnonzero(seen | ~unknown)
    place = np.full(len(unknown), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    parts: list[tuple[str, ...]] = [(one.labels[at // two.size], two.labels[at % two.size]) for at in kept]
    name = f"{one.attribute} and {two.attribute}"
    return Grouping(name, [JOINED.join(part) for part in parts], place[joint], unknown[kept], parts)
