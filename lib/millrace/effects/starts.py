"""When each unit began: found from what was used, and days read strictly."""

import numpy as np
import pandas as pd

from millrace.errors import ColumnError, in_words, require_columns

__all__ = ["days_of", "find_starts"]


def find_starts(frame: pd.DataFrame, *, unit: str, when: str, used: str) -> pd.DataFrame:
    """Find for each unit the day on which it first used something, and whether it kept using it.

    Parameters
    ----------
    frame : DataFrame
        One row per case.
    unit, when : str
        The columns of the unit and of the day.
    used : str
        A column of True and False: whether the case went through what is tried out.

    Returns
    -------
    DataFrame
        One row per unit: ``unit``, ``began`` (missing where it never did), ``cases_before``, ``cases_since``,
        ``used_share`` (of the cases since) and ``remark``: "never", "", "changed back" (none used in the last quarter
        of its days since) or "no cases before".

    Raises
    ------
    ColumnError
        When a column is missing or of the wrong kind.

    Examples
    --------
    >>> days = pd.to_datetime(["2025-01-01", "2025-02-01", "2025-01-01"])
    >>> cases = pd.DataFrame({"desk": ["A", "A", "B"], "day": days, "bot": [False, True, False]})
    >>> find_starts(cases, unit="desk", when="day", used="bot")["remark"].tolist()
    ['', 'never']
    """
    require_columns(frame, [unit, when, used])
    if not pd.api.types.is_bool_dtype(frame[used]):
        raise ColumnError(
            f"Column '{used}' is not made of True and False. That was expected. Make it, as in "
            f"frame['{used}'] = frame['handled_by'] != 'person'."
        )
    cases = pd.DataFrame({"unit": frame[unit], "day": days_of(frame[when], when), "used": frame[used].astype(bool)})
    began = cases[cases["used"]].groupby("unit")["day"].min()
    cases["began"] = cases["unit"].map(began)
    cases["since"] = cases["day"] >= cases["began"]
    last = cases["began"] + 0.75 * (cases.groupby("unit")["day"].transform("max") - cases["began"])
    cases["late"] = cases["used"] & (cases["day"] >= last)
    table = cases.groupby("unit").agg(
        began=("began", "first"), cases=("since", "size"), cases_since=("since", "sum"), used=("used", "sum"),
        late=("late", "any"),
    )  # fmt: skip
    table["cases_before"] = table["cases"] - table["cases_since"]
    table["used_share"] = (table["used"] / table["cases_since"].replace(0, np.nan)).astype(float)
    never, back = table["began"].isna(), ~table["late"]
    table["remark"] = np.select(
        [never, back, table["cases_before"] == 0], ["never", "changed back", "no cases before"], ""
    )
    return table.reset_index()[["unit", "began", "cases_before", "cases_since", "used_share", "remark"]]


def days_of(values: pd.Series, column: str) -> pd.Series:
    """Read a column as days; what cannot be read is missing.

    Parameters
    ----------
    values : Series
        Days, or text like 2025-05-12.
    column : str
        What to call it.

    Returns
    -------
    Series of Timestamp

    Raises
    ------
    ColumnError
        When most of it cannot be read.

    Examples
    --------
    >>> days_of(pd.Series(["2025-05-12 09:30"]), "opened").astype(str).tolist()
    ['2025-05-12']
    """
    days = pd.to_datetime(values, errors="coerce", format="ISO8601" if values.dtype.kind not in "Mm" else None)
    if len(days) and days.isna().mean() > 0.5:
        raise ColumnError(
            f"Column '{column}' holds {in_words(values.iloc[0])}, and most of it cannot be read as days. Days like "
            "2025-05-12 were expected. Read them with parse_dates first."
        )
    return days.dt.normalize()
