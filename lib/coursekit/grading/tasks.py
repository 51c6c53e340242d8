"""What goes to a worker and what comes back from it; both can be pickled."""

from dataclasses import dataclass, field

from coursekit.grading.intake import Taken
from coursekit.grading.outcomes import Mark, Remark
from coursekit.grading.plans import Plan
from coursekit.kernels import Limits

__all__ = ["Task", "Worked"]


@dataclass(frozen=True)
class Task:
    """One notebook to run and mark.

    Parameters
    ----------
    lab, learner, notebook : str
        Which it is.
    content : str
        The sanitised notebook, JSON.
    plan : Plan
        What the judge needs of the lab.
    released : dict of str to str
        The checks as learners have them, by grade id.
    given : dict of str to str
        Paths of the lab's files, by name.
    taken : tuple of Taken
        The learner's own files.
    environment : dict of str to str
        Variables of the environment.
    limits : Limits
        What the notebook may use.
    warm : tuple of str
        Modules to have ready: what the trainer's notebooks name, and what the trainer's solution has loaded.
    enclosed : bool
        Whether the notebook runs in a sandbox.
    readable, hidden : tuple of str
        Paths that the sandbox shows, and those among them that it shows empty.
    reference : bool
        Whether it is the trainer's own solution, run to learn which checks can be decided apart.
    """

    lab: str
    learner: str
    notebook: str
    content: str
    plan: Plan
    released: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    taken: tuple[Taken, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    warm: tuple[str, ...] = ()
    enclosed: bool = True
    readable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    reference: bool = False


@dataclass(frozen=True)
class Worked:
    """What a worker gives back.

    Parameters
    ----------
    content : str
        The executed notebook, JSON.
    marks : tuple of Mark
        One for each cell that gives points.
    remarks : tuple of Remark
        What was not as it should be.
    outcome : str
        How the run ended.
    seconds : dict of str to float
        Where time went.
    peak_mb : float
        Most memory that the notebook's processes held.
    modules : tuple of str
        What the trainer's solution has loaded, in the order of loading.
    """

    content: str
    marks: tuple[Mark, ...]
    remarks: tuple[Remark, ...]
    outcome: str
    seconds: dict[str, float]
    peak_mb: float = 0.0
    modules: tuple[str, ...] = ()
