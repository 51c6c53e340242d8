"""The bench on which one answer is tried: everything its trials share, and how one of them is run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from coursekit.checking.plans import Outcome, Plan, Step
from coursekit.checking.sameness import same_content
from coursekit.checking.workspace import Raised, Workspace

__all__ = ["Bench", "Tried"]


@dataclass(frozen=True)
class Tried:
    """What came of one run.

    Parameters
    ----------
    verdict : str
        As in `coursekit.checking.plans.Outcome`.
    message : str
        What the learner saw.
    printed : str
        What a check that passed has printed.
    """

    verdict: str
    message: str = ""
    printed: str = ""


@dataclass
class Bench:
    """An answer with everything its trials share.

    Parameters
    ----------
    plan : Plan
        The work it belongs to.
    space : Workspace
        Where it is run.
    answer : Step
        The answer cell.
    after : tuple of Step
        The cells after it, up to its check.
    before : dict
        The workspace before the answer.
    reference : dict
        The answer's values by name, as the solution makes them; empty until they are asked for.
    """

    plan: Plan
    space: Workspace
    answer: Step
    after: tuple[Step, ...]
    before: dict[str, Any]
    reference: dict[str, Any] = field(default_factory=dict)

    @property
    def check(self) -> Step:
        """The check cell."""
        return self.after[-1]

    def outcome(self, kind: str, name: str, good: bool, tried: Tried, **more: Any) -> Outcome:
        """Write an outcome down with what is the same for all trials of the answer."""
        place = {"line": self.answer.line, "file": self.plan.file, **more}
        return Outcome(
            kind, self.answer.name, name, good, tried.verdict, tried.message, variant=self.plan.variant, **place
        )

    def try_code(self, code: str, *, preparation: str = "", void: bool = False) -> Tried:
        """Run code in the answer's place, then the check.

        Parameters
        ----------
        code : str
            What the learner writes.
        preparation : str
            Code to run before it.
        void : bool
            Whether a trial that gives the same answer as the solution proves nothing.

        Returns
        -------
        Tried
            What came of it.
        """
        self.space.restore(self.before)
        return self._tried(code, preparation, void)

    def try_behind(self, code: str, state: dict[str, Any], *, names: Iterable[str]) -> Tried:
        """Run code behind the solution, then the check.

        Parameters
        ----------
        code : str
            What the learner writes.
        state : dict
            The workspace behind the solution, from `Workspace.keep`.
        names : iterable of str
            Every name that the code, the check and the cells before it mention: the others cannot change.

        Returns
        -------
        Tried
            What came of it.
        """
        self.space.restore(state, only=names)
        return self._tried(code, "", False)

    def try_again(self, state: dict[str, Any]) -> Tried:
        """Run the answer's own cell a second time, then the check.

        Parameters
        ----------
        state : dict
            The workspace behind the solution.

        Returns
        -------
        Tried
            What came of it.
        """
        self.space.restore(state)
        return self._tried(self.answer.source, "", False)

    def _tried(self, code: str, preparation: str, void: bool) -> Tried:
        space = self.space
        raised = space.run(preparation, label="preparation") if preparation else None
        raised = raised or space.run(code, label="answer")
        if raised:
            return Tried("took too long" if raised.late else "answer broke", raised.text)
        if void and self.gives_the_same():
            return Tried("same answer")
        raised = self.run_check()
        return Tried("passed", "", space.printed) if raised is None else Tried(_check_verdict(raised), raised.text)

    def run_check(self) -> Raised | None:
        """Run the cells after the answer, the check last, and return what the check raised."""
        raised = None
        # As in a notebook, a cell in between that fails (it may show the answer) does not keep the check from running.
        for step in self.after:
            raised = self.space.run(step.source, label=step.name or step.role)
        return raised

    def gives_the_same(self) -> bool:
        """Whether the answer's values in the workspace are those of the solution."""
        names = self.space.names
        return bool(self.reference) and all(
            name in names and same_content(value, names[name]) for name, value in self.reference.items()
        )


def _check_verdict(raised: Raised) -> str:
    if raised.late:
        return "took too long"
    return "failed" if raised.speaks else "check broke"
