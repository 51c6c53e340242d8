"""Time the helpers for privacy on growing tables and texts: python bench_privacy.py [rows] [texts]."""

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from millrace import privacy

WAYS = {
    "age": privacy.bands([5, 10, 20]),
    "place": privacy.beginnings([3, 2]),
    "day": privacy.parts_of_date(),
    "job": privacy.hide(),
}


def people(rows: int, seed: int = 1) -> pd.DataFrame:
    """Make a table of people with four quasi-identifiers."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("2023-01-01", "2025-12-31").strftime("%Y-%m-%d").to_numpy()
    return pd.DataFrame(
        {
            "age": rng.integers(18, 80, rows),
            "place": rng.integers(1000, 1400, rows).astype(str),
            "day": rng.choice(days, rows),
            "job": rng.choice(list("abcdefgh"), rows),
        }
    )


def texts(number: int, seed: int = 1) -> list[str]:
    """Make short texts, every one different, two in three with a phone or a name."""
    rng = np.random.default_rng(seed)
    kinds = [
        "order {n} at {p} CNY by Friday",
        "please ring Lin Hui at 139{n:08}, thanks",
        "王先生的手机 138{n:08}，{p}元",
    ]
    return [str(rng.choice(kinds)).format(n=place, p=round(float(rng.uniform(5, 500)), 2)) for place in range(number)]


def seconds(work: Callable[[], object]) -> float:
    """Time one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def show(name: str, works: list[Callable[[], object]], sizes: list[int]) -> None:
    """Print seconds for every size, and how they grow."""
    taken = [seconds(work) for work in works]
    growth = np.log(taken[-1] / taken[0]) / np.log(sizes[-1] / sizes[0])
    print(f"{name:40}" + "".join(f"{one:>12.2f}" for one in taken) + f"{growth:>10.2f}", flush=True)


def main(rows: int, number: int) -> None:
    """Print seconds for a tenth, a third and all of the rows and texts."""
    columns, sizes = list(WAYS), [rows // 10, rows // 3, rows]
    frames = [people(size) for size in sizes]
    privacy.k_of(frames[0].head(100), quasi_identifiers=columns)
    works: dict[str, Callable[[pd.DataFrame], object]] = {
        "groupby size, for comparison": lambda frame: frame.groupby(columns).size().min(),
        "k_of, 4 columns": lambda frame: privacy.k_of(frame, quasi_identifiers=columns),
        "single_out, 15 combinations": lambda frame: privacy.single_out(frame, quasi_identifiers=columns),
        "anonymise, k=5, 200 combinations": lambda frame: privacy.anonymise(
            frame, quasi_identifiers=WAYS, k=5, most_set_aside=0.01
        ),
        "pseudonyms": lambda frame: privacy.pseudonyms(frame.index.to_series(), key=b"k" * 32),
    }
    print(f"{'rows':40}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>10}   (1 is linear)")
    for name, work in works.items():
        show(name, [lambda frame=frame, work=work: work(frame) for frame in frames], sizes)  # type: ignore[misc]
    many = [number // 10, number // 3, number]
    print(f"{'texts':40}" + "".join(f"{size:>12,}" for size in many))
    made = [texts(size) for size in many]
    show("mask", [lambda one=one: privacy.mask(one, names=["Lin Hui"]) for one in made], many)  # type: ignore[misc]
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [1_000_000, 100_000][len(given) :]))
