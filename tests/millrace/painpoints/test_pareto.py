"""Pareto tables: count beside cost, ranks by each, and no first place that chance has made."""

import numpy as np
import pandas as pd
import pytest

from millrace import samples
from millrace.errors import ArgumentError, ColumnError
from millrace.painpoints import pareto
from millrace.painpoints.resampling import group_draws, records_that_count, sum_interval


def records(count=600, groups=5, seed=1, sigma=1.0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"theme": rng.choice(list("abcdefgh")[:groups], count), "cny": rng.lognormal(3, sigma, count)})


def test_counts_sums_and_shares_are_those_of_a_plain_groupby():
    frame = records()
    table = pareto(frame, by="theme", measure="cny").set_index("theme")
    grouped = frame.groupby("theme")["cny"].agg(["size", "sum"])
    assert table["count"].to_dict() == grouped["size"].to_dict()
    assert table["total"].to_dict() == pytest.approx(grouped["sum"].to_dict())
    assert table["total"].is_monotonic_decreasing
    assert table["total_share"].sum() == pytest.approx(1)
    assert table["count_share"].sum() == pytest.approx(1)
    assert table["first_share"].sum() == pytest.approx(1)
    assert table["total_cumulative_share"].to_numpy() == pytest.approx(table["total_share"].cumsum().to_numpy())
    by_count = table.sort_values("count", ascending=False)
    assert by_count["count_cumulative_share"].to_numpy() == pytest.approx(by_count["count_share"].cumsum().to_numpy())
    assert (table["rank_change"] == table["count_rank"] - table["total_rank"]).all()


def test_rows_are_counted_once_missing_values_and_names_included():
    frame = records()
    frame.loc[frame.index[:30], "cny"] = np.nan
    frame.loc[frame.index[100:140], "theme"] = None
    table = pareto(frame, by="theme", measure="cny").set_index("theme")
    assert table["count"].sum() == len(frame)
    assert table["missing"].sum() == 30
    assert table.loc["(not known)", "count"] == 40


def test_a_rank_that_missing_values_may_turn_is_shown():
    frame = pd.DataFrame({"theme": ["a"] * 10 + ["b"] * 20, "cny": [10.0] * 10 + [9.0] * 8 + [np.nan] * 12})
    table = pareto(frame, by="theme", measure="cny").set_index("theme")
    assert table[["total_rank", "rank_filled"]].values.tolist() == [[1, 2], [2, 1]]


def test_the_vital_few_are_those_needed_to_reach_the_share():
    frame = pd.DataFrame({"theme": list("abcd"), "cny": [50.0, 30.0, 15.0, 5.0]})
    assert pareto(frame, by="theme", measure="cny")["vital"].tolist() == [True, True, False, False]
    assert pareto(frame, by="theme", measure="cny", vital_share=0.81)["vital"].tolist() == [True, True, True, False]


def test_equal_sums_share_a_rank_and_the_first_place():
    frame = pd.DataFrame({"theme": np.repeat(list("ab"), 50), "cny": 0.1})
    table = pareto(frame, by="theme", measure="cny")
    assert table["total_rank"].tolist() == [1, 1]
    assert table["verdict"].tolist() == ["perhaps first"] * 2
    assert (table[["rank_low", "rank_high"]] == [1, 2]).all(axis=None)


@pytest.mark.parametrize("sigma", [0.5, 1.5])
def test_of_groups_that_are_equal_in_truth_hardly_ever_one_is_called_surely_first(sigma):
    claimed = [
        (pareto(records(400, 5, seed, sigma), by="theme", measure="cny", draws=400)["verdict"] == "surely first").any()
        for seed in range(150)
    ]
    assert np.mean(claimed) < 0.05


def test_a_real_difference_is_called_sure():
    frame = records(400)
    frame.loc[frame["theme"] == "c", "cny"] *= 4
    table = pareto(frame, by="theme", measure="cny")
    assert table[["theme", "verdict"]].values.tolist()[0] == ["c", "surely first"]
    assert (table["verdict"][1:] == "surely not first").all()


def test_one_large_bill_makes_no_sure_first():
    frame = pd.DataFrame({"theme": ["a"] * 60 + ["b"] * 60, "cny": [1.0] * 60 + [2.0] * 60})
    frame.loc[0, "cny"] = 500.0
    table = pareto(frame, by="theme", measure="cny").set_index("theme")
    assert table.loc["a", "total_rank"] == 1
    assert table.loc["a", "verdict"] == "perhaps first"


