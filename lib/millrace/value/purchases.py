"""Orders read as purchases: who bought on which day for how much, and what was set aside, with the reason."""

import re

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["DAYS_PER_WEEK", "customer_summary", "purchase_days", "purchase_rows"]

DAYS_PER_WEEK = 7


def purchase_rows(
    orders: pd.DataFrame, *, customer: str, day: str, amount: str | None = None, until: object = None
) -> pd.DataFrame:
    """Say of each row of orders whether it counts as a purchase, and if not, why.

    Parameters
    ----------
    orders : DataFrame
        One row per order or order line.
    customer, day : str
        The columns with who bought, and when.
    amount : str, optional
        The column with what was paid, in one currency. Several in a column ``currency`` are refused, unless the name of
        the amount ends in a currency, as in "amount_cny".
    until : day, optional
        The last day that the file knows; later rows are set aside. Without it, the last day in the file.

    Returns
    -------
    DataFrame
        A row for each row of ``orders``, with its index: ``customer``, ``day``, ``amount`` (missing without a column)
        and ``reason``: empty, or "no customer", "no day", "after the last day", "no amount", "amount is 0 or below".

    Raises
    ------
    ArgumentError
        When the table is empty, or ``until`` is no day.
    ColumnError
        When a column is missing or of the wrong kind, or a column ``currency`` has several and amounts are asked for.

    Examples
    --------
    >>> orders = pd.DataFrame({"who": ["Ana", None, "Ben"], "on": ["2025-01-02"] * 3, "cny": [10.0, 5.0, -3.0]})
    >>> purchase_rows(orders, customer="who", day="on", amount="cny")["reason"].tolist()
    ['', 'no customer', 'amount is 0 or below']
    """
    if not isinstance(orders, pd.DataFrame) or orders.empty:
        raise ArgumentError("The table of orders has no row. At least one was expected. Look at what filtered it.")
    require_columns(orders, [customer, day, *([amount] if amount is not None else [])], table="the table of orders")
    days = _days(orders[day], day)
    last = _last(days, until)
    paid = pd.Series(np.nan, index=orders.index) if amount is None else _paid(orders, amount)
    cases = {
        "no customer": orders[customer].isna(),
        "no day": days.isna(),
        "after the last day": days > last,
    }
    if amount is not None:
        cases |= {"no amount": paid.isna(), "amount is 0 or below": paid <= 0}
    reason = np.select([mask.to_numpy() for mask in cases.values()], list(cases), "")
    return pd.DataFrame({"customer": orders[customer], "day": days, "amount": paid, "reason": reason})


def _days(values: pd.Series, column: str) -> pd.Series:
    if values.dtype.kind == "M":
        return values.dt.tz_localize(None).dt.normalize()
    numbers = pd.api.types.is_numeric_dtype(values) and values.notna().any()
    found = pd.to_datetime(values.astype(object), format="ISO8601", errors="coerce")
    wrong = values[found.isna() & values.notna()]
    if numbers or len(wrong):
        held = in_words((values.dropna() if numbers else wrong).iloc[0])
        raise ColumnError(
            f"Column '{column}' holds {held}. Days written like 2025-03-01 were expected. Read them with "
            "millrace.reading.parse_dates first."
        )
    return pd.to_datetime(found).dt.tz_localize(None).dt.normalize()


def _last(days: pd.Series, until: object) -> pd.Timestamp:
    if until is None:
        return days.max()
    last = pd.to_datetime(until, errors="coerce")  # type: ignore[call-overload]
    if not isinstance(last, pd.Timestamp) or pd.isna(last):
        raise ArgumentError(f"until={in_words(until)} was given. A day was expected. Write it like '2025-12-31'.")
    return last.normalize()


def _paid(orders: pd.DataFrame, amount: str) -> pd.Series:
    values = orders[amount]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        raise ColumnError(
            f"Column '{amount}' is not made of numbers. Amounts were expected. Read it with "
            "millrace.reading.parse_money first."
        )
    currencies = list(orders["currency"].dropna().unique()) if "currency" in orders.columns else []
    if len(currencies) > 1 and not re.search(r"_[a-z]{3}$", amount):
        raise ColumnError(
            f"The orders are in {in_words(currencies)}. One currency was expected. Convert them first, with "
            "millrace.cleaning.convert_money, and drop the column 'currency'."
        )
    return values.astype("float64")


def purchase_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Join all rows of a customer on one day into one purchase.

    Parameters
    ----------
    rows : DataFrame
        The result of `purchase_rows`.

    Returns
    -------
    DataFrame
        One row per customer and day, by customer and time: ``customer``, ``day``, ``amount`` (sum).

    Examples
    --------
    >>> rows = purchase_rows(pd.DataFrame({"who": ["Ana", "Ana"], "on": ["2025-01-02"] * 2}), customer="who", day="on")
    >>> len(purchase_days(rows))
    1
    """
    used = rows[rows["reason"] == ""]
    if used.empty:
        raise ArgumentError(
            f"No row of the orders can be used: {in_words(rows['reason'].value_counts().to_dict())}. At least one "
            "purchase was expected. Look at purchase_rows(...)."
        )
    return used.groupby(["customer", "day"], observed=True)["amount"].sum(min_count=1).reset_index()


def customer_summary(
    orders: pd.DataFrame, *, customer: str, day: str, amount: str | None = None, until: object = None
) -> pd.DataFrame:
    """Say for each customer how often they came back, when last, and for how long they are known.

    Parameters
    ----------
    orders, customer, day, amount, until : as there
        As for `purchase_rows`. All rows of a customer on one day are one purchase.

    Returns
    -------
    DataFrame
        One row per customer: ``customer``, ``first_day``, ``repeats`` (days with a purchase after the first),
        ``recency_weeks`` (from the first to the last purchase), ``age_weeks`` (from the first purchase to the last day
        of the file), ``mean_repeat_amount`` (missing without a repeat), ``total_amount``.

    Raises
    ------
    ArgumentError, ColumnError
        As for `purchase_rows`, and when no row can be used.

    Notes
    -----
    The summary of Fader, Hardie and Lee, "Counting your customers the easy way" (Marketing Science 24, 2005).

    Examples
    --------
    >>> orders = pd.DataFrame({"who": ["Ana", "Ana", "Ben"], "on": ["2025-01-01", "2025-01-15", "2025-01-08"]})
    >>> customer_summary(orders, customer="who", day="on")[["customer", "repeats", "recency_weeks", "age_weeks"]]
      customer  repeats  recency_weeks  age_weeks
    0      Ana        1            2.0        2.0
    1      Ben        0            0.0        1.0
    """
    rows = purchase_rows(orders, customer=customer, day=day, amount=amount, until=until)
    bought = purchase_days(rows)
    last = _last(rows["day"], until)
    found = bought.groupby("customer", observed=True)
    first, latest, count = found["day"].min(), found["day"].max(), found.size()
    total = found["amount"].sum(min_count=1)
    first_amount = found["amount"].first()
    repeats = count - 1
    return pd.DataFrame(
        {
            "first_day": first,
            "repeats": repeats,
            "recency_weeks": (latest - first).dt.days / DAYS_PER_WEEK,
            "age_weeks": (last - first).dt.days / DAYS_PER_WEEK,
            "mean_repeat_amount": (total - first_amount) / repeats.where(repeats > 0),
            "total_amount": total,
        }
    ).reset_index()
