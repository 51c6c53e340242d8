"""Every lesson says what it is for and how long it takes, asks with reasons, and ends with something to do."""

import re

import nbformat
import pytest

from paths import ROOT

LEAST_WORDS_OF_A_REASON = 4


@pytest.fixture(scope="module")
def lesson(lab):
    return nbformat.read(ROOT / "labs" / lab / "1-lesson.ipynb", as_version=4)


def asked_in(lesson):
    """Return for each question its choices, as pairs of what is chosen and what is said then."""
    quizzes = [cell.source for cell in lesson.cells if "quiz" in cell.metadata.get("tags", [])]
    blocks = [block for text in quizzes for block in text.split("<div")[1:]]
    return [re.findall("<summary>(.*)</summary>(.*)</details>", block) for block in blocks]


def test_every_question_has_one_right_answer_and_a_reason_for_each_choice(lesson):
    asked = asked_in(lesson)
    assert asked
    for choices in asked:
        assert [said.startswith("<b>Right.</b>") for _, said in choices].count(True) == 1
        for choice, said in choices:
            assert said.startswith(("<b>Right.</b> ", "<b>No.</b> ")), choice
            assert len(said.split()) > LEAST_WORDS_OF_A_REASON, choice


def test_the_right_answer_is_not_always_the_first(lesson):
    places = {[said.startswith("<b>Right.</b>") for _, said in choices].index(True) for choices in asked_in(lesson)}
    assert places != {0}


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
