"""The ways cases go through the steps, and where they come back."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.process.log import EventLog, require_log
from millrace.process.times import first_of_case

__all__ = ["rework", "variants"]

BEYOND_SURROGATES = 0xE000
ARROW = " → "


def rework(log: EventLog, *, pieces: str | None = None, redone: str | None = None) -> pd.DataFrame:
    """Count per step how often it comes again in the same case, and how many pieces are done again.

    A step that comes twice in a row may be done again, or be continued after a break: the log does not tell, so both
    kinds are counted apart.

    Parameters
    ----------
    log : EventLog
        From `event_log`.
    pieces, redone : str, optional
        Columns with the number of pieces worked on and of pieces done again; together or not at all.

    Returns
    -------
    DataFrame
        One row per step, the most repeated first: ``step``, ``cases``, ``events``, ``repeated_at_once`` (the step
        before was the same), ``returned`` (after another step), ``cases_repeated``, ``repeated_share`` (of the cases),
        ``pieces``, ``redone_pieces``, ``redone_share`` (missing without the columns).

    Raises
    ------
    ColumnError
        When a column is missing.
    ArgumentError
        When only one of ``pieces`` and ``redone`` is named.

    Examples
    --------
    >>> from millrace.process import event_log
    >>> table = pd.DataFrame({"case": [1, 1, 1, 2], "step": ["check", "mend", "check", "check"],
    ...     "end": pd.date_range("2025-03-03 08:00", periods=4, freq="h")})
    >>> found = rework(event_log(table, case="case", step="step", end="end"))
    >>> found[["step", "returned", "repeated_share"]].values.tolist()
    [['check', 1, 0.5], ['mend', 0, 0.0]]
    """
    events = require_log(log).events
    if (pieces is None) != (redone is None):
        raise ArgumentError(
            "Only one of pieces= and redone= was given. Both or neither were expected: a number of pieces done again "
            "says little without the number made. Name both."
        )
    require_columns(events, [name for name in (pieces, redone) if name], table="the log")
    again = events.duplicated(["case", "step"]).to_numpy()
    same = (events["step"] == events["step"].shift()).to_numpy() & ~first_of_case(events)
    marks = events[["case", "step"]].assign(at_once=same, returned=again & ~same)
    by = marks.groupby("step", sort=True)
    table = pd.DataFrame({"cases": by["case"].nunique(), "events": by.size()})
    table["repeated_at_once"], table["returned"] = by["at_once"].sum(), by["returned"].sum()
    table["cases_repeated"] = marks[again].groupby("step")["case"].nunique().reindex(table.index, fill_value=0)
    table["repeated_share"] = table["cases_repeated"] / table["cases"]
    for name, column in (("pieces", pieces), ("redone_pieces", redone)):
        table[name] = np.nan if column is None else events.groupby("step")[column].sum()
    table["redone_share"] = table["redone_pieces"] / table["pieces"].replace(0, np.nan)
    order = ["redone_share", "repeated_share"] if redone else ["repeated_share", "events"]
    return table.sort_values(order, ascending=False, kind="stable").reset_index()


def variants(log: EventLog) -> pd.DataFrame:
    """List the ways cases go through the steps, the most frequent first.

    Parameters
    ----------
    log : EventLog
        From `event_log`.

    Returns
    -------
    DataFrame
        One row per way: ``path`` (steps with arrows between), ``steps`` (how many), ``cases``, ``share``,
        ``running_share`` (of this and all more frequent ways), ``example`` (a case that went this way),
        ``with_gap`` (cases with a row that was set aside, whose way may have been another).

    Examples
    --------
    >>> from millrace.process import event_log
    >>> table = pd.DataFrame({"case": [1, 1, 2], "step": ["cut", "sew", "cut"],
    ...     "end": pd.date_range("2025-03-03 08:00", periods=3, freq="h")})
    >>> variants(event_log(table, case="case", step="step", end="end"))[["path", "cases"]].values.tolist()
    [['cut', 1], ['cut → sew', 1]]
    """
    events = require_log(log).events
    codes, names = pd.factorize(events["step"])
    # one character per step: then a way is a piece of one long text
    line = "".join(map(chr, (codes + BEYOND_SURROGATES).tolist()))
    starts = np.flatnonzero(first_of_case(events))
    ends = np.append(starts[1:], len(events))[: len(starts)]
    ways = [line[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    gaps = np.add.reduceat(events["after_gap"].to_numpy(dtype=int), starts) > 0 if len(starts) else np.zeros(0, bool)
    cases = pd.DataFrame({"way": ways, "case": events["case"].to_numpy()[starts], "gap": gaps})
    table = cases.groupby("way", sort=False).agg(
        cases=("case", "size"), example=("case", "first"), with_gap=("gap", "sum")
    )
    path = [ARROW.join(names[ord(sign) - BEYOND_SURROGATES] for sign in way) for way in table.index]
    table = table.assign(path=path, steps=[len(way) for way in table.index], share=table["cases"] / max(len(cases), 1))
    table = table.sort_values(["cases", "path"], ascending=[False, True]).reset_index(drop=True)
    table["running_share"] = table["share"].cumsum()
    return table[["path", "steps", "cases", "share", "running_share", "example", "with_gap"]]
