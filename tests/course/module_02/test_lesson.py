"""What the lesson of module 02 says of its list, its three rounds and its box of straps."""

import nbformat
import pytest

from millrace import intake, painpoints, process, samples
from paths import ROOT


@pytest.fixture(scope="module")
def bench():
    rows = intake.read_table(samples.path("repair_bench.csv"))
    names = {"case": "slip", "step": "step", "start": "begun", "end": "done", "resource": "who"}
    return process.event_log(rows, **names, trial=rows["slip"] == "TEST")


@pytest.fixture(scope="module")
def rounds():
    """The functions of the lesson's folded cells, without their knobs."""
    cells = nbformat.read(ROOT / "labs" / "02-pain-points" / "1-lesson.ipynb", as_version=4).cells
    names: dict = {}
    exec("import pandas as pd\nfrom millrace import rates, whatif", names)
    for cell in cells:
        if cell.cell_type == "code" and "def " in cell.source:
            exec(cell.source.split("knobs.turn(")[0], names)
    return names


ROUNDS = {
    "as it is": {},
    "faster": {"faster": 2},
    "collected": {"collected": 41},
    "both": {"faster": 2, "collected": 41},
}


def nine_of_ten(rounds, *, seed=1, **settings):
    result = rounds["whatif"].simulate(rounds["line"](**settings), weeks=104, seed=seed)
    return result.summary["lead_time_90_hours"].iloc[0]


def test_the_list_has_the_five_faults_that_are_named(bench):
    assert sorted(bench.set_aside["reason"]) == ["ends before it starts", "exact duplicate", "trial"]
    assert bench.events["end"].isna().sum() == 1
    overnight = bench.events["start"].dt.date != bench.events["end"].dt.date
    assert (overnight & bench.events["end"].notna()).sum() == 1


def test_bags_wait_for_the_price_and_not_for_the_man_at_the_bench(bench):
    shop = process.WorkingHours({"Mon-Sat": ["08:00-12:00", "13:00-17:30"]})
    waits = process.waiting(bench, hours=shop).set_index("step")
    assert waits["mean_waiting_hours"].idxmax() == "agree the price"
    assert waits["median_touch_hours"].idxmax() == "repair"
    assert waits.loc["agree the price", "mean_waiting_hours"] > 10 * waits.loc["repair", "mean_waiting_hours"]


def test_a_faster_machine_before_the_bottleneck_changes_almost_nothing(rounds):
    before = nine_of_ten(rounds)
    assert round(before) == 51
    assert nine_of_ten(rounds, faster=2) > 0.9 * before


@pytest.mark.parametrize("seed", range(2, 8))
def test_the_rounds_do_not_rest_on_one_stroke_of_luck(rounds, seed):
    hours = {name: nine_of_ten(rounds, seed=seed, **settings) for name, settings in ROUNDS.items()}
    assert hours["faster"] > 0.9 * hours["as it is"]
    assert hours["collected"] < 0.7 * hours["as it is"]
    assert hours["both"] < 0.9 * hours["collected"]


def test_a_little_collecting_brings_about_21_hours_and_too_much_makes_everybody_wait(rounds):
    assert nine_of_ten(rounds, collected=41) == pytest.approx(21, abs=1)
    assert nine_of_ten(rounds, painters=2) == pytest.approx(16, abs=1)
    assert nine_of_ten(rounds, collected=301) > 40


def test_the_machine_helps_once_painting_is_mended(rounds):
    assert nine_of_ten(rounds, collected=41, faster=2) < 0.87 * nine_of_ten(rounds, collected=41)


def test_a_limit_of_eight_keeps_the_pace_and_one_of_three_starves_the_benches(rounds):
    free, eight, three = (
        rounds["whatif"].simulate(rounds["line"](inside=inside), weeks=104, seed=1).summary.iloc[0]
        for inside in (20, 8, 3)
    )
    assert eight["orders_per_week"] == pytest.approx(free["orders_per_week"], rel=0.01)
    assert eight["inside_mean"] < 0.8 * free["inside_mean"]
    assert eight["lead_time_90_hours"] < 1.1 * free["lead_time_90_hours"]
    assert three["orders_per_week"] < 0.95 * free["orders_per_week"]


def test_ten_straps_are_too_few_to_blame_a_box_and_two_hundred_are_enough(rounds):
    verdicts = [rounds["box_of"](n).set_index("box").loc["this box", "verdict"] for n in (10, 200)]
    assert verdicts == ["no different that we can see", "worse"]


def test_the_note_that_comes_most_often_is_not_the_one_that_costs_most():
    table = painpoints.pareto(samples.load("service_notes.csv"), by="kind", measure="cost_cny")
    assert table["kind"].iloc[0] == "buckles of a whole lot broke"
    assert table.set_index("kind")["count"].idxmax() == "parcel came late"
