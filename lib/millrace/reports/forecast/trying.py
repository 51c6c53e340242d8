"""Which products can be forecast, and by what: every model is tried on periods that are over, against the baseline."""

import warnings
from dataclasses import dataclass

import pandas as pd

from millrace.errors import counted
from millrace.forecasting import (
    ShortHistoryWarning,
    backtest,
    choose,
    combine,
    compare_models,
    draw_comparison,
    explain,
)
from millrace.reports.finding import Finding, chart_of, per_cent, shown_names
from millrace.reports.forecast.periods import FREQ, Demand

__all__ = ["BASELINES", "Trial", "check_trial", "try_models"]

WEIGHTED, SLOW = "weighted mean", "intermittent"
WEIGHED = ("seasonal naive", "dynamic theta", "smoothing", "autoregression")
BASELINES = {
    "day": "as on the same weekday of last week",
    "week": "as in the same week of last year",
    "month": "as in the same month of last year",
    "quarter": "as in the same quarter of last year",
    "year": "as in the last year",
}
MOST_ORIGINS, TARGETS, NAMED = 12, 8, 3
LONG_SEASON = 24
NOT_TRIED = "The history is too short to try a forecast on it"


@dataclass(frozen=True)
class Trial:
    """What every model would have said in the past, and which one was chosen for each product.

    Parameters
    ----------
    backtest : DataFrame
        As `millrace.forecasting.backtest` makes it, with the weighted mean.
    choice : DataFrame
        As `millrace.forecasting.choose` makes it.
    sentences : DataFrame
        As `millrace.forecasting.explain` makes them.
    guard : str
        The model that is the baseline.
    baseline : str
        The baseline in words.
    """

    backtest: pd.DataFrame
    choice: pd.DataFrame
    sentences: pd.DataFrame
    guard: str
    baseline: str


def try_models(demand: Demand) -> Trial | None:
    """Forecast the past from several dates, and choose a model for each product with a guard.

    Parameters
    ----------
    demand : Demand
        From `add_up`.

    Returns
    -------
    Trial or None
        None when the history is too short.
    """
    history, horizon = demand.history, demand.horizon
    longest = int(history.groupby("unique_id").size().max())
    step = max(1, horizon // 2)
    if longest < horizon + TARGETS:
        return None
    season, freq = demand.season, FREQ[demand.every]
    weighed = [*WEIGHED, *(["calendar"] if demand.features is not None or demand.season > LONG_SEASON else [])]
    origins = max(2, min(MOST_ORIGINS, (longest // 2 - horizon) // step + 1))
    with warnings.catch_warnings():
        # products too short for it get a sentence of their own
        warnings.simplefilter("ignore", ShortHistoryWarning)
        past = backtest(
            history, horizon=horizon, models=["naive", *weighed, SLOW], origins=origins, step=step,
            features=demand.features, season_length=season, freq=freq,
        )  # fmt: skip
    past = combine(past, history=history, models=weighed, season_length=season, freq=freq)
    if "censored" in history:
        past = past.drop(columns="censored", errors="ignore").merge(
            history[["unique_id", "ds", "censored"]], on=["unique_id", "ds"], how="left"
        )
    seasonal = longest > demand.season + horizon
    guard = "seasonal naive" if seasonal else "naive"
    choice = choose(past, history=history, guard=guard, season_length=season, freq=freq)
    said = explain(choice, backtest=past, history=history, guard=guard, period=demand.every)
    words = BASELINES[demand.every] if seasonal else f"as in the last {demand.every}"
    return Trial(past, choice, said, guard, words)


def check_trial(demand: Demand, trial: Trial | None) -> Finding:
    """Say how many products can be forecast better than by the baseline, and name the most important ones.

    Parameters
    ----------
    demand : Demand
        From `add_up`.
    trial : Trial or None
        From `try_models`.

    Returns
    -------
    Finding
    """
    if trial is None:
        number = int(demand.history.groupby("unique_id").size().max())
        return Finding(
            "can it be forecast",
            (
                f"{NOT_TRIED}: {counted(number, demand.every)} at most, and {demand.horizon + TARGETS} are needed to "
                f"look {counted(demand.horizon, demand.every)} ahead. Look again when there is "
                "more, or at shorter periods.",
            ),
            "Collect sales for longer before you trust any forecast; until then order in small lots.",
        )
    verdicts = trial.sentences["verdict"].value_counts()
    clear, none = (int(verdicts.get(v, 0)) for v in ("clearly better than the baseline", "no better that we can see"))
    few = len(trial.sentences) - clear - none
    said = [
        f'The baseline is "{trial.baseline}" ({trial.guard}).',
        f"Of {counted(len(trial.sentences), 'product')}, {clear:,} can be forecast clearly better than that; for "
        f"{none:,} nothing better can be seen, and {few:,} have too few {demand.every}s to say.",
    ]
    worse = int((trial.choice["error"] > trial.choice["guard_error"]).sum())
    if worse:
        better = trial.choice["error"].sum() < trial.choice["guard_error"].sum()
        said.append(
            f"For {counted(worse, 'product')} the chosen model was a little worse than the baseline, a tenth at most. "
            + ("It is kept: over all products it was better." if better else "The baseline would do as well.")
        )
    if trial.guard == "naive" and demand.season > 1:
        said.append("There is no whole earlier season in the file to compare with; with a longer file there would be.")
    pieces = demand.history.groupby("unique_id")["y"].sum()
    table = trial.sentences.merge(trial.choice[["unique_id", "model", "guard_error"]], on="unique_id", how="left")
    table = table.iloc[(-table["unique_id"].map(pieces)).argsort(kind="stable")]
    said += ["The most important ones:", *table["sentence"].head(NAMED)] if len(table) else []
    each = f"pieces per {demand.every}"
    shown = shown_names(
        table.assign(share=[per_cent(v) if v == v else "" for v in table["wape_share"]]),
        {"unique_id": "product", "verdict": "verdict", "model": "by", "error": f"wrong by, {each}",
         "share": "of what came", "guard_error": f"baseline wrong by, {each}"},
    ).round(1)  # fmt: skip
    compared = compare_models(trial.backtest, baseline=trial.guard)
    chart = chart_of(lambda: draw_comparison(compared))
    return Finding("can it be forecast", tuple(said), table=shown, chart=chart)
