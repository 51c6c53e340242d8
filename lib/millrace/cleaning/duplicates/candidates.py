"""Find the rows that seem to be the same customer, product or paper, and group them."""

from collections.abc import Hashable, Iterable, Mapping

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.blocks import RULES, Progress, neighbour_pairs
from millrace.cleaning.duplicates.clusters import THRESHOLD, check_labels
from millrace.cleaning.duplicates.columns import Columns, folded_columns, stated_forms
from millrace.cleaning.duplicates.contradictions import review_reasons
from millrace.cleaning.duplicates.evidence import similarities
from millrace.cleaning.duplicates.forms import comparable, folded
from millrace.cleaning.duplicates.levels import agreement_levels
from millrace.cleaning.duplicates.scores import match_scores
from millrace.errors import ArgumentError, require_columns

__all__ = ["duplicate_candidates"]

_LONG_RUN = 30_000
_FULL_GROUP = 30
_SHARED = 6  # so many names at one phone or e-mail make it a switchboard's


def duplicate_candidates(
    frame: pd.DataFrame,
    *,
    compare: Mapping[Hashable, str] | None = None,
    other: pd.DataFrame | None = None,
    min_score: float = THRESHOLD,
    block_on: Iterable[Hashable] | None = None,
    one_to_one: bool = True,
) -> pd.DataFrame:
    """List the pairs of rows that seem to be the same customer, product or paper, the likeliest first.

    Pairs worth comparing are brought up by rare words, letter groups, equal phones, e-mails, codes and dates, and pairs
    of beginnings, and compared column by column. How much each level of agreement tells is learnt from this very table,
    as Fellegi and Sunter (1969) and Winkler (1988) describe: a column counts by how seldom rows agree in it that are
    not the same. The score rises with every agreement. What contradicts (another first name, birth date, house
    number, legal form) is said in ``review``, and `merge_duplicates` leaves it to a person.

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
    one_to_one : bool
        With `other`: each row has one partner at the most, and only its best pair is listed. Say False where a row may
        have several partners.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``left``, ``right`` (index labels; with `other`, ``right`` is a label of `other`), ``score``
        (0 to 1, to be read like a probability, sorted downward), ``review`` (what speaks against the pair, so that a
        person must look; empty where nothing does), ``sim_<column>`` for each compared column (0 to 1,
        missing where a value is missing) and ``found_by`` (which rules brought the pair up). Of more than 30 rows that
        are equal throughout, each is paired with the first of them only.

    Raises
    ------
    ColumnError
        A column of `compare` or `block_on` is missing, or index labels occur twice.
    ArgumentError
        An unknown kind of column, a `min_score` outside 0 to 1, or an empty `compare` or `block_on`.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "name": ["Hongda Leather 宏达皮具", "HONG DA leather co. ltd", "Golden Bridge Trading"],
    ...     "phone": ["138 1234 5678", "+86 13812345678", "139 0000 1111"],
    ... })
    >>> duplicate_candidates(table, compare={"name": "name", "phone": "phone"})[["left", "right"]].values.tolist()
    [[0, 1]]
    """
    _check_arguments(frame, other, compare, min_score)
    written = folded_columns(frame, other, compare)
    columns = _without_switchboards({c: (kind, comparable(text, kind)) for c, (kind, text) in written.items()})
    split = None if other is None else len(frame)
    if not columns or min(len(frame), len(frame) if other is None else len(other)) == 0:
        return _labelled(_no_pairs(columns).rename(columns={"event": "review"}).astype({"review": str}), frame, other)
    blocks = _block_values(frame, other, block_on)
    groups = _equal_rows({**columns, **{("block", c): ("category", v) for c, v in blocks.items()}}, split)
    single = one_to_one and other is not None
    pairs = _scored_pairs(columns, split, groups, blocks, single=single)
    pairs = _spread(pairs[pairs["score"] >= min_score], groups, split)
    if single:
        pairs = pairs[_partners(pairs)]
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    levels = agreement_levels(columns, pairs[[f"sim_{c}" for c in columns]].set_axis(list(columns), axis=1))
    reasons = review_reasons(columns, levels, left, right, stated_forms(written))
    pairs["review"] = np.where(pairs.pop("event"), "another event", reasons)
    return _labelled(pairs, frame, other)


def _check_arguments(
    frame: pd.DataFrame, other: pd.DataFrame | None, compare: Mapping[Hashable, str] | None, min_score: float
) -> None:
    for each, name in ((frame, "the table"), (other, "the other table")):
        if each is not None:
            check_labels(each, table=name)
    if not 0 <= min_score <= 1:
        raise ArgumentError(f"min_score is {min_score}. It must lie between 0 and 1. Use 0.5 to begin with.")
    if compare is not None and not compare:
        raise ArgumentError("compare={} names no column. At least one was expected. Name one, or leave compare out.")


def _block_values(
    frame: pd.DataFrame, other: pd.DataFrame | None, block_on: Iterable[Hashable] | None
) -> dict[Hashable, pd.Series]:
    if block_on is None:
        return {}
    names = [block_on] if isinstance(block_on, str) else list(block_on)
    if not names:
        raise ArgumentError("block_on=[] names no column. At least one was expected. Name one, or leave block_on out.")
    for table, name in ((frame, "the table"), (other, "the other table")):
        if table is not None:
            require_columns(table, names, table=name)
    tables = [frame] if other is None else [frame, other]
    return {c: pd.concat([folded(t[c]) for t in tables], ignore_index=True) for c in names}


