"""Time `missing_report` and `quality_scorecard` on large tables of two makes: python bench_quality.py [rows].

The yardstick is one pass of pandas' factorize over all columns: less than that cannot be done with a column of texts.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from millrace.cleaning import missing_report, quality_scorecard

_FIRST = ["Anna", "Bo", "Chiara", "Daniël", "Emre", "Fatima", "Grzegorz", "Hiroshi", "Inès", "Jürgen", "Łukasz"]
_PARTS = ["mül", "ros", "kim", "zha", "per", "nov", "san", "bec", "tor", "lin", "éva", "öst", "ard", "ski"]
_WORDS = ["call", "before", "delivery", "gate", "code", "door", "leave", "with", "neighbour", "fragile", "urgent"]


def orders(rows: int, seed: int = 1) -> pd.DataFrame:
    """Make order lines: an id per row, customers that come back, towns by their zip, numbers that are numbers."""
    rng = np.random.default_rng(seed)
    customer, town = rng.integers(0, max(rows // 10, 1), rows), rng.integers(0, 2_000, rows)
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 1096, rows), unit="D")
    moment = day + pd.to_timedelta(rng.integers(0, 86_400, rows), unit="s")
    return pd.DataFrame(
        {
            "order": [f"SO-{number:07d}" for number in range(rows)],
            "customer": [f"{_FIRST[c % 11]} {_PARTS[c // 11 % 14].title()} {c}" for c in customer],
            "email": [f"user{c}@example{c % 50}.com" for c in customer],
            "date": day.strftime("%d.%m.%Y"),
            "moment": moment.strftime("%Y-%m-%d %H:%M:%S"),
            "amount": [f"{amount:,.2f}" for amount in rng.lognormal(5, 1, rows)],
            "kind": rng.choice(["Bags", "Belts", "Wallets", "n/a"], rows, p=[0.5, 0.3, 0.19, 0.01]),
            "zip": [f"{10_000 + 7 * t}" for t in town],
            "town": [f"Town {t // 3}" for t in town],
            "pieces": rng.integers(1, 500, rows),
            "weight": rng.normal(20, 3, rows).round(3),
        }
    )


def addresses(rows: int, seed: int = 1) -> pd.DataFrame:
    """Make the hardest kind: nearly every text occurs once, many are not ASCII, and dates are in two styles."""
    rng = np.random.default_rng(seed)
    last = [f"{a}{b}{c}".title() for a, b, c in zip(*(rng.choice(_PARTS, rows) for _ in range(3)), strict=True)]
    day = pd.Timestamp("2015-01-01") + pd.to_timedelta(rng.integers(0, 3650, rows), unit="D")
    house, area, number = (rng.integers(*limits, rows) for limits in ((1, 200), (100, 999), (10**6, 10**7)))
    return pd.DataFrame(
        {
            "id": [f"{a:x}-{b:x}" for a, b in rng.integers(0, 2**40, (rows, 2))],
            "name": [f"{first} {name}" for first, name in zip(rng.choice(_FIRST, rows), last, strict=True)],
            "street": [f"{name} Straße {h}" for name, h in zip(last, house, strict=True)],
            "phone": [f"+49 {a} {n}" for a, n in zip(area, number, strict=True)],
            "owes": [f"€ {amount:,.2f}" for amount in rng.lognormal(6, 2, rows)],
            "limit": [f"{amount:.3f}" for amount in rng.normal(100, 30, rows)],
            "since": np.where(rng.random(rows) < 0.5, day.strftime("%d.%m.%Y"), day.strftime("%Y-%m-%d")),
            "note": [" ".join(words) for words in rng.choice(_WORDS, (rows, 6))],
            "state": rng.choice(["open", "paid", "void", "-"], rows),
            "visits": rng.integers(0, 50, rows).astype(str),
        }
    )


def seconds(work: Callable[[], object]) -> float:
    """Measure one run in seconds of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(rows: int) -> None:
    """Print a line per table."""
    print(f"{rows:,} rows, pandas {pd.__version__}; in brackets how many passes of factorize that is")
    for make in (orders, addresses):
        frame = make(rows)
        once = seconds(lambda frame=frame: [pd.factorize(frame[column]) for column in frame])
        report, card = (seconds(lambda f=frame, work=work: work(f)) for work in (missing_report, quality_scorecard))
        print(
            f"{make.__name__:<12} factorize {once:.2f} s   missing_report {report:.2f} s ({report / once:.1f})   "
            f"quality_scorecard {card:.2f} s ({card / once:.1f})",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
