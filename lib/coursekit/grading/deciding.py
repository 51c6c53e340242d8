"""Decide the checks of one notebook while it runs: on values taken out as data, or beside the learner's code."""

import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.grading.canaries import tampering
from coursekit.grading.inside import kernel_code
from coursekit.grading.judging import Judge, as_call
from coursekit.grading.marking import executed_mark, mark_by_hand
from coursekit.grading.outcomes import Mark, Remark
from coursekit.grading.plans import Check, check_of
from coursekit.grading.tasks import Task
from coursekit.grading.warming import FORKS
from coursekit.kernels import Hands, Ran

__all__ = ["Decider"]

VALUE_CHARACTERS = 15_000_000  # of one question; on its way it is escaped twice, and 50 MB are taken


class Decider:
    """A visitor of one notebook's run, who has its checks judged.

    Parameters
    ----------
    task : Task
        Which notebook.
    judge : Judge
        Open for it.
    """

    def __init__(self, task: Task, judge: Judge) -> None:
        self.task, self.judge = task, judge
        self.sources: list[str] = []
        self.marks: dict[str, Mark] = {}
        self.remarks: list[Remark] = []
        self.tampered: str | None = None
        self.seconds = self.computing = 0.0
        self.modules: list[str] = []
        self._is_ready = False

    async def cell(self, cell: NotebookNode, hands: Hands) -> bool:
        """Decide a check, and leave every other cell to be run."""
        about = cell.metadata.get("nbgrader", {})
        if not about.get("grade") or about.get("solution"):
            self.sources.append(cell.source)
            return False
        check = check_of(cell)
        beside = self.task.plan.beside.get(check.name)
        if beside is None or self.task.reference:
            mark = await self._apart(cell, check, hands)
            if mark is None:
                mark = await self._beside(cell, check, hands, withheld=True)
            elif self.task.reference and not mark.earned:
                # what data alone cannot show, such as a file that was written
                live = await self._beside(cell, check, hands, withheld=False)
                mark = live if live.earned else mark
        else:
            mark = await self._beside(cell, check, hands, withheld=False)
        self.marks[check.name] = mark
        self.sources.append(cell.source)
        return True

    async def _apart(self, cell: NotebookNode, check: Check, hands: Hands) -> Mark | None:
        """Take the values out and have them judged; None when the check needs more than data."""
        began = time.monotonic()
        values, runs = await self._take(check, hands)
        if values is None:
            self.unseen = {check.name: "the kernel gave no values"}
            return None
        asked = {
            "source": check.source, "names": list(check.names), "cells": self.sources, "runs": runs,
            "cell_id": cell.get("id"),
        }  # fmt: skip

        async def call(number: int, given: str) -> dict[str, Any]:
            code = f"__coursekit__['publish_call']({number}, {given!r}, limit={VALUE_CHARACTERS})"
            return as_call(await hands.ask(code))

        verdict = await self.judge.judge(asked, values, call)
        self.seconds += time.monotonic() - began
        self.computing += verdict.seconds
        if verdict.unseen:
            self.unseen = verdict.unseen
            return None
        cell.outputs = [_output(output) for output in verdict.outputs]
        mark = executed_mark(cell, check, decided="apart")
        await self._go_on(check, hands, passed=mark.earned == mark.possible)
        return mark

    async def _take(self, check: Check, hands: Hands) -> tuple[dict[str, str] | None, list[dict[str, Any]]]:
        code = f"__coursekit__['publish_values']({list(check.names)!r}, globals(), limit={VALUE_CHARACTERS})"
        # defined anew each time: the notebook may have put something of its own under the name
        told = await hands.ask(f"{kernel_code(forked=FORKS)}\n{code}" if not self._is_ready else code)
        if told is None and self._is_ready:
            told = await hands.ask(f"{kernel_code(forked=FORKS)}\n{code}")
        self._is_ready = True
        try:
            read = json.loads(told or "")
            values = {str(name): str(text) for name, text in read["values"].items() if name in check.names}
            return values, [_run_of(run) for run in read["runs"]]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None, []

    async def _go_on(self, check: Check, hands: Hands, *, passed: bool) -> None:
        """Leave the kernel as the check as learners have it would have left it."""
        if check.answers and not check.stores - {"_check"}:
            if passed:
                await hands.ask(f"__coursekit__['note_right']({list(check.answers)!r}, globals())")
            return
        await hands.execute(self.task.released.get(check.name, ""))

    async def _beside(self, cell: NotebookNode, check: Check, hands: Hands, *, withheld: bool) -> Mark:
        """Run the check where the learner's code ran, as nbgrader does, with an eye on it."""
        cell.outputs = [nbformat.from_dict(output) for output in await hands.execute(check.source)]
        mark = executed_mark(cell, check, decided="beside")
        if mark.earned and not self.task.reference:
            self.tampered = self.tampered or await tampering(hands, secrets.token_hex(8), check.names)
        if not withheld or not mark.earned or self.task.reference:
            return mark
        why = "; ".join(self.unseen.values())
        said = (
            f"The check '{check.name}' passed beside the learner's code, but could not be decided apart from it: {why}."
        )
        return Mark(mark.name, None, mark.possible, "withheld", said)

    async def end(self, hands: Hands) -> None:
        """Look at the end whether assertions still mean something here; of the solution, what it has loaded."""
        if not self.task.reference:
            self.tampered = self.tampered or await tampering(hands, secrets.token_hex(8), ())
        elif self._is_ready:
            loaded = await hands.ask("__coursekit__['publish'](list(__coursekit__['sys'].modules))")
            self.modules += json.loads(loaded or "[]")

    def conclude(self, ran: Ran) -> tuple[tuple[Mark, ...], tuple[Remark, ...]]:
        """Give a mark to every graded cell, and a remark to everything that was not as it should be."""
        marks = []
        for cell in ran.notebook.cells:
            about = cell.metadata.get("nbgrader", {})
            if about.get("grade") and (about.get("solution") or cell.cell_type != "code"):
                marks.append(mark_by_hand(cell))
            elif about.get("grade"):
                marks.append(self.marks.get(about["grade_id"]) or _not_reached(cell, ran))
            elif about.get("task"):
                marks.append(Mark(about["grade_id"], None, float(about["points"]), "by hand"))
        if self.tampered:
            said = (
                f"The notebook tampers with the checking: {self.tampered}. "
                "Its automatic marks are withheld: read its code."
            )
            self.remarks.append(
                Remark("tampering", said, "Your trainer looks at the marks of this notebook.", flags=True)
            )
            marks = [_withheld(mark) for mark in marks]
        self.remarks += [
            Remark("withheld", mark.said, flags=True) for mark in marks if mark.decided == "withheld" and mark.said
        ]
        return tuple(marks), (*_endings(ran), *self.remarks)


