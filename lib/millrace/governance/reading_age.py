"""At which age most people can read a text."""

import re

__all__ = ["reading_age"]

YEARS_BEFORE_SCHOOL = 5


def reading_age(words: str) -> float:
    """Say at which age most people can read a text of whole sentences, in English.

    Parameters
    ----------
    words : str
        Plain text.

    Returns
    -------
    float
        Years; 0 when there is no sentence.

    Notes
    -----
    Coleman and Liau (1975), A computer readability formula designed for machine scoring, Journal of Applied Psychology
    60: the grade in school from letters and sentences per 100 words. The age is five years more. It counts letters, not
    sense: a text may be easy to read and say nothing.

    Examples
    --------
    >>> reading_age("Look at the line. Where does it wait?")
    2.4
    """
    sentences = [one for one in re.split(r"(?<=[.!?:])\s+|\n+", words) if len(_words(one)) > 1]
    held = [word for one in sentences for word in _words(one)]
    if not held:
        return 0.0
    grade = (5.88 * sum(map(len, held)) - 29.6 * len(sentences)) / len(held) - 15.8
    return round(max(grade + YEARS_BEFORE_SCHOOL, 0.0), 1)


def _words(sentence: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", sentence)
