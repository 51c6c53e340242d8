"""What an author writes of a knob and of a guess, before anything is on the screen."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from millrace.errors import ArgumentError

__all__ = ["Guess", "Knob", "choice", "guess", "slider"]


@dataclass(frozen=True)
class Knob:
    """What can be turned; made by `slider` and `choice`."""

    label: str
    start: float | str
    options: tuple[str, ...] = ()
    lowest: float = 0
    highest: float = 0
    step: float = 1
    unit: str = ""

    def allows(self, value: float | str) -> bool:
        """Say whether it can be turned to a value."""
        return value in self.options if isinstance(value, str) else self.lowest <= value <= self.highest

    @property
    def decimals(self) -> int:
        """Return how many decimals its step has."""
        return len(f"{self.step:.6f}".rstrip("0").partition(".")[2])


@dataclass(frozen=True)
class Guess:
    """What is asked before the first turn; made by `guess`."""

    question: str
    unit: str = ""
    options: tuple[str, ...] = ()

    def read(self, said: str) -> float | str:
        """Read what was typed or chosen; an ArgumentError says what to type instead."""
        if self.options:
            return said
        bare = re.sub(r"\s", "", said.replace(self.unit, ""))
        # "1,800" has a comma between thousands, "1,5" one before the decimals
        bare = bare.replace(",", "") if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?", bare) else bare.replace(",", ".")
        try:
            return float(bare)
        except ValueError:
            raise ArgumentError("Guess first: type a number, such as 40 or 0.8. A wrong one costs nothing.") from None

    def compared(self, guessed: float | str, real: object) -> str:
        """Return the guess beside what is so."""
        return f"You guessed {self._written(guessed)}. It is {self._written(real)}."

    def _written(self, value: object) -> str:
        text = value if isinstance(value, str) else f"{value:,.2f}".removesuffix(".00")
        return f"{text} {self.unit}".strip()


def slider(start: float, lowest: float, highest: float, *, step: float = 1, unit: str = "", label: str = "") -> Knob:
    """Make a knob for a number.

    Parameters
    ----------
    start : float
        Where it is at first.
    lowest, highest : float
        How far it can be turned.
    step : float
        By how much it moves.
    unit : str
        What is written behind the number, for example ``"CNY"``.
    label : str
        What is written before it, in full; by default the name of the argument.

    Returns
    -------
    Knob

    Raises
    ------
    ArgumentError
        When it does not start between its ends.

    Examples
    --------
    >>> slider(4000, 0, 10000, step=500, unit="CNY").unit
    'CNY'
    """
    if not lowest <= start <= highest:
        raise ArgumentError(
            f"The slider starts at {start}, outside {lowest} to {highest}. Write slider(start, lowest, highest)."
        )
    return Knob(label, start, lowest=lowest, highest=highest, step=step, unit=unit)


def choice(options: Iterable[str], *, label: str = "") -> Knob:
    """Make a knob for one of a few words.

    Parameters
    ----------
    options : iterable of str
        The words; the first is where it is at first.
    label : str
        What is written before them; by default the name of the argument.

    Returns
    -------
    Knob

    Examples
    --------
    >>> choice(["day first", "month first"]).start
    'day first'
    """
    words = tuple(options)
    return Knob(label, words[0], options=words)


def guess(question: str, *, unit: str = "", options: Iterable[str] = ()) -> Guess:
    """Make a question that is asked before anything is shown.

    Parameters
    ----------
    question : str
        What is asked; the function that is turned returns what is right at the first values of the knobs.
    unit : str
        What is written behind a number.
    options : iterable of str
        Words to choose from; without them a number is typed.

    Returns
    -------
    Guess

    Examples
    --------
    >>> guess("How many?", unit="CNY").compared(60_000, 62_080.0)
    'You guessed 60,000 CNY. It is 62,080 CNY.'
    """
    return Guess(question, unit, tuple(options))
