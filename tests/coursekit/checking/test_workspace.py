"""One trial cannot spoil the next, and none can run for ever."""

import copy
import faulthandler
import os
import random
import time
import types
from pathlib import Path

import pandas as pd
import pytest

from coursekit.checking.workspace import TookTooLong, Workspace, time_limit

SPOILERS = {
    "a table changed in place": "table.loc[0, 'a'] = 99",
    "a column dropped in place": "table.pop('a')",
    "a list inside a dictionary": "nested['rows'].append(3)",
    "a name deleted": "del table",
    "a name made anew": "fresh = 1",
    "a function replaced": "double = None",
    "through a function's globals": "grow()",
    "the environment": "import os; os.environ['MILLRACE_TEST'] = '1'",
    "the working folder": "import os; os.chdir('..')",
    "the random numbers": "import random, numpy; random.random(); numpy.random.rand()",
}
SETUP = """
import pandas as pd
table = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
nested = {"rows": [1, 2]}
same = nested["rows"]
def double(x):
    return 2 * x
def grow():
    nested["rows"].append(9)
"""


def state(space):
    names = {k: v for k, v in space.names.items() if not k.startswith("__")}
    plain = {k: v.to_dict() if isinstance(v, pd.DataFrame) else v for k, v in names.items()}
    return (
        copy.deepcopy({k: v for k, v in plain.items() if not isinstance(v, types.ModuleType)}),
        dict(os.environ),
        Path.cwd(),
        random.getstate(),
    )


@pytest.mark.parametrize("spoiler", SPOILERS)
def test_everything_is_as_before_after_a_trial(spoiler):
    space = Workspace()
    assert space.run(SETUP) is None
    kept, before = space.keep(), state(space)
    for _ in range(2):
        assert space.run(SPOILERS[spoiler]) is None
        assert state(space) != before
        space.restore(kept)
        assert state(space) == before


def test_two_names_for_one_list_stay_two_names_for_one_list():
    space = Workspace()
    space.run(SETUP)
    space.restore(space.keep())
    assert space.names["same"] is space.names["nested"]["rows"]


def test_what_cannot_be_copied_is_shared(tmp_path):
    space = Workspace()
    space.names["folder"] = tmp_path
    space.run("import threading; lock = threading.Lock(); numbers = (n for n in range(3))")
    space.restore(space.keep())
    assert space.names["lock"].acquire(blocking=False)


def test_a_cell_that_never_ends_is_stopped():
    space, begin = Workspace(seconds=0.3), time.monotonic()
    raised = space.run("while True:\n    pass")
    assert raised.late
    assert time.monotonic() - begin < 5
    assert space.run("x = 1") is None


def test_code_in_time_is_not_disturbed_afterwards():
    for _ in range(20):
        with time_limit(0.05):
            pass
    time.sleep(0.1)


def test_the_limit_says_how_long_it_waited():
    begin = time.monotonic()
    with pytest.raises(TookTooLong, match=r"after 0\.1 seconds"), time_limit(0.1):
        time.sleep(30)
    assert time.monotonic() - begin < 10


def test_a_machine_busy_with_other_work_costs_a_cell_nothing():
    with time_limit(0.2):
        # Asleep, as a process that does not get its turn.
        time.sleep(0.4)


@pytest.mark.parametrize("code", ["raise SystemExit", "exit()", "import sys; sys.exit(3)", "1 / 0", "x ="])
def test_every_way_to_fail_is_an_outcome(code):
    assert Workspace().run(code) is not None


def test_what_a_learner_sees_is_kept_apart_by_kind():
    space = Workspace()
    said = space.run("from millrace import checks\nchecks.answer('total')")
    assert said.speaks
    assert said.text.startswith("Not answered yet")
    plain = space.run("{}['quantity']")
    assert not plain.speaks
    assert plain.text == "KeyError: 'quantity'"
    assert not space.run("assert False").speaks


def test_warnings_are_shown_and_stop_nothing():
    space = Workspace()
    with pytest.warns(DeprecationWarning, match="old way"):
        assert space.run("import warnings; warnings.warn('old way', DeprecationWarning); print('done')") is None
    assert space.printed == "done\n"


def test_names_that_no_code_mentions_are_shared_and_the_others_are_copied():
    space = Workspace()
    space.run("mine, given = [1], [2]\ndef grow():\n    mine.append(9)")
    kept = space.keep()
    space.restore(kept, only={"mine", "never_made"})
    space.run("grow()\nextra = 1")
    assert space.names["mine"] == [1, 9]
    space.restore(kept, only={"mine"})
    assert (space.names["mine"], "extra" in space.names) == ([1], False)
    assert space.names["given"] is kept["names"]["given"]


@pytest.mark.parametrize("seconds", [0.5, 20, 100])
def test_the_process_is_ended_only_long_after_the_cell_should_have_been(monkeypatch, seconds):
    asked = []
    monkeypatch.setattr(faulthandler, "dump_traceback_later", lambda after, **how: asked.append((after, how["exit"])))
    monkeypatch.setattr(faulthandler, "cancel_dump_traceback_later", lambda: asked.append("cancelled"))
    with time_limit(seconds):
        [(after, ends)] = asked
    assert after >= 2 * seconds + 5
    assert ends is True
    assert asked[1:] == ["cancelled"]


def test_a_copy_is_of_the_names_that_there_are():
    space = Workspace(names={"rows": [1], "other": 2})
    copied = space.copy_of({"rows", "never_made"})
    assert copied == {"rows": [1]}
    assert copied["rows"] is not space.names["rows"]


def test_an_error_names_the_cell_that_raised_it_and_earlier_cells_are_remembered():
    space = Workspace()
    space.run("x = 1")
    raised = space.run("\n1 / 0", label="answer")
    place = raised.error.__traceback__
    while place.tb_next:
        place = place.tb_next
    assert (place.tb_frame.f_code.co_filename, place.tb_lineno) == ("<answer>", 2)
    assert space.names["In"] == ["x = 1", "\n1 / 0"]
    assert space.run("In = None") is None
    assert space.run("x = 2") is None
