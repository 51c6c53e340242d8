"""The knobs of one cell on the screen: what is asked, what can be turned, and what comes out."""

import html
import time
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from millrace.errors import MillraceError
from millrace.knobs.asking import Guess, Knob
from millrace.knobs.capturing import captured, page, stopped

__all__ = ["Panel", "control_of", "in_a_row"]

# A function that takes longer is asked when the knob is let go, not on the way.
SLOW_SECONDS = 0.2
WIDE = "min(46rem, calc(100% - 4px))"  # a widget has a margin of two pixels on either side

# What was turned to and guessed, so that running the cell again changes nothing.
_kept: dict[tuple[str, str], Any] = {}


class Panel:
    """Knobs, and what a function says at their values.

    Parameters
    ----------
    function : callable
        What is asked.
    guess : Guess, optional
        What the reader is asked before.
    knobs : mapping of str to Knob
        By the name of the argument.
    """

    def __init__(self, function: Callable[..., Any], guess: Guess | None, knobs: Mapping[str, Knob]) -> None:
        self.function, self.guess = function, guess
        labels = {name: knob.label or name.replace("_", " ").capitalize() for name, knob in knobs.items()}
        room = f"{max(map(len, labels.values()), default=0) + 1}ch"
        self.controls = {
            name: control_of(knob, labels[name], room, self._value(name, knob)) for name, knob in knobs.items()
        }
        self.result = widgets.HTML(layout=widgets.Layout(width="auto"))
        self.answered = widgets.HTML()
        self.text = ""
        self.returned: object = None
        started = time.perf_counter()
        self._work_out()
        at_once = time.perf_counter() - started < SLOW_SECONDS
        for name, control in self.controls.items():
            if hasattr(control, "continuous_update"):
                control.continuous_update = at_once
            control.observe(lambda change, name=name: self._turned(name, change["new"]), "value")
        self.box = widgets.VBox(layout=widgets.Layout(width="auto"))
        self._ask()

    def _value(self, name: str, knob: Knob) -> float | str:
        kept = _kept.get(self._key(name), knob.start)
        return kept if knob.allows(kept) else knob.start

    def _key(self, name: str) -> tuple[str, str]:
        return self.function.__qualname__, name

    def _turned(self, name: str, value: float | str) -> None:
        _kept[self._key(name)] = value
        try:
            self._work_out()
        except Exception as error:
            self.result.value = stopped(error, "With the knobs like this the cell stopped.")

    def _work_out(self) -> None:
        values = {name: control.value for name, control in self.controls.items()}
        said = captured(lambda: self.function(**values), show_returned=self.guess is None)
        self.returned, self.text = said.returned, said.text
        # All at once: what is cleared and filled again flickers, and the page jumps.
        self.result.value = f'<div aria-live="polite">{said.page}</div>'

    def _ask(self) -> None:
        if self.guess is None or self._key(self.guess.question) in _kept:
            self._open()
            return
        self.box.children = [
            widgets.HTML(f"<b>{html.escape(self.guess.question)}</b>"),
            widgets.HBox(self._blank(self.guess), layout=widgets.Layout(flex_flow="row wrap")),
            self.answered,
        ]

    def _blank(self, guess: Guess) -> list[widgets.Widget]:
        if guess.options:
            self.blank = widgets.ToggleButtons(options=guess.options, value=None)
            self.blank.observe(lambda change: self._answer(change["new"]), "value")
            return [self.blank]
        self.blank = widgets.Text(description="Your guess", placeholder="a number", continuous_update=False)
        self.blank.observe(lambda change: self._answer(change["new"]), "value")
        self.button = widgets.Button(description="Show me")
        self.button.on_click(lambda _: self._answer(self.blank.value))
        return [self.blank, widgets.Label(guess.unit), self.button]

    def _answer(self, said: str) -> None:
        assert self.guess is not None
        try:
            guessed = self.guess.read(said)
        except MillraceError as error:
            self.answered.value = page(str(error))
            return
        _kept[self._key(self.guess.question)] = self.guess.compared(guessed, self.returned)
        self._open()

    def _open(self) -> None:
        compared = _kept.get(self._key(self.guess.question), "") if self.guess else ""
        self.answered.value = f"<b>{html.escape(compared)}</b>" if compared else ""
        self.box.children = [self.answered] * bool(compared) + [*map(in_a_row, self.controls.values()), self.result]


def control_of(knob: Knob, label: str, room: str, value: float | str) -> widgets.Widget:
    """Make the widget of a knob, with its label as wide as the widest."""
    look = {"description": label, "style": {"description_width": room}}
    if knob.options:
        return widgets.ToggleButtons(options=knob.options, value=value, **look)
    kind = widgets.FloatSlider if knob.decimals else widgets.IntSlider
    control = kind(
        value=value, min=knob.lowest, max=knob.highest, step=knob.step, readout_format=f",.{knob.decimals}f",
        layout=widgets.Layout(width=WIDE), **look,
    )  # fmt: skip
    control.unit = knob.unit
    return control


def in_a_row(control: widgets.Widget) -> widgets.Widget:
    """Set a knob and its unit side by side."""
    unit = getattr(control, "unit", "")
    return widgets.HBox([control, widgets.Label(unit)]) if unit else control
