"""The card of the tool, what cannot be said, what to do on Monday, and the sheets of the workbook."""

from collections.abc import Mapping, Sequence

import pandas as pd

from millrace.errors import counted
from millrace.governance import decision_record, model_card, questions
from millrace.reports.bias_audit.agreeing import Audited
from millrace.reports.bias_audit.looking import Look, readable
from millrace.reports.bias_audit.opening import Opened
from millrace.reports.finding import Finding, first_things
from millrace.reports.showing import Shown, show_list

__all__ = ["check_card", "decisions", "limits", "sheets"]

# What to do first: by harm.
WEIGHTS = {"worse off": 10, "errors": 8, "proxies": 7, "repairs": 6, "rows": 5, "contract": 3, "card": 2,
           "selection": 4, "law": 1}  # fmt: skip
NOT_YET = "not answered yet"


def check_card(audited: Audited, found: Sequence[Finding], *, answers: Mapping[str, object] | None = None) -> Finding:
    """Fill the model card and the decision record as far as data and answers go.

    Parameters
    ----------
    audited : Audited
        From `agree`.
    found : sequence of Finding
        What was found.
    answers : mapping, optional
        By the keys of ``questions("model_card")`` and ``questions("decision_record")``.

    Returns
    -------
    Finding
        Its table has a row per question; those that nobody answered say so.

    Raises
    ------
    ArgumentError
        When an answer has a key that nobody asks for.
    """
    persons, agreed, given = audited.persons, audited.agreed, dict(answers or {})
    of_selection = next((one for one in found if one.sheet == "groups"), None)
    said = {"measures": f"Who is selected, of {len(persons.frame):,} people, by {', '.join(persons.groups)}, on "
                        f"{agreed.fixed_on}; contract {agreed.fingerprint}."}  # fmt: skip
    if "harmed" in audited.said:
        said["harm"] = str(agreed.harmed)
    if "decided_by" in audited.said:
        said["decided_by"] = str(agreed.decided_by)
    if of_selection:
        said["evidence"] = " ".join(of_selection.found[:3])
    known = {page: set(questions(page)["key"]) for page in ("model_card", "decision_record")}
    whole = said | given
    extra = {key: value for key, value in given.items() if key not in known["model_card"] | known["decision_record"]}
    rows, missing = [], 0
    for page, make in (("model_card", model_card), ("decision_record", decision_record)):
        mine = {key: value for key, value in whole.items() if key in known[page]} | extra
        missing += len(make(mine, dated=agreed.fixed_on).not_answered)
        for row in questions(page).to_dict("records"):
            told = mine.get(row["key"], NOT_YET)
            told = "; ".join(map(str, told)) if isinstance(told, list | tuple) else str(told)
            rows.append((page.replace("_", " "), row["heading"], row["question"], told))
    table = pd.DataFrame(rows, columns=["document", "heading", "question", "answer"])
    sentences = (
        f"{len(rows) - missing} of {len(rows)} questions of the model card and the decision record are answered from "
        f"the file and what you said; {missing} are {NOT_YET}. All of them are in the workbook.",
    )
    action = (
        f"Have the one who answers for the decision fill in {counted(missing, 'open question')} of the card."
        if missing
        else ""
    )
    return Finding("card", sentences, action, table, sheet="card")


def limits(audited: Audited) -> Shown:
    """List what this report cannot say.

    Parameters
    ----------
    audited : Audited
        From `agree`.

    Returns
    -------
    Shown
    """
    lines = [
        "Whether anybody meant it, and whether it is lawful: that is for people and lawyers. A gap is a question.",
        "Why a gap is there: groups may differ in jobs, times or places. Try one job alone, or a part of the time.",
        "Who never applied, or gave up before the file was written.",
        "Groups that are in no column, and people of whom the group is unknown.",
        "That nothing is shown does not say that there is nothing: look at both ends of each range.",
    ]
    if audited.persons.outcome:
        lines.append("Whether the outcome is itself fair: it was measured by people, too.")
    lines.append("Small counts can tell a reader about a single person. Think before the page is passed on.")
    return show_list(lines)


def decisions(found: Sequence[Finding]) -> Shown:
    """Say what to do first, by harm: at most six things.

    Parameters
    ----------
    found : sequence of Finding
        What was found.

    Returns
    -------
    Shown

    Examples
    --------
    >>> decisions([Finding("card", ("So.",), "Fill in."), Finding("worse off", ("Worse.",), "Look at it.")])
    1. Look at it.
    2. Fill in.
    """
    return first_things(found, weights=WEIGHTS)


def sheets(files: Opened, audited: Audited, found: Sequence[Finding]) -> dict[str, pd.DataFrame]:
    """Make the sheets of the workbook; none holds a row of a single person.

    Parameters
    ----------
    files : Opened
        From `open_file`.
    audited : Audited
        From `agree`.
    found : sequence of Finding
        What was found.

    Returns
    -------
    dict of str to DataFrame
        ``summary``, ``set aside`` (places and reasons only), and the tables.
    """
    lines = [(one.about, " ".join(one.found), one.action) for one in found]
    parts = [files.people.left_out()[["place"]].assign(reason="not read by the intake"), audited.persons.set_aside]
    aside = pd.concat([part for part in parts if len(part)] or parts[1:], ignore_index=True)
    tables = {one.sheet: _all_of(one) for one in found if one.sheet}
    return {
        "summary": pd.DataFrame(lines, columns=["looked at", "found", "what to do"]),
        "set aside": aside[["place", "reason"]],
    } | {sheet: table for sheet, table in tables.items() if table is not None}


def _all_of(one: Finding) -> pd.DataFrame | None:
    return readable(one.whole).round(4) if isinstance(one, Look) and one.whole is not None else one.table
