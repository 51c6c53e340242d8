"""The store's movements as they were keyed, which slowly part from what truly lies there."""

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.sample_file import SampleFile, Truth, documented, write_plain
from lantern.supply import file as supply
from lantern.supply import lots
from lantern.supply.bin_card import KEYERS, LAST_DAY
from lantern.supply.flow import flow_of
from lantern.trade import calendar

__all__ = ["FILES", "TRUTHS", "stock_moves"]

DAYS_A_MONTH = 365.25 / 12
# A material is still when it has not been issued for this long.
STILL_DAYS = 180
# A record that still shows this part of a week's use says that there is enough to begin with.
A_LOT_OF_A_WEEK = 0.3


@remembered
def stock_moves(company: Company) -> pd.DataFrame:
    """Return the movements of all materials.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per movement, with ``true_quantity`` (what really moved) and ``true_balance`` (what really lies there
        after it).
    """
    flow = flow_of(company)
    moves = _by_lot(company)
    moves = moves.sort_values(["material", "day", "order"], kind="stable", ignore_index=True)
    counts = (moves["kind"] == "count").to_numpy()
    groups = moves["material"]
    balance = moves["quantity"].where(~counts, 0.0).groupby(groups).cumsum()
    true_balance = moves["true_quantity"].groupby(groups).cumsum()
    table = pd.DataFrame(
        {
            "date": calendar.START + pd.to_timedelta(moves["day"], unit="D"),
            "material_id": flow.materials["material_id"].to_numpy()[moves["material"]],
            "kind": moves["kind"],
            "quantity": moves["quantity"].round(2),
            "unit": flow.materials["unit"].to_numpy()[moves["material"]],
            "lot": moves["lot"],
            "keyed_by": np.array(KEYERS, dtype=object)[moves["keyer"]],
            "balance_recorded": balance.round(2) + 0.0,
            "true_quantity": moves["true_quantity"].round(2),
            "true_balance": true_balance.round(2) + 0.0,
        }
    )
    table = table.sort_values(["date", "material_id"], kind="stable", ignore_index=True)
    table.insert(0, "move_id", "M" + pd.Series(np.arange(1, len(table) + 1)).astype(str).str.zfill(5))
    return table


def _by_lot(company: Company) -> pd.DataFrame:
    """Add the lots to the receipts, and split the leather that leaves by the lots it is taken from."""
    flow = flow_of(company)
    lot = lots.deliveries_with_lots(company)["lot"].to_numpy(dtype=object)
    moves = flow.moves[flow.moves["day"] <= LAST_DAY]
    parts = lots.issues_by_lot(flow)
    parts = parts[parts["share"] > 1e-4]
    whole = moves[~moves.index.isin(parts["move"])]
    received = lot[whole["delivery"]]
    received[whole["delivery"] < 0] = None
    whole = whole.assign(lot=received, order=whole.index)
    split = moves.loc[parts["move"]].assign(lot=lot[parts["delivery"]], order=parts["move"].to_numpy())
    for column in ("quantity", "true_quantity"):
        split[column] = _shared(split[column].to_numpy(), parts["share"].to_numpy(), parts["move"].to_numpy())
    return pd.concat([whole, split])


def _shared(quantity: np.ndarray, share: np.ndarray, move: np.ndarray) -> np.ndarray:
    """Split whole square decimetres so that the parts of a move add up to it."""
    new = np.append(True, move[1:] != move[:-1])
    start = np.flatnonzero(new)[np.cumsum(new) - 1]
    run = np.cumsum(share)
    reached = np.round(quantity * (run - run[start] + share[start]))
    last = np.append(new[1:], True)
    reached[last] = quantity[last]
    return reached - np.where(new, 0.0, np.append(0.0, reached[:-1]))


def _drift(company: Company) -> pd.DataFrame:
    """Return how fast the record of each material drifts from the truth, in its unit and as a share of issues."""
    flow = flow_of(company)
    issues = flow.moves[(flow.moves["kind"] == "issue") & (flow.moves["day"] <= LAST_DAY)]
    issues = issues.assign(unkeyed=issues["quantity"] - issues["true_quantity"])
    groups = issues.groupby("material")
    months = len(calendar.DAYS) / DAYS_A_MONTH
    table = flow.materials[["material_id", "group", "unit"]].copy()
    rows = range(len(table))
    table["unkeyed_a_month"] = (groups["unkeyed"].sum().reindex(rows, fill_value=0.0) / months).round(2)
    issued = -groups["true_quantity"].sum().reindex(rows)
    table["unkeyed_share"] = groups["unkeyed"].sum().reindex(rows) / issued
    evening = issues["keyer"] == flow.evening
    table["evening_share"] = evening.groupby(issues["material"]).mean().reindex(rows)
    table["forgetful_keyer"] = KEYERS[flow.evening]
    table["unkeyed_cny"] = (table["unkeyed_a_month"] * months * flow.materials["price"]).round(0)
    return table.dropna(subset=["unkeyed_share"]).reset_index(drop=True)


