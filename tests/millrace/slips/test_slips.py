"""Usual slips become one plain sentence with the mend; right cells and other errors are left alone."""

import re
import warnings
from dataclasses import replace

import pytest

from learner_shell import GIVEN, learner
from millrace import slips
from millrace.errors import WIDTH
from millrace.slips import cautions, rules, showing, silent
from millrace.slips.rule import Rule

JARGON = re.compile(
    r"\b(NameError|TypeError|KeyError|tuple|keyword argument|positional|dtype|object|iterable|DataFrame|Series|string"
    r"|attribute|callable|subscript\w*|NoneType|method|parameter|traceback)\b"
)


@pytest.fixture(scope="module")
def open_notebook(tmp_path_factory):
    with learner(tmp_path_factory.mktemp("ipython")) as somebody:
        yield somebody


@pytest.fixture
def notebook(open_notebook):
    """A notebook whose given cells have just been run, and in which nothing else is known."""
    names = open_notebook.shell.user_ns
    for name in ("before", "limit", "total", "good", "rules", "costs", "sum"):
        names.pop(name, None)
    open_notebook.run(GIVEN)
    return open_notebook


# The cell as typed; words that the sentence must hold; words that it must not.
SLIPS = [
    ('samples.path("orders_2023.csv").exists() and orders[KeyedBy]', ['"KeyedBy"', "quotes"], ["KeyError"]),
    ("orders[pieces]", ["column of orders", '"pieces"'], ["spell"]),
    ('orders["clerk"] != Lin', ['"Lin"', "quotes"], ["Did you mean"]),
    ("intake.read_table(orders_2023.csv)", ['samples.path("orders_2023.csv")'], ["column"]),
    ("intake.read_table(orders.csv)", ['"orders.csv"', "quotes"], ["Its columns"]),
    ("cleaning.threshold_costs(orders, firms, merged_cost=1,800, apart_cost=300)", ["1800", "1,800"], ["name="]),
    ("x = cleaning.merge_duplicates(firms, firms, threshold=0,75)", ["0.75"], ["name="]),
    ('cleaning.rule_between("pieces", 1, 5,000)', ["5000"], ["square brackets"]),
    ("limit = 2,000\nlimit * 1.5", ["limit", "2000", "comma"], ["tuple"]),
    ("limit = 75%", ["0.75"], []),
    ("ordres.head()", ["orders"], ["quotes"]),
    ("Orders.head()", ["orders", "Capitals"], []),
    ("seats = 40 spare = 4", ["Line 1 holds 2 lines", "Enter before: spare = 4"], ["quote", "bracket"]),
    ("seats = 40, spare = 4", ["Enter before: spare = 4"], ["=="]),
    ("seats = sum([40, 2]) print(seats)", ["Enter before: print(seats)"], ["comma"]),
    ("first = 'a b = 3' second = 2 third = 3", ["holds 3 lines", "second = 2"], ["quotes"]),
    ("third_row = 3\nmine = third row", ["mine = third_row", "no spaces"], ["quotes"]),
    ("third_row = third row", ["on the left already", "a number in digits"], ["Write: third_row ="]),
    ("mine = Third row + 1\nthird_row = 1", ["mine = third_row + 1"], ["quotes"]),
    ('sum(["2", "3", "5"])', ["Numbers in quotes", "[2, 3, 5]"], ["to_numeric", "column"]),
    ('mine = ["2", "3.5"]\nmine[0] * 2.5', ["Numbers in quotes", "mine = [2, 3.5]"], ["sequence"]),
    ('mine = ["2", "x"]\nsum(mine)', ["Text and numbers"], ["take the quotes off"]),
    ('orders["peices"].sum()', ["orders", "'pieces'", "day, clerk, pieces, Amount"], ["firms"]),
    ('orders[["day", "peices"]]', ["'peices'", "'pieces'"], []),
    ('orders.groupby("clrk")["pieces"].sum()', ["'clerk'"], []),
    ('orders.drop_duplicates(["dya"])', ["'day'"], []),
    ('SUM(orders["pieces"])', ["Excel", 'orders["pieces"].sum()'], ["Did you mean"]),
    ('average(orders["pieces"])', ["Excel", ".mean()"], []),
    (
        'IF(orders["clerk"] = "Lin", 1, 2)',
        ["Excel", '(orders["clerk"] == "Lin").map({True: 1, False: 2})'],
        ["One sign"],
    ),
    ("VLOOKUP(1, 2, 3)", ["merge"], []),
    ('COUNTIF(orders["clerk"], "Lin")', ['(orders["clerk"] == "Lin").sum()'], []),
    ("len(orders", ["(", "never closed", ")"], []),
    ('orders.drop(columns=["peices"])', ["no column", "Did you mean 'pieces'?"], ["rows"]),
    ("limit = 40\nlimit(3 - 1)", ["limit * (3 - 1)"], ["Leave"]),
    ('orders["Amount"', ["The bracket [", "Add ]"], []),
    ("total = sum([1, 2", ["The bracket [", "Add ]"], []),
    ("prices = {'belt': 3", ["The bracket {", "Add }"], []),
    ("len(orders]", ["]", "Close it with )"], []),
    ("len(orders))", ["one ) too many"], []),
    ('print("done)', ["quote", "line 1"], []),
    ("city = “Dubai”", ["Word", "straight"], []),
    ("len（orders）", ["Chinese", "("], []),
    ("limit = 1，200", ["1200", "without commas"], ["keyboard"]),
    ("limit = 'it's'", ['limit = "it\'s"'], ["missing"]),
    ('limit = "the "best" belt"', ["limit = 'the \"best\" belt'"], ["missing"]),
    ("names = ['it's', 'ok']", ["""names = ["it's", 'ok']"""], ["missing"]),
    ("limit = 1,200 pieces", ["1200"], ["write 200"]),
    ('rates = {3 "price", 5 "care"}', ["colon"], ["comma"]),
    ('rates = {3: "price" 5: "care"}', ["comma"], ["colon"]),
    ("limit = `Tao`", ["straight"], []),
    ("limit = 2 * nobody_made", ["nobody_made", "Run the cell"], ["quotes"]),
    ("limit = price - cost", ["price", "Run the cell"], ["quotes"]),
    ("if 3 = 3:\n    print(1)", ["=="], []),
    ("if 3 > 2\n    print(1)", ["colon"], []),
    ("total = 1\n  total = 2", ["Line 2", "spaces"], []),
    ("if 3 > 2:\nprint(1)", ["Line 2", "four spaces"], []),
    ("cleaning.rule_between(1, 5000)", ["highest"], []),
    ("cleaning.reconcile(orders, firms)", ["on", "on="], []),
    ("cleaning.merge_duplicates(firms, firms, treshold=1)", ["threshold="], ["It knows"]),
    ("cleaning.merge_duplicates(firms, firms, 0.75)", ["threshold="], []),
    ('pd.read_csv("orders_2023.csv")', ['samples.path("orders_2023.csv")'], []),
    ('orders("pieces")', ['orders["pieces"]', "square"], []),
    ('orders.loc("pieces")', [".loc", "square brackets"], []),
    ('intake.read_table["x.csv"]', ['intake.read_table("x.csv")', "round"], []),
    ("orders.drop_duplicates.head()", ["orders.drop_duplicates()", "Round brackets"], ["Did you mean"]),
    ('orders["pieces"].sum / 2', ['orders["pieces"].sum()'], []),
    ('"Pieces: " + 5', ["print(text, number)"], []),
    ('orders["Amount"] > 1000', ["pd.to_numeric"], []),
    ('orders["pieces"] > 1 and orders["pieces"] < 20', ["& instead of and"], []),
    ('orders["pieces"] > 1 or orders["pieces"] < 20', ["| instead of or"], []),
    ('orders[not orders["clerk"].isin(["Lin"])]', ["~"], []),
    ('orders["pieces"] > 1 & orders["clerk"] == "Lin"', ["round brackets of its own"], []),
    ("orders.drop_duplicate()", ["orders.drop_duplicates"], []),
    ("orders.remove_duplicates()", ["orders.drop_duplicates(...)"], []),
    ('orders["pieces"].average()', ['orders["pieces"].mean'], []),
    ("orders.peices.sum()", ['orders["pieces"]'], []),
    ("intake.read_tabel", ["intake.read_table"], []),
    ("cleaning.read_table", ["intake.read_table"], []),
    ('read_table("x.csv")', ["intake.read_table(...)"], []),
    ("SUM(1, 2)", ["1 + 2", "sum([1, 2])"], [".sum()"]),
    ("average(3, 5, 10)", ["(3 + 5 + 10) / 3"], [".mean()"]),
    ("ROUND(1.256, 2)", ["round(1.256, 2)"], []),
    ('IF(orders["pieces"] > 3, 1, 0)', ['(orders["pieces"] > 3).map({True: 1, False: 0})'], []),
    ("SUM(1; 2)", ["1 + 2"], ["Amount"]),
    ("sum(1, 2)", ["sum([1, 2])"], []),
    ("max(3)", ["max([3])"], []),
    ("prnt(orders)", ["print"], []),
    ("lenn(orders)", ["len"], []),
    ("al", ["Nothing is called al"], ["Did you mean"]),
    ("filtr.head()", ["Nothing is called filtr", "hint's table", "orders, firms"], ["Did you mean"]),
    ("tickets.head()", ["hint's table"], ["quotes"]),
    ('tickets["worth"] = cleaning.parse_money(tickets["price"])', ["hint's table"], ["quotes"]),
    ('cleaning.reconcile(orders, firms, "day", {"a": "b"})', ['on="day", compare={"a": "b"}'], ["last value"]),
    (
        'cleaning.convert_money(orders, "Amount", "clerk", rates)',
        ['amount="Amount", currency="clerk", rates=rates'],
        ["last value"],
    ),
    ('cleaning.fill_missing(orders, "clerk", "unknown")', ['{"clerk": "unknown"}', "curly"], ["square"]),
    ('orders.drop_duplicates("day", "clerk")', ['orders.drop_duplicates(["day", "clerk"])'], ["keep="]),
    ('orders.groupby("day", "clerk")', ['orders.groupby(["day", "clerk"])'], []),
    ('orders.dropna("day")', ['subset="day"'], ["axis"]),
    ('orders.dropna("day", "clerk")', ['subset=["day", "clerk"]'], ["axis"]),
    ('orders.rename("day", "date")', ['columns={"day": "date"}'], ["index="]),
    ('cleaning.rule_in("currency", "CNY", "USD")', ['cleaning.rule_in("currency", ["CNY", "USD"])'], ["name="]),
    ('orders["clerk"].isin("Lin", "Tao")', ['orders["clerk"].isin(["Lin", "Tao"])'], []),
    ('cleaning.rule_between("pieces", 1, 20, 7)', ["4 things", "takes 3: column, lowest, highest"], ["square"]),
    ('samples.load("a.csv", "b.csv")', ["variant="], ['variant="b.csv"']),
    ('rates = {"CNY": 1, "USD": 7,15}', ["7.15"], []),
    ('rates = {\n"CNY": 1,\n"USD": 7,15,\n}', ["7.15"], []),
    ('rates = {"USD": (7,15)}\nrates["USD"] * 2.5', ["'USD'", "7.15"], []),
    ("(1,800) * 1.5", ["1800"], []),
    ("round(1,234.5)", ["1234.5"], []),
    ("(0,189) * 1.5", ["0.189"], ["0189"]),
    ('orders[orders["pieces"] > 1,500]', ["1500"], []),
    ('orders["limit"] = 1,800,000,000', ["1800000000"], []),
    ('good = orders, firms\ngood["clerk"]', ["2 tables", "good, bad ="], []),
    ("kept = orders, firms\ncleaning.missing_report(kept)", ["2 tables", "first, second ="], ["needs a table"]),
    ("drop_duplicates(orders)", ["orders.drop_duplicates(...)"], []),
    ("shown = print(1)\nshown.head()", ["shown holds nothing"], []),
    ('orders["date"] = day', ['orders["day"]'], ["goes in quotes"]),
    ("len(orders[...])", ["three dots", "line 1"], []),
    ("total = ... len(orders)", ["three dots"], []),
    ("share = 5 / 0", ["0", "divided"], []),
    ('pd.read_csv("D:\\Umsatz\\orders.csv")', ["D:/Umsatz/orders.csv"], []),
    ('raise PermissionError(13, "denied", "list.xlsx")', ["list.xlsx", "open in Excel"], []),
    ("names = [1, 2]\nnames[2]", ["2 entries", "[1]"], []),
    ('pd.Timestamp("2025-13-40")', ["no date"], []),
    ("pd.Timestamp(2025, 2, 30)", ["no date"], []),
    ("import pandsa", ["pandas"], []),
    ("from millrace import intakes", ["intake"], []),
    ('orders["date"] = cleaning.parse_dates(orders["day"])', ["one column", '["..."]'], []),
    ('orders["day", "pieces"]', ['orders[["day", "pieces"]]'], []),
    ("good, quarantined = orders", ["2 names"], []),
    ("orders 2023 = orders", ["orders_2023 ="], []),
    ('orders["clerk"] <> "Lin"', ["!="], []),
    ('cleaning.fill_missing(orders, "clerk": "unknown")', ["curly"], []),
    ('rates["EUR"]', ["rates", "CNY, USD, AED"], ["column"]),
    ("limit == 0.75", ["limit = 0.75", "stores"], []),
    ("keep = true", ["True"], []),
    ("np.sqrt(4)", ["import numpy as np"], []),
]


