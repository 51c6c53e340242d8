"""What stands beside an amount: Swiss dashes are no minus, and words that change its meaning leave it unread."""

import pytest

from millrace.reading import parse_money, parse_quantity


def money(cells):
    return parse_money(cells)[["amount", "problem"]].astype(object).where(lambda t: t.notna(), None).values.tolist()


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("CHF 1'200.–", 1200), ("1,200.-", 1200), ("1.200,-- €", 1200), ("1.200.-", 1200), ("12 500,- Kč", 12_500),
        ("Fr. 50.-", 50), ("50,— €", 50), ("1,200,300.-", 1_200_300), ("-50.-", -50),
    ],
)  # fmt: skip
def test_a_dash_in_place_of_cents_says_that_the_amount_is_whole(cell, amount):
    assert money([cell]) == [[amount, ""]]


def test_a_dash_in_place_of_cents_proves_the_marks_of_its_column():
    assert money(["1,200.-", "3,450"]) == [[1200, ""], [3450, ""]]
    assert money(["1.200,-", "3.450"]) == [[1200, ""], [3450, ""]]


@pytest.mark.parametrize("cell", ["1'200.–", "1,200.-", "50.-", "50,-", "CHF 50.--", "50,—"])
def test_a_price_with_a_dash_is_no_quantity_below_zero(cell):
    read = parse_quantity([cell]).iloc[0]
    assert (read["quantity"] != read["quantity"], read["problem"]) == (True, "unreadable")


@pytest.mark.parametrize(
    ("cell", "problem"), [("50 à 60", "ambiguous"), ("50 of 60", "ambiguous"), ("50-60", "unreadable")]
)
def test_a_span_of_quantities_is_not_multiplied(cell, problem):
    read = parse_quantity([cell]).iloc[0]
    assert (read["pieces"] != read["pieces"], read["problem"]) == (True, problem)


def test_boxes_of_a_size_are_still_counted_out():
    assert parse_quantity(["3 Kartons à 24", "3 ctn à 24", "50-", "3 x 12"])["pieces"].tolist()[1:] == [72, -50, 36]


@pytest.mark.parametrize(
    "cell",
    [
        "1,200.00 incl. VAT", "€ 120,50 zzgl. MwSt.", "120,50 € TTC", "120,50 € HT", "¥1200 含税", "1200 元(不含税)",
        "$12.50 + GST", "税込1200円", "1,200¹", "1.2³", "1,200*", "1,200 (1)", "1,200 [a]", "ca. 50", "~50", "约50",
        "ab 50 €", "<50", "≥ 50", "50-60", "50–60 €", "€50 - €60", "50 bis 60", "50 à 60", "50/60", "50 %",
        "50 € (10%)", "10‰", "5 €/kg", "5 € pro kg", "$5 each", "¥5/件", "3 x 5 €", "3 @ 5", "1.2 m³",
    ],
)  # fmt: skip
def test_a_word_or_mark_that_changes_what_an_amount_is_leaves_it_unread(cell):
    amount, problem = money([cell])[0]
    assert amount is None
    assert problem in {"unreadable", "ambiguous"}
