"""Find what is planted in orders, chat, customer lists, calendar and books, from the files alone."""

import re

import pandas as pd

from millrace import cleaning


def doubles_and_cancellations(tables):
    lines = tables["orders_2023.csv"]
    share = lines.duplicated().mean()
    back = lines[lines["QTY"] < 0].drop_duplicates()
    first = lines[lines["QTY"] > 0].drop_duplicates().set_index(["ORDNO", "LINE"])["QTY"]
    opposite = first.reindex(pd.MultiIndex.from_frame(back[["ORDNO", "LINE"]])).to_numpy() == -back["QTY"].to_numpy()
    return 0.004 < share < 0.02 and len(back) > 50 and opposite.all()


def subtotals_styles_and_dozens(tables):
    rows = tables["orders_2024.xlsx"]
    lines, sums = rows[rows["Line"].notna()], rows[rows["Line"].isna()]
    ratio = pd.to_numeric(sums["Amount"]).sum() / pd.to_numeric(lines["Amount"]).sum()
    styles = lines["Date"].str.replace(r"\d", "9", regex=True).str.replace("[A-Z][a-z]{2}", "Mon", regex=True).nunique()
    dozens = lines["Quantity"].str.contains("doz").mean()
    return abs(ratio - 2) < 1e-6 and styles == 3 and 0.08 < dozens < 0.5


def month_first(lines):
    """Return which lines were keyed by the clerk whose own dates prove that the month comes first."""
    proven = cleaning.date_order(lines["OrderDate"], by=lines["KeyedBy"]).set_index("group")["verdict"]
    return lines["KeyedBy"].map(proven) == "month first"


def order_days(lines):
    return cleaning.parse_dates(lines["OrderDate"], day_first=~month_first(lines))["date"]


def same_day(lines, *, before=0):
    """Return which lines were sent on the day of their order, or some days before it."""
    return lines["Shipped"] == (order_days(lines) - pd.Timedelta(days=before)).dt.strftime("%Y-%m-%d")


def gaps_and_impossible_lines(tables):
    lines = tables["orders_2025.csv"]
    gaps = lines["UnitPrice"].isna().groupby(lines["KeyedBy"]).mean().sort_values()
    known = set(tables["products.csv"]["sku"])
    broken = (
        ~lines["ItemNo"].isin(known)
        | ~lines["Pieces"].between(1, 100_000)
        | ~lines["Currency"].isin(["CNY", "USD", "AED"])
    )
    at_limits = (lines["Pieces"] == 5000).sum() >= 2 and (lines["Pieces"] == 5001).any()
    at_limits = at_limits and same_day(lines).any() and same_day(lines, before=1).any()
    return gaps.iloc[-1] > 3 * gaps.iloc[-2] and broken.sum() >= 20 and at_limits


def one_clerk_swaps(tables):
    lines = tables["orders_2025.csv"]
    first = lines["OrderDate"].str.extract(r"^(\d\d)/(\d\d)").astype(int)
    month_first = (first[1] > 12).groupby(lines["KeyedBy"]).any()
    day_first = (first[0] > 12).groupby(lines["KeyedBy"]).any()
    return month_first.sum() == 1 and not (month_first & day_first).any()


def orders_in_the_chat(tables):
    text = "\n".join(tables["chat_export.txt"]["line"])
    references = {found.group() for found in re.finditer(r"#\d{3}", text)}
    cancelled = re.findall(r"#\d{3} (?:is )?cancel", text)
    changed = re.findall(r"#\d{3} (?:change|correction|they want|please make|wait)", text)
    return len(references) > 40 and len(cancelled) >= 3 and len(changed) >= 3


def chat_orders_fill_the_gap_to_the_ledger(tables):
    """What was keyed of the last quarter falls short of the books by more than before: it is in the chat."""
    lines = tables["orders_2025.csv"]
    pieces = pd.to_numeric(lines["Pieces"]).where(lambda p: p.between(1, 100_000), 0)
    date = order_days(lines)
    books = tables["ledger.csv"].set_index("month")["pieces"].loc["2025-01":]
    short = 1 - pieces.groupby(date.dt.strftime("%Y-%m")).sum() / books
    return short.loc["2025-10":].min() > 0.05 > short.loc[:"2025-09"].max()


