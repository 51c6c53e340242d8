"""From which step to which cases go, how many, and how long they wait in between."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.process.log import EventLog
from millrace.process.times import GAP, first_of_case, step_times
from millrace.process.working_hours import WorkingHours

__all__ = ["moves", "step_order"]

OTHER_STEPS = "other steps"


def moves(log: EventLog, *, hours: WorkingHours, most_steps: int = 12) -> pd.DataFrame:
    """Count how often cases go from one step to the next, with the wait in between.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    hours : WorkingHours
        When work can be done.
    most_steps : int
        Rarer steps than the most frequent ones are called "other steps"; 2 or more.

    Returns
    -------
    DataFrame
        One row per pair of steps, the most frequent first: ``step_before``, ``step``, ``moves``, ``share`` (of all
        cases, those that have such a move), ``median_waiting_hours``, ``mean_waiting_hours`` and
        ``waiting_hours`` (of all, added up; with one time per event: waiting and work together), ``back`` (whether it
        leads to an earlier step of the usual order, or to the same step again). Moves over a row that was set aside are
        not counted.

    Raises
    ------
    ArgumentError
        When ``most_steps`` is below 2.

    Notes
    -----
    A directly-follows graph (van der Aalst, Process Mining, 2016). Where steps run side by side it shows arrows both
    ways although nothing went back.

    Examples
    --------
    >>> from millrace.process import AROUND_THE_CLOCK, event_log
    >>> table = pd.DataFrame({"case": [1, 1, 2, 2], "step": ["cut", "sew", "cut", "sew"],
    ...     "on": pd.date_range("2025-03-03", periods=4, freq="3h")})
    >>> table["off"] = table["on"] + pd.Timedelta(hours=1)
    >>> moves(event_log(table, case="case", step="step", start="on", end="off"), hours=AROUND_THE_CLOCK).values.tolist()
    [['cut', 'sew', 2, 1.0, 2.0, 2.0, 4.0, False]]
    """
    if isinstance(most_steps, bool) or not isinstance(most_steps, int) or most_steps < 2:
        raise ArgumentError(f"most_steps={in_words(most_steps)} was given. A whole number of 2 or more was expected.")
    steps = step_times(log, hours=hours)
    measure = "waiting_hours" if log.stamps == "start and end" else "since_previous_hours"
    common = steps["step"].value_counts().index[:most_steps]
    steps["step"] = steps["step"].where(steps["step"].isin(common), OTHER_STEPS)
    before = steps["step"].shift()
    counted = ~first_of_case(steps) & (steps["wait_note"] != GAP).to_numpy()
    # between two rare steps nothing can be seen on the map
    counted &= ~((steps["step"] == OTHER_STEPS) & (before == OTHER_STEPS)).to_numpy()
    pairs = steps.assign(step_before=before)[counted]
    by = pairs.groupby(["step_before", "step"])
    table = pd.DataFrame({"moves": by.size(), "share": by["case"].nunique() / max(steps["case"].nunique(), 1)})
    table["median_waiting_hours"], table["mean_waiting_hours"] = by[measure].median(), by[measure].mean()
    table["waiting_hours"] = by[measure].sum()
    table = table.reset_index()
    place = {name: number for number, name in enumerate(step_order(steps))}
    table["back"] = table["step"].map(place) <= table["step_before"].map(place)
    return table.sort_values(["moves", "step_before", "step"], ascending=[False, True, True], ignore_index=True)


def step_order(events: pd.DataFrame) -> list[str]:
    """Return the steps in the order in which cases usually come to them for the first time.

    Parameters
    ----------
    events : DataFrame
        Events sorted by case and start.

    Returns
    -------
    list of str

    Notes
    -----
    Every pair of steps is compared, as in a league (Copeland, 1951).

    Examples
    --------
    >>> step_order(pd.DataFrame({"case": [1, 1, 2], "step": ["cut", "sew", "cut"]}))
    ['cut', 'sew']
    """
    once = events[["case", "step"]].drop_duplicates()
    case, step = np.cumsum(first_of_case(once)) - 1, pd.factorize(once["step"], sort=True)
    names = list(step[1])
    if not names:
        return []
    place = np.full((case[-1] + 1, len(names)), np.inf)
    place[case, step[0]] = np.arange(len(once))
    # a step stands before another when more cases come to it first; who is first against most others comes first
    there = np.isfinite(place)
    earlier = np.array([((place[:, [one]] < place) & there).sum(axis=0) for one in range(len(names))])
    wins = (earlier > earlier.T).sum(axis=1)
    return [names[number] for number in np.argsort(-wins, kind="stable")]
