"""Effects of pilots: known ones are found, nothing is claimed where nothing was done, and no is a possible answer."""

import itertools

import numpy as np
import pandas as pd
import pytest

import simulated_pilots as made
from millrace import effects
from millrace.effects.estimating import Panel, plan_effects
from millrace.effects.plans import NEVER, effect_range, other_plans, possible_plans
from millrace.errors import ArgumentError


def plain(frame, starts, **more):
    given = {"outcome": "minutes", "unit": "desk", "when": "opened", "measure": "amount", "better": "lower"} | more
    return effects.pilot(frame, starts=starts, **given)


@pytest.fixture(scope="module")
def cases():
    return made.cases(12_000)


@pytest.mark.parametrize("ratio", [False, True])
def test_known_effects_of_staggered_pilots_are_found_without_bias_and_lie_in_the_range(ratio):
    found = made.many(12, ratio=ratio, effect=-0.2, runs=60, seed=3, draws=199)
    covered = found["true"].between(found["low"], found["high"]).mean()
    error = found["estimate"] - found["true"]
    assert covered >= 0.9
    assert abs(error.mean()) < 0.02 * abs(found["true"].mean()) + 2.5 * error.std() / np.sqrt(len(found))
    assert (found["p"] <= 0.05).mean() > 0.7


@pytest.mark.slow
@pytest.mark.parametrize("ratio", [False, True])
@pytest.mark.parametrize("units", [8, 12, 30])
def test_ranges_hold_the_truth_in_93_to_98_of_100_pilots(units, ratio):
    found = made.many(units, ratio=ratio, effect=-0.2, runs=500, seed=units)
    covered = found["true"].between(found["low"], found["high"]).mean()
    error = found["estimate"] - found["true"]
    assert 0.93 <= covered <= 0.985
    assert abs(error.mean()) < 0.02 * abs(found["true"].mean()) + 2 * error.std() / np.sqrt(500)


@pytest.mark.slow
@pytest.mark.parametrize("ratio", [False, True])
def test_of_a_thousand_pilots_that_did_nothing_no_more_than_chance_allows_claim_an_effect(ratio):
    found = made.many(12, ratio=ratio, effect=0.0, runs=1000, seed=5)
    assert (found["p"] <= 0.05).mean() <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 1000)


def two_way(panel, began):
    """One regression on unit, period and whether a unit had begun."""
    units, periods = panel.sums.shape
    unit, period = np.indices(panel.sums.shape).reshape(2, -1)
    had = (period >= began[unit]).astype(float)
    design = np.column_stack([had, np.eye(units)[unit], np.eye(periods)[period]])
    return np.linalg.lstsq(design, (panel.sums / panel.cases).ravel(), rcond=None)[0][0]


def test_one_regression_on_unit_and_period_fails_where_effects_grow_and_ours_does_not():
    """All units begin in the end, and the effect grows: early beginners are a bad comparison (Goodman-Bacon 2021)."""
    began = np.array([5, 5, 20, 20])
    weeks = np.arange(24)
    had = weeks >= began[:, None]
    growth = np.where(had, 0.5 * (weeks - began[:, None] + 1), 0.0)
    level = np.array([[3.0], [5.0], [4.0], [6.0]]) + 0.1 * weeks
    ones = np.ones(level.shape)
    panel = Panel(level + growth, ones, ones, False)
    comparable_weeks = had & (weeks < 20)
    true = growth[comparable_weeks].mean()
    assert plan_effects(panel.sums, panel, began[None])[0, 0] == pytest.approx(true)
    assert two_way(panel, began) < 0.5 * growth[had].mean()


def test_with_one_start_and_full_weeks_it_is_the_plain_difference_in_differences():
    rng = np.random.default_rng(2)
    sums, ones = rng.normal(5, 1, (6, 10)), np.ones((6, 10))
    began = np.array([4, 4, NEVER, NEVER, NEVER, NEVER])
    change = sums[:, 4:].mean(axis=1) - sums[:, :4].mean(axis=1)
    expected = change[:2].mean() - change[2:].mean()
    assert plan_effects(sums, Panel(sums, ones, ones, False), began[None])[0, 0] == pytest.approx(expected)


@pytest.mark.parametrize("ratio", [False, True])
def test_levels_are_those_of_a_regression_on_untouched_cells(ratio):
    from statsmodels.genmod.families import Gaussian, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    one = made.world(np.random.default_rng(4), [14, 20], 5, ratio=ratio, effect=-0.2)
    panel, periods = one.panel, made.PERIODS
    unit, period = (axis.ravel() for axis in np.indices(panel.sums.shape))
    design = np.column_stack([np.eye(5)[unit], np.eye(periods)[period][:, 1:]])
    had = period >= one.began[unit]
    mean = (panel.sums / panel.cases).ravel()
    fit = GLM(
        mean[~had], design[~had], family=Poisson() if ratio else Gaussian(), freq_weights=panel.cases.ravel()[~had]
    )
    without = fit.fit().predict(design[had]) * panel.cases.ravel()[had]
    total, cases = panel.sums.ravel()[had].sum(), panel.cases.ravel()[had].sum()
    expected = np.log(total / without.sum()) if ratio else (total - without.sum()) / cases
    assert plan_effects(panel.sums, panel, one.began[None])[0, 0] == pytest.approx(expected, abs=1e-5)


