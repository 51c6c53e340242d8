"""Values of the wrong kind: text and numbers mixed, dates that cannot be, zero, places beyond the end."""

import ast
import re
from typing import Any

from millrace.errors import KINDS, counted
from millrace.slips.rule import Rule
from millrace.slips.rules.tables import AFTER_DOTS
from millrace.slips.stops import Stop, is_table
from millrace.slips.words import clipped

__all__ = ["RULES"]

NOT_REDUCED = r"Cannot perform reduction|does not support (reduction|operation)"
NO_DATE = re.compile(
    "month must be in|day is out of range|does not match format|doesn't match format|not likely a "
    "datetime|datetime string"
    "|Out of bounds"
)

NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
# One number, whole or with decimals, perhaps a currency before it and a unit behind; no date.
QUANTITY = re.compile(r"[^\d]*\d+(?:[., ']\d{3})*(?:[.,]\d+)?[^\d]*")
_OF_A_LIST = "Numbers in quotes are text, and cannot be calculated with: take the quotes off."


def text_and_number(stop: Stop) -> str | None:
    """Recognise ``"Pieces: " + 5``, ``orders["clerk"] + 1``, ``orders["Amount"] > 5`` with amounts as text."""
    joined = re.search(
        r"can only concatenate str|unsupported operand type|ufunc '|not supported for dtype", stop.message
    )
    compared = re.search(r"not supported between|Invalid comparison", stop.message)
    kinds = set(re.findall(r"\bstr\b|<U\d+|\bStringArray\b|datetime64|Timestamp|datetime\.date", stop.message))
    if not (joined or compared) or not kinds:
        return None
    if kinds & {"datetime64", "Timestamp", "datetime.date"}:
        return 'A date is compared with something that is no date. Write it as pd.Timestamp("2025-03-05"), year first.'
    if isinstance(stop.node, ast.BinOp) and _is_text(stop.node.left):
        return "Text and a number cannot be added up. To show both, write a comma between: print(text, number)."
    doing = "compared" if compared else "added or subtracted"
    return (
        f"Text and numbers cannot be {doing}. Quotes make a number text; a column of text becomes numbers "
        "by pd.to_numeric(...)."
    )


def column_of_text(stop: Stop) -> str | None:
    """Recognise ``mine["Quantity"] * mine["Price"]`` where quantities are text such as "6 pcs"."""
    if not isinstance(stop.node, ast.BinOp):
        return None
    for side in (stop.node.left, stop.node.right):
        held: Any = stop.value_of(side)
        texts = [value for value in held if isinstance(value, str)] if hasattr(held, "dtype") else []
        if sum(bool(QUANTITY.fullmatch(text.strip())) for text in texts) <= len(texts) / 2:
            continue
        code = stop.text(side)
        plain = all(NUMBER.fullmatch(text.strip()) for text in texts)
        mend = f"pd.to_numeric({code})" if plain else f'cleaning.parse_quantity({code})["quantity"]'
        reads = "Make numbers of it first" if plain else "Make numbers of it first, if they are quantities"
        return (
            f"{clipped(code, 40)} holds text, for example {clipped(repr(texts[0]), 25)}. {reads}: {clipped(mend, 75)}"
        )
    return None


def list_in_quotes(stop: Stop) -> str | None:
    """Recognise ``sum(["2", "3", "5"])``: the numbers of a list are text."""
    if not re.search(r"\bstr\b|can't multiply sequence", stop.message):
        return None
    statement = stop.statement or ast.Module([], [])
    typed = {stop.text(node): node.elts for node in ast.walk(statement) if isinstance(node, ast.List | ast.Tuple)}
    for code, parts in typed.items():
        numbers = _plain_numbers([getattr(part, "value", None) for part in parts])
        if numbers:
            return f"{_OF_A_LIST} Write [{clipped(numbers, 60)}], not {clipped(code, 40)}."
    for name in sorted(stop.words()):
        held = stop.public.get(name)
        numbers = _plain_numbers(list(held)) if isinstance(held, list | tuple) else ""
        if numbers:
            return f"{_OF_A_LIST} Where {name} is made, write {name} = [{clipped(numbers, 60)}]"
    return None


