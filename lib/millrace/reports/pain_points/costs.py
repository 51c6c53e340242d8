"""What the tickets cost: count beside sum, a range per year for each theme, and the cost per ticket of groups."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from millrace.errors import counted
from millrace.painpoints import as_parts, draw_pareto, draw_ranking, from_records, pareto, ranking
from millrace.painpoints.resampling import sum_interval
from millrace.painpoints.words import span
from millrace.reports.pain_points.finding import Finding, chart_of, money, per_cent, shown_names
from millrace.reports.pain_points.texts import NO_TICKETS, SortedTexts
from millrace.reports.pain_points.tickets import Tickets
from millrace.showing.drawing import ACCENT, finding, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["check_amounts", "check_costs", "check_groups", "group_costs", "yearly_costs"]

FEW = 30
MOST_BARS, MOST_SENTENCES = 10, 4
NO_COST = "There are no amounts that can be used, so this is left out."
YEARLY = {
    "theme": "theme", "rows": "tickets", "known": "with an amount", "missing": "without", "likely": (
        "as recorded, per "
        "year"
    ),
    "range": "range", "verdict": "how sure", "note": "remark",
}  # fmt: skip
PARETO = {
    "theme": "theme", "count": "tickets", "share": "share of the tickets", "total": "sum in the file",
    "cost share": "share of the sum",
    "missing": "without an amount", "verdict": "the costliest?",
}  # fmt: skip


def check_amounts(found: SortedTexts | None) -> Finding:
    """Put the number of tickets of each theme beside their cost; without costs, count only.

    Parameters
    ----------
    found : SortedTexts or None
        From `sort_texts`.

    Returns
    -------
    Finding
    """
    if found is None:
        return Finding("amounts", (NO_TICKETS,))
    rows, tickets = found.rows, found.tickets
    if not tickets.has["cost"] or not rows["cost"].sum():
        counts = rows["theme"].value_counts()
        table = counts.rename_axis("theme").rename("tickets").reset_index()
        said = "There are no amounts that can be used: what follows is how often each theme comes, not what it costs."
        action = (
            "Note for a month what each ticket costs you: without amounts, nobody can say which theme is expensive."
        )
        action = "" if tickets.notes else action
        return Finding("amounts", (said,), action, table, chart_of(lambda: _draw_counts(counts)))
    table = pareto(rows, by="theme", measure="cost")
    said = _often_and_much(table)
    shown = table.assign(
        **{"share": table["count_share"].map(per_cent), "cost share": table["total_share"].map(per_cent)}
    )
    missing = int(rows["cost"].isna().sum())
    said_missing = f"{counted(missing, 'ticket')} without an amount are in the count and not in the sum."
    action = _ask_who_settled(tickets.rows) if missing else ""
    chart = chart_of(lambda: draw_pareto(table, unit=tickets.unit))
    return Finding("amounts", (said, said_missing) if missing else (said,), action, shown_names(shown, PARETO), chart)


def _often_and_much(table: pd.DataFrame) -> str:
    named = table[table["theme"] != "no theme"]
    if named.empty:
        return "No ticket has a theme."
    often, top = named.sort_values(["count_rank", "theme"]).iloc[0], named.iloc[0]
    of_count, of_sum = per_cent(often["count_share"]), per_cent(often["total_share"])
    most = f"'{often['theme']}' comes most often ({of_count} of the tickets, {of_sum} of the money)"
    if often["theme"] == top["theme"]:
        return f"{most} and costs most; the costliest theme: {top['verdict']}."
    return (
        f"{most}; '{top['theme']}' costs most ({per_cent(top['count_share'])} of the tickets, "
        f"{per_cent(top['total_share'])} of the money; {top['verdict']})."
    )


def _ask_who_settled(rows: pd.DataFrame) -> str:
    first = rows[rows["cost"].isna()].iloc[0]
    number = int(rows["cost"].isna().sum())
    return (
        f"Ask who settled {counted(number, 'ticket')} without an amount (the first is "
        f"{first['place']}) what they cost: "
        f"{per_cent(number / len(rows))} of all are missing in the sums."
    )


def _draw_counts(counts: pd.Series) -> "Axes":
    shown = counts.head(MOST_BARS)
    ax = new_axes(height=1.2 + 0.4 * len(shown))
    ax.barh(range(len(shown)), shown, height=0.6, color=ACCENT)
    for place, number in enumerate(shown):
        ax.annotate(f"{number:,}", (number, place), (4, 0), textcoords="offset points", va="center", fontsize=9)
    # A dollar sign would begin a formula.
    ax.set_yticks(range(len(shown)), [str(name).replace("$", r"\$") for name in shown.index])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlabel("Tickets")
    title = f"{shown.index[0]} comes most often: {shown.iloc[0]:,} of {counted(int(counts.sum()), 'ticket')}"
    listed = "; ".join(f"{name} {number:,}" for name, number in shown.items())
    finding(ax, title.replace("$", r"\$"), f"A bar per theme: {listed}.")
    return ax


def yearly_costs(found: SortedTexts) -> pd.DataFrame:
    """Add up the costs of each theme per year, as `from_records` does.

    Parameters
    ----------
    found : SortedTexts
        From `sort_texts`, with days and costs.

    Returns
    -------
    DataFrame
        One row per theme.
    """
    return from_records(found.rows, amount="cost", by="theme", date="day")


def check_costs(found: SortedTexts | None) -> Finding:
    """Say what each theme costs per year with a range, and which surely costs more than others.

    Parameters
    ----------
    found : SortedTexts or None
        From `sort_texts`.

    Returns
    -------
    Finding
    """
    if found is None:
        return Finding("cost per year", (NO_TICKETS,))
    tickets = found.tickets
    if not tickets.has["cost"]:
        return Finding("cost per year", (NO_COST,))
    if not tickets.has["day"]:
        said = (
            "There are no days, so no cost per year. In the whole file: "
            f"{money(tickets.rows['cost'].sum(), tickets.unit)}."
        )
        return Finding("cost per year", (said,))
    table = yearly_costs(found)
    known = table[
        table["interval_low_per_year"].notna() & (table["likely_per_year"] > 0) & (table["theme"] != "no theme")
    ]
    few = table.loc[table["verdict"].isin(["too few to say", "nothing known"]), "theme"].tolist()
    lines = [_covered(table), "Eight years of ten should lie within a range, if things stay as they are."]
    if known.empty:
        action = (
            "Collect more tickets with amounts before you decide by cost: there are too few to say what "
            "any theme costs per year."
        )
        return Finding(
            "too few to say",
            (lines[0], "Too few amounts to say what any theme costs per year."),
            action,
            _yearly(table),
        )
    ranked = ranking(as_parts(known), currency=tickets.unit)
    lines += [_sentence(row, len(ranked), tickets.unit) for row in ranked.head(MOST_SENTENCES).to_dict("records")]
    lines += [f"Too few to say: {', '.join(few)}."] if few else []
    chart = chart_of(lambda: draw_ranking(ranked.head(MOST_BARS), currency=tickets.unit))
    return Finding("cost per year", tuple(lines), _read_examples(ranked, tickets.unit), _yearly(table, ranked), chart)


def _covered(table: pd.DataFrame) -> str:
    years, undated = table["years"].iloc[0], int(table["no_date"].sum())
    said = f"The days cover {years:.1f} years; sums are brought to one year."
    if years < 0.9:
        said = (
            f"The days cover {years * 12:.1f} months only; sums are brought to a year as if all of it were like them."
        )
    return said + (f" {counted(undated, 'ticket')} without a day are left out." if undated else "")


def _sentence(row: Mapping[Hashable, Any], number: int, unit: str) -> str:
    said = f"'{row['pain']}' costs {span(row['p10_per_year'], row['p90_per_year'])} {unit} per year"
    larger = [name for name in str(row["surely_larger_than"]).split(", ") if name]
    if number > 1 and len(larger) == number - 1:
        return f"{said}, surely more than every other theme."
    close = [name for name in str(row["cannot_be_told_from"]).split(", ") if name]
    listed = ", ".join(f"'{name}'" for name in close[:3]) + (f" and {len(close) - 3} more" if len(close) > 3 else "")
    return f"{said}; it cannot be told from {listed}." if close else f"{said}."


def _read_examples(ranked: pd.DataFrame, unit: str) -> str:
    top = ranked.iloc[0]
    close = [name for name in str(top["cannot_be_told_from"]).split(", ") if name]
    which = f"'{top['pain']}'" if not close else f"'{top['pain']}' (and '{close[0]}', which may cost as much)"
    return (
        f"Read the three examples of {which}, and the ten most expensive tickets of it in the workbook: it costs "
        f"{span(top['p10_per_year'], top['p90_per_year'])} {unit} per year."
    )


def _yearly(table: pd.DataFrame, ranked: pd.DataFrame | None = None) -> pd.DataFrame:
    ranges: dict[str, str] = {}
    if ranked is not None:
        ends = zip(ranked["pain"], ranked["p10_per_year"], ranked["p90_per_year"], strict=True)
        ranges = {name: span(low, high) for name, low, high in ends}
    shown = table.assign(
        likely=table["likely_per_year"].round(0), range=[ranges.get(name, "") for name in table["theme"]]
    )
    return shown_names(shown, YEARLY)


def group_costs(tickets: Tickets) -> pd.DataFrame:
    """Work out the cost per ticket of each group, with a range, and mark small groups.

    Parameters
    ----------
    tickets : Tickets
        From `read_tickets`, with groups.

    Returns
    -------
    DataFrame
        One row per group, the most frequent first: ``group``, ``tickets``, ``known`` (with an amount), ``mean``,
        ``low`` and ``high`` (of the mean, nine of ten; missing where there is too little), ``remark``.
    """
    rows = tickets.rows
    named = rows["group"].astype(object).where(rows["group"].notna(), "(not known)").astype(str)
    parts = [_one_group(name, costs) for name, costs in rows["cost"].groupby(named)]
    return pd.DataFrame(parts).sort_values(["tickets", "group"], ascending=[False, True], ignore_index=True)


def _one_group(name: object, costs: pd.Series) -> dict[str, object]:
    known = costs.dropna()
    row: dict[str, object] = {"group": name, "tickets": len(costs), "known": len(known), "mean": known.mean()}
    low = high = float("nan")
    if len(known) >= FEW and known.gt(0).any():
        ends = sum_interval(known.to_numpy(dtype=float), level=0.9, draws=2000, seed=0, regular=True)
        low, high = (end / len(known) for end in ends)
    few = "too few to say" if len(costs) < FEW or (len(known) < FEW and len(known)) else ""
    return row | {"low": low, "high": high, "remark": few}


def check_groups(tickets: Tickets | None) -> Finding:
    """Compare groups by number and by cost per ticket; small groups are marked.

    Parameters
    ----------
    tickets : Tickets or None
        From `read_tickets`.

    Returns
    -------
    Finding
    """
    if tickets is None:
        return Finding("groups", (NO_TICKETS,))
    if not tickets.has["group"]:
        return Finding("groups", ("No column of groups was recognised, such as a channel or a department.",))
    table, unit = group_costs(tickets), tickets.unit
    few = table.loc[table["remark"] == "too few to say", "group"].tolist()
    said = [
        f"{counted(len(table), 'group')}; most tickets come from {table['group'].iloc[0]} "
        f"({table['tickets'].iloc[0]:,})."
    ]
    action = f"Wait for more tickets before you judge {', '.join(few[:3])}: too few to say." if few else ""
    if not tickets.has["cost"]:
        shown = {"group": "group", "tickets": "tickets", "remark": "remark"}
        return Finding("too few to say" if few else "groups", tuple(said), action, shown_names(table, shown))
    table["range"] = [span(a, b) if pd.notna(a) else "" for a, b in zip(table["low"], table["high"], strict=True)]
    sure = table[table["remark"].eq("") & table["low"].notna()].sort_values("mean", ascending=False)
    if len(sure) > 1:
        first, second = sure.iloc[0], sure.iloc[1]
        apart = first["low"] > sure["high"].iloc[1:].max()
        how = "surely more than any other; next is" if apart else "which cannot be told from"
        said.append(
            f"A ticket from {first['group']} costs {span(first['low'], first['high'])} {unit} on "
            f"average, {how} {second['group']} "
            f"({second['range']})."
        )
        if apart:
            action = (
                f"Ask at {first['group']} why a ticket there costs {money(first['mean'], unit)} on "
                f"average, when the next group pays {money(second['mean'], unit)}."
            )
    said += [f"Too few to say: {', '.join(few)}."] if few else []
    shown = {
        "group": "group",
        "tickets": "tickets",
        "known": "with an amount",
        "mean": f"per ticket ({unit})",
        "range": "range",
        "remark": "remark",
    }
    return Finding("groups", tuple(said), action, shown_names(table.assign(mean=table["mean"].round(2)), shown))
