"""A formula of Excel comes back as a line of Python that runs, and gives what Excel gives for it."""

import ast
import re

import pandas as pd
import pytest

from learner_shell import GIVEN, learner
from millrace.slips import showing
from millrace.slips.rules.formulas import FORMULAS

TABLES = """
limit = 1000
lines = pd.DataFrame({
    "desk": ["Gulf", "Gulf", "Home", None],
    "pieces": [5, 10, 20, 40],
    "size": ["S", "M", "S", "L"],
    "promised": pd.to_datetime(["2025-03-03", "2025-03-05", "2025-03-07", None]),
    "shipped": pd.to_datetime(["2025-03-04", "2025-03-05", "2025-03-10", "2025-03-12"]),
    "day": ["2025-03-04", "2025-04-05", "2025-03-10", "2025-03-12"],
})
prices = pd.DataFrame({"size": ["S", "M", "L"], "price": [1.5, 2.0, 4.0]})
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    with learner(tmp_path_factory.mktemp("ipython")) as somebody:
        somebody.run(GIVEN, TABLES)
        yield somebody
        assert showing._active[0].broken == []


def proposals(shown):
    """Return the lines that a sentence proposes; some formulas have two."""
    return shown.sentence.split("like this: ")[1].split(", or ")


def plainly(value):
    return value.tolist() if isinstance(value, pd.Series) or hasattr(value, "tolist") else value


# What Excel gives, worked out by hand.
OF_COLUMNS = {
    'SUM(lines["shipped"] > lines["promised"])': 2,
    'AVERAGE(lines["shipped"] > lines["promised"])': 0.5,
    'SUM(lines["pieces"])': 75,
    'sum_of = SUM(lines["pieces"]) / 2': 75,
    'SUM(lines["pieces"], 5)': 80,
    'SUM(lines["pieces"], lines["pieces"])': 150,
    'MAX(lines["pieces"], 100)': 100,
    'MAX(lines["pieces"])': 40,
    'MEDIAN(lines["pieces"])': 15,
    'MIN(lines["pieces"] * 2)': 10,
    'PRODUCT(lines["pieces"])': 40_000,
    'COUNT(lines["pieces"])': 4,
    'COUNTA(lines["desk"])': 3,
    'COUNTBLANK(lines["desk"])': 1,
    "SUM(pieces)": 75,
    'COUNTIF(lines["desk"], "Gulf")': 2,
    'COUNTIF(lines["desk"]; "Gulf")': 2,
    'COUNTIF(lines["desk"] = "Gulf")': 2,
    'COUNTIF(lines["desk"] == "Gulf")': 2,
    'COUNTIF(desk, "Gulf")': 2,
    'COUNTIF(lines["pieces"], ">5")': 3,
    'COUNTIF(lines["pieces"], >5)': 3,
    'COUNTIF(lines["pieces"], ">=10")': 3,
    'COUNTIF(lines["pieces"], "5")': 1,
    'COUNTIF(lines["pieces"], 5)': 1,
    'COUNTIF(lines["pieces"], "=5")': 1,
    'COUNTIF(lines["desk"], "G*")': 2,
    'COUNTIF(lines["desk"], "*e")': 1,
    'COUNTIF(lines["desk"], "*o*")': 1,
    'COUNTIF(lines["size"], "<>S")': 2,
    'COUNTIF(lines["desk"], "<>")': 3,
    'COUNTIF(lines["shipped"], ">2025-03-04")': 3,
    'COUNTIF(lines.pieces, ">5")': 3,
    'COUNTIFS(lines["desk"], "Gulf", lines["pieces"], ">5")': 1,
    'SUMIF(lines["desk"], "Gulf", lines["pieces"])': 15,
    'SUMIF(lines["pieces"], ">5")': 70,
    'SUMIF(lines["desk"] == "Gulf", lines["pieces"])': 15,
    'AVERAGEIF(lines["desk"], "Gulf", lines["pieces"])': 7.5,
    'SUMIFS(lines["pieces"], lines["desk"], "Gulf", lines["size"], "M")': 10,
    'AVERAGEIFS(lines["pieces"], lines["size"], "S")': 12.5,
    'MAXIFS(lines["pieces"], lines["size"], "S")': 20,
    'MINIFS(lines["pieces"], lines["size"], "S")': 5,
    'SUMPRODUCT(lines["pieces"], lines["pieces"] > 5)': 70,
    'SUMPRODUCT((lines["size"] == "S") * lines["pieces"])': 25,
    'IF(lines["pieces"] > 5, "big", "small")': ["small", "big", "big", "big"],
    'IF(lines["pieces"] > 5, lines["pieces"], 0)': [0, 10, 20, 40],
    'IF(lines["pieces"] > 5, 0, lines["pieces"])': [5, 0, 0, 0],
    'IF(lines["pieces"] > 5, 1)': [False, 1, 1, 1],
    'IF(AND(lines["pieces"] > 5, lines["size"] == "S"), 1, 0)': [0, 0, 1, 0],
    'IF(lines["size"] = "S", 1, 0)': [1, 0, 1, 0],
    'AND(lines["pieces"] > 5, lines["size"] == "S")': [False, False, True, False],
    'OR(lines["pieces"] > 5, lines["size"] == "S")': [True, True, True, True],
    'NOT(lines["pieces"] > 5)': [True, False, False, False],
    'IFERROR(lines["pieces"] / (lines["pieces"] - 5), 0)': [0, 2, 4 / 3, 8 / 7],
    "IFERROR(5 / 0, 7)": 7,
    'IFNA(lines["desk"], "none")': ["Gulf", "Gulf", "Home", "none"],
    'ISBLANK(lines["desk"])': [False, False, False, True],
    'ROUND(lines["pieces"] / 3, 1)': [1.7, 3.3, 6.7, 13.3],
    'ROUND(AVERAGE(lines["pieces"]), 1)': 18.8,
    'ABS(lines["pieces"] - 20)': [15, 10, 0, 20],
    'INT(lines["pieces"] / 3)': [1, 3, 6, 13],
    'MOD(lines["pieces"], 3)': [2, 1, 2, 1],
    "MOD(7, 3)": 1,
    'LEFT(lines["size"])': ["S", "M", "S", "L"],
    'LEFT(lines["day"], 4)': ["2025"] * 4,
    'RIGHT(lines["day"], 2)': ["04", "05", "10", "12"],
    'MID(lines["day"], 6, 2)': ["03", "04", "03", "03"],
    'LEN(lines["size"])': [1, 1, 1, 1],
    'LEN("abc")': 3,
    'SUBSTITUTE(lines["size"], "S", "small")': ["small", "M", "small", "L"],
    'CONCATENATE(lines["size"], "-", lines["pieces"])': ["S-5", "M-10", "S-20", "L-40"],
    'YEAR(lines["shipped"])': [2025] * 4,
    'MONTH(lines["day"])': [3, 4, 3, 3],
    'DAYS(lines["shipped"], lines["day"])': [0, -31, 0, 0],
    'DAYS("2025-03-10", "2025-03-04")': 6,
    'DATEDIF("2025-03-04", "2025-03-10", "d")': 6,
    'NETWORKDAYS("2025-03-03", "2025-03-10")': 6,
    "ROWS(lines)": 4,
    'LARGE(lines["pieces"], 2)': 20,
    'SMALL(lines["pieces"], 2)': 10,
    'INDEX(lines["pieces"], 2)': 10,
    'MATCH("M", lines["size"], 0)': 2,
    'RANK(20, lines["pieces"])': 2,
    'VLOOKUP("M", prices, 2, FALSE)': 2.0,
    'VLOOKUP(lines["size"], prices, 2, 0)': [1.5, 2.0, 1.5, 4.0],
    'XLOOKUP("L", prices["size"], prices["price"])': 4.0,
    'XLOOKUP(lines["size"], prices["size"], prices["price"])': [1.5, 2.0, 1.5, 4.0],
}
OF_PLAIN_VALUES = {
    "SUM(1, 2, 4)": 7,
    "SUM(5)": 5,
    "SUM(-1, 0.5)": -0.5,
    "PRODUCT(2, 3, 4)": 24,
    "PRODUCT(1 + 2, 3)": 9,
    "SUM(1 - 2, 3)": 2,
    "POWER(1 + 1, 3)": 8,
    "AVERAGE(1, 2, 6)": 3,
    "MEDIAN(1, 2, 9)": 2,
    "MIN(3, 5)": 3,
    "MAX(limit, 5)": 1000,
    "COUNT(3, 5)": 2,
    "ROUND(1.256, 2)": 1.26,
    "ABS(-5)": 5,
    "POWER(2, 3)": 8,
    "SQRT(16)": 4,
    "IF(3 > 2, 10, 20)": 10,
    "AND(3 > 2, 1 > 2)": False,
    "OR(3 > 2, 1 > 2)": True,
    "NOT(3 > 2)": False,
    'SUM(orders["pieces"].sum(), 2)': 50,
    'SUM(orders["pieces"])': 48,
    'LEFT("Lantern", 3)': "Lan",
    'RIGHT("Lantern", 2)': "rn",
    'UPPER("ab")': "AB",
    'CONCATENATE("a", "b")': "ab",
    'SUBSTITUTE("aba", "a", "c")': "cbc",
    'YEAR("2025-03-05")': 2025,
    'VALUE("2.5")': 2.5,
}
ALL = OF_COLUMNS | OF_PLAIN_VALUES


@pytest.mark.parametrize(("typed", "gives"), ALL.items(), ids=list(ALL))
def test_the_line_that_is_proposed_gives_what_excel_gives(notebook, typed, gives):
    shown = notebook.run(typed)
    for line in proposals(shown):
        assert (
            plainly(eval(line, notebook.shell.user_ns)) == pytest.approx(gives)
            or plainly(eval(line, notebook.shell.user_ns)) == gives
        )
    assert len(shown.sentence) <= 200


def test_a_comparison_keeps_its_brackets(notebook):
    shown = notebook.run('SUM(lines["shipped"] > lines["promised"])')
    assert shown.sentence.endswith('like this: (lines["shipped"] > lines["promised"]).sum()')


def test_sum_of_rows_is_built_from_the_learners_own_names(notebook):
    shown = notebook.run('SUMIF(lines["desk"], "Gulf", lines["pieces"])')
    assert shown.sentence.endswith('lines.loc[lines["desk"] == "Gulf", "pieces"].sum()')


SHAPES = [
    "",
    "never_made",
    'lines["never_made"]',
    "lines",
    "1, 2, 3, 4",
    '"2025"',
    'lines["pieces"], never_made',
    "None",
]


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_whatever_stands_in_the_brackets_no_name_is_proposed_that_is_not_there(notebook, name):
    import builtins

    known = {*notebook.shell.user_ns, *dir(builtins)}
    for inside in SHAPES:
        shown = notebook.run(f"{name}({inside})")
        assert "is a function of Excel" in shown.sentence
        assert len(shown.sentence) <= 200
        for line in proposals(shown) if "like this: " in shown.sentence else ():
            names = {node.id for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Name)}
            assert names <= known
            if "never_made" not in inside and "1, 2" not in inside and "None" not in inside:
                eval(line, notebook.shell.user_ns)


def test_without_any_table_the_sentence_has_words_and_no_names(tmp_path_factory, notebook):
    names = notebook.shell.user_ns
    tables = {name: names.pop(name) for name in list(names) if isinstance(names[name], pd.DataFrame)}
    shown = notebook.run("SUMIF(never_made, 5)")
    names.update(tables)
    assert "pick the rows by a condition" in shown.sentence
    assert not re.search("orders|lines|like this", shown.sentence)


def test_an_example_adds_up_amounts_and_not_line_numbers(notebook):
    notebook.run('bills = pd.DataFrame({"line": [1, 2, 3], "paid": [9, 9, 4]})')
    shown = notebook.run("SUM(bills)")
    notebook.shell.user_ns.pop("bills")
    assert shown.sentence.endswith('bills["paid"].sum()')


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ('SUM(lines["day"])', 'lines["day"] holds text'),
        ('SUM(lines["shipped"])', "it holds dates. Subtract one date from another."),
        ('COUNT(lines["desk"])', 'every filled cell is counted, texts too: lines["desk"].count()'),
        ("ROUND(2.5, 0)", "halves go to the even digit, 2.5 to 2"),
        ("TODAY()", "pd.Timestamp.today().normalize()"),
        ('NETWORKDAYS(lines["promised"], lines["shipped"])', "pd.bdate_range(...) lists Monday to Friday"),
        ("HLOOKUP(1, 2, 3)", "merge"),
        ("VLOOKUP(1, 2, 3)", "table.merge(other, on=..., how=...)"),
    ],
)
def test_what_has_no_short_line_gets_a_right_sentence(notebook, typed, says):
    assert says in notebook.run(typed).sentence
