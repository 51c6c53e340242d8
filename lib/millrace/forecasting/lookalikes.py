"""New products have no history: what similar products sold in their first weeks is the best there is to go by."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["launch_curve", "look_alikes"]

LEAST = 5
ALIKE = ""
NO_LAUNCH = "on sale when the file begins: its launch is not in it"


def look_alikes(
    series: pd.DataFrame,
    *,
    features: pd.DataFrame,
    like: Mapping[str, object],
    periods: int = 12,
    within: float = 0.3,
    launched: str | None = None,
) -> pd.DataFrame:
    """List products like a new one whose first periods were seen, and why the others are not used.

    Parameters
    ----------
    series : DataFrame
        ``unique_id``, ``ds``, ``y``.
    features : DataFrame
        One row per product: ``unique_id`` and its attributes, in words or numbers.
    like : dict
        The attributes of the new product, the most important first: ``{"family": "bags", "price_cny": 260}``. Words
        must be the same; numbers must be near.
    periods : int
        How many periods after the launch must have been seen.
    within : float
        How near numbers must be: 0.3 is from 30 % less to 30 % more, as ratios.
    launched : str, optional
        The column of the features with the day, or number of the period, of each launch. Without it a product is
        launched with its first sale, so its first period always has one: the curve begins too high, and who never sold
        is not seen.

    Returns
    -------
    DataFrame
        One row per product, look-alikes first: ``unique_id``, ``launched`` (its first period), ``seen``
        (periods since), ``total`` (of its first ``periods``), ``matched_by`` (which attributes are alike) and
        ``set_aside`` ("" for look-alikes). When fewer than five products are alike in all attributes, the last is no
        longer asked for, then the one before it, down to the first; ``matched_by`` of the look-alikes says what was
        asked for.

    Raises
    ------
    ColumnError
        When an attribute is no column of the features, or a product has several rows there.
    ArgumentError
        When no attribute is named.

    Examples
    --------
    >>> sold = pd.DataFrame({"unique_id": ["old"] * 4 + ["bag"] * 3, "ds": [1, 2, 3, 4, 2, 3, 4], "y": 2.0})
    >>> kinds = pd.DataFrame({"unique_id": ["old", "bag"], "family": "bags"})
    >>> look_alikes(sold, features=kinds, like={"family": "bags"}, periods=2)["set_aside"].tolist()
    ['', 'on sale when the file begins: its launch is not in it']
    """
    return _found(series, features, like, periods, within, launched)[0]


def launch_curve(
    series: pd.DataFrame,
    *,
    features: pd.DataFrame,
    like: Mapping[str, object],
    periods: int = 12,
    within: float = 0.3,
    launched: str | None = None,
) -> pd.DataFrame:
    """Forecast the first periods of a new product by those of its look-alikes.

    Parameters
    ----------
    series, features, like, periods, within, launched : as there
        As in `look_alikes`.

    Returns
    -------
    DataFrame
        One row per period since the launch: ``period`` (from 1), ``share`` (of the first ``periods`` together: the
        mean over look-alikes, each counting alike), ``forecast`` (the share of their median total), ``low_80`` and
        ``high_80`` (eight look-alikes of ten lay between), ``total_low_80`` and ``total_high_80`` (the same for all
        these periods together), ``look_alikes`` (how many), ``matched_by`` (the attributes that were asked for) and
        ``verdict``: "look-alikes found", or "too few to say" with fewer than five; then all numbers are empty.

    Raises
    ------
    ColumnError
        When an attribute is no column of the features, or a product has several rows there.
    ArgumentError
        When no attribute is named.

    Notes
    -----
    Forecasting by analogy (Green and Armstrong 2007, International Journal of Forecasting 23). What sold badly and was
    taken off the list is among the look-alikes, as it should be. Launches before a feast and after it count alike.

    Examples
    --------
    >>> names = [f"bag {n}" for n in range(6)]
    >>> rows = [(name, at, 6.0 - at) for name in names for at in (1, 2, 3)]
    >>> sold = pd.DataFrame([*rows, ("old", 0, 1.0)], columns=["unique_id", "ds", "y"])
    >>> kinds = pd.DataFrame({"unique_id": names, "family": "bags"})
    >>> launch_curve(sold, features=kinds, like={"family": "bags"}, periods=3)["forecast"].round(1).tolist()
    [5.0, 4.0, 3.0]
    """
    found, pieces = _found(series, features, like, periods, within, launched)
    kept = found[found["set_aside"] == ALIKE]
    pieces = pieces[: len(kept)]
    enough = len(kept) >= LEAST and pieces.any()
    if not enough:
        pieces = np.full((1, periods), np.nan)
    total = pieces.sum(axis=1, keepdims=True)
    share = (pieces / np.where(total > 0, total, np.nan))[(total > 0).ravel() | (not enough)].mean(axis=0)
    low, high = _range(pieces)
    least, most = _range(total)
    return pd.DataFrame(
        {
            "period": np.arange(1, periods + 1),
            "share": share,
            "forecast": share * np.median(total),
            "low_80": low,
            "high_80": high,
            "total_low_80": least[0],
            "total_high_80": most[0],
            "look_alikes": len(kept),
            "matched_by": kept["matched_by"].iloc[0] if len(kept) else "",
            "verdict": "look-alikes found" if enough else "too few to say",
        }
    )


def _found(
    series: pd.DataFrame,
    features: pd.DataFrame,
    like: Mapping[str, object],
    periods: int,
    within: float,
    launched: str | None,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the list of products, look-alikes first, and what each sold in its first periods."""
    _check(series, features, like, periods, within, launched)
    known = features.set_index("unique_id")
    table, pieces = _launches(series, periods, None if launched is None else known[launched])
    rows = known[list(like)].reindex(table["unique_id"])
    alike = np.column_stack([_near(rows[name], value, within) for name, value in like.items()])
    usable = table["set_aside"].eq(ALIKE).to_numpy()
    asked = next((n for n in range(len(like), 1, -1) if (alike[:, :n].all(axis=1) & usable).sum() >= LEAST), 1)
    chosen = alike[:, :asked].all(axis=1) & usable
    names = list(like)[:asked]
    table["matched_by"] = [_listed(like, row) for row in alike]
    table.loc[chosen, "matched_by"] = ", ".join(names)
    table["set_aside"] = table["set_aside"].mask(usable & ~chosen, f"not alike in {' and '.join(names)}")
    order = np.lexsort((table["unique_id"], ~chosen))
    shown = ["unique_id", "launched", "seen", "total", "matched_by", "set_aside"]
    return table.iloc[order][shown].reset_index(drop=True), pieces[order]


