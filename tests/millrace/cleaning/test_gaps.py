"""Missing values: found even in disguise, explained by group, filled only as asked and always marked."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency, false_discovery_control

from millrace.cleaning import fill_missing, missing_report, reveal_missing
from millrace.errors import ArgumentError, ColumnError


def patients(rows=700, seed=10):
    """A table in the spirit of public medical records: 0 means not measured, but for births it is a count."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "births": rng.poisson(2.5, rows),
            "pressure": rng.normal(70, 11, rows).clip(25).round(),
            "mass": rng.normal(32, 6, rows).clip(18).round(1),
            "age": rng.integers(18, 90, rows),
            "income": rng.lognormal(10, 0.6, rows).round(),
            "discount": rng.choice([0, 5, 10, 15, 20], rows),
            "returns": np.where(rng.random(rows) < 0.15, 0, rng.geometric(0.35, rows) - 1),
            "frost": -rng.integers(5, 30, rows),
            "visits": rng.integers(0, 30, rows),
            "seen": pd.Timestamp("2019-01-01") + pd.to_timedelta(rng.integers(0, 1500, rows), unit="D"),
            "temperature": rng.normal(0, 5, rows).round(1),
        }
    )
    gone = rng.random((rows, 7)) < 0.08
    for place, (column, sentinel) in enumerate(
        [
            ("pressure", 0),
            ("mass", 0),
            ("age", 999),
            ("income", 999_999_999),
            ("visits", -1),
            ("frost", 99),
            ("seen", pd.Timestamp("1900-01-01")),
        ]
    ):
        frame.loc[gone[:, place], column] = sentinel
    return frame, dict(zip(["pressure", "mass", "age", "income", "visits", "frost", "seen"], gone.T, strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_sentinels_are_found_by_evidence_and_real_zeros_are_left_alone(seed):
    frame, truth = patients(seed=seed)
    emptied = reveal_missing(frame)
    for column in frame.columns:
        expected = truth.get(column, np.zeros(len(frame), dtype=bool))
        assert (emptied[column].isna().to_numpy() == expected).all(), column


@pytest.mark.parametrize("seed", range(3))
def test_sentinels_are_found_in_text_columns_too(seed):
    frame, truth = patients(seed=seed)
    emptied = reveal_missing(frame.astype(str))
    for column, expected in truth.items():
        assert (emptied[column].isna().to_numpy() == expected).all(), column


@pytest.mark.parametrize(
    ("others", "hidden"),
    [(range(18, 61), True), (range(1, 7), True), (range(94, 98), False), (range(40, 99), False)],
)
def test_99_is_a_sentinel_only_where_it_stands_apart(others, hidden):
    values = pd.DataFrame({"answer": [*others, *others, 99, 99]})
    assert reveal_missing(values)["answer"].isna().sum() == (2 if hidden else 0)


def test_words_that_mean_missing_are_named_in_the_report():
    frame = pd.DataFrame({"phone": ["0571-1", None, "n/a", "-", "TBC", "?", "无", "0571-2", "N/A"]})
    row = missing_report(frame).iloc[0]
    assert (row["missing"], row["disguised"]) == (1, 6)
    assert row["share"] == pytest.approx(7 / 9)
    assert "'TBC' 1" in row["disguised_as"]
    assert missing_report(frame, disguised=False)["disguised"].tolist() == [0]


def test_na_among_country_codes_is_namibia():
    assert reveal_missing(pd.DataFrame({"country": ["DE", "FR", "NA", "IT", "ES", "CN"]}))["country"].notna().all()


def test_the_clerk_who_leaves_phones_out_is_found_and_named():
    rng = np.random.default_rng(11)
    clerk = rng.choice(["Li", "Wang", "Zhao"], 900)
    phone = pd.Series("0571-1", index=range(900)).mask(rng.random(900) < np.where(clerk == "Wang", 0.4, 0.05))
    email = pd.Series("a@b.c", index=range(900)).mask(rng.random(900) < 0.2)
    frame = pd.DataFrame({"clerk": clerk, "phone": phone, "email": email, "full": 1})
    report = missing_report(frame, by="clerk").set_index("column")
    assert report.loc["phone", "finding"].startswith("depends on clerk: missing in")
    assert "Wang" in report.loc["phone", "finding"]
    assert report.loc["email", "finding"].startswith("not shown to depend")
    assert report.loc["full", "finding"] == "nothing to compare"
    oracle = phone.isna().groupby(clerk).mean()
    assert report.loc["phone", "share in Wang"] == pytest.approx(oracle["Wang"])
    raw = [chi2_contingency(pd.crosstab(clerk, frame[c].isna()), correction=False)[1] for c in ("phone", "email")]
    np.testing.assert_allclose(report.loc[["phone", "email"], "p_value"], false_discovery_control(raw), rtol=1e-9)


def test_the_test_for_groups_seldom_cries_wolf():
    rng = np.random.default_rng(12)
    frame = pd.DataFrame({f"c{i}": pd.Series("x", index=range(400)).mask(rng.random(400) < 0.2) for i in range(60)})
    report = missing_report(frame.assign(clerk=rng.choice(list("abcd"), 400)), by="clerk")
    assert report["finding"].str.startswith("depends").sum() <= 1


def test_every_filled_cell_is_marked_and_no_other():
    frame = pd.DataFrame(
        {
            "type": ["shop", "shop", "agent", None, "agent"],
            "quantity": [4.0, None, 40.0, 8.0, None],
            "note": ["a", None, "b", "c", "d"],
        }
    )
    before = frame.copy(deep=True)
    filled = fill_missing(frame, {"quantity": "median by type", "note": "unknown", "type": "leave"})
    assert filled["quantity"].tolist() == [4, 4, 40, 8, 40]
    assert filled["quantity_filled"].tolist() == [False, True, False, False, True]
    assert filled["note"].tolist()[1] == "unknown"
    assert "type_filled" not in filled
    pd.testing.assert_frame_equal(frame, before)


def test_a_group_without_any_value_and_a_row_without_group_stay_missing():
    frame = pd.DataFrame({"type": ["shop", "agent", "agent", None, None], "quantity": [None, 1.0, None, 5.0, None]})
    filled = fill_missing(frame, {"quantity": "median by type"})
    assert filled["quantity"].isna().tolist() == [True, False, False, False, True]
    assert filled["quantity_filled"].tolist() == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("median", 2.0), ("mean", 3.0), ("most common", 1.0), ("previous", 7.0), (5, 5.0)],
)
def test_ways_to_fill_a_number(choice, expected):
    frame = pd.DataFrame({"quantity": [1.0, 1.0, 3.0, 7.0, None]})
    assert fill_missing(frame, {"quantity": choice})["quantity"].tolist()[-1] == expected


