"""What a tool brings and what it costs: amounts with a range, in cash or in time that nobody can spend."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.value.ranges import as_range, number

__all__ = ["Amount", "amount_list", "month_factors"]

KINDS = ("cash", "time")
PER = ("month", "year", "once")


@dataclass(frozen=True)
class Amount:
    """One gain or one cost, with the range in which it is held to lie.

    Parameters
    ----------
    name : str
        What it is, for example "hours of answering saved" or "fees".
    low, likely, high : float
        The smallest, likely and largest value, in money, 0 or more.
    per : {"month", "year", "once"}
        How often it comes. "year" is spread evenly over its months, "once" is paid on the day it starts.
    kind : {"cash", "time"}
        Money that comes or goes, or paid hours whose wage stays the same.
    cash_share : float, optional
        The share of "time" that becomes money: overtime not paid, hours used for work that is sold. Left out, it is 0
        for time: nobody can spend it. A "cash" amount is all cash.
    from_month : int
        The first month in which it comes, from 1; later for a gain that must be learnt first.
    currency : str
        The money it is in.

    Raises
    ------
    ArgumentError
        When a number is missing, negative or out of order, or a word is unknown.

    Examples
    --------
    >>> Amount("fees", 700, 980, 1300, per="month").kind
    'cash'
    >>> Amount("answering", 2000, 3000, 4500, per="month", kind="time").cash
    0.0
    """

    name: str
    low: float
    likely: float
    high: float
    per: Literal["month", "year", "once"] = field(kw_only=True)
    kind: Literal["cash", "time"] = field(default="cash", kw_only=True)
    cash_share: float | None = field(default=None, kw_only=True)
    from_month: int = field(default=1, kw_only=True)
    currency: str = field(default="CNY", kw_only=True)

    def __post_init__(self) -> None:
        """Refuse what is no range."""
        if not isinstance(self.name, str) or not self.name.strip():
            raise ArgumentError(f"An amount has the name {in_words(self.name)}. A text was expected. Say what it is.")
        as_range((self.low, self.likely, self.high), name=f"'{self.name}'")
        for name, known in (("per", PER), ("kind", KINDS)):
            value = getattr(self, name)
            if value not in known:
                raise ArgumentError(
                    f"{name}={in_words(value)} was given for '{self.name}'. One of {', '.join(known)} was expected."
                    f" Choose one.{did_you_mean(value, known)}"
                )
        month = self.from_month
        if isinstance(month, bool) or not isinstance(month, int | np.integer) or month < 1:
            raise ArgumentError(
                f"from_month={in_words(month)} was given for '{self.name}'. A whole number of 1 or more was expected."
                " Write the first month in which it comes."
            )
        self._check_share()

    def _check_share(self) -> None:
        if self.cash_share is None:
            return
        share = number(self.cash_share, name=f"cash_share of '{self.name}'", least=0, most=1)
        if self.kind == "cash" and share != 1:
            raise ArgumentError(
                f"'{self.name}' is cash and has cash_share={share:g}. Only time can be cash in part. Leave cash_share "
                "out, or write kind='time'."
            )

    @property
    def cash(self) -> float:
        """The share of it that is money, 0 to 1."""
        return (1.0 if self.kind == "cash" else 0.0) if self.cash_share is None else float(self.cash_share)


def amount_list(given: object, *, name: str) -> list[Amount]:
    """Take one amount or some, and refuse other things, names that are there twice, and mixed currencies.

    Parameters
    ----------
    given : Amount or list of Amount
        The amounts.
    name : str
        What to call them in a message.

    Returns
    -------
    list of Amount

    Raises
    ------
    ArgumentError
        Naming the first that is wrong.

    Examples
    --------
    >>> len(amount_list(Amount("fees", 1, 2, 3, per="month"), name="costs"))
    1
    """
    listed: list[Any] = list(given) if isinstance(given, list | tuple) else [given]
    wrong = next((each for each in listed if not isinstance(each, Amount)), None)
    if wrong is not None or not listed:
        raise ArgumentError(
            f"{name} holds {in_words(wrong) if listed else 'nothing'}. A list of amounts was expected. Write it like "
            "[value.Amount('fees', 700, 980, 1300, per='month')]."
        )
    names = [each.name for each in listed]
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        raise ArgumentError(f"{name} has '{twice}' twice. Each name once was expected. Rename one.")
    currencies = sorted({each.currency for each in listed})
    if len(currencies) > 1:
        raise ArgumentError(
            f"{name} is in {' and '.join(currencies)}. One currency was expected. Convert one of them first."
        )
    return listed


def month_factors(amount: Amount, *, months: int, discount_per_year: float) -> np.ndarray:
    """Work out how often an amount counts in each month, from 0 (the start) to the last, worth less the later it comes.

    Parameters
    ----------
    amount : Amount
        What comes.
    months : int
        How many months are looked at.
    discount_per_year : float
        How much less money is worth a year later, as a share; 0 counts all months alike.

    Returns
    -------
    array of shape (months + 1,)

    Examples
    --------
    >>> month_factors(Amount("fees", 1, 2, 3, per="year"), months=2, discount_per_year=0.0).round(3).tolist()
    [0.0, 0.083, 0.083]
    """
    at = np.arange(months + 1)
    if amount.per == "once":
        comes = (at == (0 if amount.from_month == 1 else amount.from_month)).astype("float64")
    else:
        comes = (at >= amount.from_month) * (1.0 if amount.per == "month" else 1 / 12)
    return comes * (1 + discount_per_year) ** (-at / 12)
