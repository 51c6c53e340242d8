"""What the lesson of module 05 says of its two districts, its small groups, its proxy and its list without names."""

import nbformat
import numpy as np
import pytest

from paths import ROOT

LESSON = ROOT / "labs" / "05-ethics-and-bias" / "1-lesson.ipynb"


@pytest.fixture(scope="module")
def cells():
    """The functions and numbers of the lesson's cells, without their knobs."""
    names: dict = {}
    for cell in nbformat.read(LESSON, as_version=4).cells:
        if cell.cell_type == "code" and "..." not in cell.source and "checks.practice" not in cell.source:
            exec(cell.source.split("knobs.turn(")[0], names)
    return names


def test_two_people_more_turn_the_verdict(cells):
    rate = cells["people"].groupby("district")["through"].mean()
    assert rate["West"] / rate["East"] == pytest.approx(0.625)
    two_more = (6 + 2) / 16 / rate["East"]
    assert two_more == pytest.approx(0.83, abs=0.005)


def test_at_fifty_people_no_difference_still_fits_and_at_two_hundred_no_longer(cells):
    assert cells["how_sure"](50) == "yes"
    assert cells["how_sure"](200) == "no"
    low, high = cells["range_of_ratio"](10)
    assert low < 0.4
    assert high > 1.3


def test_the_range_holds_the_truth_in_95_of_100_draws(cells):
    rng, held = np.random.default_rng(5), []
    for _ in range(2000):
        east, west = rng.binomial(200, 0.6) / 200, rng.binomial(200, 0.45) / 200
        low, high = cells["range_of_ratio"](200, east=east, west=west)
        held.append(low <= 0.75 <= high)
    assert 0.93 <= np.mean(held) <= 0.97


def test_as_few_as_two_of_eight_come_by_luck_once_in_seven_times():
    rng = np.random.default_rng(6)
    assert (rng.binomial(8, 0.5, 200_000) <= 2).mean() == pytest.approx(1 / 7, abs=0.01)


def test_one_threshold_treats_good_borrowers_alike_and_still_lets_fewer_through(cells, capsys):
    assert cells["one_threshold"](60, 50, "fair") == "about as many"
    said = capsys.readouterr().out
    through = [int(line.split(": ")[1].split(" of")[0]) for line in said.splitlines()]
    assert through[1] < through[0] - 5
    kept = [int(line.split("got through ")[1].split("%")[0]) for line in said.splitlines()]
    assert kept[1] < kept[0] - 5


@pytest.mark.parametrize(("points", "ratio"), [(0, 1.0), (2.0, 0.5), (3.0, 0.4)])
def test_a_district_that_is_not_in_the_score_comes_back_through_the_years_at_an_address(cells, points, ratio):
    assert cells["members"].groupby("district")["reliable"].mean().abs().max() < 1e-9
    assert cells["without_district"](points) == ratio


def test_three_of_ten_are_alone_and_in_bands_nobody_is(cells):
    listed = cells["listed"]
    assert (listed.groupby(["age", "street"])["age"].transform("size") == 1).sum() == 3
    assert listed.groupby([cells["bands"], "street"], observed=True).size().min() == 2
