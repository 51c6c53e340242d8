"""A visitor between cells takes values out and runs cells of its own, and no learner's code stops it."""

import asyncio
import time

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.kernels import PUBLISHED, Limits, RunEnded

PUBLISH = f"from IPython.display import publish_display_data as __p; __p({{{PUBLISHED!r}: %s}})"


NEVER_STOP = """
import time
while True:
    try:
        time.sleep(60)
    except BaseException:
        pass
"""


def notebook(*sources):
    return new_notebook(cells=[new_code_cell(source, id=f"cell-{at}") for at, source in enumerate(sources, 1)])


def visitor(of, does):
    """A visitor that does something at the cell with a name, and deals with that cell."""
    told = []

    async def visit(cell, hands):
        if cell.id != of:
            return False
        told.append(await does(hands))
        return True

    return visit, told


def test_values_come_out_between_cells_and_at_the_end(sandbox):
    seen = []

    async def visit(cell, hands):
        seen.append((cell.id, await hands.ask(PUBLISH % "__import__('json').dumps(globals().get('a'))")))
        if cell.id == "check":
            cell.outputs = await hands.execute("print('a is', a)")
        return cell.id == "check"

    async def at_end(hands):
        seen.append(("end", await hands.ask(PUBLISH % "str(a)")))

    given = notebook("a = [1, 2]", "a.append(3)", "1 / 0", "a = 7")
    given.cells[2].id = "check"
    ran = sandbox.run(given, visit=visit, at_end=at_end)
    assert seen == [
        ("cell-1", "null"),
        ("cell-2", "[1, 2]"),
        ("check", "[1, 2, 3]"),
        ("cell-4", "[1, 2, 3]"),
        ("end", "7"),
    ]
    assert (ran.outcome, ran.cell) == ("ran", None)
    assert [len(cell.outputs) for cell in ran.notebook.cells] == [0, 0, 1, 0]
    assert ran.notebook.cells[2].outputs[0].text == "a is [1, 2, 3]\n"
    assert not given.cells[2].outputs, "what was given stays as it is"
    assert [cell.execution_count for cell in ran.notebook.cells][:2] == [1, 2], "a question is no cell"


@pytest.mark.parametrize(
    ("code", "comes"),
    [
        ("1 / 0", None), ("print('no answer')", None), (PUBLISH % "{'no': 'text'}", None), ("what is this", None),
        (PUBLISH % "'x' * 3_000_000", None), (PUBLISH % "'x' * 900_000", "x" * 900_000), (PUBLISH % "'one'", "one"),
    ],
)  # fmt: skip
def test_what_a_question_can_bring_back(sandbox, code, comes):
    visit, told = visitor("cell-1", lambda hands: hands.ask(code))
    ran = sandbox.run(notebook("1", "print('on')"), visit=visit, limits=Limits(answer_mb=1, output_mb=4))
    assert told == [comes]
    assert (ran.outcome, ran.notebook.cells[1].outputs[0].text) == ("ran", "on\n")


def test_an_answer_may_be_larger_than_the_outputs(sandbox):
    visit, told = visitor("cell-1", lambda hands: hands.ask(PUBLISH % "'x' * 3_000_000"))
    sandbox.run(notebook("1"), visit=visit, limits=Limits(answer_mb=4, output_mb=1))
    assert told == ["x" * 3_000_000]


def test_a_question_that_takes_too_long_is_interrupted_and_the_run_goes_on(sandbox):
    visit, told = visitor("cell-2", lambda hands: hands.ask("__import__('time').sleep(60)\n" + PUBLISH % "'late'"))
    ran = sandbox.run(notebook("1", "2", "print('on')"), visit=visit, limits=Limits(cell_seconds=1))
    assert told == [None]
    assert (ran.outcome, ran.notebook.cells[2].outputs[0].text) == ("ran", "on\n")


