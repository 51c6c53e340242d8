"""The scorecard: every dimension counts what it says, works on any table, and admits what it cannot judge."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from millrace.cleaning import compare_scorecards, plot_scorecards, quality_scorecard, rule_between, rule_that
from millrace.errors import ArgumentError, ColumnError

DIMENSIONS = ["completeness", "validity", "uniqueness", "consistency", "timeliness"]


def spoiled(rows, seed, gaps=0.0, repeats=0, odd=0.0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "order_no": np.arange(rows),
            "channel": rng.choice(["shop", "online"], rows),
            "quantity": rng.integers(1, 9, rows).astype(str),
            "date": pd.date_range("2025-01-01", periods=rows, freq="h").strftime("%Y-%m-%d"),
        }
    )
    frame["channel"] = frame["channel"].mask(rng.random(rows) < odd, " Shop")
    frame["quantity"] = frame["quantity"].mask(rng.random(rows) < odd, "some")
    frame["channel"] = frame["channel"].mask(rng.random(rows) < gaps)
    return pd.concat([frame, frame.head(repeats)], ignore_index=True)


def scores(frame, **asked):
    return quality_scorecard(frame, **asked).set_index("dimension")["score"]


def test_a_perfect_table_scores_one_and_an_unknown_dimension_has_no_score():
    card = quality_scorecard(spoiled(300, 1)).set_index("dimension")
    assert card.index.tolist() == DIMENSIONS
    assert (card["score"].drop("timeliness") == 1).all()
    assert np.isnan(card.loc["timeliness", "score"])
    assert "dates=" in card.loc["timeliness", "found"]


def test_each_dimension_counts_what_was_planted():
    frame = spoiled(400, 2, gaps=0.1, repeats=40, odd=0.05)
    found = scores(frame, dates="date", as_of="2025-01-17", fresh_days=7)
    assert found["completeness"] == pytest.approx(1 - frame["channel"].isna().sum() / frame.size)
    judged = 3 * len(frame) + frame["channel"].notna().sum()  # order_no, quantity, date and the list of channels
    assert found["validity"] == pytest.approx(1 - (frame["quantity"] == "some").sum() / judged)
    assert found["uniqueness"] == pytest.approx(400 / 440)
    assert found["consistency"] == pytest.approx(
        1 - (frame["channel"] == " Shop").sum() / frame.drop(columns="order_no").notna().to_numpy().sum()
    )
    age = pd.Timestamp("2025-01-17") - pd.to_datetime(frame["date"])
    assert found["timeliness"] == pytest.approx(age.between(pd.Timedelta(0), pd.Timedelta(days=7)).mean())


def test_worse_data_never_score_better():
    for dimension, spoil in [("completeness", "gaps"), ("validity", "odd"), ("consistency", "odd")]:
        values = [scores(spoiled(500, 3, **{spoil: share}))[dimension] for share in (0, 0.05, 0.1, 0.15)]
        assert values == sorted(values, reverse=True), dimension
        assert values[0] > values[-1]


def test_what_is_said_about_the_table_is_used():
    frame = pd.DataFrame(
        {
            "sku": ["B1", "B1", "B2", "B2"],
            "product": ["bag", "bag", "belt", "bag"],
            "quantity": [1, -1, 2, 3],
            "note": [None] * 4,
        }
    )
    card = quality_scorecard(
        frame,
        key="sku",
        required=["sku"],
        rules=[rule_between("quantity", 1, None)],
        consistent=[("sku", "product"), rule_that("small", lambda t: t["quantity"] < 3)],
    ).set_index("dimension")
    assert card["score"].tolist()[:3] == [1, 0.75, 0.5]
    assert card.loc["consistency", "failed"] == 1
    assert "quantity is at least 1" in card.loc["validity", "found"]


def test_future_and_unreadable_dates_are_not_timely():
    frame = pd.DataFrame({"date": ["2025-12-30", "2026-12-30", "soon", "03/04/2025"]})
    card = quality_scorecard(frame, dates="date", as_of="2025-12-31").set_index("dimension")
    assert card.loc["timeliness", "score"] == 0.25
    assert "1 in the future, 2 without a clear date" in card.loc["timeliness", "found"]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(),
        pd.DataFrame({"a": []}),
        pd.DataFrame(index=range(3)),
        pd.DataFrame({"a": [None, None]}),
        pd.DataFrame({"a": [[1], {2: 3}], "b": [b"x", 1.5]}),
        pd.DataFrame({"a": pd.Categorical(["x", "y"]), "b": [True, False], "c": pd.to_datetime(["2025-01-01", None])}),
        pd.DataFrame({0: [1, np.inf], 1: ["x", 2]}),
    ],
)
def test_it_works_with_its_defaults_on_any_table(frame):
    before = frame.copy(deep=True)
    card = quality_scorecard(frame)
    assert card["dimension"].tolist() == DIMENSIONS
    assert card["score"].dropna().between(0, 1).all()
    assert (card["found"] != "").all()
    pd.testing.assert_frame_equal(frame, before)


def test_wrong_arguments_are_refused_with_the_fix():
    frame = pd.DataFrame({"sku": ["B1"]})
    for asked in ({"key": "skuu"}, {"dates": "skuu"}, {"required": ["skuu"]}, {"consistent": [("sku", "skuu")]}):
        with pytest.raises(ColumnError, match="Did you mean 'sku'"):
            quality_scorecard(frame, **asked)
    for day in ("soon", "", 2025):
        with pytest.raises(
            ArgumentError, match=r"as_of=.* was given\. A date was expected\. Write it like '2025-12-31'"
        ):
            quality_scorecard(frame, dates="sku", as_of=day)
    with pytest.raises(ArgumentError, match="fresh_days=0"):
        quality_scorecard(frame, dates="sku", fresh_days=0)
    with pytest.raises(ArgumentError, match="A table was expected"):
        quality_scorecard(frame["sku"])
    with pytest.raises(ColumnError, match="two columns 'a'"):
        quality_scorecard(pd.DataFrame([[1, 2]], columns=["a", "a"]))


def test_a_row_is_fresh_to_the_last_day_and_its_newest_date_counts():
    frame = pd.DataFrame({"sent": ["2025-12-01", "2025-11-30", None], "paid": [None, "2025-12-31", None]})
    card = quality_scorecard(frame, dates=["sent", "paid"], as_of="2025-12-31", fresh_days=30).set_index("dimension")
    assert card.loc["timeliness", ["judged", "failed"]].tolist() == [3, 1]
    assert "0 older than 30 days, 0 in the future, 1 without" in card.loc["timeliness", "found"]
    assert "the newest is 2025-12-31" in card.loc["timeliness", "found"]
    older = quality_scorecard(frame, dates="sent", as_of="2025-12-31", fresh_days=29).set_index("dimension")
    assert "2 older than 29 days" in older.loc["timeliness", "found"]


def test_today_is_not_the_future_and_tomorrow_is():
    frame = pd.DataFrame({"date": pd.to_datetime(["2025-12-31", "2026-01-01"])})
    card = quality_scorecard(frame, dates="date", as_of="2025-12-31 18:00").set_index("dimension")
    assert "1 in the future" in card.loc["timeliness", "found"]
    assert card.loc["timeliness", "failed"] == 1


def test_an_endless_number_is_unlike_its_column():
    card = quality_scorecard(pd.DataFrame({"x": [1.0, np.inf, 2.0]})).set_index("dimension")
    assert card.loc["validity", ["judged", "failed"]].tolist() == [3, 1]


def test_one_value_per_key_means_the_usual_one_and_gaps_are_not_at_odds():
    frame = pd.DataFrame({"sku": ["a", "a", "a", "a", None], "name": ["bag", "bag", "sack", None, "bag"]})
    card = quality_scorecard(frame, consistent=[("sku", "name")]).set_index("dimension")
    assert card.loc["consistency", ["judged", "failed"]].tolist() == [5, 1]
    assert card.loc["consistency", "found"] == "1 of 5 rows at odds: 'one name per sku' 1"


def test_what_is_found_names_the_worst_column_and_the_worst_rule():
    frame = pd.DataFrame({"a": [1, None, None], "b": [None, 2, 3], "n": [-1, -2, 5]})
    rules = [rule_between("n", 0, None), rule_between("n", None, 4)]
    card = quality_scorecard(frame, rules=rules).set_index("dimension")
    assert card.loc["completeness", "found"] == "3 of 9 cells empty, most in a (2)"
    assert card.loc["validity", "found"] == "3 of 3 rows break a rule, most 'n is at least 0' (2)"
    assert card.loc["validity", ["counted_in", "score"]].tolist() == ["rows", 0.0]


@pytest.mark.parametrize(("odd", "judged"), [(1, True), (2, False)])
def test_a_column_is_of_a_kind_from_four_fifths(odd, judged):
    values = [*map(str, range(4 if odd == 1 else 7)), *(f"word {letter}" for letter in "ab"[:odd])]
    card = quality_scorecard(pd.DataFrame({"x": values})).set_index("dimension")
    assert card.loc["validity", ["judged", "failed"]].tolist() == ([len(values), odd] if judged else [0, 0])


@pytest.mark.parametrize("asked", [{"as_of": "2025-12-31"}, {"fresh_days": 30}])
def test_an_age_without_a_date_column_is_refused(asked):
    with pytest.raises(ArgumentError, match=r"was given, but no date column\. .* was expected\. Name it with dates="):
        quality_scorecard(pd.DataFrame({"sku": ["B1"]}), **asked)


@pytest.mark.parametrize("name", ["key", "dates", "required"])
def test_an_empty_list_of_columns_is_refused(name):
    with pytest.raises(ArgumentError, match=rf"{name}=\[\] names no column\. At least one was expected\. Name one"):
        quality_scorecard(pd.DataFrame({"sku": ["B1"]}), **{name: []})


def test_comparison_and_its_picture():
    before, after = (
        quality_scorecard(spoiled(300, 4, gaps=0.3, repeats=30), key="order_no"),
        quality_scorecard(spoiled(300, 4)),
    )
    compared = compare_scorecards(before, after).set_index("dimension")
    assert compared.loc["uniqueness", "change"] == pytest.approx(30 / 330)
    assert compared["verdict"].to_dict() == {
        "completeness": "better",
        "validity": "the same",
        "uniqueness": "better",
        "consistency": "the same",
        "timeliness": "not judged",
    }
    ax = plot_scorecards(before, after, ax=Figure().subplots())
    assert ax.get_title(loc="left").startswith("2 of 5 dimensions better; most changed: uniqueness (+0.09)")
    assert [label.get_text() for label in ax.get_yticklabels()] == DIMENSIONS[::-1]
    assert any("after 1.00" in text.get_text() for text in ax.texts)
    with pytest.raises(ColumnError, match="'dimension' is not in the scorecard"):
        compare_scorecards(pd.DataFrame(), after)
