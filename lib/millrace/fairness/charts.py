"""Charts of an audit, each with its finding as title and in people where it can be."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.fairness.contracts import check_choice
from millrace.fairness.costs import EVERYBODY, NOW
from millrace.fairness.proxies import AWAY, BOTH, MOVES, TOGETHER
from millrace.fairness.verdicts import BETTER, REFERENCE, TOO_FEW, UNKNOWN_GROUP, WORSE
from millrace.showing.drawing import ACCENT, INK, PALE, SECOND, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_audit", "draw_costs", "draw_proxies", "draw_sweep"]

COLOURS = {WORSE: ACCENT, BETTER: SECOND}
MARKERS = {WORSE: "v", BETTER: "^", REFERENCE: "s"}
MOST_ROWS = 30
STYLES = ["-", "--", "-.", ":"]
LEAST_APART = 0.055  # of the height of a chart, between the names of two lines


def draw_audit(
    table: pd.DataFrame, *, attribute: str | None = None, tolerance: float = 0.8, ax: "Axes | None" = None
) -> "Axes":
    """Draw the rate of each group with its range, beside its reference and the edge of what is tolerated.

    Parameters
    ----------
    table : DataFrame
        From `audit`.
    attribute : str, optional
        Which attribute, or two combined as in "sex and origin"; without it all single attributes.
    tolerance : float
        The ratio that the contract tolerates; drawn as a tick in each row.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError, ArgumentError
        When it is not a table of `audit`, or has no such attribute.

    Examples
    --------
    >>> from millrace.fairness import audit, contract
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex",
    ...                   selected_people="invited", people="all", harmed="applicants", harm="allocation")
    >>> counts = pd.DataFrame({"sex": ["f", "m"], "invited": [300, 450], "all": [1000, 1010]})
    >>> draw_audit(audit(counts, agreed)).get_title(loc="left")
    'Worse off: f, 30 of 100 selected; of m 45 of 100'
    """
    require_columns(table, ["attribute", "group", "people", "selected", "rate", "low", "high", "reference", "verdict"],
                    table="the table of audit")  # fmt: skip
    names = list(dict.fromkeys(table["attribute"]))
    if attribute is not None:
        check_choice(attribute, names, "attribute")
    wanted = [attribute] if attribute is not None else [name for name in names if _is_single(name, names)]
    rows = table[table["attribute"].isin(wanted)].reset_index(drop=True)
    shown = rows.head(MOST_ROWS)
    ax = new_axes(ax, height=1.3 + 0.34 * len(shown))
    for place, row in enumerate(shown.to_dict("records")):
        _draw_rate(ax, place, row, rows, tolerance)
    several = len(wanted) > 1
    labels = [f"{_named(row, several)}  ({row['selected']:,} of {row['people']:,})" for row in shown.to_dict("records")]
    ax.set_yticks(range(len(shown)), labels)
    ax.invert_yaxis()
    ax.set_xlim(0, min(100.0, 100 * float(np.nanmax([*shown["high"].where(shown["people"] > 0), 0.05])) * 1.05))
    ax.set_xlabel(f"selected, % (tick: {tolerance:g} of the reference; hollow: too few)")
    if len(rows) > len(shown):
        ax.set_ylabel(f"the first {len(shown)} of {len(rows)} groups")
    said = [f"{_named(row, several)} {row['selected']:,} of {row['people']:,}, {row['verdict']}"
            for row in shown.to_dict("records")]  # fmt: skip
    return finding(ax, _audit_title(rows, several), f"Share selected per group: {'; '.join(said)}.")


def _is_single(name: str, names: list[str]) -> bool:
    return not any(name in (f"{one} and {two}", f"{two} and {one}") for one in names for two in names)


def _named(row: dict, several: bool) -> str:
    return f"{row['attribute']}: {row['group']}" if several else str(row["group"])


def _draw_rate(ax: "Axes", place: int, row: dict, rows: pd.DataFrame, tolerance: float) -> None:
    colour, hollow = COLOURS.get(row["verdict"], INK), row["verdict"] in (TOO_FEW, UNKNOWN_GROUP)
    if row["people"]:
        ax.plot([100 * row["low"], 100 * row["high"]], [place] * 2, color=PALE if hollow else colour, linewidth=1.8)
        face, marker = "white" if hollow else colour, MARKERS.get(row["verdict"], "o")
        ax.plot(100 * row["rate"], place, marker, color=colour, markerfacecolor=face, markersize=7)
    same = (rows["attribute"] == row["attribute"]) & (rows["group"] == row["reference"])
    if row["group"] != row["reference"] and same.any():
        edge = 100 * tolerance * float(rows.loc[same, "rate"].iloc[0])
        ax.plot([edge, edge], [place - 0.32, place + 0.32], color=INK, linewidth=1.2)


def _audit_title(rows: pd.DataFrame, several: bool) -> str:
    worse = rows[rows["verdict"] == WORSE]
    if worse.empty:
        few = int((rows["verdict"] == TOO_FEW).sum())
        too_few = f"; {few} too small to judge" if few else ""
        return f"None of {len(rows)} groups is shown to be worse off{too_few}"
    row = worse.sort_values("ratio").iloc[0].to_dict()
    more = f" ({len(worse) - 1} more worse off)" if len(worse) > 1 else ""
    to = rows[(rows["attribute"] == row["attribute"]) & (rows["group"] == row["reference"])].iloc[0]
    who = f"Worse off: {_named(row, several)}, {100 * row['rate']:.0f} of 100 selected"
    return f"{who}; of {row['reference']} {100 * to['rate']:.0f} of 100{more}"


def draw_sweep(table: pd.DataFrame, *, attribute: str | None = None, ax: "Axes | None" = None) -> "Axes":
    """Draw how many people of each group are selected as the threshold moves, and where the gap is tolerated.

    Parameters
    ----------
    table : DataFrame
        From `sweep`.
    attribute : str, optional
        Which attribute; the first when it is not said.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Up: people selected. Dots are filled where the smallest ratio is within tolerance at this threshold.

    Raises
    ------
    ColumnError, ArgumentError
        When it is not a table of `sweep`.

    Examples
    --------
    >>> from millrace.fairness import contract, sweep
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex", score="score",
    ...                   threshold=60, harmed="applicants", harm="allocation", least_people=1)
    >>> frame = pd.DataFrame({"sex": ["f", "m"] * 3, "score": [40, 50, 50, 60, 60, 70]})
    >>> draw_sweep(sweep(frame, agreed, thresholds=[40, 50, 60])).get_title(loc="left")
    'At 60 f has 1 person selected, 1 fewer than at the rate of m'
    """
    require_columns(table, ["threshold", "attribute", "group", "selected", "size", "is_now", "people_short"],
                    table="the table of sweep")  # fmt: skip
    names = list(dict.fromkeys(table["attribute"]))
    name = names[0] if attribute is None else attribute
    check_choice(name, names, "attribute")
    rows = table[table["attribute"] == name]
    ax, ends = new_axes(ax), []
    for number, (group, part) in enumerate(rows.groupby("group", sort=False)):
        colour = (ACCENT, SECOND, INK)[number % 3]
        ax.plot(part["threshold"], part["selected"], STYLES[number % 4], color=colour, linewidth=1.6)
        inside = (part["size"] == "within tolerance").to_numpy()
        for filled, dots in ((True, part[inside]), (False, part[~inside])):
            ax.plot(dots["threshold"], dots["selected"], "o", color=colour, markersize=4.5,
                    markerfacecolor=colour if filled else "white")  # fmt: skip
        ends.append((float(part["selected"].iloc[0]), str(group), colour))
    _name_lines(ax, float(rows["threshold"].min()), ends)
    if rows["is_now"].any():
        ax.axvline(float(rows.loc[rows["is_now"], "threshold"].iloc[0]), color=PALE, linewidth=1.4, zorder=0)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("threshold, points (hollow: the gap is beyond tolerance; grey line: now)")
    ax.set_ylabel("people selected")
    return finding(ax, _sweep_title(rows), _sweep_text(rows))


def _name_lines(ax: "Axes", left: float, ends: list[tuple[float, str, str]]) -> None:
    apart, last = LEAST_APART * max([height for height, _, _ in ends] + [1.0]), -np.inf
    for height, group, colour in sorted(ends):
        last = max(height, last + apart)
        ax.annotate(group, (left, last), (-6, 0), textcoords="offset points", ha="right", va="center", color=colour)
    low, high = ax.get_xlim()
    ax.set_xlim(low - 0.012 * max(len(group) for _, group, _ in ends) * (high - low), high)


def _at(rows: pd.DataFrame) -> pd.DataFrame:
    cuts = np.sort(rows["threshold"].unique())
    at = rows.loc[rows["is_now"], "threshold"].iloc[0] if rows["is_now"].any() else cuts[len(cuts) // 2]
    return rows[rows["threshold"] == at]


def _sweep_title(rows: pd.DataFrame) -> str:
    here = _at(rows)
    row = here.sort_values("people_short").iloc[-1]
    number, short = int(row["selected"]), round(float(row["people_short"]))
    people = "person" if number == 1 else "people"
    title = f"At {row['threshold']:g} {row['group']} has {number:,} {people} selected"
    return f"{title}, {short:,} fewer than at the rate of {row['reference']}" if short > 0 else title


def _sweep_text(rows: pd.DataFrame) -> str:
    said = []
    for cut in (rows["threshold"].min(), _at(rows)["threshold"].iloc[0], rows["threshold"].max()):
        here = rows[rows["threshold"] == cut]
        counts = ", ".join(f"{group} {n:,}" for group, n in zip(here["group"], here["selected"], strict=True))
        said.append(f"at {cut:g}: {counts}")
    return f"Across: threshold; up: people selected per group; {'; '.join(dict.fromkeys(said))}."


def draw_proxies(table: pd.DataFrame, *, attribute: str | None = None, ax: "Axes | None" = None) -> "Axes":
    """Draw each column by how well it gives the group away and how far it moves the score.

    Parameters
    ----------
    table : DataFrame
        From `find_proxies`, with a score.
    attribute : str, optional
        Which attribute; the first when it is not said.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError, ArgumentError
        When it is not a table of `find_proxies`, or no score was given to it.

    Examples
    --------
    >>> from millrace.fairness import find_proxies
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({"sex": rng.choice(["f", "m"], 600), "test": rng.normal(60, 10, 600)})
    >>> frame["gap"] = rng.poisson(np.where(frame["sex"] == "f", 12, 6))
    >>> frame["score"] = frame["test"] - 0.8 * frame["gap"]
    >>> table = find_proxies(frame, groups="sex", columns=["test", "gap"], score="score")
    >>> draw_proxies(table).get_title(loc="left").startswith("gap gives sex away and takes")
    True
    """
    require_columns(table, ["attribute", "column", "gives_away", "points_spread", "verdict", "points_lost", "group"],
                    table="the table of find_proxies")  # fmt: skip
    names = list(dict.fromkeys(table["attribute"]))
    name = names[0] if attribute is None else attribute
    check_choice(name, names, "attribute")
    rows = table[(table["attribute"] == name) & (table["column"] != TOGETHER)]
    dots = rows.dropna(subset=["gives_away", "points_spread"])
    if dots.empty:
        raise ArgumentError(
            "No column has both how well it gives the group away and points. A table made with score='...' was "
            "expected. Call find_proxies with the score."
        )
    ax = new_axes(ax)
    looks = {BOTH: (ACCENT, "v"), AWAY: (SECOND, "s"), MOVES: (INK, "o")}
    for row in dots.to_dict("records"):
        colour, marker = looks.get(row["verdict"], (PALE, "o"))
        ax.plot(row["gives_away"], row["points_spread"], marker, color=colour, markersize=7)
    _name_dots(ax, dots)
    ax.set_xlim(-0.02, max(0.3, float(dots["gives_away"].max()) * 1.25))
    ax.set_ylim(0, float(dots["points_spread"].max()) * 1.2 + 0.01)
    ax.set_xlabel(f"how well the column gives {name} away, 0 to 1 (pale, without a name: neither)")
    ax.set_ylabel("points of the score that go with it")
    said = [f"{row['column']} {row['gives_away']:.2f}, {row['points_spread']:.1f} points, {row['verdict']}"
            for row in dots.to_dict("records")]  # fmt: skip
    return finding(ax, _proxy_title(dots, name), f"Across: gives {name} away; up: points. {'; '.join(said)}.")


def _name_dots(ax: "Axes", dots: pd.DataFrame) -> None:
    top, last = float(dots["points_spread"].max()) + 1e-9, -np.inf
    for row in dots[dots["verdict"].isin([BOTH, AWAY, MOVES])].sort_values("points_spread").to_dict("records"):
        last = max(row["points_spread"] / top, last + LEAST_APART)
        ax.text(row["gives_away"] + 0.008, last * top, row["column"], fontsize=9, color=INK, va="center")


def _proxy_title(dots: pd.DataFrame, name: str) -> str:
    found = dots[dots["verdict"] == BOTH]
    if found.empty:
        return f"No column is shown both to give {name} away and to move the score"
    row = found.iloc[0]
    lost = f"takes {row['points_lost']:.1f} points more from {row['group']}"
    return f"{row['column']} gives {name} away and {lost}"


def draw_costs(table: pd.DataFrame, *, attribute: str | None = None, ax: "Axes | None" = None) -> "Axes":
    """Draw for each remedy how many people of each group are newly selected and how many newly refused.

    Parameters
    ----------
    table : DataFrame
        From `compare_mitigations`.
    attribute : str, optional
        Which attribute; the first when it is not said.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ColumnError, ArgumentError
        When it is not a table of `compare_mitigations`.

    Examples
    --------
    >>> from millrace.fairness import compare_mitigations, contract
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex",
    ...                   selected="invited", harmed="applicants", harm="allocation")
    >>> frame = pd.DataFrame({"sex": list("ffmm"), "invited": [0, 0, 1, 1], "other": [1, 0, 1, 0]})
    >>> ax = draw_costs(compare_mitigations(frame, agreed, mitigations={"other score": "other"}))
    >>> ax.get_title(loc="left")
    'other score brings the ratio to 1.00: 1 person newly selected, 1 newly refused'
    """
    require_columns(table, ["mitigation", "attribute", "group", "newly_selected", "newly_refused", "ratio"],
                    table="the table of compare_mitigations")  # fmt: skip
    names = [name for name in dict.fromkeys(table["attribute"]) if name != EVERYBODY]
    name = names[0] if attribute is None else attribute
    check_choice(name, names, "attribute")
    rows = table[(table["attribute"] == name) & (table["mitigation"] != NOW)].reset_index(drop=True)
    if rows.empty:
        raise ArgumentError(f"The table has no remedy for {in_words(name)}. At least one was expected. Name one.")
    ax = new_axes(ax, height=1.4 + 0.42 * len(rows))
    for place, row in enumerate(rows.to_dict("records")):
        ax.barh(place, row["newly_selected"], color=SECOND, height=0.6)
        ax.barh(place, -row["newly_refused"], color=ACCENT, height=0.6, hatch="//", edgecolor="white")
        for number, side, where in ((row["newly_selected"], 1, "left"), (row["newly_refused"], -1, "right")):
            ax.annotate(f"{number:,}", (side * number, place), (4 * side, 0), textcoords="offset points", va="center",
                        ha=where, fontsize=9, color=INK)  # fmt: skip
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(rows)), [f"{row['mitigation']}: {row['group']}  (ratio {row['ratio']:.2f})"
                                     for row in rows.to_dict("records")])  # fmt: skip
    ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")
    ax.set_xlabel("people newly refused (left, hatched) and newly selected (right)")
    said = [
        f"{row['mitigation']}, {row['group']}: {row['newly_selected']:,} newly selected, {row['newly_refused']:,} "
        f"newly refused, ratio {row['ratio']:.2f}"
        for row in rows.to_dict("records")
    ]
    return finding(ax, _cost_title(rows), f"{'; '.join(said)}.")


def _cost_title(rows: pd.DataFrame) -> str:
    best = rows.groupby("mitigation", sort=False)["ratio"].min().idxmax()
    part = rows[rows["mitigation"] == best]
    gained, lost = int(part["newly_selected"].sum()), int(part["newly_refused"].sum())
    people = "person" if gained == 1 else "people"
    ratio = f" brings the ratio to {part['ratio'].min():.2f}" if part["ratio"].notna().all() else ""
    return f"{best}{ratio}: {gained:,} {people} newly selected, {lost:,} newly refused"
