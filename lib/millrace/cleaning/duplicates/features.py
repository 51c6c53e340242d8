"""Sum up the evidence of every pair in measures that mean the same in every table."""

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.columns import Columns
from millrace.cleaning.duplicates.evidence import similarities

__all__ = ["pair_features"]

Features = dict[str, np.ndarray]  # measure to its value for every pair

_IDENTIFYING = ("phone", "email", "code")
_RANDOM_PAIRS = 20_000
_FEW_ROWS = 50
_USUAL = {"phone": 7.0, "email": 7.0, "code": 6.0, "number": 3.0, "category": 1.5}


def column_information(columns: Columns, split: int | None) -> dict[Hashable, float]:
    """Measure how much an agreement in each column tells, from pairs of rows drawn at random.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    split : int or None
        Where the second table starts; None within one table.

    Returns
    -------
    dict
        Column to the negative logarithm of the share of random pairs that agree (nats): 0.7 for a sex, 7 for a phone.
    """
    height = len(next(iter(columns.values()))[1])
    draw = np.random.default_rng(0)
    left = draw.integers(0, split or height, _RANDOM_PAIRS)
    right = draw.integers(split or 0, height, _RANDOM_PAIRS)
    apart = left != right
    seen = similarities(columns, left[apart], right[apart])
    return {c: _agreement_information(seen[c].dropna().to_numpy(), kind, height) for c, (kind, _) in columns.items()}


def _agreement_information(seen: np.ndarray, kind: str, rows: int) -> float:
    """Mix what is seen with what is usual for the kind, because a few rows say little about how common a value is."""
    agreeing = (np.sum(seen >= 0.85) + 1) / (len(seen) + 2) if len(seen) else 0.0
    rows = rows if len(seen) else 0
    mixed = (rows * agreeing + _FEW_ROWS * np.exp(-_USUAL.get(kind, 5.0))) / (rows + _FEW_ROWS)
    return float(np.clip(-np.log(mixed), 0.05, 7.0))


def pair_features(
    columns: Columns, split: int | None, pairs: pd.DataFrame, alike: pd.DataFrame, rows: pd.DataFrame
) -> pd.DataFrame:
    """Sum up the evidence of every pair in measures that mean the same in every table.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    split : int or None
        Where the second table starts; None within one table.
    pairs : pandas.DataFrame
        ``left`` and ``right``, positions.
    alike : pandas.DataFrame
        Similarities by column.
    rows : pandas.DataFrame
        Evidence of whole rows.

    Returns
    -------
    pandas.DataFrame
        One row per pair, one column per measure, none missing.
    """
    weights = column_information(columns, split)
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    features = _weighed_similarity(alike, weights)
    features |= _whole_rows(rows)
    features |= _agreement_features(columns, alike, left)
    features |= _kind_means(columns, alike)
    base = features["shrunk"] + 0.5 * features["words"]
    features |= _lead_features(base, left, right, split)
    return pd.DataFrame(features)


def _weighed_similarity(alike: pd.DataFrame, weights: Mapping[Hashable, float]) -> Features:
    weight = np.array([weights[c] for c in alike.columns], dtype=np.float32)
    values = alike.to_numpy(dtype=np.float32)
    known = ~np.isnan(values)
    values = np.nan_to_num(values)
    present = np.maximum(known @ weight, 1e-6)
    total, usual = weight.sum(), weight.mean()
    like = values @ weight
    return {
        "mean": like / present,
        "shrunk": (like + 0.25 * usual) / (present + usual),
        "present": present / total,
        "agree": (np.clip(values - 0.5, 0, None) * 2 * known) @ weight / total,
        "agree_strong": ((values >= 0.9) * known) @ weight / 7.0 / 2,
        "disagree": (np.clip(0.5 - values, 0, None) * 2 * known) @ weight / total,
        "disagree_strong": ((values < 0.6) * known) @ weight / 7.0 / 2,
    }


def _whole_rows(rows: pd.DataFrame) -> Features:
    models = rows["models"].to_numpy()
    return {
        "words": rows["words"].to_numpy(),
        "words_squared": rows["words"].to_numpy() ** 2,
        "within": rows["within"].to_numpy(),
        "models": np.nan_to_num(models - 0.5),
        "models_told": ~np.isnan(models) * 1.0,
    }


def _agreement_features(columns: Columns, alike: pd.DataFrame, left: np.ndarray) -> Features:
    """Measure how rare the values are that agree: a shared 'Smith' tells less than a shared 'Zebrowski'."""
    height = len(next(iter(columns.values()))[1])
    top = np.log(height + _FEW_ROWS)
    surprise, identified, contradicted = (np.zeros(len(left)) for _ in range(3))
    for column, (kind, text) in columns.items():
        codes, _ = pd.factorize(text.to_numpy(dtype=object))
        rare = (np.log((height + _FEW_ROWS) / np.bincount(codes)) / top)[codes[left]]
        like = np.nan_to_num(alike[column].to_numpy(), nan=0.5)
        surprise += rare * np.clip((like - 0.8) / 0.2, 0, 1)
        if kind in _IDENTIFYING:
            identified = np.maximum(identified, rare * np.clip((like - 0.85) / 0.15, 0, 1))
            contradicted = np.maximum(contradicted, np.clip((0.5 - like) * 4, 0, 1))
    return {"surprise": np.minimum(surprise, 4) / 2, "identified": identified, "contradicted": contradicted}


def _kind_means(columns: Columns, alike: pd.DataFrame) -> Features:
    result = {}
    for measure, kinds in {
        "names": ("name",),
        "texts": ("text", "address"),
        "figures": ("number", "date", "category"),
    }.items():
        chosen = [c for c, (kind, _) in columns.items() if kind in kinds]
        values = alike[chosen].mean(axis=1).to_numpy() if chosen else np.full(len(alike), np.nan)
        result[measure] = np.nan_to_num(values - 0.5)
    return result


def _lead_features(base: np.ndarray, left: np.ndarray, right: np.ndarray, split: int | None) -> Features:
    """Compare each pair with the best other pair of either row: the nearest of all is more often the same."""
    ahead_left, ahead_right = _leads(base, left, right)
    linked = float(split is not None)
    low, high = np.minimum(ahead_left, ahead_right), np.maximum(ahead_left, ahead_right)
    return {
        "lead_low": low,
        "lead_high": high,
        "lead_low_linked": low * linked,
        "lead_high_linked": high * linked,
        "linked": np.full(len(base), linked),
    }


def _leads(base: np.ndarray, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows = np.r_[left, right]
    values = np.r_[base, base]
    order = np.lexsort((-values, rows))
    first = np.r_[True, rows[order][1:] != rows[order][:-1]]
    best, second = np.full(rows.max() + 1, -1.0), np.zeros(rows.max() + 1)
    best[rows[order][first]] = values[order][first]
    place = np.flatnonzero(first)
    nexts = place + 1
    real = nexts < np.r_[place[1:], len(order)]
    second[rows[order][place[real]]] = values[order][nexts[real]]
    ahead_left, ahead_right = (base - np.where(base >= best[side], second[side], best[side]) for side in (left, right))
    return ahead_left, ahead_right
