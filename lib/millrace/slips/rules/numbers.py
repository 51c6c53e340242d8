"""Numbers as Excel shows them: commas for thousands or decimals, a percent sign, a unit."""

import ast
import keyword
import re

from millrace.slips.code import without_strings
from millrace.slips.rule import Rule
from millrace.slips.stops import Stop

__all__ = ["RULES", "mended", "number_in", "typed_with_comma", "with_all_mended"]

# No thousands begin with a nought: 0,189 has a decimal comma.
WITH_COMMAS = re.compile(r"(?<![\w.,\]\[])[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!\w)")
# What Python says when there are two values where one belongs.
TWO_FOR_ONE = re.compile(
    "positional argument|leading zeros|multiple values|tuple|by non-int|expected after dictionary key"
    "|takes exactly one argument|expected at most 1|interpreted as an integer|'out' parameter|base must be"
)
# As on a German or Dutch sheet.
WITH_POINTS = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+,\d+(?![\w,])")
UNIT = re.compile(
    r"(?<![\w.,])(\d[\d.,]*)\s*(CNY|USD|EUR|AED|RMB|yuan|dirhams?|dollars?|pcs|pieces|pairs|doz|dozens?|kg|g|cm|mm|m|dm2"
    r"|days?|d|hours?|hrs?|h|minutes?|mins?|seconds?|weeks?|months?|years?|lines|orders|rows|times|percent|per cent)\b"
)
RANGE = re.compile(r"\d\s*(?:-|–|to)\s*\d")
DECIMAL_COMMA = re.compile(r"(?<![\w.,])(?:0,\d+|\d+,\d{1,2})(?!\w|,\d)")


def number_in(code: str) -> str | None:
    """Find a number typed with commas between thousands, or with a decimal comma.

    Parameters
    ----------
    code : str
        A line of code.

    Returns
    -------
    str or None
        The number as typed.

    Examples
    --------
    >>> number_in("cost=1,800")
    '1,800'
    """
    bare = without_strings(code)
    found = WITH_POINTS.search(bare) or WITH_COMMAS.search(bare) or DECIMAL_COMMA.search(bare)
    return found.group() if found else None


def mended(number: str) -> str:
    """Write such a number as Python does.

    Parameters
    ----------
    number : str
        As `number_in` found it.

    Returns
    -------
    str
        Without commas, with a decimal point.

    Examples
    --------
    >>> mended("1,800"), mended("0,75"), mended("0,189")
    ('1800', '0.75', '0.189')
    """
    if WITH_POINTS.fullmatch(number):
        return number.replace(".", "").replace(",", ".")
    return number.replace(",", "") if WITH_COMMAS.fullmatch(number) else number.replace(",", ".")


def with_all_mended(code: str) -> str | None:
    """Write a calculation with all its numbers as Python does.

    Parameters
    ----------
    code : str
        What was typed.

    Returns
    -------
    str or None
        The same with the numbers mended; None where texts are in it, whose commas belong to them.

    Examples
    --------
    >>> with_all_mended("536,389 / 2,305,319 * 7,15")
    '536389 / 2305319 * 7.15'
    """
    if "'" in code or '"' in code:
        return None
    whole = WITH_POINTS.sub(lambda found: mended(found.group()), code)
    whole = WITH_COMMAS.sub(lambda found: mended(found.group()), whole)
    return DECIMAL_COMMA.sub(lambda found: mended(found.group()), whole)


def _say(number: str) -> str:
    rule = "without commas" if WITH_COMMAS.fullmatch(number) else "with a point, not a comma"
    return f"Numbers are typed {rule}: write {mended(number)}, not {number}."


def number_with_comma(stop: Stop) -> str | None:
    """Recognise ``merged_cost=1,800``: Python reads two values."""
    if not TWO_FOR_ONE.search(stop.message) or "missing" in stop.message:
        return None
    number = number_in(stop.line) or number_in(stop.statement_text)
    return _say(number) if number else None


def stored_with_comma(stop: Stop) -> str | None:
    """Recognise a name that holds two numbers because another line stored one with a comma."""
    if "tuple" not in stop.message and "sequence" not in stop.message:
        return None
    for name in sorted(stop.words()):
        held = stop.names.get(name)
        if typed := typed_with_comma(held):
            return (
                f"{name} holds several numbers, because it was typed with a comma. Type {name} = "
                f"{mended(typed)}, not {typed}."
            )
        for entry, value in held.items() if isinstance(held, dict) else ():
            if typed := typed_with_comma(value):
                return (
                    f"In {name} the entry {entry!r} holds several numbers, because it was typed with a comma. Type "
                    f"{mended(typed)} there, not {typed}."
                )
    return None


