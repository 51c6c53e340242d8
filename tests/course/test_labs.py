"""Every lab keeps its promises, by the authors' own command: one call for all labs, with one pool of processes.

It proves, in a kernel, that the solution earns all points and the untouched lab none; and in the pool, that right
attempts pass, wrong ones are told what is wrong, mutants are noticed, and another variant of the company changes
nothing. No answer can be read in what learners get, and the module's committed notebooks are what the source says.
"""

import json
import os
import subprocess
import sys

import pytest

from paths import ROOT

EXTENTS = ["--quick", pytest.param(None, marks=pytest.mark.slow)]


@pytest.fixture(scope="session", params=EXTENTS, ids=["sample", "whole"])
def verdicts(labs, request):
    """What ``coursekit check`` says about each lab: a sample of the trials, and all of them as a slow test."""
    command = [sys.executable, "-m", "coursekit", "check", *labs, "--json", "--variants", "1"]
    command += [request.param] if request.param else []
    done = subprocess.run(
        [*command, "--jobs", str(os.cpu_count() or 2)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout, done.stderr
    reports = json.loads(done.stdout)
    assert done.returncode == (0 if all(report["ok"] for report in reports) else 1), done.stderr
    return {report["lab"]: report for report in reports}


def test_a_lab_keeps_its_promises(verdicts, lab):
    assert verdicts[lab]["ok"], "\n".join(verdicts[lab]["shortfalls"])


def test_every_promise_was_put_to_the_test(verdicts, lab):
    """A lab without attempts would keep its promises, too."""
    report = verdicts[lab]
    assert report["solution_full"]
    assert report["untouched_zero"]
    assert report["right"][1] >= 2 * report["answers"] > 0
    assert report["wrong"][1] >= 3 * report["answers"]
    assert report["mutants"][1] > report["answers"]
    assert report["equivalents"][1] > 2 * report["answers"]
    # a number has fewer places to spoil than a table
    assert report["spoilers"][1] > 2 * report["answers"]
    assert report["alone"] == [report["answers"], report["answers"]]
    assert report["variants"] == [1, 1]


def test_at_least_half_of_the_answers_ask_for_a_choice(verdicts, lab):
    chosen, answers = verdicts[lab]["choices"]
    assert 2 * chosen >= answers
