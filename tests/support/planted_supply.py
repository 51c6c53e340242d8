"""What is planted in the supply files can be found from the files alone, by methods that an analyst would use."""

import numpy as np
import pandas as pd

ENOUGH_DELIVERIES = 20


def _deliveries(tables):
    """Ordinary deliveries that have come, with days of lead and of delay; purchases at the market are left out."""
    deliveries = tables["deliveries.csv"].merge(tables["suppliers.csv"], on="supplier_id")
    for column in ("ordered", "promised", "received"):
        deliveries[column] = pd.to_datetime(deliveries[column])
    deliveries = deliveries[deliveries["received"].notna() & (deliveries["received"] >= "2023-01-01")]
    deliveries["lead"] = (deliveries["received"] - deliveries["ordered"]).dt.days
    deliveries["late"] = (deliveries["received"] - deliveries["promised"]).dt.days
    return deliveries[deliveries["min_order_cny"] > 0]


def _scores(tables):
    dated = _deliveries(tables).dropna(subset=["late"])
    groups = dated.groupby("supplier_id")
    scores = pd.DataFrame({"mean_lead": groups["lead"].mean(), "median_lead": groups["lead"].median()})
    scores["on_time"] = groups["late"].agg(lambda late: (late <= 0).mean())
    scores["p95"], scores["p99"] = groups["late"].quantile(0.95), groups["late"].quantile(0.99)
    scores["supplies"] = groups["supplies"].first()
    return scores[groups.size() >= ENOUGH_DELIVERIES]


def fat_tail_supplier(tables):
    """The tannery that a score by means puts first or second has by far the worst 99th percentile of all suppliers."""
    scores = _scores(tables)
    worst, second = scores["p99"].sort_values(ascending=False).iloc[:2]
    suspect = scores["p99"].idxmax()
    tanneries = scores[scores["supplies"] == "leather"]
    if suspect not in tanneries.index or worst < 30 or worst < 1.2 * second:
        return False
    ranks = [tanneries["mean_lead"].rank()[suspect], tanneries["on_time"].rank(ascending=False)[suspect]]
    return max(ranks) <= 2


def declining_supplier(tables):
    """The rejected share of one supplier is several times higher in the last year than in the first (Welch's test)."""
    looked = _deliveries(tables).dropna(subset=["rejected_quantity"])
    share = looked["rejected_quantity"] / looked["quantity_received"]
    found = []
    for _, part in share.groupby(looked["supplier_id"]):
        when = looked.loc[part.index, "received"]
        first, last = part[when < "2024-01-01"], part[when >= "2025-01-01"]
        if min(len(first), len(last)) < 8:
            continue
        error = np.sqrt(first.var() / len(first) + last.var() / len(last))
        found.append((last.mean() - first.mean()) / error > 3 and last.mean() > first.mean() + 0.03)
    return sum(found) == 1


def single_source(tables):
    """A material with one far supplier, cheap in total, goes into a sixth of the revenue or more."""
    materials = tables["materials.csv"].merge(tables["suppliers.csv"][["supplier_id", "distance_km"]], on="supplier_id")
    deliveries = tables["deliveries.csv"]
    spent = (deliveries["unit_price_cny"] * deliveries["quantity_received"]).groupby(deliveries["material_id"]).sum()
    materials["spend_share"] = materials["material_id"].map(spent / spent.sum())
    materials["revenue_share"] = _revenue_shares(tables, materials)
    alone = materials[materials["second_supplier_id"].isna()].sort_values("revenue_share")
    top = alone.iloc[-1]
    return bool(top["revenue_share"] > 1 / 6 and top["spend_share"] < 0.05 and top["distance_km"] > 2000)


def _revenue_shares(tables, materials):
    products = tables["products.csv"]
    style, colour = products["description"].str.split(", ", n=1).str[0], products["description"].str.split(", ").str[-1]
    orders = tables["orders_2023.csv"].drop_duplicates()
    revenue = products["sku"].map(orders.groupby("SKU")["AMOUNT"].sum()).fillna(0)
    traits = {"used_for_family": products["family"], "used_for_style": style, "used_for_colour": colour}
    shares = []
    for _, material in materials.iterrows():
        takes = pd.Series(True, index=products.index)
        for column, values in traits.items():
            if isinstance(material[column], str):
                takes &= values.isin(material[column].split(";"))
        shares.append(revenue[takes].sum() / revenue.sum())
    return shares


