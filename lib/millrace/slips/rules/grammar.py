"""Lines that Python cannot read: brackets, colons, indentation, signs from Word or another keyboard."""

import ast
import keyword
import re

from millrace.slips.code import without_strings
from millrace.slips.rule import Rule
from millrace.slips.rules.dates import DATE_TYPED, dates_of
from millrace.slips.rules.excel import excel_in_a_line
from millrace.slips.rules.mends import is_readable, line_as_on_paper
from millrace.slips.stops import Stop
from millrace.slips.words import clipped

__all__ = ["RULES"]

WIDE = {
    "，": ",",
    "（": "(",
    "）": ")",
    "：": ":",
    "；": ";",
    "＝": "=",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "。": ".",
    "、": ",",
    "｛": "{",
    "｝": "}",
    "＜": "<",
    "＞": ">",
    "＋": "+",
    "－": "-",
    "＊": "*",
    "／": "/",
    "％": "%",
}
OF_COLUMNS = ("columns", "subset", "by", "on")
ONE_TEXT = r"""(?:"[^"\n]*"|'[^'\n]*')"""
WIDE_NUMBER = re.compile(r"(?<![\w.])[1-9]\d{0,2}(?:，\d{3})+(?!\w)")
SIGNS = {
    "!=<>": "!=",
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "&&": "&",
    "||": "|",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "×": "*",
    "÷": "/",
    "–": "-",
    "—": "-",
    "−": "-",
}


def wide_signs(stop: Stop) -> str | None:
    """Recognise brackets and commas of a Chinese keyboard."""
    bare = without_strings(stop.line)
    found = next((sign for sign in bare if sign in WIDE), None)
    if not found:
        return None
    if number := WIDE_NUMBER.search(bare):
        return f"Numbers are typed without commas: write {number.group().replace('，', '')}, not {number.group()}."
    return (
        f"The sign {found} in {stop.place} is a Chinese one. Switch the keyboard to English and type "
        f"{WIDE[found]} instead."
    )


def sign_of_excel(stop: Stop) -> str | None:
    """Recognise ``<>``, ``=>`` and others."""
    bare = without_strings(stop.line)
    found = next((sign for sign in SIGNS if sign in bare), None)
    return f"Python does not know the sign {found} in {stop.place}. Write {SIGNS[found]} instead." if found else None


def date_of_two_readings(stop: Stop) -> str | None:
    """Recognise ``since = 03/04/2025``."""
    found = DATE_TYPED.search(without_strings(stop.line))
    meant = dates_of(found.group()) if found else []
    if not found or len(meant) < 2:
        return None
    return (
        f'A date goes in quotes, year first; else Python divides. {found.group()} can be "{meant[0]}" or '
        f'"{meant[1]}": write the one that you mean.'
    )


def equals_twice(stop: Stop) -> str | None:
    """Recognise ``worth = =wanted * 40``, typed as in a sheet."""
    found = re.fullmatch(r"\s*(\w+)\s*=\s+=\s*([^=<>].*)", stop.line)
    mended = f"{found.group(1)} = {found.group(2).strip()}" if found else ""
    if not found or not is_readable(stop, mended):
        return None
    return f"The sign = is there twice. To store something, one is enough: {clipped(mended, 110)}"


def nothing_after_equals(stop: Stop) -> str | None:
    """Recognise ``worth =``."""
    found = re.fullmatch(r"\s*([^\W\d]\w*)\s*=\s*(?:#.*)?", stop.line)
    return f"Nothing stands after the = in {stop.place}. Write there what {found.group(1)} is." if found else None


def equals_missing(stop: Stop) -> str | None:
    """Recognise ``worth 144``."""
    found = re.fullmatch(r"\s*([^\W\d]\w*)\s+(\d+(?:\.\d+)?)\s*", stop.line)
    if not found or keyword.iskeyword(found.group(1)) or found.group(1) == "print":
        return None
    return f"The sign = is missing in {stop.place}. To store the number: {found.group(1)} = {found.group(2)}"


def formula(stop: Stop) -> str | None:
    """Recognise ``=SUM(A1:A5)``."""
    if not stop.line.lstrip().startswith("="):
        return None
    return (
        "A line here does not begin with =, as a formula in Excel does. Begin with a name: total = ..., "
        "or leave out the =."
    )


def cells_of_excel(stop: Stop) -> str | None:
    """Recognise ``total = SUM(A1:A5)``."""
    found = re.search(r"\b[A-Z]{1,2}\d+:[A-Z]{1,2}\d+\b", without_strings(stop.line))
    if not found:
        return None
    return (
        f'{found.group()} is a place on an Excel sheet. Here a column has a name: orders["Amount"].sum() adds one up.'
    )


def bracket_open(stop: Stop) -> str | None:
    """Recognise ``len(orders``."""
    found = re.match(r"'(.)' was never closed", _without_hope_of_more(stop))
    if not found:
        return None
    sign = found.group(1)
    closing = {"(": ")", "[": "]", "{": "}"}[sign]
    return f"The bracket {sign} in {stop.place} is never closed. Add {closing} where it ends."