def test_a_mark_from_an_earlier_filling_stays():
    once = fill_missing(pd.DataFrame({"x": [1.0, None, 3.0]}), {"x": 9})
    once.loc[2, "x"] = np.nan
    assert fill_missing(once, {"x": 9})["x_filled"].tolist() == [False, True, True]


def test_whole_numbers_take_a_fraction_and_words_join_a_category():
    numbers = pd.DataFrame({"n": pd.array([1, 2, None], dtype="Int64")})
    assert fill_missing(numbers, {"n": "median"})["n"].tolist() == [1, 2, 1.5]
    kinds = pd.DataFrame({"kind": pd.Categorical(["a", None])})
    assert fill_missing(kinds, {"kind": "write not said"})["kind"].tolist() == ["a", "not said"]


def test_a_fraction_fills_whole_numbers_group_by_group_too():
    frame = pd.DataFrame({"kind": list("aaab"), "n": pd.array([1, 2, None, 5], dtype="Int64")})
    assert fill_missing(frame, {"n": "median by kind"})["n"].tolist() == [1, 2, 1.5, 5]


def test_the_first_of_equally_common_values_is_the_most_common():
    assert fill_missing(pd.DataFrame({"x": ["b", "a", None]}), {"x": "most common"})["x"].tolist()[2] == "b"


def test_previous_takes_the_cell_above_and_leaves_a_gap_at_the_top():
    filled = fill_missing(pd.DataFrame({"x": [None, 2.0, None, None]}), {"x": "previous"})
    assert filled["x"].tolist()[1:] == [2.0, 2.0, 2.0]
    assert filled["x_filled"].tolist() == [False, False, True, True]


def test_a_column_name_with_a_comma_may_be_the_group():
    frame = pd.DataFrame({"a, b": ["x", "x"], "price": [3.0, None]})
    assert fill_missing(frame, {"price": "median by a, b"})["price"].tolist() == [3.0, 3.0]


