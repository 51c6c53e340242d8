"""Texts that Python cannot read: a quote missing, too many, inside a text, or not a straight one."""

import re
from itertools import zip_longest
from pathlib import PureWindowsPath

from millrace.slips.code import without_strings
from millrace.slips.rule import Rule
from millrace.slips.rules.mends import is_readable
from millrace.slips.stops import Stop
from millrace.slips.words import clipped

__all__ = ["FIRST", "RULES"]

CURLY = "`“”„‟‘’‚‛«»″′＂＇「」『』"
# A place in Windows or on another computer, with or without the name of a file at its end.
PATH = re.compile(r"(?<![\w\[])r?((?:[A-Za-z]:[\\/]|\\\\\w)(?:[^\n,()]*\.[A-Za-z]{3,4}(?!\w)|[^\s,()]*))")
# A text between single quotes with an apostrophe in it, and a text between double quotes with a word in quotes in it.
APOSTROPHE = re.compile(r"""(?<![\w'"])'((?:[^'"\n]|(?<=\w)'(?=\w))*)'(?!\w)""")
WORD_IN_QUOTES = re.compile(r"""(?<![\w"'])"([^"'\n]*"\w[^"'\n]*"[^"'\n]*)"(?![\w"'])""")


def path_without_quotes(stop: Stop) -> str | None:
    r"""Recognise ``file = D:\office\orders.xlsx``."""
    # The note behind it may show how it should be.
    found = PATH.search(stop.line.partition("#")[0])
    if not found or any(quote in stop.line.partition("#")[0] for quote in "\"'"):
        return None
    path = found.group(1).strip()
    return f'The place of a file goes in quotes, with the letter r before them: r"{clipped(path, 110)}"'


def doubled_quotes(stop: Stop) -> str | None:
    r"""Recognise ``r""D:\office\orders.xlsx""``: the path was copied together with its quotes."""
    found = re.search(r"""(?<!["'])(\w?)(["'])\2([^"'\n]+)\2\2(?!["'])""", stop.line)
    if not found:
        return None
    path = found.group(3)
    return f'There are two quotes too many around {clipped(path, 60)}. One pair is enough: r"{clipped(path, 60)}"'


def windows_path(stop: Stop) -> str | None:
    r"""Recognise ``"D:\Umsatz\orders.csv"``."""
    if "unicode error" not in stop.message and "\\" not in stop.line:
        return None
    path = re.search(r"[\"']([A-Za-z]:\\[^\"']*|[^\"']*\\[^\"']*)[\"']?", stop.line)
    if not path:
        return None
    written = PureWindowsPath(path.group(1)).as_posix()
    return f'In Python the backslash \\ has a meaning of its own. Write the path with /: "{clipped(written, 90)}"'


def curly_quotes(stop: Stop) -> str | None:
    """Recognise quotes that Word makes."""
    found = next((sign for sign in without_strings(stop.line) if sign in CURLY), None)
    if not found:
        return None
    return f'The quote {found} in {stop.place} comes from Word or a chat. Type it again here, as a straight quote ".'


def quote_inside(stop: Stop) -> str | None:
    """Recognise ``'it's'`` and ``"the "best" belt"``: the text ends at the quote within it."""
    for inside, outside, pattern in (("'", '"', APOSTROPHE), ('"', "'", WORD_IN_QUOTES)):
        parts = pattern.split(stop.line)  # every second one is the inside of a text
        texts = [f"{outside}{part}{outside}" if inside in part else f"{inside}{part}{inside}" for part in parts[1::2]]
        line = "".join(map("".join, zip_longest(parts[::2], texts, fillvalue="")))
        if line != stop.line and is_readable(stop, line):
            mended = clipped(line.strip(), 90)
            return f"The quote {inside} inside the text ends it. Put {outside} around the text: {mended}"
    return None


def quote_missing(stop: Stop) -> str | None:
    """Recognise ``"orders_2023.csv``."""
    if "unterminated" not in stop.message:
        return None
    both = '"' in stop.line and "'" in stop.line
    same = " Use the same sign at both ends." if both else ""
    return f'A quote is missing in {stop.place}: every text begins and ends with a quote, like "orders.csv".{same}'


# Asked before all others, since a path holds much that looks like another slip.
FIRST = [Rule(SyntaxError, path_without_quotes, "file = D:\\office\\orders.xlsx")]
RULES = [
    Rule(SyntaxError, curly_quotes, "name = “Tao”"),
    Rule(SyntaxError, doubled_quotes, 'file = r""D:\\office\\orders.xlsx""'),
    Rule(SyntaxError, windows_path, 'pd.read_csv("D:\\Umsatz\\orders.csv")'),
    Rule(SyntaxError, quote_inside, "name = 'Tao's'"),
    Rule(SyntaxError, quote_missing, 'samples.path("orders_2023.csv)'),
]
