"""Lines typed as on paper, mended: words, dates and times without quotes, signs of Excel; what is proposed compiles."""

import ast
import builtins
import contextlib
import io
import re
import tokenize
import unicodedata
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass

from millrace.slips.code import parsed
from millrace.slips.rules.dates import DATE_TYPED, date_in_quotes
from millrace.slips.rules.digits import in_digits
from millrace.slips.rules.pairs import pairs_meant
from millrace.slips.stops import Stop
from millrace.slips.words import clipped

__all__ = ["is_readable", "line_as_on_paper", "outside_texts", "words_in_quotes"]

BEFORE_A_VALUE = {"=", "(", "[", "{", ",", ":", "==", "!=", ">", "<"}
AFTER_A_VALUE = {"", ")", "]", "}", ",", ":", ";", "=", "\n"}
CONSTANTS = {"True", "False", "None", "lambda", "not", "await", "yield"}
TIME = r"\d{1,2}:\d{2}"
STATEMENTS = {"for", "lambda", "import", "def", "class", "return", "from"}
OPERATORS = {"and", "or", "in", "is", "if", "else"}
# What is text, or a note, stays as it is.
TEXTS = re.compile(r"""("[^"\n]*"|'[^'\n]*'|\#[^\n]*)""")


def outside_texts(line: str, change: Callable[[str], str]) -> str:
    """Change a line of code, but nothing in its texts and notes.

    Parameters
    ----------
    line : str
        The code.
    change : function
        From a piece of code to a piece of code.

    Returns
    -------
    str
        The line.

    Examples
    --------
    >>> outside_texts('f(a; "b; c")', lambda code: code.replace(";", ","))
    'f(a, "b; c")'
    """
    pieces = TEXTS.split(line)
    return "".join(piece if place % 2 else change(piece) for place, piece in enumerate(pieces))


def _tokens(line: str) -> list[tokenize.TokenInfo]:
    found: list[tokenize.TokenInfo] = []
    # A bracket that is closed in a later line: what was read so far is all there is in this one.
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        found.extend(one for one in tokenize.generate_tokens(io.StringIO(line).readline) if one.string.strip())
    return found


def words_in_quotes(line: str, *, known: Collection[str] = (), inside: bool = False) -> str:
    """Put quotes around words that stand where a value stands and cannot be names.

    Parameters
    ----------
    line : str
        The code.
    known : collection of str
        The names of the notebook.
    inside : bool
        Whether a bracket is open where the line begins.

    Returns
    -------
    str
        The line.

    Examples
    --------
    >>> words_in_quotes("because = [stitching, edge painting]")
    'because = ["stitching", "edge painting"]'
    >>> words_in_quotes("{faster machine: leave}")
    '{"faster machine": "leave"}'
    """
    tokens = [one for one in _tokens(line.strip()) if one.type != tokenize.COMMENT]
    indent, changes, at = len(line) - len(line.lstrip()), [], 0
    names, depth = [], int(inside)
    while at < len(tokens):
        depth += (tokens[at].string in "([{") - (tokens[at].string in ")]}") if tokens[at].string else 0
        end = _run_of_words(tokens, at)
        before = tokens[at - 1].string if at else "," if inside else ""
        after = tokens[end].string if end < len(tokens) else ""
        if end > at and before in BEFORE_A_VALUE and after in AFTER_A_VALUE and not (after == "=" and before != "{"):
            words = tokens[at:end]
            place = (indent + words[0].start[1], indent + words[-1].end[1])
            if not _are_known(words, known):
                changes.append(place)
            elif not depth and (before, after) != ("", "="):
                names.append(place)
        at = max(end, at + 1)
    # a word among words is a word too, even if a name of the notebook is written like it
    for first, last in sorted([*changes, *names] if changes else [], reverse=True):
        line = f'{line[:first]}"{line[first:last]}"{line[last:]}'
    return line


