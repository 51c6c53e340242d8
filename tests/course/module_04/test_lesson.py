"""What the lesson of module 04 says of its slide, its twelve desks, its six slips and its seats."""

import nbformat
import numpy as np
import pandas as pd
import pytest

from paths import ROOT

LESSON = ROOT / "labs" / "04-kpi-measurement" / "1-lesson.ipynb"


@pytest.fixture(scope="module")
def cells():
    """The functions and numbers of the lesson's cells, without their knobs."""
    names: dict = {}
    for cell in nbformat.read(LESSON, as_version=4).cells:
        if cell.cell_type == "code" and "..." not in cell.source and "checks.practice" not in cell.source:
            exec(cell.source.split("knobs.turn(")[0].split("knobs.play(")[0], names)
    return names


def test_the_slide_cuts_its_axis_so_that_half_looks_like_a_tenth(cells):
    before, after = cells["slide"]
    assert after / before == pytest.approx(0.5, abs=0.05)
    bottom = cells["draw_slide"]().get_ylim()[0]
    assert (after - bottom) / (before - bottom) == pytest.approx(0.1, abs=0.01)


def test_the_three_answers_are_four_faster_one_slower_and_one_faster(cells):
    means = cells["desks"].groupby("assistant")[["before", "after"]].mean()
    changed = means["after"] - means["before"]
    assert changed["yes"] == -4
    assert means.loc["yes", "after"] - means.loc["no", "after"] == 1
    assert changed["yes"] - changed["no"] == -1 == cells["ours"]


def test_one_lot_in_nine_says_a_minute_of_an_assistant_that_does_nothing(cells):
    rng, change = np.random.default_rng(4), cells["change"]
    shuffled = rng.permuted(np.tile(change, (20_000, 1)), axis=1)
    by_chance = np.abs(shuffled[:, :6].mean(axis=1) - shuffled[:, 6:].mean(axis=1)) >= 1 - 1e-9
    assert by_chance.mean() == pytest.approx(1 / 9, abs=0.01)
    assert cells["as_far"] / len(cells["by_lot"]) == pytest.approx(1 / 9, abs=0.005)


def test_the_range_reaches_from_two_minutes_to_none_and_the_verdict_is_not_shown(cells):
    answer = cells["answer"].iloc[0]
    assert answer["change"] == pytest.approx(-1)
    assert answer[["change_low", "change_high"]].tolist() == pytest.approx([-2, 0], abs=0.05)
    assert answer["verdict"] == "not shown"


def test_a_year_at_four_desks_is_worse_than_four_weeks_at_twelve(cells):
    width = cells["width_of"]
    assert width(4, 52) > 2 * width(12, 4)
    assert width(12, 1) - width(12, 4) > 5 * (width(12, 26) - width(12, 52))
    assert cells["plan"](4, 52) == pytest.approx(width(4, 52), abs=0.05)


def test_the_width_is_that_of_simulated_tests(cells):
    rng, desks, weeks = np.random.default_rng(4), 12, 4
    own = rng.normal(0, cells["DESK_ITSELF"], (4_000, desks))
    chance = rng.normal(0, cells["WEEK_BY_CHANCE"], (2, 4_000, desks, weeks)).mean(axis=-1)
    change = own + chance[1] - chance[0]
    effect = change[:, :6].mean(axis=1) - change[:, 6:].mean(axis=1)
    held = np.abs(effect) <= cells["width_of"](desks, weeks) / 2
    # the lesson's range allows for a spread that has to be estimated, so a known spread is held a little more often
    assert 0.95 < held.mean() < 0.98


def test_two_good_tools_look_useless_and_three_bad_ones_look_good(cells):
    slips = cells["slips_of"]
    looks = slips["after"] - slips["before"]
    assert (slips["good"] & (looks > -0.5)).sum() == 2
    assert (~slips["good"] & (looks <= -2)).sum() == 3
    assert slips["tool"].abs().min() < 0.2


def test_the_game_counts_what_was_bought(cells, capsys):
    cells["decide"](1, "no")
    cells["six_slips"](["yes", "no", "yes", "no", "yes", "no"])
    said = capsys.readouterr().out
    assert "so the tool saved 1.8 minutes" in said
    assert "You bought 1 of the 3 tools" in said
    assert "and 2 of the 3 that saved next to nothing" in said


def test_half_the_users_are_paid_back_after_a_year_and_a_third_never(cells):
    month = cells["payback_month"]
    assert [month(share) for share in (100, 50, 100 / 3)] == [3, 12, None]
    assert month(100, cash=50) == month(50)
    assert cells["use"](50, 100) == 12
    assert cells["use"](20, 100) == "never"


def test_the_hours_of_the_last_part_are_those_of_six_people():
    hours = 6 * 0.5 * 22
    text = "\n".join(cell.source for cell in nbformat.read(LESSON, as_version=4).cells)
    assert f"{hours:.0f} hours saved per month" in text
    assert f"{hours * 60:,.0f} CNY profit" in text
    assert f'checks.practice("cash_saved", {0.5 * 22 * 60:.0f}' in text


def test_each_figure_from_research_is_beside_its_source():
    text = "\n".join(cell.source for cell in nbformat.read(LESSON, as_version=4).cells)
    rows = [line for line in text.splitlines() if line.startswith("| ") and line.count("[") == 1]
    told = pd.Series(rows).str.extract(r"\[(\d)\]")[0].tolist()
    assert told == ["1", "2", "3", "4"]
    for row, figure in zip(
        rows, ("15 % more", "19 % slower", "2.8 % of their hours", "none shown on average"), strict=True
    ):
        assert figure in row
    for source in ("1. Brynjolfsson", "2. Becker", "3. Humlum", "4. Otis"):
        assert source in text
