"""How slips are worded: near words, short lists, and what a thing is called by people who do not program."""

from collections.abc import Iterable

from millrace.errors import kind, nearest

__all__ = ["begins", "clipped", "kind", "listed", "nearest"]


def listed(words: Iterable[object], *, room: int = 110) -> str:
    """Write as many words as fit, and say how many more there are.

    Parameters
    ----------
    words : iterable
        What to list, in order.
    room : int
        How many signs there are for it.

    Returns
    -------
    str
        The words with commas between.

    Examples
    --------
    >>> listed(["date", "customer", "pieces"], room=16)
    'date, customer and 1 more'
    """
    texts = [clipped(str(word), 40) for word in words]
    shown = list(texts)
    while len(shown) > 1 and len(", ".join(shown)) > room:
        shown.pop()
    rest = len(texts) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def clipped(text: str, room: int = 60) -> str:
    """Shorten a text to one line.

    Parameters
    ----------
    text : str
        The text.
    room : int
        How many signs it may have.

    Returns
    -------
    str
        The text, with three dots where the end is missing.

    Examples
    --------
    >>> clipped("orders_2023 = intake.read_table()", 14)
    'orders_2023...'
    """
    line = " ".join(text.split())
    return line if len(line) <= room else f"{line[: room - 3].rstrip()}..."


def begins(cell: str) -> str:
    r"""Return the words by which a reader finds a cell.

    Parameters
    ----------
    cell : str
        Its code.

    Returns
    -------
    str
        Its first line that is not empty, shortened.

    Examples
    --------
    >>> begins("import pandas as pd\nimport numpy as np")
    'import pandas as pd'
    """
    return clipped(next((line for line in cell.splitlines() if line.strip()), ""), 50)
