"""Score the default forecast beside the baselines and its members: bench_forecast_default.py [--series FILE ...].

A file has the columns unique_id, period (monthly, quarterly, yearly), t (whole numbers), part (train, test) and y.
Without files, the series that statsmodels ships are used: co2 (weekly), elnino (monthly), sunspots and nile (yearly),
macrodata (quarterly), each cut at several dates.
"""

import argparse
import importlib
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from millrace import forecasting

SEASON = {"weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1}
HORIZON = {"weekly": 13, "monthly": 18, "quarterly": 8, "yearly": 6}
MODELS = ("seasonal naive", "theta", "dynamic theta", "smoothing", "autoregression")
CUTS = 8


def shipped() -> Iterator[tuple[str, str, pd.DataFrame, pd.DataFrame]]:
    """Cut each shipped series at several dates, a horizon apart: every cut is a series of its own."""
    sets = {
        name: importlib.import_module(f"statsmodels.datasets.{name}").load_pandas().data
        for name in ("co2", "elnino", "sunspots", "nile", "macrodata")
    }
    weekly = sets["co2"]["co2"].interpolate().to_numpy()
    monthly = sets["elnino"].drop(columns="YEAR").to_numpy(dtype=float).ravel()
    columns = [c for c in sets["macrodata"].columns if c not in ("year", "quarter")]
    yield "co2", "weekly", *cut([weekly], "weekly")
    yield "elnino", "monthly", *cut([monthly], "monthly")
    yield "sunspots, nile", "yearly", *cut([sets["sunspots"]["SUNACTIVITY"], sets["nile"]["volume"]], "yearly")
    yield "macrodata", "quarterly", *cut([sets["macrodata"][c] for c in columns], "quarterly")


def cut(many: list[np.ndarray | pd.Series], period: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the known part and what came for every series and date of a cut, the last ten seasons or 60 periods."""
    horizon, keep = HORIZON[period], max(60, 6 * SEASON[period])
    known, came = [], []
    for number, values in enumerate(np.asarray(one, dtype=float) for one in many):
        for place in range(1, CUTS + 1):
            end = len(values) - place * horizon
            start = max(0, end - keep)
            if end - start < 3 * SEASON[period] + 3:
                continue
            table = pd.DataFrame({"unique_id": f"{number}/{place}", "ds": np.arange(start, end + horizon)})
            table["y"] = values[start : end + horizon]
            known.append(table[table["ds"] < end])
            came.append(table[table["ds"] >= end])
    return pd.concat(known, ignore_index=True), pd.concat(came, ignore_index=True)


def from_file(path: Path) -> Iterator[tuple[str, str, pd.DataFrame, pd.DataFrame]]:
    """Read the series of a file, one set per period."""
    for period, rows in pd.read_csv(path).groupby("period"):
        table = rows.rename(columns={"t": "ds"})
        parts = [table.loc[table["part"] == part, ["unique_id", "ds", "y"]] for part in ("train", "test")]
        yield path.name.split(".")[0], str(period), *parts


def measures(known: pd.DataFrame, ahead: pd.DataFrame, came: pd.DataFrame, season: int) -> dict[str, float]:
    """MASE, sMAPE, coverage: means over series of means over periods."""
    table = ahead.merge(came, on=["unique_id", "ds"], validate="one_to_one")
    change = known["y"].sub(known.groupby("unique_id")["y"].shift(season)).abs().groupby(known["unique_id"]).mean()
    table["error"] = (table["y"] - table["forecast"]).abs()
    table["relative"] = 200 * table["error"] / (table["y"].abs() + table["forecast"].abs()).replace(0, np.nan)
    by = table.groupby("unique_id")
    found = {
        "MASE": (by["error"].mean() / change.where(change > 0)).mean(),
        "sMAPE": by["relative"].mean().mean(),
    }
    for level in (80, 95):
        inside = table["y"].between(table[f"low_{level}"], table[f"high_{level}"])
        found[f"in {level}"] = 100 * inside.mean()
    return found


def naive2(known: pd.DataFrame, horizon: int, season: int) -> pd.DataFrame:
    """Forecast by the last value, without season where there is one: the yardstick of the M4 competition."""
    from statsmodels.tsa.seasonal import seasonal_decompose

    parts = []
    for name, one in known.groupby("unique_id"):
        y = one["y"].to_numpy()
        factor = np.ones(season)
        if season > 1 and len(y) >= 3 * season and y.min() > 0 and seasonal(y, season):
            index = seasonal_decompose(y, model="multiplicative", period=season).seasonal
            factor = index[-season:]
        steps = np.arange(horizon)
        said = y[-1] / factor[-1] * factor[steps % season]
        parts.append(pd.DataFrame({"unique_id": name, "ds": one["ds"].iloc[-1] + 1 + steps, "forecast": said}))
    return pd.concat(parts).assign(low_80=np.nan, high_80=np.nan, low_95=np.nan, high_95=np.nan)


def seasonal(y: np.ndarray, season: int) -> bool:
    """Test the autocorrelation at the season at 90 %, as in the M4 competition."""
    centred = y - y.mean()
    if not centred.any():
        return False
    alike = np.array([centred[lag:] @ centred[:-lag] for lag in range(1, season + 1)]) / (centred @ centred)
    return bool(abs(alike[-1]) > 1.645 * np.sqrt((1 + 2 * (alike[:-1] ** 2).sum()) / len(y)))


def main() -> None:
    """Print a table per set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=Path, nargs="*", default=[])
    paths = parser.parse_args().series
    warnings.simplefilter("ignore", RuntimeWarning)
    for name, period, known, came in [one for path in paths for one in from_file(path)] if paths else shipped():
        season, horizon = SEASON[period], HORIZON[period]
        print(f"\n{name} {period}: {known['unique_id'].nunique()} series, {horizon} ahead")
        print(f"{'model':18}{'MASE':>8}{'sMAPE':>8}{'OWA':>7}{'in 80':>7}{'in 95':>7}{'seconds':>9}")
        yardstick = measures(known, naive2(known, horizon, season), came, season)
        for model in (*MODELS, None):
            start = time.perf_counter()
            ahead = forecasting.forecast(
                known, horizon=horizon, season_length=season, models=None if model is None else [model]
            )
            taken = time.perf_counter() - start
            found = measures(known, ahead, came, season)
            owa = (found["MASE"] / yardstick["MASE"] + found["sMAPE"] / yardstick["sMAPE"]) / 2
            print(
                f"{model or 'the default':18}{found['MASE']:8.3f}{found['sMAPE']:8.2f}{owa:7.3f}"
                f"{found['in 80']:7.1f}{found['in 95']:7.1f}{taken:9.2f}"
            )


if __name__ == "__main__":
    main()
