"""The tickets of the chatbot pilot: each as it went, and as it would have gone without a chatbot."""

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.pilot.plan import DAYS, SPRING, arrivals, plan_of_the_pilot, wander

__all__ = ["even_chance", "settled", "support_pilot"]

ARABIC_EXTRA = -0.12
ARABIC_HANDED_OVER = 0.06
PAST_THE_CHATBOT = 0.07
RETURNED_RATIO = 1.45
NOVELTY = -0.16
NOVELTY_WEEKS = 3.5
MINUTES_SIGMA = 0.6


@remembered
def support_pilot(company: Company) -> pd.DataFrame:
    """Return the support tickets of 2025.

    Parameters
    ----------
    company : Company
        The truth; its orders say when the desks are busy.

    Returns
    -------
    pandas.DataFrame
        The columns of the file, and the truth of every ticket: ``true_treated`` (the desk had its chatbot),
        ``true_minutes_without`` and ``true_settled_without`` (as it would have gone without), ``true_settled``,
        ``true_satisfaction`` (what all would have answered) and ``true_spring`` (log minutes of the desk's bad or good
        spring).
    """
    chances = company.chance("support pilot").spawn(7)
    plan = plan_of_the_pilot(chances[0])
    tickets = arrivals(chances[1], company, plan)
    _route(chances[2], tickets)
    _settle(chances[3], tickets)
    _time(chances[4], tickets)
    _ask_satisfaction(chances[5], tickets)
    _value(chances[6], company, tickets)
    return _shown(tickets)


def settled(tickets: pd.DataFrame) -> pd.Series:
    """Return which tickets were settled at first contact: noted so, and no customer back within 7 days."""
    return (tickets["resolved_first_contact"] == "yes") & (tickets["reopened_within_7_days"] == "no")


def _route(rng: np.random.Generator, t: pd.DataFrame) -> None:
    arabic = t["language"].to_numpy() == "ar"
    took = t["treated"].to_numpy() & (rng.random(len(t)) > PAST_THE_CHATBOT)
    t["closed_alone"] -= ARABIC_HANDED_OVER * arabic
    alone = took & (rng.random(len(t)) < t["closed_alone"])
    t["handled_by"] = np.select([alone, took], ["chatbot", "both"], "person")


def even_chance(rng: np.random.Generator, *cells: pd.Series) -> np.ndarray:
    """Draw numbers from 0 to 1 that are spread evenly within each cell, so that chance alone hides nothing planted.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    *cells : pandas.Series
        What makes a cell: rows that are equal in all of them.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        Stratified uniform numbers: in a cell of k rows one falls into each k-th part of the range.
    """
    order = pd.DataFrame({"cell": pd.MultiIndex.from_arrays(cells).factorize()[0], "by": rng.random(len(cells[0]))})
    group = order.groupby("cell")["by"]
    return ((group.rank() - rng.random(len(order))) / group.transform("size")).to_numpy()


def _settle(rng: np.random.Generator, t: pd.DataFrame) -> None:
    """Decide what was settled, with and without a chatbot, and what was noted; most who were not helped come back."""
    arabic = t["language"] == "ar"
    without = t["settled"] + t["quality"]
    alone, handed = t["handled_by"] == "chatbot", t["handled_by"] == "both"
    # What the chatbot hands over is settled more often than what it closes; together they make up the effect.
    gap = 0.22 * np.select([alone, handed], [t["closed_alone"] - 1, t["closed_alone"]], 0.0)
    effect = np.where(alone | handed, (t["effect"] + ARABIC_EXTRA * arabic) / (1 - PAST_THE_CHATBOT) + gap, 0.0)
    began = t["start"].notna()
    u = even_chance(rng, began, t["treated"], t["topic"], arabic, t["handled_by"])
    t["settled_without"] = u < without
    t["is_settled"] = u < (without + effect).clip(upper=0.98)
    v = even_chance(rng, began, t["treated"], t["topic"], arabic, t["handled_by"], t["is_settled"])
    silent = np.where(alone, 0.07, 0.9)  # noted as not settled
    noted = np.where(t["is_settled"], v < 0.985, v > silent)
    back = np.where(t["is_settled"], (v > 0.965) & noted, np.where(alone, (v > 0.07) & (v < 0.94), v > 0.7))
    t["noted"], t["back"] = np.where(noted, "yes", "no"), np.where(back, "yes", "no")


