"""What cannot be said, what to do on Monday, and the sheets of the workbook."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.reports.finding import Finding, first_things
from millrace.reports.kpis.defining import Defined, definition_table
from millrace.reports.kpis.figures import Figures, Opened
from millrace.reports.kpis.watching import Watched
from millrace.reports.showing import Shown, show_list

__all__ = ["WEIGHTS", "decisions", "limits", "sheets"]

WEIGHTS = {"rows": 5, "news": 4, "mix": 3, "definitions": 2, "groups": 1}


def limits(figures: Figures, made: Sequence[Defined]) -> Shown:
    """List what this report cannot say.

    Parameters
    ----------
    figures : Figures
        From `read_figures`.
    made : sequence of Defined
        From `define`.

    Returns
    -------
    Shown
    """
    lines = [
        "Why something is news: it says where to ask, not what the answer is.",
        "That what is within the limits is good. It is only no different from usual.",
        "What a change was caused by. For that, compare with places where nothing was changed: millrace report pilot.",
        "Whether the rows are true. Whoever is judged by a number learns how to move it: see 'How it gets gamed'.",
    ]
    if not figures.per_period:
        lines.append("What was never entered: a record that is missing counts nowhere.")
    if any(not one.counts for one in made):
        lines.append("What a mean hides: a few very large rows can move it. Look at the rows of a period that is news.")
    return show_list(lines)


def decisions(found: Sequence[Finding]) -> Shown:
    """Say what to do first: at most six things.

    Parameters
    ----------
    found : sequence of Finding
        What was found.

    Returns
    -------
    Shown

    Examples
    --------
    >>> decisions([Finding("news", ("12 is news.",), "Ask what was different.")])
    1. Ask what was different.
    """
    return first_things(found, weights=WEIGHTS)


def sheets(
    opened: Opened,
    figures: Figures,
    watched: Sequence[Watched],
    mixes: Sequence[pd.DataFrame],
    found: Sequence[Finding],
) -> dict[str, pd.DataFrame]:
    """Make the sheets of the workbook.

    Parameters
    ----------
    opened : Opened
        From `open_file`.
    figures : Figures
        From `read_figures`.
    watched : sequence of Watched
        From `watch`.
    mixes : sequence of DataFrame
        From `check_mix`.
    found : sequence of Finding
        What was found.

    Returns
    -------
    dict of str to DataFrame
        ``summary``, ``definitions``, ``per period``, ``limits``, ``by group``, ``mix and rate`` and ``set aside``.
    """
    lines = [(one.about, " ".join(one.found), one.action) for one in found]
    aside = [part for part in (opened.left_out(), figures.set_aside) if len(part)] or [figures.set_aside]
    names = [one.one.kpi.name for one in watched]
    return {
        "summary": pd.DataFrame(lines, columns=["looked at", "found", "what to do"]),
        "definitions": definition_table([one.one for one in watched]),
        "per period": _together([one.periods for one in watched], names),
        "limits": _together([one.limits for one in watched], names),
        "by group": _together([one.groups for one in watched], names),
        "mix and rate": _together(list(mixes), names),
        "set aside": pd.concat(aside, ignore_index=True)[["place", "reason", "text"]],
    }


def _together(tables: Sequence[pd.DataFrame | None], names: Sequence[str]) -> pd.DataFrame:
    parts = [t.assign(measure=n) for t, n in zip(tables, names, strict=True) if t is not None and len(t)]
    if not parts:
        return pd.DataFrame({"remark": ["nothing of this kind could be said"]})
    whole = pd.concat(parts, ignore_index=True)
    whole = whole[["measure", *(c for c in whole.columns if c != "measure")]]
    for column in whole.select_dtypes("datetime").columns:
        whole[column] = whole[column].dt.strftime("%Y-%m-%d")
    return whole.replace([np.inf, -np.inf], np.nan).rename(columns=lambda name: str(name).replace("_", " "))
