"""Surveys made for tests, with opinions that are known."""

import numpy as np
import pandas as pd

from millrace import surveys

NAMED = {"respondent": "who", "question": "item", "answer": "points", "wave": "when"}


def from_points(*waves, role=None, **settings):
    """Make a survey of one table per wave, a row per person and a column per question; missing is not answered."""
    parts = [
        wave.rename_axis("who").reset_index().melt("who", var_name="item", value_name="points").assign(when=str(place))
        for place, wave in enumerate(waves, 1)
    ]
    frame = pd.concat(parts, ignore_index=True)
    if role is not None:
        frame["role"] = frame["who"].map(role)
        settings["groups"] = ["role"]
    return surveys.survey(frame, **NAMED, **settings)


def people(values, **others):
    """Lay out one question for people P00, P01 and so on."""
    return pd.DataFrame({"load": values, **others}, index=[f"P{n:02d}" for n in range(len(values))], dtype=float)


def null_waves(rng, count, *, gone=0):
    """Draw two waves in which nothing happens, of four questions that have nothing to do with each other."""
    opinion = rng.normal(3.1, 0.8, (count, 4))
    waves = [np.clip(np.round(opinion + rng.normal(0, 0.5, opinion.shape)), 1, 5) for _ in range(2)]
    waves[1][rng.permutation(count)[:gone]] = np.nan
    return [pd.DataFrame(wave, columns=list("abcd"), index=[f"P{n:02d}" for n in range(count)]) for wave in waves]
