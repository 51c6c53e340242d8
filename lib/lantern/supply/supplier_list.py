"""The suppliers of the sample company: who delivers what, from where, and how well each really keeps its word."""

import numpy as np
import pandas as pd

from lantern.words import names

__all__ = ["INSPECTORS", "make_suppliers"]

INSPECTORS = ["Gu", "Ying", "Xu"]
# How a supplier behaves: the ratio of true to quoted lead time (median, spread of its logarithm), the share of goods
# rejected at the gate, its price against the usual one. `role` names a supplier inside the generator only.
ROLES = """
role          |town       |region   |country|km  |supplies |payment|quoted|ratio|spread|rejected|price
swift tannery |Haining    |Zhejiang |China  |175 |leather  |30     |11    |0.86 |0.07  |0.011   |0.96
river tannery |Wenzhou    |Zhejiang |China  |260 |leather  |45     |16    |0.93 |0.15  |0.014   |1.00
north tannery |Xinji      |Hebei    |China  |1180|leather  |30     |21    |0.94 |0.18  |0.024   |0.98
south tannery |Jiangmen   |Guangdong|China  |1290|leather  |60     |18    |0.92 |0.17  |0.017   |1.05
far tannery   |Santa Croce|Tuscany  |Italy  |9500|leather  |0      |48    |1.00 |0.15  |0.008   |1.00
leather trader|Tongxiang  |Zhejiang |China  |160 |leather  |0      |3     |0.60 |0.20  |0.030   |1.00
buckle maker  |Wenzhou    |Zhejiang |China  |265 |hardware |30     |14    |0.93 |0.17  |0.034   |0.97
plating works |Dongguan   |Guangdong|China  |1240|hardware |45     |18    |0.92 |0.15  |0.010   |1.00
zip maker     |Yongkang   |Zhejiang |China  |62  |hardware |30     |12    |0.93 |0.16  |0.013   |1.03
weaver        |Shaoxing   |Zhejiang |China  |115 |lining   |30     |10    |0.93 |0.20  |0.018   |1.00
silk mill     |Wujiang    |Jiangsu  |China  |245 |lining   |60     |14    |0.94 |0.16  |0.012   |1.04
spinner       |Ningbo     |Zhejiang |China  |185 |thread   |30     |9     |0.92 |0.18  |0.009   |1.00
thread house  |Dongguan   |Guangdong|China  |1245|thread   |30     |15    |0.94 |0.18  |0.011   |0.97
colour house  |Vicenza    |Veneto   |Italy  |9300|chemicals|0      |42    |0.98 |0.14  |0.005   |1.00
paint works   |Guangzhou  |Guangdong|China  |1220|chemicals|30     |16    |0.93 |0.17  |0.015   |1.00
chemist       |Shanghai   |Shanghai |China  |300 |chemicals|30     |12    |0.95 |0.15  |0.012   |1.08
box maker     |Yiwu       |Zhejiang |China  |14  |boxes    |30     |8     |0.92 |0.22  |0.020   |1.00
carton works  |Jinhua     |Zhejiang |China  |58  |boxes    |45     |11    |0.94 |0.18  |0.013   |0.96
market trader |Yiwu       |Zhejiang |China  |9   |hardware |0      |3     |0.55 |0.20  |0.025   |1.00
"""
TRADE_WORDS = {
    "leather": ["Tannery", "Leather Works", "Hides"],
    "hardware": ["Hardware", "Metal Fittings", "Metalware"],
    "lining": ["Textile", "Weaving"],
    "thread": ["Threads", "Yarn"],
    "chemicals": ["Fine Chemicals", "Coatings"],
    "boxes": ["Packaging", "Paper Products"],
}
ITALIAN = {"leather": "Conceria Valdoro", "chemicals": "Tinte Montebruno"}
TRADERS = {"leather": "Leather Market Stall", "hardware": "Market Supplies"}
CERTIFICATES = ["ISO 9001", "ISO 9001", "ISO 9001, ISO 14001", "OEKO-TEX 100", ""]
MIN_ORDERS_CNY = {"leather": 4000, "hardware": 1200, "lining": 800, "thread": 500, "chemicals": 900, "boxes": 600}


def make_suppliers(rng: np.random.Generator) -> pd.DataFrame:
    """Make the suppliers in random order.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``role``: the columns of the file, and ``ratio``, ``spread``, ``rejected`` and ``price`` (how it
        really delivers).
    """
    rows = [[cell.strip() for cell in line.split("|")] for line in ROLES.strip().splitlines()]
    table = pd.DataFrame(rows[1:], columns=rows[0]).iloc[rng.permutation(len(rows) - 1)].reset_index(drop=True)
    for column in ("km", "payment", "quoted", "ratio", "spread", "rejected", "price"):
        table[column] = pd.to_numeric(table[column])
    trader = table["role"].str.endswith("trader")
    table["supplier_id"] = [f"S{number:02d}" for number in range(1, len(table) + 1)]
    table["name"] = _names(rng, table)
    table["distance_km"] = (table["km"] * rng.uniform(0.97, 1.03, len(table))).round().astype("int64")
    table["since"] = np.where(trader, 2016, rng.integers(2011, 2022, len(table)))
    table["certificate"] = np.array(CERTIFICATES, dtype=object)[rng.integers(len(CERTIFICATES), size=len(table))]
    table.loc[trader, "certificate"] = ""
    table["min_order_cny"] = np.where(trader, 0, table["supplies"].map(MIN_ORDERS_CNY))
    table["price_level"] = [
        _price_level(role, price) for role, price in zip(table["role"], table["price"], strict=True)
    ]
    return table.rename(columns={"payment": "payment_days", "quoted": "quoted_lead_time_days"}).set_index("role")


def _names(rng: np.random.Generator, table: pd.DataFrame) -> list[str]:
    """Draw a trading name for each, no two alike."""
    pairs = rng.permutation(len(names.SYLLABLES) ** 2)[: len(table)]
    drawn = []
    rows = zip(table["role"], table["supplies"], table["country"], pairs, strict=True)
    for role, supplies, country, pair in rows:
        first, second = (names.SYLLABLES[i][0] for i in divmod(int(pair), len(names.SYLLABLES)))
        words = TRADE_WORDS[supplies]
        trade = TRADERS[supplies] if role.endswith("trader") else words[rng.integers(len(words))]
        drawn.append(ITALIAN[supplies] if country == "Italy" else f"{(first + second).capitalize()} {trade}")
    return drawn


def _price_level(role: str, price: float) -> str:
    if role.endswith("trader"):
        return "market price of the day, cash; much dearer than an order placed in time"
    if price < 0.98:
        return "below the others"
    return "above the others" if price > 1.02 else "usual"
