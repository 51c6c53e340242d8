"""Products are made of their sources alone: ids of the text, types of the columns, rows of the cards."""

import gzip
import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from coursekit.authoring.build import Difference, differences, products, read_labs, write_products
from coursekit.authoring.cards import document_products
from coursekit.authoring.checkpoints import Given, checkpoint_files
from coursekit.authoring.marks import read_lab
from coursekit.authoring.notebooks import check_source, notebook_of, solution_notebook
from coursekit.authoring.regions import without_regions
from coursekit.authoring.script import Cell
from coursekit.authoring.skeleton import new_module
from coursekit.checking.leaks import SHORTEST, leaks_in, secret_lines
from coursekit.faults import CourseError

LAB = (Path(__file__).parents[1] / "tiny" / "lab.txt").read_text(encoding="utf-8")


def cell(source, *, kind="code", name=None, metadata=None):
    return {"kind": kind, "source": source, "id": name, "metadata": metadata or {}}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def test_an_id_comes_from_the_text_and_a_text_that_is_repeated_is_numbered():
    cells = [cell("a"), cell("a", kind="markdown"), cell("a"), cell("b"), cell("a"), cell("c", name="mine")]
    ids = [made.id for made in notebook_of(cells, source="x").cells]
    one, two = f"code-{digest('a')}", f"text-{digest('a')}"
    assert ids == [one, two, f"{one}-2", f"code-{digest('b')}", f"{one}-3", "mine"]


def test_learners_delete_nothing_and_edit_no_prose_but_their_own():
    own = cell("b", kind="markdown", metadata={"editable": True})
    code, prose, theirs = notebook_of([cell("a"), cell("a", kind="markdown"), own], source="x").cells
    assert [c.metadata.get("deletable") for c in (code, prose, theirs)] == [False] * 3
    assert ["editable" in code.metadata, prose.metadata.editable, theirs.metadata.editable] == [False, False, True]


def test_the_source_is_named_in_the_first_cell_that_learners_get():
    gone = cell("a", metadata={"tags": ["solution"]})
    made = notebook_of([gone, cell("b"), cell("c")], source="course/x/lab.py").cells
    assert [c.metadata.get("millrace") for c in made] == [None, {"source": "course/x/lab.py"}, None]


def test_a_check_opens_with_its_comment_and_keeps_its_hidden_tests_inside():
    source = "# Checks it.\n# All of it.\nanswer = 1\n### BEGIN HIDDEN TESTS\nassert answer\n### END HIDDEN TESTS"
    made = check_source(Cell("code", source, 1, {"check": "total", "points": 2}), of=20)
    assert made.split("\n")[:4] == ["# Checks it.", "# All of it.", "def _check():", "    answer = 1"]
    assert made.endswith('\n_check()\nchecks.passed("total", points=2, of=20)')
    assert "    assert answer" in made
    assert "assert" not in without_regions(made, "hidden")
    hidden = check_source(Cell("code", "### BEGIN HIDDEN TESTS\n1", 1, {"check": "a", "points": 1}), of=1)
    assert hidden.startswith("def _check():\n    ### BEGIN HIDDEN TESTS")


def test_an_essay_is_a_task_and_an_open_cell_and_tags_are_kept(tmp_path):
    essay = '\n# %% [markdown] essay="why" points=3\n# Why?\n# === BEGIN MARK SCHEME ===\n# A reason.\n'
    tagged = LAB.replace('answer="total"', 'answer="total" tags=["raises-exception"]')
    (tmp_path / "lab.py").write_text(f"{tagged}{essay}# === END MARK SCHEME ===\n", encoding="utf-8")
    lab = read_lab(tmp_path / "lab.py", name="01-tiny", file="lab.py")
    cells = {c.id: c for c in solution_notebook(lab, text_stub="*Yours.*").cells}
    assert (cells["why-text"].source, cells["why-text"].metadata.editable) == ("*Yours.*", True)
    assert "nbgrader" not in cells["why-text"].metadata
    assert cells["why"].metadata.nbgrader.points == 3
    assert cells["total"].metadata.tags == ["raises-exception"]
    assert "tags" not in cells["check-total"].metadata
    assert cells["check-total"].metadata.jupyter.source_hidden is True
    assert (lab.points, lab.check_points, lab.choices) == (5, 2, [])


