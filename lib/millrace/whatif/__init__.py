"""Try a change on a simulated production line, in hours and in money, before anybody pays for it."""

from millrace.whatif.changes import Change, batch, changed, faster, limit_inside, more_people, together
from millrace.whatif.lines import Line, Step
from millrace.whatif.simulating import Simulation, replay, simulate

__all__ = [
    "Change",
    "Line",
    "Simulation",
    "Step",
    "batch",
    "changed",
    "faster",
    "limit_inside",
    "more_people",
    "replay",
    "simulate",
    "together",
]
