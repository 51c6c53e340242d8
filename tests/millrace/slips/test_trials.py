"""What people typed in trials of the labs gets a mend that leads on, and not into the next error."""

import pytest

from learner_shell import GIVEN, learner
from millrace.slips.code import stored_names

TABLES = """
card = pd.DataFrame({"line": ["price", "packing"], "cny_per_piece": [64.5, 3]})
use = pd.DataFrame({"date": pd.to_datetime(["2025-03-03", "2025-03-04"]), "used": [4.0, 6.0]})
once = 3
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    with learner(tmp_path_factory.mktemp("ipython")) as somebody:
        somebody.run(GIVEN, TABLES)
        yield somebody


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (
            "too_little = price - material",
            "price is a line of the table card, no name. Type its number, 64.5, in its place.",
        ),
        ('point = max(use["used"], used)', 'a column is taken out of its table: write use["used"].'),
        ("point = 45 * use", 'use is a whole table. Calculate with one of its columns of numbers: use["used"].'),
        ("kinds = every year, once, time", 'Write: kinds = "every year", "once", "time"'),
        ("wanted = about 40", "Write: wanted = 40"),
    ],
)
def test_the_mend_leads_on(notebook, typed, says):
    assert says in notebook.run(typed).sentence


@pytest.mark.parametrize("typed", ["speaks_for = (2,9)", "low, high = 19.1*40,27.2*40", "closed,helped = 0.637,0.46"])
def test_a_comma_that_was_meant_is_no_slip(notebook, typed):
    assert notebook.run(typed).note == ""
    assert "because of the comma" in notebook.run("limit = 1,800").note


def test_a_name_that_a_function_keeps_to_itself_is_no_name_of_the_notebook():
    cell = "def look(alike):\n    ours = alike\n    return ours\n\nshown = look(3)"
    assert stored_names(cell) == {"look", "shown"}
