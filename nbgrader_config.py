"""How nbgrader sees the course: run its commands, and Formgrader, from this folder."""

import contextlib
import os
import sys
from pathlib import Path

from nbconvert.preprocessors import Preprocessor, TagRemovePreprocessor
from nbgrader.converters import GenerateAssignment

c = get_config()  # noqa: F821

ROOT = Path(__file__).resolve().parent
GRADING = ROOT / "grading"

# SQLite makes the gradebook but not its folder. On a learner's machine, where only Validate reads this, it may fail.
with contextlib.suppress(OSError):
    (GRADING / "exchange").mkdir(parents=True, exist_ok=True)

# nbgrader calls `alembic` by its bare name, which an environment that is not activated does not find.
programs = str(Path(sys.executable).parent)
if programs not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join(filter(None, [programs, os.environ.get("PATH")]))

c.CourseDirectory.course_id = "millrace"
c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "labs"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.source_with_tests_directory = "grading/source_with_tests"
c.CourseDirectory.solution_directory = "grading/solution"
c.CourseDirectory.db_url = f"sqlite:///{(GRADING / 'gradebook.db').as_posix()}"
# Beside lab.ipynb stands 1-lesson.ipynb, which is released but neither graded nor executed.
c.CourseDirectory.notebook_id = "lab"

# A learner replaces three dots, and a cell with three dots runs: the check answers, not a traceback.
c.ClearSolutions.code_stub = {"python": "..."}
c.ClearSolutions.text_stub = "*Click here and write your answer.*"

c.ExecutePreprocessor.timeout = 60
c.ExecutePreprocessor.startup_timeout = 120
# Nothing in a graded kernel is worth waiting for once its last cell has run.
c.ExecutePreprocessor.shutdown_kernel = "immediate"

# Submissions come by folder (grading/submitted); this keeps Formgrader from complaining that /usr/local is not ours.
c.Exchange.root = str(GRADING / "exchange")


class LaySlipsBare(Preprocessor):
    """Take the comment signs off a cell that is wrong on purpose: a learner runs it bare, a solution must not stop."""

    def preprocess_cell(self, cell, resources, index):
        """Lay the lines of one cell bare, and let a run of all cells go on behind it."""
        if "slip" in cell.metadata.get("tags", []):
            cell.source = "\n".join(line.removeprefix("#").removeprefix(" ") for line in cell.source.split("\n"))
            cell.metadata.tags = [*cell.metadata.tags, "raises-exception"]
        return cell, resources


# Cells tagged "solution" explain the answers; learners never see them.
c.GenerateAssignment.preprocessors = [
    TagRemovePreprocessor,
    LaySlipsBare,
    *GenerateAssignment.preprocessors.default(),
]
c.LaySlipsBare.enabled = True
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"solution"}
