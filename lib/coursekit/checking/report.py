"""Judge the outcomes of one lab: what was counted, what falls short, and what to do about it."""

import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from coursekit.authoring.marks import Lab
from coursekit.checking.leaks import Leak
from coursekit.checking.marking import Marked
from coursekit.checking.plans import Outcome
from coursekit.checking.prose import HIGHEST_AGE, Prose

__all__ = ["Evidence", "LabReport", "judge"]

LEAST_KILLED = 0.9
KINDLY = {"NotAnswered", "CheckFailed", "AssertionError"}
# The promise to learners: they wait for every answer, and a cohort multiplies it.
MOST_SECONDS, MOST_GRADED_SECONDS = 20, 5


@dataclass
class Evidence:
    """All that was found out about a lab.

    Parameters
    ----------
    lab : Lab
        Its source.
    solved, untouched : Marked
        Marks of the complete and of the untouched notebook, from a real kernel.
    leaks : list of Leak
        Answer text that learners can read.
    drift : list of str
        Products that are not what the source says.
    outcomes : list of Outcome
        All trials, of all variants.
    variants : int
        How many variants besides the committed one were run.
    prose : list of Prose
        Of each file that people read.
    """

    lab: Lab
    solved: Marked
    untouched: Marked
    leaks: list[Leak]
    drift: list[str]
    outcomes: list[Outcome]
    variants: int
    prose: list[Prose] = field(default_factory=list)

    def of(self, *kinds: str, variant: int | None = 0) -> list[Outcome]:
        """Outcomes of some kinds on one variant, or on all of them."""
        return [o for o in self.outcomes if o.kind in kinds and variant in (None, o.variant)]


