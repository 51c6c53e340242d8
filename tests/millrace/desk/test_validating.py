"""Validate: the lab is run from the top in a process of its own, and what is not right is named without code."""

import pytest
from nbformat import v4, write

from millrace.desk.cells import checksum
from millrace.desk.validating import report_of, validate

ASKED = "*Click here and write your answer.*"


def check(name, code, points=2):
    told = f'checks.passed("{name}", points={points}, of=10)'
    about = {"grade": True, "grade_id": f"check-{name}", "points": points, "locked": True, "solution": False}
    return v4.new_code_cell(f"# Checks {name}.\n{code}\n{told}", metadata={"nbgrader": about})


def essay(title, text):
    about = {"task": True, "grade_id": title, "points": 5, "locked": True, "solution": False}
    return [v4.new_markdown_cell(f"## {title}\nSay who.", metadata={"nbgrader": about}), v4.new_markdown_cell(text)]


CELLS = [
    v4.new_markdown_cell("# A lab\n## 1. The first\nIt is 2. in a row."),
    v4.new_code_cell("from millrace import checks\nimport os\nprint('noise')\nos.system('echo noise')"),
    v4.new_code_cell("total = 3"),
    check("total", 'checks.answer("total").is_number(3)'),
    v4.new_code_cell("..."),
    check("pieces", 'checks.answer("pieces").is_number(3)'),
    v4.new_markdown_cell("## 2. The second\n### 7 days"),
    v4.new_code_cell("wrong = 1\nwrong"),
    check("wrong", 'checks.answer("wrong").is_number(3, look="Look at the sheet.")'),
    v4.new_code_cell("slipped = sam.path('x')"),
    check("slipped", 'checks.answer("slipped").is_number(3)'),
    *essay("Who writes it down?", ASKED),
    *essay("Who reads it?", "The clerk."),
]


def saved(folder, cells):
    write(v4.new_notebook(cells=cells), folder / "lab.ipynb")
    return folder / "lab.ipynb"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return validate(saved(tmp_path_factory.mktemp("lab"), CELLS))


def said_of(report, title):
    return next(row["said"] for row in report["cells"] if row["title"] == title)


def test_the_summary_counts_points_checks_and_texts(report):
    assert (
        report["summary"] == "2 of 8 points. 1 check does not pass. 2 checks are not answered yet. 1 text is missing."
    )


def test_what_is_wrong_comes_before_what_is_open_and_what_is_right_is_left_out(report):
    assert [(row["title"], row["verdict"]) for row in report["cells"]] == [
        ("2. Checks wrong.", "not-yet"),
        ("1. Checks pieces.", "open"),
        ("2. Checks slipped.", "open"),
        ("Who writes it down?", "open"),
    ]


def test_each_check_says_its_sentence_and_no_code(report):
    assert said_of(report, "2. Checks wrong.") == "Not yet: wrong is 1. Look at the sheet."
    assert said_of(report, "1. Checks pieces.") == "Not answered yet: there is no pieces."
    stopped = "Not answered yet: the last run of the answer stopped with an error, so there is nothing new to check."
    assert said_of(report, "2. Checks slipped.") == stopped


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("2 + 2", "showed a value but kept nothing under the name labels, so there is nothing new to check."),
        ("words = late, wrong", "stopped with an error, so there is nothing new to check."),
    ],
)
def test_an_answer_that_kept_nothing_is_told_as_that(tmp_path, answer, says):
    set_up = v4.new_code_cell("from millrace import checks, slips\nslips.explain()")
    cells = [set_up, v4.new_code_cell(answer), check("labels", "checks.answer('labels')")]
    saved(tmp_path, [v4.new_code_cell("pass")]).rename(tmp_path / "another.ipynb")
    [row] = validate(saved(tmp_path, cells))["cells"]
    assert row["said"] == f"Not answered yet: the last run of the answer {says}"


def test_a_check_that_breaks_is_told_in_plain_words(tmp_path):
    cells = [v4.new_code_cell("from millrace import checks"), check("broken", "{}['total']")]
    [row] = validate(saved(tmp_path, cells))["cells"]
    assert row["said"].startswith("This check could not read your answer")


def test_an_endless_cell_ends_the_run_and_is_named(tmp_path):
    cells = [v4.new_code_cell("# Wait for it.\nwhile True: pass"), check("total", "pass")]
    report = validate(saved(tmp_path, cells), seconds_for_a_cell=6)
    assert [row["title"] for row in report["cells"]] == ["Wait for it.", "Checks total."]
    assert "6 seconds" in report["cells"][0]["said"]
    assert report["cells"][1]["said"] == "This check was not reached."


