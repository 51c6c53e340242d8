"""What a pilot changed: one number with its range and a verdict that can say no, in all, by week, and by group."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from millrace.effects.estimating import Buckets, began_masks, plan_effects, under_other_plans
from millrace.effects.outcomes import better_is
from millrace.effects.pilots import Pilot
from millrace.effects.plans import NEVER, effect_range, other_plans, possible_plans
from millrace.effects.verdicts import TOO_FEW, check_confidence, sentence, verdict
from millrace.errors import ArgumentError, in_words

__all__ = ["check_pilot", "effect", "effect_by_start", "effect_by_week", "effect_table", "ends_of", "estimates"]

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
    buckets, count
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


def effect(ours: Pilot, *, confidence: float = 0.95, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Say what a pilot changed for its own cases, with a range and a verdict.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    confidence : float
        How often such a range holds the truth, as a share.
    draws, seed : int
        How many other plans are tried at most, and where chance starts.

    Returns
    -------
    DataFrame
        One row: ``question`` (what is estimated, for whom), ``cases``, ``pilot_units``, ``other_units``, ``plans`` (how
        many plans there could have been), ``observed`` and ``without`` (mean per case, found and estimated without the
        change), ``change``, ``change_low``, ``change_high`` (in the outcome's unit), ``change_share``, ``share_low``,
        ``share_high`` (as a share of ``without``), ``p``, ``verdict`` ("works", "harms", "not shown", "too few to
        say"), ``sentence`` and ``remarks``.

    Raises
    ------
    ArgumentError
        When no pilot was given, or the confidence is impossible.

    Notes
    -----
    What would have been is the unit's own level before, times or plus what units that had not begun did in that period.
    Only such untouched cells are used, never a unit that had begun (Callaway and Sant'Anna 2021; with all periods
    before as base, Borusyak, Jaravel and Spiess 2024; for amounts, Wooldridge 2023). One regression on unit and period
    would take units that began early for a comparison with those that began late (Goodman-Bacon 2021).

    The range is a randomisation test over which units began when, turned round (see `effect_range`). It holds with a
    dozen units, where errors clustered by unit are too small (Cameron, Gelbach and Miller 2008; MacKinnon and Webb
    2020, who show that the wild bootstrap fails when few clusters are treated). It takes units as exchangeable: had
    other units begun, their chance ups and downs would have been of the same kind. Effects that differ much between
    units make it wider than it needs to be.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> made = [(d, f"2025-{m:02}-{n:02}", 6.0 if d in "ABC" and m > 2 else 10.0)
    ...         for d in "ABCDEFGH" for m in (1, 2, 3, 4) for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> cases["minutes"] *= rng.lognormal(0, 0.3, len(cases))
    >>> from millrace.effects import pilot
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts=dict.fromkeys("ABC", "2025-03-01"),
    ...              measure="amount", better="lower")
    >>> effect(ours)["verdict"].item()
    'works'
    """
    check_pilot(ours)
    fitted = estimates(ours, confidence=confidence, draws=draws, seed=seed)
    treated = ours.treated
    table = effect_table(ours, fitted, np.array([ours.values[treated].mean()]))
    plans = possible_plans(ours.began)
    pilot_units = int((ours.began != NEVER).sum())
    table.insert(0, "question", ours.question)
    table.insert(1, "cases", int(treated.sum()))
    table.insert(2, "pilot_units", pilot_units)
    table.insert(3, "other_units", len(ours.units) - pilot_units)
    table.insert(4, "plans", plans)
    said = _said(ours, table.iloc[0].to_dict(), plans, confidence)
    return table.assign(sentence=said, remarks=" ".join(ours.remarks))


def _said(ours: Pilot, row: dict, plans: int, confidence: float) -> str:
    needed = int(np.ceil(1 / (1 - confidence) - 1e-9))
    if row["verdict"] == TOO_FEW:
        return (
            f"Too few to say: these units could have begun in {plans} ways, and at least {needed} "
            "are needed to tell an effect from chance. More units are needed, not more cases."
        )
    if ours.measure == "amount":
        return sentence(row["verdict"], row["share_low"], row["share_high"], unit="%")
    unit = "points" if ours.measure == "share" else ""
    return sentence(row["verdict"], row["change_low"], row["change_high"], unit=unit)


