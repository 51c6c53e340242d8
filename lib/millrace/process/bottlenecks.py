"""Which step holds the cases up, how sure that is, and whether its people are busy or free meanwhile."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.process.leads import lead_times
from millrace.process.log import BOTH, EventLog
from millrace.process.people import busy_people
from millrace.process.times import step_times
from millrace.process.working_hours import WorkingHours

__all__ = ["bottleneck", "bottleneck_in_words"]

# Above BUSY a queue grows fast (it doubles from 85 to 92 % busy); below FREE hands were there much of the time.
BUSY, FREE = 0.85, 0.70
SURE, POSSIBLE = 0.95, 0.05
LITTLE_WAITING = 0.10
FEWEST_CASES, STRETCHES, KNOWN_TOUCH = 30, 10, 0.8
# Ten stretches are few: the 97.5 % point of t with 9 degrees of freedom, against that of the normal curve.
WIDER = np.sqrt(10 / 9) * 2.262 / 1.960
HANDS, NO_HANDS, PARTLY = "waits for hands", "waits although hands are free", "waits, hands partly free"
NOBODY, TOGETHER = "waits longest, hands not known", "takes longest, waiting and work together"
CLOSE, LITTLE, FEW, OTHER = "too close to call", "little waiting", "too few to say", "not the longest"


def bottleneck(
    log: EventLog, *, hours: WorkingHours, arrived: str | None = None, draws: int = 1_000, seed: int = 1
) -> pd.DataFrame:
    """Say before which step cases wait longest in all, and how busy its people are.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    hours : WorkingHours
        When work can be done.
    arrived : str, optional
        Column with the time at which the case came in; without it the wait before a first step is not known, and a
        first step cannot come out as the bottleneck.
    draws : int
        How often ten stretches of the log are drawn anew to see how sure the order is.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame
        One row per step, the longest wait first: ``step``, ``cases``, ``waiting_share`` (of the lead time of finished
        cases; with one time per event, of waiting and work together), ``low``, ``high`` (95 % interval),
        ``longest_in_share`` (share of the draws in which it is the longest), ``people``, ``busy_share`` (share of the
        open hours of days on which they were there; weighted by work at this step), ``touch_known_share``, ``verdict``:

        - "waits for hands": the longest, and its people are busy for 85 % of their time or more;
        - "waits although hands are free": the longest, and they are busy for less than 70 %. The log shows where cases
          wait, not why: go and look;
        - "waits, hands partly free": between the two;
        - "waits longest, hands not known": nobody is named, or too few starts and ends are known;
        - "takes longest, waiting and work together": the log has one time per event;
        - "too close to call", "little waiting" (below 10 % of the lead time), "too few to say" (below 30 cases),
          "not the longest".

    Raises
    ------
    ArgumentError
        When ``draws`` is below 100.

    Notes
    -----
    Bootstrap percentile intervals (Efron and Tibshirani, 1993) over ten stretches of time with equally many cases,
    because cases of one time share its queues (batch means: Schmeiser, Operations Research 30, 1982). A rush longer
    than a tenth of the log still makes them too narrow. The limits of 85 and 70 % are our choice: before one
    person who takes cases as they come, u / (1 - u) cases wait or are worked on at random arrivals, 5.7 at 85 % and
    2.3 at 70 %.

    Examples
    --------
    >>> from millrace.process import AROUND_THE_CLOCK, event_log
    >>> came = pd.date_range("2025-01-06", periods=200, freq="6h")
    >>> parts = [pd.DataFrame({"case": range(200), "step": step, "on": came + pd.Timedelta(hours=hour),
    ...     "off": came + pd.Timedelta(hours=hour + 1), "who": step + "er"})
    ...     for step, hour in [("cut", 0), ("paint", 9)]]
    >>> log = event_log(pd.concat(parts), case="case", step="step", start="on", end="off", resource="who")
    >>> bottleneck(log, hours=AROUND_THE_CLOCK)[["step", "verdict"]].values.tolist()
    [['paint', 'waits although hands are free'], ['cut', 'not the longest']]
    """
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 100:
        raise ArgumentError(
            f"draws={in_words(draws)} was given. A whole number of 100 or more was expected. Correct it."
        )
    steps = step_times(log, hours=hours, arrived=arrived)
    cases = lead_times(log, hours=hours, arrived=arrived)
    measure = "waiting_hours" if log.stamps == BOTH else "since_previous_hours"
    names, sums, lead = _sums(steps, cases, measure)
    table = pd.DataFrame({"step": names, "cases": steps.groupby("step")["case"].nunique().reindex(names).to_numpy()})
    total = lead.sum()
    table["waiting_share"] = sums.sum(axis=0) / total if total > 0 else np.nan
    drawn = _drawn(sums, lead, draws, seed)
    limits = np.quantile(drawn, [0.025, 0.975], axis=0).clip(0.0, 1.0) if len(names) else np.zeros((2, 0))
    table["low"], table["high"] = limits[0], limits[1]
    longest = drawn.argmax(axis=1) if len(names) else np.zeros(draws, dtype=int)
    table["longest_in_share"] = np.bincount(longest, minlength=len(names))[: len(names)] / draws
    table = table.join(_hands(log, steps, hours).reindex(names).reset_index(drop=True))
    table = table.sort_values(["waiting_share", "step"], ascending=[False, True], ignore_index=True)
    return table.assign(verdict=_verdicts(table, len(lead), log.stamps))


def _sums(steps: pd.DataFrame, cases: pd.DataFrame, measure: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the steps, and per stretch of time the hours waited before each step and the lead time."""
    names = sorted(steps["step"].unique())
    done = cases[cases["lead_time_hours"].notna()]
    # cases of one time share its queues: a stretch of time is drawn as a whole
    place = done["began"].rank(method="first").to_numpy().astype("int64") - 1
    block = place * min(STRETCHES, len(done)) // max(len(done), 1)
    blocks = min(STRETCHES, len(done))
    sums, lead = np.zeros((blocks, len(names))), np.zeros(blocks)
    np.add.at(lead, block, done["lead_time_hours"].to_numpy())
    row = pd.Index(done["case"]).get_indexer(steps["case"])
    known = (row >= 0) & steps[measure].notna().to_numpy()
    column = pd.Index(names).get_indexer(steps["step"])
    np.add.at(sums, (block[row[known]], column[known]), steps[measure].to_numpy()[known])
    return names, sums, lead


