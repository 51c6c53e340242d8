"""Time a pilot's effect beside a clustered regression, and count what ranges hold: bench_effects.py [rows] [runs]."""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from millrace import effects

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import simulated_pilots as made

GIVEN = {"unit": "desk", "when": "opened", "outcome": "minutes", "measure": "amount", "better": "lower"}


def seconds(work: Callable[[], object]) -> float:
    """Time one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def clustered(frame: pd.DataFrame, starts: pd.Series) -> tuple[float, float]:
    """Regress log minutes on desk, week, topic and the change, with errors clustered by desk, by statsmodels."""
    from statsmodels.regression.linear_model import OLS

    week = (frame["opened"] - frame["opened"].min()).dt.days // 7
    parts = [
        pd.get_dummies(codes, drop_first=place > 0) for place, codes in enumerate((frame["desk"], week, frame["topic"]))
    ]
    had = (frame["opened"] >= frame["desk"].map(starts)).to_numpy(dtype=float)
    design = np.column_stack([had, *(part.to_numpy(dtype=float) for part in parts)])
    desk = pd.factorize(frame["desk"])[0]
    fit = OLS(np.log(frame["minutes"].to_numpy()), design).fit(cov_type="cluster", cov_kwds={"groups": desk})
    return float(fit.params[0]), float(fit.bse[0])


def speed(rows: int) -> None:
    """Print seconds of reading and of the effect, beside the regression."""
    frame, starts = made.cases(rows)
    ours = effects.pilot(frame.head(1000), starts=starts, alike=["topic"], **GIVEN)
    effects.effect(ours, draws=9, confidence=0.9)
    reading = seconds(lambda: effects.pilot(frame, starts=starts, alike=["topic"], **GIVEN))
    ours = effects.pilot(frame, starts=starts, alike=["topic"], **GIVEN)
    judging = seconds(lambda: effects.effect(ours, draws=999))
    by_group = seconds(lambda: effects.effect_by(ours, by="topic", draws=999))
    regressing = seconds(lambda: clustered(frame, starts))
    print(
        f"{rows:>10,} rows: read {reading:.2f} s, effect with 999 plans {judging:.2f} s, by 2 groups {by_group:.2f} s"
    )
    print(f"{'':>10}  clustered regression {regressing:.2f} s; ours takes {(reading + judging) / regressing:.2f} of it")


def holds(runs: int) -> None:
    """Print how often ranges hold the truth, the bias, and how often nothing is taken for something."""
    print(f"{'measure':>8}{'units':>6}{'covered':>9}{'bias/effect':>12}{'shown':>7}{'claimed on nothing':>20}")
    for ratio in (False, True):
        for units in made.STARTS:
            found = made.many(units, ratio=ratio, effect=-0.2, runs=runs, seed=units)
            null = made.many(units, ratio=ratio, effect=0.0, runs=2 * runs, seed=units + 1)
            covered = found["true"].between(found["low"], found["high"]).mean()
            bias = (found["estimate"] - found["true"]).mean() / found["true"].mean()
            shares = f"{(found['p'] <= 0.05).mean():>7.2f}{(null['p'] <= 0.05).mean():>20.3f}"
            print(f"{'amount' if ratio else 'share':>8}{units:>6}{covered:>9.3f}{bias:>12.3f}{shares}", flush=True)


def main(most: int, runs: int) -> None:
    """Print both."""
    for rows in (most // 10, most):
        speed(rows)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")
    holds(runs)


if __name__ == "__main__":
    main(*(int(given) for given in [*sys.argv[1:], *["1000000", "500"][len(sys.argv) - 1 :]]))
