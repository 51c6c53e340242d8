"""Join pairs into groups of rows without chaining: two groups join only when their members agree on average."""

import heapq
from collections.abc import Hashable, Iterable

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["THRESHOLD", "check_labels", "duplicate_clusters", "positions"]

THRESHOLD = 0.5  # the score from which rows are taken for the same

_Links = dict[int, dict[int, tuple[float, int]]]  # per row: sum and number of the scores with every other


def duplicate_clusters(
    frame: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    threshold: float = THRESHOLD,
    keep: Iterable[tuple[Hashable, Hashable]] | None = None,
    reviewed: bool = False,
) -> pd.Series:
    """Group the rows that are the same, so that a chain of likely pairs with unlike ends is not taken for one.

    Rows join by average linkage: the likeliest pair first, then group with group as long as the average score over all
    pairs between them reaches the threshold; a pair that is not listed counts as 0.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table in which pairs were sought.
    pairs : pandas.DataFrame
        What `duplicate_candidates` returned: ``left``, ``right``, ``score``.
    threshold : float
        The least (average) score at which rows are taken for the same.
    keep : iterable of pairs of labels, optional
        Rows that are declared different (namesakes) and are never in one group.
    reviewed : bool
        Whether somebody has looked at the pairs with a reason in ``review``. As long as nobody has (the default), the
        two rows of such a pair are never in one group, whatever their score.

    Returns
    -------
    pandas.Series
        The group of each row, numbered from 0 in the order of the rows, aligned to ``frame.index``.

    Raises
    ------
    ColumnError
        `pairs` lacks a column or names rows that are not in the table, or index labels occur twice.

    ArgumentError
        A `threshold` outside 0 to 1, or something else than pairs in `keep`.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["Li Wei", "Li Wei", "Bo Chan"]}, index=["a", "b", "c"])
    >>> pairs = pd.DataFrame({"left": ["a"], "right": ["b"], "score": [0.9]})
    >>> duplicate_clusters(table, pairs).to_dict()
    {'a': 0, 'b': 0, 'c': 1}
    """
    number = isinstance(threshold, int | float | np.number) and not isinstance(threshold, bool)
    if not number or not 0 <= threshold <= 1:
        raise ArgumentError(f"threshold is {in_words(threshold)}. It must lie between 0 and 1. Use 0.5 to begin with.")
    check_labels(frame)
    require_columns(pairs, ["left", "right", "score"], table="the table of pairs")
    left, right = positions(frame, pairs["left"]), positions(frame, pairs["right"])
    score = pairs["score"].to_numpy(dtype=float)
    apart = _kept_apart(frame, () if keep is None else keep)
    if "review" in pairs.columns and not reviewed:
        doubtful = pairs["review"].fillna("").ne("").to_numpy()
        apart += list(zip(left[doubtful].tolist(), right[doubtful].tolist(), strict=True))
    lead = _leading_rows(frame, pairs[score >= threshold], apart)
    groups = _join_groups(
        len(frame), lead[left], lead[right], score, threshold=threshold, apart=[(lead[a], lead[b]) for a, b in apart]
    )[lead]
    return pd.Series(pd.factorize(groups)[0], index=frame.index, name="cluster")


def _kept_apart(frame: pd.DataFrame, keep: Iterable[tuple[Hashable, Hashable]]) -> list[tuple[int, int]]:
    apart = []
    for pair in keep:
        labels = list(pair) if isinstance(pair, Iterable) and not isinstance(pair, str) else []
        if len(labels) != 2 or labels[0] == labels[1]:
            raise ArgumentError(
                f"keep holds {in_words(pair)}. Pairs of labels of two different rows were expected. Write them like "
                "keep=[('a', 'b')]."
            )
        a, b = positions(frame, pd.Series(labels, dtype=object))
        apart.append((int(a), int(b)))
    return apart


def positions(frame: pd.DataFrame, labels: pd.Series) -> np.ndarray:
    """Find the rows that have these index labels.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    labels : pandas.Series
        Index labels, as in ``left`` and ``right`` of a table of pairs.

    Returns
    -------
    numpy.ndarray
        The position of each label in the table.

    Raises
    ------
    ColumnError
        A label is not in the table.

    Examples
    --------
    >>> positions(pd.DataFrame(index=["a", "b"]), pd.Series(["b", "b", "a"])).tolist()
    [1, 1, 0]
    """
    places = frame.index.get_indexer(pd.Index(labels))
    if (places < 0).any():
        unknown = labels.iloc[int(np.argmax(places < 0))]
        raise ColumnError(
            f"The pairs name row {in_words(unknown)}, which is not in the table. Pairs must come from the same "
            "table with the "
            "same index. Run duplicate_candidates on this table again."
        )
    return places


