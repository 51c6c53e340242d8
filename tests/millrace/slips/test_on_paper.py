"""What is typed as on paper gets one sentence that names the slip, and a line that Python can read."""

import ast
import re

import pandas as pd
import pytest

from learner_shell import GIVEN, learner
from millrace.slips import showing
from millrace.slips.rules import find_sentence
from millrace.slips.stops import Stop

TABLES = """
from millrace import process
_private = pd.DataFrame()
lines = pd.DataFrame({
    "desk": ["Gulf", "Home"],
    "pieces": [5, 10],
    "promised": pd.to_datetime(["2025-03-03", "2025-03-05"]),
    "shipped": pd.to_datetime(["2025-03-04", "2025-03-05"]),
})
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    with learner(tmp_path_factory.mktemp("ipython")) as somebody:
        somebody.run(GIVEN, TABLES)
        yield somebody
        assert showing._active[0].broken == []


def line_of(said):
    """Return the line that a sentence proposes."""
    return re.split(r"Write: |Are quotes missing\? |in digits: ", said)[-1]


# The cell as typed, and what the proposed line stores under its name.
MENDED = {
    "stops = {faster stitching machine: leave}": {"faster stitching machine": "leave"},
    'stops = {"faster": leave it, "other": try}': {"faster": "leave it", "other": "try"},
    "bottleneck = edge painting": "edge painting",
    "bottleneck = edge painting  # in the table": "edge painting",
    "because = [stitching, edge painting]": ["stitching", "edge painting"],
    "because = B": "B",
    "because = stitching": "stitching",
    "words = late, wrong": ("late", "wrong"),
    "words = too late or wrong": "too late or wrong",
    "month = April 2025": "April 2025",
    "began = 2025-04": "2025-04",
    "began = 2025-08-01": "2025-08-01",
    "began = 25.12.2025": "2025-12-25",
    "open_from = 08:30": "08:30",
    "shifts = {'Mon': 08:00-17:30}": {"Mon": "08:00-17:30"},
    'shop = process.WorkingHours(Mon-Sat: "08:00-17:30")': ...,
    'shop = process.WorkingHours({Mon-Sat: "08:00-17:30"})': ...,
    "shop = process.WorkingHours({'Mon-Sat': 08:00-17:30})": ...,
    "wait = three": 3,
    "waited = twenty four": 24,
    "wait = 1 800": 1800,
    "wait = 08": 8,
    "wait = 5 x 3": 15,
    "wait = round(2.345; 2)": 2.35,
    "wait = ５": 5,
    'wait = {"x" = "leave"}': {"x": "leave"},
    'wait = {"x": leave; "y": "try"}': {"x": "leave", "y": "try"},
    'wait = lines["pieces"] > = 10': [False, True],
    "wait = lines.[desk]": ["Gulf", "Home"],
}


@pytest.mark.parametrize(("typed", "stores"), MENDED.items(), ids=list(MENDED))
def test_the_line_that_is_proposed_runs_and_stores_what_was_meant(notebook, typed, stores):
    said = notebook.run(typed).sentence
    names = {"process": notebook.shell.user_ns["process"], "lines": notebook.shell.user_ns["lines"]}
    exec(line_of(said), names)
    held = names[typed.split(" =")[0]]
    held = held.tolist() if hasattr(held, "tolist") else held
    assert stores is ... or held == pytest.approx(stores) or held == stores
    assert len(said) <= 200


@pytest.mark.parametrize("typed", list(MENDED)[:12])
def test_quotes_are_said_first(notebook, typed):
    assert re.match(
        "Python takes .*(without quotes|quotes missing)|A date goes in quotes", notebook.run(typed).sentence
    )


SAID = {
    "wait = 10 hours": "A number is typed without its unit: write 10, not 10 hours.",
    "wait = 2.5h": "A number is typed without its unit: write 2.5, not 2.5h.",
    "wait = 5-10 days": "One number is needed here, without a unit.",
    "wait = 3 days 4 hours": "One number is needed here, without a unit.",
    "wait = 25 %": "Write the share as a number: 0.25.",
    "wait = 25 percent": "Write the share as a number: 0.25",
    "since = 03/04/2025": '03/04/2025 can be "2025-04-03" or "2025-03-04": write the one that you mean.',
    "since = 12.05.2025": '12.05.2025 can be "2025-05-12" or "2025-12-05"',
    "=5": "A line here does not begin with =",
    "lines[desk]": 'desk is a column of lines, and the name of a column goes in quotes: write "desk".',
    "Lines": "Capitals count: write lines.",
    'lines["desk]': "A quote is missing in line 1",
    "len（lines）": "The sign （ in line 1 is a Chinese one.",
    "desk = ＂Gulf＂": "The quote ＂ in line 1 comes from Word or a chat.",
    "desk = 'Gulf’": "straight quote",
    'lines["pieces"] !=<> 5': "Write != instead.",
    "lines.sum()": "Some columns of lines hold dates",
    'lines[["desk"]].mean()': "holds text",
    'lines["desk"].mean()': "This column holds text",
    'lines["shipped"].sum()': "These are dates: they cannot be added up",
    'lines["shipped"] + lines["promised"]': "one column of dates minus another gives the time between",
    'lines["shipped"] * 2': "These are dates",
    "5 ^ 2.0": "write 5 ** 2.0",
    'lines["pieces"] > 1 and lines["desk"] == "Gulf"': "& instead of and",
    "print(lines pieces)": "A comma is missing",
    "wait = >5": "Python cannot read line 1.",
}


@pytest.mark.parametrize(("typed", "says"), SAID.items(), ids=list(SAID))
def test_the_sentence_names_the_slip(notebook, typed, says):
    assert says in notebook.run(typed).sentence


NOTED = {
    "began = 2025-10": 'Python subtracted the numbers of 2025-10. If it is a date, write it in quotes: "2025-10".',
    "since = 3/4/2025": '"2025-04-03" or "2025-03-04", whichever you mean.',
    "wait = 1.800,50": "Write wait = 1800.50",
    "wait = 5 ^ 2": "write 5 ** 2",
    "wait : 5": "A colon keeps nothing. To store it, write wait = 5",
}


@pytest.mark.parametrize(("typed", "says"), NOTED.items(), ids=list(NOTED))
def test_what_python_takes_for_something_else_is_noted(notebook, typed, says):
    shown = notebook.run(typed)
    assert shown.error is None
    assert says in shown.note


@pytest.mark.parametrize("typed", ["age = 2025 - 10", "x = 12/5", "x = 2025 / 12", "x = True ^ (5 > 3)", "x: int = 5"])
def test_a_calculation_is_no_date_and_no_slip(notebook, typed):
    shown = notebook.run(typed)
    assert (shown.error, shown.note) == (None, "")


def test_in_a_list_of_several_lines_the_line_is_mended(notebook):
    shown = notebook.run("stops = {\n    faster stitching machine: leave,\n    second pair: try,\n}")
    assert shown.sentence.endswith('Write: "faster stitching machine": "leave",')


@pytest.mark.parametrize("typed", ["x = [i for i in lines columns]", "lambda x y: 3", "def f(a b):\n    return a"])
def test_what_is_no_text_is_not_put_in_quotes(notebook, typed):
    assert "quotes for names" not in notebook.run(typed).sentence


def test_names_that_were_never_made_and_private_ones_are_not_proposed():
    error = NameError("name 'privat' is not defined", name="privat")
    cells = ["visitors = load()", "_private = 1"]
    assert Stop(error, "privat", {"_private": 1, "lines": 2}, cells=cells).made() == ["lines"]


def test_tables_that_only_folded_cells_make_are_not_listed():
    table = pd.DataFrame({"pieces": [1]})
    names = {"lines": table, "made": table}
    told = {"cells": ["lines = load()", "made = lines"], "folded": ["made = lines"]}
    stop = Stop(NameError("name 'nonesuch' is not defined", name="nonesuch"), "f(nonesuch.x)", names, **told)
    assert stop.recent_tables() == ["lines"]
    assert find_sentence(stop)[0].endswith("The tables here are: lines.")


@pytest.mark.parametrize("typed", ["because = privat", "_privat", "because = late"])
def test_a_word_gets_no_odd_proposal(notebook, typed):
    assert "Did you mean" not in notebook.run(typed).sentence


def test_every_line_that_is_proposed_can_be_read(notebook):
    for typed in MENDED:
        assert ast.parse(line_of(notebook.run(typed).sentence))
