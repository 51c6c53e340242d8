"""A line that is readable once it is put otherwise: a known name typed with a blank, two lines typed as one."""

import ast
import re

from millrace.slips.code import parsed, stored_names
from millrace.slips.rule import Rule
from millrace.slips.rules.mends import is_readable, outside_texts
from millrace.slips.stops import Stop
from millrace.slips.words import clipped

__all__ = ["RULES"]

WORDS = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?: +\w+)+")
# Where another line may begin: a name and its equals sign, or the word print.
NEXT = re.compile(r",?\s+(?=(?:[A-Za-z_]\w*\s*=(?!=)|print\s*\())")
SENTENCE = re.compile(r"\s*\w+\s*=\s*([A-Za-z]+(?: [A-Za-z]+){3,})[.!]?")
FEWEST_WORDS = 4
TEXTS = re.compile(r"""("[^"\n]*"|'[^'\n]*')""")


def name_with_a_blank(stop: Stop) -> str | None:
    """Recognise ``to_send = price list`` where there is a ``price_list``, and ``two_dozen = two dozen``."""
    known = {name.lower(): name for name in (*stop.meant(), *stored_names(stop.source))}
    joined: list[str] = []

    def join(found: re.Match[str]) -> str:
        name = known.get("_".join(found.group().split()).lower())
        joined.extend([name] if name else [])
        return name or found.group()

    line = outside_texts(stop.line, lambda code: WORDS.sub(join, code))
    if not joined or not is_readable(stop, line):
        return None
    if _stores_itself(line):
        return (
            f"A name has no spaces, and {joined[0]} is the name on the left already. To the right of = goes what it "
            "shall hold: a number in digits, a calculation, or a text in quotes."
        )
    return f"A name has no spaces. Join it with a low line: {clipped(line.strip(), 110)}"


def _stores_itself(line: str) -> bool:
    one = next(iter(getattr(parsed(line.strip()), "body", [])), None)
    stored = one.targets[0] if isinstance(one, ast.Assign) else None
    value = getattr(one, "value", None)
    return isinstance(stored, ast.Name) and isinstance(value, ast.Name) and stored.id == value.id


def two_lines_in_one(stop: Stop) -> str | None:
    """Recognise ``price = 40 discount = 4`` and ``total = 3 * 48 print(total)``."""
    lines = _lines_of(stop.line.strip())
    indent = stop.line[: len(stop.line) - len(stop.line.lstrip())]
    if len(lines) < 2 or not is_readable(stop, "\n".join(f"{indent}{line}" for line in lines)):
        return None
    return f"{stop.place.capitalize()} holds {len(lines)} lines. Press Enter before: {clipped(lines[1], 90)}"


def _lines_of(line: str) -> list[str]:
    """Take a line apart into several that are readable each; nothing where that is not possible."""
    plain = TEXTS.sub(lambda text: "_" * len(text.group()), line)
    for gap in NEXT.finditer(plain):
        first = line[: gap.start()]
        body = getattr(parsed(first), "body", []) or [ast.Pass()]
        # A name alone is the beginning of one that was typed with a blank.
        stores_or_calls = isinstance(body[0], ast.Assign) or isinstance(getattr(body[0], "value", None), ast.Call)
        if not stores_or_calls:
            continue
        rest = line[gap.end() :]
        following = [rest] if parsed(rest) else _lines_of(rest)
        if following:
            return [first, *following]
    return []


def sentence_for_code(stop: Stop) -> str | None:
    """Recognise ``sold = only wallets without a last day``."""
    found = SENTENCE.fullmatch(stop.line.partition("#")[0].rstrip())
    # "too late or wrong" is two short names, each of which can be a text.
    if not found or max(len(part.split()) for part in re.split(r" or | and ", found.group(1))) < FEWEST_WORDS:
        return None
    return (
        "To the right of = Python needs a line of code, not a sentence. The hints show lines of the kind; a text, if "
        "the task asks for one, goes in quotes."
    )


RULES = [
    Rule(SyntaxError, two_lines_in_one, "limit = 40 other = 4"),
    Rule(SyntaxError, name_with_a_blank, "to_send = price list", before="price_list = 3"),
    Rule(SyntaxError, sentence_for_code, "sold = only wallets without a last day"),
]
