"""Which invoices the text of a payment names."""

import re
from collections import defaultdict

from millrace.reading.texts import tidy

__all__ = ["named_invoices"]

LEAST_SIGNS = 4  # a number of fewer signs is met by chance in any text
MOST_WORDS = 4  # "RE 2025 / 117" is one number in four pieces
_PIECES = re.compile(r"[^\W_]+")


def named_invoices(texts: list[str], numbers: list[str]) -> tuple[list[list[int]], list[list[int]]]:
    """Look up the invoice numbers in the texts of payments, whatever signs are between their parts.

    Parameters
    ----------
    texts : list of str
        One per payment.
    numbers : list of str
        One per invoice.

    Returns
    -------
    whole, part : list of list of int, list of list of int
        Per payment the places of the invoices whose number it holds, and of those of whose number it holds only the
        last digits.

    Examples
    --------
    >>> named_invoices(["Invoice re 2025/0117, thanks", "no. 118"], ["RE-2025-0117", "RE-2025-0118"])
    ([[0], []], [[], [1]])
    """
    whole, endings = _by_number(numbers)
    found, parts = [], []
    for text in texts:
        words = [piece.casefold() for piece in _PIECES.findall(tidy(text))]
        runs = {
            "".join(words[start : start + length]) for start in range(len(words)) for length in range(1, MOST_WORDS + 1)
        }
        named = sorted({place for run in runs & whole.keys() for place in whole[run]})
        found.append(named)
        ends = {word.lstrip("0") for word in words if word.isdigit()}
        weak = {place for end in ends & endings.keys() for place in endings[end]}
        parts.append([] if named else sorted(weak))
    return found, parts


def _by_number(numbers: list[str]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    whole: dict[str, list[int]] = defaultdict(list)
    endings: dict[str, list[int]] = defaultdict(list)
    for place, number in enumerate(numbers):
        pieces = [piece.casefold() for piece in _PIECES.findall(tidy(number))]
        key = "".join(pieces)
        if len(key) >= LEAST_SIGNS and any(map(str.isdigit, key)):
            whole[key].append(place)
        last = re.search(r"\d+$", pieces[-1]) if pieces else None
        if last and last[0].lstrip("0"):
            endings[last[0].lstrip("0")].append(place)
    return dict(whole), dict(endings)
