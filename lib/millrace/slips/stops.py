"""Where a cell stopped, as the rules see it: the error, the line, the words under it, and the names of the notebook."""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import FrameType, ModuleType, TracebackType
from typing import TYPE_CHECKING

from millrace.slips.code import parsed, segment, stored_names
from millrace.slips.runs import Run

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Stop", "is_table"]


def is_table(value: object) -> bool:
    """Say whether a thing is a table, without loading pandas for the question.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    bool
        Whether it is a pandas table.
    """
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, getattr(pandas, "DataFrame", ()))


@dataclass(frozen=True)
class Stop:
    """A cell that stopped with an error.

    Parameters
    ----------
    error : BaseException
        What Python said.
    source : str
        The cell.
    names : mapping
        The names of the notebook and what they hold.
    runs : sequence of Run
        What was run before, oldest first.
    cells : sequence of str
        The code cells of the notebook, run or not, in order.
    folded : sequence of str
        Those of them whose code nobody sees.
    texts : sequence of str
        The texts between.
    """

    error: BaseException
    source: str
    names: Mapping[str, object]
    runs: Sequence[Run] = ()
    cells: Sequence[str] = ()
    folded: Sequence[str] = ()
    texts: Sequence[str] = ()

    @property
    def message(self) -> str:
        """What Python said, without the kind of error."""
        return str(getattr(self.error, "msg", None) or self.error)

    @property
    def unknown(self) -> str:
        """The name that Python does not know, if that is what happened."""
        return getattr(self.error, "name", None) or ""

    @cached_property
    def _steps(self) -> list[TracebackType]:
        steps, step = [], self.error.__traceback__
        while step is not None:
            steps.append(step)
            step = step.tb_next
        return steps

    @cached_property
    def _own_steps(self) -> list[TracebackType]:
        return [step for step in self._steps if step.tb_frame.f_globals is self.names]

    @property
    def direct(self) -> bool:
        """Whether the learner's own code stopped, not something that it called."""
        return not self._steps or (bool(self._own_steps) and self._steps[-1] is self._own_steps[-1])

    @property
    def at_reading(self) -> bool:
        """Whether Python could not read the cell, so that none of it ran."""
        return isinstance(self.error, SyntaxError) and not self._own_steps

    @property
    def library_frames(self) -> Iterator[FrameType]:
        """What was going on below the learner's own code, outermost first."""
        own = len(self._steps) - 1 if self.direct else self._steps.index(self._own_steps[-1]) if self._own_steps else -1
        return (step.tb_frame for step in self._steps[own + 1 :])

    @cached_property
    def line_number(self) -> int | None:
        """The line of the cell, from 1."""
        if isinstance(self.error, SyntaxError) and self.at_reading:
            return self.error.lineno
        return next((step.tb_lineno for step in self._own_steps if step.tb_frame.f_code.co_name == "<module>"), None)

    @property
    def place(self) -> str:
        """Where it stopped, as a sentence says it."""
        return f"line {self.line_number}" if self.line_number else "this cell"

    @property
    def line(self) -> str:
        """The line itself."""
        lines = self.source.splitlines()
        number = self.line_number or 1
        return lines[number - 1] if 0 < number <= len(lines) else ""

    @cached_property
    def node(self) -> ast.AST | None:
        """The expression that stopped, or None when it cannot be told."""
        step = next((s for s in self._own_steps if s.tb_frame.f_code.co_name == "<module>"), None)
        tree = parsed(self.source)
        if step is None or tree is None:
            return None
        place = list(step.tb_frame.f_code.co_positions())[step.tb_lasti // 2]
        return next((node for node in ast.walk(tree) if isinstance(node, ast.expr) and _place(node) == place), None)

    @cached_property
    def statement(self) -> ast.stmt | None:
        """The statement of the cell that stopped."""
        body = getattr(parsed(self.source), "body", [])
        number = self.line_number or 0
        return next((s for s in body if s.lineno <= number <= (s.end_lineno or s.lineno)), None)

    @property
    def statement_text(self) -> str:
        """The statement as it was typed; the line where there is none."""
        return segment(self.source, self.statement) if self.statement else self.line

    def words(self) -> set[str]:
        """List the names that stand in the statement.

        Returns
        -------
        set of str
            As typed.
        """
        inside = ast.walk(self.statement) if self.statement else iter(())
        return {node.id for node in inside if isinstance(node, ast.Name)}

    def text(self, node: ast.AST) -> str:
        """Return an expression as it was typed.

        Parameters
        ----------
        node : ast.AST
            The expression.

        Returns
        -------
        str
            Its text.
        """
        return segment(self.source, node)

    @property
    def tables(self) -> dict[str, "pd.DataFrame"]:
        """The tables of the notebook by name, newest last."""
        return {name: value for name, value in self.public.items() if is_table(value)}  # type: ignore[misc]  # is_table

    def recent_tables(self) -> list[str]:
        """List the tables of the notebook, the one that was made last first.

        Returns
        -------
        list of str
            Their names, without those that only folded cells make.
        """
        tables = [name for name in self.made() if name in self.tables]
        made = [name for run in reversed(self.runs) for name in run.stored if name in tables]
        return list(dict.fromkeys([*made, *reversed(tables)]))

    @property
    def public(self) -> dict[str, object]:
        """The names that the notebook made, without IPython's own."""
        own = {"In", "Out", "get_ipython", "exit", "quit", "open"}
        return {name: value for name, value in self.names.items() if not name.startswith("_") and name not in own}

    def meant(self) -> list[str]:
        """List the names that somebody can have meant who misspelt one: those that a person reads or writes here.

        Returns
        -------
        list of str
            Names of the notebook, made already or not, without those that only folded cells make.
        """
        hidden = {cell.strip() for cell in self.folded}
        seen = [cell for cell in (*self.cells, *(run.source for run in self.runs)) if cell.strip() not in hidden]
        made = list(dict.fromkeys(name for cell in seen for name in sorted(stored_names(cell))))
        only_hidden = {name for cell in hidden for name in stored_names(cell)} - set(made)
        return [name for name in dict.fromkeys([*self.public, *made]) if name not in only_hidden]

    def made(self) -> list[str]:
        """List those of the names that somebody can have meant that were made: what no cell made yet is no proposal.

        Returns
        -------
        list of str
            Without names that begin with a low line, which are not for learners.
        """
        ran = {name for run in self.runs if run.error is None for name in run.stored} | set(self.public)
        return [name for name in self.meant() if name in ran and not name.startswith("_")]

    @property
    def modules(self) -> dict[str, ModuleType]:
        """The modules that the notebook loaded, ours first."""
        found = {name: value for name, value in self.public.items() if isinstance(value, ModuleType)}
        return dict(sorted(found.items(), key=lambda pair: not pair[1].__name__.startswith("millrace")))

    def value_of(self, node: ast.AST | None) -> object:
        """Look up what a name, a column of a table, or a chain of names with dots holds; nothing is run for it.

        Parameters
        ----------
        node : ast.AST or None
            The expression.

        Returns
        -------
        object
            The value, or None when it cannot be told.
        """
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        if isinstance(node, ast.Attribute):
            base = self.value_of(node.value)
            known = isinstance(base, ModuleType) or is_table(base) or isinstance(node.value, ast.Subscript)
            return getattr(base, node.attr, None) if known else None
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            table = self.value_of(node.value)
            name = node.slice.value
            return table[name] if is_table(table) and name in table.columns else None  # type: ignore[index,attr-defined]
        return None

    def name_of(self, value: object) -> str | None:
        """Find the name under which the notebook keeps a thing.

        Parameters
        ----------
        value : object
            The very thing, not an equal one.

        Returns
        -------
        str or None
            Its name; None when it has none.
        """
        return next((name for name, held in self.public.items() if held is value), None)


def _place(node: ast.expr) -> tuple[int, int | None, int, int | None]:
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset
