"""Applications for trade credit: the score, the threshold, the terms, and whether buyers paid.

Buyers of every region pay equally well. The score counts months of account history in one province, so the same score
means a better payer elsewhere, and one threshold for all refuses more good payers there.
"""

from statistics import NormalDist

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.sample_file import SampleFile, Truth, documented, write_plain
from lantern.trade import calendar

__all__ = ["FILES", "GRACE_DAYS", "TRIAL", "TRUTHS", "trade_credit"]

GRACE_DAYS = 7
TRIAL = (pd.Timestamp("2024-03-04"), pd.Timestamp("2024-11-29"))
TRIAL_SHARE = 0.6
KINDS = ["wholesale", "gulf", "europe"]
ABROAD = {"gulf": "Gulf", "europe": "Europe"}
PROVINCE = {"Yiwu", "Hangzhou", "Ningbo", "Wenzhou", "Jinhua", "Taizhou", "Shaoxing", "Jiaxing", "Huzhou", "Quzhou",
            "Lishui", "Zhoushan"}  # fmt: skip
# Who sends goods far asks for terms; who stands at the stall pays by telephone.
ASKING = {"Zhejiang": 0.5, "other provinces": 0.95, "Gulf": 0.85, "Europe": 0.85}
MOST_APPLICATIONS = 1880
HISTORY_POINTS, HISTORY_MONTHS, ABROAD_POINTS = 16.0, 96, 10.5
SIXTY_DAYS_FROM = 13
NEVER_AFTER_DAYS = 180


def trade_credit(company: Company) -> pd.DataFrame:
    """Return the applications for trade credit of all trade customers.

    Parameters
    ----------
    company : Company
        The truth; an application comes with one of its orders.

    Returns
    -------
    pandas.DataFrame
        One row per application, with ``true_customer_id``, ``true_order_no``, ``true_would_pay`` (within the grace days
        if credit were granted) and ``true_history_points`` (what the account history in the province brought).
    """
    firms, asked, decided, paid = company.chance("trade credit").spawn(4)
    table = _ask(asked, company).merge(_firms(firms, company), on="customer_id", how="left")
    _know(asked, table)
    _score(asked, table)
    _decide(decided, table)
    _pay(paid, table)
    table = table.rename(columns={"customer_id": "true_customer_id", "order_no": "true_order_no"})
    shown = [column.name for column in FILES[0].columns]
    return table[shown + [c for c in table.columns if c.startswith("true_")]]


def _firms(rng: np.random.Generator, company: Company) -> pd.DataFrame:
    """Return what a credit clerk would find out about each trade customer, and how reliable it is."""
    firms = company.customers.loc[company.customers["kind"].isin(KINDS)].reset_index(drop=True)
    region = _regions(firms)
    first = company.orders.groupby("customer_id")["date"].min().reindex(firms["customer_id"]).to_numpy()
    before = np.where(rng.random(len(firms)) < 0.55, rng.gamma(1.6, 900, len(firms)), rng.uniform(0, 60, len(firms)))
    known = first - (before + 1).astype("timedelta64[D]")
    # The customer's accounts are older than the acquaintance; elsewhere, one in the province was opened for this trade.
    everywhere = before / 30.4 + 10 + rng.gamma(2.0, 30, len(firms))
    here = np.where(region == "Zhejiang", everywhere, np.minimum(everywhere, rng.gamma(1.3, 6, len(firms))))
    return pd.DataFrame(
        {
            "customer_id": firms["customer_id"],
            "customer": firms["name"],
            "city": firms["city"],
            "region": region,
            "salesperson": firms["salesperson"],
            "known_since": known,
            "opened_everywhere": first - (everywhere * 30.4).astype("timedelta64[D]"),
            "opened_here": first - (here * 30.4).astype("timedelta64[D]"),
            "reliability": _spread_evenly(rng, region),
        }
    )


def _regions(firms: pd.DataFrame) -> pd.Series:
    inside = np.where(firms["city"].isin(PROVINCE), "Zhejiang", "other provinces")
    region = np.where(firms["kind"].isin(list(ABROAD)), firms["kind"].map(ABROAD), inside)
    return pd.Series(region, index=firms.index, dtype=object)


def _spread_evenly(rng: np.random.Generator, group: pd.Series) -> np.ndarray:
    """Draw normal values that are spread alike in every group, so that no group is better by chance."""
    order = pd.Series(rng.random(len(group))).groupby(group.to_numpy())
    places = (order.rank() - 0.5) / order.transform("size")
    return np.array([NormalDist().inv_cdf(place) for place in places])