def compared_with_comma(stop: Stop) -> str | None:
    """Recognise ``orders[orders["pieces"] > 1,000]`` and ``orders["limit"] = 1,800``: Python reads two things."""
    places = [getattr(stop.node, "slice", None), getattr(stop.statement, "value", None)]
    typed = [number_in(stop.text(place)) for place in places if isinstance(place, ast.Tuple)]
    number = next(filter(None, typed), None)
    return _say(number) if number else None


def typed_with_comma(value: object) -> str | None:
    """Guess what was typed, when a value is what Python makes of a number with a comma.

    Parameters
    ----------
    value : object
        What a name holds.

    Returns
    -------
    str or None
        For example ``"1,800"``; None when it is something else.

    Examples
    --------
    >>> typed_with_comma((1, 800)), typed_with_comma((0, 75)), typed_with_comma((2025, 1, 1))
    ('1,800', '0,75', None)
    """
    if not isinstance(value, tuple) or not all(type(part) is int for part in value) or not 2 <= len(value) <= 4:
        return None
    first, *rest = value
    if first < 1000 and all(part == 0 or 100 <= part < 1000 for part in rest):
        return ",".join([str(first), *(f"{part:03d}" for part in rest)])
    return f"{first},{rest[0]}" if len(rest) == 1 and 0 < rest[0] < 100 else None


def percent_sign(stop: Stop) -> str | None:
    """Recognise ``threshold = 75%``."""
    found = re.search(r"(\d+(?:\.\d+)?)\s*%(?!\s*[\w(])", without_strings(stop.line))
    if not found:
        return None
    return f"Python does not know {found.group()}. Write the share as a number: {float(found.group(1)) / 100:g}."


def number_with_unit(stop: Stop) -> str | None:
    """Recognise ``price = 1800CNY``, ``price = $1800``, ``wait = 10 hours``."""
    bare = without_strings(stop.line)
    found = UNIT.search(bare) or re.search(r"[$€¥£]\s*(\d[\d.]*)()", bare)
    if not found or keyword.iskeyword(found.group(2)) or _is_a_base(found.group()):
        return None
    number, word = found.group(1).rstrip(".,"), found.group(2).lower()
    number = mended(number) if number_in(number) else number
    if word.startswith(("percent", "per cent")):
        return f"Write the share as a number: {float(number) / 100:g}, not {found.group()}."
    if RANGE.search(bare) or len(UNIT.findall(bare)) > 1:
        return "One number is needed here, without a unit. Decide which one, and write it alone."
    return f"A number is typed without its unit: write {number}, not {found.group()}."


def _is_a_base(typed: str) -> bool:
    """Say whether it is a number of Python's own that was typed wrongly, such as ``0x1g``."""
    return bool(re.match(r"0[xob]|\d+[eEjJ]\d*$", typed))


def name_begins_with_digit(stop: Stop) -> str | None:
    """Recognise ``2023_orders = ...``."""
    found = re.match(r"\s*(\d[\d_]*?)_?([A-Za-z]\w*)\s*=", stop.line)
    if not found:
        return None
    return f"A name cannot begin with a digit. Begin with a letter, for example {found.group(2)}_{found.group(1)}"


WRONG_VALUES = (SyntaxError, TypeError, ValueError)
RULES = [
    Rule(WRONG_VALUES, number_with_comma, "cleaning.rule_between(lowest=1,800)"),
    Rule(TypeError, stored_with_comma, "limit = 1,800\nlimit + 1"),
    Rule(Exception, compared_with_comma, 'orders[orders["pieces"] > 1,000]'),
    Rule(SyntaxError, percent_sign, "limit = 75%"),
    Rule(SyntaxError, number_with_unit, "price = 1800 CNY"),
    Rule(SyntaxError, name_begins_with_digit, "2023_orders = 1"),
]


def comma_behind_it(stop: Stop) -> str | None:
    """Recognise a number with a comma that one of our own helpers refused."""
    number = number_in(stop.line) or number_in(stop.statement_text)
    return _say(number) if number else stored_with_comma(stop)
