"""Decisions about people audited: who is selected, whom errors harm, what gives a group away, what a remedy costs."""

from millrace.fairness.auditing import audit, sentence
from millrace.fairness.charts import draw_audit, draw_costs, draw_proxies, draw_sweep
from millrace.fairness.contracts import Contract, contract, contract_changes
from millrace.fairness.costs import compare_mitigations
from millrace.fairness.gaps import gaps
from millrace.fairness.law import impact_ratios, law_page
from millrace.fairness.mitigating import repair_feature, reweigh, select_from, thresholds_by_group, without_points
from millrace.fairness.outcomes import calibration, error_rates
from millrace.fairness.proxies import find_proxies
from millrace.fairness.refused import false_refusals, outcome_of_refused
from millrace.fairness.relearning import drop_column, learn_score
from millrace.fairness.sweeping import sweep

__all__ = [
    "Contract",
    "audit",
    "calibration",
    "compare_mitigations",
    "contract",
    "contract_changes",
    "draw_audit",
    "draw_costs",
    "draw_proxies",
    "draw_sweep",
    "drop_column",
    "error_rates",
    "false_refusals",
    "find_proxies",
    "gaps",
    "impact_ratios",
    "law_page",
    "learn_score",
    "outcome_of_refused",
    "repair_feature",
    "reweigh",
    "select_from",
    "sentence",
    "sweep",
    "thresholds_by_group",
    "without_points",
]
