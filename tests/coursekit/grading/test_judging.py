"""The judge keeps what is the trainer's: libraries that answers import, helpers that checks define, ends of loops."""

import asyncio
import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from coursekit.grading.encoding import encode_text
from coursekit.grading.intake import NotTaken, read_notebook
from coursekit.grading.judging import ColdSitting, Judge
from coursekit.grading.plans import plan_of
from coursekit.grading.stand_ins import error_like

NAMES = ["np", "half", "mine", "is_right"]


async def no_call(number, given):
    raise AssertionError("nothing is called here")


def verdicts(folder, checks, **about):
    """Judge checks one after another: each a source, and the values that a notebook would give."""

    async def all_of_them():
        with Judge(lambda: ColdSitting(folder), **about) as judge:
            return [
                await judge.judge(
                    {"source": source, "names": NAMES, "cells": [], "runs": [], "cell_id": None}, values, no_call
                )
                for source, values in checks
            ]

    return asyncio.run(all_of_them())


def errors(verdict):
    return [output["ename"] for output in verdict.outputs if output["output_type"] == "error"]


def test_a_library_that_the_answer_imports_is_the_library_whatever_has_its_name(tmp_path):
    solution = new_code_cell("import fractions as np\nhalf = np.Fraction(1, 2)")
    solution.metadata["nbgrader"] = {"solution": True, "grade": False, "grade_id": "half"}
    plan = plan_of(new_notebook(cells=[solution]))
    assert plan.imports == {"np": "import fractions as np"}
    check = "assert np.Fraction(1, 2) == 0.5 and half == 0.5"
    other = json.dumps({"t": "dict", "v": []})
    wrong, right, without = verdicts(
        tmp_path,
        [(check, {"np": other, "half": "0.25"}), (check, {"np": other, "half": "0.5"}), (check, {"half": "0.5"})],
        imports=plan.imports,
        modules=sorted(plan.modules),
    )
    assert errors(wrong) == ["AssertionError"]
    assert errors(right) == []
    # Who has not imported it has not got it, as in the notebook.
    assert errors(without) == ["NameError"]


def test_a_helper_that_a_check_defines_is_not_taken_from_the_notebook(tmp_path):
    first = "def is_right(value):\n    return value == 2\nassert is_right(mine)"
    _, second = verdicts(tmp_path, [(first, {"mine": "2"}), ("assert is_right(mine)", {"mine": "3", "is_right": "1"})])
    assert errors(second) == ["AssertionError"]


def test_what_a_check_defines_under_the_name_of_an_answer_stays_the_notebooks(tmp_path):
    first = "def mine():\n    return 2\nassert mine() == 2"
    _, second = verdicts(tmp_path, [(first, {}), ("assert mine == 3", {"mine": "3"})], answers=["mine"])
    assert errors(second) == []
    assert "mine" in plan_of(_solved("mine = 2")).answers


def _solved(source):
    cell = new_code_cell(source)
    cell.metadata["nbgrader"] = {"solution": True, "grade": False, "grade_id": "a"}
    return new_notebook(cells=[cell])


def test_a_value_that_no_json_can_be_is_unseen_and_ends_nothing(tmp_path):
    bad = [json.dumps({"t": "module"}), json.dumps({"t": "array", "dtype": "<f8"}), "[" * 100_000, '"\ud800"']
    found = verdicts(tmp_path, [("mine + 1", {"mine": text}) for text in bad] + [("assert mine == 1", {"mine": "1"})])
    assert all(verdict.unseen or errors(verdict) for verdict in found[:-1])
    assert errors(found[-1]) == []


@pytest.mark.parametrize("kind", ["StopIteration", "StopAsyncIteration"])
def test_the_end_of_an_iteration_ends_no_loop_of_a_check(kind):
    assert isinstance(error_like([kind, "Exception"], "no more"), RuntimeError)


def test_all_values_together_are_limited():
    from coursekit.grading.inside import take

    told = take(["one", "two"], {"one": "x" * 600, "two": "y" * 600}, limit=1_000)
    assert json.loads(told["one"]) == "x" * 600
    assert json.loads(told["two"])["t"] == "opaque"


def test_pictures_pasted_into_an_essay_stay_and_scripts_do_not(tmp_path):
    essay = new_markdown_cell("![](attachment:a.png)", id="essay")
    essay["attachments"] = {
        "a.png": {"image/png": "iVBORw0K", "text/html": "<script>"},
        "b.svg": {"image/svg+xml": "x"},
    }
    file = tmp_path / "lab.ipynb"
    file.write_text(json.dumps(new_notebook(cells=[essay])), encoding="utf-8")
    assert read_notebook(file).cells[0].attachments == {"a.png": {"image/png": "iVBORw0K"}}


def test_metadata_that_nbgrader_would_stop_at_are_left_out(tmp_path):
    cell = json.loads(json.dumps(new_code_cell("1"))) | {"id": "αβ"}
    cell["metadata"] = {"tags": ["a,b", "kept", "kept", 7], "name": "", "collapsed": "yes", "own": {"deep": [1]}}
    deep = "x"
    for _ in range(300):
        deep = {"a": deep}
    whole = {"cells": [cell, {**cell, "metadata": {"deep": deep}}], "nbformat": 4, "nbformat_minor": 5,
             "metadata": {"kernelspec": "x", "mine": 1}}  # fmt: skip
    file = tmp_path / "lab.ipynb"
    file.write_text(json.dumps(whole), encoding="utf-8")
    read = read_notebook(file)
    assert read.metadata == {"mine": 1}
    assert read.cells[0].metadata == {"tags": ["kept"], "own": {"deep": [1]}}
    assert read.cells[0].id.isascii()
    assert read.cells[1].metadata == {}
    file.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(NotTaken):
        read_notebook(file)


def test_what_can_be_called_is_called_in_the_kernel():
    import functools

    import numpy as np

    held = []
    for function in (functools.partial(int, base=2), functools.cache(abs), np.square, np.vectorize(abs), (3).__add__):
        written = json.loads(encode_text(function, hold=lambda one: held.append(one) or len(held) - 1))
        assert written["t"] == "function"
        assert held[written["v"]] is function
