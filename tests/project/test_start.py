"""start.py: what it installs, when it does nothing, and what it says when something is wrong."""

import ast
import contextlib
import errno
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


@pytest.fixture
def ready(course):
    status, output = course.run("setup")
    assert status == 0, output
    return course


@pytest.fixture
def start(course, monkeypatch):
    """start.py of the copy, as a module."""
    spec = importlib.util.spec_from_file_location("start_under_test", course.root / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


def test_first_run_installs_from_the_lock_and_says_so(course):
    status, output = course.run("setup")
    assert status == 0
    assert course.installs == ["requirements.lock"]
    assert "Setting up Millrace" in output
    assert "requirements.lock with uv" in output
    calls = (course.tools / "calls").read_text()
    assert "--require-hashes" in calls
    projects = re.findall("--no-deps --no-build-isolation -e (.*)", calls)
    assert projects == [str(course.root), str(course.root / "lib")]


def test_second_run_does_nothing_in_under_a_second(ready):
    began = time.monotonic()
    status, _ = ready.run("setup")
    assert time.monotonic() - began < 1
    assert status == 0
    assert len(ready.installs) == 1


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml", "lib/pyproject.toml"])
def test_a_changed_list_brings_the_same_environment_up_to_date(ready, changed):
    (ready.root / changed).write_text("# changed\n")
    status, output = ready.run("setup")
    assert (status, len(ready.installs), ready.environments_made) == (0, 2, 1)
    assert "up to date" in output


def test_fresh_makes_everything_anew(ready):
    assert ready.run("setup", "--fresh")[0] == 0
    assert ready.environments_made == 2


def test_the_test_extras_include_the_course(course):
    course.run("test")
    course.run("setup")
    assert course.installs == ["requirements-test.lock"]


def test_the_course_alone_does_not_include_the_test_extras(ready):
    ready.run("test")
    assert ready.installs == ["requirements.lock", "requirements-test.lock"]


def test_both_projects_are_found_by_a_relative_ascii_path(ready):
    files = sorted(ready.venv.glob("lib/*/site-packages/*.pth"))
    assert [file.name for file in files] == ["_millrace.pth", "_millrace_workshop.pth"]
    for file in files:
        line = file.read_bytes().decode("ascii").strip()
        assert not Path(line).is_absolute()
        assert (file.parent / line).resolve() == ready.root / "lib"


@pytest.mark.parametrize(("place", "other"), [(0, 1), (2, 9)], ids=["steps", "python"])
def test_an_environment_made_by_older_steps_or_another_python_is_not_updated_but_made_anew(ready, place, other):
    file = ready.venv / "millrace-stamp.json"
    stamp = json.loads(file.read_text())
    stamp["made"][place] = other
    file.write_text(json.dumps(stamp))
    (ready.root / "pyproject.toml").write_text("# changed\n")
    assert ready.run("setup")[0] == 0
    assert ready.environments_made == 2


def remove_python(venv: Path) -> None:
    (venv / "bin" / "python").unlink()


def spoil_python(venv: Path) -> None:
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").write_text("not a program")


def python_of_another_version(venv: Path) -> None:
    remove_python(venv)
    (venv / "bin" / "python").write_text("#!/bin/sh\necho 3 9\n")
    (venv / "bin" / "python").chmod(0o755)


def lose_a_package(venv: Path) -> None:
    [found] = venv.glob("lib/*/site-packages/jupyterlab-1.0.dist-info")
    found.rmdir()


def lose_everything_but_the_folder(venv: Path) -> None:
    shutil.rmtree(venv)
    venv.mkdir()


def put_a_file_in_its_place(venv: Path) -> None:
    shutil.rmtree(venv)
    venv.write_text("")


def put_a_broken_link_in_its_place(venv: Path) -> None:
    shutil.rmtree(venv)
    venv.symlink_to("nowhere")


def interrupt_the_install(venv: Path) -> None:
    (venv / "millrace-stamp.json").unlink()


def cut_the_stamp(venv: Path) -> None:
    stamp = venv / "millrace-stamp.json"
    stamp.write_text(stamp.read_text()[:20])


def put_another_shape_in_the_stamp(venv: Path) -> None:
    (venv / "millrace-stamp.json").write_text("[1, 2]")


@pytest.mark.parametrize(
    "damage",
    [
        remove_python,
        spoil_python,
        python_of_another_version,
        lose_a_package,
        lose_everything_but_the_folder,
        put_a_file_in_its_place,
        put_a_broken_link_in_its_place,
        interrupt_the_install,
        cut_the_stamp,
        put_another_shape_in_the_stamp,
    ],
)
def test_a_broken_environment_is_made_anew(ready, damage):
    damage(ready.venv)
    status, output = ready.run("setup")
    assert status == 0, output
    assert ready.environments_made == 2
    assert ready.run("setup")[0] == 0
    assert len(ready.installs) == 2


def test_a_moved_folder_is_set_up_again(ready, tmp_path):
    ready.root = ready.root.rename(tmp_path / "moved")
    assert ready.run("setup")[0] == 0
    assert ready.environments_made == 2


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


def test_without_a_command_jupyterlab_opens_on_the_labs(ready):
    arguments, _, folder = ready.told()
    assert arguments == [f"--ServerApp.root_dir={ready.root}/labs", "--ServerApp.port=8888"]
    assert folder == str(ready.root)


def test_the_first_start_opens_the_first_lesson_and_later_ones_what_was_open_last(ready):
    for lesson in ("01-data-cleanup", "02-pain-points"):
        (ready.root / "labs" / lesson).mkdir()
        (ready.root / "labs" / lesson / "lesson.ipynb").touch()
    assert "--LabApp.default_url=/lab/tree/01-data-cleanup/lesson.ipynb" in ready.told()[0]
    workspaces = ready.root / ".jupyter" / "learner" / "lab" / "workspaces"
    workspaces.mkdir(parents=True)
    (workspaces / "default.jupyterlab-workspace").touch()
    assert not any("default_url" in argument for argument in ready.told()[0])


@pytest.mark.parametrize("command", ["lab", "trainer"])
def test_kernels_explain_errors_from_their_first_cell_on(ready, command):
    _, environment, _ = ready.told(command)
    config = Path(environment["IPYTHONDIR"], "profile_default", "ipython_kernel_config.py").read_text()
    assert 'extensions = ["millrace.slips"]' in config


def test_options_work_with_and_without_the_command(ready):
    wanted = [f"--ServerApp.root_dir={ready.root}/labs", "--ServerApp.port=9000", "--no-browser"]
    assert ready.told("lab", "--no-browser", "--port", "9000")[0] == wanted
    assert ready.told("--no-browser", "--port", "9000")[0] == wanted


def test_a_trainer_sees_the_whole_course(ready):
    arguments, environment, _ = ready.told("trainer")
    assert f"--ServerApp.root_dir={ready.root}" in arguments
    assert environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0].endswith("jupyter-trainer")


