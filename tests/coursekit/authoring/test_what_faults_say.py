"""A fault says what was found and what to do about it; what is just allowed is no fault."""

from pathlib import Path

import pytest

from coursekit.authoring.cards import read_card
from coursekit.authoring.lessons import HEADER, lesson_notebook, read_myst
from coursekit.authoring.marks import read_lab
from coursekit.authoring.questions import answer_names, names_stored, question_faults
from coursekit.authoring.regions import find_regions, region_faults
from coursekit.authoring.script import Cell, cells_of, syntax_faults
from coursekit.faults import AuthorError

LAB = (Path(__file__).parents[1] / "tiny" / "lab.txt").read_text(encoding="utf-8")


def faults(tmp_path, text):
    (tmp_path / "lab.py").write_text(text, encoding="utf-8")
    try:
        read_lab(tmp_path / "lab.py", name="01-tiny", file="lab.py")
    except AuthorError as error:
        return error.faults
    return []


FIXES = [
    ('answer="total"', 'qqq="total"', "The marks are: answer, check, essay, points, tags, choice."),
    ("# %%\nfrom", '# %% tags=["qqq"]\nfrom', "The tags are: solution, raises-exception, result, set-up, slip."),
    ('answer="total"', 'answer="total" tags=["set-up"]', "Put it on the code cell with the imports, with which a part"),
    ('answer="total"', 'answer="total" tags=["solution"]', "Put the explanation into a cell of its own, behind it."),
    ('answer="total"', 'answer="total" check="total"', "Make a cell for each."),
    ('# %% answer="total"', '# %% [markdown] answer="total"', "Begin it with '# %% answer=...'."),
    (
        '"total"\n# Your',
        '"Total_1"\n# Your',
        "Use small letters, digits and single hyphens, for example: clean-orders.",
    ),
    ('"total"\n# Your', f'"{"a" * 57}"\n# Your', "Use at most 56 characters."),
    ('answer="total"', 'answer="total" points=2', "Points stand on the check or on the essay."),
    (" points=2", "", "Add them, for example: points=2."),
    ("points=2", "points=0", "Write a whole number above zero, for example: points=2."),
    ("points=2", "points=2 choice=true", "Put choice=true on the answer."),
    (
        'answer="total"',
        'answer="total" choice=1',
        "Write choice=true where the learner must choose, else leave it out.",
    ),
    ("# %%\nfrom", "# %% [raw]\nfrom", "Use a code cell or '# %% [markdown]'."),
    ('# %% answer="total"', '# %%\n\n# %% answer="total"', "Fill it or remove its '# %%' line."),
    ("# %%\nfrom", "# %%\nx = [\n    1,\n]  # %% [markdown]\n# %%\nfrom", "Put it on a line of its own."),
    ("# %%\nfrom", "import os\n# %%\nfrom", "Put a line '# %%' or '# %% [markdown]' in front of it."),
    ("# %%\nfrom", "# %% Part A\nfrom", "Write key=value, texts in double quotes, lists in brackets: check="),
    ("### END SOLUTION\n", "", "Write both lines: ### BEGIN SOLUTION ... END."),
    (
        "### BEGIN SOLUTION",
        "### BEGIN-SOLUTION",
        "Write one of: BEGIN HIDDEN TESTS, BEGIN MARK SCHEME, BEGIN SOLUTION, ",
    ),
    ("total = sum(numbers) + 0\n", "", "Write something between its lines."),
    ("total = sum(numbers) + 0", "total = = 3", "Mend this line or the one before it."),
    ("numbers = [3, 1, 2]", "numbers = 1\n!pip install x", "Write plain Python: tests run without one."),
    (
        "# Checks that total is the sum of all numbers.\n",
        "",
        "Begin it with a comment, for example: # Checks that every",
    ),
    ("from millrace import checks\n", "", "Write 'from millrace import checks' in a given cell at the top."),
    (
        "answer = checks",
        'checks.passed("total")\nanswer = checks',
        "Remove the line: the build writes it with the right",
    ),
    ("answer = checks", 'samples.checkpoint("orders")\nanswer = checks', "Write answer.reference("),
    (
        "answer = checks",
        "numbers\nanswer = checks",
        "Load it afresh inside the check, with samples.load(...), checks.giv",
    ),
    (
        "answer = checks",
        't = """\n"""\nanswer = checks',
        "Write it as texts of one line each: the build indents the check.",
    ),
    ('checks.answer("total")', 'checks.answer("qqq")', "The answer makes: numbers, sum, total."),
    ('check="total"', 'check="qqq"', 'Write a cell with answer="qqq" above it.'),
    ('check="total"', 'check="qqq"', 'Write a cell with check="total" points=... below it.'),
    (
        "numbers = [3, 1, 2]",
        "### BEGIN SOLUTION\n1\n### END SOLUTION",
        "Write answer=\"a-name\" behind the cell's '# %%'.",
    ),
]