@pytest.mark.parametrize(("typed", "says", "never"), SLIPS, ids=[slip[0][:40] for slip in SLIPS])
def test_a_usual_slip_is_explained_in_one_plain_sentence(notebook, typed, says, never):
    shown = notebook.run(typed)
    assert shown.error is not None
    assert [words for words in says if words not in shown.sentence] == []
    assert [words for words in never if words in shown.sentence] == []
    assert not JARGON.search(re.sub(r"[\"'].*?[\"']", "", shown.sentence))
    assert len(shown.sentence) <= 200
    assert max(map(len, shown.text.splitlines())) <= WIDTH
    assert type(shown.error).__name__ in shown.folded


def test_a_blank_in_a_name_that_there_is_is_told_wherever_the_name_stands(notebook):
    notebook.run("good_price = 3")
    assert (
        "no spaces. Join it with a low line: total = good_price * 2" in notebook.run("total = good price * 2").sentence
    )


ALL_RULES = [*rules.RULES, *rules.OWN_RULES]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.name)
def test_each_rule_speaks_about_its_own_example(notebook, rule):
    shown = notebook.run(*filter(None, [rule.before, rule.example]))
    stop = replace(showing._active[0]._stop(shown.error), texts=[rule.text])
    asked = rules.OWN_RULES if rule in rules.OWN_RULES else rules.RULES
    said, name, broken = rules.find_sentence(stop, rules=asked)
    assert (name, broken) == (rule.name, [])
    assert not JARGON.search(re.sub(r"[\"'].*?[\"']", "", said))
    assert len(said) <= 200


