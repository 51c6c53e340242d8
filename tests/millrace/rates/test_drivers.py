"""Causes and pairs of causes on tables of another make: what is planted is found, and little else is."""

import numpy as np
import pandas as pd
import pytest

from millrace import rates
from millrace.errors import ArgumentError, ColumnError
from millrace.rates.causes import read_cause
from millrace.rates.evidence import one_sided_mh

CAUSES = ["a", "b", "c", "d"]
RAISES = "raises the rate"


def table(seed, rows=6000, **effects):
    """Make codes in four columns; effects: the rates of a=4, b=1, c=2, of b=1 with c=2, and of all others."""
    rng = np.random.default_rng(seed)
    levels = {"a": 30, "b": 3, "c": 8, "d": 50}
    frame = pd.DataFrame({name: rng.integers(0, count, rows).astype(str) for name, count in levels.items()})
    rate = np.full(rows, effects.get("usual", 0.03))
    masks = {"a4": frame["a"] == "4", "b1": frame["b"] == "1", "c2": frame["c"] == "2"}
    for name, mask in masks.items():
        rate[mask] *= effects.get(name, 1.0)
    rate[masks["b1"] & masks["c2"]] = (
        effects.get("b1c2", np.nan) if "b1c2" in effects else rate[masks["b1"] & masks["c2"]]
    )
    return frame.assign(bad=rng.random(rows) < rate)


def found(frame, causes=CAUSES, **asked):
    result = rates.drivers(frame, event="bad", causes=causes, **asked)
    return result[result["verdict"] == RAISES]


def named(raised):
    pairs = raised[["cause", "values", "and_cause", "and_values"]].astype(object)
    return [tuple(row) for row in pairs.where(pairs.notna(), None).itertuples(index=False)]


def test_a_pair_is_found_with_both_alone_beside_it():
    for seed in range(10):
        raised = found(table(seed, b1c2=0.15))
        assert named(raised)[0] == ("b", "1", "c", "2")
    row = raised.iloc[0]
    assert row["rate"] > 0.1
    assert max(row["alone_rate"], row["and_alone_rate"], row["neither_rate"]) < 0.06
    assert "together" in row["statement"]
    assert "with neither" in row["statement"]


def test_counts_of_a_pair_equal_plain_masks():
    frame = table(1, b1c2=0.15)
    row = found(frame).iloc[0]
    b, c = frame["b"] == "1", frame["c"] == "2"
    assert row["pieces"] == (b & c).sum()
    assert row["events"] == frame.loc[b & c, "bad"].sum()
    means = [frame.loc[rows, "bad"].mean() for rows in (b & ~c, c & ~b, ~b & ~c)]
    assert row[["alone_rate", "and_alone_rate", "neither_rate"]].tolist() == pytest.approx(means)


@pytest.mark.parametrize(
    ("effects", "causes"),
    [({"a4": 5}, [("a", "4")]), ({"c2": 10}, [("c", "2")]), ({"b1": 3, "c2": 3}, [("b", "1"), ("c", "2")])],
)
def test_single_causes_are_found_and_no_pair_is_made_of_them(effects, causes):
    pairs = 0
    for seed in range(15):
        raised = found(table(seed, **effects))
        singles = raised.loc[raised["kind"] == "single", ["cause", "values"]]
        assert {tuple(one) for one in singles.to_numpy()} & set(causes)
        pairs += (raised["kind"] == "pair").any()
    assert pairs <= 2


def test_effects_that_only_add_are_no_pair():
    pairs = 0
    for seed in range(15):
        frame = table(seed, usual=0.02)
        rng = np.random.default_rng(100 + seed)
        extra = 0.08 * (frame["b"] == "1") + 0.08 * (frame["c"] == "2")
        raised = found(frame.assign(bad=frame["bad"] | (rng.random(len(frame)) < extra)))
        pairs += (raised["kind"] == "pair").any()
    assert pairs <= 1


def test_without_any_cause_nothing_is_claimed():
    assert sum(len(found(table(seed))) > 0 for seed in range(40)) <= 4


