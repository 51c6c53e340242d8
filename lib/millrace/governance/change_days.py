"""The day on which people of the same kind began to get another score: a scan over all days, guarded by shuffling."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, check_confidence, counted, in_words, require_plain_cells
from millrace.explain.columns import feature_columns, score_column
from millrace.explain.shapes import shape_of

__all__ = ["find_change"]

LEAST_SIDE = 30
LEAST_SHARE = 0.03
ON_A_DAY, GRADUAL, NOT_SHOWN = "changed on a day", "changed gradually", "not shown"


def find_change(
    frame: pd.DataFrame,
    *,
    date: str,
    score: str,
    columns: Sequence[str] = (),
    confidence: float = 0.95,
    draws: int = 499,
    seed: int = 0,
) -> pd.DataFrame:
    """Find the day from which people who are alike in their columns get another score.

    Parameters
    ----------
    frame : DataFrame
        One row per person. Rows without a day or a score are set aside and counted.
    date : str
        The column with the day, as dates or as text like 2025-04-07.
    score : str
        The column with the score.
    columns : list of str
        What the score may rest on. Without it, other people and another rule look the same.
    confidence : float
        How sure the verdict and the range of days are.
    draws : int
        How many times the people are shuffled, and drawn anew for the range.
    seed : int
        Where chance starts.

    Returns
    -------
    DataFrame
        One row: ``rows``, ``set_aside``, ``days`` (that could have been the first), ``day`` (the first day of the new
        score; missing when no change is shown), ``low_day``, ``high_day`` (its range), ``change_points`` (how much more
        people who are alike got from then on), ``p`` (chance, allowing for all days that were looked at), ``verdict``
        ("changed on a day", "changed gradually", "not shown") and ``sentence``.

    Raises
    ------
    ColumnError
        When a column is missing, days cannot be read, or fewer than 60 rows are left.
    ArgumentError
        When an argument is impossible.

    Notes
    -----
    For each day, a step from that day on is added to a regression of the score on the columns; the day with the largest
    t value is taken (Quandt 1960; Andrews 1993). Its chance is the share of shuffles of what the columns do not explain
    in which some day does as well (Freedman and Lane 1983); the range of days is a bootstrap of the same. At least 30
    rows, and 3 %, lie on either side. Where a straight slope over time follows the scores better than any step, the
    change is called gradual. One change is looked for: look again before and after it for others.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"day": pd.date_range("2025-01-01", periods=300), "test": rng.normal(60, 10, 300)})
    >>> people["score"] = people["test"] + rng.normal(0, 1, 300) - 4 * (people["day"] >= "2025-07-01")
    >>> find_change(people, date="day", score="score", columns=["test"])["day"].dt.strftime("%Y-%m-%d").item()
    '2025-07-01'
    """
    check_confidence(confidence)
    if not isinstance(draws, int) or draws < 99:
        raise ArgumentError(f"draws={in_words(draws)} was given. A whole number from 99 was expected. Write 499.")
    require_plain_cells(frame, [date, score])
    days = _days(frame[date], date)
    values = score_column(frame, score, None)
    known = days.notna().to_numpy() & ~np.isnan(values)
    names = feature_columns(frame[known], columns, but_not=[score, date]) if len(columns) else []
    if known.sum() < 2 * LEAST_SIDE:
        raise ColumnError(
            f"{counted(int(known.sum()), 'row')} with a day and a score were given. At least {2 * LEAST_SIDE} were "
            "expected. Add rows."
        )
    order = np.argsort(days[known].to_numpy(), kind="stable")
    rows, when, values = frame[known].iloc[order], days[known].to_numpy()[order], values[known][order]
    scan = _Scan(_base(rows, names), when)
    row = _found(scan, values, when, confidence, draws, np.random.default_rng(seed))
    row = {"rows": len(values), "set_aside": int((~known).sum()), "days": len(scan.starts), **row}
    return pd.DataFrame([row | {"sentence": _sentence(row, names)}]).astype(
        dict.fromkeys(["day", "low_day", "high_day"], "datetime64[ns]")
    )


def _days(held: pd.Series, date: str) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(held.dtype):
        return held.dt.tz_localize(None).dt.normalize() if held.dt.tz is not None else held.dt.normalize()
    days = pd.to_datetime(held.astype(object), format="%Y-%m-%d", errors="coerce")
    if (days.isna() & held.notna()).any():
        raise ColumnError(
            f"Column '{date}' holds what is no day like 2025-04-07. Dates were expected. Read it with "
            "parse_dates first."
        )
    return days


def _base(rows: pd.DataFrame, names: list[str]) -> np.ndarray:
    """Return an orthonormal base of what the columns can explain."""
    parts = [shape_of(rows[name], name).design(rows[name]) for name in names]
    design = np.column_stack([np.ones(len(rows)), *parts])
    left, size, _ = np.linalg.svd(design, full_matrices=False)
    return left[:, size > 1e-9 * size[0]]


class _Scan:
    """Steps from each possible day on, cleared of what the columns explain."""

    def __init__(self, base: np.ndarray, when: np.ndarray) -> None:
        self.base = base
        first = np.flatnonzero(np.r_[True, when[1:] != when[:-1]])
        least = max(LEAST_SIDE, int(LEAST_SHARE * len(when)))
        self.starts = first[(first >= least) & (len(when) - first >= least)]
        after = np.cumsum(base[::-1], axis=0)[::-1][self.starts]
        self.room = np.maximum(len(when) - self.starts - (after**2).sum(axis=1), 1e-9)
        elapsed = (when - when[0]) / np.timedelta64(1, "D")
        slope = self.rest(elapsed - elapsed.mean())
        self.slope = slope / max(float(np.linalg.norm(slope)), 1e-12)

    def rest(self, values: np.ndarray) -> np.ndarray:
        return values - self.base @ (self.base.T @ values)

    def gains(self, rest: np.ndarray) -> np.ndarray:
        """Return, per day, how much of the sum of squares a step from that day on explains."""
        return np.cumsum(rest[::-1])[::-1][self.starts] ** 2 / self.room

    def size(self, rest: np.ndarray, at: int) -> float:
        return float(rest[self.starts[at] :].sum() / self.room[at])


def _found(
    scan: _Scan, values: np.ndarray, when: np.ndarray, confidence: float, draws: int, rng: np.random.Generator
) -> dict:
    nothing = {"day": pd.NaT, "low_day": pd.NaT, "high_day": pd.NaT, "change_points": np.nan}
    rest = scan.rest(values)
    if not len(scan.starts) or (rest**2).sum() < 1e-12 * max(1.0, (values**2).sum()):
        return {**nothing, "p": 1.0, "verdict": NOT_SHOWN}
    gains = scan.gains(rest)
    at, share = int(gains.argmax()), float(gains.max() / (rest**2).sum())
    by_chance = [_best_share(scan, scan.rest(rng.permutation(rest))) for _ in range(draws)]
    p = (1 + sum(one >= share for one in by_chance)) / (draws + 1)
    if p > 1 - confidence:
        return {**nothing, "p": p, "verdict": NOT_SHOWN}
    change = scan.size(rest, at)
    if float(scan.slope @ rest) ** 2 > gains[at]:
        return {**nothing, "change_points": change, "p": p, "verdict": GRADUAL}
    ends = _range(scan, rest, at, change, confidence, draws, rng)
    low, day, high = (pd.Timestamp(when[scan.starts[place]]) for place in (ends[0], at, ends[1]))
    return {"day": day, "low_day": low, "high_day": high, "change_points": change, "p": p, "verdict": ON_A_DAY}


def _best_share(scan: _Scan, rest: np.ndarray) -> float:
    return float(scan.gains(rest).max() / (rest**2).sum())


def _range(
    scan: _Scan, rest: np.ndarray, at: int, change: float, confidence: float, draws: int, rng: np.random.Generator
) -> tuple[int, int]:
    step = scan.rest((np.arange(len(rest)) >= scan.starts[at]).astype(float)) * change
    noise = rest - step
    drawn = [scan.gains(scan.rest(step + rng.choice(noise, len(noise)))).argmax() for _ in range(draws)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], method="closest_observation")
    return min(int(low), at), max(int(high), at)


def _sentence(row: dict, names: list[str]) -> str:
    who = "people alike in their columns" if names else "people"
    caution = "" if names else " Without columns, other people and another rule look the same."
    if row["verdict"] == NOT_SHOWN:
        return f"No day is shown from which {who} get another score.{caution}"
    change = f"{abs(row['change_points']):.1f} points {'fewer' if row['change_points'] < 0 else 'more'}"
    if row["verdict"] == GRADUAL:
        return f"The score of {who} changed gradually, to about {change}; no single day stands out.{caution}"
    day, low, high = (row[name].strftime("%Y-%m-%d") for name in ("day", "low_day", "high_day"))
    around = "" if low == high else f" (between {low} and {high})"
    return f"From {day}{around} {who} get {change}.{caution}"
