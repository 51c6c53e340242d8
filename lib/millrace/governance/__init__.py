"""Who answers for a score, and how it is watched."""

from millrace.governance.change_days import find_change
from millrace.governance.charts import draw_drift, draw_stability
from millrace.governance.drifting import Drift, drift
from millrace.governance.stability import psi

__all__ = [
    "Drift",
    "draw_drift",
    "draw_stability",
    "drift",
    "find_change",
    "psi",
]
