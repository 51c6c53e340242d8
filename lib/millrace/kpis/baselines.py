"""A baseline with its noise: limits of what is usual, and whether a period is news or within them."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words
from millrace.kpis.columns import days_of, numbers_of, require_rows

__all__ = ["NEWS", "TOO_FEW", "USUAL", "against_baseline", "shares_against_baseline"]

NEWS, USUAL, TOO_FEW = "news", "within the usual noise", "too few to say"
LEAST_PERIODS = 8
LEAST_EXPECTED = 5.0
# The mean range of two values of a normal distribution, in standard deviations (Montgomery, appendix VI: d2 for n = 2).
D2 = 1.128379167


def against_baseline(
    frame: pd.DataFrame, *, value: str, when: str, baseline_until: object = None, sigmas: float = 3.0
) -> pd.DataFrame:
    """Say of each period whether its value is news, held against the noise between the periods of a baseline.

    Parameters
    ----------
    frame : DataFrame
        One row per period, for example the result of `measure` for one group.
    value : str
        The column with the value of the period.
    when : str
        The column with the day on which the period begins.
    baseline_until : day, optional
        The last day of the baseline, for example the day before the pilot. Without it the baseline is all periods.
    sigmas : float
        The width of the limits in standard deviations.

    Returns
    -------
    DataFrame
        One row per period, by time: ``when``, ``value``, ``role`` ("baseline" or "watched"), ``centre`` (mean of the
        baseline), ``low`` and ``high`` (limits), ``verdict`` ("news", "within the usual noise", "too few to say"),
        ``direction`` ("up", "down" or empty) and ``says``, a sentence. With fewer than 8 known periods in the baseline,
        or none that differ, everything is "too few to say".

    Raises
    ------
    ArgumentError
        When the table is empty, an argument is not understood, or a period is there twice.
    ColumnError
        When a column is missing or of the wrong kind.

    Notes
    -----
    The chart of individuals and moving ranges: limits at the mean ± ``sigmas`` x mean moving range / 1.128 (Shewhart
    1931; Montgomery, Introduction to Statistical Quality Control, 6.4; 2.66 mean ranges at three sigmas). How often it
    cries wolf: `false_alarms`; whether its assumptions hold: `assumptions`.

    Examples
    --------
    >>> weeks = pd.DataFrame({"week": pd.date_range("2025-01-06", periods=11, freq="7D"),
    ...                       "minutes": [6, 7, 6, 5, 6, 7, 6, 5, 6, 7, 12]})
    >>> table = against_baseline(weeks, value="minutes", when="week", baseline_until="2025-03-10")
    >>> table.loc[10, "says"]
    '2025-03-17: 12 is news (outside 3.441 to 8.759).'
    """
    table = _periods(frame, when, sigmas).assign(value=numbers_of(frame, value, name=f"column '{value}'"))
    table = _with_roles(table, baseline_until)
    base = table.loc[table["role"] == "baseline", "value"].dropna()
    spread = float(base.diff().abs().mean()) / D2 if len(base) > 1 else np.nan
    centre = float(base.mean()) if len(base) else np.nan
    known = len(base) >= LEAST_PERIODS and spread > 0
    width = sigmas * spread if known else np.nan
    table = table.assign(centre=centre, low=centre - width, high=centre + width)
    return _judged(table, shares=False)


def shares_against_baseline(
    frame: pd.DataFrame,
    *,
    events: str,
    total: str,
    when: str,
    baseline_until: object = None,
    sigmas: float = 3.0,
    between_periods: bool = False,
) -> pd.DataFrame:
    """Say of each period whether its share is news, held against a baseline and the size of the period.

    Parameters
    ----------
    frame : DataFrame
        One row per period, for example the result of `measure` for one group.
    events, total : str
        The columns with how many had it, and of how many.
    when : str
        The column with the day on which the period begins.
    baseline_until : day, optional
        The last day of the baseline. Without it the baseline is all periods.
    sigmas : float
        The width of the limits in standard deviations.
    between_periods : bool
        False: the limits hold what chance does to so many pieces. True: they are widened by how much more (never
        less) the periods of the baseline differ than chance makes them.

    Returns
    -------
    DataFrame
        One row per period, as from `against_baseline`, with ``events``, ``total`` and ``limits``: "sigmas", or "exact"
        where fewer than 5 events, or 5 pieces without, are expected, and the limits are those of counting. With fewer
        than 8 periods in the baseline, or no piece, it is "too few to say".

    Raises
    ------
    ArgumentError
        When the table is empty, an argument is not understood, or a period is there twice.
    ColumnError
        When a column is missing, or counts are negative, not whole, or events are more than the total.

    Notes
    -----
    The p chart (Montgomery, 7.2), mean share ± ``sigmas`` x root of p (1 - p) / n; widened, the p' chart of Laney,
    "Improved control charts for attributes" (Quality Engineering 14, 2002). Exact: quantiles of the binomial.

    Examples
    --------
    >>> weeks = pd.DataFrame({"week": pd.date_range("2025-01-06", periods=9, freq="7D"),
    ...                       "late": [10, 12, 9, 11, 10, 8, 10, 10, 24], "orders": 100})
    >>> table = shares_against_baseline(weeks, events="late", total="orders", when="week", baseline_until="2025-02-24")
    >>> table.loc[8, "says"]
    '2025-03-03: 24.0% is news (outside 1.0% to 19.0%).'
    """
    table = _periods(frame, when, sigmas).assign(
        events=numbers_of(frame, events, name=f"column '{events}'"),
        total=numbers_of(frame, total, name=f"column '{total}'"),
    )
    _check_counts(table, events, total)
    table = _with_roles(table.assign(value=table["events"] / table["total"].where(table["total"] > 0)), baseline_until)
    base = table[(table["role"] == "baseline") & table["value"].notna()]
    centre = base["events"].sum() / base["total"].sum() if len(base) >= LEAST_PERIODS else np.nan
    if between_periods and not np.isnan(centre):
        sigmas = sigmas * max(1.0, _times_chance(base, centre))
    low, high, limits = _share_limits(table["total"].to_numpy(), centre, sigmas)
    table = _judged(table.assign(centre=centre, low=low, high=high), shares=True)
    return table.assign(limits=limits)


def _periods(frame: pd.DataFrame, when: str, sigmas: float) -> pd.DataFrame:
    require_rows(frame)
    if isinstance(sigmas, bool) or not isinstance(sigmas, int | float) or not 0 < sigmas <= 10:
        raise ArgumentError(f"sigmas={in_words(sigmas)} was given. A number above 0, up to 10, was expected. Try 3.")
    days = days_of(frame, when)
    if days.isna().any():
        raise ColumnError(
            f"Column '{when}' has {int(days.isna().sum())} rows without a day. A day per period was expected. Take "
            "them out."
        )
    twice = days[days.duplicated()]
    if len(twice):
        raise ArgumentError(
            f"The period {twice.iloc[0]:%Y-%m-%d} is there more than once. One row per period was expected. Choose one "
            "group first, for example table[table['group'] == 'all']."
        )
    return pd.DataFrame({"when": days.to_numpy()})


def _with_roles(table: pd.DataFrame, baseline_until: object) -> pd.DataFrame:
    table = table.sort_values("when", kind="stable").reset_index(drop=True)
    if baseline_until is None:
        return table.assign(role="baseline")
    last = pd.to_datetime(baseline_until, errors="coerce")  # type: ignore[call-overload]
    if not isinstance(last, pd.Timestamp) or pd.isna(last):
        raise ArgumentError(
            f"baseline_until={in_words(baseline_until)} was given. A day was expected. Write it like '2025-03-31'."
        )
    return table.assign(role=np.where(table["when"] <= last, "baseline", "watched"))


def _check_counts(table: pd.DataFrame, events: str, total: str) -> None:
    for name in ("events", "total"):
        known = table[name].dropna()
        wrong = known[(known < 0) | (known % 1 != 0)]
        if len(wrong):
            raise ColumnError(
                f"Column '{events if name == 'events' else total}' holds {wrong.iloc[0]:g}. Whole counts of 0 or more "
                "were expected. For means and sums use against_baseline."
            )
    above = table[table["events"] > table["total"]]
    if len(above):
        raise ColumnError(
            f"{above['events'].iloc[0]:g} events of {above['total'].iloc[0]:g} are noted. Events among the total were "
            "expected. Change the two columns about, or correct them."
        )


def _times_chance(base: pd.DataFrame, centre: float) -> float:
    score = (base["value"] - centre) / np.sqrt(centre * (1 - centre) / base["total"])
    return float(score.diff().abs().mean()) / D2 if 0 < centre < 1 else 1.0


def _share_limits(total: np.ndarray, centre: float, sigmas: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from scipy.stats import binom, norm

    pieces = np.where(total > 0, total, np.nan)
    width = sigmas * np.sqrt(centre * (1 - centre) / pieces)
    few = pieces * min(centre, 1 - centre) < LEAST_EXPECTED
    tail = norm.sf(sigmas)
    low = np.where(few, binom.ppf(tail, pieces, centre) / pieces, centre - width)
    high = np.where(few, binom.isf(tail, pieces, centre) / pieces, centre + width)
    return np.clip(low, 0, 1), np.clip(high, 0, 1), np.where(few, "exact", "sigmas")


def _judged(table: pd.DataFrame, *, shares: bool) -> pd.DataFrame:
    slack = 1e-12 + 1e-9 * table["centre"].abs()
    up, down = table["value"] > table["high"] + slack, table["value"] < table["low"] - slack
    unknown = table["value"].isna() | table["low"].isna()
    verdict = np.select([unknown, up | down], [TOO_FEW, NEWS], USUAL)
    direction = np.select([unknown, up, down], ["", "up", "down"], "")
    table = table.assign(verdict=verdict, direction=direction)
    form = "{:.1%}" if shares else "{:,.4g}"
    return table.assign(says=[_sentence(row, form) for row in table.itertuples()])


def _sentence(row: object, form: str) -> str:
    day = f"{row.when:%Y-%m-%d}"  # type: ignore[attr-defined]
    value, low, high = (form.format(getattr(row, name)) for name in ("value", "low", "high"))
    verdict = row.verdict  # type: ignore[attr-defined]
    if verdict == TOO_FEW:
        return f"{day}: too few to say."
    where = "outside" if verdict == NEWS else "inside"
    return f"{day}: {value} is {verdict} ({where} {low} to {high})."