def _ask(rng: np.random.Generator, company: Company) -> pd.DataFrame:
    """Choose the orders with which terms were asked for: at most one of a customer in two months."""
    trade = company.customers.loc[company.customers["kind"].isin(KINDS), ["customer_id", "kind", "city"]]
    lines = company.orders[company.orders["customer_id"].isin(trade["customer_id"])]
    orders = lines.groupby("order_no", sort=False).agg(
        customer_id=("customer_id", "first"), date=("date", "first"), order_cny=("amount_cny", "sum")
    )
    orders = orders.reset_index().merge(trade, on="customer_id").sort_values(["date", "order_no"], ignore_index=True)
    applied = orders["date"] - pd.to_timedelta(rng.integers(0, 3, len(orders)), unit="D")
    orders["applied"] = applied.where(applied >= calendar.START, calendar.START)
    orders["orders_before"] = _orders_before(orders)
    period = (orders["applied"] - calendar.START).dt.days // 60
    chance = _regions(orders).map(ASKING).where(~orders.assign(period=period).duplicated(["customer_id", "period"]), 0)
    chance = chance * min(1.0, MOST_APPLICATIONS / max(chance.sum(), 1))
    asked = orders[rng.random(len(orders)) < chance].sort_values(["applied", "order_no"], ignore_index=True)
    serial = asked.groupby(asked["applied"].dt.year).cumcount() + 1
    asked["application_id"] = "T" + asked["applied"].dt.strftime("%y") + "-" + serial.astype(str).str.zfill(4)
    return asked.drop(columns=["kind", "city", "date"])


def _orders_before(orders: pd.DataFrame) -> np.ndarray:
    """Count each customer's orders before the day of the application."""
    customer = pd.factorize(orders["customer_id"])[0].astype("int64") * 10_000
    day, applied = ((orders[c] - calendar.START).dt.days.to_numpy() + 10 for c in ("date", "applied"))
    placed = np.sort(customer + day)
    return np.searchsorted(placed, customer + applied) - np.searchsorted(placed, customer)


def _know(rng: np.random.Generator, table: pd.DataFrame) -> None:
    count = len(table)
    table["years_known"] = ((table["applied"] - table["known_since"]).dt.days / 365.25).round(1)
    table["account_months_all"] = _months(table["applied"] - table["opened_everywhere"])
    here = _months(table["applied"] - table["opened_here"])
    table["account_months_zhejiang"] = here.astype("Int64").mask(table["region"].isin(["Gulf", "Europe"]))
    amount = table["order_cny"] * np.exp(rng.normal(0.05, 0.18, count))
    table["amount_asked_cny"] = ((amount / 100).round().clip(lower=3) * 100).astype("int64")
    # Half of it is the firm, half how its season goes.
    table["reliability"] = 0.6 * table["reliability"] + 0.8 * rng.standard_normal(count)
    found = 5.6 + 2.0 * table["reliability"] + 1.1 * rng.standard_normal(count)
    table["reference_points"] = found.round().clip(0, 10).astype("int64")
    usual = (table["order_cny"] / table.groupby("customer_id")["order_cny"].transform("median")).clip(0.2, 5)
    strain = 0.25 * np.log(usual)
    chance = 1 / (1 + np.exp(-(0.62 + 1.75 * table["reliability"] - strain)))
    table["true_would_pay"] = rng.random(count) < chance


def _months(span: pd.Series) -> pd.Series:
    return (span.dt.days / 30.4).astype("int64").clip(lower=0)


def _score(rng: np.random.Generator, table: pd.DataFrame) -> None:
    """Add up points: references most, then history in the province, orders and years."""
    history = table["account_months_zhejiang"].clip(upper=HISTORY_MONTHS).astype("float64") / HISTORY_MONTHS
    points = (HISTORY_POINTS * history).fillna(ABROAD_POINTS)
    orders, years = np.log1p(table["orders_before"]), np.sqrt(table["years_known"].clip(0, 12))
    score = 19.5 + 4.2 * table["reference_points"] + points + 1.4 * orders + 1.2 * years
    table["score"] = (score + rng.normal(0, 1.5, len(table))).round().clip(0, 100).astype("int64")
    table["true_history_points"] = points.round(1)


def _decide(rng: np.random.Generator, table: pd.DataFrame) -> None:
    table["score_threshold"] = np.where(table["applied"].dt.year == 2023, 58, 60)
    over = table["score"] - table["score_threshold"]
    terms = np.select([over >= SIXTY_DAYS_FROM, over >= 0], [60, 30], 0)
    chance = rng.random(len(table))
    on_trial = (over < 0) & table["applied"].between(*TRIAL) & (chance < TRIAL_SHARE)
    # Salespeople speak up for buyers of whom they know more than the score does.
    liked = 1 / (1 + np.exp(2.4 - 2.8 * table["reliability"]))
    spoken_for = (over < 0) & ~on_trial & (rng.random(len(table)) < liked)
    table["terms_granted_days"] = np.where(on_trial | spoken_for, 30, terms)
    table["decided_by"] = np.select([on_trial, spoken_for], ["trial", "salesperson"], "rule")


