"""What models said at earlier dates, as arrays; nothing later than such a date reaches a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.forecasting.panel import Panel, shifted

__all__ = [
    "LEAST_PERIODS",
    "Model",
    "Paths",
    "paths_frame",
    "paths_from",
    "rolling",
    "said_at",
    "what_came",
]

Model = Callable[[Panel, int], np.ndarray]

# A model needs two differences to say anything but "as last time".
LEAST_PERIODS = 3
# Models that pool series see one batch: its size must not depend on the number of processes.
BATCH = 2_000
# Forecasts of that many series and more show a bar of progress.
LONG_WORK = 100_000


@dataclass(frozen=True)
class Paths:
    """What models said at earlier dates, as arrays.

    `said` has shape (models, origins, series, horizon), `came` and `known` (origins, series, horizon): what came, and
    whether it is known and the series was long enough at that origin. `back` says how many periods before the end of
    each series an origin lies.
    """

    side: Panel
    models: list[str]
    back: list[int]
    said: np.ndarray
    came: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Where there is both a forecast and what came."""
        return np.isfinite(self.came)


def rolling(
    side: Panel, models: Mapping[str, Model], *, horizon: int, origins: int, step: int = 1, n_jobs: int = 1
) -> Paths:
    """Let every model forecast from every origin; the arrays behind `backtest`."""
    back = [horizon + step * number for number in reversed(range(origins))]
    said = said_at(side, models, back=back, horizon=horizon, n_jobs=n_jobs)
    return Paths(side, list(models), back, said, what_came(side, back, horizon))


def what_came(side: Panel, back: Sequence[int], horizon: int) -> np.ndarray:
    """Cut out the periods after each origin, shape (origins, series, horizon); NaN where a series was too short."""
    width = side.y.shape[1]
    came = np.full((len(back), len(side.ids), horizon), np.nan)
    for place, periods in enumerate(back):
        if periods <= width - LEAST_PERIODS:
            came[place] = side.y[:, width - periods : width - periods + horizon]
            came[place, side.lengths - periods < LEAST_PERIODS] = np.nan
    return came


def said_at(
    side: Panel, models: Mapping[str, Model], *, back: Sequence[int], horizon: int, n_jobs: int = 1
) -> np.ndarray:
    """Ask every model at every origin, batch by batch: shape (models, origins, series, horizon)."""
    import joblib
    from tqdm.auto import tqdm

    longest = int(side.lengths.max())
    jobs = [
        (number, place, start)
        for start in range(0, len(side.ids), BATCH)
        for place, periods in enumerate(back)
        if periods == 0 or periods <= longest - LEAST_PERIODS
        for number in range(len(models))
    ]
    makers = list(models.values())
    said = np.full((len(makers), len(back), len(side.ids), horizon), np.nan)
    work = (
        joblib.delayed(_one_job)(side, makers[number], start, back[place], horizon) for number, place, start in jobs
    )
    done = joblib.Parallel(n_jobs=n_jobs, return_as="generator")(work)
    quiet = len(jobs) * min(BATCH, len(side.ids)) < LONG_WORK
    for (number, place, start), (rows, values) in zip(jobs, tqdm(done, total=len(jobs), disable=quiet), strict=True):
        said[number, place, start + rows] = values
    return said


