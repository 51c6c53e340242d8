"""Checkpoints of other variants of the company: worked out when first asked for, and kept in this user's cache."""

from pathlib import Path

import millrace
from coursekit.authoring.checkpoints import CHECKPOINTS, write_checkpoints
from coursekit.course import Course, find_course
from coursekit.faults import CourseError
from lantern.store import cached, company_folder, version_of

__all__ = ["checkpoints_folder"]


def checkpoints_folder(variant: int) -> Path:
    """Return the folder with the checkpoints of a variant. Learners, who have no workshop, hold variant 0 only.

    Parameters
    ----------
    variant : int
        Which variant of the company.

    Returns
    -------
    pathlib.Path
        A folder with a folder per module, another one whenever the course, the helpers or the company have changed.
    """
    course = _course()
    sources = [*course.source.glob(f"*/{CHECKPOINTS}"), *Path(millrace.__file__).parent.rglob("*.py")]
    place = Path("checkpoints") / f"{company_folder(variant).parent.name}-{version_of(sources)}"
    return cached(place, variant, lambda folder: write_checkpoints(course, folder, variant=variant))


def _course() -> Course:
    """Find the course above the working folder or, for a notebook that runs elsewhere, around this file."""
    try:
        return find_course()
    except CourseError:
        return find_course(Path(__file__).parents[2])