HARMFUL = {
    "PYTHONPATH": "/nowhere",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONOPTIMIZE": "2",
    "PYTHONSTARTUP": "/nowhere",
    "CONDA_PREFIX": "/opt/conda",
    "CONDA_DEFAULT_ENV": "base",
    "JUPYTER_CONFIG_DIR": "/nowhere",
    "JUPYTER_PATH": "/nowhere",
    "JUPYTERLAB_DIR": "/nowhere",
    "IPYTHONDIR": "/nowhere",
    "PIP_TARGET": "/nowhere",
    "PIP_USER": "1",
    "UV_SYSTEM_PYTHON": "1",
    "VIRTUAL_ENV": "/another",
}
HARMLESS = {
    "MILLRACE_VARIANT": "3",
    "HTTPS_PROXY": "proxy",
    "PIP_INDEX_URL": "index",
    "PYTHONUTF8": "1",
    "LANG": "C.UTF-8",
}


def test_what_leads_python_astray_is_kept_from_jupyter_and_the_rest_is_not(ready):
    _, environment, _ = ready.told("lab", **HARMFUL, **HARMLESS)
    assert {name for name, value in HARMFUL.items() if environment.get(name) == value} == set()
    assert {name: environment[name] for name in HARMLESS} == HARMLESS
    assert environment["PATH"].split(os.pathsep)[0] == str(ready.venv / "bin")
    assert environment["VIRTUAL_ENV"] == str(ready.venv)


def test_a_useless_pythonhome_reaches_no_child(start):
    assert "PYTHONHOME" not in start.child_environment({"PYTHONHOME": "/nowhere"}, binaries=start.BIN)


def test_tests_get_the_arguments_and_give_back_the_status_of_pytest(ready):
    status, output = ready.run("test", "-k", "name with space", "--maxfail=1", "--help")
    assert status == 3
    assert "The tests took" in output
    arguments = json.loads(re.search(r"^TOLD (.*)$", output, re.MULTILINE)[1])[0]
    assert arguments[-4:] == ["-k", "name with space", "--maxfail=1", "--help"]
    assert arguments[:2] == ["-n", "logical"]


def test_missing_labs_are_named(ready):
    (ready.root / "labs").rmdir()
    assert ready.run() == (1, "The folder labs is missing, so this copy is not complete: download Millrace again.\n")


def test_help_names_every_command(course):
    status, output = course.run("--help")
    assert status == 0
    assert all(re.search(rf"^ +{command} +\w", output, re.MULTILINE) for command in ("lab", "trainer", "setup", "test"))
    assert "--module 01" in output


def test_an_unknown_command_is_refused(course):
    status, output = course.run("lap")
    assert status == 2
    assert "invalid choice" in output


