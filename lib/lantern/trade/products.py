"""The products of the sample company: styles in colours, when each came and went, and who asks for it."""

import numpy as np
import pandas as pd

from lantern.trade.calendar import END, START

__all__ = ["DEMAND_GROUPS", "make_products"]

FAMILIES = pd.DataFrame(
    {
        "letter": ["B", "W", "T", "K"],
        "count": [46, 40, 24, 10],
        "low": [85.0, 28.0, 22.0, 6.0],
        "high": [260.0, 75.0, 60.0, 15.0],
        # Small things are ordered in larger lots.
        "lot_pieces": [6, 12, 12, 30],
    },
    index=["bag", "wallet", "belt", "key fob"],
)
COLOURS = {"black": 1.0, "cognac": 0.75, "navy": 0.5, "sand": 0.4, "olive": 0.32, "burgundy": 0.28}
STYLES = {
    "bag": [
        "city tote",
        "crossbody",
        "briefcase",
        "backpack",
        "weekender",
        "bucket bag",
        "laptop sleeve",
        "saddle bag",
    ],
    "wallet": ["card holder", "bifold", "long wallet", "zip purse", "passport cover", "coin pouch", "money clip"],
    "belt": ["dress belt", "jeans belt", "plaited belt", "reversible belt"],
    "key fob": ["key fob", "luggage tag"],
}
DEMAND_GROUPS = ["trade", "export", "online"]
# Which assortment a style belongs to, and how much each group of buyers asks for it.
RANGES = pd.DataFrame(
    {"chance": [0.5, 0.28, 0.22], "trade": [1.0, 0.0, 0.8], "export": [1.0, 0.0, 0.4], "online": [0.0, 1.0, 0.7]},
    index=["trade", "online", "both"],
)
NEW_SHARE, ENDED_SHARE = 0.22, 0.14


def make_products(rng: np.random.Generator) -> pd.DataFrame:
    """Make the price list and the demand behind it.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.

    Returns
    -------
    pandas.DataFrame
        One row per product: ``sku``, ``family``, ``description``, ``list_price_cny`` and ``unit_cost_cny`` of a piece,
        ``range`` (``trade``, ``online`` or ``both``), ``launched``, ``discontinued`` (missing while it is sold),
        ``lot_pieces`` (pieces in which trade orders it), and how much each group asks for it: ``trade``, ``export``,
        ``online``.
    """
    products = pd.concat([_family(rng, family) for family in FAMILIES.index], ignore_index=True)
    products["launched"], products["discontinued"] = _lives(rng, len(products))
    liked = products.pop("liked").to_numpy()
    for group in DEMAND_GROUPS:
        taste = rng.lognormal(0, 0.7 if group == "export" else 0.45, len(products))
        products[group] = liked * taste * products["range"].map(RANGES[group]).to_numpy(dtype=float)
    return products


def _family(rng: np.random.Generator, family: str) -> pd.DataFrame:
    """Draw styles in colours; the colours of a style share price and assortment."""
    facts = FAMILIES.to_dict("index")[family]
    styles = STYLES[family]
    pairs = [(style, colour) for style in range(len(styles)) for colour in range(len(COLOURS))]
    kept = np.sort(rng.permutation(len(pairs))[: facts["count"]])
    style, colour = np.array(pairs)[kept].T
    price = facts["low"] + (facts["high"] - facts["low"]) * rng.beta(1.6, 2.4, len(styles))
    price = (price[style] * rng.uniform(0.98, 1.04, len(style)) * 2).round() / 2
    liked = rng.lognormal(0, 0.8, len(styles))[style] * np.array(list(COLOURS.values()))[colour]
    ranges = rng.choice(RANGES.index, len(styles), p=RANGES["chance"])
    return pd.DataFrame(
        {
            "sku": [f"LB-{facts['letter']}{number:03d}" for number in range(1, len(style) + 1)],
            "family": family,
            "description": [f"{styles[s]}, {list(COLOURS)[c]}" for s, c in zip(style, colour, strict=True)],
            "list_price_cny": price,
            "unit_cost_cny": (price * rng.uniform(0.58, 0.74, len(style))).round(2),
            "range": ranges[style],
            "lot_pieces": int(facts["lot_pieces"]),
            "liked": liked * rng.lognormal(0, 0.4, len(style)),
        }
    )


def _lives(rng: np.random.Generator, count: int) -> tuple[pd.Series, pd.Series]:
    """Return days of launch and of discontinuation; who is new does not end within a year."""
    days = (END - START).days
    fate = rng.random(count)
    new, ended = fate < NEW_SHARE, fate > 1 - ENDED_SHARE
    since = np.where(new, rng.integers(40, days - 200, count), -rng.integers(200, 2000, count))
    until = rng.integers(150, days - 60, count)
    launched = pd.Series(START + pd.to_timedelta(since, unit="D"))
    return launched, pd.Series(START + pd.to_timedelta(until, unit="D")).where(ended)
