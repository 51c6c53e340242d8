"""Time the helpers for rates on growing tables, and the peak of memory: python bench_rates.py [rows]."""

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from millrace import rates

LEVELS = {"lot": 2_000, "part_lot": 800, "sku": 300, "shift": 3, "table": 6, "paint": 2, "person": 40, "family": 9}


def pieces(rows: int, seed: int = 1) -> pd.DataFrame:
    """Make inspected pieces with eight possible causes, of which one pair and one single cause are at work."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {name: rng.choice([f"{name}{n}" for n in range(count)], rows) for name, count in LEVELS.items()}
    )
    rate = np.full(rows, 0.02)
    rate[frame["person"] == "person7"] = 0.05
    rate[(frame["family"] == "family3") & (frame["paint"] == "paint1")] = 0.15
    return frame.assign(bad=rng.random(rows) < rate, month=rng.integers(1, 13, rows))


def seconds(work: Callable[[], object]) -> float:
    """Time one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(most: int) -> None:
    """Print seconds for a tenth, a third and all of the rows."""
    sizes = [most // 10, most // 3, most]
    works: dict[str, Callable[[pd.DataFrame], object]] = {
        "drivers, 8 causes, pairs": lambda frame: rates.drivers(frame, event="bad", causes=list(LEVELS)),
        "drivers, 8 causes, singles": lambda frame: rates.drivers(frame, event="bad", causes=list(LEVELS), pairs=False),
        "by_group, 2,000 groups": lambda frame: rates.by_group(frame, by="lot", event="bad"),
        "adjusted, 40 in 108 strata": lambda frame: rates.adjusted(
            frame, event="bad", by="person", given=["month", "family"]
        ),
        "instead of by_group: groupby mean": lambda frame: frame.groupby("lot")["bad"].mean(),
    }
    frames = [pieces(rows) for rows in sizes]
    rates.drivers(frames[0].head(1000), event="bad", causes=list(LEVELS))
    print(f"{'helper':36}" + "".join(f"{rows:>12,}" for rows in sizes) + f"{'growth':>10}   (1 is linear)")
    for name, work in works.items():
        taken = [seconds(lambda frame=frame, work=work: work(frame)) for frame in frames]  # type: ignore[misc]
        growth = np.log(taken[-1] / taken[0]) / np.log(sizes[-1] / sizes[0])
        print(f"{name:36}" + "".join(f"{one:>12.2f}" for one in taken) + f"{growth:>10.2f}", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
