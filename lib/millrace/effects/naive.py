"""The answers that come first to mind, beside the one that compares: others, the best week, by hand."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.effects.effect import effect
from millrace.effects.judging import DRAWS, SEED, check_pilot
from millrace.effects.lots import mean_difference
from millrace.effects.outcomes import better_is
from millrace.effects.pilots import Pilot
from millrace.effects.plans import NEVER
from millrace.errors import ArgumentError, did_you_mean, in_words

__all__ = ["compare_answers", "paired_by_hand"]


def compare_answers(ours: Pilot, *, confidence: float = 0.95, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Put the answers that are often given beside the one that holds.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    confidence, draws, seed : as there
        As for `effect`.

    Returns
    -------
    DataFrame
        One row per ``answer``: "before and after" (pilot units only), "pilot against others" (since the first start),
        "best week" (against all before), "against comparison units" (as `effect`): ``change``, ``change_low``,
        ``change_high``, ``change_share``, ``share_low``, ``share_high`` and ``fault``, what is wrong with it. Ranges of
        the first two are those of single cases: narrow, and beside the point. The best week has none.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 5.0 - 0.1 * n) for d in "ABCDEFG" for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13", "B": "2025-01-13"},
    ...              measure="score", better="lower")
    >>> compare_answers(ours)["change"].round(2).tolist()
    [-1.4, 0.0, -1.65, 0.0]
    """
    check_pilot(ours)
    treated, never = ours.treated, ours.began[ours.unit] == NEVER
    after, before = ours.values[treated], ours.values[~never & ~treated]
    others = ours.values[never & (ours.period >= ours.began.min())]
    weeks = pd.DataFrame({"week": ours.period[treated], "value": after}).groupby("week")["value"].agg(["mean", "size"])
    busy = weeks.loc[weeks["size"] >= weeks["size"].median() / 2, "mean"]
    best = busy.max() if better_is(ours.better) > 0 else busy.min()
    found = effect(ours, confidence=confidence, draws=draws, seed=seed).iloc[0]
    own = {c: found[c] for c in ("change", "change_low", "change_high", "change_share", "share_low", "share_high")}
    return pd.DataFrame(
        [
            {"answer": "before and after", **_naive(after, before, confidence), "fault": "season, other questions"},
            {"answer": "pilot against others", **_naive(after, others, confidence), "fault": "different all along"},
            {"answer": "best week", **_naive(np.array([best]), before, confidence), "fault": "picked as the best"},
            {"answer": "against comparison units", **own, "fault": ""},
        ]
    )  # fmt: skip


def _naive(one: np.ndarray, two: np.ndarray, confidence: float) -> dict[str, float]:
    usual = two.mean() if len(two) else np.nan
    change = one.mean() - usual
    low, high = (
        (np.nan, np.nan) if min(len(one), len(two)) < 2 else mean_difference(one, two, confidence=confidence)[:2]
    )
    values = {"change": change, "change_low": low, "change_high": high}
    shares = {"change_share": change, "share_low": low, "share_high": high}
    return values | {name: value / usual if usual else np.nan for name, value in shares.items()}


def paired_by_hand(ours: Pilot, *, pairs: Mapping[str, str]) -> pd.DataFrame:
    """Set each pilot unit beside one other unit, before and since: the comparison that needs a table only.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    pairs : dict
        For each pilot unit the unit to compare it with, as in ``{"Date Garden": "Palm Court"}``.

    Returns
    -------
    DataFrame
        One row per pair: ``pilot``, ``other``, ``pilot_before``, ``pilot_since``, ``other_before``, ``other_since``
        (means per case over the same periods), ``change_pilot``, ``change_other``, ``effect`` (the first less the
        second) and ``effect_share`` (since over before at the pilot unit, over the same at the other, less 1). Only
        periods are used in which both have cases and the other unit has not begun.

    Raises
    ------
    ArgumentError
        When a unit is unknown, a pilot unit is left out or a pair shares no time.

    Notes
    -----
    The plain difference in differences (Card and Krueger 1994). Where the pilot holds kinds of cases alike, their share
    in the means is taken out first.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 8.0 - (n > 12) - 2 * (d == "A" and n > 12)) for d in "AB" for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13"}, measure="amount",
    ...              better="lower")
    >>> paired_by_hand(ours, pairs={"A": "B"})[["change_pilot", "change_other", "effect"]].values.tolist()
    [[-3.0, -1.0, -2.0]]
    """
    check_pilot(ours)
    place = {name: number for number, name in enumerate(ours.units)}
    for name in (*pairs.keys(), *pairs.values()):
        if name not in place:
            raise ArgumentError(
                f"pairs names the unit {in_words(name)}, which the pilot does not have. Its units are: "
                f"{', '.join(map(str, ours.units))}. Correct it.{did_you_mean(name, map(str, ours.units))}"
            )
    if set(pairs) != set(ours.starts.index):
        raise ArgumentError(
            f"pairs has {in_words(sorted(map(str, pairs)))}, and the pilot units are "
            f"{in_words(sorted(map(str, ours.starts.index)))}. A pair for each pilot unit was expected. Complete it."
        )
    return pd.DataFrame([_pair(ours, place[one], place[two]) for one, two in pairs.items()])


def _pair(ours: Pilot, one: int, two: int) -> dict:
    cases = ours.panel.cases
    shared = (cases[one] > 0) & (cases[two] > 0) & (np.arange(cases.shape[1]) < ours.began[two])
    since = np.arange(cases.shape[1]) >= ours.began[one]
    if ours.began[two] != NEVER and (ours.began[two] <= ours.began[one] or not (shared & since).any()):
        raise ArgumentError(
            f"{ours.units[two]} was in the pilot itself, and had begun by then. A unit that shows what "
            f"{ours.units[one]} would have done without it was expected. Choose one that did not begin."
        )
    if not (shared & since).any() or not (shared & ~since).any() or one == two:
        raise ArgumentError(
            f"{ours.units[one]} and {ours.units[two]} share no time before and since, with the second not begun. "
            "Such time was expected. Choose another unit to compare with."
        )
    means = {}
    for name, unit in (("pilot", one), ("other", two)):
        for when, periods in (("before", shared & ~since), ("since", shared & since)):
            means[f"{name}_{when}"] = ours.panel.level(unit, periods)
    own, other = means["pilot_since"] - means["pilot_before"], means["other_since"] - means["other_before"]
    ratios = [
        means[f"{name}_since"] / means[f"{name}_before"] if means[f"{name}_before"] else np.nan
        for name in ("pilot", "other")
    ]
    return {
        "pilot": ours.units[one], "other": ours.units[two], **means, "change_pilot": own, "change_other": other,
        "effect": own - other, "effect_share": ratios[0] / ratios[1] - 1 if ratios[1] else np.nan,
    }  # fmt: skip
