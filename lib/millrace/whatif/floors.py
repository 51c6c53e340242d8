"""Orders pass a line event by event: for limits on what is inside, and for orders that come back to a step."""

import heapq
from collections import deque

import numpy as np

from millrace.whatif.lines import Orders

__all__ = ["Floor"]

# At one moment hands are freed first, then what is ready joins its queue, then new orders come.
DONE, READY, COME = 0, 1, 2


class Floor:
    """A shop floor at one moment: what is inside, what waits where, whose hands are free.

    Parameters
    ----------
    orders : Orders
        The orders that come.
    setup_hours, run_hours : numpy.ndarray of float
        Set-up and work of each visit.
    people, batch_pieces : list of int
        Of each step.
    limit_inside : int, optional
        Orders are released only while fewer are inside.

    Examples
    --------
    >>> orders, visits = (["a", "b"], [0.0, 1], [5.0, 5], [8.0, 8]), ([0, 1], [0, 0], [1, 1], [1, 1], [0.0, 0])
    >>> two = Orders(*map(np.array, orders + visits))
    >>> floor = Floor(two, np.zeros(2), np.array([5.0, 5]), people=[1], batch_pieces=[1], limit_inside=None)
    >>> floor.run().ends
    [5.0, 10.0]
    """

    def __init__(
        self,
        orders: Orders,
        setup_hours: np.ndarray,
        run_hours: np.ndarray,
        *,
        people: list[int],
        batch_pieces: list[int],
        limit_inside: int | None,
    ) -> None:
        visits = len(orders.visit_order)
        self.step, self.order = orders.visit_step.tolist(), orders.visit_order.tolist()
        self.shelf, self.pieces = orders.visit_elsewhere_hours.tolist(), orders.pieces[orders.visit_order].tolist()
        self.setup, self.work = setup_hours.tolist(), run_hours.tolist()
        self.first = np.searchsorted(orders.visit_order, np.arange(len(orders.names))).tolist()
        self.free, self.batch, self.limit = list(people), list(batch_pieces), limit_inside or np.inf
        self.to_come = np.bincount(orders.visit_step, minlength=len(people)).tolist()
        self.collecting: list[list[int]] = [[] for _ in people]
        self.waiting: list[deque[list[int]]] = [deque() for _ in people]
        self.outside: deque[int] = deque()
        self.inside = 0
        self.begins, self.ends = [np.nan] * visits, [np.nan] * visits
        self.sets_up = [False] * visits
        self.released = [np.nan] * len(orders.names)
        self.batches: list[list[int]] = []
        self.coming = [(when, COME, order) for order, when in enumerate(orders.arrived_hours.tolist())]

    def run(self) -> "Floor":
        """Let all orders pass, and return the floor with when each was released, began and ended."""
        heapq.heapify(self.coming)
        acts = {DONE: self._finish, READY: self._queue, COME: self._come}
        while self.coming:
            now, kind, which = heapq.heappop(self.coming)
            acts[kind](now, which)
        return self

    def _come(self, now: float, order: int) -> None:
        if self.inside < self.limit:
            self._release(now, order)
        else:
            self.outside.append(order)

    def _release(self, now: float, order: int) -> None:
        self.inside += 1
        self.released[order] = now
        visit = self.first[order]
        heapq.heappush(self.coming, (now + self.shelf[visit], READY, visit))

    def _queue(self, now: float, visit: int) -> None:
        step = self.step[visit]
        self.to_come[step] -= 1
        self.collecting[step].append(visit)
        collected = self.batch[step] == 1 or sum(self.pieces[v] for v in self.collecting[step]) >= self.batch[step]
        if collected or not self.to_come[step]:
            self._close_batch(now, step)
        elif self.inside >= self.limit and sum(map(len, self.collecting)) == self.inside:
            # All that may be inside lies in batches that nothing can fill any more: a foreman would begin the fullest.
            self._close_batch(now, max(range(len(self.collecting)), key=lambda s: len(self.collecting[s])))

    def _close_batch(self, now: float, step: int) -> None:
        self.waiting[step].append(self.collecting[step])
        self.collecting[step] = []
        self._begin(now, step)

    def _begin(self, now: float, step: int) -> None:
        while self.free[step] and self.waiting[step]:
            visits = self.waiting[step].popleft()
            self.free[step] -= 1
            self.sets_up[visits[0]] = True
            hours = self.setup[visits[0]] + sum(self.work[visit] for visit in visits)
            for visit in visits:
                self.begins[visit] = now
            self.batches.append(visits)
            heapq.heappush(self.coming, (now + hours, DONE, len(self.batches) - 1))

    def _finish(self, now: float, batch: int) -> None:
        visits = self.batches[batch]
        step = self.step[visits[0]]
        self.free[step] += 1
        for visit in visits:
            self.ends[visit] = now
            after = visit + 1
            if after < len(self.order) and self.order[after] == self.order[visit]:
                heapq.heappush(self.coming, (now + self.shelf[after], READY, after))
            else:
                self._leave(now)
        self._begin(now, step)

    def _leave(self, now: float) -> None:
        self.inside -= 1
        if self.outside:
            self._release(now, self.outside.popleft())
