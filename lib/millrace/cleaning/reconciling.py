"""Sums of a table held against the control totals of the books, period by period."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from millrace.cleaning.tables import names_of
from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words, require_columns
from millrace.reading.texts import as_number, as_text

__all__ = ["reconcile"]

_OWN_COLUMNS = ["measure", "counted", "control", "difference", "share", "not_counted", "verdict"]


def reconcile(
    frame: pd.DataFrame,
    books: pd.DataFrame,
    *,
    on: str | Sequence[str],
    compare: Mapping[str, str] | None = None,
    rows: str | None = None,
    tolerance: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Compare what a table adds up to with what the books say, for every period in either of them.

    Parameters
    ----------
    frame : DataFrame
        The rows to be added up, for example order lines.
    books : DataFrame
        The control totals, one row per period.
    on : str or list of str
        The column or columns that name the period, the same in both tables, for example "month".
    compare : dict
        What to compare, in the order of the two tables: a column of ``frame``, which is added up, and the column of
        ``books`` that should say the same. For example ``{"amount_cny": "revenue_cny"}``.
    rows : str or None
        The column of ``books`` that holds the number of rows, for example "order_lines".
    tolerance : dict or None
        Per column of ``books`` the largest difference that still agrees, in the unit of that column:
        ``{"revenue_cny": 500}``. What is not named must agree to the cent.

    Returns
    -------
    DataFrame
        One row per period and measure: the period, ``measure``, ``counted`` (from the table), ``control`` (from the
        books), ``difference`` (counted - control), ``share`` (difference as a share of control), ``not_counted`` (rows
        whose value is missing), ``verdict`` ("agrees", "too high", "too low", "only in the books", "only in the
        table", "no control total").

    Raises
    ------
    ColumnError
        When a column is missing or there twice, is not made of numbers, a pair of ``compare`` is the wrong way round,
        or the two tables have no period in common.
    ArgumentError
        When a period is twice in the books, ``on`` is empty or has the name of a column of the result, nothing or one
        column of the books twice is to be compared, or a tolerance is below 0 or for a column that is not compared.

    Notes
    -----
    Control totals are the oldest check of bookkeeping on a batch of records (AICPA and COSO call it a batch total).

    Examples
    --------
    >>> lines = pd.DataFrame({"month": ["2025-01", "2025-01", "2025-02"], "amount": [10.0, 5.0, 7.0]})
    >>> books = pd.DataFrame({"month": ["2025-01", "2025-02"], "revenue": [15.0, 9.0]})
    >>> reconcile(lines, books, on="month", compare={"amount": "revenue"})["verdict"].tolist()
    ['agrees', 'too low']
    """
    on = names_of(on)
    measures = _measures(compare, rows)
    allowed = _check_arguments(on, measures, tolerance)
    _check(frame, books, on, measures)
    lines, totals = _same_periods(frame, books, on)
    if len(totals) and len(lines) and totals[on].merge(lines[on]).empty:
        raise ColumnError(
            f"No period of the table is in the books: the table has {_first(lines, on)}, the books have "
            f"{_first(totals, on)}. The same writing was expected in both. Bring one to the form of the other."
        )
    parts = [_compare(lines, totals, on, measure, allowed.get(measure.control, 0.0)) for measure in measures]
    result = pd.concat(parts)
    order = result["measure"].map({measure.control: place for place, measure in enumerate(measures)})
    result = result.assign(_order=order).sort_values([*on, "_order"], kind="stable", na_position="last")
    return result.drop(columns="_order").reset_index(drop=True)


class Measure(NamedTuple):
    """One thing to compare: the column of the table that is added up, or None for its rows, and that of the books."""

    own: Any
    control: Any


def _measures(compare: Mapping[str, str] | None, rows: str | None) -> list[Measure]:
    if not isinstance(compare, Mapping | None) or (not compare and rows is None):
        raise ArgumentError(
            f"compare={in_words(compare)} was given. Pairs in curly brackets were expected. Write it like "
            "{'amount_cny': 'revenue_cny'}: the column of the table, then that of the books."
        )
    measures = [Measure(own, control) for own, control in (compare or {}).items()]
    measures += [Measure(None, rows)] if rows is not None else []
    controls = [measure.control for measure in measures]
    twice = [control for control in controls if controls.count(control) > 1]
    if twice:
        raise ArgumentError(
            f"Column '{twice[0]}' of the books is compared twice. Once was expected. Take one of the two out."
        )
    return measures


def _check(frame: pd.DataFrame, books: pd.DataFrame, on: list[Any], measures: list[Measure]) -> None:
    _not_reversed(frame, books, measures)
    owned = [measure.own for measure in measures if measure.own is not None]
    controls = [measure.control for measure in measures]
    require_columns(frame, [*on, *owned])
    require_columns(books, [*on, *controls], table="the books")
    for table, columns in ((books, controls), (frame, owned)):
        for column in columns:
            _numbers_only(table[column], column)
    twice = books[books.duplicated(on)]
    if len(twice):
        raise ArgumentError(
            f"The period {_first(twice, on)} is more than once in the books. One row per period was expected. "
            "Add such rows up first."
        )


