"""Score `find_wrong_cells`: python bench_wrong_cells.py [dirty.csv clean.csv ...]; without files on tables made here.

Each pair of files holds the same table before and after its wrong cells were mended. Twenty rows are marked, by lot and
as `pick_rows_to_mark` proposes; the figure is F1 over all cells, the mean of some seeds.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from wrong_worlds import WORLDS

from millrace.cleaning import find_wrong_cells, pick_rows_to_mark

SEEDS = range(5)


def read_pair(dirty: str, clean: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a table and which of its cells are wrong."""
    one, other = (pd.read_csv(path, dtype=str, keep_default_na=False) for path in (dirty, clean))
    return one, pd.DataFrame(one.to_numpy() != other.to_numpy(), columns=one.columns)


def score(table: pd.DataFrame, truth: pd.DataFrame, rows: pd.Index | None, seed: int = 0) -> float:
    """Return F1 over all cells with these rows marked."""
    found = find_wrong_cells(table, marked=None if rows is None else truth.loc[rows], seed=seed).mask().to_numpy()
    wrong = truth.to_numpy()
    return float(2 * (found & wrong).sum() / max(1, found.sum() + wrong.sum()))


def report(name: str, table: pd.DataFrame, truth: pd.DataFrame) -> None:
    """Print a line per table."""
    start = time.process_time()
    by_lot = [score(table, truth, table.sample(20, random_state=seed).index, seed) for seed in SEEDS]
    seconds = (time.process_time() - start) / len(SEEDS)
    picked = [score(table, truth, pick_rows_to_mark(table).index, seed) for seed in SEEDS]
    size = f"{len(table):,} x {table.shape[1]}"
    print(
        f"{name:<28} {size:>12}  rules alone {score(table, truth, None):.2f}  20 by lot {np.mean(by_lot):.2f} "
        f"(worst {min(by_lot):.2f})  20 picked {np.mean(picked):.2f}  {seconds:.1f} s of CPU",
        flush=True,
    )


if __name__ == "__main__":
    files = sys.argv[1:]
    for pair in zip(files[::2], files[1::2], strict=True):
        report(Path(pair[0]).stem, *read_pair(*pair))
    if not files:
        for world in WORLDS:
            report(world.__name__, *world(seed=1))
