"""Why orders wait before a step: how much its hands explain, and two readings of the rest.

The log shows where orders wait, not why. Either the hands are there only part of the time, or the orders lie elsewhere
whatever the hands do; both readings are worked out, so that both give the waits of the log.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.whatif.stations import pass_station

__all__ = ["Explanation", "explain_waits", "hours_all_busy", "hours_of_work", "set_readings"]


# Hands that are there one hour in two hundred, or shelves two hundred times as long as seen, are no reading.
MOST = 200.0


@dataclass(frozen=True)
class Explanation:
    """What explains the waits before one step; hours are means per visit whose wait the log shows.

    Parameters
    ----------
    waiting_hours : float
        What the log shows; missing when it shows no wait.
    queue_hours : float
        What these people would cause if they were always there, first come, first served.
    free_hours : numpy.ndarray of float
        The part of each visit's wait during which a hand was free.

    Examples
    --------
    >>> Explanation(8.0, 2.0, np.array([6.0])).queue_hours
    2.0
    """

    waiting_hours: float
    queue_hours: float
    free_hours: np.ndarray


def explain_waits(visits: pd.DataFrame, *, people: int) -> Explanation:
    """Work out how much of the waits before one step its hands explain.

    Parameters
    ----------
    visits : DataFrame
        The visits at the step: ``ready``, ``begin``, ``end``, ``waiting`` in hours; ``waiting`` is missing where the
        log does not show it.
    people : int
        How many work at the step.

    Returns
    -------
    Explanation

    Examples
    --------
    >>> lone = pd.DataFrame({"ready": [0.0, 10], "begin": [4.0, 14], "end": [5.0, 15]})
    >>> explain_waits(lone.assign(waiting=4.0), people=1)
    Explanation(waiting_hours=4.0, queue_hours=0.0, free_hours=array([4., 4.]))
    """
    known = visits["waiting"].notna().to_numpy()
    if not known.any():
        return Explanation(np.nan, np.nan, np.zeros(len(visits)))
    ready = np.where(known, visits["ready"], visits["begin"])
    busy = hours_all_busy(visits, ready=ready, people=people)
    free = np.where(known, visits["begin"] - ready - busy, 0.0).clip(0)
    work = hours_of_work(visits)
    queue = (_ends(ready, work, people=people) - ready - work)[known].mean()
    return Explanation(float(visits.loc[known, "waiting"].mean()), float(queue), free)


def hours_of_work(visits: pd.DataFrame) -> np.ndarray:
    """Return the hours from begin to end of each visit, with the usual work of its step where it was not signed off."""
    return (visits["end"] - visits["begin"]).clip(lower=0).to_numpy()


def set_readings(visits: pd.DataFrame, found: Explanation, *, people: int) -> tuple[float, float]:
    """Set both readings of one step so that, with the orders as they came to it, its mean wait comes out.

    Parameters
    ----------
    visits : DataFrame
        The visits at the step, as for `explain_waits`.
    found : Explanation
        What was found at the step.
    people : int
        How many work at the step.

    Returns
    -------
    tuple of float
        Reading "hands": the share of the open hours in which the people are there. Reading "elsewhere": by what the
        hours with a free hand are multiplied.

    Notes
    -----
    The share of time in which hands are there turns work into effective process time, measured step by step from the
    orders as they came and went (Hopp and Spearman, Factory Physics, chapter 8; Jacobs, Etman, van Campen and Rooda
    2003). Nothing is fitted to the line as a whole, so that its lead times are a test.

    Examples
    --------
    >>> lone = pd.DataFrame({"ready": [0.0, 10], "begin": [4.0, 14], "end": [5.0, 15]}).assign(waiting=4.0)
    >>> np.round(set_readings(lone, explain_waits(lone, people=1), people=1), 3)
    array([0.2, 1. ])
    """
    known, work = visits["waiting"].notna().to_numpy(), hours_of_work(visits)
    if not known.any():
        return 1.0, 1.0
    came = np.where(known, visits["ready"], visits["begin"])

    def too_long(slower: float, stretch: float) -> float:
        ends = _ends(came + stretch * found.free_hours, work * slower, people=people)
        return float((ends - came - work)[known].mean()) - found.waiting_hours

    slower = _root(lambda value: too_long(value, 0.0), lowest=1.0)
    return 1 / slower, _root(lambda value: too_long(1.0, value), lowest=0.0)


def _ends(ready: np.ndarray, work: np.ndarray, *, people: int) -> np.ndarray:
    nothing = np.zeros(len(ready))
    return pass_station(ready, nothing, work, nothing, people=people, batch_pieces=1)[1]


def _root(too_long: Callable[[float], float], *, lowest: float) -> float:
    """Return the value at which waits are neither too long nor too short; the lowest when none is."""
    from scipy.optimize import brentq

    if too_long(lowest) >= 0 or too_long(MOST) < 0:
        return lowest
    return float(brentq(too_long, lowest, MOST, xtol=1e-6, rtol=1e-6))


def hours_all_busy(visits: pd.DataFrame, *, ready: np.ndarray, people: int) -> np.ndarray:
    """Return, for each visit, the hours between ready and begin during which everybody at the step was at work.

    Parameters
    ----------
    visits : DataFrame
        ``begin`` and ``end`` of the visits at the step, in hours.
    ready : numpy.ndarray of float
        Since when each could have been begun.
    people : int
        How many work at the step.

    Returns
    -------
    numpy.ndarray of float

    Examples
    --------
    >>> two = pd.DataFrame({"begin": [0.0, 5.0], "end": [3.0, 6.0]})
    >>> hours_all_busy(two, ready=np.array([0.0, 1.0]), people=1)
    array([0., 2.])
    """
    begin, end = visits["begin"].to_numpy(), visits["end"].to_numpy()
    moments = np.concatenate([begin, end])
    places = np.argsort(moments, kind="stable")
    at_work = np.cumsum(np.repeat([1, -1], len(begin))[places])
    moments = moments[places]
    full_hours = np.append(0.0, np.cumsum(np.diff(moments) * (at_work[:-1] >= people)))
    until = np.interp(np.concatenate([ready, begin]), moments, full_hours)
    return until[len(ready) :] - until[: len(ready)]
