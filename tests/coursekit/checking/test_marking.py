"""A notebook that has been run is marked as nbgrader marks it, and what its learner saw is kept."""

from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from coursekit.checking import marking
from coursekit.checking.marking import CellMark, Marked, mark_notebook, marks_of


def check(outputs=(), *, name="check-total", points=2, begin="00:00:00", end="00:00:01"):
    graded = {"grade": True, "grade_id": name, "locked": True, "solution": False, "task": False, "points": points}
    took = {"iopub.execute_input": f"2025-01-01T{begin}", "shell.execute_reply": f"2025-01-01T{end}"}
    meta = {"nbgrader": {**graded, "schema_version": 3, "cell_type": "code"}, "execution": took}
    return new_code_cell("_check()", metadata=meta, outputs=list(outputs))


def error(name, value, *traceback):
    return new_output("error", ename=name, evalue=value, traceback=list(traceback))


def mark(*outputs):
    [made] = marks_of(new_notebook(cells=[new_code_cell("x = 1"), check(outputs)]))
    return made


def test_a_check_that_raised_nothing_earns_its_points():
    assert mark() == CellMark("check-total", 2, 2)
    assert mark(new_output("stream", name="stdout", text="Passed.")) == CellMark("check-total", 2, 2)


def test_what_went_to_the_error_stream_is_kept():
    said = mark(
        new_output("stream", name="stdout", text="Fine."), new_output("stream", name="stderr", text="A warning.")
    )
    assert said.message == "A warning."


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (error("NotAnswered", "x", "Not answered yet.", "Write it."), "Not answered yet. Write it."),
        (error("CheckFailed", "x", "Not yet:", "too few."), "Not yet: too few."),
        (error("MillraceError", "x", "One sentence."), "One sentence."),
        (error("KeyError", "'pieces'", "File ...", "KeyError"), "KeyError: 'pieces'"),
    ],
)
def test_a_check_that_raised_earns_nothing_and_its_sentence_is_kept(output, message):
    made = mark(new_output("stream", name="stderr", text="Before."), output)
    assert made == CellMark("check-total", 0, 2, output.ename, message)


def marked(*earned, problem=""):
    return Marked(tuple(CellMark("a", points, 2) for points in earned), 1.0, problem=problem)


@pytest.mark.parametrize(
    ("found", "full", "zero"),
    [
        (marked(2, 2), True, False),
        (marked(0, 0), False, True),
        (marked(2, 0), False, False),
        (marked(2, problem="It stopped."), False, False),
        (marked(0, problem="It stopped."), False, False),
    ],
)
def test_full_and_zero_mean_every_check_and_a_notebook_that_ran(found, full, zero):
    assert (found.full, found.zero) == (full, zero)


@pytest.fixture
def without_kernel(monkeypatch):
    """Put a notebook that has been run in the place of a run; hold what was asked for."""
    asked = SimpleNamespace()

    class Client:
        def __init__(self, notebook, **settings):
            asked.settings = settings

        async def async_execute(self, *, env):
            asked.env = env
            if getattr(asked, "stops", None):
                raise asked.stops

    monkeypatch.setattr("nbclient.NotebookClient", Client)
    return asked


def content(*cells):
    notebook = new_notebook(cells=list(cells))
    notebook.nbformat_minor = 5
    return nbformat.writes(notebook).encode()


def test_only_answers_and_checks_count_as_what_a_learner_waits_for(without_kernel, tmp_path):
    setup = new_code_cell("import pandas", metadata={"execution": check(end="00:00:10").metadata.execution})
    never = new_code_cell("x", metadata={"execution": {"iopub.execute_input": "2025-01-01T00:00:00"}})
    found = mark_notebook(content(setup, never, check(end="00:00:01.500")), folder=tmp_path)
    assert (found.seconds, found.graded_seconds, found.problem) == (11.5, 1.5, "")
    assert [cell.name for cell in found.cells] == ["check-total"]


def test_a_notebook_is_run_to_its_end_where_it_lies_on_the_committed_data(without_kernel, tmp_path, monkeypatch):
    monkeypatch.setenv("MILLRACE_VARIANT", "7")
    monkeypatch.setenv("MPLBACKEND", "a-window")
    monkeypatch.setenv("KEPT", "yes")
    mark_notebook(content(check()), folder=tmp_path)
    settings = without_kernel.settings
    assert settings["allow_errors"] is True
    assert settings["resources"] == {"metadata": {"path": str(tmp_path)}}
    assert settings["timeout"] == marking.CELL_SECONDS == 120
    assert settings["kernel_name"] == "python3"
    assert "MILLRACE_VARIANT" not in without_kernel.env
    assert (without_kernel.env["KEPT"], "inline" in without_kernel.env["MPLBACKEND"]) == ("yes", True)


def test_a_run_that_stops_earns_nothing_and_says_why_in_few_words(without_kernel, tmp_path):
    without_kernel.stops = RuntimeError("x" * 400)
    found = mark_notebook(content(check()), folder=tmp_path)
    assert found == Marked((), 0.0, 0.0, "the kernel stopped: RuntimeError: " + "x" * 300)
