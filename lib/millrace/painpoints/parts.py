"""What a pain is made of: parts with a smallest, a likely and a largest yearly cost, in money or in paid time."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Real
from typing import Any, Literal

import numpy as np

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.reading import parse_money

__all__ = ["Part", "as_range", "hours_part", "part_list", "times_part"]

KINDS = ("cash", "time")


@dataclass(frozen=True)
class Part:
    """One part of what a pain costs per year, with its range.

    Parameters
    ----------
    name : str
        What the money or the time goes for, for example "refunds".
    low, likely, high : float
        The smallest, the likely and the largest cost that you hold for possible, in money per year.
    kind : {"cash", "time"}
        Money that leaves the firm, or paid hours that are lost but whose wage is paid all the same.
    cash_share : float, optional
        The share of a "time" part that becomes money: hours that are paid as overtime, or that would be used for work
        that is sold. Left out, it is 0 for time. A "cash" part is all cash.
    source : str
        Where the numbers come from, for example "complaints.csv, 2025".

    Raises
    ------
    ArgumentError
        When a number is missing, text, negative or endless, when they are not in order, or ``kind`` is unknown.

    Examples
    --------
    >>> Part("refunds", 4000, 6000, 11000, source="complaints.csv").high
    11000.0
    >>> Part("looking for moulds", 2000, 3000, 5000, kind="time").cash_share
    0.0
    """

    name: str
    low: float
    likely: float
    high: float
    kind: Literal["cash", "time"] = field(default="cash", kw_only=True)
    cash_share: float | None = field(default=None, kw_only=True)
    source: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        """Read the numbers, and refuse what is no range."""
        if not isinstance(self.name, str) or not self.name.strip():
            raise ArgumentError(
                f"The name of a part is {in_words(self.name)}. A text was expected. Say what the money goes for."
            )
        low, likely, high = as_range((self.low, self.likely, self.high), name=f"part '{self.name}'")
        if self.kind not in KINDS:
            raise ArgumentError(
                f"kind={in_words(self.kind)} was given for part '{self.name}'. 'cash' or 'time' was expected. "
                f"Choose one.{did_you_mean(self.kind, KINDS)}"
            )
        for attribute, value in zip(("low", "likely", "high"), (low, likely, high), strict=True):
            object.__setattr__(self, attribute, value)
        object.__setattr__(self, "cash_share", _cash_share(self))

    @property
    def cash(self) -> float:
        """The share of the part that is money, 0 to 1."""
        return 1.0 if self.cash_share is None else self.cash_share


def _cash_share(part: Part) -> float:
    if part.cash_share is None:
        return 1.0 if part.kind == "cash" else 0.0
    share = number(part.cash_share, name=f"the cash_share of part '{part.name}'")
    if not 0 <= share <= 1:
        raise ArgumentError(
            f"The cash_share of part '{part.name}' is {share:g}. A share from 0 to 1 was expected. Write 30 % as 0.3."
        )
    if part.kind == "cash" and share != 1:
        raise ArgumentError(
            f"Part '{part.name}' is cash and has cash_share={share:g}. Only time can be cash in part. Leave cash_share "
            "out, or write kind='time'."
        )
    return share


def hours_part(
    name: str, *, hours_per_year: object, wage_per_hour: object, cash_share: float = 0.0, source: str = ""
) -> Part:
    """Make a part from hours and what an hour costs.

    Parameters
    ----------
    name : str
        What the hours go for.
    hours_per_year : float or (low, likely, high)
        Hours per year.
    wage_per_hour : float or (low, likely, high)
        What one hour costs the firm, with all dues.
    cash_share : float
        The share of the hours that is paid extra or would be used for work that is sold, 0 to 1. The rest is time
        that nobody can spend: the wage is paid all the same.
    source : str
        Where the numbers come from.

    Returns
    -------
    Part
        Of kind "time"; low is low times low and high is high times high, which is the widest that can be.

    Raises
    ------
    ArgumentError
        As for `Part`.

    Examples
    --------
    >>> part = hours_part("searching", hours_per_year=(100, 150, 250), wage_per_hour=30, cash_share=0.2)
    >>> part.low, part.likely, part.high, part.cash_share
    (3000.0, 4500.0, 7500.0, 0.2)
    """
    hours, wage = as_range(hours_per_year, name="hours_per_year"), as_range(wage_per_hour, name="wage_per_hour")
    low, likely, high = (a * b for a, b in zip(hours, wage, strict=True))
    return Part(name, low, likely, high, kind="time", cash_share=cash_share, source=source)


def times_part(name: str, *, times_per_year: object, cost_each: object, source: str = "") -> Part:
    """Make a cash part from how often something happens and what it costs each time.

    Parameters
    ----------
    name : str
        What happens, for example "late orders lost".
    times_per_year : float or (low, likely, high)
        How often per year.
    cost_each : float or (low, likely, high)
        Money each time.
    source : str
        Where the numbers come from.

    Returns
    -------
    Part
        Of kind "cash"; low is low times low and high is high times high, which is the widest that can be.

    Raises
    ------
    ArgumentError
        As for `Part`.

    Examples
    --------
    >>> times_part("orders lost", times_per_year=(2, 4, 8), cost_each=(500, 1000, 1500)).likely
    4000.0
    """
    times, each = as_range(times_per_year, name="times_per_year"), as_range(cost_each, name="cost_each")
    return Part(name, *(a * b for a, b in zip(times, each, strict=True)), source=source)


def as_range(value: object, *, name: str, largest: float = math.inf) -> tuple[float, float, float]:
    """Read a number, or three numbers in order, as a range.

    Parameters
    ----------
    value : float or (low, likely, high)
        One number is known exactly.
    name : str
        What to call it in a message.
    largest : float
        The largest value that makes sense, for example 1 for a share.

    Returns
    -------
    tuple of float
        Low, likely, high.

    Raises
    ------
    ArgumentError
        When it is neither, or a number is missing, negative, too large, or out of order.

    Examples
    --------
    >>> as_range(5, name="hours"), as_range((1, 2, 4), name="hours")
    ((5.0, 5.0, 5.0), (1.0, 2.0, 4.0))
    """
    several = isinstance(value, Sequence | np.ndarray) and not isinstance(value, str | bytes)
    given: Any = value if several else (value, value, value)
    numbers = [number(each, name=name) for each in given]
    if len(numbers) != 3:
        raise ArgumentError(
            f"{name} has {len(numbers)} numbers. One number or three (low, likely, high) were expected. "
            "Write it like (100, 150, 250)."
        )
    low, likely, high = numbers
    if low < 0 or high > largest:
        limits = "0 or more" if largest == math.inf else f"from 0 to {largest:g}"
        raise ArgumentError(
            f"{name} has the value {low if low < 0 else high:g}. Numbers {limits} were expected. Correct it."
        )
    if not low <= likely <= high:
        raise ArgumentError(
            f"{name} has low {low:g}, likely {likely:g}, high {high:g}. Numbers in this order, none smaller than the "
            "one before, were expected. Correct them."
        )
    return low, likely, high


def number(value: object, *, name: str) -> float:
    """Read one finite number and refuse text, with what to write instead.

    Parameters
    ----------
    value : object
        What was given.
    name : str
        What to call it in a message.

    Returns
    -------
    float

    Raises
    ------
    ArgumentError
        When it is text, missing, True or False, or endless.

    Examples
    --------
    >>> number("1800 CNY", name="high")
    Traceback (most recent call last):
    ...
    millrace.errors.ArgumentError: high holds the text '1800 CNY'. A number was expected. Write 1800.
    """
    if isinstance(value, str):
        raise ArgumentError(f"{name} holds the text {in_words(value)}. A number was expected. {_advice(value)}")
    if not isinstance(value, Real | Decimal | np.number) or isinstance(value, bool | np.bool_):
        raise ArgumentError(f"{name} holds {in_words(value)}. A number was expected. Write it like 1800.")
    if not math.isfinite(value):
        raise ArgumentError(
            f"{name} holds {in_words(value)}. A known number was expected. Give a range you can defend."
        )
    return float(value)


def _advice(text: str) -> str:
    row = parse_money([text]).iloc[0]
    if row["problem"] == "missing":
        return "Nothing is known there: give a range you can defend, with a wide high."
    if row["problem"] == "ambiguous":
        return "The mark in it can stand for thousands or for a decimal: write it without marks, like 1800."
    return f"Write {row['amount']:g}." if row["problem"] == "" else "Write it like 1800."


def part_list(parts: object, *, name: str) -> list[Part]:
    """Take the parts of one pain, and refuse what is none.

    Parameters
    ----------
    parts : Part or list of Part
        The parts.
    name : str
        What to call them in a message.

    Returns
    -------
    list of Part

    Raises
    ------
    ArgumentError
        When there is none, something else is among them, or two have the same name.

    Examples
    --------
    >>> len(part_list(Part("refunds", 1, 2, 3), name="late delivery"))
    1
    """
    listed: list[Any] = list(parts) if isinstance(parts, Iterable) else [parts]
    wrong = next((part for part in listed if not isinstance(part, Part)), None)
    if wrong is not None or not listed:
        found = "no part" if not listed else in_words(wrong)
        raise ArgumentError(
            f"{name} holds {found}. A list of parts was expected. Write it like [painpoints.Part('refunds', 4000, "
            "6000, 11000)]."
        )
    names = [part.name for part in listed]
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        raise ArgumentError(
            f"{name} has two parts '{twice}'. One part per name was expected. Rename one, or take it out if it is "
            "counted twice."
        )
    return listed
