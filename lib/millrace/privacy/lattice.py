"""The search for the least coarsening: all combinations of levels, those first that lose least."""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from millrace.privacy.combinations import Combinations, joined
from millrace.privacy.hierarchies import Level

__all__ = ["Found", "Ladder", "Problem", "ladders", "search"]

Node = tuple[int, ...]
MOST_VISITED = 200_000
TIE = 1e-12


@dataclass(frozen=True, eq=False)
class Ladder:
    """The levels of one column as codes: what each value becomes on each level, and the mean loss over all rows."""

    levels: list[Level]
    codes: list[np.ndarray]
    sizes: list[int]
    mean: np.ndarray


def ladders(levels: list[list[Level]], found: Combinations, rows: np.ndarray) -> list[Ladder]:
    """Make codes of the labels of every level.

    Parameters
    ----------
    levels : list of list of Level
        The levels of every column.
    found : Combinations
        The combinations of the columns.
    rows : ndarray of int
        Rows per combination.

    Returns
    -------
    list of Ladder
    """
    made = []
    for column, steps in enumerate(levels):
        codes = [_numbered(level.labels) for level in steps]
        weight = np.bincount(found.codes[:, column], weights=rows, minlength=len(steps[0].labels)) / rows.sum()
        mean = np.array([(weight * level.loss).sum() for level in steps])
        made.append(Ladder(steps, codes, [int(code.max()) + 1 for code in codes], mean))
    return made


def _numbered(labels: list) -> np.ndarray:
    known: dict[object, int] = {}
    return np.array([known.setdefault(None if pd.isna(label) else label, len(known)) for label in labels])


@dataclass(frozen=True)
class Found:
    """A combination of levels with what it costs: mean loss, rows set aside, and whether it is good enough."""

    node: Node
    loss: float
    set_aside: int
    good: bool


