"""Sums of a table held against the control totals of the books, period by period."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns
from millrace.reading.texts import as_text

__all__ = ["reconcile"]

_OWN_COLUMNS = ["measure", "counted", "control", "difference", "share", "not_counted", "verdict"]


def reconcile(
    frame: pd.DataFrame,
    totals: pd.DataFrame,
    *,
    on: str | Sequence[str],
    measures: Mapping[str, str],
    tolerance: float = 0.0,
) -> pd.DataFrame:
    """Compare what a table adds up to with what the books say, for every period in either of them.

    Parameters
    ----------
    frame : DataFrame
        The rows to be added up, for example order lines.
    totals : DataFrame
        The control totals, one row per period.
    on : str or list of str
        The column or columns that name the period, the same in both tables, for example "month".
    measures : dict
        What to compare: a column of ``totals`` and the column of ``frame`` that is summed for it, or "count" for the
        number of rows. For example ``{"revenue_cny": "amount_cny", "order_lines": "count"}``.
    tolerance : float
        The largest difference that still agrees, in the unit of the measure.

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
        When a column is missing, is not made of numbers, a pair of ``measures`` is the wrong way round, or the two
        tables have no period in common.
    ArgumentError
        When a period is twice in the books, ``on`` is empty or has the name of a column of the result, ``tolerance``
        is below 0, or "count" could mean a column.

    Notes
    -----
    Control totals are the oldest check of bookkeeping on a batch of records (AICPA and COSO call it a batch total).

    Examples
    --------
    >>> lines = pd.DataFrame({"month": ["2025-01", "2025-01", "2025-02"], "amount": [10.0, 5.0, 7.0]})
    >>> books = pd.DataFrame({"month": ["2025-01", "2025-02"], "revenue": [15.0, 9.0]})
    >>> reconcile(lines, books, on="month", measures={"revenue": "amount"})["verdict"].tolist()
    ['agrees', 'too low']
    """
    on = [on] if isinstance(on, str) else list(on)
    _check(frame, totals, on, measures, tolerance)
    rows, books = _same_periods(frame, totals, on)
    if len(books) and len(rows) and books[on].merge(rows[on]).empty:
        raise ColumnError(
            f"No period of the table is in the books: the table has {_first(rows, on)}, the books have "
            f"{_first(books, on)}. The same writing was expected in both. Bring one to the form of the other."
        )
    parts = [_compare(rows, books, on, control, own, tolerance) for control, own in measures.items()]
    result = pd.concat(parts)
    order = result["measure"].map({name: place for place, name in enumerate(measures)})
    result = result.assign(_order=order).sort_values([*on, "_order"], kind="stable", na_position="last")
    return result.drop(columns="_order").reset_index(drop=True)


def _check(
    frame: pd.DataFrame, totals: pd.DataFrame, on: list[str], measures: Mapping[str, str], tolerance: float
) -> None:
    _check_arguments(on, measures, tolerance)
    if "count" in measures.values() and "count" in frame.columns:
        raise ArgumentError(
            "The measure 'count' was asked for, and the table has a column 'count'. Either the number of rows or the "
            "sum of that column was expected. Rename the column."
        )
    _not_reversed(frame, totals, measures)
    require_columns(frame, [*on, *(own for own in measures.values() if own != "count")])
    require_columns(totals, [*on, *measures], table="the books")
    for table, columns in ((totals, measures), (frame, (c for c in measures.values() if c != "count"))):
        for column in columns:
            _numbers_only(table[column], column)
    twice = totals[totals.duplicated(on)]
    if len(twice):
        raise ArgumentError(
            f"The period {_first(twice, on)} is more than once in the books. One row per period was expected. "
            "Add such rows up first."
        )


def _not_reversed(frame: pd.DataFrame, totals: pd.DataFrame, measures: Mapping[str, str]) -> None:
    for control, own in measures.items():
        right = control in totals.columns and (own in frame.columns or own == "count")
        turned = own in totals.columns and (control in frame.columns or control == "count")
        if turned and not right:
            raise ColumnError(
                f"measures={{'{control}': '{own}'}} is the wrong way round: '{own}' is a column of the second table. "
                f"The column of the books was expected first, then that of the table. Write {{'{own}': '{control}'}}; "
                "or, if the books are the first table, change the two tables about."
            )


def _check_arguments(on: list[str], measures: Mapping[str, str], tolerance: float) -> None:
    if not on:
        raise ArgumentError("on=[] was given. A column that names the period was expected. Name it, as in on='month'.")
    taken = [column for column in on if column in _OWN_COLUMNS]
    if taken:
        raise ArgumentError(
            f"on={in_words(taken[0])} was given, and the result has a column '{taken[0]}' of its own. Another name was "
            "expected. Rename the column in both tables first."
        )
    if not isinstance(measures, Mapping) or not measures:
        raise ArgumentError(
            f"measures={in_words(measures)} was given. Pairs in curly brackets were expected. Write it like "
            f"{{'revenue_cny': 'amount_cny'}}."
        )
    if not tolerance >= 0:
        raise ArgumentError(
            f"tolerance={in_words(tolerance)} was given. A number of 0 or more was expected. Correct it."
        )


def _numbers_only(values: pd.Series, column: str) -> None:
    if not pd.api.types.is_numeric_dtype(values) and values.notna().any():
        raise ColumnError(f"Column '{column}' holds text. Numbers were expected. Read it with parse_money first.")


def _first(table: pd.DataFrame, on: list[str]) -> str:
    known = table[on].dropna()
    return " / ".join(map(str, known.iloc[0])) if len(known) else "none"


def _same_periods(frame: pd.DataFrame, totals: pd.DataFrame, on: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
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
    rows: pd.DataFrame, books: pd.DataFrame, on: list[str], control: str, own: str, tolerance: float
) -> pd.DataFrame:
    counted = _counted(rows, on, own)
    control_column = books[on].assign(control=books[control].astype("float64").to_numpy(), _in_books=True)
    both = counted.merge(control_column, on=on, how="outer")
    difference = (both["counted"].fillna(0.0) - both["control"]).round(9)
    share = difference / both["control"].replace(0.0, np.nan).abs()
    verdict = _verdicts(both, difference, tolerance)
    return both[on].assign(
        measure=control,
        counted=both["counted"],
        control=both["control"],
        difference=difference,
        share=share,
        not_counted=both["not_counted"].fillna(0).astype(int),
        verdict=verdict,
    )


def _counted(rows: pd.DataFrame, on: list[str], own: str) -> pd.DataFrame:
    value = pd.Series(1.0, index=rows.index) if own == "count" else rows[own].astype("float64")
    table = rows[on].assign(counted=value.to_numpy(), not_counted=value.isna().to_numpy())
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