def test_a_product_made_of_the_bad_lot_is_its_shadow():
    shadows = 0
    for seed in range(10):
        frame, rng = table(seed, a4=6), np.random.default_rng(seed)
        made_of = np.where(frame["a"] == "4", rng.random(6000) < 0.7, rng.random(6000) < 0.02)
        frame["product"] = np.where(made_of, "boot", rng.choice(["bag", "belt", "case"], 6000))
        result = rates.drivers(frame, event="bad", causes=[*CAUSES, "product"]).groupby(["cause", "values"]).first()
        assert result.loc[("a", "4"), "verdict"] == RAISES
        boot = result.loc[("product", "boot"), :]
        shadows += boot["verdict"] == "shadow of a stronger cause" and "a 4" in boot["because_of"]
    assert shadows >= 8


def test_two_names_of_one_thing_cannot_be_told_apart():
    frame = table(2, a4=6)
    frame["again"] = np.where(frame["a"] == "4", "the same", "other")
    result = rates.drivers(frame, event="bad", causes=["a", "again"])
    assert result["verdict"].tolist()[:2] == [RAISES, "cannot be told apart"]
    assert result.loc[1, "because_of"] in ("a 4", "again the same")
    assert not (result["kind"] == "pair").any()


def test_three_lots_that_are_weak_with_one_paint_are_joined():
    joined = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame({"lot": rng.integers(100, 200, 7000).astype(str), "paint": rng.choice(["w", "s"], 7000)})
        weak = frame["lot"].isin(["150", "151", "152"]) & (frame["paint"] == "w")
        frame["bad"] = rng.random(7000) < np.where(weak, 0.25, 0.02)
        raised = found(frame, ["lot", "paint"])
        lots = {lot for row in named(raised)[:1] if row[::2] == ("lot", "paint") for lot in row[1].split(" or ")}
        assert lots <= {"150", "151", "152"}
        joined += len(lots) >= 2
    assert joined >= 8


def test_a_pair_hardly_above_each_alone_is_not_claimed():
    counts = {("1", "w"): (6, 24), ("1", "s"): (2, 34), ("2", "w"): (50, 2500), ("2", "s"): (50, 2500)}
    rows = [(lot, paint, n < bad) for (lot, paint), (bad, total) in counts.items() for n in range(total)]
    frame = pd.DataFrame(rows, columns=["lot", "paint", "bad"])
    result = rates.drivers(frame, event="bad", causes=["lot", "paint"])
    assert not ((result["kind"] == "pair") & (result["verdict"] == RAISES)).any()


def test_missing_values_are_a_value_and_small_groups_too_few():
    frame = table(3)
    frame.loc[frame.index[:300], "a"] = None
    frame.loc[frame.index[:100], "bad"] = True
    frame.loc[frame.index[400:402], "d"] = "once"
    frame.loc[frame.index[400:402], "bad"] = True
    result = rates.drivers(frame, event="bad", causes=CAUSES)
    assert named(result.head(1)) == [("a", "(missing)", None, None)]
    assert result.set_index("values").loc["once", "verdict"] == "too few to say"
    singles = result[result["kind"] == "single"]
    assert (singles.groupby("cause")["pieces"].sum() == 6000).all()


def test_pieces_of_unknown_outcome_are_counted_and_not_used():
    frame = table(4, b1c2=0.2).astype({"bad": "boolean"})
    frame.loc[frame.index[:600], "bad"] = pd.NA
    result = rates.drivers(frame, event="bad", causes=["b", "c"], missing="set aside")
    singles = result[result["kind"] == "single"]
    assert (singles.groupby("cause")["set_aside"].sum() == 600).all()
    assert (singles.groupby("cause")["pieces"].sum() == 5400).all()
    both = (frame["b"] == "1") & (frame["c"] == "2")
    pair = result[result["kind"] == "pair"].iloc[0]
    assert pair["pieces"] + pair["set_aside"] == both.sum()
    assert pair["set_aside"] == (both & frame["bad"].isna()).sum()


def test_measures_and_days_are_cut_into_four_and_say_so():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"weight_g": rng.normal(500, 50, 4000), "table": rng.integers(1, 4, 4000).astype(float)})
    frame["day"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 300, 4000), unit="D")
    frame["bad"] = rng.random(4000) < np.where(frame["weight_g"] > frame["weight_g"].quantile(0.75), 0.2, 0.03)
    frame.loc[:50, "table"] = np.nan
    raised = found(frame, ["weight_g", "table", "day"])
    assert len(raised) == 1
    assert raised["values"].iloc[0].startswith("above 53")
    cause = read_cause(frame["table"], frame["bad"].to_numpy(float))
    assert sorted(cause.labels) == ["(missing)", "1", "2", "3"]
    assert read_cause(frame["day"], frame["bad"].to_numpy(float)).labels[0].startswith("from 2025-01-01 to 2025-")


