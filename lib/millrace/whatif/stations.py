"""Orders pass a line step by step, first come, first served: the fast way, when no order comes back to a step."""

import heapq

import numpy as np

__all__ = ["pass_station", "step_sequence"]


def pass_station(
    ready_hours: np.ndarray,
    setup_hours: np.ndarray,
    run_hours: np.ndarray,
    pieces: np.ndarray,
    *,
    people: int,
    batch_pieces: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Serve what is ready in the order of its coming; return when each begins and ends.

    Parameters
    ----------
    ready_hours : numpy.ndarray of float
        When each order is ready before the step.
    setup_hours, run_hours : numpy.ndarray of float
        Set-up and work of each order; a batch has the set-up of its first order.
    pieces : numpy.ndarray of float
        Pieces of each order.
    people : int
        How many are served at once.
    batch_pieces : int
        Pieces that are collected before the step begins; what is left at the end begins when nothing more can come.

    Returns
    -------
    tuple of numpy.ndarray
        Begin and end of each order, in hours, and whether the step is set up for it: not for one that joins a batch.

    Examples
    --------
    >>> pass_station(*map(np.array, ([0.0, 1], [0.0, 0], [5.0, 5], [1, 1])), people=1, batch_pieces=1)
    (array([0., 5.]), array([ 5., 10.]), array([ True,  True]))
    """
    places = np.argsort(ready_hours, kind="stable")
    batch = _batches(pieces[places], batch_pieces) if batch_pieces > 1 else np.arange(len(places))
    firsts = np.flatnonzero(np.diff(batch, prepend=-1))
    lasts = np.append(firsts[1:], len(places)) - 1
    hours = setup_hours[places][firsts] + np.add.reduceat(run_hours[places], firsts) if len(places) else np.empty(0)
    begin = np.array(_serve(ready_hours[places][lasts].tolist(), hours.tolist(), people))
    begins, ends, sets_up = np.empty(len(places)), np.empty(len(places)), np.zeros(len(places), dtype=bool)
    begins[places], ends[places], sets_up[places[firsts]] = begin[batch], (begin + hours)[batch], True
    return begins, ends, sets_up


def _serve(ready: list[float], hours: list[float], people: int) -> list[float]:
    free, begins = [-np.inf] * people, []
    for came, needed in zip(ready, hours, strict=True):
        begin = max(came, free[0])
        heapq.heapreplace(free, begin + needed)
        begins.append(begin)
    return begins


def _batches(pieces: np.ndarray, batch_pieces: int) -> np.ndarray:
    number, collected, numbers = 0, 0.0, []
    for some in pieces.tolist():
        numbers.append(number)
        collected += some
        if collected >= batch_pieces:
            number, collected = number + 1, 0.0
    return np.array(numbers, dtype=int)


def step_sequence(visit_order: np.ndarray, visit_step: np.ndarray, steps: int) -> list[int]:
    """Put the steps in a sequence in which every order passes them, or return nothing when there is none.

    Parameters
    ----------
    visit_order, visit_step : numpy.ndarray of int
        Order and step of each visit, sorted by order and sequence.
    steps : int
        How many steps there are.

    Returns
    -------
    list of int
        Positions of the steps; empty when some orders go one way and some the other, or come back.

    Examples
    --------
    >>> step_sequence(np.array([0, 0, 1]), np.array([1, 0, 0]), 2)
    [1, 0]
    >>> step_sequence(np.array([0, 0, 0]), np.array([1, 0, 1]), 2)
    []
    """
    follows = visit_order[1:] == visit_order[:-1]
    pairs = {*zip(visit_step[:-1][follows].tolist(), visit_step[1:][follows].tolist(), strict=True)}
    left, sequence = set(range(steps)), list[int]()
    while left:
        first = [step for step in sorted(left) if not any(b == step and a in left for a, b in pairs)]
        if not first:
            return []
        sequence += first
        left -= {*first}
    return sequence