def test_dropping_a_row_happens_after_the_filling():
    frame = pd.DataFrame({"sku": ["B1", None, "B2"], "price": [1.0, 9.0, None]}, index=[5, 6, 7])
    filled = fill_missing(frame, {"sku": "drop row", "price": "median"})
    assert filled.index.tolist() == [5, 7]
    assert filled["price"].tolist() == [1.0, 5.0]


def test_zero_must_be_asked_for_and_warns():
    frame = pd.DataFrame({"amount_cny": [1.0, None]})
    with pytest.warns(UserWarning, match="1 missing cell of 'amount_cny' becomes 0"):
        assert fill_missing(frame, {"amount_cny": "zero"})["amount_cny"].tolist() == [1.0, 0.0]
    with pytest.raises(ArgumentError, match="Write 'zero'"):
        fill_missing(frame, {"amount_cny": 0})


@pytest.mark.parametrize(
    ("choices", "error", "match"),
    [
        ({"prize": "median"}, ColumnError, "Did you mean 'price'"),
        ({"price": "medain"}, ArgumentError, "Did you mean 'median'"),
        ({"sku": "median"}, ColumnError, "holds texts, and a median was asked for"),
        ({"price": "unknown"}, ColumnError, "is a text"),
        ({"sku": "zero"}, ColumnError, "holds texts. Numbers were expected"),
        ({"price": "median by tpye"}, ColumnError, "Did you mean 'type'"),
        ("median", ArgumentError, r"was given\. Pairs in curly brackets were expected\. Write it"),
        ({"price": None}, ArgumentError, r"None was chosen for column 'price'\. .* was expected\. Write 'leave'"),
        ({"price": np.nan}, ArgumentError, r"nan was chosen for column 'price'\. .* was expected\. Write 'leave'"),
        ({"price": "median by "}, ArgumentError, r"A word after it was expected\. Name what to group by"),
        ({"sku": "write "}, ArgumentError, r"A word after it was expected\. Name what to write"),
        ({"price": "median by price"}, ArgumentError, r"'price' itself\. Other columns were expected: .*\. Name the"),
        ({"price": "median by type, price"}, ArgumentError, r"'price' itself"),
        ({"price": [1, 2, 3]}, ColumnError, r"cannot hold \[1, 2, 3\]\. .* was expected\. Choose such a value"),
    ],
)
def test_wrong_choices_are_refused_with_the_fix(choices, error, match):
    frame = pd.DataFrame({"sku": ["B1", None], "price": [1.0, None], "type": ["a", "b"]})
    with pytest.raises(error, match=match):
        fill_missing(frame, choices)


@pytest.mark.parametrize("choice", ["median", "most common"])
def test_a_typical_value_may_be_zero(choice):
    assert fill_missing(pd.DataFrame({"late_days": [0, 0, 5, None]}), {"late_days": choice})["late_days"].iloc[3] == 0


def test_columns_to_reveal_are_a_list():
    frame = pd.DataFrame({"phone": ["-"], "note": ["-"]})
    assert reveal_missing(frame, columns=["phone"]).isna().to_numpy().tolist() == [[True, False]]
    with pytest.raises(ArgumentError, match=r"columns='phone' was given\. A list was expected\. Put it in brackets"):
        reveal_missing(frame, columns="phone")
    with pytest.raises(ColumnError, match="Did you mean 'phone'"):
        reveal_missing(frame, columns=["phon"])


def test_reports_on_empty_and_all_missing_tables():
    assert missing_report(pd.DataFrame({"a": []}))["share"].isna().all()
    assert len(missing_report(pd.DataFrame())) == 0
    gone = pd.DataFrame({"a": [None, None], "b": [np.nan, np.nan], "who": ["x", "y"]})
    assert missing_report(gone)["share"].tolist() == [1, 1, 0]
    assert missing_report(gone, by="who")["finding"].tolist() == ["nothing to compare", "nothing to compare", ""]
    assert len(missing_report(pd.DataFrame({"a": [], "who": []}), by="who")) == 2
    assert reveal_missing(pd.DataFrame({"a": []})).empty
    assert fill_missing(pd.DataFrame({"a": pd.Series(dtype=float)}), {"a": "median"}).empty
    with pytest.raises(ColumnError, match="Did you mean 'who'"):
        missing_report(gone, by="whoo")


def test_odd_columns_do_not_stop_the_report():
    frame = pd.DataFrame(
        {
            "list": [[1], [2], None],
            "flag": [True, False, None],
            "kind": pd.Categorical(["a", "-", "a"]),
            "when": pd.to_datetime(["2025-01-01", None, "2025-01-02"], utc=True),
        }
    )
    before = frame.copy(deep=True)
    report = missing_report(frame)
    assert report["missing"].tolist() == [1, 1, 0, 1]
    assert report["disguised"].tolist() == [0, 0, 1, 0]
    pd.testing.assert_frame_equal(frame, before)


