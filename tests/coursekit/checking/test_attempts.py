"""Slips in attempts.py are reported with their lines; good attempts come back as written."""

from pathlib import Path

import pytest

from coursekit.authoring.marks import read_lab
from coursekit.checking.attempts import read_attempts
from coursekit.faults import AuthorError

TINY = Path(__file__).parents[1] / "tiny"
ATTEMPTS = (TINY / "attempts.txt").read_text(encoding="utf-8")


def read(tmp_path, text):
    lab = read_lab(TINY / "lab.txt", name="01-tiny", file="course/01-tiny/lab.py")
    path = tmp_path / "attempts.py"
    path.write_text(text, encoding="utf-8")
    return read_attempts(path, lab)


def test_attempts_come_back_with_names_words_and_lines(tmp_path):
    read_back = read(tmp_path, "# %%\nimport math\n\n" + ATTEMPTS)
    assert read_back.preparation == "import math"
    assert [a.name for a in read_back.at("total", "right")] == ["a loop", "by hand"]
    first = read_back.at("total", "wrong")[0]
    assert (first.says, first.code, first.file) == ("left out", "total = len(numbers)", "course/01-tiny/attempts.py")
    assert ("# %%\nimport math\n\n" + ATTEMPTS).split("\n")[first.line - 1].startswith('# %% wrong="total"')


def test_a_name_may_speak_of_an_encoding(tmp_path):
    read_back = read(tmp_path, ATTEMPTS.replace('name="a loop"', 'name="wrong encoding: latin"'))
    assert "wrong encoding: latin" in [a.name for a in read_back.at("total", "right")]


EXEMPT = '# %% [markdown] exempt="total" name="a * pieces"\n# The learner chooses how many pieces to count.\n\n'


def test_an_exemption_comes_back_with_its_reason_and_line(tmp_path):
    [mark] = read(tmp_path, ATTEMPTS + EXEMPT).exemptions
    assert (mark.answer, mark.name, mark.reason) == (
        "total",
        "a * pieces",
        "The learner chooses how many pieces to count.",
    )
    assert mark.line == ATTEMPTS.count("\n") + 1


def test_a_text_between_the_attempts_is_no_fault(tmp_path):
    read_back = read(tmp_path, ATTEMPTS + "\n# %% [markdown]\n# What people do.\n\n# %% [markdown]\n# And more.\n")
    assert (len(read_back.attempts), read_back.exemptions) == (5, ())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[markdown] ", "", "The exemption is a code cell"),
        ('exempt="total"', 'exempt="totl"', "Did you mean 'total'?"),
        (' name="a * pieces"', "", "does not say what it exempts"),
        ("The learner chooses how many pieces to count.", "It may do so.", "has no reason"),
    ],
)
def test_a_slip_in_an_exemption_is_reported(tmp_path, old, new, says):
    text = EXEMPT.replace(old, new)
    assert text != EXEMPT
    with pytest.raises(AuthorError, match=says.replace("?", r"\?")) as caught:
        read(tmp_path, ATTEMPTS + text)
    assert {fault.line for fault in caught.value.faults} == {ATTEMPTS.count("\n") + 1}
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].fix


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ('right="total" name="a loop"', 'rigth="total" name="a loop"', "rigth", "Did you mean 'right'?"),
        ('right="total" name="a loop"', 'right="totl" name="a loop"', "totl", "Did you mean 'total'?"),
        (' name="a loop"', "", '# %% right="total"\n', "has no name"),
        (' says="above zero"', "", 'name="minus"', "what its message must hold"),
        ('name="by hand"', 'name="a loop"', 'name="a loop"\ntotal = numbers', "is repeated"),
        ('right="total" name="by hand"', 'wrong="total" says="x" name="by hand"', "# %% right", "has 1 right attempts"),
        ('wrong="total" name="minus"', 'wrong="total" right="total" name="minus"', 'name="minus"', "at once"),
        ('wrong="total" name="minus" says="above zero"', "", "# %% \ntotal = -", "does not say which answer"),
        ("total = len(numbers)", "total = = 1", "total = = 1", "not valid Python"),
        ("total = len(numbers)", "!ls", "!ls", "shell line"),
        ("total = len(numbers)", "", 'name="the count"', "empty"),
        ('# %% right="total" name="a loop"', "x = 1", "x = 1", "before the first cell"),
    ],
)
def test_a_slip_is_reported_with_its_line_and_the_fix(tmp_path, old, new, at, says):
    text = ATTEMPTS.replace(old, new, 1)
    assert text != ATTEMPTS
    with pytest.raises(AuthorError) as caught:
        read(tmp_path, text)
    line = text[: text.index(at)].count("\n") + 1
    found = [(fault.line, str(fault)) for fault in caught.value.faults]
    assert any(n == line and says in message for n, message in found), (line, found)


def test_missing_attempts_are_counted_for_every_answer(tmp_path):
    with pytest.raises(AuthorError, match="has 0 right attempts") as caught:
        read(tmp_path, "# %%\nimport math\n")
    assert "has 0 wrong attempts" in str(caught.value)
