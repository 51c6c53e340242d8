"""How long the sample company takes: all files of variant 0, and order lines at growing scale with their memory."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCALES = (5, 50, 500)
STREAM = "import sys, lantern; lantern.export_orders(sys.argv[1], scale=float(sys.argv[2]))"


def all_files(folder: Path) -> float:
    """Write everything once in a process of its own; seconds, imports included."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "lantern", "write", folder], check=True, capture_output=True)
    return time.perf_counter() - start


def streamed(path: Path, scale: float) -> tuple[float, int, float]:
    """Stream order lines into a file; seconds, lines, and the most memory any child has taken so far, in GB."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", STREAM, path, str(scale)], check=True, capture_output=True)
    seconds = time.perf_counter() - start
    with path.open("rb") as file:
        lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1
    return seconds, lines, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6


def main() -> None:
    """Print the figures; growth close to linear shows as lines a second that stay the same."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"all files of variant 0: {all_files(Path(folder)):.1f} s, imports included")
        print(f"{'scale':>6} {'lines':>11} {'seconds':>8} {'lines a second':>15} {'memory, GB':>11}")
        for scale in SCALES:
            seconds, lines, memory = streamed(Path(folder) / "orders.csv", scale)
            print(f"{scale:>6} {lines:>11,} {seconds:>8.1f} {lines / seconds:>15,.0f} {memory:>11.2f}")


if __name__ == "__main__":
    main()
