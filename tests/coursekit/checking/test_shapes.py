"""Every equivalent says what the answer says, every spoiler says something else: compared here by other means."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from coursekit.checking.equivalents import equivalents
from coursekit.checking.looks import Look
from coursekit.checking.spoilers import spoilers
from coursekit.checking.tampering import given_names, tampered_after, tampered_before
from coursekit.checking.workspace import Workspace

SALES = pd.DataFrame(
    {
        "firm": ["Amal", "Bo", "Chen", "Dai", "Amal", "Bo"],
        "line": [1, 1, 1, 1, 2, 2],
        "pieces": [3, 40, 500, 7, 11, 0],
        "paid": [True, False, True, True, False, True],
        "price_cny": [12.504, 8.0, np.nan, 99.25, 12.5, 3.75],
        "day": pd.to_datetime(["2025-01-03", None, "2025-02-01", "2025-02-02", "2025-03-01", "2025-03-02"]),
        "sent_at": pd.to_datetime(["2025-01-03 08:00"] * 3 + ["2025-01-04 09:30"] * 3),
        "remark": ["urgent", None, None, "gift", None, "urgent"],
        "made_of": [["a"], ["b", "c"], [], ["d"], ["e"], ["f"]],
    }
)
LOOK = Look(
    "sales",
    shape="table",
    key=["firm", "line"],
    filled=["pieces", "price_cny", "day", "paid"],
    unchanged=["remark"],
    tolerances={"pieces": 0.005, "price_cny": 0.005},
)
ANSWERS = {
    "table": (SALES, LOOK),
    "whole number": (6, Look("sales", shape="number")),
    "number": (6.254, Look("sales", shape="number", tolerances={"": 0.01})),
    "column": (pd.Series(["2025-01", "2025-03"], index=[4, 9]), Look("sales", shape="list", column="month")),
    "column of a table": (pd.DataFrame({"month": ["2025-01"], "n": [1]}), Look("sales", shape="list", column="month")),
    "list": ([3, 5], Look("sales")),
    "dictionary": ({"USD": 7.2, "name": "rate", "known": True}, Look("sales")),
    "date": (pd.Timestamp("2025-03-01"), Look("sales")),
    "truth": (True, Look("sales")),
    "text": ("Amal", Look("sales")),
    "function": (len.__class__ and (lambda value: value), Look("sales")),
}


def said(value):
    """Write what an answer says, by one line for each kind: the definition that forms are held to."""
    if isinstance(value, pd.DataFrame):
        named = value if {"firm", "line"} <= set(value.columns) else value.reset_index()
        if "firm" not in named:
            return said(value["month" if "month" in value else "values"])
        kept = named.reindex(columns=SALES.columns)
        return sorted(str([said(cell) for cell in row]) for row in kept.to_numpy(dtype=object).tolist())
    if isinstance(value, dict):
        return sorted((key, said(one)) for key, one in value.items())
    if isinstance(value, list | tuple | set | pd.Index | pd.Series) or (isinstance(value, np.ndarray) and value.ndim):
        items = [said(one) for one in value]
        return items[0] if len(items) == 1 and isinstance(items[0], float) else sorted(map(str, items))
    if callable(value):
        return value(7)
    if value is None or value is pd.NaT or value is pd.NA:
        return "missing"
    if isinstance(value, pd.Period | datetime.date | np.datetime64):
        return str(value).removesuffix("+08:00").removesuffix(" 00:00:00")
    if isinstance(value, Decimal | int | float | np.number | np.bool_ | np.ndarray):
        return "missing" if value != value else round(float(value) + 1e-9, 2)
    return str(value)


def run(code, value):
    space = Workspace(names={"sales": value.copy() if hasattr(value, "copy") else value})
    raised = space.run(code)
    assert raised is None, f"{code}\n{raised and raised.text}"
    return space.names["sales"]


def forms(maker, kind):
    # Made inside the tests, so that it is seen which test runs which line.
    value, look = ANSWERS[kind]
    return [(form, said(run(code, value)), said(value)) for form, code in maker("sales", value, look)]


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_equivalent_says_the_same(kind):
    for form, now, before in forms(equivalents, kind):
        assert now == before, form


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_spoiler_says_something_else(kind):
    for wrong, now, before in forms(spoilers, kind):
        assert now != before, wrong


@pytest.mark.parametrize("maker", [equivalents, spoilers])
def test_names_are_unique_and_the_same_every_time(maker):
    for value, look in ANSWERS.values():
        first, second = list(maker("sales", value, look)), list(maker("sales", value, look))
        assert first == second
        assert all(name for name, _ in first)
        assert len(first) == len({name for name, _ in first}) == len({code for _, code in first}) > 0


def test_all_forms_of_a_table_are_made():
    names = {name for name, _ in equivalents("sales", SALES, LOOK)}
    assert {
        *("rows shuffled", "columns in reverse", "one more column", "rows labelled with words", "rows numbered afresh"),
        *("the key in the index", "texts as categories", "texts as 'string'", "texts as objects"),
        *("whole numbers as 'Int64'", "whole numbers as floats", "whole numbers in 32 bits", "numbers as decimals"),
        *("amounts rounded to two places", "dates to the second", "dates with a time zone", "days as periods"),
        *("days as texts", "days as Python dates", "yes and no as 'boolean'"),
    } == names
    assert "numbers in 32 bits" in {n for n, _ in equivalents("sales", SALES.round({"price_cny": 0}), LOOK)}
    assert "the index among the columns" in {n for n, _ in equivalents("s", SALES.set_index("firm"), LOOK)}


def test_columns_are_spoiled_by_what_the_check_asks_of_them():
    wrong: dict[str, set[str]] = {}
    for name, _ in spoilers("sales", SALES, LOOK):
        what, _, column = name.partition(": ")
        wrong.setdefault(column, set()).add(what)
    assert wrong[""] == {"first row lost", "last row lost", "a row lost", "a row doubled", "a row invented"}
    assert wrong["firm"] == {"two values swapped", "a value lost", "shifted by a row", "a letter changed"}
    assert wrong["price_cny"] == {
        *("two values swapped", "a value lost", "a gap filled", "shifted by a row", "a value a little off"),
        *("a sign turned", "all 1 % too high", "column dropped"),
    }
    assert {"a day off"} <= wrong["day"]
    assert {"no for yes or yes for no"} <= wrong["paid"]
    assert wrong["remark"] == {"two values swapped", "a gap filled"}
    assert wrong["made_of"] == {"two values swapped"}


def test_a_little_off_is_always_more_than_the_check_lets_pass():
    for tolerance in (0.005, 1.0, 50.0):
        look = Look("sales", "table", ["firm", "line"], ["pieces"], tolerances={"pieces": tolerance})
        code = dict(spoilers("sales", SALES, look))["a value a little off: pieces"]
        assert (run(code, SALES)["pieces"] - SALES["pieces"]).abs().max() >= 2 * tolerance
        number = dict(spoilers("sales", 6.0, Look("sales", "number", tolerances={"": tolerance})))
        assert run(number["a little too much"], 6.0) - 6.0 > tolerance


def test_a_value_too_many_is_taken_from_a_given_column():
    months = pd.DataFrame({"month": ["2025-01", "2025-02", "2025-03"]})
    look = Look("sales", shape="list")
    code = dict(spoilers("sales", ["2025-01"], look, given={"ledger": months}))["one too many"]
    assert run(code, ["2025-01"]) == ["2025-01", "2025-02"]


def test_nothing_is_made_where_nothing_would_change():
    alike = pd.DataFrame({"firm": ["a", "b"], "pieces": [1, 1], "note": [None, None]})
    look = Look("sales", "table", ["firm"], ["pieces", "note"])
    names = {name for name, _ in spoilers("sales", alike, look)}
    assert not names & {"two values swapped: pieces", "shifted by a row: pieces", "a gap filled: note"}
    assert not list(spoilers("sales", print, Look("sales")))
    assert not list(spoilers("sales", [], Look("sales", "list")))


GIVEN = {
    "orders": pd.DataFrame({"sku": ["a", "b"], "pieces": [1, 2]}),
    "column": pd.Series([1, 2]),
    "rules": [1, 2],
    "rates": {"USD": 7.2, "CNY": 1.0},
    "marked": {1, 2},
    "limit": 3,
    "word": "x",
}
ANSWER = "made = orders['pieces'], column, rules, rates, marked, limit, word, len, pd"


def test_what_an_answer_works_with_is_found():
    before = {**GIVEN, "len": len, "pd": pd, "unused": [1], "made": 0}
    assert list(given_names(ANSWER, before)) == list(GIVEN)


@pytest.mark.parametrize("tampered", [tampered_after, lambda given: tampered_before(given, answer=ANSWER)])
def test_every_kind_of_given_name_is_tampered_with(tampered):
    touched = set()
    for what, code in tampered(GIVEN):
        space = Workspace(names={n: v.copy() if hasattr(v, "copy") else v for n, v in GIVEN.items()})
        assert space.run(code) is None, what
        changed = {n for n in GIVEN if repr(space.names[n]) != repr(GIVEN[n])}
        assert len(changed) == 1, what
        touched |= changed
    assert touched == set(GIVEN)


def test_of_a_given_table_the_column_is_spoiled_that_the_answer_mentions():
    names = [what for what, _ in tampered_before({"orders": GIVEN["orders"]}, answer=ANSWER)]
    assert "orders filled with one value before: pieces" in names
    assert "two columns of orders swapped before: pieces, sku" in names
