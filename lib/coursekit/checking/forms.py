"""Try a right answer in every form, and spoiled in every place: the check takes the ones and refuses the others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any

import pandas as pd

from coursekit.authoring.questions import names_stored
from coursekit.checking.attempts import Exemption
from coursekit.checking.bench import Bench, Tried
from coursekit.checking.equivalents import equivalents
from coursekit.checking.looks import Look, watched
from coursekit.checking.plans import Outcome
from coursekit.checking.sameness import same_value
from coursekit.checking.spoilers import spoilers
from coursekit.checking.tampering import given_names, names_in, tampered_after, tampered_before

__all__ = ["form_trials"]


@dataclass
class Solved:
    """An answer just solved: the workspace behind it, the values that the check looks at, and how it does."""

    state: dict[str, Any]
    values: dict[str, Any]
    looks: dict[str, Look]
    names: set[str]


def form_trials(bench: Bench) -> Iterator[Outcome]:
    """Try the equivalents and the spoilers of one answer.

    Parameters
    ----------
    bench : Bench
        The answer.

    Yields
    ------
    Outcome
        Of kind ``"equivalent"`` or ``"spoiler"``, each with its code; ``"twice"`` where the solution's own cell cannot
        be run again; ``"stale"`` for an exemption that holds nothing back.
    """
    solved = _solve(bench)
    if solved is None:
        # The solution does not pass: that is reported already, and nothing can be learnt from its forms.
        return
    exempted: set[int] = set()
    for outcome in _all(bench, solved):
        reason = None if outcome.good or outcome.verdict == "check broke" else _exemption(bench, outcome)
        if reason is None:
            yield outcome
        else:
            exempted.add(reason.line)
            yield replace(outcome, good=True, verdict="exempted", message=reason.reason)
    # In a sample of the spoilers an exemption may hold nothing back and be right all the same.
    known = bench.plan.exemptions if bench.plan.every == 1 else ()
    for mark in (m for m in known if m.answer == bench.answer.name and m.line not in exempted):
        yield bench.outcome("stale", mark.name, False, Tried("nothing to exempt"), line=mark.line, file=mark.file)


def _exemption(bench: Bench, outcome: Outcome) -> Exemption | None:
    marks = (m for m in bench.plan.exemptions if m.answer == outcome.answer)
    return next((m for m in marks if fnmatchcase(outcome.name, m.name)), None)


def _solve(bench: Bench) -> Solved | None:
    space = bench.space
    space.restore(bench.before)
    if space.run(bench.answer.source, label="answer"):
        return None
    state = space.keep()
    with watched() as looks:
        if bench.run_check():
            return None
    # A check that asks for no answer is held to all that the cell makes.
    looks = looks or {name: Look(name) for name in sorted(names_stored(bench.answer.source))}
    before, names = bench.before["names"], state["names"]
    for look in looks.values():
        _assume_all(look, names.get(look.name))
    made = {n: names[n] for n in looks if n in names and not (n in before and same_value(before[n], names[n]))}
    mentioned = names_in(*(step.source for step in bench.after)) | set(looks) | {"In"}
    return Solved(state, made, looks, mentioned)


def _assume_all(look: Look, value: Any) -> None:
    """Take every column for one that the answer fills, where the check reads the bare table and does not say."""
    if not look.shape and isinstance(value, pd.DataFrame):
        look.filled = [column for column in value.columns if isinstance(column, str)]


def _all(bench: Bench, solved: Solved) -> Iterator[Outcome]:
    given = given_names(bench.answer.source, bench.before["names"])
    apart = {n: v for n, v in given.items() if n not in solved.looks and not _is_answer(solved, n)}
    for name, value in solved.values.items():
        for form, code in _sampled(bench, equivalents(name, value, solved.looks[name])):
            yield _behind(bench, solved, "equivalent", _titled(form, name, solved), code)
    for what, code in _sampled(bench, tampered_after(apart)):
        yield _behind(bench, solved, "equivalent", what, code)
    yield _twice(bench, solved)
    for name, value in solved.values.items():
        made = spoilers(name, value, solved.looks[name], given=bench.before["names"])
        for wrong, code in _sampled(bench, made):
            yield _behind(bench, solved, "spoiler", _titled(wrong, name, solved), code)
    yield from _spoiled_before(bench, solved, given)


def _sampled(bench: Bench, trials: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return islice(trials, 0, None, bench.plan.every)


def _titled(what: str, name: str, solved: Solved) -> str:
    return f"{name}: {what}" if len(solved.values) > 1 else what


def _is_answer(solved: Solved, name: str) -> bool:
    """Whether a given name is only another name of the answer, so that changing the one changes the other."""
    return any(solved.state["names"].get(name) is value for value in solved.values.values())


def _behind(bench: Bench, solved: Solved, kind: str, name: str, code: str) -> Outcome:
    tried = bench.try_behind(code, solved.state, names=solved.names | names_in(code))
    return bench.outcome(kind, name, tried.verdict == WANTED[kind], tried, code=code)


def _twice(bench: Bench, solved: Solved) -> Outcome:
    tried = bench.try_again(solved.state)
    if tried.verdict == "answer broke":
        return bench.outcome("twice", "the answer cell run twice", True, tried)
    return bench.outcome("equivalent", "the answer cell run twice", tried.verdict == "passed", tried)


def _spoiled_before(bench: Bench, solved: Solved, given: dict[str, Any]) -> Iterator[Outcome]:
    for what, code in _sampled(bench, tampered_before(given, answer=bench.answer.source)):
        tried = replace(bench, reference=solved.values).try_code(bench.answer.source, preparation=code, void=True)
        # An error in the answer's own line is told by Python; the same answer needs no telling.
        if tried.verdict not in ("answer broke", "same answer"):
            yield bench.outcome("spoiler", what, tried.verdict == "failed", tried, code=code)


WANTED = {"equivalent": "passed", "spoiler": "failed"}
