"""What forecast errors cost: a piece too few has another price than a piece too many."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.forecasting.measures import judged

__all__ = ["error_cost"]


def error_cost(
    backtest: pd.DataFrame,
    *,
    cost_of_too_little: float | Mapping[str, float],
    cost_of_too_much: float | Mapping[str, float],
) -> pd.DataFrame:
    """Put a price on the errors: a piece too few costs one thing, a piece too many another.

    Parameters
    ----------
    backtest : DataFrame
        ``unique_id``, ``model``, ``y``, ``forecast``. Periods marked as ``censored`` are left out.
    cost_of_too_little, cost_of_too_much : float or dict
        Money per piece, for all series or by series.

    Returns
    -------
    DataFrame
        One row per model, the cheapest first: ``model``, ``too_little`` and ``too_much`` (pieces), ``cost`` (in the
        unit of the costs) and ``cost_per_forecast``.

    Raises
    ------
    ArgumentError
        For a cost below zero, or a series without one.

    Examples
    --------
    >>> tried = pd.DataFrame({"unique_id": "a", "ds": [1, 2], "model": "m", "y": [5.0, 5.0], "forecast": [3.0, 6.0]})
    >>> error_cost(tried, cost_of_too_little=10, cost_of_too_much=1)["cost"].item()
    21.0
    """
    require_columns(backtest, ["unique_id", "model", "y", "forecast"], table="the backtest")
    backtest = judged(backtest)
    over = backtest["forecast"] - backtest["y"]
    little, much = (-over).clip(lower=0), over.clip(lower=0)
    price = little * _price(backtest, cost_of_too_little, "cost_of_too_little") + much * _price(
        backtest, cost_of_too_much, "cost_of_too_much"
    )
    rows = pd.DataFrame({"model": backtest["model"], "too_little": little, "too_much": much, "cost": price})
    table = rows.groupby("model", sort=False)[["too_little", "too_much", "cost"]].sum()
    table["cost_per_forecast"] = table["cost"] / rows.groupby("model", sort=False).size()
    return table.sort_values("cost", kind="stable").reset_index()


def _price(backtest: pd.DataFrame, cost: float | Mapping[str, float], name: str) -> pd.Series:
    if not isinstance(cost, Mapping):
        _not_below_zero(cost, name)
        return pd.Series(float(cost), index=backtest.index)
    missing = sorted(set(backtest["unique_id"]) - set(cost))
    if missing:
        raise ArgumentError(f"{name} lacks {in_words(missing)}. One number per series was expected. Add it.")
    for value in cost.values():
        _not_below_zero(value, name)
    return backtest["unique_id"].map(cost).astype(float)


def _not_below_zero(value: object, name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not 0 <= value < np.inf:
        raise ArgumentError(
            f"{name}={in_words(value)} was given. Money per piece, 0 or more, was expected. Correct it."
        )