def test_a_group_of_one_record_is_too_few_to_be_called_first():
    frame = pd.DataFrame({"theme": ["a"] * 40 + ["rare"], "cny": [1.0] * 40 + [900.0]})
    table = pareto(frame, by="theme", measure="cny").set_index("theme")
    assert table.loc["rare", "verdict"] == "too few to say"
    assert table.loc["rare", "rank_high"] == 2


def test_all_zero_and_one_group_and_one_row():
    zero = pareto(pd.DataFrame({"theme": ["a", "b"], "cny": 0}), by="theme", measure="cny")
    assert zero["verdict"].tolist() == ["all zero"] * 2
    assert zero["total_share"].isna().all()
    assert zero["total_rank"].tolist() == [1, 1]
    one = pareto(pd.DataFrame({"theme": ["a"], "cny": [3.0]}), by="theme", measure="cny")
    assert one[["total_share", "first_share", "total_rank"]].values.tolist() == [[1, 1, 1]]
    none = pareto(pd.DataFrame({"theme": ["a"], "cny": [np.nan]}), by="theme", measure="cny")
    assert none[["missing", "verdict"]].values.tolist() == [[1, "all zero"]]


def test_scaling_the_measure_changes_no_share_rank_or_verdict():
    frame = records()
    plain, scaled = (pareto(each, by="theme", measure="cny") for each in (frame, frame.assign(cny=frame["cny"] * 1e6)))
    pd.testing.assert_frame_equal(plain.drop(columns="total"), scaled.drop(columns="total"))


def test_inputs_are_unchanged():
    frame = records()
    before = frame.copy(deep=True)
    pareto(frame, by="theme", measure="cny")
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("frame", "asked", "error", "match"),
    [
        (records(), {"measure": "cyn"}, ColumnError, "Did you mean 'cny'"),
        (records().assign(cny="12"), {}, ColumnError, "parse_money"),
        (records().assign(cny=-1.0), {}, ColumnError, "below 0"),
        (records().head(0), {}, ArgumentError, "has no row"),
        (records(), {"vital_share": 80}, ArgumentError, r"vital_share=80.*Write 80 % as 0\.8"),
        (records().rename(columns={"theme": "count"}), {"by": "count"}, ArgumentError, "Rename it"),
        (pd.DataFrame({"theme": range(20_001), "cny": 1}), {}, ArgumentError, "20,001 groups"),
        (pd.DataFrame({"theme": [1, "1"], "cny": 1}), {}, ColumnError, "two groups '1'"),
        (pd.DataFrame([[1, 2, 3]], columns=["theme", "cny", "cny"]), {}, ColumnError, "2 columns 'cny'"),
    ],
)
def test_wrong_tables_and_arguments_are_refused(frame, asked, error, match):
    with pytest.raises(error, match=match):
        pareto(frame, **({"by": "theme", "measure": "cny"} | asked))


def test_drawn_sums_have_the_mean_and_spread_of_a_chance_number_of_records():
    values = np.random.default_rng(2).lognormal(0, 1, 3000)
    codes = np.repeat([0, 1, 1], 1000)
    drawn = group_draws(values, codes, count=2, draws=4000, seed=1)
    for group in range(2):
        own = values[codes == group]
        assert drawn[group].mean() == pytest.approx(own.sum(), rel=0.01)
        assert drawn[group].std() == pytest.approx(np.sqrt((own**2).sum()), rel=0.05)


def test_the_interval_of_many_equal_records_is_that_of_their_count():
    low, high = sum_interval(np.ones(900), level=0.9, draws=4000, seed=1)
    assert (low, high) == (pytest.approx(900 - 1.645 * 30, abs=5), pytest.approx(900 + 1.645 * 30, abs=5))


def test_the_weight_of_records_is_between_one_and_their_number():
    values = np.random.default_rng(4).lognormal(0, 2, 200)
    assert 1 < records_that_count(values) < 200
    assert records_that_count(np.zeros(3)) == 0


def test_the_loudest_channel_of_the_sample_company_is_not_the_costliest():
    frame = samples.load("complaints.csv")
    table = pareto(frame, by="channel", measure="settlement_cny").set_index("channel")
    assert table.loc["marketplace message", "count_rank"] == 1
    assert table.loc["phone note", ["total_rank", "verdict"]].tolist() == [1, "surely first"]
    assert table.loc["phone note", "rank_change"] > 0


@pytest.mark.slow
def test_a_million_rows_are_grouped_rightly():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"theme": rng.integers(0, 200, 1_000_000), "cny": rng.lognormal(3, 1.5, 1_000_000)})
    table = pareto(frame, by="theme", measure="cny")
    assert table["count"].sum() == 1_000_000
    assert table["total"].sum() == pytest.approx(frame["cny"].sum())
