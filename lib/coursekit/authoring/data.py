"""The data that modules bring: their checkpoints, and the small files of their lessons."""

from collections.abc import Iterable

from coursekit.authoring.checkpoints import checkpoint_files
from coursekit.course import Course

__all__ = ["CHECKPOINTS_FOLDER", "TABLES_FOLDER", "data_products"]

CHECKPOINTS_FOLDER, TABLES_FOLDER = "datasets/checkpoints", "datasets/tables"


def data_products(course: Course, modules: Iterable[str]) -> dict[str, bytes]:
    """Make the data of modules in memory, from variant 0 of the company.

    Parameters
    ----------
    course : Course
        The course.
    modules : iterable of str
        Names of modules.

    Returns
    -------
    dict of str to bytes
        Content of each file by its path, relative to the root, with forward slashes.

    Raises
    ------
    AuthorError
        When two modules have a checkpoint of one name.
    """
    modules = list(modules)
    tables = {
        f"{TABLES_FOLDER}/{name}/{file.name}": file.read_bytes()
        for name in modules
        for file in sorted((course.source / name / "tables").glob("*.*"))
    }
    checkpoints = checkpoint_files(course, modules)
    return tables | {f"{CHECKPOINTS_FOLDER}/{path}": content for path, content in checkpoints.items()}
