"""The range of a return equals what can be worked out by hand, and cash is kept apart from time nobody can spend."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.value import Amount, return_on_investment, tornado
from millrace.value.ranges import quantiles

CASH, ALL = "cash", "cash and time nobody can spend"


def fixed(name, value, **others):
    return Amount(name, value, value, value, **{"per": "month", **others})


def row(gains, costs, counting=ALL, **others):
    return return_on_investment(gains, costs, draws=4000, **others).set_index("counting").loc[counting]


def test_known_amounts_are_plain_arithmetic():
    found = row(fixed("saved", 300), [fixed("fees", 100), fixed("set-up", 1500, per="once")], months=12)
    assert found["net_p10"] == found["net_p90"] == pytest.approx(12 * 200 - 1500)
    assert found["return_p50"] == pytest.approx(900 / 2700)
    # 200 a month pays 1,500 back in the eighth month
    assert found["payback_month_p50"] == 8
    assert found["pays_back_share"] == 1


def test_what_is_not_paid_back_has_no_month():
    found = row(fixed("saved", 100), [fixed("fees", 90), fixed("set-up", 1500, per="once")], months=12)
    assert found["payback_month_p50"] == np.inf
    assert found["pays_back_share"] == 0


def test_a_debt_that_comes_back_counts_until_it_is_paid_again():
    later = fixed("renewal", 1000, per="once", from_month=10)
    found = row(fixed("saved", 100), [fixed("set-up", 200, per="once"), later], months=24)
    assert found["payback_month_p50"] == 12


def test_discounting_is_the_textbook_sum():
    found = row(fixed("saved", 100), fixed("set-up", 1000, per="once"), months=24, discount_per_year=0.1)
    assert found["net_mean"] == pytest.approx(sum(100 / 1.1 ** (k / 12) for k in range(1, 25)) - 1000)


def test_one_triangular_part_has_the_quantiles_of_the_triangle():
    from scipy.stats import triang

    gain = Amount("orders", 0, 100, 400, per="once")
    found = return_on_investment(gain, fixed("fees", 0, per="once"), shape="triangular", draws=200_000).iloc[0]
    for part in (10, 50, 90):
        assert found[f"net_p{part}"] == pytest.approx(triang(0.25, 0, 400).ppf(part / 100), rel=0.01)
    assert found["net_mean"] == pytest.approx(500 / 3)


def test_pert_has_the_quantiles_of_the_beta():
    from scipy.stats import beta

    places = np.array([[0.05, 0.5, 0.99]])
    ours = quantiles(np.array([[10.0, 20.0, 60.0]]), places, shape="pert")
    assert ours == pytest.approx(beta(1 + 4 * 0.2, 1 + 4 * 0.8, 10, 50).ppf(places))


def test_the_sum_of_many_parts_is_normal():
    parts = [Amount(f"part {n}", 0, 50, 100, per="once") for n in range(60)]
    found = return_on_investment(parts, fixed("fees", 0, per="once"), shape="triangular", draws=100_000).iloc[0]
    width = np.sqrt(60) * 100 / np.sqrt(24)
    assert found["net_p90"] == pytest.approx(3000 + 1.2816 * width, rel=0.005)


def test_parts_that_move_together_widen_the_range_and_keep_the_mean():
    parts = [Amount(f"part {n}", 0, 50, 100, per="once") for n in range(10)]
    alone, together = (row(parts, fixed("fees", 1, per="once"), correlation=each) for each in (0, 0.8))
    assert together["net_p90"] - together["net_p10"] > 2 * (alone["net_p90"] - alone["net_p10"])
    assert together["net_mean"] == alone["net_mean"]


def test_moving_together_leaves_each_part_as_it_is():
    from scipy.stats import triang

    gain = Amount("orders", 0, 50, 100, per="once")
    found = return_on_investment(
        gain, fixed("fees", 0, per="once"), shape="triangular", correlation=0.5, draws=100_000
    ).iloc[0]
    assert found["net_p90"] == pytest.approx(triang(0.5, 0, 100).ppf(0.9), rel=0.01)


def test_time_nobody_can_spend_is_no_cash():
    saved = fixed("hours", 100, kind="time", cash_share=0.25)
    found = return_on_investment(saved, fixed("fees", 40), months=10, draws=100).set_index("counting")
    assert found.loc[CASH, "net_mean"] == pytest.approx(250 - 400)
    assert found.loc[ALL, "net_mean"] == pytest.approx(1000 - 400)


def test_the_same_seed_gives_the_same_range():
    gain, cost = Amount("a", 1, 2, 3, per="month"), Amount("b", 1, 2, 3, per="month")
    pd.testing.assert_frame_equal(return_on_investment(gain, cost), return_on_investment(gain, cost))


def test_a_tornado_equals_working_it_out_again():
    gains = [Amount("a", 10, 50, 90, per="month"), Amount("b", 1, 2, 30, per="year", from_month=4)]
    cost = Amount("c", 100, 300, 900, per="once")
    table = tornado(gains, cost, months=12).set_index("part")
    assert table.loc["a", "net_at_low"] == pytest.approx(12 * 10 + 9 * 2 / 12 - 300)
    assert table.loc["c", "net_at_high"] == pytest.approx(12 * 50 + 9 * 2 / 12 - 900)
    assert table["swing"].is_monotonic_decreasing
    assert table["decides"].tolist() == [True, True, False]


def test_time_does_not_move_a_tornado_of_cash():
    gains = [Amount("hours", 1, 5, 9, per="month", kind="time"), Amount("orders", 1, 5, 9, per="month")]
    assert tornado(gains, fixed("fees", 1)).set_index("part").loc["hours", "swing"] == 0
    assert tornado(gains, fixed("fees", 1), counting=ALL).set_index("part").loc["hours", "swing"] > 0


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Amount("x", -1, 2, 3, per="month"), "0 or more"),
        (lambda: Amount("x", 3, 2, 1, per="month"), "in this order"),
        (lambda: Amount("x", 1, 2, "3 CNY", per="month"), "Write it like 1800"),
        (lambda: Amount("x", 1, 2, float("nan"), per="month"), "known number"),
        (lambda: Amount("x", 1, 2, 3, per="mnth"), "Did you mean 'month'"),
        (lambda: Amount("x", 1, 2, 3, per="month", kind="hours"), "cash, time"),
        (lambda: Amount("x", 1, 2, 3, per="month", cash_share=0.5), "Only time"),
        (lambda: Amount("x", 1, 2, 3, per="month", from_month=0), "from_month"),
        (lambda: Amount(" ", 1, 2, 3, per="month"), "Say what it is"),
    ],
)
def test_impossible_amounts_are_refused(make, says):
    with pytest.raises(ArgumentError, match=says):
        make()


@pytest.mark.parametrize(
    ("gains", "arguments", "says"),
    [
        ([], {}, "holds nothing"),
        (["saved"], {}, "list of amounts"),
        ([fixed("a", 1), fixed("a", 2)], {}, "twice"),
        (fixed("a", 1, currency="USD"), {}, "One currency"),
        (fixed("a", 1), {"months": 0}, "months"),
        (fixed("a", 1), {"discount_per_year": 8}, "discount_per_year"),
        (fixed("a", 1), {"shape": "prt"}, "Did you mean 'pert'"),
        (fixed("a", 1), {"correlation": 1}, "correlation"),
        (fixed("a", 1, from_month=30), {}, "after the 24 months"),
    ],
)
def test_impossible_questions_are_refused(gains, arguments, says):
    with pytest.raises(ArgumentError, match=says):
        return_on_investment(gains, fixed("fees", 1), **arguments)