def _not_reversed(frame: pd.DataFrame, books: pd.DataFrame, measures: list[Measure]) -> None:
    for own, control in measures:
        if own is None or (control in books.columns and own in frame.columns):
            continue
        if own in books.columns and control in frame.columns:
            raise ColumnError(
                f"compare={{'{own}': '{control}'}} is the wrong way round: '{own}' is a column of the second table. "
                f"The column of the table was expected first, then that of the books. Write {{'{control}': '{own}'}}; "
                "or, if the books are the first table, change the two tables about."
            )


def _check_arguments(on: list[Any], measures: list[Measure], tolerance: object) -> dict[object, float]:
    if not on:
        raise ArgumentError("on=[] was given. A column that names the period was expected. Name it, as in on='month'.")
    taken = [column for column in on if column in _OWN_COLUMNS]
    if taken:
        raise ArgumentError(
            f"on={in_words(taken[0])} was given, and the result has a column '{taken[0]}' of its own. Another name was "
            "expected. Rename the column in both tables first."
        )
    controls = [measure.control for measure in measures]
    if not isinstance(tolerance, Mapping | None):
        raise ArgumentError(
            f"tolerance={in_words(tolerance)} was given. A column of the books and its largest difference were "
            f"expected, since columns have different units. Write it like {{'{controls[0]}': {in_words(tolerance)}}}."
        )
    allowed = dict(tolerance or {})
    for column, largest in allowed.items():
        if column not in controls:
            raise ArgumentError(
                f"tolerance names '{column}', which is not compared.{did_you_mean(column, controls)} Expected: "
                f"{', '.join(map(str, controls))}. Correct it."
            )
        if not as_number(largest) >= 0:
            raise ArgumentError(
                f"tolerance={{'{column}': {in_words(largest)}}} was given. A number of 0 or more was expected. "
                "Correct it."
            )
    return allowed


def _numbers_only(values: pd.Series, column: str) -> None:
    kept = values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else values
    if not pd.api.types.is_numeric_dtype(kept) and values.notna().any():
        raise ColumnError(f"Column '{column}' holds text. Numbers were expected. Read it with parse_money first.")


def _first(table: pd.DataFrame, on: list[Any]) -> str:
    known = table[on].dropna()
    return " / ".join(map(str, known.iloc[0])) if len(known) else "none"


def _same_periods(frame: pd.DataFrame, totals: pd.DataFrame, on: list[Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    for column in on:
        kinds = {_kind(table[column]) for table in (frame, totals) if table[column].notna().any()}
        if "dates" in kinds and len(kinds) > 1:
            raise ColumnError(
                f"The periods in '{column}' are of different kinds: {_first(frame, [column])} in the table, "
                f"{_first(totals, [column])} in the books. The same kind was expected. Make the table's period first, "
                "for example date.dt.strftime('%Y-%m')."
            )
        if kinds != {"dates"} and kinds != {"numbers"}:
            frame, totals = _spelt(frame, column), _spelt(totals, column)
    return frame, totals


def _kind(values: pd.Series) -> str:
    return "numbers" if pd.api.types.is_numeric_dtype(values) else "dates" if values.dtype.kind == "M" else "text"


def _spelt(table: pd.DataFrame, column: str) -> pd.DataFrame:
    # a month as a period and a month as text are the same month, and so are 2025 and "2025"
    return table.assign(**{column: as_text(table[column].astype(object))})


def _compare(
    lines: pd.DataFrame, totals: pd.DataFrame, on: list[Any], measure: Measure, allowed: float
) -> pd.DataFrame:
    counted = _counted(lines, on, measure.own)
    control_column = totals[on].assign(control=totals[measure.control].astype("float64").to_numpy(), _in_books=True)
    both = counted.merge(control_column, on=on, how="outer")
    difference = (both["counted"].fillna(0.0) - both["control"]).round(9)
    share = difference / both["control"].replace(0.0, np.nan).abs()
    verdict = _verdicts(both, difference, allowed)
    return both[on].assign(
        measure=measure.control,
        counted=both["counted"],
        control=both["control"],
        difference=difference,
        share=share,
        not_counted=both["not_counted"].fillna(0).astype(int),
        verdict=verdict,
    )


def _counted(lines: pd.DataFrame, on: list[Any], own: object) -> pd.DataFrame:
    value = pd.Series(1.0, index=lines.index) if own is None else lines[own].astype("float64")
    table = lines[on].assign(counted=value.to_numpy(), not_counted=value.isna().to_numpy())
    return table.groupby(on, dropna=False, observed=True, as_index=False, sort=False).sum()


def _verdicts(both: pd.DataFrame, difference: pd.Series, tolerance: float) -> np.ndarray:
    # sums of thousands of decimal fractions are a hair off: that is no difference
    slack = tolerance + 1e-9 * both["control"].abs().fillna(0.0)
    cases = {
        "only in the books": both["counted"].isna(),
        "only in the table": both["_in_books"].isna(),
        "no control total": both["control"].isna(),
        "agrees": difference.abs() <= slack,
        "too high": difference > 0,
    }
    return np.select(list(cases.values()), list(cases), "too low")
