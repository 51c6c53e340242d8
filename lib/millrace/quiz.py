"""Questions between the sections of a lesson, written as text and shown with a reason behind every choice."""

from typing import Any

from millrace.errors import MillraceError

__all__ = ["QuizError", "ask", "questions"]

RIGHT, WRONG, REASON = "+", "-", "::"


class QuizError(MillraceError):
    """A question that cannot be asked; ``line`` says where it is, counted from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def ask(text: str) -> None:
    """Show questions in a notebook.

    Parameters
    ----------
    text : str
        The questions, see `questions`.

    Raises
    ------
    QuizError
        When a question cannot be asked.
    """
    from jupyterquiz import display_quiz

    display_quiz(questions(text))


def questions(text: str) -> list[dict[str, Any]]:
    r"""Read questions from text.

    Parameters
    ----------
    text : str
        Each question on lines of its own, then its choices: ``+`` before the right one, ``-`` before each wrong one,
        and the reason behind ``::``. A line that begins with a space continues the line above it.

    Returns
    -------
    list of dict
        In the form that the library jupyterquiz shows: ``question``, ``type``, ``answers``.

    Raises
    ------
    QuizError
        When a choice has no reason or no question, or a question has not exactly one right choice.

    Examples
    --------
    >>> [asked] = questions("What is 2 + 2?\n+ 4 :: Two and two make four.\n- 5 :: One too many.")
    >>> asked["question"], [choice["correct"] for choice in asked["answers"]]
    ('What is 2 + 2?', [True, False])
    """
    asked: list[dict[str, Any]] = []
    places: list[int] = []
    for number, line in _whole_lines(text):
        if line[0] in RIGHT + WRONG:
            if not asked:
                raise QuizError(number, f"'{line}' is a choice before any question. Write its question above it.")
            asked[-1]["answers"].append(_choice(number, line))
        elif asked and not asked[-1]["answers"]:
            asked[-1]["question"] += f" {line}"
        else:
            asked.append({"question": line, "type": "multiple_choice", "answers": []})
            places.append(number)
    for number, question in zip(places, asked, strict=True):
        right = sum(choice["correct"] for choice in question["answers"])
        if right != 1 or len(question["answers"]) < 2:
            raise QuizError(
                number,
                f"The question '{question['question']}' has {right} right choices of {len(question['answers'])}. "
                f"Expected: one right, at least one wrong. Begin the right one with {RIGHT}, the others with {WRONG}.",
            )
    return asked


def _whole_lines(text: str) -> list[tuple[int, str]]:
    """Join lines that begin with a space to the line above, and leave blank ones out."""
    whole: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(" ") and line.strip() and whole:
            whole[-1] = (whole[-1][0], f"{whole[-1][1]} {line.strip()}")
        elif line.strip():
            whole.append((number, line.strip()))
    return whole


def _choice(number: int, line: str) -> dict[str, Any]:
    words, _, reason = (part.strip() for part in line[1:].partition(REASON))
    if not words or not reason:
        raise QuizError(
            number,
            f"The choice '{line}' has no reason. Write it behind {REASON}, for example: - 5 {REASON} One too many.",
        )
    return {"answer": words, "correct": line[0] == RIGHT, "feedback": reason}
