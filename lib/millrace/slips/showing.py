"""What a notebook shows of a slip: the sentence in place of the traceback, and the traceback folded below it."""

import ast
import builtins
import html
import re
import sys
from collections.abc import Callable
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any

from millrace import showing
from millrace.errors import WIDTH, wrapped
from millrace.slips import runs, silent
from millrace.slips.cautions import speak_plainly
from millrace.slips.code import parsed
from millrace.slips.notebook import notebook_here
from millrace.slips.rules import OWN_RULES, find_sentence
from millrace.slips.runs import Run
from millrace.slips.stops import Stop
from millrace.slips.words import clipped

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

__all__ = ["Explainer", "explain", "sentence_for", "stop_explaining"]

# The build ends every check with this call.
CHECK = "checks.passed("
# What the set-up cells import.
MODULES = {"checks", "cleaning", "intake", "pd", "samples"}
COLOURS = re.compile(r"\x1b\[[\d;]*m")


def sentence_for(stop: Stop) -> tuple[str, list[Exception]]:
    """Say in plain words what stopped a cell.

    Parameters
    ----------
    stop : Stop
        What happened.

    Returns
    -------
    str
        What a rule says; else at which line Python stopped, and its own last words.
    list of Exception
        What went wrong in rules.
    """
    if CHECK in stop.source and not isinstance(stop.error, NameError):
        taken = _taken_names(stop)
        if taken:
            return (
                f"The name {taken[0]} was given another value in this notebook, and this check needs what it was. "
                f"Remove the line that says {taken[0]} = ..., restart (Kernel, Restart), and run the first cell of "
                "your part.",
                [],
            )
        return (
            "This check could not read your answer, which is of another kind than the task asks for. "
            "Show the answer in its own cell and compare it with the task.",
            [],
        )
    said, _, broken = find_sentence(stop)
    return said or _honest(stop), broken


def _taken_names(stop: Stop) -> list[str]:
    """Return the names of a check that mean something else since a learner gave them a value."""
    tree = parsed(stop.source)
    used = sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}) if tree else []
    given = [name for name in used if name in stop.names]
    modules = [name for name in given if name in MODULES and not isinstance(stop.names[name], ModuleType)]
    return [name for name in given if name in modules or hasattr(builtins, name)]


def _honest(stop: Stop) -> str:
    where = f"line {stop.line_number} of this cell" if stop.line_number else "this cell"
    words = f"{type(stop.error).__name__}: {stop.error}" if str(stop.error) else type(stop.error).__name__
    return f"Python stopped at {where}: {clipped(words, 140)}"


