"""The detectors of orders, chat, lists and books say no where what they look for was taken out of the files."""

import numpy as np
import pandas as pd
import pytest

import lantern
from planted_orders import DETECTORS, month_first, same_day
from sample_tables import Tables


@pytest.fixture(scope="module")
def tables():
    return Tables(lantern.generate(variant=1))


def without_swapping(lines):
    day = lines["OrderDate"].str.split("/", expand=True)
    swapped = month_first(lines)
    return lines.assign(OrderDate=lines["OrderDate"].mask(swapped, day[1] + "/" + day[0] + "/" + day[2]))


def on_any_day(lines):
    days = pd.Series(np.random.default_rng(0).choice(pd.date_range("2025-01-01", "2025-12-31"), len(lines)))
    return lines.assign(OrderDate=days.dt.strftime("%d/%m/%Y").mask(month_first(lines), days.dt.strftime("%m/%d/%Y")))


def with_telephones_of_their_own(lists):
    new = {
        c: [None if pd.isna(v) else f"1380000{i:04d}" for i, v in enumerate(lists[c])]
        for c in ("Phone", "Mobile", "Tel.")
    }
    return lists.assign(**new)


def noted_on_any_day(days):
    return days.assign(out_of_stock=np.random.default_rng(0).permutation(days["out_of_stock"].to_numpy()))


TAKEN_OUT = [
    ("orders_2023.csv", "orders_2023.csv", lambda t: t.drop_duplicates()),
    ("orders_2023.csv", "orders_2023.csv", lambda t: t[t["QTY"] > 0]),
    ("orders_2024.xlsx", "orders_2024.xlsx", lambda t: t.assign(Quantity=t["Quantity"].str.replace("doz", "pcs"))),
    ("orders_2025.csv", "orders_2025.csv", lambda t: t.assign(UnitPrice=t["UnitPrice"].fillna(1))),
    ("orders_2025.csv", "orders_2025.csv", lambda t: t.assign(Pieces=t["Pieces"].replace(5000, 4998))),
    ("orders_2025.csv", "orders_2025.csv", lambda t: t.assign(Pieces=t["Pieces"].replace(5001, 501))),
    ("orders_2025.csv", "orders_2025.csv", lambda t: t.assign(Shipped=t["Shipped"].mask(same_day(t)))),
    ("orders_2025.csv", "orders_2025.csv", lambda t: t.assign(Shipped=t["Shipped"].mask(same_day(t, before=1)))),
    ("swapping_clerk", "orders_2025.csv", without_swapping),
    ("chat_messages", "chat_export.txt", lambda t: t[~t["line"].str.contains("cancel")]),
    (
        "chat_orders",
        "ledger.csv",
        lambda t: t.assign(pieces=t["pieces"].where(t["month"] < "2025-10", t["pieces"] * 4 // 5)),
    ),
    ("customers.xlsx", "customers.xlsx", with_telephones_of_their_own),
    ("duplicate_pairs", "marked_pairs.csv", lambda t: t[t["same"] == "yes"]),
    ("fixed_costs", "costs.csv", lambda t: t[~t["account"].str.contains("wages|rent")]),
    ("stock_outs", "calendar.csv", noted_on_any_day),
    ("demand_model", "orders_2025.csv", on_any_day),
]


@pytest.mark.parametrize(("name", "file", "take_out"), TAKEN_OUT)
def test_a_detector_says_no_where_it_was_taken_out(tables, name, file, take_out):
    class Forged:
        def __getitem__(self, asked):
            return take_out(tables[file]) if asked == file else tables[asked]

    assert DETECTORS[name](tables)
    assert not DETECTORS[name](Forged())
