"""A lesson that is not a valid MyST notebook stops the build, with its line."""

import pytest

from coursekit.authoring.lessons import HEADER, lesson_notebook
from coursekit.faults import AuthorError

GOOD = (
    HEADER
    + "\n\n# Title\n\n```{code-cell} ipython3\n:tags: [hide-input]\nx = 1\n```\n\nMore.\n\n```python\nnot a cell\n```\n"
)


def lesson(tmp_path, text):
    path = tmp_path / "lesson.md"
    path.write_text(text, encoding="utf-8")
    return lesson_notebook(path, file="course/01-a/lesson.md")


def test_a_good_lesson_becomes_cells(tmp_path):
    made = lesson(tmp_path, GOOD)
    assert [c.cell_type for c in made.cells] == ["markdown", "code", "markdown"]
    assert made.cells[1].metadata.tags == ["hide-input"]
    assert "not a cell" in made.cells[2].source
    assert "jupytext" not in str(made.metadata)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (HEADER, "", 1, "no notebook header"),
        ("kernelspec:", "kernel:", 1, "names no kernel"),
        ("x = 1\n```", "x = 1\n", 9, "never closed"),
        ("{code-cell}", "{code-cel}", 1, "no code cell"),
        ("{code-cell}", "{code_cell}", 9, "nearly a code cell"),
        ("{code-cell} ipython3", "code-cell", 9, "nearly a code cell"),
        ("x = 1", "x = = 1", 11, "not valid Python"),
        ("x = 1", "%time x", 11, "magic"),
        (":tags: [hide-input]", ":tags: [hide", 9, "not a valid MyST notebook"),
        ("{code-cell} ipython3\n:tags: [hide-input]", "{raw-cell}", 1, "no code cell"),
    ],
)
def test_a_slip_is_reported_with_its_line(tmp_path, old, new, line, says):
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(AuthorError) as caught:
        lesson(tmp_path, text)
    found = [(fault.line, str(fault)) for fault in caught.value.faults]
    assert any(at == line and says in message for at, message in found), found


QUIZ = """Before.

```{quiz}
What is 2 + 2?
+ 4 :: Right.
- 5 :: No.
```

After.
"""


def lesson_with(tmp_path, text):
    path = tmp_path / "lesson.md"
    path.write_text(f"{HEADER}\n\n```{{code-cell}} ipython3\na = 1\n```\n\n{text}", encoding="utf-8")
    return path


def test_questions_become_text_that_opens_where_they_were(tmp_path):
    made = lesson_notebook(lesson_with(tmp_path, QUIZ), file="lesson.md")
    assert [cell.cell_type for cell in made.cells] == ["code", "markdown", "markdown", "markdown"]
    assert [made.cells[1].source, made.cells[3].source] == ["Before.", "After."]
    quiz = made.cells[2]
    assert quiz.metadata.tags == ["quiz"]
    assert "**What is 2 + 2?**" in quiz.source
    assert "<summary>5</summary><b>No.</b>" in quiz.source


def test_two_blocks_keep_their_own_questions(tmp_path):
    other = QUIZ.replace("What is 2 + 2?", "And 3 + 3?").replace("+ 4", "+ 6")
    made = lesson_notebook(lesson_with(tmp_path, QUIZ + other), file="lesson.md")
    asked = [cell.source for cell in made.cells if "quiz" in cell.metadata.get("tags", [])]
    assert ["And 3" in text for text in asked] == [False, True]
    assert [text.count("<summary>") for text in asked] == [2, 2]


def test_a_question_that_cannot_be_asked_is_a_fault_on_its_line(tmp_path):
    path = lesson_with(tmp_path, QUIZ.replace("- 5 :: No.", "- 5"))
    with pytest.raises(AuthorError) as stopped:
        lesson_notebook(path, file="lesson.md")
    [fault] = stopped.value.faults
    assert "has no reason" in fault.found
    assert path.read_text().split("\n")[fault.line - 1] == "- 5"
