"""Themes over time: the share of each per period, and whether and since when one grows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words, require_columns
from millrace.showing.drawing import ACCENT, INK, PALE, finding, new_axes
from millrace.themes.measures import beside
from millrace.themes.result import Themes, require_themes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["dates_of", "draw_trend", "trend"]

EVERY = {"week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def trend(themes: Themes, dates: Iterable[object], *, every: str = "month") -> pd.DataFrame:
    """Follow the share of each theme from period to period.

    Parameters
    ----------
    themes : Themes
        The themes.
    dates : Series or list of dates
        One date per text, in the order of the texts; texts without one are set aside.
    every : str
        "week", "month", "quarter" or "year".

    Returns
    -------
    DataFrame
        One row per period and theme, periods without texts included: ``period`` (its first day), ``theme``, ``texts``
        (of the theme), ``all_texts`` (of the period), ``share``, ``low`` and ``high`` (its 95 %
        range). ``attrs["without_date"]`` counts the texts set aside.

    Raises
    ------
    ArgumentError
        When the dates do not fit the texts, none is known, or ``every`` is unknown.
    ColumnError
        When the dates are not dates.

    Notes
    -----
    Interval of Wilson (1927). The last period may be unfinished.

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> found = by_words(["late", "zip broke"], {"late": ["late"], "zip": ["zip"]})
    >>> trend(found, ["2025-01-05", "2025-02-01"])[["theme", "texts", "all_texts"]].values.tolist()
    [['late', 1, 1], ['zip', 0, 1], ['late', 0, 1], ['zip', 1, 1]]
    """
    if every not in EVERY:
        raise ArgumentError(f"every={in_words(every)} was given. One of {', '.join(EVERY)} was expected."
                            f"{did_you_mean(every, EVERY)}")  # fmt: skip
    days = dates_of(themes, dates)
    known = days.notna().to_numpy()
    period = days[known].dt.to_period(EVERY[every])
    full = pd.period_range(period.min(), period.max(), freq=EVERY[every])
    place = full.get_indexer(pd.PeriodIndex(period))
    every_text = np.bincount(place, minlength=len(full))
    holds = themes.labels[themes.names].to_numpy(dtype=bool)[known]
    texts = np.column_stack([np.bincount(place[column], minlength=len(full)) for column in holds.T])
    table = pd.DataFrame(
        {
            "period": np.repeat(full.to_timestamp(), len(themes.names)),
            "theme": np.tile(np.array(themes.names, dtype=object), len(full)),
            "texts": texts.ravel(),
            "all_texts": np.repeat(every_text, len(themes.names)),
        }
    )
    table["share"] = table["texts"] / table["all_texts"].where(table["all_texts"] > 0)
    table["low"], table["high"] = _interval(table["texts"].to_numpy(), table["all_texts"].to_numpy())
    table.attrs["without_date"] = int((~known).sum())
    return table


def dates_of(themes: Themes, dates: Iterable[object]) -> pd.Series:
    """Take the date of each text.

    Parameters
    ----------
    themes : Themes
        The themes.
    dates : Series or list
        Dates, or texts in the form yyyy-mm-dd.

    Returns
    -------
    Series
        Of dates, missing ones left missing.

    Raises
    ------
    ArgumentError
        When they do not fit the texts or none is known.
    ColumnError
        When they are no dates.

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> dates_of(by_words(["late"], {"late": ["late"]}), ["2025-01-05"]).dt.year.tolist()
    [2025]
    """
    require_themes(themes)
    column = beside(themes, dates)
    if pd.api.types.is_numeric_dtype(column) and column.notna().any():
        raise ColumnError("The dates are numbers. Dates were expected. Read them with parse_dates first.")
    try:
        days = pd.to_datetime(column, format=None if column.dtype.kind == "M" else "ISO8601")
    except (TypeError, ValueError) as error:
        raise ColumnError(
            "The dates hold text that is no date in the form yyyy-mm-dd. Dates were expected. Read them with "
            "parse_dates first."
        ) from error
    if not days.notna().any():
        raise ArgumentError("No text has a date. At least one was expected. Choose the column that holds the dates.")
    return days.dt.tz_localize(None) if getattr(days.dt, "tz", None) is not None else days


def _interval(found: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    z = 1.959964
    with np.errstate(divide="ignore", invalid="ignore"):
        share = found / of
        middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
        half = z / (1 + z**2 / of) * np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def draw_trend(
    followed: pd.DataFrame, *, theme: str, change: pd.DataFrame | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Draw one theme's share from period to period, and where it changed.

    Parameters
    ----------
    followed : DataFrame
        What `trend` returned.
    theme : str
        The theme to draw.
    change : DataFrame, optional
        What `changes` returned; without it no change is marked or claimed.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        When the theme is not in the table.

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> found = by_words(["late", "zip broke"], {"late": ["late"], "zip": ["zip"]})
    >>> draw_trend(trend(found, ["2025-01-05", "2025-02-01"]), theme="late").get_title(loc="left")
    'late: 50 % of texts from January 2025 to February 2025'
    """
    require_columns(followed, ["period", "theme", "share", "low", "high"], table="what trend returned")
    rows = followed[followed["theme"] == theme]
    if not len(rows):
        have = list(dict.fromkeys(followed["theme"]))
        raise ArgumentError(f"There is no theme {in_words(theme)}. The themes are: {', '.join(have)}. Write one of "
                            f"these.{did_you_mean(theme, have)}")  # fmt: skip
    ax = new_axes(ax)
    ax.fill_between(rows["period"], 100 * rows["low"], 100 * rows["high"], color=PALE, alpha=0.6, linewidth=0)
    ax.plot(rows["period"], 100 * rows["share"], color=INK, marker="o", markersize=3)
    ax.annotate(
        "band: 95 % range of each period", (0.01, 0.97), xycoords="axes fraction", fontsize=8, color=INK, va="top"
    )
    ax.set_ylabel("share of texts (%)")
    ax.set_xlabel("date")
    ax.set_ylim(bottom=0)
    title = _marked(ax, rows, theme, change)
    ends = f"{100 * rows['share'].iloc[0]:.0f} % in the first period, {100 * rows['share'].iloc[-1]:.0f} % in the last"
    return finding(ax, title, f"A line of the share of texts per period, {len(rows)} periods: {ends}.")


def _marked(ax: "Axes", rows: pd.DataFrame, theme: str, change: pd.DataFrame | None) -> str:
    first, last = (f"{day:%B %Y}" for day in (rows["period"].iloc[0], rows["period"].iloc[-1]))
    overall = 100 * rows["texts"].sum() / max(rows["all_texts"].sum(), 1)
    told = None if change is None else change[change["theme"] == theme]
    if told is None or not len(told):
        return f"{theme}: {overall:.0f} % of texts from {first} to {last}"
    one = told.iloc[0]
    if pd.isna(one["since"]):
        return f"{theme}: {one['verdict']}, {overall:.0f} % of texts from {first} to {last}"
    ax.axvspan(one["since_earliest"], one["since_latest"], color=ACCENT, alpha=0.15, linewidth=0)
    ax.axvline(one["since"], color=ACCENT, linestyle="--")
    label = f"since about {one['since']:%d %b %Y}"
    ax.annotate(label, (one["since"], 0.85), (4, 0), xycoords=("data", "axes fraction"),
                textcoords="offset points", color=ACCENT, fontsize=9)  # fmt: skip
    before, after = 100 * one["share_before"], 100 * one["share_after"]
    return f"{theme} is {one['verdict']}: {before:.0f} % of texts before, {after:.0f} % after"
