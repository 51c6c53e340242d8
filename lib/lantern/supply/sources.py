"""How each supplier really delivers: lead times, broken promises, prices, and what is sent back at the gate."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lantern.supply.material_list import DECIMALS, Material
from lantern.trade import calendar

__all__ = ["DECLINING", "FAT_TAIL", "Source", "decline_day", "make_sources", "next_open_day"]

FAT_TAIL, DECLINING = "swift tannery", "plating works"
# One delivery of this many comes a month or two late; where in each row of deliveries is chance.
TAIL_EVERY, TAIL_DAYS = 15, (30, 61)
DECLINED_SHARE = (0.06, 0.08)
PRICE_RISE_A_YEAR = {
    "leather": 0.055,
    "hardware": 0.015,
    "lining": 0.02,
    "thread": 0.01,
    "edge paint": 0.03,
    "box": 0.0,
}
OPEN = calendar.is_open().astype(bool)
LUNAR = [(pd.Timestamp(day) - calendar.START).days for day in (*calendar.LUNAR_NEW_YEAR, "2026-02-17")]


@dataclass
class Source:
    """One supplier as it behaves."""

    role: str
    supplier_id: str
    quoted: float
    ratio: float
    spread: float
    rejected: float
    price: float
    min_order_cny: float
    decline_from: float
    declined: float
    flags: list = field(default_factory=list)

    def deliver(
        self,
        rng: np.random.Generator,
        material: Material,
        ordered: int,
        quantity: float,
        *,
        received: int | None = None,
        promised: int | None = None,
        urgent: bool = False,
    ) -> list[dict]:
        """Return the receipts that follow from one order: one, or two when the rest comes later.

        Parameters
        ----------
        rng : numpy.random.Generator
            Where the chance comes from.
        material : Material
            What is ordered.
        ordered : int
            Day of the order, from 2023-01-01.
        quantity : float
            How much.
        received, promised : int, optional
            Known days.
        urgent : bool
            Bought at the market, because there was nothing left.

        Returns
        -------
        list of dict
            One per receipt.
        """
        tail = False
        if received is None:
            promised, received, tail = self._dates(rng, ordered)
        facts = {
            "supplier_id": self.supplier_id,
            "role": self.role,
            "ordered": ordered,
            "promised": promised,
            "unit_price_cny": self._price(rng, material, ordered, urgent),
            "true_tail": tail,
            "urgent": urgent,
        }
        parts = self._parts(rng, material, quantity, received, urgent)
        return [facts | self._goods(rng, material, number, *part) for number, part in enumerate(parts)]

    def _dates(self, rng: np.random.Generator, ordered: int) -> tuple[int, int, bool]:
        promised = ordered + int(self.quoted) + int(rng.integers(-1, 2))
        received = ordered + max(round(self.quoted * self.ratio * float(np.exp(self.spread * rng.normal()))), 1)
        tail = self._tail(rng)
        received += int(rng.integers(*TAIL_DAYS)) + promised - received if tail else 0
        for lunar in LUNAR:
            if lunar - 9 <= promised <= lunar + 12 and rng.random() < 0.5:
                promised = lunar + 14
            if lunar - 9 <= received <= lunar + 12:
                # Works close before the company does, and open after it.
                received = lunar + 11 + int(rng.integers(0, 8))
            elif lunar - 28 <= received < lunar - 9:
                received = min(received + int(rng.integers(0, 6)), lunar - 9)
        return promised, next_open_day(received), tail

    def _tail(self, rng: np.random.Generator) -> bool:
        if self.role != FAT_TAIL:
            return False
        if not self.flags:
            self.flags = list(rng.permutation(TAIL_EVERY) == 0)
        return bool(self.flags.pop())

    def _price(self, rng: np.random.Generator, material: Material, ordered: int, urgent: bool) -> float:
        years = ordered / 365 - 2
        level = (1 + PRICE_RISE_A_YEAR[material.group]) ** years * self.price * float(np.exp(rng.normal(0, 0.012)))
        return round(material.price * level * (rng.uniform(1.22, 1.42) if urgent else 1), 3)

    def _parts(
        self, rng: np.random.Generator, material: Material, quantity: float, received: int, urgent: bool
    ) -> list[tuple]:
        """Split an order into receipts: (day, ordered, received)."""
        digits = DECIMALS[material.unit]
        kind, size = rng.random(2)
        if urgent or received < 0 or kind > 0.07:
            # Hides are what they are: the area comes out a little over or under.
            slip = rng.normal(0, 0.015) if material.group == "leather" else 0.0
            return [(received, quantity, round(quantity * (1 + slip), digits))]
        if kind > 0.04:
            return [(received, quantity, round(quantity * (0.9 + 0.09 * size), digits))]
        first = round(quantity * (0.5 + 0.3 * size), digits)
        later = received + int(rng.integers(5, 16))
        rest = round(quantity - first, digits)
        return [(received, quantity, first), (next_open_day(later), rest, rest)]

    def _goods(
        self, rng: np.random.Generator, material: Material, number: int, received: int, quantity: float, came: float
    ) -> dict:
        looked = rng.random() > (0.16 if number or self.role.endswith("trader") else 0.07)
        share = self._faulty(rng, received)
        digits = DECIMALS[material.unit]
        back = round(came * share, digits) if looked else 0.0
        return {
            "received": received,
            "quantity_ordered": quantity,
            "quantity_received": came,
            "rejected_quantity": back,
            "inspected": looked,
            "true_faulty_share": share,
            "rest": number > 0,
        }

    def _faulty(self, rng: np.random.Generator, day: int) -> float:
        """Most deliveries are sound; those that are not hold a few per cent of faulty goods."""
        grown = min(max((day - self.decline_from) / 75, 0.0), 1.0)
        mean = self.rejected + grown * (self.declined - self.rejected)
        any_faulty = min(0.3 + 8 * mean, 0.9)
        hit, size = rng.random(), rng.gamma(3.0, mean / any_faulty / 3)
        return float(min(size, 0.4)) if hit < any_faulty else 0.0


def next_open_day(day: int) -> int:
    """Return the first day from this one on when somebody unloads: no Sunday, no holiday; counted from 2023-01-01."""
    # The first day of the data was a Sunday.
    while day % 7 == 0 or (0 <= day < len(OPEN) and not OPEN[day]):
        day += 1
    return day


def make_sources(rng: np.random.Generator, suppliers: pd.DataFrame) -> dict[str, Source]:
    """Make the sources: each supplier as it behaves.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    suppliers : pandas.DataFrame
        As `lantern.supply.supplier_list.make_suppliers` returns them.

    Returns
    -------
    dict of Source
        By role.
    """
    decline_from, declined = decline_day(rng)
    return {
        row["role"]: Source(
            row["role"],
            row["supplier_id"],
            row["quoted_lead_time_days"],
            row["ratio"],
            row["spread"],
            row["rejected"],
            row["price"],
            row["min_order_cny"],
            decline_from if row["role"] == DECLINING else np.inf,
            declined,
        )
        for row in suppliers.reset_index().to_dict("records")
    }


def decline_day(rng: np.random.Generator) -> tuple[int, float]:
    """Draw from which day on the declining supplier declines, and the share rejected in the end.

    Parameters
    ----------
    rng : numpy.random.Generator
        The fresh stream of deliveries: these are its first numbers.

    Returns
    -------
    tuple of int and float
        Days from 2023-01-01; share.
    """
    first, last = ((pd.Timestamp(day) - calendar.START).days for day in ("2024-03-01", "2024-09-15"))
    return int(rng.integers(first, last)), float(rng.uniform(*DECLINED_SHARE))
