"""Reconciling with the books: every period of either side appears once, with the right verdict."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import reconcile
from millrace.errors import ArgumentError, ColumnError

MEASURES = {"compare": {"amount_cny": "revenue_cny"}, "rows": "order_lines"}


def books_and_lines(seed=15):
    rng = np.random.default_rng(seed)
    months = pd.period_range("2025-01", "2025-12", freq="M").astype(str)
    lines = pd.DataFrame({"month": rng.choice(months, 2000), "amount_cny": rng.lognormal(4, 1, 2000).round(2)})
    totals = lines.groupby("month")["amount_cny"].agg(revenue_cny="sum", order_lines="size").reset_index()
    return lines, totals


def test_clean_lines_agree_in_every_period_and_measure():
    lines, totals = books_and_lines()
    result = reconcile(lines, totals, on="month", **MEASURES)
    assert len(result) == 24
    assert (result["verdict"] == "agrees").all()
    assert result["counted"].sum() == pytest.approx(lines["amount_cny"].sum() + 2000)


def test_what_was_doubled_lost_or_left_out_shows_in_its_own_month():
    lines, totals = books_and_lines()
    doubled = lines[lines["month"] == "2025-03"].head(5)
    spoiled = pd.concat([lines.drop(lines.index[lines["month"] == "2025-05"][:4]), doubled])
    spoiled = spoiled[spoiled["month"] != "2025-07"]
    result = reconcile(spoiled, totals[totals["month"] != "2025-09"], on="month", **MEASURES)
    verdicts = result[result["measure"] == "revenue_cny"].set_index("month")["verdict"]
    odd = verdicts[verdicts != "agrees"].to_dict()
    assert odd == {
        "2025-03": "too high",
        "2025-05": "too low",
        "2025-07": "only in the books",
        "2025-09": "only in the table",
    }
    march = result.set_index(["month", "measure"]).loc[("2025-03", "revenue_cny")]
    assert march["difference"] == pytest.approx(doubled["amount_cny"].sum())
    assert march["share"] == pytest.approx(march["difference"] / march["control"])


def test_tolerance_and_tiny_sums_of_fractions():
    lines = pd.DataFrame({"month": ["a"] * 10, "amount": [0.1] * 10})
    totals = pd.DataFrame({"month": ["a"], "sum": [1.0]})
    assert reconcile(lines, totals, on="month", compare={"amount": "sum"})["verdict"].item() == "agrees"
    off = totals.assign(sum=1.5)
    assert reconcile(lines, off, on="month", compare={"amount": "sum"})["verdict"].item() == "too low"
    assert (
        reconcile(lines, off, on="month", compare={"amount": "sum"}, tolerance={"sum": 0.5})["verdict"].item()
        == "agrees"
    )


def test_rows_without_period_or_value_are_shown_and_not_lost():
    lines = pd.DataFrame({"month": ["a", None, "a"], "amount": [1.0, 2.0, None]})
    result = reconcile(lines, pd.DataFrame({"month": ["a"], "sum": [1.0]}), on="month", compare={"amount": "sum"})
    assert result["verdict"].tolist() == ["agrees", "only in the table"]
    assert result["not_counted"].tolist() == [1, 0]
    assert result["counted"].sum() == 3.0


def test_several_columns_name_the_period_and_periods_match_text():
    lines = pd.DataFrame({"year": [2024, 2025], "desk": ["x", "y"], "amount": [1.0, 2.0]})
    totals = pd.DataFrame({"year": [2024, 2025], "desk": ["x", "y"], "sum": [1.0, 3.0]})
    assert reconcile(lines, totals, on=["year", "desk"], compare={"amount": "sum"})["verdict"].tolist() == [
        "agrees",
        "too low",
    ]
    months = pd.DataFrame({"month": pd.period_range("2025-01", periods=2, freq="M"), "amount": [1.0, 2.0]})
    books = pd.DataFrame({"month": ["2025-01", "2025-02"], "sum": [1.0, 2.0]})
    assert (reconcile(months, books, on="month", compare={"amount": "sum"})["verdict"] == "agrees").all()


def one_month(counted, control, **asked):
    lines, books = pd.DataFrame({"month": ["a"], "x": [counted]}), pd.DataFrame({"month": ["a"], "sum": [control]})
    return reconcile(lines, books, on="month", compare={"x": "sum"}, **asked).iloc[0]


@pytest.mark.parametrize(
    ("counted", "tolerance", "verdict"),
    [(105.0, 5, "agrees"), (105.1, 5, "too high"), (95.0, 5, "agrees"), (94.9, 5, "too low"), (100.0, 0, "agrees")],
)
def test_the_tolerance_itself_still_agrees_on_both_sides(counted, tolerance, verdict):
    assert one_month(counted, 100.0, tolerance={"sum": tolerance})["verdict"] == verdict


def test_the_hair_that_is_forgiven_grows_with_the_sum_and_is_no_more_than_a_hair():
    assert one_month(1e9 + 0.5, 1e9)["verdict"] == "agrees"
    assert one_month(1e9 + 2, 1e9)["verdict"] == "too high"
    assert one_month(100.01, 100.0)["verdict"] == "too high"


def test_the_share_of_a_negative_control_keeps_the_sign_of_the_difference_and_of_a_zero_is_missing():
    assert one_month(-90.0, -100.0)["share"] == pytest.approx(0.1)
    assert np.isnan(one_month(5.0, 0.0)["share"])
    assert one_month(5.0, 0.0)["verdict"] == "too high"


def test_a_period_without_a_control_total_has_no_verdict_of_too_high_or_low():
    assert one_month(5.0, np.nan)["verdict"] == "no control total"


def test_a_period_only_in_the_books_lacks_its_whole_total_and_one_only_in_the_table_has_no_difference():
    lines = pd.DataFrame({"month": ["a", "c"], "x": [1.0, 4.0]})
    books = pd.DataFrame({"month": ["a", "b"], "sum": [1.0, 7.0]})
    result = reconcile(lines, books, on="month", compare={"x": "sum"}).set_index("month")
    assert result.loc["b", ["difference", "share", "not_counted"]].tolist() == [-7.0, -1.0, 0]
    assert result.loc["c", "counted"] == 4.0
    assert np.isnan(result.loc["c", "difference"])


def test_rows_come_by_period_and_within_it_in_the_order_of_the_measures():
    lines = pd.DataFrame({"month": ["b", "a"], "x": [1.0, 2.0]})
    books = pd.DataFrame({"month": ["b", "a"], "z": [1.0, 2.0], "n": [1, 1]})
    result = reconcile(lines, books, on="month", compare={"x": "z"}, rows="n")
    assert result[["month", "measure"]].values.tolist() == [["a", "z"], ["a", "n"], ["b", "z"], ["b", "n"]]
    assert result.index.tolist() == [0, 1, 2, 3]


def test_years_as_numbers_and_as_text_are_the_same_periods():
    lines, books = pd.DataFrame({"year": [2025], "x": [1.0]}), pd.DataFrame({"year": ["2025"], "sum": [1.0]})
    assert reconcile(lines, books, on="year", compare={"x": "sum"})["verdict"].tolist() == ["agrees"]


def test_empty_sides():
    lines, totals = books_and_lines()
    nothing = reconcile(lines.head(0), totals, on="month", **MEASURES)
    assert (nothing["verdict"] == "only in the books").all()
    assert (reconcile(lines, totals.head(0), on="month", **MEASURES)["verdict"] == "only in the table").all()
    assert len(reconcile(lines.head(0), totals.head(0), on="month", **MEASURES)) == 0


def test_inputs_are_unchanged():
    lines, totals = books_and_lines()
    before = lines.copy(deep=True), totals.copy(deep=True)
    reconcile(lines, totals, on="month", **MEASURES)
    pd.testing.assert_frame_equal(lines, before[0])
    pd.testing.assert_frame_equal(totals, before[1])


def test_a_column_called_count_is_added_up_like_any_other():
    lines, _ = books_and_lines()
    boxes = lines.groupby("month").size().mul(2).rename("boxes").reset_index()
    result = reconcile(lines.assign(count=2), boxes, on="month", compare={"count": "boxes"})
    assert result["counted"].sum() == 2 * len(lines)
    assert set(result["verdict"]) == {"agrees"}


@pytest.mark.parametrize(
    ("change", "error", "match"),
    [
        ({"on": "mnth"}, ColumnError, "Did you mean 'month'"),
        (
            {"compare": {"amount_cny": "revenue"}},
            ColumnError,
            "'revenue' is not in the books.*Did you mean 'revenue_cny'",
        ),
        (
            {"compare": {"revenue_cny": "amount_cny"}},
            ColumnError,
            r"wrong way round: 'revenue_cny' is a column of the sec.*Write \{'amount_cny': 'revenue_cny'\}; or,",
        ),
        ({"compare": {}, "rows": "order_line"}, ColumnError, "Did you mean 'order_lines'"),
        ({"compare": {"amount_cny": "order_lines"}}, ArgumentError, "'order_lines' of the books is compared twice"),
        ({"tolerance": {"revenue": 1}}, ArgumentError, "names 'revenue', which is not compared. Did you mean"),
        ({"tolerance": 500}, ArgumentError, r"have different units\. Write it like \{'revenue_cny': 500\}"),
        ({"compare": {"nothing": "revenue_cny"}}, ColumnError, "'nothing' is not in the table"),
        ({"compare": {"month": "revenue_cny"}}, ColumnError, "holds text.*parse_money"),
        ({"compare": {}, "rows": None}, ArgumentError, r"was given\. Pairs in curly brackets were expected\. Write it"),
        ({"compare": ["amount_cny"]}, ArgumentError, r"was given\. Pairs in curly brackets were expected\. Write it"),
        (
            {"tolerance": {"revenue_cny": -1}},
            ArgumentError,
            r"-1\} was given\. A number of 0 or more was expected\. Correct",
        ),
        ({"tolerance": {"revenue_cny": np.nan}}, ArgumentError, "'revenue_cny': nan"),
        ({"on": []}, ArgumentError, r"on=\[\] was given\. A column that names the period was expected\. Name it"),
        ({"totals": "twice"}, ArgumentError, "more than once in the books"),
        ({"totals": "other"}, ColumnError, "No period of the table is in the books: the table has 2025-"),
        ({"totals": "dates"}, ColumnError, "are of different kinds: 2025-"),
    ],
)
def test_wrong_arguments_are_refused_with_the_fix(change, error, match):
    lines, totals = books_and_lines()
    others = {
        "twice": pd.concat([totals, totals]),
        "other": totals.assign(month=totals["month"].str.replace("2025-", "M")),
        "dates": totals.assign(month=pd.to_datetime(totals["month"])),
    }
    asked = {"on": "month", **MEASURES} | change
    totals = others.get(asked.pop("totals", None), totals)
    with pytest.raises(error, match=match):
        reconcile(lines, totals, **asked)


def test_when_the_tables_are_changed_about_both_readings_are_named():
    lines, totals = books_and_lines()
    with pytest.raises(ColumnError, match="or, if the books are the first table, change the two tables about"):
        reconcile(totals, lines, on="month", compare={"amount_cny": "revenue_cny"})


def test_a_column_that_is_in_both_tables_is_compared_with_itself():
    lines = pd.DataFrame({"month": ["2025-01"], "amount": [1.0], "other": [2.0]})
    result = reconcile(lines, lines, on="month", compare={"other": "amount", "amount": "other"})
    assert result["verdict"].tolist() == ["too high", "too low"]


def test_periods_that_are_all_missing_are_said_to_be_none():
    lines = pd.DataFrame({"month": pd.Series([None], dtype=object), "x": [1.0]})
    books = pd.DataFrame({"month": ["a"], "sum": [1.0]})
    with pytest.raises(ColumnError, match="the table has none, the books have a"):
        reconcile(lines, books, on="month", compare={"x": "sum"})


def test_a_period_of_two_columns_is_named_by_both():
    lines = pd.DataFrame({"year": [2024], "desk": ["x"], "n": [1.0]})
    books = pd.DataFrame({"year": [2025, 2025], "desk": ["x", "x"], "sum": [1.0, 2.0]})
    with pytest.raises(ArgumentError, match="The period 2025 / x is more than once in the books"):
        reconcile(lines, books, on=["year", "desk"], compare={"n": "sum"})
    with pytest.raises(ColumnError, match="the table has 2024 / x, the books have 2025 / x"):
        reconcile(lines, books.head(1), on=["year", "desk"], compare={"n": "sum"})


def test_the_columns_of_the_result_come_in_order_with_numbers_in_them():
    result = reconcile(*books_and_lines(), on="month", **MEASURES)
    assert list(result) == [
        *["month", "measure", "counted", "control", "difference", "share", "not_counted", "verdict"],
    ]
    assert result[["counted", "control", "difference", "share"]].dtypes.astype(str).unique().tolist() == ["float64"]
    assert result["not_counted"].dtype.kind == "i"
    assert (result["difference"] == (result["counted"] - result["control"]).round(9)).all()


def test_days_are_periods_and_so_are_categories():
    days = pd.DataFrame({"day": pd.to_datetime(["2025-01-01", "2025-01-01"]), "x": [1.0, 2.0]})
    books = pd.DataFrame({"day": pd.to_datetime(["2025-01-01"]), "sum": [3.0]})
    result = reconcile(days, books, on="day", compare={"x": "sum"})
    assert result[["day", "verdict"]].values.tolist() == [[pd.Timestamp("2025-01-01"), "agrees"]]
    desks = pd.DataFrame({"desk": pd.Categorical(["a"], categories=["a", "b"]), "x": [1.0]})
    kept = reconcile(desks, pd.DataFrame({"desk": ["a"], "sum": [1.0]}), on="desk", compare={"x": "sum"})
    assert kept["verdict"].tolist() == ["agrees"]


def test_rows_without_a_period_come_last():
    lines = pd.DataFrame({"month": [None, "b", "a"], "x": [1.0, 2.0, 3.0]})
    result = reconcile(lines, pd.DataFrame({"month": ["a"], "sum": [3.0]}), on="month", compare={"x": "sum"})
    assert result["counted"].tolist() == [3, 2, 1]


def test_all_missing_values_may_be_of_any_type_and_are_not_counted():
    lines = pd.DataFrame({"month": ["a", "a"], "x": [None, None]})
    row = reconcile(lines, pd.DataFrame({"month": ["a"], "sum": [3.0]}), on="month", compare={"x": "sum"}).iloc[0]
    assert row[["not_counted", "counted", "verdict"]].tolist() == [2, 0, "too low"]


def test_the_order_of_the_rows_does_not_matter_and_a_share_is_of_the_control():
    lines, totals = books_and_lines()
    mixed = reconcile(lines.sample(frac=1, random_state=1), totals.iloc[::-1], on="month", **MEASURES)
    pd.testing.assert_frame_equal(mixed, reconcile(lines, totals, on="month", **MEASURES))
    assert one_month(110.0, 100.0)["share"] == pytest.approx(0.1)
    assert one_month(90.0, 100.0)["share"] == pytest.approx(-0.1)


@pytest.mark.parametrize("taken", ["measure", "share", "verdict"])
def test_a_period_with_the_name_of_a_result_column_is_refused_not_overwritten(taken):
    lines, books = pd.DataFrame({taken: ["a"], "x": [1.0]}), pd.DataFrame({taken: ["a"], "sum": [1.0]})
    with pytest.raises(ArgumentError, match=f"has a column '{taken}' of its own"):
        reconcile(lines, books, on=taken, compare={"x": "sum"})
