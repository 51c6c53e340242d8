"""Tables with wrong cells and the truth beside them, of three makes that have little in common."""

import numpy as np
import pandas as pd

__all__ = ["WORLDS", "clinic", "deliveries", "orchard"]

_WARDS = {"north": ("Amann", "410"), "south": ("Brandt", "420"), "east": ("Cordes", "430"), "west": ("Dorn", "440")}


def _spoilt(clean, columns, spoil, share, rng):
    dirty = clean.copy()
    for column, how in columns.items():
        hit = np.flatnonzero(rng.random(len(clean)) < share)
        values = dirty[column].to_numpy(dtype=object).copy()
        for row in hit:
            values[row] = spoil[how](str(values[row]), rng)
        dirty[column] = values
    truth = pd.DataFrame(
        [
            [one != other for one, other in zip(*rows, strict=True)]
            for rows in zip(dirty.values, clean.values, strict=True)
        ],
        columns=clean.columns,
    )
    return dirty, truth


def _swap(text, rng):
    place = rng.integers(0, len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _double(text, rng):
    place = rng.integers(0, len(text))
    return text[:place] + text[place] * 2 + text[place + 1 :]


SPOIL = {
    "swapped": _swap,
    "doubled": _double,
    "empty": lambda text, rng: rng.choice(["", "n/a", "-"]),
    "times ten": lambda text, rng: f"{float(text) * 10:.1f}",
    "other ward": lambda text, rng: rng.choice([code for _, code in _WARDS.values() if code != text]),
    "short year": lambda text, rng: f"{text[8:10]}/{text[5:7]}/{text[2:4]}",
    "later": lambda text, rng: f"{int(text[:2]) % 20 + 3:02d}:{rng.integers(0, 60):02d}",
    "with unit": lambda text, rng: f"{text} kg",
}


def clinic(*, seed):
    """Visits of four wards: the ward says the doctor and the telephone; slips, gaps, wrong extensions, short years."""
    rng = np.random.default_rng(seed)
    wards = rng.choice(list(_WARDS), 700)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 500, 700), unit="D")
    clean = pd.DataFrame(
        {
            "visit": [f"V{number}" for number in range(5000, 5700)],
            "ward": wards,
            "doctor": [_WARDS[ward][0] for ward in wards],
            "extension": [_WARDS[ward][1] for ward in wards],
            "day": days.strftime("%Y-%m-%d"),
            "reason": rng.choice(["check-up", "vaccination", "prescription", "certificate"], 700),
        }
    )
    columns = {"doctor": "doubled", "extension": "other ward", "day": "short year", "reason": "empty"}
    return _spoilt(clean, columns, SPOIL, 0.07, rng)


def deliveries(*, seed):
    """Stops that several drivers' sheets report: they disagree on times, and some write nothing."""
    rng = np.random.default_rng(seed)
    stops = {f"stop {number}": f"{rng.integers(6, 18):02d}:{rng.integers(0, 60):02d}" for number in range(60)}
    rows = [(stop, f"sheet {sheet}", time) for stop, time in stops.items() for sheet in range(9)]
    clean = pd.DataFrame(rows, columns=["stop", "sheet", "due"])
    clean["arrived"] = clean["due"]
    clean["driver"] = rng.choice(["Ines", "Jonas", "Katja", "Lars"], len(clean))
    return _spoilt(clean, {"due": "later", "arrived": "empty", "driver": "swapped"}, SPOIL, 0.15, rng)


def orchard(*, seed):
    """Weights of crates: tenfold amounts, units in some cells, gaps in the sort."""
    rng = np.random.default_rng(seed)
    clean = pd.DataFrame(
        {
            "crate": [f"C-{number:05d}" for number in range(900)],
            "sort": rng.choice(["Boskoop", "Elstar", "Topaz", "Jonagold"], 900),
            "weight": [f"{weight:.1f}" for weight in rng.normal(18, 1.5, 900)],
            "picked": [f"{weight:.1f}" for weight in rng.normal(250, 20, 900)],
        }
    )
    return _spoilt(clean, {"sort": "empty", "weight": "times ten", "picked": "with unit"}, SPOIL, 0.06, rng)


WORLDS = [clinic, deliveries, orchard]
