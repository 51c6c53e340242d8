"""The materials of the sample company, and how much of each a piece of every product takes."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lantern.trade.calendar import END, START

__all__ = ["DECIMALS", "UTILISATION", "Material", "each_material", "make_materials", "material_of", "usage_per_piece"]

# Digits after the point with which a quantity is kept.
DECIMALS = {"dm2": 0, "piece": 0, "m": 1, "kg": 2}
# The share of issued leather that ends up in the product.
UTILISATION = 0.68
# Net leather area of one piece, dm2.
AREAS_DM2 = {
    "city tote": 55.0, "crossbody": 21.0, "briefcase": 40.0, "backpack": 44.0, "weekender": 66.0, "bucket bag": 28.0,
    "laptop sleeve": 18.0, "saddle bag": 22.0, "card holder": 4.0, "bifold": 7.5, "long wallet": 11.0, "zip purse": 9.0,
    "passport cover": 6.5, "coin pouch": 4.0, "money clip": 3.5, "dress belt": 8.5, "jeans belt": 9.5,
    "plaited belt": 10.0, "reversible belt": 9.0, "key fob": 1.5, "luggage tag": 2.5,
}  # fmt: skip
USUAL_AREAS_DM2 = {"bag": 32.0, "wallet": 8.0, "belt": 9.0, "key fob": 1.5}
LEATHERS = {
    "bag": ("grained split leather 1.6 mm", 1.0),
    "wallet": ("smooth calf leather 1.0 mm", 1.15),
    "key fob": ("smooth calf leather 1.0 mm", 1.15),
    "belt": ("bridle leather 3.2 mm", 1.5),
}
# Of some leathers the company buys the natural colour and dyes the cut parts itself.
DYED_AT_THE_BENCH = {
    "belt": ("cognac", "navy", "sand", "olive", "burgundy"),
    "wallet": ("cognac", "sand", "olive"),
    "key fob": ("cognac", "sand", "olive"),
}
# Hardware of a piece: name, price, supplier, second source, the styles that take it. The first of a family is the
# default for its other styles.
HARDWARE = {
    "bag": [
        ("magnetic snap set, nickel", 2.4, "plating works", "buckle maker", ["city tote", "bucket bag"]),
        ("hook and D-ring set, light gold", 3.6, "plating works", "buckle maker", ["crossbody", "backpack"]),
        ("tuck lock, light gold", 5.2, "plating works", "buckle maker", ["briefcase", "saddle bag"]),
        ("heavy zip 60 cm", 4.1, "buckle maker", "zip maker", ["weekender", "laptop sleeve"]),
    ],
    "wallet": [
        ("logo plate, light gold", 0.7, "plating works", "buckle maker", ["bifold", "passport cover", "card holder"]),
        ("fine zip 18 cm", 1.3, "zip maker", "buckle maker", ["long wallet", "zip purse"]),
        ("snap button 12 mm", 0.35, "buckle maker", "plating works", ["coin pouch"]),
        ("spring clip, nickel", 1.1, "buckle maker", "", ["money clip"]),
    ],
    "belt": [
        ("pin buckle 35 mm, brushed", 4.4, "plating works", "buckle maker", ["dress belt", "plaited belt"]),
        ("roller buckle 40 mm", 4.8, "buckle maker", "", ["jeans belt"]),
        ("swivel buckle 35 mm, light gold", 6.5, "plating works", "", ["reversible belt"]),
    ],
    "key fob": [
        ("split ring 28 mm", 0.4, "buckle maker", "zip maker", ["key fob"]),
        ("strap buckle 12 mm", 0.8, "buckle maker", "zip maker", ["luggage tag"]),
    ],
}
# Name, group, unit, price, supplier, second source, families, colours, use a piece, use a dm2, shelf life in days.
OTHERS = [
    ("polyester lining, black", "lining", "m", 8.5, "weaver", "silk mill", "bag", "black;navy", 0, 0.011, 0),
    ("cotton lining, natural", "lining", "m", 11.0, "silk mill", "weaver", "bag;wallet", "cognac;sand;olive;burgundy",
     0, 0.011, 0),
    ("thread 0.6 mm, black", "thread", "kg", 72.0, "spinner", "thread house", "", "black", 0.0009, 0.0002, 0),
    ("thread 0.6 mm, brown", "thread", "kg", 76.0, "spinner", "thread house", "", "cognac;burgundy", 0.0009, 0.0002, 0),
    ("thread 0.6 mm, navy", "thread", "kg", 76.0, "thread house", "spinner", "", "navy", 0.0009, 0.0002, 0),
    ("thread 0.6 mm, natural", "thread", "kg", 70.0, "spinner", "thread house", "", "sand;olive", 0.0009, 0.0002, 0),
    ("thread 1.0 mm for belts, black", "thread", "kg", 68.0, "spinner", "thread house", "belt", "black", 0.0022, 0, 0),
    ("thread 1.0 mm for belts, natural", "thread", "kg", 66.0, "spinner", "thread house", "belt",
     "cognac;navy;sand;olive;burgundy", 0.0022, 0, 0),
    ("stiffener, non-woven", "lining", "m", 3.8, "weaver", "silk mill", "bag;wallet", "", 0, 0.006, 0),
    ("foam sheet 2 mm", "lining", "m", 5.6, "weaver", "silk mill", "bag", "", 0, 0.004, 0),
    ("edge paint, dark", "edge paint", "kg", 185.0, "colour house", "", "", "black;navy;burgundy", 0.0006, 0.00018,
     365),
    ("edge paint, brown", "edge paint", "kg", 98.0, "paint works", "chemist", "", "cognac", 0.0006, 0.00018, 365),
    ("edge paint, neutral", "edge paint", "kg", 92.0, "chemist", "paint works", "", "sand;olive", 0.0006, 0.00018, 365),
    ("carton and dust bag", "box", "piece", 3.4, "carton works", "box maker", "bag", "", 1, 0, 0),
    ("gift box, small", "box", "piece", 1.5, "box maker", "carton works", "wallet", "", 1, 0, 0),
    ("belt box", "box", "piece", 1.3, "box maker", "carton works", "belt", "", 1, 0, 0),
    ("tissue paper, sheet", "box", "piece", 0.12, "box maker", "carton works", "bag;wallet", "", 1, 0.02, 0),
    ("kraft envelope", "box", "piece", 0.25, "box maker", "carton works", "key fob", "", 1, 0, 0),
]  # fmt: skip
# What was bought for one style alone: name, group, unit, price, supplier, use a piece; by family.
STYLE_PARTS: dict[str, list[tuple[str, str, str, float, str, float]]] = {
    "bag": [
        ("jacquard lining", "lining", "m", 27.0, "silk mill", 0.4),
        ("antique brass turn lock", "hardware", "piece", 9.5, "plating works", 1),
        ("embossed trim leather", "leather", "dm2", 2.4, "far tannery", 4),
    ],
    "wallet": [
        ("printed gift box", "box", "piece", 5.8, "carton works", 1),
        ("silk lining", "lining", "m", 31.0, "silk mill", 0.06),
        ("embossed trim leather", "leather", "dm2", 2.4, "far tannery", 1.5),
    ],
    "belt": [
        ("engraved plate buckle", "hardware", "piece", 9.8, "plating works", 1),
        ("metal belt tip", "hardware", "piece", 2.9, "buckle maker", 1),
    ],
    "key fob": [("enamel badge", "hardware", "piece", 3.2, "buckle maker", 1)],
}
# What was bought for orders that never came.
NEVER_USED = [
    ("vegetable-tanned leather, green", "leather", "dm2", 2.6, "far tannery", 0),
    ("chain strap, rose gold", "hardware", "piece", 11.5, "plating works", 0),
    ("velvet lining, wine", "lining", "m", 24.0, "silk mill", 0),
    ("leather, snake pattern, red", "leather", "dm2", 1.9, "south tannery", 0),
    ("gift box with magnet", "box", "piece", 7.4, "carton works", 0),
    ("crystal zip puller", "hardware", "piece", 6.2, "zip maker", 0),
    ("metallic thread, gold", "thread", "kg", 210.0, "thread house", 0),
]
SLOW_SHARE = 0.19
SILENT_BY = pd.Timestamp("2025-05-15")
LETTERS = {"leather": "L", "hardware": "H", "lining": "N", "thread": "T", "edge paint": "E", "box": "X"}


class Material(NamedTuple):
    """One material, with the columns of `make_materials`."""

    material_id: str
    name: str
    group: str
    unit: str
    price: float
    main: str
    second: str
    families: str
    styles: str
    colours: str
    per_piece: float
    per_dm2: float
    shelf_life_days: int
    for_sku: str


def make_materials(products: pd.DataFrame) -> pd.DataFrame:
    """Make the list of materials; it follows from the price list alone.

    Parameters
    ----------
    products : pandas.DataFrame
        The price list.

    Returns
    -------
    pandas.DataFrame
        One row per material: ``material_id``, ``name``, ``group``, ``unit``, ``price`` (CNY), ``main`` and ``second``
        (roles of suppliers), ``families``, ``styles``, ``colours`` (what takes it, ``;`` between, empty for all),
        ``per_piece`` and ``per_dm2`` (use), ``shelf_life_days``, ``for_sku`` (bought for one style alone).
    """
    others = [(*row[:7], "", *row[7:], "") for row in OTHERS]
    regular = [*_leathers(products), *_hardware(products), *others]
    special = _style_parts(products, count=round(len(regular) * SLOW_SHARE / (1 - SLOW_SHARE)))
    table = pd.DataFrame([*regular, *special], columns=Material._fields[1:])
    # Numbered by name, so that a number says nothing about what it is for.
    order = table["group"].map(list(LETTERS).index)
    table = table.assign(order=order).sort_values(["order", "name"], ignore_index=True).drop(columns="order")
    number = (table.groupby("group").cumcount() + 1).astype(str).str.zfill(2)
    table.insert(0, "material_id", table["group"].map(LETTERS) + number)
    return table


def each_material(materials: pd.DataFrame) -> list[Material]:
    """Return the rows of the list of materials.

    Parameters
    ----------
    materials : pandas.DataFrame
        As `make_materials` returns them, perhaps with more columns.

    Returns
    -------
    list of Material
        In the order of the rows.
    """
    shown = materials[list(Material._fields)]
    return [Material(*row) for row in shown.itertuples(index=False, name=None)]


def material_of(products: pd.DataFrame, materials: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the leather and the hardware of every product.

    Parameters
    ----------
    products : pandas.DataFrame
        The price list.
    materials : pandas.DataFrame, optional
        As `make_materials` returns them.

    Returns
    -------
    pandas.DataFrame
        One row per product: ``sku``, ``leather_id``, ``hardware_id``, ``leather_dm2`` (net area of one piece).
    """
    known = make_materials(products) if materials is None else materials
    number = known.set_index("name")["material_id"]
    style, colour = _style_and_colour(products)
    leather = [_leather_name(*pair) for pair in zip(products["family"], colour, strict=True)]
    hardware = [_hardware_name(*pair) for pair in zip(products["family"], style, strict=True)]
    return pd.DataFrame(
        {
            "sku": products["sku"],
            "leather_id": number.loc[leather].to_numpy(),
            "hardware_id": number.loc[hardware].to_numpy(),
            "leather_dm2": _areas(products),
        }
    )


