"""A game of several rounds: decide, see what came of it, decide again."""

from collections.abc import Callable, Sequence
from typing import Any

from millrace.errors import ArgumentError
from millrace.knobs.asking import Knob
from millrace.knobs.turning import ASLEEP, VIEW, in_notebook

__all__ = ["play"]


def play(
    round_played: Callable[[int, Any], Any],
    *,
    decision: Knob,
    rounds: int = 10,
    afterwards: Callable[[Sequence[Any]], Any],
    button: str = "Decide",
) -> None:
    """Show a game of several rounds, one click each.

    Parameters
    ----------
    round_played : callable
        Given the number of the round (from 0) and what was decided; what it prints stays on the screen.
    decision : Knob
        What is decided in each round, by `slider` or `choice`.
    rounds : int
        How many rounds there are, at least one.
    afterwards : callable
        Given the list of all decisions; what it prints, draws or returns is shown after the last round.
    button : str
        What stands on the button.

    Raises
    ------
    ArgumentError
        When there is no round to play.

    Examples
    --------
    Where there is nothing to click, as on a printed page, every round is played with the first value of the knob:

    >>> from millrace.knobs import slider
    >>> play(lambda at, order: print(f"Round {at + 1}: {order} ordered"), decision=slider(30, 0, 90), rounds=2,
    ...      afterwards=lambda orders: print(sum(orders), "in all"))
    Round 1: 30 ordered
    Round 2: 30 ordered
    60 in all
    """
    if rounds < 1:
        raise ArgumentError(f"The game has {rounds} rounds. Expected: at least one. Write rounds=10, for example.")
    if not in_notebook():
        for at in range(rounds):
            round_played(at, decision.start)
        afterwards([decision.start] * rounds)
        return
    from IPython.display import display

    from millrace.knobs.game import Game

    game = Game(round_played, decision, rounds, afterwards, button)
    text = f"A game of {rounds} rounds: open this page in JupyterLab to play it."
    display({VIEW: game.box._repr_mimebundle_()[VIEW], "text/plain": text}, raw=True)
    display({"text/plain": ASLEEP, "text/html": f"<small>{ASLEEP}</small>"}, raw=True)
