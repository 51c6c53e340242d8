"""The charts of the picture sheet: each draws one sample file, uncleaned, on given axes."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from lantern.gallery import charts_of_people, charts_of_work
from lantern.gallery.style import ACCENT, INK, PALE
from lantern.gallery.tables import Tables

__all__ = ["CHARTS"]


def price_list(tables: Tables, ax: Axes) -> Axes:
    prices = tables["products.csv"].sort_values("list_price_cny")
    for place, (family, part) in enumerate(prices.groupby("family", sort=False)):
        ax.plot(part["list_price_cny"], np.full(len(part), place), "|", color=ACCENT, markersize=14)
        ax.text(300, place, str(family), va="center", color=INK)
    ax.set(xscale="log", xlabel="list price, CNY", yticks=[], ylim=(-0.6, 3.6))
    ax.set_title("Bags carry the prices, key fobs the small change")
    return ax


def orders_2023(tables: Tables, ax: Axes) -> Axes:
    lines = tables["orders_2023.csv"]
    day = pd.to_datetime(lines["ODATE"], format="%Y%m%d")
    sizes = lines.loc[lines["QTY"] < 0].assign(day=day)
    ax.plot(day, lines["QTY"], ".", color=PALE, markersize=2)
    ax.plot(sizes["day"], sizes["QTY"], ".", color=ACCENT, markersize=4)
    ax.set(yscale="symlog", ylabel="pieces per line")
    ax.set_title("Cancellations are below the line")
    return ax


def orders_2024(tables: Tables, ax: Axes) -> Axes:
    rows = tables["orders_2024.xlsx"]
    is_sum = rows["Line"].isna()
    amount = pd.to_numeric(rows["Amount"]).groupby([rows["sheet"], is_sum], sort=False).sum().unstack() / 1e6
    place = np.arange(len(amount))
    ax.bar(place, amount[False], color=PALE)
    ax.bar(place, amount[True], bottom=amount[False], color=ACCENT)
    ax.set(ylabel="million CNY", xticks=place, xticklabels=[month[0] for month in amount.index])
    ax.set_title("Sums on the sheets count orders thrice")
    return ax


def orders_2025(tables: Tables, ax: Axes) -> Axes:
    lines = tables["orders_2025.csv"]
    gaps = lines.drop(columns=["OrderID", "Pos"]).isna().groupby(lines["KeyedBy"]).mean().drop(columns="KeyedBy") * 100
    gaps[["UnitPrice", "Promised", "Client"]].plot.barh(ax=ax, color=[ACCENT, PALE, INK], width=0.8)
    ax.set(xlabel="empty cells, %", ylabel="")
    ax.legend(frameon=False)
    ax.set_title("Gaps are one clerk's habit, not chance")
    return ax


def chat_export(tables: Tables, ax: Axes) -> Axes:
    line = tables["chat_export.txt"]["line"]
    sent = pd.to_datetime(line.str.extract(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ")[0]).dropna()
    ax.plot(sent.dt.normalize(), sent.dt.hour + sent.dt.minute / 60, ".", color=ACCENT, markersize=2)
    ax.set(ylabel="hour of the day", ylim=(6, 23), xticks=pd.to_datetime(["2025-10-01", "2025-11-01", "2025-12-01"]))
    ax.set_title("The group never sleeps long")
    return ax


def customers(tables: Tables, ax: Axes) -> Axes:
    lists = tables["customers.xlsx"]
    size = lists.groupby("sheet").size().sort_values()
    ax.barh(size.index, size, color=PALE)
    for place, count in enumerate(size):
        ax.text(count - 4, place, str(count), va="center", ha="right")
    ax.set(xlabel="entries")
    ax.set_title("Three lists, one set of customers")
    return ax


def marked_pairs(tables: Tables, ax: Axes) -> Axes:
    pairs = tables["marked_pairs.csv"]["same"].value_counts()
    ax.barh(pairs.index, pairs, color=[PALE, ACCENT])
    ax.set(xlabel="pairs that three people judged")
    ax.set_title("Half of the pairs that look alike are not")
    return ax


def ledger(tables: Tables, ax: Axes) -> Axes:
    books = tables["ledger.csv"]
    ax.plot(pd.to_datetime(books["month"]), books["revenue_cny"] / 1e6, color=ACCENT)
    ax.set(ylabel="revenue per month, million CNY", ylim=(0, None))
    ax.set_title("Strong autumns, empty Februaries")
    return ax


def costs(tables: Tables, ax: Axes) -> Axes:
    spent = tables["costs.csv"].groupby("account")["amount_cny"].sum().sort_values() / 1e6 / 3
    ax.barh(
        spent.index,
        spent,
        color=[ACCENT if "wages" in account or "rent" in account else PALE for account in spent.index],
    )
    ax.set(xlabel="million CNY per year")
    ax.tick_params(axis="y", labelsize=6)
    ax.set_title("Wages and rent are paid, sold or not")
    return ax


def calendar(tables: Tables, ax: Axes) -> Axes:
    days = tables["calendar.csv"]
    date = pd.to_datetime(days["date"])
    marks = {
        "closed": days["closed"] == "yes",
        "Ramadan": days["ramadan"] == "yes",
        "Eid": days["eid"].notna(),
        "fair": days["trade_fair"].notna(),
        "festival": days["shopping_festival"] == "yes",
        "out of stock": days["out_of_stock"].notna(),
    }
    for place, on in enumerate(marks.values()):
        ax.plot(date[on], np.full(on.sum(), place), "|", color=ACCENT, markersize=9)
    ax.set(yticks=range(len(marks)), yticklabels=marks)
    ax.set_title("What moves, and what comes every year")
    return ax


CHARTS = {
    "products.csv": price_list,
    "orders_2023.csv": orders_2023,
    "orders_2024.xlsx": orders_2024,
    "orders_2025.csv": orders_2025,
    "chat_export.txt": chat_export,
    "customers.xlsx": customers,
    "marked_pairs.csv": marked_pairs,
    "ledger.csv": ledger,
    "costs.csv": costs,
    "calendar.csv": calendar,
    **charts_of_work.CHARTS,
    **charts_of_people.CHARTS,
}
