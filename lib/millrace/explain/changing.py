"""The least change that turns a decision, among what a person can change; or the finding that there is none."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.explain.columns import is_number
from millrace.explain.explained import Explained, check_explained, one_row, selected
from millrace.explain.reasons import NOT_EXPLAINED, Why, careful, digits_for, in_figures, shortened, why
from millrace.explain.steps import NOW, WITH_TIME, Step, levels_of

__all__ = ["Changes", "least_change"]

BATCH = 512
MOST_TRIED = 200_000
NAMED_SHARE = 0.1  # of the way to the bar: smaller parts are not named
CAN, CANNOT, ALREADY, NOT_KNOWN = "can be turned", "cannot be turned", "already selected", "not known"


@dataclass(frozen=True, eq=False)
class Changes:
    """What a person could change to be selected.

    Parameters
    ----------
    table : DataFrame
        Cheapest first, one row per way: ``way``, ``cost``, ``when`` ("now", or "with time" when one part needs it),
        ``score`` afterwards, ``changes`` in words, and one column per step with the value it would have. No rows when
        nothing turns the decision.
    verdict : str
        "can be turned", "cannot be turned", "already selected", or "not known" when there was too much to try.
    score : float
        The score as it is.
    best_score : float
        The best score among all that was tried.
    tried : int
        How many combinations were scored.
    sentence : str
        The whole in words.
    """

    table: pd.DataFrame
    verdict: str
    score: float
    best_score: float
    tried: int
    sentence: str


@dataclass
class _Search:
    """What a search has seen: ways found, the best score, how many were tried."""

    found: list[tuple[float, tuple[int, ...], float]] = field(default_factory=list)
    best: float = -np.inf
    tried: int = 0
    ended: bool = True


def least_change(
    ours: Explained,
    *,
    row: pd.Series | pd.DataFrame | dict,
    can_change: Sequence[Step],
    never: Sequence[str] = (),
    ways: int = 3,
    words: Mapping[str, str] | None = None,
) -> Changes:
    """Find the cheapest change, among what this person can change, that turns the decision.

    Parameters
    ----------
    ours : Explained
        From `stand_in` or `of_model`, with a threshold.
    row : Series, DataFrame of one row, or dict
        The person. Where a stand-in's own score is in the row, what it could not explain is taken to stay.
    can_change : list of Step
        From `step`: what the person can change, how far, at what cost, now or with time. Nothing else is changed.
    never : list of str
        Columns that nobody can change, such as age or a break in the past: refused among ``can_change``, and named
        when they stand in the way.
    ways : int
        How many ways are listed at most; none of them holds another.
    words : dict of str to str, optional
        How to say a column in the sentence, with {} for the value.

    Returns
    -------
    Changes
        With the ways, the verdict, and a sentence.

    Raises
    ------
    ArgumentError
        When there is no threshold, nothing can be changed, a column is changed twice or is among ``never``, or the
        score does not rest on it.
    ColumnError
        When a column is missing from the row.

    Notes
    -----
    Combinations are tried from the cheapest on, so that the first that turns the decision is the cheapest on this grid;
    that none does is said only after all were tried. Above 200,000 combinations a sum is bounded by the best of each
    step; for other models the answer may be "not known". A recourse is advice about the score (Ustun, Spangher and Liu
    2019), not a promise: the tool, or the bar, may have changed when the person comes back.

    Examples
    --------
    >>> from millrace.explain import of_model, step
    >>> rows = pd.DataFrame({"gap": [float(n % 5) for n in range(40)], "test": [float(n) for n in range(40)]})
    >>> ours = of_model(lambda t: t["test"] - 4 * t["gap"], frame=rows, columns=["gap", "test"], threshold=20)
    >>> least_change(ours, row={"gap": 4, "test": 30}, can_change=[step("test", by=5, until=40)]).sentence
    'The least change that turns the decision: test from 30 to 40 (now); the score would be 24, 4 above the bar of 20.'
    """
    check_explained(ours)
    _check(ours, can_change, never, ways)
    person = one_row(ours, row)
    base = why(ours, row=person)
    shift = base.score - float(ours.scores(person)[0])
    levels = [levels_of(one, person[one.column].iloc[0]) for one in can_change]
    sign = 1.0 if ours.better == "higher" else -1.0
    if selected(np.array([base.score]), ours.threshold, ours.better)[0]:
        seen = _Search(best=base.score * sign, tried=0)
        verdict = ALREADY
    else:
        seen = _search(ours, person, list(can_change), levels, shift, ways)
        verdict = CAN if seen.found else CANNOT if seen.ended else NOT_KNOWN
    table = _table(can_change, levels, seen, words or {}, person)
    best = seen.best * sign
    said = _sentence(ours, table, verdict, base, best, never)
    if len(table) and table["when"].iloc[0] == WITH_TIME:
        said += _without_waiting(ours, person, can_change, shift, words or {})
    return Changes(table, verdict, base.score, best, seen.tried, said)


def _check(ours: Explained, can_change: Sequence[Step], never: Sequence[str], ways: int) -> None:
    if ours.threshold is None:
        raise ArgumentError("There is no bar. A threshold was expected. Give threshold= to stand_in or of_model.")
    if not can_change or not all(isinstance(one, Step) for one in can_change):
        raise ArgumentError(
            f"can_change={in_words(list(can_change))} was given. A list of steps was expected. Write it like "
            "can_change=[step('test_result', by=5, until=100)]."
        )
    if not isinstance(ways, int) or ways < 1:
        raise ArgumentError(f"ways={in_words(ways)} was given. A whole number from 1 was expected. Write 3.")
    names = [one.column for one in can_change]
    for name in names:
        if name not in ours.columns:
            raise ArgumentError(
                f"The score does not rest on column '{name}'. One of {', '.join(ours.columns)} was expected. Leave it "
                f"out, or correct it.{did_you_mean(name, ours.columns)}"
            )
        if name in never:
            raise ArgumentError(f"Column '{name}' is in can_change and in never. One of both was expected. Choose.")
        if names.count(name) > 1:
            raise ArgumentError(f"Column '{name}' is in can_change twice. Once was expected. Join both steps.")


def _search(ours: Explained, person: pd.DataFrame, steps: list[Step], levels: list, shift: float, ways: int) -> _Search:
    seen = _Search()
    if _out_of_reach(ours, person, steps, levels, shift, seen):
        return seen
    batch: list[tuple[float, tuple[int, ...]]] = []
    for cost, places in _by_cost([[one[1] for one in part] for part in levels]):
        if len(seen.found) >= ways or seen.tried + len(batch) >= MOST_TRIED:
            break
        if any(all(a >= b for a, b in zip(places, known, strict=True)) for _, known, _ in seen.found):
            continue
        batch.append((cost, places))
        if len(batch) == BATCH:
            _try(ours, person, steps, levels, shift, batch, ways, seen)
            batch = []
    if batch and len(seen.found) < ways:
        _try(ours, person, steps, levels, shift, batch, ways, seen)
    total = np.prod([float(len(part)) for part in levels])
    seen.ended = bool(seen.found) or seen.tried >= float(total)
    return seen


def _by_cost(costs: list[list[float]]) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield every combination of levels once, the cheapest first."""
    start = (0,) * len(costs)
    heap = [(0.0, start)]
    while heap:
        cost, places = heapq.heappop(heap)
        yield cost, places
        # each combination has one parent: the one without its last step, so that none comes twice
        last = max((at for at, place in enumerate(places) if place), default=0)
        for at in range(last, len(costs)):
            if places[at] + 1 < len(costs[at]):
                more = (*places[:at], places[at] + 1, *places[at + 1 :])
                heapq.heappush(heap, (sum(part[one] for part, one in zip(costs, more, strict=True)), more))


