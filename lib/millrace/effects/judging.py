"""Fitted effects with their ranges, put in the outcome's own unit and judged: what all looks at a pilot share."""

from typing import Any

import numpy as np
import pandas as pd

from millrace.effects.estimating import Buckets, plan_effects, under_other_plans
from millrace.effects.outcomes import better_is
from millrace.effects.pilots import Pilot
from millrace.effects.plans import NEVER, effect_range, other_plans
from millrace.effects.verdicts import verdict
from millrace.errors import ArgumentError, check_confidence, in_words

__all__ = ["DRAWS", "SEED", "check_pilot", "effect_table", "ends_of", "estimates"]

DRAWS, SEED = 1999, 7


def check_pilot(ours: Pilot) -> None:
    """Refuse what is no pilot.

    Parameters
    ----------
    ours : Pilot
        What was given.

    Raises
    ------
    ArgumentError
        When it is something else.

    Examples
    --------
    >>> check_pilot("pilot")
    Traceback (most recent call last):
    ...
    millrace.errors.ArgumentError: 'pilot' was given. A pilot was expected. Make it with pilot(...) first.
    """
    if not isinstance(ours, Pilot):
        raise ArgumentError(f"{in_words(ours)} was given. A pilot was expected. Make it with pilot(...) first.")


def estimates(
    ours: Pilot, *, buckets: Buckets | None = None, count: int = 1, confidence: float, draws: int, seed: int
) -> pd.DataFrame:
    """Estimate effects on the scale on which they are fitted, with ranges by randomisation.

    Parameters
    ----------
    ours : Pilot
        The pilot.
    buckets, count : as there
        As for `millrace.effects.estimating.plan_effects`.
    confidence : float
        How often a range shall hold the truth.
    draws, seed : int
        How many other plans are tried, and where chance starts.

    Returns
    -------
    DataFrame
        One row per bucket: ``estimate``, ``low``, ``high``, ``p``.

    Examples
    --------
    Called by `effect` and its like, which put it in the unit of the outcome.
    """
    check_confidence(confidence)
    panel, buckets = ours.panel, _watched(ours, buckets)
    found = plan_effects(panel.sums, panel, ours.began[None], buckets=buckets, count=count)[0]
    plans = other_plans(ours.began, draws=draws, seed=seed)
    without, shift = under_other_plans(panel, ours.began, plans, found, buckets=buckets)
    low, high, p = effect_range(found, without, shift, confidence=confidence)
    return pd.DataFrame({"estimate": found, "low": low, "high": high, "p": np.where(np.isfinite(low), p, np.nan)})


def _watched(ours: Pilot, buckets: Buckets | None) -> Buckets:
    # who begins then is watched as long as the unit that did, or other plans would look too calm
    cases = ours.panel.cases
    places = np.arange(cases.shape[1])
    last = np.where(cases > 0, places, -1).max(axis=1)
    ends = np.full(cases.shape[1], -1)
    for unit in np.flatnonzero(ours.began != NEVER):
        ends[ours.began[unit]] = max(ends[ours.began[unit]], last[unit])

    def bucket(plans: np.ndarray) -> np.ndarray:
        given = np.zeros((*plans.shape, len(places)), dtype=int) if buckets is None else buckets(plans)
        until = ends[np.minimum(plans, len(ends) - 1)]
        return np.where(places <= until[:, :, None], given, -1)

    return bucket


def ends_of(ours: Pilot, fitted: float | np.ndarray, observed: float | np.ndarray) -> tuple[Any, Any, Any]:
    """Put a fitted effect in the outcome's own unit, and as a share of what would have been.

    Parameters
    ----------
    ours : Pilot
        The pilot.
    fitted : float or ndarray
        A difference per case, or the log of a ratio for amounts.
    observed : float or ndarray
        Mean outcome of the treated cases.

    Returns
    -------
    without, change, change_share : float or ndarray
        What would have been per case, the change per case, and the change as a share of what would have been.

    Examples
    --------
    Called by `effect` and its like.
    """
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        without = observed / np.exp(fitted) if ours.measure == "amount" else observed - np.asarray(fitted)
        return without, observed - without, np.divide(observed - without, without)


def effect_table(ours: Pilot, fitted: pd.DataFrame, observed: np.ndarray) -> pd.DataFrame:
    """Put fitted effects in the outcome's own unit, with a verdict each.

    Parameters
    ----------
    ours : Pilot
        The pilot.
    fitted : DataFrame
        From `estimates`.
    observed : ndarray of float
        Mean outcome of the treated cases of each row.

    Returns
    -------
    DataFrame
        ``observed``, ``without``, ``change``, ``change_low``, ``change_high``, ``change_share``, ``share_low``,
        ``share_high``, ``p`` and ``verdict``.

    Examples
    --------
    Called by `effect` and its like.
    """
    mid, low, high = (ends_of(ours, fitted[c].to_numpy(), observed) for c in ("estimate", "low", "high"))
    amount, better = ours.measure == "amount", better_is(ours.better)
    table = pd.DataFrame(
        {
            "observed": observed, "without": mid[0], "change": mid[1], "change_low": low[1], "change_high": high[1],
            "change_share": mid[2],
            "share_low": np.where(np.isfinite(fitted["low"]), low[2] if amount else low[1] / mid[0], -np.inf),
            "share_high": np.where(np.isfinite(fitted["high"]), high[2] if amount else high[1] / mid[0], np.inf),
            "p": fitted["p"],
        }
    )  # fmt: skip
    table.loc[~np.isfinite(fitted["low"]), ["change_low"]] = -np.inf
    table.loc[~np.isfinite(fitted["high"]), ["change_high"]] = np.inf
    ends = zip(fitted["low"], fitted["high"], strict=True)
    return table.assign(verdict=[verdict(a, b, better=better) for a, b in ends])