NOTES = [
    *(
        (example, ["orders", "limit", "rates", "536389 / 2305319", "good, bad =", '"2025-10"', "5 ** 2"])
        for _, example in silent.NOTES
    ),
    ("orders.drop_duplicates()", ["orders = orders.drop_duplicates()"]),
    ("orders.drop_duplicates().dropna()", ["orders = orders.drop_duplicates().dropna()"]),
    ("orders.drop_duplicates()\nprint(len(orders))", ["orders = orders.drop_duplicates()"]),
    ('orders["clerk"].replace("Lin", "Ling")', ['orders["clerk"] = orders["clerk"].replace("Lin", "Ling")']),
    ("orders.drop_duplicates", ["orders.drop_duplicates()"]),
    ("orders = orders.drop_duplicates", ["orders = orders.drop_duplicates()"]),
    ("total = 3,456,789 - 1,000,000", ["3456789"]),
    ("limit = (1,200)", ["write 1200"]),
    ("limit = [1,200, 600]", ["holds 3 things", "write 1200"]),
    ("shown = print(orders)", ["shown holds nothing"]),
    ("536,389/2,305,319", ["536389/2305319"]),
    ("missed = 536,389 / 2,305,319", ["missed = 536389 / 2305319"]),
    ("print(1,800 / 3)", ["print(1800 / 3)"]),
    ('orders["pieces"] > 1,500', ["1500"]),
    ('rates = {"USD": (7,15)}', ["Write 7.15 there"]),
    (
        'kept = cleaning.quarantine(orders, [cleaning.rule_in("clerk", ["Lin"])])',
        ["good, bad = cleaning.quarantine(...)"],
    ),
    ("both = (lambda: (orders, firms))()", ["first, second ="]),
    ("cleaning.parse_dates(...)", ["three dots"]),
    ('intake.read_table("orders_2023.csv")', ['samples.path("orders_2023.csv")']),
]


