"""Key figures (KPIs): defined in full, worked out per period, held against their noise, split into mix and rate."""

from millrace.kpis.alarms import assumptions, false_alarms
from millrace.kpis.baselines import against_baseline, shares_against_baseline
from millrace.kpis.catalogue import Entry, areas, catalogue, kpi
from millrace.kpis.charts import draw_baseline, draw_mix
from millrace.kpis.definition import Kpi
from millrace.kpis.measuring import measure
from millrace.kpis.mixing import mix_and_rate, mix_sentence

__all__ = [
    "Entry",
    "Kpi",
    "against_baseline",
    "areas",
    "assumptions",
    "catalogue",
    "draw_baseline",
    "draw_mix",
    "false_alarms",
    "kpi",
    "measure",
    "mix_and_rate",
    "mix_sentence",
    "shares_against_baseline",
]