def _leading_rows(frame: pd.DataFrame, pairs: pd.DataFrame, apart: list[tuple[int, int]]) -> np.ndarray:
    """Let the first of many equal rows speak for all, because they are paired with the first only."""
    lead = np.arange(len(frame))
    compared = [c for c in frame.columns if f"sim_{c}" in pairs.columns]
    if not compared or "found_by" not in pairs.columns:
        return lead
    equal = pairs[pairs["found_by"] == "equal rows"]
    named = {row for pair in apart for row in pair}
    left, right = positions(frame, equal["left"]), positions(frame, equal["right"])
    for a, b in zip(left[::-1].tolist(), right[::-1].tolist(), strict=True):
        if not named & {a, b}:
            lead[b] = min(lead[b], a)
    return lead


def check_labels(frame: pd.DataFrame, *, table: str = "the table") -> None:
    """Stop with a clear sentence when a row or a column cannot be told from another by its name.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table that is about to be used.
    table : str
        What to call it in the message.

    Raises
    ------
    ColumnError
        An index label or a column name occurs twice.

    Examples
    --------
    >>> check_labels(pd.DataFrame(columns=["name", "name"]))
    Traceback (most recent call last):
    ...
    millrace.errors.ColumnError: Column 'name' occurs more than once in the table. Column names must be unique. \
Rename one of them.
    """
    if not frame.index.is_unique:
        twice = frame.index[frame.index.duplicated()][0]
        raise ColumnError(
            f"The row label {in_words(twice)} occurs more than once in the index of {table}. Labels must be "
            "unique, so that a "
            "pair names its rows. Number the rows first: table = table.reset_index(drop=True)."
        )
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise ColumnError(
            f"Column '{twice}' occurs more than once in {table}. Column names must be unique. Rename one of them."
        )


def _join_groups(
    height: int,
    left: np.ndarray,
    right: np.ndarray,
    score: np.ndarray,
    *,
    threshold: float,
    apart: Iterable[tuple[int, int]] = (),
) -> np.ndarray:
    """Join the most alike groups first, as long as the average over all pairs between them reaches the threshold.

    A pair that is not listed counts as 0, so a chain of likely pairs whose ends have nothing in common is cut at its
    weakest link (average linkage; Sokal and Michener, 1958). Where two or more pairs speak for joining, an unlisted one
    counts half: in a large group some pairs were just never looked at.

    Parameters
    ----------
    height : int
        How many rows there are.
    left, right : numpy.ndarray
        Positions of the two rows of each pair.
    score : numpy.ndarray
        How likely each pair is the same, 0 to 1.
    threshold : float
        The least average score at which groups join.
    apart : iterable of pairs of positions
        Rows that must never be in one group.

    Returns
    -------
    numpy.ndarray
        The group of each row, numbered from 0 in the order of rows.

    Examples
    --------
    >>> a, b, p = np.array([0, 1]), np.array([1, 2]), np.array([0.9, 0.8])
    >>> _join_groups(3, a, b, p, threshold=0.5).tolist()
    [0, 0, 1]
    """
    links = _linked_rows(left, right, score)
    members = {row: [row] for row in links}
    barred = _barred_rows(apart)
    heap = [(-s, a, b) for a, near in links.items() for b, (s, _) in near.items() if a < b and s >= threshold]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a in members and b in members and b not in barred.get(a, ()) and _average(a, b, links, members) == -negative:
            _absorb(a, b, links, members, barred)
            for c in links[a]:
                mean = _average(a, c, links, members)
                if mean >= threshold:
                    heapq.heappush(heap, (-mean, min(a, c), max(a, c)))
    return _numbered(height, members)


def _linked_rows(left: np.ndarray, right: np.ndarray, score: np.ndarray) -> _Links:
    """Hold, for every row with a pair, sum and number of scores with every other; both stay right when groups join."""
    links: _Links = {}
    for a, b, s in zip(left.tolist(), right.tolist(), score.tolist(), strict=True):
        if a != b:
            best = max(s, links.get(a, {}).get(b, (0.0, 1))[0])
            links.setdefault(a, {})[b] = (best, 1)
            links.setdefault(b, {})[a] = (best, 1)
    return links


def _barred_rows(apart: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    barred: dict[int, set[int]] = {}
    for a, b in apart:
        barred.setdefault(a, set()).add(b)
        barred.setdefault(b, set()).add(a)
    return barred


def _average(a: int, b: int, links: _Links, members: dict[int, list[int]]) -> float:
    total, listed = links[a].get(b, (-1.0, 1))
    unlisted = len(members[a]) * len(members[b]) - listed
    return total / (listed + unlisted * (1.0 if listed < 2 else 0.5))


def _absorb(a: int, b: int, links: _Links, members: dict[int, list[int]], barred: dict[int, set[int]]) -> None:
    members[a] += members.pop(b)
    for c, (total, listed) in links.pop(b).items():
        del links[c][b]
        if c != a:
            had, counted = links[a].get(c, (0.0, 0))
            links[a][c] = links[c][a] = (had + total, counted + listed)
    for c in barred.pop(b, ()):
        barred[c].discard(b)
        barred[c].add(a)
        barred.setdefault(a, set()).add(c)


def _numbered(height: int, members: dict[int, list[int]]) -> np.ndarray:
    lead = np.arange(height)
    for rows in members.values():
        lead[rows] = min(rows)
    return np.unique(lead, return_inverse=True)[1]
