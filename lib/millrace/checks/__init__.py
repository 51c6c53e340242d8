"""What the check cells of a lab call: they look an answer up, compare it kindly, and speak in one line."""

from millrace.checks.answers import Answer
from millrace.checks.failures import CheckFailed, NotAnswered
from millrace.checks.lookup import answer, given
from millrace.checks.points import passed
from millrace.checks.practice import practice
from millrace.checks.yours import is_right, yours
from millrace.desk import progress

__all__ = [
    "Answer",
    "CheckFailed",
    "NotAnswered",
    "answer",
    "given",
    "is_right",
    "passed",
    "practice",
    "progress",
    "yours",
]
