"""How many cases wait before a step, over time, and whether the numbers of the log fit together."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words
from millrace.process.leads import lead_times
from millrace.process.log import BOTH, EventLog
from millrace.process.stamps import clock_of
from millrace.process.times import step_times
from millrace.process.working_hours import OpenClock, WorkingHours

__all__ = ["littles_law", "queue"]

FEWEST_CASES = 30
AGREES, MORE, FEWER, FEW = "agrees", "more inside than explained", "fewer inside than explained", "too few to say"
TOLERANCE = 0.10


def queue(
    log: EventLog, step: str, *, hours: WorkingHours, every: str = "W", arrived: str | None = None
) -> pd.DataFrame:
    """Return how many cases waited before a step, period by period.

    Parameters
    ----------
    log : EventLog
        From `event_log`, with starts and ends.
    step : str
        The step.
    hours : WorkingHours
        When work can be done: nights do not count in the mean.
    every : str
        Length of a period, as pandas writes it: "D" days, "W" weeks, "MS" months.
    arrived : str, optional
        Column with the time at which the case came in, for the queue before a first step.

    Returns
    -------
    DataFrame
        One row per period: ``begin``, ``end``, ``joined`` and ``left`` (cases), ``mean_waiting`` (cases, mean over the
        open hours, missing when closed), ``most_waiting``, ``not_counted`` (events of the step that began in the period
        and whose joining the queue is not known: the queue was longer by these for some time).

    Raises
    ------
    ColumnError
        When there is no such step.
    ArgumentError
        When the log has one time per event, or ``every`` is no period.

    Notes
    -----
    Cases that still wait when the log ends are not in it: the log does not say for which step they wait.

    Examples
    --------
    >>> from millrace.process import AROUND_THE_CLOCK, event_log
    >>> table = pd.DataFrame({"case": [1, 1], "step": ["cut", "sew"], "on": ["2025-03-03 00:00", "2025-03-03 18:00"],
    ...     "off": ["2025-03-03 12:00", "2025-03-03 20:00"]})
    >>> log = event_log(table, case="case", step="step", start="on", end="off")
    >>> queue(log, "sew", hours=AROUND_THE_CLOCK, every="D")[["joined", "mean_waiting"]].values.tolist()
    [[1.0, 0.25]]
    """
    steps = step_times(log, hours=hours, arrived=arrived)
    if log.stamps != BOTH:
        raise ArgumentError(
            f"The log has one time per event ({log.stamps}). Starts and ends were expected: a queue begins with an end "
            "and ends with a start. Look at since_previous_hours of step_times instead."
        )
    mine = steps[steps["step"] == step]
    if mine.empty:
        known = sorted(steps["step"].unique().tolist())
        raise ColumnError(
            f"{in_words(step)} is no step of the log. Its steps are: {', '.join(known[:20])}. Name one of them."
            f"{did_you_mean(step, known)}"
        )
    edges = _edges(mine["start"], every)
    clock = hours.clock(steps["start"], steps["end"], edges)
    told, untold = mine[mine["waiting_hours"].notna()], mine[mine["waiting_hours"].isna()]
    left = np.sort(clock(told["start"]))
    joined = np.sort(clock(told["start"]) - told["waiting_hours"].to_numpy())
    at = clock(edges)
    inside = _integral(joined, at) - _integral(left, at)
    length = np.diff(at)
    table = pd.DataFrame({"begin": edges[:-1].to_numpy(), "end": edges[1:].to_numpy()})
    table["joined"], table["left"] = _between(joined, at), _between(left, at)
    # hours of a clock that runs in open time carry rounding: a queue of nobody is 0, not a billionth
    table["mean_waiting"] = (np.diff(inside) / np.where(length > 0, length, np.nan)).round(9)
    table["most_waiting"] = _most(joined, left, at)
    lost = clock_of(untold["start"].dropna())
    period = np.searchsorted(clock_of(edges), lost, side="right") - 1
    return table.assign(not_counted=np.bincount(period, minlength=len(table)))


def _edges(times: pd.Series, every: str) -> pd.Series:
    known = times.dropna()
    try:
        wall = known.dt.tz_localize(None)
        rule = "W-MON" if every == "W" else every
        offset = pd.tseries.frequencies.to_offset(rule)
        first, last = wall.min().normalize(), wall.max().normalize()
        edges = pd.date_range(offset.rollback(first), last + pd.Timedelta(days=1), freq=offset)
        while len(edges) < 2 or edges[-1] <= wall.max():
            edges = pd.DatetimeIndex([*edges, edges[-1] + offset])
    except (ValueError, AttributeError, TypeError):
        raise ArgumentError(
            f"every={in_words(every)} is no length of a period. Days, weeks or months were expected. Write 'D', 'W' or "
            "'MS'."
        ) from None
    series = pd.Series(edges)
    if known.dt.tz is None:
        return series
    return series.dt.tz_localize(known.dt.tz, nonexistent="shift_forward", ambiguous=np.ones(len(series), dtype=bool))


def _integral(moments: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return for each time the hours that have passed since each of the moments before it, added up."""
    sums = np.append(0.0, np.cumsum(moments))
    count = np.searchsorted(moments, at, side="right")
    return count * at - sums[count]


def _between(moments: np.ndarray, at: np.ndarray) -> np.ndarray:
    edges = at.copy()
    edges[-1] = np.inf  # what ends with the last open minute belongs to the last period
    return np.diff(np.searchsorted(moments, edges, side="left"))


