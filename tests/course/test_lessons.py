"""Every lesson says what it is for and how long it takes, asks with reasons, and ends with something to do."""

import ast
import re

import nbformat
import pytest

from millrace.quiz import questions
from paths import ROOT

LEAST_WORDS_OF_A_REASON = 4


@pytest.fixture(scope="module")
def lesson(lab):
    return nbformat.read(ROOT / "labs" / lab / "lesson.ipynb", as_version=4)


def asked_in(lesson):
    """Return the questions that the lesson's code asks."""
    calls = [
        node
        for cell in lesson.cells
        if cell.cell_type == "code" and "millrace.quiz" in cell.source
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call)
    ]
    return [question for call in calls for question in questions(ast.literal_eval(call.args[0]))]


def test_every_question_has_one_right_answer_and_a_reason_for_each_choice(lesson):
    asked = asked_in(lesson)
    assert asked
    for question in asked:
        assert [choice["correct"] for choice in question["answers"]].count(True) == 1
        for choice in question["answers"]:
            assert len(choice["feedback"].split()) >= LEAST_WORDS_OF_A_REASON, choice["answer"]


def test_it_opens_with_what_is_learned_and_how_long_it_takes(lesson):
    opening = lesson.cells[0].source
    assert "**After this you can**" in opening
    assert re.search(r"\d+ minutes", opening)


def test_it_ends_with_something_to_do_on_monday_and_the_way_to_the_lab(lesson):
    headings = re.findall(
        "^## (.*)$", "\n".join(c.source for c in lesson.cells if c.cell_type == "markdown"), re.MULTILINE
    )
    assert headings[-1] == "On Monday"
    assert "lab.ipynb" in lesson.cells[-1].source
