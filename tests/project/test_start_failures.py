"""start.py in trouble: what it says when something is wrong, and that nothing half made is trusted."""

import ast
import contextlib
import errno
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from start_course import LISTS, PATIENCE_SECONDS, SOURCE, Course, wait_for

FAILURES = {
    "error: dns error: failed to lookup address information": "connect this computer to the internet once",
    "ERROR: Could not find a version that satisfies the requirement x (from versions: none)": "connect this computer",
    "ERROR: [Errno 28] No space left on device": "disk is full",
    "ERROR: Could not install packages due to an OSError: [WinError 5] Access is denied": "may not write here",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES": "not the file that the course was tested with",
    "HINT: this system does not have Windows Long Path support enabled": "path of this folder is too long",
    "Segmentation fault": "its last lines are above",
}


@pytest.mark.parametrize(("line", "sentence"), FAILURES.items(), ids=range(len(FAILURES)))
def test_a_failing_installer_is_quoted_and_explained_and_the_next_run_repairs(course, line, sentence):
    course.installer("fail " + line)
    status, output = course.run("setup")
    assert status == 1
    assert f"    {line}\n" in output
    assert sentence in output.splitlines()[-1]
    assert "run the same command again" in output.splitlines()[-1]
    assert "Traceback" not in output
    course.installer("")
    assert course.run("setup")[0] == 0


def test_test_extras_that_cannot_be_downloaded_do_not_cost_the_course(ready):
    ready.installer("fail connection refused")
    assert ready.run("test")[0] == 1
    status, output = ready.run("setup")
    assert status == 0, output


@pytest.mark.parametrize("lost", LISTS[:3])
def test_a_missing_list_is_named(course, lost):
    (course.root / lost).unlink()
    wanted = f"{lost} is missing, so this copy is not complete: download Millrace again.\n"
    assert course.run("setup") == (1, wanted)


def test_a_folder_that_cannot_be_written_to_is_named(course, needs_bubblewrap):
    sandbox = [
        needs_bubblewrap,
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        sys.executable,
        course.root / "start.py",
        "setup",
    ]
    done = subprocess.run(sandbox, env=course.environment(), capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "This folder cannot be written to: copy it to one of your own such as Documents, " + (
        "then run the same command again.\n"
    )


def test_a_small_disk_is_refused_before_anything_is_installed(course, needs_bubblewrap):
    inner = [sys.executable, course.root / "start.py", "setup"]
    small = [
        "--size",
        "4000000",
        "--tmpfs",
        course.root,
        "--ro-bind",
        course.root / "start.py",
        course.root / "start.py",
    ]
    files = [course.root / name for name in LISTS]
    bound = [word for file in files for word in ("--ro-bind", file, file)]
    sandbox = [needs_bubblewrap, "--bind", "/", "/", "--dev", "/dev", *small, *bound, *inner]
    done = subprocess.run(sandbox, env=course.environment(), capture_output=True, text=True)
    assert done.returncode == 1
    assert re.fullmatch(r"The disk has [0-4] MB left and \d+ MB are needed: free some space, .*\n", done.stderr)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "cannot be written to"), (errno.EIO, "The system refused")],
)
def test_a_refusal_of_the_system_is_one_sentence(start, monkeypatch, capsys, code, sentence):
    def refuse(extent, *, fresh=False):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(start, "set_up", refuse)
    with restored_signals():
        assert start.main(["setup"]) == 1
    assert sentence in capsys.readouterr().err


@contextlib.contextmanager
def restored_signals():
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_an_environment_in_use_is_named(start, monkeypatch):
    start.VENV.mkdir()
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(errno.EACCES, "in use")))
    with pytest.raises(start.SetupError, match="close JupyterLab"):
        start.clear_away(start.VENV)


def test_start_parses_on_python_36():
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13)])
def test_an_old_python_gets_one_sentence(course, version):
    pretend = f"import runpy, sys; sys.version_info = {version}; runpy.run_path('start.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", pretend], cwd=course.root, capture_output=True, text=True)
    assert done.returncode == 1
    assert re.fullmatch(r"Millrace needs Python 3.11 or newer, and this is Python 3[.\d]+: .*\n", done.stderr)
    assert re.search("run: .* start.py|python.org", done.stderr)


