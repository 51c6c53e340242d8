"""A change is judged only by what was known before, and blamed only when enough of them harmed."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ColumnError
from millrace.forecasting.overrides import forecast_value_added, ledger


def changes(n=40, seed=0, gain=0.0, who="Yu"):
    """Changes that bring the forecast nearer to what came by a share of the error, or farther away."""
    rng = np.random.default_rng(seed)
    ds = pd.date_range("2024-01-01", periods=n, freq="W-MON")
    y = rng.poisson(50, n).astype(float)
    old = y + rng.normal(0, 10, n)
    new = old + gain * (y - old) + rng.normal(0, 0.5, n)
    table = pd.DataFrame(
        {
            "who": who,
            "changed_on": ds - pd.Timedelta(days=3),
            "why": "?",
            "unique_id": "a",
            "ds": ds,
            "old": old,
            "new": new,
        }
    )
    return table, pd.DataFrame({"unique_id": "a", "ds": ds, "y": y})


def test_help_and_harm_are_found_and_nothing_is_claimed_of_nothing():
    for gain, words in ((0.6, "helped"), (-0.6, "harmed")):
        table, came = changes(gain=gain)
        assert forecast_value_added(ledger(table), actuals=came)["verdict"].item() == words
    verdicts = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        table, came = changes(seed=seed)
        came["y"] = table["old"] + rng.normal(0, 10, len(table))
        table["new"] = table["old"] + rng.normal(0, 0.01, len(table))
        verdicts.append(forecast_value_added(ledger(table), actuals=came)["verdict"].item())
    assert sum(word != "no different that we can see" for word in verdicts) <= 5


def test_value_is_error_before_less_error_after():
    table, came = changes(gain=0.3)
    made = forecast_value_added(ledger(table), actuals=came, money_per_piece=4)
    before, after = (table["old"] - came["y"]).abs(), (table["new"] - came["y"]).abs()
    assert made["value_added"].item() == pytest.approx((before - after).mean())
    assert made["value_added_cny"].item() == pytest.approx(4 * (before - after).sum())


def nothing(seed, weeks, products, shared):
    """Changes in one direction per week, of which the week decides whether they help: on average they do nothing."""
    rng = np.random.default_rng(seed)
    ds = np.repeat(pd.date_range("2024-01-01", periods=weeks, freq="W-MON"), products)
    shock = shared * np.repeat(rng.normal(0, 10, weeks), products) + rng.normal(0, 10, weeks * products)
    step = np.repeat(rng.choice([-3, 3], weeks), products)
    table = pd.DataFrame({"who": "Yu", "changed_on": ds - pd.Timedelta(days=3), "why": "?", "ds": ds})
    table = table.assign(unique_id=np.tile([f"p{n}" for n in range(products)], weeks), old=50.0, new=50.0 + step)
    return table, table[["unique_id", "ds"]].assign(y=50 + step / 2 + shock)


@pytest.mark.parametrize(("weeks", "products", "shared"), [(8, 1, 0), (20, 1, 0), (12, 6, 1), (6, 10, 2)])
def test_weeks_that_brought_luck_are_no_skill(weeks, products, shared):
    claimed = 0
    for seed in range(60):
        table, came = nothing(seed, weeks, products, shared)
        claimed += forecast_value_added(ledger(table), actuals=came)["verdict"].item() in ("helped", "harmed")
    assert claimed <= 6


def test_many_changes_in_a_few_weeks_are_too_few():
    table, came = nothing(0, 4, 10, 1)
    assert forecast_value_added(ledger(table), actuals=came)["verdict"].item() == "too few to say"


def test_changes_are_grouped_by_size():
    table, came = changes(n=4)
    book = ledger(table.assign(old=[10, 10, 10, 0], new=[11, 8, 20, 3]))
    assert book["size"].tolist() == ["up to 10 %", "10 to 30 %", "more than 30 %", "old forecast was 0"]
    assert forecast_value_added(book, actuals=came, by="size")["changes"].tolist() == [1, 1, 1, 1]


def test_the_range_in_money_is_that_in_pieces():
    table, came = changes(gain=0.3)
    made = forecast_value_added(ledger(table), actuals=came, money_per_piece=4).iloc[0]
    assert made["low_cny"] == pytest.approx(made["low"] * 40 * 4)
    assert made["low_cny"] < made["value_added_cny"] < made["high_cny"]


def test_few_changes_are_too_few():
    table, came = changes(n=7, gain=0.9)
    assert forecast_value_added(ledger(table), actuals=came)["verdict"].item() == "too few to say"


def test_what_was_changed_afterwards_twice_or_again_is_set_aside_and_counted():
    table, came = changes(n=12, gain=0.5)
    late = table.iloc[[0]].assign(changed_on=table["ds"].iloc[0] + pd.Timedelta(days=1), unique_id="b")
    earlier = table.iloc[[1]].assign(changed_on=table["changed_on"].iloc[1] - pd.Timedelta(days=2))
    book = ledger(pd.concat([table, late, table.iloc[[2]], earlier], ignore_index=True))
    assert book["set_aside"].value_counts().to_dict() == {
        "": 12,
        "changed after the period began": 1,
        "entered twice": 1,
        "a later change of the same forecast counts": 1,
    }
    made = forecast_value_added(book, actuals=came)
    assert made["changes"].item() + made["not_judged"].item() == len(book) == 15


def test_weeks_of_which_nothing_is_known_are_not_judged():
    table, came = changes(n=12)
    made = forecast_value_added(ledger(table), actuals=came.iloc[:9])
    assert (made["changes"].item(), made["not_judged"].item()) == (9, 3)


def test_groups_by_direction_and_other_names_of_columns():
    table, came = changes(gain=0.5)
    book = ledger(table.rename(columns={"old": "before", "ds": "week"}), old="before", ds="week")
    made = forecast_value_added(book, actuals=came.rename(columns={"y": "sold"}), y="sold", by=["who", "direction"])
    assert set(made["direction"]) == {"up", "down"}
    assert made["changes"].sum() == 40


@pytest.mark.parametrize(
    ("column", "value", "says"), [("new", "more", "number of pieces"), ("changed_on", "soon", "day such as")]
)
def test_what_cannot_be_read_is_named(column, value, says):
    table = changes()[0].astype(object)
    table.loc[0, column] = value
    with pytest.raises(ColumnError, match=says):
        ledger(table)
    with pytest.raises(ColumnError, match="'why'"):
        ledger(changes()[0].drop(columns="why"))
