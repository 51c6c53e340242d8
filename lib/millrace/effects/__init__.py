"""Did a change work: pilots judged against units that did not change, with a range and a verdict that can say no."""

from millrace.effects.adjusting import balance, compare_adjusted
from millrace.effects.charts import draw_effect, draw_event_time, draw_parallel
from millrace.effects.choosing import chosen_after
from millrace.effects.effect import effect
from millrace.effects.groups import compare_groups, effect_by
from millrace.effects.lots import by_lot
from millrace.effects.naive import compare_answers, paired_by_hand
from millrace.effects.pilots import Pilot, pilot
from millrace.effects.placebos import comparable, placebo_dates, placebo_units
from millrace.effects.planning import detectable, detectable_by_units, sample_size
from millrace.effects.starts import find_starts
from millrace.effects.weeks import effect_by_start, effect_by_week

__all__ = [
    "Pilot",
    "balance",
    "by_lot",
    "chosen_after",
    "comparable",
    "compare_adjusted",
    "compare_answers",
    "compare_groups",
    "detectable",
    "detectable_by_units",
    "draw_effect",
    "draw_event_time",
    "draw_parallel",
    "effect",
    "effect_by",
    "effect_by_start",
    "effect_by_week",
    "find_starts",
    "paired_by_hand",
    "pilot",
    "placebo_dates",
    "placebo_units",
    "sample_size",
]
