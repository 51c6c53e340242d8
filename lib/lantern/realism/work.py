"""Measures of work: the shop floor, defects, complaints, and promises that others keep or break."""

import pandas as pd

from lantern.company import Company
from lantern.complaints import file as complaints
from lantern.people import trade_credit
from lantern.pilot import tickets as pilot_tickets
from lantern.realism.measure import Measure
from lantern.supply import file as supply
from lantern.trade import calendar
from lantern.workshop import file as workshop
from lantern.workshop import inspections

__all__ = ["MEASURES"]


def _leather_used(company: Company) -> float:
    cuts = workshop.production_events(company)
    return 1 - cuts["scrap_dm2"].sum() / cuts["leather_issued_dm2"].sum()


def _touch_time(company: Company) -> float:
    """Return working time over lead time of the order lines, in hours of the clock, from first start to last end."""
    steps = workshop.true_steps(company)
    spans = steps.groupby(["order_no", "line"]).agg(first=("started", "min"), last=("ended", "max"))
    return (steps["ended"] - steps["started"]).sum() / (spans["last"] - spans["first"]).sum()


def _defective(company: Company) -> float:
    return inspections.inspections(company)["result"].eq("defect").mean()


def _complaints_an_order(company: Company) -> float:
    return len(complaints.complaints(company)) / company.orders["order_no"].nunique()


def _clustered(days: pd.Series) -> float:
    """Return the variance of weekly counts over their mean: 1 when events come independently of each other."""
    weeks = (pd.to_datetime(days) - calendar.START).dt.days // 7
    counts = weeks.value_counts().reindex(range(weeks.min(), weeks.max() + 1), fill_value=0)
    return counts.var() / counts.mean()


def _complaints_cluster(company: Company) -> float:
    return _clustered(complaints.complaints(company)["opened"])


def _defects_cluster(company: Company) -> float:
    pieces = inspections.inspections(company)
    return _clustered(pieces.loc[pieces["result"] == "defect", "date"])


def _settled_at_once(company: Company) -> float:
    return pilot_tickets.settled(pilot_tickets.support_pilot(company)).mean()


def _suppliers_on_time(company: Company) -> float:
    arrived = supply.deliveries(company).dropna(subset=["received", "promised"])
    return (pd.to_datetime(arrived["received"]) <= pd.to_datetime(arrived["promised"])).mean()


def _paid_late(company: Company) -> float:
    return trade_credit.trade_credit(company)["paid"].dropna().ne("on time").mean()


MEASURES = (
    Measure(
        "leather that ends in goods",
        0.65,
        0.71,
        "Hides are irregular and carry faults: cutting loses a quarter to a third; the company's design says 68 %.",
        _leather_used,
    ),
    Measure(
        "working time over lead time on the shop floor",
        0.02,
        0.12,
        "George, Lean Six Sigma (2002): below 10 % is usual before improvement, 1 % in machining, 10 % in fabrication.",
        _touch_time,
    ),
    Measure(
        "inspected pieces with a defect",
        0.03,
        0.07,
        "Hand work in natural material; one piece in twenty is mended or sold as second choice.",
        _defective,
    ),
    Measure(
        "complaints per order",
        0.1,
        0.25,
        "Trade orders have several lines each; most tickets are about days and counts, not about faults.",
        _complaints_an_order,
    ),
    Measure(
        "complaints come in clusters: variance over mean, by week",
        1.5,
        12.0,
        "1 if each came by itself; peaks of work, bad lots and repeated calls make them come together.",
        _complaints_cluster,
    ),
    Measure(
        "defects come in clusters: variance over mean, by week",
        1.2,
        12.0,
        "1 if each came by itself.",
        _defects_cluster,
    ),
    Measure(
        "customer questions settled at first contact",
        0.6,
        0.8,
        "SQM Group publishes 70 % on average for call centres, and calls 70 to 79 % good.",
        _settled_at_once,
    ),
    Measure(
        "deliveries of suppliers on time",
        0.6,
        0.9,
        "Small buyers wait behind large ones; tanneries depend on the season of hides.",
        _suppliers_on_time,
    ),
    Measure(
        "granted trade credit that was paid late or never",
        0.15,
        0.4,
        "Surveys of payment practice in China report a third of invoices overdue; a week's grace is given here.",
        _paid_late,
    ),
)