def weak_lots(tables):
    """Some lots in a row of one leather peel far more often than all others, with one of the two kinds of paint.

    A scan: for every leather and paint, every run of two to eight lots of one supplier, in order of use.
    """
    delivered = tables["deliveries.csv"].dropna(subset=["lot"])[["lot", "material_id", "supplier_id"]]
    pieces = tables["inspections.csv"].dropna(subset=["leather_lot", "edge_paint"])
    pieces = pieces.assign(peels=pieces["defect"].fillna("").str.contains("peel"))
    pieces = pieces.merge(delivered, left_on="leather_lot", right_on="lot").sort_values("date")
    base, strongest = pieces["peels"].mean(), 0.0
    for _, part in pieces.groupby(["material_id", "supplier_id", "edge_paint"]):
        lots = part.groupby("leather_lot", sort=False)["peels"].agg(["sum", "size"])
        for width in range(2, 9):
            runs = lots.rolling(width).sum().dropna()
            z = (runs["sum"] - base * runs["size"]) / np.sqrt(base * (1 - base) * runs["size"])
            strongest = max(strongest, z[runs["sum"] >= 5].max() if (runs["sum"] >= 5).any() else 0.0)
    return bool(strongest > 8)


def stock_drift(tables):
    """Counts find less than the record, most in leather and thread, and most where one person keys most issues."""
    moves, materials = tables["stock_moves.csv"], tables["materials.csv"].set_index("material_id")
    issues = moves[moves["kind"] == "issue"]
    found = moves[moves["kind"] == "adjustment"]
    often = issues.groupby("material_id").size()
    often = often.index[often >= 60]
    drift = (-found.groupby("material_id")["quantity"].sum() / -issues.groupby("material_id")["quantity"].sum()).loc[
        often
    ]
    drift = drift.fillna(0.0)
    soft = materials.loc[often, "group"].isin(["leather", "thread"]).to_numpy()
    keyed = pd.crosstab(issues["material_id"], issues["keyed_by"], normalize="index").loc[often]
    likeness = keyed.corrwith(drift)
    return bool(
        drift[soft].median() > 0.02
        and drift[soft].median() > 2 * drift[~soft].median()
        and (found["quantity"] < 0).mean() > 0.8
        and likeness.max() > 0.6
    )


def slow_movers(tables):
    """Materials that nobody has taken for half a year are few, and tie up a fifth or more of the stock's value."""
    moves, materials = tables["stock_moves.csv"], tables["materials.csv"].set_index("material_id")
    last = moves[moves["kind"] == "issue"].groupby("material_id")["date"].max().reindex(materials.index)
    value = moves.groupby("material_id")["balance_recorded"].last().reindex(materials.index) * materials["price_cny"]
    still = ~(last > "2025-07-04") & (value > 0)
    return bool(0.12 < still.mean() < 0.28 and 0.19 < value[still].sum() / value.sum() < 0.37)


def hidden_stock_outs(tables):
    """Purchases at the market come while the record still shows stock for a good part of a week."""
    moves, suppliers = tables["stock_moves.csv"], tables["suppliers.csv"]
    market = suppliers.loc[suppliers["min_order_cny"] == 0, "supplier_id"]
    lots = tables["deliveries.csv"].loc[tables["deliveries.csv"]["supplier_id"].isin(market), "lot"].dropna()
    bought = moves[(moves["kind"] == "receipt") & moves["lot"].isin(lots)]
    issues = moves[moves["kind"] == "issue"]
    a_week = -issues.groupby("material_id")["quantity"].sum() / (1096 / 7)
    before = bought["balance_recorded"] - bought["quantity"]
    return bool((before > 0.3 * bought["material_id"].map(a_week)).sum() >= 3)


DETECTORS = {
    "fat_tail_supplier": fat_tail_supplier,
    "declining_supplier": declining_supplier,
    "single_source": single_source,
    "weak_lots": weak_lots,
    "stock_drift": stock_drift,
    "slow_movers": slow_movers,
    "hidden_stock_outs": hidden_stock_outs,
}
