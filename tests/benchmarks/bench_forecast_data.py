"""Time the way from order lines to series, beside plain pandas: bench_forecast_data.py [--lines N ...]."""

import argparse
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from millrace import forecasting

PRODUCTS, DAYS = 5_000, 1_095


def made(lines: int) -> pd.DataFrame:
    """Draw order lines of 5,000 products over three years; some products sell much more than others."""
    rng = np.random.default_rng(0)
    names = np.array([f"item {n:04d}" for n in range(PRODUCTS)], dtype=object)
    day = pd.Timestamp("2023-01-02") + pd.to_timedelta(rng.integers(0, DAYS, lines), unit="D")
    sku = names[(PRODUCTS * rng.random(lines) ** 2).astype(int)]
    return pd.DataFrame({"sku": sku, "shop": rng.choice(["x", "y"], lines), "day": day, "pieces": 1.0})


def plain(lines: pd.DataFrame) -> pd.DataFrame:
    """Sum by product and week with pandas alone: no empty weeks, no check, no week left out."""
    week = lines["day"].dt.to_period("W-SUN").dt.start_time
    return lines["pieces"].groupby([lines["sku"], week]).sum().reset_index()


def seconds(work: Callable[[], pd.DataFrame]) -> tuple[float, pd.DataFrame]:
    """Time one run."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def steps(lines: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """Time each helper on what the one before it made."""
    demand = partial(forecasting.demand, lines, date="day", quantity="pieces")
    taken, weeks = seconds(partial(demand, unique_id="sku"))
    yield "demand", taken
    yield "demand by shop", seconds(partial(demand, unique_id=["sku", "shop"]))[0]
    holes = weeks.sample(frac=0.9, random_state=1)
    yield "series, whole", seconds(partial(forecasting.series, weeks))[0]
    yield "series, gaps filled", seconds(partial(forecasting.series, holes, gaps="zero"))[0]
    yield "check_series", seconds(partial(forecasting.check_series, holes))[0]
    yield "demand_classes", seconds(partial(forecasting.demand_classes, weeks))[0]
    yield "find_stock_outs", seconds(partial(forecasting.find_stock_outs, weeks))[0]


def main() -> None:
    """Print one table per number of lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, nargs="*", default=[100_000, 1_000_000])
    for number in parser.parse_args().lines:
        lines = made(number)
        base, _ = seconds(partial(plain, lines))
        print(f"\n{number:,} lines; groupby of pandas alone {base:.2f} s")
        for name, taken in steps(lines):
            print(f"{name:22}{taken:8.2f} s{taken / base:8.1f} times the groupby")


if __name__ == "__main__":
    main()
