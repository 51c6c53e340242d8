"""Whether a theme grows, since when, and how often chance alone would look like it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.themes.result import Themes
from millrace.themes.trends import dates_of

__all__ = ["changes"]

WEEK_DAYS = 7
RAMP_WEEKS = (0, 4, 8, 13)  # a change comes at once, or grows over one, two or three months
FEW, ENOUGH, FEW_WEEKS = 10, 30, 8
SHUFFLES, CHANCE = 999, 0.02


@dataclass(frozen=True, eq=False)
class Weeks:
    """Texts per week, and the shapes of change that are looked for: one row per shape, 0 before and 1 after."""

    first: pd.Timestamp
    of: np.ndarray
    shapes: np.ndarray
    since: np.ndarray


def changes(themes: Themes, dates: Iterable[object], *, at_least: float = 1.2, seed: int = 0) -> pd.DataFrame:
    """Say for each theme whether its share of the texts grows or shrinks, and since when.

    Every week is tried as the beginning, and the theme may rise at once or over up to three months. A change is claimed
    only when the best of all these looks would come about in 2 or fewer of 100 shufflings of the dates, after
    correction for the number of themes and for texts that come in bunches.

    Parameters
    ----------
    themes : Themes
        The themes.
    dates : Series or list of dates
        One date per text, in the order of the texts; texts without one are set aside.
    at_least : float
        How many times as frequent a theme must become (or become rarer) to be called growing or shrinking.
    seed : int
        Where the shuffling begins.

    Returns
    -------
    DataFrame
        One row per theme: ``theme``, ``verdict`` ("growing", "shrinking", "steady", "too few to say"), ``since``,
        ``since_earliest``, ``since_latest`` (the beginning and its 95 % range; empty without a change),
        ``share_before``, ``share_after``, ``chance`` (how often shuffled dates show as much in any theme), ``texts``.
        ``attrs["without_date"]`` counts the texts set aside. A theme with fewer than 30 texts is never called steady.

    Raises
    ------
    ArgumentError
        When the dates do not fit the texts, none is known, or ``at_least`` is below 1.
    ColumnError
        When the dates are not dates.

    Notes
    -----
    Largest score statistic over all beginnings (a scan, as in Kulldorff 2001), against permutations, with Holm's (1979)
    correction. It is the *share* that is judged: when one theme grows, the others shrink a little. A season that has
    not come round once more looks like growth.

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> days = pd.date_range("2025-01-01", periods=300)
    >>> texts = ["paint peels" if day >= 200 and day % 2 else "parcel late" for day in range(300)]
    >>> told = changes(by_words(texts, {"paint": ["paint"], "late": ["late"]}), days)
    >>> told.loc[told["theme"] == "paint", "verdict"].item()
    'growing'
    """
    days = dates_of(themes, dates)
    if not at_least >= 1:
        raise ArgumentError(f"at_least={in_words(at_least)} was given. A number of 1 or more was expected, such as 1.2 "
                            "for a fifth more. Correct it.")  # fmt: skip
    known = days.notna().to_numpy()
    weeks, place = _weeks(days[known])
    holds = themes.labels[themes.names].to_numpy(dtype=bool)[known]
    # in order of names, so that the order of the columns does not matter
    rng = np.random.default_rng(seed)
    rows = {name: _one(weeks, np.bincount(place[holds[:, at]], minlength=len(weeks.of)), rng)
            for at, name in sorted(enumerate(themes.names), key=lambda pair: pair[1])}  # fmt: skip
    table = pd.DataFrame([{"theme": name} | rows[name] for name in themes.names])
    return _judged(table, int((~known).sum()), at_least)


def _weeks(days: pd.Series) -> tuple[Weeks, np.ndarray]:
    first = days.min().normalize()
    place = ((days - first).dt.days // WEEK_DAYS).to_numpy()
    of = np.bincount(place)
    time, shapes, since = np.arange(len(of)), [], []
    for start in range(2, len(of)):
        for ramp in RAMP_WEEKS:
            shape = np.clip((time - start + 1) / (ramp + 1), 0, 1)
            if shape @ of >= FEW / 2 and of[:start].sum() >= FEW / 2:
                shapes.append(shape)
                since.append(start)
    return Weeks(first, of, np.array(shapes).reshape(-1, len(of)), np.array(since, dtype=int)), place


def _one(weeks: Weeks, found: np.ndarray, rng: np.random.Generator) -> dict[str, object]:
    """Look for a change in one theme."""
    texts, total = int(found.sum()), int(weeks.of.sum())
    told: dict[str, object] = {"texts": texts, "chance": np.nan, "since": pd.NaT, "since_earliest": pd.NaT,
                               "since_latest": pd.NaT, "share_before": np.nan, "share_after": np.nan}  # fmt: skip
    if texts < FEW or texts == total or len(weeks.of) < FEW_WEEKS or not len(weeks.shapes):
        return told
    share, usual = texts / total, weeks.shapes @ weeks.of / total
    centred = weeks.shapes - usual[:, None]
    spread = share * (1 - share) * (centred**2 @ weeks.of)
    good = spread > 1e-9
    look = centred[good] / np.sqrt(spread[good])[:, None]
    fitted, bunched = _fits(weeks, centred[good], found, share)
    shuffled = rng.multivariate_hypergeometric(weeks.of, texts, size=SHUFFLES, method="marginals")
    by_chance = np.abs(look @ shuffled.T).max(axis=0)
    told["chance"] = (1 + (by_chance >= np.abs(look @ found).max() / np.sqrt(bunched)).sum()) / (SHUFFLES + 1)
    return told | _beginning(weeks, weeks.since[good], fitted / bunched, found)


def _fits(weeks: Weeks, centred: np.ndarray, found: np.ndarray, share: float) -> tuple[np.ndarray, float]:
    """Return how well each shape fits (log-likelihood), and how much more the weeks vary than chance allows."""
    slope = (centred @ found) / (centred**2 @ weeks.of)
    expected = np.clip(share + slope[:, None] * centred, 0.2 / (weeks.of.sum() + 1), 1 - 1e-6)
    fit = np.log(expected) @ found + np.log1p(-expected) @ (weeks.of - found)
    best = expected[fit.argmax()]
    used = weeks.of > 0
    # A rare theme's single text in a week where hardly any was expected says nothing of bunches: months are judged.
    month = np.arange(len(weeks.of)) // 4
    seen, hoped = (np.bincount(month[used], value[used]) for value in (found, weeks.of * best))
    free = np.bincount(month[used], (weeks.of * best * (1 - best))[used])
    judged = hoped >= 1
    pearson = ((seen - hoped)[judged] ** 2 / np.maximum(free[judged], 1e-9)).sum()
    return fit, max(1.0, float(pearson / max(judged.sum() - 3, 1)))


def _beginning(weeks: Weeks, since: np.ndarray, fit: np.ndarray, found: np.ndarray) -> dict[str, object]:
    """Weigh every beginning by how well it fits, and return the middle one with its range."""
    weight = np.bincount(since, np.exp(fit - fit.max()), minlength=len(weeks.of))
    rising = np.cumsum(weight) / weight.sum()
    early, middle, late = (int(np.searchsorted(rising, at)) for at in (0.025, 0.5, 0.975))
    before, after = (found[part].sum() / max(weeks.of[part].sum(), 1) for part in (slice(middle), slice(middle, None)))
    day = [weeks.first + pd.Timedelta(days=WEEK_DAYS * week) for week in (early, middle, late + 1)]
    return {"since_earliest": day[0], "since": day[1], "since_latest": day[2] - pd.Timedelta(days=1),
            "share_before": before, "share_after": after}  # fmt: skip


def _judged(table: pd.DataFrame, without_date: int, at_least: float) -> pd.DataFrame:
    table["chance"] = _holm(table["chance"].to_numpy(dtype=float))
    before, after = table["share_before"], table["share_after"]
    shown = table["chance"] <= CHANCE
    cases = {
        "too few to say": table["chance"].isna() | (~shown & (table["texts"] < ENOUGH)),
        "growing": shown & (after > before) & (after >= at_least * before),
        "shrinking": shown & (after < before) & (before >= at_least * after),
    }
    table["verdict"] = np.select(list(cases.values()), list(cases), "steady")
    still = ~table["verdict"].isin(["growing", "shrinking"])
    table.loc[still, ["since", "since_earliest", "since_latest"]] = pd.NaT
    table.loc[still, ["share_before", "share_after"]] = np.nan
    order = ["theme", "verdict", "since", "since_earliest", "since_latest", "share_before", "share_after", "chance"]
    result = table[[*order, "texts"]]
    result.attrs["without_date"] = without_date
    return result


def _holm(chances: np.ndarray) -> np.ndarray:
    """Correct for the number of themes looked at (Holm 1979)."""
    held = np.flatnonzero(~np.isnan(chances))
    order = held[np.argsort(chances[held], kind="stable")]
    corrected = chances.copy()
    corrected[order] = np.minimum(1, np.maximum.accumulate(chances[order] * np.arange(len(order), 0, -1)))
    return corrected
