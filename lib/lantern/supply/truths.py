"""What is planted in suppliers, materials and deliveries, as tables for tests and trainers."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.sample_file import Truth
from lantern.supply.flow import flow_of
from lantern.supply.material_list import usage_per_piece
from lantern.supply.sources import DECLINING, FAT_TAIL, decline_day
from lantern.trade import calendar

__all__ = ["make_truths"]

Table = Callable[[Company], pd.DataFrame]
FEW = 20


def make_truths(deliveries: Table, materials: Table, weak_lots: Table) -> tuple[Truth, ...]:
    """Record what is planted.

    Parameters
    ----------
    deliveries, materials, weak_lots : callable
        The tables of `lantern.supply.file`.

    Returns
    -------
    tuple of Truth
        One per thing planted.
    """
    return (
        Truth(
            "fat_tail_supplier",
            ("deliveries.csv", "suppliers.csv"),
            "{supplier}: the best tannery by mean lead time ({mean_lead} days) and on-time share ({on_time} %); "
            "one delivery in 15 comes a month or two late (99th percentile {p99} days late, the worst of all)",
            "about {extra_cny} CNY more paid at the market in three years, and weeks in which the bench waits",
            lambda company: _fat_tail(company, deliveries(company), materials(company)),
            _fat_tail_numbers,
        ),
        Truth(
            "declining_supplier",
            ("deliveries.csv",),
            "supplier {supplier} sends back {before} % before {day} and {after} % at the end; its mean of three years "
            "looks like that of others",
            "faulty fittings in finished bags, found by the customer",
            lambda company: _declining(company, deliveries(company)),
            lambda table: {
                "supplier": table["supplier_id"].item(),
                "day": table["decline_from"].item().strftime("%Y-%m-%d"),
                "before": round(100 * table["share_before"].item(), 1),
                "after": round(100 * table["share_after"].item(), 1),
            },
        ),
        Truth(
            "weak_lots",
            ("deliveries.csv", "inspections.csv"),
            "{count} lots in a row of leather {material} (supplier {supplier}), in use from {first} to {last}, do not "
            "hold the edge paint; nothing shows at the gate",
            "the tannery is never told, and the next weak lot is cut as well",
            weak_lots,
            lambda table: {
                "count": len(table),
                "material": table["material_id"].iloc[0],
                "supplier": table["supplier_id"].iloc[0],
                "first": table["in_use_from"].min().strftime("%Y-%m-%d"),
                "last": table["in_use_to"].max().strftime("%Y-%m-%d"),
            },
        ),
        Truth(
            "single_source",
            ("materials.csv", "suppliers.csv", "deliveries.csv"),
            "{material} comes from one supplier alone ({supplier}, far away); it is {spend} % of what is spent on "
            "materials, and {revenue} % of revenue needs it",
            "about {weekly_cny} CNY of revenue per week are lost when it does not come; "
            "a ranking by money spent never shows it",
            lambda company: _single_source(company, deliveries(company)),
            _single_source_numbers,
        ),
    )


def _fat_tail(company: Company, deliveries: pd.DataFrame, materials: pd.DataFrame) -> pd.DataFrame:
    """Score every supplier that delivers often, and count what its absences cost at the market."""
    came = deliveries[deliveries["received"].notna() & (deliveries["received"] >= calendar.START)]
    own = came[~came["true_urgent"]]
    own = own.assign(
        lead=(own["received"] - own["ordered"]).dt.days, late=(own["received"] - own["promised"]).dt.days
    ).dropna(subset=["late"])
    groups = own.groupby("supplier_id")
    table = groups.agg(
        deliveries=("lead", "size"), mean_lead_days=("lead", "mean"), median_lead_days=("lead", "median")
    )
    table["on_time_share"] = groups["late"].agg(lambda late: (late <= 0).mean())
    table["p95_days_late"] = groups["late"].quantile(0.95)
    table["p99_days_late"] = groups["late"].quantile(0.99)
    urgent = _urgent(came, materials)
    by_usual = urgent.groupby("usual_supplier_id")
    table["market_purchases"] = by_usual.size().reindex(table.index, fill_value=0)
    table["extra_cny"] = by_usual["extra_cny"].sum().reindex(table.index, fill_value=0.0).round(0)
    supplies = flow_of(company).suppliers.set_index("supplier_id")
    table.insert(0, "supplies", supplies["supplies"].reindex(table.index))
    table["true_fat_tail"] = table.index == flow_of(company).suppliers.loc[FAT_TAIL, "supplier_id"]
    return table[table["deliveries"] >= FEW].reset_index()


def _urgent(came: pd.DataFrame, materials: pd.DataFrame) -> pd.DataFrame:
    """Return the purchases at the market, with the usual supplier and what was paid above the standard price."""
    urgent = came[came["true_urgent"]].merge(materials[["material_id", "price_cny", "supplier_id"]], on="material_id",
                                             suffixes=("", "_usual"))  # fmt: skip
    extra = (urgent["unit_price_cny"] - urgent["price_cny"]) * urgent["quantity_received"]
    return urgent.assign(extra_cny=extra, usual_supplier_id=urgent["supplier_id_usual"])


def _fat_tail_numbers(table: pd.DataFrame) -> dict:
    row = table[table["true_fat_tail"]].iloc[0]
    return {
        "supplier": row["supplier_id"],
        "mean_lead": round(row["mean_lead_days"], 1),
        "on_time": round(100 * row["on_time_share"]),
        "p99": round(row["p99_days_late"]),
        "extra_cny": f"{row['extra_cny']:,.0f}",
    }


def _declining(company: Company, deliveries: pd.DataFrame) -> pd.DataFrame:
    supplier = flow_of(company).suppliers.loc[DECLINING, "supplier_id"]
    own = deliveries[(deliveries["supplier_id"] == supplier) & deliveries["rejected_quantity"].notna()]
    share = own["rejected_quantity"] / own["quantity_received"]
    since = calendar.START + pd.Timedelta(days=decline_day(company.chance("deliveries"))[0])
    before, after = own["received"] < since, own["received"] > since + pd.Timedelta(days=75)
    return pd.DataFrame(
        {
            "supplier_id": [supplier],
            "decline_from": [since],
            "share_before": [share[before].mean()],
            "share_after": [share[after].mean()],
        }
    )


def _single_source(company: Company, deliveries: pd.DataFrame) -> pd.DataFrame:
    """Return the materials without a second source, with what they cost and which revenue needs them."""
    flow, orders = flow_of(company), company.orders[~company.orders["cancelled"]]
    revenue = orders.groupby("sku")["amount_cny"].sum().reindex(company.products["sku"], fill_value=0).to_numpy()
    needs = usage_per_piece(company.products, flow.materials) > 0
    spent = (deliveries["unit_price_cny"] * deliveries["quantity_received"]).groupby(deliveries["material_id"]).sum()
    table = pd.DataFrame(
        {
            "material_id": flow.materials["material_id"],
            "name": flow.materials["name"],
            "supplier_id": flow.materials["main"].map(flow.suppliers["supplier_id"]),
            "spend_share": flow.materials["material_id"].map(spent) / spent.sum(),
            "revenue_share": needs @ revenue / revenue.sum(),
        }
    )
    table["revenue_cny_a_week"] = (table["revenue_share"] * revenue.sum() / len(calendar.DAYS) * 7).round(0)
    alone = table[(flow.materials["second"] == "").to_numpy() & (table["revenue_share"] > 0)]
    return alone.sort_values("revenue_share", ascending=False, ignore_index=True)


def _single_source_numbers(table: pd.DataFrame) -> dict:
    row = table.iloc[0]
    return {
        "material": row["name"],
        "supplier": row["supplier_id"],
        "spend": round(100 * row["spend_share"], 1),
        "revenue": int(np.round(100 * row["revenue_share"])),
        "weekly_cny": f"{row['revenue_cny_a_week']:,.0f}",
    }
