"""Rules for ordering side by side: the same demand, the same lead times, the difference in money."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.inventory.playing import play_policy
from millrace.inventory.policies import Policy

__all__ = ["compare_policies"]


def compare_policies(
    policies: Mapping[str, Policy], *, demand: "pd.Series | np.ndarray", level: float = 0.95, **play: Any
) -> pd.DataFrame:
    """Play two or more rules against the same demand and the same lead times, and compare their costs.

    Parameters
    ----------
    policies : dict of str to Policy
        A name for each; the first is the one the others are compared with, for example what is done today.
    demand : Series or array
        As in `play_policy`.
    level : float
        The share of paths on which a rule must cost less than the first to be called better.
    **play : as there
        All other arguments of `play_policy`, the same for every rule.

    Returns
    -------
    DataFrame
        One row per rule, in the order given: ``policy``, the means of `play_policy`, ``difference`` (mean total cost
        less that of the first, money over the history), ``low`` and ``high`` (where the difference lies on the middle
        share of paths, ``level``), ``cheaper_share`` (of paths on which it costs less than the first), ``verdict``
        ("compared with", "better", "worse", "no different that we can see").

    Raises
    ------
    ArgumentError
        When fewer than two rules or fewer than 20 paths are given, or as in `play_policy`.

    Notes
    -----
    Common random numbers: both rules meet the same lead time on the same day of the same path (Law, *Simulation
    Modeling and Analysis*, 2015, 11.2). The range is that of the paths, not of their mean: more paths do not make it
    narrower. It covers luck with lead times alone; demand is the one history given, so a rule that was fitted to it
    must be tried on another year.

    Examples
    --------
    >>> from millrace.inventory import reorder_fixed
    >>> rules = {"today": reorder_fixed(reorder_point=90, quantity=100),
    ...          "lower": reorder_fixed(reorder_point=60, quantity=100)}
    >>> table = compare_policies(rules, demand=np.full(365, 5.0), lead_time_days=[8, 9, 10], opening_stock=100,
    ...                          unit_price=2, holding_share_per_year=0.2, cost_per_order=30, cost_per_short_unit=4,
    ...                          unmet="lost", paths=50)
    >>> table[["policy", "verdict"]].values.tolist()
    [['today', 'compared with'], ['lower', 'better']]
    """
    if not isinstance(policies, Mapping) or len(policies) < 2:
        raise ArgumentError(
            f"policies={in_words(policies)} was given. Two or more rules with a name each were expected. Write "
            "{'today': reorder_fixed(...), 'new': reorder_fixed(...)}."
        )
    if not 0.5 < level < 1:
        raise ArgumentError(f"level={in_words(level)} was given. A share between 0.5 and 1 was expected.")
    plays = {name: play_policy(demand, policy=policy, **play) for name, policy in policies.items()}
    totals = [one.paths["total_cost"].to_numpy() for one in plays.values()]
    if len(totals[0]) < 20:
        raise ArgumentError(
            f"paths={len(totals[0])} was given. At least 20 were expected, to see how lead times differ. Take 1000."
        )
    rows = [
        {"policy": name, **one.summary.to_dict(), **_difference(own - totals[0], level, first=number == 0)}
        for number, (own, (name, one)) in enumerate(zip(totals, plays.items(), strict=True))
    ]
    return pd.DataFrame(rows)


def _difference(apart: np.ndarray, level: float, *, first: bool) -> dict[str, object]:
    low, high = np.quantile(apart, [(1 - level) / 2, (1 + level) / 2])
    verdict = "better" if high < 0 else "worse" if low > 0 else "no different that we can see"
    return {
        "difference": apart.mean(),
        "low": low,
        "high": high,
        "cheaper_share": (apart < 0).mean(),
        "verdict": "compared with" if first else verdict,
    }
