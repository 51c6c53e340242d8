"""One small sandbox for all tests of kernels, with things planted outside that no kernel may reach."""

import os
import socket
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.kernels import Limits, NoBubblewrap, Sandbox, bubblewrap

TOKEN = "planted-token-5150"


def notebook(*sources):
    return new_notebook(cells=[new_code_cell(source, id=f"cell-{at}") for at, source in enumerate(sources, 1)])


@pytest.fixture(scope="session")
def needs_bubblewrap():
    """Path of a bubblewrap that can enclose kernels here, which asks more of the system than a sandbox alone."""
    try:
        return bubblewrap.find()
    except NoBubblewrap as fault:
        pytest.skip(str(fault))


@pytest.fixture(scope="session")
def planted(tmp_path_factory):
    """Paths and sockets of the grader's side, and what a kernel is told of them."""
    folder = tmp_path_factory.mktemp("grader")
    gradebook = folder / "planted-gradebook.db"
    gradebook.write_text(TOKEN, encoding="utf-8")
    hidden = folder / "open" / "solutions"
    hidden.mkdir(parents=True)
    (hidden / "answers.txt").write_text(TOKEN, encoding="utf-8")
    (folder / "open" / "data.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    listeners = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)]
    abstract = f"planted-by-test-{os.getpid()}"
    listeners[1].bind(f"\0{abstract}")
    file = folder / "s"
    listeners[2].bind(str(file))
    for listener in listeners:
        listener.listen()
    yield {
        "PLANTED_PATH": str(gradebook), "PLANTED_HIDDEN": str(hidden), "PLANTED_SOCKET": str(file),
        "PLANTED_ABSTRACT": abstract,
        "PLANTED_PORT": str(listeners[0].getsockname()[1]), "PLANTED_OPEN": str(folder / "open"),
    }  # fmt: skip
    for listener in listeners:
        listener.close()


@pytest.fixture(scope="session")
def sandbox(needs_bubblewrap, planted):
    """A sandbox with few warm modules, so that it starts quickly; one zygote for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANTED_TOKEN", TOKEN)
        given = Sandbox(
            [Path(planted["PLANTED_OPEN"])], hidden=[Path(planted["PLANTED_HIDDEN"])], warm=("json",),
            environment=planted, limits=Limits(cell_seconds=120),
        )  # fmt: skip
        with given:
            yield given
