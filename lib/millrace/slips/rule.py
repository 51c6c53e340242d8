"""A rule: for which errors it is asked, what it says of a stop, and an example of the slip that it knows."""

from collections.abc import Callable
from dataclasses import dataclass

from millrace.slips.stops import Stop

__all__ = ["Rule"]


@dataclass(frozen=True)
class Rule:
    """A usual slip.

    Parameters
    ----------
    errors : type of error, or a tuple of them
        For which errors the rule is asked.
    say : function
        Takes the `Stop` and returns one or two sentences, or None when it is another slip.
    example : str
        A cell with the slip; a test runs it.
    before : str
        A cell that is run before it.
    text : str
        A text of its notebook.
    """

    errors: type[BaseException] | tuple[type[BaseException], ...]
    say: Callable[[Stop], str | None]
    example: str
    before: str = ""
    text: str = ""

    @property
    def name(self) -> str:
        """What the rule is called."""
        return self.say.__name__