@pytest.mark.parametrize(("old", "new", "fix"), FIXES)
def test_a_fault_says_what_to_do(tmp_path, old, new, fix):
    text = LAB.replace(old, new, 1)
    assert text != LAB
    found = faults(tmp_path, text)
    assert any(fault.fix.startswith(fix) for fault in found), found
    assert all(fault.file == "lab.py" and fault.found and fault.fix and fault.line >= 1 for fault in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"total"', f'"{"a" * 56}"'),
        ('"total"', '"2-totals-of-2025"'),
        ("points=2", "points=1"),
        ('answer="total"', 'answer="total" choice=true'),
        ('answer="total"', 'answer="total" choice=false'),
        ('answer="total"', 'answer="total" tags=["raises-exception"]'),
        ("# Checks that total is the sum of all numbers.", "# Checks the total!"),
        ("# Checks that total is the sum of all numbers.", "# Checks that total is\n# the sum of all numbers."),
        ("answer = checks", "expected = [n for n in (1, 2)]\nanswer = checks"),
        ("answer = checks", "pick = lambda one: one\nanswer = checks"),
        ("numbers = [3, 1, 2]", "import math\nnumbers = [3, 1, 2]"),
    ],
)
def test_what_is_just_allowed_is_no_fault(tmp_path, old, new):
    text = LAB.replace(f"answer={old}", f"answer={new}").replace(f"check={old}", f"check={new}")
    text = LAB.replace(old, new, 1) if text == LAB else text
    assert text != LAB
    assert faults(tmp_path, text) == []


def test_a_library_may_be_used_by_a_check_only_below_its_import(tmp_path):
    used = LAB.replace("answer = checks", "math.pi\nanswer = checks")
    imported = used.replace("numbers = [3, 1, 2]", "import math\nnumbers = [3, 1, 2]")
    assert faults(tmp_path, imported) == []
    [fault] = faults(tmp_path, used)
    assert fault.found == "The check uses 'math', which a learner can change."
    [later] = faults(tmp_path, used + "\n\n# %%\nimport math\n")
    assert later.found == fault.found


def test_a_name_that_a_check_uses_often_is_one_fault_on_its_first_line(tmp_path):
    text = LAB.replace("answer = checks", "numbers\nnumbers\nanswer = checks")
    [fault] = faults(tmp_path, text)
    assert text.split("\n")[fault.line - 1] == "numbers"
    assert text.split("\n")[fault.line] == "numbers"


def test_the_other_cell_of_a_repeated_name_is_named(tmp_path):
    answer = LAB[LAB.index("# %% answer") : LAB.index("# %% check")]
    text = LAB + "\n\n" + answer
    [fault] = faults(tmp_path, text)
    first, second = [n for n, line in enumerate(text.split("\n"), start=1) if line.startswith("# %% answer")]
    assert fault.line == second
    assert fault.fix == f"Give it a name of its own; the other one is on line {first}."


