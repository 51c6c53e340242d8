"""Charts of rates: a funnel, in which small groups may lie far out, and a ranking with ranges."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.rates.found import in_percent
from millrace.rates.intervals import TOO_FEW
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_funnel", "draw_rates", "funnel_limits"]

NEEDED = ["pieces", "events", "rate", "low", "high", "verdict"]
OUTSIDE = ("worse", "better")
COLOURS = {"worse": ACCENT, "better": SECOND}
MARKERS = {"worse": "^", "better": "v"}
MOST_LABELS = 12
INNER, OUTER = 0.95, 0.998  # shares of groups inside the two lines
POINTS_PER_INCH, LETTER_POINTS, LINE_POINTS = 72, 5.2, 10
BEHIND = {"facecolor": "white", "edgecolor": "none", "alpha": 0.6, "pad": 0.8}


def funnel_limits(
    pieces: Sequence[int] | np.ndarray, rate: float, *, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Say between which rates a group of so many pieces lies by chance, when its true rate is the overall one.

    Parameters
    ----------
    pieces : list of int
        Sizes of groups, 1 or more.
    rate : float
        The overall rate, a share.
    confidence : float
        The share of groups inside, for example 0.998.

    Returns
    -------
    tuple of two ndarrays of float
        Lower and upper limit, as shares.

    Notes
    -----
    Exact binomial limits, interpolated between whole events (Spiegelhalter, Funnel plots for comparing institutional
    performance, Statistics in Medicine 2005, appendix A.1.1).

    Examples
    --------
    >>> low, high = funnel_limits([100], 0.05, confidence=0.95)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.006], [0.092])
    """
    from scipy import stats

    sizes, ends = np.asarray(pieces, dtype=float), []
    for share in ((1 - confidence) / 2, (1 + confidence) / 2):
        events = stats.binom.ppf(share, sizes, rate)
        reached, at = stats.binom.cdf(events, sizes, rate), stats.binom.pmf(events, sizes, rate)
        ends.append(
            np.clip((events - np.divide(reached - share, at, out=np.zeros(len(sizes)), where=at > 0)) / sizes, 0, 1)
        )
    return ends[0], ends[1]


def draw_funnel(
    table: pd.DataFrame, *, event: str = "an event", pieces: str = "pieces", ax: "Axes | None" = None
) -> "Axes":
    """Draw each group by its size and rate, with the limits within which chance keeps 95 and 99.8 % of groups.

    Parameters
    ----------
    table : DataFrame
        From `by_group`.
    event : str
        What to call the event, for example "a defect".
    pieces : str
        What to call the pieces, for example "pieces inspected".
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Only groups whose verdict is "worse" or "better" are named, the twelve most unlikely at most.

    Raises
    ------
    ColumnError
        When it is not a table of `by_group`.
    ArgumentError
        When no group has any pieces.

    Examples
    --------
    >>> from millrace.rates import by_group
    >>> counts = pd.DataFrame({"lot": ["a", "b", "c"], "bad": [2, 40, 20], "seen": [2, 400, 800]})
    >>> ax = draw_funnel(by_group(counts, by="lot", count="bad", total="seen"), event="a defect")
    >>> ax.get_title(loc="left").splitlines()[0]
    '2 of 3 groups differ from the others by more than chance: c, b'
    """
    table, names = _drawable(table)
    overall = table["events"].sum() / table["pieces"].sum()
    ax = new_axes(ax)
    _limits(ax, table["pieces"], overall)
    _dots(ax, table)
    out = table[table["verdict"].isin(OUTSIDE)].sort_values("adjusted_p", kind="stable")
    _named(ax, [(names[place], at) for place, at in zip(out.index, _points(out), strict=True)][:MOST_LABELS])
    ax.set_xlabel(f"{pieces} in the group, number (hollow: too few to say)")
    ax.set_ylabel(f"share of {event}, %")
    shown = [f"{names[place]} {in_percent(table['rate'][place])}" for place in out.index[:MOST_LABELS]]
    return finding(
        ax,
        _title([names[place] for place in out.index], len(table)) + _beyond(table, overall, pieces),
        f"Across: {pieces}; up: share with {event}. {len(table)} groups; {in_percent(overall)} overall. Outside: "
        f"{', '.join(shown) or 'none'}.",
    )