def _pay(rng: np.random.Generator, table: pd.DataFrame) -> None:
    granted = table["terms_granted_days"] > 0
    shipped = table["applied"] + pd.to_timedelta(rng.integers(5, 25, len(table)), unit="D")
    table["due"] = (shipped + pd.to_timedelta(table["terms_granted_days"], unit="D")).where(granted)
    # A transfer from another province or from abroad takes some days: late by the calendar, within the grace days.
    far = (table["region"] != "Zhejiang") & (rng.random(len(table)) < 0.55)
    in_time = np.where(far, rng.integers(1, 6, len(table)), rng.choice([0, 0, 0, 0, 1, 2], len(table)))
    late = GRACE_DAYS + 1 + (rng.gamma(1.2, 15, len(table))).astype("int64").clip(max=150)
    days = np.where(table["true_would_pay"], in_time, late)
    lost = ~table["true_would_pay"] & (rng.random(len(table)) < 0.1)
    came = table["due"] + pd.to_timedelta(np.where(lost, NEVER_AFTER_DAYS, days), unit="D")
    known = granted & (came <= calendar.END)
    words = np.select([table["true_would_pay"], lost], ["on time", "never"], "late")
    table["paid"] = pd.Series(words, dtype=object).where(known, None)
    table["days_late"] = pd.Series(days).where(known & ~lost).astype("Int64")


def _refused(table: pd.DataFrame) -> dict:
    good = table[table["true_would_pay"]]
    refused = (good["score"] < good["score_threshold"]).groupby(good["region"]).mean()
    away = good[(good["region"] == "other provinces") & (good["terms_granted_days"] == 0)]
    return {
        "here": f"{refused['Zhejiang']:.0%}",
        "away": f"{refused['other provinces']:.0%}",
        "paid_here": f"{_pay_at_threshold(table, 'Zhejiang'):.0%}",
        "paid_away": f"{_pay_at_threshold(table, 'other provinces'):.0%}",
        "lost": f"{away['amount_asked_cny'].sum():,.0f}",
        "orders": len(away),
    }


def _pay_at_threshold(table: pd.DataFrame, region: str) -> float:
    near = (table["score"] - table["score_threshold"]).between(-6, 6) & (table["region"] == region)
    return table.loc[near, "true_would_pay"].mean()


def _trial(table: pd.DataFrame) -> dict:
    below = table[table["score"] < table["score_threshold"]]
    paid = below[below["paid"].notna()].groupby("decided_by")["true_would_pay"].mean()
    return {
        "trials": int((table["decided_by"] == "trial").sum()),
        "from": TRIAL[0].strftime("%Y-%m-%d"),
        "until": TRIAL[1].strftime("%Y-%m-%d"),
        "trial_paid": f"{paid['trial']:.0%}",
        "spoken_paid": f"{paid['salesperson']:.0%}",
        "all_below": f"{below['true_would_pay'].mean():.0%}",
    }


FILES = (
    SampleFile(
        "trade_credit.csv",
        "Applications of trade customers for terms of payment",
        "application",
        "Whether somebody pays is known only where terms were granted, and only once the outcome is in; two customers "
        "can have the same name.",
        documented("""
            application_id | string | Number of the application, with the year
            applied | date | Day of the application
            customer | string | Customer, as in the orders
            city | string | Town of the customer
            region | string | Zhejiang, other provinces, Gulf, Europe
            salesperson | string | Who looks after the customer
            years_known | number | Years since the first contact
            orders_before | integer | Orders placed before that day since 2023
            amount_asked_cny | integer | Amount asked for, CNY
            account_months_all | integer | Age of the customer's oldest business account anywhere, months
            account_months_zhejiang | integer | Age of the oldest account with a bank here, months; empty abroad
            reference_points | integer | What two suppliers said of the customer, 0 to 10
            score | integer | Credit score of the accounting system, 0 to 100
            score_threshold | integer | Score from which the rule grants terms on that day
            terms_granted_days | integer | 0 (refused), 30 or 60 days
            decided_by | string | rule, salesperson (against the rule), trial (granted by lot, to learn)
            due | date | Day on which payment is due; empty when refused
            paid | string | on time (at most 7 days after the due day), late, never; empty when refused or not known yet
            days_late | integer | Days from the due day to the payment; empty when refused, never paid or not known yet
        """),
        write_plain(trade_credit),
        key=("application_id",),
        warning="trade_credit.csv is synthetic: real files would expose customers, and the course needs a bias whose "
        "cause is known. Its score means different things in different regions, and outcomes are missing where terms "
        "were refused. Use it to learn how to assess and mitigate harm; never decide about anyone with it, and "
        "conclude nothing from it about real regions.",
    ),
)

TRUTHS = (
    Truth(
        "credit_threshold",
        ("trade_credit.csv",),
        "the score counts account history in Zhejiang: near the threshold {paid_away} from other provinces would pay "
        "in time, {paid_here} from Zhejiang; so the same threshold refuses {away} of the good payers there and {here} "
        "here, though buyers of all regions pay alike",
        "allocation harm to good payers elsewhere; {orders} of their applications, {lost} CNY of orders, refused",
        trade_credit,
        _refused,
    ),
    Truth(
        "trial_grants",
        ("trade_credit.csv",),
        "{trials} applications below the threshold were granted by lot from {from} to {until}: {trial_paid} paid in "
        "time, near the {all_below} of all below it; where salespeople spoke up it was {spoken_paid}",
        "a threshold set by the granted or by the salespeople's favourites is far from what the refused would do",
        trade_credit,
        _trial,
    ),
)
