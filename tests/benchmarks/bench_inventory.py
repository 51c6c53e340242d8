"""Time the helpers for stock: python bench_inventory.py."""

import time
from collections.abc import Callable

import numpy as np

from millrace import inventory


def seconds(work: Callable[[], object]) -> float:
    """Time the fastest of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print the seconds of what a knob or a lab calls."""
    rng = np.random.default_rng(0)
    draws, days, leads = rng.gamma(4, 50, 10_000), rng.poisson(9, 1096), rng.poisson(12, 200)
    costs = {"cost_of_too_little": 40, "cost_of_too_much": 25}
    play = {"lead_time_days": leads, "opening_stock": 200, "unit_price": 3, "holding_share_per_year": 0.2,
            "cost_per_order": 25, "cost_per_short_unit": 2, "unmet": "lost"}  # fmt: skip
    rules = {f"from {s}": inventory.reorder_fixed(reorder_point=s, quantity=200) for s in (100, 150)}
    works: dict[str, Callable[[], object]] = {
        "order_quantity, 10,000 draws": lambda: inventory.order_quantity(draws, **costs),
        "draw_order_quantity": lambda: inventory.draw_order_quantity(draws, guess=250, **costs).figure.clear(),
        "reorder_point, 3 years": lambda: inventory.reorder_point(
            days, leads, unit_price=3, service_level=0.95, order_quantity=200
        ),
        "play_policy, 3 years, 1,000 paths": lambda: inventory.play_policy(days, policy=rules["from 100"], **play),
        "compare_policies, two of them": lambda: inventory.compare_policies(rules, demand=days, **play),
    }
    for name, work in works.items():
        print(f"{name:36}{seconds(work):8.3f} seconds")


if __name__ == "__main__":
    main()