@pytest.mark.parametrize(("typed", "says"), NOTES, ids=[note[0][:40] for note in NOTES])
def test_a_slip_that_stops_nothing_or_lies_behind_our_own_error_gets_a_note(notebook, typed, says):
    shown = notebook.run(typed)
    assert any(words in shown.note for words in says)
    assert not JARGON.search(re.sub(r"[\"'].*?[\"']", "", shown.note))
    assert len(shown.note) <= 200


RIGHT = [
    'orders_2023 = intake.read_table(samples.path("orders_2023.csv"))\norders_2023 = orders_2023.drop_duplicates()',
    'orders[["clerk", "pieces"]].drop_duplicates("pieces").head(8)',
    'orders["date"] = cleaning.parse_dates(orders["day"], day_first=orders["clerk"] != "Tao")["date"]',
    "orders.head(3)",
    'orders.sort_values("pieces")',
    'cleaning.missing_report(orders, by="clerk")',
    'rules = [cleaning.rule_between("pieces", 1, 5000)]\ngood, quarantined = cleaning.quarantine(orders, rules)',
    'ordered = orders.dropna(subset=["clerk"])\nordered[~ordered["clerk"].isin(["Lin"])]',
    "firms.fillna({'city': 'unknown'})",  # nothing is missing there, so nothing was changed
    "read = intake.read_table",
    "orders.drop_duplicates(inplace=True)",
    "dates = (2025, 1, 1)",
    "print(len(orders), 3)",
    "small, large = 12, 300",
    'good, bad = cleaning.quarantine(orders, [cleaning.rule_between("pieces", 1, 20)])',
    "pairs = [(1, 200), (2, 300)]",
    "limit = [1200,600]",
    "limit = [1,2,300]",
    "total = (1, 200)",
    'rates = {"USD": (7, 15)}',
    "...",
    'total = orders["pieces"].sum()\ntotal',
]