def _run_of_words(tokens: list[tokenize.TokenInfo], at: int) -> int:
    """Return where a run of words ends that begins here: names, then names and numbers, also with hyphens between."""
    end = at
    while end < len(tokens):
        joined = tokens[end].string in ("-", "/") and end > at and _touch(tokens[end - 1 : end + 2])
        word = tokens[end].type == tokenize.NAME or (tokens[end].type == tokenize.NUMBER and end > at)
        if not (word or joined):
            break
        end += 1
    return end


def _touch(three: list[tokenize.TokenInfo]) -> bool:
    names = len(three) == 3 and three[0].type == three[2].type == tokenize.NAME
    return names and three[0].end == three[1].start and three[1].end == three[2].start


def _are_known(words: list[tokenize.TokenInfo], known: Collection[str]) -> bool:
    names = [one.string for one in words if one.type == tokenize.NAME]
    if len(words) == 1:
        return names[0] in known or names[0] in CONSTANTS or hasattr(builtins, names[0])
    # Between names that are known a comma may be missing, or a sign.
    if (CONSTANTS | STATEMENTS) & set(names) or any(name in known for name in names):
        return True
    # "late or wrong" can be read as two names.
    return OPERATORS & set(names) != set() and parsed(" ".join(names)) is not None


def _times(code: str) -> str:
    return re.sub(rf"(?<![\w:\[]){TIME}(\s*-\s*{TIME})?(?![\w:])", lambda found: f'"{found.group()}"', code)


def _dates(code: str) -> str:
    return DATE_TYPED.sub(lambda found: date_in_quotes(found.group()), code)


def _pairs(line: str) -> str:
    """Put what stands in the last round brackets of a line into curly ones."""
    found = re.fullmatch(r"(.*?\()([^(){}]*:[^(){}]*)(\).*)", line)
    return f"{found.group(1)}{{{found.group(2)}}}{found.group(3)}" if found else line


def _colons(line: str) -> str:
    found = re.fullmatch(r"(.*\{)([^{}]*)(\}.*)", line)
    if not found:
        return line
    return found.group(1) + outside_texts(found.group(2), lambda code: code.replace("=", ":")) + found.group(3)


def _times_sign(code: str) -> str:
    return code if "lambda" in code else re.sub(r"(?<=[\w\])]) [xX] (?=[\w(])", " * ", code)


def _brackets_open(lines: list[str]) -> bool:
    bare = "".join(TEXTS.sub("", line) for line in lines)
    return sum(bare.count(sign) for sign in "([{") > sum(bare.count(sign) for sign in ")]}")


def _narrow(code: str) -> str:
    return "".join(_narrowed(sign) for sign in code)


def _narrowed(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign)
    return plain if not sign.isascii() and plain.isascii() and len(plain) == 1 else sign


def _spaces_in_numbers(code: str) -> str:
    return re.sub(r"(?<![\w.])\d{1,3}(?:[   ]\d{3})+(?![\w])", lambda found: re.sub(r"\s", "", found.group()), code)


# The place of the mend by quotes among the others.
WORDS = 12
ABOUT = re.compile(
    r"=\s*(?:about|around|circa|ca\.?|approximately|roughly|perhaps|maybe|some|~)\s*(?=[\d.]+\s*$)", re.IGNORECASE
)
SIGNS = {"!=<>": "!=", "<>": "!=", "= =": "==", "= >": ">=", "> =": ">=", "< =": "<=", "= <": "<=", "! =": "!="}


def _signs(code: str) -> str:
    found = re.search("|".join(map(re.escape, SIGNS)), code)
    if found and re.match(r"\s*\w+ *= [>=]", code):
        # Of `wait = >5` and `wait = = 5` nobody can say what it was to be.
        return code
    return code.replace(found.group(), SIGNS[found.group()], 1) if found else code


@dataclass(frozen=True)
class Mend:
    """A way to mend a line.

    Parameters
    ----------
    says : str
        What was wrong, in one sentence.
    change : function
        From a line to a line.
    """

    says: str
    change: Callable[[str], str]


