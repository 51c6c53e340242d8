"""Read a percent script (``# %%`` cells) and keep the line on which everything stands."""

import contextlib
import io
import re
import tokenize
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.faults import Fault

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Cell", "cells_of", "read_text", "syntax_faults"]

MARKER = re.compile(r"^#\s*%%(\s|$)")
MAGIC = re.compile(r"^\s*(%%?[A-Za-z]\w*|!\s*\w|\?\w|\w+\?$)")
# What jupytext notes for its own round trips; nothing an author wrote.
OWN_KEYS = {"lines_to_next_cell", "lines_to_end_of_cell_marker"}


@dataclass
class Cell:
    """One cell of a script.

    Parameters
    ----------
    kind : str
        ``"code"``, ``"markdown"`` or ``"raw"``.
    source : str
        Text of the cell without its marker line.
    line : int
        Line of the marker in the file, counted from 1.
    marks : dict
        The ``key=value`` pairs behind the marker.
    """

    kind: str
    source: str
    line: int
    marks: dict[str, Any] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The source, line by line."""
        return self.source.split("\n")

    def line_of(self, index: int) -> int:
        """Line in the file of a line of the source, counted from 0.

        Examples
        --------
        >>> Cell("code", "a = 1", line=10).line_of(0)
        11
        """
        return self.line + 1 + index


def read_text(path: Path, name: str) -> tuple[str, list[Fault]]:
    """Read a source file as UTF-8 text with plain line ends.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What to call it in a fault.

    Returns
    -------
    tuple of str and list of Fault
        The text, empty when it could not be read, and why not.
    """
    try:
        # utf-8-sig: Windows editors put a byte order mark in front, which would hide the first cell marker.
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return "", [Fault(name, 1, "The file is missing or cannot be opened.", "Write it, or check its permissions.")]
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return "", [Fault(name, line, "The file is not UTF-8 text.", "Save it again with the encoding UTF-8.")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, [] if text.strip() else [Fault(name, 1, "The file is empty.", "Start with a line '# %% [markdown]'.")]


def cells_of(text: str, name: str) -> tuple[list[Cell], list[Fault]]:
    r"""Split a percent script into cells.

    Parameters
    ----------
    text : str
        The script, with ``\n`` as line end.
    name : str
        What to call the file in a fault.

    Returns
    -------
    tuple of list of Cell and list of Fault
        The cells in order; text before the first cell and marks that cannot be read are faults.

    Examples
    --------
    >>> cells, faults = cells_of('# %% answer="total"\ntotal = 3\n', "lab.py")
    >>> cells[0].marks, cells[0].source, cells[0].line
    ({'answer': 'total'}, 'total = 3', 1)
    """
    lines = text.split("\n")
    inside = _lines_inside_texts(text)
    starts = [n for n, line in enumerate(lines, start=1) if MARKER.match(line) and n not in inside]
    if not MARKER.match(lines[0]):
        starts.insert(0, 1)
    cells = [_cell(node, line) for node, line in zip(_nodes(lines, starts), starts, strict=True)]
    faults = []
    if not MARKER.match(lines[0]):
        first = cells.pop(0)
        faults += [_before_first(first, name)] if first.source.strip() else []
    faults += [fault for cell in cells for fault in _marker_faults(cell, name)]
    faults += [_behind_code(line, name) for line in _markers_behind_code(text)]
    return cells, faults


def _markers_behind_code(text: str) -> list[int]:
    """Find the lines with a marker behind code, where a formatter may have put it: it begins no cell there."""
    found: list[int] = []
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and token.line[: token.start[1]].strip() and MARKER.match(token.string):
                found.append(token.start[0])
    return found


def _behind_code(line: int, name: str) -> Fault:
    return Fault(name, line, "A '# %%' stands behind code, where no cell begins.", "Put it on a line of its own.")


def _lines_inside_texts(text: str) -> set[int]:
    """Find the lines that a text of several lines goes on over: a marker there begins no cell."""
    inside: set[int] = set()
    # A text that never ends is a fault of its cell; what follows it is read as cells.
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    return inside


def _cell(node: "NotebookNode", line: int) -> Cell:
    marks = {key: value for key, value in node.metadata.items() if key not in OWN_KEYS}
    return Cell(node.cell_type, node.source.rstrip(), line, marks)


def _nodes(lines: list[str], starts: list[int]) -> "list[NotebookNode]":
    """Read the cells one by one: each begins at its marker, so that its line is known whatever is in it."""
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    return [_node(lines[start - 1 : end]) for start, end in zip(starts, ends, strict=True)]


def _node(lines: list[str]) -> "NotebookNode":
    from nbformat import ValidationError
    from nbformat.v4 import new_code_cell

    try:
        return next(iter(_read(lines)), new_code_cell())
    except ValidationError:
        # A known key with a value of the wrong kind, such as tags="solution": read the rest without the marks.
        node = _read([re.sub(r"%%\s*(\[\w+\])?.*", r"%% \1", lines[0]), *lines[1:]])[0]
        node.metadata["incorrectly_encoded_metadata"] = lines[0].split("%%", 1)[1].strip()
        return node


def _read(lines: list[str]) -> "list[NotebookNode]":
    import jupytext

    # comment_magics off: otherwise a comment such as "# cat names" would come back as a shell command.
    percent = {"extension": ".py", "format_name": "percent", "comment_magics": False}
    # Below an empty cell, because a first line with "encoding: ..." in it would be taken for the file's encoding.
    above = ["# %%", ""] if MARKER.match(lines[0]) else []
    return jupytext.reads("\n".join([*above, *lines]), fmt=percent).cells[bool(above) :]


def _before_first(cell: Cell, name: str) -> Fault:
    at = next(i for i, text in enumerate(cell.lines) if text.strip()) + cell.line
    return Fault(
        name, at, "There is text before the first cell.", "Put a line '# %%' or '# %% [markdown]' in front of it."
    )


def _marker_faults(cell: Cell, name: str) -> list[Fault]:
    faults = []
    for key in ("incorrectly_encoded_metadata", "title"):
        text = cell.marks.pop(key, None)
        if text:
            faults.append(_unreadable(cell, name, text))
    if cell.kind == "raw":
        faults.append(Fault(name, cell.line, "This is a raw cell.", "Use a code cell or '# %% [markdown]'."))
    elif not cell.source.strip():
        faults.append(Fault(name, cell.line, "This cell is empty.", "Fill it or remove its '# %%' line."))
    return faults


def _unreadable(cell: Cell, name: str, text: str) -> Fault:
    return Fault(
        name,
        cell.line,
        f"The marks '{text}' cannot be read.",
        'Write key=value, texts in double quotes, lists in brackets: check="clean-orders" points=2 tags=["solution"]',
    )


def syntax_faults(cell: Cell, name: str) -> list[Fault]:
    r"""Find Python that does not parse, and notebook magics, in a code cell.

    Parameters
    ----------
    cell : Cell
        The cell; other kinds than code have no syntax.
    name : str
        What to call the file in a fault.

    Returns
    -------
    list of Fault
        At most one: the first place where the parser stopped.

    Examples
    --------
    >>> print(syntax_faults(Cell("code", "a = 1\n%matplotlib inline", 1), "lab.py")[0])
    lab.py:3: '%matplotlib inline' is a notebook magic or a shell line. Write plain Python: tests run without one.
    """
    if cell.kind != "code":
        return []
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(cell.source, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        return [_syntax_fault(cell, name, error)]
    return []


def _syntax_fault(cell: Cell, name: str, error: SyntaxError) -> Fault:
    for index, text in enumerate(cell.lines):
        if MAGIC.match(text):
            found = f"'{text.strip()}' is a notebook magic or a shell line."
            return Fault(
                name,
                cell.line_of(index),
                found,
                "Write plain Python: tests run without one.",
            )
    at = cell.line_of((error.lineno or 1) - 1)
    return Fault(name, at, f"This is not valid Python: {error.msg}.", "Mend this line or the one before it.")
