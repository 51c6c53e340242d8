"""Payments and invoices: what belongs together is matched, what can be read twice is left, nothing is lost."""

import itertools

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import match_payments
from millrace.cleaning.paying.sums import sums_to
from millrace.errors import ArgumentError, ColumnError


def table(rows, *columns):
    return pd.DataFrame(rows, columns=list(columns))


def ways(found):
    return found.matches.drop_duplicates("match")["how"].tolist()


def world(seed, customers=40):
    """A year of invoices with numbers, and payments of each kind, with the truth beside them."""
    rng = np.random.default_rng(seed)
    invoices, payments, truth = [], [], []
    for customer in range(customers):
        day = pd.Timestamp("2025-01-10") + pd.Timedelta(days=int(rng.integers(0, 200)))
        amounts = [round(float(amount), 2) for amount in rng.uniform(20, 4000, 3)]
        first = len(invoices)
        for amount in amounts:
            invoices.append([f"RG-25-{len(invoices) + 3001}", f"C{customer}", day, amount])
        kind = rng.choice(["named", "amount", "sum", "instalments", "unpaid"])
        own = range(first, first + 3)
        later = day + pd.Timedelta(days=20)
        if kind == "named":
            for place in own:
                number = invoices[place][0].replace("-", rng.choice([" ", "/", "", "-"])).lower()
                truth.append(((len(payments),), (place,)))
                payments.append([f"transfer {number} thank you", f"C{customer}", later, invoices[place][3]])
        elif kind == "amount":
            truth.append(((len(payments),), (first + 1,)))
            payments.append(["without a word", f"C{customer}", later, amounts[1]])
        elif kind == "sum":
            truth.append(((len(payments),), (first, first + 2)))
            payments.append(["both", f"C{customer}", later, round(amounts[0] + amounts[2], 2)])
        elif kind == "instalments":
            part = round(amounts[0] / 3, 2)
            truth.append(((len(payments), len(payments) + 1), (first,)))
            payments += [
                ["first", f"C{customer}", later, part],
                ["second", f"C{customer}", later, round(amounts[0] - part, 2)],
            ]
    columns = ["number", "customer", "date", "amount"]
    return table(payments, "text", *columns[1:]), table(invoices, *columns), truth


def matched(found):
    groups = found.matches.groupby("match")
    return {(tuple(sorted(set(rows["payment"]))), tuple(sorted(set(rows["invoice"])))) for _, rows in groups}


ALL = {"text": "text", "number": "number", "date": "date", "same": "customer"}


@pytest.mark.parametrize("seed", range(5))
def test_what_was_paid_is_found_and_nothing_else(seed):
    payments, invoices, truth = world(seed)
    found = matched(match_payments(payments, invoices, **ALL))
    assert found <= set(truth)
    assert len(found) >= 0.95 * len(truth)


@pytest.mark.parametrize("seed", range(5))
def test_every_row_is_matched_or_left_and_every_payment_is_shared_out_whole(seed):
    payments, invoices, _ = world(seed)
    payments = payments.sample(frac=1, random_state=seed).set_axis([f"p{n}" for n in range(len(payments))])
    invoices = invoices.sample(frac=1, random_state=seed).set_axis([f"i{n}" for n in range(len(invoices))])
    rng = np.random.default_rng(seed)
    payments["amount"] *= rng.choice([1, 1, 1, 0.5], len(payments))
    payments["amount"] = payments["amount"].round(2)
    for limits in ({}, {"tolerance": 2.0}, {"discount": 0.03, "tolerance": 1.0}):
        found = match_payments(payments, invoices, **ALL, **limits)
        for side, whole, left in (
            ("payment", payments, found.left_payments),
            ("invoice", invoices, found.left_invoices),
        ):
            assert sorted([*found.matches[side].unique(), *left.index]) == sorted(whole.index)
            assert not found.matches[side].isin(left.index).any()
            assert (left["why_left"] != "").all()
            told = found.two_readings.loc[found.two_readings["side"] == side, "row"]
            assert told.isin(left.index).all()
        shared = found.matches.groupby("payment")["amount"].sum()
        np.testing.assert_allclose(shared, payments.loc[shared.index, "amount"])


def test_the_order_of_rows_does_not_change_what_is_matched():
    payments, invoices, _ = world(9)
    one = match_payments(payments, invoices, **ALL)
    other = match_payments(payments[::-1], invoices.sample(frac=1, random_state=1), **ALL)
    assert matched(one) == matched(other)


