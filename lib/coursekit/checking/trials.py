"""Try every attempt and every mutant against its check, hundreds of them, without a kernel for each."""

import ast
import os
import tempfile
import types
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coursekit.authoring.questions import answer_names, names_stored, parsed
from coursekit.authoring.regions import find_regions, without_regions
from coursekit.checking.alone import stands_alone
from coursekit.checking.attempts import Attempt
from coursekit.checking.bench import Bench, Tried
from coursekit.checking.borrowings import borrowings, references_in
from coursekit.checking.forms import form_trials
from coursekit.checking.looks import watched
from coursekit.checking.mutants import Mutant, Scope, mutants_of, same_code
from coursekit.checking.plans import Outcome, Plan, Step
from coursekit.checking.rereading import files_read_once
from coursekit.checking.workspace import Raised, Workspace

__all__ = ["attempt_code", "run_plan", "spread"]

# Characters shown on each side of what a mutant changed.
CONTEXT = 40
# What a check says to a learner who answers with a checkpoint.
OWN_TABLE = "our own table"


def run_plan(plan: Plan) -> list[Outcome]:
    """Run the solution up to each answer, then all trials of that answer in its place.

    Parameters
    ----------
    plan : Plan
        What to run.

    Returns
    -------
    list of Outcome
        One for the solution of each check passed on the way, and one for each trial.
    """
    space = Workspace(plan.seconds)
    start = space.keep()
    os.environ["MILLRACE_VARIANT"] = str(plan.variant)
    # a folder of its own: two trials that write a file of one name would else meet half of it
    with tempfile.TemporaryDirectory(dir=plan.folder, ignore_cleanup_errors=True) as own:
        os.chdir(own)
        try:
            with files_read_once():
                return list(_walk(plan, space))
        finally:
            space.restore(start)


def _walk(plan: Plan, space: Workspace) -> Iterator[Outcome]:
    last = max((i for i, step in enumerate(plan.steps) if step.name in plan.answers), default=-1)
    for index, step in enumerate(plan.steps[: last + 1]):
        if step.role == "answer" and step.name in plan.answers:
            yield from _trials(plan, space, index)
        with watched() as looks:
            raised = space.run(step.source, label=step.name or step.role)
        if step.role == "check" and step.name in plan.answers:
            yield _solution_outcome(plan, step, raised)
            if plan.alone and not raised:
                yield stands_alone(plan, index, looks, space.names)
        elif raised and not step.may_raise:
            message = f"the {step.role} cell on line {step.line} raised {raised.text}"
            yield Outcome(
                "solution", step.name, "solution", False, "answer broke", message, plan.file, step.line, plan.variant
            )
            return


def _solution_outcome(plan: Plan, step: Step, raised: Raised | None) -> Outcome:
    verdict, message = ("failed", raised.text) if raised else ("passed", "")
    return Outcome(
        "solution", step.name, "solution", raised is None, verdict, message, plan.file, step.line, plan.variant
    )


def _trials(plan: Plan, space: Workspace, index: int) -> Iterator[Outcome]:
    answer = plan.steps[index]
    at = next(i for i, step in enumerate(plan.steps) if step.role == "check" and step.name == answer.name)
    bench = Bench(plan, space, answer, plan.steps[index + 1 : at + 1], space.keep())
    try:
        yield _untouched(bench)
        for attempt in (a for a in plan.attempts if a.answer == answer.name and a.kind in ("right", "wrong")):
            yield _attempt(bench, attempt)
        # Whether a check refuses our tables does not hang on the numbers in them.
        if plan.variant == 0:
            yield from _borrowed(bench)
        if plan.mutants:
            yield from _mutants(bench)
        if plan.forms:
            yield from form_trials(bench)
    finally:
        space.restore(bench.before)


def _untouched(bench: Bench) -> Outcome:
    tried = bench.try_code(without_regions(bench.answer.source, "solution", stub=bench.plan.stub))
    return bench.outcome("untouched", "untouched", tried.verdict == "failed", tried)


def _attempt(bench: Bench, attempt: Attempt) -> Outcome:
    code = attempt_code(bench.answer.source, attempt.code)
    tried = bench.try_code(code, preparation=bench.plan.preparation)
    helps = attempt.says.casefold() in (tried.message or tried.printed).casefold()
    if attempt.kind == "right":
        good = tried.verdict == "passed" and helps
    else:
        # Nobody is shown a sentence when the time runs out, so none can be asked for.
        good = tried.verdict == "took too long" or (tried.verdict in ("failed", "answer broke") and helps)
    return bench.outcome(attempt.kind, attempt.name, good, tried, line=attempt.line, file=attempt.file)