def _time(rng: np.random.Generator, t: pd.DataFrame) -> None:
    """Draw staff minutes with and without a chatbot, and minutes to the first answer."""
    usual = np.log(t["minutes"]) + t["level"] + _season()[t["day"]] + _swing(t)
    usual += wander(rng, sd=0.035, memory=0.5)[t["desk_number"], t["week"]]
    t["minutes_without"] = np.exp(usual + MINUTES_SIGMA * rng.standard_normal(len(t)))
    alone, handed = t["handled_by"] == "chatbot", t["handled_by"] == "both"
    ratio = np.select([alone & t["is_settled"], alone], [t["ratio_alone"], t["ratio_alone"] * RETURNED_RATIO], 1.0)
    ratio = np.where(handed, t["ratio_handed"], ratio)
    weeks = ((DAYS[t["day"]] - t["start"].to_numpy()).days.to_numpy() / 7).clip(0)
    new = np.where(alone | handed, NOVELTY * np.exp(-np.nan_to_num(weeks) / NOVELTY_WEEKS), 0.0)
    t["minutes_spent"] = t["minutes_without"] * ratio * np.exp(new)
    closed = (t["hour"] < 9) | (t["hour"] > 20)
    wait = np.where(closed, 260.0, 19.0) * np.exp(t["level"] + _season()[t["day"]] * 2 + rng.normal(0, 0.95, len(t)))
    t["first_answer"] = np.where(alone | handed, rng.uniform(0.1, 0.5, len(t)), wait).round(1).clip(0.1)


def _season() -> np.ndarray:
    """Return log minutes over the year: hurried in spring and before 11 November, calm in summer."""
    day = np.arange(len(DAYS))

    def bump(centre: int, width: int) -> np.ndarray:
        return np.exp(-0.5 * ((day - centre) / width) ** 2)

    return 0.11 * bump(90, 26) - 0.12 * bump(205, 32) + 0.09 * bump(318, 14) - 0.03 * bump(270, 20)


def _swing(t: pd.DataFrame) -> np.ndarray:
    """Let a desk's spring come after a January and February as far on the other side: a swing, not a level."""
    first, last = (int(DAYS.searchsorted(day)) for day in SPRING)
    day = np.arange(len(DAYS))
    spring, winter = (day >= first) & (day <= last), day < first
    shape = spring - winter * (spring.sum() / winter.sum())
    return t["spring"].to_numpy() * shape[t["day"]]


def _ask_satisfaction(rng: np.random.Generator, t: pd.DataFrame) -> None:
    """Draw what each would have answered, and who did; those whom the chatbot did not help are seldom asked."""
    alone = (t["handled_by"] == "chatbot").to_numpy()
    mood = (
        3.1 + 1.15 * t["is_settled"] - 0.12 * np.log10(t["first_answer"] + 1) - 0.25 * (alone & (t["language"] == "ar"))
    )
    t["satisfaction"] = (mood + rng.normal(0, 0.95, len(t))).round().clip(1, 5)
    keen = np.select([t["satisfaction"] == 5, t["satisfaction"] == 1], [1.35, 1.5], 0.85)
    asked = np.select([alone & t["is_settled"], alone], [0.27, 0.1], 0.2)
    t["answered"] = rng.random(len(t)) < asked * keen


def _value(rng: np.random.Generator, company: Company, t: pd.DataFrame) -> None:
    """Take the value of an order from the orders of that kind of desk, where the question is about one."""
    recent = company.orders[company.orders["date"] >= DAYS[0]]
    totals = recent.groupby(["desk", "order_no"])["amount_cny"].sum()
    about = np.select([t["topic"].isin(["order status", "return"]), t["topic"] == "invoice"], [0.93, 0.85], 0.0)
    about = np.where(t["topic"] == "care and repair", 0.5, about)
    have_orders = set(recent["desk"])
    t["value"] = np.nan
    for desk, rows in t.groupby("follows").groups.items():
        have = totals[str(desk)].to_numpy() if desk in have_orders else totals.to_numpy()
        t.loc[rows, "value"] = have[rng.integers(0, len(have), len(rows))]
    t["value"] = t["value"].where(rng.random(len(t)) < about).round(2)


def _shown(t: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ticket_id": [f"T{number:05d}" for number in range(1, len(t) + 1)],
            "desk": t["desk"],
            "desk_type": t["desk_type"],
            "opened": DAYS[t["day"]],
            "hour": t["hour"],
            "language": t["language"],
            "topic": t["topic"],
            "handled_by": t["handled_by"],
            "escalated": np.where(t["handled_by"] == "both", "yes", "no"),
            "resolved_first_contact": t["noted"],
            "reopened_within_7_days": t["back"],
            "minutes_to_first_answer": t["first_answer"],
            "handling_minutes": t["minutes_spent"].clip(lower=0.2).round(1),
            "satisfaction": t["satisfaction"].where(t["answered"]).astype("Int64"),
            "order_value_cny": t["value"],
            "true_treated": t["treated"],
            "true_minutes_without": t["minutes_without"].clip(lower=0.2).round(1),
            "true_settled": t["is_settled"],
            "true_settled_without": t["settled_without"],
            "true_satisfaction": t["satisfaction"].astype(int),
            "true_spring": t["spring"],
        }
    )
