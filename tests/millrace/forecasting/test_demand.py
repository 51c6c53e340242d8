"""Lines are added up to whole periods; no piece is lost without being said."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.forecasting.demand import demand, left_out

ROLES = {"unique_id": "sku", "date": "day", "quantity": "pieces"}


def lines(n=3000, seed=1, days=200):
    rng = np.random.default_rng(seed)
    day = pd.Timestamp("2024-01-03") + pd.to_timedelta(rng.integers(0, days, n), unit="D")
    return pd.DataFrame({"sku": rng.choice(["a", "b", "c"], n), "day": day, "pieces": rng.integers(-3, 20, n)})


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter"])
def test_pieces_in_are_pieces_out_and_pieces_left_out(every):
    table = lines()
    made, rest = demand(table, **ROLES, every=every), left_out(table, **ROLES, every=every)
    assert made["y"].sum() + rest["pieces"].sum() == table["pieces"].sum()
    assert not made.duplicated(["unique_id", "ds"]).any()


def test_each_week_equals_a_plain_sum():
    table = lines()
    made = demand(table, **ROLES)
    for row in made.sample(20, random_state=1).itertuples():
        there = (table["sku"] == row.unique_id) & table["day"].between(row.ds, row.ds + pd.Timedelta(days=6))
        assert row.y == table.loc[there, "pieces"].sum()


def test_a_series_begins_with_its_first_line_and_ends_with_the_last_whole_period():
    table = pd.DataFrame(
        {
            "sku": ["old", "new", "old", "new"],
            "day": pd.to_datetime(["2025-03-03", "2025-03-18", "2025-03-10", "2025-03-30"]),
            "pieces": [5, 2, 1, 4],
        }
    )
    made = demand(table, **ROLES)
    assert made.loc[made["unique_id"] == "old", "y"].tolist() == [5, 1, 0, 0]
    assert made.loc[made["unique_id"] == "new", "y"].tolist() == [2, 4]
    every = demand(table, **ROLES, start="first period")
    assert every.loc[every["unique_id"] == "new", "y"].tolist() == [0, 0, 2, 4]


def test_a_week_that_is_not_over_is_left_out_unless_the_file_covers_it():
    table = pd.DataFrame({"sku": "a", "day": pd.to_datetime(["2025-03-03", "2025-03-09", "2025-03-12"]), "pieces": 1})
    assert len(demand(table, **ROLES)) == 1
    assert left_out(table, **ROLES)["reason"].tolist() == ["the week of 2025-03-10 is not over"]
    assert len(demand(table, **ROLES, last="2025-03-16")) == 2


def test_nobody_waits_for_the_days_on_which_a_shop_is_always_closed():
    days = pd.date_range("2025-03-04", "2025-03-22")  # from Tuesday to Saturday, closed on Sundays and Mondays
    table = pd.DataFrame({"sku": "a", "day": days[~days.day_of_week.isin([0, 6])], "pieces": 1})
    assert demand(table, **ROLES)["y"].tolist() == [5, 5, 5]


def test_the_callers_rows_come_back_as_they_were():
    table = lines(200).set_index(pd.Index(range(500, 700)))
    rest = left_out(table, **ROLES, every="month")
    pd.testing.assert_frame_equal(rest.drop(columns="reason"), table.loc[rest.index])


def test_everything_together_or_by_several_columns():
    table = lines().assign(shop="x")
    assert demand(table, unique_id=None, date="day", quantity="pieces")["unique_id"].unique().tolist() == ["all"]
    assert "a / x" in set(demand(table, unique_id=["sku", "shop"], date="day", quantity="pieces")["unique_id"])


def test_what_cannot_be_added_up_is_refused():
    table = lines(50)
    with pytest.raises(ColumnError, match="Did you mean 'pieces'"):
        demand(table, unique_id="sku", date="day", quantity="piece")
    with pytest.raises(ArgumentError, match="1 line without a number"):
        demand(table.assign(pieces=table["pieces"].astype(float).where(table.index > 0)), **ROLES)
    with pytest.raises(ArgumentError, match="One of day, week, month"):
        demand(table, **ROLES, every="fortnight")
    with pytest.raises(ColumnError, match="whole numbers such as 20250310"):
        demand(table.assign(day=20250310), **ROLES)
    with pytest.raises(ArgumentError, match="no whole year"):
        demand(table, **ROLES, every="year")
