"""Forecasts of the past: what every model would have said at several dates, beside what came."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, did_you_mean, in_words, require_columns
from millrace.forecasting.panel import Panel, panel
from millrace.forecasting.paths import LEAST_PERIODS, Model, paths_frame, rolling

__all__ = ["ShortHistoryWarning", "as_panel", "backtest", "chosen_models", "possible_origins", "whole_numbers"]


class ShortHistoryWarning(UserWarning):
    """Some series are too short to be forecast from any earlier date."""


def backtest(
    series: pd.DataFrame,
    *,
    horizon: int,
    models: Sequence[str] | Mapping[str, Model] | None = None,
    origins: int = 6,
    step: int = 1,
    features: pd.DataFrame | None = None,
    season_length: int | None = None,
    freq: str | int | None = None,
    n_jobs: int = 1,
) -> pd.DataFrame:
    """Forecast from several earlier dates as if the rest had not happened yet, and return every forecast.

    Parameters
    ----------
    series : DataFrame
        One row per series and period: ``unique_id``, ``ds`` (dates or whole numbers), ``y``; no gaps. A column
        ``censored`` (bool) is passed on.
    horizon : int
        How many periods ahead each forecast reaches.
    models : list of str or dict, optional
        Names of models (see `describe_models`), or a dict of a name and a function of your own
        ``model(side, horizon)``. All models of the course when left out.
    origins : int
        From how many dates to forecast. The last is ``horizon`` periods before the end of each series.
    step : int
        Periods between two of these dates.
    features : DataFrame, optional
        What is known of the calendar, one row per period of past and future (see `calendar_features`). A model sees it
        up to the last period that it forecasts, so only columns that are known that early belong in it.
    season_length : int, optional
        Periods in a season; worked out from the dates when left out (52 for weeks, 12 for months).
    freq : str or int, optional
        The step between two periods; worked out when left out.
    n_jobs : int
        Processes of joblib. The result does not depend on it.

    Returns
    -------
    DataFrame
        One row per series, origin, model and period: ``unique_id``, ``origin`` (the last period that the model saw),
        ``ds``, ``horizon`` (1 is the first period after the origin), ``model``, ``y`` (what came), ``forecast``.

    Raises
    ------
    ArgumentError
        For a model that is not known, a horizon below 1, or when no series is long enough.
    ColumnError
        When a column is missing.

    Warns
    -----
    ShortHistoryWarning
        When some series are too short for any origin; `possible_origins` lists them.

    Notes
    -----
    Rolling-origin evaluation (Tashman 2000, International Journal of Forecasting 16). Nothing later than the origin
    reaches a model. Series are handed over in batches of 2,000, sorted by name; a model that pools series pools these.

    Examples
    --------
    >>> months = pd.DataFrame({"unique_id": "chair", "ds": range(12), "y": [4.0, 6.0] * 6})
    >>> table = backtest(months, models=["naive"], horizon=2, origins=2, season_length=2)
    >>> table[["origin", "ds", "y", "forecast"]].values.tolist()
    [[8.0, 9.0, 6.0, 4.0], [8.0, 10.0, 4.0, 4.0], [9.0, 10.0, 4.0, 6.0], [9.0, 11.0, 6.0, 6.0]]
    """
    whole_numbers(horizon=horizon, origins=origins, step=step)
    side = as_panel(series, freq=freq, season_length=season_length, features=features)
    paths = rolling(side, chosen_models(models), horizon=horizon, origins=origins, step=step, n_jobs=n_jobs)
    _report_short(side, paths.known, horizon)
    table = paths_frame(paths)
    if "censored" in series.columns:
        marks = series[["unique_id", "ds", "censored"]]
        table = table.merge(marks, on=["unique_id", "ds"], how="left", validate="many_to_one")
    return table


def possible_origins(series: pd.DataFrame, *, horizon: int, origins: int = 6, step: int = 1) -> pd.DataFrame:
    """List from how many earlier dates each series can be forecast, and why not from more.

    Parameters
    ----------
    series : DataFrame
        One row per series and period: ``unique_id``, ``ds``, ``y``.
    horizon, origins, step : int
        As in `backtest`.

    Returns
    -------
    DataFrame
        One row per series: ``unique_id``, ``periods``, ``origins`` (0 to what was asked), ``note`` ("" when all are
        possible).

    Examples
    --------
    >>> new = pd.DataFrame({"unique_id": "stool", "ds": range(5), "y": 1.0})
    >>> possible_origins(new, horizon=4)["note"].item()
    '5 periods: a backtest of 4 periods ahead needs 7, from 6 dates 12'
    """
    whole_numbers(horizon=horizon, origins=origins, step=step)
    require_columns(series, ["unique_id", "ds", "y"], table="the series")
    periods = series.groupby("unique_id", sort=True, observed=True).size()
    one, all_of_them = LEAST_PERIODS + horizon, LEAST_PERIODS + horizon + (origins - 1) * step
    possible = ((periods - one) // step + 1).clip(0, origins)
    note = [
        f"{counted(n, 'period')}: a backtest of {counted(horizon, 'period')} ahead needs {one}, from "
        f"{counted(origins, 'date')} {all_of_them}"
        for n in periods
    ]
    short = (possible < origins).to_numpy()
    return pd.DataFrame(
        {
            "unique_id": periods.index,
            "periods": periods.to_numpy(),
            "origins": possible.to_numpy(),
            "note": np.where(short, note, ""),
        }
    )


def chosen_models(models: Sequence[str] | Mapping[str, Model] | None) -> dict[str, Model]:
    """Turn names of models, or functions with a name each, into a dict; all models of the course for None."""
    if isinstance(models, Mapping):
        return dict(models)
    from millrace.forecasting.models import MODELS

    names = list(MODELS) if models is None else [models] if isinstance(models, str) else list(models)
    for name in names:
        if name not in MODELS:
            raise ArgumentError(
                f"models={in_words(names)} was given, and '{name}' is no model.{did_you_mean(name, MODELS)} "
                f"Names of models were expected: {', '.join(MODELS)}. Correct it, or give a function: "
                "models={'mine': my_model}."
            )
    return {name: MODELS[name] for name in names}


def as_panel(
    series: pd.DataFrame, *, freq: str | int | None, season_length: int | None, features: pd.DataFrame | None
) -> Panel:
    """Check a table of series and put them side by side; step and season are worked out where they are not given."""
    require_columns(series, ["unique_id", "ds", "y"], table="the series")
    if not len(series):
        raise ArgumentError("The series have no rows. One row per series and period was expected. Look at the file.")
    if not np.isfinite(series["y"].to_numpy(dtype=float)).all():
        lost = series.loc[~np.isfinite(series["y"].to_numpy(dtype=float))].iloc[0]
        raise ArgumentError(
            f"The series '{lost['unique_id']}' has no number at {in_words(lost['ds'])}. A number for every period was "
            "expected. Fill or refuse such gaps with forecasting.series(...)."
        )
    if freq is None:
        from millrace.forecasting.contract import frequency

        freq = frequency(series)
    if season_length is None:
        from millrace.forecasting.contract import season_length as usual_season

        season_length = usual_season(freq)
    whole_numbers(season_length=season_length)
    return panel(series, freq=freq, season_length=season_length, features=features)


def _report_short(side: Panel, known: np.ndarray, horizon: int) -> None:
    short = side.ids[np.asarray(~known.any(axis=(0, 2)))]
    if len(short) == len(side.ids):
        raise ArgumentError(
            f"No series is long enough: the longest has {counted(int(side.lengths.max()), 'period')}. At least "
            f"{LEAST_PERIODS + horizon} were expected for a forecast of {counted(horizon, 'period')} ahead. Take a "
            "shorter horizon."
        )
    if len(short):
        warnings.warn(
            f"{len(short)} of {len(side.ids)} series are too short to be forecast from an earlier date, and are not "
            f"in the result: {in_words(list(short))}. possible_origins(...) lists them.",
            ShortHistoryWarning,
            stacklevel=3,
        )


def whole_numbers(**arguments: int) -> None:
    """Stop when an argument is no whole number of 1 or more."""
    for name, value in arguments.items():
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
            raise ArgumentError(
                f"{name}={in_words(value)} was given. A whole number of 1 or more was expected. Correct it."
            )
