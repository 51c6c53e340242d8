"""Time the simulated line, and print how near it comes: python bench_whatif.py [events.csv products.csv]."""

import math
import sys
import time
from collections.abc import Callable

import pandas as pd

from millrace import process, whatif


def seconds(work: Callable[[], object]) -> float:
    """Time the fastest of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def line(orders_per_week: float = 60, people: int = 1, **limit: int) -> whatif.Line:
    """Make a line of five steps; people and orders grow together."""
    paces = {"cutting": 1.5, "gluing": 2, "stitching": 5, "painting": 1, "packing": 0.5}
    steps = [
        whatif.Step(name, minutes_per_piece=pace, setup_minutes=5, people=people * math.ceil(pace), spread=0.5)
        for name, pace in paces.items()
    ]
    return whatif.Line(steps, orders_per_week=orders_per_week, hours_per_week=48, pieces_per_order=[6, 12, 36], **limit)


def growth() -> None:
    """Print seconds for more and more orders, step by step and event by event."""
    print(f"{'orders':>10}{'visits':>10}{'step by step':>15}{'event by event':>16}   (seconds)")
    for weeks in (52, 520, 5200):
        fast = seconds(lambda weeks=weeks: whatif.simulate(line(), weeks=weeks))
        slow = seconds(lambda weeks=weeks: whatif.simulate(line(limit_inside=10_000), weeks=weeks))
        print(f"{60 * weeks:10,}{300 * weeks:10,}{fast:15.3f}{slow:16.3f}")


def formulas() -> None:
    """Print simulated and known mean waits of single steps with work of one hour."""
    print(f"{'queue':12}{'load':>6}{'simulated':>12}{'known':>9}   (mean wait, hours)")
    for people, load, spread in ((1, 0.7, 1.0), (1, 0.85, 1.0), (1, 0.8, 0.0), (2, 0.8, 1.0), (5, 0.9, 1.0)):
        step = whatif.Step("work", minutes_per_piece=60, people=people, spread=spread)
        queue = whatif.Line([step], orders_per_week=40 * load * people, hours_per_week=40)
        waits = [whatif.simulate(queue, weeks=1000, seed=s).steps["waiting_hours"].item() for s in range(10)]
        offered = load * people
        last = offered**people / math.factorial(people) / (1 - load)
        known = last / (sum(offered**k / math.factorial(k) for k in range(people)) + last) / (people - offered)
        known *= (1 + spread**2) / 2
        print(f"{'M/M/' if spread else 'M/D/'}{people:<8}{load:6.2f}{sum(waits) / 10:12.3f}{known:9.3f}")


def log(events: str, products: str) -> None:
    """Print what a fit of an event log of the sample company takes, and the margin of its validation."""
    table, families = pd.read_csv(events), pd.read_csv(products).set_index("sku")["family"]
    table = table.assign(family=table["sku"].map(families))
    events_log = process.event_log(
        table, case=["order_no", "line"], step="step", start="started", end="ended", resource="operator"
    )
    worked = events_log.events["start"].dt.normalize().value_counts()
    days = pd.date_range(worked.index.min(), worked.index.max())
    closed = [day for day in days if worked.get(day, 0) < 3]
    hours = process.WorkingHours({"Mon-Sat": "08:00-12:00, 13:00-17:30"}, closed=closed)
    model = whatif.fit(events_log, hours=hours, pieces="pieces", kind="family")
    painter = {"second painter": whatif.more_people("edge painting")}
    for name, work in {
        "fit": lambda: whatif.fit(events_log, hours=hours, pieces="pieces", kind="family"),
        "replay": lambda: whatif.replay(model.elsewhere),
        "simulate a year": lambda: whatif.simulate(model.elsewhere),
        "validate": lambda: whatif.validate(model),
        "compare, 20 runs": lambda: whatif.compare(model, painter),
    }.items():
        print(f"{name:20}{seconds(work):8.3f} seconds, {len(events_log.events):,} events")
    found = whatif.validate(model)
    print(found.table.round(2).to_string(index=False))
    print(found)


if __name__ == "__main__":
    formulas()
    growth()
    if len(sys.argv) == 3:
        log(*sys.argv[1:])
