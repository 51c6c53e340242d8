"""The complaint tickets of 2023 to 2025 as they were filed: in people's own words, with the gaps that clerks leave."""

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.complaints.facts import facts_of
from lantern.complaints.phrases import meant, typed
from lantern.complaints.tickets import GROWS_FROM, OFF_TOPIC, THEMES, tickets
from lantern.sample_file import SampleFile, Truth, documented, write_plain

__all__ = ["FILES", "TRUTHS", "complaints", "growing_theme", "loud_channel", "theme_costs"]

# What each leaves empty: the item, the customer, the closing day, the cost of the settlement.
GAPS = pd.DataFrame(
    {
        "item": [0.03, 0.05, 0.09, 0.36, 0.1],
        "customer": [0.01, 0.01, 0.02, 0.13, 0.01],
        "closed": [0.02, 0.02, 0.05, 0.16, 0.07],
        "settlement_cny": [0.005, 0.01, 0.02, 0.12, 0.03],
    },
    index=["Lin", "Shen", "Tao", "Yu", "sales"],
)
LOUD_CHANNEL, QUIET_CHANNEL = "marketplace message", "phone note"
GROWING_THEME = "edge paint peels"


@remembered
def complaints(company: Company) -> pd.DataFrame:
    """Write the tickets.

    Parameters
    ----------
    company : Company
        The truth; every ticket names one of its order lines.

    Returns
    -------
    pandas.DataFrame
        One row per ticket, in order of the day it was opened: the columns of the file, and ``true_theme``,
        ``true_second_theme`` (empty: none), ``true_vague`` (the text tells no theme), ``true_cost_cny`` (also where the
        file has a gap), ``true_sku``, ``true_line``, ``true_affected`` (bad pieces) and ``true_text`` (before slips of
        the keyboard).
    """
    of_texts, of_gaps = company.chance("complaints").spawn(5)[3:]
    table = tickets(company)
    _write_texts(of_texts, table)
    return _as_filed(of_gaps, table)


def theme_costs(company: Company) -> pd.DataFrame:
    """Count the tickets of every theme and add up what they cost.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per theme, the costliest first: ``theme``, ``tickets``, ``cost_cny``, ``cost_each_cny``,
        ``export_cost_share``.
    """
    tickets = complaints(company)
    tickets = tickets[tickets["true_theme"] != OFF_TOPIC]
    export = tickets["true_cost_cny"].where(tickets["desk"] == "export desk", 0.0)
    sums = tickets.assign(export=export).groupby("true_theme")
    table = sums.agg(tickets=("ticket_id", "size"), cost_cny=("true_cost_cny", "sum"), export=("export", "sum"))
    table["cost_each_cny"] = (table["cost_cny"] / table["tickets"]).round(2)
    table["export_cost_share"] = (table.pop("export") / table["cost_cny"]).round(3)
    return table.sort_values("cost_cny", ascending=False).rename_axis("theme").reset_index()


def loud_channel(company: Company) -> pd.DataFrame:
    """Compare the channels by desk: how many tickets they bring, how loud these are, and what they cost.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per desk and channel, the costliest per ticket first: ``desk``, ``channel``, ``tickets``,
        ``shouted_share`` (of texts with an exclamation mark or in capitals only), ``cost_cny``, ``cost_each_cny``.
    """
    table = complaints(company)
    shouted = table["text"].str.contains("!") | (table["text"].str.upper() == table["text"])
    groups = table.assign(shouted=shouted).groupby(["desk", "channel"])
    sums = groups.agg(
        tickets=("ticket_id", "size"), shouted_share=("shouted", "mean"), cost_cny=("true_cost_cny", "sum")
    )
    sums["cost_each_cny"] = sums["cost_cny"] / sums["tickets"]
    return sums.round(3).sort_values("cost_each_cny", ascending=False).reset_index()


