"""Orders drawn by chance: from the numbers of a line, or by weeks from those of an event log."""

from dataclasses import replace

import numpy as np

from millrace.errors import ArgumentError
from millrace.whatif.lines import Line, Orders

__all__ = ["draw_orders", "pick_orders"]

# Long enough to keep a busy month together, short enough that a year has a dozen to draw from.
BLOCK_WEEKS, LEAST_BLOCKS = 4, 8


def draw_orders(line: Line, *, weeks: float, seed: int) -> Orders:
    """Draw the orders of some weeks; the same seed gives the same orders whatever is changed at the steps.

    Parameters
    ----------
    line : Line
        The line. With a history, stretches of about four weeks are drawn from it, each order with its own work.
    weeks : float
        How many weeks.
    seed : int
        The luck. Lines that differ in people, machines, batches or limits only meet the same luck.

    Returns
    -------
    Orders

    Raises
    ------
    ArgumentError
        When a history is shorter than two weeks.

    Notes
    -----
    Common random numbers (Law, Simulation Modeling and Analysis, chapter 11): what differs between two lines is then
    the change, not the luck. Stretches of time are a block bootstrap (Kunsch 1989).

    Examples
    --------
    >>> from millrace.whatif.lines import Step
    >>> line = Line([Step("cut", minutes_per_piece=2)], orders_per_week=10, hours_per_week=40, arrival_spread=0)
    >>> draw_orders(line, weeks=1, seed=1).arrived_hours[:3]
    array([ 4.,  8., 12.])
    """
    streams = np.random.SeedSequence(seed).spawn(2 + len(line.steps))
    chances = [np.random.default_rng(stream) for stream in streams]
    return _from_numbers(line, weeks, chances) if line.history is None else _from_history(line, weeks, chances[0])


def _from_numbers(line: Line, weeks: float, chances: list[np.random.Generator]) -> Orders:
    until, expected = weeks * line.hours_per_week, line.orders_per_week * weeks
    room = int(expected + 6 * line.arrival_spread * np.sqrt(expected) + 20)
    gap = line.hours_per_week / line.orders_per_week
    arrived = np.cumsum(gap * _ratios(chances[0], line.arrival_spread, room))
    arrived = arrived[arrived <= until * (1 + 1e-12)]
    count, steps = len(arrived), len(line.steps)
    pieces = chances[1].choice(np.array(line.pieces_per_order, dtype=float), count)
    drawn = [_ratios(chance, step.spread, count) for chance, step in zip(chances[2:], line.steps, strict=True)]
    return Orders(
        names=np.arange(1, count + 1),
        arrived_hours=arrived,
        pieces=pieces,
        promised_hours=np.full(count, np.nan if line.promised_hours is None else line.promised_hours),
        visit_order=np.repeat(np.arange(count), steps),
        visit_step=np.tile(np.arange(steps), count),
        visit_pace=np.ones(count * steps),
        visit_ratio=np.column_stack(drawn).ravel(),
        visit_elsewhere_hours=np.zeros(count * steps),
    )


def _ratios(chance: np.random.Generator, spread: float, count: int) -> np.ndarray:
    """Draw multiples with mean 1: all 1 at a spread of 0, exponential at 1 (a gamma distribution)."""
    return chance.gamma(spread**-2, spread**2, count) if spread else np.ones(count)


def _from_history(line: Line, weeks: float, chance: np.random.Generator) -> Orders:
    history = line.history
    assert history is not None
    came = history.arrived_hours - history.arrived_hours.min()
    known_weeks = came.max() / line.hours_per_week
    if known_weeks < 2:
        raise ArgumentError(
            f"The event log covers {known_weeks:.1f} working weeks. At least 2 were expected, to draw other weeks like "
            "them. Use a longer log."
        )
    blocks = int(max(round(known_weeks / BLOCK_WEEKS), min(known_weeks, LEAST_BLOCKS), 2))
    hours = came.max() / blocks
    block, within = np.minimum(came // hours, blocks - 1).astype(int), came % hours
    chosen = chance.integers(0, blocks, int(np.ceil(weeks * line.hours_per_week / hours)))
    places = [np.flatnonzero(block == one) for one in chosen]
    starts = np.repeat(np.arange(len(chosen)) * hours, list(map(len, places)))
    picked = np.concatenate(places)
    arrived = starts + within[picked]
    inside = arrived <= weeks * line.hours_per_week
    places_by_time = np.argsort(arrived[inside], kind="stable")
    drawn = pick_orders(history, picked[inside][places_by_time])
    return replace(drawn, arrived_hours=arrived[inside][places_by_time])


def pick_orders(orders: Orders, places: np.ndarray) -> Orders:
    """Take some orders out with all their visits; one may be taken twice.

    Parameters
    ----------
    orders : Orders
        Where to take from.
    places : numpy.ndarray of int
        Positions of the orders.

    Returns
    -------
    Orders

    Examples
    --------
    >>> orders, visits = (["a", "b"], [0.0, 1], [5.0, 6], [8.0, 8]), ([0, 1], [0, 0], [1, 1], [1, 1], [0.0, 0])
    >>> two = Orders(*map(np.array, orders + visits))
    >>> pick_orders(two, np.array([1, 1])).pieces
    array([6., 6.])
    """
    first = np.searchsorted(orders.visit_order, np.arange(len(orders.names) + 1))
    counts = np.diff(first)[places]
    order = np.repeat(np.arange(len(places)), counts)
    within = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    visits = first[:-1][places][order] + within
    return Orders(
        names=orders.names[places],
        arrived_hours=orders.arrived_hours[places],
        pieces=orders.pieces[places],
        promised_hours=orders.promised_hours[places],
        visit_order=order,
        visit_step=orders.visit_step[visits],
        visit_pace=orders.visit_pace[visits],
        visit_ratio=orders.visit_ratio[visits],
        visit_elsewhere_hours=orders.visit_elsewhere_hours[visits],
    )
