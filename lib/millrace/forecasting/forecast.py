"""The forecast of the course in one call: several models weighed per series, with ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.forecasting.backtest import as_panel, chosen_models, whole_numbers
from millrace.forecasting.combining import WEIGHTED, combined, final_weights, is_intermittent, keep
from millrace.forecasting.intervals import check_levels, limits, spread
from millrace.forecasting.panel import Panel, panel
from millrace.forecasting.paths import LEAST_PERIODS, Model, Paths, said_at, what_came

__all__ = ["forecast"]

# What slow movers are forecast by, and what joins the weighted mean when there is a calendar, or a season so long that
# each of its periods was seen a few times only: without a calendar it is one wave over the year.
SLOW, CALENDAR, LONG_SEASON = "intermittent", "calendar", 24
MOST_ORIGINS, ERRORS_WANTED = 12, 24
# Of ten sets of members these are the best on six public collections, by MASE and by sMAPE.
DEFAULT_MODELS = ("seasonal naive", "dynamic theta", "smoothing", "autoregression")


def forecast(
    series: pd.DataFrame,
    *,
    horizon: int,
    models: Sequence[str] | Mapping[str, Model] | None = None,
    choice: pd.DataFrame | None = None,
    level: Sequence[int] = (80, 95),
    features: pd.DataFrame | None = None,
    season_length: int | None = None,
    freq: str | int | None = None,
    n_jobs: int = 1,
) -> pd.DataFrame:
    """Forecast every series, with ranges.

    Parameters
    ----------
    series : DataFrame
        One row per series and period: ``unique_id``, ``ds`` (dates or whole numbers), ``y``; no gaps. Periods that a
        column ``censored`` marks as stock-outs are not used to judge a model; put an estimate of the demand in their
        place first.
    horizon : int
        How many periods ahead.
    models : list of str or dict, optional
        The models to weigh, as in `backtest`; when left out seasonal naive, dynamic theta,
        smoothing, autoregression, and, with ``features`` or seasons of over 24 periods,
        the calendar model. A single one is taken as it is.
    choice : DataFrame, optional
        One model per series, as `choose` returns it (``unique_id``, ``model``), in place of weights.
    level : list of int
        Percent of what comes that shall lie in the range, for each range.
    features : DataFrame, optional
        The calendar, one row per period of past and future.
    season_length, freq : optional
        Periods in a season and the step between two periods; worked out from dates when left out.
    n_jobs : int
        Processes of joblib. The result does not depend on it.

    Returns
    -------
    DataFrame
        One row per series and period: ``unique_id``, ``ds``, ``horizon``, ``model``, ``forecast``, for each level
        ``low_80`` and ``high_80``, and ``reliable``: False where the history is too short to test a forecast on, or
        all series together hold fewer than 20 independent errors; such ranges are widened, and nothing more is known.

    Raises
    ------
    ArgumentError
        For a horizon below 1, an unknown model, or a choice that misses a series.

    Notes
    -----
    The models forecast from at least three earlier dates, a third of a horizon apart. Each series' weights go
    with the inverse of the relative errors there (see `combine`); slow movers (1.32 periods or more per period with
    demand) are forecast by the model for them. Ranges are quantiles of the errors from these dates, divided by the
    usual size of each series' errors and pooled over series and horizons (split conformal prediction, as in
    Stankevičiūtė and others 2021, NeurIPS 34), widened by Student's t where few. What another series changes
    in the forecast of one: the half of the weights that all share, how errors grow with the horizon, and the
    shape of the ranges. Where history was never negative, neither forecast nor range is.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "chair", "ds": range(40), "y": [4.0, 6.0, 5.0, 9.0] * 10})
    >>> ahead = forecast(weeks, horizon=2, models=["seasonal naive"], season_length=4)
    >>> ahead[["ds", "model", "forecast", "low_80", "high_80"]].values.tolist()
    [[40, 'seasonal naive', 4.0, 4.0, 4.0], [41, 'seasonal naive', 6.0, 6.0, 6.0]]
    """
    whole_numbers(horizon=horizon)
    levels = check_levels(level)
    side = as_panel(series, freq=freq, season_length=season_length, features=features)
    members = _members(models, choice, calendar=features is not None or side.season_length > LONG_SEASON)
    back, reach = _origins(side, horizon)
    said = said_at(side, members, back=[*back, 0], horizon=horizon, n_jobs=n_jobs)
    came = np.where(_sold_out(series, side, back, reach), np.nan, what_came(side, back, reach))
    paths = Paths(side, list(members), back, said[:, :-1, :, :reach], came)
    names, before, ahead = _one_each(paths, said[:, -1], choice, chosen=models is not None)
    positive = np.nanmin(side.y, axis=1) >= 0
    ahead = np.where(positive[:, None], np.maximum(ahead, 0.0), ahead)
    ranges, reliable = _ranges(paths, before, ahead, levels, positive)
    table = side.ahead(horizon)
    table["model"] = np.repeat(names, horizon)
    table["forecast"] = ahead.ravel()
    for column, values in ranges.items():
        table[column] = values.ravel()
    return table.assign(reliable=np.repeat(reliable, horizon)).astype({"model": "str"})


def _members(
    models: Sequence[str] | Mapping[str, Model] | None, choice: pd.DataFrame | None, *, calendar: bool
) -> dict[str, Model]:
    if models is not None:
        return chosen_models(models)
    usual = [*DEFAULT_MODELS, *([CALENDAR] if calendar else [])]
    if choice is None:
        return chosen_models([*usual, SLOW])
    require_columns(choice, ["unique_id", "model"], table="the choice")
    named = [name for name in dict.fromkeys(choice["model"]) if name != WEIGHTED]
    return chosen_models(list(dict.fromkeys([*(usual if (choice["model"] == WEIGHTED).any() else []), *named])))


def _origins(side: Panel, horizon: int) -> tuple[list[int], int]:
    """Choose origins and how far they are judged: a third of a horizon apart, more of them where series are few."""
    longest, typical = int(side.lengths.max()), int(np.median(side.lengths))
    reach = horizon if typical >= LEAST_PERIODS + horizon else int(np.clip(longest // 3, 1, horizon))
    number = int(np.clip(-(-ERRORS_WANTED // len(side.ids)), 3, MOST_ORIGINS))
    return [reach + max(1, reach // 3) * place for place in reversed(range(number))], reach


def _sold_out(series: pd.DataFrame, side: Panel, back: Sequence[int], reach: int) -> np.ndarray:
    """Mark what came in a stock-out: more was wanted, so it judges nobody."""
    if "censored" not in series.columns:
        return np.zeros((len(back), len(side.ids), reach), dtype=bool)
    marks = series.assign(y=series["censored"].astype(float))
    return what_came(panel(marks, freq=side.freq, season_length=side.season_length), back, reach) > 0


def _one_each(
    paths: Paths, ahead: np.ndarray, choice: pd.DataFrame | None, *, chosen: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make one forecast per series of the models': its name, what it would have said before, and what it says now."""
    series = np.arange(len(paths.side.ids))
    if choice is None and len(paths.models) == 1:
        return np.full(len(series), paths.models[0], dtype=object), paths.said[0], ahead[0]
    weighed = [number for number, name in enumerate(paths.models) if name != SLOW or chosen]
    some = keep(paths, weighed)
    before, now = combined(some), (final_weights(some)[..., None] * ahead[weighed]).sum(axis=0)
    names = np.full(len(series), WEIGHTED, dtype=object)
    if choice is not None:
        names = _names(choice, paths)
    elif not chosen:
        names[is_intermittent(paths.side.y)] = SLOW
    for number, name in enumerate(paths.models):
        rows = names == name
        before[:, rows], now[rows] = paths.said[number][:, rows], ahead[number][rows]
    return names, before, now


