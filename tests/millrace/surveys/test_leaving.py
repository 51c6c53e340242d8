"""Those who stopped answering, and those who agree with everything."""

import itertools

import numpy as np
import pandas as pd
import pytest

from made_surveys import from_points, null_waves, people
from millrace import surveys
from millrace.errors import ArgumentError

WAVES = {"first": "1", "last": "2"}


def left(first, gone, moved=0.0):
    last = np.array(first, dtype=float) + moved
    last[: len(gone)] = np.nan
    return from_points(people(first), people(last))


def test_the_chance_of_leavers_is_that_of_all_ways_to_leave():
    first = [5.0, 5, 4, 5, 4, 2, 3, 4, 1, 3, 2]
    found = surveys.compare_leavers(left(first, range(5)), questions=["load"], **WAVES).iloc[0]
    mean = np.mean(first)
    seen = abs(sum(first[:5]) - 5 * mean)
    ways = [abs(sum(one) - 5 * mean) >= seen - 1e-9 for one in itertools.combinations(first, 5)]
    assert found["p_holm"] == pytest.approx(np.mean(ways), abs=0.01)
    assert found["difference"] == pytest.approx(np.mean(first[:5]) - np.mean(first[5:]))
    assert found["verdict"] == "leavers higher"


def test_a_group_with_many_leavers_does_not_pass_for_a_reason():
    rng = np.random.default_rng(1)
    role = {f"P{n:02d}": "busy" if n < 20 else "calm" for n in range(40)}
    level = np.where(np.arange(40) < 20, 4.0, 2.0) + rng.integers(-1, 2, 40)
    gone = rng.permutation(20)[:10]
    last = level.copy()
    last[gone] = np.nan
    made = from_points(people(level), people(last), role=role)
    asked = {"questions": ["load"], **WAVES}
    assert surveys.compare_leavers(made, **asked)["verdict"].item() == "leavers higher"
    assert surveys.compare_leavers(made, within="role", **asked)["verdict"].item() == "not shown"


def test_leavers_by_chance_are_rarely_called_different():
    rng = np.random.default_rng(2)
    said = [
        surveys.compare_leavers(from_points(*null_waves(rng, 26, gone=6)), questions=["a", "b"], **WAVES)["verdict"]
        for _ in range(50)
    ]
    assert np.mean([one.str.startswith("leavers").any() for one in said]) <= 0.08


def test_few_leavers_are_not_shown():
    found = surveys.compare_leavers(left([5.0, 4, 3, 2, 1, 2, 3, 4], range(2)), questions=["load"], **WAVES).iloc[0]
    assert found["verdict"] == "hidden"
    assert pd.isna(found["leavers"])
    nobody = surveys.compare_leavers(left([5.0, 4, 3, 2, 1, 2], []), questions=["load"], **WAVES).iloc[0]
    assert nobody["verdict"] == "too few to say"


def test_bounds_are_those_worked_out_by_hand():
    first = [4.0] * 6 + [2, 3, 4, 5, 3, 4, 2, 3]
    made = left(first, range(6), moved=-1)
    found = surveys.change_bounds(made, question="load", better="lower", **WAVES)
    # those who answered moved by -1; their worst quarter begins at 3 points, so that six leavers at 4 stay there
    assert found["change"].tolist() == pytest.approx([-1, -8 / 14, -8 / 14])


def test_a_worst_quarter_can_take_the_verdict_away():
    first = np.array([2.0] * 8 + [4, 4, 4, 4, 5, 5, 5, 5, 5, 5])
    last = np.array([np.nan] * 8 + [3, 3, 3, 4, 4, 4, 4, 4, 4, 5])
    made = from_points(people(first), people(last))
    found = surveys.change_bounds(made, question="load", better="lower", **WAVES)
    assert found["verdict"].tolist()[:2] == ["improved", "improved"]
    assert found["change"].iloc[2] == pytest.approx((8 * 2 - 8) / 18)
    assert found["holds"].tolist() == [True, True, False]


def test_the_worst_quarter_is_the_low_one_where_high_is_good():
    first = np.array([5.0] * 6 + [3] * 8)
    last = np.array([np.nan] * 6 + [1, 2, 3, 3, 4, 4, 4, 4])
    found = surveys.change_bounds(from_points(people(first), people(last)), question="load", better="higher", **WAVES)
    assert found["change"].iloc[2] == pytest.approx((1 + 6 * (2 - 5)) / 14)


