"""Before a pilot starts: how small an effect it could show, and how many cases or units it would need."""

import numpy as np
import pandas as pd

from millrace.effects.estimating import plan_effects
from millrace.effects.judging import DRAWS, SEED, ends_of
from millrace.effects.pilots import pilot
from millrace.effects.plans import NEVER, other_plans, possible_plans
from millrace.errors import ArgumentError, in_words

__all__ = ["detectable", "detectable_by_units", "sample_size"]


def _factor(confidence: float, power: float) -> float:
    from scipy import stats

    for name, value in (("confidence", confidence), ("power", power)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0.5 <= value < 1:
            raise ArgumentError(
                f"{name}={in_words(value)} was given. A share from 0.5 to below 1 was expected. Write it like 0.8."
            )
    return float(stats.norm.ppf(0.5 + confidence / 2) + stats.norm.ppf(power))


def _spread(usual: float, spread: float | None) -> float:
    if spread is None:
        if not 0 < usual < 1:
            raise ArgumentError(
                f"usual={in_words(usual)} was given without spread. A share between 0 and 1 was expected, or the "
                "spread (standard deviation) of a mean. Give spread=."
            )
        return float(np.sqrt(usual * (1 - usual)))
    if not spread > 0:
        raise ArgumentError(f"spread={in_words(spread)} was given. A number above 0 was expected. Correct it.")
    return float(spread)


def detectable(
    *, usual: float, cases_per_group: int, spread: float | None = None, confidence: float = 0.95, power: float = 0.8
) -> pd.DataFrame:
    """Say how small a change two groups by lot could show.

    Parameters
    ----------
    usual : float
        The share, or the mean, as it is now.
    cases_per_group : int
        Cases in either group.
    spread : float, optional
        Standard deviation of one case, for means; for shares it follows.
    confidence : float
        As for `by_lot`.
    power : float
        In what share of such tests a change of that size shall be shown.

    Returns
    -------
    DataFrame
        One row: ``cases_per_group``, ``change`` (the smallest that is shown that often), ``change_share`` (of usual)
        and ``sentence``.

    Raises
    ------
    ArgumentError
        When an argument is impossible.

    Notes
    -----
    The normal approximation of Cohen (1988), with the present spread on both sides.

    Examples
    --------
    >>> detectable(usual=0.7, cases_per_group=500)["sentence"].item()
    'With 500 cases per group, 8 of 10 such tests show a change of 0.081 (12 % of what is usual).'
    """
    if not cases_per_group >= 2:
        raise ArgumentError(
            f"cases_per_group={in_words(cases_per_group)} was given. 2 or more were expected. Correct it."
        )
    change = _factor(confidence, power) * _spread(usual, spread) * np.sqrt(2 / cases_per_group)
    share = change / abs(usual) if usual else np.nan
    said = (
        f"With {cases_per_group:,} cases per group, {power * 10:g} of 10 such tests show a change of {change:.2g} "
        f"({share:.0%} of what is usual)."
    ).replace("%", " %")
    return pd.DataFrame(
        [{"cases_per_group": cases_per_group, "change": change, "change_share": share, "sentence": said}]
    )


def sample_size(
    *, usual: float, change: float, spread: float | None = None, confidence: float = 0.95, power: float = 0.8
) -> pd.DataFrame:
    """Say how many cases two groups by lot need to show a change of some size.

    Parameters
    ----------
    usual, spread, confidence, power : as there
        As for `detectable`.
    change : float
        The smallest change worth having, in the unit of ``usual``: 0.05 for five points of a share.

    Returns
    -------
    DataFrame
        One row: ``change``, ``cases_per_group``, ``cases`` (both groups) and ``sentence``.

    Raises
    ------
    ArgumentError
        When an argument is impossible.

    Notes
    -----
    The normal approximation; for shares with the spread of both (Fleiss, Levin and Paik 2003).

    Examples
    --------
    >>> sample_size(usual=0.7, change=0.05)["cases_per_group"].item()
    1248
    """
    if not change or not np.isfinite(change) or (spread is None and not 0 < usual + change < 1):
        raise ArgumentError(
            f"change={in_words(change)} was given. A change other than 0, which keeps a share between 0 and 1, was "
            "expected. Write 0.05 for five points."
        )
    spreads = [_spread(usual, spread), _spread(usual + change, spread) if spread is None else float(spread)]
    size = int(np.ceil(_factor(confidence, power) ** 2 * sum(s**2 for s in spreads) / change**2))
    said = f"To show a change of {change:g} in {power * 10:g} of 10 tests, {size:,} cases per group are needed."
    return pd.DataFrame([{"change": change, "cases_per_group": size, "cases": 2 * size, "sentence": said}])


def detectable_by_units(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    when: str,
    measure: str,
    better: str,
    pilot_units: int,
    weeks: int,
    alike: tuple[str, ...] | list[str] = (),
    confidence: float = 0.95,
    power: float = 0.8,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Say how small a change a pilot at some units could show, going by their own past.

    Parameters
    ----------
    frame : DataFrame
        Rows of the past, before anybody began: one per case.
    outcome, unit, when, measure, better, alike : as there
        As for `pilot`.
    pilot_units : int
        How many units would begin.
    weeks : int
        For how many weeks they would be watched.
    confidence : float
        As for `effect`.
    power : float
        In what share of such pilots a change of that size shall be shown.
    draws, seed : as there
        As for `effect`.

    Returns
    -------
    DataFrame
        One row: ``pilot_units``, ``other_units``, ``weeks``, ``chance`` (how far effects spread when nothing happens,
        as standard deviation in the unit of the outcome), ``change`` (the smallest shown that often), ``change_share``
        and ``sentence``.

    Raises
    ------
    ArgumentError
        When the units or weeks are too few for it.

    Notes
    -----
    The last weeks of the past are played as a pilot at units drawn by lot, many times over. The same weeks serve all
    draws, so a year with a calmer end makes it too hopeful.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> days = [f"2025-{m:02}-{n:02}" for m in (1, 2, 3) for n in range(1, 29)]
    >>> made = [(d, day, rng.normal(5, 1)) for d in "ABCDEFGH" for day in days]
    >>> past = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> plan = detectable_by_units(past, outcome="minutes", unit="desk", when="day", measure="score", better="lower",
    ...                            pilot_units=3, weeks=4)
    >>> bool(0.2 < plan["change"].item() < 1)
    True
    """
    names = sorted(frame[unit].dropna().unique(), key=str)
    days = pd.to_datetime(frame[when])
    last = days.max().to_period("W-SUN")
    if not 1 <= pilot_units < len(names) or weeks < 1:
        raise ArgumentError(
            f"pilot_units={in_words(pilot_units)} and weeks={in_words(weeks)} were given, and there are {len(names)} "
            "units. 1 or more of either, and a unit that does not begin, were expected. Correct them."
        )
    start = (last - (weeks - 1)).start_time
    ours = pilot(
        frame, outcome=outcome, unit=unit, when=when, starts=dict.fromkeys(names[:pilot_units], start), measure=measure,
        better=better, alike=alike,
    )  # fmt: skip
    plans, possible = other_plans(ours.began, draws=draws, seed=seed), possible_plans(ours.began)
    found = plan_effects(ours.panel.sums, ours.panel, plans)[:, 0]
    chance = float(np.nanstd(found))
    smallest = _factor(confidence, power) * chance
    level = ours.values.mean()
    _, change, share = ends_of(
        ours, smallest, level * np.exp(smallest) if ours.measure == "amount" else level + smallest
    )
    enough = possible * (1 - confidence) >= 1
    said = (
        f"With {pilot_units} pilot units of {len(ours.units)} over {weeks} weeks, {power * 10:g} of 10 pilots show a "
        f"change of {float(change):.2g} ({float(share):.0%} of what is usual)."
        if enough
        else f"With {pilot_units} pilot units of {len(ours.units)} no effect can be told from chance, however large."
    ).replace("%", " %")
    return pd.DataFrame(
        [
            {
                "pilot_units": pilot_units, "other_units": int((ours.began == NEVER).sum()), "weeks": weeks,
                "chance": chance * (level if ours.measure == "amount" else 1.0),
                "change": float(change) if enough else np.inf, "change_share": float(share) if enough else np.inf,
                "sentence": said,
            }
        ]
    )  # fmt: skip