def test_wide_tables_many_levels_and_one_level_are_taken():
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(rng.integers(0, 4, (3000, 30)).astype(str), columns=[f"x{n}" for n in range(30)])
    frame["id"], frame["all"] = [f"p{n}" for n in range(3000)], "same"
    frame["many"] = rng.integers(0, 10_000, 3000).astype(str)
    frame["bad"] = rng.random(3000) < np.where((frame["x3"] == "1") & (frame["x8"] == "2"), 0.4, 0.05)
    result = rates.drivers(frame, event="bad", causes=[c for c in frame if c != "bad"])
    assert named(result.head(1)) == [("x3", "1", "x8", "2")]
    assert (result.loc[result["cause"] == "id", "verdict"] == "too few to say").all()
    assert result["comparisons"].iloc[0] > 5000


@pytest.mark.parametrize("outcome", [True, False])
def test_when_all_or_none_are_bad_nothing_is_claimed(outcome):
    assert found(table(1).assign(bad=outcome)).empty


def test_single_causes_only_one_cause_only_and_the_order_of_rows_make_no_difference():
    frame = table(5, a4=6)
    alone = rates.drivers(frame, event="bad", causes=["a"])
    assert named(alone.head(1)) == [("a", "4", None, None)]
    once = rates.drivers(frame, event="bad", causes=CAUSES, pairs=False)
    assert set(once["kind"]) == {"single"}
    both = table(5, b1c2=0.15).astype({"b": "category"})
    before = both.copy(deep=True)
    first, shuffled = found(both), found(both.sample(frac=1, random_state=1).reset_index(drop=True))
    pd.testing.assert_frame_equal(both, before)
    assert named(first) == named(shuffled)
    assert first["adjusted_p"].tolist() == pytest.approx(shuffled["adjusted_p"].tolist())


def test_a_large_table_with_a_rise_of_no_size_is_left_alone():
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"a": rng.choice(["x", "y"], 400_000)})
    frame["bad"] = rng.random(400_000) < np.where(frame["a"] == "x", 0.31, 0.30)
    assert found(frame, ["a"]).empty
    assert named(found(frame, ["a"], least_ratio=1)) == [("a", "x", None, None)]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"causes": ["a", "bad"]}, "is the event, and among the causes"),
        ({"causes": []}, "causes="),
        ({"causes": ["a", "a"]}, "different columns"),
        ({"false_share": 5}, "false_share=5"),
        ({"least_ratio": 0.5}, "least_ratio=0.5"),
        ({"least_pieces": 2.5}, "least_pieces=2.5"),
        ({"event": "c", "causes": ["a"]}, "Say which value is the event"),
    ],
)
def test_what_makes_no_sense_is_refused(asked, says):
    with pytest.raises(ArgumentError, match=says):
        rates.drivers(table(1), **{"event": "bad", "causes": CAUSES} | asked)


def test_missing_columns_and_tables_without_known_outcome_are_named():
    with pytest.raises(ColumnError, match="'lot' is not in"):
        rates.drivers(table(1), event="bad", causes=["lot"])
    unknown = table(1).assign(bad=pd.Series([pd.NA] * 6000, dtype="boolean"))
    with pytest.raises(ColumnError, match="No row has a known outcome"):
        rates.drivers(unknown, event="bad", causes=["a"], missing="set aside")


def test_strata_test_equals_a_slow_definition():
    rng = np.random.default_rng(9)
    inside, happened, strata = rng.random(300) < 0.3, (rng.random(300) < 0.2).astype(float), rng.integers(0, 4, 300)
    away, spread = -0.5, 0.0
    for one in range(4):
        rows = strata == one
        n, m, k = rows.sum(), inside[rows].sum(), happened[rows].sum()
        away += happened[rows & inside].sum() - m * k / n
        spread += m * k * (n - m) * (n - k) / n**2 / (n - 1)
    from scipy import stats

    assert one_sided_mh(inside, happened, strata) == pytest.approx(stats.norm.sf(away / spread**0.5))
