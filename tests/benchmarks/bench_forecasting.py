"""Score every model alone, and time them beside statsmodels: bench_forecasting.py [--series FILE ...] [--many SERIES].

A file has the columns unique_id, period (monthly, quarterly, yearly), t (whole numbers), part (train, test) and y.
Without files, series that statsmodels ships are used, each cut at several dates. OWA is the mean of MASE and sMAPE,
each divided by that of Naive2. Seconds are those of one pass over all series of the set, on one core. The last tables
hold smoothing and Theta against statsmodels on the same series in the same run, and 156 weeks of many made-up series.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from bench_forecast_default import HORIZON, SEASON, from_file, naive2, shipped

from millrace.forecasting.models import MODELS
from millrace.forecasting.panel import Panel, panel
from millrace.forecasting.smoothing import fit_form

SAMPLE = 20


def timed(work: Callable[[], object]) -> tuple[object, float]:
    """Return what a piece of work gives, and the seconds that it takes."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def scores(side: Panel, said: np.ndarray, came: np.ndarray) -> tuple[float, float]:
    """MASE and sMAPE: means over series of means over periods."""
    error, season = np.abs(said - came), side.season_length
    usual = np.nanmean(np.abs(side.y[:, season:] - side.y[:, :-season]), axis=1)
    size = np.abs(said) + np.abs(came)
    relative = np.where(size > 0, 200 * error / np.where(size > 0, size, 1), np.nan)
    return float(np.nanmean(error.mean(axis=1)[usual > 0] / usual[usual > 0])), float(np.nanmean(relative))


def score(name: str, period: str, known: pd.DataFrame, came: pd.DataFrame) -> None:
    """Print a table of one set: a row per model."""
    season, horizon = SEASON[period], HORIZON[period]
    side = panel(known, freq=1, season_length=season)
    order = came.sort_values(["unique_id", "ds"])
    target = order["y"].to_numpy().reshape(len(side.ids), -1)[:, :horizon]
    yard = naive2(known, horizon, season).sort_values(["unique_id", "ds"])["forecast"].to_numpy()
    base = scores(side, yard.reshape(len(side.ids), horizon), target)
    print(f"\n{name} {period}: {len(side.ids)} series, {horizon} ahead")
    print(f"{'model':18}{'MASE':>8}{'sMAPE':>8}{'OWA':>7}{'seconds':>9}")
    said = {}
    for model, make in MODELS.items():
        said[model], taken = timed(lambda make=make: make(side, horizon))
        print(row(model, scores(side, said[model], target), base, taken))
    members = ("seasonal naive", "dynamic theta", "smoothing", "autoregression")
    print(row("plain mean of four", scores(side, np.mean([said[m] for m in members], axis=0), target), base, 0.0))


def row(model: str, found: tuple[float, float], base: tuple[float, float], taken: float) -> str:
    """One line of a table."""
    owa = (found[0] / base[0] + found[1] / base[1]) / 2
    return f"{model:18}{found[0]:8.3f}{found[1]:8.2f}{owa:7.3f}{taken:9.2f}"


def beside_the_library(side: Panel) -> None:
    """Print seconds and fit of one form of smoothing, and seconds of Theta, beside statsmodels, on a few series."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel
    from statsmodels.tsa.forecasting.theta import ThetaModel

    season = side.season_length
    # Without fitted first states it needs them short and above zero.
    usable = np.flatnonzero((side.lengths >= max(3 * season, 12)) & (np.nan_to_num(side.y, nan=1.0) > 0).all(axis=1))
    few = side.take(usable[:SAMPLE])
    kind = "additive" if 1 < season <= 24 else "none"
    length = season if kind == "additive" else 1

    def smooth(y: np.ndarray) -> float:
        model = ETSModel(
            y, error="add", trend="add", damped_trend=True,
            seasonal="add" if kind == "additive" else None, seasonal_periods=length if kind == "additive" else None,
        )  # fmt: skip
        return float(len(y) * np.log(model.fit(disp=False).sse / len(y)))

    def theta(y: np.ndarray) -> object:
        return ThetaModel(y, period=season, deseasonalize=season > 1).fit(disp=False).forecast(4)

    each = [one[np.isfinite(one)] for one in few.y]
    ours, quick = timed(lambda: fit_form(few.y, length, trend=True, season=kind))
    theirs, slow = timed(lambda: [smooth(one) for one in each])
    n, paid = few.lengths, 2 * 2 + (kind != "none") + length
    fit = ours.aicc - 2 * paid - 2 * paid * (paid + 1) / (n - paid - 1)
    print(f"smoothing, damped trend, season {kind}, {len(each)} series: {slow / quick:,.0f} times as fast; ", end="")
    with np.errstate(invalid="ignore"):
        print(f"standard error of a step ahead {np.nanmedian(np.exp((fit - theirs) / n / 2)):.3f} of the library's")
    quick, slow = timed(lambda: MODELS["theta"](few, 4))[1], timed(lambda: [theta(one) for one in each])[1]
    print(f"theta, {len(each)} series: {slow / quick:,.0f} times as fast")


def many(number: int) -> None:
    """Print seconds per model for many made-up weekly series."""
    rng = np.random.default_rng(1)
    wave = 1 + 0.3 * np.sin(2 * np.pi * np.arange(156) / 52)
    y = rng.poisson(rng.gamma(1.0, 20.0, (number, 1)) * wave).astype(float)
    side = Panel(pd.RangeIndex(number), y, pd.Index([155] * number), 1, 52)
    print(f"\n{number:,} weekly series of 156 periods, 13 ahead")
    for model, make in MODELS.items():
        print(f"{model:18}{timed(lambda make=make: make(side, 13))[1]:9.2f} seconds")


def main() -> None:
    """Print a table per set, then those beside the library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=Path, nargs="*", default=[])
    parser.add_argument("--many", type=int, default=2_000)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    sets = [one for path in arguments.series for one in from_file(path)] if arguments.series else list(shipped())
    for one in sets:
        score(*one)
    print()
    for name, period, known, _ in sets:
        if period in ("monthly", "quarterly"):
            print(f"{name} {period}")
            beside_the_library(panel(known, freq=1, season_length=SEASON[period]))
    many(arguments.many)


if __name__ == "__main__":
    main()
