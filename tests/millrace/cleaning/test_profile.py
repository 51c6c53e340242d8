"""The first look at a table: what is planted is said, chance is not, and odd tables are answered."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import profile
from millrace.errors import ArgumentError


def said(table, topic):
    found = profile(table, most=50)
    return found.loc[found["topic"] == topic, "sentence"].tolist()


@pytest.fixture
def bookings():
    rng = np.random.default_rng(1)
    rows = 400
    start = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 365, rows), unit="D")
    return pd.DataFrame(
        {
            "booking": [f"BK-{number:05d}" for number in range(rows)],
            "guest": rng.choice([f"guest {n}" for n in range(90)], rows),
            "channel": rng.choice(["web", "desk", "agent"], rows),
            "start": start,
            "finish": start + pd.to_timedelta(rng.integers(1, 9, rows), unit="D"),
            "amount": rng.uniform(80, 900, rows).round(2),
            "phone": [f"0{number}" for number in rng.integers(10**8, 10**9, rows)],
        }
    )


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_claimed_on_a_table_made_by_lot(seed):
    rng = np.random.default_rng(seed)
    rows = int(rng.choice([15, 120, 700]))
    day = pd.Timestamp("2024-01-01")
    table = pd.DataFrame(
        {
            "bell": rng.normal(100, 35, rows).round(2),
            "skew": rng.lognormal(3, 1, rows),
            "tails": rng.standard_t(4, rows),
            "small": rng.poisson(4, rows),
            "large": rng.integers(0, 5_000, rows),
            "digits": rng.integers(0, 10**6, rows).astype(str),
            "group": rng.choice(list("uvwxyz"), rows),
            "yes": rng.choice(["yes", "no"], rows),
            "word": ["".join(rng.choice(list("abcde"), 4)) for _ in range(rows)],
            "one": day + pd.to_timedelta(rng.integers(0, 900, rows), unit="D"),
            "two": day + pd.to_timedelta(rng.integers(0, 900, rows), unit="D"),
        }
    )
    assert profile(table)["topic"].tolist() == ["size"]


@pytest.mark.parametrize("seed", range(6))
def test_gaps_by_lot_are_told_as_gaps_and_blamed_on_no_group(seed):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({name: rng.choice(["a", "b", "c", None], 500) for name in "klmno"})
    assert set(profile(table)["topic"]) == {"size", "gaps"}


def test_a_key_is_named_and_so_are_its_repeats(bookings):
    assert said(bookings, "grain") == ["One row per booking: it names each row."]
    bookings.loc[7, "booking"] = "BK-00003"
    assert said(bookings, "grain")[0].startswith(
        "One row per booking, with exceptions: 1 value more than once, in 2 rows ('BK-00003')"
    )


def test_two_columns_that_name_a_row_only_together_are_found():
    table = pd.DataFrame(
        [(shop, day, shop * day % 7) for shop in range(20) for day in range(60)], columns=["shop", "day", "x"]
    )
    assert said(table, "grain") == ["One row per shop and day: together they name each row, alone none."]


def test_copies_are_counted_also_when_only_the_key_differs(bookings):
    assert said(bookings, "copies") == []
    copied = pd.concat([bookings, bookings.head(5)], ignore_index=True)
    assert said(copied, "copies") == ["5 rows can be removed as exact copies of another row."]
    copied["booking"] = [f"BK-{number:05d}" for number in range(len(copied))]
    assert said(copied, "copies") == ["5 rows equal to an earlier one in all but booking."]


def test_cancellations_are_told_with_what_they_share(bookings):
    back = bookings.sample(12, random_state=3).assign(amount=lambda rows: -rows["amount"])
    back["booking"] = [f"BK-{number}" for number in range(90_000, 90_012)]
    sentence = said(pd.concat([bookings, back], ignore_index=True), "signs")[0]
    assert sentence.startswith(
        "amount is below zero in 12 rows (3 %); 12 of them cancel an equal amount in another row"
    )
    assert "with the same" in sentence


def test_dates_out_of_range_and_in_the_wrong_order_are_told(bookings):
    bookings.loc[3, "start"] = pd.Timestamp("1924-05-01")
    bookings.loc[[9, 11], "finish"] = pd.Timestamp("2023-12-30")
    sentences = said(bookings, "dates")
    assert any(s.startswith("start: 1 date out of range (1924-05-01); the others run from 2024") for s in sentences)
    assert any(s.startswith("finish is before start in 2 rows") for s in sentences)


def test_codes_and_words_that_differ_are_shown(bookings):
    bookings.loc[[1, 2], "booking"] = ["bk-7", "BK 00009"]
    bookings["amount"] = bookings["amount"].astype(object)
    bookings.loc[4, "amount"] = "ca. 90"
    assert "2 codes differ from the rest, which are like 'BK-00000'" in said(bookings, "codes")[0]
    assert "'bk-7'" in said(bookings, "codes")[0]
    assert said(bookings, "not numbers")[0].endswith("1 cell cannot be read as one: 'ca. 90'.")


def test_gaps_are_counted_and_blamed_on_their_group(bookings):
    bookings.loc[bookings["channel"] == "agent", "phone"] = "n/a"
    by_group = said(bookings, "gaps by group")
    assert by_group == ["phone is empty in 100 % of the rows with channel 'agent', in the others in 0 %."]
    assert "written as 'n/a' too" in said(bookings, "gaps")[0]


def test_a_group_of_a_few_rows_is_not_blamed_for_gaps(bookings):
    bookings.loc[:8, "channel"] = "fair"
    bookings.loc[:8, "phone"] = None
    assert said(bookings, "gaps by group") == []


def test_columns_that_tell_nothing_new_are_named(bookings):
    table = bookings.assign(currency="CHF", total=bookings["amount"])
    assert said(table, "one value") == ["The same in every row: currency ('CHF')."]
    assert said(table, "copied column") == ["total holds the same as amount in every row."]


def test_the_screen_is_never_overfull(bookings):
    wide = pd.concat(
        [bookings["booking"], *(pd.Series([1, 2] * 199 + ["x", -3], name=f"c{n}") for n in range(30))], axis=1
    )
    found = profile(wide)
    assert len(found) <= 12
    assert found["topic"].iloc[-1] == "left out"
    assert found["sentence"].str.len().max() < 400


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame(),
        pd.DataFrame(index=range(5)),
        pd.DataFrame({"a": []}),
        pd.DataFrame({"a": [1]}),
        pd.DataFrame({"a": [None] * 40}),
        pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]),
        pd.DataFrame([[1, 2]] * 30, columns=pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])),
        pd.DataFrame(
            {"a": [[1], {"b": 2}, (3,), None, float("nan"), 10**400] * 5, 7: [True, None, "x", b"y", 1.5, 2] * 5}
        ),
        pd.DataFrame(
            {"a": pd.date_range("2025-01-01", periods=30, tz="Asia/Tokyo"), "b": pd.timedelta_range("1h", periods=30)}
        ),
        pd.DataFrame({"a": pd.Categorical(["x", None] * 15), "b": pd.array([1, None] * 15, dtype="Int64")}),
        pd.DataFrame({"a": [float("inf"), -float("inf"), 1e308] * 10, "b": ["x" * 90_000] * 30}),
        pd.DataFrame({"a": pd.period_range("2025-01", periods=30, freq="M"), "b": [1 + 2j] * 30}),
    ],
    ids=[
        "nothing",
        "no columns",
        "no rows",
        "one cell",
        "gaps",
        "repeated names",
        "two headers",
        "mixed",
        "times",
        "categories",
        "infinite",
        "periods",
    ],
)
def test_odd_tables_are_answered(table):
    found = profile(table)
    assert found.columns.tolist() == ["topic", "sentence", "rows"]
    assert found["topic"].iloc[0] == "size"
    assert len(found) <= 12


def test_no_table_and_no_room_are_refused():
    with pytest.raises(ArgumentError, match="A table was expected"):
        profile([1, 2])
    with pytest.raises(ArgumentError, match="most=1 was given"):
        profile(pd.DataFrame(), most=1)
