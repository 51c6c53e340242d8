"""The quarantine for rows that break a rule, each with its reason, so that none is lost and none slips through."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.cleaning.rules.rule import Rule
from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["broken_by", "quarantine", "rule_report"]


def broken_by(frame: pd.DataFrame, rules: Rule | Sequence[Rule]) -> dict[Rule, np.ndarray]:
    """Mark, for each rule, the rows that break it.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    rules : Rule or list of Rule
        The rules.

    Returns
    -------
    dict of Rule to array of bool

    Raises
    ------
    ColumnError
        When a rule names a column that is not there.
    ArgumentError
        When something is not a rule.

    Examples
    --------
    >>> from millrace.cleaning import rule_not_missing
    >>> [mask.tolist() for mask in broken_by(pd.DataFrame({"sku": ["B01", None]}), rule_not_missing("sku")).values()]
    [[False, True]]
    """
    if not isinstance(rules, Rule | Iterable):
        raise ArgumentError(f"rules={in_words(rules)} was given. A list of rules was expected. Write [] for no rules.")
    listed = [rules] if isinstance(rules, Rule) else list(rules)
    for rule in listed:
        if not isinstance(rule, Rule):
            raise ArgumentError(
                f"{in_words(rule)} is not a rule. Rules were expected. Make one, e.g. rule_not_missing('sku')."
            )
        require_columns(frame, rule.columns)
    return {rule: rule.broken(frame) for rule in listed}


def quarantine(frame: pd.DataFrame, rules: Rule | Sequence[Rule]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split the rows that keep all rules from those that break one, and say for each which and why.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    rules : Rule or list of Rule
        Made by ``rule_not_missing``, ``rule_between`` and the other rule functions.

    Returns
    -------
    passed, quarantined : DataFrame, DataFrame
        Together all rows of ``frame``, with their index labels. ``quarantined`` has two more columns: ``rule`` and
        ``reason``, all broken rules of the row joined by "; ".

    Raises
    ------
    ColumnError
        When a rule names a column that is not there or there twice, or the table already has a column ``rule`` or
        ``reason``.
    ArgumentError
        When ``rules`` holds something that is not a rule.

    Notes
    -----
    The rules are plain array operations rather than a lazy pandera schema: about as fast on a million rows
    (tests/benchmarks/bench_cleaning.py measures both), nothing more to import, and right also where index labels
    repeat, by which pandera names its failures.

    Examples
    --------
    >>> from millrace.cleaning import rule_between, rule_not_missing
    >>> orders = pd.DataFrame({"sku": ["B01", None], "quantity": [5, -1]})
    >>> passed, quarantined = quarantine(orders, [rule_not_missing("sku"), rule_between("quantity", 1, 10_000)])
    >>> len(passed), quarantined["reason"].tolist()
    (1, ['sku is missing; quantity is -1, not between 1 and 10000'])
    """
    taken = [column for column in ("rule", "reason") if column in frame.columns]
    if taken:
        raise ColumnError(
            f"The table already has a column '{taken[0]}'. A table without the columns 'rule' and 'reason' was "
            "expected, for they are added. Drop or rename it first."
        )
    broken = broken_by(frame, rules)
    out = np.logical_or.reduce(list(broken.values())) if broken else np.zeros(len(frame), dtype=bool)
    held = frame[out].copy()
    held["rule"] = _joined({rule: [rule.name] * int(mask.sum()) for rule, mask in broken.items()}, broken, out)
    reasons = {rule: _reasons(rule, frame[mask]) for rule, mask in broken.items()}
    held["reason"] = _joined(reasons, broken, out)
    return frame[~out].copy(), held


def rule_report(frame: pd.DataFrame, rules: Rule | Sequence[Rule]) -> pd.DataFrame:
    """Count the rows that break each rule, with an example.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    rules : Rule or list of Rule
        The rules.

    Returns
    -------
    DataFrame
        One row per rule: ``rule``, ``rows_broken``, ``share`` (0 to 1, of all rows), ``example`` (the first row that
        breaks it, by its index label, and the reason).

    Raises
    ------
    ColumnError
        When a rule names a column that is not there.

    Examples
    --------
    >>> from millrace.cleaning import rule_between
    >>> rule_report(pd.DataFrame({"quantity": [5, -1]}), [rule_between("quantity", 1, None)]).values.tolist()
    [['quantity is at least 1', 1, 0.5, 'row 1: quantity is -1, not at least 1']]
    """
    rows = []
    for rule, mask in broken_by(frame, rules).items():
        first = frame[mask].head(1)
        example = f"row {first.index[0]}: {_reasons(rule, first)[0]}" if len(first) else ""
        rows.append([rule.name, int(mask.sum()), mask.mean() if len(mask) else np.nan, example])
    return pd.DataFrame(rows, columns=["rule", "rows_broken", "share", "example"])


def _reasons(rule: Rule, rows: pd.DataFrame) -> list[str]:
    if not rule.columns:
        return [rule.why.format()] * len(rows)
    texts = [[_shown(value) for value in rows[column]] for column in rule.columns]
    return [rule.why.format(*values) for values in zip(*texts, strict=True)]


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) and value == value.normalize() else str(value)


def _joined(texts: Mapping[Rule, Sequence[str]], broken: Mapping[Rule, np.ndarray], out: np.ndarray) -> np.ndarray:
    joined = np.full(len(out), "", dtype=object)
    for rule, mask in broken.items():
        before = joined[mask]
        joined[mask] = np.where(before == "", "", before + "; ") + np.asarray(texts[rule], dtype=object)
    return joined[out]