@pytest.mark.parametrize("lets_through", [True, False])
@pytest.mark.parametrize(
    ("code", "outcome"),
    [("__import__('os')._exit(1)", "died"), (NEVER_STOP, "timeout")],
    ids=["exit", "never stop"],
)
@pytest.mark.parametrize("how", ["ask", "execute"])
def test_a_run_that_ends_under_a_visitor_ends_as_any_other(sandbox, code, outcome, how, lets_through):
    async def does(hands):
        try:
            await getattr(hands, how)(code)
        except RunEnded:
            if lets_through:
                raise

    async def at_end(hands):
        raise AssertionError("there is nothing any more to look at")

    visit, _ = visitor("cell-2", does)
    ran = sandbox.run(notebook("1", "2", "print('on')"), visit=visit, at_end=at_end, limits=Limits(cell_seconds=1))
    assert (ran.outcome, ran.cell, ran.notebook.cells[2].outputs) == (outcome, "cell-2", [])


def test_a_visitors_own_time_counts_for_nothing(sandbox):
    visit, _ = visitor("cell-1", lambda hands: asyncio.sleep(1.5))
    assert sandbox.run(notebook("1", "2"), visit=visit, limits=Limits(notebook_seconds=1)).outcome == "ran"
    visit, _ = visitor("cell-1", lambda hands: hands.ask("__import__('time').sleep(60)"))
    began = time.monotonic()
    assert sandbox.run(notebook("1", "2"), visit=visit, limits=Limits(notebook_seconds=1)).outcome == "timeout"
    assert time.monotonic() - began < 30


def test_a_cell_of_the_visitor_that_is_too_slow_says_so_under_the_cells_name(sandbox):
    visit, told = visitor("cell-2", lambda hands: hands.execute("__import__('time').sleep(60)"))
    ran = sandbox.run(notebook("1", "2"), visit=visit, limits=Limits(cell_seconds=1))
    assert (ran.outcome, ran.interrupted, told[0][-1].ename) == ("ran", ("cell-2",), "CellTimeoutError")


def test_a_visitors_cell_leaves_no_trace_in_the_notebook(sandbox):
    given = notebook(
        "from IPython.display import display, HTML\nh = display(HTML('one'), display_id='d')",
        "2",
        "h.update(HTML('two'))",
    )
    visit, told = visitor(
        "cell-2", lambda hands: hands.execute("h.update(HTML('seen')); display(HTML('x'), display_id='d');")
    )
    ran = sandbox.run(given, visit=visit)
    assert (ran.outcome, len(ran.notebook.cells)) == ("ran", 3)
    assert ran.notebook.cells[0].outputs[0].data["text/html"] == "two"
    assert told[0][-1].data["text/html"] == "x"


def test_what_a_visitor_raises_is_raised(sandbox):
    async def does(hands):
        raise KeyError("a fault of the visitor")

    visit, _ = visitor("cell-1", does)
    with pytest.raises(KeyError, match="a fault of the visitor"):
        sandbox.run(notebook("1"), visit=visit)


def test_a_kernel_can_have_variables_of_its_own(sandbox):
    look = notebook("import os; print(os.environ.get('OWN'), os.environ['HOME'])")
    given = sandbox.run(look, environment={"OWN": "7"}).notebook.cells[0].outputs[0].text
    assert given == "7 /work/home\n"
    assert sandbox.run(look).notebook.cells[0].outputs[0].text == "None /work/home\n"


def test_a_learner_who_answers_in_our_place_has_only_forged_an_answer(sandbox):
    forged = f"from IPython.display import publish_display_data as p; p({{{PUBLISHED!r}: 'forged'}})"
    hook = f"get_ipython().input_transformers_cleanup.append(lambda lines: [{forged!r}])"
    visit, told = visitor("cell-2", lambda hands: hands.ask(PUBLISH % "'true'"))
    ran = sandbox.run(notebook(hook, "2"), visit=visit)
    assert (ran.outcome, told) == ("ran", ["forged"])