def _without_hope_of_more(stop: Stop) -> str:
    """Return what Python says of the whole cell; asked by a notebook, it may say only that more could follow."""
    if "EOF" not in stop.message and "incomplete input" not in stop.message:
        return stop.message
    try:
        ast.parse(stop.source)
    except SyntaxError as error:
        return error.msg
    return stop.message


def bracket_wrong(stop: Stop) -> str | None:
    """Recognise ``len(orders]`` and ``len(orders))``."""
    odd = re.match(r"closing parenthesis '(.)' does not match opening parenthesis '(.)'", stop.message)
    if odd:
        closing = {"(": ")", "[": "]", "{": "}"}[odd.group(2)]
        return (
            f"In {stop.place} a bracket opens with {odd.group(2)} but closes with {odd.group(1)}. Close it "
            f"with {closing}."
        )
    spare = re.match(r"unmatched '(.)'", stop.message)
    return (
        f"There is one {spare.group(1)} too many in {stop.place}, or its opening bracket is missing." if spare else None
    )


def colon_missing(stop: Stop) -> str | None:
    """Recognise ``if total > 5``."""
    if "expected ':'" not in stop.message:
        return None
    return (
        f"{stop.place.capitalize()} needs a colon : at its end, as every line that begins with if, for, "
        "while, else or def."
    )


def indentation(stop: Stop) -> str | None:
    """Recognise a line that begins with spaces, or should."""
    if "expected an indented block" in stop.message:
        return f"{stop.place.capitalize()} belongs to the line with the colon above it. Begin it with four spaces."
    if "unindent" in stop.message or "inconsistent use of tabs" in stop.message:
        return (
            f"{stop.place.capitalize()} begins with another number of spaces than the lines around it. "
            "Give them the same."
        )
    return f"{stop.place.capitalize()} begins with spaces. Take them away, so that it begins at the left edge."


def equals_or_equal(stop: Stop) -> str | None:
    """Recognise ``if total = 5``, ``orders["a"] = 1`` inside a condition."""
    inside = re.search(r"\(.*\]\s*=\s*[\"\w]", without_strings(stop.line))
    if "'=='" not in stop.message and '"=="' not in stop.message and not inside:
        return None
    left, _, right = stop.line.partition("=")
    if re.search(r"assign to (function call|literal|expression|comparison)", stop.message) and _is_statement(stop.line):
        return _wrong_side(stop, left.strip(), right.strip())
    return f"One sign = stores; to ask whether two things are equal, write two: ==, in {stop.place}."


def _is_statement(line: str) -> bool:
    return not re.match(r"\s*(if|elif|while|for|assert|return)\b", line)


def _wrong_side(stop: Stop, left: str, right: str) -> str:
    if re.fullmatch(r"[A-Za-z]\w*(-\w+)+", left):
        return f"A name has no hyphen: write {left.replace('-', '_')} ="
    if right.isidentifier():
        return f"The name stands on the left of =, what it shall hold on the right: {right} = {clipped(left, 60)}"
    return f"On the left of = in {stop.place} must be a name, such as total. It now has {clipped(left, 60)}."


def space_in_name(stop: Stop) -> str | None:
    """Recognise ``orders 2023 = ...``."""
    known = (words for words in re.findall(r"[A-Za-z_]\w*(?: \w+)+", without_strings(stop.line)))
    joined = next((words for words in known if "_".join(words.split()) in stop.public), None)
    if joined:
        return f"A name has no spaces. Join it with a low line: {'_'.join(joined.split())}"
    found = re.match(r"\s*([A-Za-z_]\w*(?: +\w+)+)\s*=[^=]", stop.line)
    if not found or found.group(1).split()[0] in {
        "if",
        "for",
        "while",
        "import",
        "from",
        "not",
        "def",
        "return",
        "elif",
    }:
        return None
    return f"A name has no spaces. Join it with a low line: {'_'.join(found.group(1).split())} ="


def colon_in_a_pair_missing(stop: Stop) -> str | None:
    """Recognise ``{3 "price", 5 "promise"}``."""
    if not re.search(r"[{,]\s*(?:\w+|\"\")\s+(?:\"\"|\d)[^:]*\}", without_strings(stop.line)):
        return None
    return f'In {stop.place} a colon is missing between the two of a pair. Write pairs like {{"one": "its word"}}.'


def comma_missing(stop: Stop) -> str | None:
    """Recognise ``cleaning.rule_in("currency" currencies)``."""
    side_by_side = re.search(r'""\s+""', without_strings(stop.line))
    if "forgot a comma" not in stop.message and not side_by_side:
        return None
    return (
        f"A comma is missing in {stop.place}, between two of the things in the brackets; or quotes around a text are."
    )


