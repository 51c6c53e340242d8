"""The form on the screen: each choice is saved at once, a file that is there is gone on with, and nothing is lost."""

import pytest

from millrace import readiness
from millrace.errors import ArgumentError, FileError
from millrace.readiness.asking import Form


@pytest.fixture
def path(tmp_path):
    return tmp_path / "readiness.json"


def form(path, answers=None):
    return Form(path, readiness.assess(answers or {}))


def test_each_choice_is_saved_at_once(path):
    filled = form(path)
    assert not path.exists()
    filled.choices[3].value = 2
    filled.choices[4].value = "don't know"
    assert readiness.load(path) == readiness.assess({3: 2, 4: "don't know"})
    assert "2 of 20 answered. Saved in readiness.json." in filled.standing.value
    assert filled.tabs.get_title(0) == "data (2 of 4)"


def test_a_choice_can_be_taken_back(path):
    filled = form(path, {1: 4})
    filled.choices[1].value = ""
    assert readiness.load(path) == readiness.assess({})
    assert "0 of 20 answered." in filled.standing.value


def test_the_button_says_what_the_answers_say_and_what_stood_there_before_goes(path):
    filled = form(path, {n: 3 if n > 4 else 1 for n in range(1, 21)})
    filled.button.click()
    assert "Weakest is data (1 of 4)" in filled.result.value
    assert "Next step: " in filled.result.value
    filled.choices[1].value = 4
    assert filled.result.value == ""


def test_what_cannot_be_saved_is_said_and_stays_on_the_screen(path):
    filled = form(path)
    path.write_text("shopping list")
    filled.choices[1].value = 3
    assert "Not saved. There is a file &#x27;readiness.json&#x27; that was not saved by readiness.save" in (
        filled.standing.value
    )
    assert path.read_text() == "shopping list"
    assert filled.assessment == readiness.assess({1: 3})


def test_a_role_in_the_file_stays(path):
    readiness.save(readiness.assess({1: 1}, name="owner"), path)
    filled = Form(path, readiness.load(path))
    filled.choices[1].value = 2
    assert readiness.load(path).name == "owner"


@pytest.mark.parametrize(
    ("given", "said"),
    [({"path": "readiness.xlsx"}, "ends in .json"), ({"name": 3}, "name=3 was given")],
)
def test_other_files_and_names_are_refused(given, said):
    with pytest.raises(ArgumentError, match=said):
        readiness.ask(**given)


def test_a_damaged_file_is_refused_before_anything_is_asked(path, monkeypatch):
    monkeypatch.setattr("millrace.readiness.asking.in_notebook", lambda: True)
    readiness.save(readiness.assess({1: 1}), path)
    path.write_text(path.read_text()[:200])
    with pytest.raises(FileError, match="damaged or half-written"):
        readiness.ask(path)
