"""How long a start takes when everything is installed: ``python tests/benchmarks/bench_start.py``."""

import os
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 3
BIN = Path(sys.executable).parent


def seconds_to_answer(command: list[str]) -> float:
    """Start a JupyterLab, wait until its page answers, stop it."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ)
    )
    try:
        for line in process.stdout:
            address = re.search(r"http://(?:127\.0\.0\.1|localhost):\d+/lab\S*token=\w+", line)
            if address:
                _wait_for(address.group())
                return time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()
    raise SystemExit("JupyterLab ended before it answered.")


def _wait_for(address: str) -> None:
    """Ask until the page answers: the address is printed a little before."""
    until = time.perf_counter() + 60
    while time.perf_counter() < until:
        try:
            return urllib.request.urlopen(address, timeout=60).close()
        except urllib.error.URLError:
            time.sleep(0.05)
    raise SystemExit("JupyterLab printed its address and never answered.")


def main() -> None:
    """Print the no-op set-up, and our start beside plain ``jupyter lab``, taking turns."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "start.py", "setup"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    print(f"set-up when nothing has changed: {time.perf_counter() - began:.2f} s")
    ours = [sys.executable, "start.py", "lab", "--no-browser", "--port", "18990"]
    plain = [
        str(BIN / "jupyter"),
        "lab",
        "--no-browser",
        "--allow-root",
        "--port",
        "18970",
        "--ServerApp.root_dir=labs",
    ]
    times = {"python start.py": [], "plain jupyter lab": []}
    for _ in range(ROUNDS):
        for name, command in (("python start.py", ours), ("plain jupyter lab", plain)):
            times[name].append(seconds_to_answer(command))
    medians = {name: statistics.median(rounds) for name, rounds in times.items()}
    for name, median in medians.items():
        print(f"{name:20} {median:6.1f} s until it answers   {median / medians['plain jupyter lab']:.2f} times plain")


if __name__ == "__main__":
    main()
