"""Print how many small notebooks a warm, enclosed kernel runs in the time of a cold one.

The notebook imports pandas, scikit-learn and seaborn and answers at once. Both ways run one notebook after another.
"""

import statistics
import tempfile
import time

import nbclient
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.kernels import Sandbox

WARM_RUNS, COLD_RUNS = 20, 4
CODE = (
    "import pandas as pd, seaborn as sns, sklearn.linear_model as lm\n"
    "lm.LinearRegression().fit([[1], [2]], [1, 2]).coef_"
)


def main() -> None:
    notebook = new_notebook(cells=[new_code_cell(CODE)])
    began = time.monotonic()
    with Sandbox() as sandbox:
        print(f"zygote: {time.monotonic() - began:.1f} s, once")
        began = time.monotonic()
        runs = [sandbox.run(notebook) for _ in range(WARM_RUNS)]
        warm = (time.monotonic() - began) / WARM_RUNS
    assert all(run.outcome == "ran" for run in runs)
    for part in ("start", "cells", "shutdown"):
        print(f"warm {part}: {statistics.median(run.seconds[part] for run in runs):.3f} s")
    print(f"warm memory beside the zygote's: {max(run.peak_mb for run in runs):.0f} MB")
    began = time.monotonic()
    for _ in range(COLD_RUNS):
        with tempfile.TemporaryDirectory() as folder:
            nbclient.execute(new_notebook(cells=[new_code_cell(CODE)]), cwd=folder, kernel_name="python3")
    cold = (time.monotonic() - began) / COLD_RUNS
    print(f"seconds a notebook: warm {warm:.2f}, cold {cold:.2f}")
    print(f"throughput: {cold / warm:.1f} times cold kernels")


if __name__ == "__main__":
    main()
