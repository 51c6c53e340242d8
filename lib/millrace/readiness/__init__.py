"""Is the firm ready for AI? Twenty questions on five axes, one next step, and how several people see it."""

from millrace.readiness.asking import ask
from millrace.readiness.assessing import Assessment, assess
from millrace.readiness.charts import draw_radar
from millrace.readiness.comparing import Comparison, compare
from millrace.readiness.forms import blank
from millrace.readiness.keeping import load, save
from millrace.readiness.people import Gathered
from millrace.readiness.public_frameworks import frameworks
from millrace.readiness.questionnaire import questions
from millrace.readiness.sheets import gather

__all__ = [
    "Assessment",
    "Comparison",
    "Gathered",
    "ask",
    "assess",
    "blank",
    "compare",
    "draw_radar",
    "frameworks",
    "gather",
    "load",
    "questions",
    "save",
]
