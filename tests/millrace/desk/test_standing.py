"""How far a lab is, told from its file: only our own checks count, only for the answer that they looked at."""

import copy

import pytest
from nbformat import from_dict
from nbgrader.utils import compute_checksum

from millrace.desk.cells import checksum, print_of
from millrace.desk.here import lines_of
from millrace.desk.standing import standing_of

PASSED = "Right: 2 of 2. 2 of 4 since the last start."


def answer(name, source="...", count=None):
    marks = {"solution": True, "grade": False, "grade_id": name, "locked": False}
    return {
        "cell_type": "code", "id": name, "source": [source], "execution_count": count, "outputs": [],
        "metadata": {"nbgrader": marks},
    }  # fmt: skip


def check(name, outputs=(), count=None):
    marks = {"solution": False, "grade": True, "grade_id": f"check-{name}", "locked": True, "points": 2}
    source = f'# Checks {name}.\nchecks.passed("{name}", points=2, of=4)'
    cell = {
        "cell_type": "code", "id": f"check-{name}", "source": source, "execution_count": count,
        "outputs": list(outputs), "metadata": {"nbgrader": marks},
    }  # fmt: skip
    marks["checksum"] = checksum(cell)
    return cell


def printed(text=PASSED):
    return {"output_type": "stream", "name": "stdout", "text": [text + "\n"]}


def shown(source):
    about = {"millrace": {"answer": print_of(source)}}
    return {"output_type": "display_data", "data": {"text/plain": [PASSED]}, "metadata": about}


def error(text):
    return {"output_type": "error", "ename": "CheckFailed", "evalue": "", "traceback": [text]}


def text(source):
    return {"cell_type": "markdown", "id": "who-text", "source": source, "metadata": {}}


QUESTION = {
    "cell_type": "markdown", "id": "who", "source": "## 3. Who?",
    "metadata": {"nbgrader": {"task": True, "points": 5, "grade_id": "who"}},
}  # fmt: skip


def states(*cells):
    return [step.state for step in standing_of(list(cells)).steps]


def test_the_checksum_is_nbgraders_own():
    for cell in (check("total"), answer("total", "a = 1"), check("größe")):
        assert checksum(cell) == compute_checksum(from_dict({**cell, "source": "".join(cell["source"])}))


@pytest.mark.parametrize(
    ("outputs", "state"),
    [
        ([], "open"),
        ([printed()], "right"),
        ([printed("Wrong, Right: 2")], "not yet"),
        ([error("Not answered yet: there is no total.")], "open"),
        ([error("Not yet: total is 3.")], "not yet"),
        ([printed(), error("Not yet: total is 3.")], "not yet"),
    ],
)
def test_what_a_check_said_last_decides(outputs, state):
    assert states(answer("total"), check("total", outputs)) == [state]


def test_an_answer_that_changed_since_its_check_has_to_be_checked_again():
    passed = check("total", [shown("total = 3")])
    assert states(answer("total", "total = 3\n"), passed) == ["right"]
    assert states(answer("total", "total = 4"), passed) == ["again"]
    assert standing_of([answer("total", "total = 4"), passed]).points == 0


def test_without_a_fingerprint_the_order_of_the_runs_is_what_is_known():
    assert states(answer("total", count=7), check("total", [printed()], count=5)) == ["again"]
    assert states(answer("total", count=4), check("total", [printed()], count=5)) == ["right"]


def test_an_edited_check_counts_nothing_and_is_not_the_next_step():
    edited = check("total", [printed()])
    edited["source"] = "print('Right: 2 of 2.')"
    standing = standing_of([answer("total"), edited, answer("pieces"), check("pieces")])
    assert [step.state for step in standing.steps] == ["changed", "open"]
    assert (standing.points, standing.of, standing.next) == (0, 4, standing.steps[1])


def test_a_check_that_was_pasted_counts_once_and_the_original_decides():
    original = check("total")
    pasted = {**copy.deepcopy(original), "id": "abc", "outputs": [printed()]}
    assert states(answer("total"), pasted, original) == ["open"]


def test_a_cell_that_only_says_right_is_no_check():
    fake = {"cell_type": "code", "source": "print('Right: 2 of 2.')", "metadata": {}, "outputs": [printed()]}
    assert states(fake) == []


def test_a_deleted_check_keeps_its_points_open():
    standing = standing_of([answer("total"), check("total", [printed()])])
    assert (standing.points, standing.of, standing.missing) == (2, 4, True)


def test_a_text_is_written_when_it_is_no_longer_the_words_that_ask_for_it():
    assert states(QUESTION, text("*Click here and write your answer.*")) == ["open"]
    assert states(QUESTION, text("The clerk, on Mondays.")) == ["right"]
    assert states(QUESTION) == ["open"]


def test_the_lines_of_progress_say_points_what_to_run_again_and_what_is_next():
    heading = {"cell_type": "markdown", "id": "h", "source": "# Part A\n\n## 2. Dirhams", "metadata": {}}
    cells = [heading, answer("total", "total = 4"), check("total", [shown("total = 3")]), QUESTION, text("")]
    assert lines_of(standing_of(cells)) == [
        "0 of 4 points by checks.",
        "An answer was changed since its check passed: run the check again in section 2.",
        "A check was deleted; grading puts it back.",
        "0 of 1 text written; your trainer reads them.",
        "Next: section 2. Dirhams",
    ]
    assert standing_of(cells).next.place == "h"
