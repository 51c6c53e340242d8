"""A production line in numbers: its steps, the people at each, and the orders that come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from numbers import Real

import numpy as np

from millrace.errors import ArgumentError, counted, did_you_mean, in_words

__all__ = ["Line", "Orders", "Step"]


@dataclass(frozen=True)
class Orders:
    """The orders of a line and the work they need, order by order: drawn by chance, or taken from an event log.

    All times are working hours on one clock that runs only while the shop is open. Arrays named ``visit_...`` have one
    entry per visit of an order at a step, sorted by order and then by sequence.

    Parameters
    ----------
    names : numpy.ndarray
        One label per order.
    arrived_hours : numpy.ndarray of float
        When each order came.
    pieces : numpy.ndarray of float
        Pieces of each order.
    promised_hours : numpy.ndarray of float
        Working hours from the order's coming to the promised moment; missing when nothing was promised.
    visit_order : numpy.ndarray of int
        Position of the order.
    visit_step : numpy.ndarray of int
        Position of the step in the line.
    visit_pace : numpy.ndarray of float
        Minutes per piece of this visit, as a multiple of the step's: some kinds take longer than others.
    visit_ratio : numpy.ndarray of float
        Work of this visit, as a multiple of set-up + pieces * minutes per piece * pace.
    visit_elsewhere_hours : numpy.ndarray of float
        Hours before the step that pass whatever the hands do.

    Examples
    --------
    >>> orders, visits = (["a", "b"], [0.0, 1], [5.0, 5], [8.0, 8]), ([0, 1], [0, 0], [1, 1], [1, 1], [0.0, 0])
    >>> two = Orders(*map(np.array, orders + visits))
    >>> len(two.names)
    2
    """

    names: np.ndarray
    arrived_hours: np.ndarray
    pieces: np.ndarray
    promised_hours: np.ndarray
    visit_order: np.ndarray
    visit_step: np.ndarray
    visit_pace: np.ndarray
    visit_ratio: np.ndarray
    visit_elsewhere_hours: np.ndarray

    def __repr__(self) -> str:
        """Say how many there are."""
        return f"{counted(len(self.names), 'order')} with {counted(len(self.visit_order), 'visit')} at steps"


@dataclass(frozen=True)
class Step:
    """One step of a line: how long it takes, and how many people do it.

    Parameters
    ----------
    name : str
        What the step is called.
    minutes_per_piece : float
        Minutes of work per piece.
    setup_minutes : float
        Minutes before the first piece of an order, or of a batch of orders.
    people : int
        How many orders can be worked on at once: people, or machines when a machine is what is short.
    spread : float
        How much the work of equal orders differs: standard deviation as a share of the mean. 0 is always the same.
    batch_pieces : int
        Pieces to collect before the step begins; they are then done together with one set-up. 1 collects nothing.
    elsewhere_hours : float
        Working hours that every order lies before the step whatever the hands do: drying, transport, a shelf.
    available_share : float
        The share of the open hours in which the people are at this step; while they are away, work takes longer.

    Raises
    ------
    ArgumentError
        When a number is out of range, for example negative minutes or no people.

    Examples
    --------
    >>> Step("painting", minutes_per_piece=0.7, setup_minutes=3).people
    1
    """

    name: str
    minutes_per_piece: float = field(kw_only=True)
    setup_minutes: float = field(default=0.0, kw_only=True)
    people: int = field(default=1, kw_only=True)
    spread: float = field(default=0.0, kw_only=True)
    batch_pieces: int = field(default=1, kw_only=True)
    elsewhere_hours: float = field(default=0.0, kw_only=True)
    available_share: float = field(default=1.0, kw_only=True)

    def __post_init__(self) -> None:
        """Refuse numbers that are out of range."""
        for name in ("minutes_per_piece", "setup_minutes", "spread", "elsewhere_hours"):
            need_number(name, getattr(self, name), least=0, at=self.name)
        for name in ("people", "batch_pieces"):
            need_whole(name, getattr(self, name), at=self.name)
        need_number("available_share", self.available_share, above=0, most=1, at=self.name)


@dataclass(frozen=True)
class Line:
    """A line of steps that every order passes, and how orders come.

    Parameters
    ----------
    steps : tuple of Step
        The steps in their order.
    orders_per_week : float
        How many orders come in an average week.
    hours_per_week : float
        Working hours of a week: how long the shop is open.
    pieces_per_order : tuple of int
        Sizes of orders; each is as likely as the others. A size that is listed twice is twice as likely.
    arrival_spread : float
        How irregularly orders come: 1 as by chance (Poisson), 0 like clockwork.
    promised_hours : float, optional
        Working hours from the order's coming in which it is promised.
    limit_inside : int, optional
        Release an order only when fewer than this many are inside. Without it, every order begins when it comes.
    history : Orders, optional
        Orders of an event log, with their own routes, work and promises, from `millrace.whatif.fit`.

    Raises
    ------
    ArgumentError
        When there is no step, a name is used twice, or a number is out of range.

    Notes
    -----
    Releasing by a limit is CONWIP (Hopp and Spearman, Factory Physics, chapter 10). Everybody works at one step only;
    people who help out at two steps are not in the model.

    Examples
    --------
    >>> steps = [Step("cut", minutes_per_piece=2), Step("sew", minutes_per_piece=8)]
    >>> Line(steps, orders_per_week=20, hours_per_week=48)
    Line of 2 steps (cut, sew): 20 orders per week of 48 hours
    """

    steps: tuple[Step, ...]
    orders_per_week: float = field(kw_only=True)
    hours_per_week: float = field(kw_only=True)
    pieces_per_order: tuple[int, ...] = field(default=(1,), kw_only=True)
    arrival_spread: float = field(default=1.0, kw_only=True)
    promised_hours: float | None = field(default=None, kw_only=True)
    limit_inside: int | None = field(default=None, kw_only=True)
    history: Orders | None = field(default=None, kw_only=True, compare=False)

    def __post_init__(self) -> None:
        """Refuse numbers that are out of range, and keep lists as they are now."""
        object.__setattr__(self, "steps", tuple(_steps(self.steps)))
        object.__setattr__(self, "pieces_per_order", _sizes(self.pieces_per_order))
        need_number("orders_per_week", self.orders_per_week, above=0)
        need_number("hours_per_week", self.hours_per_week, above=0, most=168)
        need_number("arrival_spread", self.arrival_spread, least=0)
        if self.promised_hours is not None:
            need_number("promised_hours", self.promised_hours, above=0)
        if self.limit_inside is not None:
            need_whole("limit_inside", self.limit_inside)

    def __repr__(self) -> str:
        """Say in words what the line is."""
        names = ", ".join(step.name for step in self.steps)
        limit = f", at most {self.limit_inside} inside" if self.limit_inside else ""
        return (
            f"Line of {len(self.steps)} steps ({names}): {self.orders_per_week:.4g} orders per week of "
            f"{self.hours_per_week:.4g} hours{limit}"
        )

    def position(self, name: str) -> int:
        """Return the position of a step by its name.

        Parameters
        ----------
        name : str
            What the step is called.

        Returns
        -------
        int

        Raises
        ------
        ArgumentError
            When the line has no such step, with the nearest name.

        Examples
        --------
        >>> Line([Step("cut", minutes_per_piece=2)], orders_per_week=2, hours_per_week=40).position("cut")
        0
        """
        names = [step.name for step in self.steps]
        if name not in names:
            raise ArgumentError(
                f"Step {in_words(name)} was named. One of the steps of the line was expected: {', '.join(names)}."
                f"{did_you_mean(name, names) or ' Correct the name.'}"
            )
        return names.index(name)


def _steps(steps: object) -> list[Step]:
    found = list(steps) if isinstance(steps, Iterable) and not isinstance(steps, str) else []
    if not found or not all(isinstance(step, Step) for step in found):
        raise ArgumentError(
            f"steps={in_words(steps)} was given. A list of steps was expected. "
            'Write it like [Step("cutting", minutes_per_piece=2)].'
        )
    names = [step.name for step in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ArgumentError(
            f"Two steps are called {in_words(twice[0])}. A name of its own was expected for each. Rename one."
        )
    return found


def _sizes(sizes: object) -> tuple[int, ...]:
    found = tuple(sizes) if isinstance(sizes, Iterable) and not isinstance(sizes, str) else (sizes,)
    if not found:
        raise ArgumentError("pieces_per_order=[] was given. At least one size was expected. Write it like [12, 60].")
    for size in found:
        need_whole("pieces_per_order", size)
    return found


def need_number(
    name: str, value: object, *, least: float = -np.inf, above: float = -np.inf, most: float = np.inf, at: str = ""
) -> None:
    """Stop when a setting is no finite number in its range."""
    number = _number(value)
    if np.isfinite(number) and least <= number <= most and number > above:
        return
    low = f"{above:g} was" if above > -np.inf else f"{least:g} or more was"
    kind = f"A number above {low}" if above > -np.inf else f"A number of {low}"
    kind = kind.replace(" was", f" and at most {most:g} was") if most < np.inf else kind
    raise ArgumentError(f"{name}={in_words(value)} was given{at and f' for {at!r}'}. {kind} expected. Correct it.")


def need_whole(name: str, value: object, *, at: str = "") -> None:
    """Stop when a setting is no whole number of 1 or more."""
    if _number(value) >= 1 and _number(value).is_integer():
        return
    raise ArgumentError(
        f"{name}={in_words(value)} was given{at and f' for {at!r}'}. A whole number of 1 or more was expected. "
        "Correct it."
    )


def _number(value: object) -> float:
    """Return a setting as a number; missing for what is none, which is in no range."""
    return float(value) if isinstance(value, Real) and value is not True and value is not False else np.nan
