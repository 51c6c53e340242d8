"""Charts of trials: what a model would have said at earlier dates, and how a split at random flatters it."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_backtest", "draw_split"]


def draw_backtest(
    backtest: pd.DataFrame,
    *,
    history: pd.DataFrame,
    model: str | None = None,
    unique_id: str | None = None,
    past: int = 52,
    period: str = "week",
    unit: str = "pieces",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw what came of one series, and what a model would have said from each earlier date.

    Parameters
    ----------
    backtest : DataFrame
        What `backtest` returned.
    history : DataFrame
        The series: ``unique_id``, ``ds``, ``y``.
    model, unique_id : str, optional
        Which model and which series; they may be left out when there is only one.
    past : int
        How many periods before the first of these dates to draw.
    period, unit : str
        What a period and a piece are called.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        For a model or series that is not there, or several when none is named.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": range(6), "y": [4.0, 6.0, 4.0, 6.0, 4.0, 6.0]})
    >>> tried = pd.DataFrame({"unique_id": "a", "origin": [2, 3], "ds": [3, 4], "model": "naive", "y": [6.0, 4.0]})
    >>> draw_backtest(tried.assign(forecast=5.0), history=weeks).get_title(loc="left")
    'a: naive was off by 20 of 100 pieces, from 2 dates'
    """
    from millrace.showing.drawing import ACCENT, INK, SECOND, finding, new_axes

    require_columns(backtest, ["unique_id", "origin", "ds", "model", "y", "forecast"], table="the backtest")
    require_columns(history, ["unique_id", "ds", "y"], table="the history")
    name, said = _named(backtest, "unique_id", unique_id), _named(backtest, "model", model)
    rows = backtest[(backtest["unique_id"] == name) & (backtest["model"] == said)].sort_values(["origin", "ds"])
    known = history[history["unique_id"] == name].sort_values("ds")
    before = known[known["ds"] <= rows["origin"].min()].tail(past)
    known = known[(known["ds"] >= before["ds"].min()) & (known["ds"] <= rows["ds"].max())]
    ax = new_axes(ax)
    ax.plot(known["ds"], known["y"], color=INK, lw=1.2)
    came = known.set_index("ds")["y"]
    first = rows["origin"].iloc[0]
    for origin in rows["origin"].unique():
        path = rows[rows["origin"] == origin]
        ax.plot([origin, *path["ds"]], [came.loc[origin], *path["forecast"]], color=ACCENT, lw=1.3, alpha=0.85)
        ax.plot([origin], [came.loc[origin]], "o", color=SECOND, ms=4)
    last = rows.iloc[-1]
    ax.annotate(" said", (last["ds"], last["forecast"]), color=ACCENT, fontsize=9, va="center")
    box = {"fc": "white", "ec": "none", "pad": 0.3, "alpha": 0.8}
    ax.annotate(
        "asked here", (first, came.loc[first]), xytext=(-6, 6), ha="right", textcoords="offset points", color=SECOND,
        fontsize=9, bbox=box,
    )  # fmt: skip
    ax.set_ylim(bottom=min(0, ax.get_ylim()[0]))
    ax.set_ylabel(f"{unit} per {period}")
    ax.margins(x=0.08)
    off, total, dates = (rows["forecast"] - rows["y"]).abs().sum(), rows["y"].abs().sum(), rows["origin"].nunique()
    share = f"off by {100 * off / total:.0f} of 100 {unit}" if total else f"off by {off:,.0f} {unit} where none came"
    text = f"Line: what came. From each of {dates} dates, what {said} said for the {period}s after it."
    return finding(ax, f"{name}: {said} was {share}, from {dates} date{'s' * (dates > 1)}", text)


def draw_split(
    series: pd.DataFrame,
    *,
    periods: int,
    unique_id: str | None = None,
    season_length: int = 1,
    seed: int = 0,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw one series under both ways of hiding periods, with the error of the same model under each.

    Parameters
    ----------
    series : DataFrame
        ``unique_id``, ``ds``, ``y``; no gaps. The errors are those over all series.
    periods : int
        How many periods of each series to hide.
    unique_id : str, optional
        Which series to draw; it may be left out when there is only one.
    season_length : int
        Periods in a season.
    seed : int
        For the periods drawn at random and for the model.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    See Also
    --------
    compare_splits : the numbers.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> weeks = pd.DataFrame({"unique_id": "chair", "ds": range(100), "y": 50 + rng.normal(size=100).cumsum()})
    >>> draw_split(weeks, periods=20).get_title(loc="left")
    'Hidden at random, the same model seems 2.4 times as good'
    """
    from millrace.forecasting.splits import compare_splits, random_split, split_in_time
    from millrace.showing.drawing import ACCENT, INK, PALE, finding, new_axes

    name = _named(series, "unique_id", unique_id)
    errors = compare_splits(series, periods=periods, season_length=season_length, seed=seed).set_index("split")["error"]
    one = series[series["unique_id"] == name]
    ways = {
        "at random": random_split(one, periods=periods, seed=seed),
        "in time": split_in_time(one, periods=periods),
    }
    ax = new_axes(ax)
    span = max(float(np.ptp(one["y"])), 1e-9)
    for row, (way, table) in enumerate(ways.items()):
        height = row * 1.35 + (table["y"] - one["y"].min()) / span
        hidden = table["part"] == "hidden"
        ax.plot(table["ds"], height, color=PALE, lw=1)
        ax.plot(table["ds"][~hidden], height[~hidden], ".", color=INK, ms=4)
        ax.plot(table["ds"][hidden], height[hidden], "o", color=ACCENT, ms=4, mfc="white")
        label = f"hidden {way}: error {_short(errors[way])}"
        ax.text(0.01, row * 1.35 + 1.08, label, transform=ax.get_yaxis_transform(), color=INK, fontsize=9)
    ax.set_ylim(-0.1, 2.65)
    ax.set_yticks([0, 1, 1.35, 2.35], [_short(value) for value in [one["y"].min(), one["y"].max()] * 2])
    ax.set_ylabel(f"{name}, drawn twice")
    ax.set_xlabel("open circles: hidden from the model")
    ratio = errors["in time"] / errors["at random"] if errors["at random"] > 0 else np.inf
    title = "Here a split at random flatters nobody"
    if ratio > 1.05:
        title = f"Hidden at random, the same model seems {ratio:.1f} times as good"
    text = f"Mean error with {periods} periods hidden at the end {_short(errors['in time'])}, "
    text += f"at random {_short(errors['at random'])}."
    return finding(ax, title, text)


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.2g}"


def _named(table: pd.DataFrame, column: str, wanted: str | None) -> str:
    names = list(dict.fromkeys(table[column]))
    if wanted is None and len(names) == 1:
        return str(names[0])
    if wanted not in names:
        raise ArgumentError(
            f"{column}={in_words(wanted)} was given.{did_you_mean(str(wanted), names)} One of {in_words(names)} was "
            "expected. Name it."
        )
    return str(wanted)
