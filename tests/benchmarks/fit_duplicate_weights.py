"""Fit the weights of cleaning.duplicates.scores on the invented tables of duplicate_worlds.py, and print them."""

import warnings

import numpy as np
import pandas as pd
from duplicate_making import World, pairs_within
from duplicate_worlds import WORLDS

from millrace.cleaning.duplicates.blocks import neighbour_pairs, record_texts
from millrace.cleaning.duplicates.columns import comparable_columns
from millrace.cleaning.duplicates.evidence import row_evidence, similarities
from millrace.cleaning.duplicates.features import pair_features

MESS = {"people": (0.15, 0.5), "papers": (0.2, 0.6), "products": (0.3, 0.8), "paper_clusters": (0.2, 0.6)}
LARGE = ("people", "customers", "companies")
SHIFT = 0.5  # a missed duplicate is taken to cost somewhat more than a false alarm


def stacked(world):
    """Put both tables of a link into one, so that the same mess is met within one table."""
    if world.other is None:
        return world
    joined = pd.concat([world.frame, world.other], ignore_index=True)
    entity = np.arange(len(joined))
    for left, right in sorted(world.truth):
        entity[right + len(world.frame)] = left
    return World(joined, None, pairs_within(entity))


def with_fewer_columns(world, seed):
    draw = np.random.default_rng(seed)
    kept = [c for i, c in enumerate(world.frame) if i == 0 or c == "surname" or draw.random() > 0.3]
    kept = kept if len(kept) > 1 else list(world.frame.columns[:2])
    return World(world.frame[kept], None if world.other is None else world.other[kept], world.truth)


def worlds():
    for name, make in WORLDS.items():
        for number, (rows, fewer) in enumerate(
            [(300, False), (800, False), (800, True), (2500, False), (2500, True), (9000, False)]
        ):
            if rows > 5_000 and name not in LARGE:
                continue
            for again, options in enumerate([{"mess": m} for m in MESS.get(name, ())] or [{}]):
                world = make(rows, 100 + 10 * number + again, **options)
                world = with_fewer_columns(world, number) if fewer else world
                yield world
                if world.other is not None:
                    yield stacked(world)


def evidence(world):
    split = None if world.other is None else len(world.frame)
    columns = comparable_columns(world.frame, world.other)
    pairs = neighbour_pairs(columns, split)
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    texts = record_texts(columns, ("name", "text", "address", "category", "code"))
    alike = similarities(columns, left, right)
    features = pair_features(columns, split, pairs, alike, row_evidence(texts, left, right))
    same = np.array([(a, b - (split or 0)) in world.truth for a, b in zip(left.tolist(), right.tolist(), strict=True)])
    near = (features["shrunk"].to_numpy() > 0.3) | same
    near &= np.random.default_rng(0).random(len(same)) < 20_000 / max(near.sum(), 1)
    return features[near], same[near], np.full(near.sum(), 1 / max(same[near].sum(), 20))


def main():
    from sklearn.linear_model import LogisticRegression

    warnings.simplefilter("ignore")
    parts = [evidence(world) for world in worlds()]
    features, same, weight = (np.concatenate(p) for p in zip(*parts, strict=True))
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = LogisticRegression(max_iter=1000).fit(
        (features - middle) / spread, same, sample_weight=weight / weight.mean()
    )
    slopes = model.coef_[0] / spread
    print({"constant": round(float(model.intercept_[0] - slopes @ middle + SHIFT), 3)})
    print({c: round(float(s), 3) for c, s in zip(parts[0][0].columns, slopes, strict=True)})


if __name__ == "__main__":
    main()
