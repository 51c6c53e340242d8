"""What a process is asked to try, and what it hands back."""

from dataclasses import dataclass

from coursekit.checking.attempts import Attempt, Exemption

__all__ = ["Outcome", "Plan", "Step"]


@dataclass(frozen=True)
class Step:
    """One code cell of the complete notebook.

    Parameters
    ----------
    role : str
        ``"answer"``, ``"check"``, ``"solution"`` or ``"given"``.
    name : str
        Name of the answer or check; empty for the others.
    source : str
        What the cell holds, hidden tests included.
    line : int
        Line of its marker in ``lab.py``.
    may_raise : bool
        Whether the lab shows an error here on purpose.
    sets_up : bool
        Whether a part of the lab begins with this cell.
    """

    role: str
    name: str
    source: str
    line: int
    may_raise: bool = False
    sets_up: bool = False


@dataclass(frozen=True)
class Plan:
    """Work for one process: some answers of one lab on one variant of the data.

    Parameters
    ----------
    lab, file : str
        Name of the module and path of its ``lab.py``.
    steps : tuple of Step
        The code cells in order.
    answers : tuple of str
        Whose trials to run; the solution itself is always run.
    attempts : tuple of Attempt
        Right, wrong and equivalent ones.
    preparation : str
        Code to run before each attempt.
    stub : str
        What an untouched answer holds.
    variant : int
        Variant of the sample data.
    mutants : int
        How many mutants of each answer at the most.
    every : int
        Of the equivalents and spoilers only every so many-th is tried.
    forms : bool
        Whether equivalents and spoilers are made and tried.
    alone : bool
        Whether each check is run in a process of its own besides.
    exemptions : tuple of Exemption
        Equivalents and spoilers that may come out otherwise.
    seconds : float
        How long one trial may take.
    folder : str
        Where to run.
    """

    lab: str
    file: str
    steps: tuple[Step, ...]
    answers: tuple[str, ...]
    attempts: tuple[Attempt, ...] = ()
    preparation: str = ""
    stub: str = "..."
    variant: int = 0
    mutants: int = 40
    every: int = 1
    forms: bool = False
    alone: bool = False
    exemptions: tuple[Exemption, ...] = ()
    seconds: float = 20.0
    folder: str = "."


@dataclass(frozen=True)
class Outcome:
    """What came of one trial.

    Parameters
    ----------
    kind : str
        ``"solution"``, ``"untouched"``, ``"right"``, ``"wrong"``, ``"borrowed"``, ``"mutant"``, ``"equivalent"``,
        ``"spoiler"``, ``"alone"``, ``"twice"`` (the solution's cell cannot be run again) or ``"stale"`` (a mark in
        ``attempts.py`` that nothing fits).
    answer, name : str
        The answer, and which attempt or mutant.
    good : bool
        Whether it ended as it should.
    verdict : str
        ``"passed"``, ``"failed"``, ``"answer broke"``, ``"check broke"``, ``"took too long"``, ``"same answer"``,
        ``"equivalent"``, ``"exempted"``, ``"passes untouched"`` or ``"died"``.
    message : str
        What the learner saw.
    file, line : str, int
        Where the trial stands in the sources.
    variant : int
        Variant of the sample data.
    code : str
        What was run, where a machine wrote it.
    """

    kind: str
    answer: str
    name: str
    good: bool
    verdict: str
    message: str = ""
    file: str = ""
    line: int = 0
    variant: int = 0
    code: str = ""
