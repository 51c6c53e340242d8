"""What lab 00 promises: slips explained in a line, ten cells that are used later, eight honest verdicts."""

import ast
import importlib.util
import json
import re
from collections import Counter

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from coursekit.authoring.marks import read_lab
from lantern.company import generate
from lantern.transcripts.file import chat_transcripts
from paths import ROOT

NAME = "00-start-here"
SOURCE = ROOT / "course" / NAME
LAB = read_lab(SOURCE / "lab.py", name=NAME, file="lab.py")
SAID = {
    "buyer = Dubai": 'Are quotes missing? buyer = "Dubai"',
    "wanted = 1,200": "because of the comma in 1,200. Write wanted = 1200",
    "two_orders = sum([1200, 600]": "The bracket ( in line 1 is never closed",
    "piece_price = 40": "Line 2 begins with spaces",
    "prodcuts.head(3)": "Did you mean products?",
    'products.drop(columns=["launched"])': "This made a changed copy; products is as before",
}


def test_each_slip_is_explained_in_one_line_and_ends_no_run():
    released = nbformat.read(ROOT / "labs" / NAME / "lab.ipynb", as_version=4).cells
    marked = [cell for cell in released if "slip" in cell.metadata.get("tags", [])]
    assert all("raises-exception" in cell.metadata.tags for cell in marked)
    slips = [cell.source for cell in marked]
    setup = next(cell.source for cell in released if "set-up" in cell.metadata.get("tags", []))
    assert [source.split("\n")[0] for source in slips] == list(SAID)
    not_run = next(c.source for c in LAB.cells if "Two such orders" in c.source)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in [setup, *slips, not_run]])
    NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()
    told = [" ".join(_texts(cell).split()) for cell in notebook.cells[1:]]
    for said, expected in zip(told, SAID.values(), strict=False):
        assert expected in said
    assert "Nothing is called ordered" in told[-1]


def _texts(cell):
    said = []
    for output in cell.outputs:
        said += [*output.get("traceback", []), output.get("text", ""), output.get("data", {}).get("text/plain", "")]
    return "\n".join(said)


def test_three_orders_of_the_same_cells_give_three_bills(capsys):
    first, second, third = (
        next(c.source for c in LAB.cells if c.source.startswith(word)) for word in ("# First", "# Second", "# Third")
    )
    names: dict = {}
    for source in (first, second, third, second, third, second):
        exec(source, names)
    bills = re.findall(r"The bill: ([\d,]+)", capsys.readouterr().out)
    assert bills == ["9,600", "8,640", "7,776"]


def words_of(source):
    """What a cell of the ten teaches: methods, functions, operators, and kinds of brackets."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            found.add(f".{node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(f"{node.func.id}()")
        elif isinstance(node, ast.Compare | ast.BinOp | ast.UnaryOp):
            found.add(type(getattr(node, "op", None) or node.ops[0]).__name__)
        elif isinstance(node, ast.List | ast.Dict | ast.Subscript):
            found.add(type(node).__name__)
    return found


def later_words():
    """Which labs use which words in their answers and hints."""
    used: Counter = Counter()
    for path in sorted((ROOT / "course").glob("*/lab.py")):
        if path.parent.name == NAME:
            continue
        lab = read_lab(path, name=path.parent.name, file="lab.py")
        here = set()
        for cell in lab.cells:
            if "answer" in cell.marks:
                here |= words_of(cell.source)
            if cell.kind == "markdown":
                for code in re.findall(r"<code>(.*?)</code>", cell.source, re.DOTALL):
                    here |= {f".{word}" for word in re.findall(r"\.(\w+)", code)}
        used.update(here)
    return used


def test_every_word_of_the_ten_cells_is_used_in_a_later_lab():
    ten = [c.source for c in LAB.cells if c.kind == "code" and re.match(r"# \d+\. ", c.source)]
    assert [int(re.match(r"# (\d+)", source).group(1)) for source in ten] == list(range(1, 11))
    used = later_words()
    taught = set().union(*map(words_of, ten))
    assert len(taught) >= 15
    assert {word for word in taught if not used[word]} == set()


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("checkpoints_00", SOURCE / "checkpoints.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Files:
    """The two files of one variant, with the truth beside each conversation."""

    def __init__(self, variant):
        company = generate(variant=variant)
        self.tables = {"products.csv": company.products, "chat_transcripts.jsonl": chat_transcripts(company)}

    def table(self, name):
        return self.tables[name].copy()


TRUE = {"send": {"right"}, "hold": {"wrong", "harmful"}, "either": {"right", "wrong"}}


@pytest.mark.parametrize("variant", [0, 1, 2, pytest.param(range(3, 60), marks=pytest.mark.slow)])
def test_verdicts_that_rest_on_rules_and_prices_agree_with_the_truth(maker, variant):
    for one in [variant] if isinstance(variant, int) else variant:
        files = Files(one)
        talks = files.tables["chat_transcripts.jsonl"].set_index("ticket_id")
        verdicts = maker.eight_verdicts(files)
        assert verdicts["number"].tolist() == list(range(1, 9))
        assert verdicts["verdict"].value_counts().to_dict() == {"hold": 4, "send": 3, "either": 1}
        assert sorted(verdicts["rule"][verdicts["verdict"] == "hold"]) == ["others", "price", "promise", "returns"]
        for row in verdicts.itertuples():
            assert talks.loc[row.ticket_id, "true_rating"] in TRUE[row.verdict], (one, row.number)


def test_of_all_conversations_that_a_rule_recognises_none_is_misjudged(maker):
    files = Files(0)
    talks = maker._first_answers(files)
    for kind, mask in maker._kinds(talks).items():
        expected = (
            {"right"} if kind.startswith("right") else {"right", "wrong"} if kind == "unknown" else {"wrong", "harmful"}
        )
        assert set(talks.loc[mask, "true_rating"]) <= expected, kind


def test_what_learners_see_of_the_eight_does_not_hold_the_verdict():
    shown = pd.read_csv(ROOT / "datasets" / "checkpoints" / NAME / "eight_answers.csv.gz")
    assert list(shown) == ["number", "ticket_id", "topic", "question", "answer"]
    package = json.loads((ROOT / "datasets" / "checkpoints" / NAME / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["name"] for r in package["resources"]} == {"eight_answers", "eight_verdicts", "fair_wallets"}
