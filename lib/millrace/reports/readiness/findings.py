"""What the answers say: where the firm stands, where its people see it differently, what they do not know."""

import pandas as pd

from millrace.readiness import Comparison, draw_radar
from millrace.readiness.comparing import FEWEST
from millrace.readiness.questionnaire import LEVELS, question
from millrace.reports.finding import Finding, chart_of, shown_names
from millrace.reports.readiness.opening import Opened

__all__ = ["AXES_TABLE", "check_differences", "check_standing", "check_unknown"]

AXES_TABLE = {
    "axis": "axis",
    "people": "people with a score",
    "score": "middle (0 to 4)",
    "lowest": "lowest",
    "highest": "highest",
    "dont_know": "don't know",
    "open": "open",
    "verdict": "agreement",
}


def check_standing(opened: Opened) -> Finding:
    """Say which axis is weakest, and what comes next.

    Parameters
    ----------
    opened : Opened
        From `open_file`.

    Returns
    -------
    Finding
    """
    whole = opened.together
    alone = len(whole.people) == 1
    said = whole.people[0].sentence if alone else whole.sentences[0]
    step = whole.people[0].next_step if alone else whole.next_step
    table = shown_names(whole.axes, AXES_TABLE)
    return Finding("standing", (said, f"One next step: {step}"), step, table, chart_of(lambda: draw_radar(whole)))


def check_differences(opened: Opened) -> Finding:
    """Say where people see the firm differently, and which question to talk about first.

    Parameters
    ----------
    opened : Opened
        From `open_file`.

    Returns
    -------
    Finding
    """
    whole = opened.together
    if len(whole.people) < FEWEST:
        few = f"Whether people agree cannot be said: it takes {FEWEST} at least, and {len(whole.people)} answered."
        return Finding("differences", (few,))
    said = [sentence for sentence in whole.sentences[1:] if not sentence.startswith("Most do not know")]
    if not whole.talk_first:
        return Finding("differences", (*said, "On no question are two people more than one level apart."))
    first = whole.talk_first[0]
    action = f"Talk together about question {first}, on which you are furthest apart: {question(first).question}"
    return Finding("differences", tuple(said), action, _apart(whole))


def _apart(whole: Comparison) -> pd.DataFrame:
    answers = {str(level): f"say {level}" for level in LEVELS}
    enough = whole.questions[list(answers)].sum(axis=1) >= FEWEST  # as for the question to talk about first
    table = whole.questions[enough].sort_values("apart", ascending=False, kind="stable", na_position="last").head(5)
    names = {"number": "question", "question": "words", **answers, "dont_know": "don't know", "apart": "levels apart"}
    return shown_names(table, names)


def check_unknown(opened: Opened) -> Finding:
    """Say what most people do not know, and which answers are open.

    Parameters
    ----------
    opened : Opened
        From `open_file`.

    Returns
    -------
    Finding
    """
    whole = opened.together
    table = whole.questions
    missing = table[(table["dont_know"] > 0) | (table["open"] > 0)]
    if missing.empty:
        return Finding("unknown", ("Everybody answered every question with a level.",))
    people, most = len(whole.people), whole.unknown_most
    told = [
        f"{int(table['dont_know'].sum())} of {20 * people} answers are “don't know”, {int(table['open'].sum())} are "
        "open. They count as unknown, never as 0."
    ]
    action = ""
    if most:
        told.append("More than half do not know: " + " ".join(f"{n}. {question(n).question}" for n in most))
        action = f"Find out together, since most do not know, question {most[0]}: {question(most[0]).question}"
    shown = missing.sort_values(["dont_know", "open"], ascending=False, kind="stable")
    names = {"number": "question", "question": "words", "dont_know": "don't know", "open": "open"}
    return Finding("unknown", tuple(told), action, shown_names(shown, names))
