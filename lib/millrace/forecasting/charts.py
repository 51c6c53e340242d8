"""Charts of forecasts: what was, what may come, and whose word was nearer."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_comparison", "draw_forecast"]


def draw_forecast(
    history: pd.DataFrame,
    forecast: pd.DataFrame,
    *,
    unique_id: str | None = None,
    past: int = 52,
    period: str = "week",
    unit: str = "pieces",
    came: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw one series: its last periods, its forecast, and the range.

    Parameters
    ----------
    history : DataFrame
        ``unique_id``, ``ds``, ``y``; marked stock-outs (``censored``) are drawn pale.
    forecast : DataFrame
        What `forecast` returned.
    unique_id : str, optional
        Which series; it may be left out when the forecast has only one.
    past : int
        How many periods of the history to draw.
    period, unit : str
        What a period and a piece are called.
    came : DataFrame, optional
        What came afterwards: ``unique_id``, ``ds``, ``y``.
    events : DataFrame, optional
        Feasts and fairs: ``date`` and ``holiday`` (its name), as `holiday_dates` returns them; marked pale.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        For a series that is not there, or several when none is named.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": range(9), "y": 4.0})
    >>> ahead = pd.DataFrame({"unique_id": "a", "ds": [9, 10], "forecast": 4.0, "low_80": 2.0, "high_80": 7.0})
    >>> draw_forecast(weeks, ahead).get_title(loc="left")
    'a: 8 pieces in the next 2 weeks; 4 to 14 if all were at their low or high end'
    """
    from millrace.showing.drawing import ACCENT, SECOND, finding, new_axes

    require_columns(history, ["unique_id", "ds", "y"], table="the history")
    require_columns(forecast, ["unique_id", "ds", "forecast"], table="the forecast")
    name = _one(forecast, unique_id)
    ax = new_axes(ax)
    before = history[history["unique_id"] == name].sort_values("ds").tail(past)
    ahead = forecast[forecast["unique_id"] == name].sort_values("ds")
    named = [] if events is None else _draw_events(ax, events, before["ds"].min(), ahead["ds"].max())
    _draw_past(ax, before)
    levels = _draw_ranges(ax, ahead)
    ax.plot(ahead["ds"], ahead["forecast"], color=ACCENT, lw=2)
    if came is not None:
        later = came[(came["unique_id"] == name) & came["ds"].isin(ahead["ds"])].sort_values("ds")
        ax.plot(later["ds"], later["y"], "o", color=SECOND, ms=5)
        box = {"fc": "white", "ec": "none", "pad": 0.3, "alpha": 0.8}
        ax.annotate(" came", (later["ds"].iloc[0], later["y"].iloc[0]), color=SECOND, fontsize=9, bbox=box)
    ax.set_ylim(bottom=min(0, ax.get_ylim()[0]))
    ax.set_ylabel(f"{unit} per {period}")
    ax.margins(x=0.08)
    total = ahead["forecast"].sum()
    title = f"{name}: {total:,.0f} {unit} in the next {len(ahead)} {period}s"
    if levels:
        least, most = ahead[f"low_{levels[-1]}"].sum(), ahead[f"high_{levels[-1]}"].sum()
        title += f"; {least:,.0f} to {most:,.0f} if all were at their low or high end"
    text = f"Line: a mean of {before['y'].mean():,.0f} {unit} per {period}, then the forecast with its range."
    text += f" Marked: {', '.join(named)}." if named else ""
    return finding(ax, title, text)


