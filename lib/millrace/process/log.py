"""One form for every event log: a case, a step, a start and an end per row, and a reason for each row not used."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, in_words, require_columns
from millrace.process.reasons import REASONS_WITHOUT_GAP, reasons, trial_rows
from millrace.process.spellings import join_spellings, labels_of
from millrace.process.stamps import Stamps, clock_of, read_stamps
from millrace.reading.texts import as_text

__all__ = ["EventLog", "event_log", "require_log"]

CORE = ["case", "step", "start", "end", "resource", "row", "after_gap"]
BOTH, START_ONLY, END_ONLY = "start and end", "start only", "end only"
MANY_STEPS = 100


@dataclass(frozen=True)
class EventLog:
    """The usable events of a log, and every row that was set aside.

    Attributes
    ----------
    events : pandas.DataFrame
        One row per event, sorted by case and start: ``case``, ``step``, ``start``, ``end``, ``resource`` (missing when
        not given), ``row`` (position in the input, from 0), ``after_gap`` (whether a row of the same case that was set
        aside lies just before), then the other columns of the input.
    set_aside : pandas.DataFrame
        The rows not used, with the columns of the input, its positions as index, and ``reason``.
    stamps : str
        "start and end", "start only" or "end only": with one time per event, waiting and work cannot be told apart.
    spellings : pandas.DataFrame
        Spellings of steps that were joined: ``spelling``, ``step``, ``rows``.
    notes : tuple of str
        What else was noticed, in sentences.
    """

    events: pd.DataFrame
    set_aside: pd.DataFrame
    stamps: str = BOTH
    spellings: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["spelling", "step", "rows"]))
    notes: tuple[str, ...] = ()

    @property
    def rows_read(self) -> int:
        """Number of rows in the input: rows used and rows set aside."""
        return len(self.events) + len(self.set_aside)

    def _lines(self) -> list[str]:
        counts = self.set_aside["reason"].value_counts()
        rows = [f"{rows:,} set aside: {reason}" for reason, rows in counts.items()]
        return [*rows, *self.notes]

    def _balance(self) -> str:
        kept = self.events
        read, aside = counted(self.rows_read, "row"), len(self.set_aside)
        cases, steps = counted(kept["case"].nunique(), "case"), counted(kept["step"].nunique(), "step")
        return (
            f"Event log: {read} read = {len(kept):,} used + {aside:,} set aside; {cases}, {steps}, times: {self.stamps}"
        )

    def __repr__(self) -> str:
        """Say in words what was read and what became of each row."""
        return "\n".join([self._balance(), *(f"  {line}" for line in self._lines())])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(line)}</li>" for line in self._lines())
        return f"<p>{html.escape(self._balance())}</p>" + (f"<ul>{items}</ul>" if items else "")


def event_log(
    frame: pd.DataFrame,
    *,
    case: str | Sequence[str],
    step: str,
    start: str | None = None,
    end: str | None = None,
    resource: str | None = None,
    trial: object = None,
    spellings: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    tz: str | None = None,
) -> EventLog:
    """Bring a table of events into one form, and set aside with a reason what cannot be used.

    Parameters
    ----------
    frame : DataFrame
        One row per event: a step of a case. It is not changed.
    case : str or list of str
        Column that names the case (the order, the request); several columns are joined with " / ".
    step : str
        Column that names the step. Spellings that differ only by capitals, spaces or full-width letters become the
        most frequent of them, and are listed in ``spellings`` of the result.
    start, end : str, optional
        Columns with the times; at least one of them. With one, waiting and work cannot be told apart.
    resource : str, optional
        Column that names the person or machine.
    trial : str or one True or False per row, optional
        Which rows are trials: a pattern found in the label of the case, or a mark per row.
    spellings : mapping, optional
        Other spellings to be joined: ``{"stiching": "stitching"}``.
    day_first : bool, optional
        What 03/04/2025 means; without it such rows are set aside as "time with two readings".
    tz : str, optional
        Time zone of the workshop, such as "Europe/Berlin", for times with offsets and for nights of clock changes.

    Returns
    -------
    EventLog
        Events and set-aside rows; together they are all rows of the input. Reasons: "trial", "exact duplicate",
        "no case", "no step", "time with two readings", "unreadable time", "no start and no end", "ends before it
        starts", "keyed late" (start and end in the same minute, several at once or last of the person's day).

    Raises
    ------
    ColumnError
        When a column is missing.
    ArgumentError
        When no time is named, a column is named twice, or an argument is not what it should be.

    Notes
    -----
    A step with a start and no end is kept: the wait before it is known, its work and the wait after it are not. The
    wait after a row that was set aside is not known either, so ``after_gap`` marks the event that follows. A column of
    the input whose name is taken (``case``, ``start`` and so on) comes back as ``input_case``, ``input_start``.
    The form is that of XES (IEEE 1849), with one row per step instead of one per start and end.

    Examples
    --------
    >>> table = pd.DataFrame({"order": [1, 1, 2], "work": ["cut", "Sew", "sew"], "on": ["2025-03-03 08:00",
    ...     "2025-03-03 10:00", "2025-03-04 09:00"], "off": ["2025-03-03 09:00", "2025-03-03 09:00", None]})
    >>> event_log(table, case="order", step="work", start="on", end="off")
    Event log: 3 rows read = 2 used + 1 set aside; 2 cases, 2 steps, times: start and end
      1 set aside: ends before it starts
      1 row has another spelling of its step, joined: sew
      1 event without an end: the wait before is known, the work is not
    """
    columns = [case] if isinstance(case, str) else list(case)
    _check(frame, columns, step=step, start=start, end=end, resource=resource)
    source = frame.reset_index(drop=True)
    read = [_stamps(source, name, day_first, tz) for name in (start, end)]
    core, joined = _core(source, columns, step, resource, spellings, read)
    trials = trial_rows(trial, core["case"].set_axis(frame.index))
    reason = reasons(core, source, trials, _unread(read))
    kept = reason == ""
    times = {"start": read[0].times, "end": read[1].times}
    others = source.drop(columns=[*columns, *(name for name in (step, start, end, resource) if name)])
    order = _order(core, kept)
    head = core.assign(**times).iloc[order].assign(row=order, after_gap=_gaps(core, reason, order))
    events = pd.concat([head[CORE], _free_names(others, CORE).iloc[order]], axis=1).reset_index(drop=True)
    aside = _free_names(source, ["reason"])[~kept].assign(reason=reason[~kept])
    stamps = BOTH if start and end else START_ONLY if start else END_ONLY
    notes = _notes(events, joined, stamps, [*read[0].notes, *read[1].notes])
    return EventLog(events, aside, stamps, joined, tuple(notes))


def require_log(log: object) -> EventLog:
    """Stop with a clear sentence unless an event log was given.

    Parameters
    ----------
    log : object
        What the caller was given.

    Returns
    -------
    EventLog

    Raises
    ------
    ArgumentError
        When it is something else, for example the table itself.
    """
    if not isinstance(log, EventLog):
        raise ArgumentError(
            f"{in_words(log).capitalize()} was given. An event log was expected. Make one first: "
            "log = process.event_log(table, case=..., step=..., start=..., end=...)."
        )
    return log


def _check(frame: object, case: list[str], **roles: str | None) -> None:
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(
            f"{in_words(frame).capitalize()} was given. A table of events was expected. Read one first."
        )
    named = [*case, *(name for name in roles.values() if name is not None)]
    require_columns(frame, named)
    if not case:
        raise ArgumentError("case=[] was given. A column that names the case was expected. Write it like case='order'.")
    if roles["start"] is None and roles["end"] is None:
        raise ArgumentError(
            "Neither start= nor end= was given. At least one column of times was expected. Name it: start='began'."
        )
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise ArgumentError(
            f"Column '{twice[0]}' was named twice. One column per role was expected. Leave one of them out; a log with "
            "one time per event has only start= or only end=."
        )
    if not frame.columns.is_unique:
        raise ColumnError("Two columns have the same name. Names that differ were expected. Rename one of them.")


def _stamps(source: pd.DataFrame, name: str | None, day_first: bool | None, tz: str | None) -> Stamps:
    nothing = pd.Series(np.full(len(source), "NaT", dtype="M8[us]"), index=source.index)
    return read_stamps(nothing if name is None else source[name], day_first=day_first, tz=tz)


def _core(
    source: pd.DataFrame,
    case: list[str],
    step: str,
    resource: str | None,
    spellings: Mapping[str, str] | None,
    read: list[Stamps],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    names, joined = join_spellings(labels_of(source[step]), spellings=spellings)
    nobody = pd.Series(np.nan, index=source.index, dtype=object)
    who = nobody if resource is None else labels_of(source[resource])
    columns = {"case": _cases(source, case), "step": names, "resource": who}
    moments = _moments(read[0].times, read[1].times)
    clock = {"start": clock_of(read[0].times), "end": clock_of(read[1].times), **moments}
    texts = {name: as_text(values) for name, values in columns.items()}
    return pd.DataFrame({**texts, **clock}), joined


def _cases(source: pd.DataFrame, columns: list[str]) -> pd.Series:
    labels = [labels_of(source[column]) for column in columns]
    if len(labels) == 1:
        return labels[0]
    missing = np.any([label.isna().to_numpy() for label in labels], axis=0)
    parts = pd.concat(labels, axis=1, keys=range(len(labels)))
    number = parts.groupby(list(parts.columns), sort=False, dropna=False).ngroup().to_numpy()
    first = np.unique(number, return_index=True)[1]
    names = np.array([" / ".join(map(str, row)) for row in parts.iloc[first].to_numpy()], dtype=object)
    if len(set(names)) < len(names):
        raise ColumnError(
            f"Two different cases have the same label when {', '.join(columns)} are joined by ' / '. Labels that "
            "differ were expected. Join the columns yourself with another sign."
        )
    return pd.Series(names[number], index=source.index, dtype=object).mask(missing)


def _moments(start: pd.Series, end: pd.Series) -> dict[str, np.ndarray]:
    """Return the times in one order of events: the clock on the wall goes back once per year, time does not."""
    zoned = [isinstance(times.dtype, pd.DatetimeTZDtype) for times in (start, end)]
    if zoned[0] != zoned[1] and start.notna().any() and end.notna().any():
        raise ColumnError(
            "One of start and end has a time zone, the other has none. Both or neither was expected. Name the zone of "
            "the workshop, as in tz='Europe/Berlin'."
        )
    both = zip(("began", "over"), (start, end), strict=True)
    return {name: clock_of(t.dt.tz_convert("UTC") if t.dt.tz is not None else t) for name, t in both}


def _unread(read: list[Stamps]) -> np.ndarray:
    return np.where(read[0].problem != "", read[0].problem, read[1].problem)


def _order(core: pd.DataFrame, kept: np.ndarray) -> np.ndarray:
    """Return the rows used, by case and time; ties by step, so that the order of the input does not matter."""
    rows = np.flatnonzero(kept)
    part = core.iloc[rows]
    start, end = part["began"].to_numpy(), part["over"].to_numpy()
    first = np.where(np.isnat(start), end, start)
    codes = [pd.factorize(part[name], sort=True)[0] for name in ("resource", "step", "case")]
    return rows[np.lexsort([codes[0], codes[1], end, first, codes[2]])]


def _gaps(core: pd.DataFrame, reason: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Mark the events before which a row of their case was set aside: the step before them is not known."""
    lost = (reason != "") & ~np.isin(reason, REASONS_WITHOUT_GAP) & core["case"].notna().to_numpy()
    if not lost.any() or not len(order):
        return np.zeros(len(order), dtype=bool)
    case = pd.factorize(core["case"])[0]
    began, over = core["began"].to_numpy(), core["over"].to_numpy()
    nowhen = np.isnat(began) & np.isnat(over)
    seen = np.where(np.isnat(began), over, began).astype("int64")
    wall = np.where(np.isnat(core["start"].to_numpy()), core["end"].to_numpy(), core["start"].to_numpy())
    since_midnight = (wall - wall.astype("M8[D]")).astype("m8[us]").astype("int64")
    # keyed late: it was some time on that day; without any time: it may have been before any event of the case
    low = np.where(nowhen, np.iinfo("int64").min + 1, np.where(reason == "keyed late", seen - since_midnight, seen))
    high = np.where(nowhen, np.iinfo("int64").max - 1, seen)
    mine, when = case[order], seen[order]
    first = np.append(True, mine[1:] != mine[:-1])
    before = np.where(first, np.iinfo("int64").min, np.append(np.iinfo("int64").min, when[:-1]))
    marks = np.isin(mine, case[lost])
    begun = _count_up_to(case[lost], low[lost], mine[marks], when[marks])
    gone = _count_up_to(case[lost], high[lost], mine[marks], before[marks])
    marks[marks] = begun > gone
    return marks


