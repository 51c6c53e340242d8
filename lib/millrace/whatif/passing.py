"""Orders pass a line: when each is released, begun and ended at every step."""

from dataclasses import dataclass, replace

import numpy as np

from millrace.whatif.floors import Floor
from millrace.whatif.lines import Line, Orders
from millrace.whatif.stations import pass_station, step_sequence

__all__ = ["Passage", "pass_line"]


@dataclass(frozen=True)
class Passage:
    """When each order was released and each visit was ready, begun and ended, in working hours.

    Parameters
    ----------
    orders : Orders
        The orders that came.
    released_hours : numpy.ndarray of float
        When each order was released to the line.
    ready_hours, begin_hours, end_hours : numpy.ndarray of float
        When each visit's step before was done (or the order released), when work began and ended.
    work_hours : numpy.ndarray of float
        Hours of work on each visit, without the time for which people were away.

    Examples
    --------
    >>> from millrace.whatif.lines import Step
    >>> line = Line([Step("cut", minutes_per_piece=6)], orders_per_week=10, hours_per_week=40)
    >>> one = Orders(*map(np.array, (["a"], [2.0], [5.0], [8.0], [0], [0], [1], [1], [0.0])))
    >>> pass_line(line, one).finished_hours
    array([2.5])
    """

    orders: Orders
    released_hours: np.ndarray
    ready_hours: np.ndarray
    begin_hours: np.ndarray
    end_hours: np.ndarray
    work_hours: np.ndarray

    @property
    def finished_hours(self) -> np.ndarray:
        """When each order was done."""
        last = np.append(self.orders.visit_order[1:] != self.orders.visit_order[:-1], True)
        return self.end_hours[last[: len(self.end_hours)]]

    @property
    def lead_time_hours(self) -> np.ndarray:
        """Working hours from the coming of each order to its end."""
        return self.finished_hours - self.orders.arrived_hours

    @property
    def waiting_hours(self) -> np.ndarray:
        """Working hours of each visit that are no work on this order."""
        return self.end_hours - self.ready_hours - self.work_hours


def pass_line(line: Line, orders: Orders) -> Passage:
    """Let orders pass a line.

    Parameters
    ----------
    line : Line
        The steps, their people and batches, and the limit.
    orders : Orders
        The orders that come.

    Returns
    -------
    Passage

    Examples
    --------
    >>> from millrace.whatif.lines import Step
    >>> line = Line([Step("cut", minutes_per_piece=6)], orders_per_week=10, hours_per_week=40)
    >>> one = Orders(*map(np.array, (["a"], [2.0], [5.0], [8.0], [0], [0], [1], [1], [0.0])))
    >>> pass_line(line, one).end_hours
    array([2.5])
    """
    shelf = np.array([step.elsewhere_hours for step in line.steps])[orders.visit_step]
    orders = replace(orders, visit_elsewhere_hours=orders.visit_elsewhere_hours + shelf)
    setup, run = _work_hours(line, orders)
    available = np.array([step.available_share for step in line.steps])[orders.visit_step]
    sequence = [] if line.limit_inside else step_sequence(orders.visit_order, orders.visit_step, len(line.steps))
    if sequence:
        released = orders.arrived_hours
        begins, ends, sets_up = _by_steps(line, orders, setup / available, run / available, sequence)
    else:
        people, batches = [int(s.people) for s in line.steps], [int(s.batch_pieces) for s in line.steps]
        hours = setup / available, run / available
        floor = Floor(orders, *hours, people=people, batch_pieces=batches, limit_inside=line.limit_inside).run()
        released, begins, ends, sets_up = map(np.array, (floor.released, floor.begins, floor.ends, floor.sets_up))
    first = np.diff(orders.visit_order, prepend=-1) > 0
    ready = np.where(first, released[orders.visit_order], np.roll(ends, 1))
    return Passage(orders, released, ready, begins, ends, setup * sets_up + run)


def _work_hours(line: Line, orders: Orders) -> tuple[np.ndarray, np.ndarray]:
    step, pieces = orders.visit_step, orders.pieces[orders.visit_order]
    setup = np.array([s.setup_minutes for s in line.steps])[step] / 60
    run = np.array([s.minutes_per_piece for s in line.steps])[step] * pieces * orders.visit_pace / 60
    return setup * orders.visit_ratio, run * orders.visit_ratio


def _by_steps(
    line: Line, orders: Orders, setup: np.ndarray, run: np.ndarray, sequence: list[int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    pieces = orders.pieces[orders.visit_order]
    follows = np.append(orders.visit_order[1:] == orders.visit_order[:-1], False)
    ready = orders.arrived_hours[orders.visit_order] + orders.visit_elsewhere_hours
    begins, ends, sets_up = np.empty(len(ready)), np.empty(len(ready)), np.empty(len(ready), dtype=bool)
    for step in sequence:
        here = np.flatnonzero(orders.visit_step == step)
        people, batch = line.steps[step].people, line.steps[step].batch_pieces
        begins[here], ends[here], sets_up[here] = pass_station(
            ready[here], setup[here], run[here], pieces[here], people=int(people), batch_pieces=int(batch)
        )
        before = here[follows[here]]
        ready[before + 1] = ends[before] + orders.visit_elsewhere_hours[before + 1]
    return begins, ends, sets_up
