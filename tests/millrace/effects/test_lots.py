"""Two groups by lot, what a test could show before it starts, and two groups that nobody drew by lot."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from millrace import effects
from millrace.errors import ArgumentError, ColumnError

GIVEN = {"group": "arm", "new": "new", "outcome": "y", "better": "higher"}


def two(new, old):
    return pd.DataFrame({"arm": ["new"] * len(new) + ["old"] * len(old), "y": [*new, *old]})


def draw(rng, count, *, shift=0.0):
    return two(rng.lognormal(1, 0.5, count) + shift, rng.lognormal(1, 0.5, count))


def test_shares_have_the_range_of_newcombes_paper():
    """Newcombe 1998, table II, example (a): 56 of 70 against 48 of 80 gives .0524 to .3339."""
    frame = two([True] * 56 + [False] * 14, [True] * 48 + [False] * 32)
    found = effects.by_lot(frame, measure="share", **GIVEN).iloc[0]
    assert found["change_low"] == pytest.approx(0.0524, abs=5e-5)
    assert found["change_high"] == pytest.approx(0.3339, abs=5e-5)
    assert found["verdict"] == "works"
    worse = effects.by_lot(frame, measure="share", **(GIVEN | {"better": "lower"}))
    assert worse["verdict"].item() == "harms"


def test_means_have_welchs_range():
    frame = draw(np.random.default_rng(1), 90, shift=0.4)
    found = effects.by_lot(frame, measure="amount", **GIVEN).iloc[0]
    parts = [frame.loc[frame["arm"] == arm, "y"] for arm in ("new", "old")]
    welch = stats.ttest_ind(*parts, equal_var=False)
    assert found["p"] == pytest.approx(welch.pvalue)
    assert found["change_low"] == pytest.approx(welch.confidence_interval(0.95).low)


@pytest.mark.parametrize("tests", [100, pytest.param(300, marks=pytest.mark.slow)])
def test_of_many_tests_of_nothing_one_in_twenty_claims_something(tests):
    rng = np.random.default_rng(2)
    said = [effects.by_lot(draw(rng, 60), measure="amount", **GIVEN)["verdict"].item() for _ in range(tests)]
    assert np.isin(said, ["works", "harms"]).mean() < 0.08
    assert set(said) <= {"works", "harms", "not shown"}


def test_a_broken_split_is_named_first_and_nothing_is_judged():
    frame = two([1.0] * 700 + [0.0] * 200, [1.0] * 300 + [0.0] * 400)
    found = effects.by_lot(frame, measure="share", **GIVEN).iloc[0]
    assert found["verdict"] == "split is broken"
    assert found["split_p"] == pytest.approx(stats.binomtest(900, 1600).pvalue)
    assert found["sentence"].startswith("Split is broken")
    planned = effects.by_lot(frame, measure="share", planned_share=900 / 1600, **GIVEN)
    assert planned["verdict"].item() == "works"


def test_a_customer_with_many_rows_counts_once_and_one_in_both_groups_in_neither():
    frame = two([1.0, 1.0, 0.0] * 40, [0.0, 1.0, 0.0] * 40)
    frame["who"] = [f"n{n // 3}" for n in range(120)] + [f"o{n // 3}" for n in range(120)]
    once = effects.by_lot(frame, measure="score", unit="who", **GIVEN).iloc[0]
    assert (once["new_cases"], once["old_cases"]) == (40, 40)
    frame.loc[[0, 239], "who"] = "both"
    moved = effects.by_lot(frame, measure="score", unit="who", **GIVEN).iloc[0]
    assert "1 who had both ways" in moved["remarks"]
    assert moved["verdict"] == "split is broken"


def test_few_rows_gaps_and_one_group_are_said():
    few = effects.by_lot(two([1.0] * 5, [0.0] * 5), measure="share", **GIVEN).iloc[0]
    assert few["verdict"] == "too few to say"
    gaps = two([1.0, np.nan] * 20, [0.0, 1.0] * 10)
    assert "20 rows without y" in effects.by_lot(gaps, measure="share", **GIVEN)["remarks"].item()
    with pytest.raises(ArgumentError, match="Two groups"):
        effects.by_lot(two([1.0], []), measure="share", **GIVEN)
    with pytest.raises(ArgumentError, match="planned_share"):
        effects.by_lot(two([1.0], [0.0]), measure="share", planned_share=50, **GIVEN)


@pytest.mark.parametrize("spread", [None, 2.0])
def test_sample_size_and_detectable_change_undo_one_another_and_keep_their_word(spread):
    plan = effects.sample_size(usual=0.5, change=0.1, spread=spread).iloc[0]
    back = effects.detectable(usual=0.5, cases_per_group=int(plan["cases_per_group"]), spread=spread)["change"].item()
    assert back == pytest.approx(0.1, rel=0.03)
    rng, size = np.random.default_rng(3), int(plan["cases_per_group"])
    if spread is None:
        seen = rng.binomial(size, 0.6, 4000) / size - rng.binomial(size, 0.5, 4000) / size
        error = np.sqrt((0.24 + 0.25) / size)
    else:
        seen, error = rng.normal(0.1, spread * np.sqrt(2 / size), 4000), spread * np.sqrt(2 / size)
    assert (seen > 1.96 * error).mean() == pytest.approx(0.8, abs=0.03)


def test_plans_refuse_what_cannot_be_meant():
    with pytest.raises(ArgumentError, match="Give spread="):
        effects.detectable(usual=12.0, cases_per_group=100)
    with pytest.raises(ArgumentError, match="five points"):
        effects.sample_size(usual=0.98, change=0.05)
    with pytest.raises(ArgumentError, match="power=80"):
        effects.sample_size(usual=0.5, change=0.05, power=80)
    with pytest.raises(ArgumentError, match="2 or more"):
        effects.detectable(usual=0.5, cases_per_group=1)


def observed(rng, *, seen=True, effect=0.0, pull=1.0, rows=3000):
    size, town = rng.normal(0, 1, rows), rng.choice(["N", "S"], rows)
    had = rng.random(rows) < 1 / (1 + np.exp(-pull * (size + (town == "S"))))
    sales = 10 + 2 * size + (town == "S") + effect * had + rng.normal(0, 1, rows)
    frame = pd.DataFrame({"tool": had, "size": size, "town": town, "sales": sales})
    given = ["size", "town"] if seen else ["town"]
    return effects.compare_adjusted(
        frame, group="tool", new=True, outcome="sales", given=given, measure="score", better="higher"
    )


def test_groups_that_differ_are_named_and_an_adjusted_answer_stays_conditional():
    table = observed(np.random.default_rng(1), effect=0.5)
    assert table["verdict"].tolist() == ["groups not comparable", "works, if nothing else differs"]
    assert table["change"].iloc[0] > 1.5
    assert table["change_low"].iloc[1] < 0.5 < table["change_high"].iloc[1]


def test_adjusted_ranges_hold_the_truth_and_claim_nothing_where_nothing_is():
    rng = np.random.default_rng(2)
    found = pd.concat([observed(rng, rows=600).iloc[[1]] for _ in range(60)])
    assert ((found["change_low"] <= 0) & (found["change_high"] >= 0)).mean() > 0.88
    assert abs(found["change"].mean()) < 0.05


def test_what_a_straight_line_misses_is_made_good_by_the_weights():
    rng = np.random.default_rng(6)
    size = rng.normal(0, 1, 8000)
    had = rng.random(8000) < 1 / (1 + np.exp(1 - size))
    frame = pd.DataFrame({"tool": had, "size": size, "sales": 2 * size**2 + rng.normal(0, 0.5, 8000)})
    given = {"group": "tool", "new": True, "outcome": "sales", "given": ["size"], "measure": "score"}
    held = effects.compare_adjusted(frame, better="higher", **given).iloc[1]
    assert abs(held["change"]) < 0.15


def test_groups_without_overlap_are_not_comparable_even_once_adjusted():
    table = observed(np.random.default_rng(3), pull=6.0)
    assert table["verdict"].tolist() == ["groups not comparable"] * 2
    assert table["overlap"].iloc[1] < 0.9


def test_what_no_comparison_of_two_groups_covers_stops():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"price": rng.integers(3, 12, 200), "sales": rng.normal(5, 1, 200), "who": range(200)})
    more = {"outcome": "sales", "measure": "score", "better": "higher"}
    with pytest.raises(ArgumentError, match="it is not covered here"):
        effects.compare_adjusted(frame, group="price", new=3, given=["who"], **more)
    with pytest.raises(ArgumentError, match="other than group and outcome"):
        effects.compare_adjusted(frame, group="price", new=3, given=["sales"], **more)
    names = frame.assign(high=frame["price"] > 6, who=frame["who"].astype(str))
    with pytest.raises(ColumnError, match="more than 30 values"):
        effects.compare_adjusted(names, group="high", new=True, given=["who"], **more)
    few = effects.compare_adjusted(names.head(20), group="high", new=True, given=["price"], **more)
    assert few["verdict"].eq("too few to say").all()


def test_balance_names_numbers_and_values():
    frame = pd.DataFrame(
        {"tool": [True, False] * 50, "size": np.tile([5.0, 1.0], 50) + np.arange(100) % 3, "town": ["N"] * 100}
    )
    table = effects.balance(frame, group="tool", new=True, columns=["size", "town"])
    assert table["verdict"].tolist() == ["far apart", "alike"]
