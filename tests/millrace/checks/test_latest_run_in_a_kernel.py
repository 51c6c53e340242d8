"""In a real kernel, with cells told apart as JupyterLab tells them, a check judges what the last run kept."""

import os

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell, new_notebook

from paths import ROOT

SET_UP = """
import pandas as pd
from millrace import checks, slips
slips.explain()
lines = pd.DataFrame({"shipped": [3, 1, 5, 2], "promised": [2, 2, 2, 2]})
"""
CHECK = """
def _check():
    checks.answer("late_share").is_number(0.5, look="Count again.")
_check()
checks.passed("late-share", points=1)
"""
PRACTICE = 'from millrace import checks\nchecks.practice("two_dozen", 24, look="A dozen is twelve.")'
RIGHT = 'late_share = (lines["shipped"] > lines["promised"]).mean()'
SHOWN = '(lines["shipped"] > lines["promised"]).mean()'
STOPPED = "Not answered yet: the last run of the answer stopped with an error, so there is nothing new to check."
NOTHING_KEPT = "Not answered yet: the last run of the answer showed a value but kept nothing under the name"


class Kernel:
    """A kernel in which cells are run under the ids that an editor sends."""

    def __init__(self, client):
        self.client = client

    def run(self, source, cell_id):
        """Run a cell and return what it printed, or what it said when it stopped, on one line."""
        client, said = self.client, []
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": False}
        message = client.session.msg("execute_request", content, metadata={"cellId": cell_id})
        client.shell_channel.send(message)
        while True:
            reply = client.get_iopub_msg(timeout=60)
            if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if reply["msg_type"] == "status" and reply["content"]["execution_state"] == "idle":
                return " ".join("\n".join(said).split())
            shown = reply["content"].get("data", {}).get("text/plain", "")
            said += reply["content"].get("traceback", [reply["content"].get("text", shown)])

    def answer(self, source):
        """Run the answer's cell."""
        return self.run(source, "late-share")

    def check(self):
        """Run its check."""
        return self.run(CHECK, "check-late-share")


@pytest.fixture(scope="module")
def one_kernel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    cells = [
        new_code_cell("two_dozen = ...", id="number"),
        new_code_cell(PRACTICE, id="practice", metadata={"jupyter": {"source_hidden": True}}),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "lesson.ipynb")
    env = os.environ | {"PYTHONPATH": str(ROOT / "lib"), "JPY_SESSION_NAME": "labs/lesson.ipynb"}
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(folder), env=env)
    yield Kernel(client)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(one_kernel):
    """Return the kernel as it is after a restart and the set-up cell."""
    names = "'late_share', 'mine', 'late', 'two_dozen', 'labels', 'words'"
    one_kernel.run(f"for name in [{names}]:\n    globals().pop(name, None)", "tidy")
    one_kernel.run("from millrace import slips\nslips.stop_explaining()", "tidy")
    assert one_kernel.run(SET_UP, "set-up") == ""
    return one_kernel


def test_a_right_answer_passes(kernel):
    kernel.answer(RIGHT)
    assert kernel.check() == "Right: 1 of 1."


@pytest.mark.parametrize("first", ["late_share = 0.9", RIGHT])
def test_a_last_run_that_only_showed_a_number_is_told_and_no_older_value_judged(kernel, first):
    kernel.answer(first)
    kernel.check()
    kernel.answer(SHOWN)
    assert kernel.check().startswith(f"{NOTHING_KEPT} late_share, so there is nothing new to check. Begin your line")
    kernel.answer(RIGHT)
    assert kernel.check() == "Right: 1 of 1."


def test_a_first_run_that_only_showed_a_number_is_told_too(kernel):
    kernel.answer(SHOWN)
    assert kernel.check().startswith(NOTHING_KEPT)