def _one_job(side: Panel, model: Model, start: int, back: int, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    batch = side.take(np.arange(start, min(start + BATCH, len(side.ids))))
    rows = np.flatnonzero(batch.lengths - back >= (LEAST_PERIODS if back else 1))
    if not len(rows):
        return rows, np.empty((0, horizon))
    return rows, _at_origin(batch.take(rows), back, horizon, model)


def _at_origin(side: Panel, back: int, horizon: int, model: Model) -> np.ndarray:
    """Forecast as of so many periods back; the calendar ends with the last period that is forecast."""
    past = side.until(back)
    if past.features is not None:
        last = shifted(pd.Index([past.ends.max()]), horizon, freq=past.freq)[0]
        past = replace(past, features=past.features.loc[past.features.index <= last])
    return _sound(model(past, horizon), (len(past.ids), horizon), model)


def _sound(values: np.ndarray, shape: tuple[int, int], model: Model) -> np.ndarray:
    found = np.asarray(values, dtype=float)
    if found.shape != shape:
        raise ArgumentError(
            f"The model '{getattr(model, '__name__', 'given')}' returned an array of shape {found.shape}. One row per "
            f"series and one column per period, {shape}, was expected. Correct what it returns."
        )
    if not np.isfinite(found).all():
        raise ArgumentError(
            f"The model '{getattr(model, '__name__', 'given')}' returned numbers that are missing or endless. A number "
            "for every series and period was expected. Let it fall back to the last value where it cannot say more."
        )
    return found


def paths_frame(paths: Paths) -> pd.DataFrame:
    """Put the arrays of a backtest in a table, a row per series, origin, model and period."""
    models, origins, series, horizon = paths.said.shape
    step = np.arange(1, horizon + 1)
    starts = np.column_stack([shifted(paths.side.ends, -back, freq=paths.side.freq).to_numpy() for back in paths.back])
    ends = np.stack(
        [
            np.column_stack([shifted(paths.side.ends, int(h) - back, freq=paths.side.freq).to_numpy() for h in step])
            for back in paths.back
        ],
        axis=1,
    )
    shape = (series, origins, models, horizon)
    ids = np.arange(series)[:, None, None, None]
    there = np.broadcast_to(paths.known.transpose(1, 0, 2)[:, :, None, :], shape)
    columns = {
        "unique_id": np.broadcast_to(ids, shape),
        "origin": np.broadcast_to(starts[:, :, None, None], shape),
        "ds": np.broadcast_to(ends[:, :, None, :], shape),
        "horizon": np.broadcast_to(step, shape),
        "model": np.broadcast_to(np.arange(models)[:, None], shape),
        "y": np.broadcast_to(paths.came.transpose(1, 0, 2)[:, :, None, :], shape),
        "forecast": paths.said.transpose(2, 1, 0, 3),
    }
    table = pd.DataFrame({name: values[there] for name, values in columns.items()})
    table["model"] = pd.Index(paths.models).take(table["model"].to_numpy())
    table["unique_id"] = paths.side.ids.take(table["unique_id"].to_numpy())
    return table


def paths_from(table: pd.DataFrame, side: Panel) -> Paths:
    """Put the rows of a backtest in arrays again, at their places before the end of each series."""
    require_columns(table, ["unique_id", "origin", "ds", "horizon", "model", "y", "forecast"], table="the backtest")
    reach = int(table["horizon"].max())
    back = pd.DataFrame(
        {
            "unique_id": np.repeat(side.ids.to_numpy(), side.y.shape[1]),
            "back": np.tile(np.arange(side.y.shape[1]), len(side.ids)),
            "origin": np.column_stack(
                [shifted(side.ends, -k, freq=side.freq).to_numpy() for k in range(side.y.shape[1])]
            ).ravel(),
        }
    )
    found = table.merge(back, on=["unique_id", "origin"], how="left", validate="many_to_one")
    if found["back"].isna().any():
        lost = found.loc[found["back"].isna(), "unique_id"].iloc[0]
        raise ArgumentError(
            f"The backtest has an origin of the series '{lost}' that is not in its history. The same series as in "
            "backtest(series, ...) were expected. Pass history=series."
        )
    places = sorted(found["back"].astype(int).unique(), reverse=True)
    models = list(dict.fromkeys(found["model"]))
    where = (
        pd.Index(models).get_indexer(pd.Index(found["model"])),
        pd.Index(places).get_indexer(pd.Index(found["back"].astype(int))),
        side.ids.get_indexer(pd.Index(found["unique_id"])),
        found["horizon"].to_numpy() - 1,
    )
    said = np.full((len(models), len(places), len(side.ids), reach), np.nan)
    said[where] = found["forecast"].to_numpy(dtype=float)
    came = np.full(said.shape[1:], np.nan)
    # in a stock-out more was wanted than came: such a period judges nobody
    seen = found["y"].mask(found["censored"].astype(bool)) if "censored" in found.columns else found["y"]
    came[where[1:]] = seen.to_numpy(dtype=float)
    return Paths(side, models, places, said, came)