def _drawn(sums: np.ndarray, lead: np.ndarray, draws: int, seed: int) -> np.ndarray:
    blocks = len(lead)
    if not blocks:
        return np.zeros((draws, sums.shape[1]))
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(blocks, np.full(blocks, 1 / blocks), size=draws)
    total = weights @ lead
    drawn = (weights @ sums) / np.where(total > 0, total, np.inf)[:, None]
    share = sums.sum(axis=0) / max(lead.sum(), np.finfo(float).tiny)
    return share + WIDER * (drawn - share)


def _hands(log: EventLog, steps: pd.DataFrame, hours: WorkingHours) -> pd.DataFrame:
    """Return per step the people who sign there and how busy they are, weighted by their work at the step."""
    people = busy_people(log, hours=hours).set_index("resource")
    at = steps.assign(known=steps["touch_hours"].notna()).groupby("step")
    table = at.agg(people=("resource", "nunique"), touch_known_share=("known", "mean"))
    work = steps.groupby(["step", "resource"])["touch_hours"].sum().reset_index()
    busy = work["resource"].map(people["busy_share"])
    work = work.assign(busy=busy * work["touch_hours"], touch_hours=work["touch_hours"].where(busy.notna(), 0.0))
    both = work.groupby("step")[["busy", "touch_hours"]].sum()
    table["busy_share"] = both["busy"] / both["touch_hours"].replace(0, np.nan)
    return table[["people", "busy_share", "touch_known_share"]]


def _verdicts(table: pd.DataFrame, blocks: int, stamps: str) -> np.ndarray:
    if table.empty:
        return np.zeros(0, dtype=object)
    top = table.iloc[0]
    verdict = np.full(len(table), OTHER, dtype=object)
    if top["cases"] < FEWEST_CASES or not blocks:
        return np.full(len(table), FEW, dtype=object)
    if not top["waiting_share"] >= LITTLE_WAITING:
        return np.full(len(table), LITTLE, dtype=object)
    if top["longest_in_share"] < SURE:
        close = (table["longest_in_share"] >= POSSIBLE).to_numpy(copy=True)
        close[0] = True
        return np.where(close, CLOSE, OTHER).astype(object)
    verdict[0] = TOGETHER if stamps != BOTH else _of_hands(top)
    return verdict


def _of_hands(top: pd.Series) -> str:
    if np.isnan(top["busy_share"]) or top["touch_known_share"] < KNOWN_TOUCH:
        return NOBODY
    return HANDS if top["busy_share"] >= BUSY else NO_HANDS if top["busy_share"] < FREE else PARTLY


def bottleneck_in_words(table: pd.DataFrame) -> str:
    """Say in a few sentences what `bottleneck` found.

    Parameters
    ----------
    table : DataFrame
        From `bottleneck`.

    Returns
    -------
    str

    Raises
    ------
    ColumnError
        When it is another table.

    Examples
    --------
    >>> row = {"step": "paint", "cases": 50, "waiting_share": 0.5, "low": 0.4, "high": 0.6, "people": 1,
    ...     "busy_share": 0.4, "verdict": "waits although hands are free"}
    >>> print(bottleneck_in_words(pd.DataFrame([row])))
    Cases wait longest before paint: 50 % of the lead time (40 to 60 %). Its people are busy for 40 % of their time, \
so hands are free while cases wait. The log shows where cases wait, not why: go and look.
    """
    require_columns(table, ["step", "cases", "waiting_share", "low", "high", "people", "busy_share", "verdict"])
    if table.empty:
        return "No clear bottleneck: the log holds no events."
    top = table.iloc[0]
    share = f"{_percent(top['waiting_share'])} of the lead time ({top['low'] * 100:.0f} to {_percent(top['high'])})"
    where = f"Cases wait longest before {top['step']}: {share}."
    busy = f"{where} Its people are busy for {_percent(top['busy_share'])} of their time"
    close = ", ".join(table.loc[table["verdict"] == CLOSE, "step"])
    said = {
        HANDS: f"{busy}: cases wait for hands.",
        NO_HANDS: f"{busy}, so hands are free while cases wait. The log shows where cases wait, not why: go and look.",
        PARTLY: f"{busy}: too little to explain the queue alone, too much to call the hands free. Go and look.",
        NOBODY: f"{where} The log does not show how busy its people are.",
        TOGETHER: f"Cases spend most time up to {top['step']}: {share}. There is one time per event, so waiting and "
        "work cannot be told apart.",
        CLOSE: f"No clear bottleneck: the waits before {close} are too close to call.",
        LITTLE: "No clear bottleneck: cases wait little.",
        FEW: f"Too few to say: {top['cases']} cases. At least {FEWEST_CASES} are needed.",
    }
    return said.get(top["verdict"], where)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