def effect_by_week(
    ours: Pilot,
    *,
    edges: Sequence[int] = (0, 2, 4, 8, 13, 26, 52),
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Say how the effect moved with the time since the start: whether a novelty wears off.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    edges : list of int
        Where the stretches begin, in periods (weeks) since the start; the last number ends the last one.
    confidence, draws, seed
        As for `effect`.

    Returns
    -------
    DataFrame
        One row per stretch with cases: ``from_period``, ``to_period`` (periods since the start, the second not
        included), ``cases``, ``pilot_units``, and as for `effect`. Each is judged by itself.

    Raises
    ------
    ArgumentError
        When the edges do not rise.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 5.0) for d in "ABCDEFG" for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13", "B": "2025-01-20"},
    ...              measure="amount", better="lower")
    >>> effect_by_week(ours, edges=[0, 1, 9])["cases"].tolist()
    [14, 11]
    """
    check_pilot(ours)
    borders = list(edges)
    if len(borders) < 2 or borders[0] < 0 or any(b <= a for a, b in pairwise(borders)):
        raise ArgumentError(
            f"edges={in_words(borders)} was given. Rising whole numbers from 0 on were expected. Write it like [0, "
            "4, 13]."
        )
    periods = ours.panel.sums.shape[1]

    def bucket(plans: np.ndarray) -> np.ndarray:
        since = np.arange(periods) - plans[:, :, None]
        place = np.searchsorted(borders, since, side="right") - 1
        return np.where(place < len(borders) - 1, place, -1)

    count = len(borders) - 1
    fitted = estimates(ours, buckets=bucket, count=count, confidence=confidence, draws=draws, seed=seed)
    since = ours.period - ours.began[ours.unit]
    of_row = np.where(since >= 0, np.searchsorted(borders, since, side="right") - 1, -1)
    table = _by_part(ours, fitted, of_row, count)
    table.insert(0, "from_period", borders[:-1])
    table.insert(1, "to_period", np.minimum(borders[1:], int(since.max()) + 1))
    return table[table["cases"] > 0].reset_index(drop=True)


def _by_part(ours: Pilot, fitted: pd.DataFrame, of_row: np.ndarray, count: int) -> pd.DataFrame:
    inside = (of_row >= 0) & (of_row < count)
    cases = np.bincount(of_row[inside], minlength=count)
    sums = np.bincount(of_row[inside], ours.values[inside], minlength=count)
    units = [len(np.unique(ours.unit[of_row == number])) for number in range(count)]
    table = effect_table(ours, fitted, sums / np.maximum(cases, 1))
    table.insert(0, "cases", cases)
    table.insert(1, "pilot_units", units)
    return table


def effect_by_start(ours: Pilot) -> pd.DataFrame:
    """List the effect of each start and period: the group-time table from which the effect in all is added up.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.

    Returns
    -------
    DataFrame
        One row per pilot unit and period since its start: ``unit``, ``period``, ``since`` (periods since the start),
        ``compared_with`` (units that had not begun and had cases then), ``cases``, ``observed``, ``without``,
        ``change``. Single cells are mostly chance; `effect` adds them up.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 5.0 - (d == "A" and n > 12)) for d in "ABC" for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13"}, measure="score",
    ...              better="lower")
    >>> effect_by_start(ours)["change"].round(6).tolist()
    [-1.0, -1.0, -1.0]
    """
    check_pilot(ours)
    panel, shape = ours.panel, ours.panel.sums.shape
    treated = began_masks(ours.began[None], shape[1])[0]

    def bucket(plans: np.ndarray) -> np.ndarray:
        return np.where(treated, np.arange(treated.size).reshape(shape), -1)[None].repeat(len(plans), axis=0)

    fitted = plan_effects(panel.sums, panel, ours.began[None], buckets=bucket, count=treated.size)[0].reshape(shape)
    place = ours.unit * shape[1] + ours.period
    sums = np.bincount(place, ours.values, treated.size).reshape(shape)
    free = ((panel.cases > 0) & ~treated).sum(axis=0)
    unit, period = np.nonzero(treated & (panel.cases > 0))
    observed = sums[unit, period] / panel.cases[unit, period]
    without, change, _ = ends_of(ours, fitted[unit, period], observed)
    return pd.DataFrame(
        {
            "unit": [ours.units[u] for u in unit], "period": ours.periods[period], "since": period - ours.began[unit],
            "compared_with": free[period], "cases": panel.cases[unit, period].astype(int), "observed": observed,
            "without": without, "change": change,
        }
    )  # fmt: skip
