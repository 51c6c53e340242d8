"""Kernels that are warm and enclosed: a zygote has imported what a course needs, and forks one for each notebook.

`Sandbox` runs a notebook and says what became of it::

    with Sandbox(read_only=[datasets], hidden=[lantern], warm=("pandas", "seaborn")) as sandbox:
        ran = sandbox.run(notebook, {"orders.csv": path}, collect=["answers.json"])
    ran.notebook, ran.outcome, ran.cell, ran.said, ran.interrupted, ran.seconds, ran.peak_mb, ran.files

- `run` never raises for what a learner's code does; it may be called from several threads at once, so that one zygote
  serves all workers of a machine. `Limits` and `Ran` can be pickled; a `Sandbox` cannot: make one in each process.
- A cell that takes too long is interrupted and the next one runs, as in nbgrader; its id is in `interrupted`, and its
  outputs end with the error `CellTimeoutError`. `outcome` is another word than "ran" only when the run ended early, at
  `cell`.
- The tag `skip-execution` and others have no effect. `folder_files` are copied into the kernel's folder under the given
  names; the notebook is not among them unless it is given. `collect` names files that come back from that folder.
- `visit` is called between cells, in the process that asked, with hands in the kernel: `await hands.ask(code)` takes
  values out as text, `await hands.execute(source)` runs a cell that stays no part of the notebook.
- Without bubblewrap `Sandbox(enclosed=True)` raises `NoBubblewrap`, whose message says how to go on.
"""

from coursekit.kernels.bubblewrap import NoBubblewrap
from coursekit.kernels.forked import NoKernel
from coursekit.kernels.limits import OUTCOMES, Limits
from coursekit.kernels.sandbox import Ran, Sandbox
from coursekit.kernels.visiting import PUBLISHED, AtEnd, Hands, RunEnded, Visit

__all__ = [
    "OUTCOMES", "PUBLISHED", "AtEnd", "Hands", "Limits", "NoBubblewrap", "NoKernel", "Ran", "RunEnded", "Sandbox",
    "Visit",
]  # fmt: skip
