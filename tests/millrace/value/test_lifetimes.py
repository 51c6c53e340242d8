"""Customer value recovers what it was made from, agrees with published examples, and says when it is too few."""

import time

import numpy as np
import pandas as pd
import pytest

from millrace import value
from millrace.errors import ArgumentError, ColumnError

TRUE = {"r": 0.8, "alpha": 6.0, "a": 0.7, "b": 2.5}
PUBLISHED = value.BuyingModel(0.243, 4.414, 0.793, 2.426)


def simulated(customers, seed, weeks=78.0, ahead=39.0):
    chance = np.random.default_rng(seed)
    rate = chance.gamma(TRUE["r"], 1 / TRUE["alpha"], customers)
    leaves = chance.beta(TRUE["a"], TRUE["b"], customers)
    age = chance.uniform(weeks / 2, weeks, customers)
    x, last, now, came = (np.zeros(customers) for _ in range(4))
    there = np.ones(customers, dtype=bool)
    while there.any():
        now = np.where(there, now + chance.exponential(1 / rate), now)
        seen, later = there & (now <= age), there & (now > age) & (now <= age + ahead)
        x, last, came = x + seen, np.where(seen, now, last), came + later
        there &= (now <= age + ahead) & (chance.random(customers) > leaves)
    return pd.DataFrame({"repeats": x, "recency_weeks": last, "age_weeks": age}), came


def slow_likelihood(model, summary):
    from math import lgamma, log

    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    total = 0.0
    for x, tx, t in summary[["repeats", "recency_weeks", "age_weeks"]].itertuples(index=False):
        stayed = np.exp(lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x) - (r + x) * log(alpha + t))
        gone = 0.0
        if x > 0:
            beta = lgamma(a + 1) + lgamma(b + x - 1) - lgamma(a + b + x) + lgamma(a + b) - lgamma(a) - lgamma(b)
            gone = np.exp(beta - (r + x) * log(alpha + tx))
        total += lgamma(r + x) - lgamma(r) + r * log(alpha) + log(stayed + gone)
    return total


def test_the_likelihood_is_that_of_the_paper_and_no_other_is_higher():
    summary, _ = simulated(400, seed=1)
    model = value.fit_buying(summary)
    assert model.log_likelihood == pytest.approx(slow_likelihood(model, summary), rel=1e-9)
    chance = np.random.default_rng(2)
    for _ in range(20):
        nearby = value.BuyingModel(*(np.array([model.r, model.alpha, model.a, model.b]) * chance.uniform(0.8, 1.25, 4)))
        assert slow_likelihood(nearby, summary) <= model.log_likelihood + 1e-3


def test_known_parameters_are_recovered():
    summary, came = simulated(20_000, seed=4)
    model = value.fit_buying(summary)
    for name, true in TRUE.items():
        assert getattr(model, name) == pytest.approx(true, rel=0.12), name
    predicted = value.expected_purchases(model, summary, weeks=39)
    assert predicted.sum() == pytest.approx(came.sum(), rel=0.03)
    # and for each group of customers, not only for all together
    for repeats in range(6):
        group = (summary["repeats"] == repeats).to_numpy()
        assert predicted[group].sum() == pytest.approx(came[group].sum(), rel=0.1)


def test_published_examples_come_out():
    one = pd.DataFrame({"repeats": [2], "recency_weeks": [30.43], "age_weeks": [38.86], "mean_repeat_amount": [22.35]})
    assert value.expected_purchases(PUBLISHED, one, weeks=39) == pytest.approx([1.226], abs=5e-4)
    assert value.expected_amount(value.SpendingModel(6.25, 3.74, 15.44), one) == pytest.approx([24.66], abs=0.01)


def test_whether_somebody_is_still_there_equals_a_simulation():
    summary, ahead = simulated(30_000, seed=3, ahead=800.0)
    stays = value.still_there(value.BuyingModel(**TRUE), summary)
    for repeats in (1, 3):
        group = (summary["repeats"] >= repeats).to_numpy()
        # a few of those who are there buy so rarely that 800 weeks do not show it
        assert stays[group].mean() == pytest.approx((ahead[group] > 0).mean(), abs=0.03)


def test_no_weeks_no_purchases_and_more_weeks_more():
    summary, _ = simulated(200, seed=5)
    none, some, more = (value.expected_purchases(PUBLISHED, summary, weeks=weeks) for weeks in (0, 10, 20))
    assert none == pytest.approx(0, abs=1e-12)
    assert (some > 0).all()
    assert (more > some).all()


