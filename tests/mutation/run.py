"""Mutate the library, run the tests that can notice, and list what they let through: ``python tests/mutation/run.py``.

A copy of the project is tested, so that its files may be edited meanwhile. Needs an operating system with ``fork``.
"""

import argparse
import contextlib
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from forks import Job, run_jobs
from observing import Baseline, observe
from reach import Reach, in_order
from sites import Mutant, Site, code_of, draw, sites_of
from tally import TIME_LIMIT, Trial, as_json, survivors, table
from tqdm import tqdm
from trials import try_mutant

ROOT = Path(__file__).resolve().parents[2]
TARGETS = [
    "millrace/reading",
    "millrace/intake",
    "millrace/cleaning",
    "millrace/process",
    "millrace/rates",
    "millrace/themes",
    "millrace/painpoints",
    "millrace/whatif",
    "millrace/checks",
    "millrace/samples.py",
    "millrace/knobs",
    "millrace/showing",
    "coursekit",
]
NOT_COPIED = shutil.ignore_patterns(".git", ".*venv*", "__pycache__", ".*cache", "node_modules", ".ipynb_checkpoints")


class Bench:
    """The project on the bench: its modules, what its tests do without a mutant, and which of them can notice what.

    Parameters
    ----------
    root : pathlib.Path
        A copy of the project that nobody edits.
    jobs : int
        How many processes at the same time.
    slowest : float
        Tests that take more processor seconds than this are left out.
    grace : float
        Processor seconds that a test may take beyond ten times the longest of its file.
    tell : callable
        Called with each sentence worth knowing.
    """

    def __init__(self, root: Path, *, jobs: int, slowest: float, grace: float, tell: Callable[[str], None]) -> None:
        self.root, self.jobs, self.slowest, self.grace, self.tell = root, jobs, slowest, grace, tell
        paths = sorted((root / "lib").rglob("*.py"))
        self.texts = {path.relative_to(root / "lib").as_posix(): path.read_text(encoding="utf-8") for path in paths}
        self.seconds: dict[str, float] = {}
        self.longest: dict[str, float] = {}
        self.reach: dict[str, Reach] = {}

    def sites(self, targets: Iterable[str]) -> list[Site]:
        """List the sites of all files that lie in one of the targets."""
        files = [f for f in self.texts if any(f == t or f.startswith(f"{t.rstrip('/')}/") for t in targets)]
        return [site for file in files for site in sites_of(self.texts[file], file)]

    def watch(self, packages: Iterable[str]) -> None:
        """Run the tests of each package as they are, twice: once for their lines, once at full speed."""
        wanted = [
            Job((package, traced), partial(observe, self.root, self._places(package), self._files(package, traced)))
            for package in packages
            for traced in (True, False)
        ]
        for result in run_jobs(wanted, most=self.jobs):
            package, traced = result.name
            if result.died or not result.value.tests:
                sys.exit(f"The tests of {package} did not run to their end. Run them alone: pytest tests/{package}")
            if traced:
                texts = {file: text for file, text in self.texts.items() if file.startswith(f"{package}/")}
                self.reach[package] = Reach(result.value, self.root / "lib", texts)
                load_first(result.value.modules)
            else:
                self._keep(result.value)

    def trial(self, found: Mutant, code) -> Job:
        """Prepare the trial of one mutant against the tests that can notice it."""
        reached = self.reach[found.site.file.split("/")[0]].tests_of(found.site)
        tests = in_order({name: seconds for name, seconds in self.seconds.items() if name in reached})
        limits = {name: 10 * self.longest[name.split("::")[0]] + self.grace for name in tests}
        work = partial(try_mutant, self.root, found.site.file, code, limits)
        return Job((found, len(tests)), work if tests else str)

    def _places(self, package: str) -> list[str]:
        return [place for place in (f"tests/{package}", f"lib/{package}") if (self.root / place).exists()]

    def _files(self, package: str, traced: bool) -> list[str]:
        return [str(self.root / "lib" / f) for f in self.texts if traced and f.startswith(f"{package}/")]

    def _keep(self, baseline: Baseline) -> None:
        failed = [name for name, test in baseline.tests.items() if not test.passed]
        passed = {name: test.seconds for name, test in baseline.tests.items() if test.passed}
        slow = [name for name, seconds in passed.items() if seconds > self.slowest]
        for name, test in baseline.tests.items():
            # Any test of a file may be the first one, which makes the fixtures that they share.
            file = name.split("::")[0]
            self.longest[file] = max(test.seconds + test.shared, self.longest.get(file, 0))
        self.seconds |= {name: seconds for name, seconds in passed.items() if name not in slow}
        self.tell(f"{len(passed) - len(slow)} tests of {len(baseline.tests)} take {sum(passed.values()):.0f} seconds.")
        for names, why in ((failed, "they fail without a mutant"), (slow, "they are slow")):
            if names:
                self.tell(f"Left out, because {why}:\n  " + "\n  ".join(names))