@pytest.mark.parametrize("name", ["check-total", "why-text"])
def test_a_name_that_the_build_makes_is_refused_for_answers_and_essays(name):
    cells = [Cell("code", "", 1, {"check": "total"}), Cell("markdown", "", 5, {"essay": "why"})]
    for role in ("answer", "essay"):
        found = question_faults([*cells, Cell("code", "", 9, {role: name})], "lab.py", stub="...")
        clash = [fault for fault in found if "one that the build makes itself" in fault.found]
        assert [(fault.line, fault.fix) for fault in clash] == [(9, "Choose another name.")]


def test_names_and_calls_are_read_from_code_and_from_broken_code_nothing():
    code = "import a.b, c as d\nfrom e import f as g\nclass H:\n    i = 1\nfor j in k: pass\nl += 1\n"
    assert names_stored(code) == {"a", "d", "g", "H", "i", "j", "l"}
    assert names_stored("x = ") == set()
    calls = answer_names('checks.answer("a")\nother.answer("b")\nchecks.answer(c)\nchecks.answer()\nanswer("d")\n')
    assert [(call.lineno, name) for call, name in calls] == [(1, "a")]


REGIONS = "given\n### BEGIN SOLUTION\na\n### END SOLUTION\nb\n### BEGIN SOLUTION\nc\nd\n### END SOLUTION"


def test_regions_are_found_in_order_with_what_is_inside():
    found = find_regions(REGIONS, "solution")
    assert [(region.start, region.end) for region in found] == [(1, 3), (5, 8)]
    assert [region.inside(REGIONS.split("\n")) for region in found] == [["a"], ["c", "d"]]
    assert find_regions(REGIONS, "hidden") == []


@pytest.mark.parametrize(
    ("source", "line", "found"),
    [
        ("a\n### END SOLUTION", 12, "END SOLUTION has no BEGIN SOLUTION before it."),
        ("a\nb\n### BEGIN SOLUTION\nc", 13, "BEGIN SOLUTION has no END SOLUTION after it."),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\na\n### END SOLUTION", 11, "has no END SOLUTION before the next one."),
        ("### BEGIN SOLUTION\n   \n### END SOLUTION", 11, "This SOLUTION region is empty."),
        ("a\n### begin mark scheme", 12, "'### begin mark scheme' is nearly a region mark."),
        (
            "a\n### BEGIN HIDDEN TESTS\na\n### END HIDDEN TESTS",
            12,
            "A HIDDEN TESTS region stands outside a check cell.",
        ),
    ],
)
def test_a_broken_region_is_named_with_its_line(source, line, found):
    made = region_faults(Cell("code", source, 10, {"answer": "total"}), "lab.py")
    assert any(fault.line == line and found in fault.found for fault in made), made


def test_a_word_that_only_speaks_of_regions_is_no_region():
    text = "# Begin with the solution.\n# The end of hidden tests is near.\nx = 1"
    assert region_faults(Cell("code", text, 1, {"answer": "total"}), "lab.py") == []


def test_cells_keep_their_kind_marks_and_line():
    text = '\n\n# %% [markdown] essay="why" points=3\n# Why?\n\n# %% answer="total" tags=["a", "b"]\n#%%\nx = 1\n'
    cells, found = cells_of(text, "lab.py")
    assert [(cell.kind, cell.line, cell.marks) for cell in cells] == [
        ("markdown", 3, {"essay": "why", "points": 3}),
        ("code", 6, {"answer": "total", "tags": ["a", "b"]}),
        ("code", 7, {}),
    ]
    assert [(fault.line, fault.found) for fault in found] == [(6, "This cell is empty.")]


def test_text_has_no_syntax_and_a_magic_is_named_before_all_else():
    assert syntax_faults(Cell("markdown", "a = = 1", 1), "lab.py") == []
    [fault] = syntax_faults(Cell("code", "a = = 1\n%time b", 1), "lab.py")
    assert (fault.line, fault.found) == (3, "'%time b' is a notebook magic or a shell line.")


LESSON = HEADER + "\n\n# Title\n\n```{code-cell} ipython3\nx = 1\n```\n"


