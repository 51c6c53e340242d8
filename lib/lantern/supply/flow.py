"""How materials flow: what is ordered, when it really arrives, what the workshop takes, and what the records say."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.office.books import ACCOUNTS, MARGIN
from lantern.supply.bin_card import KEYERS, LAST_DAY, WEEKS, BinCard
from lantern.supply.material_list import DECIMALS, each_material, make_materials, usage_per_piece
from lantern.supply.sources import make_sources
from lantern.supply.supplier_list import make_suppliers
from lantern.trade import calendar

__all__ = ["Flow", "flow_of", "material_table"]

# Leather is issued about a week before the goods leave.
DAYS_BEFORE_SHIPPING = 7
# Where the books put each group; freight shares an account with packaging. A little of what is bought lies still.
ACCOUNT_OF_GROUP = {
    "leather": "leather",
    "hardware": "hardware, lining, thread",
    "lining": "hardware, lining, thread",
    "thread": "hardware, lining, thread",
    "edge paint": "hardware, lining, thread",
    "box": "packaging and freight",
}
PART_OF_ACCOUNT = pd.Series({"leather": 0.95, "hardware, lining, thread": 0.93, "packaging and freight": 0.42})
SLOW_VALUE_SHARE = (0.24, 0.31)


@dataclass(frozen=True, eq=False)
class Flow:
    """What happened in the store of one company.

    Attributes
    ----------
    suppliers, materials : pandas.DataFrame
        As made, with the habits of the office: ``reorder_point``, ``order_quantity``.
    deliveries : pandas.DataFrame
        One row per receipt or an open order; days count from 2023-01-01, negative before.
    moves : pandas.DataFrame
        ``material`` (position), ``day``, ``kind``, ``quantity`` as recorded, ``true_quantity``, ``delivery``
        (position or -1), ``keyer`` (position).
    evening : int
        Position of the keyer who forgets.
    """

    suppliers: pd.DataFrame
    materials: pd.DataFrame
    deliveries: pd.DataFrame
    moves: pd.DataFrame
    evening: int


def flow_of(company: Company) -> Flow:
    """Run the store from December 2022 to December 2025.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    Flow
        Shared between callers: copy a table before changing it.
    """
    return company.remember(_run_store)


def _run_store(company: Company) -> Flow:
    materials, suppliers = material_table(company), make_suppliers(company.chance("supply").spawn(1)[0])
    sources = make_sources(company.chance("deliveries"), suppliers)
    chance = company.chance("stock moves")
    evening = int(chance.integers(len(KEYERS)))
    needs = _weekly_needs(company, materials)
    streams = chance.spawn(len(materials) + 1)
    cards = []
    for row, material in enumerate(each_material(materials)):
        card = BinCard(material, needs[row], sources, streams[row], evening)
        if not material.for_sku:
            card.run()
        cards.append(card)
    _run_slow(streams[-1], materials, cards)
    materials["reorder_point"] = [card.reorder_point for card in cards]
    materials["order_quantity"] = [card.order_quantity for card in cards]
    deliveries, moves = _tables(cards)
    return Flow(suppliers, materials, deliveries, moves, evening)


@remembered
def material_table(company: Company) -> pd.DataFrame:
    """Make the materials of a company, with prices at which they cost what the books say."""
    table = make_materials(company.products)
    price = table["price"] * company.chance("supply").uniform(0.94, 1.06, len(table))
    account = table["group"].map(ACCOUNT_OF_GROUP)
    used = (price * _weekly_needs(company, table).sum(axis=1)).groupby(account).sum()
    revenue = company.orders.loc[~company.orders["cancelled"], "amount_cny"].sum()
    level = revenue * (1 - MARGIN) * ACCOUNTS["share"].reindex(used.index) * PART_OF_ACCOUNT.reindex(used.index) / used
    return table.assign(price=(price * account.map(level)).round(3))


def _weekly_needs(company: Company, materials: pd.DataFrame) -> np.ndarray:
    """Return how much of each material leaves the store each week; shape (materials, weeks)."""
    made = company.orders[~company.orders["cancelled"].to_numpy(dtype=bool)]
    day = (made["shipped"] - calendar.START).dt.days.to_numpy() - DAYS_BEFORE_SHIPPING
    now = day <= LAST_DAY
    open_days = np.flatnonzero(calendar.is_open())
    day = open_days[np.maximum(np.searchsorted(open_days, np.maximum(day[now], 0), side="right") - 1, 0)]
    product = pd.Index(company.products["sku"]).get_indexer(made["sku"])[now]
    pieces = np.bincount(product * WEEKS + day // 7, made["pieces"].to_numpy()[now], len(company.products) * WEEKS)
    needs = usage_per_piece(company.products, materials) @ pieces.reshape(-1, WEEKS)
    decimals = materials["unit"].map(DECIMALS).to_numpy()[:, None]
    return np.ceil(needs * 10.0**decimals - 1e-6) / 10.0**decimals


def _run_slow(rng: np.random.Generator, materials: pd.DataFrame, cards: list[BinCard]) -> None:
    """Stock what was bought for ended styles, so that what lies still ties up a quarter of the money or more."""
    value = np.array([card.true for card in cards]) * materials["price"].to_numpy()
    still = np.array([card.need[-26:].sum() == 0 for card in cards])
    share = rng.uniform(*SLOW_VALUE_SHARE)
    missing = max(share * value[~still].sum() / (1 - share) - value[still].sum(), 0.02 * value.sum())
    slow = [card for card in cards if card.material.for_sku]
    parts = rng.gamma(4.0, size=len(slow))
    for card, part in zip(slow, parts / parts.sum(), strict=True):
        leftover = missing * part / card.material.price
        _run_one_slow(rng, card, leftover)


def _run_one_slow(rng: np.random.Generator, card: BinCard, leftover: float) -> None:
    used = np.flatnonzero(card.need)
    first_lot = rng.random() < 0.5 or not len(used)
    last_week = int(used[-1]) if len(used) else 10
    # Bought once more, for a season that did not come, two to four months before the last pieces were made.
    again = max(7 * last_week - int(rng.integers(60, 120)), 8)
    before = card.need[: again // 7 + 1].sum()
    if not len(used) and first_lot:
        card.open_with(leftover)
    elif not len(used):
        arrival = int(rng.integers(20, 300))
        card.schedule(arrival - 50, arrival, leftover)
    else:
        card.open_with(before * 1.04 + card._least() * 0.1)
        card.schedule(again - 40, again, card.need.sum() - before + leftover)
    card.order_quantity = card._round_up(max(leftover, card._least()))
    for week in range(WEEKS):
        card.step(week)
    card.close()


def _tables(cards: list[BinCard]) -> tuple[pd.DataFrame, pd.DataFrame]:
    offsets = np.cumsum([0, *(len(card.deliveries) for card in cards)])
    deliveries = pd.DataFrame([row for card in cards for row in card.deliveries])
    deliveries["material"] = np.repeat(np.arange(len(cards)), np.diff(offsets))
    sizes = [len(card.moves) for card in cards]
    moves = pd.DataFrame(
        [move for card in cards for move in card.moves],
        columns=["day", "kind", "quantity", "true_quantity", "delivery", "keyer"],
    )
    moves.insert(0, "material", np.repeat(np.arange(len(cards)), sizes))
    shifted = moves["delivery"] + offsets[moves["material"]]
    moves["delivery"] = shifted.where(moves["delivery"] >= 0, -1)
    return deliveries, moves
