"""Model card, decision record and notice, from answers and data; what nobody answered is listed, never made up."""

from collections.abc import Mapping

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, kind
from millrace.explain.explained import Explained, check_explained
from millrace.governance.asked import QUESTIONS
from millrace.governance.documents import Block, Document, block_of, heading, listed, question, read_day, table, text
from millrace.governance.drifting import Drift

__all__ = ["decision_record", "model_card", "notice"]

OPEN = "Not answered yet"
NO_ADVICE = (
    "This page is a help for people who decide. It is not legal advice, and it does not prove that a law is kept."
)
SENTENCES = {
    "company": "This is a notice of {}.",
    "decision": "We decide {}.",
    "tool": "A computer tool helps us. {}",
    "weight": "{}",
    "inputs": "The tool uses: {}.",
    "not_inputs": "It does not use: {}.",
    "who_decides": "{}",
    "ask": "You can ask why. {}",
    "correct": "You can have wrong data put right. {}",
    "object": "You can ask that a person looks again. {}",
    "contact": "Here you reach us: {}.",
    "kept": "{}",
}


def model_card(
    answers: Mapping[str, object],
    *,
    dated: object,
    audit: pd.DataFrame | None = None,
    explained: Explained | None = None,
    found_drift: Drift | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> Document:
    """Write a model card: what a tool is for, about whom it says something, what was measured, who answers for it.

    Parameters
    ----------
    answers : dict
        By the keys of ``questions("model_card")``: a text or a list. What is missing is listed as not answered yet.
    dated : date or str
        The day that the card carries.
    audit : DataFrame, optional
        A table of rates by group, at most 100 rows.
    explained : Explained, optional
        From `stand_in`: how well it follows the score.
    found_drift : Drift, optional
        From `drift`: what changed.
    tables : dict of str to DataFrame, optional
        More tables by their heading, such as the risk register or the review calendar.

    Returns
    -------
    Document

    Raises
    ------
    ArgumentError
        When an answer has an unknown key or is no text, or a table has rows of single people.

    Notes
    -----
    After Mitchell and others (2019), Model cards for model reporting.

    Examples
    --------
    >>> card = model_card({"tool": "Screening tool 3.0", "owner": "The head of the office"}, dated="2025-12-01")
    >>> len(card.not_answered), card.markdown.splitlines()[0]
    (16, '# Model card: Screening tool 3.0')
    """
    measured = [] if audit is None else [text("By group:"), table(audit)]
    if explained is not None:
        measured += _of_score(check_explained(explained))
    if found_drift is not None:
        measured += _of_drift(found_drift)
    return _page("model_card", "Model card", "tool", answers, dated, {"What was measured": measured}, tables)


def decision_record(
    answers: Mapping[str, object],
    *,
    dated: object,
    audit: pd.DataFrame | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> Document:
    """Write down a decision: what was decided, why, who may still be harmed, who answers, when it is looked at again.

    Parameters
    ----------
    answers : dict
        By the keys of ``questions("decision_record")``: a text or a list. What is missing is listed as not answered.
    dated : date or str
        The day that the record carries.
    audit : DataFrame, optional
        The table that the decision rests on, at most 100 rows.
    tables : dict of str to DataFrame, optional
        More tables by their heading, such as who does what.

    Returns
    -------
    Document

    Raises
    ------
    ArgumentError
        When an answer has an unknown key or is no text, or a table has rows of single people.

    Examples
    --------
    >>> record = decision_record({"decision": "The bar is 55 until the tool is repaired."}, dated="2025-12-01")
    >>> "What else was considered, and why not that?" in record.not_answered
    True
    """
    reasons = [] if audit is None else [text("What it rests on:"), table(audit)]
    return _page("decision_record", "Decision record", None, answers, dated, {"The reasons": reasons}, tables)


def notice(answers: Mapping[str, object], *, dated: object) -> Document:
    """Write a notice to the people concerned: that a tool is used, with which data, who decides, and what they can do.

    Parameters
    ----------
    answers : dict
        By the keys of ``questions("notice")``. What is missing is listed as not answered yet: do not send it so.
    dated : date or str
        The day that the notice carries.

    Returns
    -------
    Document
        Its ``reading_age`` says who can read it; a notice for everybody is below 13.

    Raises
    ------
    ArgumentError
        When an answer has an unknown key or is no text.

    Examples
    --------
    >>> page = notice({"company": "the office", "decision": "whom we ask to an interview"}, dated="2025-12-01")
    >>> "We decide whom we ask to an interview." in page.markdown
    True
    """
    given = _checked("notice", answers)
    blocks, missing = [], []
    for head, asked in QUESTIONS["notice"].items():
        blocks.append(heading(head))
        for key, words in asked.items():
            if key in given:
                blocks.append(text(SENTENCES[key].replace("{}", _in_a_sentence(given[key], SENTENCES[key]))))
            else:
                missing.append(words)
                blocks.append(text(f"[{OPEN}: {words}]"))
    return Document("How we decide", read_day(dated, "dated"), (*_open(missing), *blocks), tuple(missing))


def _in_a_sentence(held: object, sentence: str) -> str:
    words = ", ".join(map(str, held)) if isinstance(held, list | tuple) else str(held).strip()
    return words.rstrip(".") if sentence.endswith("{}.") else words


def _checked(page: str, answers: Mapping[str, object]) -> dict[str, object]:
    """Refuse unknown keys, and leave out answers that say nothing."""
    if not isinstance(answers, Mapping):
        raise ArgumentError(
            f"{kind(answers).capitalize()} was given as the answers. Pairs of key and text were expected. Write them "
            "like {'owner': 'The head of the office'}."
        )
    keys = [key for asked in QUESTIONS[page].values() for key in asked]
    for key in answers:
        if key not in keys:
            raise ArgumentError(
                f"There is no question '{key}' in the {page.replace('_', ' ')}. Expected: {', '.join(keys)}. Correct "
                f"it.{did_you_mean(key, keys)}"
            )
    return {key: held for key, held in answers.items() if _says_something(held)}


def _says_something(held: object) -> bool:
    if held is None or held is ...:
        return False
    if isinstance(held, list | tuple):
        return any(_says_something(one) for one in held)
    return bool(str(held).strip())


def _open(missing: list[str]) -> list[Block]:
    if not missing:
        return []
    return [heading(OPEN), text("Nobody has answered these questions yet. The page is not ready."), listed(missing)]


def _page(
    name: str,
    title: str,
    named: str | None,
    answers: Mapping[str, object],
    dated: object,
    more: Mapping[str, list[Block]],
    tables: Mapping[str, pd.DataFrame] | None,
) -> Document:
    given, missing = _checked(name, answers), []
    blocks: list[Block] = []
    for head, asked in QUESTIONS[name].items():
        blocks.append(heading(head))
        for key, words in asked.items():
            if key not in given:
                missing.append(words)
            blocks.append(question(words))
            blocks.append(block_of(given[key], key) if key in given else text(f"{OPEN}."))
        blocks += more.get(head, [])
    for head, held in (tables or {}).items():
        blocks += [heading(head), table(held)]
    subject = given.get(named) if named else None
    whole = f"{title}: {subject}" if isinstance(subject, str) else title
    return Document(whole, read_day(dated, "dated"), (*_open(missing), *blocks, text(NO_ADVICE)), tuple(missing))


def _of_score(ours: Explained) -> list[Block]:
    if ours.fidelity.empty:
        return [text(f"The score rests on: {', '.join(ours.columns)}.")]
    followed = text(f"A stand-in for the score, made of {', '.join(ours.columns)}: {ours.fidelity['sentence'].item()}")
    return [followed, *([listed(ours.remarks)] if ours.remarks else [])]


def _of_drift(found: Drift) -> list[Block]:
    if not isinstance(found, Drift):
        raise ArgumentError(f"{kind(found).capitalize()} was given as the drift. What drift returns was expected.")
    shown = found.columns[["column", "what", "before", "after", "psi", "psi_by_chance", "verdict"]]
    split = found.split[["part", "change", "low", "high", "verdict"]] if len(found.split) else None
    parts = [text(found.sentence), table(shown), *([] if split is None else [table(split)])]
    return parts + ([listed(found.remarks)] if found.remarks else [])