@pytest.mark.parametrize("repeats", [0, 1, 5, 60])
def test_the_prediction_is_equation_10_as_printed(repeats):
    from scipy.special import hyp2f1

    r, alpha, a, b, last, age, ahead = 0.243, 4.414, 0.793, 2.426, 30.0 * (repeats > 0), 38.86, 39.0
    z = ahead / (alpha + age + ahead)
    top = 1 - (1 - z) ** (r + repeats) * hyp2f1(r + repeats, b + repeats, a + b + repeats - 1, z)
    odds = a / (b + repeats - 1) * ((alpha + age) / (alpha + last)) ** (r + repeats) if repeats else 0
    summary = pd.DataFrame({"repeats": [repeats], "recency_weeks": [last], "age_weeks": [age]})
    ours = value.expected_purchases(PUBLISHED, summary, weeks=ahead)
    assert ours == pytest.approx([(a + b + repeats - 1) / (a - 1) * top / (1 + odds)], rel=1e-9)


def test_dealers_who_order_all_the_time_are_predicted_too():
    summary = pd.DataFrame({"repeats": [5000], "recency_weeks": [100.0], "age_weeks": [100.0]})
    found = value.expected_purchases(value.BuyingModel(0.2, 10, 0.45, 1.8), summary, weeks=520)[0]
    assert 0 < found < 5000 / 110 * 520


def test_the_hole_of_the_formula_is_closed():
    summary, _ = simulated(50, seed=6)
    at, near = (value.expected_purchases(value.BuyingModel(0.8, 6, a, 2.5), summary, weeks=20) for a in (1.0, 1.001))
    assert at == pytest.approx(near, rel=0.01)


def test_spending_is_recovered_and_drawn_to_the_mean():
    chance = np.random.default_rng(8)
    p, q, gamma = 6.0, 4.0, 15.0
    nu = chance.gamma(q, 1 / gamma, 20_000)
    x = chance.integers(1, 9, 20_000)
    summary = pd.DataFrame({"repeats": x, "mean_repeat_amount": chance.gamma(p * x, 1 / (nu * x))})
    model = value.fit_spending(summary)
    assert (model.p, model.q, model.gamma) == pytest.approx((p, q, gamma), rel=0.1)
    assert model.mean == pytest.approx(p * gamma / (q - 1), rel=0.03)
    assert abs(model.likeness) < 0.05
    drawn = value.expected_amount(model, summary)
    assert (np.abs(drawn - model.mean) <= np.abs(summary["mean_repeat_amount"] - model.mean) + 1e-9).all()


def orders(customers=300, seed=9):
    summary, _ = simulated(customers, seed)
    chance = np.random.default_rng(seed)
    start = pd.Timestamp("2024-01-01")
    rows = [
        (who, start + pd.Timedelta(days=int(7 * place)), round(float(chance.gamma(4, 25)), 2))
        for who, x in enumerate(summary["repeats"].astype(int))
        for place in np.concatenate([[0.0], np.sort(chance.uniform(1, 70, x))])
    ]
    return pd.DataFrame(rows, columns=["who", "on", "cny"])


def test_value_is_purchases_times_amount_times_margin():
    table = value.lifetime_value(orders(), customer="who", day="on", amount="cny", margin_share=0.4)
    product = table["expected_purchases"] * table["expected_amount"] * 0.4
    assert table["expected_value"].to_numpy() == pytest.approx(product.to_numpy())
    later = value.lifetime_value(
        orders(), customer="who", day="on", amount="cny", margin_share=0.4, discount_per_year=0.1
    )
    assert (later["expected_value"] < table["expected_value"]).all()
    assert later["expected_value"].sum() == pytest.approx(table["expected_value"].sum() / 1.1**0.5, rel=0.01)


def test_one_purchase_is_too_few_to_say():
    table = value.lifetime_value(orders(), customer="who", day="on", amount="cny", margin_share=0.4)
    few = table["repeats"] == 0
    assert set(table.loc[few, "remark"]) == {"one purchase: too few to say"}
    assert table.loc[few, "still_there_share"].isna().all()
    assert (table.loc[~few, "remark"] == "").all()


