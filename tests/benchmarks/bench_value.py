"""Time key figures and values of customers on growing tables: python bench_value.py [customers]."""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from millrace import kpis, value


def orders(customers: int, seed: int = 1) -> pd.DataFrame:
    """Make orders of customers who differ in how often they buy, over three years."""
    chance = np.random.default_rng(seed)
    count = 1 + chance.poisson(chance.gamma(0.6, 4.0, customers))
    who = np.repeat(np.arange(customers), count)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(chance.integers(0, 1096, len(who)), unit="D")
    return pd.DataFrame({"who": who, "on": days, "cny": chance.gamma(4, 25, len(who)), "desk": who % 12})


def seconds(work: Callable[[], object]) -> float:
    """Time one run on the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(most: int) -> None:
    """Print processor seconds for a tenth and all of the customers."""
    names = {"customer": "who", "day": "on"}
    large = kpis.kpi("repeat purchase").define(window="month", owner="owner", source="made")
    works: dict[str, Callable[[pd.DataFrame], object]] = {
        "measure, months x 12 groups": lambda frame: kpis.measure(
            frame, large, numerator="cny > 100", when="on", every="month", by="desk"
        ),
        "repeat_share, quarters": lambda frame: value.repeat_share(frame, **names, within_days=365),
        "cohorts, months": lambda frame: value.cohorts(frame, **names),
        "lifetime_value, 12 months": lambda frame: value.lifetime_value(frame, **names, amount="cny", margin_share=0.4),
        "check_predictions": lambda frame: value.check_predictions(frame, **names, split="2024-12-31"),
    }
    frames = [orders(size) for size in (most // 10, most)]
    print(f"{'':30}" + "".join(f"{frame['who'].nunique():>12,}" for frame in frames) + "  customers")
    for name, work in works.items():
        times = [seconds(lambda work=work, frame=frame: work(frame)) for frame in frames]  # type: ignore[misc]
        print(f"{name:30}" + "".join(f"{each:12.2f}" for each in times) + "  s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
