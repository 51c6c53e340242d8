"""Charts of measures: a baseline with its limits, and what mix and rates did to a total."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.kpis.baselines import NEWS, TOO_FEW
from millrace.kpis.mixing import COLUMNS
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_baseline", "draw_mix"]


def draw_baseline(table: pd.DataFrame, *, name: str, unit: str = "", ax: "Axes | None" = None) -> "Axes":
    """Draw each period with the limits of the baseline, and mark what is news.

    Parameters
    ----------
    table : DataFrame
        The result of `against_baseline` or `shares_against_baseline`.
    name : str
        What is measured, for example "settled at first contact".
    unit : str
        Its unit; for shares, percent are written without it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When it is not such a table.
    ArgumentError
        When no period has a value.

    Examples
    --------
    >>> from millrace.kpis import against_baseline
    >>> weeks = pd.DataFrame({"week": pd.date_range("2025-01-06", periods=10, freq="7D"), "m": [5, 6] * 5})
    >>> draw_baseline(against_baseline(weeks, value="m", when="week"), name="answer time").get_title(loc="left")
    'Answer time: none of 10 periods is news'
    """
    require_columns(table, ["when", "value", "role", "centre", "low", "high", "verdict"], table="the table of limits")
    if table["value"].isna().all():
        raise ArgumentError("No period has a value. At least one was expected. Look at what filtered the table.")
    times = 100 if "events" in table.columns else 1
    ax, said = new_axes(ax), "%" if times == 100 else unit
    days = table["when"]
    ax.fill_between(days, times * table["low"], times * table["high"], color=PALE, alpha=0.5, linewidth=0, step="mid")
    ax.plot(days, times * table["centre"], color=INK, linewidth=0.8, linestyle="--")
    ax.plot(days, times * table["value"], color=SECOND, marker="o", markersize=3, linewidth=1)
    news = table[table["verdict"] == NEWS]
    ax.scatter(news["when"], times * news["value"], s=60, marker="D", color=ACCENT, zorder=3)
    for row in _apart(_rows(news.tail(4)), (days.max() - days.min()) / 10):
        ax.annotate(
            f"{row.when:%d %b}", (row.when, times * row.value), xytext=(0, 9), textcoords="offset points",
            ha="center", fontsize=8, color=ACCENT,
        )  # fmt: skip
    _mark_end_of_baseline(ax, table)
    ax.set_ylabel(f"{name}, {said}" if said else name)
    ax.set_xlabel("Pale: within the usual noise; diamonds: news")
    ax.tick_params(axis="x", rotation=30)
    return finding(ax, *_baseline_words(table, news, name, times, said))


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())


def _apart(rows: list[Any], least: pd.Timedelta) -> list[Any]:
    """Leave out rows whose labels would be written over that of a later one."""
    kept: list[Any] = []
    for row in reversed(rows):
        if not kept or kept[-1].when - row.when >= least:
            kept.append(row)
    return kept


def _mark_end_of_baseline(ax: "Axes", table: pd.DataFrame) -> None:
    watched = table[table["role"] == "watched"]
    if len(watched) and len(watched) < len(table):
        edge = watched["when"].iloc[0]
        ax.axvline(edge, color=INK, linewidth=0.8, linestyle=":")
        ax.annotate(
            "baseline ends", (edge, 0.02), xycoords=("data", "axes fraction"), xytext=(4, 0),
            textcoords="offset points", fontsize=8, color=INK,
        )  # fmt: skip


def _baseline_words(table: pd.DataFrame, news: pd.DataFrame, name: str, times: int, unit: str) -> tuple[str, str]:
    judged = table[table["verdict"] != TOO_FEW]
    title = name[:1].upper() + name[1:]
    if judged.empty:
        return f"{title}: too few to say what is usual", f"{len(table)} periods, no limits."
    count = f"{len(news)} of {len(judged)}" if len(news) else f"none of {len(judged)}"
    last = judged.iloc[-1]
    text = (
        f"Across: time, {len(table)} periods. Up: {name}. Baseline {times * last.centre:.3g} {unit}, last limits "
        f"{times * last.low:.3g} to {times * last.high:.3g} {unit}, last value {times * last.value:.3g} {unit}. News: "
        f"{', '.join(f'{row.when:%Y-%m-%d} ({row.direction})' for row in _rows(news)) or 'none'}."
    )
    return f"{title}: {count} periods {'are' if len(news) > 1 else 'is'} news", text


def draw_mix(table: pd.DataFrame, *, unit: str = "share", ax: "Axes | None" = None) -> "Axes":
    """Draw, for each group and for all, what the mix and what the rates did to the total.

    Parameters
    ----------
    table : DataFrame
        The result of `mix_and_rate`.
    unit : str
        "share" is drawn in percentage points.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When it is not such a table.

    Examples
    --------
    >>> from millrace.kpis import mix_and_rate
    >>> tickets = pd.DataFrame({"when": ["before"] * 10 + ["after"] * 10,
    ...     "topic": ["easy"] * 5 + ["hard"] * 5 + ["easy"] * 9 + ["hard"],
    ...     "ok": [1, 1, 1, 1, 1, 1, 0, 0, 0, 0] + [1] * 8 + [0, 0]})
    >>> table = mix_and_rate(tickets, by="topic", numerator="ok", period="when", before="before", after="after")
    >>> draw_mix(table).get_title(loc="left")
    'The total rose by 20.0 points, although every group fell'
    """
    require_columns(table, ["group", *COLUMNS, "mix_against_mean", "remark"], table="the table of mix and rate")
    times, said, form = (100, "percentage points", "+.1f") if unit == "share" else (1, unit, "+.3g")
    ax = new_axes(ax, height=1.4 + 0.55 * len(table))
    for shift, column, colour in ((-0.2, "mix_against_mean", PALE), (0.2, "rate_effect", ACCENT)):
        places = [place + shift for place in range(len(table))]
        bars = ax.barh(places, times * table[column], height=0.38, color=colour)
        ax.bar_label(bars, [f"{times * each:{form}}" for each in table[column]], padding=3, fontsize=8, color=INK)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(table)), table["group"].astype(str))
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.margins(x=0.15)
    ax.set_xlabel(f"What it did to the total, {said}:\nmix of the groups (pale), rates within them (dark)")
    return finding(ax, _mix_title(table, unit), _mix_text(table, times))


def _mix_title(table: pd.DataFrame, unit: str) -> str:
    from millrace.kpis.mixing import mix_sentence

    first = mix_sentence(table, unit=unit).split(":")[0]
    return first.rsplit(" (", 1)[0]


def _mix_text(table: pd.DataFrame, times: int) -> str:
    rows = [
        f"{row.group}: mix {times * row.mix_against_mean:+.2f}, rates {times * row.rate_effect:+.2f}"
        for row in _rows(table)
    ]
    return f"Two bars per group. {'; '.join(rows)}."
