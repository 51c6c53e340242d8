"""Pilots whose effect is known: unequal units, a season, a trend, weeks that hang together, staggered starts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.effects.estimating import Panel, plan_effects, under_other_plans
from millrace.effects.plans import NEVER, effect_range, other_plans

PERIODS = 40
STARTS = {8: [14, 18, 22, 26], 12: [14, 18, 22, 30], 30: [12] * 4 + [20] * 4 + [28] * 4}


@dataclass(frozen=True)
class World:
    panel: Panel
    began: np.ndarray
    true: float


def world(rng, starts, units, *, ratio, effect, varied=0.15):
    """Draw one pilot; the effect is larger in the first weeks and differs between units by the spread ``varied``."""
    sizes = rng.uniform(8, 40, units)
    counts = rng.poisson(sizes[:, None] * np.exp(rng.normal(0, 0.1, (units, PERIODS)))) + 1
    wander = rng.normal(0, 1, (units, PERIODS))
    for week in range(1, PERIODS):
        wander[:, week] = 0.6 * wander[:, week - 1] + 0.8 * wander[:, week]
    weeks = np.arange(PERIODS)
    season = 0.15 * np.sin(weeks / PERIODS * 8) + 0.004 * weeks
    level = rng.normal(0, 0.2, units)[:, None]
    began = np.full(units, NEVER)
    began[rng.permutation(units)[: len(starts)]] = starts
    had = weeks >= began[:, None]
    since = np.where(had, weeks - np.minimum(began, PERIODS)[:, None], 0)
    own = effect * (1 + 0.8 * np.exp(-since / 5)) * np.exp(rng.normal(0, varied, units))[:, None] * had
    if ratio:
        without = rng.gamma(2.0 * counts, np.exp(level + season + 0.06 * wander) / 2.0)
        sums = without * np.exp(own)
        true = np.log(sums[had].sum() / without[had].sum())
    else:
        share = np.clip(0.65 + 0.1 * level + 0.3 * season + 0.03 * wander, 0.2, 0.9)
        sums = rng.binomial(counts, share + 0.3 * own).astype(float)
        true = (counts * 0.3 * own)[had].sum() / counts[had].sum()
    return World(Panel(sums, counts.astype(float), counts, ratio), began, float(true))


def judged(one, *, draws=399, confidence=0.95):
    """Return estimate, low, high and p of one pilot."""
    panel, began = one.panel, one.began
    found = plan_effects(panel.sums, panel, began[None])[0]
    other = under_other_plans(panel, began, other_plans(began, draws=draws, seed=1), found)
    low, high, p = effect_range(found, *other, confidence=confidence)
    return found[0], low[0], high[0], p[0]


def many(units, *, ratio, effect, runs, seed, varied=0.15, draws=399):
    """Judge many pilots: one row per pilot with ``true``, ``estimate``, ``low``, ``high`` and ``p``."""
    rng, rows = np.random.default_rng(seed), []
    for _ in range(runs):
        one = world(rng, STARTS[units], units, ratio=ratio, effect=effect, varied=varied)
        rows.append((one.true, *judged(one, draws=draws)))
    return pd.DataFrame(rows, columns=["true", "estimate", "low", "high", "p"])


def cases(rows, *, units=12, effect=-0.2, seed=1):
    """Make a table of cases over a year: minutes, whether settled, topic, and which desks began when."""
    rng = np.random.default_rng(seed)
    names = [f"desk {number}" for number in range(units)]
    starts = pd.Series(pd.to_datetime(["2025-05-12", "2025-06-09", "2025-07-07", "2025-09-01"]), index=names[:4])
    desk, day = rng.integers(0, units, rows), rng.integers(0, 365, rows)
    opened = pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D")
    frame = pd.DataFrame({"desk": np.array(names)[desk], "opened": opened, "topic": rng.choice(["easy", "hard"], rows)})
    had = (frame["opened"] >= frame["desk"].map(starts)).to_numpy()
    hard = (frame["topic"] == "hard").to_numpy()
    usual = 1.5 + 0.8 * hard + rng.normal(0, 0.1, units)[desk] + 0.1 * np.sin(day / 58)
    frame["minutes"] = np.exp(usual + effect * had + rng.normal(0, 0.5, rows))
    frame["settled"] = rng.random(rows) < 0.75 - 0.2 * hard + 0.5 * effect * had
    return frame, starts
