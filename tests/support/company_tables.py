"""Orders of a made-up company, clean and unclean, to try reports on."""

import random

import pandas as pd

__all__ = ["clean_orders", "unclean_orders"]

FIRMS = ["Bergmann Leder", "Casa Oliva", "Donghai Imports", "Eriksson Gifts", "Falcon Souvenirs", "Garonne Cuir"]


def clean_orders(rows: int = 120, seed: int = 1) -> pd.DataFrame:
    """A table in which nothing is wrong."""
    chance = random.Random(seed)
    return pd.DataFrame(
        {
            "Order no": [f"A-{1000 + n}" for n in range(rows)],
            "Order date": [f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}" for _ in range(rows)],
            "Customer": [chance.choice(FIRMS) for _ in range(rows)],
            "Pieces": [chance.randint(1, 60) for _ in range(rows)],
            "Amount": [round(chance.uniform(50, 900), 2) for _ in range(rows)],
            "Keyed by": [chance.choice(["Lin", "Yu"]) for _ in range(rows)],
        }
    )


def unclean_orders(rows: int = 120, seed: int = 1) -> pd.DataFrame:
    """A table with one of everything wrong, each in rows of its own."""
    table = clean_orders(rows, seed).astype({"Amount": object})
    table.loc[3, "Order date"] = "03/04/2025"
    table.loc[4, "Order date"] = "31/02/2025"
    table.loc[5, "Amount"] = "about 300"
    table.loc[6, "Customer"] = None
    table.loc[7, "Customer"] = "n/a"
    table.loc[8, "Customer"] = "BERGMANN LEDER GmbH"
    table.loc[9, "Order no"] = table.loc[10, "Order no"]
    return pd.concat([table, table.iloc[[20]]], ignore_index=True)
