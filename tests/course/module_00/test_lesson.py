"""What the lesson of module 00 says of its knobs: a mistake that costs much eats what is saved."""

import nbformat
import pytest

from paths import ROOT

LESSON = ROOT / "labs" / "00-start-here" / "1-lesson.ipynb"


@pytest.fixture(scope="module")
def cells():
    """The functions and numbers of the lesson's cells, without their knobs."""
    names: dict = {}
    for cell in nbformat.read(LESSON, as_version=4).cells:
        if cell.cell_type == "code" and "..." not in cell.source and "checks.practice" not in cell.source:
            exec(cell.source.split("knobs.turn(")[0], names)
    return names


def test_looking_again_at_everything_as_long_as_typing_saves_nothing(cells):
    assert cells["hours_saved"](100, 2.0) == 0
    assert cells["hours_saved"](100, 3.0) < 0 < cells["hours_saved"](0, 3.0)


def test_harmful_answers_eat_what_the_chatbot_saves_and_the_knob_reaches_both_sides(cells):
    assert cells["left"](0, 40) > 0 > cells["left"](300, 40)
    assert cells["left"](0, 100) > cells["left"](0, 20)


def test_few_items_bring_half_of_the_money(cells):
    assert cells["half"] < len(cells["money"]) / 5
    assert cells["money"].head(cells["half"]).sum() >= cells["money"].sum() / 2


def test_no_row_of_the_stock_table_is_the_answer(cells):
    enough = [(cells["sold"] <= pieces).sum() for pieces in cells["ready"]]
    assert enough == sorted(enough)
    assert enough[0] < 52 / 2
    assert len(set(enough)) == len(enough)


def test_not_each_language_is_served_alike(cells):
    shares = cells["talks"].groupby(cells["languages"])["rating"].apply(lambda rating: (rating == "right").mean())
    assert shares.max() - shares.min() > 0.1