def test_a_typical_value_can_be_taken_within_several_columns():
    prices = pd.DataFrame({"sku": list("aaab"), "desk": list("xxyx"), "price": [3.0, None, 9.0, None]})
    filled = fill_missing(prices, {"price": "median by sku, desk"})
    assert filled["price"].tolist()[:3] == [3.0, 3.0, 9.0]
    assert pd.isna(filled["price"].iloc[3]), "a group without any value stays missing"


@pytest.mark.parametrize(
    ("way", "expected"),
    [("median", 2.0), ("mean", 3.0), ("most common", 1.0), ("median by k", 1.0), ("mean by k", 2.0)],
)
def test_a_typical_value_is_of_what_is_known_in_the_column_or_the_group(way, expected):
    known = [1.0, 1.0, 4.0, 6.0] if "by" in way else [1.0, 1.0, 3.0, 7.0]
    frame = pd.DataFrame({"k": list("xxxyx"), "n": [*known, None]})
    assert fill_missing(frame, {"n": way})["n"].iloc[-1] == expected


def test_dates_take_the_middle_day_and_a_date_that_is_given():
    days = pd.DataFrame({"d": pd.to_datetime(["2025-01-01", "2025-01-03", None])})
    assert fill_missing(days, {"d": "median"})["d"].iloc[2] == pd.Timestamp("2025-01-02")
    assert fill_missing(days, {"d": pd.Timestamp("2025-05-05")})["d"].iloc[2] == pd.Timestamp("2025-05-05")
    assert fill_missing(days, {"d": "previous"})["d"].iloc[2] == pd.Timestamp("2025-01-03")


@pytest.mark.parametrize("choice", ["median", "mean", "most common"])
def test_a_column_without_any_value_stays_missing_and_is_not_marked(choice):
    filled = fill_missing(pd.DataFrame({"n": [np.nan, np.nan]}), {"n": choice})
    assert filled["n"].isna().all()
    assert filled["n_filled"].tolist() == [False, False]


def test_every_row_is_filled_or_dropped_or_kept_and_marks_say_which():
    frame = pd.DataFrame({"a": [None, "x", None], "b": [1.0, None, None]})
    filled = fill_missing(frame, {"a": "write not said", "b": "drop row"})
    assert filled.values.tolist() == [["not said", 1.0, True]]
    assert list(filled) == ["a", "b", "a_filled"]
    assert fill_missing(frame, {"a": "leave"}).equals(frame)
    assert fill_missing(frame, {}).equals(frame)
    assert len(fill_missing(frame, {"a": "drop row", "b": "drop row"})) == 0


def test_a_whole_number_that_fits_keeps_the_type_and_a_full_column_keeps_all():
    whole = pd.DataFrame({"n": pd.array([1, 3, None], dtype="Int64")})
    assert str(fill_missing(whole, {"n": "median"})["n"].dtype) == "Int64"
    assert str(fill_missing(whole, {"n": 2.5})["n"].dtype).lower() == "float64"
    full = pd.DataFrame({"n": [1, 2]})
    assert fill_missing(full, {"n": "median"})["n"].dtype == full["n"].dtype
    assert fill_missing(full, {"n": 9})["n_filled"].tolist() == [False, False]


@pytest.mark.parametrize("value", [pd.NaT, pd.NA, 0.0])
def test_nothing_and_a_bare_zero_are_no_values_to_fill_with(value):
    with pytest.raises(ArgumentError, match=r"Write '(leave|zero)'"):
        fill_missing(pd.DataFrame({"n": [1.0, None]}), {"n": value})


@pytest.mark.parametrize("days", [["2025-01-01", None], pd.to_timedelta(["1 day", None])])
def test_dates_and_spans_of_time_take_no_word(days):
    frame = pd.DataFrame({"d": days if not isinstance(days, list) else pd.to_datetime(days)})
    with pytest.raises(ColumnError, match=r"holds dates, and 'unknown' is a text"):
        fill_missing(frame, {"d": "unknown"})


def test_false_is_a_value_and_not_a_zero():
    flags = pd.DataFrame({"f": pd.Series([True, None], dtype=object)})
    assert fill_missing(flags, {"f": False})["f"].tolist() == [True, False]
