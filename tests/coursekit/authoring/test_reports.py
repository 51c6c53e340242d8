"""A module's report becomes one notebook in two places; whatever is missing in its header is a fault with its line."""

import json

import pytest

from coursekit.authoring.build import differences, products, write_products
from coursekit.authoring.reports import report_notebook
from coursekit.authoring.skeleton import new_module
from coursekit.faults import AuthorError
from millrace.reports.catalogue import available

OWN, SHIPPED = "labs/08-cash-flow/own-files.ipynb", "lib/millrace/reports/cash-flow.ipynb"


def source(skeleton):
    return skeleton.source / "08-cash-flow" / "report.md"


def built(course):
    return products(course, course.modules())


def test_the_same_notebook_lies_beside_the_lab_and_in_the_library(skeleton):
    made = built(skeleton)
    assert made[OWN] == made[SHIPPED]
    assert not [path for path in made if path.startswith("solutions") and "own" in path]
    assert not [c for c in json.loads(made[OWN])["cells"] if "nbgrader" in c["metadata"]]


def test_a_second_report_of_a_module_lies_beside_the_first(skeleton):
    text = source(skeleton).read_text(encoding="utf-8")
    second = source(skeleton).with_name("report-late.md")
    second.write_text(text.replace("report: cash-flow", "report: late-payers"), encoding="utf-8")
    made = built(skeleton)
    late = "labs/08-cash-flow/own-files-late.ipynb"
    assert made[late] == made["lib/millrace/reports/late-payers.ipynb"] != made[OWN]
    assert json.loads(made[late])["cells"][0]["metadata"]["millrace"]["source"] == "course/08-cash-flow/report-late.md"
    second.write_text(text, encoding="utf-8")
    with pytest.raises(AuthorError, match=r"report-late\.md.*'cash-flow' is there already"):
        built(skeleton)


def test_the_library_finds_it_in_its_folder_with_all_that_it_says_of_itself(skeleton):
    write_products(skeleton, built(skeleton))
    [card] = available(skeleton.root / "lib/millrace/reports")
    assert (card.name, card.title) == ("cash-flow", "Who brings the most money?")
    assert {need.role: need.required for need in card.needs} == {"customer": True, "price": True, "quantity": True}
    assert card.defaults["customer_column"] == ""


def test_parameters_come_first_then_folded_what_is_looked_for(skeleton):
    cells = [c for c in json.loads(built(skeleton)[OWN])["cells"] if c["cell_type"] == "code"]
    assert cells[0]["metadata"]["tags"] == ["parameters"]
    assert cells[1]["metadata"]["jupyter"] == {"source_hidden": True}
    names = {}
    exec("".join(cells[1]["source"]), names)
    assert names["needs"]["price"]["words"][:2] == ["price", "unit price"]


def test_a_new_module_brings_a_report_that_runs(skeleton, monkeypatch, tmp_path):
    from coursekit.authoring.data import data_products

    write_products(skeleton, built(skeleton) | data_products(skeleton, skeleton.modules()))
    table = skeleton.root / "datasets/tables/08-cash-flow/08_sales.csv"
    names = {}
    code = ["".join(c["source"]) for c in json.loads(built(skeleton)[OWN])["cells"] if c["cell_type"] == "code"]
    for place, text in enumerate(code):
        exec(text, names)
        if place == 0:
            names |= {"file": str(table), "workbook": str(tmp_path / "a.xlsx")}
    assert names["revenue"].to_numpy().tolist() == [["Amal", 350.0], ["Bo", 295.0], ["Chen", 240.0]]
    assert (tmp_path / "a.xlsx").exists()


def test_a_report_that_nothing_makes_any_more_is_left_over_and_code_beside_it_is_not(skeleton):
    made = built(skeleton)
    write_products(skeleton, made)
    (skeleton.root / "lib/millrace/reports/running.py").write_text("")
    source(skeleton).unlink()
    left = [str(found) for found in differences(skeleton, built(skeleton))]
    assert left == [f"{OWN}: left over: no source makes it", f"{SHIPPED}: left over: no source makes it"]
    write_products(skeleton, built(skeleton))
    assert not (skeleton.root / SHIPPED).exists()
    assert (skeleton.root / "lib/millrace/reports/running.py").exists()


def test_two_reports_of_one_name_are_refused(skeleton):
    new_module(skeleton, "09-other")
    other = skeleton.source / "09-other" / "report.md"
    other.write_bytes(source(skeleton).read_bytes())
    with pytest.raises(AuthorError, match="'cash-flow' is there already"):
        built(skeleton)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("report: cash-flow\n", "", "The header does not say 'report'"),
        ("report: cash-flow", "report: Cash flow", "The report is called 'Cash flow'"),
        ("title: Who", "titel: Who", "The header says 'titel', which is not known. Did you mean 'title'"),
        ("kind: text", "kind: txt", "The need 'customer' is of kind 'txt'"),
        ("required: true", "required: perhaps", "says required: 'perhaps'. Expected: bool"),
        ("words: [customer,", "words: [no,", "The words of 'customer' are not all text"),
        ("    what: the customer\n", "", "The need 'customer' does not say 'what'"),
        (":tags: [parameters]\n", "", "The first code cell is not tagged 'parameters'"),
        ('price_column = ""\n', "", "There is no parameter 'price_column'"),
        ('workbook = "', 'books = "', "There is no parameter 'workbook'"),
        ('price_column = ""', "price_column = str()", "This is no parameter with a plain value"),
        ("money = table", "money = = table", "not valid Python"),
    ],
)
def test_a_slip_is_a_fault_with_its_file(skeleton, old, new, says):
    text = source(skeleton).read_text(encoding="utf-8")
    assert old in text
    source(skeleton).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AuthorError) as stopped:
        built(skeleton)
    assert says in str(stopped.value)
    assert "course/08-cash-flow/report.md:" in str(stopped.value)
    assert all(fault.line >= 1 and fault.found and fault.fix for fault in stopped.value.faults)


def test_the_line_of_a_faulty_parameter_is_named(skeleton):
    text = source(skeleton).read_text(encoding="utf-8").replace('price_column = ""', "price_column = str()")
    source(skeleton).write_text(text, encoding="utf-8")
    with pytest.raises(AuthorError) as stopped:
        report_notebook(source(skeleton), file="report.md")
    assert text.split("\n")[stopped.value.faults[0].line - 1] == "price_column = str()"
