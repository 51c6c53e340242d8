"""Print how many times faster `coursekit grade` grades a cohort than stock `nbgrader autograde`.

``python tests/benchmarks/grading.py [LEARNERS] [--only small|lab] [--many N]``. Both grade the same cohort in the same
run, ours in the sandbox with a worker for each core: ours, stock, ours again, so that a machine that others use too is
fair to both. Two cohorts: a small notebook that imports pandas, scikit-learn and seaborn and answers at once, and lab
01 as people hand it in, right, wrong, untouched and slow. `--many` grades that many small ones with ours alone, and
shows whether memory grows. The last line is the ratio for small notebooks.
"""

import argparse
import collections
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import grading_cohorts as cohorts
import nbformat
from watching import Watch

SHARES = ("start", "learner", "checks", "shutdown", "conversion", "recording")


@dataclass
class Timed:
    """One run of a command over a cohort."""

    seconds: float
    processor: float
    memory: Watch
    outcomes: list[dict] = field(default_factory=list)


def ours(cohort: cohorts.Cohort, jobs: int) -> Timed:
    words = [sys.executable, "-m", "coursekit", "grade", "--json", "--force", "--jobs", str(jobs)]
    timed, said = _run(cohort.root, words)
    timed.outcomes = json.loads(said)
    assert len(timed.outcomes) == cohort.learners, f"{cohort.learners - len(timed.outcomes)} were lost"
    assert not [one for one in timed.outcomes if one["state"] in ("flagged", "failed")]
    return timed


def stock(cohort: cohorts.Cohort) -> Timed:
    return _run(cohort.root, [sys.executable, "-m", "nbgrader", "autograde", cohort.lab, "--force"])[0]


def _run(root: Path, words: list[str]) -> tuple[Timed, str]:
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(words, cwd=root, stdout=out, stderr=err)
        with Watch(process.pid) as watch:
            _, ended, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        status = process.returncode = os.waitstatus_to_exitcode(ended)
        out.seek(0), err.seek(0)
        if status not in (0, 1):
            raise SystemExit(f"{' '.join(words[1:4])} ended with {status}: {err.read()[-2000:]}")
        return Timed(seconds, used.ru_utime + used.ru_stime, watch), out.read()


def seconds_of_cells(cohort: cohorts.Cohort) -> tuple[float, float]:
    """Add up, over the notebooks that stock has graded, the time of the cells that are no checks, and of checks."""
    spent = [0.0, 0.0]
    for file in cohort.graded():
        for cell in nbformat.read(file, as_version=4).cells:
            told = cell.metadata.get("execution", {})
            if "shell.execute_reply" in told:
                is_check = bool(cell.metadata.get("nbgrader", {}).get("grade"))
                ended, began = told["shell.execute_reply"], told["iopub.execute_input"]
                spent[is_check] += (cohorts.instant(ended) - cohorts.instant(began)).total_seconds()
    return spent[0], spent[1]


def compare(cohort: cohorts.Cohort, jobs: int) -> float:
    """Grade a cohort with both, print all of it, and return how many times faster ours is."""
    other = cohort.copy("stock")
    first = ours(cohort, jobs)
    theirs = stock(other)
    rounds = [first, ours(cohort, jobs)]
    count = cohort.learners
    mean = statistics.mean(one.seconds for one in rounds)
    outcomes = [one for timed in rounds for one in timed.outcomes]
    spent = collections.Counter()
    for one in outcomes:
        spent.update(one["seconds"])
    print(f"{cohort.name}: {count} submissions, {jobs} workers")
    print(f"  stock {theirs.seconds / count:.2f} s, ours {mean / count:.3f} s each: {theirs.seconds / mean:.1f} times")
    processor = statistics.mean(one.processor for one in rounds)
    print(f"  processor time: stock {theirs.processor / count:.2f} s, ours {processor / count:.3f} s each")
    print(f"  marks: {cohort.differences(other)} of {count} gradebook entries differ from stock's")
    rest = spent["worker"] - sum(spent[name] for name in ("start", "cells", "shutdown"))
    parts = {**spent, "checks": spent["cells"] - spent["learner"], "conversion": spent["conversion"] + rest}
    whole = sum(parts[name] for name in SHARES)
    print("  " + ", ".join(f"{name} {parts[name] / whole:.0%}" for name in SHARES))
    print("  seconds each: " + ", ".join(f"{name} {parts[name] / len(outcomes):.3f}" for name in SHARES))
    memory = max(timed.memory.most_mb() for timed in rounds)
    print(f"  memory at most: {memory:,.0f} MB in all, {memory / jobs:,.0f} MB per worker")
    learners, checks = seconds_of_cells(other)
    their_rest = (theirs.seconds - learners) / count
    our_rest = mean / count - spent["learner"] / len(outcomes) / jobs
    for what, their, our in (
        ("the learner's own cells", their_rest, our_rest),
        ("them and what the checks compute", their_rest - checks / count,
         our_rest - spent["computing"] / len(outcomes) / jobs),
    ):  # fmt: skip
        print(f"  all but {what}: stock {their:.2f} s, ours {our:.3f} s each: {their / our:.1f} times less")
    return theirs.seconds / mean


def many(cohort: cohorts.Cohort, jobs: int) -> None:
    """Grade a large cohort with ours, and print how memory went."""
    timed = ours(cohort, jobs)
    quarters = [f"{megabytes:,.0f}" for megabytes in timed.memory.quarters_mb()]
    print(f"{cohort.learners} submissions: {timed.seconds / cohort.learners:.3f} s each, none lost")
    print(f"  median memory in each quarter of the time: {', '.join(quarters)} MB")


def main() -> None:
    """Read the arguments, make the cohorts, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("learners", nargs="?", type=int, default=40)
    parser.add_argument("--only", choices=["small", "lab"])
    parser.add_argument("--many", type=int)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="grading-bench-"))
    try:
        if asked.many:
            many(cohorts.small(folder / "many", asked.many), asked.jobs)
            return
        if asked.only != "small":
            compare(cohorts.lab(folder / "lab", asked.learners), asked.jobs)
        if asked.only != "lab":
            ratio = compare(cohorts.small(folder / "small", asked.learners), asked.jobs)
            print(f"throughput: {ratio:.1f} times stock")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