def _count_up_to(case: np.ndarray, value: np.ndarray, at_case: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Count, for each (case, moment), the values of that case that are not later."""
    moments = np.sort(np.concatenate([value, at]))
    width = len(moments) + 1
    keys = np.sort(case.astype("int64") * width + np.searchsorted(moments, value))
    asked = at_case.astype("int64") * width + np.searchsorted(moments, at)
    return np.searchsorted(keys, asked, side="right") - np.searchsorted(keys, at_case.astype("int64") * width)


def _free_names(table: pd.DataFrame, taken: list[str]) -> pd.DataFrame:
    return table.rename(columns={name: f"input_{name}" for name in table.columns if name in taken})


def _notes(events: pd.DataFrame, joined: pd.DataFrame, stamps: str, notes: list[str]) -> list[str]:
    notes = list(dict.fromkeys(notes))
    if len(joined):
        some = ", ".join(joined["spelling"].head(5)) + (" and others" if len(joined) > 5 else "")
        rows = int(joined["rows"].sum())
        notes.append(
            f"{rows:,} {'row has' if rows == 1 else 'rows have'} another spelling of {'its' if rows == 1 else 'their'} "
            f"step, joined: {some}"
        )
    if stamps != BOTH:
        notes.append(f"There is one time per event ({stamps}): waiting and work cannot be told apart")
    else:
        notes += _open_ends(events)
    steps = events["step"].nunique()
    if steps > MANY_STEPS:
        notes.append(
            f"{steps:,} different steps: is this the column that names the step? Spellings may have to be joined"
        )
    return notes


def _open_ends(events: pd.DataFrame) -> list[str]:
    said = {
        "end": "without an end: the wait before is known, the work is not",
        "start": "without a start: the wait after is known, the work is not",
    }
    counts = {name: int(events[name].isna().sum()) for name in said}
    return [f"{rows:,} {'event' if rows == 1 else 'events'} {said[name]}" for name, rows in counts.items() if rows]