def growing_theme(company: Company) -> pd.DataFrame:
    """Follow every theme's share of the tickets from quarter to quarter.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per quarter and theme: ``quarter`` (such as ``2025Q2``), ``theme``, ``tickets``, ``share`` of the
        quarter.
    """
    table = complaints(company)
    table = table[table["true_theme"] != OFF_TOPIC]
    quarter = table["opened"].dt.to_period("Q").astype(str).rename("quarter")
    counts = table.groupby([quarter, table["true_theme"].rename("theme")]).size().rename("tickets").reset_index()
    counts["share"] = counts["tickets"] / counts.groupby("quarter")["tickets"].transform("sum")
    return counts


def _write_texts(rng: np.random.Generator, tickets: pd.DataFrame) -> None:
    meant_texts, texts = [], []
    for ticket in tickets.itertuples():
        channel, theme = str(ticket.channel), "vague" if ticket.true_vague else str(ticket.true_theme)
        text = meant(rng, theme, channel, facts_of(rng, ticket))
        anger = {"marketplace message": 0.55, "chat": 0.25 if ticket.kind == "retail" else 0.06}
        meant_texts.append(text)
        texts.append(typed(rng, text, channel, anger=anger.get(channel, 0.0)))
    tickets["true_text"], tickets["text"] = meant_texts, texts


def _as_filed(rng: np.random.Generator, tickets: pd.DataFrame) -> pd.DataFrame:
    """Return the tickets with their numbers and the gaps usual for whoever took them down."""
    year = tickets["opened"].dt.year
    running = (tickets.groupby(year).cumcount() + 1).astype(str).str.zfill(4)
    filed = pd.DataFrame({"ticket_id": "T" + (year % 100).astype(str) + "-" + running})
    filed[["opened", "closed", "channel", "desk", "order_no"]] = tickets[
        ["opened", "closed", "channel", "desk", "order_no"]
    ]
    filed["line"], filed["sku"] = tickets["line"].astype("Int64"), tickets["sku"]
    filed["customer"] = tickets["name"].where(tickets["kind"] != "retail", "web: " + tickets["name"])
    filed[["taken_by", "text", "settlement", "settlement_cny", "reopened"]] = tickets[
        ["taken_by", "text", "settlement", "settlement_cny", "reopened"]
    ]
    filed[["true_sku", "true_line"]] = tickets[["sku", "line"]]
    truths = ["true_theme", "true_second_theme", "true_vague", "true_affected", "true_cost_cny", "true_text"]
    filed[truths] = tickets[truths]
    forgets = GAPS.loc[filed["taken_by"].where(filed["taken_by"].isin(GAPS.index), "sales")].to_numpy()
    item, customer, closed, cost = (rng.random(forgets.shape) < forgets).T
    pending = filed["closed"].isna()
    filed.loc[item, ["line", "sku"]] = pd.NA
    filed.loc[customer, "customer"] = pd.NA
    filed.loc[closed, "closed"] = pd.NaT
    filed.loc[pending, "settlement"] = pd.NA
    filed.loc[pending | (cost & (filed["settlement"] != "none")), "settlement_cny"] = np.nan
    return filed


def _themes(company: Company) -> pd.DataFrame:
    columns = ["ticket_id", "true_theme", "true_second_theme", "true_vague"]
    return complaints(company)[columns].rename(columns=lambda name: name.removeprefix("true_"))


def _channel_numbers(table: pd.DataFrame) -> dict:
    loud = table[table["channel"] == LOUD_CHANNEL].iloc[0]
    quiet = table[(table["channel"] == QUIET_CHANNEL) & (table["desk"] == "export desk")].iloc[0]
    return {
        "loud": int(loud["tickets"]),
        "loud_each": loud["cost_each_cny"],
        "quiet": int(quiet["tickets"]),
        "quiet_each": quiet["cost_each_cny"],
        "quiet_share": 100 * quiet["cost_cny"] / table["cost_cny"].sum(),
    }