def draw_comparison(comparison: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw how much nearer, or farther, each model was than the baseline, with ranges.

    Parameters
    ----------
    comparison : DataFrame
        What `compare_models` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> row = {"model": "theta", "difference": -0.1, "low": -0.15, "high": -0.05, "verdict": "better"}
    >>> draw_comparison(pd.DataFrame([row])).get_title(loc="left")
    'theta beats the baseline'
    """
    from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

    require_columns(comparison, ["model", "difference", "low", "high", "verdict"], table="the comparison")
    rows = comparison.sort_values("difference", ascending=False).reset_index(drop=True)
    ax = new_axes(ax, height=max(1.8, 0.5 * len(rows) + 1.0))
    looks = {"better": SECOND, "worse": ACCENT}
    for place, (_, row) in enumerate(rows.iterrows()):
        colour = looks.get(row["verdict"], PALE)
        ax.plot([100 * row["low"], 100 * row["high"]], [place, place], color=colour, lw=5, solid_capstyle="butt")
        ax.plot(100 * row["difference"], place, "o", color=INK, ms=6)
        ax.annotate(
            row["verdict"],
            (100 * row["high"], place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.axvline(0, color=INK, lw=1)
    ax.set_yticks(np.arange(len(rows)), rows["model"])
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlabel("error less that of the baseline, in pieces per 100 that came (left is better)")
    ax.margins(x=0.28)
    best = rows.loc[rows["verdict"] == "better", "model"].tolist()[::-1]
    beat = "beats" if len(best) == 1 else "beat"
    title = f"{' and '.join(best)} {beat} the baseline" if best else "Nothing beats the baseline that we can see"
    text = "; ".join(f"{row['model']} {100 * row['difference']:+.0f} ({row['verdict']})" for _, row in rows.iterrows())
    return finding(ax, title, text + ".")


def _draw_past(ax: "Axes", before: pd.DataFrame) -> None:
    from millrace.showing.drawing import INK, PALE

    ax.plot(before["ds"], before["y"], color=INK, lw=1.2)
    if "censored" not in before or not before["censored"].any():
        return
    gone = before[before["censored"].astype(bool)]
    ax.plot(gone["ds"], gone["y"], "o", color=PALE, markeredgecolor=INK)
    last = gone.iloc[-1]
    ax.annotate("shelf empty", (last["ds"], last["y"]), xytext=(4, 8), textcoords="offset points", fontsize=8)


def _draw_ranges(ax: "Axes", ahead: pd.DataFrame) -> list[int]:
    from millrace.showing.drawing import ACCENT, INK

    ends = [str(column) for column in ahead if str(column).startswith("low_")]
    levels = sorted((int(end.removeprefix("low_")) for end in ends), reverse=True)
    for level, alpha in zip(levels, (0.18, 0.35, 0.5), strict=False):
        ax.fill_between(ahead["ds"], ahead[f"low_{level}"], ahead[f"high_{level}"], color=ACCENT, alpha=alpha, lw=0)
        edge = ahead.iloc[-1]
        ax.annotate(f" {level} of 100", (edge["ds"], edge[f"high_{level}"]), fontsize=8, color=INK, va="center")
    return levels


def _draw_events(ax: "Axes", events: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> list[str]:
    """Mark feasts in view, and name those whose names do not run into each other."""
    from millrace.showing.drawing import INK, PALE

    require_columns(events, ["date", "holiday"], table="the events")
    days = events.assign(date=pd.to_datetime(events["date"])).sort_values(["holiday", "date"])
    days = days[days["date"].between(first, last)]
    apart = (days["date"].diff().dt.days > 4) | days["holiday"].ne(days["holiday"].shift())
    bands = days.groupby(apart.cumsum()).agg(date=("date", "min"), end=("date", "max"), holiday=("holiday", "first"))
    room, free = (last - first) / 30, first
    for band in bands.sort_values("date").to_dict("records"):
        begin, end = band["date"], band["end"] + pd.Timedelta(days=1)
        ax.axvspan(begin, end, color=PALE, alpha=0.6, lw=0, zorder=0)
        if begin >= free:
            ax.text(
                begin, 0.98, band["holiday"], transform=ax.get_xaxis_transform(), rotation=90, ha="right", va="top",
                fontsize=7, color=INK,
            )  # fmt: skip
            free = begin + room
    return list(dict.fromkeys(bands.sort_values("date")["holiday"]))


def _one(forecast: pd.DataFrame, unique_id: str | None) -> str:
    names = list(dict.fromkeys(forecast["unique_id"]))
    if unique_id is None and len(names) == 1:
        return str(names[0])
    if unique_id not in names:
        raise ArgumentError(
            f"unique_id={in_words(unique_id)} was given.{did_you_mean(str(unique_id), names)} One of {in_words(names)} "
            "was expected."
        )
    return str(unique_id)
