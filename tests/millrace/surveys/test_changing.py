"""Changes of the same people: held to scipy, never two unpaired means, and quiet where nothing happened."""

import numpy as np
import pytest
from scipy import stats

from made_surveys import from_points, null_waves, people
from millrace import surveys
from millrace.errors import ArgumentError

ASKED = {"question": "load", "first": "1", "last": "2", "better": "lower"}


def drawn(seed, count=20, shift=0.6):
    rng = np.random.default_rng(seed)
    first = np.clip(np.round(rng.normal(3, 0.9, count)), 1, 5)
    return first, np.clip(np.round(first + rng.normal(shift, 0.7, count)), 1, 5)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_range_and_chance_are_those_of_the_paired_test(seed, confidence):
    first, last = drawn(seed)
    row = surveys.change(from_points(people(first), people(last)), confidence=confidence, **ASKED).iloc[0]
    reference = stats.ttest_rel(last, first)
    ends = reference.confidence_interval(confidence)
    assert [row["low"], row["high"]] == pytest.approx([ends.low, ends.high], abs=1e-9)
    assert row["p_holm"] == pytest.approx(reference.pvalue, abs=1e-9)


def test_the_same_people_say_no_change_where_two_means_say_one():
    first = np.array([5.0] * 6 + [2.0] * 12)
    last = np.array([np.nan] * 6 + [2.0] * 10 + [3.0, 1.0])
    row = surveys.change(from_points(people(first), people(last)), **ASKED).iloc[0]
    assert row["verdict"] == "not shown"
    assert row["change"] == 0
    assert row["unpaired_change"] == pytest.approx(-1)
    assert row["why_they_differ"].startswith("6 answered only the first time and 0 only the last: other people")


def test_the_direction_that_is_good_decides_the_word():
    made = from_points(*map(people, drawn(1, shift=1.2)))
    said = [surveys.change(made, **(ASKED | {"better": side}))["verdict"].item() for side in ("lower", "higher")]
    assert said == ["worse", "improved"]


def test_waves_that_nobody_shares_say_so_and_judge_nothing():
    late = people([4.0] * 8)
    made = from_points(people([2.0] * 8), late.set_axis([f"Q{n}" for n in range(8)]))
    row = surveys.change(made, **ASKED).iloc[0]
    assert row["verdict"] == "too few to say"
    assert "Are the codes the same" in row["sentence"]


def test_equal_changes_have_no_range_and_the_sign_test_judges():
    many = surveys.change(from_points(people([3.0] * 6), people([4.0] * 6)), **ASKED).iloc[0]
    assert many["verdict"] == "worse"
    assert np.isnan(many["low"])
    assert many["p_holm"] == stats.binomtest(6, 6).pvalue
    five = surveys.change(from_points(people([3.0] * 5), people([4.0] * 5)), **ASKED).iloc[0]
    assert five["verdict"] == "not shown"
    none = surveys.change(from_points(people([3.0] * 9), people([3.0] * 9)), **ASKED).iloc[0]
    assert none["verdict"] == "not shown"


def test_groups_are_many_looks():
    first, last = drawn(3, count=30)
    role = {f"P{n:02d}": "abc"[n % 3] for n in range(30)}
    table = surveys.change(from_points(people(first), people(last), role=role), by="role", **ASKED)
    p = [stats.ttest_rel(last[k::3], first[k::3]).pvalue for k in range(3)]
    order = np.argsort(p)
    steps = np.maximum.accumulate(np.array(p)[order] * [3, 2, 1]).clip(max=1)
    assert table["p_holm"].iloc[1:].to_numpy()[order] == pytest.approx(steps)


def test_a_group_under_five_takes_another_with_it():
    role = {f"P{n:02d}": "small" if n < 4 else "middle" if n < 10 else "large" for n in range(20)}
    table = surveys.change(from_points(*map(people, drawn(2)), role=role), by="role", **ASKED).set_index("group")
    assert table["verdict"].to_dict() | {"all": "", "large": ""} == {
        "all": "", "large": "", "middle": "hidden", "small": "hidden",
    }  # fmt: skip
    assert (
        table.loc[["middle", "small"], ["people", "change", "low", "high", "p_holm", "unpaired_change"]]
        .isna()
        .all(axis=None)
    )


def test_fewer_than_five_in_all_are_not_shown_at_all():
    row = surveys.change(from_points(people([1.0, 2, 3]), people([2.0, 2, 2])), **ASKED).iloc[0]
    assert row["verdict"] == "hidden"
    assert np.isnan(row["change"])


def test_two_means_are_withheld_where_they_would_tell_of_the_few_who_answered_once():
    first, last = drawn(5)
    last[:2] = np.nan
    row = surveys.change(from_points(people(first), people(last)), **ASKED).iloc[0]
    assert np.isnan(row["unpaired_change"])
    assert "not shown, since so few" in row["why_they_differ"]


def test_where_nothing_happened_one_in_twenty_claims_something():
    rng = np.random.default_rng(6)
    tables = [from_points(*null_waves(rng, 26, gone=6)) for _ in range(120)]
    said = [surveys.change(made, **(ASKED | {"question": "a"}))["verdict"].item() for made in tables]
    assert np.mean([word != "not shown" for word in said]) <= 0.07
    along = [
        surveys.change_along(made, question="a", first="1", last="2", along="b")["verdict"].item() for made in tables
    ]
    assert np.mean([word != "not shown" for word in along]) <= 0.07


def test_a_change_along_another_answer_is_least_squares():
    first, last = drawn(7)
    days = np.arange(20) % 6.0
    made = from_points(people(first), people(last, days=days), lowest=0)
    row = surveys.change_along(made, question="load", first="1", last="2", along="days").iloc[0]
    reference = stats.linregress(days, last - first)
    half = stats.t.ppf(0.975, 18) * reference.stderr
    assert [row["slope"], row["low"], row["high"], row["p"]] == pytest.approx(
        [reference.slope, reference.slope - half, reference.slope + half, reference.pvalue], abs=1e-9
    )
    flat = from_points(people(first), people(last, days=np.ones(20)))
    assert surveys.change_along(flat, question="load", first="1", last="2", along="days")["verdict"].item() == (
        "too few to say"
    )
    with pytest.raises(ArgumentError, match="is the question itself"):
        surveys.change_along(made, question="load", first="1", last="2", along="load")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"first": "2", "last": "1"}, "An earlier and a later wave"),
        ({"first": "1", "last": "1"}, "An earlier and a later wave"),
        ({"last": "9"}, "The wave '9'"),
        ({"question": "lod"}, "Did you mean 'load'"),
        ({"better": "more"}, "which answers are good"),
        ({"confidence": 95}, "Write 0.95 for 95 %"),
        ({"by": "role"}, r"survey\(..., groups=\['role'\]\)"),
        ({"by": {"X": "a"}}, "Nobody of the survey has a group"),
    ],
)
def test_impossible_questions_are_refused(given, says):
    made = from_points(*map(people, drawn(1)))
    with pytest.raises(ArgumentError, match=says):
        surveys.change(made, **(ASKED | given))
