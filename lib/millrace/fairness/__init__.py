"""Decisions about people audited: who is selected, whom errors harm, what gives a group away, what a remedy costs."""

from millrace.fairness.auditing import audit, sentence
from millrace.fairness.contracts import Contract, contract, contract_changes
from millrace.fairness.gaps import gaps
from millrace.fairness.law import impact_ratios, law_page
from millrace.fairness.outcomes import calibration, error_rates
from millrace.fairness.proxies import find_proxies
from millrace.fairness.sweeping import sweep

__all__ = [
    "Contract",
    "audit",
    "calibration",
    "contract",
    "contract_changes",
    "error_rates",
    "find_proxies",
    "gaps",
    "impact_ratios",
    "law_page",
    "sentence",
    "sweep",
]
