"""Why a score: what drives it, why somebody has it, and the least change that would turn the decision."""

from millrace.explain.changing import Changes, least_change
from millrace.explain.charts import draw_dependence, draw_drivers, draw_why
from millrace.explain.dependence import partial_dependence
from millrace.explain.driving import what_drives
from millrace.explain.explained import Explained, of_model
from millrace.explain.reasons import Why, why
from millrace.explain.standing_in import stand_in
from millrace.explain.steps import Step, step

__all__ = [
    "Changes",
    "Explained",
    "Step",
    "Why",
    "draw_dependence",
    "draw_drivers",
    "draw_why",
    "least_change",
    "of_model",
    "partial_dependence",
    "stand_in",
    "step",
    "what_drives",
    "why",
]