@pytest.mark.parametrize("typed", RIGHT)
def test_a_right_cell_shows_nothing_of_ours(notebook, typed):
    shown = notebook.run(typed)
    assert shown.error is None
    assert (shown.note, shown.folded) == ("", "")
    assert slips.recorded()[-1].discarded in ((), ("",))


# Errors of other kinds, and what would be a misreading of them.
OTHERS = [
    (
        "import types\nmade = types.ModuleType('made')\nexec('def f(): return pieces', made.__dict__)\nmade.f()",
        "column",
    ),
    ("orders.query('nothing_such > 1')", "quotes"),
    ("{'a': 1}['b']", "column"),
    ("eval('1 +')", "bracket"),
    ("raise KeyError('clerk')", "column"),
    ("raise ValueError('Own words.')", "Numbers"),
    ("def f(low, high): return low\nf(1,200,5,7)", "Excel"),
    ("raise ZeroDivisionError('own')", "divided"),
    ("raise IndexError('own')", "Counting"),
    ("raise AttributeError('own')", "After"),
    ("import json\njson.loads('{')", "bracket"),
    ("[1, 2].index(5)", "column"),
    ("raise RuntimeError", "quotes"),
]


@pytest.mark.parametrize(("typed", "misread"), OTHERS, ids=[other[0][:40] for other in OTHERS])
def test_an_error_that_is_no_usual_slip_is_not_misread(notebook, typed, misread):
    shown = notebook.run(typed)
    assert shown.error is not None
    assert misread not in shown.sentence
    assert type(shown.error).__name__ in shown.folded


def test_an_error_that_no_rule_knows_is_said_honestly_with_the_learners_own_line(notebook):
    shown = notebook.run("total = 1\nraise RuntimeError('The oven is cold.')")
    assert shown.sentence == "Python stopped at line 2 of this cell: RuntimeError: The oven is cold."
    assert shown.text.rstrip().endswith("Line 2: raise RuntimeError('The oven is cold.')".replace("2: ", "2:  "))
    assert "Traceback" not in shown.text
    assert "Traceback" in shown.folded


def test_errors_of_our_own_keep_their_one_line(notebook):
    shown = notebook.run("from millrace.errors import ArgumentError\nraise ArgumentError('Found 2. Expected 3.')")
    assert shown.text.strip() == "Found 2. Expected 3."
    assert (shown.note, shown.folded) == ("", "")


def test_a_check_that_stumbles_does_not_blame_the_learners_spelling(notebook):
    shown = notebook.run("checked = orders['peices']\nchecks.passed('x', points=1)")
    assert "could not read your answer" in shown.sentence
    assert shown.folded == ""  # the lines of a check are not for those who look for its answer


