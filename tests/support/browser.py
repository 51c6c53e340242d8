"""A learner at the screen: JupyterLab started by start.py on a copy of the course, driven through Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from paths import ROOT

__all__ = ["Desk", "copy_of_the_course", "open_browser", "running_lab"]

CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
START_SECONDS = 90


def copy_of_the_course(folder: Path) -> Path:
    """Copy the course, so that what is typed and saved in a test touches no committed notebook."""
    for file in (p for p in ROOT.iterdir() if p.is_file()):
        shutil.copy(file, folder)
    for name in ("labs", "datasets", "settings"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_lab(course: Path):
    """Start JupyterLab as a learner does, give its address with the token, and stop the process that was started."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "MILLRACE"))}
    command = [sys.executable, "start.py", "lab", "--this-python", "--no-browser"]
    command += ["--port", str(free_port())]
    process = subprocess.Popen(
        command, cwd=course, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.extend(iter(process.stdout.readline, "")), daemon=True)
    reader.start()
    try:
        yield _address(process, said)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        reader.join(5)
        process.stdout.close()


def _address(process: subprocess.Popen, said: list[str]) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"http://(?:127\.0\.0\.1|localhost):\d+/lab\S*token=\w+", "".join(said))
        if found and _answers(found.group()):
            return found.group()
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start. It said: {''.join(said)[-3000:]}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as page:
            return page.status == 200
    except OSError:
        return False


@contextmanager
def open_browser(chromium: str):
    """Give a browser window, and close it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        context = browser.new_context(viewport={"width": 1366, "height": 900})
        try:
            yield context.new_page()
        finally:
            context.close()
            browser.close()


class Desk:
    """One notebook open on the screen, and what a learner does with it."""

    def __init__(self, page, address: str, notebook: str, pictures: Path) -> None:
        self.page = page
        self.pictures = pictures
        page.goto(address.replace("/lab?", f"/lab/tree/{notebook}?reset&"))
        page.locator(".jp-Notebook:visible").wait_for(timeout=60_000)
        self._until_idle()

    def _until_idle(self) -> None:
        self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]:visible').wait_for(timeout=120_000)

    @property
    def active(self):
        """The cell that the learner is in."""
        return self.page.locator(".jp-Notebook:visible .jp-Cell.jp-mod-active")

    def top(self) -> None:
        """Go to the first cell."""
        self.page.locator(".jp-Notebook:visible .jp-Cell:visible").first.click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+Home")

    def run(self, *, wait_for_output: bool = False) -> str:
        """Run the cell with Shift+Enter, wait, and give what stands below it; the next cell becomes active.

        A folded cell does not show that it is running, so of a check an output must be waited for.
        """
        cell = self.active.element_handle()
        self.page.keyboard.press("Shift+Enter")
        if wait_for_output:
            said = "cell => (cell.querySelector('.jp-OutputArea-output')?.innerText ?? '') !== ''"
            self.page.wait_for_function(said, arg=cell, timeout=120_000)
        self.page.wait_for_function("cell => !/\\[\\*\\]/.test(cell.innerText)", arg=cell, timeout=120_000)
        self._until_idle()
        output = cell.query_selector(".jp-OutputArea")
        return output.inner_text() if output else ""

    def go_to(self, text: str, *, running: bool = True) -> None:
        """Go down, running each cell, until the active one holds a text."""
        for _ in range(120):
            if text in self.active.inner_text():
                return
            self.run() if running else self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"There is no cell with '{text}'.")

    def write(self, code: str) -> None:
        """Replace what stands in the cell."""
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Escape")

    def picture(self, name: str) -> Path:
        """Take a screenshot into the ignored folder."""
        self.pictures.mkdir(exist_ok=True)
        path = self.pictures / f"{name}.png"
        self.page.screenshot(path=path)
        return path
