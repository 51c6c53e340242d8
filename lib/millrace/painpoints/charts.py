"""Charts of pain points: count beside cost, ranges in money, impact against effort, and how sure a choice is."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from millrace.errors import ArgumentError
from millrace.painpoints.frames import require_table
from millrace.painpoints.words import listed, round_amount, span
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_impact_effort", "draw_pareto", "draw_ranking", "draw_sensitivity"]

_ROW_INCHES = 0.5


def draw_pareto(table: pd.DataFrame, *, unit: str = "CNY", most: int = 10, ax: "Axes | None" = None) -> "Axes":
    """Draw each group's share of the count beside its share of the sum.

    Parameters
    ----------
    table : DataFrame
        A result of `pareto`.
    unit : str
        The unit of what was added up.
    most : int
        How many groups are drawn, the largest; the title says when there are more.
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
        When it has no row, everything is 0, or ``most`` is below 1.

    Examples
    --------
    >>> from millrace.painpoints import pareto
    >>> tickets = pd.DataFrame({"theme": ["late"] * 30 + ["broken"] * 10, "cny": [1.0] * 30 + [90.0] * 10})
    >>> draw_pareto(pareto(tickets, by="theme", measure="cny")).get_title(loc="left")
    'Late comes most often (75 %), broken costs most (97 %)'
    """
    require_table(table, ["count", "count_share", "total", "total_share", "first_share"], table="the Pareto table")
    _check_most(most)
    if table["total_share"].isna().any():
        raise ArgumentError("Every sum is 0. Something above 0 was expected. Choose another measure.")
    shown = table.head(most).reset_index(drop=True)
    names = shown.iloc[:, 0].astype(str)
    ax = new_axes(ax, height=1.2 + _ROW_INCHES * len(shown))
    _bars(ax, 100 * shown["count_share"], -0.2, PALE, [f"{count:,} times" for count in shown["count"]])
    _bars(
        ax,
        100 * shown["total_share"],
        0.2,
        ACCENT,
        [f"{round_amount(each, digits=3)} {unit}" for each in shown["total"]],
    )
    ax.set_yticks(range(len(shown)), names)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(0, 130 * max(shown["count_share"].max(), shown["total_share"].max()))
    ax.set_xlabel(f"Share of all, %: how often it comes (pale), sum in {unit} (dark)")
    parts = [
        f"{name}: {row.count_share:.0%} of the count, {row.total_share:.0%} of the sum"
        for name, row in zip(names, _rows(shown), strict=True)
    ]
    rest = f" {len(table) - len(shown)} smaller groups are not drawn." if len(table) > len(shown) else ""
    return finding(ax, _upper(_pareto_title(table)), f"Two bars per group. {'; '.join(parts)}.{rest}")


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())


def _upper(title: str) -> str:
    return title[:1].upper() + title[1:]


def _check_most(most: int) -> None:
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise ArgumentError(f"most={most!r} was given. A whole number of 1 or more was expected. Correct it.")


def _bars(ax: "Axes", values: pd.Series, shift: float, colour: str, labels: list[str]) -> None:
    places = [place + shift for place in range(len(values))]
    bars = ax.barh(places, values, height=0.38, color=colour)
    ax.bar_label(bars, labels, padding=3, fontsize=9, color=INK)


def _pareto_title(table: pd.DataFrame) -> str:
    often = table.iloc[int(table["count"].to_numpy().argmax())]
    first = table.iloc[0]
    sure = "" if first["first_share"] >= 0.975 else ", not surely"
    most, costly = (f"{row.iloc[0]}" for row in (often, first))
    if most == costly:
        return f"{costly} comes most often and costs most ({first['total_share'] * 100:.0f} %{sure})"
    shares = often["count_share"] * 100, first["total_share"] * 100
    return f"{most} comes most often ({shares[0]:.0f} %), {costly} costs most ({shares[1]:.0f} %{sure})"


def draw_ranking(table: pd.DataFrame, *, currency: str = "CNY", ax: "Axes | None" = None) -> "Axes":
    """Draw what each pain costs per year as a range, with how much of it is cash.

    Parameters
    ----------
    table : DataFrame
        A result of `ranking`.
    currency : str
        The unit of money.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError, ArgumentError
        When it is not such a table, or has no row.

    Examples
    --------
    >>> from millrace.painpoints import Part, ranking
    >>> table = ranking({"late": [Part("refunds", 1, 2, 3)], "broken": [Part("new goods", 5, 9, 20)]})
    >>> draw_ranking(table).get_title(loc="left")
    'Broken costs most, surely more than any other'
    """
    columns = ["pain", "mean_per_year", "p10_per_year", "p90_per_year", "cash_mean_per_year", "cannot_be_told_from"]
    require_table(table, columns, table="the ranking")
    # A ranking that was saved and read again has gaps where there were no names.
    names = table["cannot_be_told_from"].astype(object)
    table = table.assign(cannot_be_told_from=names.where(names.notna(), ""))
    ax = new_axes(ax, height=1.2 + _ROW_INCHES * len(table))
    ax.barh(range(len(table)), table["cash_mean_per_year"], height=0.5, color=PALE)
    ax.hlines(range(len(table)), table["p10_per_year"], table["p90_per_year"], color=ACCENT, linewidth=3)
    ax.scatter(table["mean_per_year"], range(len(table)), color=ACCENT, s=45, zorder=3)
    for place, row in enumerate(_rows(table)):
        words = span(row.p10_per_year, row.p90_per_year).replace("between ", "").replace(" and ", " to ")
        ax.annotate(words, (row.p90_per_year, place), (6, 0), textcoords="offset points", va="center", fontsize=9)
    ax.set_yticks(range(len(table)), table["pain"])
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_xlim(0, 1.3 * max(table["p90_per_year"].max(), 1e-9))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel(f"{currency} per year: mean (point), eight years of ten (line), cash in the mean (bar)")
    parts = [
        f"{row.pain}: {span(row.p10_per_year, row.p90_per_year)}, of it {round_amount(row.cash_mean_per_year)} cash"
        for row in _rows(table)
    ]
    return finding(ax, _upper(_ranking_title(table)), f"A range per pain, in {currency} per year. {'; '.join(parts)}.")


def _ranking_title(table: pd.DataFrame) -> str:
    first: Any = _rows(table)[0]
    if len(table) == 1:
        return f"{first.pain} costs {span(first.p10_per_year, first.p90_per_year)} per year"
    if first.cannot_be_told_from:
        return f"{first.pain} may cost most; it cannot be told from {first.cannot_be_told_from}"
    return f"{first.pain} costs most, surely more than any other"


def draw_impact_effort(
    table: pd.DataFrame, *, impact_unit: str = "points", effort_unit: str = "points", ax: "Axes | None" = None
) -> "Axes":
    """Draw options by effort (across) and impact (up), with their ranges and the four quadrants.

    Parameters
    ----------
    table : DataFrame
        A result of `impact_effort`.
    impact_unit, effort_unit : str
        The units, for example "CNY per year" and "days of work".
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError, ArgumentError
        When it is not such a table, or has no row.

    Examples
    --------
    >>> from millrace.painpoints import impact_effort
    >>> options = pd.DataFrame({"option": ["checklist", "robot"], "impact": [9, 8], "effort": [1, 30]})
    >>> draw_impact_effort(impact_effort(options, impact_line=5, effort_line=10)).get_title(loc="left")
    'To do first, and surely so: checklist'
    """
    ends = [f"{name}_{end}" for name in ("impact", "effort") for end in ("low", "likely", "high")]
    require_table(table, ["option", *ends, "impact_line", "effort_line", "verdict"], table="the table")
    ax = new_axes(ax, height=5.0)
    line_up, line_across = table["impact_line"].iloc[0], table["effort_line"].iloc[0]
    ax.axhline(line_up, color=PALE, linewidth=1.5)
    ax.axvline(line_across, color=PALE, linewidth=1.5)
    right, top = (
        1.25 * max(table[f"{name}_high"].max(), line) for name, line in (("effort", line_across), ("impact", line_up))
    )
    ax.set(xlim=(0, max(right, 1e-9)), ylim=(0, max(top, 1e-9)))
    corners = {"do first": (0.01, 0.99), "plan": (0.99, 0.99), "fill in": (0.01, 0.01), "leave": (0.99, 0.01)}
    for name, (x, y) in corners.items():
        sides: dict[str, Any] = {"ha": "left" if x < 0.5 else "right", "va": "bottom" if y < 0.5 else "top"}
        ax.text(x, y, name, transform=ax.transAxes, color="#6b665f", fontsize=10, fontstyle="italic", **sides)
    for row in _rows(table):
        colour = SECOND if row.verdict.startswith("not shown") else ACCENT
        ax.hlines(row.impact_likely, row.effort_low, row.effort_high, color=colour, linewidth=1.5)
        ax.vlines(row.effort_likely, row.impact_low, row.impact_high, color=colour, linewidth=1.5)
        ax.scatter(
            row.effort_likely, row.impact_likely, color=colour, s=40, zorder=3, marker="o" if colour == ACCENT else "s"
        )
        ax.annotate(
            row.option,
            (row.effort_likely, row.impact_likely),
            (7, 5),
            textcoords="offset points",
            fontsize=9,
            color=INK,
        )
    ax.set_xlabel(f"Effort, {effort_unit} (round: quadrant is sure; square: it is not)")
    ax.set_ylabel(f"Impact, {impact_unit}")
    return finding(ax, _quadrant_title(table), f"Effort across, impact up. {_quadrant_text(table)}")


def _quadrant_title(table: pd.DataFrame) -> str:
    first = table.loc[table["verdict"] == "do first", "option"].tolist()
    return f"To do first, and surely so: {listed(first)}" if first else "No option is surely to be done first"


def _quadrant_text(table: pd.DataFrame) -> str:
    return " ".join(
        f"{row.option}: impact {span(row.impact_low, row.impact_high)}, "
        f"effort {span(row.effort_low, row.effort_high)}, {row.verdict}."
        for row in _rows(table)
    )


def draw_sensitivity(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw under which share of weightings each option comes first: of all, and near yours.

    Parameters
    ----------
    table : DataFrame
        A result of `sensitivity`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError, ArgumentError
        When it is not such a table, or has no row.

    Examples
    --------
    >>> from millrace.painpoints import sensitivity
    >>> ideas = pd.DataFrame({"option": ["a", "b"], "data": [5, 1], "fit": [1, 5]})
    >>> draw_sensitivity(sensitivity(ideas, weights={"data": 2, "fit": 1})).get_title(loc="left")
    'A comes first in 100 % of the weightings near yours, in 49 % of all'
    """
    columns = ["option", "first_share_all", "first_share_near"]
    require_table(table, columns, table="the table")
    ax = new_axes(ax, height=1.2 + _ROW_INCHES * len(table))
    for column, shift, colour in (("first_share_near", -0.2, ACCENT), ("first_share_all", 0.2, PALE)):
        values = 100 * table[column]
        _bars(ax, values, shift, colour, [f"{value:.0f} %" for value in values])
    ax.set_yticks(range(len(table)), table["option"])
    ax.set(ylim=(len(table) - 0.4, -0.6), xlim=(0, 112))
    ax.set_xlabel("Comes first in so many % of the weightings: near yours (dark), of all (pale)")
    first = table.iloc[int(table["first_share_near"].to_numpy().argmax())]
    title = (
        f"{first['option']} comes first in {100 * first['first_share_near']:.0f} % of the weightings near yours, in "
        f"{100 * first['first_share_all']:.0f} % of all"
    )
    parts = [
        f"{row.option}: near yours {row.first_share_near:.0%}, of all {row.first_share_all:.0%}" for row in _rows(table)
    ]
    return finding(ax, _upper(title), f"Two bars per option. {'; '.join(parts)}.")
