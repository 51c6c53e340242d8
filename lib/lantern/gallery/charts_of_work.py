"""Charts of complaints, workshop and supply for the picture sheet; each draws one sample file, uncleaned."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from lantern.gallery.style import ACCENT, INK, PALE
from lantern.gallery.tables import Tables

__all__ = ["CHARTS"]


def complaints(tables: Tables, ax: Axes) -> Axes:
    tickets = tables["complaints.csv"]
    by_channel = tickets.groupby("channel")["settlement_cny"].agg(["size", "sum"]).sort_values("size")
    place = np.arange(len(by_channel))
    shares = by_channel / by_channel.sum() * 100
    ax.barh(place + 0.2, shares["size"], 0.4, color=PALE, label="of tickets")
    ax.barh(place - 0.2, shares["sum"], 0.4, color=ACCENT, label="of the money")
    ax.set(yticks=place, yticklabels=by_channel.index, xlabel="%")
    ax.legend(frameon=False)
    ax.set_title("The loudest channel is not the costliest")
    return ax


def production_events(tables: Tables, ax: Axes) -> Axes:
    events = tables["production_events.csv"].query("order_no != 'TEST'")
    started, ended = (pd.to_datetime(events[column]) for column in ("started", "ended"))
    wait = (started - ended.groupby([events["order_no"], events["line"]]).shift()).dt.total_seconds() / 86400
    for step, colour in (("gluing", PALE), ("stitching", INK), ("edge painting", ACCENT)):
        rows = (events["step"] == step) & (wait >= 0)
        week = wait[rows].groupby(started[rows].dt.to_period("W").dt.start_time).mean()
        ax.plot(week.index, week, color=colour, label=step)
    ax.legend(frameon=False, loc="upper right")
    ax.set(ylabel="mean wait before the step, days", ylim=(0, None))
    ax.set_title("Some weeks, one queue holds all work")
    return ax


def inspections(tables: Tables, ax: Axes) -> Axes:
    pieces = tables["inspections.csv"]
    lots = pieces["result"].eq("defect").groupby(pieces["leather_lot"]).agg(["mean", "size"])
    mean, sizes = pieces["result"].eq("defect").mean(), np.arange(1, lots["size"].max() + 1)
    ax.plot(lots["size"], lots["mean"] * 100, ".", color=INK, markersize=4)
    ax.axhline(mean * 100, color=ACCENT)
    ax.plot(sizes, (mean + 2 * np.sqrt(mean * (1 - mean) / sizes)) * 100, "--", color=ACCENT)
    ax.set(xscale="log", xlabel="inspected pieces of the lot", ylabel="defective, %")
    ax.set_title("Small lots show any rate you like")
    return ax


def suppliers(tables: Tables, ax: Axes) -> Axes:
    firms = tables["suppliers.csv"]
    for group, mark in (("leather", "o"), ("hardware", "s")):
        rows = firms[firms["supplies"] == group]
        ax.plot(rows["distance_km"], rows["quoted_lead_time_days"], mark, color=ACCENT, label=group)
    rest = firms[~firms["supplies"].isin(["leather", "hardware"])]
    ax.plot(rest["distance_km"], rest["quoted_lead_time_days"], ".", color=PALE, markersize=9, label="other")
    ax.legend(frameon=False)
    ax.set(xscale="log", xlabel="distance, km", ylabel="quoted lead time, days")
    ax.set_title("Who is far away asks for more time")
    return ax


def materials(tables: Tables, ax: Axes) -> Axes:
    prices, moves = tables["materials.csv"].set_index("material_id")["price_cny"], tables["stock_moves.csv"]
    value = (moves.groupby("material_id")["balance_recorded"].last() * prices).sort_values(ascending=False) / 1000
    last = pd.to_datetime(moves[moves["kind"] == "issue"].groupby("material_id")["date"].max()).reindex(value.index)
    still = ~(last > last.max() - pd.Timedelta(days=180))
    ax.bar(range(len(value)), value, color=np.where(still, ACCENT, PALE))
    ax.set(xlabel="materials (red: not touched for half a year)", ylabel="stock, thousand CNY", xticks=[])
    ax.set_title("Some of the money lies still")
    return ax


def deliveries(tables: Tables, ax: Axes) -> Axes:
    arrived = tables["deliveries.csv"].merge(tables["suppliers.csv"], on="supplier_id")
    arrived = arrived[arrived["supplies"] == "leather"].dropna(subset=["received", "promised"])
    late = (pd.to_datetime(arrived["received"]) - pd.to_datetime(arrived["promised"])).dt.days
    sizes = arrived["supplier_id"].value_counts()
    kept = sorted(sizes.index[sizes >= 20])
    parts = [late[arrived["supplier_id"] == supplier] for supplier in kept]
    ax.boxplot(parts, whis=(5, 95), showfliers=True, flierprops={"marker": ".", "markeredgecolor": ACCENT})
    ax.set(xticks=range(1, len(kept) + 1), xticklabels=kept, ylabel="days after the promised day")
    ax.set_title("The middle says nothing about the tail")
    return ax


def stock_moves(tables: Tables, ax: Axes) -> Axes:
    moves = tables["stock_moves.csv"]
    leather = moves[moves["unit"] == "dm2"]
    one = leather[leather["material_id"] == leather["material_id"].value_counts().index[0]]
    counts = one[one["kind"] == "count"]
    ax.step(pd.to_datetime(one["date"]), one["balance_recorded"] / 1000, where="post", color=PALE, label="record")
    ax.plot(pd.to_datetime(counts["date"]), counts["quantity"] / 1000, "o", color=ACCENT, label="counted")
    ax.legend(frameon=False)
    ax.set(ylabel=f"{one['material_id'].iloc[0]}, thousand dm2")
    ax.set_title("Counts find less than the record shows")
    return ax


CHARTS = {
    "complaints.csv": complaints,
    "production_events.csv": production_events,
    "inspections.csv": inspections,
    "suppliers.csv": suppliers,
    "materials.csv": materials,
    "deliveries.csv": deliveries,
    "stock_moves.csv": stock_moves,
}