def _equal_rows(columns: Columns, split: int | None) -> np.ndarray:
    """Mark each row with the number of its distinct row: then ten thousand copies cost no more than one."""
    codes = {str(i): pd.factorize(text.to_numpy(dtype=object))[0] for i, (_, text) in enumerate(columns.values())}
    table = pd.DataFrame(codes)
    if split is not None:
        table["side"] = np.arange(len(table)) >= split
    return table.groupby(list(table.columns), sort=False).ngroup().to_numpy()


def _scored_pairs(
    columns: Columns, split: int | None, groups: np.ndarray, blocks: Mapping[Hashable, pd.Series], *, single: bool
) -> pd.DataFrame:
    """Score the pairs of distinct rows, and each distinct row that occurs twice with itself."""
    first = np.unique(groups, return_index=True)[1]
    distinct = {c: (kind, text.iloc[first].reset_index(drop=True)) for c, (kind, text) in columns.items()}
    part = None if split is None else int(np.searchsorted(first, split))
    pairs = neighbour_pairs(distinct, part, progress=_progress_of(len(first)))
    pairs = _within_blocks(pairs, {c: v.iloc[first].to_numpy() for c, v in blocks.items()})
    if split is None:
        again = np.flatnonzero(np.bincount(groups) > 1)
        same = pd.DataFrame({"left": again, "right": again, "found": np.int8(1 << len(RULES))})
        pairs = pd.concat([pairs, same], ignore_index=True)
    return _with_scores(pairs, distinct, part, single=single)


def _progress_of(rows: int) -> Progress | None:
    if rows < _LONG_RUN:
        return None
    from tqdm.auto import tqdm

    return lambda chunks, total: tqdm(chunks, total=total, desc="Looking for pairs", leave=False)


def _within_blocks(pairs: pd.DataFrame, blocks: Mapping[Hashable, np.ndarray]) -> pd.DataFrame:
    if not blocks:
        return pairs
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    same = np.logical_or.reduce([(v[left] == v[right]) & (v[left] != "") for v in blocks.values()])
    return pairs[same].reset_index(drop=True)


def _with_scores(pairs: pd.DataFrame, columns: Columns, split: int | None, *, single: bool) -> pd.DataFrame:
    if not len(pairs):
        return _no_pairs(columns)
    alike = similarities(columns, pairs["left"].to_numpy(), pairs["right"].to_numpy())
    score, event = match_scores(columns, split, pairs, alike, single=single)
    return pd.concat([pairs.assign(score=score, event=event), alike.add_prefix("sim_")], axis=1)


def _without_switchboards(columns: Columns) -> dict[Hashable, tuple[str, pd.Series]]:
    """Empty phones and e-mails that many names share: a switchboard, an agent, a number typed to get past a form."""
    names = [text for kind, text in columns.values() if kind == "name"]
    if not names or names[0].empty:
        return dict(columns)
    who = pd.Series(pd.factorize(pd.concat(names, axis=1).agg(" ".join, axis=1).to_numpy(dtype=object))[0])
    result = {}
    for column, (kind, text) in columns.items():
        if kind in ("phone", "email"):
            text = text.mask(who.groupby(text.to_numpy()).transform("nunique").to_numpy() >= _SHARED, "")
        result[column] = (kind, text)
    return result


def _partners(pairs: pd.DataFrame) -> np.ndarray:
    """Take the likeliest pair first, and then only rows that have no partner yet."""
    kept = np.zeros(len(pairs), dtype=bool)
    sides = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    taken: set[int] = set()
    for place in np.lexsort((*sides[::-1], -pairs["score"].to_numpy())).tolist():
        a, b = int(sides[0][place]), int(sides[1][place])
        if a not in taken and b not in taken:
            taken |= {a, b}
            kept[place] = True
    return kept


def _no_pairs(columns: Columns) -> pd.DataFrame:
    empty = {"left": np.int64, "right": np.int64, "found": np.int8, "score": np.float64, "event": bool}
    empty |= {f"sim_{c}": np.float32 for c in columns}
    return pd.DataFrame({c: np.zeros(0, dtype=t) for c, t in empty.items()})


def _spread(pairs: pd.DataFrame, groups: np.ndarray, split: int | None) -> pd.DataFrame:
    """Hand the scores of distinct rows to all rows that are equal to them."""
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(groups.max(initial=-1) + 2))
    sizes = np.diff(starts)
    taken = np.where(sizes <= _FULL_GROUP, sizes, 1)
    a, b = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    many = np.where(a == b, np.where(sizes[a] <= _FULL_GROUP, sizes[a] ** 2, sizes[a]), taken[a] * taken[b])
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


def _labelled(pairs: pd.DataFrame, frame: pd.DataFrame, other: pd.DataFrame | None) -> pd.DataFrame:
    """Put index labels in place of positions, words in place of flags, and the likeliest pair first."""
    pairs = pairs.sort_values(["score", "left", "right"], ascending=[False, True, True], ignore_index=True)
    second = frame if other is None else other
    shift = 0 if other is None else len(frame)
    rules = [*RULES, "equal rows"]
    words = [", ".join(r for i, r in enumerate(rules) if flag >> i & 1) for flag in range(1 << len(rules))]
    pairs["found_by"] = np.array(words, dtype=object)[pairs.pop("found").to_numpy().astype(int)].astype(str)
    pairs.insert(3, "review", pairs.pop("review").astype(str))
    pairs["left"] = frame.index.take(pairs["left"].to_numpy())
    pairs["right"] = second.index.take(pairs["right"].to_numpy() - shift)
    return pairs