def _borrowed(bench: Bench) -> Iterator[Outcome]:
    """Try what a learner gets for our tables: nothing, and where the check compares with one, a sentence about it."""
    if "samples" not in bench.before["names"]:
        return
    _remember_reference(bench)
    check = bench.check.source
    looked_at = {name: bench.reference.get(name) for _, name in answer_names(check)}
    # The other names of the answer, which has just been run, are right: the borrowed one alone decides.
    solved = replace(bench, before=bench.space.keep())
    compared = references_in(check)
    tried = [
        (checkpoint, code, solved.try_code(code))
        for checkpoint, code in borrowings(looked_at, bench.before["names"], compared=compared)
    ]
    told = {checkpoint for checkpoint, _, one in tried if OWN_TABLE in one.message}
    for checkpoint, code, one in tried:
        good = one.verdict == "failed" and (checkpoint in told or checkpoint not in compared)
        yield bench.outcome("borrowed", code, good, one)


def attempt_code(cell: str, attempt: str) -> str:
    r"""Put an attempt in the place of the solution, as a learner would who keeps what is given around it.

    Parameters
    ----------
    cell : str
        The answer cell with its solution region.
    attempt : str
        What the learner writes; the whole cell when the region stands inside a function or a block.

    Returns
    -------
    str
        The cell to run.

    Examples
    --------
    >>> print(attempt_code("limit = 5\n### BEGIN SOLUTION\na = 1\n### END SOLUTION", "a = limit"))
    limit = 5
    a = limit
    """
    region = find_regions(cell, "solution")[0]
    if cell.split("\n")[region.start][:1].isspace():
        return attempt
    return without_regions(cell, "solution", stub=attempt)


def _mutants(bench: Bench) -> Iterator[Outcome]:
    _remember_reference(bench)
    known = [a for a in bench.plan.attempts if a.answer == bench.answer.name and a.kind == "equivalent"]
    made = mutants_of(bench.answer.source, scope=_scope(bench.space.names), most=10_000)
    excused = {m.code: a for m in made for a in known if same_code(m.code, attempt_code(bench.answer.source, a.code))}
    for attempt in known:
        if attempt not in excused.values():
            tried = Tried("no such mutant")
            yield bench.outcome("stale", attempt.name, False, tried, line=attempt.line, file=attempt.file)
    for mutant in spread([m for m in made if m.code not in excused], bench.plan.mutants):
        yield _mutant(bench, mutant)
    for mutant in (m for m in made if m.code in excused):
        yield _mutant_outcome(bench, mutant, Tried("equivalent", excused[mutant.code].name))


def spread(made: list[Mutant], most: int) -> list[Mutant]:
    """Take so many of them at the most, evenly: neighbours are of one kind."""
    return made if len(made) <= most else [made[n * len(made) // most] for n in range(most)]


def _mutant(bench: Bench, mutant: Mutant) -> Outcome:
    return _mutant_outcome(bench, mutant, bench.try_code(mutant.code, void=True))


def _mutant_outcome(bench: Bench, mutant: Mutant, tried: Tried) -> Outcome:
    name = f"{mutant.kind}: {'  →  '.join(_around_change(mutant.before, mutant.after))}"
    return bench.outcome("mutant", name, tried.verdict != "passed", tried, line=bench.answer.line + 1 + mutant.line)


def _around_change(before: str, after: str) -> tuple[str, str]:
    """Cut long statements down to what changed, with a little of what stands around it."""
    start = max(_shared_start(before, after) - CONTEXT, 0)
    cut = max(_shared_start(before[start:][::-1], after[start:][::-1]) - CONTEXT, 0)
    opening, closing = ("…" if cut_off else "" for cut_off in (start, cut))
    one, other = (f"{opening}{text[start : len(text) - cut]}{closing}" for text in (before, after))
    return one, other


def _shared_start(first: str, second: str) -> int:
    pairs = enumerate(zip(first, second, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))


def _remember_reference(bench: Bench) -> None:
    check = bench.check.source
    looked_at = {name for _, name in answer_names(check)}
    used = {node.id for node in ast.walk(parsed(check) or ast.Module([], [])) if isinstance(node, ast.Name)}
    bench.space.restore(bench.before)
    bench.space.run(bench.answer.source, label="answer")
    bench.reference = bench.space.copy_of(looked_at | (names_stored(bench.answer.source) & used))


def _scope(names: dict[str, Any]) -> Scope:
    import pandas as pd

    swaps: dict[str, str] = {}
    for table in (value for value in names.values() if isinstance(value, pd.DataFrame)):
        columns = list(dict.fromkeys(c for c in table.columns if isinstance(c, str)))
        kinds = {c: set(map(str, table.dtypes[table.columns == c])) for c in columns}
        for place, column in enumerate(columns if len(columns) > 1 else []):
            others = [*columns[place + 1 :], *columns[:place]]
            # A column of the same kind is the mistake that is harder to notice.
            alike = [c for c in others if kinds[c] == kinds[column]]
            swaps.setdefault(column, (alike or others)[0])
    return Scope(swaps, frozenset(n for n, v in names.items() if isinstance(v, types.ModuleType)))
