"""The table of results shows what is good, what falls short in red, and nothing where nothing was tried."""

import io

import pytest
from rich.console import Console

from coursekit.checking.report import LabReport
from coursekit.checking.table import COLUMNS, results_table, show_reports

NONE = (0, 0)
ALL_GOOD = {
    "lab": "01-tiny",
    "points": 20,
    "answers": 7,
    "essays": 0,
    "solution_full": True,
    "untouched_zero": True,
    "nothing_leaks": True,
    "right": (4, 4),
    "wrong": (6, 6),
    "borrowed": (2, 2),
    "equivalents": (30, 30),
    "spoilers": (40, 40),
    "exempted": 0,
    "alone": (7, 7),
    "choices": (4, 7),
    "mutants": (90, 100),
    "mutants_same_answer": 0,
    "mutants_equivalent": 0,
    "variants": (2, 2),
    "seconds": 3.14,
    "graded_seconds": 1.0,
}


def row(**changed) -> dict[str, str]:
    table = results_table([LabReport(**{**ALL_GOOD, **changed})])
    return {name: next(iter(column.cells)) for name, column in zip(COLUMNS, table.columns, strict=True)}


def test_a_good_lab_is_shown_without_red():
    shown = row()
    assert shown == {
        "lab": "[green]01-tiny[/]",
        "points": "20",
        "answers": "7",
        **dict.fromkeys(["solution", "untouched", "no leak"], "[green]yes[/]"),
        "right": "4/4",
        "wrong": "6/6",
        "borrowed": "2/2",
        "equivalents": "30/30",
        "spoilers": "40/40",
        "alone": "7/7",
        "choices": "4/7",
        "mutants": "90/100",
        "variants": "2/2",
        "seconds": "3.1",
    }
    assert row(essays=2)["answers"] == "7+2"


@pytest.mark.parametrize(
    ("column", "changed", "cell"),
    [
        ("solution", {"solution_full": False}, "[bold red]NO[/]"),
        ("untouched", {"untouched_zero": False}, "[bold red]NO[/]"),
        ("no leak", {"nothing_leaks": False}, "[bold red]NO[/]"),
        ("mutants", {"mutants": (89, 100)}, "[bold red]89/100[/]"),
        ("choices", {"choices": (0, 7)}, "0/7"),
        ("lab", {"shortfalls": ["It falls short."]}, "[red]01-tiny[/]"),
    ],
)
def test_what_falls_short_is_red_in_its_column_alone(column, changed, cell):
    assert row(**changed) == {**row(), column: cell}


@pytest.mark.parametrize("column", ["right", "wrong", "borrowed", "equivalents", "spoilers", "alone", "variants"])
def test_of_these_all_must_be_good_and_none_is_a_dash(column):
    assert row(**{column: (5, 6)}) == {**row(), column: "[bold red]5/6[/]"}
    assert row(**{column: NONE}) == {**row(), column: "–"}


def test_columns_of_numbers_end_at_the_right():
    sides = {name: column.justify for name, column in zip(COLUMNS, results_table([]).columns, strict=True)}
    assert sides["lab"] == "left"
    assert {name for name, side in sides.items() if side == "center"} == {"solution", "untouched", "no leak"}
    assert all(column.no_wrap for column in results_table([]).columns)


def shown(*reports: LabReport, width: int = 160) -> str:
    out = io.StringIO()
    show_reports(list(reports), console=Console(file=out, width=width))
    return out.getvalue()


def test_every_column_is_explained_below_and_the_table_fits():
    text = shown(LabReport(**ALL_GOOD))
    table, _, caption = text.partition("answers+essays")
    assert all(len(line) <= 160 for line in text.split("\n"))
    for name in COLUMNS:
        assert name in table
    for word in (
        "solution",
        "untouched",
        "borrowed",
        "equivalents",
        "spoilers",
        "alone",
        "choices",
        "mutants",
        "variants",
    ):
        assert f"{word}: " in " ".join(caption.split())


def test_below_the_table_stands_what_there_is_to_say_lab_by_lab():
    first = LabReport(**ALL_GOOD, shortfalls=["labs [is] short"], survivors=["lab.py:3: a"], notes=["It is slow."])
    second = LabReport(**{**ALL_GOOD, "lab": "02-other", "exempted": 2, "mutants_equivalent": 1})
    lines = [line for line in shown(first, second).split("\n") if line.strip()]
    at = lines.index("01-tiny falls short")
    assert lines[at:] == [
        "01-tiny falls short",
        "  labs [is] short",
        "01-tiny: mutants that no check notices",
        "  lab.py:3: a",
        "01-tiny: notes",
        "  It is slow.",
        "02-other: notes",
        "  1 mutants declared equivalent and are not counted.",
        "  2 equivalents and spoilers are exempted and are not counted.",
    ]


def test_a_long_line_is_left_whole_so_that_it_can_be_copied():
    long = "course/01-tiny/lab.py:3: " + "word " * 60
    assert long.strip() in shown(LabReport(**ALL_GOOD, shortfalls=[long]))
