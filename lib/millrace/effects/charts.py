"""Charts of a pilot: the answers side by side, the effect by time since the start, and both groups over the year."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from millrace.effects.judging import check_pilot
from millrace.effects.pilots import Pilot
from millrace.effects.plans import NEVER
from millrace.effects.weeks import effect_by_start
from millrace.errors import require_columns
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_effect", "draw_event_time", "draw_parallel"]


def _percent(share: float) -> str:
    return f"{share:+.0%}".replace("%", " %")


def draw_effect(answers: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the usual answers beside the one that compares, each with its range.

    Parameters
    ----------
    answers : DataFrame
        From `compare_answers`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When the table is not from `compare_answers`.

    Examples
    --------
    >>> made = pd.DataFrame({"answer": ["before and after", "against comparison units"], "change_share": [-0.4, -0.2],
    ...                      "share_low": [-0.42, -0.25], "share_high": [-0.38, -0.14], "fault": ["season", ""]})
    >>> draw_effect(made).get_title(loc="left")
    'The fair comparison says -20 % (-25 % to -14 %); before and after says -40 %'
    """
    require_columns(answers, ["answer", "change_share", "share_low", "share_high", "fault"], table="the answers")
    # A table that was saved as CSV and read again holds nothing where the fault was empty.
    rows: list[dict[Any, Any]] = answers.fillna({"fault": ""}).to_dict("records")
    ax = new_axes(ax, height=1.2 + 0.55 * len(rows))
    for height, row in enumerate(rows):
        colour = PALE if row["fault"] else ACCENT
        edge = INK if row["fault"] else ACCENT
        if np.isfinite([row["share_low"], row["share_high"]]).all():
            ax.hlines(height, row["share_low"] * 100, row["share_high"] * 100, color=edge, linewidth=2.5)
        ax.scatter(row["change_share"] * 100, height, c=colour, edgecolors=edge, s=60, zorder=3)
        said = _percent(row["change_share"])
        ax.annotate(
            said,
            (row["change_share"] * 100, height),
            xytext=(0, 8),
            textcoords="offset points",
            fontsize=8,
            color=INK,
            ha="center",
        )
    ax.axvline(0, color=INK, linewidth=0.8, zorder=0)
    ax.set_yticks(range(len(rows)), [_name(row) for row in rows], fontsize=9)
    ax.set_ylim(len(rows) - 0.5, -0.75)
    ax.margins(x=0.12)
    ax.set_xlabel("change in % of what would have been (line: range of 95 of 100)")
    return finding(
        ax,
        _headline(rows),
        "; ".join(f"{row['answer']}: {_percent(row['change_share'])}, {_range(row)}" for row in rows) + ".",
    )


def _name(row: dict[Any, Any]) -> str:
    return f"{row['answer']}\n({row['fault']})" if row["fault"] else row["answer"]


def _range(row: dict[Any, Any]) -> str:
    if not np.isfinite([row["share_low"], row["share_high"]]).all():
        return "no range"
    return f"{_percent(row['share_low'])} to {_percent(row['share_high'])}"


def _headline(rows: list[dict[Any, Any]]) -> str:
    right = next((row for row in rows if not row["fault"]), rows[-1])
    naive = next((row for row in rows if row["fault"]), None)
    ends = np.array([right["share_low"], right["share_high"]], dtype=float)
    shown = np.isfinite(ends).all() and (ends[0] > 0 or ends[1] < 0)
    said = (
        f"The fair comparison says {_percent(right['change_share'])} ({_range(right)})"
        if shown
        else f"No effect is shown ({_range(right)})"
    )
    return f"{said}; {naive['answer']} says {_percent(naive['change_share'])}" if naive else said