def _growth_numbers(table: pd.DataFrame) -> dict:
    grown = table["quarter"] >= str(GROWS_FROM.to_period("Q"))
    sums = table.groupby([grown, table["theme"] == GROWING_THEME])["tickets"].sum().unstack()
    share = 100 * sums[True] / sums.sum(axis=1)
    return {"theme": GROWING_THEME, "before": share[False], "after": share[True], "since": f"{GROWS_FROM:%B %Y}"}


def _cost_numbers(table: pd.DataFrame) -> dict:
    often = table.iloc[table["tickets"].argmax()]
    return {
        "dear": table["theme"].iloc[0],
        "dear_tickets": int(table["tickets"].iloc[0]),
        "dear_share": 100 * table["cost_cny"].iloc[0] / table["cost_cny"].sum(),
        "often": often["theme"],
        "often_tickets": int(often["tickets"]),
        "often_share": 100 * often["cost_cny"] / table["cost_cny"].sum(),
        "dear_cny": table["cost_cny"].iloc[0],
    }


FILES = (
    SampleFile(
        "complaints.csv",
        "Complaint tickets, 2023 to 2025",
        "complaint ticket",
        "Free text in many hands, English and Chinese mixed; gaps that depend on who took the ticket down; a few "
        "tickets are about two things, a few about nothing that can be told; some are still open, "
        "some were never closed.",
        documented("""
            ticket_id | string | Ticket, numbered within the year
            opened | date | Day when the complaint came in, yyyy-mm-dd
            closed | date | Day when it was settled, yyyy-mm-dd; empty when it is open or nobody noted the day
            channel | string | How it came in: phone note, chat, e-mail, marketplace message or at the stall
            desk | string | market stall, export desk or online shop
            order_no | string | Order that it is about
            line | integer | Line of that order; empty when nobody asked
            sku | string | Item number; empty when nobody asked
            customer | string | Customer, written as in the order files
            taken_by | string | Who took it down
            text | string | What was said or written, as it was keyed
            settlement | string | refund, replacement, discount, repair or none; empty when it is open
            settlement_cny | number | Cost of the settlement, CNY; empty when it is open or nobody noted it
            reopened | string | yes or no: whether the customer came back with the same matter
        """),
        write_plain(complaints),
        key=("ticket_id",),
        refers={"sku": ("products.csv", "sku")},
    ),
)

TRUTHS = (
    Truth(
        "complaint_themes",
        ("complaints.csv",),
        "{themes} themes are in the texts only; {second} of {tickets} tickets have a second theme, {unclear} tell none",
        "themes counted by one word each: the wrong pain is worked on",
        _themes,
        lambda table: {
            "themes": len(THEMES),
            "tickets": len(table),
            "second": int(table["second_theme"].ne("").sum()),
            "unclear": int((table["vague"] | table["theme"].eq(OFF_TOPIC)).sum()),
        },
    ),
    Truth(
        "theme_costs",
        ("complaints.csv",),
        "{often} is the most frequent theme ({often_tickets} tickets, {often_share:.0f} % of the cost), {dear} the "
        "costliest ({dear_tickets} tickets, {dear_share:.0f} %): whole export lots come back",
        "{dear_cny:,.0f} CNY go on while the frequent, cheap theme is worked on",
        theme_costs,
        _cost_numbers,
    ),
    Truth(
        "loud_channel",
        ("complaints.csv",),
        "marketplace messages are the loudest and most frequent ({loud} tickets, {loud_each:,.0f} CNY each); {quiet} "
        "quiet telephone notes of export customers cost {quiet_each:,.0f} CNY each, {quiet_share:.0f} % of all",
        "effort goes to those who shout; the buyers who leave are those who rang once",
        loud_channel,
        _channel_numbers,
    ),
    Truth(
        "growing_theme",
        ("complaints.csv",),
        "{theme}: {before:.0f} % of the tickets until {since}, {after:.0f} % since then",
        "a new fault is taken for an old one and found half a year late",
        growing_theme,
        _growth_numbers,
    ),
)
