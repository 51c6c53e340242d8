"""What an author can get wrong, kept as a list so that everything is reported at once."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["AuthorError", "CourseError", "Fault", "stop_on"]


class CourseError(Exception):
    """Anything about the course folder that stops a command; the message says what to do."""


@dataclass(frozen=True, order=True)
class Fault:
    """One slip of an author: where it stands, what was found, and the fix.

    Parameters
    ----------
    file : str
        Path of the source, relative to the course root, with forward slashes.
    line : int
        Line in the file, counted from 1.
    found : str
        One sentence on what is wrong.
    fix : str
        One sentence on what to do.

    Examples
    --------
    >>> print(Fault("course/01-a/lab.py", 7, "The mark 'anwser' is not known.", "Did you mean 'answer'?"))
    course/01-a/lab.py:7: The mark 'anwser' is not known. Did you mean 'answer'?
    """

    file: str
    line: int
    found: str
    fix: str

    def __str__(self) -> str:
        """Write the fault as editors and terminals link it."""
        return f"{self.file}:{self.line}: {self.found} {self.fix}"


class AuthorError(CourseError):
    """All the faults that were found, in the order of the files.

    Parameters
    ----------
    faults : iterable of Fault
        What was found; repeated faults are shown once.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


def stop_on(faults: Iterable[Fault]) -> None:
    """Raise all faults together, or do nothing when there are none.

    Parameters
    ----------
    faults : iterable of Fault
        What was found so far.

    Raises
    ------
    AuthorError
        When there is at least one fault.

    Examples
    --------
    >>> stop_on([])
    """
    found = list(faults)
    if found:
        raise AuthorError(found)