def _drift_numbers(table: pd.DataFrame) -> dict:
    by_group = table.groupby("group")[["unkeyed_share"]].mean()["unkeyed_share"]
    return {
        "leather": round(100 * by_group["leather"], 1),
        "thread": round(100 * by_group["thread"], 1),
        "hardware": round(100 * by_group["hardware"], 1),
        "keyer": table["forgetful_keyer"].iloc[0],
        "cny": f"{table['unkeyed_cny'].sum():,.0f}",
    }


def _slow_movers(company: Company) -> pd.DataFrame:
    """Return the materials that nobody has taken for half a year, and the money tied up in them."""
    flow, moves = flow_of(company), stock_moves(company)
    last = moves[moves["kind"] == "issue"].groupby("material_id")["date"].max()
    table = flow.materials[["material_id", "name", "group"]].copy()
    table["last_issue"] = table["material_id"].map(last)
    table["stock"] = table["material_id"].map(moves.groupby("material_id")["true_balance"].last())
    table["value_cny"] = (table["stock"] * flow.materials["price"]).round(0)
    table["share_of_stock_value"] = table["value_cny"] / table["value_cny"].sum()
    still = ~(table["last_issue"] > calendar.END - pd.Timedelta(days=STILL_DAYS)) & (table["stock"] > 0)
    table["share_of_materials"] = still.mean()
    return table[still].sort_values("value_cny", ascending=False, ignore_index=True)


def _hidden_stock_outs(company: Company) -> pd.DataFrame:
    """Return the purchases at the market that were made because nothing was left, while the record said otherwise."""
    deliveries = supply.deliveries(company)
    urgent = deliveries[deliveries["true_urgent"] & deliveries["received"].notna()]
    moves = stock_moves(company)
    at = moves.index[moves["lot"].isin(urgent["lot"]) & (moves["kind"] == "receipt")]
    receipts = moves.loc[at]
    table = receipts[["material_id", "date", "lot"]].copy()
    table["recorded_before"] = receipts["balance_recorded"] - receipts["quantity"]
    table["true_before"] = receipts["true_balance"] - receipts["true_quantity"]
    flow = flow_of(company)
    issues = moves[moves["kind"] == "issue"]
    a_week = -issues.groupby("material_id")["true_quantity"].sum() / (len(calendar.DAYS) / 7)
    table["true_hidden"] = table["recorded_before"] > A_LOT_OF_A_WEEK * table["material_id"].map(a_week)
    usual = flow.materials.set_index("material_id")["main"].map(flow.suppliers["supplier_id"])
    table.insert(1, "usual_supplier_id", table["material_id"].map(usual))
    return table.reset_index(drop=True)


FILES = (
    SampleFile(
        "stock_moves.csv",
        "Movements in the store",
        "movement",
        "What is not keyed is not there: the balance is what the record says, and the counts do not agree with it.",
        documented("""
            move_id | string | Number of the movement, unique
            date | date | Day of the movement
            material_id | string | What
            kind | string | receipt, issue, return, scrap, count or adjustment
            quantity | number | What came in (positive) or left (negative), in the unit; for a count: what was counted
            unit | string | dm2, piece, m or kg
            lot | string | Lot, for receipts and for leather that leaves or comes back; empty: not kept
            keyed_by | string | Who keyed it
            balance_recorded | number | What should lie there after it, as the record says; a count does not change it
        """),
        write_plain(stock_moves),
        ("move_id",),
        {"material_id": ("materials.csv", "material_id"), "lot": ("deliveries.csv", "lot")},
    ),
)

TRUTHS = (
    Truth(
        "stock_drift",
        ("stock_moves.csv",),
        "{leather} % of the leather and {thread} % of the thread taken is never keyed (hardware: {hardware} %), most "
        "of it by {keyer}, who works in the evening; the record shows too much until the next count",
        "products look {cny} CNY cheaper to make in three years than they were; benches wait for what the record has",
        _drift,
        _drift_numbers,
    ),
    Truth(
        "slow_movers",
        ("stock_moves.csv", "materials.csv"),
        "{count} of the materials ({materials} %) have not been issued for half a year and tie up {share} % of the "
        "value of the stock",
        "{cny} CNY that could pay for leather; more every year that nobody looks",
        _slow_movers,
        lambda table: {
            "count": len(table),
            "materials": round(100 * table["share_of_materials"].iloc[0]),
            "share": round(100 * table["share_of_stock_value"].sum()),
            "cny": f"{table['value_cny'].sum():,.0f}",
        },
    ),
    Truth(
        "hidden_stock_outs",
        ("stock_moves.csv", "deliveries.csv"),
        "{hidden} of {all} times when the shelf was empty, the record still showed stock",
        "no order is placed in time; the market stall charges a quarter to two fifths more",
        _hidden_stock_outs,
        lambda table: {"hidden": int(table["true_hidden"].sum()), "all": len(table)},
    ),
)
