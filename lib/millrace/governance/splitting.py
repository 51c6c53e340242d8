"""A changed rate of selection, split into other people, another rule, and other routing; the parts add up exactly."""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pandas as pd

from millrace.explain.shapes import shape_of
from millrace.governance.reweighing import balancing_weights

__all__ = ["PARTS", "Period", "design_of", "split"]

PARTS = ("other people", "other rule", "other routing")
LEAST_PEOPLE = 30
LEAST_EFFECTIVE = 0.1
PEOPLE_PER_COLUMN = 15


@dataclass(frozen=True, eq=False)
class Period:
    """What is known of the people of one period.

    Parameters
    ----------
    known : ndarray of float, shape (people, columns), or None
        What is known of them before anybody decided, as numbers; None when nothing is.
    answer : ndarray of bool or None
        What the rule said; None when there is no score.
    decided : ndarray of float
        1 where somebody was selected.
    """

    known: np.ndarray | None
    answer: np.ndarray | None
    decided: np.ndarray

    def rows(self, picked: np.ndarray) -> "Period":
        """Take some of the people.

        Parameters
        ----------
        picked : ndarray of int
            Which, perhaps several times.

        Returns
        -------
        Period
        """
        known = None if self.known is None else self.known[picked]
        return Period(known, None if self.answer is None else self.answer[picked], self.decided[picked])


def design_of(before: pd.DataFrame, after: pd.DataFrame, columns: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Lay out what is known of both groups as numbers on which their means are to agree.

    Parameters
    ----------
    before, after : DataFrame
        People.
    columns : list of str
        What is known of them.

    Returns
    -------
    tuple of two ndarrays of float
        Numbers with up to two bends each, and one column per category.
    """
    both = pd.concat([before[columns], after[columns]], ignore_index=True)
    # no more to agree on than the smaller group can bear
    room = min(len(before), len(after)) // (PEOPLE_PER_COLUMN * len(columns))
    parts = [shape_of(both[name], name, knots=min(max(room - 1, 0), 2)).design(both[name]) for name in columns]
    design = np.column_stack(parts)
    return design[: len(before)], design[len(before) :]


def split(before: Period, after: Period) -> pd.DataFrame | None:
    """Split the change in the share selected into parts that add up exactly.

    Parameters
    ----------
    before, after : Period
        Both groups.

    Returns
    -------
    DataFrame or None
        Per part: ``part``, ``change`` (mean over all orders in which the three could have changed),
        ``change_low_order`` and ``change_high_order`` (least and most over these orders); None when the people have too
        little in common.

    Notes
    -----
    The share is worked out for all eight mixtures of people, rule and routing: the rows of one rule, weighted to look
    like the people of either period, with the decisions that either period's routing makes of the rule's answer. Each
    part is its mean gain over the six orders (Shapley 1953; for rates, Das Gupta 1993).
    """
    rates = _rates(before, after)
    if rates is None:
        return None
    names = _factors(before)
    gains: dict[str, list[float]] = {name: [] for name in names}
    for order in permutations(range(len(names))):
        state = [0] * len(names)
        for at in order:
            old = rates[tuple(state)]
            state[at] = 1
            gains[names[at]].append(rates[tuple(state)] - old)
    return pd.DataFrame(
        {
            "part": names,
            "change": [float(np.mean(gains[name])) for name in names],
            "change_low_order": [min(gains[name]) for name in names],
            "change_high_order": [max(gains[name]) for name in names],
        }
    )


def _factors(period: Period) -> list[str]:
    people, rule, routing = PARTS
    if period.known is None:
        return [f"{people} or {rule}", routing] if period.answer is not None else [" or ".join(PARTS)]
    return [people, rule, routing] if period.answer is not None else [people, f"{rule} or {routing}"]


def _rates(before: Period, after: Period) -> dict[tuple[int, ...], float] | None:
    """Work out the share selected for every mixture of people, rule and routing."""
    periods = (before, after)
    weights = _weights(before, after)
    if weights is None:
        return None
    routed = [_routed(period) for period in periods]
    rates = {}
    for rule in (0, 1):
        period = periods[rule]
        for routing in (0, 1):
            # with a period's own shares the mean is that of its own decisions, to the last digit
            decided = period.decided if period.answer is None else np.where(period.answer, *routed[routing])
            for people in (0, 1):
                key = {"people": people, "rule": rule, "routing": routing}
                rates[_key(period, key)] = float(weights[rule][people] @ decided)
    return rates


def _key(period: Period, at: dict[str, int]) -> tuple[int, ...]:
    if period.known is None:
        return (at["rule"], at["routing"]) if period.answer is not None else (at["rule"],)
    return (at["people"], at["rule"], at["routing"]) if period.answer is not None else (at["people"], at["rule"])


def _weights(before: Period, after: Period) -> list[list[np.ndarray]] | None:
    """Return, per period, weights that make its people like those before and like those after."""
    equal = [np.full(len(period.decided), 1 / len(period.decided)) for period in (before, after)]
    if before.known is None or after.known is None:
        return [[equal[0], equal[0]], [equal[1], equal[1]]]
    forth = balancing_weights(before.known, after.known.mean(axis=0))
    back = balancing_weights(after.known, before.known.mean(axis=0))
    if forth is None or back is None or min(_effective(forth), _effective(back)) < LEAST_EFFECTIVE:
        return None
    return [[equal[0], forth], [back, equal[1]]]


def _effective(weights: np.ndarray) -> float:
    """Return the share of people that the weights are worth (Kish 1965)."""
    return float(1 / (weights**2).sum() / len(weights))


def _routed(period: Period) -> tuple[float, float]:
    """Return the share selected where the rule says yes and where it says no; the rule's own word where nobody is."""
    if period.answer is None:
        return 1.0, 0.0
    yes, no = period.decided[period.answer], period.decided[~period.answer]
    return (float(yes.mean()) if len(yes) else 1.0), (float(no.mean()) if len(no) else 0.0)