def draw_event_time(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the effect by time since the start, with the range of each stretch.

    Parameters
    ----------
    table : DataFrame
        From `effect_by_week`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When the table is not from `effect_by_week`.

    Examples
    --------
    >>> made = pd.DataFrame({"from_period": [0, 4], "to_period": [4, 8], "change_share": [-0.3, -0.1],
    ...                      "share_low": [-0.4, -0.15], "share_high": [-0.25, -0.05], "pilot_units": [4, 3],
    ...                      "cases": [90, 80]})
    >>> draw_event_time(made).get_title(loc="left")
    'The effect goes from -30 % at the start to -10 %: it wears off'
    """
    columns = ["from_period", "to_period", "change_share", "share_low", "share_high", "pilot_units", "cases"]
    require_columns(table, columns, table="the effect by week")
    ax = new_axes(ax)
    rows: list[dict[Any, Any]] = table.to_dict("records")
    for row in rows:
        ends = np.clip([row["share_low"], row["share_high"]], -1, 3) * 100
        ax.fill_between([row["from_period"], row["to_period"]], *ends, color=PALE, alpha=0.6, linewidth=0)
        ax.hlines(row["change_share"] * 100, row["from_period"], row["to_period"], color=ACCENT, linewidth=2.5)
        centre = (row["from_period"] + row["to_period"]) / 2
        label = f"{_percent(row['change_share'])}\n{counted_units(row['pilot_units'])}"
        ax.annotate(
            label, (centre, ends[1]), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=7, color=INK
        )
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.margins(y=0.15)
    ax.set_xlabel("weeks since the start (or other steps of the pilot)")
    ax.set_ylabel("change, % of without")
    text = "; ".join(
        f"from {r['from_period']} to {r['to_period']}: {_percent(r['change_share'])}, {_range(r)}" for r in rows
    )
    return finding(ax, _over_time(rows), f"By steps since the start, {text}.")


def counted_units(number: int) -> str:
    """Write how many units a stretch rests on.

    Parameters
    ----------
    number : int
        How many.

    Returns
    -------
    str

    Examples
    --------
    >>> counted_units(1), counted_units(4)
    ('1 unit', '4 units')
    """
    return f"{number} unit{'s' * (number != 1)}"


def _over_time(rows: list[dict[Any, Any]]) -> str:
    first, last = rows[0], rows[-1]
    gone = f"The effect goes from {_percent(first['change_share'])} at the start to {_percent(last['change_share'])}"
    if len(rows) > 1 and (first["share_high"] < last["share_low"] or first["share_low"] > last["share_high"]):
        return f"{gone}: it {'wears off' if abs(last['change_share']) < abs(first['change_share']) else 'grows'}"
    return f"{gone}; the ranges overlap, so no change over time is shown"


def draw_parallel(ours: Pilot, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the pilot units over time, beside what the other units say would have been.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Both groups against their own level before the first start, in %, kinds of cases held alike; a mark per start.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-{m:02}-{n:02}", 6.0 - 2 * (d in "AB" and m > 2))
    ...         for d in "ABCDE" for m in (1, 2, 3, 4) for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts=dict.fromkeys("AB", "2025-03-03"),
    ...              measure="amount", better="lower")
    >>> draw_parallel(ours).get_title(loc="left")
    'Before the start both lie 3 % apart on average; since then the pilot units are 33 % lower than expected'
    """
    check_pilot(ours)
    panel, first = ours.panel, int(ours.began.min())
    base = panel.weights if panel.ratio else panel.cases
    pilots = ours.began != NEVER
    lines = {"pilot units": _line(panel.sums, base, pilots, first, panel.ratio, ours)}
    others = ~pilots if (~pilots).any() else ours.began > first
    lines["other units"] = _line(panel.sums, base, others, first, panel.ratio, ours)
    ax = new_axes(ax)
    days = ours.periods.start_time
    for (name, line), colour, style in zip(lines.items(), (ACCENT, SECOND), ("-", "--"), strict=True):
        ax.plot(days, line * 100, color=colour, linestyle=style, linewidth=1.8)
        last = np.flatnonzero(np.isfinite(line))[-1]
        ax.annotate(
            f" {name}", (days[last], line[last] * 100), color=colour, fontsize=8, va="center", annotation_clip=False
        )
    for day in ours.starts:
        ax.axvline(day, color=INK, linewidth=0.8, linestyle=":")
    ax.annotate(
        "dotted: starts",
        (ours.starts.iloc[0], 1.0),
        xycoords=("data", "axes fraction"),
        fontsize=7,
        color=INK,
        ha="right",
        va="top",
    )
    ax.axhline(0, color=PALE, linewidth=0.8, zorder=0)
    ax.set_ylabel(f"{ours.outcome}, % against before")
    ax.figure.autofmt_xdate() if ax.figure.axes == [ax] else None
    gap = lines["pilot units"] - lines["other units"]
    cells = effect_by_start(ours)
    without = (cells["without"] * cells["cases"]).sum()
    moved = (cells["change"] * cells["cases"]).sum() / without if without else np.nan
    before = float(np.sqrt(np.nanmean(gap[:first] ** 2)))
    way = f"{abs(moved):.0%} {'lower' if moved < 0 else 'higher'} than expected"
    title = f"Before the start both lie {before:.0%} apart on average; since then the pilot units are {way}"
    title = title.replace("%", " %")
    days_of_starts = ", ".join(f"{day:%Y-%m-%d}" for day in ours.starts)
    text = f"Two lines over time, {ours.outcome} in % of the level before; starts on {days_of_starts}."
    return finding(ax, title, text)


def _line(sums: np.ndarray, base: np.ndarray, units: np.ndarray, first: int, ratio: bool, ours: Pilot) -> np.ndarray:
    # four periods together, so that the line shows movement and not the chance of single weeks
    width = 4 if sums.shape[1] >= 24 else 1
    window = np.ones(width)
    found, cases = (
        np.array([np.convolve(row, window, "full")[: len(row)] for row in what[units]]) for what in (sums, base)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        level = (sums[units, :first].sum(axis=1) / base[units, :first].sum(axis=1))[:, None]
        if ratio:
            return found.sum(axis=0) / (cases * level).sum(axis=0) - 1
        gap = ((found - cases * level).sum(axis=0)) / cases.sum(axis=0)
        return gap / ours.values[ours.period < first].mean()
