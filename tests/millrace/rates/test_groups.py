"""Groups against the others: who is called worse, who is not, and that no group disappears."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from millrace import rates
from millrace.errors import ArgumentError, ColumnError
from millrace.rates.evidence import above_others, adjusted, prior_pieces


def pieces(seed=1, rows=4000, groups=40, worse=(), rate=0.05):
    rng = np.random.default_rng(seed)
    lot = rng.integers(0, groups, rows)
    bad = rng.random(rows) < np.where(np.isin(lot, worse), 4 * rate, rate)
    return pd.DataFrame({"lot": [f"L{n}" for n in lot], "bad": bad})


def test_the_bad_lot_is_called_worse_and_nothing_else_is():
    table = rates.by_group(pieces(worse=(7,)), by="lot", event="bad")
    assert table.loc[table["verdict"] == "worse", "lot"].tolist() == ["L7"]
    assert table["lot"].iloc[0] == "L7"
    assert len(table) == 40


def test_counts_and_rates_equal_a_groupby():
    frame = pieces(worse=(3,))
    table = rates.by_group(frame, by="lot", event="bad").set_index("lot")
    plain = frame.groupby("lot")["bad"].agg(["sum", "size", "mean"])
    assert (table["events"] == plain["sum"].reindex(table.index)).all()
    assert (table["pieces"] == plain["size"].reindex(table.index)).all()
    rest = frame.loc[frame["lot"] != "L3", "bad"].mean()
    assert table.loc["L3", "others_rate"] == pytest.approx(rest)


def test_two_of_two_pieces_are_too_few_and_do_not_lead_the_ranking():
    frame = pd.concat([pieces(worse=(7,)), pd.DataFrame({"lot": ["tiny"] * 2, "bad": [True] * 2})])
    table = rates.by_group(frame, by="lot", event="bad").set_index("lot")
    assert table.loc["tiny", "verdict"] == "too few to say"
    assert table.index[0] == "L7"
    assert table.loc["tiny", "shrunk_rate"] < 0.3


@pytest.mark.parametrize("count", [1, 40])
def test_among_groups_that_are_alike_one_is_seldom_called(count):
    called = [
        rates.by_group(pieces(seed, groups=count + 1), by="lot", event="bad")["verdict"].isin(["worse", "better"]).any()
        for seed in range(100)
    ]
    assert np.mean(called) <= 0.08


def test_a_large_group_is_not_better_than_two_pieces():
    table = rates.by_group(
        pd.DataFrame({"who": ["a", "b"], "bad": [2, 30], "n": [2, 1000]}), by="who", count="bad", total="n"
    )
    assert set(table["verdict"]) == {"too few to say"}


def test_rows_counted_already_give_the_same():
    frame = pieces(worse=(3,))
    counts = frame.groupby("lot")["bad"].agg(["sum", "size"]).reset_index()
    once = rates.by_group(frame, by="lot", event="bad")
    again = rates.by_group(counts, by="lot", count="sum", total="size")
    columns = ["rate", "low", "high", "shrunk_rate", "adjusted_p", "verdict"]
    pd.testing.assert_frame_equal(
        once.set_index("lot")[columns].sort_index(), again.set_index("lot")[columns].sort_index()
    )


def test_missing_names_are_a_group_and_several_columns_name_one():
    frame = pd.DataFrame({"lot": ["a", None, "a"], "who": ["x", "x", np.nan], "bad": [1, 0, 1]})
    table = rates.by_group(frame, by=["lot", "who"], event="bad")
    assert len(table) == 3
    assert table["pieces"].sum() == 3
    assert table["lot"].isna().sum() == 1


def test_pieces_of_unknown_outcome_are_set_aside_and_counted():
    frame = pd.DataFrame({"lot": ["a", "a", "b"], "bad": [True, None, None]})
    with pytest.raises(ArgumentError, match="empty in 2 of 3 rows"):
        rates.by_group(frame, by="lot", event="bad")
    table = rates.by_group(frame, by="lot", event="bad", missing="set aside").set_index("lot")
    assert table["set_aside"].to_dict() == {"a": 1, "b": 1}
    assert table["pieces"].to_dict() == {"a": 1, "b": 0}
    assert table.loc["b", "verdict"] == "too few to say"
    kept = rates.by_group(frame, by="lot", event="bad", missing="no event")
    assert kept["pieces"].sum() == 3


def test_one_group_has_no_others():
    table = rates.by_group(pd.DataFrame({"lot": ["a"] * 20, "bad": [True, False] * 10}), by="lot", event="bad")
    assert table["verdict"].tolist() == ["no others to compare with"]


def test_a_high_rate_may_be_the_better_one():
    table = rates.by_group(pieces(worse=(7,)), by="lot", event="bad", higher_is="better")
    assert table.loc[table["verdict"] == "better", "lot"].tolist() == ["L7"]
    assert table["lot"].iloc[-1] == "L7"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"event": "bad", "count": "bad"}, "in two ways"),
        ({}, "or in none"),
        ({"event": "bad", "higher_is": "wrose"}, "Did you mean 'worse'"),
        ({"event": "bad", "least_pieces": 0}, "least_pieces=0"),
        ({"event": "lot"}, "Say which value is the event"),
        ({"event": "lot", "value": "L99"}, "A value of column 'lot' was expected"),
        ({"event": "bad", "by": []}, "by="),
        ({"event": "bad", "missing": "drop"}, "missing='drop'"),
    ],
)
def test_what_is_not_clear_is_asked_for(asked, says):
    with pytest.raises(ArgumentError, match=says):
        rates.by_group(pieces(), **{"by": "lot"} | asked)


def test_missing_columns_empty_tables_and_names_in_use_are_named():
    with pytest.raises(ColumnError, match="Did you mean 'lot'"):
        rates.by_group(pieces(), by="lots", event="bad")
    with pytest.raises(ColumnError, match="no rows"):
        rates.by_group(pieces().head(0), by="lot", event="bad")
    with pytest.raises(ArgumentError, match="Rename the column"):
        rates.by_group(pieces().rename(columns={"lot": "events"}), by="events", event="bad")


def test_the_frame_is_not_changed_and_categories_and_odd_indexes_are_taken():
    frame = pieces().astype({"lot": "category"}).set_index(pd.Index([3] * 4000))
    before = frame.copy(deep=True)
    assert len(rates.by_group(frame, by="lot", event="bad")) == 40
    pd.testing.assert_frame_equal(frame, before)


def test_evidence_equals_fisher_and_benjamini_and_hochberg():
    events, sizes = np.array([3, 0, 5, 3]), np.array([10, 20, 12, 10])
    for place, chance in enumerate(above_others(events, sizes, 11, 52)):
        k, n = events[place], sizes[place]
        table = [[k, n - k], [11 - k, 52 - n - 11 + k]]
        assert chance == pytest.approx(stats.fisher_exact(table, alternative="greater").pvalue, abs=1e-9)
    chances = np.array([0.001, 0.02, 0.04, 0.9])
    assert adjusted(chances) == pytest.approx([0.004, 0.04, 0.16 / 3, 0.9])


def test_the_prior_is_found_again_and_shrinks_towards_the_truth():
    rng = np.random.default_rng(5)
    sizes = rng.integers(5, 200, 3000)
    truth = rng.beta(2, 38, 3000)
    events = rng.binomial(sizes, truth)
    assert prior_pieces(events, sizes) == pytest.approx(40, rel=0.25)
    counts = pd.DataFrame({"lot": range(3000), "bad": events, "seen": sizes, "truth": truth})
    table = rates.by_group(counts, by="lot", count="bad", total="seen").merge(counts[["lot", "truth"]], on="lot")
    plain, pulled = ((table[column] - table["truth"]).pow(2).mean() for column in ("rate", "shrunk_rate"))
    assert pulled < 0.5 * plain
