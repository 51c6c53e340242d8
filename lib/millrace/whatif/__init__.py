"""Try a change on a simulated production line, in hours and in money, before anybody pays for it."""

from millrace.whatif.changes import Change, batch, changed, faster, limit_inside, more_people, together
from millrace.whatif.charts import draw_compare, draw_explained
from millrace.whatif.comparing import compare
from millrace.whatif.fitting import Fit, fit
from millrace.whatif.lines import Line, Step
from millrace.whatif.simulating import Simulation, replay, simulate
from millrace.whatif.validating import Validation, validate

__all__ = [
    "Change",
    "Fit",
    "Line",
    "Simulation",
    "Step",
    "Validation",
    "batch",
    "changed",
    "compare",
    "draw_compare",
    "draw_explained",
    "faster",
    "fit",
    "limit_inside",
    "more_people",
    "replay",
    "simulate",
    "together",
    "validate",
]
