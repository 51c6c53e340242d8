"""The rounds of a game on the screen: what was decided, and what came of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import ipywidgets as widgets

from millrace.knobs.asking import Knob
from millrace.knobs.capturing import captured, stopped
from millrace.knobs.panel import control_of, in_a_row

__all__ = ["Game"]

# What was decided in each game, so that running the cell again changes nothing.
_decided: dict[str, list[float]] = {}


class Game:
    """The rounds of one game on the screen.

    Parameters
    ----------
    round_played : callable
        Given the number of the round (from 0) and the decision, says what came of it.
    decision : Knob
        What is decided in each round.
    rounds : int
        How many there are.
    afterwards : callable
        Given all decisions, says what they came to.
    button : str
        What stands on the button.
    """

    def __init__(
        self,
        round_played: Callable[[int, Any], Any],
        decision: Knob,
        rounds: int,
        afterwards: Callable[[Sequence[Any]], Any],
        button: str,
    ) -> None:
        self.round_played, self.afterwards, self.rounds, self.label = round_played, afterwards, rounds, button
        self.decided = _decided.setdefault(round_played.__qualname__, [])
        self.control = control_of(decision, decision.label, f"{len(decision.label) + 1}ch", decision.start)
        self.button = widgets.Button(description=button, button_style="primary")
        self.button.on_click(lambda _: self.decide(self.control.value))
        self.again = widgets.Button(description="Play again")
        self.again.on_click(lambda _: self._start_again())
        self.story = widgets.HTML(layout=widgets.Layout(width="auto"))
        self.row = in_a_row(self.control)
        self.box = widgets.VBox(layout=widgets.Layout(width="auto"))
        self._show()

    def decide(self, value: Any) -> None:
        """Play the next round with this decision; after the last one nothing happens."""
        if len(self.decided) < self.rounds:
            self.decided.append(value)
            self._show()

    def _start_again(self) -> None:
        self.decided.clear()
        self._show()

    def _show(self) -> None:
        over = len(self.decided) == self.rounds
        try:
            played = [captured(partial(self.round_played, *one)).page for one in enumerate(self.decided)]
            end = captured(partial(self.afterwards, list(self.decided)), show_returned=True).page if over else ""
        except Exception as error:
            self.story.value = stopped(error, "The game stopped.")
            return
        self.story.value = f'<div aria-live="polite">{"".join(played)}{end}</div>'
        self.button.description = f"{self.label} ({len(self.decided) + 1} of {self.rounds})"
        shown = (self.story, self.again) if over else (self.story, self.row, self.button)
        # Only at the beginning and the end: a button that is drawn anew swallows a click.
        if self.box.children != shown:
            self.box.children = shown
