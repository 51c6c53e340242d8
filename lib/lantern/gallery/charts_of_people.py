"""Charts of the pilot and of people for the picture sheet; each draws one sample file, uncleaned."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from lantern.gallery.style import ACCENT, INK, PALE
from lantern.gallery.tables import Tables

__all__ = ["CHARTS"]


def support_pilot(tables: Tables, ax: Axes) -> Axes:
    tickets = tables["support_pilot.csv"]
    month = pd.to_datetime(tickets["opened"]).dt.to_period("M").dt.start_time
    pilot = tickets["desk"].isin(tickets.loc[tickets["handled_by"] == "chatbot", "desk"])
    for name, rows, colour in (("pilot desks", pilot, ACCENT), ("other desks", ~pilot, PALE)):
        minutes = np.exp(np.log(tickets["handling_minutes"][rows]).groupby(month[rows]).mean())
        ax.plot(minutes.index, minutes, color=colour, label=name)
    ax.legend(frameon=False)
    ax.set(ylabel="staff minutes per ticket, geometric mean", ylim=(0, None))
    ax.set_title("Summer is calm without a chatbot, too")
    return ax


def chat_transcripts(tables: Tables, ax: Axes) -> Axes:
    talks = tables["chat_transcripts.jsonl"]
    words = talks["turns"].map(lambda turns: next(len(t["text"].split()) for t in turns if t["from"] == "bot"))
    length = pd.cut(words, [0, 15, 25, 45, 500], labels=["to 15", "16-25", "26-45", "over 45"])
    right = talks["rating"].eq("right").groupby(length, observed=True).mean() * 100
    ax.bar(right.index.astype(str), right, color=PALE)
    ax.set(xlabel="words in the first answer", ylabel="called right, %", ylim=(0, 100))
    ax.set_title("Long answers are called right more often")
    return ax


def applicants(tables: Tables, ax: Axes) -> Axes:
    people = tables["applicants.csv"]
    band = pd.cut(people["gap_months"], [-1, 0, 6, 12, 24, 600], labels=["none", "1-6", "7-12", "13-24", "over 24"])
    invited = people["invited"].astype(float).groupby(band, observed=True).mean() * 100
    ax.bar(invited.index.astype(str), invited, color=ACCENT)
    ax.set(xlabel="longest break between jobs, months", ylabel="invited, %")
    ax.set_title("The longer the break, the fewer invited")
    return ax


def trade_credit(tables: Tables, ax: Axes) -> Axes:
    credit = tables["trade_credit.csv"]
    seen = credit[credit["paid"].notna() & credit["decided_by"].ne("salesperson")]
    for region, colour in (("Zhejiang", PALE), ("other provinces", ACCENT)):
        rows = seen[seen["region"] == region]
        share = rows["paid"].eq("on time").groupby((rows["score"] // 8 * 8 + 4).clip(44, 76)).mean() * 100
        ax.plot(share, "o-", color=colour, label=region)
    ax.axvline(credit["score_threshold"].median(), color=INK, linewidth=0.8)
    ax.legend(frameon=False)
    ax.set(xlabel="score (line: threshold)", ylabel="paid in time, %", ylim=(0, 100))
    ax.set_title("One score, two kinds of payers")
    return ax


def staff_survey(tables: Tables, ax: Axes) -> Axes:
    survey = tables["staff_survey.csv"]
    answers = {
        question: survey[survey["question"] == question]
        .pivot_table(index="respondent", columns="wave", values="answer_points")
        .astype(float)
        for question in ("trust", "use_days")
    }
    waves = answers["trust"].columns
    change = answers["trust"][waves[-1]] - answers["trust"][waves[0]]
    use = answers["use_days"][waves[-1]].reindex(change.index)
    spread = np.linspace(-0.12, 0.12, len(change))
    ax.plot(use + spread, change + spread[::-1], "o", color=ACCENT, alpha=0.7)
    ax.axhline(change.mean(), color=INK, linewidth=0.8)
    ax.set(xlabel="days per week with the tools (line: mean of all)", ylabel="change of trust, points")
    ax.set_title("The mean barely moves; people do")
    return ax


def ai_tools(tables: Tables, ax: Axes) -> Axes:
    offers = tables["ai_tools.csv"]
    chat = offers[offers["purpose"] == "chat answering"]
    used = np.arange(0, 2001, 50)
    for offer, style in zip(chat.to_dict("records"), ("-", "--", ":", "-."), strict=False):
        fees = np.maximum(used - offer["included_units"], 0) * offer["fee_cny_per_unit"]
        ax.plot(used, offer["price_cny_month"] * offer["seats"] + fees, style, color=ACCENT, label=offer["name"])
    ax.legend(frameon=False)
    ax.set(xlabel="conversations per month", ylabel="CNY per month")
    ax.set_title("The cheapest seat is not the cheapest tool")
    return ax


CHARTS = {
    "support_pilot.csv": support_pilot,
    "chat_transcripts.jsonl": chat_transcripts,
    "applicants.csv": applicants,
    "trade_credit.csv": trade_credit,
    "staff_survey.csv": staff_survey,
    "ai_tools.csv": ai_tools,
}
