"""Clean tables: values read into one form, duplicates merged, rules kept, quality scored, wrong cells found."""

from millrace.cleaning.duplicates import (
    duplicate_candidates,
    duplicate_clusters,
    merge_duplicates,
    merge_history,
    threshold_costs,
)
from millrace.cleaning.gaps import fill_missing, missing_report, reveal_missing
from millrace.cleaning.paying import PaymentMatches, match_payments
from millrace.cleaning.profiling import profile
from millrace.cleaning.quality import compare_scorecards, plot_scorecards, quality_cells, quality_scorecard
from millrace.cleaning.reconciling import reconcile
from millrace.cleaning.rules import (
    Rule,
    quarantine,
    rule_between,
    rule_in,
    rule_matches,
    rule_not_before,
    rule_not_missing,
    rule_report,
    rule_that,
    rule_unique,
)
from millrace.cleaning.wrong import RowMarks, WrongCells, find_wrong_cells, mark_rows, pick_rows_to_mark
from millrace.reading import (
    convert_money,
    date_order,
    normalise_names,
    normalise_phones,
    parse_dates,
    parse_money,
    parse_quantity,
    phone_region,
)

__all__ = [
    "PaymentMatches",
    "RowMarks",
    "Rule",
    "WrongCells",
    "compare_scorecards",
    "convert_money",
    "date_order",
    "duplicate_candidates",
    "duplicate_clusters",
    "fill_missing",
    "find_wrong_cells",
    "mark_rows",
    "match_payments",
    "merge_duplicates",
    "merge_history",
    "missing_report",
    "normalise_names",
    "normalise_phones",
    "parse_dates",
    "parse_money",
    "parse_quantity",
    "phone_region",
    "pick_rows_to_mark",
    "plot_scorecards",
    "profile",
    "quality_cells",
    "quality_scorecard",
    "quarantine",
    "reconcile",
    "reveal_missing",
    "rule_between",
    "rule_in",
    "rule_matches",
    "rule_not_before",
    "rule_not_missing",
    "rule_report",
    "rule_that",
    "rule_unique",
    "threshold_costs",
]
