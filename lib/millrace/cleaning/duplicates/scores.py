"""Score pairs: weights learnt from the table, events told from things, the nearest of two lists, equal rows."""

from collections.abc import Hashable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.columns import Columns
from millrace.cleaning.duplicates.contradictions import contradictory
from millrace.cleaning.duplicates.levels import NEAR, agreement_levels, chance_levels
from millrace.cleaning.duplicates.mixture import Fit, Rivals, fitted_weights

__all__ = ["event_columns", "match_scores"]

_LEADS = (-0.01, 0.011, 0.7, 1.5, 3.0)  # nats ahead of the best other pair of either row
_LEAD_CHANCE = np.array([0.93, 0.04, 0.01, 0.008, 0.006, 0.006])
_MOST_GONE, _WORD_FOR_WORD, _LIFT, _FILLED = 1 / 3, 0.8, 0.15, 0.7
_EVENT_KINDS = ("date", "number", "code")
_OTHER_EVENT, _EQUAL_ROWS = -3.0, 7.0  # odds: about 0.05 and 0.999
_CONTRADICTED = 4.0  # nats: what a household shares (surname, street, phone) is one piece of evidence, not three


def match_scores(
    columns: Columns, split: int | None, pairs: pd.DataFrame, alike: pd.DataFrame, *, single: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Score pairs by what the table itself shows, without labels and without weights from elsewhere.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    split : int or None
        Where the second table starts; None within one table.
    pairs : pandas.DataFrame
        ``left`` and ``right``, positions.
    alike : pandas.DataFrame
        Similarities by column.
    single : bool
        Whether a row of two linked tables has one partner at the most.

    Returns
    -------
    numpy.ndarray
        One score per pair, 0 to 1.
    numpy.ndarray
        Whether a pair names two events of one party, such as two payments of one customer (see `event_columns`).
    """
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    levels, chance = agreement_levels(columns, alike), chance_levels(columns, split)
    apart = contradictory(columns, levels, left, right) if split is None else np.zeros(len(pairs), dtype=bool)
    height = len(next(iter(columns.values()))[1])
    possible = height * (height - 1) / 2 if split is None else float(split * (height - split))
    rivals = _competing(left, right) if split is not None and single else None
    learn = partial(fitted_weights, columns, levels, chance, possible=possible, strict=split is not None)
    fit = learn(apart=apart, rivals=rivals)
    event: np.ndarray = np.zeros(len(pairs), dtype=bool)
    moving = [] if split is not None else event_columns(columns, levels, chance, fit, left, right)
    if moving:
        seen = levels[moving].to_numpy()
        tops = np.array([len(chance[c]) - 1 for c in moving])
        event = np.any((seen >= 0) & (seen < tops), axis=1)
        fit = learn(apart=apart | event)
    if rivals is not None and any(kind == "text" for kind, _ in columns.values()):
        fit = _with_leads(columns, levels, chance, fit, apart, left, right, rivals, possible)
    odds = fit.odds - _CONTRADICTED * apart
    odds = np.where(event, np.minimum(odds, _OTHER_EVENT), odds)
    odds = np.where(_equal_rows(columns, left, right), np.maximum(odds, _EQUAL_ROWS), odds)
    return _probability(odds), event


def _probability(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def _equal_rows(columns: Columns, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Mark rows that are equal in all they say, in two columns or more of which one tells more than a category."""
    equal, said, telling = (
        np.ones(len(left), dtype=bool),
        np.zeros(len(left), dtype=int),
        np.zeros(len(left), dtype=bool),
    )
    for kind, text in columns.values():
        codes, values = pd.factorize(text.to_numpy(dtype=object))
        filled = (values != "")[codes[left]]
        equal &= codes[left] == codes[right]
        said += filled
        telling |= filled & (kind not in ("category", "number"))
    return equal & telling & (said >= min(2, len(columns)))


def event_columns(
    columns: Columns,
    levels: pd.DataFrame,
    chance: Mapping[Hashable, np.ndarray],
    fit: Fit,
    left: np.ndarray,
    right: np.ndarray,
) -> list[Hashable]:
    """Name the columns that make each row an event: a payment, an order line, a reading of a meter.

    Payments of one customer agree word for word in what names the customer, and no more than by chance in day, amount
    and number. Where merging on that would remove more than a third of the rows, the customer is no evidence that two
    rows are one payment.

    Parameters
    ----------
    columns, levels, chance : as in `fitted_weights`
        The compared columns, levels of agreement and shares by chance.
    fit : Fit
        What was learnt so far.
    left, right : numpy.ndarray
        Positions of the two rows of each pair.

    Returns
    -------
    list
        Columns, empty when the rows are things (people, firms, goods).
    """
    likely = fit.odds > 0
    seen = levels[likely]
    chancy = [c for c, (kind, _) in columns.items() if _agrees_by_chance(seen[c], kind, chance[c])]
    moving = [c for c in chancy if columns[c][0] in _EVENT_KINDS and (columns[c][1] != "").mean() >= _FILLED]
    steady = [c for c in columns if c not in chancy]
    if not moving or not steady or not len(seen):
        return []
    height = len(next(iter(columns.values()))[1])
    if _rows_gone(left[likely], right[likely], height) <= _MOST_GONE * height:
        return []
    tops = np.array([len(chance[c]) - 1 for c in steady])
    values = seen[steady].to_numpy()
    word_for_word = ((values == tops) | (values < 0)).all(axis=1).mean()
    return moving if word_for_word >= _WORD_FOR_WORD else []


def _agrees_by_chance(levels: pd.Series, kind: str, chance: np.ndarray) -> bool:
    told = levels[levels >= 0]
    return bool(len(told) and (told >= NEAR[kind]).mean() < chance[NEAR[kind] :].sum() + _LIFT)


def _rows_gone(left: np.ndarray, right: np.ndarray, height: int) -> int:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    joined = csr_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(height, height))
    return height - connected_components(joined, directed=False, return_labels=False)


