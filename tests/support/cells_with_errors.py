"""Tables of several makes without a wrong cell, and ways to plant some: what a scorecard without rules is tried on.

The clean ones hold what is easily taken for an error: two firms of one name, a county with a second town, habits that
nine in ten keep to, a column written together from two others, rare kinds, amounts with a long tail.
"""

import re

import numpy as np
import pandas as pd

__all__ = ["KINDS", "MAKES", "plant"]

_PARTS = re.findall("...", "bardenfelgorhuskallimmornasporrudseltamvikwenzor")


def _names(chance, number):
    made = chance.permutation([f"{a}{b}{c}".title() for a in _PARTS for b in _PARTS for c in _PARTS])
    return made[:number].astype(object)


def staff(chance, rows=900):
    """People of a firm: the department says cost centre and head, most work early, a few are on another shift."""
    heads, centres = _names(chance, 9), chance.permutation(np.arange(4100, 4190, 10))[:9]
    department = chance.choice(9, rows, p=np.array([9, 8, 7, 6, 5, 4, 3, 2, 1]) / 45)
    usual = chance.choice(["early", "late", "office"], 9)
    shift = np.where(chance.random(rows) < 0.9, usual[department], chance.choice(["early", "late", "night"], rows))
    return pd.DataFrame(
        {
            "number": [f"P{number:05d}" for number in chance.choice(90_000, rows, replace=False)],
            "surname": chance.choice(_names(chance, 400), rows),
            "department": np.array(
                ["Sales", "Stores", "Dyeing", "Weaving", "Finishing", "Office", "Repair", "Transport", "Design"],
                dtype=object,
            )[department],
            "centre": centres[department].astype(str),
            "head": heads[department],
            "shift": shift,
            "grade": chance.choice(["a", "b", "c", "d"], rows, p=[0.6, 0.3, 0.08, 0.02]),
            "since": (pd.Timestamp("2005-01-01") + pd.to_timedelta(chance.integers(0, 7000, rows), unit="D")).strftime(
                "%Y-%m-%d"
            ),
            "salary": chance.lognormal(8, 0.5, rows).round(2).astype(str),
        }
    )


def stock(chance, rows=1_500):
    """Counts of stock: an item has a name, a family and a supplier; two suppliers share a name, in two towns."""
    firms, towns = _names(chance, 40), _names(chance, 25)
    firms[1] = firms[0]
    town_of, firm_of = chance.integers(0, 25, 40), chance.integers(0, 40, 160)
    town_of[:2] = [3, 4]
    names, family = _names(chance, 160), chance.integers(0, 5, 160)
    item = chance.integers(0, 160, rows)
    firm = firm_of[item]
    return pd.DataFrame(
        {
            "count": [f"{number:06d}" for number in range(rows)],
            "item": [f"{'BTWGS'[family[i]]}-{100 + i}" for i in item],
            "name": [f"{names[i]} {chance.choice(['red', 'blue', 'green', 'black'])}" for i in item],
            "family": np.array(["bags", "belts", "wallets", "gloves", "straps"], dtype=object)[family[item]],
            "supplier_no": (7000 + 3 * firm).astype(str),
            "supplier": firms[firm],
            "town": towns[town_of[firm]],
            "bin": [f"{a}{b:02d}/{c}" for a, b, c in zip(*(chance.integers(1, 9, (3, rows))), strict=True)],
            "pieces": chance.poisson(30, rows).astype(str),
            "value": (chance.pareto(1.8, rows) * 100).round(2),
        }
    )


def stays(chance, rows=1_200):
    """Nights of guests: a house lies in a district of a province, a key is written together from province and room."""
    houses, districts, provinces = _names(chance, 60), _names(chance, 20), ["no", "so", "ea", "we"]
    district_of = chance.integers(0, 20, 60)
    province_of = chance.choice(4, 20, p=[0.85, 0.05, 0.05, 0.05])
    house = chance.integers(0, 60, rows)
    district = district_of[house]
    room = chance.choice(["single", "double", "suite", "family room"], rows, p=[0.4, 0.5, 0.07, 0.03])
    town = districts[district].copy()
    town[house == 7] = "Kaltwen"  # one house of a district lies in a town of its own
    phones = [f"0{5000 + d} {n}" for d, n in zip(district_of, chance.integers(10**5, 10**6, 60), strict=True)]
    return pd.DataFrame(
        {
            "booking": [f"{a:03d}-{b:04d}" for a, b in zip(*(chance.integers(0, 1000, (2, rows))), strict=True)],
            "house": houses[house],
            "phone": np.array(phones, dtype=object)[house],
            "town": town,
            "district": districts[district],
            "province": np.array(provinces, dtype=object)[province_of[district]],
            "room": room,
            "key": [f"{provinces[p]}_{r}" for p, r in zip(province_of[district], room, strict=True)],
            "nights": [f"{n} nights" if n > 1 else "1 night" for n in chance.geometric(0.4, rows)],
            "source": np.where(chance.random(rows) < 0.93, "web", chance.choice(["desk", "phone", "agent"], rows)),
            "paid": pd.Series(chance.choice(["yes", "no"], rows, p=[0.95, 0.05])),
        }
    )


def _slip(text, chance):
    place = int(chance.integers(0, len(text)))
    return text[:place] + "xq"[text[place] == "x"] + text[place + 1 :]


def _twist(text, chance):
    places = [p for p in range(len(text) - 1) if text[p] != text[p + 1]]
    place = int(chance.choice(places)) if places else 0
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :] if places else text + "x"


KINDS = {
    "slip": _slip,
    "twist": _twist,
    "too large": lambda text, chance: f"{float(text) * 1e6:.2f}",
    "in words": lambda text, chance: "many",
}
# Which column takes which error, for each make.
MAKES = {
    "staff": (
        staff,
        {
            "department": "slip",
            "centre": "other",
            "head": "twist",
            "salary": "in words",
            "shift": "slip",
        },
    ),
    "stock": (
        stock,
        {"item": "slip", "family": "twist", "supplier": "slip", "town": "other", "pieces": "too large", "bin": "slip"},
    ),
    "stays": (
        stays,
        {"house": "twist", "phone": "slip", "town": "slip", "room": "twist", "nights": "slip", "source": "slip"},
    ),
}


def plant(clean, columns, share, chance):
    """Return the table with errors in this share of the cells of these columns, and where they are.

    With the same chance, a larger share holds the errors of a smaller one.
    """
    dirty, wrong = clean.copy(), np.zeros(clean.shape, dtype=bool)
    for column, kind in columns.items():
        own = np.random.default_rng(int(chance.integers(0, 2**31)))
        values = clean[column].astype(str).to_numpy(dtype=object).copy()
        order = own.permutation(len(values))
        for rank, row in enumerate(order):
            each = np.random.default_rng((rank, int(row)))
            if rank >= share * len(values):
                break
            if kind == "other":
                values[row] = each.choice([value for value in sorted(set(clean[column])) if value != values[row]])
            else:
                values[row] = KINDS[kind](values[row], each)
        place = clean.columns.get_loc(column)
        wrong[:, place] = values != clean[column].astype(str).to_numpy(dtype=object)
        dirty[column] = values
    return dirty, wrong
