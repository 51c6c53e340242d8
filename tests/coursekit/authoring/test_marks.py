"""Every slip an author can make in lab.py stops the build, with its line and the fix."""

from pathlib import Path

import pytest

from coursekit.authoring.marks import read_lab
from coursekit.authoring.notebooks import solution_notebook
from coursekit.authoring.regions import without_regions
from coursekit.authoring.script import cells_of
from coursekit.faults import AuthorError

LAB = (Path(__file__).parents[1] / "tiny" / "lab.txt").read_text(encoding="utf-8")
ESSAY = """
# %% [markdown] essay="why" points=3
# Why?
#
# === BEGIN MARK SCHEME ===
# 3 points: a reason.
# === END MARK SCHEME ===
"""


def faults_of(tmp_path: Path, text: str | bytes) -> list[tuple[int, str]]:
    path = tmp_path / "lab.py"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        read_lab(path, name="01-tiny", file="course/01-tiny/lab.py")
    except AuthorError as error:
        return [(fault.line, str(fault)) for fault in error.faults]
    return []


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_good_lab_has_no_faults(tmp_path):
    assert faults_of(tmp_path, LAB + ESSAY) == []


SLIPS = {
    "misspelt mark": ('answer="total"', 'anwser="total"', "anwser", "Did you mean 'answer'?"),
    "misspelt tag": ("# %%\nfrom", '# %% tags=["solutoin"]\nfrom', "solutoin", "Did you mean 'solution'?"),
    "tags that are no list": ("# %%\nfrom", '# %% tags="solution"\nfrom', 'tags="sol', "lists in brackets"),
    "graded cell that would vanish": ('answer="total"', 'answer="total" tags=["solution"]', "answer=", "would vanish"),
    "marks without quotes": ('answer="total"', "answer=total", "answer=total", "cannot be read"),
    "a title": ("# %%\nfrom", "# %% Part A\nfrom", "Part A", "cannot be read"),
    "name with capitals": ('"total"\n# Your', '"Total_1"\n# Your', "Total_1", "not in kebab-case"),
    "name too long": ('"total"\n# Your', f'"{"a" * 60}"\n# Your', "aaaa", "60 characters"),
    "set-up of an answer": ('answer="total"', 'answer="total" tags=["set-up"]', "answer=", "Only a given code cell"),
    "slip of an answer": ('answer="total"', 'answer="total" tags=["slip"]', "answer=", "Only a given code cell"),
    "slip that is bare": ("# %%\nfrom", '# %% tags=["slip"]\nfrom', "from", "A line of a slip is no comment"),
    "choice that is no yes or no": ('answer="total"', 'answer="total" choice="yes"', "choice", "The choice is 'yes'"),
    "choice on a check": ("points=2", "points=2 choice=true", "choice", "is no answer"),
    "points missing": (" points=2", "", '# %% check="total"', "points are missing"),
    "points zero": ("points=2", "points=0", "points=0", "The points are 0"),
    "points a fraction": ("points=2", "points=1.5", "points=1.5", "The points are 1.5"),
    "points a text": ("points=2", 'points="two"', 'points="two"', "The points are 'two'"),
    "points true": ("points=2", "points=true", "points=true", "The points are"),
    "points on an answer": ('answer="total"', 'answer="total" points=2', "answer=", "neither check nor essay"),
    "answer and check in one": ('answer="total"', 'answer="total" check="total"', "answer=", "at once"),
    "answer in text": (
        '# %% answer="total"',
        '# %% [markdown] answer="total"',
        "# %% [markdown] answer",
        "markdown cell",
    ),
    "a raw cell": ("# %%\nfrom", "# %% [raw]\nfrom", "# %% [raw]", "raw cell"),
    "an empty cell": ('# %% answer="total"', '# %%\n\n# %% answer="total"', "# %%\n\n# %% answer", "empty"),
    "text before the first cell": ("# %%\nfrom", "import os\n# %%\nfrom", "import os", "before the first cell"),
    "region never closed": ("### END SOLUTION\n", "", "### BEGIN SOLUTION", "no END SOLUTION"),
    "region never opened": ("### BEGIN SOLUTION\n", "", "### END SOLUTION", "no BEGIN SOLUTION"),
    "region opened twice": (
        "### BEGIN SOLUTION\n",
        "### BEGIN SOLUTION\nx = 1\n### BEGIN SOLUTION\n",
        "### BEGIN SOLUTION",
        "before the next one",
    ),
    "region with a hyphen": ("### BEGIN SOLUTION", "### BEGIN-SOLUTION", "### BEGIN-SOLUTION", "nearly a region"),
    "region in small letters": (
        "### END HIDDEN TESTS",
        "### End hidden test",
        "### End hidden test",
        "nearly a region",
    ),
    "region empty": ("total = sum(numbers) + 0\n", "", "### BEGIN SOLUTION", "region is empty"),
    "no solution": (
        "### BEGIN SOLUTION\ntotal = sum(numbers) + 0\n### END SOLUTION",
        "total = 3",
        "# %% answer",
        "no solution region",
    ),
    "two solutions": (
        "### END SOLUTION",
        "### END SOLUTION\n### BEGIN SOLUTION\ny = 1\n### END SOLUTION",
        "# %% answer",
        "more than one",
    ),
    "solution in a given cell": (
        "numbers = [3, 1, 2]",
        "### BEGIN SOLUTION\nnumbers = [3, 1, 2]\n### END SOLUTION",
        "### BEGIN SOLUTION",
        "outside an answer cell",
    ),
    "hidden tests in an answer": (
        "total = sum",
        "### BEGIN HIDDEN TESTS\n1\n### END HIDDEN TESTS\ntotal = sum",
        "### BEGIN HIDDEN",
        "outside a check",
    ),
    "syntax": ("total = sum(numbers) + 0", "total = = 3", "total = =", "not valid Python"),
    "return outside a function": ("numbers = [3, 1, 2]", "numbers = 1\nreturn", "return", "not valid Python"),
    "a magic": ("numbers = [3, 1, 2]", "numbers = 1\n%matplotlib inline", "%matplotlib", "magic"),
    "a cell magic": ("# %%\nfrom", "# %%\n%%time\nfrom", "%%time", "magic"),
    "a shell line": ("numbers = [3, 1, 2]", "numbers = 1\n!pip install x", "!pip", "shell line"),
    "syntax of the cleared cell": (
        "### BEGIN SOLUTION\ntotal = sum(numbers) + 0",
        "### BEGIN SOLUTION\nif True:\n    pass\n### END SOLUTION\nelse:\n    total = 3\n### BEGIN SOLUTION\ntotal = 1",
        "# %% answer",
        "more than one",
    ),
    "check without a sentence": (
        "# Checks that total is the sum of all numbers.\n",
        "",
        "answer = checks",
        "does not open",
    ),
    "check with one word": ("# Checks that total is the sum of all numbers.", "# Check.", "# Check.", "does not open"),
    "check that only talks": (
        LAB[LAB.index('answer = checks.answer("total")') :],
        "# Nothing more.",
        "# %% check",
        "checks nothing",
    ),
    "checks not imported": ("from millrace import checks\n", "", "# %% check", "no cell above imports"),
    "passed written by hand": (
        'answer = checks.answer("total")',
        'answer = checks.answer("total")\nchecks.passed("total", points=2)',
        "checks.passed",
        "the build writes it",
    ),
    "check of another name": (
        'checks.answer("total")',
        'checks.answer("totl")',
        'checks.answer("totl")',
        "Did you mean 'total'?",
    ),
    "check for nobody": ('check="total"', 'check="totals"', 'check="totals"', "Did you mean 'total'?"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_reported_with_its_line_and_the_fix(tmp_path, slip):
    old, new, at, says = SLIPS[slip]
    text = LAB.replace(old, new, 1)
    assert text != LAB
    found = faults_of(tmp_path, text)
    assert [message for line, message in found if line == line_of(text, at) and says in message], found


def test_a_cleared_cell_must_still_be_python(tmp_path):
    text = LAB.replace(
        "### BEGIN SOLUTION\ntotal = sum(numbers) + 0\n### END SOLUTION",
        "if numbers:\n    ### BEGIN SOLUTION\n    total = 6\nelse:\n    ### END SOLUTION\n        total = 0",
    )
    [(line, message)] = [f for f in faults_of(tmp_path, text) if "Without its solution" in f[1]] or [(0, "")]
    assert line == line_of(text, "    ### BEGIN SOLUTION"), faults_of(tmp_path, text)
    assert "three dots" in message


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([0, 2], "The check 'total' has no answer"),
        ([0, 1], "The answer 'total' has no check"),
        ([0, 2, 1], "stands above its answer"),
        ([0, 1, 2, 1], "The name 'total' is repeated"),
        ([0, 1, 2, 2], "The name 'total' is repeated"),
        ([0], "The lab asks nothing"),
    ],
)
def test_answers_and_checks_belong_together(tmp_path, cells, says):
    parts = [f"# %%{part}" for part in LAB.split("# %%")[1:]]
    assert says in "\n".join(text for _, text in faults_of(tmp_path, "".join(parts[i] for i in cells)))


