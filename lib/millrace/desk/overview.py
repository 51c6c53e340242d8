"""How far a learner is in the whole course, read from the notebooks on the disk, and what comes next."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from millrace.desk.notebooks import Notebook, notebooks_in
from millrace.desk.standing import Standing, practised, standing_of
from millrace.errors import counted

__all__ = ["Lab", "Lesson", "Module", "Next", "Overview", "overview_of"]

LAB = "lab.ipynb"


@dataclass(frozen=True)
class Lesson:
    """A lesson: how much of it was run, and how many of its checks for practice, which count nothing, are right."""

    path: str
    cells: int
    run: int
    at_end: bool
    practice: int = 0
    practised: int = 0

    @property
    def begun(self) -> bool:
        """Whether a cell of it was run."""
        return self.run > 0


@dataclass(frozen=True)
class Lab:
    """A lab, and how far it is."""

    path: str
    standing: Standing


@dataclass(frozen=True)
class Module:
    """A module as it lies on the disk.

    Parameters
    ----------
    name : str
        Such as ``"01-data-cleanup"``.
    title : str
        In a few words.
    lesson_minutes : int
        How long the lesson takes; 0 where nobody says.
    lab_minutes : list of int
        How long each sitting of the lab takes.
    lesson : Lesson, optional
        None when it is not there.
    lab : Lab, optional
        None when it is not there.
    reports : list of str
        The notebooks for own files.
    saved : float
        When lesson or lab was saved last.
    """

    name: str
    title: str
    lesson_minutes: int
    lab_minutes: list[int]
    lesson: Lesson | None
    lab: Lab | None
    reports: list[str]
    saved: float

    @property
    def number(self) -> str:
        """Its number, with two digits."""
        return self.name[:2]

    @property
    def begun(self) -> bool:
        """Whether anything of it was run or written."""
        return bool((self.lesson and self.lesson.begun) or (self.lab and self.lab.standing.begun))

    @property
    def done(self) -> bool:
        """Whether nothing is left to do in it, as far as it is there."""
        if self.lab:
            return self.lab.standing.next is None
        return self.lesson is None or self.lesson.at_end


@dataclass(frozen=True)
class Next:
    """What to open next.

    Parameters
    ----------
    path : str
        The notebook.
    place : str
        The id of the cell to go to; nothing for its beginning.
    words : str
        What the link says.
    hint : str
        What to do there first.
    """

    path: str
    place: str
    words: str
    hint: str


@dataclass(frozen=True)
class Overview:
    """Everything that START-HERE shows."""

    modules: list[Module]
    next: Next | None
    remarks: list[str]

    @property
    def standings(self) -> list[Standing]:
        """How far each lab is."""
        return [module.lab.standing for module in self.modules if module.lab]


def overview_of(folder: Path) -> Overview:
    """Read how far a learner is.

    Parameters
    ----------
    folder : pathlib.Path
        The folder with the modules. Nothing in it is changed, and nothing is run.

    Returns
    -------
    Overview
        The modules that there are, in order of their numbers, and a sentence for each thing amiss.
    """
    found, remarks = notebooks_in(folder)
    names = sorted({notebook.module for notebook in found})
    modules = []
    for name in names:
        module, said = _module(name, [notebook for notebook in found if notebook.module == name])
        modules.append(module)
        remarks += said
    if not modules:
        remarks.append("There is no lesson and no lab in this folder. Download Millrace again, or ask your trainer.")
    if not os.access(folder, os.W_OK):
        remarks.append(
            "This folder cannot be written to, so nothing that you do here is kept. Close JupyterLab, copy the whole "
            "folder to one of your own such as Documents, and start from there."
        )
    return Overview(modules, _next(modules), remarks)


def _module(name: str, found: list[Notebook]) -> tuple[Module, list[str]]:
    chosen = {kind: _chosen(kind, found) for kind in ("lesson", "lab")}
    lesson, lab = chosen["lesson"], chosen["lab"]
    card: dict[str, Any] = next((notebook.card for notebook in found if notebook.card), {})
    minutes = card.get("lab_minutes")
    module = Module(
        name=name,
        title=str(card.get("title") or name[3:].replace("-", " ").capitalize()),
        lesson_minutes=card["lesson_minutes"] if isinstance(card.get("lesson_minutes"), int) else 0,
        lab_minutes=[n for n in minutes if isinstance(n, int)] if isinstance(minutes, list) else [],
        lesson=_lesson(lesson) if lesson else None,
        lab=Lab(lab.path, standing_of(lab.cells)) if lab else None,
        reports=[notebook.path for notebook in found if notebook.kind == "report" and _lies_as_built(notebook)],
        saved=max((notebook.saved for notebook in (lesson, lab) if notebook), default=0.0),
    )
    return module, list(_remarks(module, found))


def _lies_as_built(notebook: Notebook) -> bool:
    return notebook.path.count("/") == 1 and notebook.path.startswith(f"{notebook.module}/")


def _chosen(kind: str, found: list[Notebook]) -> Notebook | None:
    """Choose the notebook that counts: the one that lies as it was built; else the one that was saved last."""
    usual = LAB if kind == "lab" else "1-lesson.ipynb"
    those = [notebook for notebook in found if notebook.kind == kind]
    return max(those, key=lambda one: (one.path == f"{one.module}/{usual}", one.saved), default=None)


def _lesson(notebook: Notebook) -> Lesson:
    # Shift+Enter at the end makes an empty box, which nobody misses
    code = [cell for cell in notebook.cells if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
    run = [cell.get("execution_count") is not None for cell in code]
    said = practised(code)
    return Lesson(notebook.path, len(run), sum(run), bool(run) and run[-1], len(said), sum(said))


def _remarks(module: Module, found: list[Notebook]) -> Iterable[str]:
    lab, usual = module.lab, f"{module.name}/{LAB}"
    if lab is None:
        if module.lab_minutes:
            yield f"The lab of module {module.number} is not in this folder. Put {usual} back, or take a fresh copy."
        return
    if lab.path != usual:
        yield (
            f"The lab of module {module.number} is now {lab.path}. It counts here; to hand it in, it must be {usual} "
            "again: click it with the right button, Rename, or drag it back."
        )
    copies = [one for one in found if one.kind == "lab" and one.path != lab.path]
    ahead = [one.path for one in copies if standing_of(one.cells).points > lab.standing.points]
    if ahead:
        yield (
            f"{ahead[0]} is a copy of the lab with more points than {lab.path}, which is the one that counts. If you "
            f"worked in the copy, rename the other one, then call the copy {LAB}."
        )
    elif copies:
        yield f"{_listed([one.path for one in copies])} of the lab; what counts is {lab.path}."
    if lab.standing.missing:
        yield f"A check of {lab.path} was deleted. Its points are open here; grading puts it back."
    changed = [step.section for step in lab.standing.steps if step.state == "changed"]
    if changed:
        yield (
            f"{lab.path}, section {changed[0]}: the check was changed, so it does not count here. Grading uses the "
            "original one; work in a fresh copy to see your points."
        )


def _listed(paths: list[str]) -> str:
    if len(paths) == 1:
        return f"{paths[0]} is a copy"
    return f"{paths[0]} and {counted(len(paths) - 1, 'other')} are copies"


def _next(modules: list[Module]) -> Next | None:
    """Choose one step: where work was saved last and is not done; else the module after the last that is done."""
    under_way = [module for module in modules if module.begun and not module.done]
    if under_way:
        return _step(max(under_way, key=lambda module: module.saved))
    last = max((place for place, module in enumerate(modules) if module.begun), default=-1)
    ahead = [module for module in (*modules[last + 1 :], *modules[: last + 1]) if not module.done]
    return _step(ahead[0]) if ahead else None


def _first_check(lesson: Lesson) -> str:
    """Say what to do in a lesson, and where it has a check for practice, what that is and what it counts."""
    run = "Run each grey box with Shift+Enter."
    if lesson.practised or not lesson.practice:
        return run
    return (
        f"{run} One of them you fill in yourself, and the check below it turns green when it is right. It is for "
        "practice: the points begin in the lab."
    )


def _step(module: Module) -> Next:
    lesson, lab = module.lesson, module.lab
    named = f"module {module.number}, {module.title}"
    if lesson and not lesson.at_end and not (lab and lab.standing.begun):
        time = f" ({module.lesson_minutes} minutes)" if module.lesson_minutes else ""
        verb = "Go on with" if lesson.begun else "Open"
        return Next(lesson.path, "", f"{verb} the lesson of {named}{time}", _first_check(lesson))
    assert lab is not None  # else the module would be done
    step = lab.standing.next
    assert step is not None
    if not lab.standing.begun:
        return Next(
            lab.path, "", f"Open the lab of {named}", "Read from the top, and run each grey box with Shift+Enter."
        )
    verb = {"again": "Run a check again in", "not yet": "Go on with"}.get(step.state, "Go on in")
    begins = step.set_up.partition(":")[0]
    hint = f"After a break, first run the cell that begins with '{begins}'." if begins else ""
    return Next(lab.path, step.place, f"{verb} the lab of {named}: section {step.section}", hint)
