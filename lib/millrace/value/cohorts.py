"""Who comes back: customers followed by the month they first bought in, counted and not modelled."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.value.purchases import purchase_days, purchase_rows
from millrace.value.ranges import number

__all__ = ["cohorts", "repeat_share"]

EVERY = {"month": "M", "quarter": "Q", "year": "Y"}
TOO_FEW, EARLY = "too few to say", "may have bought before the file begins"
LEAST_CUSTOMERS = 10


def _period(every: str, name: str) -> str:
    if every not in EVERY:
        raise ArgumentError(
            f"{name}={in_words(every)} was given. One of {', '.join(EVERY)} was expected. Choose one."
            f"{did_you_mean(every, EVERY)}"
        )
    return EVERY[every]


def cohorts(
    orders: pd.DataFrame,
    *,
    customer: str,
    day: str,
    amount: str | None = None,
    every: str = "month",
    until: object = None,
) -> pd.DataFrame:
    """Follow customers who first bought in the same period, and count how many buy in each later one.

    Parameters
    ----------
    orders : DataFrame
        One row per order or order line.
    customer, day : str
        The columns with who bought, and when.
    amount : str, optional
        The column with what was paid. With it, rows of 0 or below (returns, cancellations) are no purchase; without it,
        every row is one.
    every : {"month", "quarter", "year"}
        The length of a period.
    until : day, optional
        The last day that the file knows. Without it, the last day in the file.

    Returns
    -------
    DataFrame
        One row per cohort and period since: ``cohort`` (first day of the period of the first purchase),
        ``periods_since`` (0 is the period of the first purchase), ``customers`` (in the cohort),
        ``active`` (who bought in that period) and ``active_share``, missing where the period is not over.

    Raises
    ------
    ArgumentError
        When the table is empty or an argument is not understood.
    ColumnError
        When a column is missing or of the wrong kind.

    Examples
    --------
    >>> orders = pd.DataFrame({"who": ["Ana", "Ben", "Ana"], "on": ["2025-01-02", "2025-01-05", "2025-02-28"]})
    >>> cohorts(orders, customer="who", day="on")[["periods_since", "customers", "active", "active_share"]]
       periods_since  customers  active  active_share
    0              0          2       2           1.0
    1              1          2       1           0.5
    """
    code = _period(every, "every")
    rows = purchase_rows(orders, customer=customer, day=day, amount=amount, until=until)
    bought = purchase_days(rows)
    last = rows["day"].max() if until is None else pd.Timestamp(until)  # type: ignore[arg-type]
    period = bought["day"].dt.to_period(code)
    first = period.groupby(bought["customer"]).transform("min")
    since = _number(period, code) - _number(first, code)
    active = pd.DataFrame({"cohort": first, "periods_since": since, "customer": bought["customer"]}).drop_duplicates()
    counts = active.groupby(["cohort", "periods_since"]).size()
    now = last.to_period(code)
    cells = [(one, gap) for one in sorted(active["cohort"].unique()) for gap in range((now - one).n + 1)]
    table = pd.DataFrame(cells, columns=["cohort", "periods_since"])
    sizes = counts.xs(0, level="periods_since")
    table["customers"] = table["cohort"].map(sizes).astype(int)
    table["active"] = counts.reindex(
        pd.MultiIndex.from_frame(table[["cohort", "periods_since"]]), fill_value=0
    ).to_numpy()
    over = np.array([(one + gap).end_time.normalize() <= last for one, gap in cells])
    table["active_share"] = (table["active"] / table["customers"]).where(over)
    return table.assign(cohort=pd.PeriodIndex(table["cohort"], freq=code).start_time)


def _number(period: pd.Series, code: str) -> pd.Series:
    per_year = {"M": 12, "Q": 4, "Y": 1}[code]
    within = period.dt.month if code == "M" else period.dt.quarter if code == "Q" else 0
    return period.dt.year * per_year + within


def repeat_share(
    orders: pd.DataFrame,
    *,
    customer: str,
    day: str,
    within_days: int,
    amount: str | None = None,
    by: str = "quarter",
    least_days: int = 1,
    confidence: float = 0.95,
    until: object = None,
) -> pd.DataFrame:
    """Say which share of first buyers comes back within some days, by the time of their first purchase.

    Parameters
    ----------
    orders : DataFrame
        One row per order or order line.
    customer, day : str
        The columns with who bought, and when.
    amount : str, optional
        The column with what was paid. With it, rows of 0 or below (returns, cancellations) are no purchase; without it,
        every row is one.
    within_days : int
        Who buys again up to so many days after the first purchase has come back.
    by : {"month", "quarter", "year"}
        How first purchases are put together.
    least_days : int
        From how many days after the first purchase on another one counts; more than 1 where an order is split into
        several days.
    confidence : float
        How often the range holds the true share.
    until : day, optional
        The last day that the file knows. Without it, the last day in the file.

    Returns
    -------
    DataFrame
        One row per cohort, then "all": ``cohort`` (text), ``customers`` (first buyers whose days are over),
        ``came_back``, ``share``, ``low``, ``high``, ``stayed_away_share`` (1 - share, the churn after a first
        purchase), ``not_over`` (first buyers who still have days left, and are left out) and ``remark``: "too few to
        say" (fewer than 10 customers) or "may have bought before the file begins" (first seen within ``within_days`` of
        its first day: some of them are old customers, who come back more often; "all" leaves nobody out for that).

    Raises
    ------
    ArgumentError
        When the table is empty or an argument is not understood.
    ColumnError
        When a column is missing or of the wrong kind.

    Notes
    -----
    The range is Wilson's (1927). What comes back without any tool is what a tool must beat.

    Examples
    --------
    >>> orders = pd.DataFrame({"who": ["Ana", "Ana", "Ben", "Cai"],
    ...                        "on": ["2024-01-02", "2024-03-01", "2024-02-05", "2025-06-30"]})
    >>> repeat_share(orders, customer="who", day="on", within_days=365, by="year")[
    ...     ["cohort", "customers", "came_back", "share", "not_over"]]
      cohort  customers  came_back  share  not_over
    0   2024          2          1    0.5         0
    1   2025          0          0    NaN         1
    2    all          2          1    0.5         1
    """
    code = _period(by, "by")
    days = int(number(within_days, name="within_days", least=1))
    least = int(number(least_days, name="least_days", least=1, most=days))
    level = number(confidence, name="confidence", least=0.5, most=0.9999)
    rows = purchase_rows(orders, customer=customer, day=day, amount=amount, until=until)
    bought = purchase_days(rows)
    last = rows["day"].max() if until is None else pd.Timestamp(until)  # type: ignore[arg-type]
    first = bought.groupby("customer", observed=True)["day"].transform("min")
    gap = (bought["day"] - first).dt.days
    back = gap.between(least, days).groupby(bought["customer"], observed=True).any()
    each = pd.DataFrame({"first": bought.groupby("customer", observed=True)["day"].min(), "back": back})
    each["over"] = each["first"] + pd.Timedelta(days=days) <= last
    each["cohort"] = each["first"].dt.to_period(code).astype(str)
    early = bought["day"].min() + pd.Timedelta(days=days)
    parts = [*each.groupby("cohort"), ("all", each)]
    return pd.DataFrame([_shared(str(name), part, early, level) for name, part in parts])


def _shared(name: str, part: pd.DataFrame, early: pd.Timestamp, confidence: float) -> dict[str, object]:
    from statsmodels.stats.proportion import proportion_confint

    over = part[part["over"]]
    count, back = len(over), int(over["back"].sum())
    ends = proportion_confint(back, count, alpha=1 - confidence, method="wilson") if count else (np.nan, np.nan)
    share = back / count if count else np.nan
    remark = TOO_FEW if count < LEAST_CUSTOMERS else EARLY if name != "all" and over["first"].min() < early else ""
    return {
        "cohort": name,
        "customers": count,
        "came_back": back,
        "share": share,
        "low": float(ends[0]),
        "high": float(ends[1]),
        "stayed_away_share": 1 - share,
        "not_over": len(part) - count,
        "remark": remark,
    }
