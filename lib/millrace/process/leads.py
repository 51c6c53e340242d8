"""How long cases take from beginning to end, how much of that is work, and whether the promise was kept."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns
from millrace.process.log import EventLog
from millrace.process.stamps import require_stamps
from millrace.process.times import arrivals, first_of_case, step_times
from millrace.process.working_hours import WorkingHours

__all__ = ["lateness", "lead_times", "quantiles", "worked_hours"]

FINISHED, NO_END, OTHER_STEP, GAP_LAST = "", "the last step has no end", "the last step is another", "no start known"
IN_TIME, LATE, NOT_KNOWN, NO_PROMISE = "in time", "late", "not known", "no promise"


def lead_times(
    log: EventLog,
    *,
    hours: WorkingHours,
    arrived: str | None = None,
    promised: str | None = None,
    last_step: str | None = None,
) -> pd.DataFrame:
    """Return for each case how long it took, in open hours and in days, and what part of that was work.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    hours : WorkingHours
        When work can be done.
    arrived : str, optional
        Column with the time at which the case came in; without it the case begins with its first step.
    promised : str, optional
        Column with the promised date, the same in all rows of a case. A day without a time is kept until it is over.
    last_step : str, optional
        The step that finishes a case. Cases that end with another step are not finished, and have no lead time.

    Returns
    -------
    DataFrame
        One row per case: ``case``, ``events``, ``began``, ``ended``, ``lead_time_hours`` (open hours),
        ``lead_time_days`` (days of the calendar, with fractions), ``touch_hours`` (sum over the steps),
        ``worked_share`` (share of the lead time in which at least one step was worked on), ``waiting_hours``,
        ``unknown_hours`` (lead time of which the log does not tell whether it was work or waiting), ``unfinished`` (""
        or why the lead time is not known), ``promise`` ("in time", "late", "not known", "no promise").

    Raises
    ------
    ColumnError
        When ``arrived`` or ``promised`` is no column, or ``last_step`` no step.

    Examples
    --------
    >>> from millrace.process import WorkingHours, event_log
    >>> table = pd.DataFrame({"order": [1, 1], "work": ["cut", "sew"], "on": ["2025-03-07 16:00", "2025-03-10 09:00"],
    ...     "off": ["2025-03-07 17:00", "2025-03-10 10:00"], "due": ["2025-03-09", "2025-03-09"]})
    >>> log = event_log(table, case="order", step="work", start="on", end="off")
    >>> times = lead_times(log, hours=WorkingHours({"Mon-Fri": "08:00-18:00"}), promised="due")
    >>> times[["lead_time_hours", "worked_share", "promise"]].values.tolist()
    [[4.0, 0.5, 'late']]
    """
    steps = step_times(log, hours=hours, arrived=arrived)
    if last_step is not None and len(steps) and last_step not in set(steps["step"]):
        raise ColumnError(
            f"last_step={in_words(last_step)} is no step of the log. Its steps are: "
            f"{', '.join(sorted(steps['step'].unique())[:20])}. Name one of them."
        )
    steps = steps.assign(_came=arrivals(log, arrived), _worked=worked_hours(steps, hours=hours))
    by = steps.groupby("case", sort=False)
    cases = pd.DataFrame({"events": by.size(), "began": by["start"].min(), "ended": by["end"].max()})
    came = by["_came"].first()
    cases["began"] = came.where(came.notna(), cases["began"])
    cases["unfinished"] = _unfinished(steps, cases, last_step)
    clock = hours.clock(cases["began"], cases["ended"])
    lead = pd.Series(clock(cases["ended"]) - clock(cases["began"]), index=cases.index).clip(lower=0)
    days = (cases["ended"] - cases["began"]).dt.total_seconds() / 86_400
    finished = cases["unfinished"] == FINISHED
    worked, waited = by["_worked"].sum(), by["waiting_hours"].sum()
    cases["lead_time_hours"], cases["lead_time_days"] = lead.where(finished), days.where(finished)
    cases["touch_hours"], cases["worked_share"] = by["touch_hours"].sum(), (worked / lead).where(finished & (lead > 0))
    cases["waiting_hours"] = waited
    cases["unknown_hours"] = (lead - worked - waited).round(9).where(finished).clip(lower=0)
    if log.stamps != "start and end":
        # with one time per event nothing is known of work and waiting
        cases[["touch_hours", "worked_share", "waiting_hours"]] = np.nan
        cases["unknown_hours"] = cases["lead_time_hours"]
    cases["promise"] = _kept(log, cases, promised)
    order = ["events", "began", "ended", "lead_time_hours", "lead_time_days", "touch_hours", "worked_share"]
    return cases[[*order, "waiting_hours", "unknown_hours", "unfinished", "promise"]].reset_index()


def worked_hours(steps: pd.DataFrame, *, hours: WorkingHours) -> np.ndarray:
    """Return what each event adds to the time in which its case is worked on; steps side by side count once.

    Parameters
    ----------
    steps : DataFrame
        Events sorted by case and start.
    hours : WorkingHours
        When work can be done.

    Returns
    -------
    numpy.ndarray of float
        Hours, 0 for an event without start or end.
    """
    clock = hours.clock(steps["start"], steps["end"])
    start, end = clock(steps["start"]), clock(steps["end"])
    first = first_of_case(steps)
    whole = np.where(np.isnan(start) | np.isnan(end), np.nan, end)
    latest = pd.Series(whole).groupby(np.cumsum(first)).cummax().groupby(np.cumsum(first)).ffill().to_numpy()
    before = np.where(first, np.nan, np.append(np.nan, latest[:-1])[: len(latest)])
    return np.nan_to_num(np.maximum(end - np.fmax(start, before), 0.0))


def _unfinished(steps: pd.DataFrame, cases: pd.DataFrame, last_step: str | None) -> np.ndarray:
    last = steps.groupby("case", sort=False).tail(1).set_index("case").reindex(cases.index)
    only_starts = steps["end"].isna().all()
    if only_starts:
        cases["ended"] = last["start"]
    no_end = cases["ended"].isna() if only_starts else last["end"].isna()
    other = pd.Series(False, index=cases.index) if last_step is None else last["step"] != last_step
    if steps["start"].isna().all():
        ends = steps.groupby("case", sort=False)["end"].min()
        cases["began"] = cases["began"].where(cases["began"].notna(), ends)
    found = {OTHER_STEP: other, NO_END: no_end, GAP_LAST: cases["began"].isna()}
    return np.select([mark.to_numpy() for mark in found.values()], list(found), FINISHED).astype(object)


def _kept(log: EventLog, cases: pd.DataFrame, promised: str | None) -> np.ndarray:
    if promised is None:
        return np.full(len(cases), NO_PROMISE, dtype=object)
    require_columns(log.events, [promised], table="the log")
    by = log.events.groupby("case", sort=False)[promised]
    value, several = by.first().reindex(cases.index), by.nunique().reindex(cases.index) > 1
    due = require_stamps(value).dt.tz_localize(None).to_numpy().astype("M8[us]")
    whole_day = due == due.astype("M8[D]")
    limit = due + np.where(whole_day, np.timedelta64(86_400_000_000 - 1, "us"), np.timedelta64(0, "us"))
    ended = cases["ended"].dt.tz_localize(None).to_numpy().astype("M8[us]")
    unknown = several.to_numpy() | np.isnat(ended) | (cases["unfinished"] != FINISHED).to_numpy()
    return np.select([np.isnat(due), unknown, ended > limit], [NO_PROMISE, NOT_KNOWN, LATE], IN_TIME).astype(object)


def lateness(times: pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """Count how many cases were late, with the range in which the true share may lie.

    Parameters
    ----------
    times : DataFrame
        From `lead_times` with ``promised``, perhaps with a column of groups added.
    by : str, optional
        Column of groups.

    Returns
    -------
    DataFrame
        One row per group: ``group`` ("all" without groups), ``cases``, ``judged``, ``late``, ``late_share``, ``low``
        and ``high`` (95 % interval), ``not_judged`` (without promise, or not known).

    Raises
    ------
    ColumnError
        When a column is missing.

    Notes
    -----
    Interval of Wilson (1927).

    Examples
    --------
    >>> times = pd.DataFrame({"promise": ["late", "in time", "in time", "not known"]})
    >>> lateness(times)[["judged", "late"]].values.tolist()
    [[3, 1]]
    """
    from statsmodels.stats.proportion import proportion_confint

    require_columns(times, ["promise", *([by] if by else [])], table="the lead times")
    group = pd.Series("all", index=times.index) if by is None else times[by]
    marks = pd.DataFrame({"group": group, "cases": 1, "late": times["promise"] == LATE})
    marks["judged"] = times["promise"].isin([LATE, IN_TIME])
    table = marks.groupby("group", as_index=False)[["cases", "judged", "late"]].sum()
    low, high = proportion_confint(table["late"], table["judged"].clip(lower=1), method="wilson")
    table = table.assign(late_share=table["late"] / table["judged"].replace(0, np.nan), low=low, high=high)
    table[["low", "high"]] = table[["low", "high"]].where(table["judged"] > 0)
    return table.assign(not_judged=table["cases"] - table["judged"])


def quantiles(
    frame: pd.DataFrame,
    *,
    column: str = "lead_time_hours",
    by: str | None = None,
    shares: tuple[float, ...] = (0.1, 0.5, 0.9),
) -> pd.DataFrame:
    """Say within how many hours a tenth, half and nine tenths of the cases were done.

    Parameters
    ----------
    frame : DataFrame
        For example from `lead_times` or `step_times`.
    column : str
        Numbers; missing ones are counted and left out.
    by : str, optional
        Column of groups.
    shares : tuple of float
        Shares between 0 and 1.

    Returns
    -------
    DataFrame
        One row per group and share: ``group``, ``share``, ``value``, ``low`` and ``high`` (95 % interval, missing where
        there are too few values for one), ``known``, ``missing``.

    Raises
    ------
    ColumnError
        When a column is missing.
    ArgumentError
        When a share is not between 0 and 1.

    Notes
    -----
    Interval by order statistics (Conover, Practical Nonparametric Statistics, section 3.2): no shape is assumed.

    Examples
    --------
    >>> frame = pd.DataFrame({"lead_time_hours": range(1, 102)})
    >>> quantiles(frame, shares=(0.5,))[["value", "low", "high"]].values.tolist()
    [[51.0, 41.0, 61.0]]
    """
    require_columns(frame, [column, *([by] if by else [])])
    if not all(isinstance(share, float) and 0 < share < 1 for share in shares):
        raise ArgumentError(
            f"shares={in_words(shares)} was given. Shares between 0 and 1 were expected. Write (0.5, 0.9)."
        )
    group = pd.Series("all", index=frame.index) if by is None else frame[by]
    rows = []
    for name, values in frame[column].groupby(group, sort=True):
        known = np.sort(values.dropna().to_numpy(dtype=float))
        counts = {"known": len(known), "missing": len(values) - len(known)}
        rows += [{"group": name, "share": share, **_quantile(known, share), **counts} for share in shares]
    return pd.DataFrame(rows, columns=["group", "share", "value", "low", "high", "known", "missing"])


def _quantile(known: np.ndarray, share: float) -> dict[str, float]:
    from scipy.stats import binom

    if not len(known):
        return {"value": np.nan, "low": np.nan, "high": np.nan}
    low, high = (int(binom.ppf(edge, len(known), share)) for edge in (0.025, 0.975))
    # below the first or above the last value lies more than 2.5 %: then no interval can be had from these few
    low_known, high_known = binom.cdf(0, len(known), share) <= 0.025, high < len(known)
    return {
        "value": float(np.quantile(known, share)),
        "low": float(known[max(low - 1, 0)]) if low_known else np.nan,
        "high": float(known[high]) if high_known else np.nan,
    }