def test_a_stub_takes_the_place_and_the_indentation_of_a_region():
    text = "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\nx = f()"
    assert without_regions(text, "solution", stub="a\nb") == "def f():\n    a\n    b\nx = f()"
    assert without_regions(text, "solution") == "def f():\nx = f()"


def test_a_difference_is_written_in_one_line():
    assert str(Difference("a/b", "missing")) == "a/b: missing"
    assert str(Difference("a/b", "different", "line 1")) == "a/b: different: line 1"


@pytest.mark.parametrize(
    ("on_disk", "detail"),
    [
        ("a\nc\n", "line 2 is 'c', should be 'b'"),
        ("a\n", "it has 1 lines, should have 2"),
        ("a\nb\nc\n", "it has 3 lines, should have 2"),
        (f"a\n{'x' * 70}\n", f"line 2 is '{'x' * 60}', should be 'b'"),
    ],
)
def test_the_first_difference_is_shown(course, on_disk, detail):
    (course.root / "labs").mkdir()
    (course.root / "labs/a.txt").write_text(on_disk)
    assert differences(course, {"labs/a.txt": b"a\nb\n"}) == [Difference("labs/a.txt", "different", detail)]


def test_what_is_hidden_or_no_product_is_never_left_over(course):
    for path in ("solutions/.git/a", "labs/mine.ipynb", "labs/broken.ipynb", "labs/__pycache__/a.pyc", "labs/n.txt"):
        (course.root / path).parent.mkdir(parents=True, exist_ok=True)
        (course.root / path).write_text("{}")
    (course.root / "labs/broken.ipynb").write_text("{")
    assert differences(course, {}) == []
    (course.root / "solutions/stray.txt").write_text("a")
    assert [str(d) for d in differences(course, {})] == ["solutions/stray.txt: left over: no source makes it"]
    assert differences(course, {}, whole=False) == []


def test_nothing_is_written_where_nothing_differs(course, module):
    module()
    made = products(course, course.modules())
    assert {change.problem for change in write_products(course, made)} == {"missing"}
    assert write_products(course, made) == []
    assert not list(course.root.rglob("*.part"))


CHECKPOINTS = '''
import pandas as pd


def kinds(given):
    """Return columns of all kinds.

    More of it.
    """
    return pd.DataFrame({
        "yes": [True, False], "n": [1, 2], "part": [0.5, 1.0], "day": pd.to_datetime(["2025-01-31", "2025-02-01"]),
        "rows": [["a", "b"], []], "text": ["x", None],
    })


def bare(given):
    return pd.DataFrame({"variant": [given.variant], "rows": [len(given["kinds"])]})
'''


@pytest.fixture
def with_checkpoints(course):
    (course.source / "01-first").mkdir()
    (course.source / "01-first" / "checkpoints.py").write_text(CHECKPOINTS, encoding="utf-8")
    return course


def test_a_checkpoint_keeps_what_its_columns_are(with_checkpoints):
    files = checkpoint_files(with_checkpoints, ["01-first"], variant=3)
    package = json.loads(files["01-first/datapackage.json"])
    kinds, bare = package["resources"]
    assert package["name"] == "01-first-checkpoints"
    assert package["title"].endswith("01-first begin")
    assert {f["name"]: f["type"] for f in kinds["schema"]["fields"]} == {
        "yes": "boolean",
        "n": "integer",
        "part": "number",
        "day": "date",
        "rows": "array",
        "text": "string",
    }
    assert (kinds["description"], bare["description"]) == ("Return columns of all kinds.", "")
    assert (kinds["name"], kinds["path"], kinds["parsed"]) == ("kinds", "kinds.csv.gz", True)
    assert gzip.decompress(files["01-first/bare.csv.gz"]) == b"variant,rows\n3,2\n"
    text = gzip.decompress(files["01-first/kinds.csv.gz"]).decode().split("\n")
    assert text[1] == 'True,1,0.5,2025-01-31,"[""a"", ""b""]",x'


def test_a_checkpoint_is_made_once_and_handed_out_as_a_copy():
    made = []

    def maker(given):
        made.append(given)
        return pd.DataFrame({"n": [1]})

    given = Given({"days": maker}, [], variant=0)
    changed = given["days"]
    changed["n"] = 9
    assert given["days"]["n"].tolist() == [1]
    assert made == [given]


def test_modules_without_checkpoints_have_no_data_package(course, module):
    module()
    assert checkpoint_files(course, ["01-tiny"]) == {}