def test_a_cell_that_ends_its_process_is_named_too(tmp_path):
    cells = [v4.new_code_cell("# Give up.\nimport os; os._exit(1)"), check("total", "pass")]
    [row, _] = validate(saved(tmp_path, cells))["cells"]
    assert (row["title"], row["said"]) == ("Give up.", "This cell ended the run, so nothing below it was run.")


def test_the_notebook_stays_as_it_was_saved(tmp_path):
    lab = saved(tmp_path, CELLS[:3])
    before = lab.read_bytes()
    validate(lab)
    assert lab.read_bytes() == before
    assert list(tmp_path.iterdir()) == [lab]


@pytest.mark.parametrize("text", ["", "  \n", ASKED, "*Your answer here.*"])
def test_a_text_that_is_blank_or_still_asks_is_missing(text):
    assert "1 text is missing" in report_of(essay("Who?", text), {})["summary"]


@pytest.mark.parametrize("text", ["The clerk.", "*The clerk*, at the door.", "- *one*\n- *two*"])
def test_a_text_that_was_written_is_not_missing(text):
    assert report_of(essay("Who?", text), {})["summary"] == (
        "0 of 0 points. Every check passes, and nothing is missing. Your text is read by your trainer."
    )


def test_a_lab_that_nobody_has_begun_is_told_so_and_not_blamed(tmp_path):
    untouched = [
        CELLS[0],
        CELLS[1],
        v4.new_code_cell("..."),
        check("pieces", 'checks.answer("pieces")'),
        *essay("Who?", ASKED),
    ]
    report = validate(saved(tmp_path, untouched))
    assert report["summary"] == "Nothing is answered yet: 1 check and 1 text wait for you, 2 points by checks."
    assert [row["verdict"] for row in report["cells"]] == ["open", "open"]


def passed(cell, *, edited=False):
    """Return a check as its lab shows it after it passed; as it was released, unless it was edited."""
    marks = dict(cell["metadata"]["nbgrader"])
    made = {**cell, "metadata": {"nbgrader": marks}, "outputs": [{"output_type": "stream", "text": "Right: 2 of 2."}]}
    marks["checksum"] = "another" if edited else checksum(made)
    return made


def released(cell):
    return passed(cell) | {"outputs": []}


@pytest.mark.parametrize(
    ("cells", "said", "why"),
    [
        ([released(check("a", ""))], [""], "1 check is right here and was not run in the lab since the answer was"),
        ([passed(check("a", ""))], ["Not yet: a."], "1 check was right in the lab and is not from top to bottom"),
        ([passed(check("a", ""), edited=True)], [""], "1 check was changed, and grading puts the original of it back."),
        (
            [passed(check("a", "")), passed(check("b", ""))],
            ["Not answered yet: a.", "Not yet: b."],
            "2 checks were right in the lab and are not from top to bottom",
        ),
    ],
)
def test_where_start_here_shows_other_points_the_reason_is_given(cells, said, why):
    assert f"START-HERE shows other points: {why}" in report_of(cells, dict(enumerate(said)))["summary"]


@pytest.mark.parametrize("said", ["", "Not answered yet: a."])
def test_where_start_here_shows_the_same_nothing_is_said_of_it(said):
    cell = check("a", "")
    cell = released(cell) if said else passed(cell)
    assert "START-HERE" not in report_of([cell], {0: said})["summary"]


@pytest.mark.parametrize(
    ("said", "summary"),
    [
        (
            ["Not answered yet: a.", "Not answered yet: b."],
            "Nothing is answered yet: 2 checks wait for you, 4 points by checks.",
        ),
        (["", "Not answered yet: b."], "2 of 4 points. 1 check is not answered yet."),
        (["Not yet: a.", "Not answered yet: b."], "0 of 4 points. 1 check does not pass. 1 check is not answered yet."),
        (["Not yet: a.", "Not yet: b."], "0 of 4 points. 2 checks do not pass."),
        (["", ""], "4 of 4 points. Every check passes, and nothing is missing."),
    ],
)
def test_what_is_wrong_is_counted_apart_from_what_is_not_answered(said, summary):
    cells = [check("a", ""), check("b", "")]
    assert report_of(cells, dict(enumerate(said)))["summary"] == summary


def test_without_numbers_in_the_headings_a_check_keeps_its_sentence():
    cells = [v4.new_markdown_cell("## Money"), check("a", "")]
    assert report_of(cells, {1: "Not yet: a."})["cells"][0]["title"] == "Checks a."
