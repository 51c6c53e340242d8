"""How a world is made: words of chance, slips, gaps, and which rows are one."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from duplicate_words import ENDINGS, SYLLABLES

__all__ = [
    "World",
    "dedupe_world",
    "drop",
    "lexicon",
    "linked",
    "pairs_between",
    "pairs_within",
    "typo",
    "word",
    "zipf",
]


class World(NamedTuple):
    """A table, perhaps a second one, and the true pairs of index labels."""

    frame: pd.DataFrame
    other: pd.DataFrame | None
    truth: set[tuple[int, int]]


def word(rng, low=2, high=4):
    return "".join(rng.choice(SYLLABLES, rng.integers(low, high))) + (rng.choice(ENDINGS) if rng.random() < 0.7 else "")


def lexicon(rng, size, low=2, high=4):
    return np.array([word(rng, low, high) for _ in range(size)])


def zipf(rng, values, power=0.8):
    weights = 1.0 / np.arange(1, len(values) + 1) ** power
    cumulative = np.cumsum(weights / weights.sum())
    return lambda: values[min(int(np.searchsorted(cumulative, rng.random())), len(values) - 1)]


def typo(rng, text, share=1.0):
    """One slip of the keyboard: a letter dropped, doubled, swapped or replaced."""
    if len(text) < 3 or rng.random() > share:
        return text
    at, kind = int(rng.integers(0, len(text) - 1)), int(rng.integers(0, 4))
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    new = chr(int(rng.integers(97, 123))) if not text[at].isdigit() else str(rng.integers(0, 10))
    return text[:at] + new + text[at + 1 :]


def drop(rng, value, share):
    return None if rng.random() < share else value


def pairs_within(entities):
    groups = pd.Series(range(len(entities))).groupby(np.asarray(entities)).apply(list)
    return {(a, b) for g in groups for i, a in enumerate(g) for b in g[i + 1 :]}


def pairs_between(left, right):
    where = pd.Series(range(len(right))).groupby(np.asarray(right)).apply(list).to_dict()
    return {(i, j) for i, e in enumerate(left) for j in where.get(e, [])}


def shuffled(rng, rows, entities):
    order = rng.permutation(len(rows))
    return pd.DataFrame([rows[i] for i in order]), np.asarray(entities)[order]


def dedupe_world(rng, originals, spoil, copies):
    rows, entities = [], []
    for entity, original in enumerate(originals):
        rows.append(original)
        rows.extend(spoil(original) for _ in range(copies()))
        entities.extend([entity] * (len(rows) - len(entities)))
    frame, entities = shuffled(rng, rows, entities)
    return World(frame, None, pairs_within(entities))


def linked(rng, originals, left_say, right_say, *, only_left, only_right, right_copies=lambda: 1):
    left, right, e_left, e_right = [], [], [], []
    for entity, row in enumerate(originals):
        where = rng.random()
        if where > only_right:
            left.append(left_say(row))
            e_left.append(entity)
        if where < only_right or where > only_right + only_left:
            for _ in range(right_copies() if where > only_right else 1):
                right.append(right_say(row))
                e_right.append(entity)
    frame, e_left = shuffled(rng, left, e_left)
    other, e_right = shuffled(rng, right, e_right)
    return World(frame, other, pairs_between(e_left, e_right))
