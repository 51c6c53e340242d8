"""Roles, public frameworks, what cannot be said, what to do on Monday, and the sheets of the workbook."""

from collections.abc import Sequence

import pandas as pd

from millrace.readiness import frameworks
from millrace.readiness.comparing import FEWEST
from millrace.readiness.questionnaire import AXES
from millrace.readiness.steps import joined, lowest_of
from millrace.reports.finding import Finding, first_things, shown_names
from millrace.reports.readiness.findings import AXES_TABLE
from millrace.reports.readiness.opening import Opened
from millrace.reports.showing import Shown, show_list, show_table, show_text

__all__ = ["WEIGHTS", "beside_frameworks", "by_role", "decisions", "limits", "sheets"]

WEIGHTS = {"standing": 3, "differences": 2, "unknown": 1}
FRAMEWORKS = {
    "framework": "framework",
    "heading": "it counts",
    "our_questions": "our questions",
    "counts_beyond_ours": "what ours does not count",
}


def by_role(opened: Opened) -> Shown:
    """Show the scores of those who gave a role, unless that would give away the one who did not.

    Parameters
    ----------
    opened : Opened
        From `open_file`.

    Returns
    -------
    Shown
    """
    table = _roles_table(opened)
    if table is None:
        return show_text("Scores by role are not shown: one person gave no role, and would be the one who is left.")
    return show_table(table) if len(table) else show_text("Nobody gave a role, so nobody is shown alone.")


def _roles_table(opened: Opened) -> pd.DataFrame | None:
    people = opened.gathered.people
    named = [one for one in people if one.name]
    if named and len(people) - len(named) == 1:
        return None
    rows = [
        {"role": one.name}
        | dict(zip(AXES, one.axes["score"], strict=True))
        | {"weakest by what is known": joined(lowest_of(one.axes) or ["too few to say"])}
        for one in named
    ]
    return pd.DataFrame(rows, columns=["role", *AXES, "weakest by what is known"]).fillna(
        dict.fromkeys(AXES, "too few to say")
    )


def beside_frameworks() -> Shown:
    """Set the questionnaire beside four public frameworks.

    Returns
    -------
    Shown
    """
    return show_table(shown_names(frameworks(), FRAMEWORKS), rows=40)


def limits(opened: Opened) -> Shown:
    """List what this report cannot say.

    Parameters
    ----------
    opened : Opened
        From `open_file`.

    Returns
    -------
    Shown
    """
    lines = [
        "Whether the answers are true. They are what people believe of their own firm; go and look at one or two.",
        "How you stand beside other firms. The levels are words, not measured distances: 3 is above 2, not half more.",
        "Whether an AI tool pays here. For that, choose a pain (module 02) and measure a pilot (module 04).",
        "What the law asks of you. The frameworks are named by their headings; no score of ours is one of theirs.",
    ]
    if len(opened.gathered.people) < FEWEST:
        lines.append(f"What the firm thinks: {len(opened.gathered.people)} answered. Ask {FEWEST} to five people.")
    elif any(one.name for one in opened.gathered.people):
        lines.append("Who gave a role can be recognised by it. Show this page only to those who may know.")
    return show_list(lines)


def decisions(found: Sequence[Finding]) -> Shown:
    """Say what to do first.

    Parameters
    ----------
    found : sequence of Finding
        What was found.

    Returns
    -------
    Shown

    Examples
    --------
    >>> decisions([Finding("standing", ("Weakest is data.",), "Begin one table.")])
    1. Begin one table.
    """
    return first_things(found, weights=WEIGHTS)


def sheets(opened: Opened, found: Sequence[Finding]) -> dict[str, pd.DataFrame]:
    """Make the sheets of the workbook; no answer of a single person is in it unless a role was given.

    Parameters
    ----------
    opened : Opened
        From `open_file`.
    found : sequence of Finding
        What was found.

    Returns
    -------
    dict of str to DataFrame
        ``summary``, ``axes``, ``questions``, ``by role``, ``frameworks`` and ``set aside``.
    """
    lines = [(one.about, " ".join(one.found), one.action) for one in found]
    questions = opened.together.questions.rename(columns={"dont_know": "don't know", "apart": "levels apart"})
    roles = _roles_table(opened)
    return {
        "summary": pd.DataFrame(lines, columns=["looked at", "found", "what to do"]),
        "axes": shown_names(opened.together.axes, AXES_TABLE),
        "questions": questions,
        "by role": roles if roles is not None and len(roles) else pd.DataFrame({"remark": [by_role(opened).text]}),
        "frameworks": shown_names(frameworks(), {"source": "source", **FRAMEWORKS}),
        "set aside": opened.gathered.set_aside,
    }
