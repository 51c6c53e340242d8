"""Recognise and mend text that was encoded twice: UTF-8 that a program read as Windows-1252 and saved again."""

import re

import pandas as pd

from millrace.errors import ArgumentError, kind

__all__ = ["encoded_twice", "mend_encoding"]

# Windows-1252 as programs use it: its five unused bytes are control characters.
_BYTE_OF = {bytes([b]).decode("cp1252", "ignore") or chr(b): b for b in range(0x80, 0x100)}
_FOLLOW = "".join(re.escape(c) for c, b in _BYTE_OF.items() if b < 0xC0)
_PAIR = re.compile(f"[Â-ß][{_FOLLOW}]|[à-ï][{_FOLLOW}]{{2}}|[ð-ô][{_FOLLOW}]{{3}}")
# The same in UTF-8, less strictly and much faster: most files have no such bytes.
_PERHAPS = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|[\xc5\xc6\xcb][\x80-\xbf]|\xe2[\x80-\x84])")
# Letters of Europe, punctuation and currencies, East Asian text, emoji; "É®" is no letter of phonetics.
_LIKELY = re.compile(
    "[\u00a0-\u017f\u0370-\u045f\u2010-\u2044\u20a0-\u20bf\u2122\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef\U0001f300-\U0001faff]"
)


def encoded_twice(data: bytes) -> tuple[list[int], str, str]:
    r"""List the lines of a text in which characters were encoded twice.

    Parameters
    ----------
    data : bytes
        Text in UTF-8.

    Returns
    -------
    list of int, str, str
        Lines from 1; a word of the first as it is, and as it was meant.

    Examples
    --------
    >>> encoded_twice("name\nMÃ¼ller GmbH".encode())
    ([2], 'MÃ¼ller', 'Müller')
    """
    if not _PERHAPS.search(data):
        return [], "", ""
    lines, word = [], ""
    for number, line in enumerate(data.split(b"\n"), start=1):
        text = "" if line.isascii() else line.decode("utf-8", "replace")
        if text and _mended(text) != text:
            lines.append(number)
            word = word or next((w for w in re.findall(r"[^\s,;|\"]+", text) if _mended(w) != w), "")
    return lines, word[:40], _mended(word[:40])


def mend_encoding(table: pd.DataFrame) -> pd.DataFrame:
    """Mend cells of text, and names of columns, that were encoded twice, such as "MÃ¼ller" for "Müller".

    Only what becomes a likely character is changed; a character that was damaged on the way is left as it is.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table; `inspect` tells whether a file needs it.

    Returns
    -------
    pandas.DataFrame
        A copy with the same rows, columns and types.

    Raises
    ------
    ArgumentError
        When it is no table.

    Examples
    --------
    >>> mend_encoding(pd.DataFrame({"name": ["MÃ¼ller", "Ng"], "price": ["â‚¬ 5", "Â£ 4"]}))
         name price
    0  Müller   € 5
    1      Ng   £ 4
    """
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(f"table is {kind(table)}. Expected: a table. Read the file with read_table.")
    mended = table.copy()
    for i, dtype in enumerate(table.dtypes):
        if pd.api.types.is_string_dtype(dtype) or pd.api.types.is_object_dtype(dtype):
            column = table.iloc[:, i]
            mended.isetitem(i, column.map(_cell, na_action="ignore").astype(dtype).array)
    mended.columns = table.columns.map(_cell) if len(table.columns) else table.columns
    return mended


def _cell(cell: object) -> object:
    return _mended(cell) if isinstance(cell, str) else cell


def _mended(text: str) -> str:
    return text if text.isascii() else _PAIR.sub(_meant, text)


def _meant(found: re.Match) -> str:
    try:
        meant = bytes(_BYTE_OF[c] for c in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return meant if _LIKELY.fullmatch(meant) else found[0]
