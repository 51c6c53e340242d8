"""Warnings in plain words: neither the place of a file of ours nor a line of code stands around them."""

import warnings
from collections.abc import Callable

from millrace.errors import wrapped

__all__ = ["in_plain_words", "speak_plainly"]


def in_plain_words(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    r"""Write a warning as a notebook shows it.

    Parameters
    ----------
    message : Warning or str
        What is said.
    category : type of warning
        Its kind; of the libraries' own kinds the name is kept, by which they can be looked up.
    filename, lineno, line
        Where it was said: in a notebook a file that nobody knows.

    Returns
    -------
    str
        Its sentences.

    Examples
    --------
    >>> in_plain_words("2 missing cells become 0.", UserWarning, "/tmp/ipykernel_7/12.py", 1)
    'Careful: 2 missing cells become 0.\n'
    """
    ours = category is UserWarning or category.__module__.startswith("millrace")
    return wrapped(f"{'Careful' if ours else category.__name__}: {message}") + "\n"


def speak_plainly() -> Callable[[], None]:
    """Show warnings in plain words from now on.

    Returns
    -------
    function
        Call it to show them as before.

    Examples
    --------
    >>> as_before = speak_plainly()
    >>> as_before()
    """
    usual = warnings.formatwarning
    warnings.formatwarning = in_plain_words

    def as_before() -> None:
        if warnings.formatwarning is in_plain_words:
            warnings.formatwarning = usual

    return as_before
