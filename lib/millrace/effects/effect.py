"""What a pilot changed: one number with its range, and a verdict that can say no."""

import numpy as np
import pandas as pd

from millrace.effects.judging import DRAWS, SEED, check_pilot, effect_table, estimates
from millrace.effects.pilots import Pilot
from millrace.effects.plans import NEVER, possible_plans
from millrace.effects.verdicts import TOO_FEW, sentence

__all__ = ["effect"]


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