def _launches(series: pd.DataFrame, periods: int, launched: pd.Series | None) -> tuple[pd.DataFrame, np.ndarray]:
    wide = series.pivot(index="unique_id", columns="ds", values="y")
    line, ids = wide.columns, wide.index
    if launched is not None:
        ids = wide.index.union(launched.index)
        wide = wide.reindex(ids)
    y = wide.to_numpy(dtype=float)
    if launched is None:
        begin = np.where((y > 0).any(axis=1), (y > 0).argmax(axis=1), -1)
        unknown, before = begin < 0, begin == 0
    else:
        days = launched.reindex(ids)
        days = pd.to_datetime(days) if line.dtype.kind == "M" else days
        unknown = days.isna().to_numpy()
        begin = np.searchsorted(line.to_numpy(), days.fillna(line[0]).to_numpy(), "right") - 1
        before = begin < 0
    begin = np.maximum(begin, 0)
    there = np.isfinite(y)
    end = np.where(there.any(axis=1), len(line) - there[:, ::-1].argmax(axis=1), len(line))
    at = begin[:, None] + np.arange(periods)
    pieces = np.nan_to_num(np.take_along_axis(y, np.minimum(at, len(line) - 1), axis=1)) * (at < end[:, None])
    reasons = {
        "its launch is not known": unknown,
        NO_LAUNCH: before,
        f"fewer than {periods} periods since its launch": end - begin < periods,
    }
    table = pd.DataFrame({"unique_id": ids, "launched": line[begin], "seen": end - begin, "total": pieces.sum(axis=1)})
    table["set_aside"] = np.select(list(reasons.values()), list(reasons), ALIKE)
    table["launched"] = table["launched"].where(~unknown & ~before)
    return table, pieces


def _near(values: pd.Series, value: object, within: float) -> np.ndarray:
    if not isinstance(value, bool | np.bool_) and isinstance(value, int | float | np.number):
        ratio = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float) / float(value)
        return (ratio >= 1 / (1 + within)) & (ratio <= 1 + within)
    return np.array([one == value for one in values], dtype=bool)


def _listed(like: Mapping[str, object], alike: np.ndarray) -> str:
    return ", ".join(name for name, one in zip(like, alike, strict=True) if one)


def _range(pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the range in which the next of such products lies eight times of ten; the whole range below nine."""
    ordered = np.sort(pieces, axis=0)
    place = max(int(0.1 * (len(pieces) + 1) + 1e-9), 1)
    return ordered[place - 1], ordered[-place]


def _check(
    series: pd.DataFrame,
    features: pd.DataFrame,
    like: Mapping[str, object],
    periods: int,
    within: float,
    launched: str | None,
) -> None:
    require_columns(series, ["unique_id", "ds", "y"], table="the series")
    if not isinstance(like, Mapping) or not like:
        raise ArgumentError(
            f"like={in_words(like)} was given. Attributes of the new product were expected. Write them like "
            '{"family": "bags"}.'
        )
    require_columns(features, ["unique_id", *like, *([] if launched is None else [launched])], table="the features")
    if isinstance(periods, bool) or not isinstance(periods, int | np.integer) or periods < 1:
        raise ArgumentError(f"periods={in_words(periods)} was given. A whole number of 1 or more was expected.")
    if not within >= 0:
        raise ArgumentError(f"within={in_words(within)} was given. A number of 0 or more was expected, such as 0.3.")
    twice = features["unique_id"][features["unique_id"].duplicated()]
    if len(twice):
        raise ColumnError(f"{twice.iloc[0]} has several rows in the features. One was expected. Leave one of them.")
    bad = {name: value for name, value in like.items() if isinstance(value, int | float) and not value > 0}
    bad = {name: value for name, value in bad.items() if not isinstance(value, bool)}
    if bad:
        raise ArgumentError(f"like={in_words(bad)} was given. Numbers above 0 were expected. Correct them.")
