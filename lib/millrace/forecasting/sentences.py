"""What a choice of forecasts means, series by series, in a sentence for those who order and make."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.forecasting.classes import INTERVAL

__all__ = ["explain"]

# Above this share the error is most of what is sold: a single period cannot be planned by it.
TOO_WRONG = 0.7


def explain(
    choice: pd.DataFrame,
    *,
    backtest: pd.DataFrame,
    history: pd.DataFrame,
    guard: str = "seasonal naive",
    period: str = "week",
    unit: str = "pieces",
    cost_of_too_little: float | Mapping[str, float] | None = None,
    cost_of_too_much: float | Mapping[str, float] | None = None,
    currency: str = "CNY",
) -> pd.DataFrame:
    """Say for each series whether it can be forecast, by what, and how wrong that was, in pieces and in money.

    Parameters
    ----------
    choice : DataFrame
        What `choose` returned.
    backtest : DataFrame
        What it chose from.
    history : DataFrame
        The series; one that is too short for a backtest gets its sentence too.
    guard : str
        The baseline that it was compared with.
    period, unit : str
        What a period and a piece are called: ``period="month"``.
    cost_of_too_little, cost_of_too_much : float or dict, optional
        What one piece too few and one too many costs per period, for all series or by name; both or neither.
    currency : str
        Of the costs.

    Returns
    -------
    DataFrame
        One row per series: ``unique_id``, ``verdict`` (that of `choose`, or "too short"), ``error`` (mean absolute
        error per period), ``wape_share`` (the sum of errors as a share of what came), ``cost_per_period`` (NaN without
        costs) and ``sentence``.

    Raises
    ------
    ArgumentError
        When one cost of two is given, or the backtest lacks the chosen model of a series.

    Examples
    --------
    >>> from millrace import forecasting
    >>> weeks = pd.DataFrame({"unique_id": "chair", "ds": range(60), "y": [4.0, 6.0, 9.0] * 20})
    >>> past = forecasting.backtest(weeks, models=["naive", "seasonal naive"], horizon=3, season_length=3, origins=20)
    >>> picked = forecasting.choose(past, history=weeks, guard="naive", season_length=3)
    >>> explain(picked, backtest=past, history=weeks, guard="naive")["sentence"].item()
    'chair can be forecast. By seasonal naive it was wrong by 0.0 pieces per week (0 % of what came), by naive 2.2.'
    """
    require_columns(choice, ["unique_id", "model", "guard_error", "verdict"], table="the choice")
    if (cost_of_too_little is None) != (cost_of_too_much is None):
        raise ArgumentError(
            "One of cost_of_too_little and cost_of_too_much was given. Both or neither were expected. Give the other, "
            "if need be as 0."
        )
    errors = _errors(choice, backtest, cost_of_too_little, cost_of_too_much)
    sold = history.groupby("unique_id", observed=True)["y"].agg(periods="size", sold=lambda y: int((y > 0).sum()))
    table = sold.join(choice.set_index("unique_id")[["model", "guard_error", "verdict"]]).join(errors)
    table["verdict"] = table["verdict"].where(table["error"].notna(), "too short").astype("str")
    words = {"guard": guard, "period": period, "unit": unit, "currency": currency}
    sentences = [_sentence(str(name), row, words) for name, row in table.to_dict("index").items()]
    columns = ["unique_id", "verdict", "error", "wape_share", "cost_per_period"]
    return table.rename_axis("unique_id").reset_index()[columns].assign(sentence=sentences)


def _errors(
    choice: pd.DataFrame,
    backtest: pd.DataFrame,
    too_little: float | Mapping[str, float] | None,
    too_much: float | Mapping[str, float] | None,
) -> pd.DataFrame:
    require_columns(backtest, ["unique_id", "model", "y", "forecast"], table="the backtest")
    rows = backtest.merge(choice[["unique_id", "model"]], on=["unique_id", "model"])
    lost = set(choice.loc[choice["guard_error"].notna(), "unique_id"]) - set(rows["unique_id"])
    if lost:
        raise ArgumentError(
            f"The backtest has no forecast of the chosen model for {in_words(sorted(lost))}. The backtest that was "
            "chosen from was expected. Pass it as backtest=."
        )
    if "censored" in rows.columns:
        rows = rows[~rows["censored"].astype(bool)]
    over = rows["forecast"] - rows["y"]
    rows = rows.assign(error=over.abs(), came=rows["y"].abs())
    rows["cost"] = _cost(rows["unique_id"], too_much) * over.clip(lower=0) - _cost(
        rows["unique_id"], too_little
    ) * over.clip(upper=0)
    means = rows.groupby("unique_id", observed=True)[["error", "came", "cost"]].mean()
    share = (means["error"] / means["came"]).where(means["came"] > 0)
    return pd.DataFrame({"error": means["error"], "wape_share": share, "cost_per_period": means["cost"]})


def _cost(names: pd.Series, cost: float | Mapping[str, float] | None) -> pd.Series:
    if isinstance(cost, Mapping):
        missing = sorted(set(names) - set(cost))
        if missing:
            raise ArgumentError(
                f"The costs lack the series {in_words(missing)}. One number per series was expected. Add it."
            )
        return names.map(cost).astype(float)
    return pd.Series(float("nan") if cost is None else float(cost), index=names.index)


def _sentence(name: str, row: Mapping[Hashable, Any], words: Mapping[str, str]) -> str:
    period = words["period"]
    if row["verdict"] == "too short":
        return (
            f"{name} is too new to say: its {row['periods']} {period}s are too few to try a forecast on. Order in "
            "small lots, and look at what similar products did."
        )
    parts = [_finding(name, row, words)]
    if np.isfinite(row["cost_per_period"]):
        parts.append(f"That is {row['cost_per_period']:,.0f} {words['currency']} per {period}.")
    if row["periods"] >= INTERVAL * max(row["sold"], 1e-9):
        parts.append(
            f"It sold in {row['sold']} of {row['periods']} {period}s: plan its stock, not its single {period}s."
        )
    elif row["wape_share"] > TOO_WRONG:
        parts.append(f"That is too wrong to plan a single {period} by.")
    return " ".join(parts)


def _finding(name: str, row: Mapping[Hashable, Any], words: Mapping[str, str]) -> str:
    share = row["wape_share"]
    of = f"{share:.0%}".replace("%", " %") + " of what came" if np.isfinite(share) else "and nothing came"
    wrong = f"by {row['error']:,.1f} {words['unit']} per {words['period']} ({of})"
    other = f", by {words['guard']} {row['guard_error']:,.1f}" if row["model"] != words["guard"] else ""
    if row["verdict"] == "clearly better than the baseline":
        return f"{name} can be forecast. By {row['model']} it was wrong {wrong}{other}."
    if row["verdict"] == "too few to say":
        return f"{name} has too few {words['period']}s to say. By {row['model']} it was wrong {wrong}{other}."
    seen = f"{name}: no forecast is better than {words['guard']} that we can see."
    return f"{seen} By {row['model']} it was wrong {wrong}{other}."
