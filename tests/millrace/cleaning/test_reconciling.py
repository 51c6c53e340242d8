"""Reconciling with the books: every period of either side appears once, with the right verdict."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import reconcile
from millrace.errors import ArgumentError, ColumnError

MEASURES = {"revenue_cny": "amount_cny", "order_lines": "count"}


def books_and_lines(seed=15):
    rng = np.random.default_rng(seed)
    months = pd.period_range("2025-01", "2025-12", freq="M").astype(str)
    lines = pd.DataFrame({"month": rng.choice(months, 2000), "amount_cny": rng.lognormal(4, 1, 2000).round(2)})
    totals = lines.groupby("month")["amount_cny"].agg(revenue_cny="sum", order_lines="size").reset_index()
    return lines, totals


def test_clean_lines_agree_in_every_period_and_measure():
    lines, totals = books_and_lines()
    result = reconcile(lines, totals, on="month", measures=MEASURES)
    assert len(result) == 24
    assert (result["verdict"] == "agrees").all()
    assert result["counted"].sum() == pytest.approx(lines["amount_cny"].sum() + 2000)


def test_what_was_doubled_lost_or_left_out_shows_in_its_own_month():
    lines, totals = books_and_lines()
    doubled = lines[lines["month"] == "2025-03"].head(5)
    spoiled = pd.concat([lines.drop(lines.index[lines["month"] == "2025-05"][:4]), doubled])
    spoiled = spoiled[spoiled["month"] != "2025-07"]
    result = reconcile(spoiled, totals[totals["month"] != "2025-09"], on="month", measures=MEASURES)
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
    assert reconcile(lines, totals, on="month", measures={"sum": "amount"})["verdict"].item() == "agrees"
    off = totals.assign(sum=1.5)
    assert reconcile(lines, off, on="month", measures={"sum": "amount"})["verdict"].item() == "too low"
    assert reconcile(lines, off, on="month", measures={"sum": "amount"}, tolerance=0.5)["verdict"].item() == "agrees"


def test_rows_without_period_or_value_are_shown_and_not_lost():
    lines = pd.DataFrame({"month": ["a", None, "a"], "amount": [1.0, 2.0, None]})
    result = reconcile(lines, pd.DataFrame({"month": ["a"], "sum": [1.0]}), on="month", measures={"sum": "amount"})
    assert result["verdict"].tolist() == ["agrees", "only in the table"]
    assert result["not_counted"].tolist() == [1, 0]
    assert result["counted"].sum() == 3.0


def test_several_columns_name_the_period_and_periods_match_text():
    lines = pd.DataFrame({"year": [2024, 2025], "desk": ["x", "y"], "amount": [1.0, 2.0]})
    totals = pd.DataFrame({"year": [2024, 2025], "desk": ["x", "y"], "sum": [1.0, 3.0]})
    assert reconcile(lines, totals, on=["year", "desk"], measures={"sum": "amount"})["verdict"].tolist() == [
        "agrees",
        "too low",
    ]
    months = pd.DataFrame({"month": pd.period_range("2025-01", periods=2, freq="M"), "amount": [1.0, 2.0]})
    books = pd.DataFrame({"month": ["2025-01", "2025-02"], "sum": [1.0, 2.0]})
    assert (reconcile(months, books, on="month", measures={"sum": "amount"})["verdict"] == "agrees").all()


def test_empty_sides():
    lines, totals = books_and_lines()
    nothing = reconcile(lines.head(0), totals, on="month", measures=MEASURES)
    assert (nothing["verdict"] == "only in the books").all()
    assert (reconcile(lines, totals.head(0), on="month", measures=MEASURES)["verdict"] == "only in the table").all()
    assert len(reconcile(lines.head(0), totals.head(0), on="month", measures=MEASURES)) == 0


def test_inputs_are_unchanged():
    lines, totals = books_and_lines()
    before = lines.copy(deep=True), totals.copy(deep=True)
    reconcile(lines, totals, on="month", measures=MEASURES)
    pd.testing.assert_frame_equal(lines, before[0])
    pd.testing.assert_frame_equal(totals, before[1])


def test_a_column_called_count_is_not_taken_for_the_number_of_rows():
    lines, totals = books_and_lines()
    with pytest.raises(ArgumentError, match=r"the table has a column 'count'\. .* was expected\. Rename the column"):
        reconcile(lines.assign(count=2), totals, on="month", measures=MEASURES)


@pytest.mark.parametrize(
    ("change", "error", "match"),
    [
        ({"on": "mnth"}, ColumnError, "Did you mean 'month'"),
        (
            {"measures": {"revenue": "amount_cny"}},
            ColumnError,
            "'revenue' is not in the books.*Did you mean 'revenue_cny'",
        ),
        ({"measures": {"revenue_cny": "month"}}, ColumnError, "holds text.*parse_money"),
        ({"measures": {}}, ArgumentError, r"was given\. A dict was expected\. Write it"),
        ({"measures": ["amount_cny"]}, ArgumentError, r"was given\. A dict was expected\. Write it"),
        ({"tolerance": -1}, ArgumentError, r"tolerance=-1 was given\. A number of 0 or more was expected\. Correct"),
        ({"tolerance": np.nan}, ArgumentError, "tolerance=nan"),
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
    asked = {"on": "month", "measures": MEASURES} | change
    totals = others.get(asked.pop("totals", None), totals)
    with pytest.raises(error, match=match):
        reconcile(lines, totals, **asked)