@pytest.mark.parametrize("slip", ["late_share = 1 / 0", "1 / 0", "late_share = (", "words = late, wrong"])
def test_a_last_run_that_stopped_is_told_whatever_was_kept_before(kernel, slip):
    kernel.answer(slip)
    assert kernel.check().startswith(STOPPED)
    kernel.answer(RIGHT)
    kernel.answer(slip)
    assert kernel.check().startswith(STOPPED)


def test_before_anything_was_run_and_with_the_dots_the_check_says_where_to_write(kernel):
    assert kernel.check().startswith("Not answered yet: there is no late_share. Put your line in place of the three")
    kernel.answer("# Work it out.\n...")
    assert kernel.check().startswith("Not answered yet: there is no late_share.")


def test_an_answer_over_two_cells_is_judged_in_whatever_order_they_were_run_again(kernel):
    kernel.answer('late = lines["shipped"] > lines["promised"]')
    kernel.run("late_share = late.mean()", "own")
    assert kernel.check() == "Right: 1 of 1."
    kernel.answer('late = lines["shipped"] > lines["promised"]\nlate.sum()')
    assert kernel.check() == "Right: 1 of 1."


def test_an_answer_that_moved_to_a_cell_of_the_learners_is_judged(kernel):
    kernel.answer("late_share = 0.9")
    kernel.run(RIGHT, "own")
    kernel.answer("lines.head()")
    assert kernel.check() == "Right: 1 of 1."


@pytest.mark.parametrize(
    "change",
    [
        "late_share.append(0.5)",
        "late_share.append(0.5)\nprint(late_share)",
        "def add(held):\n    held.append(0.5)\nadd(late_share)",
        "%time late_share = [0.5]",
        "exec('late_share = [0.5]')",
    ],
)
def test_an_answer_changed_in_place_or_by_a_word_of_the_notebook_is_judged(kernel, change):
    kernel.answer("late_share = []")
    kernel.answer(change)
    assert kernel.check() == "Right: 1 of 1."


@pytest.mark.parametrize("look", ["print(late_share)", "display(late_share)", "late_share", "late_share.real"])
def test_only_looking_at_an_answer_keeps_nothing(kernel, look):
    kernel.answer("late_share = 0.5")
    kernel.answer(look)
    assert "kept nothing under the name late_share" in kernel.check()


def test_a_cell_between_that_looks_or_stops_does_not_matter(kernel):
    kernel.answer(RIGHT)
    kernel.run("late_share", "own")
    kernel.run("1 / 0", "own")
    assert kernel.check() == "Right: 1 of 1."


def test_where_cells_are_not_told_apart_a_missing_answer_names_the_cell_that_stopped(kernel):
    kernel.run("words = late, wrong", None)
    said = kernel.run('checks.answer("labels")\nchecks.passed("labels", points=1)', None)
    assert said.startswith("Not answered yet: there is no labels, and the cell that was run last stopped with an error")
    kernel.run("...", None)
    said = kernel.run('checks.answer("labels")\nchecks.passed("labels", points=1)', None)
    assert said.startswith("Not answered yet: there is no labels. Put your line")


def test_practice_in_a_lesson_judges_the_last_run_too(kernel):
    kernel.run("2 * 12", "number")
    assert kernel.run(PRACTICE, "practice").startswith(f"{NOTHING_KEPT} two_dozen")
    kernel.run("two_dozen = 24", "number")
    assert kernel.run(PRACTICE, "practice").startswith("Right")
    kernel.run("two_dozen = twenty four", "number")
    assert kernel.run(PRACTICE, "practice").startswith(STOPPED)


def test_what_waits_for_a_right_answer_is_shown_after_its_check_and_not_after_a_later_slip(kernel):
    picture = 'if checks.is_right("late_share", shows="The picture"):\n    print("A picture.")'
    waits = "The picture comes after your late_share is right: run its check, then this cell again."
    kernel.answer(RIGHT)
    assert kernel.run(picture, "result") == waits
    kernel.check()
    assert kernel.run(picture, "result") == "A picture."
    kernel.answer("late_share = 1 / 0")
    kernel.check()
    assert kernel.run(picture, "result") == waits
