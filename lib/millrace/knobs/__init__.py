"""Knobs for lessons: sliders and choices that move a number of the business, with a guess before the first turn.

A knob keeps its value when its cell is run again. Where there is nothing to turn, as on a printed page, the cell says
what comes out at the first values.
"""

from millrace.knobs.asking import Guess, Knob, choice, guess, slider
from millrace.knobs.playing import play
from millrace.knobs.turning import turn

__all__ = ["Guess", "Knob", "choice", "guess", "play", "slider", "turn"]