def test_an_essay_needs_a_rubric_and_a_name_of_its_own(tmp_path):
    plain = LAB + '\n# %% [markdown] essay="total" points=3\n# Why?\n'
    messages = str(faults_of(tmp_path, plain))
    assert "has no rubric" in messages
    assert "The name 'total' is repeated" in messages


def test_an_essay_in_a_code_cell_is_refused(tmp_path):
    assert "Begin it with '# %% [markdown] essay=" in str(faults_of(tmp_path, LAB + ESSAY.replace(" [markdown]", "")))


def test_names_that_the_build_makes_are_refused(tmp_path):
    essay = ESSAY.replace('"why"', '"check-total"')
    assert "one that the build makes itself" in str(faults_of(tmp_path, LAB + essay))


def test_all_faults_are_reported_together_in_the_order_of_the_file(tmp_path):
    text = (
        LAB.replace("points=2", "points=0").replace("numbers = [3, 1, 2]", "numbers = = 1") + "\n# %% esay=1\nx = 1\n"
    )
    lines = [line for line, _ in faults_of(tmp_path, text)]
    assert len(lines) == 3
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b"\n\n", "empty"), (b"# %%\nx = '\xff'\n", "not UTF-8"), (None, "missing")],
)
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path, content, says):
    if content is None:
        with pytest.raises(AuthorError, match=says):
            read_lab(tmp_path / "lab.py", name="01-tiny", file="lab.py")
    else:
        assert says in str(faults_of(tmp_path, content))


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path):
    path = tmp_path / "lab.py"
    path.write_bytes(b"\xef\xbb\xbf" + LAB.replace("\n", "\r\n").encode())
    windows = read_lab(path, name="01-tiny", file="lab.py")
    path.write_bytes(LAB.encode())
    assert windows == read_lab(path, name="01-tiny", file="lab.py")


