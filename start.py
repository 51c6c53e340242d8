"""Set Millrace up and open it: ``python start.py`` installs what is missing, then opens JupyterLab on the labs.

Only the standard library is used, and nothing above the version check may need a Python newer than 3.6: an old Python
must get far enough to say that it is too old.
"""

import argparse
import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections import deque
from pathlib import Path

__all__ = ["main"]

OLDEST = (3, 11)


def _newer_python():
    for minor in (13, 12, 11):
        found = shutil.which("python3.{}".format(minor))  # noqa: UP032
        if found and subprocess.call([found, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return "python3.{}".format(minor)  # noqa: UP032
    return "py -3" if shutil.which("py") else None


def _refuse_old_python():
    newer = _newer_python()
    fix = "run: {} start.py".format(newer) if newer else "install a newer one from python.org, then run this again."  # noqa: UP032
    found = ".".join(map(str, sys.version_info[:3]))
    sys.exit("Millrace needs Python 3.11 or newer, and this is Python {}: {}".format(found, fix))  # noqa: UP032


if sys.version_info < OLDEST:
    _refuse_old_python()

WINDOWS = os.name == "nt"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
SITE_PACKAGES = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(VENV), "platbase": str(VENV)}))
STAMP = VENV / "millrace-stamp.json"
# The learner's library first, then the workshop beside it, which asks for it.
PROJECTS = [ROOT, ROOT / "lib"]
LOCKS = {"course": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
SETTINGS = ROOT / "settings"
AGAIN = "then run the same command again."
# Errors are explained, and progress() is known, from a kernel's first cell on, also when the set-up was not run.
KERNEL_CONFIG = 'c = get_config()\nc.InteractiveShellApp.extensions = ["millrace.slips", "millrace.desk"]\n'

# The screen's languages: those whose packs, in the lock, say at least seven of ten sentences. Half-translated confuses.
LANGUAGES = {"en": "English", "fr-FR": "French", "ja-JP": "Japanese", "ru-RU": "Russian", "zh-CN": "Chinese"}
LANGUAGE_SETTING = "lab/user-settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings"

# Raise it when the steps below change so that environments made by the older steps must be made anew.
SCHEMA = 2
# Measured: 855 MB with the bytecode, near 1,100 MB with the test extras; downloads come on top.
NEEDED_MB = 1500
# Measured: the longest path inside .venv. Windows stops at 259 characters unless its long paths are switched on.
LONGEST_INSIDE = 175

HARMFUL = re.compile(
    r"PYTHON(?!UTF8$|UNBUFFERED$|IOENCODING$|HASHSEED$)\w+|__PYVENV_LAUNCHER__|VIRTUAL_ENV\w*|CONDA_\w+|_CE_\w+"
    r"|JUPYTER_(CONFIG|DATA|RUNTIME|PATH|PREFER|NO_CONFIG|PLATFORM)\w*|JUPYTERLAB_\w+|IPYTHONDIR|JPY_\w+"
    r"|PIP_(USER|TARGET|PREFIX|ROOT|CONSTRAINT|BUILD_CONSTRAINT|REQUIREMENT|PYTHON|NO_BINARY|NO_COMPILE|DRY_RUN|QUIET|REPORT)"
    r"|UV_(SYSTEM_PYTHON|CONSTRAINT|BUILD_CONSTRAINT|OVERRIDE|NO_BINARY|BREAK_SYSTEM_PACKAGES|TARGET|PREFIX|PYTHON)"
)

ADVICE = [
    (
        r"no space left|not enough space|disk.{0,9}full|os error (28|112)\b|errno 28\b",
        "The disk is full: free about {} MB, {}".format(NEEDED_MB, AGAIN),  # noqa: UP032
    ),
    (
        r"long path|path.{0,20}too long|file name.{0,20}too long|os error 206\b",
        "The path of this folder is too long: move the folder to a short one such as C:\\millrace, " + AGAIN,
    ),
    (
        r"do not match the hashes|hash mismatch",
        "A download is not the file that the course was tested with (it was cut off, or a filter on the network "
        "changed it): use another network if you can, " + AGAIN,
    ),
    (
        r"permission denied|access is denied|read-only file system|os error 5\b",
        "The installer may not write here: close other programs that use this folder, or copy the folder to one of "
        "your own such as Documents, " + AGAIN,
    ),
    (
        r"connection|connect error|dns|resolv|timed out|timeout|unreachable|proxy|certificate|from versions: none",
        "The packages could not be downloaded: connect this computer to the internet once (behind a company proxy, set "
        "HTTPS_PROXY first), " + AGAIN,
    ),
]
UNKNOWN = "The installer stopped; its last lines are above. If the computer was offline, connect it once, " + AGAIN


class SetupError(Exception):
    """Something that the person at the keyboard can mend; the message is one sentence with the fix."""


class InstallerError(SetupError):
    """The installer ended with an error."""


def say(text: str) -> None:
    """Tell what is going on, at once, also when the output goes to a file."""
    print(text, flush=True)


def child_environment(environ: dict[str, str], *, binaries: Path) -> dict[str, str]:
    """Take out of the environment what would lead Python, pip or Jupyter astray, and put our programs first."""
    kept = {name: value for name, value in environ.items() if not HARMFUL.fullmatch(name)}
    kept["PATH"] = os.pathsep.join(filter(None, [str(binaries), kept.get("PATH", "")]))
    # A pip.conf with "user = true" makes every install into an environment fail.
    return {**kept, "VIRTUAL_ENV": str(binaries.parent), "PIP_USER": "0"}


def state_folder(*, trainer: bool) -> Path:
    """Keep the two apart: JupyterLab reopens what was open last, by paths that hold in one of them only."""
    return ROOT / ".jupyter" / ("trainer" if trainer else "learner")


def jupyter_environment(environ: dict[str, str], *, trainer: bool) -> dict[str, str]:
    """Point Jupyter at the settings shipped here, and keep what it writes out of the home folder."""
    shipped = [SETTINGS / "jupyter-trainer"] * trainer + [SETTINGS / "jupyter"]
    state = state_folder(trainer=trainer)
    profile = state / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL_CONFIG, encoding="utf-8")
    return {
        **environ,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, shipped)),
        "JUPYTER_CONFIG_DIR": str(state),
        "IPYTHONDIR": str(state / "ipython"),
    }


