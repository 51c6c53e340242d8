"""Columns are found by their headers and by what is in them; what only a person can tell is asked."""

import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.reports import ColumnQuestion, choose_columns, find_report

NEEDS = find_report("data-quality").needs
DAYS = ["2025-04-01", "2025-04-02", "2025-05-13"]
NAMES = ["Casa Oliva", "Donghai Imports", "Falcon Souvenirs"]


def chosen(**columns):
    return {k: v for k, v in choose_columns(pd.DataFrame(columns), NEEDS).items() if v}


@pytest.mark.parametrize(
    ("day", "money", "who", "name"),
    [
        ("OrderDate", "Total", "KeyedBy", "Client"),
        ("Bestelldatum", "Betrag", "Erfasst von", "Kunde"),
        ("Date de commande", "Montant", "Saisi par", "Société"),
        ("Fecha", "Importe", "Usuario", "Proveedor"),
        ("订单日期", "总额", "录入人", "客户名称"),
        ("تاريخ الطلب", "المبلغ", "المستخدم", "اسم العميل"),
    ],
)
def test_headers_are_known_in_six_languages(day, money, who, name):
    found = chosen(**{who: ["Lin", "Yu", "Yu"], name: NAMES, money: [1.5, 2, 3], day: DAYS})
    assert {k: found.get(k) for k in ("date", "amount", "clerk", "name")} == {
        "date": day, "amount": money, "clerk": who, "name": name,
    }  # fmt: skip


@pytest.mark.parametrize("header", ["settlement_cny", "Freight (EUR)", "fee AED", "Kosten USD"])
def test_a_currency_in_the_header_says_money_where_no_better_word_does(header):
    assert chosen(**{header: [1.5, 2, 3]})["amount"] == header
    assert chosen(**{header: [1.5, 2, 3], "Total": [4, 5, 6]})["amount"] == "Total"


def test_a_column_of_dates_is_known_without_its_header():
    assert chosen(A=NAMES, B=DAYS) == {"date": "B"}


def test_a_header_that_the_content_contradicts_is_not_believed():
    assert chosen(Date=NAMES, Customer=[1.0, 2.0, 3.0]) == {}


def test_a_whole_header_comes_before_a_part_and_an_earlier_word_before_a_later():
    assert chosen(**{"Unit price": [1, 2, 3], "Total": [4, 5, 6]})["amount"] == "Total"
    assert chosen(**{"Ship date": DAYS, "Order date": DAYS})["date"] == "Order date"


def test_two_that_fit_equally_well_are_asked_about():
    with pytest.raises(ColumnQuestion, match=r"2 columns could be the date.*'Start date', 'End date'") as asked:
        choose_columns(pd.DataFrame({"Start date": DAYS, "End date": DAYS}), NEEDS)
    assert asked.value.candidates == ["Start date", "End date"]
    assert 'date_column = "Start date"' in str(asked.value)


def test_what_is_named_is_taken_and_none_is_none():
    table = pd.DataFrame({"Start date": DAYS, "End date": DAYS})
    assert choose_columns(table, NEEDS, date="End date")["date"] == "End date"
    assert choose_columns(table, NEEDS, date="-")["date"] is None


def test_a_column_that_was_named_for_one_role_is_not_guessed_for_another():
    assert choose_columns(pd.DataFrame({"Customer": NAMES, "x": [1, 2, 3]}), NEEDS, clerk="Customer")["name"] is None


def test_a_required_column_that_is_not_there_is_asked_for():
    need = {"price": {"what": "the price", "kind": "amount", "words": ["price"], "required": True}}
    with pytest.raises(ColumnQuestion, match="No column could be recognised as the price") as asked:
        choose_columns(pd.DataFrame({"a": [1], "b": [2]}), need)
    assert asked.value.candidates == ["a", "b"]


def test_misspelt_columns_and_roles_are_refused_with_the_nearest():
    table = pd.DataFrame({"Customer": NAMES})
    with pytest.raises(ColumnError, match="Did you mean 'Customer'"):
        choose_columns(table, NEEDS, name="Custmer")
    with pytest.raises(ArgumentError, match="Did you mean 'name'"):
        choose_columns(table, NEEDS, nam="Customer")


def test_why_a_column_was_taken_is_shown_without_believing_the_header_to_be_html():
    shown = choose_columns(pd.DataFrame({"<b>Date</b>": DAYS}), NEEDS)._repr_html_()
    assert "<b>Date</b>" not in shown
    assert "by its header" in shown
