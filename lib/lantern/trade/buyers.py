"""The customers of the sample company: what each kind does, and who they are."""

import numpy as np
import pandas as pd

from lantern.chances import chance_of
from lantern.words import names

__all__ = ["KINDS", "SALESPEOPLE", "customer_ids", "make_buyers", "make_customers"]

# What each kind of customer does: how many at scale 1, orders in three years, lines per order, pieces per line.
KINDS = pd.DataFrame(
    {
        "customers": [360, 34, 12, 5000],
        "mean_orders": [13.0, 12.0, 7.0, 1.43],
        "spread": [1.0, 0.8, 0.7, 0.0],
        "mean_lines": [2.2, 4.6, 3.2, 1.15],
        "median_lots": [1.4, 4.0, 4.0, 0.0],
        "sigma_lots": [0.45, 0.5, 0.5, 0.0],
        "price_factor": [1.0, 0.96, 1.05, 2.2],
        "currency": ["CNY", "AED", "USD", "CNY"],
        "desk": ["market stall", "export desk", "export desk", "online shop"],
    },
    index=["wholesale", "gulf", "europe", "retail"],
)
SALESPEOPLE = ["Chen", "Wu", "Zhou"]
NAMESAKE_SHARE = 0.05
SHARED_PHONE_SHARE = 0.05


def make_buyers(rng: np.random.Generator, scale: float) -> pd.DataFrame:
    """Draw a kind and an appetite for each customer, in few bytes: there may be millions.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    scale : float
        How many times the customers of scale 1.

    Returns
    -------
    pandas.DataFrame
        One row per customer: ``kind`` (position in KINDS) and ``appetite`` (mean 1).
    """
    counts = (KINDS["customers"] * scale).round().clip(lower=1).astype(int)
    kind = np.repeat(np.arange(len(KINDS), dtype=np.int8), counts)
    # A firm's appetite has a heavy tail: this makes the top fifth bring most of the revenue.
    spread = KINDS["spread"].to_numpy(dtype=np.float32)[kind]
    appetite = np.exp(spread * rng.standard_normal(len(kind), dtype=np.float32) - spread**2 / 2)
    return pd.DataFrame({"kind": kind, "appetite": appetite})


def make_customers(variant: int, buyers: pd.DataFrame) -> pd.DataFrame:
    """Make the table of customers: names, towns, telephones, and who sells to them.

    Parameters
    ----------
    variant : int
        Which company.
    buyers : pandas.DataFrame
        As `make_buyers` returns them.

    Returns
    -------
    pandas.DataFrame
        One row per customer: ``customer_id``, ``kind``, ``name``, ``name_local``, ``city``, ``country``, ``contact``,
        ``phone``, ``salesperson``, ``currency``.
    """
    rng = chance_of(variant, "customers")
    kind = KINDS.index.to_numpy(dtype=object)[buyers["kind"]]
    trade = kind != "retail"
    firms = names.business_names(rng, kind[trade])
    _plant_namesakes(rng, firms)
    firms["contact"] = names.person_names(rng, firms["country"])
    firms["phone"] = _share_some(rng, names.mobile_numbers(rng, firms["country"]))
    table = pd.DataFrame({"customer_id": customer_ids(np.arange(len(kind)), len(kind)), "kind": kind})
    for column, values in firms.items():
        table[column] = ""
        table.loc[trade, column] = values
    table.loc[~trade, "name"] = names.online_handles(rng, int((~trade).sum()))
    table.loc[~trade, "country"] = "CN"
    table["salesperson"] = np.where(trade, np.array(SALESPEOPLE)[rng.choice(3, len(kind), p=[0.45, 0.33, 0.22])], "")
    table["currency"] = KINDS["currency"].to_numpy(dtype=object)[buyers["kind"]]
    return table


def customer_ids(position: np.ndarray, count: int) -> pd.Series:
    """Return the customers' numbers, by position, in as many digits as the last needs."""
    return "C" + pd.Series(position + 1).astype(str).str.zfill(max(5, len(str(count))))


def _plant_namesakes(rng: np.random.Generator, firms: dict[str, np.ndarray]) -> None:
    """Give some firms the trading name of another in a different town: real namesakes, who must not be merged."""
    chinese = np.flatnonzero(firms["country"] == "CN")
    for mine in chinese[rng.random(len(chinese)) < NAMESAKE_SHARE]:
        other = chinese[rng.integers(len(chinese))]
        if firms["city"][mine] != firms["city"][other]:
            here, there = (firms["name_local"][i][:2] for i in (mine, other))
            firms["name"][mine] = firms["name"][other]
            firms["name_local"][mine] = firms["name_local"][other].replace(there, here, 1)


def _share_some(rng: np.random.Generator, phones: np.ndarray) -> np.ndarray:
    """Let some owners run two firms on one telephone."""
    shared = np.flatnonzero(rng.random(len(phones)) < SHARED_PHONE_SHARE)
    phones[shared] = phones[np.maximum(shared - 1, 0)]
    return phones
