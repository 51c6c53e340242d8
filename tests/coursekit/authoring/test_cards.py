"""A module's card says what the documents list; a slip in it is named, and no list of modules is kept by hand."""

import pytest

from coursekit.authoring.build import read_labs
from coursekit.authoring.cards import document_products, read_card
from coursekit.faults import AuthorError

CARD = 'title = "Cash"\nafter = "say what is left"\nlesson_minutes = 20\nlab_minutes = [30, 40]\ntruths = []\n'


def written(tmp_path, text):
    (tmp_path / "module.toml").write_text(text, encoding="utf-8")
    return tmp_path / "module.toml"


def test_a_card_is_read_whole(tmp_path):
    card = read_card(written(tmp_path, CARD), file="course/08/module.toml")
    assert (card.title, card.lesson_minutes, card.lab_minutes) == ("Cash", 20, [30, 40])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (CARD.replace("title", "titel"), "'titel' is not known. Did you mean 'title'?"),
        (CARD.replace("truths = []\n", ""), "'truths' is missing"),
        (CARD.replace("20", '"20"'), "'lesson_minutes' is '20'. Expected: int."),
        (CARD + "more = \n", "It is not valid TOML"),
    ],
)
def test_a_slip_in_a_card_is_named_with_the_fix(tmp_path, text, says):
    with pytest.raises(AuthorError) as stopped:
        read_card(written(tmp_path, text), file="course/08/module.toml")
    assert says in str(stopped.value)


def test_a_missing_card_is_named(tmp_path):
    with pytest.raises(AuthorError, match="The module has no card"):
        read_card(tmp_path / "module.toml", file="course/08/module.toml")


def test_the_syllabus_and_the_trainers_guide_list_every_module_by_themselves(skeleton):
    marks = "# Head\n<!-- modules: begin -->\nold\n<!-- modules: end -->\n\nFoot\n"
    for file in ("README.md", "trainer-guide.md"):
        (skeleton.source / file).write_text(marks, encoding="utf-8")
    made = document_products(skeleton, read_labs(skeleton, skeleton.modules()))
    syllabus = made["course/README.md"].decode()
    assert "[08 Cash flow](08-cash-flow/lesson.md)" in syllabus
    assert syllabus.count("| 2 + 3 |") == 1
    assert "old" not in syllabus
    assert syllabus.endswith("<!-- modules: end -->\n\nFoot\n")
    assert "- [08 Cash flow](08-cash-flow/trainer.md)" in made["course/trainer-guide.md"].decode()


def test_a_document_without_a_place_for_the_list_is_a_fault(skeleton):
    (skeleton.source / "README.md").write_text("# Syllabus\n", encoding="utf-8")
    with pytest.raises(AuthorError, match="no place for the list of modules"):
        document_products(skeleton, {})


def test_every_truth_that_a_module_leans_on_is_planted():
    from coursekit.course import find_course
    from lantern.truths import TRUTHS
    from paths import ROOT

    course = find_course(ROOT)
    for name in course.modules():
        card = read_card(course.source / name / "module.toml", file=name)
        assert card.truths
        assert set(card.truths) <= set(TRUTHS)