def fingerprint(extent: str) -> str:
    """Sum up everything that decides what must be in ``.venv``."""
    digest = hashlib.sha256(
        "{}|{}|{}|{}".format(SCHEMA, *sys.version_info[:2], ROOT).encode("utf-8", "surrogateescape")
    )
    for file in (*(project / "pyproject.toml" for project in PROJECTS), LOCKS[extent]):
        try:
            digest.update(file.read_bytes())
        except FileNotFoundError:
            name = file.relative_to(ROOT).as_posix()
            raise SetupError(f"{name} is missing, so this copy is not complete: download Millrace again.") from None
    return digest.hexdigest()


def read_stamp() -> dict:
    """Read what the last finished set-up left behind; nothing when there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict) -> None:
    """Record a finished set-up, all or nothing."""
    unfinished = STAMP.with_suffix(".part")
    unfinished.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    unfinished.replace(STAMP)


def installed_packages() -> set[str]:
    """Name the packages in ``.venv`` with their versions, as their folders do."""
    with contextlib.suppress(OSError):
        return {entry.name for entry in os.scandir(SITE_PACKAGES) if entry.name.endswith(".dist-info")}
    return set()


def python_runs() -> bool:
    """Tell whether the Python in ``.venv`` starts and is of the version that runs this file."""
    command = [str(PYTHON), "-I", "-S", "-c", "import sys; print(*sys.version_info[:2])"]
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        found = subprocess.run(command, capture_output=True, timeout=60, check=True, env=clean_environment())
        return found.stdout.split() == [b"%d" % part for part in sys.version_info[:2]]
    return False


def intact(stamp: dict) -> bool:
    """Tell whether what the stamp vouches for is still there."""
    return bool(stamp) and set(stamp.get("packages", "?")) <= installed_packages() and python_runs()


def is_ready(extent: str) -> bool:
    """Tell whether nothing needs to be done: the test extras include the course."""
    stamp = read_stamp()
    wanted = {fingerprint(name) for name in {extent, "test"}}
    return stamp.get("fingerprint") in wanted and intact(stamp)


def clean_environment() -> dict[str, str]:
    """Give the environment for everything that is started here."""
    return child_environment(dict(os.environ), binaries=BIN)


def check_machine() -> None:
    """Refuse early, with the fix, where an install would only fail after minutes."""
    if sys.maxsize < 2**32:
        raise SetupError("This is a 32-bit Python, for which the packages are not made: install the 64-bit one.")
    if WINDOWS and len(str(VENV)) + LONGEST_INSIDE > 259 and not long_paths_are_on():
        raise SetupError(
            f"The path of this folder is too long for Windows: move it to a short one such as C:\\millrace, {AGAIN}"
        )
    free_mb = shutil.disk_usage(ROOT).free // 1_000_000
    if free_mb < NEEDED_MB and not read_stamp():
        raise SetupError(f"The disk has {free_mb} MB left and {NEEDED_MB} MB are needed: free some space, {AGAIN}")


def long_paths_are_on() -> bool:
    """Tell whether this Windows has its long paths switched on."""
    import winreg

    with contextlib.suppress(OSError):
        place = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            return winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1
    return False


@contextlib.contextmanager
def only_one_at_a_time():
    """Wait while another start sets this folder up; yields the handle of a lock that ends with this process."""
    with (ROOT / ".start.lock").open("a") as handle:
        told = False
        while not _lock(handle.fileno()):
            if not told:
                say("Another start is setting up this folder: waiting for it to finish ...")
            told = True
            time.sleep(0.2)
        yield handle.fileno()


def _lock(handle: int) -> bool:
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some network drives know no locks at all: then there is nothing to wait for.
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def run(command: list[object], *, lock: int) -> None:
    """Run one step of the installation, showing that it moves; its last lines are shown when it fails."""
    tail: deque[str] = deque(maxlen=15)
    # An installer that outlives us keeps the lock, so that nobody deletes the folder under it.
    inherited = {} if WINDOWS else {"pass_fds": (lock,)}
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(
        [str(c) for c in command], cwd=ROOT, env=clean_environment(), **streams, **inherited
    ) as child:
        try:
            _follow(child.stdout, tail)
        except BaseException:
            child.terminate()
            raise
    if child.returncode:
        raise InstallerError(explain(list(tail)))


def _follow(lines, tail: deque) -> None:
    collected = 0
    for raw in lines:
        line = raw.decode("utf-8", "replace").rstrip()
        tail.append(line)
        collected += line.startswith("Collecting ")
        if line.startswith("Collecting ") and sys.stdout.isatty():
            print(f"\r  {collected}: {line.split()[1][:60]:<60}", end="", flush=True)
    if collected and sys.stdout.isatty():
        print("\r" + " " * 70, end="\r", flush=True)


def explain(tail: list[str]) -> str:
    """Turn the last lines of an installer into those lines and one sentence with the fix."""
    output = "\n".join(tail)
    advice = next((text for pattern, text in ADVICE if re.search(pattern, output, re.IGNORECASE)), UNKNOWN)
    quoted = "".join(f"    {line}\n" for line in tail if line.strip())
    return f"{quoted}{advice}"


def make_environment(uv: str | None, *, lock: int) -> None:
    """Make an empty ``.venv`` where there is none, or where there is something that does not work."""
    clear_away(VENV)
    # Seen from inside our own .venv, the Python that made it is the one that stays.
    base = getattr(sys, "_base_executable", None) if Path(sys.prefix) == VENV else None
    python = base or sys.executable
    if uv:
        return run([uv, "venv", "--quiet", "--no-project", "--python", python, VENV], lock=lock)
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        raise SetupError(
            "This Python comes without venv: install it (Debian and Ubuntu: sudo apt-get install python3-venv), "
            + AGAIN
        ) from None
    return run([python, "-m", "venv", VENV], lock=lock)


def clear_away(path: Path) -> None:
    """Remove what stands in the way: renamed first, so that a half-deleted environment never stands in its place."""
    old = path.with_name(path.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if not os.path.lexists(path):
        return
    try:
        path.replace(old)
    except OSError as error:
        if error.errno in (errno.EROFS, errno.ENOSPC):
            raise
        raise SetupError(
            f"{path.name} is in use: close JupyterLab and every other window of this folder (type 'deactivate' where "
            f"'(.venv)' stands before the prompt), {AGAIN}"
        ) from error
    if old.is_symlink() or not old.is_dir():
        say(f"{path.name} was not a folder; it is now called {old.name}.")
    else:
        shutil.rmtree(old, ignore_errors=True)


def install(extent: str, uv: str | None, *, lock: int) -> None:
    """Install exactly what the lock names, hash by hash, and then the projects themselves, from this folder."""
    if uv:
        run([uv, "pip", "sync", "--python", PYTHON, "--require-hashes", "--compile-bytecode", LOCKS[extent]], lock=lock)
        add_projects([uv, "pip", "install", "--python", PYTHON], lock=lock)
    else:
        pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--no-compile"]
        hashed = ["--progress-bar", "off", "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r"]
        run([*pip, *hashed, LOCKS[extent]], lock=lock)
        add_projects(pip, lock=lock)
        say("Preparing them for a quick start ...")
        compile_bytecode(lock=lock)
    make_path_relative()


def add_projects(installer: list[object], *, lock: int) -> None:
    """Install each project by a command of its own: the second asks for the first, which no index knows."""
    for project in PROJECTS:
        run([*installer, "--no-deps", "--no-build-isolation", "-e", project], lock=lock)


def compile_bytecode(*, lock: int) -> None:
    """Compile on all processors; templates that are not Python make compileall complain, which harms nobody."""
    with contextlib.suppress(InstallerError):
        run([PYTHON, "-m", "compileall", "-qq", "-j", "0", SITE_PACKAGES], lock=lock)


def make_path_relative() -> None:
    """Let the projects be found by a relative path: Python reads these files in the alphabet of the machine only."""
    for file in SITE_PACKAGES.glob("_millrace*.pth"):
        file.write_text(os.path.relpath(ROOT / "lib", SITE_PACKAGES) + "\n", encoding="ascii")


def set_up(extent: str, *, fresh: bool = False) -> None:
    """Bring ``.venv`` to what the lock says, or do nothing when it is there already.

    Parameters
    ----------
    extent : {"course", "test"}
        What is needed: what a learner uses, or that and the test extras.
    fresh : bool
        Make everything anew, whatever is there.

    Raises
    ------
    SetupError
        In one sentence, with the fix. Whatever was left half-made is made anew by the next run.
    """
    if not fresh and is_ready(extent):
        return
    with only_one_at_a_time() as lock:
        if fresh or not is_ready(extent):
            check_machine()
            _set_up(extent, fresh=fresh, lock=lock)


def _set_up(extent: str, *, fresh: bool, lock: int) -> None:
    began = time.monotonic()
    uv = shutil.which("uv")
    before = read_stamp()
    # Only an environment that was finished, here, by this Python, is brought up to date; any other is made anew.
    update = not fresh and before.get("made") == _made() and intact(before)
    say(
        "Bringing .venv up to date ..."
        if update
        else "Setting up Millrace in .venv (the first time takes some minutes) ..."
    )
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        STAMP.unlink()
    try:
        if not update:
            make_environment(uv, lock=lock)
        say(f"Installing the packages of {LOCKS[extent].name} with {'uv' if uv else 'pip'} ...")
        install(extent, uv, lock=lock)
    except InstallerError:
        if update and intact(before):
            write_stamp(before)
        raise
    packages = sorted(installed_packages())
    write_stamp({"fingerprint": fingerprint(extent), "made": _made(), "packages": packages})
    say(f"Ready: {len(packages)} packages in {time.monotonic() - began:.0f} seconds.")


def _made() -> list:
    return [SCHEMA, *sys.version_info[:2], str(ROOT)]


def open_lab(options: argparse.Namespace) -> int:
    """Set up if needed, then start JupyterLab: on the labs for a learner, on the whole course for a trainer."""
    trainer = options.command == "trainer"
    python = Path(sys.executable) if options.this_python else PYTHON
    shown = ROOT if trainer else ROOT / "labs"
    if not shown.is_dir():
        raise SetupError("The folder labs is missing, so this copy is not complete: download Millrace again.")
    language = known_language(options.language) if options.language else None
    if not options.this_python:
        set_up("course")
    if language:
        choose_language(language, state_folder(trainer=trainer))
    environment = child_environment(dict(os.environ), binaries=python.parent)
    say("Opening JupyterLab. Keep this window open while you work; to stop, press Ctrl+C here twice.")
    command = [
        str(python),
        "-P",
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={shown}",
        f"--ServerApp.port={options.port}",
    ]
    command += ["--no-browser"] * options.no_browser
    command += [] if trainer else first_page(shown)
    return hand_over(command, jupyter_environment(environment, trainer=trainer))


def first_page(labs: Path) -> list[str]:
    """Open START-HERE at the very first start; later JupyterLab opens what was open last."""
    if not (labs / "START-HERE.md").is_file() or any((state_folder(trainer=False) / "lab" / "workspaces").glob("*")):
        return []
    return ["--LabApp.default_url=/lab/tree/START-HERE.md"]


def known_language(asked: str) -> str:
    """Find the language that somebody asked for, however it was written: ``zh``, ``zh_cn`` or ``zh-CN``."""
    word = asked.replace("_", "-").lower()
    found = [name for name in LANGUAGES if word in (name.lower(), name[:2])]
    if not found:
        there = ", ".join(f"{name} ({language})" for name, language in LANGUAGES.items())
        raise SetupError(
            f"There is no language '{asked}' for the screen. There are: {there}. For example: "
            "python start.py lab --language zh-CN"
        )
    return found[0]


def choose_language(language: str, state: Path) -> None:
    """Set JupyterLab's language as its own menu does (Settings, Language), so that later starts keep it."""
    file = state / LANGUAGE_SETTING
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".part")
    unfinished.write_text(json.dumps({"locale": language.replace("-", "_")}), encoding="utf-8")
    unfinished.replace(file)