def _drawable(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    require_columns(table, NEEDED, table="the table of by_group")
    labels = list(table.columns[: list(table.columns).index("pieces")])
    table = table[table["pieces"] > 0]
    if table.empty:
        raise ArgumentError("No group has any pieces. At least one was expected. Look at what was set aside.")
    names = table[labels].astype(object).where(table[labels].notna(), "(missing)").astype(str).agg(" / ".join, axis=1)
    return table, names


def _dots(ax: "Axes", table: pd.DataFrame) -> None:
    for verdict, rows in table.groupby("verdict"):
        colour, hollow = COLOURS.get(str(verdict), INK), verdict == TOO_FEW
        faces, marker = "none" if hollow else colour, MARKERS.get(str(verdict), "o")
        ax.scatter(
            rows["pieces"], 100 * rows["rate"], s=28, marker=marker, facecolors=faces, edgecolors=colour, zorder=3
        )


def _points(table: pd.DataFrame) -> list[tuple[float, float]]:
    return list(zip(table["pieces"].tolist(), (100 * table["rate"]).tolist(), strict=True))


def _named(ax: "Axes", points: list[tuple[str, tuple[float, float]]]) -> None:
    """Write a name beside each point, a line higher or lower where another name is already there."""
    points_per_pixel, taken = POINTS_PER_INCH / ax.figure.dpi, []  # type: float, list[np.ndarray]
    middle = points_per_pixel * ax.transAxes.transform((0.5, 0.5))[0]
    for name, at in points:
        x, y = points_per_pixel * ax.transData.transform(at)
        wide, is_right = LETTER_POINTS * len(name), x > middle
        left = x - 6 - wide if is_right else x + 6
        for up in (5, -11, 16, -22, 27, -33, 38):
            box = np.array([left, y + up, left + wide, y + up + LINE_POINTS])
            if not any((box[:2] < other[2:]).all() and (other[:2] < box[2:]).all() for other in taken):
                break
        taken.append(box)
        side, away = ("right", -6) if is_right else ("left", 6)
        ax.annotate(
            name, at, (away, up), textcoords="offset points", fontsize=9, color=INK, ha=side, bbox=BEHIND, zorder=4
        )


def _limits(ax: "Axes", pieces: pd.Series, overall: float) -> None:
    from matplotlib.ticker import LogLocator, ScalarFormatter

    smallest, largest = max(int(pieces.min()), 1), max(int(pieces.max()), 2)
    sizes = np.unique(np.geomspace(smallest, largest, 300).round())
    at = min(int(np.searchsorted(sizes, 3 * sizes[0])), len(sizes) - 1)
    for confidence, style in ((INNER, "--"), (OUTER, "-")):
        low, high = (100 * end for end in funnel_limits(sizes, overall, confidence=confidence))
        for end in (low, high):
            ax.plot(sizes, end, style, color=PALE, linewidth=1.3)
        label = f"{100 * confidence:g} % of groups inside, were all alike" if confidence == OUTER else "95 %"
        _small(ax, label, (float(sizes[at]), float(high[at])), (3, 3), "data")
    ax.axhline(100 * overall, color=INK, linewidth=0.8)
    # beside the axes, where no group can lie
    _small(ax, f"all: {in_percent(overall)}", (1.0, 100 * overall), (3, -3), ("axes fraction", "data"))
    ax.set_xscale("log")
    ax.set_xlim(smallest / 1.15, largest * 1.15)
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_major_formatter(ScalarFormatter())
    ax.xaxis.set_minor_locator(LogLocator(subs=()))


def _small(ax: "Axes", text: str, at: tuple[float, float], away: tuple[int, int], of: str | tuple[str, str]) -> None:
    ax.annotate(text, at, xycoords=of, xytext=away, textcoords="offset points", fontsize=8, color=INK, bbox=BEHIND)


def _title(outside: list[str], groups: int) -> str:
    if not outside:
        return f"None of {groups} groups differs from the others by more than chance"
    shown = ", ".join(outside[:3]) + (f" and {len(outside) - 3} more" if len(outside) > 3 else "")
    differ = "differs" if len(outside) == 1 else "differ"
    return f"{len(outside)} of {groups} groups {differ} from the others by more than chance: {shown}"


def _beyond(table: pd.DataFrame, overall: float, pieces: str) -> str:
    """Explain dots outside the lines of which the title says nothing."""
    unnamed = table[~table["verdict"].isin(OUTSIDE)]
    low, high = funnel_limits(unnamed["pieces"].to_numpy(), overall, confidence=OUTER)
    beyond = int(((unnamed["rate"] < low) | (unnamed["rate"] > high)).sum())
    if not beyond:
        return ""
    lie = "lies" if beyond == 1 else "lie"
    return f"\n({beyond} {lie} outside the lines: among so many, or with so few {pieces}, that can be chance)"


def draw_rates(table: pd.DataFrame, *, event: str = "an event", most: int = 30, ax: "Axes | None" = None) -> "Axes":
    """Draw groups as a ranking, the first on top: the rate of each with its range, and the rate of all.

    Parameters
    ----------
    table : DataFrame
        From `by_group`; its order is kept.
    event : str
        What to call the event, for example "a defect".
    most : int
        How many groups are drawn, from the first on; the chart says when there are more.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError
        When it is not a table of `by_group`.
    ArgumentError
        When no group has any pieces, or ``most`` is below 1.

    Examples
    --------
    >>> from millrace.rates import by_group
    >>> counts = pd.DataFrame({"lot": ["a", "b", "c"], "bad": [2, 40, 20], "seen": [2, 400, 800]})
    >>> draw_rates(by_group(counts, by="lot", count="bad", total="seen"), event="a defect").get_xlabel()
    'share of a defect, % (bar: where the true share may lie; grey: all together)'
    """
    if most < 1:
        raise ArgumentError(f"most={in_words(most)} was given. 1 or more was expected. Correct it.")
    table, names = _drawable(table)
    overall, groups, out = table["events"].sum() / table["pieces"].sum(), len(table), table["verdict"].isin(OUTSIDE)
    title = _title(list(names[out]), groups)
    table = table.head(most)
    ax = new_axes(ax, height=1.2 + 0.27 * len(table))
    for place, row in enumerate(table.to_dict("records")):
        colour = COLOURS.get(row["verdict"], INK)
        faint = 0.45 if row["verdict"] == TOO_FEW else 1.0
        ax.plot([100 * row["low"], 100 * row["high"]], [place, place], color=colour, linewidth=1.6, alpha=faint)
        ax.plot(100 * row["rate"], place, MARKERS.get(row["verdict"], "o"), color=colour, markersize=6, alpha=faint)
    ax.axvline(100 * overall, color=PALE, linewidth=1.2, zorder=0)
    ax.set_yticks(range(len(table)), [f"{names[place]}  ({events} of {n:,})" for place, events, n in _counts(table)])
    ax.invert_yaxis()
    ax.set_xlabel(f"share of {event}, % (bar: where the true share may lie; grey: all together)")
    if len(table) < groups:
        ax.set_ylabel(f"the first {len(table)} of {groups} groups")
    said = [f"{names[place]} {events} of {n}" for place, events, n in _counts(table.head(5))]
    return finding(ax, title, f"Share with {event}; overall {in_percent(overall)}. From the top: {', '.join(said)}.")


def _counts(table: pd.DataFrame) -> zip:
    return zip(table.index, table["events"].tolist(), table["pieces"].tolist(), strict=True)
