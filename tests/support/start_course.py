"""A copy of the course with start.py and a stand-in for its installer, for tests of what start.py does."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from paths import ROOT

REPOSITORY = ROOT
SOURCE = REPOSITORY / "start.py"
# What decides about .venv; a copy without one of these is not complete.
LISTS = ["pyproject.toml", "lib/pyproject.toml", "requirements.lock", "requirements-test.lock"]
# Nothing here takes so long; on a machine with other work, a Python may need many seconds to start.
PATIENCE_SECONDS = 240

# Stands in for uv: makes an environment in which jupyterlab and pytest only tell how they were called.
FAKE_UV = r"""
import os, pathlib, sys, time
here = pathlib.Path(__file__).parent
words = sys.argv[1:]
with (here / "calls").open("a") as calls:
    calls.write(" ".join(words) + "\n")
mode = (here / "mode").read_text() if (here / "mode").exists() else ""
if words[0] == "venv":
    folder = pathlib.Path(words[-1])
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(getattr(sys, "_base_executable", sys.executable))
    home = os.path.dirname(sys._base_executable)
    (folder / "pyvenv.cfg").write_text(f"home = {home}\ninclude-system-site-packages = false\n")
    sys.exit()
python = pathlib.Path(words[words.index("--python") + 1])
site = python.parents[1] / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages"
site.mkdir(parents=True, exist_ok=True)
if words[1] == "install":
    project = pathlib.Path(words[-1])
    name, lib = ("millrace_workshop", project) if project.name == "lib" else ("millrace", project / "lib")
    (site / (name + "-0.1.0.dist-info")).mkdir(exist_ok=True)
    (site / ("_" + name + ".pth")).write_text(str(lib), encoding="utf-8")
    sys.exit()
if mode.startswith("fail "):
    print(mode[5:], file=sys.stderr)
    sys.exit(2)
if mode == "wait":
    (here / "waiting").touch()
    # For ever, but for a test that is gone and cannot say "go" any more.
    for _ in range(30_000):
        time.sleep(0.02)
        if (here / "go").exists():
            break
tell = "import json, os, sys; print('TOLD', json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()])); sys.exit(3)"
for name in ("jupyterlab", "pytest"):
    (site / name).mkdir(exist_ok=True)
    (site / name / "__main__.py").write_text(tell)
    (site / (name + "-1.0.dist-info")).mkdir(exist_ok=True)
"""


@contextlib.contextmanager
def interrupts_heeded():
    """Let what is started here heed Ctrl+C: a shell that started the tests in the background had it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Course:
    """A copy of the course with start.py, in a folder whose name is as awkward as names get."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "my course 流水é"
        self.tools = folder / "tools"
        self.venv = self.root / ".venv"
        for part in ("labs", "lib"):
            (self.root / part).mkdir(parents=True)
        shutil.copy(SOURCE, self.root)
        shutil.copytree(REPOSITORY / "settings", self.root / "settings")
        for name in LISTS:
            (self.root / name).write_text(f"# {name}\n")
        self.tools.mkdir()
        (self.tools / "uv.py").write_text(FAKE_UV)
        (self.tools / "uv").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{self.tools}/uv.py" "$@"\n')
        (self.tools / "uv").chmod(0o755)

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, "PATH": f"{self.tools}:/usr/bin:/bin", **more}

    def popen(self, *arguments: str, **more: str) -> subprocess.Popen:
        command = [sys.executable, str(self.root / "start.py"), *arguments]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        with interrupts_heeded():
            return subprocess.Popen(command, cwd="/", env=self.environment(**more), start_new_session=True, **streams)

    def run(self, *arguments: str, timeout: float = PATIENCE_SECONDS, **more: str) -> tuple[int, str]:
        with self.popen(*arguments, **more) as process:
            output, _ = process.communicate(timeout=timeout)
        return process.returncode, output

    def told(self, *arguments: str, **more: str) -> tuple[list[str], dict[str, str], str]:
        _, output = self.run(*arguments, **more)
        return json.loads(re.search(r"^TOLD (.*)$", output, re.MULTILINE)[1])

    def installer(self, mode: str) -> None:
        (self.tools / "mode").write_text(mode)

    @property
    def installs(self) -> list[str]:
        """The locks that were installed so far, in order."""
        calls = self.tools / "calls"
        lines = calls.read_text().splitlines() if calls.exists() else []
        return [line.rsplit("/", 1)[1] for line in lines if line.startswith("pip sync")]

    @property
    def environments_made(self) -> int:
        return sum(line.startswith("venv") for line in (self.tools / "calls").read_text().splitlines())


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)