def _code(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda line: outside_texts(line, change)


def _mends(stop: Stop) -> list[Mend]:
    inside = _brackets_open(stop.source.splitlines()[: (stop.line_number or 1) - 1])

    def quoted(line: str) -> str:
        return words_in_quotes(line, known=stop.public, inside=inside)

    return [
        Mend("Pairs go in curly brackets, with a colon between the two of each.", pairs_meant),
        Mend("Take the dot before the square bracket out.", _code(lambda code: code.replace(".[", "["))),
        Mend(
            "Between the things in brackets stands a comma, no semicolon.", _code(lambda code: code.replace(";", ","))
        ),
        Mend("Two things are compared by one sign, without a blank in it.", _code(_signs)),
        Mend("A number has no blank in it.", _code(_spaces_in_numbers)),
        Mend("The sign to multiply is *.", _code(_times_sign)),
        Mend("A number is typed in digits.", in_digits),
        Mend("A number stands alone.", _code(lambda code: ABOUT.sub("= ", code))),
        Mend("A date goes in quotes.", _code(_dates)),
        Mend("A time goes in quotes.", _code(_times)),
        Mend("A number does not begin with 0.", _code(lambda code: re.sub(r"(?<![\w.:-])0+(?=[1-9]\d*\b)", "", code))),
        Mend("In curly brackets a colon stands between the two of a pair.", _colons),
        Mend("Python takes words without quotes for names.", quoted),
        Mend("Type signs and digits with an English keyboard.", _code(_narrow)),
        Mend("Pairs with a colon go in curly brackets.", _pairs),
    ]


def line_as_on_paper(stop: Stop) -> str | None:
    """Recognise ``began = 2025-04``, ``bottleneck = edge painting`` and others that are readable once mended.

    Parameters
    ----------
    stop : Stop
        What could not be read.

    Returns
    -------
    str or None
        What was wrong and the line as it should be; None when no mend makes it readable.
    """
    lines = stop.source.splitlines()
    if not stop.line_number or not 0 < stop.line_number <= len(lines) or not stop.line.strip():
        return None
    mends = _mends(stop)
    for mend in mends:
        if is_readable(stop, mended := mend.change(stop.line)):
            return _with_quotes(stop, mend, mended, mends[WORDS])
    line, used = stop.line, list[Mend]()
    for mend in mends:
        if (changed := mend.change(line)) != line:
            line, used = changed, [*used, mend]
    return _said(used, line) if used and is_readable(stop, line) else None


def _with_quotes(stop: Stop, mend: Mend, mended: str, words: Mend) -> str:
    quoted = words.change(mended)
    more = quoted != mended and is_readable(stop, quoted)
    return _said([mend, words], quoted) if more and mend is not words else _said([mend], mended)


def is_readable(stop: Stop, line: str) -> bool:
    """Say whether Python could read a cell if the line at which it stopped were another.

    Parameters
    ----------
    stop : Stop
        What could not be read.
    line : str
        The line that is proposed.

    Returns
    -------
    bool
        False, too, where the line is as it was.
    """
    lines, number = stop.source.splitlines(), stop.line_number or 1
    if line == lines[number - 1]:
        return False
    stopped = _stops_at("\n".join([*lines[: number - 1], line, *lines[number:]]))
    # In a list of several lines the next one may have the same slip.
    return stopped is None or (_brackets_open(lines[: number - 1]) and stopped > number)


def _stops_at(source: str) -> int | None:
    """Return the line at which Python cannot read a cell, or None."""
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(source)
    except (SyntaxError, ValueError) as error:
        return getattr(error, "lineno", None) or 1
    return None


def _said(mends: list[Mend], line: str) -> str:
    # What is said first is what matters most: quotes.
    order = sorted(mends, key=lambda mend: "quotes" not in mend.says)
    return f"{' '.join(mend.says for mend in order[:2])} Write: {clipped(line.strip(), 110)}"