def _plain_numbers(values: list[Any]) -> str:
    """Return numbers in quotes without their quotes; nothing where one of the values is anything else."""
    texts = [value.strip() for value in values if isinstance(value, str)]
    whole = bool(texts) and len(texts) == len(values)
    return ", ".join(texts) if whole and all(NUMBER.fullmatch(text) for text in texts) else ""


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def unlike_things(stop: Stop) -> str | None:
    """Recognise ``orders["pieces"] * rates``."""
    found = re.search(r"unsupported operand type\(s\) for [^:]+: '(\w+)' and '(\w+)'", stop.message)
    if not found:
        return None
    one, other = (
        KINDS.get(word, "a number" if word.startswith(("int", "float")) else "something else")
        for word in found.groups()
    )
    more = (
        ' Take one entry of it, as in rates["USD"].'
        if "dict" in found.groups()
        else " Take one column, or one number, on each side."
    )
    return f"Python cannot calculate with {one} and {other}.{more}"


def _table_in(stop: Stop) -> str:
    """Say that a whole table was calculated with, and which of its columns of numbers could be meant."""
    sides = [stop.node.left, stop.node.right] if isinstance(stop.node, ast.BinOp) else []
    for side in sides:
        table: Any = stop.value_of(side)
        if is_table(table):
            numbers = [column for column in table.select_dtypes("number") if isinstance(column, str)]
            which = f': {stop.text(side)}["{numbers[0]}"]' if len(numbers) == 1 else ""
            return f"{stop.text(side)} is a whole table. Calculate with one of its columns of numbers{which}."
    return ""


def sum_of_dates(stop: Stop) -> str | None:
    """Recognise ``lines["shipped"].sum()``, ``lines["shipped"] + lines["promised"]``."""
    if not re.search(r"DatetimeArray|datetime64", stop.message):
        return None
    if not re.search(
        f"{NOT_REDUCED}|cannot add|cannot perform|cannot multiply|cannot divide|unsupported", stop.message
    ):
        return None
    whole = _table_in(stop)
    if whole:
        return whole
    call = stop.node.func if isinstance(stop.node, ast.Call) else None
    column = call.value if isinstance(call, ast.Attribute) else None
    if is_table(stop.value_of(column)):
        return f"Some columns of {stop.text(column)} hold dates, which cannot be added up. Take one column of numbers."  # type: ignore[arg-type]  # not None
    return (
        "These are dates: they cannot be added up or multiplied. .min() and .max() give the first and the last; one "
        "column of dates minus another gives the time between."
    )


def sum_of_text(stop: Stop) -> str | None:
    """Recognise ``orders["clerk"].mean()``."""
    if not re.search(rf"{NOT_REDUCED}|Could not convert", stop.message):
        return None
    call = stop.node.func if isinstance(stop.node, ast.Call) else None
    column = call.value if isinstance(call, ast.Attribute) else None
    if is_table(stop.value_of(column)):
        return f"Some columns of {stop.text(column)} hold text, which has no such number. Take one column of numbers."  # type: ignore[arg-type]  # not None
    return (
        "This column holds text, so it cannot be added up or averaged. Turn it into numbers first: pd.to_numeric(...)."
    )


def power_of_excel(stop: Stop) -> str | None:
    """Recognise ``5 ^ 3.0``."""
    if not isinstance(stop.node, ast.BinOp) or not isinstance(stop.node.op, ast.BitXor):
        return None
    return f"In Python the sign for a power is **: write {stop.text(stop.node.left)} ** {stop.text(stop.node.right)}"