def unnamed_after_named(stop: Stop) -> str | None:
    """Recognise ``f(day_first=True, orders)``."""
    if "positional argument follows" not in stop.message:
        return None
    several = re.search(rf"\b({'|'.join(OF_COLUMNS)})\s*=\s*({ONE_TEXT}(?:\s*,\s*{ONE_TEXT})+)", stop.line)
    if several:
        mended = f"{several.group(1)}=[{several.group(2)}]"
        if is_readable(stop, stop.line.replace(several.group(), mended)):
            return f"Several names of columns go in square brackets: {clipped(mended, 110)}"
    return f"In {stop.place} write what has no name= first in the brackets, and what has a name= after it."


def word_of_python(stop: Stop) -> str | None:
    """Recognise ``class = 3``."""
    found = re.match(
        r"\s*(class|from|import|in|is|not|and|or|if|for|with|as|pass|lambda|global|return|True|False|None)\s*=",
        stop.line,
    )
    return f"{found.group(1)} is a word of Python's own. Choose another name." if found else None


def print_without_brackets(stop: Stop) -> str | None:
    """Recognise ``print total``."""
    found = re.match(r"\s*print\s+(.+)", stop.line)
    return f"print needs round brackets: print({clipped(found.group(1), 60)})" if found else None


def curly_missing(stop: Stop) -> str | None:
    """Recognise ``cleaning.fill_missing(gaps, "customer": "unknown")``."""
    bare = without_strings(stop.line)
    if "{" in bare or not re.search(r'""\s*:', bare):
        return None
    return 'Pairs with a colon go in curly brackets: {"one column": "its choice", "another column": "its choice"}.'


def unit_after_name(stop: Stop) -> str | None:
    """Recognise ``total - other CNY``."""
    found = re.search(r"(?<=[\w\])]) (CNY|USD|EUR|AED|RMB|pcs|yuan)\b", without_strings(stop.line))
    return f"A calculation has no units: leave {found.group(1)} out." if found else None


def helper_without_brackets(stop: Stop) -> str | None:
    """Recognise ``intake.read_table orders_2023.csv``."""
    found = re.match(r"\s*(?:\w+\s*=\s*)?([A-Za-z_]\w*\.[A-Za-z_]\w*)\s+([\w\"'].*)", stop.line)
    if not found or keyword.iskeyword(found.group(2).split()[0]):
        return None
    return (
        f"Round brackets are missing around what {found.group(1)} shall work with: "
        f"{found.group(1)}({clipped(found.group(2), 60)})"
    )


def plain_text(stop: Stop) -> str | None:
    """Recognise ``read the file``."""
    found = re.match(r"\s*[A-Za-z]+(?: [A-Za-z]+){2,}[^=()]*$", stop.line)
    return (
        (f"{stop.place.capitalize()} reads like a note, not like a command. Begin a note with #, or take the line out.")
        if found
        else None
    )


def unreadable_line(stop: Stop) -> str:
    """Recognise any other."""
    return (
        f"Python cannot read {stop.place}. Look there, and at the end of the line above, for a "
        "bracket, a quote or a comma "
        "that is missing or one too many."
    )


RULES = [
    Rule(SyntaxError, wide_signs, "len（orders)"),
    Rule(SyntaxError, bracket_wrong, "len(orders]"),
    Rule(SyntaxError, date_of_two_readings, "since = 03/04/2025"),
    Rule(SyntaxError, equals_twice, "total = =3 * 4"),
    Rule(SyntaxError, nothing_after_equals, "total ="),
    Rule(SyntaxError, equals_missing, "total 144"),
    Rule(SyntaxError, formula, '=orders["pieces"].sum()'),
    Rule(SyntaxError, cells_of_excel, "total = SUM(A1:A5)"),
    Rule(SyntaxError, bracket_open, "total = len(orders"),
    Rule(SyntaxError, colon_missing, "if 3 > 2\n    print(1)"),
    Rule(IndentationError, indentation, "total = 1\n  total = 2"),
    Rule(SyntaxError, sign_of_excel, 'orders["pieces"] <> 3'),
    Rule(SyntaxError, word_of_python, "class = 3"),
    Rule(SyntaxError, print_without_brackets, "print total"),
    Rule(SyntaxError, excel_in_a_line, "IF(total=3, 1, 2) 5"),
    Rule(SyntaxError, line_as_on_paper, "bottleneck = edge painting"),
    Rule(SyntaxError, equals_or_equal, "if limit = 3:\n    print(1)"),
    Rule(SyntaxError, space_in_name, "orders 2023 = 1"),
    Rule(SyntaxError, unnamed_after_named, "cleaning.parse_dates(day_first=True, orders)"),
    Rule(SyntaxError, colon_in_a_pair_missing, 'print({3 "price", 5 "promise"})'),
    Rule(SyntaxError, comma_missing, 'cleaning.rule_in("currency" orders)'),
    Rule(SyntaxError, curly_missing, 'cleaning.fill_missing(orders, "clerk": "unknown")'),
    Rule(SyntaxError, unit_after_name, "total = limit - other CNY"),
    Rule(SyntaxError, helper_without_brackets, "intake.read_table orders_2023.csv"),
    Rule(SyntaxError, plain_text, "read the file of orders"),
    Rule(SyntaxError, unreadable_line, "total = 3 +* 4"),
]
