"""Learn what tests do without a mutant: which pass, how long they take, and the lines that each runs."""

import contextlib
import functools
import gc
import importlib
import os
import sys
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import pytest

__all__ = ["Baseline", "Tested", "module_name", "observe", "run_pytest"]

# No cache and no plugins from elsewhere: what is not there cannot behave differently in a forked process.
OPTIONS = ["-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--capture=sys"]

# Once a test has run so many lines of one function, all its lines count as run by the test: better a few tests too
# many for a mutant than minutes of tracing.
ENOUGH_STEPS = 2000


@dataclass
class Tested:
    """One test without a mutant: whether it passed, and its processor seconds, those of shared fixtures apart."""

    passed: bool = True
    seconds: float = 0.0
    shared: float = 0.0


@dataclass
class Baseline:
    """What the tests do without a mutant.

    Parameters
    ----------
    tests : dict of str to Tested
        By pytest's name of the test, in the order in which they ran.
    lines : dict of str to dict of str to set of int
        For each test, or ``""`` for what runs on import, the lines that ran in each file.
    modules : list of str
        Installed modules that were loaded, in their order.
    """

    tests: dict[str, Tested] = field(default_factory=dict)
    lines: dict[str, dict[str, set[int]]] = field(default_factory=dict)
    modules: list[str] = field(default_factory=list)


def module_name(file: str | Path) -> str:
    """Return the dotted name of a file below ``lib``.

    Examples
    --------
    >>> module_name("millrace/intake/__init__.py"), module_name("millrace/samples.py")
    ('millrace.intake', 'millrace.samples')
    """
    return ".".join(Path(file).with_suffix("").parts).removesuffix(".__init__")


def observe(root: Path, args: Sequence[str], traced: Collection[str] = ()) -> Baseline:
    """Run tests as they are.

    Parameters
    ----------
    root : pathlib.Path
        The project.
    args : sequence of str
        Files and folders for pytest.
    traced : collection of str
        Full paths of files whose lines are recorded, which takes a few times as long.

    Returns
    -------
    Baseline
        With lines only where files were traced.
    """
    watch = _Watch(root / "lib", frozenset(traced))
    run_pytest(root, [*args, "--continue-on-collection-errors"], watch)
    watch.share_fixtures()
    watch.baseline.modules = [name for name, module in list(sys.modules.items()) if _is_installed(module)]
    return watch.baseline


def run_pytest(root: Path, args: list[str], plugin: object) -> int:
    """Run pytest in this process, without anything that a forked process would share."""
    os.chdir(root)
    return pytest.main([*OPTIONS, f"--rootdir={root}", *args], plugins=[plugin])


def _is_installed(module: object) -> bool:
    origin = getattr(getattr(module, "__spec__", None), "origin", None) or ""
    return "site-packages" in Path(origin).parts and Path(origin).stem != "__main__"


class _Watch:
    """Records which tests pass, how long they take, and the lines that each runs."""

    def __init__(self, lib: Path, traced: frozenset[str]) -> None:
        self.lib = lib
        self.traced = traced
        self.baseline = Baseline()
        self._turn_to(self.baseline.lines.setdefault("", {}))
        self.test = Tested()
        self.fixtures: list[tuple[str, str, dict[str, set[int]]]] = []
        self.uses: dict[str, tuple[str, ...]] = {}

    def on_call(self, frame: FrameType, event: str, arg: object):
        code = frame.f_code
        if code.co_filename not in self.traced or self.steps[code] > ENOUGH_STEPS:
            return None
        seen, steps = self.now.setdefault(code.co_filename, set()), self.steps
        seen.add(frame.f_lineno)

        def on_line(frame: FrameType, event: str, arg: object):
            seen.add(frame.f_lineno)
            steps[code] += 1
            if steps[code] > ENOUGH_STEPS:
                seen.update(line for _, _, line in code.co_lines() if line)
                frame.f_trace_lines = False
            return on_line

        return on_line

    @contextlib.contextmanager
    def _tracing(self) -> Iterator[None]:
        # Not all the time: what pytest does around a test would take longer than the test.
        before = sys.gettrace()
        tracer = self.on_call if self.traced else None
        threading.settrace(tracer)
        sys.settrace(tracer)
        try:
            yield
        finally:
            threading.settrace(before)
            sys.settrace(before)

    def _turn_to(self, lines: dict[str, set[int]]) -> None:
        self.now = lines
        self.steps = Counter()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        # What cannot be imported will be reported when it is collected.
        for file in sorted(self.traced):
            # A module that is a program ends the process that imports it.
            with contextlib.suppress(Exception, SystemExit), self._tracing():
                importlib.import_module(module_name(Path(file).relative_to(self.lib)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test = test = self.baseline.tests.setdefault(item.nodeid, Tested())
        self._turn_to(self.baseline.lines.setdefault(item.nodeid, {}))
        self.uses[item.nodeid] = tuple(getattr(item, "fixturenames", ()))
        if self.traced:
            # What an earlier test left in a cache, this one needs to be seen to compute.
            _clear_caches(self.traced)
        before = _processor_seconds()
        result = yield
        test.seconds += _processor_seconds() - before - test.shared
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        with self._tracing():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef, request) -> Iterator[None]:
        if fixturedef.scope == "function":
            with self._tracing():
                return (yield)
        outer, mine = self.now, {}
        self._turn_to(mine)
        before = _processor_seconds()
        try:
            with self._tracing():
                return (yield)
        finally:
            self.test.shared += _processor_seconds() - before
            scope = "" if fixturedef.scope == "session" else request.node.nodeid.split("::")[0]
            self.fixtures.append((fixturedef.argname, scope, mine))
            self._turn_to(outer)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome != "passed":
            self.baseline.tests[report.nodeid].passed = False

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.baseline.tests[report.nodeid] = Tested(passed=False)

    def share_fixtures(self) -> None:
        """Count the lines of a shared fixture for each test that uses it, not only for the first."""
        for name, scope, lines in self.fixtures:
            for test, fixtures in self.uses.items():
                if name in fixtures and test.startswith(scope):
                    mine = self.baseline.lines[test]
                    for file, seen in lines.items():
                        mine.setdefault(file, set()).update(seen)


def _processor_seconds() -> float:
    return sum(os.times()[:4])


def _clear_caches(files: Collection[str]) -> None:
    for cached in _caches(frozenset(files), len(sys.modules)):
        cached.cache_clear()


@functools.cache
def _caches(files: frozenset[str], modules: int) -> list[functools._lru_cache_wrapper]:
    # Looked for again only when modules came in between.
    found = [o for o in gc.get_objects() if isinstance(o, functools._lru_cache_wrapper)]
    return [cached for cached in found if getattr(cached.__wrapped__, "__code__", None) and _file(cached) in files]


def _file(cached: functools._lru_cache_wrapper) -> str:
    return cached.__wrapped__.__code__.co_filename
