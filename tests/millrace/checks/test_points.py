"""Points add up while the kernel runs; after a restart nobody is told that earlier ones are gone."""

import json

import pytest

from millrace.checks import points
from millrace.checks.failures import CheckFailed
from millrace.checks.points import passed
from millrace.slips import Run


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """Return a way to save the lab with some checks shown as passed, in a kernel that has just started."""
    monkeypatch.setattr(points, "_earned", {})
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)

    def save(**said: str) -> None:
        cells = [
            {
                "cell_type": "code",
                "source": [f"# Checks {name}.\n", f'checks.passed("{name}", points=2, of=20)'],
                "outputs": [{"output_type": "stream", "text": [text]}] if text else [],
            }
            for name, text in said.items()
        ]
        (tmp_path / "lab.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")

    return save


def test_points_of_this_start_add_up(lab, capsys):
    lab(first="", second="")
    passed("first", points=2, of=20)
    lab(first="Right: 2 of 2. 2 of 20 since the last start.", second="")
    passed("second", points=1, of=20)
    assert capsys.readouterr().out.splitlines() == [
        "Right: 2 of 2. 2 of 20 since the last start.",
        "Right: 1 of 1. 3 of 20 since the last start.",
    ]


def test_the_same_check_counts_once(lab, capsys):
    passed("first", points=2, of=20)
    passed("first", points=2, of=20)
    assert capsys.readouterr().out.splitlines()[-1] == "Right: 2 of 2. 2 of 20 since the last start."


def test_after_a_restart_the_sum_is_left_to_validate(lab, capsys):
    lab(first="Right: 2 of 2. 2 of 20 since the last start.", second="")
    passed("second", points=1, of=20)
    assert capsys.readouterr().out == "Right: 1 of 1. Validate adds up all your points.\n"


def test_checks_that_did_not_pass_before_are_no_points(lab, capsys):
    lab(first="Not yet: look again.", second="")
    passed("second", points=1, of=20)
    assert capsys.readouterr().out == "Right: 1 of 1. 1 of 20 since the last start.\n"


def test_what_passed_before_a_restart_and_was_not_saved_is_not_called_all_there_is(lab, capsys):
    lab(first="", second="")  # green on the screen, autosave has not been there yet
    passed("second", points=1, of=20)
    assert "1 of 20 since the last start." in capsys.readouterr().out


def test_a_check_that_stops_later_is_no_longer_counted(lab, capsys, monkeypatch):
    passed("first", points=2, of=20)
    stopped = Run("checks.answer('a')", CheckFailed("a is 3."), cell_id="check-first")
    monkeypatch.setattr(points.slips, "recorded", lambda: (stopped,))
    passed("second", points=1, of=20)
    assert capsys.readouterr().out.splitlines()[-1] == "Right: 1 of 1. 1 of 20 since the last start."


def test_a_broken_or_missing_file_does_not_stop_a_check(lab, capsys, tmp_path):
    passed("first", points=2, of=20)
    (tmp_path / "lab.ipynb").write_text("{", encoding="utf-8")
    passed("first", points=2, of=20)
    assert capsys.readouterr().out.splitlines() == ["Right: 2 of 2. 2 of 20 since the last start."] * 2
