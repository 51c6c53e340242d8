"""What the lesson of module 03 says of its notebook, its kiosk and its school bags."""

import nbformat
import numpy as np
import pandas as pd
import pytest

from millrace import samples
from paths import ROOT


@pytest.fixture(scope="module")
def cells():
    """The functions and numbers of the lesson's cells, without their knobs."""
    names: dict = {}
    exec("import pandas as pd\nfrom millrace import forecasting, inventory, samples", names)
    for cell in nbformat.read(ROOT / "labs" / "03-forecasting" / "1-lesson.ipynb", as_version=4).cells:
        if cell.cell_type == "code" and (
            "def " in cell.source or "weeks = " in cell.source or "promised" in cell.source
        ):
            exec(cell.source.split("knobs.")[0].removesuffix("weeks.tail(3)"), names)
    return names


def test_the_notebook_has_the_faults_that_are_named():
    notes = samples.load("key_rings.csv")
    weeks = pd.to_datetime(notes["week_from"])
    assert weeks.duplicated().sum() == 1
    assert set(pd.date_range(weeks.min(), weeks.max(), freq="W-MON")) - set(weeks) == {pd.Timestamp("2025-10-13")}
    sold = notes.set_index("week_from")["sold"]
    assert sold["2025-11-17"] == "0"
    assert sold["2025-11-03"] == "533"
    assert sold["2025-10-06"] == "3 dz"


def test_at_the_kiosk_the_standing_order_of_80_beats_the_middle_and_every_order_like_yesterday(cells):
    wanted = np.array(cells["wanted_next"])
    money = {order: cells["earned"](order, wanted).sum() for order in (60, 80)}
    like_yesterday = np.r_[cells["wanted_before"][-1], wanted[:-1]]
    assert money[80] > money[60] > cells["earned"](like_yesterday, wanted).sum()
    assert 55 <= np.mean(cells["wanted_before"]) <= 65


def test_the_best_order_moves_with_the_costs(cells, capsys):
    assert cells["order_for"](10, 10) == pytest.approx(60, abs=3)
    assert cells["order_for"](6, 18) > 75
    assert cells["order_for"](18, 6) < 45
    capsys.readouterr()


def test_the_game_says_what_the_orders_came_to(cells, capsys):
    cells["day"](0, 60)
    cells["ten_days"]([60] * 10)
    said = capsys.readouterr().out
    assert "16 thrown away" in said
    assert "Of your nine new orders, 0 went towards" in said


def test_the_best_window_is_neither_a_week_nor_a_year(cells):
    errors = cells["errors"]
    best = min(errors, key=errors.get)
    assert 5 <= best <= 15
    assert errors[1] > 1.2 * errors[best]
    assert errors[52] > 1.2 * errors[best]


def test_eight_of_ten_promises_held(cells):
    rows = cells["promised"]
    assert rows["sold"].between(rows["low"], rows["high"]).sum() == 8
