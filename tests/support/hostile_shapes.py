"""What hostile submissions do to a notebook, or put beside it, by shape: the cases name these under `change`."""

import json
import os
from pathlib import Path


def cell(notebook, name):
    return next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name)


def plain(notebook):
    return [one for one in notebook.cells if "nbgrader" not in one.metadata]


def id_with_other_letters(notebook):
    for place, one in enumerate(notebook.cells):
        one["id"] = "\u03b1\u03b2-" + str(place)


def tags_of_another_kind(notebook):
    for one in notebook.cells:
        one.metadata.update(
            {"tags": "skip-execution", "collapsed": "yes", "scrolled": [], "name": "", "jupyter": 3, "format": 7}
        )


def tags_with_commas(notebook):
    plain(notebook)[0].metadata["tags"] = ["a,b", "a,b", ""]


def notebook_metadata_of_another_kind(notebook):
    text = json.loads(json.dumps(notebook))
    text["metadata"] = {
        "kernelspec": "x",
        "language_info": [],
        "title": 5,
        "authors": {},
        "orig_nbformat": "a",
        "coursekit": [],
        "celltoolbar": {},
    }
    return json.dumps(text)


def deep_metadata(notebook):
    deep = "x"
    for _ in range(485):
        deep = {"a": deep}
    text = json.loads(json.dumps(notebook))
    text["cells"][0]["metadata"]["deep"] = deep
    return json.dumps(text)


def deep_metadata_lists(notebook):
    text = json.loads(json.dumps(notebook))
    text["metadata"]["deep"] = "DEEP"
    return json.dumps(text).replace('"DEEP"', "[" * 300 + "]" * 300)


def number_keys(notebook):
    plain(notebook)[0].metadata["nbgrader"] = {"grade_id": 5, "grade": True}
    cell(notebook, "total").metadata["nbgrader"] = ["test-square"]


def infinite_points(notebook):
    text = json.dumps(notebook)
    return text.replace('"points": 2', '"points": 1e999').replace('"nbformat_minor": 5', '"nbformat_minor": NaN')


def doubled_keys(notebook):
    text = json.dumps(notebook)
    return (
        text.replace('"grade_id": "test-square"', '"grade_id": "test-total", "grade_id": "test-square"').replace(
            '"cell_type": "code"', '"cell_type": "raw", "cell_type": "code"'
        )[:-1]
        + ', "nbformat": 4}'
    )


def check_as_markdown(notebook):
    for kind, name in (("markdown", "test-square"), ("raw", "test-total"), ("code", "why"), ("raw", "words")):
        one = cell(notebook, name)
        one["cell_type"] = kind


def cells_without_source(notebook):
    text = json.loads(json.dumps(notebook))
    for one in text["cells"]:
        if one["metadata"].get("nbgrader", {}).get("grade_id") == "test-square":
            one["source"] = {"a": 1}
            del one["outputs"]
            one["metadata"] = {"nbgrader": one["metadata"]["nbgrader"], "editable": "no"}
    text["cells"] += [
        {"cell_type": "code"},
        {},
        7,
        None,
        {"cell_type": ["code"], "source": 3, "metadata": 4, "id": {}},
        {"cell_type": "markdown", "source": [1, None]},
    ]
    return json.dumps(text)


def swapped_ids(notebook):
    a, b = cell(notebook, "test-square"), cell(notebook, "test-total")
    a.metadata["nbgrader"]["grade_id"], b.metadata["nbgrader"]["grade_id"] = "test-total", "test-square"


def checks_first(notebook):
    checks = [one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade")]
    notebook.cells = [*checks, *(one for one in notebook.cells if one not in checks)]


def answer_under_the_name_of_a_check(notebook):
    cell(notebook, "square").metadata["nbgrader"].update(grade_id="test-square", grade=True, locked=True, points=2)


def flags_turned(notebook):
    for one in notebook.cells:
        about = one.metadata.get("nbgrader")
        if about:
            about.update(
                locked=not about["locked"],
                solution=not about["solution"],
                grade=not about["grade"],
                task=True,
                checksum=[1],
                points="all",
                cell_type="raw",
            )


def attachments_of_another_kind(notebook):
    text = json.loads(json.dumps(notebook))
    for one in text["cells"]:
        one["attachments"] = [1, {"../../x.png": {"image/png": 5}}]
    return json.dumps(text)


def many_cells(notebook):
    empty = {"cell_type": "code", "source": "pass", "metadata": {}, "outputs": [], "execution_count": None}
    return json.dumps({**notebook, "cells": [*notebook.cells, *[{**empty, "id": f"m{n}"} for n in range(4_900)]]})


def lone_surrogates(notebook):
    text = json.loads(json.dumps(notebook))
    text["metadata"]["title"] = "\ud800"
    text["cells"][0]["metadata"]["\udcff"] = "\udcff"
    text["cells"][0]["id"] = "\ud800"
    text["cells"][0]["source"] = "\ud800"
    return json.dumps(text)


def no_utf8(folder, root):
    (folder / "problem.ipynb").write_bytes(
        b'{"cells": [], "metadata": {"a": "\xff\xfe"}, "nbformat": 4, "nbformat_minor": 5}'
    )


def folder_in_the_place_of_the_graded_file(folder, root):
    (folder / ".problem.ipynb.unfinished").mkdir()
    (folder / ".problem.ipynb.unfinished" / "a.csv").write_text("a\n1\n", encoding="utf-8")


def folder_in_the_place_of_a_copy(folder, root):
    (folder / "a.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / ".a.csv.new").mkdir()
    (folder / ".a.csv.new" / "b.csv").write_text("a\n1\n", encoding="utf-8")


def folder_named_as_the_notebook(folder, root):
    (folder / "more.ipynb").mkdir()
    (folder / "more.ipynb" / "b.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / "timestamp.txt").mkdir()
    (folder / "timestamp.txt" / "b.csv").write_text("a\n1\n", encoding="utf-8")


def more_than_the_disk(folder, root):
    block = os.urandom(1_000_000)
    for n in range(11):
        with (folder / f"{n}.csv").open("wb") as opened:
            for _ in range(49):
                opened.write(block)


def strange_time(folder, root):
    (folder / "timestamp.txt").write_text("0001-01-01 00:00:00 100000000000000000000", encoding="utf-8")


def folders_without_end(folder, root):
    here = Path.cwd()
    os.chdir(folder)
    for _ in range(30):
        Path("d" * 200).mkdir()
        os.chdir("d" * 200)
    os.chdir(here)


BESIDE = (no_utf8, folder_in_the_place_of_the_graded_file, folder_in_the_place_of_a_copy, folder_named_as_the_notebook,
          more_than_the_disk, strange_time, folders_without_end)  # fmt: skip