def test_all_rows_of_a_day_are_one_purchase():
    frame = pd.DataFrame({"who": ["a"] * 4, "on": ["2025-01-01", "2025-01-01", "2025-01-15", "2025-01-29"], "cny": 5.0})
    one = value.customer_summary(frame, customer="who", day="on", amount="cny", until="2025-02-12").iloc[0]
    assert one[["repeats", "recency_weeks", "age_weeks", "mean_repeat_amount", "total_amount"]].tolist() == [
        2,
        4,
        6,
        5,
        20,
    ]


def test_what_is_set_aside_has_a_reason():
    frame = pd.DataFrame(
        {
            "who": ["a", None, "b", "c", "d", "e"],
            "on": ["2025-01-01", "2025-01-01", None, "2052-01-01", "2025-01-01", "2025-01-01"],
            "cny": [1.0, 1.0, 1.0, 1.0, -2.0, None],
        }
    )
    rows = value.purchase_rows(frame, customer="who", day="on", amount="cny", until="2025-12-31")
    assert rows["reason"].tolist() == [
        "", "no customer", "no day", "after the last day", "amount is 0 or below", "no amount",
    ]  # fmt: skip
    assert len(value.customer_summary(frame, customer="who", day="on", amount="cny", until="2025-12-31")) == 1


def test_a_process_without_change_passes_its_holdout_and_a_break_does_not():
    chance = np.random.default_rng(11)
    days = [np.cumsum(chance.exponential(chance.gamma(3, 10), 40)) for _ in range(300)]
    frame = pd.DataFrame(
        [(who, pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(d))) for who, each in enumerate(days) for d in each
         if d < 600], columns=["who", "on"],
    )  # fmt: skip
    steady = value.check_predictions(frame, customer="who", day="on", split="2024-12-31")
    assert steady.iloc[-1]["ratio"] == pytest.approx(1, abs=0.1)
    stopped = frame[(frame["on"] <= "2024-12-31") | (frame["who"] % 4 == 0)]
    broken = value.check_predictions(stopped, customer="who", day="on", split="2024-12-31").iloc[-1]
    assert broken["verdict"] == "predicts too many"


def test_amounts_that_belong_together_are_named():
    frame = pd.DataFrame({"repeats": np.arange(1, 200), "mean_repeat_amount": 3.0 * np.arange(1, 200)})
    table = value.lifetime_assumptions(frame).set_index("assumption")
    assert table.loc["amount and frequency unrelated", "verdict"] == "does not hold"


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (lambda f: f.head(0), ArgumentError, "no row"),
        (lambda f: f.head(1), ArgumentError, "Too few to say"),
        (lambda f: f.assign(cny="5"), ColumnError, "parse_money"),
        (lambda f: f.assign(currency=["CNY", "USD"] * (len(f) // 2) + ["CNY"] * (len(f) % 2)), ColumnError, "currency"),
        (lambda f: f.assign(on="01/02/2025"), ColumnError, "parse_dates"),
        (lambda f: f.assign(who=None), ArgumentError, "can be used"),
        (lambda f: f.drop(columns="who"), ColumnError, "who"),
    ],
)
def test_impossible_orders_are_refused(change, error, says):
    with pytest.raises(error, match=says):
        value.lifetime_value(change(orders()), customer="who", day="on", amount="cny", margin_share=0.4)


@pytest.mark.parametrize("arguments", [{"margin_share": 40}, {"margin_share": 0.4, "months": 0}])
def test_impossible_arguments_are_refused(arguments):
    with pytest.raises(ArgumentError, match="was expected"):
        value.lifetime_value(orders(), customer="who", day="on", amount="cny", **arguments)


def test_an_impossible_summary_is_refused():
    wrong = pd.DataFrame({"repeats": [0, 2], "recency_weeks": [0, 9], "age_weeks": [5, 5]})
    with pytest.raises(ArgumentError, match="row 2"):
        value.fit_buying(wrong)
    with pytest.raises(ArgumentError, match="2030"):
        value.check_predictions(orders(), customer="who", day="on", split="2030-01-01")


@pytest.mark.slow
def test_a_hundred_thousand_customers_take_seconds():
    summary, came = simulated(100_000, seed=12)
    begin = time.process_time()
    predicted = value.expected_purchases(value.fit_buying(summary), summary, weeks=39)
    assert time.process_time() - begin < 30
    assert predicted.sum() == pytest.approx(came.sum(), rel=0.02)
