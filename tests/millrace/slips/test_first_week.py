"""What people typed in their first hours: the sentence leads to what they meant; it does not guess."""

import pytest

from learner_shell import GIVEN, learner

MINE = """
mine = pd.DataFrame({"Quantity": ["6 pcs", "7 pcs"], "Digits": ["6", "7"], "Day": ["2025-03-05", "2025-03-06"]})
mine["Price"] = [1.5, 2.5]
numbers = [1200, 600]
wanted = 1200
"""


@pytest.fixture(scope="module")
def open_notebook(tmp_path_factory):
    with learner(tmp_path_factory.mktemp("ipython")) as somebody:
        yield somebody


@pytest.fixture
def notebook(open_notebook):
    """A notebook whose given cells have just been run, with Python's own names as they are."""
    for name in ("sum", "round", "print", "x"):
        open_notebook.shell.user_ns.pop(name, None)
    open_notebook.run(GIVEN, MINE)
    return open_notebook


PAIRS = {
    'x = {5; "promise", 7; "others"}': 'x = {5: "promise", 7: "others"}',
    'x = {5; "promise"; 7; "others"}': 'x = {5: "promise", 7: "others"}',
    'x = dict(5="promise", 7="others")': 'x = {5: "promise", 7: "others"}',
    'x = dict(5: "promise")': 'x = {5: "promise"}',
    'x = [5: "promise"]': 'x = {5: "promise"}',
    'x = [5: "a, b", 7: "c"]  # mine': 'x = {5: "a, b", 7: "c"}',
    'x = 5: "promise", 7: "others"': 'x = {5: "promise", 7: "others"}',
    "x = (3 price)": 'x = {3: "price"}',
    "x = (3 price, 5 promise)": 'x = {3: "price", 5: "promise"}',
}


@pytest.mark.parametrize(("typed", "mended"), PAIRS.items(), ids=list(PAIRS))
def test_pairs_get_their_brackets_and_colons(notebook, typed, mended):
    said = notebook.run(typed).sentence
    assert said == f"Pairs go in curly brackets, with a colon between the two of each. Write: {mended}"


@pytest.mark.parametrize("typed", ["x = {1; 2; 3}", "x = (3; 5)", "x = 3 days", "x = orders[5: price 6]"])
def test_what_is_no_pairs_is_not_called_so(notebook, typed):
    assert "Pairs" not in notebook.run(typed).sentence


@pytest.mark.parametrize(
    ("before", "typed", "says"),
    [
        ("sum = 1800", "x = sum([1200, 600])", ["The name sum was given another value", "del sum"]),
        ("round = 3", "round(3.456, 2)", ["The name round", "del round"]),
        ("print = 5", "print(orders)", ["The name print", "del print"]),
        ("", "x = =wanted*40", ["= is there twice", "x = wanted*40"]),
        ("", "x = =2*12", ["= is there twice", "x = 2*12"]),
        ("", "x = SUM([1200, 600])", ["Excel", "sum([1200, 600])"]),
        ("", "SUM(numbers)", ["Excel", "sum(numbers)"]),
        ("", "AVERAGE([1, 2])", ["Excel", "sum([1, 2]) / len([1, 2])"]),
        ("", 'x = orders.drop(columns="pieces", "day")', ["square brackets", 'columns=["pieces", "day"]']),
        ("", "LB-B018", ['"LB-B018"', "quotes"]),
        ("", 'orders[orders["clerk"] == LB-B018]', ['"LB-B018"', "quotes"]),
        ("", "x = C:\\Firm\\boss\\Desktop\\orders.xlsx", ['r"C:\\Firm\\boss\\Desktop\\orders.xlsx"', "quotes"]),
        ("", 'x = C:\\my files\\1 a.csv  # as r"D:\\b.csv"', ['r"C:\\my files\\1 a.csv"']),
        ("", "intake.read_table(D:/office/orders.xlsx)", ['r"D:/office/orders.xlsx"']),
        ("", "x = \\\\server\\office\\orders.xlsx", ['r"\\\\server\\office\\orders.xlsx"']),
        ("", "x = only wallets without discontinued", ["a line of code, not a sentence"]),
        ("", "x = all wallets that are not sold", ["a line of code, not a sentence"]),
        ("", 'mine["Quantity"] * mine["Price"]', ['mine["Quantity"] holds text', "'6 pcs'", "parse_quantity"]),
        ("", 'mine["Price"] - mine["Quantity"]', ['mine["Quantity"] holds text', "'6 pcs'"]),
        ("", 'mine["Digits"] * 2.5', ["'6'", 'pd.to_numeric(mine["Digits"])']),
        ("", 'pd.read_csv("../nowhere/mine.csv")', ["There is no folder", "nowhere", "mine.csv"]),
    ],
)
def test_the_sentence_leads_on(notebook, before, typed, says):
    if before:
        notebook.run(before)
    said = notebook.run(typed).sentence
    assert [words for words in says if words not in said] == []
    assert len(said) <= 200


@pytest.mark.parametrize(
    ("typed", "never"),
    [
        ("wanted(3 - 1)", "del"),
        ('mine["Day"] * 2.5', "quantities"),
        ('orders["clerk"] - 1', "quantities"),
        ("x = edge painting", "line of code"),
        ("wanted-nobody_made", '"wanted'),
        ("NOBODY-wanted", '"NOBODY-wanted"'),
        ("x = >5", "twice"),
        ('orders["a": "b", 3', "Pairs"),
    ],
)
def test_where_it_is_another_slip_nothing_of_this_is_said(notebook, typed, never):
    assert never not in notebook.run(typed).sentence


def test_a_missing_file_is_looked_for_in_a_folder_that_has_a_name(notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for typed in ('pd.read_csv("mine.csv")', 'intake.read_table("mine.csv")'):
        said = notebook.run(typed).text.replace("\n", " ")
        assert "mine.csv" in said
        assert tmp_path.name in said


def test_what_inplace_changed_is_named(notebook):
    said = notebook.run('x = orders.drop(columns=["day"], inplace=True)').note
    assert "it changed orders itself" in said
    assert "first cell of your part" in said


@pytest.mark.parametrize("typed", ["wanted * 40", "x = 40 * wanted", "x = wanted * 40"])
def test_a_number_with_a_comma_that_was_repeated_is_told(notebook, typed):
    notebook.run("wanted = 1,200")
    said = notebook.run(typed).note
    assert "wanted holds several numbers, because of the comma in 1,200" in said
    assert "Write wanted = 1200" in said
    notebook.run("wanted = 1200")
    assert notebook.run(typed).note == ""


def test_a_line_that_ends_at_its_equals_sign_or_has_none_is_told_so(notebook):
    assert "Nothing stands after the = in line 2" in notebook.run("# Here.\nworth =").sentence
    assert "what worth is" in notebook.run("worth =  # to do").sentence
    assert "To store the number: worth = 144" in notebook.run("worth 144").sentence
    assert "is missing in" not in (notebook.run("if 3").sentence or "")
    assert "Nothing stands after" not in (notebook.run("total = 3 +").sentence or "")