def test_a_32_bit_python_is_refused(start, monkeypatch):
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    with pytest.raises(start.SetupError, match="64-bit"):
        start.check_machine()


@pytest.mark.parametrize(("long_paths", "refused"), [(False, True), (True, False)])
def test_a_path_too_long_for_windows_is_refused_unless_long_paths_are_on(start, monkeypatch, long_paths, refused):
    monkeypatch.setattr(start, "WINDOWS", True)
    monkeypatch.setattr(start, "long_paths_are_on", lambda: long_paths)
    monkeypatch.setattr(start, "VENV", Path("C:/" + "long" * 30))
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10**12}))
    expected = pytest.raises(start.SetupError, match="too long for Windows") if refused else contextlib.nullcontext()
    with expected:
        start.check_machine()


def test_a_python_without_venv_gets_the_line_that_installs_it(course, tmp_path):
    """Debian leaves ensurepip out of its Python; here one that cannot be imported stands before the real one."""
    (tmp_path / "without" / "bin").mkdir(parents=True)
    (tmp_path / "without" / "ensurepip.py").write_text("raise ImportError('left out')\n")
    status, output = course.run("setup", PATH=f"{tmp_path}/without/bin", PYTHONPATH=f"{tmp_path}/without")
    assert status == 1
    assert "apt-get install python3-venv" in output.splitlines()[-1]


def test_without_uv_pip_installs_by_hash_without_building_anything(start, monkeypatch):
    commands = []
    monkeypatch.setattr(start, "run", lambda command, *, lock: commands.append(" ".join(map(str, command))))
    start.make_environment(None, lock=0)
    start.install("course", None, lock=0)
    made, packages, library, workshop, compiled = commands
    assert " -m venv " in made
    assert "--no-deps --require-hashes --only-binary :all: -r" in packages
    assert library.endswith(f"--no-deps --no-build-isolation -e {start.ROOT}")
    assert workshop.endswith(f"--no-deps --no-build-isolation -e {start.ROOT / 'lib'}")
    assert "-m compileall" in compiled


def stopped(course: Course, send) -> tuple[int, str]:
    course.installer("wait")
    process = course.popen("setup")
    wait_for(course.tools / "waiting")
    send(process)
    output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, output


@pytest.mark.parametrize(
    "send",
    [
        lambda process: os.killpg(process.pid, signal.SIGINT),
        lambda process: os.kill(process.pid, signal.SIGINT),
        lambda process: process.terminate(),
    ],
    ids=["ctrl-c", "interrupt-of-start-alone", "terminate"],
)
def test_an_interrupted_install_says_how_to_go_on_and_the_next_run_does(course, send):
    status, output = stopped(course, send)
    assert status == 130
    assert output.splitlines()[-1] == "Stopped. To go on, run: python start.py setup"
    assert "Traceback" not in output.split("Stopped.")[0] or "uv.py" in output
    course.installer("")
    assert course.run("setup")[0] == 0
    assert course.environments_made == 2


def test_an_interrupted_update_is_not_trusted_even_when_the_lock_goes_back(ready):
    lock = ready.root / "requirements.lock"
    before = lock.read_text()
    lock.write_text("# changed\n")
    stopped(ready, lambda process: process.terminate())
    lock.write_text(before)
    ready.installer("")
    assert ready.run("setup")[0] == 0
    assert ready.environments_made == 2


def test_a_killed_start_leaves_no_two_installers_at_work(course):
    course.installer("wait")
    first = course.popen("setup")
    wait_for(course.tools / "waiting")
    first.kill()
    course.installer("")
    second = course.popen("setup")
    line = second.stdout.readline()
    assert "Another start is setting up" in line
    (course.tools / "go").touch()
    second.communicate(timeout=PATIENCE_SECONDS)
    first.communicate(timeout=PATIENCE_SECONDS)
    assert second.returncode == 0
    assert course.environments_made == 2


def test_two_starts_at_once_install_once(course):
    course.installer("wait")
    first = course.popen("setup")
    wait_for(course.tools / "waiting")
    second = course.popen("setup")
    assert "Another start is setting up" in second.stdout.readline()
    (course.tools / "go").touch()
    for process in (first, second):
        process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0
    assert len(course.installs) == 1
