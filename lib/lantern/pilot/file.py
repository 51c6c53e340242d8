"""The chatbot pilot: the questions of customers at twelve sales desks in 2025, four of which tried a chatbot."""

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.pilot.plan import SPRING
from lantern.pilot.tickets import settled, support_pilot
from lantern.sample_file import SampleFile, Truth, documented, write_plain

__all__ = [
    "FILES",
    "TRUTHS",
    "deflection",
    "language_harm",
    "mix_shift",
    "pilot_effect",
    "regression_to_the_mean",
    "support_pilot",
]


def pilot_effect(company: Company) -> pd.DataFrame:
    """Return what the chatbot truly did, on all tickets of its desks and by topic, beside what a naive look finds.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per ``topic`` and one for ``"all"``: ``tickets``; ``minutes_effect`` (share of all staff minutes),
        ``log_minutes_effect`` (mean over tickets) and ``settled_effect`` (share of tickets) on the treated; and, for
        the same desks, minutes after against before (``before_after``), against the spring in which they were chosen
        (``against_spring``), and in the best week (``best_week``).
    """
    tickets = _of_pilot_desks(company)
    parts = {"all": tickets, **dict(list(tickets.groupby("topic")))}
    return pd.DataFrame([{"topic": name, **_effects(part)} for name, part in parts.items()])


def mix_shift(company: Company) -> pd.DataFrame:
    """Return the tickets of the pilot's desks before and after, by topic: their share, and the share settled."""
    tickets = _of_pilot_desks(company).assign(settled=lambda t: settled(t))
    when = np.where(tickets["true_treated"], "after", "before")
    count = tickets.groupby(["topic", when]).size().unstack()
    rate = tickets.groupby(["topic", when])["settled"].mean().unstack()
    rate.loc["all"] = tickets.groupby(when)["settled"].mean()
    count.loc["all"] = count.sum()
    table = (count / count.loc["all"]).add_prefix("share_").join(rate.add_prefix("settled_"))
    return table.rename_axis("topic").rename_axis(None, axis=1).reset_index()


def deflection(company: Company) -> pd.DataFrame:
    """Return, by desk, what the chatbot took, what it closed alone, and how much of that was truly settled."""
    taken = support_pilot(company).query("handled_by != 'person'")
    alone = taken["handled_by"] == "chatbot"
    truly = alone & taken["true_settled"]
    back = (taken["reopened_within_7_days"] == "yes").where(alone)
    rows = pd.DataFrame({"desk": taken["desk"], "closed_alone": alone, "truly_settled": truly, "came_back": back})
    table = pd.concat([rows.assign(desk="all"), rows]).groupby("desk", sort=False)
    shares = table[["closed_alone", "truly_settled"]].mean()
    shares["came_back"] = table["came_back"].sum().astype(float) / table["closed_alone"].sum()
    return shares.assign(tickets=table.size()).reset_index()


def language_harm(company: Company) -> pd.DataFrame:
    """Return the true effect on settling at first contact among the treated, by language."""
    treated = _of_pilot_desks(company).query("true_treated")
    treated["change"] = treated["true_settled"].astype(float) - treated["true_settled_without"]
    by = treated.groupby("language")["change"]
    return pd.DataFrame({"tickets": by.size(), "settled_effect": by.mean()}).reset_index()


def regression_to_the_mean(company: Company) -> pd.DataFrame:
    """Return when each desk began, and how far its spring was above its own usual level."""
    tickets = support_pilot(company)
    table = tickets.groupby("desk", sort=False)["true_spring"].first().reset_index()
    began = tickets[tickets["true_treated"]].groupby("desk")["opened"].min()
    table["began"] = table["desk"].map(began)
    return table.assign(spring_above_usual=np.expm1(table.pop("true_spring")))


def _of_pilot_desks(company: Company) -> pd.DataFrame:
    tickets = support_pilot(company)
    return tickets[tickets.groupby("desk")["true_treated"].transform("any")].copy()


def _effects(tickets: pd.DataFrame) -> dict[str, float]:
    treated, before = tickets[tickets["true_treated"]], tickets[~tickets["true_treated"]]
    spring = before[before["opened"].between(*SPRING)]
    minutes = treated["handling_minutes"]
    weeks = minutes.groupby(treated["opened"].dt.isocalendar().week).agg(["mean", "size"])
    best = weeks.loc[weeks["size"] >= weeks["size"].median() / 2, "mean"].min()
    return {
        "tickets": len(treated),
        "minutes_effect": minutes.sum() / treated["true_minutes_without"].sum() - 1,
        "log_minutes_effect": np.log(minutes / treated["true_minutes_without"]).mean(),
        "settled_effect": treated["true_settled"].mean() - treated["true_settled_without"].mean(),
        "before_after": minutes.mean() / before["handling_minutes"].mean() - 1,
        "against_spring": minutes.mean() / spring["handling_minutes"].mean() - 1,
        "best_week": best / before["handling_minutes"].mean() - 1,
    }


def _row(table: pd.DataFrame, column: str, value: str) -> pd.Series:
    return table.set_index(column).T[value]


