"""Texts in one plain form for searching, with the way back to the places in the text as written."""

import re
import unicodedata
from functools import cache

__all__ = ["Folded", "fold"]

# Marks that are left out: Arabic vowel signs and stretching, joiners, directions, soft hyphens, and accents set apart.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_ALIKE = {
    **dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ی": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و", "ک": "ك",
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"), **dict.fromkeys("’‘`´", "'"), "。": ".", "｡": ".", "，": ",",
    "：": ":", "；": ";",
    "（": "(", "）": ")", "【": "[", "】": "]", "ß": "s", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
}  # fmt: skip


@cache
def _table() -> dict[int, str]:
    """Map single characters to single plain ones: digits of all scripts, full width, accents."""
    made = {}
    for code in [*range(0x80, 0x3100), *range(0xFB50, 0xFFF0)]:
        char = chr(code)
        if unicodedata.category(char) == "Nd":
            made[code] = str(unicodedata.digit(char))
        elif unicodedata.category(char) == "Zs":
            made[code] = " "
        elif len(plain := unicodedata.normalize("NFKD", char)) == 1 or code < 0x250 or 0x1E00 <= code < 0x1F00:
            made[code] = plain[0] if plain else char
    return made | {ord(char): plain for char, plain in _ALIKE.items()}


class Folded:
    """A text in plain form.

    Parameters
    ----------
    text : str
        The text as written.

    Examples
    --------
    >>> made = Folded("١٣٩ é")
    >>> made.text, made.span(0, 3)
    ('139 e', (0, 3))
    """

    __slots__ = ("_places", "lower", "text")

    def __init__(self, text: str) -> None:
        self._places: list[int] | None = None
        if text.isascii():
            self.text = text
        else:
            if _LEFT_OUT.search(text):
                self._places = [at for at, char in enumerate(text) if not _LEFT_OUT.match(char)]
                text = "".join(text[at] for at in self._places)
            self.text = text.translate(_table())
        low = self.text.lower()
        self.lower = low if len(low) == len(self.text) else "".join(c.lower()[:1] for c in self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as written; marks within it are included."""
        if self._places is None:
            return start, end
        return self._places[start], self._places[end - 1] + 1


def fold(text: str) -> str:
    """Return the plain form of a text in small letters.

    Parameters
    ----------
    text : str
        A text.

    Returns
    -------
    str

    Examples
    --------
    >>> fold("Ａ１ José")
    'a1 jose'
    """
    return Folded(text).lower