def _with_levels(
    person: pd.DataFrame, steps: list[Step], levels: list, combinations: list[tuple[int, ...]]
) -> pd.DataFrame:
    table = person.iloc[[0] * len(combinations)].reset_index(drop=True)
    for at, one in enumerate(steps):
        values = [levels[at][places[at]][0] for places in combinations]
        number = is_number(person[one.column]) and not isinstance(values[0], bool | np.bool_)
        table[one.column] = pd.Series(values, dtype="float64" if number else person[one.column].dtype)
    return table


def _out_of_reach(
    ours: Explained, person: pd.DataFrame, steps: list[Step], levels: list, shift: float, seen: _Search
) -> bool:
    """Bound a sum by the best level of every step: when that is below the bar, nothing need be tried."""
    if ours.effects is None:
        return False
    sign = 1.0 if ours.better == "higher" else -1.0
    best = []
    for at in range(len(steps)):
        alone = [tuple(place if other == at else 0 for other in range(len(steps))) for place in range(len(levels[at]))]
        made = sign * ours.scores(_with_levels(person, steps, levels, alone))
        best.append(int(made.argmax()))
        seen.tried += len(alone)
    top = float(ours.scores(_with_levels(person, steps, levels, [tuple(best)]))[0]) + shift
    if selected(np.array([top]), ours.threshold, ours.better)[0]:
        seen.tried = 0
        return False
    seen.best = sign * top
    return True


