"""The card of one material: what truly lies there, what is keyed, and when the office orders."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lantern.supply.material_list import DECIMALS, Material
from lantern.supply.sources import Source, next_open_day
from lantern.trade import calendar

__all__ = ["KEYERS", "LAST_DAY", "WEEKS", "BinCard"]

WEEKS = len(calendar.DAYS) // 7 + 1
LAST_DAY = len(calendar.DAYS) - 1
OPEN = calendar.is_open().astype(bool)
KEYERS = ["Fang", "Luo", "Pan", "Jin"]
# By group: weeks of use that an order covers, share of its weeks that are keyed in the evening, share of an issue that
# the evening keyer then forgets.
HABITS = {
    "leather": (4, 0.42, 0.12),
    "hardware": (4.5, 0.14, 0.05),
    "lining": (7, 0.14, 0.05),
    "thread": (8, 0.48, 0.17),
    "edge paint": (8, 0.16, 0.06),
    "box": (5.5, 0.12, 0.04),
}
SAFETY_WEEKS = 2.0
# What a week's use of a usual material of the group costs, CNY.
DEAR_A_WEEK = {"leather": 2000, "hardware": 800, "lining": 600, "thread": 160, "edge paint": 220, "box": 900}
COUNT_WEEKS = [int((pd.Timestamp(day) - calendar.START).days // 7) for day in
               ("2023-06-24", "2023-12-23", "2024-06-22", "2024-12-28", "2025-06-28", "2025-12-27")]  # fmt: skip
SKIPPED_COUNTS = 0.12
DOUBT_SHARE = 0.5


def _issue_days() -> list[int]:
    """Return the day of each week on which the store issues: Monday, or the first day that is open."""
    is_open = np.append(calendar.is_open(), np.ones(7)).astype(bool)
    return [next((w * 7 + i for i in (1, 2, 3, 4, 5, 6, 0) if is_open[w * 7 + i]), w * 7 + 1) for w in range(WEEKS)]


ISSUE_DAYS = _issue_days()


@dataclass
class BinCard:
    """The card of one material: what is truly there, what the record says, and what is on its way."""

    material: Material
    need: np.ndarray
    sources: dict[str, Source]
    rng: np.random.Generator
    evening: int
    true: float = 0.0
    recorded: float = 0.0
    reorder_point: float = 0.0
    order_quantity: float = 0.0
    doubted: bool = False
    coming: list = field(default_factory=list)
    deliveries: list = field(default_factory=list)
    moves: list = field(default_factory=list)

    def __post_init__(self) -> None:
        """Draw who keys the card each week."""
        self.digits = DECIMALS[self.material.unit]
        self.cover, evening_share, self.forgets = HABITS[self.material.group]
        share = float(np.clip(self.rng.normal(evening_share, 0.12), 0.03, 0.75))
        others = [k for k in range(len(KEYERS)) if k != self.evening]
        drawn = np.array(others)[self.rng.choice(3, WEEKS, p=[0.5, 0.3, 0.2])]
        self.keyer = np.where(self.rng.random(WEEKS) < share, self.evening, drawn)
        forgotten = self.rng.gamma(4, self.forgets / 4, WEEKS)
        careful = self.rng.gamma(1, 0.002, WEEKS)
        self.forgotten = np.minimum(np.where(self.keyer == self.evening, forgotten, careful), 0.5)
        self.chances = self.rng.random((WEEKS, 4))

    def run(self) -> None:
        """Open the card, then issue, count and order week by week."""
        self.open_with(self._opening())
        for week in range(WEEKS):
            self.step(week)
            self._review(week)
        self.close()

    def close(self) -> None:
        """Receive what comes in the last days."""
        self._receive_until(LAST_DAY)

    def open_with(self, quantity: float) -> None:
        """Receive the opening stock in December 2022, in two lots where it is large."""
        shares = [0.45, 0.55] if quantity > 2 * self._least() else [1.0]
        for share, day in zip(shares, sorted(-self.rng.integers(3, 29, len(shares))), strict=True):
            lead = int(self.sources[self.material.main].quoted)
            arrival = next_open_day(int(day))
            self._deliver(self.material.main, arrival - lead, share * quantity, received=arrival, promised=arrival + 1)

    def step(self, week: int) -> None:
        """Receive, issue, give back, scrap and count in one week."""
        day = ISSUE_DAYS[week]
        if day > LAST_DAY:
            return
        self._receive_until(day)
        if self.need[week] > 0:
            self._issue_all(week, day, self.need[week])
            self._odds(week, day)
        if self.doubted or (week in COUNT_WEEKS and self.chances[week, 3] > SKIPPED_COUNTS):
            self._receive_until(week * 7 + 6)
            self._count(week)
            self.doubted = False

    def schedule(self, ordered: int, received: int, quantity: float) -> None:
        """Order by hand, to arrive on a certain day."""
        arrival = next_open_day(received)
        self._deliver(self.material.main, ordered, quantity, received=arrival, promised=arrival + 1)

    def _issue_all(self, week: int, day: int, need: float) -> None:
        at_once = min(need, self.true)
        if at_once > 0:
            self._issue(week, day, at_once)
        rest = self._rounded(need - at_once)
        if rest > 0:
            later = self._bridge(week, day, rest)
            self._issue(week, later, rest)

    def _bridge(self, week: int, day: int, rest: float) -> int:
        """Wait for the next delivery when it comes this week; else buy at the market. Return the day of arrival."""
        last = min(week * 7 + 6, LAST_DAY)
        for arrival in sorted({item[0] for item in self.coming if item[0] <= min(day + 3, last)}):
            self._receive_until(arrival)
            if self.true >= rest:
                return arrival
        trader = "leather trader" if self.material.group == "leather" else "market trader"
        arrival = min(day + int(self.rng.integers(1, 4)), last)
        arrival = arrival if OPEN[arrival] else day
        wanted = rest * 1.05 + self._rate(week) * self.rng.uniform(0.6, 1.2)
        self._deliver(trader, min(day, arrival), wanted, received=arrival, promised=arrival, urgent=True)
        self._receive_until(arrival)
        # An empty bin makes people doubt the card; not every time.
        self.doubted = self.rng.random() < DOUBT_SHARE
        return arrival

    def _issue(self, week: int, day: int, quantity: float) -> None:
        recorded = self._rounded(quantity * (1 - self.forgotten[week]))
        self._move(week, day, "issue", -recorded, -quantity)

    def _odds(self, week: int, day: int) -> None:
        """Now and then the workshop gives something back, or something is spoiled in the store."""
        back, spoiled, size, _ = self.chances[week]
        last = min(week * 7 + 6, LAST_DAY)
        if back < 0.04:
            quantity = self._rounded(self.need[week] * (0.02 + 0.06 * size))
            if quantity > 0:
                self._move(week, min(day + 3, last), "return", quantity, quantity)
        if spoiled < 0.03:
            quantity = self._rounded(min(self.true * (0.004 + 0.012 * size), self.true))
            if quantity > 0:
                self._move(week, min(day + 4, last), "scrap", -quantity, -quantity)

    def _count(self, week: int) -> None:
        day = week * 7 + 6
        slip = self.rng.normal(0, 0.003 if self.digits == 0 and self.material.unit == "dm2" else 0.001)
        counted = max(self._rounded(self.true * (1 + slip)), 0.0)
        self.moves.append((day, "count", counted, 0.0, -1, int(self.keyer[week])))
        off = self._rounded(counted - self.recorded)
        if off:
            self.recorded += off
            self.moves.append((day, "adjustment", off, 0.0, -1, int(self.keyer[week])))

    def _review(self, week: int) -> None:
        """Order when the record, with what is on its way, is at the reorder point or below."""
        rate = self._rate(week)
        self.reorder_point = self._round_up(rate * (self.sources[self.material.main].quoted / 7 + SAFETY_WEEKS))
        self.order_quantity = self._round_up(max(rate * self._cover(rate), self._least()))
        day = ISSUE_DAYS[week]
        position = self.recorded + sum(item[1] for item in self.coming)
        if rate == 0 or position > self.reorder_point or day > LAST_DAY:
            return
        times = max(1, int(np.ceil((self.reorder_point - position) / self.order_quantity)))
        second = self.material.second and self.rng.random() < 0.22
        self._deliver(self.material.second if second else self.material.main, day, times * self.order_quantity)

    def _deliver(
        self,
        role: str,
        ordered: int,
        quantity: float,
        *,
        received: int | None = None,
        promised: int | None = None,
        urgent: bool = False,
    ) -> None:
        source, wanted = self.sources[role], self._rounded(quantity)
        rows = source.deliver(
            self.rng, self.material, ordered, wanted, received=received, promised=promised, urgent=urgent
        )
        for number, row in enumerate(rows, start=len(self.deliveries)):
            self.coming.append((row["received"], row["quantity_received"] - row["rejected_quantity"], number))
        self.deliveries += rows

    def _receive_until(self, day: int) -> None:
        due = sorted(item for item in self.coming if item[0] <= day)
        self.coming = [item for item in self.coming if item[0] > day]
        for arrived, quantity, number in due:
            self._move(max(arrived, 0) // 7, arrived, "receipt", quantity, quantity, number)

    def _move(self, week: int, day: int, kind: str, recorded: float, true: float, delivery: int = -1) -> None:
        self.true = round(self.true + true, 3)
        self.recorded = round(self.recorded + recorded, 3)
        self.moves.append((day, kind, recorded, true, delivery, int(self.keyer[min(week, WEEKS - 1)])))

    def _rate(self, week: int) -> float:
        """Return what the office expects to use per week: the last three months, and what it sees in the order book."""
        lead = int(self.sources[self.material.main].quoted // 7) + 1
        past = self.need[max(week - 12, 0) : week + 1] if week >= 6 else self.need[:13]
        return float(max(past.mean(), 0.8 * self.need[week : week + lead].mean()))

    def _opening(self) -> float:
        quoted = self.sources[self.material.main].quoted
        return max(self._rate(0) * (quoted / 7 + SAFETY_WEEKS + 0.5 * self._cover(self._rate(0))), self._least())

    def _least(self) -> float:
        return self.sources[self.material.main].min_order_cny / self.material.price

    def _cover(self, rate: float) -> float:
        """Return the weeks that an order covers: fewer, by the square root, for what costs more per week."""
        weekly_cny = max(rate * self.material.price, 1.0)
        return self.cover * float(np.clip((DEAR_A_WEEK[self.material.group] / weekly_cny) ** 0.5, 0.5, 2.0))

    def _round_up(self, quantity: float) -> float:
        """Round up to two digits that count, as people order."""
        if quantity <= 0:
            return 0.0
        step = max(10.0 ** (np.floor(np.log10(quantity)) - 1), 10.0**-self.digits)
        return float(round(np.ceil(quantity / step) * step, 2))

    def _rounded(self, quantity: float) -> float:
        return round(float(quantity), self.digits)
