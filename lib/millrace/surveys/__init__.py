"""What people answer in surveys: the same people over time, who left, who agrees with all, and nobody recognised."""

from millrace.surveys.agreeing import change_without, find_agreers, without_people
from millrace.surveys.along import change_along
from millrace.surveys.answers import Survey, long_answers, survey
from millrace.surveys.changing import change
from millrace.surveys.charts import draw_answers, draw_change
from millrace.surveys.leaving import change_bounds, compare_leavers, response_rate
from millrace.surveys.scales import belong_together, check_directions, scale_scores, with_scale
from millrace.surveys.shares import answer_shares, themes_by_people
from millrace.surveys.small_groups import by_answer, groups_of, hide_small, join_groups, reidentifiable

__all__ = [
    "Survey",
    "answer_shares",
    "belong_together",
    "by_answer",
    "change",
    "change_along",
    "change_bounds",
    "change_without",
    "check_directions",
    "compare_leavers",
    "draw_answers",
    "draw_change",
    "find_agreers",
    "groups_of",
    "hide_small",
    "join_groups",
    "long_answers",
    "reidentifiable",
    "response_rate",
    "scale_scores",
    "survey",
    "themes_by_people",
    "with_scale",
    "without_people",
]
