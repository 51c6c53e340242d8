"""How long the list is kept and who reads it, what cannot be said, what to do on Monday, and the workbook."""

from collections.abc import Sequence

import pandas as pd

from millrace.privacy import overdue, retention
from millrace.reports.finding import Finding, first_things
from millrace.reports.privacy.roles import Opened, Roles
from millrace.reports.showing import Shown, show_list

__all__ = ["WEIGHTS", "check_keeping", "decisions", "limits", "sheets"]

WEIGHTS = {"columns": 5, "singled out": 4, "keeping": 3, "coarser": 2, "copy": 1}
ASKED = {
    "no purpose": "what it is kept for",
    "no reader": "who may read it",
    "no owner": "who answers for it",
    "no end": "until when",
    "not said what then": "what happens then",
    "everybody reads it": "",
}


def check_keeping(
    opened: Opened, *, purpose: str = "", readers: str = "", owner: str = "", since: str = "",
    keep_months: float | None = None, then: str = "", on: object = None,
) -> Finding:  # fmt: skip
    """Say why the list is kept, who may read it, until when; what nobody answered stays "not answered yet".

    Parameters
    ----------
    opened : Opened
        From `open_file`.
    purpose, readers, owner, since, keep_months, then
        As for `millrace.privacy.retention`; roles, not names of people.
    on : day, optional
        The day for which it is written; today when it is left out.

    Returns
    -------
    Finding

    Raises
    ------
    ArgumentError, ColumnError
        When an answer cannot be understood.
    """
    entry: dict[str, object] = {
        "data_set": opened.name, "purpose": purpose, "readers": readers, "owner": owner, "since": since or None,
        "keep_months": keep_months, "then": then,
    }  # fmt: skip
    table = retention([entry])
    problems = [one for one in table["problems"].item().split("; ") if one]
    asked = [ASKED[one] for one in problems if ASKED[one]]
    lines = []
    if asked:
        lines.append(f"Not answered yet: {', '.join(asked)}.")
    if "everybody reads it" in problems:
        lines.append("Everybody may read it. A list about people needs readers by their task.")
    if len(overdue(table, on=on)):
        lines.append(f"Its time was over on {table['due'].item():%Y-%m-%d}: {then or 'say what happens then'}.")
    if not lines:
        lines.append(
            f"Kept for: {purpose}; read by: {readers}; {owner} answers for it; "
            f"until {table['due'].item():%Y-%m-%d}, then: {then}."
        )
    action = f"Answer for '{opened.name}': {', '.join(asked)}." if asked else ""
    if len(overdue(table, on=on)) and then:
        action = f"'{opened.name}' is over its time: {then}."
    row = {
        "list": opened.name,
        "kept for": purpose,
        "readers": readers,
        "answers for it": owner,
        "until": "" if table["due"].isna().item() else f"{table['due'].item():%Y-%m-%d}",
        "then": then,
    }
    shown = pd.DataFrame([{name: cell or "not answered yet" for name, cell in row.items()}])
    return Finding("keeping", tuple(lines), action, shown, sheet="keeping")


def limits(roles: Roles) -> Shown:
    """List what this report cannot say.

    Parameters
    ----------
    roles : Roles
        From `decide`.

    Returns
    -------
    Shown
    """
    lines = [
        "Whether the copy is anonymous for ever. Who knows another column, or has a second list, may learn more.",
        "Whether you may hand it out. That is for the law, and for what the people were told; ask who knows it.",
        "What stands in columns that were taken for harmless: they are in the copy as they are.",
        "Two copies of the same list, coarsened differently, may tell together what neither tells alone. Hand out one.",
    ]
    if roles.names:
        lines.append(
            "Names of people who are in no column of this list are found in texts only after a title, such as Mr."
        )
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
    """
    return first_things(found, weights=WEIGHTS)


def sheets(found: Sequence[Finding]) -> dict[str, pd.DataFrame]:
    """Make the sheets of the workbook; none holds a row of the file.

    Parameters
    ----------
    found : sequence of Finding
        What was found.

    Returns
    -------
    dict of str to DataFrame
        ``summary``, then a sheet for each table.
    """
    lines = [(one.about, " ".join(one.found), one.action) for one in found]
    made = {"summary": pd.DataFrame(lines, columns=["looked at", "found", "what to do"])}
    return made | {one.sheet: one.table for one in found if one.sheet and one.table is not None}
