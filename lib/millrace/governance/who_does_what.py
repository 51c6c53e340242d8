"""Who does what: one role that answers for each task, risks with an owner, and days on which things are looked at."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words, require_columns
from millrace.governance.documents import read_day

__all__ = ["raci", "review_calendar", "risk_register"]

PARTS = {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"}
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
HARMS = ("allocation", "quality of service", "dignity", "other")
OPEN = "not answered yet"
HIGH, MEDIUM = 15, 8
LONGEST_YEARS = 20


def raci(frame: pd.DataFrame, *, task: str = "task", who: str = "who", part: str = "part") -> pd.DataFrame:
    """Lay out who does what: for each task exactly one role is accountable.

    Parameters
    ----------
    frame : DataFrame
        One row per task and role.
    task, who, part : str
        The columns with the task, the role (not the person), and its part: R (does it), A (answers for it), C (is asked
        before), I (hears of it). One role may have two parts in two rows, or "RA" in one.

    Returns
    -------
    DataFrame
        One row per task, in the order given: ``task``, ``responsible``, ``accountable``, ``consulted``, ``informed``.

    Raises
    ------
    ColumnError
        When a column is missing, or a cell is empty.
    ArgumentError
        When a part is unknown, or a task has not exactly one role that answers, or nobody who does it.

    Notes
    -----
    A responsibility assignment matrix (PMI, A guide to the project management body of knowledge).

    Examples
    --------
    >>> rows = pd.DataFrame({"task": ["override", "override"], "who": ["owner", "clerk"], "part": ["A", "R"]})
    >>> raci(rows).values.tolist()
    [['override', 'clerk', 'owner', '', '']]
    """
    require_columns(frame, [task, who, part])
    if frame[[task, who, part]].isna().any(axis=None) or frame.empty:
        raise ColumnError(
            "The table is empty, or a cell is. A task, a role and a part in each row were expected. Fill it."
        )
    letters = frame[part].astype(str).str.upper().str.replace(r"[\s,/]+", "", regex=True)
    wrong = sorted(set("".join(letters)) - set(PARTS))
    if wrong or letters.eq("").any():
        raise ArgumentError(
            f"Part {in_words(wrong or [''])} was given. Letters of R, A, C, I were expected. Correct it."
        )
    rows = []
    for name in frame[task].drop_duplicates():
        mine = frame[task] == name
        held = {
            word: list(dict.fromkeys(frame.loc[mine & letters.str.contains(letter), who].astype(str)))
            for letter, word in PARTS.items()
        }
        _check_task(name, held)
        rows.append({"task": name, **{word: ", ".join(names) for word, names in held.items()}})
    return pd.DataFrame(rows)


def _check_task(name: object, held: dict[str, list[str]]) -> None:
    if (count := len(held["accountable"])) != 1:
        raise ArgumentError(
            f"Task {in_words(name)} has {count or 'no'} roles that answer for it (A). Exactly one was expected: where "
            "two answer, nobody does. Choose one."
        )
    if not held["responsible"]:
        raise ArgumentError(f"Nobody does task {in_words(name)} (R). At least one role was expected. Name it.")


def risk_register(frame: pd.DataFrame, *, today: object = None) -> pd.DataFrame:
    """Sort risks by likelihood times severity, with who is harmed, who owns it, and when it is looked at again.

    Parameters
    ----------
    frame : DataFrame
        One row per risk: ``risk``, ``likelihood`` and ``severity`` (whole numbers from 1 to 5); and, where they are
        known, ``who_is_harmed``, ``harm`` ("allocation", "quality of service", "dignity", "other"), ``measure``
        (what is done), ``owner`` (a role), ``next_review`` (a day).
    today : date or str, optional
        The day against which overdue reviews are told.

    Returns
    -------
    DataFrame
        The highest first: those columns, ``level`` (1 to 25), ``band`` ("high" from 15, "medium" from 8, "low"),
        ``open`` (what nobody answered yet), ``overdue`` (whether the review day is past; False without today). What is
        missing reads "not answered yet".

    Raises
    ------
    ColumnError
        When a needed column is missing, or a day cannot be read.
    ArgumentError
        When a number is not from 1 to 5, or a harm is of no known kind.

    Notes
    -----
    A five by five matrix sorts what to look at first; its numbers are ranks, not chances (ISO 31010, B.10.3).

    Examples
    --------
    >>> risks = pd.DataFrame({"risk": ["drift", "leak"], "likelihood": [4, 2], "severity": [4, 5]})
    >>> risk_register(risks)[["risk", "level", "band", "owner"]].values.tolist()
    [['drift', 16, 'high', 'not answered yet'], ['leak', 10, 'medium', 'not answered yet']]
    """
    require_columns(frame, ["risk", "likelihood", "severity"])
    made = frame.reset_index(drop=True).copy()
    for name in ("likelihood", "severity"):
        made[name] = _one_to_five(made[name], name)
    for name in ("who_is_harmed", "harm", "measure", "owner", "next_review"):
        made[name] = made.get(name)
    _check_harms(made["harm"])
    due = made["next_review"].map(lambda one: None if _empty(one) else read_day(one, "next_review"))
    now = None if today is None else read_day(today, "today")
    made["next_review"] = [OPEN if _empty(one) else one.isoformat() for one in due]
    for name in ("who_is_harmed", "harm", "measure", "owner"):
        made[name] = [OPEN if _empty(one) else one for one in made[name].astype(object)]
    made["level"] = made["likelihood"] * made["severity"]
    made["band"] = np.select([made["level"] >= HIGH, made["level"] >= MEDIUM], ["high", "medium"], "low")
    answered = ("who_is_harmed", "harm", "measure", "owner", "next_review")
    made["open"] = [", ".join(name for name in answered if row[name] == OPEN) for row in made.to_dict("records")]
    made["overdue"] = [bool(now and not _empty(one) and one < now) for one in due]
    first = ["risk", "who_is_harmed", "harm", "likelihood", "severity", "level", "band", "measure", "owner"]
    order = [*first, "next_review", "overdue", "open"]
    order += [name for name in made.columns if name not in order]
    return made.sort_values(["level", "severity"], ascending=False, kind="stable", ignore_index=True)[order]


def _empty(one: object) -> bool:
    return one is None or bool(pd.isna(one)) or not str(one).strip()  # type: ignore[call-overload]


def _one_to_five(held: pd.Series, name: str) -> pd.Series:
    numbers = pd.to_numeric(held, errors="coerce")
    if not numbers.isin([1, 2, 3, 4, 5]).all():
        wrong = held[~numbers.isin([1, 2, 3, 4, 5])].iloc[0]
        raise ArgumentError(
            f"Column '{name}' holds {'an empty cell' if _empty(wrong) else in_words(wrong)}. Whole numbers from 1 to 5 "
            "were expected. Correct it."
        )
    return numbers.astype("int64")


def _check_harms(held: pd.Series) -> None:
    for one in held:
        if not _empty(one) and one not in HARMS:
            raise ArgumentError(
                f"harm {in_words(one)} was given. One of {', '.join(HARMS)} was expected. Write one of them."
                f"{did_you_mean(one, HARMS)}"
            )


def review_calendar(tasks: Mapping[str, str | int], *, start: object, until: object) -> pd.DataFrame:
    """List the days on which things are due: monthly, quarterly, half-yearly, yearly, or every so many days.

    Parameters
    ----------
    tasks : dict
        By task: "month", "quarter", "half-year", "year", or a number of days.
    start, until : date or str
        The first and the last day of the calendar; the first round is due one period after the start.

    Returns
    -------
    DataFrame
        In order: ``due`` (a day; moved to Monday where it falls on a weekend), ``task``, ``every``, ``round`` (from 1).

    Raises
    ------
    ArgumentError
        When there is no task, a period is unknown, or the calendar is longer than 20 years.

    Examples
    --------
    >>> plan = review_calendar({"drift watch": "quarter"}, start="2025-01-31", until="2025-12-31")
    >>> plan["due"].dt.strftime("%Y-%m-%d").tolist()
    ['2025-04-30', '2025-07-31', '2025-10-31']
    """
    first, last = read_day(start, "start"), read_day(until, "until")
    if not tasks or not first < last <= first + timedelta(days=366 * LONGEST_YEARS):
        raise ArgumentError(
            f"{len(tasks)} tasks from {first} to {last} were given. At least one task, and an end after the start and "
            f"within {LONGEST_YEARS} years were expected. Correct it."
        )
    rows = []
    for task, every in tasks.items():
        _check_period(task, every)
        turn = 1
        while (due := _due(first, every, turn)) <= last:
            rows.append((pd.Timestamp(_workday(due)), task, _in_words(every), turn))
            turn += 1
    made = pd.DataFrame(rows, columns=["due", "task", "every", "round"]).astype({"due": "datetime64[ns]"})
    return made.sort_values(["due", "task"], kind="stable", ignore_index=True)


def _check_period(task: str, every: object) -> None:
    days = isinstance(every, int | np.integer) and not isinstance(every, bool) and every >= 1
    if not days and every not in MONTHS:
        raise ArgumentError(
            f"'{task}' is due every {in_words(every)}. One of {', '.join(MONTHS)}, or a number of days, was expected. "
            f"Correct it.{did_you_mean(every, MONTHS)}"
        )


def _due(first: date, every: str | int, turn: int) -> date:
    """Count from the start, so that the 31st stays the last of the month after a shorter one."""
    if not isinstance(every, str):
        return first + timedelta(days=int(every) * turn)
    months = first.month - 1 + MONTHS[every] * turn
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def _workday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _in_words(every: str | int) -> str:
    return every if isinstance(every, str) else f"{every} days"
