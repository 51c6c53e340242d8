"""A measure defined in full: what is counted, over what, when, who owns it, and what must not get worse."""

from dataclasses import dataclass, fields
from html import escape
from typing import Literal

from millrace.errors import ArgumentError, did_you_mean, in_words

__all__ = ["DIRECTIONS", "Kpi"]

DIRECTIONS = ("higher", "lower", "hold")
BETTER = {"higher": "more is better", "lower": "less is better", "hold": "near the target is better"}
WHY = {
    "name": "Without a name nobody can ask for it.",
    "question": "A number that answers no question changes no decision.",
    "numerator": "Say in words what is counted or added up.",
    "denominator": "Say in words what it is divided by.",
    "window": "Without a window (for example 'per week, by the day it was opened') two people get two numbers.",
    "owner": "Without an owner nobody acts on it. Name a role.",
    "guardrail": "Say what must not get worse while this gets better.",
    "source": "Say which file or system it comes from.",
    "unit": "Say what it is measured in, for example 'share', 'minutes', 'CNY'.",
}
LABELS = {
    "question": "Question it answers",
    "numerator": "Counted (numerator)",
    "denominator": "Divided by (denominator)",
    "window": "Window",
    "owner": "Owner",
    "unit": "Unit",
    "direction": "Direction",
    "target": "Target",
    "guardrail": "Must not get worse (guardrail)",
    "source": "Source",
    "wait_days": "Days until a row's outcome is known",
    "gamed": "How it gets gamed",
}


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """A key performance indicator (KPI) with everything that two people need to get the same number.

    Parameters
    ----------
    name, question : str
        What it is called, and the question of the business that it answers.
    numerator, denominator : str
        What is counted or added up, and what it is divided by, in words.
    window : str
        When a row counts, in words, for example "per week, by the day the ticket was opened".
    owner : str
        The role that acts on it.
    direction : {"higher", "lower", "hold"}
        Which way is better; "hold" means within 5 % of the target.
    unit : str
        What it is measured in. With "share" the numerator is a part of the denominator, from 0 to 1.
    guardrail : str
        What must not get worse while this gets better.
    source : str
        The file or system.
    target : float, optional
        The value to reach, in the unit.
    wait_days : int
        How many days pass until the outcome of a row is known: 7 for "not reopened within 7 days". Younger rows do not
        count yet.
    gamed : str
        How the number can be made to look good without being good.

    Raises
    ------
    ArgumentError
        When a part is missing or empty, the direction is unknown, or a number is none.

    Notes
    -----
    The parts follow the measure sheet of Neely and others, "Designing performance measures: a structured approach"
    (International Journal of Operations & Production Management 17, 1997).

    Examples
    --------
    >>> settled = Kpi(
    ...     name="settled at first contact", question="Do customers get their answer at once?",
    ...     numerator="tickets settled at first contact and not reopened", denominator="all tickets",
    ...     window="per week, by the day it was opened", owner="head of service", direction="higher", unit="share",
    ...     guardrail="satisfaction", source="support_pilot.csv", target=0.75, wait_days=7)
    >>> print(settled.describe().splitlines()[0])
    settled at first contact
    """

    name: str
    question: str
    numerator: str
    denominator: str
    window: str
    owner: str
    direction: Literal["higher", "lower", "hold"]
    unit: str
    guardrail: str
    source: str
    target: float | None = None
    wait_days: int = 0
    gamed: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not defined."""
        for name, why in WHY.items():
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise ArgumentError(f"{name}={in_words(value)} was given for a KPI. A text was expected. {why}")
        if self.direction not in DIRECTIONS:
            raise ArgumentError(
                f"direction={in_words(self.direction)} was given. 'higher', 'lower' or 'hold' was expected. Choose one."
                f"{did_you_mean(self.direction, DIRECTIONS)}"
            )
        _check_numbers(self)

    def describe(self) -> str:
        """Write the definition as a page of text, one line per part.

        Returns
        -------
        str
            The name, then each part with its label; "not set" where there is no target.
        """
        return "\n".join([self.name, *(f"  {label}: {text}" for label, text in _lines(self))])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left'>{escape(label)}</th>"
            f"<td style='text-align:left'>{escape(text)}</td></tr>"
            for label, text in _lines(self)
        )
        return f"<table><caption><b>{escape(self.name)}</b></caption>{rows}</table>"


def _check_numbers(kpi: Kpi) -> None:
    wait, target = kpi.wait_days, kpi.target
    if isinstance(wait, bool) or not isinstance(wait, int) or wait < 0:
        raise ArgumentError(f"wait_days={in_words(wait)} was given. A whole number of 0 or more was expected.")
    if target is None:
        if kpi.direction == "hold":
            raise ArgumentError("direction='hold' was given without a target. A target was expected. Give one.")
        return
    if (
        isinstance(target, bool)
        or not isinstance(target, int | float)
        or target != target
        or abs(target) == float("inf")
    ):
        raise ArgumentError(f"target={in_words(target)} was given. A number was expected. Write 75 % as 0.75.")
    if kpi.unit == "share" and not 0 <= target <= 1:
        raise ArgumentError(f"target={target:g} was given for a share. 0 to 1 was expected. Write 75 % as 0.75.")


def _lines(kpi: Kpi) -> list[tuple[str, str]]:
    words = {field.name: str(getattr(kpi, field.name)) for field in fields(kpi)}
    words["direction"] = f"{kpi.direction} ({BETTER[kpi.direction]})"
    words["target"] = "not set" if kpi.target is None else f"{kpi.target:g}"
    return [(label, words[name] or "not said") for name, label in LABELS.items()]
