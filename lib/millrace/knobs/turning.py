"""Show knobs in a notebook, and what comes out below them."""

import sys
from collections.abc import Callable
from typing import Any

from millrace.errors import ArgumentError
from millrace.knobs.asking import Guess, Knob

__all__ = ["ASLEEP", "VIEW", "in_notebook", "turn"]

ASLEEP = "Knob asleep? After a restart, run the cells above again, then this one (Shift+Enter)."
VIEW = "application/vnd.jupyter.widget-view+json"


def turn(function: Callable[..., Any], *, guess: Guess | None = None, **knobs: Knob) -> None:
    """Show what a function says, and knobs that change what it is given.

    Parameters
    ----------
    function : callable
        What it prints or displays is shown below the knobs. What it returns is compared with the guess; without a guess
        it is shown.
    guess : Guess, optional
        Asked first: neither knobs nor result are shown before it was answered.
    **knobs : Knob
        One for each argument of the function, by its name.

    Raises
    ------
    ArgumentError
        When there is a guess and the function returns nothing to compare it with.

    Examples
    --------
    >>> from millrace.knobs import slider
    >>> turn(lambda pieces: print(pieces * 45, "CNY"), pieces=slider(3, 1, 10))
    135 CNY
    """
    if not in_notebook():
        _check(function(**{name: knob.start for name, knob in knobs.items()}), guess)
        return
    from IPython.display import display

    from millrace.knobs.panel import Panel

    panel = Panel(function, guess, knobs)
    _check(panel.returned, guess)
    view = panel.box._repr_mimebundle_()[VIEW]
    # Where no widget can be shown, the first result is.
    display({VIEW: view, "text/plain": panel.text}, raw=True)
    display({"text/plain": ASLEEP, "text/html": f"<small>{ASLEEP}</small>"}, raw=True)


def _check(returned: object, guess: Guess | None) -> None:
    if guess is not None and returned is None:
        raise ArgumentError(
            "There is a guess, and the function returns nothing to compare it with. Let it end with: return result"
        )


def in_notebook() -> bool:
    """Say whether there is a notebook to show widgets in."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None