def _start_numbers(tickets: pd.DataFrame) -> dict[str, str]:
    began = tickets[tickets["true_treated"]].groupby("desk")["opened"].min().sort_values()
    return {"began": ", ".join(f"{desk} {day:%Y-%m-%d}" for desk, day in began.items())}


def _effect_numbers(table: pd.DataFrame) -> dict[str, str]:
    return {str(name): f"{value:+.0%}" for name, value in _row(table, "topic", "all").drop("tickets").items()}


def _mix_numbers(table: pd.DataFrame) -> dict[str, str]:
    topics = table.set_index("topic")
    falls = int((topics["settled_after"] < topics["settled_before"]).drop("all").sum())
    easy = topics.loc[["order status", "stock and price"]]
    return {
        "falls": str(falls),
        **{f"easy_{when}": f"{easy[f'share_{when}'].sum():.0%}" for when in ("before", "after")},
        **{when: f"{topics[f'settled_{when}']['all']:.1%}" for when in ("before", "after")},
    }


FILES = (
    SampleFile(
        "support_pilot.csv",
        "Customers' questions in 2025, and a chatbot at four desks",
        "ticket (one question of one customer)",
        "Satisfaction is mostly missing; the chatbot notes itself what it has settled.",
        documented("""
            ticket_id | string | Number of the ticket
            desk | string | One of 12 sales desks
            desk_type | string | stall, shop (own shop on a marketplace) or partner (resale partner)
            opened | date | Day of the question
            hour | integer | Hour of the question, 0 to 23
            language | string | zh, en or ar
            topic | string | order status, stock and price, invoice, care and repair, return or custom order
            handled_by | string | chatbot (closed by it alone), both (handed over to a person) or person
            escalated | string | yes when the chatbot handed over to a person, else no
            resolved_first_contact | string | yes or no, as whoever handled it noted at the end of the first contact
            reopened_within_7_days | string | yes when the customer came back about it within 7 days, else no
            minutes_to_first_answer | number | Minutes from the question to the first answer
            handling_minutes | number | Staff minutes, checking the chatbot's answers and later contacts included
            satisfaction | integer | 1 (bad) to 5 (good), for the few who answered
            order_value_cny | number | Value of the order the question was about, CNY; empty where there was none
        """),
        write_plain(support_pilot),
        key=("ticket_id",),
    ),
)

TRUTHS = (
    Truth(
        "support_pilot.csv",
        ("support_pilot.csv",),
        "Four of the 12 desks had a chatbot, from four different Mondays: {began}. Every ticket keeps how it "
        "would have gone without.",
        "Without the desks that had none, season and chance are paid for as if they were the chatbot's work.",
        support_pilot,
        _start_numbers,
    ),
    Truth(
        "pilot_effect",
        ("support_pilot.csv",),
        "The chatbot changes staff minutes per ticket by {minutes_effect} and tickets settled at first contact by "
        "{settled_effect} of all tickets; before and after says {before_after}, against the spring {against_spring}, "
        "the best week {best_week}. The effect is larger in the first weeks and smaller on hard topics.",
        "A budget that rests on {before_after} cuts staff who are still needed.",
        pilot_effect,
        _effect_numbers,
    ),
    Truth(
        "mix_shift",
        ("support_pilot.csv",),
        "At the pilot's desks the share of easy questions goes from {easy_before} to {easy_after}: tickets settled go "
        "from {before} to {after}, although they fall in {falls} of 6 topics.",
        "A total that rises hides that every kind of customer is served worse.",
        mix_shift,
        _mix_numbers,
    ),
    Truth(
        "deflection",
        ("support_pilot.csv",),
        "Of the tickets that the chatbot took, {closed_alone} ended without a person, which is the seller's figure; "
        "only {truly_settled} were settled. Of those it closed alone, {came_back} came back within 7 days.",
        "Each customer who comes back costs a second contact, and those who stay away cost their next order.",
        deflection,
        lambda table: {k: f"{v:.0%}" for k, v in _row(table, "desk", "all").drop("tickets").items()},
    ),
    Truth(
        "language_harm",
        ("support_pilot.csv",),
        "In Arabic the chatbot changes tickets settled at first contact by {ar} of all tickets, in English by {en}, in "
        "Chinese by {zh}.",
        "A harm to quality of service: buyers of the Gulf, who place the largest orders, get the worse answers.",
        language_harm,
        lambda table: {k: f"{v:+.0%}" for k, v in table.set_index("language")["settled_effect"].items()},
    ),
    Truth(
        "regression_to_the_mean",
        ("support_pilot.csv",),
        "The desks were chosen after their worst spring: their minutes in March and April were {chosen} above their "
        "own usual level, those of the others {others}; this goes away by itself.",
        "A saving that would have come for nothing is paid for.",
        regression_to_the_mean,
        lambda table: {
            "chosen": f"{table.loc[table['began'].notna(), 'spring_above_usual'].mean():+.0%}",
            "others": f"{table.loc[table['began'].isna(), 'spring_above_usual'].mean():+.0%}",
        },
    ),
)