def _names(choice: pd.DataFrame, paths: Paths) -> np.ndarray:
    require_columns(choice, ["unique_id", "model"], table="the choice")
    names = choice.drop_duplicates("unique_id").set_index("unique_id")["model"].reindex(paths.side.ids)
    known = names.isin([*paths.models, WEIGHTED])
    if not known.all():
        lost = names.index[~known]
        raise ArgumentError(
            f"The choice has no known model for {in_words(list(lost))}. One of {', '.join([*paths.models, WEIGHTED])} "
            "was expected for every series. Make it with choose(...) from the same series."
        )
    return names.to_numpy(dtype=object)


def _ranges(
    paths: Paths, before: np.ndarray, ahead: np.ndarray, levels: list[int], positive: np.ndarray
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Slow movers lend their errors to each other only, and so do the rest: they differ in shape."""
    slow = is_intermittent(paths.side.y)
    ranges = {f"{end}_{level}": np.empty_like(ahead) for level in levels for end in ("low", "high")}
    reliable = np.zeros(len(ahead), dtype=bool)
    for rows in (np.flatnonzero(slow), np.flatnonzero(~slow)):
        if len(rows):
            errors = spread(paths.side.take(rows), paths.back, before[:, rows], paths.came[:, rows])
            part, reliable[rows] = limits(ahead[rows], errors, levels, never_negative=positive[rows])
            for column, values in part.items():
                ranges[column][rows] = values
    return ranges, reliable
