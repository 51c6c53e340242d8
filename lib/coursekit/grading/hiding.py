"""Keep what a lab hides from its learners out of what they are shown: lines of hidden checks, in whatever form."""

import ast
import contextlib
import html
import re
from collections.abc import Iterable, Iterator, Sequence

from coursekit.grading.mending import SourceCell

__all__ = ["NOT_SHOWN", "Hidden", "plain"]

NOT_SHOWN = "(not shown: a line of a hidden check)"
ALL_NOT_SHOWN = "(not shown: it repeats a hidden check)"
LEAST = 8  # shorter lines, such as `n = 3`, are in honest text by chance
COLOUR = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)?|.)")
NUMBERED = re.compile(r"(\s*(?:-+>\s*)?\d+\s)(.*)")


def plain(text: str) -> str:
    r"""Return text without the codes that colour it in a terminal.

    Examples
    --------
    >>> plain("\x1b[0;31massert\x1b[0m x")
    'assert x'
    """
    return COLOUR.sub("", text)


def _key(text: str) -> str:
    """Reduce text to what stays the same however it is quoted, coloured, escaped or broken into lines."""
    return re.sub(r"[\s\\'\"]|\\[nrt]", "", html.unescape(plain(text).replace("\\n", "").replace("\\t", "")))


class Hidden:
    """What a lab hides, and whether a text shows it.

    Parameters
    ----------
    cells : sequence of SourceCell
        The lab's cells, as the trainer wrote them and as learners have them.
    known : iterable of str
        Texts that the learner wrote or was given: a line of these is no secret.
    """

    def __init__(self, cells: Sequence[SourceCell], known: Iterable[str] = ()) -> None:
        given = "\n".join([*known, *(cell.released for cell in cells)])
        shown = {line.strip() for line in given.splitlines()}
        keys = _key(given)
        lines = {line.strip() for cell in cells for line in _hidden(cell)}
        self.lines = frozenset(line for line in lines - shown if line)
        spelt = {_key(line) for cell in cells for line in (*_hidden(cell), *_respelt(cell))}
        self.keys = tuple(key for key in spelt if len(key) >= LEAST and key not in keys)

    def shows(self, text: str) -> bool:
        r"""Say whether a text repeats a hidden line.

        Examples
        --------
        >>> cell = SourceCell("a", "code", "assert f(1)\nassert f(2) == 4", "assert f(1)")
        >>> hidden = Hidden([cell])
        >>> hidden.shows("'assert f(1)\\nassert f(2) == 4'"), hidden.shows("assert f(1)")
        (True, False)
        """
        if not self.keys:
            return False
        key = _key(text)
        return any(one in key for one in self.keys)

    def cleaned(self, text: str) -> str:
        """Return a text with hidden lines replaced.

        Parameters
        ----------
        text : str
            Printed text, or a traceback, coloured or not.

        Returns
        -------
        str
        """
        if not (self.lines and (self.shows(text) or self._has_a_line(text))):
            return text
        made = "\n".join(self._line(line) for line in text.split("\n"))
        return ALL_NOT_SHOWN if self.shows(made) else made

    def _has_a_line(self, text: str) -> bool:
        return any(self._bare(line) in self.lines for line in plain(text).split("\n"))

    def _bare(self, line: str) -> str:
        numbered = NUMBERED.fullmatch(line)
        return (numbered[2] if numbered else line).strip()

    def _line(self, line: str) -> str:
        bare = plain(line)
        if self._bare(bare) not in self.lines and not self.shows(bare):
            return line
        numbered = NUMBERED.fullmatch(bare)
        return f"{numbered[1]}{NOT_SHOWN}" if numbered else NOT_SHOWN


def _hidden(cell: SourceCell) -> Iterator[str]:
    shown = {line.strip() for line in cell.released.splitlines()}
    yield from (line for line in cell.source.splitlines() if line.strip() not in shown)


def _respelt(cell: SourceCell) -> Iterator[str]:
    """Spell the hidden statements as Python does when it prints a tree."""
    if cell.kind == "code" and cell.source != cell.released:
        with contextlib.suppress(SyntaxError, ValueError, RecursionError):
            shown = set(ast.unparse(ast.parse(cell.released)).splitlines())
            yield from set(ast.unparse(ast.parse(cell.source)).splitlines()) - shown