@pytest.mark.parametrize("taken", ["min", "pd"])
def test_a_name_that_a_check_needs_and_a_learner_took_is_named(notebook, taken):
    notebook.run(f"{taken} = 5")
    shown = notebook.run(
        f"lowest = {taken}.Series if '{taken}' == 'pd' else {taken}([1])\nchecks.passed('x', points=1)"
    )
    notebook.run("import pandas as pd" if taken == "pd" else f"del {taken}")
    assert f"The name {taken} was given another value in this notebook" in shown.sentence


def test_a_rule_that_fails_itself_hides_nothing_and_is_seen_by_tests(notebook, monkeypatch):
    def clumsy(stop):
        raise RuntimeError("clumsy rule")

    monkeypatch.setattr(rules, "RULES", rules.RULES)
    rules.RULES.insert(0, Rule(KeyError, clumsy, ""))
    try:
        shown = notebook.run('orders["peices"]')
    finally:
        rules.RULES.pop(0)
    assert "'pieces'" in shown.sentence
    broken = showing._active[0].broken
    assert [str(wrong) for wrong in broken] == ["clumsy rule"]
    broken.clear()


def test_when_all_of_ours_fails_the_usual_traceback_is_shown(notebook, monkeypatch):
    monkeypatch.setattr(showing, "sentence_for", lambda stop: 1 / 0)
    shown = notebook.run('orders["peices"]')
    assert "KeyError" in shown.text
    assert "Traceback" in shown.text
    showing._active[0].broken.clear()


def test_percent_tb_shows_the_traceback_in_full(notebook):
    notebook.run('orders["peices"]')
    assert "Traceback" in notebook.run("%tb").text


def test_no_rule_failed_itself_in_all_of_these(open_notebook):
    assert showing._active[0].broken == []


def test_the_newest_run_that_was_to_store_a_name_is_found_with_its_error(notebook):
    notebook.run("total = 1", "total = 1 / 0", "firms.head()")
    assert isinstance(slips.last_run_storing("total").error, ZeroDivisionError)
    notebook.run("total = 2")
    assert slips.last_run_storing("total").error is None
    notebook.run("total = = 2")
    assert isinstance(slips.last_run_storing("total").error, SyntaxError)


def test_a_change_that_was_thrown_away_is_on_record(notebook):
    notebook.run("orders.drop_duplicates()")
    run = slips.last_run_storing("orders")
    assert (run.error, run.discarded) == (None, ("orders",))
    notebook.run("orders = orders.drop_duplicates()")
    assert slips.last_run_storing("orders").discarded == ()
    notebook.run('cleaning.parse_dates(orders["day"])')
    assert slips.recorded()[-1].discarded == ("",)


def test_without_a_notebook_the_record_is_what_it_is_given():
    given = [slips.Run("mine = 1"), slips.Run("mine = 1 / 0", error=ZeroDivisionError())]
    assert slips.last_run_storing("mine", runs=given) is given[1]
    assert slips.last_run_storing("never_made", runs=given) is None


def test_an_older_error_keeps_no_table_in_memory(notebook):
    notebook.run("def spoil(table):\n    big = table.copy()\n    raise RuntimeError", "spoil(orders)")
    step = slips.recorded()[-1].error.__traceback__
    while step.tb_frame.f_code.co_name != "spoil":
        step = step.tb_next
    assert "big" in step.tb_frame.f_locals
    shown = notebook.run("len(orders)")
    assert "big" not in step.tb_frame.f_locals
    assert (shown.error, shown.text.split()[-1]) == (None, "3")


def test_a_path_that_was_copied_with_its_quotes(notebook):
    shown = notebook.run('file = r""D:\\office\\orders.xlsx""  # for example r"D:\\office\\other.xlsx"')
    assert "two quotes too many" in shown.sentence
    assert 'r"D:\\office\\orders.xlsx"' in shown.sentence


def test_names_of_columns_in_square_brackets_stay_a_list(notebook):
    shown = notebook.run('orders.drop_duplicates["sku", "clerk"]')
    assert 'orders.drop_duplicates(["sku", "clerk"])' in shown.sentence


def test_warnings_are_shown_as_before_when_nothing_is_explained_any_more():
    usual = warnings.formatwarning
    as_before = cautions.speak_plainly()
    assert warnings.formatwarning is cautions.in_plain_words
    as_before()
    assert warnings.formatwarning is usual
