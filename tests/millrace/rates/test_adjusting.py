"""Like compared with like: ratios equal statsmodels, a mix is seen through, a habit is told from worse pieces."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from millrace import rates
from millrace.errors import ArgumentError


def looked_at(seed=1, rows=9000, habit=1.0, worse=1.0, people=("Li", "Wu", "Xu")):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"who": rng.choice(people, rows), "month": rng.integers(1, 7, rows)})
    first = (frame["who"] == people[0]).to_numpy()
    slight, grave = 0.025 * np.where(first, habit * worse, 1), 0.02 * np.where(first, worse, 1)
    drawn = rng.random(rows)
    frame["severity"] = np.select([drawn < slight, drawn < slight + grave], ["minor", "major"], None)
    return frame


def find(frame, **asked):
    asked = {"by": "who", "severity": "severity", "slight": "minor", "grave": "major", "given": "month"} | asked
    return rates.compare_finders(frame, **asked).set_index("who")


def kidney_stones():
    # Charig et al., BMJ 1986: open surgery is better for small and for large stones, and looks worse in total
    counts = [
        ("open", "small", 87, 81),
        ("open", "large", 263, 192),
        ("other", "small", 270, 234),
        ("other", "large", 80, 55),
    ]
    parts = [
        pd.DataFrame({"method": method, "stone": stone, "healed": np.arange(n) < k}) for method, stone, n, k in counts
    ]
    return pd.concat(parts, ignore_index=True)


def test_a_total_that_points_the_other_way_is_flagged():
    table = rates.adjusted(kidney_stones(), event="healed", by="method", given="stone").set_index("method")
    assert table["reversed"].all()
    assert table.loc["open", "ratio"] < 1 < table.loc["open", "adjusted_ratio"]
    assert table.loc["open", "strata_higher"] == table.loc["open", "strata"] == 2
    plain = rates.adjusted(kidney_stones().assign(all=1), event="healed", by="method", given="all")
    assert not plain["reversed"].any()


def test_ratios_equal_a_one_line_definition_and_the_test_that_of_statsmodels():
    frame = looked_at(habit=1.7)
    frame["found"] = frame["severity"].notna()
    table = rates.adjusted(frame, event="found", by="who", given="month").set_index("who")
    ours, strata, top, bottom = frame["who"] == "Li", [], 0.0, 0.0
    for _, part in frame.groupby("month"):
        one, other = part.loc[ours, "found"], part.loc[~ours, "found"]
        top += one.sum() * len(other) / len(part)
        bottom += other.sum() * len(one) / len(part)
        strata.append(np.array([[one.sum(), (~one).sum()], [other.sum(), (~other).sum()]]))
    assert table.loc["Li", "adjusted_ratio"] == pytest.approx(top / bottom)
    exact = StratifiedTable(strata).test_null_odds(correction=True).pvalue
    assert table["adjusted_p"].min() == pytest.approx(min(1, 3 * exact), rel=1e-6)


def test_ranges_hold_the_truth():
    held = 0
    for seed in range(100):
        frame = looked_at(seed, rows=3000, habit=2.0, people=("Li", "Wu")).assign(
            found=lambda f: f["severity"].eq("minor")
        )
        row = rates.adjusted(frame, event="found", by="who", given="month").set_index("who").loc["Li"]
        held += row["low"] <= 2 <= row["high"]
    assert held >= 90


def test_pieces_that_have_no_like_are_counted_and_not_judged():
    frame = pd.DataFrame(
        {"who": ["a"] * 50 + ["b"] * 50 + [None], "kind": ["x"] * 50 + ["y"] * 50 + ["x"], "bad": False}
    )
    table = rates.adjusted(frame, event="bad", by="who", given="kind")
    assert table["pieces"].sum() == 101
    assert table.set_index("who").loc["b", "not_compared"] == 50
    assert table.set_index("who").loc["b", "verdict"] == "too few to say"
    assert table["who"].isna().sum() == 1


def test_who_looks_harder_has_a_habit_and_the_others_have_none():
    tables = [find(looked_at(seed, habit=2.5)) for seed in range(30)]
    assert sum(table.loc["Li", "verdict"] == "a habit of looking, not other pieces" for table in tables) >= 28
    alike = [(table.drop("Li")["verdict"] == "no different that we can see").all() for table in tables]
    assert sum(alike) >= 25
    assert tables[0].loc["Li", "statement"].startswith("Li finds 2.")


def test_whose_pieces_are_worse_has_worse_pieces():
    for seed in range(5):
        table = find(looked_at(seed, worse=2.5))
        assert table.loc["Li", "verdict"] == "other pieces: it shows in what all see"


def test_among_people_who_are_alike_nobody_is_blamed():
    blamed = [
        (find(looked_at(seed, rows=3000))["verdict"] != "no different that we can see").any() for seed in range(60)
    ]
    assert np.mean(blamed) <= 0.15


def test_harder_months_are_not_taken_for_a_habit():
    rng = np.random.default_rng(4)
    frame = looked_at(4)
    frame["month"] = np.where(frame["who"] == "Li", rng.choice([1, 2], 9000, p=[0.9, 0.1]), rng.choice([1, 2], 9000))
    drawn = rng.random(9000)
    frame["severity"] = np.where(drawn < np.where(frame["month"] == 1, 0.1, 0.02), "minor", None)
    frame.loc[frame.index[:40], "severity"] = "major"
    assert (
        rates.by_group(frame.assign(m=frame["severity"].eq("minor")), by="who", event="m")["verdict"].iloc[0] == "worse"
    )
    assert find(frame).loc["Li", "verdict"] == "no different that we can see"


def test_four_pieces_are_too_few():
    frame = pd.concat([looked_at(), pd.DataFrame({"who": ["Cai"] * 4, "month": 1, "severity": ["major"] * 3 + [None]})])
    row = find(frame).loc["Cai"]
    assert row["verdict"] == "too few to say"
    assert row["statement"] == "Cai: 4 pieces, too few to say."


def test_of_two_people_nobody_can_say_who_is_off_but_both_are_shown():
    table = find(looked_at(habit=3.0, people=("Li", "Wu")))
    assert set(table["verdict"]) == {"a habit of looking, not other pieces"}
    assert table["slight_ratio"].prod() == pytest.approx(1)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"slight": "miner"}, "Did you mean 'minor'"),
        ({"grave": ["major", "minor"]}, "both slight and grave"),
        ({"given": "who"}, "in by and in given"),
        ({"given": []}, "given="),
    ],
)
def test_severities_and_strata_that_make_no_sense_are_refused(asked, says):
    with pytest.raises(ArgumentError, match=says):
        find(looked_at(), **asked)
    with pytest.raises(ArgumentError, match="in by and in given"):
        rates.adjusted(kidney_stones(), event="healed", by="stone", given="stone")
