"""Time the audit on growing tables, and its bootstrap beside fairlearn's: python bench_fairness.py [rows]."""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from millrace import fairness

GROUPS = {"sex": 2, "origin": 5, "age_band": 6, "education": 5, "district": 12}
RESAMPLES = 200
THEIR_ROWS, THEIR_RESAMPLES = 100_000, 10


def people(rows: int, seed: int = 1) -> pd.DataFrame:
    """Make decided cases with five attributes, a score and an outcome; the first attribute is worse off."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {name: rng.choice([f"{name} {n}" for n in range(count)], rows) for name, count in GROUPS.items()}
    )
    frame["score"] = rng.normal(55, 12, rows).round() - 3 * (frame["sex"] == "sex 0")
    frame["selected"] = frame["score"] >= 60
    frame["good"] = rng.random(rows) < 1 / (1 + np.exp(-(frame["score"] - 55) / 8))
    return frame


def agreed(*, pairs: bool = False) -> fairness.Contract:
    """Make the contract."""
    return fairness.contract(
        decision="select", decided_by="the score", fixed_on="2026-01-01", groups=list(GROUPS), selected="selected",
        outcome="good", outcome_means="what was planted", known_for="everybody", score="score", threshold=60,
        harmed="people not selected", harm="allocation", pairs=pairs,
    )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """Time one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def theirs(frame: pd.DataFrame, resamples: int) -> None:
    """Let fairlearn draw the rows anew for each attribute: selection rate and true and false positive rates."""
    from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate

    for name in GROUPS:
        MetricFrame(
            metrics={"selected": selection_rate, "tpr": true_positive_rate, "fpr": false_positive_rate},
            y_true=frame["good"], y_pred=frame["selected"], sensitive_features=frame[name], n_boot=resamples,
            ci_quantiles=[0.025, 0.975], random_state=1,
        ).difference_ci()  # fmt: skip


def main(most: int) -> None:
    """Print seconds per helper and size, and the ratio to fairlearn's bootstrap."""
    sizes = [most // 10, most]
    frames = [people(rows) for rows in sizes]
    works: dict[str, Callable[[pd.DataFrame], object]] = {
        "gaps, 5 attributes, 200 resamples": lambda frame: fairness.gaps(frame, agreed(), resamples=RESAMPLES),
        "audit, 5 attributes": lambda frame: fairness.audit(frame, agreed()),
        "audit, and 10 pairs": lambda frame: fairness.audit(frame, agreed(pairs=True)),
        "error_rates": lambda frame: fairness.error_rates(frame, agreed()),
        "calibration": lambda frame: fairness.calibration(frame, agreed()),
        "sweep, 25 thresholds": lambda frame: fairness.sweep(frame, agreed()),
    }
    fairness.gaps(frames[0].head(2000), agreed(), resamples=RESAMPLES)
    print(f"{'helper':36}" + "".join(f"{rows:>12,}" for rows in sizes))
    taken = {}
    for name, work in works.items():
        taken[name] = [seconds(lambda frame=frame, work=work: work(frame)) for frame in frames]  # type: ignore[misc]
        print(f"{name:36}" + "".join(f"{one:>12.2f}" for one in taken[name]), flush=True)
    small = frames[1].head(THEIR_ROWS)
    none, some = seconds(lambda: theirs(small, 1)), seconds(lambda: theirs(small, 1 + THEIR_RESAMPLES))
    each = (some - none) / THEIR_RESAMPLES
    print(
        f"fairlearn, {len(small):,} rows: {each:.2f} s per resample of 5 attributes, {RESAMPLES * each:.0f} s for 200"
    )
    ours = seconds(lambda: fairness.gaps(small, agreed(), resamples=RESAMPLES))
    print(f"ours, the same rows, {RESAMPLES} resamples: {ours:.2f} s; fairlearn / ours = {RESAMPLES * each / ours:.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