def test_two_invoices_of_the_same_amount_are_not_chosen_between():
    paid, billed = table([[50.0]], "amount"), table([[50.0], [50.0]], "amount")
    found = match_payments(paid, billed)
    assert found.matches.empty
    assert found.two_readings["readings"].unique().tolist() == [
        "1 of the payments and 2 of the invoices have the same amount"
    ]
    assert len(found.left_payments) == 1
    assert len(found.left_invoices) == 2


def test_the_day_or_the_customer_decides_between_equal_amounts():
    paid = table([[50.0, "2025-05-01", "A"]], "amount", "date", "who").assign(date=pd.to_datetime(["2025-05-01"]))
    billed = table([[50.0, "A"], [50.0, "A"]], "amount", "who").assign(
        date=pd.to_datetime(["2024-01-01", "2025-04-20"])
    )
    assert match_payments(paid, billed, date="date").matches["invoice"].tolist() == [1]
    billed["who"] = ["A", "B"]
    assert match_payments(paid, billed, same="who").matches["invoice"].tolist() == [0]


def test_two_sums_that_fit_are_reported():
    paid = table([[100.0]], "amount")
    billed = table([[60.01], [39.99], [70.02], [29.98]], "amount")
    found = match_payments(paid, billed)
    assert found.matches.empty
    assert "two different sums fit" in found.left_payments["why_left"].tolist()


@pytest.mark.parametrize("limits", [{}, {"tolerance": 0.5}])
def test_one_amount_and_a_sum_that_both_fit_are_both_listed(limits):
    one, several = table([[100.0]], "amount"), table([[100.0], [60.01], [39.99], [7.0]], "amount")
    if limits:
        several.loc[0, "amount"] = 100.4
    by_invoices, by_payments = match_payments(one, several, **limits), match_payments(several, one, **limits)
    assert by_invoices.matches.empty
    assert by_payments.matches.empty
    listed = by_invoices.two_readings
    assert listed[["side", "row"]].values.tolist() == [["payment", 0], *(["invoice", row] for row in range(3))]
    assert listed["readings"].unique().tolist() == ["one invoice fits, and so do several together"]
    assert by_payments.two_readings["readings"].unique().tolist() == ["one payment fits, and so do several together"]
    assert len(match_payments(one, several, most_together=1, **limits).matches) == 1


def test_a_sum_that_chance_would_give_or_of_rows_with_partners_is_no_second_reading():
    round_ones = table([[50.0], *([10.0 * n] for n in range(1, 16) if n != 5)], "amount")
    assert match_payments(table([[50.0]], "amount"), round_ones).matches["invoice"].tolist() == [0]
    both = table([[100.0], [60.01], [39.99]], "amount")
    assert match_payments(both, both).matches["invoice"].tolist() == [0, 1, 2]


def test_an_invoice_claimed_by_two_sums_is_left():
    paid = table([[100.03], [110.07]], "amount")
    billed = table([[60.01], [40.02], [50.06]], "amount")
    found = match_payments(paid, billed)
    assert found.matches.empty
    assert set(found.two_readings["readings"]) == {"part of more than one sum that fits"}


def test_parts_are_matched_by_reference_only_and_the_rest_is_told():
    paid = table([[30.0, "Re. 4711 first part"], [20.0, "4711"]], "amount", "text")
    billed = table([[100.0, "4711"]], "amount", "number")
    found = match_payments(paid, billed, text="text", number="number")
    assert ways(found) == ["reference, paid in part"]
    assert found.matches["difference"].tolist() == [-50.0, -50.0]
    assert found.matches["amount"].tolist() == [30.0, 20.0]
    assert match_payments(paid, billed).matches.empty


def test_paid_twice_is_asked_and_paid_too_much_is_left():
    billed = table([[100.0, "4711"]], "amount", "number")
    twice = table([[100.0, "4711"], [100.0, "4711"]], "amount", "text")
    found = match_payments(twice, billed, text="text", number="number")
    assert found.left_payments["why_left"].str.startswith("paid twice?").all()
    more = table([[130.0, "4711"]], "amount", "text")
    assert (
        "more was paid" in match_payments(more, billed, text="text", number="number").left_payments["why_left"].item()
    )


