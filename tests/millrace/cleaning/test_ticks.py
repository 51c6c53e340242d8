"""A column that is ticked or left blank: its blanks are not called gaps without saying that they may mean no."""

import pandas as pd
import pytest

from millrace.cleaning import profile, quality_scorecard

NAMES = [f"firm {n}" for n in range(40)]


def table(values):
    return pd.DataFrame({"firm": NAMES, "paid": (values * 40)[:40]})


@pytest.mark.parametrize("mark", ["x", "✓", "Ja", "oui", "да", "是", "Y", 1, True])
@pytest.mark.parametrize("blank", [None, ""])
def test_blanks_beside_ticks_are_told_as_a_possible_no(mark, blank):
    ticked = table([mark, blank, blank])
    found = profile(ticked).set_index("topic")["sentence"]
    assert "empty may mean no" in found["ticks"]
    assert "gaps" not in found.index
    card = quality_scorecard(ticked).set_index("dimension")["found"]
    assert card["completeness"].endswith("paid: only ticks, so empty may mean no")


@pytest.mark.parametrize("values", [["yes", "no", None], ["CHF", None], ["j", "n", None], [1, 0, None], ["ok", None]])
def test_gaps_beside_other_words_are_gaps(values):
    found = profile(table(values)).set_index("topic")["sentence"]
    assert "ticks" not in found.index
    assert found["gaps"].startswith("Empty cells: paid")
    assert "ticks" not in quality_scorecard(table(values)).set_index("dimension")["found"]["completeness"]


def test_a_full_column_of_ticks_is_told_as_one_value_only():
    assert "ticks" not in set(profile(table(["x"]))["topic"])