def _try(
    ours: Explained,
    person: pd.DataFrame,
    steps: list[Step],
    levels: list,
    shift: float,
    batch: list[tuple[float, tuple[int, ...]]],
    ways: int,
    seen: _Search,
) -> None:
    made = ours.scores(_with_levels(person, steps, levels, [places for _, places in batch])) + shift
    seen.tried += len(batch)
    sign = 1.0 if ours.better == "higher" else -1.0
    seen.best = max(seen.best, float((sign * made).max()))
    for at in np.flatnonzero(selected(made, ours.threshold, ours.better)):
        cost, places = batch[at]
        holds = any(all(a >= b for a, b in zip(places, known, strict=True)) for _, known, _ in seen.found)
        if not holds and len(seen.found) < ways:
            seen.found.append((cost, places, float(made[at])))


def _table(
    steps: Sequence[Step], levels: list, seen: _Search, words: Mapping[str, str], person: pd.DataFrame
) -> pd.DataFrame:
    rows = []
    for way, (cost, places, score) in enumerate(seen.found, start=1):
        moved = [at for at, place in enumerate(places) if place]
        when = WITH_TIME if any(steps[at].when == WITH_TIME for at in moved) else NOW
        said = [_change(steps[at], person[steps[at].column].iloc[0], levels[at][places[at]][0], words) for at in moved]
        values = {one.column: levels[at][places[at]][0] for at, one in enumerate(steps)}
        rows.append({"way": way, "cost": cost, "when": when, "score": score, "changes": "; ".join(said), **values})
    return pd.DataFrame(rows, columns=["way", "cost", "when", "score", "changes", *(one.column for one in steps)])


def _change(one: Step, before: object, after: object, words: Mapping[str, str]) -> str:
    if one.column in words:
        return words[one.column].replace("{}", in_figures(after)) + f" instead of {in_figures(before)}"
    return f"{one.column} from {in_figures(before)} to {in_figures(after)}"


def _sentence(
    ours: Explained,
    table: pd.DataFrame,
    verdict: str,
    base: Why,
    best: float,
    never: Sequence[str],
) -> str:
    bar = float(ours.threshold or 0)
    if verdict == ALREADY:
        return f"Already selected: {in_figures(base.score)} points, and the bar is {in_figures(bar)}."
    if verdict == NOT_KNOWN:
        return "Not known: there are too many combinations to try, and none of those tried turns the decision."
    if verdict == CANNOT:
        text = (
            "No change that this person can make turns the decision: the best score within reach is "
            f"{in_figures(round(best, 4))}, {in_figures(round(abs(bar - best), 4))} from the bar of {in_figures(bar)}."
        )
        return text + _in_the_way(ours, base, never)
    return _ways(ours, table, bar, base)


def _in_the_way(ours: Explained, base: Why, never: Sequence[str]) -> str:
    worse = -1 if ours.better == "higher" else 1
    held = base.table[base.table["column"].isin(never) & (np.sign(base.table["points"]) == worse)]
    named = held[held["points"].abs() >= NAMED_SHARE * abs(base.score - float(ours.threshold or 0))]
    if named.empty:
        return ""
    parts = [f"{name} ({points:+.1f})" for name, points in zip(named["column"], named["points"], strict=True)]
    return f" What nobody can change took: {', '.join(parts)}."


def _ways(ours: Explained, table: pd.DataFrame, bar: float, base: Why) -> str:
    first, digits = table.iloc[0], digits_for(base.table["points"])
    score = float(first["score"])
    away = round(abs(score - bar), digits)
    side = "at" if not away else f"{shortened(away, digits)} {'above' if score > bar else 'below'}"
    text = (
        f"The least change that turns the decision: {first['changes']} ({first['when']}); the score would be "
        f"{shortened(score, digits)}, {side} the bar of {in_figures(bar)}."
    )
    rest = base.table.loc[base.table["column"] == NOT_EXPLAINED, "points"].sum()
    return text + careful(ours, rest)


def _without_waiting(
    ours: Explained, person: pd.DataFrame, can_change: Sequence[Step], shift: float, words: Mapping[str, str]
) -> str:
    """Say what the cheapest way is among what can be done now."""
    now = [one for one in can_change if one.when == NOW]
    levels = [levels_of(one, person[one.column].iloc[0]) for one in now]
    seen = _search(ours, person, now, levels, shift, 1) if now else _Search()
    if seen.found:
        return f" Without waiting: {_table(now, levels, seen, words, person)['changes'].iloc[0]}."
    return " Nothing that can be done now is enough." if seen.ended else ""
