"""A KPI worked out from a table, per period and group, with every row accounted for."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.kpis.columns import Amounts, days_of, groups_of, numbers_of, require_rows
from millrace.kpis.definition import Kpi

__all__ = ["measure"]

PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
EVERYONE = "all"


def measure(
    frame: pd.DataFrame,
    kpi: Kpi,
    *,
    numerator: Amounts,
    denominator: Amounts = "rows",
    when: str,
    every: str = "week",
    by: str | None = None,
    as_of: object = None,
) -> pd.DataFrame:
    """Work a KPI out for each period, and for each group of rows.

    Parameters
    ----------
    frame : DataFrame
        The rows that are counted, for example tickets.
    kpi : Kpi
        The definition. Its ``unit`` says whether the numerator is part of the denominator, its ``wait_days`` which rows
        are too new, its ``target`` what the value is held against.
    numerator, denominator : str, Series or function
        How the table says what the definition says in words: a column that is added up, a condition such as
        ``"settled == 'yes'"``, a column of True and False, a function of the table, or "rows" (each row counts 1).
    when : str
        The column with the day by which a row belongs to a period.
    every : {"day", "week", "month", "quarter", "year"}
        The length of a period. Weeks begin on Monday.
    by : str, optional
        The column that names the group; without it all rows are the group "all".
    as_of : day, optional
        The last day that the table knows. Without it, the last day in the column ``when``.

    Returns
    -------
    DataFrame
        One row per period and group, also for periods without a row: ``period`` (its first day), ``group``,
        ``numerator``, ``denominator``, ``value`` (missing where it is not defined), ``rows`` (all of them), of which
        ``not_known`` (numerator or denominator missing) and ``too_new`` (after ``as_of`` less ``wait_days``) are set
        aside, ``outside`` (rows in the numerator but not in the denominator of a share, which are not counted there),
        ``against_target`` ("reached", "not reached", "no target", "not known"), and ``remark`` ("no row", "denominator
        is 0", "nothing known yet", "denominator below 0", "period not over",
        "partly too new", "no day", or empty).

    Raises
    ------
    ArgumentError
        When the table is empty, ``kpi`` is none, or an argument is not understood.
    ColumnError
        When a column is missing, misspelt, or of the wrong kind.

    Notes
    -----
    A value is the sum of the numerator over the sum of the denominator, never a mean of shares.

    Examples
    --------
    >>> settled = Kpi(
    ...     name="settled", question="Do customers get an answer?", numerator="settled tickets", denominator="tickets",
    ...     window="per month, by day of opening", owner="head of service", direction="higher", unit="share",
    ...     guardrail="satisfaction", source="tickets", target=0.6)
    >>> tickets = pd.DataFrame({"opened": ["2025-01-03", "2025-01-09", "2025-02-01"], "ok": ["yes", "no", "yes"]})
    >>> measure(tickets, settled, numerator="ok == 'yes'", when="opened", every="month")[
    ...     ["numerator", "denominator", "value", "against_target"]]
       numerator  denominator  value against_target
    0        1.0          2.0    0.5    not reached
    1        1.0          1.0    1.0        reached
    """
    require_rows(frame)
    _check(kpi, every)
    day = days_of(frame, when)
    last = _last_day(day, as_of)
    group = pd.Series(EVERYONE, index=frame.index) if by is None else groups_of(frame, by)
    over, under = numbers_of(frame, numerator, name="numerator"), numbers_of(frame, denominator, name="denominator")
    rows = _marked(over, under, day.to_numpy(), kpi, last)
    rows["period"] = day.dt.to_period(PERIODS[every]).dt.start_time.to_numpy()
    rows["group"] = group.to_numpy()
    table = rows.groupby(["period", "group"], dropna=False, observed=True).sum().reset_index()
    return _finished(_complete(table, every), kpi, every, last)


def _check(kpi: object, every: str) -> None:
    if not isinstance(kpi, Kpi):
        raise ArgumentError(
            f"{in_words(kpi)} was given in place of a KPI. A definition was expected. Make one with kpis.Kpi(...), or "
            "with kpis.kpi('first contact resolution').define(...)."
        )
    if every not in PERIODS:
        raise ArgumentError(
            f"every={in_words(every)} was given. One of {', '.join(PERIODS)} was expected. Choose one."
            f"{did_you_mean(every, PERIODS)}"
        )


def _last_day(day: pd.Series, as_of: object) -> pd.Timestamp:
    if as_of is None:
        return day.max()
    last = pd.to_datetime(as_of, errors="coerce")  # type: ignore[call-overload]
    if not isinstance(last, pd.Timestamp) or pd.isna(last):
        raise ArgumentError(f"as_of={in_words(as_of)} was given. A day was expected. Write it like '2025-12-31'.")
    return last


def _marked(over: np.ndarray, under: np.ndarray, day: np.ndarray, kpi: Kpi, last: pd.Timestamp) -> pd.DataFrame:
    too_new = pd.Series(day).gt(last - pd.Timedelta(days=kpi.wait_days)).to_numpy()
    not_known = (np.isnan(over) | np.isnan(under)) & ~too_new
    used = ~too_new & ~not_known
    outside = used & (kpi.unit == "share") & (over > 0) & (under == 0)
    return pd.DataFrame(
        {
            "numerator": np.where(used & ~outside, over, 0.0),
            "denominator": np.where(used, under, 0.0),
            "rows": 1,
            "not_known": not_known.astype(int),
            "too_new": too_new.astype(int),
            "outside": outside.astype(int),
        }
    )


def _complete(table: pd.DataFrame, every: str) -> pd.DataFrame:
    dated = table[table["period"].notna()]
    if dated.empty:
        return table
    first, last = (pd.Period(edge, freq=PERIODS[every]) for edge in (dated["period"].min(), dated["period"].max()))
    periods = pd.period_range(first, last).start_time
    cells = pd.MultiIndex.from_product([periods, sorted(dated["group"].unique())], names=["period", "group"])
    full = dated.set_index(["period", "group"]).reindex(cells, fill_value=0).reset_index()
    undated = table[table["period"].isna()]
    return pd.concat([full, undated], ignore_index=True) if len(undated) else full


def _finished(table: pd.DataFrame, kpi: Kpi, every: str, last: pd.Timestamp) -> pd.DataFrame:
    defined = table["denominator"] > 0
    value = (table["numerator"] / table["denominator"].where(defined)).astype("float64")
    if kpi.unit == "share" and (value > 1 + 1e-9).any():
        row = table[value > 1 + 1e-9].iloc[0]
        raise ArgumentError(
            f"A share of {row['numerator']:g} of {row['denominator']:g} came out. A part of the denominator was "
            "expected. Choose a numerator that is part of it, or another unit."
        )
    table = table.assign(
        value=value,
        against_target=_against(value, kpi),
        remark=_remarks(table, every, last),
    )
    columns = ["period", "group", "numerator", "denominator", "value", "rows", "not_known", "too_new", "outside"]
    return table[[*columns, "against_target", "remark"]]


def _against(value: pd.Series, kpi: Kpi) -> np.ndarray:
    if kpi.target is None:
        return np.full(len(value), "no target", dtype=object)
    slack = 1e-9 * max(1.0, abs(kpi.target))
    gap = (value - kpi.target) * {"higher": 1.0, "lower": -1.0, "hold": 1.0}[kpi.direction]
    reached = gap.abs() <= max(slack, 0.05 * abs(kpi.target)) if kpi.direction == "hold" else gap >= -slack
    return np.select([value.isna(), reached], ["not known", "reached"], "not reached")


def _remarks(table: pd.DataFrame, every: str, last: pd.Timestamp) -> np.ndarray:
    end = table["period"].dt.to_period(PERIODS[every]).dt.end_time
    cases = {
        "no day": table["period"].isna(),
        "no row": table["rows"] == 0,
        "nothing known yet": table["rows"] == table["not_known"] + table["too_new"],
        "denominator is 0": table["denominator"] == 0,
        "denominator below 0": table["denominator"] < 0,
        "period not over": end.dt.normalize() > last,
        "partly too new": table["too_new"] > 0,
    }
    return np.select(list(cases.values()), list(cases), "")