def hand_over(command: list[str], environment: dict[str, str]) -> int:
    """Become the command where the system can, so that signals and the exit status are its own."""
    os.chdir(ROOT)
    sys.stdout.flush()
    if not WINDOWS:
        os.execve(command[0], command, environment)
    # On Windows Ctrl+C reaches both of us, and Jupyter is the one to answer it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(command, env=environment)


def run_tests(arguments: list[str]) -> int:
    """Install the test extras if needed, then run the test suite on all processors."""
    set_up("test")
    began = time.monotonic()
    # One more than there are processors: a test in a browser waits more than it works.
    workers = min((os.cpu_count() or 1) + 1, 8)
    # loadgroup keeps tests that share a program on one worker, see tests/support/spreading.py.
    command = [str(PYTHON), "-m", "pytest", "-n", str(workers), "--dist", "loadgroup", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=clean_environment()) as child:
        try:
            status = child.wait()
        except BaseException:
            child.terminate()
            raise
    say(f"The tests took {(time.monotonic() - began) / 60:.1f} minutes.")
    return status


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line; without a command it is ``lab``."""
    parser = argparse.ArgumentParser(
        prog="python start.py", description="Set Millrace up and open it.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    lab = commands.add_parser("lab", help="open JupyterLab on the labs (this is what happens without a command)")
    trainer = commands.add_parser("trainer", help="open JupyterLab on the whole course, with nbgrader's Formgrader")
    for opener in (lab, trainer):
        opener.add_argument("--no-browser", action="store_true", help="only print the address, open no browser")
        opener.add_argument("--port", type=int, default=8888, help="the port to try first (default: 8888)")
        opener.add_argument("--this-python", action="store_true", help="use this Python, e.g. of conda, and not .venv")
        opener.add_argument("--language", help=f"the language of the screen, kept for later: {', '.join(LANGUAGES)}")
    setup = commands.add_parser("setup", help="install what is needed, open nothing")
    setup.add_argument("--fresh", action="store_true", help="throw .venv away first")
    tests = "run the test suite, or with --module 01 what concerns one module; all that follows is passed on to pytest"
    commands.add_parser("test", help=tests, prefix_chars="\0", add_help=False)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments = ["lab", *arguments]
    return parser.parse_args(arguments)


def dispatch(arguments: list[str]) -> int:
    """Do what the command line asks for."""
    if arguments[:1] == ["test"]:
        return run_tests(arguments[1:])
    options = parse(arguments)
    if options.command == "setup":
        set_up("course", fresh=options.fresh)
        say("Everything is set up. Open the labs with: python start.py")
        return 0
    return open_lab(options)


def explain_system_error(error: OSError) -> str:
    """Say in one sentence what stopped us from writing here."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return f"The disk is full: free about {NEEDED_MB} MB, {AGAIN}"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"This folder cannot be written to: copy it to one of your own such as Documents, {AGAIN}"
    return f"The system refused ({error}): check the disk and the folder, {AGAIN}"


def main(arguments: list[str]) -> int:
    """Run one command; whatever goes wrong is told in one sentence, and the exit status says so too."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return dispatch(arguments)
    except SetupError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print(f"\nStopped. To go on, run: python start.py {' '.join(arguments)}", file=sys.stderr)
        return 130
    except OSError as error:
        print(explain_system_error(error), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
