"""The cohorts that `grading.py` grades: small notebooks of any course, and lab 01 as people hand it in."""

import random
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell

import lab_cohort
import stranger_course as made
from coursekit.grading.folder import CourseFolder

__all__ = ["Cohort", "instant", "lab", "small"]

SMALL = [
    new_markdown_cell("# Shops"),
    new_code_cell(
        "import pandas as pd\nimport seaborn as sns\nfrom sklearn.linear_model import LinearRegression\n\n"
        "sales = pd.DataFrame({'shop': list('abab'), 'week': [1, 1, 2, 2], 'sold': [10, 20, 30, 60]})"
    ),
    made.answer("by-shop", "### BEGIN SOLUTION\nby_shop = sales.groupby('shop')['sold'].mean()\n### END SOLUTION"),
    made.check("test-by-shop", "assert by_shop.round(2).to_dict() == {'a': 20.0, 'b': 40.0}", 2),
    made.answer(
        "slope",
        "### BEGIN SOLUTION\nslope = LinearRegression().fit(sales[['week']], sales['sold']).coef_[0]\n"
        "### END SOLUTION",
    ),
    made.check("test-slope", "assert abs(slope - 30) < 1e-6\n### BEGIN HIDDEN TESTS\nassert slope > 0\n"
               "### END HIDDEN TESTS"),
]  # fmt: skip
BY_SHOP = (
    "by_shop = sales.groupby('shop').agg({'sold': 'mean'})['sold']",
    "by_shop = pd.Series({shop: rows['sold'].mean() for shop, rows in sales.groupby('shop')})",
    "by_shop = sales.groupby('shop')['sold'].sum()",
    "by_shop = sales.groupby('shop')['price'].mean()",
)
SLOPES = ("slope = LinearRegression().fit(sales[['week']], sales['sold']).coef_[0]", "slope = 30.0", "slope = 3", "")
SLOW = "sum(number * number for number in range(30_000_000))\n"


@dataclass(frozen=True)
class Cohort:
    """A course folder with submissions of one lab."""

    name: str
    root: Path
    lab: str
    learners: int

    def copy(self, name: str) -> "Cohort":
        """Copy it with all that belongs to it, for another program to grade."""
        root = self.root.with_name(f"{self.root.name}-{name}")
        shutil.copytree(self.root, root, symlinks=True)
        return Cohort(self.name, root, self.lab, self.learners)

    def graded(self) -> list[Path]:
        """List the graded notebooks."""
        where = CourseFolder(self.root).path("autograded", "*", self.lab)
        return sorted(where.parents[1].glob(f"*/{self.lab}/*.ipynb"))

    def _scores(self) -> dict[str, list[tuple[str, float | None]]]:
        from nbgrader.api import Gradebook

        course = CourseFolder(self.root).course
        with Gradebook(course.db_url, course.course_id) as book:
            return {
                one.student.id: sorted(
                    (grade.name, grade.auto_score) for kept in one.notebooks for grade in kept.grades
                )
                for one in book.assignment_submissions(self.lab)
            }

    def differences(self, other: "Cohort") -> int:
        """Count the learners whose scores differ between two gradebooks, or who are in one only."""
        ours, theirs = self._scores(), other._scores()
        return sum(ours.get(learner) != theirs.get(learner) for learner in {*ours, *theirs})


def small(root: Path, learners: int) -> Cohort:
    """Make a cohort of small notebooks."""
    made.make_course(root, SMALL, lab="shops", notebook="shops")
    chance = random.Random(learners)
    for number in range(learners):
        answers = {"by-shop": chance.choice(BY_SHOP), "slope": chance.choice(SLOPES)}
        made.submit(root, f"learner-{number:03}", answers, lab="shops", notebook="shops")
    return Cohort("small notebooks", root, "shops", learners)


def lab(root: Path, learners: int) -> Cohort:
    """Make a cohort of lab 01: in turn right, partly right, untouched, slow, partly right."""
    lab_cohort.lab_course(root)
    chance = random.Random(learners)
    mixes = [({"right": 1}, ""), (lab_cohort.MIX, ""), ({None: 1}, ""), (lab_cohort.MIX, SLOW), (lab_cohort.MIX, "")]
    for number in range(learners):
        mix, slow = mixes[number % len(mixes)]
        lab_cohort.submit_attempts(root, f"learner-{number:03}", chance, mix=mix, slow=slow)
    return Cohort("lab 01", root, lab_cohort.LAB, learners)


def instant(text: str) -> datetime:
    """Read a time as Jupyter writes it."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
