"""Time duplicate_candidates among 1, 10 and 100 thousand invented customers, beside what a user would pick instead.

Run ``python tests/benchmarks/bench_duplicates.py [--rows 1000 10000] [--quality] [--peers splink]
[--worlds people customers]``. Each size runs in a process of its own, so that peak memory is its own. splink brings
pyarrow, which changes how pandas keeps text: install it in an environment of its own and run the benchmark there.
"""

import argparse
import json
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd
from duplicate_making import pairs_within
from duplicate_worlds import WORLDS

from millrace.cleaning.duplicates import duplicate_candidates, duplicate_clusters
from millrace.cleaning.duplicates.clusters import THRESHOLD


def precision_recall(found, truth):
    right = len(found & truth)
    precision, recall = right / max(len(found), 1), right / max(len(truth), 1)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
    }


def labels(pairs, threshold=THRESHOLD):
    chosen = pairs[pairs["score"] >= threshold]
    return set(zip(chosen["left"].tolist(), chosen["right"].tolist(), strict=True))


def best_f1(pairs, truth):
    same = np.array([pair in truth for pair in zip(pairs["left"].tolist(), pairs["right"].tolist(), strict=True)])
    f1 = 2 * np.cumsum(same) / (np.arange(1, len(same) + 1) + len(truth))
    return {"found": round(float(same.sum() / len(truth)), 3), "best_f1": round(float(f1.max()), 3)}


def by_millrace(world):
    return labels(duplicate_candidates(world.frame))


def by_cdist(world):
    """Compare every row with every other by one ratio of the joined text, as most tutorials do."""
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import cdist

    texts = world.frame.fillna("").astype(str).agg(" ".join, axis=1).tolist()
    left, right = [], []
    for start in range(0, len(texts), 2000):
        scores = cdist(texts[start : start + 2000], texts, scorer=token_sort_ratio, score_cutoff=75, workers=-1)
        a, b = np.nonzero(scores)
        left.append(a + start)
        right.append(b)
    left, right = np.concatenate(left), np.concatenate(right)
    once = left < right
    return set(zip(left[once].tolist(), right[once].tolist(), strict=True))


def by_recordlinkage(world):
    """Block on the phone and on the sorted neighbourhood of names, score by Jaro-Winkler, fit Fellegi-Sunter by EM."""
    import recordlinkage as rl

    table = world.frame.fillna("").astype(str)
    index = rl.Index()
    index.sortedneighbourhood("name", window=9)
    index.block("phone")
    comparison = rl.Compare()
    for column in ("name", "phone", "email", "city"):
        comparison.string(column, column, method="jarowinkler", threshold=0.88)
    pairs = rl.ECMClassifier().fit_predict(comparison.compute(index.index(table), table))
    return {tuple(sorted(p)) for p in pairs}


def by_splink(world):
    """Block, train and score by splink 5, on the same columns in the same comparable form as ours."""
    from duplicate_splink import splink_pairs

    from millrace.cleaning.duplicates.columns import comparable_columns

    split = None if world.other is None else len(world.frame)
    pairs = splink_pairs(comparable_columns(world.frame, world.other), split, least=THRESHOLD)
    return set(zip(pairs["left"].tolist(), (pairs["right"] - (split or 0)).tolist(), strict=True))


WAYS = {"millrace": by_millrace, "cdist": by_cdist, "recordlinkage": by_recordlinkage, "splink": by_splink}


def one_run(way, rows, name):
    world = WORLDS[name](rows)
    before, spent = time.perf_counter(), time.process_time()
    found = WAYS[way](world)
    seconds, spent = time.perf_counter() - before, time.process_time() - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return (
        {"way": way, "world": name, "rows": len(world.frame), "seconds": round(seconds, 2), "cpu": round(spent, 2)}
        | {"peak_gb": round(memory, 2)}
        | {"pairs": len(found)}
        | precision_recall(found, world.truth)
    )


def apart(way, rows, name):
    run = subprocess.run(
        [sys.executable, __file__, "--one", way, str(rows), name], capture_output=True, text=True, check=False
    )
    lines = run.stdout.strip().splitlines()
    return (
        json.loads(lines[-1])
        if run.returncode == 0
        else {"way": way, "world": name, "rows": rows, "failed": run.stderr[-200:]}
    )


def speed(rows, peers, worlds):
    results = []
    for name in worlds:
        results += [apart("millrace", n, name) for n in rows]
        results += [apart(way, n, name) for way in peers for n in rows if n <= 10_000 or way == "splink"]
    table = pd.DataFrame(results)
    table["growth"] = table.groupby(["way", "world"])["cpu"].transform(lambda s: s / s.shift()).round(1)
    print(table.to_string(index=False))


def quality(rows=1500):
    results = []
    for name, make in WORLDS.items():
        world = make(rows, 77)
        pairs = duplicate_candidates(world.frame, other=world.other, min_score=0)
        line = {"world": name, "rows": len(world.frame)} | best_f1(pairs, world.truth)
        line |= precision_recall(labels(pairs), world.truth)
        if world.other is None:
            groups = duplicate_clusters(world.frame, pairs[pairs["score"] >= THRESHOLD])
            line["clusters_f1"] = precision_recall(pairs_within(groups.to_numpy()), world.truth)["f1"]
        results.append(line)
    print(pd.DataFrame(results).to_string(index=False))


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    reader.add_argument("--quality", action="store_true", help="also score all invented worlds")
    reader.add_argument(
        "--peers", nargs="*", default=["cdist"], help="cdist, and where installed recordlinkage, splink"
    )
    reader.add_argument("--worlds", nargs="+", choices=WORLDS, default=["customers"])
    reader.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = reader.parse_args()
    if given.one:
        print(json.dumps(one_run(given.one[0], int(given.one[1]), given.one[2])))
        return
    speed(given.rows, given.peers, given.worlds)
    if given.quality:
        quality()


if __name__ == "__main__":
    main()
