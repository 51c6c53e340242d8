"""Every hostile notebook is harmless, or its run ends with the outcome that it says."""

import os
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.kernels import Limits
from hostile import cases, shown


def running(words):
    """Command lines of this machine's processes that hold some words."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [path] if words in path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace") else []
        except OSError:
            continue  # it has ended meanwhile
    return found


@pytest.fixture(scope="module")
def held(sandbox):
    """See first, in a notebook that means no harm, that the system itself limits processes: bombs go off only then."""
    code = (
        "import resource; print(resource.getrlimit(resource.RLIMIT_NPROC)[1], open('/proc/sys/kernel/pid_max').read())"
    )
    ran = sandbox.run(new_notebook(cells=[new_code_cell(code)]), limits=Limits(processes=60))
    of_user, of_namespace = map(int, ran.notebook.cells[0].outputs[0].text.split())
    assert (of_namespace if os.geteuid() == 0 else of_user) < 500


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_hostile_notebook_gets_nowhere(sandbox, held, tmp_path, case):
    files = {}
    for number, (name, content) in enumerate(case.files.items()):
        files[name] = tmp_path / str(number)
        files[name].write_text(content, encoding="utf-8")
    ran = sandbox.run(case.notebook(), files, limits=case.limits)
    said = shown(ran.notebook)
    assert "GOT THROUGH" not in said
    assert "planted-token" not in said
    assert (ran.outcome, case.shows in said) == (case.outcome, True), f"{ran.said}\n{said[-3000:]}"
    if case.family == "outliving":
        assert not running("98765.4321")
