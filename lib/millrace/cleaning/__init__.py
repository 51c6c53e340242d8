"""Clean tables: values read into one form, duplicates merged, rules kept, quality scored, totals reconciled."""

from millrace.cleaning.amounts import parse_money
from millrace.cleaning.contacts import normalise_names, normalise_phones
from millrace.cleaning.converting import convert_money
from millrace.cleaning.dates import date_order, parse_dates
from millrace.cleaning.disguises import reveal_missing
from millrace.cleaning.duplicates import duplicate_candidates, duplicate_clusters
from millrace.cleaning.filling import fill_missing
from millrace.cleaning.merging import merge_duplicates, merge_history
from millrace.cleaning.missing import missing_report
from millrace.cleaning.quantities import parse_quantity
from millrace.cleaning.quarantining import quarantine, rule_report
from millrace.cleaning.reconciling import reconcile
from millrace.cleaning.rules import (
    Rule,
    rule_between,
    rule_exists_in,
    rule_in,
    rule_matches,
    rule_not_before,
    rule_not_missing,
    rule_that,
    rule_unique,
)
from millrace.cleaning.scorecard import compare_scorecards, plot_scorecards, quality_scorecard
from millrace.cleaning.thresholds import threshold_costs

__all__ = [
    "Rule",
    "compare_scorecards",
    "convert_money",
    "date_order",
    "duplicate_candidates",
    "duplicate_clusters",
    "fill_missing",
    "merge_duplicates",
    "merge_history",
    "missing_report",
    "normalise_names",
    "normalise_phones",
    "parse_dates",
    "parse_money",
    "parse_quantity",
    "plot_scorecards",
    "quality_scorecard",
    "quarantine",
    "reconcile",
    "reveal_missing",
    "rule_between",
    "rule_exists_in",
    "rule_in",
    "rule_matches",
    "rule_not_before",
    "rule_not_missing",
    "rule_report",
    "rule_that",
    "rule_unique",
    "threshold_costs",
]