def test_fees_and_discounts_count_within_what_was_stated_only():
    paid, billed = table([[97.0]], "amount"), table([[100.0]], "amount")
    assert match_payments(paid, billed).matches.empty
    assert match_payments(paid, billed, tolerance=2.99).matches.empty
    for limits in ({"tolerance": 3.0}, {"discount": 0.03}):
        found = match_payments(paid, billed, **limits)
        assert found.matches["note"].item() == "within the tolerance"
        assert found.matches["difference"].item() == -3.0
    assert match_payments(billed, paid, discount=0.05).matches.empty  # a discount is never paid on top


def test_an_exact_match_comes_before_one_within_the_tolerance():
    found = match_payments(table([[100.0], [101.0]], "amount"), table([[100.0], [101.0]], "amount"), tolerance=2.0)
    assert found.matches[["payment", "invoice"]].values.tolist() == [[0, 0], [1, 1]]


def test_credit_notes_meet_refunds_and_count_in_a_payment_that_names_them():
    paid = table([[-25.0, ""], [80.0, "R-1001 less R-1002"]], "amount", "text")
    billed = table([[-25.0, "R-1003"], [100.0, "R-1001"], [-20.0, "R-1002"]], "amount", "number")
    found = match_payments(paid, billed, text="text", number="number")
    assert found.matches[["payment", "invoice", "amount"]].values.tolist() == [
        [0, 0, -25.0],
        [1, 1, 100.0],
        [1, 2, -20.0],
    ]


def test_last_digits_name_an_invoice_only_where_the_amount_agrees():
    billed = table([[10.0, "RE-2025-0117"], [11.0, "RE-2025-0118"]], "amount", "number")
    found = match_payments(
        table([[10.0, "invoice 117"], [99.0, "invoice 118"]], "amount", "text"), billed, text="text", number="number"
    )
    assert found.matches[["payment", "invoice", "how"]].values.tolist() == [[0, 0, "reference"]]
    assert found.left_payments["why_left"].tolist() == ["no open invoice fits"]
    assert found.left_invoices["why_left"].tolist() == ["no open payment fits"]


def test_sums_are_all_that_a_full_search_finds():
    rng = np.random.default_rng(0)
    for _ in range(60):
        items = rng.integers(1, 60, 8).tolist()
        goal = int(rng.integers(20, 150))
        full = {s for k in (2, 3) for s in itertools.combinations(range(8), k) if sum(items[p] for p in s) == goal}
        sets, _ = sums_to(items, lambda total, goal=goal: total == goal, target=goal, slack=0, most=3)
        assert len(sets) == min(2, len(full))
        assert set(sets) <= full


def test_a_search_that_is_too_long_is_cut_and_said():
    billed = table([[amount] for amount in np.random.default_rng(0).uniform(10, 900, 60).round(2)], "amount")
    found = match_payments(table([[1500.0]], "amount"), billed)
    assert "too many to be searched" in found.left_payments["why_left"].item()
    sets, doubt = sums_to(list(range(10_000, 10_040)), lambda _: False, target=60_000, slack=0, most=8)
    assert not sets
    assert "cut short" in doubt


def test_empty_tables_and_missing_amounts_are_left_with_a_reason():
    paid = table([[np.nan], [0.0]], "amount")
    found = match_payments(paid, table([], "amount"))
    assert found.left_payments["why_left"].tolist() == ["no amount, or 0"] * 2
    assert str(found).startswith("0 payments matched")


@pytest.mark.parametrize(
    ("asked", "error", "match"),
    [
        ({"amount": "sum"}, ColumnError, "Column 'sum' is not in the payments"),
        ({"amount": 5}, ArgumentError, "Write amount="),
        ({"text": "text"}, ArgumentError, "Only one of text and number"),
        ({"tolerance": -1}, ArgumentError, "tolerance=-1"),
        ({"discount": 3}, ArgumentError, "0.03 for 3 %"),
        ({"days": 30}, ArgumentError, "Two numbers of days"),
        ({"most_together": 50}, ArgumentError, "1 to 8"),
        ({"date": "text"}, ColumnError, "parse_dates"),
        ({"amount": "text"}, ColumnError, "parse_money"),
    ],
)
def test_bad_arguments_are_refused_in_words(asked, error, match):
    paid = table([[1.0, "a"]], "amount", "text")
    with pytest.raises(error, match=match):
        match_payments(paid, paid, **asked)
