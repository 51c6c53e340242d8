"""Changes to a line that can be tried before anybody pays for them."""

from dataclasses import dataclass, replace

from millrace.errors import ArgumentError, in_words
from millrace.whatif.lines import Line, Step, need_number, need_whole

__all__ = ["Change", "batch", "changed", "faster", "limit_inside", "more_people", "together"]


@dataclass(frozen=True)
class Change:
    """One change, or several at once, to a line.

    Parameters
    ----------
    settings : tuple
        What is changed, as (kind, step, amount); the step is empty for the whole line.

    Examples
    --------
    >>> more_people("painting", 1)
    1 more at painting
    """

    settings: tuple[tuple[str, str, float], ...]

    def __repr__(self) -> str:
        """Say in words what is changed."""
        return ", ".join(WORDS[kind].format(step=step, amount=amount) for kind, step, amount in self.settings)

    @property
    def extra_people(self) -> int:
        """How many more people the change needs."""
        return int(sum(amount for kind, _, amount in self.settings if kind == "people"))


WORDS = {
    "people": "{amount} more at {step}",
    "faster": "{step} {amount:g} times as fast per piece",
    "batch": "{step} begins at {amount} pieces",
    "limit": "at most {amount} orders inside",
}


def more_people(step: str, n: int = 1) -> Change:
    """Put more people at a step, who work as those who are there.

    Parameters
    ----------
    step : str
        The step.
    n : int
        How many more.

    Returns
    -------
    Change

    Raises
    ------
    ArgumentError
        When ``n`` is no whole number of 1 or more.

    Examples
    --------
    >>> more_people("painting", 2).extra_people
    2
    """
    need_whole("n", n)
    return Change((("people", step, n),))


def faster(step: str, factor: float) -> Change:
    """Replace a machine or a way of working: pieces take less time, the set-up stays as long.

    Parameters
    ----------
    step : str
        The step.
    factor : float
        How many times as fast; 2 halves the minutes per piece, 0.5 doubles them.

    Returns
    -------
    Change

    Raises
    ------
    ArgumentError
        When ``factor`` is not above 0.

    Examples
    --------
    >>> faster("stitching", 1.5)
    stitching 1.5 times as fast per piece
    """
    need_number("factor", factor, above=0)
    return Change((("faster", step, factor),))


def batch(step: str, pieces: int) -> Change:
    """Collect pieces before a step and do them together with one set-up.

    Parameters
    ----------
    step : str
        The step.
    pieces : int
        How many pieces; 1 collects nothing.

    Returns
    -------
    Change

    Raises
    ------
    ArgumentError
        When ``pieces`` is no whole number of 1 or more.

    Examples
    --------
    >>> batch("painting", 60)
    painting begins at 60 pieces
    """
    need_whole("pieces", pieces)
    return Change((("batch", step, pieces),))


def limit_inside(n: int) -> Change:
    """Release an order only when fewer than ``n`` are inside.

    Parameters
    ----------
    n : int
        The most orders that may be inside.

    Returns
    -------
    Change

    Raises
    ------
    ArgumentError
        When ``n`` is no whole number of 1 or more.

    Notes
    -----
    Known as CONWIP (Spearman, Woodruff and Hopp 1990). The lead time is counted from the coming of the order, so that
    waiting at the door is counted too.

    Examples
    --------
    >>> limit_inside(20)
    at most 20 orders inside
    """
    need_whole("n", n)
    return Change((("limit", "", n),))


def together(*changes: Change) -> Change:
    """Make one change of several.

    Parameters
    ----------
    *changes : Change
        The changes, which are made one after the other.

    Returns
    -------
    Change

    Raises
    ------
    ArgumentError
        When one of them is no change, or there is none.

    Examples
    --------
    >>> together(more_people("painting"), limit_inside(20))
    1 more at painting, at most 20 orders inside
    """
    wrong = [change for change in changes if not isinstance(change, Change)]
    if wrong or not changes:
        raise ArgumentError(
            f"together({in_words(wrong[0]) if wrong else ''}) was given. Changes were expected. "
            'Write it like together(more_people("painting"), limit_inside(20)).'
        )
    return Change(tuple(setting for change in changes for setting in change.settings))


def changed(line: Line, change: Change) -> Line:
    """Return the line as it would be after a change; the line itself stays as it is.

    Parameters
    ----------
    line : Line
        The line.
    change : Change
        What to change.

    Returns
    -------
    Line

    Raises
    ------
    ArgumentError
        When the line has no such step, or what was given is no change.

    Examples
    --------
    >>> line = Line([Step("cut", minutes_per_piece=2)], orders_per_week=20, hours_per_week=48)
    >>> changed(line, more_people("cut")).steps[0].people
    2
    """
    if not isinstance(change, Change):
        raise ArgumentError(
            f"{in_words(change)} was given as a change. A change was expected. "
            'Write it like whatif.more_people("painting", 1).'
        )
    for kind, step, amount in change.settings:
        line = replace(line, limit_inside=int(amount)) if kind == "limit" else _at_step(line, kind, step, amount)
    return line


def _at_step(line: Line, kind: str, name: str, amount: float) -> Line:
    at = line.position(name)
    step = line.steps[at]
    settings: dict[str, Step] = {
        "people": replace(step, people=int(step.people + amount)),
        "faster": replace(step, minutes_per_piece=step.minutes_per_piece / amount),
        "batch": replace(step, batch_pieces=int(amount)),
    }
    return replace(line, steps=(*line.steps[:at], settings[kind], *line.steps[at + 1 :]))
