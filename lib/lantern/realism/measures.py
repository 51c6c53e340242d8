"""How realistic the sample company is: measures of its data, each with a range and what the range rests on."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from lantern.company import Company, generate
from lantern.complaints import file as complaints
from lantern.office import books, demand_model, order_files
from lantern.people import trade_credit
from lantern.pilot import tickets as pilot_tickets
from lantern.realism.forecastability import demand_classes, forecast_errors
from lantern.supply import file as supply
from lantern.trade import calendar
from lantern.workshop import file as workshop
from lantern.workshop import inspections

__all__ = ["MEASURES", "Measure", "measure", "realism"]


@dataclass(frozen=True)
class Measure:
    """A figure of the company: its name, the range in which it must lie, and what the range rests on."""

    name: str
    low: float
    high: float
    rests_on: str
    of: Callable[[Company], float]


def realism(*, variant: int = 0) -> pd.DataFrame:
    """Measure how realistic a variant of the company is.

    Parameters
    ----------
    variant : int
        Which variant.

    Returns
    -------
    pandas.DataFrame
        One row a measure: ``measure``, ``value``, ``low``, ``high``, ``realistic`` (within the range), ``rests_on``.

    Examples
    --------
    >>> bool(realism()["realistic"].all())
    True
    """
    return measure(generate(variant=variant))


def measure(company: Company) -> pd.DataFrame:
    """Measure a company that has been generated; see `realism`."""
    rows = [(m.name, float(m.of(company)), m.low, m.high, m.rests_on) for m in MEASURES]
    table = pd.DataFrame(rows, columns=["measure", "value", "low", "high", "rests_on"])
    table.insert(4, "realistic", table["value"].between(table["low"], table["high"]))
    return table


def _weekly(company: Company, by: str) -> pd.DataFrame:
    orders = company.orders
    week = (orders["date"] - calendar.START).dt.days // 7
    table = orders.groupby([week, by])["pieces"].sum().unstack(fill_value=0)
    return table.reindex(range(len(calendar.DAYS) // 7), fill_value=0)


def _class_shares(company: Company) -> pd.Series:
    return demand_classes(_weekly(company, "sku")).value_counts(normalize=True)


def _desk_errors(company: Company) -> pd.Series:
    errors = forecast_errors(_weekly(company, "desk"))
    return errors.div(errors["seasonal_naive"], axis=0).mean()


def _class_share(name: str) -> Callable[[Company], float]:
    return lambda company: company.remember(_class_shares).get(name, 0.0)


def _top_fifth(by: str, kinds: tuple[str, ...] = ()) -> Callable[[Company], float]:
    def share(company: Company) -> float:
        customers = company.customers
        everyone = company.products["sku"] if by == "sku" else customers["customer_id"][customers["kind"].isin(kinds)]
        revenue = company.orders.groupby(by)["amount_cny"].sum().reindex(everyone).fillna(0)
        return revenue.nlargest(len(revenue) // 5).sum() / revenue.sum()

    return share


def _come_back(company: Company) -> float:
    retail = company.customers.loc[company.customers["kind"] == "retail", "customer_id"]
    orders = company.orders[company.orders["customer_id"].isin(retail)].groupby("customer_id")["order_no"].nunique()
    return (orders > 1).mean()


def _top_orders(company: Company) -> float:
    value = company.orders.groupby("order_no")["amount_cny"].sum().sort_values(ascending=False)
    return value.iloc[: len(value) // 100].sum() / value.sum()


def _stall_days(company: Company) -> pd.Series:
    return company.orders.loc[company.orders["desk"] == "market stall", "date"]


def _weekdays(company: Company) -> float:
    counts = _stall_days(company).dt.day_of_week.value_counts()
    return counts.max() / counts.min()


def _months(company: Company) -> float:
    # Without January and February, in which the closure for the Lunar New Year moves.
    counts = _stall_days(company).dt.month.value_counts().drop([1, 2])
    return counts.max() / counts.min()


def _before_ramadan(company: Company) -> float:
    """Give Gulf order lines a day 30 to 80 days before Ramadan, over those on all other days."""
    gulf = company.customers.loc[company.customers["kind"] == "gulf", "customer_id"]
    dates = company.orders.loc[company.orders["customer_id"].isin(gulf), "date"]
    near = pd.DatetimeIndex([])
    for first in pd.to_datetime(calendar.RAMADAN):
        near = near.union(pd.date_range(first - pd.Timedelta(days=80), first - pd.Timedelta(days=30)))
    near = near.intersection(calendar.DAYS)
    inside = dates.isin(near).sum()
    return (inside / len(near)) / ((len(dates) - inside) / (len(calendar.DAYS) - len(near)))


def _on_time(company: Company) -> float:
    orders = company.orders[company.orders["desk"] != "online shop"].drop_duplicates("order_no")
    return (orders["shipped"] <= orders["promised"]).mean()


def _fixed_share(company: Company) -> float:
    spent = books.costs(company)
    return spent.loc[spent["true_moves"] == "fixed", "amount_cny"].sum() / spent["amount_cny"].sum()


def _forgetful(company: Company) -> float:
    """Give the share of missing promises of the worst clerk over that of the others."""
    file = order_files.export_2025(company)
    share = file["Promised"].isna().groupby(file["KeyedBy"]).mean().sort_values()
    return share.iloc[-1] / share.iloc[:-1].mean()


def _lost_to_stock_outs(company: Company) -> float:
    expected = demand_model.expected_pieces(company)
    return expected["lost_pieces"].sum() / expected["expected_pieces"].sum()


def _leather_used(company: Company) -> float:
    cuts = workshop.production_events(company)
    return 1 - cuts["scrap_dm2"].sum() / cuts["leather_issued_dm2"].sum()


def _touch_time(company: Company) -> float:
    """Give working time over lead time of the order lines, both in hours of the clock, from first start to last end."""
    steps = workshop.true_steps(company)
    spans = steps.groupby(["order_no", "line"]).agg(first=("started", "min"), last=("ended", "max"))
    return (steps["ended"] - steps["started"]).sum() / (spans["last"] - spans["first"]).sum()


def _defective(company: Company) -> float:
    return inspections.inspections(company)["result"].eq("defect").mean()


def _complaints_an_order(company: Company) -> float:
    return len(complaints.complaints(company)) / company.orders["order_no"].nunique()


def _clustered(days: pd.Series) -> float:
    """Give the variance of weekly counts over their mean: 1 when events come independently of each other."""
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


FEW_LARGE = "Juran's vital few: 80 % by the rule of thumb, 60 to 80 % in most studies of customers and assortments."
CLASSES = (
    "Classes of Syntetos and Boylan (2005). A long-tailed assortment, counted by week, is mostly intermittent and "
    "lumpy, as most series of the M5 competition are; few best sellers are smooth."
)
COMPETITIONS = (
    "Published competitions: good simple methods beat seasonal naive by some 5 to 20 %; the best of the M4 "
    "(Makridakis, Spiliotis and Assimakopoulos 2018) beat its benchmark by close to 10 %. Over a hundred variants the "
    "mean is 0.92; the year of a single company scatters by 0.04 around it."
)
FIRMS = ("wholesale", "gulf", "europe")
MEASURES = (
    Measure("revenue from the top fifth of products", 0.55, 0.88, FEW_LARGE, _top_fifth("sku")),
    Measure("revenue from the top fifth of trade customers", 0.55, 0.85, FEW_LARGE, _top_fifth("customer_id", FIRMS)),
    Measure("smooth products, by week", 0.005, 0.2, CLASSES, _class_share("smooth")),
    Measure("erratic products, by week", 0.08, 0.4, CLASSES, _class_share("erratic")),
    Measure("intermittent products, by week", 0.1, 0.6, CLASSES, _class_share("intermittent")),
    Measure("lumpy products, by week", 0.15, 0.65, CLASSES, _class_share("lumpy")),
    Measure(
        "online buyers who come back",
        0.25,
        0.35,
        "Online shops commonly report a quarter to a third.",
        _come_back,
    ),
    Measure(
        "revenue from the largest hundredth of orders",
        0.07,
        0.25,
        "Order values are about lognormal; with a spread of 1.2 to 1.6 the top hundredth brings 8 to 20 %.",
        _top_orders,
    ),
    Measure(
        "busiest over quietest weekday at the stall",
        1.8,
        4.0,
        "Buyers travel on working days; a wholesale market is half empty on Sundays.",
        _weekdays,
    ),
    Measure(
        "busiest over quietest month at the stall",
        1.5,
        4.0,
        "Shops stock up for autumn and winter, and wait in summer.",
        _months,
    ),
    Measure(
        "Gulf orders 30 to 80 days before Ramadan over other days",
        2.0,
        6.0,
        "Two to four weeks to make, three to ship: goods for Ramadan and Eid are ordered one to three months ahead.",
        _before_ramadan,
    ),
    Measure(
        "error of the mean over that of seasonal naive, by desk",
        1.0,
        1.6,
        "Where trade has seasons, the same week of last year says more than the average week.",
        lambda company: company.remember(_desk_errors)["mean"],
    ),
    Measure(
        "error of a good simple model over that of seasonal naive, by desk",
        0.8,
        1.03,
        COMPETITIONS,
        lambda company: company.remember(_desk_errors)["combined"],
    ),
    Measure(
        "trade orders shipped on time",
        0.68,
        0.88,
        "A small workshop that makes to order, and falls behind when much has come in.",
        _on_time,
    ),
    Measure(
        "demand lost to stock-outs",
        0.003,
        0.03,
        "Corsten and Gruen (2003) find 8 % of items out of stock in shops; here a tenth, best sellers among them.",
        _lost_to_stock_outs,
    ),
    Measure(
        "costs that do not move with sales",
        0.62,
        0.68,
        "Wages, rent and machines of a firm that makes what it sells.",
        _fixed_share,
    ),
    Measure(
        "promises left out by one clerk over those by others",
        5.0,
        40.0,
        "Gaps are habits: they depend on who keyed.",
        _forgetful,
    ),
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
        "complaints an order",
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