def lesson_faults(tmp_path, text):
    (tmp_path / "lesson.md").write_text(text, encoding="utf-8")
    with pytest.raises(AuthorError) as stopped:
        lesson_notebook(tmp_path / "lesson.md", file="lesson.md")
    return [(fault.line, fault.found, fault.fix) for fault in stopped.value.faults]


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("text", "at", "found", "fix"),
    [
        ("# Title\n", "# Title", "The file has no notebook header.", f"Begin the file with:\n{HEADER}"),
        (
            LESSON + "\n```python\nopen\n",
            "```python",
            "The block that begins here is never closed.",
            "Close it with the",
        ),
        (LESSON + "\n~~~\na\n```\n", "~~~", "The block that begins here is never closed.", "Close it with the same"),
        (LESSON + "\n````\na\n```\n", "````", "The block that begins here is never closed.", "Close it with the same"),
        (LESSON + "\n```a\nb\n```c\nd\n```\n", "```a", "The block that begins here is never closed.", "Close it with"),
        (
            LESSON + "\n```{code_cell}\nb\n```\n",
            "```{code_",
            "'{code_cell}' is nearly a code cell.",
            "Write: ```{code-",
        ),
        (f"{HEADER}\n\nText.\n", "---", "The notebook has no code cell.", "Write one: ```{code-cell} ipython3"),
    ],
)
def test_a_slip_of_a_lesson_says_what_to_do_and_where(tmp_path, text, at, found, fix):
    made = lesson_faults(tmp_path, text)
    assert any(line == line_of(text, at) and said == found and to_do.startswith(fix) for line, said, to_do in made), (
        made
    )


@pytest.mark.parametrize("block", ["````\n```\na\n```\n````\n", "~~~\n```a\n~~~\n", "```{note}\na\n```\n", "    ```\n"])
def test_blocks_within_blocks_are_no_fault(tmp_path, block):
    (tmp_path / "lesson.md").write_text(f"{LESSON}\n{block}", encoding="utf-8")
    assert block.strip() in lesson_notebook(tmp_path / "lesson.md", file="lesson.md").cells[-1].source


def test_every_part_of_a_lesson_knows_its_line(tmp_path):
    quiz = "```{quiz}\nWhat is 2 + 2?\n+ 4 :: It is.\n- 5 :: It is not.\n```"
    text = f"{LESSON}\nBefore.\n\n{quiz}\n\n\nBetween.\n\n{quiz.replace('2 + 2', '1 + 3')}\nAfter.\n"
    (tmp_path / "lesson.md").write_text(text, encoding="utf-8")
    header, cells = read_myst(tmp_path / "lesson.md", file="lesson.md")
    assert header["kernelspec"]["name"] == "python3"
    lines = text.split("\n")
    plain = [cell for cell in cells if cell.marks.get("tags") != ["quiz"]]
    for cell in plain[1:]:
        # A cell's own text begins on the line of its number, counted from 0.
        assert lines[cell.line] == cell.lines[0]
    assert [cell.source.split("\n")[0] for cell in plain[1:]] == ["x = 1", "Before.", "Between.", "After."]
    assert [("2 + 2" in cell.source, "1 + 3" in cell.source) for cell in cells if cell not in plain] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("text", "found", "fix"),
    [
        (None, "The module has no card.", "Write it with: title, after, lesson_minutes, lab_minutes, truths."),
        ("title = \n", "It is not valid TOML:", "Mend that line."),
        ("", "'title' is missing.", "The card says: title, after, lesson_minutes, lab_minutes, truths."),
        ("qqq = 1\n", "'qqq' is not known.", "Remove it."),
        ("truths = 1\n", "'truths' is 1.", "Expected: list."),
    ],
)
def test_a_slip_of_a_card_says_what_to_do(tmp_path, text, found, fix):
    if text is not None:
        (tmp_path / "module.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AuthorError) as stopped:
        read_card(tmp_path / "module.toml", file="course/08/module.toml")
    made = stopped.value.faults
    assert any(fault.found.startswith(found) and fault.fix == fix for fault in made), made
    assert {(fault.file, fault.line) for fault in made} == {("course/08/module.toml", 1)}
