"""Pains in money: what differs is told apart, what does not is not."""

import time

import numpy as np
import pytest

from millrace.errors import ArgumentError
from millrace.painpoints import Part, ranking
from millrace.painpoints.comparing import larger_shares


def one(low, likely, high, **asked):
    return [Part("cost", low, likely, high, **asked)]


def test_equal_pains_cannot_be_told_apart_and_share_the_first_place():
    table = ranking({name: one(1000, 2000, 4000) for name in ("a", "b", "c")})
    assert table["rank"].tolist() == [1, 1, 1]
    assert table["first_share"].tolist() == pytest.approx([1 / 3] * 3, abs=0.02)
    assert table["surely_larger_than"].tolist() == ["", "", ""]
    assert table["cannot_be_told_from"].tolist() == ["b, c", "a, c", "a, b"]


def test_equal_pains_without_a_range_share_every_draw():
    table = ranking({"a": one(5, 5, 5), "b": one(5, 5, 5)})
    assert table["first_share"].tolist() == [0.5, 0.5]
    assert table["cannot_be_told_from"].tolist() == ["b", "a"]


def test_pains_that_do_not_overlap_are_surely_ranked():
    table = ranking({"small": one(1, 2, 3), "large": one(10, 20, 30), "middle": one(4, 5, 6)})
    assert table["pain"].tolist() == ["large", "middle", "small"]
    assert table["surely_larger_than"].tolist() == ["small, middle", "small", ""]
    assert table["first_share"].tolist() == [1, 0, 0]


def test_the_chance_to_be_larger_is_that_of_independent_triangles():
    table = ranking({"x": one(0, 0.5, 1), "y": one(0, 1, 2)}, draws=100_000)
    rng = np.random.default_rng(5)
    brute = (rng.triangular(0, 1, 2, 500_000) > rng.triangular(0, 0.5, 1, 500_000)).mean()
    assert table.set_index("pain").loc["y", "first_share"] == pytest.approx(brute, abs=0.005)


def test_cash_and_time_are_apart_and_may_rank_otherwise():
    table = ranking({"slow": one(90, 100, 110, kind="time", cash_share=0.1), "broken": one(40, 50, 60)})
    rows = table.set_index("pain")
    assert rows.loc["slow", ["rank", "cash_rank"]].tolist() == [1, 2]
    assert rows.loc["slow", "cash_mean_per_year"] == pytest.approx(10)
    assert (rows["cash_mean_per_year"] + rows["time_mean_per_year"]).tolist() == pytest.approx(
        rows["mean_per_year"].tolist()
    )


def test_parts_that_move_together_give_the_wider_range():
    parts = [Part(f"p{number}", 0, 10, 20) for number in range(6)]
    row = ranking({"many": parts, "one": one(50, 60, 80)}).set_index("pain").loc["many"]
    assert row["p90_per_year"] - row["p10_per_year"] == pytest.approx(6 * 20 * (1 - 2 * np.sqrt(0.05)), rel=0.03)
    assert row["first_share"] != row["first_share_independent"]


def test_the_sentence_says_range_cash_and_who_is_smaller():
    sentences = ranking({"late": one(10_000, 11_000, 30_000), "smell": one(10, 20, 30)}, currency="EUR")["sentence"]
    assert sentences[0].startswith("late: between 11,000 and 24,000")
    assert sentences[0].endswith(" EUR per year, of it 17,000 cash on average; surely larger than smell.")
    assert "surely" not in sentences[1]


def test_adding_a_pain_behind_the_others_leaves_their_ranges():
    pains = {"a": one(1, 2, 3), "b": one(2, 3, 9)}
    few, more = ranking(pains), ranking(pains | {"c": one(0, 0, 1)})
    columns = ["pain", "mean_per_year", "p10_per_year", "p90_per_year"]
    assert few[columns].equals(more[columns].head(2))


def test_one_pain_is_first_and_compared_with_nothing():
    row = ranking({"late": one(1, 2, 3)}).iloc[0]
    assert (row["first_share"], row["surely_larger_than"], row["cannot_be_told_from"]) == (1, "", "")


def test_larger_shares_are_a_count_of_draws():
    drawn = np.random.default_rng(0).integers(0, 3, (4, 200)).astype(float)
    shares = larger_shares(drawn)
    for a in range(4):
        for b in range(4):
            slow = np.mean([1.0 if x > y else 0.5 if x == y else 0.0 for x, y in zip(drawn[a], drawn[b], strict=True)])
            assert shares[a, b] == pytest.approx(slow)


@pytest.mark.parametrize(
    ("pains", "asked", "match"),
    [
        ({}, {}, r"pains=\{\} was given\. Pains with their parts"),
        ([], {}, r"pains=\[\] was given"),
        ({"late": []}, {}, "pain 'late' holds no part"),
        ({"late": one(1, 2, 3)}, {"sure_share": 95}, r"sure_share=95 was given.*Write 95 % as 0\.95"),
    ],
)
def test_wrong_arguments_are_refused(pains, asked, match):
    with pytest.raises(ArgumentError, match=match):
        ranking(pains, **asked)


def test_ten_pains_of_five_parts_are_quick():
    pains = {f"p{i}": [Part(f"a{j}", 1, 2 + j, 5 + i + j) for j in range(5)] for i in range(10)}
    began = time.process_time()
    ranking(pains)
    assert time.process_time() - began < 1.5  # 0.03 s on two idle cores; the bound only catches another order of growth
