"""One cell of phone numbers split into its numbers: labels, extensions, two numbers, slashes and dashes."""

import re

from millrace.reading.texts import tidy_each

__all__ = ["digits_lost", "digits_of", "names_country", "pieces_of", "splits_of", "tidy_cell"]

_EXCEL_FLOAT = re.compile(r"(\d)(?:\.(\d+))?e\+?(\d{1,2})|\d{6,}\.0+")
_SEVERAL = re.compile(r"[;,、|\n]|\bor\b|\band\b|\bund\b|\bou\b|或|和|(?<=\d{7}) +(?=\+|1[3-9]\d{9}|0\d{2,3}-)")
_EXTENSION_WORDS = re.compile(
    r"\s*(?:转|轉|分机|分機|内线|ext\.?|extension|poste|durchwahl|-?dw\.?)\s*[:.]?\s*(?=\d{1,6}$)"
)
_LABEL = re.compile(
    r"^(?:tel(?:ephone|efon|\.)?|phone|ph|mob(?:ile)?|mobil|cell|handy|fax|whats ?app|wechat|m|t|p"
    r"|联系电话|电话|手机|座机|传真)"
    r"\s*(?:no\.?|nr\.?|number)?\s*[.:：]?\s*(?=[+(\d])"
)
_SEPARATOR = re.compile(r"\s*(?:/|-+|\s)\s*")


def digits_of(text: str) -> str:
    """Keep the digits of a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str

    Examples
    --------
    >>> digits_of("(0571) 8765")
    '05718765'
    """
    return re.sub(r"\D", "", text)


def tidy_cell(cell: object) -> str:
    r"""Bring one cell to plain characters on one line.

    Parameters
    ----------
    cell : object
        Text, a number or None.

    Returns
    -------
    str

    Examples
    --------
    >>> tidy_cell("１３９ 1234\n138")
    '139 1234;138'
    """
    (text,) = tidy_each(["" if cell is None else str(cell).replace("\n", ";")])
    return text


def pieces_of(text: str) -> list[str]:
    """Split a tidied cell where two numbers certainly part: commas, words, a semicolon, a line.

    Parameters
    ----------
    text : str
        A tidied cell.

    Returns
    -------
    list of str
        The pieces with digits in them, labels such as "Tel:" taken off and extensions written " ext. ".

    Examples
    --------
    >>> pieces_of("Tel: 0571-87654321转801; 139 1234 5678")
    ['0571-87654321 ext. 801', '139 1234 5678']
    """
    pieces = (piece.strip() for piece in _SEVERAL.split(text.lower()) if re.search(r"\d", piece))
    return [_plain_number(_LABEL.sub("", _EXTENSION_WORDS.sub(" ext. ", piece))) for piece in pieces]


def _plain_number(piece: str) -> str:
    return f"{float(piece):.0f}" if _EXCEL_FLOAT.fullmatch(piece) and not digits_lost(piece) else piece


def digits_lost(piece: str) -> bool:
    """Tell whether a number in scientific writing has been rounded: 1.39E+10 stands for 100 million numbers.

    Parameters
    ----------
    piece : str
        One number in lower case.

    Returns
    -------
    bool

    Examples
    --------
    >>> digits_lost("1.39e+10"), digits_lost("1.3912345678e+10")
    (True, False)
    """
    found = _EXCEL_FLOAT.fullmatch(piece)
    return found is not None and found[1] is not None and len(found[2] or "") < int(found[3])


def names_country(piece: str) -> bool:
    """Tell whether a number says itself in which country it is: it begins with + or 00.

    Parameters
    ----------
    piece : str
        One number.

    Returns
    -------
    bool

    Examples
    --------
    >>> names_country("+86 139"), names_country("(0086) 139"), names_country("0571-1")
    (True, True, False)
    """
    return re.match(r"\(?\+|\(?00(?!0)", piece) is not None


def splits_of(piece: str) -> list[tuple[str, str]]:
    """List the places where a slash, a dash or a space could part two numbers of at least seven digits.

    Parameters
    ----------
    piece : str
        What could not be read as one number.

    Returns
    -------
    list of pairs of str

    Examples
    --------
    >>> splits_of("0571-87654321/0571-87654322")
    [('0571-87654321', '0571-87654322')]
    """
    found = ((piece[: cut.start()], piece[cut.end() :]) for cut in _SEPARATOR.finditer(piece))
    return [(left, right) for left, right in found if min(len(digits_of(left)), len(digits_of(right))) >= 7]