def test_all_other_plans_are_listed_once_when_they_are_few():
    starts = np.array([3, 7, 7, NEVER, NEVER])
    plans = other_plans(starts, draws=99, seed=1)
    every = {tuple(plan) for plan in itertools.permutations(starts.tolist())}
    assert {tuple(plan) for plan in plans.tolist()} == every - {tuple(starts)}
    assert len(plans) == possible_plans(starts) - 1


def test_a_range_holds_exactly_the_effects_that_the_test_does_not_reject():
    """The slow definition: take an effect out, and see whether the plan carried out is still among the most extreme."""
    rng = np.random.default_rng(6)
    without, shift = rng.normal(size=(199, 1)), rng.uniform(-0.6, 0.6, (199, 1))
    low, high, p = effect_range(np.array([1.5]), without, shift, confidence=0.95)
    tried = np.linspace(-3, 6, 2001)
    extreme = np.abs(without - (tried - 1.5) * shift) >= np.abs(tried - 1.5)
    kept = tried[(1 + extreme.sum(axis=0)) / 200 > 0.05]
    assert kept.min() == pytest.approx(low[0], abs=0.005)
    assert kept.max() == pytest.approx(high[0], abs=0.005)
    assert (p[0] <= 0.05) == (not low[0] <= 0 <= high[0])


def test_an_effect_on_cases_comes_with_what_is_asked_a_range_and_a_verdict(cases):
    frame, starts = cases
    found = effects.effect(plain(frame, starts, alike=["topic"])).iloc[0]
    assert found["verdict"] == "works"
    assert found["share_low"] < np.expm1(-0.2) < found["share_high"] < 0
    assert found["question"].startswith("How did the change move minutes of the")
    assert found["change"] == pytest.approx(found["observed"] - found["without"])
    assert found["sentence"].startswith("Works: lower by between")
    harm = effects.effect(
        plain(frame, starts, outcome="settled", measure="share", better="higher", alike=["topic"])
    ).iloc[0]
    assert harm["verdict"] == "harms"
    assert harm["change_low"] < -0.1 < harm["change_high"] < 0


def test_a_change_of_what_is_asked_is_no_effect_when_kinds_are_held_alike(cases):
    frame, starts = made.cases(12_000, effect=0.0, seed=8)
    had = frame["opened"] >= frame["desk"].map(starts)
    drop = had & (frame["topic"] == "hard") & (np.arange(len(frame)) % 3 > 0)
    mixed = frame[~drop]
    assert effects.effect(plain(mixed, starts))["verdict"].item() == "works"
    assert effects.effect(plain(mixed, starts, alike=["topic"]))["verdict"].item() == "not shown"


def test_the_order_of_rows_and_names_of_desks_do_not_matter(cases):
    frame, starts = cases
    numbers = ["change", "share_low", "p"]
    first = effects.effect(plain(frame, starts), draws=99)[numbers]
    mixed = frame.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(first, effects.effect(plain(mixed, starts), draws=99)[numbers])
    in_seconds = effects.effect(plain(frame.assign(minutes=frame["minutes"] * 60), starts), draws=99)
    assert in_seconds["share_low"].item() == pytest.approx(first["share_low"].item())


def test_with_too_few_ways_to_choose_units_no_effect_however_large_is_claimed(cases):
    frame, starts = cases
    few = frame[frame["desk"].isin(["desk 0", "desk 5", "desk 6"])]
    found = effects.effect(plain(few, {"desk 0": starts["desk 0"]})).iloc[0]
    assert found["verdict"] == "too few to say"
    assert found["sentence"].startswith("Too few to say: these units could have begun in 3 ways")
    assert np.isinf(found["change_low"])
    assert np.isnan(found["p"])


def test_weeks_since_the_start_show_what_wears_off():
    frame, starts = made.cases(20_000, effect=0.0, seed=9)
    since = (frame["opened"] - frame["desk"].map(starts)).dt.days / 7
    new = frame.assign(minutes=frame["minutes"] * np.where(since.between(0, 4, inclusive="left"), 0.5, 1.0))
    table = effects.effect_by_week(plain(new, starts, alike=["topic"]), edges=[0, 4, 12, 40], draws=199)
    assert table["verdict"].tolist() == ["works", "not shown", "not shown"]
    assert table["to_period"].tolist() == [4, 12, 34]
    assert table["cases"].sum() == (since >= 0).sum()
    with pytest.raises(ArgumentError, match="Rising whole numbers"):
        effects.effect_by_week(plain(frame, starts), edges=[4, 4])


def test_single_cells_add_up_to_the_effect(cases):
    ours = plain(*cases, outcome="settled", measure="share", better="higher")
    cells = effects.effect_by_start(ours)
    total = (cells["change"] * cells["cases"]).sum() / cells["cases"].sum()
    assert total == pytest.approx(effects.effect(ours, draws=19, confidence=0.9)["change"].item())
    assert cells["compared_with"].between(8, 11).all()
