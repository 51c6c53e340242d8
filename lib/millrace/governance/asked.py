"""What a model card, a decision record and a notice ask, in plain words, under which heading."""

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words

__all__ = ["HEADINGS", "QUESTIONS", "questions"]

MODEL_CARD = {
    "The tool": {
        "tool": "What is the tool called, and which version is it?",
        "maker": "Who made it, and who sold or gave it to us?",
        "since": "Since when do we use it?",
    },
    "What it is for": {
        "purpose": "Which decision does it help with, and how is its answer used?",
        "not_for": "What must it not be used for?",
    },
    "The people concerned": {
        "people": "About whom does it say something, and how many are there per year?",
        "harm": "Who may be harmed, and how: in what they get, in how well it works for them, or in dignity?",
    },
    "The data": {
        "inputs": "Which data about a person go into it?",
        "not_inputs": "Which data do not go into it, and what may stand for them?",
        "source": "Where do the data come from, how old are they, and what is missing?",
    },
    "What was measured": {
        "measures": "What was measured, on whom, when, and by whom?",
        "errors": "Which errors does it make, and for whom more often?",
    },
    "The limits": {"limits": "When is it wrong, and what does nobody know about it?"},
    "Who answers": {
        "owner": "Which role answers for it in our company?",
        "override": "Who may decide against it, and how?",
        "contact": "Where can people ask, complain or correct their data?",
    },
    "How it is watched": {
        "watch": "What is checked, how often, and by which role?",
        "stop": "At which sign do we stop using it?",
    },
}
DECISION_RECORD = {
    "The decision": {
        "decision": "What was decided?",
        "decided_by": "Which role or body decided?",
        "scope": "For whom, from when, and until when does it hold?",
    },
    "The reasons": {
        "evidence": "What was known, from which data, and how sure is it?",
        "reasons": "Why was it decided so?",
        "alternatives": "What else was considered, and why not that?",
    },
    "The people concerned": {
        "harm": "Who may still be harmed, and how: in what they get, in how well it works for them, or in dignity?",
        "mitigation": "What is done against it, and what does that cost whom?",
        "heard": "Who of those concerned was asked, and what did they say?",
    },
    "Who answers": {
        "accountable": "Which one role answers for it?",
        "override": "Who may decide against it in a single case, and who hears of it?",
    },
    "Review": {
        "review_on": "On which day is it looked at again?",
        "would_change": "What would have to be found for it to be changed?",
    },
}
NOTICE = {
    "What this is about": {
        "company": "What is our company called?",
        "decision": "What is decided about people? (goes into: We decide ...)",
    },
    "The tool": {
        "tool": "What does the tool do, in one plain sentence?",
        "weight": "How much does its answer count, and what else counts?",
        "inputs": "Which data does it use?",
        "not_inputs": "Which data does it not use?",
    },
    "Who decides": {
        "who_decides": "Which role decides, and may it decide against the tool?",
    },
    "What you can do": {
        "ask": "How can people ask why it was decided so?",
        "correct": "How can people correct wrong data?",
        "object": "How can people ask for a person to look again, and until when?",
        "contact": "Where can they reach us?",
    },
    "Your data": {
        "kept": "How long are the data kept, and who sees them?",
    },
}
QUESTIONS = {"model_card": MODEL_CARD, "decision_record": DECISION_RECORD, "notice": NOTICE}
HEADINGS = {name: tuple(asked) for name, asked in QUESTIONS.items()}


def questions(page: str) -> pd.DataFrame:
    """List what a document asks, so that a form can be made of it.

    Parameters
    ----------
    page : {"model_card", "decision_record", "notice"}
        Which document.

    Returns
    -------
    DataFrame
        One row per question: ``key`` (its name among the answers), ``heading``, ``question``.

    Raises
    ------
    ArgumentError
        When there is no such document.

    Examples
    --------
    >>> questions("notice")["key"].head(3).tolist()
    ['company', 'decision', 'tool']
    """
    if page not in QUESTIONS:
        raise ArgumentError(
            f"{in_words(page)} was given. One of {', '.join(QUESTIONS)} was expected. Write one of them."
            f"{did_you_mean(page, QUESTIONS)}"
        )
    rows = [(key, head, words) for head, asked in QUESTIONS[page].items() for key, words in asked.items()]
    return pd.DataFrame(rows, columns=["key", "heading", "question"])
