"""After a restart a check names the cell that was not run; three dots are named only where they are."""

import json

import pytest

from millrace import checks, slips
from millrace.checks.failures import NotAnswered
from millrace.slips import runs

NOT_RUN = "there is no late_share, because the cell with your line was not run since the last start."
DOTS = "there is no late_share. Put your line in place of the three dots above"


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """Return a way to save a lab whose check is run now, in a kernel that has just started."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    slips.stop_explaining()

    def save(answer, *, check="check-late-share"):
        cells = [
            {"cell_type": "code", "id": "late-share", "source": answer, "metadata": {}, "outputs": []},
            {"cell_type": "code", "id": check, "source": "checks", "metadata": {}, "outputs": []},
        ]
        (tmp_path / "lab.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
        runs.start(check)

    yield save
    slips.stop_explaining()


def said():
    with pytest.raises(NotAnswered) as stopped:
        exec('checks.answer("late_share")', {"checks": checks})
    return str(stopped.value)


@pytest.mark.parametrize("check", ["check-late-share", "another-id"])
def test_a_line_that_was_saved_and_not_run_is_named_as_that(lab, check):
    lab(["# The share.\n", "late_share = 3 / 4"], check=check)
    assert said().startswith(NOT_RUN)


@pytest.mark.parametrize("answer", ["late_share = ...", "...", "", "print(3)"])
def test_where_nothing_was_written_the_dots_are_named(lab, answer):
    lab(answer)
    assert said().startswith(DOTS)


def test_a_broken_or_missing_file_leaves_the_usual_sentence(lab, tmp_path):
    lab("late_share = 3")
    (tmp_path / "lab.ipynb").write_text('{"cells": [3, {"id": "late-share"}]}', encoding="utf-8")
    assert said().startswith(DOTS)
    (tmp_path / "lab.ipynb").unlink()
    assert said().startswith(DOTS)


def test_a_check_for_practice_says_the_same(lab, capsys):
    lab("late_share = 3", check="practice")
    exec("checks.practice('late_share', 3, look='Count.')", {"checks": checks})
    assert " ".join(capsys.readouterr().out.split()).startswith(f"Not answered yet: {NOT_RUN}")
