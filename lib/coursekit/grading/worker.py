"""Run and mark one notebook; this is what is spread over processes. It sees no gradebook and no other submission."""

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.grading.deciding import Decider
from coursekit.grading.judging import ColdSitting, Judge, WarmSitting
from coursekit.grading.tasks import Task, Worked
from coursekit.grading.warming import FORKS, sandbox
from coursekit.kernels import Ran

__all__ = ["work"]


def work(task: Task) -> Worked:
    """Run a notebook, decide its checks, and look whether it tampered with the checking.

    Parameters
    ----------
    task : Task
        What to do.

    Returns
    -------
    Worked
        What came of it. Nothing that the learner's code does raises here.
    """
    begun = time.monotonic()
    notebook = nbformat.reads(task.content, as_version=4)
    with tempfile.TemporaryDirectory(prefix="coursekit-", ignore_cleanup_errors=True) as where:
        own = Path(where, "own")
        for taken in task.taken:
            _write(own / taken.name, taken.content)
        files = {
            **{taken.name: own / taken.name for taken in task.taken},
            **{name: Path(path).resolve() for name, path in task.given.items()},
        }
        run = _run_warm if FORKS else _run_cold
        ran, decider = run(notebook, files, task, Path(where))
    seconds = {
        **ran.seconds,
        "judging": decider.seconds,
        "computing": decider.computing,
        "worker": time.monotonic() - begun,
    }
    for cell in ran.notebook.cells:
        count = cell.get("execution_count")
        if cell.cell_type == "code" and not (type(count) is int and count >= 0):
            cell.execution_count = None  # the kernel's word; no notebook can be written with another
    marks, remarks = decider.conclude(ran)
    modules = tuple(decider.modules)
    return Worked(nbformat.writes(ran.notebook), marks, remarks, ran.outcome, seconds, ran.peak_mb, modules)


def _run_warm(notebook: NotebookNode, files: Mapping[str, Path], task: Task, _: Path) -> tuple[Ran, Decider]:
    warm = sandbox(enclosed=task.enclosed, readable=task.readable, hidden=task.hidden)
    warm.import_more(task.warm)
    with _judge(task, lambda: WarmSitting(warm, files)) as judge:
        decider = Decider(task, judge)
        given: dict[str, Any] = {"limits": task.limits, "environment": task.environment}
        return warm.run(notebook, files, visit=decider.cell, at_end=decider.end, **given), decider


def _run_cold(notebook: NotebookNode, files: Mapping[str, Path], task: Task, where: Path) -> tuple[Ran, Decider]:
    from coursekit.grading.running import run_cold

    folder, beside = where / "cold", where / "judge"
    for place in (folder, beside):
        place.mkdir()
        _furnish(place, files)
    with _judge(task, lambda: ColdSitting(beside)) as judge:
        decider = Decider(task, judge)
        given: dict[str, Any] = {"limits": task.limits, "environment": task.environment}
        return run_cold(notebook, folder, visit=decider.cell, at_end=decider.end, **given), decider


def _judge(task: Task, start: Callable[[], WarmSitting | ColdSitting]) -> Judge:
    plan = task.plan
    about: dict[str, Any] = {"setup": plan.setup, "imports": plan.imports}
    about |= {"answers": sorted(plan.answers), "modules": sorted(plan.modules)}
    return Judge(start, environment=task.environment, seconds=task.limits.cell_seconds, **about)


def _furnish(place: Path, files: Mapping[str, Path]) -> None:
    for name, source in files.items():
        _write(place / name, source.read_bytes())


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
