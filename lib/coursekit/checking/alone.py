"""Run a check in a process of its own, which was given the set-up and the named answers and nothing else."""

import ast
import os
import pickle
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from types import FunctionType
from typing import Any

from coursekit.authoring.questions import parsed
from coursekit.checking.plans import Outcome, Plan
from coursekit.checking.workspace import Workspace, prepare_process
from millrace.checks import NotAnswered

__all__ = ["Handed", "hand_over", "run_alone", "stands_alone"]


@dataclass(frozen=True)
class Handed:
    """What a check is given in a process of its own.

    Parameters
    ----------
    setup : str
        The set-up cell of its part.
    data : bytes
        The answers by name, pickled.
    functions : str
        Source of the answers that are functions.
    check : str
        The check.
    names : tuple of str
        The names of all its answers.
    stub : str
        What an untouched answer holds.
    """

    setup: str
    data: bytes
    functions: str
    check: str
    names: tuple[str, ...]
    stub: str


def hand_over(plan: Plan, at: int, names: Iterable[str], values: Mapping[str, Any]) -> Handed:
    """Pack what a check needs.

    Parameters
    ----------
    plan : Plan
        The lab.
    at : int
        Place of the check among the plan's steps.
    names : iterable of str
        The answers that the check looks at.
    values : mapping
        All names of the notebook.

    Returns
    -------
    Handed
        The check and what it is given.

    Raises
    ------
    TypeError, AttributeError, pickle.PicklingError
        When an answer is no data: an open file, a function made on the fly.
    """
    names = tuple(name for name in names if name in values)
    functions = {name for name in names if isinstance(values[name], FunctionType)}
    data = pickle.dumps({name: values[name] for name in names if name not in functions})
    answers = [step.source for step in plan.steps[:at] if step.role == "answer"]
    return Handed(_setup(plan, at), data, _sources(functions, answers), plan.steps[at].source, names, plan.stub)


def _setup(plan: Plan, at: int) -> str:
    """Find the set-up cell of a check's part: the last one marked before it, else the lab's first code cell."""
    marked = [step for step in plan.steps[:at] if step.sets_up]
    return (marked or list(plan.steps))[-1 if marked else 0].source


def _sources(functions: set[str], answers: list[str]) -> str:
    nodes = [node for source in answers for node in ast.walk(parsed(source) or ast.Module([], []))]
    return "\n".join(ast.unparse(n) for n in nodes if isinstance(n, ast.FunctionDef) and n.name in functions)


def stands_alone(plan: Plan, at: int, names: Iterable[str], values: Mapping[str, Any]) -> Outcome:
    """Say whether a check passes alone, and says "not answered" when its answers are untouched.

    Parameters
    ----------
    plan, at, names, values
        As for `hand_over`.

    Returns
    -------
    Outcome
        Of kind ``"alone"``.
    """
    step = plan.steps[at]
    try:
        verdict, message = _in_a_process(hand_over(plan, at, names, values), plan)
    except BrokenProcessPool:
        verdict, message = "died", "The process ended in the middle of the check."
    except (TypeError, AttributeError, pickle.PicklingError) as error:
        verdict, message = "answer broke", f"An answer cannot be handed over as data: {error}."
    return Outcome(
        "alone", step.name, "alone", verdict == "passed", verdict, message, plan.file, step.line, plan.variant
    )


def _in_a_process(handed: Handed, plan: Plan) -> tuple[str, str]:
    # A server that has imported the libraries and run nothing is copied in milliseconds; Windows has no such thing.
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    context = get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(1, mp_context=context, initializer=prepare_process, max_tasks_per_child=1) as pool:
        return pool.submit(run_alone, handed, plan.folder, plan.variant, plan.seconds).result()


def run_alone(handed: Handed, folder: str, variant: int, seconds: float) -> tuple[str, str]:
    """Run a check twice in this process: with its answers, and with untouched ones.

    Parameters
    ----------
    handed : Handed
        The check and what it is given.
    folder : str
        Where to run.
    variant : int
        Variant of the sample data.
    seconds : float
        How long a cell may take.

    Returns
    -------
    tuple of str and str
        The verdict, ``"passed"`` or what is wrong, and what the learner would see.
    """
    os.environ["MILLRACE_VARIANT"] = str(variant)
    os.chdir(folder)
    solved = Workspace(seconds)
    raised = solved.run(f"{handed.setup}\n{handed.functions}", label="set-up")
    solved.names.update(pickle.loads(handed.data))
    raised = raised or solved.run(handed.check, label="check")
    if raised:
        return "failed" if raised.speaks else "check broke", raised.text
    untouched = Workspace(seconds)
    untouched.run(handed.setup, label="set-up")
    untouched.names.update({name: eval(handed.stub) for name in handed.names})
    raised = untouched.run(handed.check, label="check")
    if raised and isinstance(raised.error, NotAnswered):
        return "passed", ""
    return "passes untouched" if raised is None else "failed", raised.text if raised else ""
