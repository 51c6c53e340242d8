"""A notebook's shell in this process: cells run as a learner runs them, and what they show comes back as text."""

import atexit
import contextlib
import os
import re
import warnings
from dataclasses import dataclass

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from millrace import slips

SET_UP = """
import pandas as pd

from millrace import cleaning, intake, samples, slips

slips.explain()
"""
GIVEN = """
orders = pd.DataFrame({
    "day": ["2025-03-05", "2025-03-05", "05/03/2025"],
    "clerk": ["Lin", "Lin", "Tao"],
    "pieces": [12, 12, 24],
    "Amount": ["1,800", "1,800", "960"],
})
firms = pd.DataFrame({"customer": ["Hongda", "Lotus"], "city": ["Wenzhou", "Dubai"], "phone": ["1", None]})
rates = {"CNY": 1.0, "USD": 7.1, "AED": 1.9}
"""


@dataclass
class Shown:
    """What a cell showed: its text without colours, and the names of what was displayed."""

    text: str
    displays: list
    error: BaseException | None

    @property
    def sentence(self):
        """The first paragraph, on one line."""
        return " ".join(self.text.split("\n\n")[0].split())

    @property
    def note(self):
        """What was said of a cell that ran to its end, or below an error of our own."""
        texts = [d["text/plain"] for d in self.displays if "border-left" in d.get("text/html", "")]
        return " ".join(" ".join(texts).split())

    @property
    def folded(self):
        """The traceback that is folded away."""
        return next((d["text/html"] for d in self.displays if "<details>" in d.get("text/html", "")), "")


class Learner:
    """Somebody at a notebook."""

    def __init__(self, shell):
        self.shell = shell

    def run(self, *cells):
        """Run cells one after the other and return what the last one showed."""
        for cell in cells:
            # A learner sees warnings; here they would be errors.
            with warnings.catch_warnings(action="ignore"), capture_output(display=True) as said:
                result = self.shell.run_cell(cell, store_history=True)
        plain = re.sub(r"\x1b\[[\d;]*m", "", said.stdout)
        return Shown(plain, [o.data for o in said.outputs], result.error_before_exec or result.error_in_exec)


@contextlib.contextmanager
def learner(folder, *, set_up=SET_UP + GIVEN):
    """Open a notebook without a file of its own."""
    before = os.environ.get("IPYTHONDIR")
    os.environ["IPYTHONDIR"] = str(folder)
    quiet = Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"})
    shell = InteractiveShell.instance(config=quiet)
    somebody = Learner(shell)
    try:
        if set_up:
            somebody.run(set_up)
        yield somebody
    finally:
        slips.stop_explaining()
        shell.atexit_operations()
        atexit.unregister(shell.atexit_operations)
        InteractiveShell.clear_instance()
        os.environ.pop("IPYTHONDIR", None)
        if before is not None:
            os.environ["IPYTHONDIR"] = before
