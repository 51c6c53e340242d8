"""A learner at the screen: JupyterLab started by start.py on a copy of the course, driven through Chromium."""

import json
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
from dataclasses import dataclass
from pathlib import Path

from paths import ROOT

__all__ = ["Desk", "Served", "changes", "copy_of_the_course", "open_browser", "open_desk", "pop_ups", "running_lab"]

PICTURES = ROOT / "screenshots"

CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
# It takes eight; on a machine with other work it took more than a minute.
START_SECONDS = 240
PATIENCE_MS = 120_000


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


@dataclass(frozen=True)
class Served:
    """A JupyterLab at work: its copy of the course, and its address with the token."""

    folder: Path
    address: str

    def end_kernels(self) -> None:
        """End all kernels, so that the next page begins with a fresh one."""
        for session in json.loads(self._ask("api/sessions")):
            self._ask(f"api/sessions/{session['id']}", method="DELETE")

    def set(self, plugin: str, settings: str) -> None:
        """Choose settings of JupyterLab, as its settings page does."""
        self._ask(f"lab/api/settings/{plugin}", method="PUT", data=json.dumps({"raw": settings}).encode())

    def _ask(self, page: str, *, method: str = "GET", data: bytes | None = None) -> bytes:
        server, token = re.fullmatch(r"(.*?/)lab\S*token=(\w+)", self.address).groups()
        headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(server + page, data=data, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()


@contextmanager
def running_lab(course: Path):
    """Start JupyterLab on a copy of the course as a learner does, and stop the process that was started."""
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
        yield Served(course, _address(process, said))
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
    """Start a browser that has no page yet, and close it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_desk(browser, served: "Served", notebook: str):
    """Put a notebook on the screen as it was built, with a fresh kernel; what is typed and run there ends with it."""
    shutil.copytree(ROOT / "labs", served.folder / "labs", dirs_exist_ok=True)
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    try:
        context.set_default_timeout(PATIENCE_MS)
        yield Desk(context.new_page(), served, notebook)
    finally:
        context.close()
        served.end_kernels()


def pop_ups(page) -> list[str]:
    """Return what the dialogs and notes on the screen say."""
    return page.locator(".jp-Dialog:visible, .Toastify__toast:visible").all_inner_texts()


def changes(place, before: str) -> None:
    """Wait until a place on the screen says something else; widgets draw their outputs anew."""
    from playwright.sync_api import expect

    expect(place).not_to_have_text(before, timeout=PATIENCE_MS, use_inner_text=True)


class Desk:
    """One notebook open on the screen, and what a learner does with it."""

    def __init__(self, page, served: "Served", notebook: str) -> None:
        self.page = page
        self.file = served.folder / "labs" / notebook
        address = served.address
        page.goto(re.sub(r"/lab[^?]*\?", f"/lab/tree/{notebook}?reset&", address))
        page.locator(".jp-Notebook:visible").wait_for(timeout=60_000)
        self._until_idle()

    def _until_idle(self) -> None:
        self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]:visible').wait_for(timeout=PATIENCE_MS)

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
        """Run the cell with Shift+Enter, wait, and return what is below it; the next cell becomes active.

        A folded cell does not show that it is running, so of a check an output must be waited for.
        """
        cell = self.active.element_handle()
        self.page.keyboard.press("Shift+Enter")
        if wait_for_output:
            said = "cell => (cell.querySelector('.jp-OutputArea-output')?.innerText ?? '') !== ''"
            self.page.wait_for_function(said, arg=cell, timeout=PATIENCE_MS)
        self.page.wait_for_function("cell => !/\\[\\*\\]/.test(cell.innerText)", arg=cell, timeout=PATIENCE_MS)
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
        """Replace what is in the cell."""
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Escape")

    def saved_cells(self) -> list[dict]:
        """Save, and return the cells of the file."""
        if self.page.locator(".lm-TabBar-tab.jp-mod-dirty").count():
            with self.page.expect_response(lambda r: r.request.method == "PUT" and "/api/contents/" in r.url):
                self.page.keyboard.press("Control+s")
        return json.loads(self.file.read_text(encoding="utf-8"))["cells"]

    def drawn_lines(self, output) -> tuple[int, int]:
        """Count the lines of a message, and those on the screen, which are more when lines or words are broken."""
        return output.evaluate(
            "pre => { const range = document.createRange(); range.selectNodeContents(pre);"
            " const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top)));"
            " return [pre.textContent.trimEnd().split('\\n').length, tops.size]; }"
        )

    def picture(self, name: str) -> Path:
        """Take a screenshot into the ignored folder."""
        PICTURES.mkdir(exist_ok=True)
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path)
        return path
