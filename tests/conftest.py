"""What all tests share: the programs outside Python that some drive, and a home of their own for Jupyter."""

import functools
import os
import shutil
import signal
import subprocess

import pytest

pytest_plugins = ["one_module", "spreading", "stages"]

# A shell that starts us behind itself has interrupts ignored; time limits work by interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def in_ci() -> bool:
    """Tell whether a missing program is a fault of the machine, and no reason to skip."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false", "no")


def missing(what: str, package: str) -> None:
    """Skip with the line that installs what is missing."""
    pytest.skip(f"{what}; on Debian and Ubuntu: sudo apt-get install {package}")


@functools.cache
def bubblewrap_fault(path: str) -> str:
    """Say why bubblewrap cannot make a sandbox here, or nothing when it can."""
    tried = subprocess.run([path, "--ro-bind", "/", "/", "--unshare-all", "true"], capture_output=True, text=True)
    return tried.stderr.strip() or "it failed" if tried.returncode else ""


@pytest.fixture(scope="session")
def needs_chromium() -> str:
    """Path of a Chromium or Chrome for Playwright to drive."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    return found or missing("Chromium is not installed", "chromium fonts-noto-cjk")


@pytest.fixture(scope="session")
def needs_bubblewrap() -> str:
    """Path of a bubblewrap that can make sandboxes here."""
    found = shutil.which("bwrap")
    if not found:
        missing("bubblewrap is not installed", "bubblewrap")
    if bubblewrap_fault(found):
        pytest.skip(f"bubblewrap cannot make a sandbox on this machine: {bubblewrap_fault(found)}")
    return found


@pytest.fixture(scope="session", autouse=True)
def home_of_jupyter(tmp_path_factory):
    """Keep what Jupyter and IPython of the person at this machine have set up out of the tests, and the reverse."""
    home = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(home / name.lower()))
            (home / name.lower()).mkdir()
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let no test be skipped in CI: there, whatever is missing was forgotten."""
    report = yield
    if in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not accept: {report.longrepr[2]}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Let no file of tests be skipped in CI either."""
    report = yield
    if in_ci() and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not accept: {report.longrepr[2]}"
    return report
