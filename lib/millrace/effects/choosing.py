"""Units chosen for their bad months: how much of what came after would have come by itself."""

import numpy as np
import pandas as pd

from millrace.effects.judging import check_pilot
from millrace.effects.outcomes import better_is
from millrace.effects.pilots import Pilot
from millrace.effects.plans import NEVER
from millrace.errors import ArgumentError, in_words

__all__ = ["chosen_after"]


def chosen_after(ours: Pilot, *, chosen_from: str, chosen_to: str) -> pd.DataFrame:
    """Show how much of the improvement comes by itself when units are chosen for their bad months.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    chosen_from, chosen_to : str or date
        First and last day of the months by which the pilot units were chosen.

    Returns
    -------
    DataFrame
        Rows "pilot units", "others, chosen the same way" (of the units that never began, as large a share, those
        furthest above their own usual level then) and "all others": ``who``, ``units``, ``usual`` (mean per case at
        other times before anybody began), ``chosen_months`` (mean in those months), ``since`` (mean since the pilot
        units began, or for others since the first began), ``above_usual`` (share by which those months were worse than
        usual; goes away by itself) and ``change_share`` (since against those months).

    Raises
    ------
    ArgumentError
        When the months are not before the start, or nothing is left beside them.

    Notes
    -----
    Regression to the mean (Galton 1886; Barnett, van der Pols and Dobson 2005). Periods count by the day on which they
    begin; kinds of cases that are held alike are taken out.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-{m:02}-{n:02}", 8.0 if (d in "AB" and m == 2) else 5.0)
    ...         for d in "ABCDE" for m in (1, 2, 3) for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-03-03"}, measure="amount",
    ...              better="lower")
    >>> chosen_after(ours, chosen_from="2025-02-03", chosen_to="2025-02-24")["above_usual"].round(2).tolist()
    [0.5, 0.5, 0.13]
    """
    check_pilot(ours)
    begins = ours.periods.start_time
    low, high = pd.Timestamp(chosen_from), pd.Timestamp(chosen_to)
    before = np.arange(len(begins)) < ours.began.min()
    inside = np.asarray((begins >= low) & (begins <= high))
    if low > high or (inside & ~before).any() or not (before & ~inside).any() or not inside.any():
        raise ArgumentError(
            f"The months from {in_words(chosen_from)} to {in_words(chosen_to)} were given. Days with cases before the "
            f"first start ({ours.starts.min():%Y-%m-%d}), and other days before it, were expected. Correct them."
        )
    never, pilots = (np.flatnonzero(side) for side in (ours.began == NEVER, ours.began != NEVER))
    if not len(never):
        raise ArgumentError("Every unit began. Units that never began were expected. Look at placebo_dates instead.")
    sign, level = better_is(ours.better), ours.panel.level
    known = [u for u in never if ours.panel.cases[u, inside].sum() and ours.panel.cases[u, before & ~inside].sum()]
    worst = sorted(map(int, known), key=lambda u: sign * level(u, inside) / level(u, before & ~inside))
    count = max(1, round(len(never) * len(pilots) / len(ours.units)))
    named = {"pilot units": pilots, "others, chosen the same way": np.array(worst[:count]), "all others": never}
    return pd.DataFrame([_spring(who, units.tolist(), ours, inside, before) for who, units in named.items()])


def _spring(who: str, units: list[int], ours: Pilot, inside: np.ndarray, before: np.ndarray) -> dict:
    # each unit counts as one, so that a large one does not decide alone
    first, places, level = int(ours.began.min()), np.arange(len(before)), ours.panel.level
    since = [places >= (first if ours.began[unit] == NEVER else ours.began[unit]) for unit in units]
    own = {
        "usual": float(np.nanmean([level(u, before & ~inside) for u in units])),
        "chosen_months": float(np.nanmean([level(u, inside) for u in units])),
        "since": float(np.nanmean([level(u, periods) for u, periods in zip(units, since, strict=True)])),
    }
    above, change = own["chosen_months"] / own["usual"] - 1, own["since"] / own["chosen_months"] - 1
    return {"who": who, "units": len(units), **own, "above_usual": above, "change_share": change}
