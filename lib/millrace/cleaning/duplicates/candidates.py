"""Find the rows that seem to be the same customer, product or paper, and group them."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.blocks import RULES, neighbour_pairs, record_texts
from millrace.cleaning.duplicates.clusters import join_groups
from millrace.cleaning.duplicates.columns import comparable_columns, folded
from millrace.cleaning.duplicates.evidence import row_evidence, similarities
from millrace.cleaning.duplicates.scores import match_scores
from millrace.errors import ArgumentError, ColumnError, require_columns

__all__ = ["THRESHOLD", "duplicate_candidates", "duplicate_clusters"]

THRESHOLD = 0.5
LONG_RUN = 30_000
FULL_GROUP = 30


def duplicate_candidates(
    frame: pd.DataFrame,
    *,
    compare: Mapping[object, str] | None = None,
    other: pd.DataFrame | None = None,
    min_score: float = THRESHOLD,
    block_on: Iterable[object] | None = None,
) -> pd.DataFrame:
    """List the pairs of rows that seem to be the same customer, product or paper, the likeliest first.

    Pairs worth comparing are brought up by rare words, letter groups, equal phones, e-mails, codes and dates, and pairs
    of beginnings. Names are compared by Jaro-Winkler (Winkler, 1990) and letter groups weighted by rarity, each script
    with its own; longer texts by words and letter groups weighted by rarity; phones, codes and dates by slips of the
    keyboard; numbers by relative difference. The evidence is weighed as Fellegi and Sunter (1969) and Winkler (2006)
    describe: a column counts by how seldom two random rows agree in it, an agreement by how rare its value is.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; its index labels name the rows and must be unique. It is not changed.
    compare : mapping, optional
        Column to what it holds: ``"name"``, ``"text"``, ``"address"``, ``"phone"``, ``"email"``, ``"code"``,
        ``"date"``, ``"number"`` or ``"category"``. Left out, this is found from the values and titles, and columns that
        say nothing (constants, row numbers) are ignored.
    other : pandas.DataFrame, optional
        A second table: pairs are then sought between the two, not within either.
    min_score : float
        Leave out pairs below this score (0 to 1).
    block_on : iterable of columns, optional
        Compare only rows that have the same value in at least one of these columns.

    Returns
    -------
    pandas.DataFrame
        One row a pair: ``left``, ``right`` (index labels; with `other`, ``right`` is a label of `other`), ``score``
        (0 to 1, to be read like a probability, sorted downward), ``sim_<column>`` for each compared column (0 to 1,
        missing where a value is missing) and ``found_by`` (which rules brought the pair up). Of more than 30 rows that
        are equal throughout, each is paired with the first of them only.

    Raises
    ------
    ColumnError
        A column of `compare` or `block_on` is missing, or index labels occur twice.
    ArgumentError
        An unknown kind of column, or a `min_score` outside 0 to 1.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "name": ["Hongda Leather 宏达皮具", "HONG DA leather co. ltd", "Golden Bridge Trading"],
    ...     "phone": ["138 1234 5678", "+86 13812345678", "139 0000 1111"],
    ... })
    >>> duplicate_candidates(table, compare={"name": "name", "phone": "phone"})[["left", "right"]].values.tolist()
    [[0, 1]]
    """
    check_arguments(frame, other, min_score)
    columns = comparable_columns(frame, other, compare)
    split = None if other is None else len(frame)
    if not columns or min(len(frame), len(frame) if other is None else len(other)) == 0:
        return labelled(no_pairs(columns), frame, other)
    blocks = block_values(frame, other, block_on)
    groups = equal_rows({**columns, **{("block", c): ("category", v) for c, v in blocks.items()}}, split)
    pairs = scored_pairs(columns, split, groups, blocks)
    pairs = pairs[pairs["score"] >= min_score]
    return labelled(spread(pairs, groups, split), frame, other)


def check_arguments(frame, other, min_score):
    for table, name in ((frame, "the table"), (other, "the other table")):
        if table is not None:
            check_labels(table, name)
    if not 0 <= min_score <= 1:
        raise ArgumentError(f"min_score is {min_score}. It must lie between 0 and 1. Use 0.5 to begin with.")


def check_labels(frame, name="the table"):
    if not frame.index.is_unique:
        twice = frame.index[frame.index.duplicated()][0]
        raise ColumnError(
            f"The row label {twice!r} occurs more than once in the index of {name}. Labels must be unique, so that a "
            "pair names its rows. Number the rows first: table = table.reset_index(drop=True)."
        )
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise ColumnError(
            f"Column '{twice}' occurs more than once in {name}. Column names must be unique. Rename one of them."
        )


def block_values(frame, other, block_on):
    if block_on is None:
        return {}
    names = [block_on] if isinstance(block_on, str) else list(block_on)
    for table, name in ((frame, "the table"), (other, "the other table")):
        if table is not None:
            require_columns(table, names, table=name)
    tables = [frame] if other is None else [frame, other]
    return {c: pd.concat([folded(t[c]) for t in tables], ignore_index=True) for c in names}


def equal_rows(columns, split):
    """Give every distinct row a number, so that ten thousand copies of one row cost no more than one."""
    codes = {str(i): pd.factorize(text.to_numpy(dtype=object))[0] for i, (_, text) in enumerate(columns.values())}
    table = pd.DataFrame(codes)
    if split is not None:
        table["side"] = np.arange(len(table)) >= split
    return table.groupby(list(table.columns), sort=False).ngroup().to_numpy()


def scored_pairs(columns, split, groups, blocks):
    """Score the pairs of distinct rows, and each distinct row that occurs twice with itself."""
    first = np.unique(groups, return_index=True)[1]
    distinct = {c: (kind, text.iloc[first].reset_index(drop=True)) for c, (kind, text) in columns.items()}
    part = None if split is None else int(np.searchsorted(first, split))
    pairs = neighbour_pairs(distinct, part, progress=progress_of(len(first)))
    pairs = within_blocks(pairs, {c: v.iloc[first].to_numpy() for c, v in blocks.items()})
    if split is None:
        again = np.flatnonzero(np.bincount(groups) > 1)
        same = pd.DataFrame({"left": again, "right": again, "found": np.int8(1 << len(RULES))})
        pairs = pd.concat([pairs, same], ignore_index=True)
    return with_scores(pairs, distinct, part)


def progress_of(rows):
    if rows < LONG_RUN:
        return None
    from tqdm.auto import tqdm

    return lambda chunks, total: tqdm(chunks, total=total, desc="Looking for pairs", leave=False)


def within_blocks(pairs, blocks):
    if not blocks:
        return pairs
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    same = np.logical_or.reduce([(v[left] == v[right]) & (v[left] != "") for v in blocks.values()])
    return pairs[same].reset_index(drop=True)


def with_scores(pairs, columns, split):
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    if not len(pairs):
        return no_pairs(columns)
    alike = similarities(columns, left, right)
    texts = record_texts(columns, ("name", "text", "address", "category", "code"))
    if texts is None:
        texts = np.full(len(next(iter(columns.values()))[1]), "", dtype=object)
    rows = row_evidence(texts, left, right)
    score = match_scores(columns, split, pairs, alike, rows)
    return pd.concat([pairs, pd.Series(score, name="score"), alike.add_prefix("sim_")], axis=1)


def no_pairs(columns):
    empty = {"left": np.int64, "right": np.int64, "found": np.int8, "score": np.float64}
    empty |= {f"sim_{c}": np.float32 for c in columns}
    return pd.DataFrame({c: np.zeros(0, dtype=t) for c, t in empty.items()})


def spread(pairs, groups, split):
    """Hand the scores of distinct rows to all rows that are equal to them."""
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(groups.max(initial=-1) + 2))
    sizes = np.diff(starts)
    taken = np.where(sizes <= FULL_GROUP, sizes, 1)
    a, b = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    many = np.where(a == b, np.where(sizes[a] <= FULL_GROUP, sizes[a] ** 2, sizes[a]), taken[a] * taken[b])
    which = np.repeat(np.arange(len(pairs)), many)
    place = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    width = np.where(a == b, sizes[b], taken[b])[which]
    left, right = order[starts[a[which]] + place // width], order[starts[b[which]] + place % width]
    kept = (a[which] != b[which]) | (left < right)
    result = pairs.iloc[which[kept]].copy()
    flipped = (left[kept] > right[kept]) if split is None else np.zeros(kept.sum(), dtype=bool)
    result["left"] = np.where(flipped, right[kept], left[kept])
    result["right"] = np.where(flipped, left[kept], right[kept])
    return result


def labelled(pairs, frame, other):
    """Put index labels in place of positions, words in place of flags, and the likeliest pair first."""
    pairs = pairs.sort_values(["score", "left", "right"], ascending=[False, True, True], ignore_index=True)
    second = frame if other is None else other
    shift = 0 if other is None else len(frame)
    rules = [*RULES, "equal rows"]
    words = [", ".join(r for i, r in enumerate(rules) if flag >> i & 1) for flag in range(1 << len(rules))]
    pairs["found_by"] = np.array(words, dtype=object)[pairs.pop("found").to_numpy().astype(int)].astype(str)
    pairs["left"] = frame.index.take(pairs["left"])
    pairs["right"] = second.index.take(pairs["right"] - shift)
    return pairs


def duplicate_clusters(
    frame: pd.DataFrame, pairs: pd.DataFrame, *, threshold: float = THRESHOLD, keep: Iterable | None = None
) -> pd.Series:
    """Group the rows that are the same, so that a chain of likely pairs with unlike ends is not taken for one.

    Rows join by average linkage: the likeliest pair first, then group with group as long as the average score over all
    pairs between them reaches the threshold; a pair that is not listed counts as 0.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table in which pairs were sought.
    pairs : pandas.DataFrame
        What `duplicate_candidates` gave: ``left``, ``right``, ``score``.
    threshold : float
        The least (average) score at which rows are taken for the same.
    keep : iterable of pairs of labels, optional
        Rows that are declared different (namesakes) and never stand in one group.

    Returns
    -------
    pandas.Series
        The group of each row, numbered from 0 in the order of the rows, aligned to ``frame.index``.

    Raises
    ------
    ColumnError
        `pairs` lacks a column or names rows that are not in the table, or index labels occur twice.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["Li Wei", "Li Wei", "Bo Chan"]}, index=["a", "b", "c"])
    >>> pairs = pd.DataFrame({"left": ["a"], "right": ["b"], "score": [0.9]})
    >>> duplicate_clusters(table, pairs).to_dict()
    {'a': 0, 'b': 0, 'c': 1}
    """
    check_labels(frame)
    require_columns(pairs, ["left", "right", "score"], table="the table of pairs")
    left, right = positions(frame, pairs["left"]), positions(frame, pairs["right"])
    score = pairs["score"].to_numpy(dtype=float)
    apart = [tuple(positions(frame, pd.Series(list(p), dtype=object))) for p in (() if keep is None else keep)]
    lead = leading_rows(frame, pairs[score >= threshold], apart)
    groups = join_groups(
        len(frame), lead[left], lead[right], score, threshold=threshold, apart=[(lead[a], lead[b]) for a, b in apart]
    )[lead]
    return pd.Series(pd.factorize(groups)[0], index=frame.index, name="cluster")


def positions(frame, labels):
    places = frame.index.get_indexer(pd.Index(labels))
    if (places < 0).any():
        unknown = labels.iloc[int(np.argmax(places < 0))]
        raise ColumnError(
            f"The pairs name row {unknown!r}, which is not in the table. Pairs must come from the same table with the "
            "same index. Run duplicate_candidates on this table again."
        )
    return places


def leading_rows(frame, pairs, apart):
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
