"""Plans are spread over processes; one that takes its process along is tried again, an answer at a time."""

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from coursekit.checking import pool
from coursekit.checking.plans import Outcome, Plan


class Pool:
    """Run plans at once and here; a deadly answer breaks the pool, and all that is still to come with it."""

    def __init__(self, jobs):
        self.jobs, self.broken = jobs, False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def submit(self, run, plan):
        future = Future()
        self.broken = self.broken or "deadly" in plan.answers
        if self.broken:
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result([Outcome("right", answer, "a", True, "passed") for answer in plan.answers])
        return future


@pytest.fixture
def pools(monkeypatch):
    """Put a pool without processes in the place of each pool, and hold them."""
    made = []

    def make(jobs):
        made.append(Pool(jobs))
        return made[-1]

    monkeypatch.setattr(pool, "_pool", make)
    return made


def plan(lab, *answers, variant=0):
    return Plan(lab, f"course/{lab}/lab.py", (), answers, variant=variant)


def test_every_plan_gets_its_outcomes_and_each_is_told(pools):
    first, second, told = plan("01-a", "total", "half"), plan("02-b", "total"), []
    done = pool.run_plans([first, second], jobs=3, tell=told.append)
    assert {p.lab: [o.answer for o in outcomes] for p, outcomes in done.items()} == {
        "01-a": ["total", "half"],
        "02-b": ["total"],
    }
    assert [line.split(": ")[1] for line in told] == [f"{n} of 2 batches of trials done" for n in (1, 2)]
    assert sorted(line.split(": ")[0] for line in told) == ["01-a", "02-b"]
    assert [one.jobs for one in pools] == [3]


def test_only_the_guilty_answer_is_recorded_as_dead(pools):
    deadly, later = plan("01-a", "total", "deadly", "half", variant=2), plan("02-b", "total")
    done = pool.run_plans([deadly, later])
    assert [(o.answer, o.verdict, o.good) for o in done[deadly]] == [
        ("total", "passed", True),
        ("deadly", "died", False),
        ("half", "passed", True),
    ]
    died = done[deadly][1]
    assert (died.kind, died.file, died.variant) == ("solution", "course/01-a/lab.py", 2)
    assert died.message.startswith("The process ended in the middle of a trial: it called os._exit")
    assert [o.verdict for o in done[later]] == ["passed"]
    assert [one.jobs for one in pools] == [2, 1, 1, 1, 1]
