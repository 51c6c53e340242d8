"""Pain points in money: what each costs, which comes first, whether AI is the right cure, and what it costs without."""

from millrace.painpoints.charts import draw_impact_effort, draw_pareto, draw_ranking, draw_sensitivity
from millrace.painpoints.comparing import ranking
from millrace.painpoints.costing import cost
from millrace.painpoints.cures import Cure, compare_cures
from millrace.painpoints.efforts import impact_effort
from millrace.painpoints.paretos import pareto
from millrace.painpoints.parts import Part, hours_part, times_part
from millrace.painpoints.records import as_parts, from_records
from millrace.painpoints.scoring import criteria, suitability
from millrace.painpoints.weighting import sensitivity, weight_changes

__all__ = [
    "Cure",
    "Part",
    "as_parts",
    "compare_cures",
    "cost",
    "criteria",
    "draw_impact_effort",
    "draw_pareto",
    "draw_ranking",
    "draw_sensitivity",
    "from_records",
    "hours_part",
    "impact_effort",
    "pareto",
    "ranking",
    "sensitivity",
    "suitability",
    "times_part",
    "weight_changes",
]