def _competing(left: np.ndarray, right: np.ndarray) -> Rivals:
    """Share the odds among the pairs of a row: of two lists to be linked, each row has one partner at the most."""

    def shared(odds: np.ndarray) -> np.ndarray:
        return odds / (1 + np.bincount(left, odds)[left] + np.bincount(right, odds)[right] - odds)

    return shared


def _with_leads(
    columns: Columns,
    levels: pd.DataFrame,
    chance: Mapping[Hashable, np.ndarray],
    fit: Fit,
    apart: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    rivals: Rivals,
    possible: float,
) -> Fit:
    """Learn once more with one column more: how far a pair is ahead of all other pairs of its two rows.

    Titles of goods share words with many others; that a title is nearest by far tells more than how near it is.
    """
    ahead = fit.odds - np.maximum(_best_other(fit.odds, left), _best_other(fit.odds, right))
    lead = "how far ahead"
    more = {**columns, lead: ("text", next(iter(columns.values()))[1])}
    levels = levels.assign(**{lead: np.digitize(ahead, _LEADS)})
    return fitted_weights(
        more, levels, {**chance, lead: _LEAD_CHANCE}, apart=apart, possible=possible, strict=True, rivals=rivals
    )


def _best_other(odds: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Find, for every pair, the best odds of another pair of the same row."""
    order = np.lexsort((-odds, rows))
    first = np.flatnonzero(np.r_[True, rows[order][1:] != rows[order][:-1]])
    best = np.full(rows.max(initial=-1) + 1, -60.0)
    second = best.copy()
    best[rows[order[first]]] = odds[order[first]]
    after = first + 1
    inside = after < np.r_[first[1:], len(order)]
    second[rows[order[first[inside]]]] = odds[order[after[inside]]]
    return np.where(odds >= best[rows], second[rows], best[rows])
