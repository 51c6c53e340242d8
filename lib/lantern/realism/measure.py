"""What a measure of realism is."""

from collections.abc import Callable
from dataclasses import dataclass

from lantern.company import Company

__all__ = ["Measure"]


@dataclass(frozen=True)
class Measure:
    """A figure of the company: its name, the range in which it must lie, and what the range rests on."""

    name: str
    low: float
    high: float
    rests_on: str
    of: Callable[[Company], float]