def firms_in_more_than_one_list(tables):
    lists = tables["customers.xlsx"]
    phones = (
        lists[["Phone", "Mobile", "Tel."]]
        .bfill(axis=1)
        .iloc[:, 0]
        .fillna("")
        .str.replace(r"\D", "", regex=True)
        .str[-8:]
    )
    by_phone = lists["sheet"][phones.str.len() == 8].groupby(phones).nunique()
    return (by_phone > 1).sum() > 60


def most_doubles_are_found_and_some_firms_only_look_alike(tables):
    lists = tables["customers.xlsx"]
    columns = {
        "entry": ["No", "Entry"],
        "customer": ["Customer", "Name", "Client"],
        "contact": ["Contact", "Contact person", "Who to ask for"],
        "phone": ["Phone", "Mobile", "Tel."],
        "city": ["City", "Town", "Place"],
    }
    one = pd.DataFrame(
        {to: lists[[c for c in of if c in lists]].bfill(axis=1).iloc[:, 0] for to, of in columns.items()}
    )
    pairs = cleaning.duplicate_candidates(one.set_index("entry")[["customer", "phone"]])
    costs = cleaning.threshold_costs(pairs, tables["marked_pairs.csv"], merged_cost=1800, apart_cost=300)
    low, high = costs.iloc[0], costs.iloc[-1]
    return low["wrongly_merged"] >= 1 and high["wrongly_apart"] >= 10 and costs["wrongly_apart"].min() <= 15


def fixed_costs_are_two_thirds(tables):
    """What an account costs follows the sales of the last two months, or it does not."""
    spent = tables["costs.csv"].pivot_table(index="month", columns="account", values="amount_cny", fill_value=0)
    sales = tables["ledger.csv"].set_index("month")["revenue_cny"]
    moves = spent.corrwith(sales + sales.shift(fill_value=sales.iloc[0])) > 0.7
    return 0.6 < spent.loc[:, ~moves].sum().sum() / spent.sum().sum() < 0.7


def items_stop_selling_while_out_of_stock(tables):
    days, lines = tables["calendar.csv"], tables["orders_2024.xlsx"]
    noted = days[["date", "out_of_stock"]].dropna()
    noted = noted.assign(item=noted["out_of_stock"].str.split(" ")).explode("item")
    noted = noted[noted["date"].str.startswith("2024")]
    lines = lines[lines["Line"].notna()]
    day = pd.concat(
        [pd.to_datetime(lines["Date"], format=f, errors="coerce") for f in ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y")]
    )
    sold = pd.DataFrame({"item": lines["Item"], "day": day.dropna().reindex(lines.index)})
    usual = sold.groupby("item").size().reindex(noted["item"]).fillna(0) / 366
    sold_while_out = pd.MultiIndex.from_frame(noted[["date", "item"]].astype(str))
    seen = pd.MultiIndex.from_arrays([sold["day"].dt.strftime("%Y-%m-%d"), sold["item"]])
    return seen.isin(sold_while_out).sum() < 0.4 * usual.sum()


def demand_has_seasons_and_moving_peaks(tables):
    """Gulf orders, in AED from 2025 on, come before Ramadan; the market stall is busy in September and October."""
    lines = tables["orders_2025.csv"]
    date = order_days(lines)
    stall, gulf = (
        date[lines[column] == value].dt.month for column, value in (("Desk", "market stall"), ("Currency", "AED"))
    )
    autumn = stall.isin([9, 10]).mean() / stall.isin([6, 7]).mean()
    early = gulf.isin([1, 12]).mean() / gulf.isin([6, 7]).mean()
    return autumn > 1.3 and early > 1.6


DETECTORS = {
    "orders_2023.csv": doubles_and_cancellations,
    "orders_2024.xlsx": subtotals_styles_and_dozens,
    "orders_2025.csv": gaps_and_impossible_lines,
    "swapping_clerk": one_clerk_swaps,
    "chat_messages": orders_in_the_chat,
    "chat_orders": chat_orders_fill_the_gap_to_the_ledger,
    "customers.xlsx": firms_in_more_than_one_list,
    "duplicate_pairs": most_doubles_are_found_and_some_firms_only_look_alike,
    "fixed_costs": fixed_costs_are_two_thirds,
    "stock_outs": items_stop_selling_while_out_of_stock,
    "demand_model": demand_has_seasons_and_moving_peaks,
}
