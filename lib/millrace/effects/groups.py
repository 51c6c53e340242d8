"""For whom a change works: the effect by language, topic or size, with a guard for many looks."""

import numpy as np
import pandas as pd

from millrace.effects.effect import effect
from millrace.effects.judging import DRAWS, SEED, check_pilot
from millrace.effects.levels import fit_factors
from millrace.effects.outcomes import better_is
from millrace.effects.pilots import Pilot
from millrace.effects.verdicts import NOT_SHOWN, TOO_FEW
from millrace.errors import ArgumentError, check_confidence, require_columns

__all__ = ["compare_groups", "effect_by"]

LEAST_CASES = 30


def effect_by(ours: Pilot, *, by: str, confidence: float = 0.95, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Say what a pilot changed for each group of cases.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    by : str
        The column of the group, for example language.
    confidence, draws, seed : as there
        As for `effect`.

    Returns
    -------
    DataFrame
        One row per group: the group, ``cases``, ``pilot_units``, ``other_units``, ``change``, ``change_low``,
        ``change_high``, ``change_share``, ``share_low``, ``share_high``, ``p``, ``adjusted_p``, ``verdict`` and
        ``remarks``. The ranges are those of a single look; the verdict allows for all groups that were looked at.

    Raises
    ------
    ColumnError
        When the column is missing.

    Notes
    -----
    Benjamini and Hochberg (1995) over the groups. A group that few units have is "too few to say": ask `compare_groups`
    whether it fares otherwise than the other cases of the same units.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 5.0, "en" if n % 2 else "zh") for d in "ABCDEF" for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes", "language"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13", "B": "2025-01-13"},
    ...              measure="amount", better="lower")
    >>> effect_by(ours, by="language")["verdict"].tolist()
    ['too few to say', 'too few to say']
    """
    check_pilot(ours)
    require_columns(ours.rows, [by])
    rows = [
        {by: level, **_one(ours, (ours.rows[by] == level).to_numpy(), by, confidence, draws, seed)}
        for level in sorted(ours.rows[by].dropna().unique(), key=str)
    ]
    table = pd.DataFrame(rows)
    table["adjusted_p"] = _held_together(table["p"].to_numpy(dtype=float))
    lost = table["verdict"].isin(["works", "harms"]) & ~(table["adjusted_p"] <= 1 - confidence + 1e-9)
    table["verdict"] = table["verdict"].mask(lost, NOT_SHOWN)
    return table[[*(c for c in table.columns if c not in ("verdict", "remarks")), "verdict", "remarks"]]


def _one(ours: Pilot, rows: np.ndarray, by: str, confidence: float, draws: int, seed: int) -> dict:
    columns = ["cases", "pilot_units", "other_units", "change", "change_low", "change_high", "change_share"]
    columns += ["share_low", "share_high", "p", "verdict", "remarks"]
    try:
        part = ours.part(rows, drop=by)
    except ArgumentError as nothing_to_compare:
        empty = {"cases": int((rows & ours.treated).sum()), "pilot_units": 0, "other_units": 0}
        return dict.fromkeys(columns, np.nan) | empty | {"verdict": TOO_FEW, "remarks": str(nothing_to_compare)}
    found = effect(part, confidence=confidence, draws=draws, seed=seed).iloc[0]
    if found["verdict"] == TOO_FEW:
        found["remarks"] = f"{found['sentence']} {found['remarks']}".strip()
    return found[columns].to_dict()


def _held_together(p: np.ndarray) -> np.ndarray:
    from scipy import stats

    result = np.full(len(p), np.nan)
    known = np.isfinite(p)
    if known.any():
        result[known] = stats.false_discovery_control(p[known])
    return result


def compare_groups(ours: Pilot, *, by: str, confidence: float = 0.95) -> pd.DataFrame:
    """Say whether a change does more or less for one group than for the other cases of the same units.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    by : str
        The column of the group, for example language.
    confidence : float
        How often such a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        One row per group: the group, ``cases`` (treated), ``pilot_units`` (with that group and others, before and
        since), ``against_others`` (effect on the group less effect on the others: points of a share or score, or a
        share of what would have been for amounts), ``low``, ``high``, ``p``, ``adjusted_p`` and ``verdict``: "better
        served", "worse served", "not shown" or "too few to say" (fewer than 30 cases before or since, of the group or
        of the others).

    Raises
    ------
    ColumnError
        When the column is missing.

    Notes
    -----
    What a unit goes through hits all its cases alike and cancels, so that the cases themselves are the measure of
    chance (a difference of differences within units). It takes the groups of a unit to have moved alike without the
    change. Benjamini and Hochberg (1995) over the groups.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 3.0 - (g == "ar" and d == "A" and n > 12) + 0.1 * (n % 3), g)
    ...         for d in "AB" for n in range(1, 29) for g in ["ar", "en", "ar", "en", "en", "ar"]]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "mark", "language"])
    >>> ours = pilot(cases, outcome="mark", unit="desk", when="day", starts={"A": "2025-01-13"}, measure="score",
    ...              better="higher")
    >>> compare_groups(ours, by="language")[["language", "verdict"]].values.tolist()
    [['ar', 'worse served'], ['en', 'better served']]
    """
    check_pilot(ours)
    check_confidence(confidence)
    require_columns(ours.rows, [by])
    rest, better = _leftovers(ours, by), better_is(ours.better)
    levels = sorted(ours.rows[by].dropna().unique(), key=str)
    table = pd.DataFrame([{by: level, **_against(ours, rest, ours.rows[by] == level, confidence)} for level in levels])
    table["adjusted_p"] = _held_together(table["p"].to_numpy(dtype=float))
    shown = table["adjusted_p"] <= 1 - confidence + 1e-9
    ahead = (table["against_others"] * better) > 0
    cases = {TOO_FEW: table["p"].isna(), "better served": shown & ahead, "worse served": shown}
    return table.assign(verdict=np.select(list(cases.values()), list(cases), NOT_SHOWN))


def _leftovers(ours: Pilot, by: str) -> np.ndarray:
    # what untouched cases of the same unit, period and kind do not explain, as a share of it for amounts
    untouched, ratio = ~ours.treated, ours.measure == "amount"
    kinds = [pd.factorize(ours.rows[column])[0] for column in dict.fromkeys((*ours.alike, by))]
    factors = [ours.unit, ours.period, *kinds]
    fitted = fit_factors(ours.values[untouched], np.ones(untouched.sum()), [f[untouched] for f in factors], ratio=ratio)
    expected = np.zeros(len(ours.values))
    for effects, factor in zip(fitted, factors, strict=True):
        every = np.full(int(factor.max()) + 1, np.nan)
        every[: len(effects)] = effects
        expected += every[factor]
    return ours.values / np.exp(expected) - 1 if ratio else ours.values - expected


def _against(ours: Pilot, rest: np.ndarray, mine: pd.Series, confidence: float) -> dict:
    from scipy import stats

    group, since, known = mine.to_numpy(), ours.treated, np.isfinite(rest)
    parts = []
    for unit in range(len(ours.starts)):
        four = [rest[(ours.unit == unit) & known & (group == g) & (since == s)] for g in (1, 0) for s in (1, 0)]
        if min(map(len, four)) >= 2:
            parts.append([[len(x), x.mean(), x.var(ddof=1) / len(x)] for x in four])
    result = {"cases": int((group & since).sum()), "pilot_units": len(parts)}
    sizes = np.array(parts)[:, :, 0].sum(axis=0) if parts else np.zeros(4)
    if sizes.min() < LEAST_CASES:
        return result | dict.fromkeys(["against_others", "low", "high", "p"], np.nan)
    counts, means, errors = np.moveaxis(np.array(parts), 2, 0)
    weight = 1 / (1 / counts).sum(axis=1)
    weight = weight / weight.sum()
    change = float(weight @ (means @ [1, -1, -1, 1]))
    error = float(np.sqrt(weight**2 @ errors.sum(axis=1)))
    reach = stats.norm.ppf(0.5 + confidence / 2) * error
    p = 2 * stats.norm.sf(abs(change) / error) if error else float(change == 0)
    return result | {"against_others": change, "low": change - reach, "high": change + reach, "p": float(p)}
