"""What every helper asks of a survey first: is it one, which wave, which scale, and the points laid out."""

from collections.abc import Iterable, Sequence

import pandas as pd

from millrace.errors import ArgumentError, counted, did_you_mean, in_words
from millrace.surveys.answers import Survey

__all__ = ["check_survey", "check_wave", "points_of", "scale_of"]


def check_survey(made: object) -> None:
    """Refuse what is not made by `survey`.

    Parameters
    ----------
    made : object
        What was given.

    Raises
    ------
    ArgumentError
        When it is something else.

    Examples
    --------
    >>> check_survey(3)
    Traceback (most recent call last):
    ...
    millrace.errors.ArgumentError: 3 was given. A survey was expected. Make one first: surveys.survey(table, ...).
    """
    if not isinstance(made, Survey):
        raise ArgumentError(
            f"{in_words(made).capitalize()} was given. A survey was expected. Make one first: "
            "surveys.survey(table, ...)."
        )


def check_wave(made: Survey, wave: object) -> str:
    """Return the name of a wave, and refuse one that is not there.

    Parameters
    ----------
    made : Survey
        The survey.
    wave : object
        Its name; None where there is only one.

    Returns
    -------
    str

    Raises
    ------
    ArgumentError
        When there is no such wave.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": ["A"], "item": ["load"], "points": [4]})
    >>> check_wave(survey(rows, respondent="who", question="item", answer="points"), None)
    'the survey'
    """
    if wave is None and len(made.waves) == 1:
        return made.waves[0]
    if str(wave) not in made.waves:
        raise ArgumentError(
            f"The wave {in_words(wave)} was asked for. One of {in_words(made.waves)} was expected. Name one of them."
            f"{did_you_mean(wave, made.waves)}"
        )
    return str(wave)


def scale_of(made: Survey, questions: Iterable[str]) -> tuple[float, float]:
    """Return the scale that some questions share.

    Parameters
    ----------
    made : Survey
        The survey.
    questions : list of str
        The questions.

    Returns
    -------
    tuple of float
        Lowest and highest answer, in points.

    Raises
    ------
    ArgumentError
        When a question is not there, or their scales differ.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": ["A"], "item": ["load"], "points": [4]})
    >>> scale_of(survey(rows, respondent="who", question="item", answer="points"), ["load"])
    (1.0, 5.0)
    """
    for name in questions:
        if name not in made.scales:
            raise ArgumentError(
                f"The question {in_words(name)} was asked for. One of {in_words(list(made.scales))} was expected. "
                f"Correct the name.{did_you_mean(name, made.scales)}"
            )
    ends = {made.scales[name] for name in questions}
    if len(ends) != 1:
        raise ArgumentError(
            f"The questions {in_words(list(questions))} have {counted(len(ends), 'scale')}. One scale for all was "
            "expected. Use questions with the same answers."
        )
    return ends.pop()


def points_of(made: Survey, wave: str, questions: Sequence[str]) -> pd.DataFrame:
    """Lay the answers of one wave out: one row per person, one column per question.

    Parameters
    ----------
    made : Survey
        The survey.
    wave : str
        The wave.
    questions : list of str
        The questions.

    Returns
    -------
    DataFrame
        Points; missing where a question was left out.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": ["A", "B"], "item": ["load"] * 2, "points": [4, 2]})
    >>> points_of(survey(rows, respondent="who", question="item", answer="points"), "the survey", ["load"]).shape
    (2, 1)
    """
    rows = made.answers[(made.answers["wave"] == wave) & made.answers["question"].isin(list(questions))]
    return rows.pivot(index="respondent", columns="question", values="points").reindex(columns=list(questions))
