"""CPU-seconds by stage at the end of a run, and what the whole course will cost: a small plugin of pytest.

Seconds of the clock say little on a machine with other work, or in workers side by side. CPU-seconds, of the worker and
of every program that it started and waited for, add up.
"""

import os
from collections import Counter
from pathlib import PurePath

import pytest

from one_module import chosen_labs

__all__ = ["CpuClock", "stage_of", "table"]

# How many modules the finished course has, and the processors of the machine that must test it in time.
MODULES, PROCESSORS = 9, 2
BETWEEN = "between tests"
# Run for one lab, however many there are.
ONCE = {"course/journey", "course/browser"}


def stage_of(path: PurePath) -> str:
    """Return where the seconds of a file's tests are counted.

    Parameters
    ----------
    path : PurePath
        The file, relative to the project.

    Returns
    -------
    str
        The folder below ``tests/``; in ``tests/course`` the file's name, or ``"course/modules"`` for what one
        module has for itself; outside of ``tests`` it is ``"doctests"``.
    """
    if path.parts[0] != "tests":
        return "doctests"
    if path.parts[1] == "course" and path.parts[2].startswith("module_"):
        return "course/modules"
    if path.parts[1] == "course":
        return f"course/{path.stem.removeprefix('test_')}"
    return path.parts[1] if len(path.parts) > 2 else "tests"


class CpuClock:
    """CPU-seconds of this process and its children, each second counted for the stage that was current."""

    def __init__(self) -> None:
        self.stage = BETWEEN
        self.spent: Counter[str] = Counter()
        self._last = cpu_seconds()

    def turn_to(self, stage: str) -> str:
        """Count what was used since the last turn, go on with another stage, and return the one before."""
        now, before = cpu_seconds(), self.stage
        self.spent[before] += now - self._last
        self.stage, self._last = stage, now
        return before

    def take(self) -> dict[str, float]:
        """Return the seconds of each stage since the last taking."""
        self.turn_to(self.stage)
        taken, self.spent = dict(self.spent), Counter()
        return taken


def cpu_seconds() -> float:
    """Return what this process and the children that it waited for have used."""
    return sum(os.times()[:4])


class Stages:
    """Count on each worker, collect on the controller, print at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.clock = CpuClock()
        self.seconds: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self.clock.turn_to(stage_of(item.path.relative_to(self.config.rootpath)))
        try:
            return (yield)
        finally:
            self.clock.turn_to(BETWEEN)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        """Count what a shared fixture clears away for the stage that made it, not for the test that came last."""
        before = self.clock.stage
        # Finalizers run last in, first out: this one ends the counting, the one below begins it.
        fixturedef.addfinalizer(lambda: self.clock.turn_to(self._interrupted))
        result = yield
        fixturedef.addfinalizer(lambda: self._interrupt(before))
        return result

    def _interrupt(self, stage: str) -> None:
        self._interrupted = self.clock.turn_to(stage)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        # What a report carries besides its own fields, xdist brings to the controller.
        report.cpu_seconds = self.clock.take()
        return report

    def pytest_runtest_logreport(self, report):
        self.seconds.update(getattr(report, "cpu_seconds", {}))
        self.tests[stage_of(PurePath(report.location[0]))] += report.when == "call"

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        left = self.clock.take()
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["cpu_seconds"] = left
        elif session.config.pluginmanager.hasplugin("dsession"):
            # The workers are children of this process, and have reported for themselves.
            self.seconds[BETWEEN] += sum(os.times()[:2])
        else:
            self.seconds.update(left)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self.seconds.update(getattr(node, "workeroutput", {}).get("cpu_seconds", {}))

    def pytest_terminal_summary(self, terminalreporter):
        if sum(self.tests.values()):
            terminalreporter.section("CPU-seconds by stage")
            for line in table(self.seconds, self.tests, modules=len(chosen_labs(self.config))):
                terminalreporter.write_line(line)


def table(seconds: dict[str, float], tests: dict[str, int], *, modules: int) -> list[str]:
    """Return the lines of the table: each stage with its seconds, its tests, and its seconds with all modules.

    Parameters
    ----------
    seconds, tests : dict of str to number
        By stage.
    modules : int
        How many modules the run went through; those of ``course/`` grow with them.
    """
    growing = {stage for stage in seconds if stage.startswith("course/")} - ONCE
    later = {stage: used * (MODULES / modules if stage in growing else 1) for stage, used in seconds.items()}
    rows = [(stage, seconds[stage], tests.get(stage, 0), later[stage]) for stage in sorted(seconds)]
    rows.append(("all", sum(seconds.values()), sum(tests.values()), sum(later.values())))
    head = f"{'stage':<20} {'CPU-s':>7} {'tests':>6} {f'CPU-s with {MODULES} modules':>24}"
    lines = [f"{stage:<20} {used:7.1f} {count:6d} {grown:24.1f}" for stage, used, count, grown in rows]
    now, then = (total / PROCESSORS / 60 for total in (rows[-1][1], rows[-1][3]))
    return [head, *lines, f"On {PROCESSORS} processors: {now:.1f} minutes at least, with {MODULES} modules {then:.1f}."]


def pytest_configure(config):
    """Begin to count."""
    config.pluginmanager.register(Stages(config), "stages of the tests")
