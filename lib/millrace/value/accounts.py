"""Which costs move with sales, and which stay when hours or materials are saved."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["MOVES", "STAYS", "TOO_FEW", "moving_costs"]

MOVES, STAYS, TOO_FEW = "moves with sales", "does not move with sales", "too few to say"
LEAST_PERIODS = 12
STRONG = 0.7


def moving_costs(
    costs: pd.DataFrame, sales: pd.DataFrame, *, period: str, account: str, amount: str, sold: str, lag_periods: int = 1
) -> pd.DataFrame:
    """Say for each account whether what it costs follows what is sold.

    Parameters
    ----------
    costs : DataFrame
        One row per period and account.
    sales : DataFrame
        One row per period.
    period : str
        The column that names the period in both, for example "month".
    account, amount : str
        The columns of ``costs`` with the account and what it cost.
    sold : str
        The column of ``sales`` with what was sold.
    lag_periods : int
        Costs may follow the sales of up to so many periods before: the mean of these and the own one is compared.

    Returns
    -------
    DataFrame
        One row per account, the largest first: ``account``, ``total``, ``share`` (of all costs), ``correlation`` with
        sales, ``verdict`` ("moves with sales" from a correlation of 0.7 on, "does not move with sales", "too few to
        say" for fewer than 12 periods). A period without a row of an account costs 0.

    Raises
    ------
    ArgumentError
        When a table is empty, no period is in both, or ``lag_periods`` is no whole number from 0 to 12.
    ColumnError
        When a column is missing or not of numbers, or a period is there twice in ``sales``.

    Notes
    -----
    It tells what moved, not what could be cut: a cost that does not move stays when work is saved, until somebody
    decides otherwise. Wages are mostly of this kind.

    Examples
    --------
    >>> months = pd.period_range("2025-01", periods=12, freq="M").astype(str)
    >>> sales = pd.DataFrame({"month": months, "revenue": [5, 7, 9, 6, 8, 4, 7, 9, 5, 8, 6, 7]})
    >>> costs = pd.concat([sales[["month"]].assign(account="leather", cny=sales["revenue"] * 2),
    ...                    sales[["month"]].assign(account="rent", cny=10)])
    >>> moving_costs(costs, sales, period="month", account="account", amount="cny", sold="revenue", lag_periods=0)[
    ...     ["account", "verdict"]].values.tolist()
    [['leather', 'moves with sales'], ['rent', 'does not move with sales']]
    """
    _check(costs, sales, period, account, amount, sold, lag_periods)
    spent = costs.pivot_table(index=period, columns=account, values=amount, aggfunc="sum", fill_value=0.0)
    revenue = sales.set_index(period)[sold].sort_index().astype("float64")
    followed = revenue.rolling(lag_periods + 1, min_periods=1).mean()
    both = spent.index.intersection(followed.index)
    if not len(both):
        raise ArgumentError("No period is in both tables. The same writing of periods was expected. Compare them.")
    spent, followed = spent.loc[both], followed.loc[both]
    moved = np.array([_correlation(spent[name], followed) for name in spent.columns])
    verdict = np.where(moved >= STRONG, MOVES, STAYS) if len(both) >= LEAST_PERIODS else TOO_FEW
    total = spent.sum()
    table = pd.DataFrame(
        {
            "account": spent.columns.astype(str),
            "total": total.to_numpy(),
            "share": (total / total.sum()).to_numpy(),
            "correlation": moved,
            "verdict": verdict,
        }
    )
    return table.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)


def _correlation(spent: pd.Series, followed: pd.Series) -> float:
    if spent.std() == 0 or followed.std() == 0 or len(spent) < 3:
        return 0.0
    return float(np.corrcoef(spent, followed)[0, 1])


def _check(
    costs: pd.DataFrame, sales: pd.DataFrame, period: str, account: str, amount: str, sold: str, lag_periods: int
) -> None:
    require_columns(costs, [period, account, amount], table="the table of costs")
    require_columns(sales, [period, sold], table="the table of sales")
    for name, table in (("costs", costs), ("sales", sales)):
        if table.empty:
            raise ArgumentError(f"The table of {name} has no row. At least one was expected. Look at what filtered it.")
    for column, values in ((amount, costs[amount]), (sold, sales[sold])):
        if not pd.api.types.is_numeric_dtype(values):
            raise ColumnError(f"Column '{column}' holds text. Numbers were expected. Read it with parse_money first.")
    twice = sales[period][sales[period].duplicated()]
    if len(twice):
        raise ColumnError(f"The period {in_words(twice.iloc[0])} is in sales twice. One row each was expected. Add up.")
    if isinstance(lag_periods, bool) or not isinstance(lag_periods, int) or not 0 <= lag_periods <= 12:
        raise ArgumentError(f"lag_periods={in_words(lag_periods)} was given. 0 to 12 was expected. Try 1.")