@dataclass(eq=False)
class Problem:
    """Everything that a combination of levels is judged by.

    ``safe`` adds conditions to ``k``; with them alone a coarser table may be worse, so that less may be skipped.
    """

    ladders: list[Ladder]
    combinations: Combinations
    rows: np.ndarray
    weights: np.ndarray
    k: int
    most_set_aside: float
    safe: Callable[[np.ndarray, int], np.ndarray] | None = None
    monotone: bool = True
    seen: dict[Node, Found] = field(default_factory=dict)

    @property
    def top(self) -> Node:
        """The coarsest combination."""
        return tuple(len(ladder.sizes) - 1 for ladder in self.ladders)

    @property
    def size(self) -> int:
        """How many combinations of levels there are."""
        return math.prod(len(ladder.sizes) for ladder in self.ladders)

    def bound(self, node: Node) -> float:
        """Return what a combination loses at least: its loss before any row is set aside."""
        means = [ladder.mean[level] for ladder, level in zip(self.ladders, node, strict=True)]
        return float(np.dot(self.weights, means))

    def groups(self, node: Node) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the group of every combination of values, people per group, and which groups are safe."""
        columns = enumerate(zip(self.ladders, node, strict=True))
        codes = [ladder.codes[level][self.combinations.codes[:, place]] for place, (ladder, level) in columns]
        sizes = [ladder.sizes[level] for ladder, level in zip(self.ladders, node, strict=True)]
        group, groups = joined(codes, sizes, len(self.rows))
        people = self.combinations.sizes(group, groups)
        good = people >= self.k
        return group, people, good & self.safe(group, groups) if self.safe else good

    def look(self, node: Node) -> Found:
        """Judge one combination of levels, once."""
        if node not in self.seen:
            group, _, good = self.groups(node)
            kept = good[group]
            lost = [
                weight * ladder.levels[level].loss[self.combinations.codes[:, place]]
                for place, (ladder, level, weight) in enumerate(zip(self.ladders, node, self.weights, strict=True))
            ]
            loss = float((self.rows * np.where(kept, np.sum(lost, axis=0), 1.0)).sum() / self.rows.sum())
            aside = int(self.rows[~kept].sum())
            self.seen[node] = Found(node, loss, aside, aside <= self.most_set_aside * self.rows.sum() + 1e-9)
        return self.seen[node]


def search(problem: Problem, *, wanted: int = 1, most_looks: int = 2_000) -> tuple[list[Found], float]:
    """Find the combinations of levels that lose least, and say how much a better one could save at most.

    Parameters
    ----------
    problem : Problem
        What is asked.
    wanted : int
        How many of them; none of them is a coarser form of another.
    most_looks : int
        After so many looks the search ends with the best so far.

    Returns
    -------
    tuple of list of Found and float
        Least loss first, and the least loss that any other combination can have: the loss of the first when it is
        proven to be the best. The list is empty when none is good enough.

    Notes
    -----
    Best first: combinations are taken in the order of their loss before rows are set aside, which no combination can
    go below, until that reaches the best one known (branch and bound). What cannot be reached is known early: a
    combination that fails makes all finer ones fail (Samarati 2001; Kohlmayer and others, Flash, 2012).
    """
    good, failed, first = _start(problem), _Failed(), (0,) * len(problem.top)
    heap, visited = [(problem.bound(first), first)], {first}
    best, known = list[Found](), 0
    while heap:
        if len(good) > known:
            best, known = _different(good, wanted), len(good)
        limit = best[wanted - 1].loss if len(best) >= wanted else math.inf
        if heap[0][0] >= limit - TIE:
            break
        if len(problem.seen) >= most_looks or len(visited) >= MOST_VISITED:
            return best, min(heap[0][0], *(one.loss for one in best), math.inf)
        node = heapq.heappop(heap)[1]
        if not (problem.monotone and failed.above(node)):
            found = problem.look(node)
            if found.good:
                good[node] = found
                if not found.set_aside:  # coarser ones lose more
                    continue
            elif problem.monotone:
                _climb(problem, node, good, failed)
        for above in _above(node, problem.top):
            if above not in visited:
                visited.add(above)
                heapq.heappush(heap, (problem.bound(above), above))
    best = _different(good, wanted)
    return best, best[0].loss if best else math.inf


def _above(node: Node, top: Node) -> list[Node]:
    return [(*node[:at], node[at] + 1, *node[at + 1 :]) for at in range(len(node)) if node[at] < top[at]]


def _below(node: Node) -> list[Node]:
    return [(*node[:at], node[at] - 1, *node[at + 1 :]) for at in range(len(node)) if node[at] > 0]


def _start(problem: Problem) -> dict[Node, Found]:
    """Descend from the coarsest combination, always to the one that then loses least, for a good one to begin with."""
    here, good = problem.look(problem.top), {}
    while here.good:
        good[here.node] = here
        finer = [one for one in map(problem.look, _below(here.node)) if one.good]
        good.update({one.node: one for one in finer})
        if not finer:
            break
        here = min(finer, key=lambda one: (problem.bound(one.node), one.loss, one.node))
    return good


class _Failed:
    """The coarsest combinations that are known to fail."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.table = np.empty((0, 0), dtype=int)

    def above(self, node: Node) -> bool:
        return bool(len(self.nodes)) and bool((self.table >= np.array(node)).all(axis=1).any())

    def add(self, node: Node) -> None:
        self.nodes = [one for one in self.nodes if any(a > b for a, b in zip(one, node, strict=True))] + [node]
        self.table = np.array(self.nodes)


def _climb(problem: Problem, node: Node, good: dict[Node, Found], failed: _Failed) -> None:
    """Halve the way from a combination that fails to the coarsest one, to learn how high failing reaches."""
    path = [node]
    while path[-1] != problem.top:
        path.append(min(_above(path[-1], problem.top), key=lambda one: (problem.bound(one), one)))
    low, high = 0, len(path)
    while high - low > 1:
        middle = (low + high) // 2
        found = problem.look(path[middle])
        if found.good:
            good[found.node], high = found, middle
        else:
            low = middle
    failed.add(path[low])


def _different(good: dict[Node, Found], wanted: int) -> list[Found]:
    chosen: list[Found] = []
    for one in sorted(good.values(), key=lambda one: (one.loss, sum(one.node), one.node)):
        if len(chosen) == wanted:
            break
        if not any(all(a <= b for a, b in zip(other.node, one.node, strict=True)) for other in chosen):
            chosen.append(one)
    return chosen
