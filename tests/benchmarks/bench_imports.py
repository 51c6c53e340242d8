"""What importing the library costs beside pandas alone: ``python tests/benchmarks/bench_imports.py``."""

import os
import statistics
import subprocess
import sys
import time

ROUNDS = 9
STATEMENTS = {
    "import pandas": "import pandas",
    "import millrace": "import pandas, millrace",
    "a lab's first line": "import pandas; from millrace import checks, cleaning, intake, samples",
}


def seconds(statement: str) -> float:
    """Time a fresh Python that runs one statement, start of Python included, bytecode kept."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True, env=environment)
    return time.perf_counter() - began


def main() -> None:
    """Take turns, so that a busy machine is busy for all, and compare the medians."""
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(ROUNDS + 1):
        for name, statement in STATEMENTS.items():
            times[name].append(seconds(statement))
    medians = {name: statistics.median(rounds[1:]) for name, rounds in times.items()}
    for name, median in medians.items():
        print(f"{name:20} {median:6.2f} s   {median / medians['import pandas']:5.2f} times pandas")


if __name__ == "__main__":
    main()