def _most(joined: np.ndarray, left: np.ndarray, at: np.ndarray) -> np.ndarray:
    moments = np.concatenate([joined, left])
    change = np.concatenate([np.ones(len(joined)), -np.ones(len(left))])
    order = np.lexsort([change, moments])  # who leaves makes room before the next joins
    moments, inside = moments[order], np.cumsum(change[order]).astype(int)
    begin = np.searchsorted(moments, at[:-1], side="left")
    end = np.searchsorted(moments, at[1:], side="left")
    before = np.append(0, inside)[begin]
    return np.array([max([b, *inside[i:j]]) for b, i, j in zip(before, begin, end, strict=True)], dtype=int)


def littles_law(
    log: EventLog, *, hours: WorkingHours, arrived: str | None = None, last_step: str | None = None
) -> pd.DataFrame:
    """Hold the mean number of cases inside against arrivals per hour times mean lead time.

    In a shop that is neither filling nor emptying the two are equal. The first and last part of the log, in which cases
    are inside that it does not show from beginning to end, are left out: one long lead time (nine of ten are shorter)
    at either end.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    hours : WorkingHours
        When work can be done; all numbers are in open hours.
    arrived : str, optional
        Column with the time at which the case came in.
    last_step : str, optional
        The step that finishes a case.

    Returns
    -------
    DataFrame
        One row: ``begin``, ``end`` (of the part looked at), ``open_hours``, ``cases`` (that came in it),
        ``mean_inside``, ``arrivals_per_hour``, ``mean_lead_time_hours``, ``expected_inside`` (product of the two),
        ``ratio`` (mean / expected), ``left_out`` (cases without a known lead time: inside for a while, and in none of
        the numbers), ``verdict``: "agrees" (within 10 %), "more inside than explained" (the shop was fuller before, or
        lead times are falling), "fewer inside than explained" (it was filling), "too few to say".

    Notes
    -----
    J. D. C. Little, A Proof for the Queuing Formula L = λW, Operations Research 9 (1961). The law holds for any order
    of work; a ratio off 1 speaks about the edges of the log or of a shop that changes, not about a wrong law.

    Examples
    --------
    >>> from millrace.process import AROUND_THE_CLOCK, event_log
    >>> came = pd.date_range("2025-01-06", periods=200, freq="h")
    >>> table = pd.DataFrame({"case": range(200), "step": "cut", "on": came, "off": came + pd.Timedelta(hours=3)})
    >>> log = event_log(table, case="case", step="step", start="on", end="off")
    >>> littles_law(log, hours=AROUND_THE_CLOCK)[["mean_inside", "ratio", "verdict"]].round(1).values.tolist()
    [[3.0, 1.0, 'agrees']]
    """
    cases = lead_times(log, hours=hours, arrived=arrived, last_step=last_step)
    done = cases[cases["lead_time_hours"].notna()]
    clock = hours.clock(cases["began"], cases["ended"])
    came, gone = np.sort(clock(done["began"])), np.sort(clock(done["ended"]))
    row: dict[str, object] = {"begin": pd.NaT, "end": pd.NaT, "open_hours": np.nan, "cases": 0}
    if len(done):
        row = _window(done, clock, came, gone)
    numbers = dict.fromkeys(
        ("mean_inside", "arrivals_per_hour", "mean_lead_time_hours", "expected_inside", "ratio"), np.nan
    )
    if row["cases"]:
        numbers = _law(done, clock, came, gone, row)
    judged = row["cases"] >= FEWEST_CASES and np.isfinite(numbers["ratio"])  # type: ignore[operator]
    ratio = numbers["ratio"]
    verdict = FEW if not judged else AGREES if abs(ratio - 1) <= TOLERANCE else MORE if ratio > 1 else FEWER
    return pd.DataFrame([{**row, **numbers, "left_out": len(cases) - len(done), "verdict": verdict}])


def _window(done: pd.DataFrame, clock: OpenClock, came: np.ndarray, gone: np.ndarray) -> dict[str, object]:
    margin = float(np.quantile(done["lead_time_hours"], 0.9))
    low, high = came[0] + margin, came[-1] - margin
    begins = clock(done["began"])
    inside = (begins >= low) & (begins < high)
    if high <= low or not inside.any():
        return {"begin": pd.NaT, "end": pd.NaT, "open_hours": np.nan, "cases": 0}
    part = done.loc[inside, "began"]
    return {"begin": part.min(), "end": part.max(), "open_hours": high - low, "cases": int(inside.sum())}


def _law(
    done: pd.DataFrame, clock: OpenClock, came: np.ndarray, gone: np.ndarray, row: dict[str, object]
) -> dict[str, float]:
    margin = float(np.quantile(done["lead_time_hours"], 0.9))
    at = np.array([came[0] + margin, came[-1] - margin])
    length = at[1] - at[0]
    mean = float(np.diff(_integral(came, at) - _integral(gone, at))[0] / length)
    begins = clock(done["began"])
    mine = done.loc[(begins >= at[0]) & (begins < at[1]), "lead_time_hours"]
    rate, lead = len(mine) / length, float(mine.mean())
    names = ("mean_inside", "arrivals_per_hour", "mean_lead_time_hours", "expected_inside", "ratio")
    expected = rate * lead
    return dict(zip(names, (mean, rate, lead, expected, mean / expected if expected > 0 else np.nan), strict=True))