def make_lab(folder: Path) -> None:
    from nbformat import v4, write

    folder.mkdir(parents=True)
    check = {
        "grade": True,
        "grade_id": "check",
        "locked": True,
        "points": 1,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    cells = [v4.new_code_cell("answer = 41"), v4.new_code_cell("assert answer == 42", metadata={"nbgrader": check})]
    write(v4.new_notebook(cells=cells), folder / "lab.ipynb")


@contextlib.contextmanager
def serving(course: Course, *arguments: str):
    """Start JupyterLab; yields a function that asks it for a page or, with a body, posts one."""
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    process = course.popen(*arguments, "--no-browser")
    try:
        address, token = next(filter(None, map(printed_address, process.stdout)))
        wait_until_it_listens(address)

        def ask(page: str, body: dict | None = None) -> tuple[int, str]:
            headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
            request = Request(address + page, data=json.dumps(body).encode() if body else None, headers=headers)
            try:
                with urlopen(request, timeout=60) as answer:
                    return answer.status, answer.read().decode()
            except HTTPError as error:
                with error:
                    return error.code, ""

        yield ask
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)


def wait_until_it_listens(address: str) -> None:
    """The address is printed a moment before the server listens there."""
    port = int(address.rsplit(":", 1)[1])
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {address}")


def printed_address(line: str) -> tuple[str, str] | None:
    found = re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*\?token=(\w+)", line)
    return found and found.groups()


def test_a_learner_gets_labs_and_validate_and_nothing_else(course):
    make_lab(course.root / "labs" / "01-x")
    shutil.copy(REPOSITORY / "nbgrader_config.py", course.root)
    with serving(course, "lab", "--this-python", "--port", "8971") as ask:
        status, page = ask("/lab")
        listed = json.loads(ask("/api/contents")[1])["content"]
        validated = json.loads(ask("/millrace/validate", {"path": "01-x/lab.ipynb"})[1])
        elsewhere = [ask("/millrace/validate", {"path": path})[0] for path in ("../nbgrader_config.py", "", "no.ipynb")]
        pages = [ask(page)[0] for page in ("/formgrader", "/courses", "/assignment_list", "/assignments/validate")]
        settings = json.loads(ask("/lab/api/settings/@jupyterlab/apputils-extension:notification")[1])
    config = json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    assert status == 200
    assert [entry["name"] for entry in listed] == ["01-x"]
    assert validated["summary"] == "0 of 1 points. 1 check does not pass."
    assert elsewhere == [404, 404, 404]
    assert pages == [404, 404, 404, 404]
    assert config["news"] == {"disabled": True}
    assert "@jupyter/nbgrader:formgrader" in config["disabledExtensions"]
    assert "millrace-desk" in {extension["name"] for extension in config["federated_extensions"]}
    assert settings["schema"]["properties"]["fetchNews"]["default"] == "false"


def test_a_trainer_gets_formgrader_on_the_next_free_port(course):
    shutil.copy(REPOSITORY / "nbgrader_config.py", course.root)
    (course.root / "solutions" / "01-x").mkdir(parents=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 8981))
        taken.listen()
        with serving(course, "trainer", "--this-python", "--port", "8981") as ask:
            assert ask("/formgrader")[0] == 200
            assert [found["name"] for found in json.loads(ask("/formgrader/api/assignments")[1])] == ["01-x"]


@pytest.mark.slow
@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_a_fresh_machine_ends_with_a_working_course(tmp_path, installer):
    uv = shutil.which("uv")
    if installer == "uv" and not uv:
        pytest.skip("uv is not installed: python -m pip install uv")
    course = Course(tmp_path)
    shutil.rmtree(course.tools)
    shutil.rmtree(course.root / "lib")
    for name in (
        "pyproject.toml",
        "requirements.lock",
        "requirements-test.lock",
        "README.md",
        "LICENSE",
        "LICENSE-course.md",
    ):
        shutil.copy(REPOSITORY / name, course.root)
    for name in ("lib", "solutions"):
        shutil.copytree(REPOSITORY / name, course.root / name) if (REPOSITORY / name).exists() else None
    course.tools.mkdir()
    if installer == "uv":
        (course.tools / "uv").symlink_to(uv)
    status, output = course.run("setup", timeout=900)
    assert status == 0, output
    assert f"with {installer}" in output
    program = "import millrace, coursekit, lantern, jupyterlab, nbgrader; print(millrace.__file__)"
    done = subprocess.run(
        [course.venv / "bin" / "python", "-c", program], capture_output=True, text=True, cwd="/", check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(course.root / "lib")
    for command in ("coursekit", "lantern", "millrace"):
        subprocess.run([course.venv / "bin" / command, "--help"], capture_output=True, cwd="/", check=True)
    make_lab(course.root / "labs" / "01-x")
    with serving(course, "lab", "--port", "8991") as ask:
        assert ask("/lab")[0] == 200