def test_a_marker_inside_a_text_begins_no_cell():
    cells, faults = cells_of('# %%\ntext = """\n# %% answer="x"\n"""\n', "lab.py")
    assert len(cells) == 1
    assert faults == []


def test_comments_that_look_like_commands_stay_comments():
    cells, _ = cells_of("# %%\n# cat food\n# %time flies\n# ls\nx = 1\n", "lab.py")
    assert cells[0].source == "# cat food\n# %time flies\n# ls\nx = 1"


def test_lines_point_into_the_file():
    text = "# %% [markdown]\n# one\n#\n# two\n\n\n# %%\n\nx = 1\n# %%\ny = 2\n"
    cells, _ = cells_of(text, "lab.py")
    for cell in cells:
        for index, line in enumerate(cell.lines):
            assert line in text.split("\n")[cell.line_of(index) - 1]


@pytest.mark.parametrize(
    "source", [LAB, "a\n  ### BEGIN SOLUTION\n  b\n  ### END SOLUTION\nc", "### BEGIN SOLUTION\n### END SOLUTION"]
)
def test_clearing_agrees_with_nbgrader(source):
    from nbformat.v4 import new_code_cell
    from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

    cell = new_code_cell(source)
    ClearSolutions(code_stub={"python": "..."})._replace_solution_region(cell, "python")
    ClearHiddenTests()._remove_hidden_test_region(cell)
    assert without_regions(without_regions(source, "solution", stub="..."), "hidden") == cell.source


def test_a_cell_with_a_tag_may_import_what_checks_use(tmp_path):
    assert faults_of(tmp_path, LAB.replace("# %%\nfrom", '# %% tags=["set-up"]\nfrom', 1)) == []


def test_what_only_the_solution_imports_is_not_there_for_a_check(tmp_path):
    faults = faults_of(tmp_path, LAB.replace("# %%\nfrom", '# %% tags=["solution"]\nfrom', 1))
    assert any("which no cell above imports" in fault for _, fault in faults)


def test_a_cell_that_shows_a_result_is_folded_and_others_are_not(tmp_path):
    (tmp_path / "lab.py").write_text(LAB + '\n# %% tags=["result"]\n# Shows it.\n1\n\n# %%\n2\n', encoding="utf-8")
    lab = read_lab(tmp_path / "lab.py", name="01-tiny", file="course/01-tiny/lab.py")
    shown, open_one = solution_notebook(lab, text_stub="").cells[-2:]
    assert shown.metadata.jupyter.source_hidden is True
    assert "jupyter" not in open_one.metadata


def test_a_slip_stays_a_comment_in_the_solution(tmp_path):
    (tmp_path / "lab.py").write_text(LAB + '\n# %% tags=["slip"]\n# buyer = Dubai\n#   twice = 2\n', encoding="utf-8")
    lab = read_lab(tmp_path / "lab.py", name="01-tiny", file="course/01-tiny/lab.py")
    assert solution_notebook(lab, text_stub="").cells[-1].source == "# buyer = Dubai\n#   twice = 2"