def test_bounds_with_few_leavers_are_hidden():
    found = surveys.change_bounds(left([4.0, 4, 3, 2, 3, 4, 5, 3], range(2), moved=-1), question="load",
                                  better="lower", **WAVES)  # fmt: skip
    assert found["verdict"].tolist()[1:] == ["hidden", "hidden"]
    assert found["change"].isna().tolist()[1:] == [True, True]


def test_response_rate_hides_small_groups_and_refuses_more_answers_than_people():
    role = {f"P{n:02d}": "large" if n < 8 else "middle" if n < 14 else "small" for n in range(18)}
    made = from_points(people([3.0] * 18), role=role)
    table = surveys.response_rate(made, invited={"large": 10, "middle": 6, "small": 4}, by="role")
    assert table.set_index("group")["rate"].to_dict() == pytest.approx(
        {"large": 0.8, "middle": np.nan, "small": np.nan}, nan_ok=True
    )
    assert surveys.response_rate(made, invited=20)["rate"].item() == 0.9
    with pytest.raises(ArgumentError, match="18 people of all answered"):
        surveys.response_rate(made, invited=9)
    with pytest.raises(ArgumentError, match="no number for"):
        surveys.response_rate(made, invited={"large": 10}, by="role")
    with pytest.raises(ArgumentError, match="without by="):
        surveys.response_rate(made, invited={"large": 10})


def minds(seed, *, agreeing=0, count=26):
    """Draw three waves of opinions on a sentence and its opposite; the first people agree with both."""
    rng = np.random.default_rng(seed)
    mind, habit = rng.normal(3, 0.7, count), np.where(np.arange(count) < agreeing, 1.3, 0)
    return from_points(
        *(
            people(
                np.clip(np.round(mind + habit + rng.normal(0, 0.4, count)), 1, 5),
                other=np.clip(np.round(6 - mind + habit + rng.normal(0, 0.4, count)), 1, 5),
            )
            for _ in range(3)
        )
    )


def test_those_who_agree_with_opposites_are_found_and_few_others():
    found, others = [], []
    for seed in range(30):
        flag = surveys.find_agreers(minds(seed, agreeing=5), opposites=[("load", "other")])["flag"]
        found.append((flag.iloc[:5] != "").mean())
        others.append((flag.iloc[5:] != "").mean())
    assert np.mean(found) >= 0.8
    assert np.mean(others) <= 0.05


def test_one_answer_throughout_is_flagged_only_where_enough_was_asked():
    points = pd.DataFrame({name: [3.0, 3.0, 1.0] for name in "abcdef"}, index=["A", "B", "C"])
    points.loc["C", "f"] = 5.0
    points.loc["B", "f"] = np.nan
    made = from_points(points)
    found = surveys.find_agreers(made, opposites=[], questions=list("abcdef"))
    assert found["flag"].tolist() == ["same answer throughout", "", ""]
    with pytest.raises(ArgumentError, match="Something to look for"):
        surveys.find_agreers(made, opposites=[])
    with pytest.raises(ArgumentError, match="Pairs of questions"):
        surveys.find_agreers(made, opposites=["ab"])


def test_one_pair_is_only_told():
    made = from_points(people([5.0, 4.0], other=[5.0, 2.0]))
    assert surveys.find_agreers(made, opposites=[("load", "other")])["flag"].tolist() == ["one pair only", ""]


def test_with_and_without_some_people_is_shown_and_few_are_guarded():
    first = [3.0] * 18
    last = [5.0] * 6 + [3.0] * 11 + [2.0]
    made = from_points(people(first), people(last))
    codes = [f"P{n:02d}" for n in range(6)]
    asked = {"question": "load", "better": "higher", **WAVES}
    table = surveys.change_without(made, people=codes, **asked)
    assert table["verdict"].tolist() == ["improved", "not shown"]
    assert table["holds"].tolist() == [True, False]
    assert table["change"].tolist() == pytest.approx([11 / 18, -1 / 12])
    few = surveys.change_without(made, people=codes[:2], **asked)
    assert few["change"].isna().tolist() == [False, True]
    with pytest.raises(ArgumentError, match="which are not there"):
        surveys.without_people(made, people=["Z"])
    with pytest.raises(ArgumentError, match="everybody"):
        surveys.without_people(made, people=made.people.index)
