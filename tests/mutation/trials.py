"""Run tests against a mutant in this process, which is a forked one that has not imported the library yet."""

import importlib
import importlib.machinery
import importlib.util
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest
from observing import module_name, run_pytest

__all__ = ["try_mutant"]


def try_mutant(root: Path, file: str, code: CodeType, limits: dict[str, float]) -> str:
    """Run tests against a mutant until one fails.

    Parameters
    ----------
    root : pathlib.Path
        The project.
    file : str
        Path of the mutated file below ``lib``.
    code : code
        What the mutated file compiles to.
    limits : dict of str to float
        The tests in the order to run them, and the processor seconds after which each is ended.

    Returns
    -------
    str
        What killed the mutant: a test, or a file that could no longer be imported; empty when it survived.
    """
    run = _Run(limits, _Finder(module_name(file), root / "lib" / file, code))
    status = run_pytest(root, ["-x", *dict.fromkeys(name.split("::")[0] for name in limits)], run)
    return run.killer or ("" if status == pytest.ExitCode.OK else f"pytest ended with {status}")


class _Finder(importlib.machinery.SourceFileLoader):
    """Finds one module, and loads the mutant in its place."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        super().__init__(name, str(path))
        self.code = code

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class _Run:
    """Keeps the tests that matter, in their order, each with a time limit, and remembers what failed."""

    def __init__(self, limits: dict[str, float], finder: _Finder) -> None:
        self.limits = limits
        self.finder = finder
        self.place = {name: place for place, name in enumerate(limits)}
        self.killer = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self) -> None:
        # Before pytest's own finder, which would rewrite the modules whose doctests are run, and before any conftest.
        sys.meta_path.insert(0, self.finder)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        # Otherwise pytest would run the doctests of a module in a second copy of it, whose classes are other classes.
        for file in {name.split("::")[0] for name in self.limits if name.startswith("lib/")}:
            try:
                importlib.import_module(module_name(file.removeprefix("lib/")))
            except Exception:
                self.killer = f"{file} (import)"
                pytest.exit(self.killer, returncode=1)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.place), key=lambda i: self.place[i.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        # Both alarms end the process, also inside a regular expression that never returns.
        most = self.limits[item.nodeid]
        signal.setitimer(signal.ITIMER_PROF, most)
        signal.setitimer(signal.ITIMER_REAL, 10 * most)
        result = yield
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.killer = self.killer or report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.killer = self.killer or f"{report.nodeid} (import)"
