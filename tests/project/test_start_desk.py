"""start.py opens: JupyterLab for learners and trainers, the tests, and what each of them gets."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from start_course import PATIENCE_SECONDS, REPOSITORY, Course


def test_without_a_command_jupyterlab_opens_on_the_labs(ready):
    arguments, _, folder = ready.told()
    assert arguments == [f"--ServerApp.root_dir={ready.root}/labs", "--ServerApp.port=8888"]
    assert folder == str(ready.root)


def test_the_first_start_opens_start_here_and_later_ones_what_was_open_last(ready):
    (ready.root / "labs" / "START-HERE.md").touch()
    assert "--LabApp.default_url=/lab/tree/START-HERE.md" in ready.told()[0]
    workspaces = ready.root / ".jupyter" / "learner" / "lab" / "workspaces"
    workspaces.mkdir(parents=True)
    (workspaces / "default.jupyterlab-workspace").touch()
    assert not any("default_url" in argument for argument in ready.told()[0])


@pytest.mark.parametrize("command", ["lab", "trainer"])
def test_kernels_explain_errors_from_their_first_cell_on(ready, command):
    _, environment, _ = ready.told(command)
    config = Path(environment["IPYTHONDIR"], "profile_default", "ipython_kernel_config.py").read_text()
    assert 'extensions = ["millrace.slips", "millrace.desk"]' in config


def test_options_work_with_and_without_the_command(ready):
    wanted = [f"--ServerApp.root_dir={ready.root}/labs", "--ServerApp.port=9000", "--no-browser"]
    assert ready.told("lab", "--no-browser", "--port", "9000")[0] == wanted
    assert ready.told("--no-browser", "--port", "9000")[0] == wanted


@pytest.mark.parametrize("asked", ["zh-CN", "zh_cn", "zh"])
def test_the_language_of_the_screen_is_kept_until_another_is_chosen(ready, asked):
    setting = ready.root / ".jupyter/learner/lab/user-settings/@jupyterlab/translation-extension"
    for arguments, locale in ((("--language", asked), "zh_CN"), ((), "zh_CN"), (("--language", "en"), "en")):
        ready.told("lab", *arguments)
        assert json.loads((setting / "plugin.jupyterlab-settings").read_text()) == {"locale": locale}


def test_an_unknown_language_names_those_that_there_are_before_anything_starts(course):
    status, output = course.run("lab", "--language", "tlh")
    assert status == 1
    assert output.startswith("There is no language 'tlh' for the screen. There are: en (English), fr-FR (French),")
    assert course.installs == []


def test_every_language_has_its_pack_in_the_lock(start):
    lock = (REPOSITORY / "requirements.lock").read_text().lower()
    packs = set(re.findall(r"^jupyterlab-language-pack-(\S+)==", lock, re.MULTILINE))
    assert packs == {name.lower() for name in start.LANGUAGES if name != "en"}


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
    assert arguments[:2] == ["-n", str(min((os.cpu_count() or 1) + 1, 8))]


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
        page_of_start = json.loads(ask("/millrace/start?folder=")[1])["html"]
        outside = [ask(f"/millrace/start?folder={folder}")[0] for folder in ("../settings", "no")]
        elsewhere = [ask("/millrace/validate", {"path": path})[0] for path in ("../nbgrader_config.py", "", "no.ipynb")]
        pages = [ask(page)[0] for page in ("/formgrader", "/courses", "/assignment_list", "/assignments/validate")]
        settings = json.loads(ask("/lab/api/settings/@jupyterlab/apputils-extension:notification")[1])
    config = json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    assert status == 200
    assert [entry["name"] for entry in listed] == ["01-x"]
    assert validated["summary"] == "0 of 1 points. 1 check does not pass."
    assert elsewhere == [404, 404, 404]
    assert outside == [404, 404]
    assert "There is nothing to open yet." in page_of_start
    assert "@jupyterlab/launcher-extension" in config["disabledExtensions"]
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
