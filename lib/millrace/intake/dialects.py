"""Find what separates and what quotes the cells of a delimited text file."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from millrace.errors import ArgumentError, counted
from millrace.intake.quoting import Dialect, join_records
from millrace.intake.standard import parse_strictly
from millrace.reading.missing_words import is_missing_word
from millrace.reading.numbers import NUMBER_CELL

__all__ = ["ALIGNED", "find_dialect", "named_dialect", "sample_lines", "sample_records"]

# Columns that are lined up with spaces: two or more of them between cells, or any number.
ALIGNED = {r" {2,}": re.compile(" {2,}"), r" +": re.compile(" +")}

# In the order in which ties are decided.
_DELIMITERS = (
    ",",
    ";",
    "\t",
    "|",
    "||",
    "::",
    "\x1f",
    "\x01",
    "^",
    "~",
    "\uff0c",
    "\uff1b",
    "、",
    "¦",
    "§",
    ":",
    "#",
    " ",
    "/",
    "*",
)
_UNLIKELY = {" ": 0.4, ":": 0.5, "/": 0.3, "#": 0.5, "*": 0.5, "、": 0.5, "^": 0.9, "~": 0.9, "::": 0.9}
_FIRST, _LATER = 200, 100
_SURE = 0.35
# Of a sample so many cells are looked at, and so many characters of each.
_MOST_CELLS, _LONG_CELL = 3_000, 80

# Here a unit may follow ("12 pcs", "3 M"); in a header such a cell is a name.
_NUMBER = rf"{NUMBER_CELL}[^\W\d_]{{0,3}}"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?|Z|[-+]\d\d:?\d\d)?"
_MOMENT = rf"\d{{1,4}}[-/.年]\d{{1,2}}(?:[-/.月]\d{{1,4}}日?)?(?:[T ]+{_CLOCK})?"
_CODE = r"[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+|[A-Za-z0-9]+(?:[-_./][A-Za-z0-9]+)*"
_TYPED = re.compile(rf"\s*(?:{_MOMENT}|{_CLOCK}|{_NUMBER}|{_CODE})?\s*")
_PLAIN_TEXT = re.compile(r"[^\W\d_][^,;\t|\x1f\x01^~\uff0c\uff1b\"]*")


def named_dialect(delimiter: str, lines: Sequence[str]) -> Dialect:
    """Return the dialect of a delimiter that the caller knows.

    Parameters
    ----------
    delimiter : str
        What separates the cells.
    lines : sequence of str
        Some lines of the file.

    Returns
    -------
    Dialect
        With the quote and the customs that the lines show.

    Raises
    ------
    ArgumentError
        When it is no text.
    """
    if not isinstance(delimiter, str) or not delimiter or "\n" in delimiter or '"' in delimiter:
        raise ArgumentError(
            f"Delimiter {delimiter!r} cannot separate cells. Expected: a character such as ',' or ';' or '\\t'. "
            "Leave the argument out to have it found."
        )
    return _with_customs(Dialect(delimiter, _likely_quote(delimiter, lines)), lines)


def sample_lines(lines: Sequence[str]) -> list[str]:
    """Take the lines on which the decision rests: the first ones, and some from the middle of a long file.

    Parameters
    ----------
    lines : sequence of str
        All lines of the file, or a part of them.

    Returns
    -------
    list of str
        At most 300 lines, and of very long ones only the first few.
    """
    middle = max(_FIRST, len(lines) // 2)
    return [*_few(lines, 0, _FIRST), *_few(lines, middle, middle + _LATER)]


def _few(lines: Sequence[str], first: int, last: int, *, most: int = 100_000) -> list[str]:
    """Take whole lines until they are more than some characters."""
    taken, characters = [], 0
    for i in range(first, min(last, len(lines))):
        taken.append(lines[i])
        characters += len(taken[-1])
        if characters > most:
            break
    return taken


def sample_records(lines: Sequence[str], dialect: Dialect) -> list[Sequence[str]]:
    """Split sampled lines into the cells of records: by the standard if they follow it, otherwise with repairs.

    Parameters
    ----------
    lines : sequence of str
        Some lines of the file.
    dialect : Dialect
        How cells are written in a line.

    Returns
    -------
    list of sequence of str
        The cells of each record.
    """
    text = "\n".join(lines)
    if len(dialect.delimiter.encode()) == 1 and parse_strictly(text.encode("utf-8", "replace"), dialect):
        file, mark, padded = io.StringIO(text, newline=""), dialect.quote, dialect.padded
        with _cells_of_any_length():
            rows = csv.reader(file, delimiter=dialect.delimiter, quotechar=mark, skipinitialspace=padded)
            return [row or [""] for row in rows]
    return [record.cells for record in join_records(lines, dialect)]


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def find_dialect(lines: Sequence[str]) -> tuple[Dialect, str]:
    """Find delimiter and quote: by the standard where the file follows it, or else by how consistent the table is.

    Where quotation marks are used by the standard (RFC 4180) and all rows then have the same number of cells, nothing
    else is tried. Otherwise each delimiter gets a pattern score (rows of equal length, longer rows count more) times a
    type score (the share of cells that look like one value), after van den Burg, Nazábal and Sutton, "Wrangling messy
    CSV files by detecting row and type patterns", Data Mining and Knowledge Discovery 33 (2019).

    Parameters
    ----------
    lines : sequence of str
        Lines of the file, without their ends.

    Returns
    -------
    Dialect, str
        The dialect, and the evidence in words.

    Examples
    --------
    >>> find_dialect(["sku;price", "BG-1;12,50", "BG-2;8,00"])[0].delimiter
    ';'
    """
    if standard := _standard_dialect(_few(lines, 0, len(lines))):
        return standard
    lines = [line for line in sample_lines(lines) if line.strip()]
    scored = {}
    for delimiter in _DELIMITERS:
        if any(delimiter in line for line in lines):
            dialect = _with_customs(Dialect(delimiter, _likely_quote(delimiter, lines)), lines)
            scored[dialect] = _score(lines, dialect) * _UNLIKELY.get(delimiter, 1)
    best = max(scored, key=lambda dialect: scored[dialect], default=None)
    score = 0.0 if best is None else scored[best]
    if best is None or best.delimiter == " " or score < _SURE:
        return _aligned_or(best, score, lines)
    return best, _evidence(lines, best)


def _standard_dialect(lines: Sequence[str]) -> tuple[Dialect, str] | None:
    text = "\n".join(lines).rstrip("\n")
    if text.count('"') % 2:
        # The sample ends inside a cell: leave out the line in which that cell begins.
        text = text[: max(text.rfind("\n", 0, text.rfind('"')), 0)]
    for delimiter in ",;\t|":
        dialect = Dialect(delimiter)
        found = parse_strictly(text.encode("utf-8", "replace"), dialect) if text else None
        if found and found.marks and found.is_equal:
            rows = counted(int(found.filled.sum()), "row")
            return dialect, f"each of the first {rows} has {found.cells[0]} cells, and every quotation mark its place"
    return None


def _aligned_or(best: Dialect | None, score: float, lines: Sequence[str]) -> tuple[Dialect, str]:
    """Prefer columns lined up with spaces, if they give a better table than any single character."""
    runs = sum("  " in line.strip(" ") for line in lines)
    for delimiter, spaces in ALIGNED.items() if runs >= 0.6 * len(lines) else ():
        split = [spaces.sub("\x1f", line.strip(" ")) for line in lines if '"' not in line]
        aligned = _score(split, Dialect("\x1f")) if len(split) > 2 else 0
        if aligned > max(1.2 * score, 0.3):
            return Dialect(delimiter), "cells are lined up with spaces"
    if best is None or score < 0.05:
        return Dialect(",", '"'), "no character separates the lines into cells; the table has one column"
    return best, _evidence(lines, best)


def _score(lines: Sequence[str], dialect: Dialect) -> float:
    rows = sample_records(lines, dialect)
    lengths = Counter(len(cells) for cells in rows)
    pattern = sum(n * n * (length - 1) / length for length, n in lengths.items()) / len(rows) ** 2
    wide = max((length for length in lengths if length > 1), key=lambda k: (lengths[k] * (k - 1), k), default=0)
    if not wide:
        return 0.0
    cells = [cell for cells in rows if len(cells) == wide for cell in cells]
    cells = [cell[:_LONG_CELL] for cell in cells[:: 1 + len(cells) // _MOST_CELLS]]
    return pattern**0.5 * (sum(map(_likeness, cells)) / len(cells)) ** 2


def _likeness(cell: str) -> float:
    if _TYPED.fullmatch(cell) or is_missing_word(cell):
        return 1.0
    return 0.9 if _PLAIN_TEXT.fullmatch(cell.strip()) else 0.3


def _likely_quote(delimiter: str, lines: Sequence[str]) -> str:
    """Return the mark that is more often at the edge of a cell than inside one."""
    double, single = (_pairs(mark, delimiter, lines) for mark in "\"'")
    return "'" if single > 2 * double else '"'


def _pairs(mark: str, delimiter: str, lines: Sequence[str]) -> int:
    edge = re.escape(delimiter)
    pair = re.compile(f"(?:^|{edge}) ?{mark}[^{mark}]*+(?:{mark}{mark}[^{mark}]*+)*+{mark}(?=$|{edge})")
    return sum(len(pair.findall(line)) for line in lines if mark in line)


def _with_customs(dialect: Dialect, lines: Sequence[str]) -> Dialect:
    spaced = sum(line.count(dialect.delimiter + " ") for line in lines)
    padded = dialect.delimiter != " " and spaced > 0.8 * sum(line.count(dialect.delimiter) for line in lines)
    return Dialect(dialect.delimiter, dialect.quote, _has_backslash(dialect, lines), padded)


def _has_backslash(dialect: Dialect, lines: Sequence[str]) -> bool:
    protected = "\\" + dialect.quote
    inside = re.compile(re.escape(protected) + rf"(?!\s*(?:{re.escape(dialect.delimiter)}|$))")
    return any(protected in line and inside.search(line) for line in lines)


def _evidence(lines: Sequence[str], dialect: Dialect) -> str:
    lengths = Counter(map(len, sample_records(lines, dialect)))
    width, n = max(((k, n) for k, n in lengths.items() if k > 1), key=lambda kn: kn[1] * (kn[0] - 1))
    return f"it splits {n} of {sum(lengths.values())} sampled rows into {width} cells"