@pytest.mark.parametrize(
    ("minutes", "lab", "row"),
    [
        ("[30, 40]", True, "| [01 Cash](01-tiny/lesson.md) | say it | 20 min | 30 + 40 min | 2 + 0 |"),
        ("[]", False, "| [01 Cash](01-tiny/lesson.md) | say it | 20 min | – | – |"),
    ],
)
def test_the_syllabus_has_a_row_for_each_module(course, module, minutes, lab, row):
    module()
    card = f'title = "Cash"\nafter = "say it"\nlesson_minutes = 20\nlab_minutes = {minutes}\ntruths = []\n'
    (course.source / "01-tiny" / "module.toml").write_text(card, encoding="utf-8")
    (course.source / "README.md").write_text("a\n<!-- modules: begin -->\n<!-- modules: end -->b\n", encoding="utf-8")
    labs = read_labs(course, course.modules()) if lab else {}
    made = document_products(course, labs)
    assert list(made) == ["course/README.md"]
    assert made["course/README.md"].decode().split("\n") == [
        "a",
        "<!-- modules: begin -->",
        "| module | after this you can | lesson | lab | points |",
        "|---|---|---|---|---|",
        row,
        "<!-- modules: end -->b",
        "",
    ]


def test_a_module_without_a_card_or_a_guide_is_in_no_list(course, module):
    module()
    (course.source / "trainer-guide.md").write_text("<!-- modules: begin -->\n<!-- modules: end -->", encoding="utf-8")
    made = document_products(course, {})
    assert made == {"course/trainer-guide.md": b"<!-- modules: begin -->\n<!-- modules: end -->"}


def test_a_new_module_has_its_own_names_everywhere_and_says_what_it_wrote(course):
    written = new_module(course, "08-cash-flow")
    assert written == sorted(written)
    found = {p.relative_to(course.root).as_posix() for p in course.source.rglob("*") if p.is_file()}
    assert set(written) == found
    assert "course/08-cash-flow/lab.py" in written
    texts = [(course.root / path).read_text(encoding="utf-8") for path in written]
    assert not any(mark in text for text in texts for mark in ("@NUMBER@", "@NAME@", "@TITLE@"))
    assert any("Cash flow" in text for text in texts)
    with pytest.raises(CourseError, match=r"Module 08-cash-flow is there already.*taken are: 08\."):
        new_module(course, "08-other")
    new_module(course, "09-other")
    assert course.modules() == ["08-cash-flow", "09-other"]


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        (f"{'a' * (SHORTEST - 2)} = 1", True),
        (f"{'a' * (SHORTEST - 3)} = 1", False),
        ("import a_long_name_of_a_library", False),
        ("from a_long_name_of_a_library import b", False),
    ],
)
def test_a_line_that_says_something_is_a_secret(tmp_path, line, secret):
    text = LAB.replace("total = sum(numbers) + 0", f"total = 6\n{line}")
    (tmp_path / "lab.py").write_text(text, encoding="utf-8")
    found = secret_lines(read_lab(tmp_path / "lab.py", name="01-tiny", file="lab.py"))
    at = text.split("\n").index(line) + 1
    assert found.get("".join(line.split())) == ((at, line) if secret else None)


def test_every_leak_names_the_notebook_and_its_line_in_the_source(tmp_path):
    text = LAB + '\n# %% tags=["solution"]\nexplained = "only in the solution"\n'
    (tmp_path / "lab.py").write_text(text, encoding="utf-8")
    lab = read_lab(tmp_path / "lab.py", name="01-tiny", file="course/01/lab.py")
    path = tmp_path / "labs" / "lab.ipynb"
    path.parent.mkdir()
    cells = [
        ["explained = 'only in", " the solution'\n", "x"],
        "### END SOLUTION",
        {"deep": [["total = sum(numbers)+0"]]},
    ]
    path.write_text(json.dumps({"cells": cells}))
    lines = text.split("\n")
    leaks = leaks_in(lab, [path], root=tmp_path)
    assert {(leak.path, leak.file) for leak in leaks} == {("labs/lab.ipynb", "course/01/lab.py")}
    assert sorted((leak.line, leak.text) for leak in leaks) == [
        (0, "### END SOLUTION"),
        (lines.index("total = sum(numbers) + 0") + 1, "total = sum(numbers) + 0"),
        (lines.index('explained = "only in the solution"') + 1, 'explained = "only in the solution"'),
    ]