def _output(told: dict[str, Any]) -> NotebookNode:
    return nbformat.from_dict({**told, "execution_count": None} if told["output_type"] == "execute_result" else told)


def _withheld(mark: Mark) -> Mark:
    return mark if mark.decided == "by hand" else Mark(mark.name, None, mark.possible, "withheld")


def _not_reached(cell: NotebookNode, ran: Ran) -> Mark:
    about = cell.metadata.nbgrader
    said = f"The check was not reached: {ran.said or 'the notebook ended before it.'}"
    cell.outputs = [
        nbformat.from_dict({"output_type": "error", "ename": "NotReached", "evalue": said, "traceback": [said]})
    ]
    return Mark(about.grade_id, 0.0, float(about.points), "not reached", said)


def _endings(ran: Ran) -> list[Remark]:
    remarks = []
    if ran.outcome != "ran":
        at = f" at the cell {_called(ran, ran.cell)}" if ran.cell else ""
        said = f"The run ended early{at}: {ran.said} Checks before it keep their points, the rest have none."
        remarks.append(Remark(ran.outcome, said, said))
    if ran.interrupted:
        cells = ", ".join(_called(ran, name) for name in dict.fromkeys(ran.interrupted))
        said = f"Stopped because they took too long: the cells {cells}."
        remarks.append(Remark("slow cell", said, said))
    return remarks


def _called(ran: Ran, cell_id: str) -> str:
    """Name a cell as people can find it: by nbgrader's name, or else by how it begins; ids are seen nowhere."""
    for cell in ran.notebook.cells:
        if cell.get("id") == cell_id:
            begins = next(filter(None, map(str.strip, cell.source.splitlines())), "")
            return f"'{cell.metadata.get('nbgrader', {}).get('grade_id') or begins[:60]}'"
    return f"'{cell_id}'"


def _run_of(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "source": str(told["source"]),
        "error": bool(told["error"]),
        "discarded": [str(name) for name in told["discarded"]],
        "sentence": str(told["sentence"]),
        "cell_id": None if told["cell_id"] is None else str(told["cell_id"]),
        "shows": bool(told["shows"]),
        "rebound": [str(name) for name in told["rebound"]],
    }
