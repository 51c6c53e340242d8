"""A pilot as it was carried out: which units began when, what is measured, and which rows can be used for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from millrace.effects.estimating import Panel, make_panel
from millrace.effects.outcomes import better_is, outcome_values
from millrace.effects.plans import NEVER
from millrace.effects.starts import days_of
from millrace.errors import ArgumentError, counted, did_you_mean, in_words, require_columns

__all__ = ["Pilot", "pilot"]

PERIODS = {"day": "D", "week": "W-SUN", "month": "M"}


@dataclass(frozen=True, eq=False)
class Pilot:
    """A pilot that `pilot` has read: the rows that are used, those set aside, and who began when.

    Attributes
    ----------
    rows : DataFrame
        The rows that are used, with all their columns.
    set_aside : DataFrame
        The other rows, with their ``reason``.
    values : ndarray of float
        The outcome of each used row.
    unit, period : ndarray of int
        The places of each used row in ``units`` and ``periods``.
    units : list
        All units, pilot units first.
    periods : PeriodIndex
        All periods.
    began : ndarray of int
        The period in which each unit began.
    starts : Series of Timestamp
        The day on which each pilot unit began, by unit.
    outcome, unit_column, when_column, measure, better, alike, step, cap : as there
        As they were given; ``step`` is "day", "week" or "month".
    remarks : tuple of str
        What a reader must know beside any number.
    """

    rows: pd.DataFrame
    set_aside: pd.DataFrame
    values: np.ndarray
    unit: np.ndarray
    period: np.ndarray
    units: list[str]
    periods: pd.PeriodIndex
    began: np.ndarray
    starts: pd.Series
    outcome: str
    unit_column: str
    when_column: str
    measure: str
    better: str
    alike: tuple[str, ...]
    step: str
    cap: float | None
    remarks: tuple[str, ...]

    @property
    def treated(self) -> np.ndarray:
        """Return for each used row whether its unit had begun."""
        return self.period >= self.began[self.unit]

    @property
    def question(self) -> str:
        """Say what is estimated, and for whom, before any number."""
        like = f", among cases alike in {' and '.join(self.alike)}" if self.alike else ""
        return (
            f"How did the change move {self.outcome} of the {counted(int(self.treated.sum()), 'case')} that "
            f"{counted(int((self.began != NEVER).sum()), 'pilot unit')} had since they began "
            f"({_listed(self.starts.index)}), against what the other units say would have been{like}?"
        )

    @cached_property
    def panel(self) -> Panel:
        """Add the rows up by unit and period."""
        kinds = [pd.factorize(self.rows[column])[0] for column in self.alike]
        return make_panel(self.values, self.unit, self.period, self.began, kinds, ratio=self.measure == "amount")

    def part(self, rows: np.ndarray, *, starts: pd.Series | None = None, drop: str = "") -> "Pilot":
        """Read the same pilot again from some of its rows, with other starts, or without holding one column alike."""
        some = self.rows[rows]
        days = self.starts if starts is None else starts
        return pilot(
            some,
            outcome=self.outcome,
            unit=self.unit_column,
            when=self.when_column,
            starts=days[days.index.isin(some[self.unit_column].unique())].to_dict(),
            measure=self.measure,
            better=self.better,
            alike=[column for column in self.alike if column != drop],
            period=self.step,
            cap=self.cap,
        )


def pilot(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    when: str,
    starts: Mapping[Any, object],
    measure: str,
    better: str,
    alike: Sequence[str] = (),
    period: str = "week",
    cap: float | None = None,
) -> Pilot:
    """Read a pilot: units that began at some day, units that did not (yet), and an outcome per case.

    Parameters
    ----------
    frame : DataFrame
        One row per case, for example per ticket.
    outcome : str
        The column that is measured.
    unit : str
        The column of what was switched over as a whole: a desk, a shop, a team.
    when : str
        The column of the day of the case.
    starts : dict
        The pilot units and the day on which each began, as in ``{"Tall Ship": "2025-05-12"}``. All others compare.
    measure : {"share", "amount", "score"}
        "share" for yes or no (or 0 to 1), where effects are points of a share; "amount" for minutes and money, 0 or
        more, where effects are a percentage; "score" for marks, where effects are points.
    better : {"lower", "higher"}
        Which way the outcome is good.
    alike : list of str
        Kinds of cases to be held alike, for example topic and language, where the pilot itself changes what is asked.
    period : {"day", "week", "month"}
        The steps of time that units share. Weeks run from Monday.
    cap : float, optional
        Amounts above it count as this much. How many is among the remarks.

    Returns
    -------
    Pilot

    Raises
    ------
    ColumnError
        When a column is missing or of the wrong kind, or values lie outside of what ``measure`` says.
    ArgumentError
        When nothing can be compared: an unknown unit, no unit to compare with, no time before the start, one period.

    Notes
    -----
    Set aside, with a reason: rows without outcome, day, unit or kind; the rest of the period in which a unit began when
    it began within it; units without cases before they began or before anybody began; periods in which every unit had
    begun; kinds of cases that nobody had without the change.

    Examples
    --------
    >>> made = [(desk, f"2025-01-{day:02}", 4.0) for desk in "ABCD" for day in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13"},
    ...              measure="amount", better="lower")
    >>> len(ours.rows), ours.units
    (112, ['A', 'B', 'C', 'D'])
    """
    alike = (alike,) if isinstance(alike, str) else tuple(alike)
    require_columns(frame, [outcome, unit, when, *alike])
    better_is(better)
    if period not in PERIODS:
        raise ArgumentError(
            f"period={in_words(period)} was given. One of 'day', 'week', 'month' was expected. Write one of them."
            f"{did_you_mean(period, PERIODS)}"
        )
    values, remarks = outcome_values(frame[outcome], measure=measure, cap=cap)
    days, reason = days_of(frame[when], when), np.full(len(frame), "", dtype=object)
    for column in (unit, when, *alike):
        _set(reason, (days if column == when else frame[column]).isna().to_numpy(), f"no {column}")
    _set(reason, np.isnan(values), f"no {outcome}")
    names = frame[unit].astype(object)
    began_on = _began_on(starts, names[reason == ""].unique())
    time = days.dt.to_period(PERIODS[period])
    start_of_row = names.map(began_on)
    in_start = (time == start_of_row.dt.to_period(PERIODS[period])) & (time.dt.start_time < start_of_row)
    _set(reason, in_start.to_numpy(), f"the {period} in which its unit began")
    _units_without_before(reason, names, time, days, began_on)
    return _made(
        frame, values, names, time, reason, began_on, remarks,
        given={"outcome": outcome, "unit_column": unit, "when_column": when, "measure": measure, "better": better,
               "alike": alike, "step": period, "cap": cap}, freq=PERIODS[period],
    )  # fmt: skip


def _set(reason: np.ndarray, where: np.ndarray, words: str) -> None:
    reason[where & (reason == "")] = words


def _began_on(starts: Mapping[Any, object], units: np.ndarray) -> pd.Series:
    if not isinstance(starts, Mapping | pd.Series) or not len(starts):
        raise ArgumentError(
            f"starts={in_words(starts)} was given. The pilot units with the day on which each began were expected. "
            "Write it like {'Tall Ship': '2025-05-12'}."
        )
    for name in dict(starts):
        if name not in set(units):
            raise ArgumentError(
                f"starts names the unit {in_words(name)}, which has no usable row. The units are: "
                f"{_listed(sorted(map(str, units)))}. Correct it.{did_you_mean(name, map(str, units))}"
            )
    began = pd.to_datetime(pd.Series(dict(starts), dtype=object), errors="coerce").dropna().dt.normalize()
    if not len(began):
        raise ArgumentError("No unit of starts has a day. Days like 2025-05-12 were expected. Write them.")
    return began.sort_values(kind="stable")


def _units_without_before(
    reason: np.ndarray, names: pd.Series, time: pd.Series, days: pd.Series, began_on: pd.Series
) -> None:
    own = names.map(began_on).fillna(began_on.min())
    usable = pd.Series(reason == "", index=names.index)
    before = names.isin(names[usable & (days < own)].unique()) | ~usable
    is_pilot = names.isin(began_on.index)
    since = names.isin(names[usable & (days >= own)].unique()) | ~usable | ~is_pilot
    _set(reason, (~before & is_pilot).to_numpy(), "its unit has no case before it began")
    _set(reason, (~before & ~is_pilot).to_numpy(), "its unit has no case before the pilot began")
    _set(reason, (~since).to_numpy(), "its unit has no case since it began")


def _made(
    frame: pd.DataFrame,
    values: np.ndarray,
    names: pd.Series,
    time: pd.Series,
    reason: np.ndarray,
    began_on: pd.Series,
    remarks: list[str],
    *,
    given: dict,
    freq: str,
) -> Pilot:
    began_period = names.map(began_on).dt.to_period(freq)
    if names[reason == ""].nunique() == 1:
        raise ArgumentError(
            "There is no unit to compare with: one unit only has usable rows. At least one that did not begin, or "
            "began later, was expected. Before and after alone does not tell the change from the season. Bring other "
            "units."
        )
    since = (time >= began_period).fillna(False).to_numpy(dtype=bool)
    ok = reason == ""
    compared = time[ok & ~since].unique()
    _set(reason, (~time.isin(compared)).to_numpy(), "a period in which every unit had begun")
    for column in given["alike"]:
        ok = reason == ""
        known = frame.loc[ok & ~since, column].unique()
        _set(reason, (~frame[column].isin(known)).to_numpy(), f"a {column} that nobody had without the change")
    ok = reason == ""
    left = began_on[[name in set(names[ok & since]) for name in began_on.index]]
    others = sorted(set(names[ok]) - set(left.index), key=str)
    _enough(left)
    units = [*left.index, *others]
    periods = pd.period_range(time[ok].min(), time[ok].max(), freq=freq)
    place = {name: number for number, name in enumerate(units)}
    began = np.full(len(units), NEVER)
    began[: len(left)] = (left.dt.to_period(freq).astype("int64") - periods.asi8[0]).to_numpy()
    aside = frame[~ok].assign(reason=reason[~ok])
    if len(aside):
        counts = aside["reason"].value_counts()
        remarks.append("Set aside: " + "; ".join(f"{counted(n, 'row')} ({why})" for why, n in counts.items()) + ".")
    return Pilot(
        rows=frame[ok], set_aside=aside, values=values[ok], unit=names[ok].map(place).to_numpy(dtype=int),
        period=(time[ok].astype("int64") - periods.asi8[0]).to_numpy(), units=units, periods=periods, began=began,
        starts=left, remarks=tuple(remarks), **given,
    )  # fmt: skip


def _enough(left: pd.Series) -> None:
    if not len(left):
        raise ArgumentError(
            "No pilot unit has usable rows both before it began and since, in periods in which another unit had not "
            "begun. Such rows were expected. Look at the days in starts, and bring earlier rows."
        )


def _listed(names: Sequence[object] | pd.Index) -> str:
    shown = [str(name) for name in list(names)[:6]]
    return ", ".join(shown) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
