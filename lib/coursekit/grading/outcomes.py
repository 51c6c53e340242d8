"""What grading says of a submission: its marks, its state, and a sentence for each thing that was amiss."""

from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["STATES", "Graded", "Mark", "Remark", "state_of"]

STATES = ("graded", "needs grading", "flagged", "failed")


@dataclass(frozen=True)
class Mark:
    """What one graded cell earned.

    Parameters
    ----------
    name : str
        Its grade id.
    earned : float or None
        Points; None when a person has to say.
    possible : float
        Points at the most.
    decided : str
        ``"apart"`` from data in a process that ran no learner code, ``"beside"`` the learner's code, ``"withheld"`` for
        a person to look at, ``"by hand"`` for an essay, ``"not reached"``.
    said : str
        Why, when it is not plain.
    """

    name: str
    earned: float | None
    possible: float
    decided: str
    said: str = ""


@dataclass(frozen=True)
class Remark:
    """One thing that was not as it should be.

    Parameters
    ----------
    kind : str
        A short name, the same for all of a kind: ``"duplicate cell"``.
    trainer, learner : str
        A sentence for each of them; the learner's may be empty.
    flags : bool
        Whether somebody has to look.
    """

    kind: str
    trainer: str
    learner: str = ""
    flags: bool = False


@dataclass(frozen=True)
class Graded:
    """The outcome of one notebook of one learner.

    Parameters
    ----------
    lab, learner, notebook : str
        Which it is.
    state : str
        One of `STATES`.
    marks : tuple of Mark
        One for each graded cell.
    remarks : tuple of Remark
        What was not as it should be.
    seconds : dict of str to float
        Where time went, in wall-clock seconds; two outcomes that differ in nothing else are equal.
    """

    lab: str
    learner: str
    notebook: str
    state: str
    marks: tuple[Mark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict, compare=False)

    @property
    def score(self) -> float:
        """Points that are decided."""
        return sum(mark.earned or 0.0 for mark in self.marks)

    @property
    def possible(self) -> float:
        """Points at the most, essays included."""
        return sum(mark.possible for mark in self.marks)

    @property
    def needs_a_look(self) -> bool:
        """Whether a person has to look at more than essays."""
        return self.state in ("flagged", "failed")

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it.

        Examples
        --------
        >>> Graded("lab", "ann", "lab", "graded", (Mark("check-a", 1.0, 2.0, "apart"),)).as_dict()["score"]
        1.0
        """
        return {**asdict(self), "score": self.score, "possible": self.possible}

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> "Graded":
        """Read what `as_dict` wrote.

        Raises
        ------
        KeyError, TypeError
            When it is something else.
        """
        marks = tuple(Mark(**mark) for mark in told["marks"])
        remarks = tuple(Remark(**remark) for remark in told["remarks"])
        names = {key: told[key] for key in ("lab", "learner", "notebook", "state")}
        return cls(**names, marks=marks, remarks=remarks, seconds=dict(told["seconds"]))


def state_of(marks: tuple[Mark, ...], remarks: tuple[Remark, ...], *, failed: bool = False) -> str:
    """Say in which state a notebook is.

    Parameters
    ----------
    marks : tuple of Mark
        Its marks.
    remarks : tuple of Remark
        What was not as it should be.
    failed : bool
        Whether it could not be run to its end.

    Returns
    -------
    str
        One of `STATES`.
    """
    if any(remark.flags for remark in remarks) or any(mark.decided == "withheld" for mark in marks):
        return "flagged"
    if failed:
        return "failed"
    return "needs grading" if any(mark.earned is None for mark in marks) else "graded"
