"""Make the learner's notebook from the complete one, by nbgrader's own steps and settings."""

from typing import TYPE_CHECKING

from coursekit.course import CONFIG_FILE, Course
from coursekit.faults import CourseError

if TYPE_CHECKING:
    from nbconvert.exporters import Exporter
    from nbformat import NotebookNode

__all__ = ["release_exporter", "released"]

REMOVAL = """\
from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.converters import GenerateAssignment
c.GenerateAssignment.preprocessors = [TagRemovePreprocessor, *GenerateAssignment.preprocessors.default()]
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"solution"}"""


def release_exporter(course: Course) -> "Exporter":
    """Set up the steps that ``nbgrader generate_assignment`` would run with the course's configuration.

    Only the step that writes to the gradebook is left out, so that a build needs no database.

    Parameters
    ----------
    course : Course
        Whose ``nbgrader_config.py`` counts.

    Returns
    -------
    nbconvert.exporters.Exporter
        To be given to `released`, for any number of labs.
    """
    from nbconvert.exporters import NotebookExporter
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells
    from traitlets.config import Config

    quiet = Config({"Exporter": {"default_preprocessors": []}})
    config = Config(course.config)
    config.merge(quiet)
    exporter = NotebookExporter(config=config)
    for step in GenerateAssignment(config=config).preprocessors:
        if step is not SaveCells:
            exporter.register_preprocessor(step)
    return exporter


def released(notebook: "NotebookNode", exporter: "Exporter") -> bytes:
    r"""Clear a complete notebook into the one that learners get.

    Parameters
    ----------
    notebook : NotebookNode
        The complete notebook.
    exporter : nbconvert.exporters.Exporter
        From `release_exporter`.

    Returns
    -------
    bytes
        What nbgrader would write, with ``\n`` as line end.

    Raises
    ------
    CourseError
        When the configuration lets cells through that only the solution may carry.
    """
    import nbformat

    text, _ = exporter.from_notebook_node(notebook, resources={"nbgrader": {}})
    left = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    if any("solution" in cell.metadata.get("tags", []) for cell in left.cells):
        raise CourseError(
            f'Cells with tags=["solution"] would reach the learners. Expected: {CONFIG_FILE} removes them. '
            f"Add these lines to it:\n{REMOVAL}"
        )
    return text.encode()
