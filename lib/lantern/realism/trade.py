"""Measures of trade: who buys what and when, how well demand can be forecast, what is lost and what is spent."""

from collections.abc import Callable

import pandas as pd

from lantern.company import Company
from lantern.office import books, demand_model, orders_2025
from lantern.realism.forecastability import demand_classes, forecast_errors
from lantern.realism.measure import Measure
from lantern.trade import calendar

__all__ = ["MEASURES"]


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
    """Return Gulf order lines per day 30 to 80 days before Ramadan, over those per day at other times."""
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
    """Return the share of missing promises of the worst clerk over that of the others."""
    file = orders_2025.export_2025(company)
    share = file["Promised"].isna().groupby(file["KeyedBy"]).mean().sort_values()
    return share.iloc[-1] / share.iloc[:-1].mean()


def _lost_to_stock_outs(company: Company) -> float:
    expected = demand_model.expected_pieces(company)
    return expected["lost_pieces"].sum() / expected["expected_pieces"].sum()


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
)
