"""Numbers written as words: ``three``, ``twenty four``."""

import re

__all__ = ["NUMBER_WORDS", "in_digits"]

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: number for number, word in enumerate([*ONES.split(), "eighteen", "nineteen"])}
LARGE = {word: 10 * number for number, word in enumerate(TENS.split(), 2)}
NUMBER_WORDS = SMALL | LARGE
WORD = re.compile(
    rf"(?<==)(\s*)(?:({'|'.join(LARGE)})[ -]({'|'.join(list(SMALL)[1:10])})|({'|'.join(NUMBER_WORDS)}))\s*$",
    re.IGNORECASE,
)


def in_digits(line: str) -> str:
    """Write a number in digits that stands as a word at the end of a line, after an equals sign.

    Parameters
    ----------
    line : str
        The code.

    Returns
    -------
    str
        The line.

    Examples
    --------
    >>> in_digits("waited = twenty four"), in_digits("waited = three"), in_digits("waited = long")
    ('waited = 24', 'waited = 3', 'waited = long')
    """

    def digits(found: re.Match[str]) -> str:
        blank, tens, ones, alone = found.groups()
        number = NUMBER_WORDS[alone.lower()] if alone else LARGE[tens.lower()] + SMALL[ones.lower()]
        return f"{blank}{number}"

    return WORD.sub(digits, line)
