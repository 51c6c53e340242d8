"""Time the process helpers on growing event logs: python bench_process.py [events]."""

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from millrace import process

STEPS = ["cut", "skive", "glue", "stitch", "paint", "finish", "pack", "ship"]
ROLES = {"case": "case", "step": "step", "start": "start", "end": "end", "resource": "who"}


def made(events: int, seed: int = 1) -> pd.DataFrame:
    """Make a log of text, as a terminal exports it: eight steps per case, some ends missing, some turned round."""
    rng = np.random.default_rng(seed)
    cases = events // len(STEPS)
    came = pd.Timestamp("2023-01-02").value // 10**9 + rng.integers(0, 1_000 * 86_400, cases)
    gaps = rng.exponential(30_000, (cases, len(STEPS))).astype(int) + 600
    work = rng.exponential(3_000, (cases, len(STEPS))).astype(int) + 60
    start = came[:, None] + np.cumsum(gaps + work, axis=1) - work
    end = np.where(rng.random(start.shape) < 0.005, start - 600, start + work)
    frame = pd.DataFrame({"case": np.repeat(np.arange(cases), len(STEPS)), "step": STEPS * cases})
    for name, seconds in (("start", start), ("end", end)):
        frame[name] = pd.Series(seconds.ravel().astype("M8[s]")).dt.strftime("%Y-%m-%d %H:%M:%S")
    frame["end"] = frame["end"].mask(rng.random(len(frame)) < 0.01)
    frame["who"] = frame["step"] + pd.Series(rng.integers(1, 6, len(frame))).astype(str)
    return frame.sample(frac=1, random_state=2, ignore_index=True)


def seconds(work: Callable[[], object]) -> float:
    """Time one run on one processor."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def timed(frame: pd.DataFrame) -> dict[str, float]:
    """Time every helper on one log."""
    hours = process.WorkingHours({"Mon-Fri": "08:00-12:00, 13:00-17:30", "Sat": "08:00-12:00"}, holidays="CN")
    logs: list[process.EventLog] = []
    found = {"event_log": seconds(lambda: logs.append(process.event_log(frame, **ROLES)))}
    log = logs[0]
    for helper in (process.step_times, process.waiting, process.lead_times, process.bottleneck, process.busy_people,
                   process.littles_law, process.moves):  # fmt: skip
        found[helper.__name__] = seconds(lambda helper=helper: helper(log, hours=hours))  # type: ignore[misc]
    found["queue"] = seconds(lambda: process.queue(log, "paint", hours=hours))
    found["rework"], found["variants"] = seconds(lambda: process.rework(log)), seconds(lambda: process.variants(log))
    found["guess_working_hours"] = seconds(lambda: process.guess_working_hours(log))
    return found


def main(events: int) -> None:
    """Print seconds per helper, and how they grow."""
    sizes = [events // 16, events // 4, events]
    process.bottleneck(process.event_log(made(1_000), **ROLES), hours=process.AROUND_THE_CLOCK)  # imports
    columns = {size: timed(made(size)) for size in sizes}
    print(f"pandas {pd.__version__}, CPU-seconds")
    print(f"{'helper':22}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth ×4':>12}")
    for name in columns[events]:
        line = [columns[size][name] for size in sizes]
        print(f"{name:22}" + "".join(f"{value:12.2f}" for value in line) + f"{line[-1] / max(line[-2], 1e-9):12.1f}")
    totals = [sum(columns[size].values()) for size in sizes]
    print(f"{'all':22}" + "".join(f"{value:12.2f}" for value in totals) + f"{totals[-1] / totals[-2]:12.1f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
