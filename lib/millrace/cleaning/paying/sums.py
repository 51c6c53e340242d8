"""A bounded search for the items that add up to a sum."""

from collections.abc import Callable, Sequence
from math import comb

__all__ = ["MOST_ITEMS", "Found", "sums_to"]

MOST_ITEMS = 40  # more open items of one customer are not searched
MOST_STEPS = 20_000
BY_CHANCE = 0.05  # expected number of sums that fit by chance, above which one that fits proves nothing

Found = tuple[list[tuple[int, ...]], str]


def sums_to(amounts: Sequence[int], fits: Callable[[int], bool], *, target: int, slack: int, most: int) -> Found:
    """Find the sets of two or more items that add up to a sum.

    Parameters
    ----------
    amounts : list of int
        The items, all of one sign.
    fits : function (sum) -> bool
        Whether a sum is near enough.
    target, slack : int
        The sum, and how far another may be from it and still fit: by this the search is cut.
    most : int
        How many items a set may have.

    Returns
    -------
    sets, doubt : list of tuple of int, str
        Places of the items, two sets at the most; and why the answer is no proof, or "".

    Examples
    --------
    >>> sums_to([700, 300, 450], lambda total: total == 1000, target=1000, slack=0, most=3)
    ([(0, 1)], '')
    """
    if len(amounts) > MOST_ITEMS:
        return [], f"{len(amounts)} open items are too many to be searched for sums"
    order = sorted(range(len(amounts)), key=lambda place: -abs(amounts[place]))
    sizes = [abs(amounts[place]) for place in order]
    goal = abs(target)
    found: list[tuple[int, ...]] = []
    steps = 0
    stack: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    while stack and len(found) < 2:
        start, total, chosen = stack.pop()
        for place in range(start, len(sizes)):
            steps += 1
            if steps > MOST_STEPS:
                return found, "the search for sums was cut short"
            reached = total + sizes[place]
            if reached > goal + slack:
                continue
            taken = (*chosen, place)
            if len(taken) > 1 and fits(reached if target >= 0 else -reached):
                found.append(tuple(sorted(order[one] for one in taken)))
            if len(taken) < most:
                stack.append((place + 1, reached, taken))
    return found[:2], _doubt(found, sizes, goal, slack, most)


def _doubt(found: list[tuple[int, ...]], sizes: list[int], goal: int, slack: int, most: int) -> str:
    """Say when so many sets could be made that one of them would fit by chance."""
    if not found:
        return ""
    usable = [size for size in sizes if size <= goal + slack]
    step = 100 if all(size % 100 == 0 for size in usable) else 1
    sets = sum(comb(len(usable), size) for size in range(2, most + 1))
    expected = sets * (2 * slack / step + 1) / max(1, goal / step)
    return f"one of {sets:,} possible sums fits by chance" if sets > 1 and expected > BY_CHANCE else ""
