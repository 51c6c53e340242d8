"""Simulate a line: lead times per order, waiting and utilisation per step, orders per week."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.whatif.drawing_orders import draw_orders
from millrace.whatif.lines import Line, need_number
from millrace.whatif.passing import Passage, pass_line

__all__ = ["Simulation", "replay", "simulate"]


@dataclass(frozen=True, repr=False)
class Simulation:
    """What came out of a simulated line; all hours are working hours.

    Parameters
    ----------
    cases : DataFrame
        One row per order: ``case``, ``pieces``, ``arrived_hours``, ``released_hours``, ``finished_hours``,
        ``lead_time_hours`` (from coming to end), ``promised_hours`` and ``late`` (missing without a promise).
    events : DataFrame
        One row per visit of an order at a step: ``case``, ``step``, ``ready_hours``, ``begin_hours``, ``end_hours``,
        ``waiting_hours`` (all that is no work on this order), ``work_hours``.
    steps : DataFrame
        One row per step: ``step``, ``people``, ``orders``, ``waiting_hours`` (mean), ``waiting_90_hours``,
        ``work_hours`` (mean), ``utilisation_share`` (work / open hours of its people) and ``occupied_share`` (the same
        with the time for which people are away).
    summary : DataFrame
        One row: ``orders``, ``orders_per_week`` (done while orders came), ``lead_time_median_hours``,
        ``lead_time_90_hours``, ``late_share`` (missing without a promise), ``inside_mean`` (orders released and not
        yet done).

    Examples
    --------
    >>> from millrace.whatif.lines import Step
    >>> line = Line([Step("cut", minutes_per_piece=6)], orders_per_week=10, hours_per_week=40)
    >>> simulate(line, weeks=50, warm_up_weeks=1, seed=1)
    493 orders simulated: half take up to 0.1 working hours, 90 % up to 0.1; 9.86 orders per week
    """

    cases: pd.DataFrame
    events: pd.DataFrame
    steps: pd.DataFrame
    summary: pd.DataFrame

    def __repr__(self) -> str:
        """Say in words what came out."""
        row = self.summary.iloc[0]
        return (
            f"{row['orders']:,.0f} orders simulated: half take up to {row['lead_time_median_hours']:,.1f} "
            f"working hours, 90 % up to {row['lead_time_90_hours']:,.1f}; {row['orders_per_week']:,.3g} orders per week"
        )


def simulate(line: Line, *, weeks: float = 52, warm_up_weeks: float = 4, seed: int = 0) -> Simulation:
    """Let orders come by chance and pass a line.

    Parameters
    ----------
    line : Line
        The line. With a history, its orders are drawn in stretches of about four weeks.
    weeks : float
        How many weeks are reported.
    warm_up_weeks : float
        Weeks before them, in which the empty line fills up; their orders are left out.
    seed : int
        The luck. The same seed gives the same result, and the same orders to a line that was changed.

    Returns
    -------
    Simulation

    Raises
    ------
    ArgumentError
        When ``weeks`` is not above 0, no order comes in them, or a history is shorter than two weeks.

    Notes
    -----
    Orders are served first come, first served, at each step by whoever is free.

    Examples
    --------
    >>> from millrace.whatif.lines import Step
    >>> line = Line([Step("cut", minutes_per_piece=60)], orders_per_week=10, hours_per_week=40, arrival_spread=0)
    >>> simulate(line, weeks=1).cases["lead_time_hours"].unique()
    array([1.])
    """
    need_number("weeks", weeks, above=0)
    need_number("warm_up_weeks", warm_up_weeks, least=0)
    orders = draw_orders(line, weeks=weeks + warm_up_weeks, seed=seed)
    start = warm_up_weeks * line.hours_per_week
    counted = orders.arrived_hours > start
    if not counted.any():
        raise ArgumentError(
            f"No order came in weeks={weeks:g}. At least one was expected. "
            "Simulate more weeks, or more orders per week."
        )
    return _simulation(line, pass_line(line, orders), counted, (start, start + weeks * line.hours_per_week))


def replay(line: Line) -> Simulation:
    """Let the orders of an event log pass the line again, each when it came and with its own work.

    Parameters
    ----------
    line : Line
        A line with a history, from `millrace.whatif.fit`, as it is or changed.

    Returns
    -------
    Simulation

    Raises
    ------
    ArgumentError
        When the line has no history.

    Examples
    --------
    >>> from millrace.whatif.lines import Orders, Step
    >>> orders, visits = (["a", "b"], [0.0, 1], [5.0, 5], [8.0, 1]), ([0, 1], [0, 0], [1, 1], [1, 1], [0.0, 0])
    >>> two = Orders(*map(np.array, orders + visits))
    >>> line = Line([Step("cut", minutes_per_piece=24)], orders_per_week=2, hours_per_week=40, history=two)
    >>> replay(line).cases["lead_time_hours"].tolist()
    [2.0, 3.0]
    """
    if line.history is None:
        raise ArgumentError(
            "This line was written by hand. A line fitted to an event log was expected, which has orders to replay. "
            "Use simulate(line)."
        )
    came = line.history.arrived_hours
    counted = np.ones(len(came), dtype=bool)
    return _simulation(line, pass_line(line, line.history), counted, (float(came.min()), float(came.max())))


def _simulation(line: Line, passage: Passage, counted: np.ndarray, window: tuple[float, float]) -> Simulation:
    cases = _cases(passage)
    events = _events(line, passage)
    kept = counted[passage.orders.visit_order]
    steps = _steps(line, passage, events, kept, window)
    return Simulation(
        cases=cases[counted].reset_index(drop=True),
        events=events[kept].reset_index(drop=True),
        steps=steps,
        summary=_summary(line, passage, cases[counted], window),
    )


def _cases(passage: Passage) -> pd.DataFrame:
    orders, lead = passage.orders, passage.lead_time_hours
    late = pd.Series(lead > orders.promised_hours + 1e-9, dtype="boolean")
    return pd.DataFrame(
        {
            "case": orders.names,
            "pieces": orders.pieces,
            "arrived_hours": orders.arrived_hours,
            "released_hours": passage.released_hours,
            "finished_hours": passage.finished_hours,
            "lead_time_hours": lead,
            "promised_hours": orders.promised_hours,
            "late": late.mask(np.isnan(orders.promised_hours)),
        }
    )


def _events(line: Line, passage: Passage) -> pd.DataFrame:
    orders = passage.orders
    names = np.array([step.name for step in line.steps], dtype=object)
    return pd.DataFrame(
        {
            "case": orders.names[orders.visit_order],
            "step": names[orders.visit_step],
            "ready_hours": passage.ready_hours,
            "begin_hours": passage.begin_hours,
            "end_hours": passage.end_hours,
            "waiting_hours": passage.waiting_hours,
            "work_hours": passage.work_hours,
        }
    )


def _steps(
    line: Line, passage: Passage, events: pd.DataFrame, kept: np.ndarray, window: tuple[float, float]
) -> pd.DataFrame:
    grouped = events[kept].groupby("step")
    table = pd.DataFrame({"step": [s.name for s in line.steps], "people": [s.people for s in line.steps]})
    columns = {
        "orders": grouped.size(),
        "waiting_hours": grouped["waiting_hours"].mean(),
        "waiting_90_hours": grouped["waiting_hours"].quantile(0.9),
        "work_hours": grouped["work_hours"].mean(),
    }
    table = table.assign(**{name: table["step"].map(values) for name, values in columns.items()})
    table["orders"] = table["orders"].fillna(0).astype(int)
    busy = np.bincount(passage.orders.visit_step, _busy(passage, window), minlength=len(table))
    available = np.array([step.available_share for step in line.steps])
    table["utilisation_share"] = busy / (table["people"] * max(window[1] - window[0], 1e-12))
    return table.assign(occupied_share=table["utilisation_share"] / available)


def _busy(passage: Passage, window: tuple[float, float]) -> np.ndarray:
    """Return the hours of work of each visit that fall into the reported weeks."""
    span = passage.end_hours - passage.begin_hours
    within = np.minimum(passage.end_hours, window[1]) - np.maximum(passage.begin_hours, window[0])
    share = np.divide(within.clip(min=0), span, out=np.zeros(len(span)), where=span > 0)
    return passage.work_hours * share


def _summary(line: Line, passage: Passage, counted: pd.DataFrame, window: tuple[float, float]) -> pd.DataFrame:
    first, last = window
    finished, hours = passage.finished_hours, max(last - first, 1e-12)
    inside = np.minimum(finished, last) - np.maximum(passage.released_hours, first)
    done = ((finished > first) & (finished <= last)).sum()
    lead = counted["lead_time_hours"]
    return pd.DataFrame(
        {
            "orders": [len(counted)],
            "orders_per_week": [done / hours * line.hours_per_week],
            "lead_time_median_hours": [lead.median()],
            "lead_time_90_hours": [lead.quantile(0.9)],
            "late_share": [counted["late"].astype("Float64").mean() if counted["late"].notna().any() else np.nan],
            "inside_mean": [inside.clip(min=0).sum() / hours],
        }
    )
