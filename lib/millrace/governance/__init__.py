"""Who answers for a score, and how it is watched: documents from data and answers, and drift split into its causes."""

from millrace.governance.asked import questions
from millrace.governance.change_days import find_change
from millrace.governance.charts import draw_drift, draw_stability
from millrace.governance.documents import Document, document
from millrace.governance.drifting import Drift, drift
from millrace.governance.duties_table import duties
from millrace.governance.pages import decision_record, model_card, notice
from millrace.governance.reading_age import reading_age
from millrace.governance.stability import psi
from millrace.governance.who_does_what import raci, review_calendar, risk_register

__all__ = [
    "Document",
    "Drift",
    "decision_record",
    "document",
    "draw_drift",
    "draw_stability",
    "drift",
    "duties",
    "find_change",
    "model_card",
    "notice",
    "psi",
    "questions",
    "raci",
    "reading_age",
    "review_calendar",
    "risk_register",
]