class Explainer:
    """What listens to one notebook.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        The notebook's shell.
    """

    def __init__(self, shell: "InteractiveShell") -> None:
        self.shell = shell
        self.broken: list[Exception] = []
        self._source: str | None = None
        self._held: dict[str, int] | None = None
        self._said: tuple[BaseException, str, str, str] | None = None

    def begin(self) -> None:
        """Put our sentences in place of tracebacks, and watch what is run."""
        # These two make the text of every error message, and of it alone: the error stays an error, its kind and words
        # stay for nbclient and nbgrader, and what renders itself, as our own errors do, never comes here.
        for formatter in (self.shell.InteractiveTB, self.shell.SyntaxTB):
            vars(formatter)["structured_traceback"] = self._instead_of(formatter.structured_traceback)
        self._warn_as_before = speak_plainly()
        self.shell.events.register("pre_run_cell", self._before)
        self.shell.events.register("post_run_cell", self._after)

    def end(self) -> None:
        """Leave the notebook as it was."""
        for formatter in (self.shell.InteractiveTB, self.shell.SyntaxTB):
            vars(formatter).pop("structured_traceback", None)
        self._warn_as_before()
        self.shell.events.unregister("pre_run_cell", self._before)
        self.shell.events.unregister("post_run_cell", self._after)

    def _instead_of(self, usual: Callable[..., list[str]]) -> Callable[..., list[str]]:
        def structured_traceback(
            etype: type, evalue: BaseException | None, etb: TracebackType | None = None, *args: Any, **kwargs: Any
        ) -> list[str]:
            traceback = usual(etype, evalue, etb, *args, **kwargs)
            # IPython hands over the error itself; `%tb` asks for the traceback in full.
            if evalue is None or self._cell().lstrip().startswith("%tb"):
                return traceback
            try:
                return self._explained(evalue, traceback)
            except Exception as wrong:
                self.broken.append(wrong)
                return traceback

        return structured_traceback

    def _explained(self, error: BaseException, traceback: list[str]) -> list[str]:
        # IPython asks twice, for the screen and for its history.
        if self._said is not None and self._said[0] is error:
            return [self._said[3]]
        stop = self._stop(error)
        said, broken = sentence_for(stop)
        self.broken += broken
        shown = wrapped(said)
        # The lines of a check are not the learner's.
        if CHECK not in stop.source and stop.line.strip() and len(stop.source.strip().splitlines()) > 1:
            label = f"Line {stop.line_number}:  "
            shown += f"\n\n{label}{clipped(stop.line, WIDTH - len(label))}"
        self._said = error, said, "\n".join(traceback), shown
        return [shown]

    def _stop(self, error: BaseException) -> Stop:
        names = self.shell.user_global_ns
        here = notebook_here(names)
        told = {"cells": here.cells, "folded": here.folded, "texts": here.texts}
        return Stop(error, self._cell(), names, runs=runs.recorded(), **told)

    def _cell(self) -> str:
        # The cell that switches us on began before we could see it.
        return self._source if self._source is not None else str(self.shell.user_ns.get("In", [""])[-1])

    def _before(self, info: "ExecutionInfo") -> None:
        self._source, self._said = str(info.raw_cell or ""), None
        self._held = self._identities()
        runs.start(getattr(info, "cell_id", None))

    def _identities(self) -> dict[str, int]:
        """Return what each name of the notebook holds, by identity: nothing is kept in memory for it."""
        mine = {"In", "Out", "get_ipython", "exit", "quit", "open"}
        names = self.shell.user_ns
        return {name: id(held) for name, held in names.items() if not name.startswith("_") and name not in mine}

    def _after(self, result: "ExecutionResult") -> None:
        try:
            self._remember(result)
        except Exception as wrong:
            self.broken.append(wrong)

    def _remember(self, result: "ExecutionResult") -> None:
        source = str(getattr(result.info, "raw_cell", "") or "")
        error = result.error_before_exec or result.error_in_exec
        done = silent.Done(source, self.shell.user_global_ns, result.result)
        if error is not None:
            said = self._show_error(error)
            thrown_away: tuple[str, ...] = ()
        else:
            thrown_away = silent.discarded(done)
            said = "" if CHECK in source else silent.find_note(done)
            _show_note(said)
        cell_id = getattr(result.info, "cell_id", None)
        shows, rebound = result.result is not None, self._rebound()
        run = Run(source, error, thrown_away, said, cell_id=cell_id, shows=shows, rebound=rebound)
        runs.remember(run)

    def _rebound(self) -> frozenset[str]:
        before = self._held
        return frozenset() if before is None else frozenset(dict(self._identities().items() - before.items()))

    def _show_error(self, error: BaseException) -> str:
        if self._said is not None and self._said[0] is error:
            # The lines of a check are not for those who look for its answer.
            if CHECK not in self._cell():
                _show_folded(error, self._said[2])
            return self._said[1]
        # Our own errors speak for themselves; sometimes the cell shows what lies behind them.
        said, _, broken = find_sentence(self._stop(error), rules=OWN_RULES)
        self.broken += broken
        _show_note(said)
        return said or str(error)


def _show_folded(error: BaseException, traceback: str) -> None:
    plain = COLOURS.sub("", traceback)
    said = clipped(f"{type(error).__name__}: {error}", 70)
    folded = (
        "<details><summary>What Python itself says</summary>"
        f'<pre style="white-space: pre-wrap; word-break: normal">{html.escape(plain)}</pre></details>'
    )
    _show({"text/plain": f"What Python itself says: {said}", "text/html": folded})


def _show_note(said: str) -> None:
    if said:
        # No colours but the theme's own, so that light, dark and printed pages can be read.
        box = "border-left: 4px solid var(--jp-warn-color1, #b86e00); padding-left: 0.6em; max-width: 70ch"
        _show({"text/plain": wrapped(said), "text/html": f'<div style="{box}">{html.escape(said)}</div>'})


def _show(data: dict[str, str]) -> None:
    from IPython.display import display

    display(data, raw=True)


_active: list[Explainer] = []


def explain() -> None:
    """Let every cell of this notebook explain usual slips in one plain sentence.

    The traceback is folded below it. Errors stay errors for Validate, nbclient and nbgrader. Calling it again changes
    nothing; outside a notebook it does nothing.

    Examples
    --------
    >>> explain()
    """
    shell = _shell()
    if shell is None or any(explainer.shell is shell for explainer in _active):
        return
    explainer = Explainer(shell)
    explainer.begin()
    _active.append(explainer)
    showing.switch_on()


def stop_explaining() -> None:
    """Show Python's tracebacks again, and forget what was run.

    Examples
    --------
    >>> stop_explaining()
    """
    while _active:
        _active.pop().end()
        showing.switch_off()
    runs.forget()


def _shell() -> "InteractiveShell | None":
    ipython = sys.modules.get("IPython")
    found: InteractiveShell | None = ipython.get_ipython() if ipython is not None else None
    return found