def text_as_number(stop: Stop) -> str | None:
    """Recognise ``float("1,800")``, ``orders["Amount"].astype(float)``."""
    found = re.search(
        r"could not convert string to float: (.+)|invalid literal for int\(\)[^:]*: (.+)|Unable to parse string (\S+)",
        stop.message,
    )
    if not found:
        return None
    text = clipped(next(filter(None, found.groups())), 40)
    return (
        f"{text} cannot be read as a number. For amounts with signs or units use cleaning.parse_money or "
        "cleaning.parse_quantity."
    )


def gap_as_number(stop: Stop) -> str | None:
    """Recognise whole numbers of a column with gaps."""
    if not re.search(r"cannot convert (float )?NaN|Cannot convert non-finite|NAType", stop.message):
        return None
    return (
        "There are gaps in the values, and a gap is no whole number. Decide what to do with the gaps "
        "first, for example by .dropna()."
    )


def no_date(stop: Stop) -> str | None:
    """Recognise ``pd.Timestamp("2024-02-30")``."""
    if not NO_DATE.search(stop.message):
        return None
    typed = re.search(r"(?:month: |parse: |date string |time data )[\"']?([^\"']{1,30})", stop.message)
    what = f"{typed.group(1).split(',')[0].strip()} is" if typed else "This is"
    return (
        f"{what} no date that the calendar knows. Write year-month-day, like 2025-03-05; for a column use "
        "cleaning.parse_dates(...)."
    )


def by_zero(stop: Stop) -> str | None:
    """Recognise ``total / 0``."""
    if not isinstance(stop.node, ast.BinOp):
        return None
    divisor = stop.text(stop.node.right)
    named = f"{divisor} is 0" if divisor and not divisor.isdigit() else "What is behind / is 0"
    return f"{named}, and nothing can be divided by 0. Look at the line that makes it."


def beyond_the_end(stop: Stop) -> str | None:
    """Recognise ``names[3]`` of three."""
    held = stop.value_of(stop.node.value) if isinstance(stop.node, ast.Subscript) else None
    if isinstance(stop.node, ast.Subscript) and isinstance(held, list | tuple | str) and held:
        return (
            f"{stop.text(stop.node.value)} has {counted(len(held), 'entry')}. Counting begins at 0, so the last is "
            f"[{len(held) - 1}] or [-1]."
        )
    if not isinstance(stop.node, ast.Subscript):
        return None
    if "invalid index to scalar" in stop.message:
        return (
            "This is one number already: nothing can be taken out of it with [ ]. Leave the last square brackets out."
        )
    return "There are fewer entries than that. Counting begins at 0: the first is [0], the last [-1]."


def stopped_by_hand(stop: Stop) -> str | None:
    """Recognise the stop button."""
    return "You stopped this cell before it was done. Run it again when you like."


RULES = [
    AFTER_DOTS,
    Rule(TypeError, sum_of_dates, "import pandas as pd\npd.Series(pd.to_datetime(['2025-03-05'])).sum()"),
    Rule(TypeError, column_of_text, 'orders["Amount"] / orders["pieces"]'),
    Rule(TypeError, list_in_quotes, 'sum(["2", "3", "5"])'),
    Rule(TypeError, text_and_number, '"Pieces: " + 5'),
    Rule(TypeError, power_of_excel, "5 ^ 3.0"),
    Rule(TypeError, unlike_things, "5 * rates"),
    Rule(TypeError, sum_of_text, 'orders["clerk"].mean()'),
    Rule(ValueError, text_as_number, 'orders["clerk"].astype(float)'),
    Rule((ValueError, TypeError), gap_as_number, 'int(float("nan"))'),
    Rule(ValueError, no_date, 'pd.Timestamp("2024-02-30")'),
    Rule(ZeroDivisionError, by_zero, "share = 5 / 0"),
    Rule(IndexError, beyond_the_end, "names = [1, 2]\nnames[3]"),
    Rule(KeyboardInterrupt, stopped_by_hand, "raise KeyboardInterrupt"),
]