def load_first(modules: Iterable[str]) -> None:
    """Import what the tests will need from elsewhere, so that no mutant has to wait for pandas."""
    with warnings.catch_warnings(action="ignore"):
        for name in modules:
            # A module that is a program may end the process that imports it.
            with contextlib.suppress(Exception, SystemExit):
                importlib.import_module(name)


def mutants(bench: Bench, sites: Iterable[Site]) -> Iterator[tuple[Mutant, object]]:
    """Make the mutants of sites, without those that change nothing or cannot be compiled."""
    for site in sites:
        made = code_of(bench.texts[site.file], site, bench.root / "lib" / site.file)
        if made:
            yield made


def try_all(bench: Bench, sample: list[tuple[Mutant, object]]) -> list[Trial]:
    """Try each mutant, with a line of progress."""
    trials = []
    with tqdm(total=len(sample), unit="mutant", file=sys.stderr, mininterval=1) as progress:
        for result in run_jobs((bench.trial(found, code) for found, code in sample), most=bench.jobs):
            found, tests = result.name
            trials.append(Trial(found, TIME_LIMIT if result.died else result.value, tests))
            killed = sum(bool(trial.killer) for trial in trials)
            progress.set_postfix_str(f"{killed / len(trials):.0%} killed", refresh=False)
            progress.update()
    return trials


def parse(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sample", type=int, default=300, help="how many mutants to draw (300)")
    parser.add_argument("--seed", type=int, default=0, help="another seed draws other mutants (0)")
    parser.add_argument("--only", action="append", help="a folder or file below lib, such as millrace/intake")
    parser.add_argument("--jobs", type=int, default=2, help="processes at the same time (2)")
    parser.add_argument("--slowest", type=float, default=5, help="leave out tests of more processor seconds (5)")
    parser.add_argument(
        "--grace",
        type=float,
        default=3,
        help="processor seconds for a test beyond ten times the longest of its file (3)",
    )
    parser.add_argument("--list-all", action="store_true", help="list every mutant that could be drawn, and stop")
    parser.add_argument("--json", type=Path, help="write every mutant and what killed it to this file")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> None:
    """Run the command."""
    asked = parse(argv)
    if not hasattr(os, "fork"):
        sys.exit("This needs an operating system with fork, such as Linux or macOS. On Windows, run it in WSL.")
    # Plugins that happen to be installed, threads of linear algebra and windows have no place in a forked process.
    os.environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
    os.environ.pop("PYTEST_ADDOPTS", None)
    sys.dont_write_bytecode = False
    tqdm.monitor_interval = 0
    # Ended from outside, too, it takes its processes and its copy of the project along.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="mutated-") as folder:
        copied = Path(shutil.copytree(asked.root, Path(folder).resolve() / "project", ignore=NOT_COPIED))
        bench = Bench(copied, jobs=asked.jobs, slowest=asked.slowest, grace=asked.grace, tell=tqdm.write)
        report(asked, bench, bench.sites(asked.only or TARGETS))


def report(asked: argparse.Namespace, bench: Bench, sites: list[Site]) -> None:
    """List all mutants, or try a sample of them and print what came of it."""
    if not sites:
        sys.exit(f"Nothing to mutate in {', '.join(asked.only or TARGETS)}. Expected: folders or files below lib.")
    if asked.list_all:
        print(survivors(Trial(found, "", 0) for found, _ in mutants(bench, sites)))
        return
    sample = list(islice(mutants(bench, draw(sites, seed=asked.seed)), asked.sample))
    bench.watch(sorted({found.site.file.split("/")[0] for found, _ in sample}))
    started = time.monotonic()
    trials = try_all(bench, sample)
    minutes = (time.monotonic() - started) / 60
    print(survivors(trials), table(trials), sep="\n\n")
    print(f"Drawn from {len(sites)} with seed {asked.seed}; {len(trials) / minutes:.0f} mutants per minute.")
    if asked.json:
        asked.json.write_text(as_json(trials), encoding="utf-8")


if __name__ == "__main__":
    main()
