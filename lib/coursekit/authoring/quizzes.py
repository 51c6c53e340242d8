"""Questions between the sections of a lesson, written as text and built into text that opens: no code, no kernel."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from coursekit.faults import Fault, stop_on

__all__ = ["Choice", "Question", "questions", "quiz_text", "shuffled"]

RIGHT, WRONG, REASON = "+", "-", "::"
FIX = "Write the question, then '+ right :: why' and '- wrong :: why', each on a line of its own."
LEAD = "**Your guess first.** Choose, then click your choice: it says why it is right or not."
VERDICTS = {True: "Right.", False: "No."}


@dataclass(frozen=True)
class Choice:
    """One choice of a question, and the reason why it is right or wrong."""

    words: str
    reason: str
    is_right: bool


@dataclass(frozen=True)
class Question:
    """A question with its choices, in the order in which they are shown."""

    words: str
    line: int
    choices: list[Choice] = field(default_factory=list)


def questions(text: str, *, file: str, line: int) -> list[Question]:
    r"""Read questions from text.

    Parameters
    ----------
    text : str
        Each question on lines of its own, then its choices: ``+`` before the right one, ``-`` before each wrong one,
        and the reason behind ``::``. A line that begins with a space continues the line above it.
    file : str
        What to call the file in faults.
    line : int
        Where the text begins in the file, counted from 1.

    Returns
    -------
    list of Question
        As they were written.

    Raises
    ------
    AuthorError
        When a choice has no reason or no question, or a question has not exactly one right choice.

    Examples
    --------
    >>> text = "What is 2 + 2?\n+ 4 :: Two and two make four.\n- 5 :: One too many."
    >>> [asked] = questions(text, file="lesson.md", line=1)
    >>> asked.words, [choice.is_right for choice in asked.choices]
    ('What is 2 + 2?', [True, False])
    """
    asked: list[Question] = []
    for at, words in _whole_lines(text, line):
        if words[0] in RIGHT + WRONG:
            if not asked:
                found = f"'{words}' is a choice before any question."
                stop_on([Fault(file, at, found, "Write its question above it.")])
            asked[-1].choices.append(_choice(words, file, at))
        elif asked and not asked[-1].choices:
            asked[-1] = Question(f"{asked[-1].words} {words}", asked[-1].line)
        else:
            asked.append(Question(words, at))
    stop_on(fault for question in asked for fault in _question_faults(question, file))
    return asked


def _whole_lines(text: str, first: int) -> list[tuple[int, str]]:
    """Join lines that begin with a space to the line above, and leave blank ones out."""
    whole: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=first):
        if line.startswith(" ") and line.strip() and whole:
            whole[-1] = (whole[-1][0], f"{whole[-1][1]} {line.strip()}")
        elif line.strip():
            whole.append((number, line.strip()))
    return whole


def _choice(line: str, file: str, at: int) -> Choice:
    words, _, reason = (part.strip() for part in line[1:].partition(REASON))
    if not words or not reason:
        stop_on([Fault(file, at, f"The choice '{line}' has no reason.", f"Write it behind {REASON}. {FIX}")])
    return Choice(words, reason, line[0] == RIGHT)


def _question_faults(question: Question, file: str) -> Iterator[Fault]:
    right = sum(choice.is_right for choice in question.choices)
    if right != 1 or len(question.choices) < 2:
        found = f"The question '{question.words}' has {right} right choices of {len(question.choices)}."
        yield Fault(file, question.line, found, f"Expected: one right, at least one wrong. {FIX}")


def shuffled(asked: Iterable[Question]) -> list[Question]:
    """Move the choices of questions when the right one is the first of all of them, so that its place says nothing.

    Parameters
    ----------
    asked : iterable of Question
        All questions of a lesson.

    Returns
    -------
    list of Question
        As they were, or each with its choices in an order that depends on its words alone.
    """
    shown = list(asked)
    draws = itertools.count()
    while shown and all(question.choices[0].is_right for question in shown):
        draw = next(draws)
        shown = [replace(question, choices=_drawn(draw, question)) for question in shown]
    return shown


def _drawn(draw: int, question: Question) -> list[Choice]:
    """Return the choices in an order drawn by the words, the same whenever it is built."""
    return sorted(
        question.choices,
        key=lambda choice: hashlib.sha256(f"{draw}\n{question.words}\n{choice.words}".encode()).hexdigest(),
    )


def quiz_text(asked: Iterable[Question]) -> str:
    r"""Write questions as a text cell in which every choice opens and says its reason.

    Parameters
    ----------
    asked : iterable of Question
        The questions of one cell.

    Returns
    -------
    str
        Markdown; what JupyterLab lets through also in notebooks that it does not trust.

    Examples
    --------
    >>> asked = Question("What is `2 + 2`?", 1, [Choice("4", "It is four.", True), Choice("5", "One too many.", False)])
    >>> print(quiz_text([asked]).split("\n\n", 1)[1])
    **What is `2 + 2`?**
    <BLANKLINE>
    <div style="margin-bottom: 1.5em">
    <details><summary>4</summary><b>Right.</b> It is four.</details>
    <details><summary>5</summary><b>No.</b> One too many.</details>
    </div>
    """
    return "\n\n".join([LEAD, *(part for question in asked for part in _question_parts(question))])


def _question_parts(question: Question) -> Iterator[str]:
    yield f"**{question.words}**"
    choices = (
        f"<details><summary>{_as_html(choice.words)}</summary>{_reason(choice)}</details>"
        for choice in question.choices
    )
    yield "\n".join(['<div style="margin-bottom: 1.5em">', *choices, "</div>"])


def _reason(choice: Choice) -> str:
    verdict = VERDICTS[choice.is_right]
    return f"<b>{verdict}</b> {_as_html(choice.reason.removeprefix(verdict).strip())}"


def _as_html(words: str) -> str:
    """Render the marks inside a line, because Markdown inside HTML is not read."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).renderInline(words))
