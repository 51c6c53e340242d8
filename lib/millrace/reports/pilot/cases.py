"""The cases of a pilot made ready: outcome, unit and day of each, who had begun, and what could not be used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from millrace.effects import Pilot, pilot
from millrace.effects.outcomes import MEASURES
from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words, require_columns
from millrace.reading.texts import as_text
from millrace.reports.pilot.opening import Opened
from millrace.reports.pilot.rows import (
    DATE,
    DAY,
    NEW,
    SIDES,
    UNIT,
    case_rows,
    day_comes_first,
    days_in,
    few_values,
    known_values,
    rows_aside,
    set_reason,
    weigh,
)
from millrace.reports.pilot.starts import Plan, days_said, make_plan
from millrace.reports.pilot.values import read_outcome, require_better

__all__ = ["Cases", "over_time", "read_cases"]

SHORT = 42


@dataclass(frozen=True)
class Cases:
    """Cases that can be used, and how they are to be compared.

    Parameters
    ----------
    frame : DataFrame
        One row per case: the outcome under its own header, `UNIT`, `DAY`, `NEW` (for a lot), and the columns of groups.
    set_aside : DataFrame
        One row per row of the file that is not used: ``place``, ``reason``, ``text``.
    rows_read, rows_used : int
        Rows of the file.
    outcome, measure, better, unit : str
        What is measured, how, which way is good, and in what.
    guardrail : tuple of str
        Header, measure and better of the guardrail, or empty.
    groups, alike, given : tuple of str
        Columns to look at, to hold alike, and that were known before.
    plan : Plan
        Who began when.
    ours : Pilot or None
        The pilot as it was read, where units can be compared over time.
    step : str
        "day", "week" or "month".
    cap : float or None
        Amounts above it count as this much.
    weighted, timeless : bool
        Whether cases were made from weights; whether the file has only "before" and "after".
    notes : tuple of str
        What else is to be known.
    """

    frame: pd.DataFrame
    set_aside: pd.DataFrame
    rows_read: int
    rows_used: int
    outcome: str
    measure: str
    better: str
    unit: str
    guardrail: tuple[str, ...]
    groups: tuple[str, ...]
    alike: tuple[str, ...]
    given: tuple[str, ...]
    plan: Plan
    ours: Pilot | None
    step: str
    cap: float | None
    weighted: bool
    timeless: bool
    notes: tuple[str, ...] = ()

    def guarded(self) -> "Cases | None":
        """Return the same cases with the guardrail as the outcome, or None where there is none."""
        if not self.guardrail:
            return None
        column, measure, better = self.guardrail
        other = replace(
            self, outcome=column, measure=measure, better=better, guardrail=(), cap=None, unit="",
            frame=self.frame[self.frame[column].notna()], ours=None,
        )  # fmt: skip
        return replace(other, ours=over_time(other)[0]) if self.ours is not None else other


def read_cases(
    files: Opened,
    *,
    starts: Mapping[str, object] | None = None,
    began: str = "",
    new_group: Sequence[str] = (),
    measure: str = "",
    better: str = "",
    guardrail_better: str = "",
    groups: Sequence[str] = (),
    alike: Sequence[str] = (),
    known_before: Sequence[str] = (),
    outcome_is: str = "mean",
    day_first: bool | None = None,
    every: str = "",
    cap: float | None = None,
    today: pd.Timestamp | None = None,
) -> Cases:
    """Read the cases of a pilot, find out who began when, and keep the reason of each row that is not used.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    starts : mapping, optional
        The day on which each pilot unit began, by unit.
    began : str
        One day on which all pilot units began.
    new_group : sequence of str
        The values of the pilot's column that are the new way; guessed when empty.
    measure : str
        "share", "amount" or "score"; empty: as the values look.
    better, guardrail_better : str
        "lower" or "higher"; empty: guessed from the header, else asked for.
    groups, alike, known_before : sequence of str
        More columns of groups to look at; columns to hold alike; columns known before the start (for two groups).
    outcome_is : str
        With a column of weights: "mean" (the outcome of a row is a mean per case) or "total" (a sum).
    day_first : bool, optional
        What 03/04/2025 means; without it the whole column settles it where it can.
    every : str
        "day", "week" or "month"; empty: as the days show.
    cap : float, optional
        Amounts above it count as this much.
    today : Timestamp, optional
        Rows of a later day are set aside; by default the computer's day.

    Returns
    -------
    Cases

    Raises
    ------
    ColumnError, ArgumentError
        When nothing can be compared, or something must be said first.
    """
    _require_word(every, "every", ("day", "week", "month"))
    _require_word(measure, "measure", MEASURES)
    table, columns = files.outcomes.table, files.outcomes.columns
    wide = bool(columns["before"] and columns["after"])
    header = "outcome" if wide else str(columns["outcome"])
    better = require_better(better, header)
    day_first = day_comes_first(table, columns["date"]) if day_first is None else day_first
    rows = case_rows(table, columns, day_first, wide)
    frame, reason, unit, measure = _outcome(rows, table, columns, header, measure, wide)
    set_reason(reason, rows["problem"])
    now = pd.Timestamp.now() if today is None else today
    set_reason(reason, (rows["day"] > now).map({True: f"date after today ({now:%Y-%m-%d})", False: ""}))
    set_reason(reason, _no_currency_mix(rows, table, columns))
    frame = frame.join(rows[["unit", "day"]]).rename(columns={"unit": UNIT, "day": DAY})
    timeless = wide or bool(columns["phase"])
    _require_cases(files, frame[reason == ""], rows_aside(table, rows, columns, reason), header)
    plan = _plan(files, rows[reason == ""], starts or {}, began, new_group, day_first, timeless)
    set_reason(reason, plan.set_aside.reindex(rows.index).fillna(""))
    if plan.new is not None:
        frame[NEW] = plan.new.reindex(rows.index).fillna(False).astype(bool)
    wanted = tuple(dict.fromkeys([c for c in (columns["group"], *groups) if c]))
    require_columns(table, [*wanted, *alike, *known_before], table="the file")
    for column in dict.fromkeys([*wanted, *alike]):
        if column != header:
            frame[column] = few_values(table[column]).reindex(rows["row"]).to_numpy()
    for column in known_before:
        frame[column] = known_values(table[column]).reindex(rows["row"]).to_numpy()
    guardrail = _guardrail(frame, rows, table, columns, guardrail_better)
    frame, weighted, notes = weigh(frame, rows, table, columns, reason, header, measure, outcome_is, plan.design)
    aside = rows_aside(table, rows, columns, reason)
    used = frame[reason.reindex(frame.index) == ""]
    _require_cases(files, used, aside, header)
    _require_differences(used[header], header)
    notes += _about_values(used[header], header, measure)
    cases = Cases(
        frame=used.reset_index(drop=True), set_aside=aside, rows_read=len(table),
        rows_used=len(table) - aside["row"].nunique(),
        outcome=header, measure=measure, better=better, unit=unit, guardrail=guardrail, groups=wanted,
        alike=tuple(alike), given=tuple(known_before), plan=plan, ours=None, step=_step(used[DAY], every, timeless),
        cap=cap, weighted=weighted, timeless=timeless, notes=tuple(notes),
    )  # fmt: skip
    if plan.design != "units":
        return cases
    ours, why = over_time(cases)
    if ours is None:
        plan = replace(plan, design="before and after", notes=(*plan.notes, why))
        return replace(cases, plan=plan)
    return replace(cases, ours=ours)


def _outcome(
    rows: pd.DataFrame, table: pd.DataFrame, columns: Mapping[str, str | None], header: str, measure: str, wide: bool
) -> tuple[pd.DataFrame, pd.Series, str, str]:
    if wide:
        both = pd.concat([table[columns["before"]], table[columns["after"]]], ignore_index=True)
        read = read_outcome(both.set_axis(rows.index), name=header, measure=measure)
    else:
        read = read_outcome(table[header].set_axis(rows.index), name=header, measure=measure)
    frame = pd.DataFrame({header: read.values.astype(float)}, index=rows.index)
    return frame, read.reasons.copy(), read.unit, read.measure


def _no_currency_mix(rows: pd.DataFrame, table: pd.DataFrame, columns: Mapping[str, str | None]) -> pd.Series:
    column = columns["currency"]
    if column:
        counts = as_text(table[column]).str.strip().str.upper().value_counts()
        if len(counts) > 1:
            listed = " and ".join(f"{name} ({n:,} rows)" for name, n in counts.items())
            raise ColumnError(
                f"Column '{column}' holds two currencies or more: {listed}. One was expected, since nothing is "
                f'converted here. Bring all rows to one, or write currency_column = "-" if the outcome is not money.'
            )
    return pd.Series("", index=rows.index, dtype=object)


def _plan(
    files: Opened, rows: pd.DataFrame, starts: Mapping[str, object], began: str, new_group: Sequence[str],
    day_first: bool | None, timeless: bool,
) -> Plan:  # fmt: skip
    said = days_said(starts, day_first=day_first)
    if files.starts and not said:
        said = _from_second(files, day_first)
    day = days_said({"all": began}, day_first=day_first)["all"] if began else SIDES["after"] if timeless else None
    column = str(files.outcomes.columns["pilot"] or "")
    return make_plan(rows, said=dict(said), began=day, new_group=new_group, column=column, timeless=timeless)


def _from_second(files: Opened, day_first: bool | None) -> dict[str, pd.Timestamp]:
    source = files.starts
    assert source is not None
    table, columns = source.table, source.columns
    days, _ = days_in(table, str(columns["began"]), day_first)
    found = pd.DataFrame({"unit": as_text(table[columns["unit"]]).str.strip(), "day": days}).dropna()
    two = found.groupby("unit")["day"].nunique()
    if (two > 1).any():
        raise ColumnError(
            f"'{source.name}' has two starting days for '{two.index[two > 1][0]}'. One per unit was expected. "
            "Correct it."
        )
    if found.empty:
        raise ColumnError(
            f"'{source.name}' has no row with a unit and a clear day in '{columns['began']}', such as "
            f"{in_words(table[columns['began']].iloc[0])}. Expected: a row per pilot unit. Write days like "
            "2025-05-12, or "
            "say day_first = True or False (in the command: --set day_first=true)."
        )
    return dict(zip(found["unit"], found["day"], strict=True))


def _guardrail(
    frame: pd.DataFrame, rows: pd.DataFrame, table: pd.DataFrame, columns: Mapping[str, str | None], better: str
) -> tuple[str, ...]:
    column = columns["guardrail"]
    if not column:
        return ()
    read = read_outcome(table[column], name=column)
    frame[column] = read.values.reindex(rows["row"]).to_numpy(dtype=float)
    return column, read.measure, require_better(better, column, setting="guardrail_better")


def _require_cases(files: Opened, used: pd.DataFrame, aside: pd.DataFrame, header: str) -> None:
    if used.empty:
        why = aside["reason"].value_counts()
        hint = (
            "If the day is written first, write day_first = True (in the command: --set day_first=true); else False."
            if why.index[0] == DATE["ambiguous"]
            else "Name the columns that are meant, or correct the file."
        )
        raise ColumnError(
            f"No row of '{files.outcomes.name}' can be used: {why.iloc[0]:,} of {len(aside):,} have '{why.index[0]}', "
            f"first {aside['place'].iloc[0]}: {aside['text'].iloc[0]}. Expected: an outcome in most rows. {hint}"
        )


def _require_word(given: str, name: str, known: Sequence[str]) -> None:
    if given and given not in known:
        raise ArgumentError(
            f"{name}='{given}' was given. One of {', '.join(known)}, or nothing, was expected. Write one of them."
            f"{did_you_mean(given, known)}"
        )


def _require_differences(values: pd.Series, header: str) -> None:
    if len(values) > 1 and values.nunique() == 1:
        raise ColumnError(
            f"'{header}' is {values.iloc[0]:g} in all {len(values):,} cases that can be used. Values that differ were "
            "expected. Name another column as the outcome, or look at where it comes from."
        )


def _about_values(values: pd.Series, header: str, measure: str) -> list[str]:
    below = int((values < 0).sum())
    if below and measure == "score":
        return [
            f"{counted(below, 'case')} of '{header}' lie below 0, so changes are given in its own unit. Are they "
            "cancellations or corrections? Then take them out of a copy of the file, or net them first."
        ]
    return []


def _step(days: pd.Series, every: str, timeless: bool) -> str:
    if every:
        return every
    known = days.dropna()
    if timeless or known.empty:
        return "week"
    if (known.dt.day == 1).all() and known.nunique() > 1:
        return "month"
    return "day" if (known.max() - known.min()).days < SHORT else "week"


def over_time(cases: Cases) -> tuple[Pilot | None, str]:
    """Read the pilot, or say why nothing can be compared over time.

    Parameters
    ----------
    cases : Cases
        From `read_cases`.

    Returns
    -------
    tuple of Pilot or None, and str
        The pilot and an empty text, or None and the sentence.
    """
    try:
        ours = pilot(
            cases.frame, outcome=cases.outcome, unit=UNIT, when=DAY, starts=cases.plan.starts, measure=cases.measure,
            better=cases.better, alike=cases.alike, period=cases.step, cap=cases.cap,
        )  # fmt: skip
    except ArgumentError as nothing_to_compare:
        return None, str(nothing_to_compare)
    return ours, ""