@dataclass
class LabReport:
    """One row of the table. Counts are pairs: how many were as they should be, and of how many."""

    lab: str
    points: int
    answers: int
    essays: int
    solution_full: bool
    untouched_zero: bool
    nothing_leaks: bool
    right: tuple[int, int]
    wrong: tuple[int, int]
    borrowed: tuple[int, int]
    equivalents: tuple[int, int]
    spoilers: tuple[int, int]
    exempted: int
    alone: tuple[int, int]
    choices: tuple[int, int]
    mutants: tuple[int, int]
    mutants_same_answer: int
    mutants_equivalent: int
    variants: tuple[int, int]
    seconds: float
    graded_seconds: float
    shortfalls: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing falls short."""
        return not self.shortfalls

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "ok": self.ok}


def judge(evidence: Evidence) -> LabReport:
    """Count and judge.

    Parameters
    ----------
    evidence : Evidence
        What was found out.

    Returns
    -------
    LabReport
        With a line for everything that falls short: 100 % of everything is asked for, but 90 % of the mutants.
    """
    lab, mutants = evidence.lab, evidence.of("mutant")
    killed = [o for o in mutants if o.verdict not in ("passed", "same answer", "equivalent")]
    survived = [o for o in mutants if o.verdict == "passed"]
    untouched = [*_untouched_faults(evidence)]
    solved = [*_solved_faults(evidence)]
    return LabReport(
        lab=lab.name,
        points=lab.points,
        answers=len(lab.of_role("answer")),
        essays=len(lab.of_role("essay")),
        solution_full=not solved,
        untouched_zero=not untouched,
        nothing_leaks=not evidence.leaks,
        right=_count(evidence.of("right")),
        wrong=_count(evidence.of("wrong")),
        borrowed=_count(evidence.of("borrowed")),
        equivalents=_count(_not_exempted(evidence, "equivalent")),
        spoilers=_count(_not_exempted(evidence, "spoiler")),
        exempted=len(_exempted(evidence)),
        alone=_count(evidence.of("alone")),
        choices=(len(lab.choices), len(lab.of_role("answer"))),
        mutants=(len(killed), len(killed) + len(survived)),
        mutants_same_answer=sum(o.verdict == "same answer" for o in mutants),
        mutants_equivalent=sum(o.verdict == "equivalent" for o in mutants),
        variants=(sum(_holds(evidence, v) for v in range(1, evidence.variants + 1)), evidence.variants),
        seconds=round(evidence.solved.seconds, 1),
        graded_seconds=round(evidence.solved.graded_seconds, 1),
        shortfalls=[*evidence.drift, *solved, *untouched, *_other_faults(evidence, killed, survived)],
        survivors=[f"{o.file}:{o.line}: [{o.answer}] {o.name}" for o in sorted(survived, key=lambda o: o.line)],
        notes=[*_notes(evidence)],
    )


def _count(outcomes: list[Outcome]) -> tuple[int, int]:
    return sum(o.good for o in outcomes), len(outcomes)


def _not_exempted(evidence: Evidence, kind: str) -> list[Outcome]:
    return [o for o in evidence.of(kind) if o.verdict != "exempted"]


def _exempted(evidence: Evidence) -> list[Outcome]:
    return [o for o in evidence.of("equivalent", "spoiler") if o.verdict == "exempted"]


def _holds(evidence: Evidence, variant: int) -> bool:
    return all(o.good for o in evidence.of("solution", "untouched", "right", "wrong", variant=variant))


def _solved_faults(evidence: Evidence) -> Iterator[str]:
    file = evidence.lab.file
    for place, message in dict.fromkeys((_place(o), o.message) for o in evidence.of("solution") if not o.good):
        yield f"{place} the solution does not pass: {_short(message)} Mend it or its check."
    if any(o.verdict in ("answer broke", "died") for o in evidence.of("solution")):
        # What fails in the kernel after this cell is only its consequence.
        return
    if evidence.solved.problem:
        yield f"{file}: the solution could not be run: {evidence.solved.problem}. Mend the cell that stops it."
    for cell in evidence.solved.cells:
        if cell.earned != cell.possible:
            yield (
                f"{file}: the solution earns {cell.earned:g} of {cell.possible:g} points at {cell.name}: "
                f"{_short(cell.message)} Mend the solution or its check."
            )


def _untouched_faults(evidence: Evidence) -> Iterator[str]:
    file = evidence.lab.file
    if evidence.untouched.problem:
        yield f"{file}: the untouched lab could not be run: {evidence.untouched.problem}. Mend the cell that stops it."
    for cell in evidence.untouched.cells:
        if cell.earned:
            yield (
                f"{file}: the untouched lab earns {cell.earned:g} points at {cell.name}. "
                "Begin the check with checks.answer(...), and give the answer's name nothing before its cell."
            )
        elif cell.possible and cell.error and cell.error not in KINDLY:
            yield (
                f"{file}: the untouched lab shows a raw {cell.error} at {cell.name}. "
                "Begin the check with checks.answer(...): it says 'Not answered yet'."
            )
    for outcome in evidence.of("untouched"):
        if outcome.verdict == "passed":
            yield f"{_place(outcome)} the check passes when only this answer is untouched. Make it compare the answer."


def _other_faults(evidence: Evidence, killed: list[Outcome], survived: list[Outcome]) -> Iterator[str]:
    for leak in evidence.leaks:
        yield f"{leak.file}:{leak.line}: '{leak.text}' can be read in {leak.path}. Take it out of the given text."
    yield from (
        f"{one.file}: reads at age {one.age:.0f}, {HIGHEST_AGE} at most is asked for. Use shorter words and sentences."
        for one in evidence.prose
        if one.age > HIGHEST_AGE
    )
    yield from (_attempt_fault(o) for o in evidence.of("right", "wrong", "borrowed", "stale") if not o.good)
    yield from (_form_fault(o) for o in evidence.of("equivalent", "spoiler", "alone") if not o.good)
    if len(killed) < LEAST_KILLED * (len(killed) + len(survived)):
        yield (
            f"{evidence.lab.file}: the checks notice {len(killed)} of {len(killed) + len(survived)} mutants, "
            f"{LEAST_KILLED:.0%} are asked for. Let the checks look at what the survivors change."
        )
    for variant in range(1, evidence.variants + 1):
        for o in evidence.of("solution", "untouched", "right", "wrong", variant=variant):
            if not o.good:
                yield f"variant {variant}: {_attempt_fault(o)}"


def _attempt_fault(outcome: Outcome) -> str:
    what = f"{_place(outcome)} the {outcome.kind} attempt '{outcome.name}'"
    shown = f" The learner sees: {_short(outcome.message)}" if outcome.message else ""
    if outcome.kind == "right":
        return f"{what} does not pass ({outcome.verdict}).{shown} Let the check accept it, or mend the attempt."
    if outcome.kind == "stale":
        return f"{_place(outcome)} {STALE[outcome.verdict].format(outcome.name)}"
    if outcome.kind in ("solution", "untouched"):
        return f"{_place(outcome)} {outcome.kind}: {outcome.verdict}.{shown} The check must hold on any data."
    if outcome.kind == "borrowed" and outcome.verdict in ("passed", "failed"):
        return f"{what} earns points or is not told so.{shown} Compare with answer.reference(...) in the check."
    if outcome.verdict == "passed":
        return f"{what} is not caught. Let the check look at what it gets wrong."
    if outcome.verdict == "check broke":
        return f"{what} breaks the check.{shown} Let the check test for this first, and say so in a sentence."
    return f"{what} is caught, but its message does not help.{shown} Mend the message, or the words in says=."


def _form_fault(outcome: Outcome) -> str:
    """Say what a check does to a form that a machine made, with the code to paste behind the answer."""
    what = f"{_place(outcome)} the {outcome.kind} '{outcome.name}'"
    shown = f" The learner sees: {_short(outcome.message)}" if outcome.message else ""
    code = f"\n{textwrap.indent(outcome.code, '      ')}" if outcome.code else ""
    if outcome.kind == "alone":
        return f"{_place(outcome)} the check does not stand alone ({outcome.verdict}).{shown} {ALONE}"
    if outcome.verdict == "check broke":
        return f"{what} breaks the check.{shown} Let the check test for this first, and say so in a sentence.{code}"
    if outcome.kind == "equivalent":
        return f"{what} is refused ({outcome.verdict}).{shown} Let the check accept it, or exempt it.{code}"
    return f"{what} is not caught ({outcome.verdict}).{shown} Let the check look at it, or exempt it.{code}"


STALE = {
    "no such mutant": "'{}' is no mutant of the solution. Write the changed solution, or remove it.",
    "nothing to exempt": "the exemption '{}' holds nothing back. Correct its name, or remove it.",
}
ALONE = "It is given the set-up of its part and its answers, nothing else: load or compute the rest inside the check."


def _place(outcome: Outcome) -> str:
    return f"{outcome.file}:{outcome.line}:" + (f" [{outcome.answer}]" if outcome.answer else "")


def _short(message: str) -> str:
    text = " ".join(message.split())
    text = text if len(text) <= 300 else f"{text[:297]}..."
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _notes(evidence: Evidence) -> Iterator[str]:
    for one in evidence.prose:
        yield f"{one.file}: {one.words:,} words of prose, reading age {one.age:.0f}"
        yield from (f"{one.file}: too long to be read once: {sentence}" for sentence in one.long)
    for outcome in evidence.of("right", "wrong", "mutant", variant=None):
        if outcome.verdict == "took too long":
            yield f"{_place(outcome)} took too long: {outcome.name}"
    yield from _notes_on_forms(evidence)
    for what, took, most in (
        ("The lab with its solutions", evidence.solved.seconds, MOST_SECONDS),
        ("Answers and checks", evidence.solved.graded_seconds, MOST_GRADED_SECONDS),
    ):
        if took > most:
            yield f"{evidence.lab.file}: {what} took {took:.1f} seconds; learners are promised {most}."


def _notes_on_forms(evidence: Evidence) -> Iterator[str]:
    for outcome in evidence.of("twice"):
        yield (
            f"{_place(outcome)} the solution's cell cannot be run twice: {_short(outcome.message)} "
            "Learners run cells again: say so in the task, or begin the cell with a fresh table."
        )
    for outcome in _exempted(evidence):
        yield f"{_place(outcome)} exempted, '{outcome.name}': {_short(outcome.message)}"
    chosen, answers = len(evidence.lab.choices), len(evidence.lab.of_role("answer"))
    if 2 * chosen < answers:
        yield (
            f"{evidence.lab.file}: {chosen} of {answers} answers ask for a choice that no hint contains; at least half "
            "should. Mark them with choice=true."
        )
