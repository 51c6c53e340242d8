"""Columns that the copy leaves exact: whom they single out is counted and told, alone and together."""

from collections import Counter

import numpy as np
import pandas as pd

from privacy_run import Run


def grants(rows=200, *, seed=4):
    """Grants with a measure and a sum that few share, and a column of few answers."""
    chance = np.random.default_rng(seed)
    return pd.DataFrame({
        "grant no": [f"G-{n}" for n in range(rows)], "region": chance.choice(["North", "South"], rows),
        "sex": ["f"] * rows,
        "points": chance.integers(40, 100, rows), "sum": chance.integers(4, 60, rows) * 500.0,
        "kind": chance.choice(["new", "again"], rows), "granted": chance.choice(["yes", "no"], rows),
    })  # fmt: skip


def alone(table, columns):
    counts = Counter(map(tuple, table[columns].astype(str).to_numpy()))
    return sum(1 for number in counts.values() if number == 1)


def test_columns_that_single_out_together_are_told_with_their_counts(tmp_path):
    table = grants()
    run = Run(table, tmp_path, most_left_out=0)
    assert run.copy.became["points"] == run.copy.became["sum"] == "as it is"
    both = alone(table, ["points", "sum"])
    assert both > 150 > alone(table, ["points"])
    [copy] = [one for one in run.found if one.about == "copy"]
    [said] = [text for text in copy.found if "exact in the copy" in text]
    assert said.startswith("points, sum: exact in the copy")
    assert f"all of them finds {both} of 200 people" in said
    assert f"('points' alone: {alone(table, ['points'])}; with region" in said.replace(
        f"'sum' alone: {alone(table, ['sum'])}; ", ""
    )
    assert "points, sum" in copy.action
    [cost] = [one for one in run.found if one.about == "coarser"]
    assert any("said of region, sex alone" in text and "points, sum stay exact" in text for text in cost.found)


def test_with_what_the_copy_shows_of_others_they_find_more_and_that_is_told(tmp_path):
    table = grants().assign(region=["North", "South"] * 100)
    run = Run(table, tmp_path, most_left_out=0)
    more = alone(run.back(), ["points", "sum", "region"])
    assert more > alone(table, ["points", "sum"])
    assert f"with region as well: {more}" in " ".join(run.found[3].found)


def test_one_rare_value_among_few_answers_is_enough_and_a_column_of_few_frequent_ones_is_not_blamed(tmp_path):
    table = grants().drop(columns=["points", "sum"])
    assert "exact in the copy" not in " ".join(Run(table, tmp_path).found[3].found)
    table.loc[7, "kind"] = "by order of the court"
    said = " ".join(Run(table, tmp_path, most_left_out=0).found[3].found)
    assert "kind: exact in the copy, and whoever knows it finds 1 of 200 people" in said


def test_rows_of_one_person_count_once(tmp_path):
    table = pd.DataFrame({"customer id": [f"C{n // 3}" for n in range(90)], "city": ["Ulm", "Kiel"] * 45,
                          "total": [n // 3 + 0.5 for n in range(90)]})  # fmt: skip
    said = " ".join(Run(table, tmp_path).found[3].found)
    assert "finds 30 of 30 people" in said


def test_what_is_named_known_or_left_out_is_no_longer_told(tmp_path):
    for setting in ("known", "leave_out"):
        run = Run(grants(), tmp_path, **{setting: ["points", "sum"]})
        assert not any("exact in the copy" in text for text in run.found[3].found)
        assert not any("stay exact" in text for text in run.found[2].found)
