"""What was looked at in a search for causes: a value, or a pair of values, with its counts and row in the result."""

from dataclasses import dataclass

import numpy as np

from millrace.rates.causes import Cause
from millrace.rates.evidence import above_others
from millrace.rates.pairs import Joined

__all__ = ["Found", "in_percent", "without_parts"]


@dataclass(frozen=True)
class Found:
    """One value of one cause, or some values of two.

    ``pieces`` and ``events`` have four numbers: in it, with the first cause alone, with the second alone, all others.
    """

    causes: tuple[Cause, ...]
    codes: tuple[tuple[int, ...], ...]
    pieces: np.ndarray
    events: np.ndarray
    set_aside: int
    adjusted_p: float

    @classmethod
    def single(cls, cause: Cause, code: int, adjusted_p: float) -> "Found":
        """Make one of a value."""
        pieces, events = (
            np.array([count[code], 0, 0, count.sum() - count[code]]) for count in (cause.pieces, cause.events)
        )
        return cls((cause,), ((code,),), pieces, events, int(cause.set_aside[code]), adjusted_p)

    @classmethod
    def pair(cls, first: Cause, second: Cause, joined: Joined, adjusted_p: float) -> "Found":
        """Make one of a pair."""
        codes = (joined.first, joined.second)
        apart = np.isin(first.unknown_codes, codes[0]) & np.isin(second.unknown_codes, codes[1])
        return cls((first, second), codes, joined.pieces, joined.events, int(apart.sum()), adjusted_p)

    @property
    def name(self) -> str:
        """Say which values of which causes."""
        return " and ".join(
            f"{cause.name} {_values(cause, codes)}" for cause, codes in zip(self.causes, self.codes, strict=True)
        )

    @property
    def rates(self) -> np.ndarray:
        """Return the four rates, nan where there are no pieces."""
        return np.divide(self.events, self.pieces, out=np.full(4, np.nan), where=self.pieces > 0)

    @property
    def chance(self) -> float:
        """Return how often chance alone would raise it so far above all others."""
        counts = (self.events[:1], self.pieces[:1], int(self.events.sum()), int(self.pieces.sum()))
        return float(above_others(*counts)[0])

    @property
    def times(self) -> float:
        """Return how many times the highest of the other rates it has; infinite when those are 0."""
        rates = self.rates
        highest = np.nanmax(rates[1:]) if not np.isnan(rates[1:]).all() else np.nan
        return float(rates[0] / highest) if highest else np.inf

    def side(self, place: int) -> np.ndarray:
        """Mark the rows that have the values of one of its causes."""
        cause = self.causes[place]
        table = np.zeros(len(cause.labels), dtype=bool)
        table[list(self.codes[place])] = True
        return table[cause.codes]

    def row(self) -> dict:
        """Return what the result says of it."""
        pair, rates = len(self.causes) == 2, self.rates
        return {
            "kind": "pair" if pair else "single",
            "cause": self.causes[0].name,
            "values": _values(self.causes[0], self.codes[0]),
            "and_cause": self.causes[1].name if pair else None,
            "and_values": _values(self.causes[1], self.codes[1]) if pair else None,
            "pieces": int(self.pieces[0]),
            "events": int(self.events[0]),
            "set_aside": self.set_aside,
            "rate": rates[0],
            "alone_rate": rates[1],
            "and_alone_rate": rates[2],
            "neither_rate": rates[3],
            "adjusted_p": self.adjusted_p,
            "statement": self._statement(),
        }

    def _statement(self) -> str:
        together, first, second, neither = (in_percent(rate) for rate in self.rates)
        pieces = f"{self.pieces[0]:,} piece{'s' if self.pieces[0] != 1 else ''}"
        if len(self.causes) == 1:
            return f"{together} of {pieces}, {neither} of the others"
        return f"{together} together ({pieces}), {first} and {second} alone, {neither} with neither"


def _values(cause: Cause, codes: tuple[int, ...]) -> str:
    return " or ".join(sorted(str(cause.labels[code]) for code in codes))


def in_percent(rate: float) -> str:
    """Write a share as people do: whole percents from 10 % on, one digit below.

    Parameters
    ----------
    rate : float
        A share from 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> in_percent(0.234), in_percent(0.0081), in_percent(0.0), in_percent(float("nan"))
    ('23 %', '0.8 %', '0 %', 'unknown')
    """
    if np.isnan(rate):
        return "unknown"
    digits = 0 if rate == 0 or rate >= 0.0995 else 1 if rate >= 0.00095 else 2
    return f"{100 * rate:.{digits}f} %"


def without_parts(pairs: list[Found]) -> list[Found]:
    """Leave out pairs that are a part of a stronger pair of the same two columns.

    Parameters
    ----------
    pairs : list of Found
        In any order.

    Returns
    -------
    list of Found
        The strongest first.

    Examples
    --------
    >>> without_parts([])
    []
    """
    kept: list[Found] = []
    for one in sorted(pairs, key=lambda pair: (pair.chance, -pair.events[0])):
        if not any(_is_part(one, stronger) for stronger in kept):
            kept.append(one)
    return kept


def _is_part(one: Found, other: Found) -> bool:
    same = [cause.name for cause in one.causes] == [cause.name for cause in other.causes]
    return same and all(set(a) <= set(b) for a, b in zip(one.codes, other.codes, strict=True))
