"""Gaps: what is missing, what only looks filled, and filling it as you decide."""

from millrace.cleaning.gaps.disguises import reveal_missing
from millrace.cleaning.gaps.filling import fill_missing
from millrace.cleaning.gaps.missing import missing_report

__all__ = ["fill_missing", "missing_report", "reveal_missing"]