def usage_per_piece(products: pd.DataFrame, materials: pd.DataFrame) -> np.ndarray:
    """Return how much of each material one piece of each product takes.

    Parameters
    ----------
    products : pandas.DataFrame
        The price list.
    materials : pandas.DataFrame
        As `make_materials` returns them.

    Returns
    -------
    numpy.ndarray of float, shape (materials, products)
        In the unit of the material; of leather what is issued, not what ends up in the product.
    """
    made_of, area = material_of(products, materials), _areas(products)
    _, colour = _style_and_colour(products)
    usage = np.zeros((len(materials), len(products)))
    for row, material in enumerate(each_material(materials)):
        if material.for_sku:
            takes = (products["sku"] == material.for_sku).to_numpy()
        elif material.group in ("leather", "hardware"):
            takes = (made_of[f"{material.group}_id"] == material.material_id).to_numpy()
        else:
            takes = _among(products["family"], material.families) & _among(colour, material.colours)
        usage[row, takes] = material.per_piece + material.per_dm2 * area[takes]
    return usage


def _among(values: pd.Series, allowed: str) -> np.ndarray:
    return values.isin(allowed.split(";")).to_numpy() if allowed else np.ones(len(values), dtype=bool)


def _style_and_colour(products: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    parts = products["description"].str.split(", ", n=1, expand=True)
    return parts[0], parts[1]


def _areas(products: pd.DataFrame) -> np.ndarray:
    style, _ = _style_and_colour(products)
    usual = products["family"].map(USUAL_AREAS_DM2)
    return style.map(AREAS_DM2).fillna(usual).to_numpy(dtype=float)


def _leather_name(family: str, colour: str) -> str:
    dyed_here = DYED_AT_THE_BENCH.get(family, ())
    return f"{LEATHERS[family][0]}, {'natural' if colour in dyed_here else colour}"


def _hardware_name(family: str, style: str) -> str:
    return next((row[0] for row in HARDWARE[family] if style in row[4]), HARDWARE[family][0][0])


def _leathers(products: pd.DataFrame) -> list[tuple]:
    _, colours = _style_and_colour(products)
    takers: dict[str, tuple[set, set, float]] = {}
    for family, colour in zip(products["family"], colours, strict=True):
        found = takers.setdefault(_leather_name(family, colour), (set(), set(), LEATHERS[family][1]))
        found[0].add(family)
        found[1].add(colour)
    sources = {"grained": ("swift tannery", "north tannery"), "smooth": ("river tannery", "south tannery")}
    bridle = ("south tannery", "north tannery")
    return [
        (name, "leather", "dm2", price, *sources.get(name.split()[0], bridle), ";".join(sorted(families)), "",
         ";".join(sorted(tones)), 0, 1 / UTILISATION, 0, "")
        for name, (families, tones, price) in sorted(takers.items())
    ]  # fmt: skip


def _hardware(products: pd.DataFrame) -> list[tuple]:
    style, _ = _style_and_colour(products)
    used = {_hardware_name(*pair) for pair in zip(products["family"], style, strict=True)}
    return [
        (name, "hardware", "piece", price, main, second, family, ";".join(styles), "", 1, 0, 0, "")
        for family, rows in HARDWARE.items()
        for name, price, main, second, styles in rows
        if name in used
    ]


def _style_parts(products: pd.DataFrame, count: int) -> list[tuple]:
    """Return what was bought for styles that ended, and for orders that never came."""
    ended = products[products["discontinued"].between(START + pd.Timedelta(days=120), min(SILENT_BY, END))]
    ended = ended.sort_values(["list_price_cny", "sku"], ascending=False)[: max(count - 3, 0)]
    parts = []
    for number, product in enumerate(ended.to_dict("records")):
        sku, family = product["sku"], product["family"]
        kinds = STYLE_PARTS[family]
        name, group, unit, price, main, use = kinds[number % len(kinds)]
        parts.append((f"{name} for {sku}", group, unit, price, main, "", family, "", "", use, 0, 0, sku))
    start = int(products["list_price_cny"].sum()) % len(NEVER_USED)
    spare = [*NEVER_USED[start:], *NEVER_USED[:start]][: count - len(parts)]
    return parts + [(*row[:5], "", "", "", "", 0, 0, 0, "none") for row in spare]
