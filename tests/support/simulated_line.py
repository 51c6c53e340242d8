"""A small simulated workshop: stations in a row, each with some people who take the cases in order of arrival."""

import heapq

import numpy as np
import pandas as pd

__all__ = ["as_log_table", "simulated_line"]


def simulated_line(stations, *, cases=1_500, per_hour=1.0, seed=1, begins="2025-01-06"):
    """One row per case and station, in hours since the beginning.

    ``stations`` maps a name to (people, mean hours of work, extra hours for which cases rest before they can be begun).
    Arrivals and work times are exponential: each station alone is the M/M/c queue of the textbooks.
    """
    rng = np.random.default_rng(seed)
    ready = np.cumsum(rng.exponential(1 / per_hour, cases))
    came, rows = ready.copy(), []
    for name, (people, hours, rest) in stations.items():
        free = [(0.0, person) for person in range(people)]
        work, done = rng.exponential(hours, cases), np.empty(cases)
        for case in np.argsort(ready + rest, kind="stable"):
            since, person = heapq.heappop(free)
            start = max(since, ready[case] + rest)
            done[case] = start + work[case]
            heapq.heappush(free, (done[case], person))
            rows.append((case, name, ready[case], start, done[case], f"{name} {person + 1}"))
        ready = done
    frame = pd.DataFrame(rows, columns=["case", "step", "ready", "start", "end", "who"])
    return frame.assign(came=came[frame["case"]]), pd.Timestamp(begins)


def as_log_table(frame, begins):
    """The same with times of the calendar, to the second."""
    times = {
        name: begins + pd.to_timedelta((frame[name] * 3600).round(), unit="s")
        for name in ("ready", "start", "end", "came")
    }
    return frame.assign(**times)
