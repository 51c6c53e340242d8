"""The sentence reaches wherever a learner meets an error: kernel, Validate, pages made of the notebook."""

import html
import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from learner_shell import GIVEN, learner
from millrace import slips
from millrace.slips import notebook, showing
from millrace.slips.rules import find_sentence
from millrace.slips.runs import Run
from millrace.slips.stops import Stop
from paths import ROOT

SET_UP = "import pandas as pd\n\nfrom millrace import cleaning, intake, samples, slips\n\nslips.explain()"
SLIPS = {
    'orders["peices"].sum()': "Did you mean 'pieces'?",
    "limit = 75%": "Write the share as a number: 0.75.",
    "orders[pieces]": "the name of a column goes in",
    "len(orders": "is never closed",
    "cleaning.merge_duplicates(orders, orders, 0.75)": "threshold=0.75",
}


def graded(cell, number):
    """Make a cell one that nbgrader grades."""
    cell.metadata["nbgrader"] = {
        "grade": True, "grade_id": f"check-{number}", "locked": False, "points": 1, "schema_version": 3,
        "solution": False, "task": False, "cell_type": "code",
    }  # fmt: skip
    return cell


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A notebook with five slips, not yet run."""
    cells = [new_code_cell(SET_UP), new_code_cell(GIVEN), *(graded(new_code_cell(t), n) for n, t in enumerate(SLIPS))]
    file = tmp_path_factory.mktemp("written") / "lab.ipynb"
    nbformat.write(new_notebook(cells=cells), file)
    return file


@pytest.fixture(scope="module")
def run(written):
    read = nbformat.read(written, as_version=4)
    NotebookClient(read, allow_errors=True, timeout=60, kernel_name="python3").execute()
    return read


def test_in_a_real_kernel_the_error_stays_an_error_and_the_traceback_is_folded_below(run):
    for cell, (typed, says) in zip(run.cells[2:], SLIPS.items(), strict=True):
        error, folded = cell.outputs
        assert (cell.source, error.output_type, folded.output_type) == (typed, "error", "display_data")
        assert says in " ".join("\n".join(error.traceback).split())
        assert error.ename in ("KeyError", "SyntaxError", "NameError", "TypeError")
        assert error.evalue
        assert "<details>" in folded.data["text/html"]
        assert error.ename in folded.data["text/plain"]


def test_a_page_made_of_the_notebook_shows_the_sentence_and_the_folded_traceback(run):
    page, _ = HTMLExporter().from_notebook_node(run)
    read = " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())
    assert [says for says in SLIPS.values() if says not in read] == []
    assert page.count("<summary>What Python itself says</summary>") == len(SLIPS)


def test_nbgrader_validate_shows_the_sentence_whole(written):
    env = os.environ | {"PYTHONPATH": str(ROOT / "lib"), "COLUMNS": "200"}
    command = [sys.executable, "-m", "nbgrader", "validate", written.name]
    done = subprocess.run(command, cwd=written.parent, env=env, capture_output=True, text=True, check=False)
    said = " ".join(done.stdout.split())
    assert f"VALIDATION FAILED ON {len(SLIPS)} CELL(S)" in said
    assert [says for says in SLIPS.values() if says not in said] == []
    assert "Traceback" not in said


def test_a_run_that_may_not_fail_still_fails(written):
    from nbclient.exceptions import CellExecutionError

    read = nbformat.read(written, as_version=4)
    with pytest.raises(CellExecutionError, match="Did you mean 'pieces'"):
        NotebookClient(read, timeout=60, kernel_name="python3").execute()


CELLS = [
    "import pandas as pd\n\nfrom millrace import samples",
    "items = samples.load('x')\nitems.head()",
    "# Make chat_orders.\nchat_orders = items.dropna()",
    "from millrace import cleaning",
    "pairs = cleaning.duplicate_candidates(items)",
    "costs = pairs",
]


def said_of(cell, name, *, runs=()):
    """Say what a missing name means in a notebook of those cells."""
    stop = Stop(NameError(f"name '{name}' is not defined", name=name), cell, {}, runs=runs, cells=CELLS)
    return find_sentence(stop)[0]


@pytest.mark.parametrize(
    ("cell", "name", "begins"),
    [
        (CELLS[2], "items", "import pandas as pd"),
        (CELLS[5], "pairs", "from millrace import cleaning"),
        (CELLS[1], "samples", "import pandas as pd"),
    ],
)
def test_after_a_restart_the_first_cell_of_this_part_is_named(cell, name, begins):
    said = said_of(cell, name)
    assert f"Nothing is called {name} yet" in said
    assert "restarted" in said
    assert f"'{begins}'" in said


def test_a_cell_above_that_was_not_run_is_named():
    said = said_of(CELLS[2], "items", runs=[Run(CELLS[0])])
    begins = "'items = samples.load('x')'"
    assert said == f"Nothing is called items yet. Run the cell that begins {begins} first, then this one again."


@pytest.mark.parametrize("name", ["samples", "pd"])
def test_what_the_set_up_cell_loads_sends_to_the_set_up_cell(name):
    said = said_of(CELLS[2], name, runs=[Run("other = 1")])
    assert "Run the set-up cell at the top of this part first: it begins 'import pandas as pd'" in said


def test_in_a_check_before_the_set_up_cell_the_set_up_cell_is_named_too(tmp_path):
    check = "# Checks it.\ndef _check():\n    checks.answer('x')\n\n\n_check()\nchecks.passed('x', points=1)"
    with learner(tmp_path, set_up="import millrace.slips\nmillrace.slips.explain()") as somebody:
        shown = somebody.run(check)
    assert "Nothing is called checks yet. Run the set-up cell at the top of this part first" in shown.sentence
    assert (shown.folded, "Line" in shown.text) == ("", False)


def test_a_cell_above_that_stopped_is_to_be_mended_first():
    said = said_of(CELLS[2], "items", runs=[Run(CELLS[0]), Run(CELLS[1], error=KeyError("x"))])
    assert "stopped with an error" in said
    assert "Mend the cell that begins 'items = " in said


def test_what_was_emptied_before_a_cell_that_stopped_sends_to_that_cell(tmp_path):
    with learner(tmp_path, set_up="import millrace.slips\nmillrace.slips.explain()") as somebody:
        somebody.run("cases = None")
        somebody.run("cases = 1 / 0")
        shown = somebody.run("cases.head()")
    assert "stopped with an error" in shown.sentence
    assert "'cases = 1 / 0'" in shown.sentence


def test_the_notebooks_cells_are_read_from_its_file(tmp_path, monkeypatch):
    lab = tmp_path / "lab.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in CELLS]), lab)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert notebook.notebook_here({}).cells == tuple(CELLS)
    monkeypatch.setenv("JPY_SESSION_NAME", "labs/01-data-cleanup/lab.ipynb")
    assert notebook.notebook_here({}).cells == tuple(CELLS)
    lab.write_text("not a notebook", encoding="utf-8")
    assert notebook.notebook_here({}) == notebook.Notebook()


LAB = new_notebook(
    cells=[
        new_code_cell("import pandas as pd", metadata={"tags": ["set-up"]}),
        new_markdown_cell(
            "Make `orders_2023` from `export`, with its `pieces`.\n"
            "<details><summary>Hint 3</summary>Of a list of <i>visitors</i>,\n"
            '<code>people = visitors.drop_duplicates(["name"])</code> and<br>'
            '<code>guests["day"] == "monday" &amp; (1 &lt; 2)'
            "</code></details>"
        ),
        new_code_cell("export = read()"),
        new_code_cell("# Shows the rest.\nmade = export; known = 3", metadata={"jupyter": {"source_hidden": True}}),
        new_code_cell("# Checks it.\nexpected = 3", metadata={"nbgrader": {"grade": True}}),
        new_code_cell("orders_2023 = ..."),
    ]
)


@pytest.fixture
def of_the_lab(tmp_path):
    """Say what a cell is told that stops at a name, in that lab."""
    nbformat.write(LAB, tmp_path / "lab.ipynb")
    lab = notebook.read_notebook(tmp_path / "lab.ipynb")

    def said(cell, name, **names):
        known = {"export": 1, "made": 2, "known": 3, "expected": 3} | names
        runs = [Run(source) for source in lab.cells]
        error = NameError(f"name '{name}' is not defined", name=name)
        stop = Stop(error, cell, known, runs=runs, cells=lab.cells, folded=lab.folded, texts=lab.texts)
        return find_sentence(stop)[0]

    return said


@pytest.mark.parametrize("cell", ["visitors.head()", "f(visitors)", 'guests["day"]'])
def test_a_name_of_a_hints_example_is_told_from_the_names_of_the_task(of_the_lab, cell):
    name = re.search("visitors|guests", cell).group()
    said = of_the_lab(cell, name)
    assert f"{name} belongs to a hint's example" in said
    assert said.endswith("The task names export.")


def test_before_anything_was_run_the_names_of_the_task_are_those_that_cells_make(of_the_lab):
    assert of_the_lab("visitors.head()", "visitors", export=None).endswith("The task names export.")
    cold = find_sentence(
        Stop(
            NameError("name 'visitors' is not defined", name="visitors"), "visitors", {},
            cells=["export = 1", "orders_2023 = ..."], texts=[LAB.cells[1].source],
        )
    )[0]  # fmt: skip
    assert cold.endswith("The task names orders_2023, export.")


@pytest.mark.parametrize("name", ["name", "monday", "drop_duplicates", "Hint", "code"])
def test_what_a_hint_has_in_quotes_after_a_dot_or_in_words_is_no_name_of_it(of_the_lab, name):
    assert "hint" not in of_the_lab(name, name)


@pytest.mark.parametrize("name", ["mad", "maed", "knwon", "knownn", "expectd", "al", "fitler", "abss"])
def test_names_of_folded_cells_and_of_python_are_not_offered(of_the_lab, name):
    assert "Did you mean" not in of_the_lab(name, name)


@pytest.mark.parametrize(("name", "meant"), [("exprot", "export"), ("orders_2032", "orders_2023"), ("mdae", "made")])
def test_names_that_a_person_reads_or_makes_are_offered(of_the_lab, name, meant):
    said = of_the_lab(name, name)
    assert ("Did you mean" in said) == (meant != "made")
    assert meant == "made" or said.endswith(f"Did you mean {meant}?")


def test_a_kernel_can_begin_with_it_so_that_a_restart_is_explained_too(tmp_path, monkeypatch):
    profile = tmp_path / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text('c.InteractiveShellApp.extensions = ["millrace.slips"]\n')
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    lab = tmp_path / "lab.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in CELLS]), lab)
    read = new_notebook(cells=[new_code_cell(CELLS[5])])
    NotebookClient(
        read, allow_errors=True, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    said = " ".join("\n".join(read.cells[0].outputs[0].traceback).split())
    assert "'from millrace import cleaning' first" in said


def test_loading_it_is_quick_and_loads_neither_pandas_nor_ipython():
    code = (
        "import sys, time; begun = time.perf_counter(); import millrace.slips; "
        "import json; print(json.dumps([time.perf_counter() - begun, *sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, *loaded = json.loads(done.stdout)
    assert not {"pandas", "numpy", "IPython", "millrace.samples"} & set(loaded)
    assert seconds < 0.5


def test_switching_on_twice_changes_nothing_and_switching_off_changes_it_back(tmp_path):
    slips.explain()
    assert showing._active == []
    with learner(tmp_path) as somebody:
        slips.explain()
        assert len(showing._active) == 1
        assert len([d for d in somebody.run("1 / 0").displays if "<details>" in d["text/html"]]) == 1
        slips.stop_explaining()
        after = somebody.run("1 / 0")
        assert "Traceback" in after.text
        assert after.displays == []
        assert slips.recorded() == ()


WARNINGS = {
    'cleaning.fill_missing(pd.DataFrame({"a": [1.0, None]}), {"a": "zero"})': "Careful: 1 missing cell of 'a'",
    "import warnings\nwarnings.warn('The sheet is old.', stacklevel=1)": "Careful: The sheet is old.",
    "warnings.warn('Use other().', FutureWarning, stacklevel=1)": "FutureWarning: Use other().",
}


def test_a_warning_shows_its_sentence_and_neither_a_path_nor_code():
    read = new_notebook(cells=[new_code_cell(SET_UP), *map(new_code_cell, WARNINGS)])
    NotebookClient(read, timeout=60, kernel_name="python3").execute()
    for cell, says in zip(read.cells[1:], WARNINGS.values(), strict=True):
        said = " ".join("".join(o.text for o in cell.outputs if o.output_type == "stream").split())
        assert said.startswith(says)
        assert not re.search(r"[/\\]|\.py|warn\(|UserWarning|fill_missing", said)


def test_a_word_that_the_task_writes_in_quotes_is_a_text_whatever_a_hint_elsewhere_calls_so():
    texts = ['| `"unknown"` | writes the word *unknown* |', "<details><code>visits[~unknown]</code></details>"]
    cell, names = 'filled = {"customer": unknown}', {}
    with pytest.raises(NameError) as stopped:
        exec(cell, names)
    said = find_sentence(Stop(stopped.value, cell, names, texts=texts))[0]
    assert 'filled = {"customer": "unknown"}' in said
