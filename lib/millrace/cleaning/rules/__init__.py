"""Rules that every row must keep, and the quarantine for rows that break one."""

from millrace.cleaning.rules.on_rows import rule_not_before, rule_that, rule_unique
from millrace.cleaning.rules.on_values import rule_between, rule_in, rule_matches, rule_not_missing
from millrace.cleaning.rules.quarantining import quarantine, rule_report
from millrace.cleaning.rules.rule import Rule

__all__ = [
    "Rule",
    "quarantine",
    "rule_between",
    "rule_in",
    "rule_matches",
    "rule_not_before",
    "rule_not_missing",
    "rule_report",
    "rule_that",
    "rule_unique",
]
