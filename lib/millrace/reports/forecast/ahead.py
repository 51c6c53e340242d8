"""The coming periods with their ranges, and whether such ranges held in the past."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import counted
from millrace.forecasting import demand_draws, draw_forecast, forecast, interval_check
from millrace.reports.finding import Finding, chart_of, per_cent
from millrace.reports.forecast.feasts import feasts_ahead
from millrace.reports.forecast.periods import FREQ, Demand
from millrace.reports.forecast.trying import NOT_TRIED, Trial
from millrace.reports.showing import Shown

__all__ = ["Ahead", "check_ahead", "check_ranges", "look_ahead"]

LEVELS, DRAWS = (80, 95), 2000
CHARTS, PAST = 3, {"day": 56, "week": 104, "month": 36, "quarter": 16, "year": 12}
CUTS, LEAST_BEFORE = 3, 12
LEAST_ERRORS, LEAST_DATES = 8, 5  # different totals among the draws, and dates that they come from


@dataclass(frozen=True)
class Ahead:
    """What may come.

    Parameters
    ----------
    forecast : DataFrame
        As `millrace.forecasting.forecast` makes it, nothing below 0.
    draws : DataFrame
        Possible totals of the chosen periods: a row per draw, a column per product.
    first, last : int
        The periods of the totals, counted from 1.
    dates : int
        From how many earlier dates the errors come.
    """

    forecast: pd.DataFrame
    draws: pd.DataFrame
    first: int
    last: int
    dates: int

    def totals(self) -> pd.DataFrame:
        """Return ``middle``, ``low_80`` and ``high_80`` of the total of the chosen periods, by product."""
        low, middle, high = self.draws.quantile([0.1, 0.5, 0.9]).to_numpy()
        table = pd.DataFrame({"middle": middle, "low_80": low, "high_80": high}, index=self.draws.columns)
        # the few errors that are known would make a range without width: then the ends of all periods add up
        ends = self.forecast[self.forecast["horizon"].between(self.first, self.last)].groupby("unique_id")
        sums = ends[["low_80", "high_80"]].sum().reindex(table.index)
        few = self.few_errors()
        table.loc[few, "low_80"] = np.minimum(table["low_80"], sums["low_80"])[few]
        table.loc[few, "high_80"] = np.maximum(table["high_80"], sums["high_80"])[few]
        return table

    def few_errors(self) -> pd.Series:
        """Say of which products so few earlier forecasts are known that their draws are no range."""
        return (self.draws.nunique() < LEAST_ERRORS) | (self.dates < LEAST_DATES)


def look_ahead(demand: Demand, trial: Trial | None, *, first: int = 1, last: int | None = None) -> Ahead | None:
    """Forecast each product by the model chosen for it, and draw what the chosen periods may add up to.

    Parameters
    ----------
    demand : Demand
        From `add_up`.
    trial : Trial or None
        From `try_models`.
    first, last : int, optional
        The periods to order for, counted from 1; all that are forecast when left out.

    Returns
    -------
    Ahead or None
        None when the history is too short.

    Raises
    ------
    ArgumentError
        When the periods are not among those that are forecast.
    """
    if trial is None:
        return None
    season, freq = demand.season, FREQ[demand.every]
    table = forecast(
        demand.history, horizon=demand.horizon, choice=trial.choice, level=LEVELS, features=demand.features,
        season_length=season, freq=freq,
    )  # fmt: skip
    until = demand.horizon if last is None else last
    draws = demand_draws(
        table, backtest=trial.backtest, history=demand.history, periods=(first, until), draws=DRAWS,
        season_length=season, freq=freq,
    ).clip(lower=0)  # fmt: skip
    numbers = ["forecast", *(f"{end}_{level}" for level in LEVELS for end in ("low", "high"))]
    dates = trial.backtest["origin"].nunique()
    return Ahead(table.assign(**table[numbers].clip(lower=0)), draws, first, until, dates)


def check_ahead(demand: Demand, ahead: Ahead | None) -> tuple[Finding, list[Shown]]:
    """Show what the coming periods may bring: a table of the most important products, and a chart of three.

    Parameters
    ----------
    demand : Demand
        From `add_up`.
    ahead : Ahead or None
        From `look_ahead`.

    Returns
    -------
    tuple of Finding and list of Shown
        The finding, and the charts.
    """
    if ahead is None:
        recent = demand.history.groupby("unique_id")["y"].mean().sum()
        none = f"{NOT_TRIED}, so no forecast is made. Up to now {recent:,.1f} pieces per {demand.every} were sold."
        return Finding("coming periods", (none,)), []
    totals = ahead.totals().join(_last_time(demand, ahead))
    names = _most_important(demand)
    unsure = int((~ahead.forecast.groupby("unique_id")["reliable"].first()).sum())
    days = demand.ahead[[ahead.first - 1, ahead.last - 1]].strftime("%Y-%m-%d")
    said = [
        f"The totals are for {counted(ahead.last - ahead.first + 1, demand.every)}: the first begins on {days[0]}, the "
        f"last on {days[1]}. In 80 of 100 cases they should lie between low and high."
    ]
    if unsure:
        said.append(
            f"For {counted(unsure, 'product')} the history is too short to test the ranges, so nothing says whether "
            "they hold."
        )
    if few := int(ahead.few_errors().reindex(names).sum()):
        said.append(
            f"For {counted(few, 'product')} too few earlier forecasts are known for a range of the total. Low and high "
            "are there what it would be if every single period came at its low or its high end."
        )
    said.append(
        "The table plays whole courses of earlier errors; the charts show each period by itself, so their ends do not "
        "add up to those of the table."
    )
    feasts = feasts_ahead(demand, ahead.forecast)
    said += feasts
    shown = totals.reindex(names).round(0).rename_axis("product").reset_index()
    shown = shown.rename(columns={"low_80": "low", "high_80": "high"})
    charts = [_chart(demand, ahead, name) for name in names[:CHARTS]]
    return Finding("coming periods", tuple(said), " ".join(feasts[:2]), table=shown), charts


def _chart(demand: Demand, ahead: Ahead, name: str) -> Shown:
    past = PAST[demand.every]
    return chart_of(
        lambda: draw_forecast(demand.history, ahead.forecast, unique_id=name, past=past, period=demand.every)
    )


def _most_important(demand: Demand) -> list[str]:
    """Sort products by what they sold in the last season: the earlier one may be gone."""
    recent = demand.history.groupby("unique_id").tail(max(demand.season, demand.horizon))
    return recent.groupby("unique_id")["y"].sum().sort_values(ascending=False, kind="stable").index.tolist()


def _last_time(demand: Demand, ahead: Ahead) -> pd.Series:
    """Return what came in the same periods of last year; of days and years, in the last ones."""
    wanted = ahead.last - ahead.first + 1
    yearly = demand.every in ("week", "month", "quarter") and demand.horizon <= demand.season
    back = demand.season - ahead.first + 1 if yearly else wanted
    sums = demand.history.groupby("unique_id")["y"].agg(
        lambda y: y.iloc[len(y) - back : len(y) - back + wanted].sum() if len(y) >= back else np.nan
    )
    return sums.rename(f"same {demand.every}s of last year" if yearly else f"last {counted(wanted, demand.every)}")


def check_ranges(demand: Demand) -> Finding:
    """Forecast from up to three earlier dates with ranges, and count how often what came lay in them.

    Parameters
    ----------
    demand : Demand
        From `add_up`.

    Returns
    -------
    Finding

    Notes
    -----
    The forecasts are those of the weighted mean, made from what lay before each date only; stock-outs are not judged.
    """
    periods = pd.DatetimeIndex(demand.history["ds"].unique()).sort_values()
    cuts = [periods[len(periods) - demand.horizon * k - 1] for k in range(1, CUTS + 1)
            if len(periods) - demand.horizon * k >= LEAST_BEFORE + demand.horizon]  # fmt: skip
    if not cuts:
        return Finding(
            "ranges", (f"Whether ranges held cannot be said: the file has {counted(len(periods), demand.every)} only.",)
        )
    parts = []
    for cut in cuts:
        before = demand.history[demand.history["ds"] <= cut]
        made = forecast(
            before, horizon=demand.horizon, level=LEVELS, features=demand.features,
            season_length=demand.season, freq=FREQ[demand.every],
        )  # fmt: skip
        parts.append(made)
    table = interval_check(pd.concat(parts, ignore_index=True), came=demand.history)
    row = table[table["level"] == LEVELS[0]].iloc[0]
    said = (
        f"From {counted(len(cuts), 'earlier date')}, {counted(int(row['judged']), 'forecast')} with a range of 80 of "
        f"100 were made: in {per_cent(row['inside_share'])} what came lay inside. Verdict: {row['verdict']}.",
    )
    action = ""
    if row["verdict"] == "too narrow":
        action = "Keep more reserve than the ranges say: in the past they were too narrow."
    shown = table.assign(
        inside=table["inside_share"].map(per_cent),
        between=table["low"].map(per_cent) + " to " + table["high"].map(per_cent),
    )[["level", "judged", "inside", "between", "below", "above", "verdict"]]
    shown.columns = [
        "of 100 inside, promised",
        "forecasts",
        "inside",
        "true share, probably",
        "below",
        "above",
        "verdict",
    ]
    return Finding("ranges", said, action, shown)
