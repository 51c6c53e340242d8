"""Which pieces the inspectors looked at, of which lots and paint, and what was wrong with them."""

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.supply import file as supply
from lantern.workshop import file as workshop

__all__ = ["DEFECTS", "INSPECTORS", "PEELS", "PEELS_TOGETHER", "STRICT", "inspected_pieces"]

INSPECTORS, SHARES = ["Shi", "Tan", "Wei"], [0.37, 0.33, 0.3]
STRICT, STRICT_FACTOR = "Wei", 2.6
STAND_IN = "Cai"
# Pieces looked at, by size of the lot: special level S-2 of ISO 2859-1.
SAMPLE_FROM, SAMPLE_PIECES = [26, 151, 501], np.array([2, 3, 5, 5])
SKIPPED_EMPTY, SKIPPED_FULL, BESIDE_THE_BENCH = 0.02, 0.24, 0.09
# The new edge paint, on water, came after the holiday. Its share is such that neither it nor the lots stand out.
WATER_FROM, WATER_SHARE, WATER_TABLE = pd.Timestamp("2025-02-10"), (0.2, 0.32), "2"
WEAK_AND_WATER_SHARE, PEELS_TOGETHER = 0.012, 0.225
PEELS_WEAK_ALONE, PEELS_WATER_ALONE = 1.15, 1.1
PEELS = "edge paint peels"
DEFECTS = pd.DataFrame(
    [
        (PEELS, "minor", 0.0045),
        (PEELS, "major", 0.0085),
        (PEELS, "critical", 0.001),
        ("stitch skipped", "minor", 0.0015),
        ("stitch skipped", "major", 0.0042),
        ("scratch", "minor", 0.0055),
        ("glue stain", "minor", 0.005),
        ("buckle plating", "major", 0.0045),
        ("colour off", "minor", 0.0015),
        ("colour off", "major", 0.0015),
        ("wrong size", "critical", 0.0008),
        ("loose thread", "minor", 0.003),
    ],
    columns=["defect", "severity", "rate"],
)


@remembered
def inspected_pieces(company: Company) -> pd.DataFrame:
    """Return the pieces that were looked at in 2025, in order of time.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per piece: its order line, ``date`` and time, ``step_found``, ``inspector``, ``leather_lot``,
        ``hardware_lot``, ``weak`` (leather of a weak lot), ``edge_paint``, ``paint_table``, ``true_rate`` (the chance
        of a defect), ``found`` (position in `DEFECTS`, or their number where nothing is wrong) and ``true_decoy`` (the
        factor by which it belongs to a small group that is bad by chance; empty elsewhere).
    """
    rng = company.chance("inspections").spawn(1)[0]
    pieces = _sample(rng, _lines(rng, company))
    rates = _rates(rng, pieces)
    pieces["true_rate"] = rates.sum(axis=1)
    pieces["found"] = (_draws(rng, pieces)[:, None] > np.cumsum(rates, axis=1)).sum(axis=1)
    pieces["true_decoy"] = ""
    pieces = _plant_decoys(rng, pieces)
    return pieces.sort_values(["date", "order_no", "line"], kind="stable", ignore_index=True)


def _lines(rng: np.random.Generator, company: Company) -> pd.DataFrame:
    """Gather for each line when it was stitched, painted and packed, of which lots, and how its edges were painted."""
    steps = workshop.true_steps(company)
    when = steps.pivot(index="position", columns="step", values="started")
    done = steps.set_index(["position", "step"])["ended"].unstack()
    lines = steps.groupby("position").first()[["order_no", "line", "sku", "family", "colour", "pieces", "heat"]]
    lines["stitched"], lines["painted"], lines["packed"] = done["stitching"], when["edge painting"], when["packing"]
    material = supply.material_of(company.products).set_index("sku")
    lots = supply.lots_in_use(company)
    lines["leather_lot"] = _lot_of(lots, lines["sku"].map(material["leather_id"]), when["cutting"])
    fitted = when["hardware"].fillna(when["edge painting"]).fillna(when["cutting"])
    lines["hardware_lot"] = _lot_of(lots, lines["sku"].map(material["hardware_id"]), fitted)
    lines["weak"] = lines["leather_lot"].isin(supply.weak_lots(company)["lot"])
    lines["water"] = _painted_with_water(rng, lines)
    lines["paint_table"] = np.where(lines["water"], WATER_TABLE, rng.choice(["1", "2", "3"], len(lines)))
    lines["inspector"] = rng.choice(INSPECTORS, len(lines), p=SHARES)
    return lines


def _lot_of(lots: pd.DataFrame, material: pd.Series, day: pd.Series) -> np.ndarray:
    """Find the lot that was in use on a day: the last that began by then; lots of a material follow without gap."""
    lots = lots.sort_values("in_use_from", kind="stable")
    found = np.full(len(material), "", dtype=object)
    since, names, of = (lots[c].to_numpy() for c in ("in_use_from", "lot", "material_id"))
    for one in np.unique(material):
        mine, own = (material == one).to_numpy(), of == one
        position = np.searchsorted(_days(since[own]), _days(day.to_numpy()[mine]), side="right") - 1
        found[mine] = names[own][np.maximum(position, 0)]
    return found


def _days(dates: np.ndarray) -> np.ndarray:
    return dates.astype("datetime64[D]")


def _painted_with_water(rng: np.random.Generator, lines: pd.DataFrame) -> np.ndarray:
    """Choose the lines with the new paint: the same share of weak and other lots."""
    could = (lines["painted"] >= WATER_FROM).to_numpy()
    weak = lines["weak"].to_numpy()
    share = np.clip(WEAK_AND_WATER_SHARE / max(weak.mean(), 1e-9), *WATER_SHARE)
    water = np.zeros(len(lines), dtype=bool)
    for group in (could & weak, could & ~weak):
        among = np.flatnonzero(group)
        water[rng.permutation(among)[: round(share * len(among))]] = True
    return water


def _sample(rng: np.random.Generator, lines: pd.DataFrame) -> pd.DataFrame:
    """Draw the pieces looked at: before packing, less often in a rush, and of some lines after stitching."""
    looked = rng.random(len(lines)) > SKIPPED_EMPTY + (SKIPPED_FULL - SKIPPED_EMPTY) * lines["heat"].to_numpy()
    looked &= lines["packed"].notna().to_numpy()
    beside = (rng.random(len(lines)) < BESIDE_THE_BENCH) & lines["stitched"].notna().to_numpy()
    final = lines[looked].assign(step_found="final", date=lines["packed"])
    count = SAMPLE_PIECES[np.searchsorted(SAMPLE_FROM, final["pieces"], side="right")]
    early = lines[beside].assign(step_found="stitching", date=lines["stitched"])
    # What is neither painted nor fitted yet has no paint and no hardware.
    early = early[early["date"] < "2026-01-01"].assign(paint_table=None, water=False, hardware_lot=None)
    pieces = pd.concat([final.take(np.arange(len(final)).repeat(count)), early.take(np.arange(len(early)).repeat(2))])
    pieces["edge_paint"] = np.where(pieces["water"], "water", "solvent").astype(object)
    pieces.loc[pieces["step_found"] == "stitching", "edge_paint"] = None
    return pieces.rename_axis("position").reset_index()


def _rates(rng: np.random.Generator, pieces: pd.DataFrame) -> np.ndarray:
    """Return the chance of every defect for each piece; bad weeks and bad lots make defects come in clusters."""
    rates = np.tile(DEFECTS["rate"].to_numpy(), (len(pieces), 1))
    defect, minor = DEFECTS["defect"].to_numpy(), (DEFECTS["severity"] == "minor").to_numpy()
    final = (pieces["step_found"] == "final").to_numpy()
    weak, water = pieces["weak"].to_numpy(), pieces["water"].to_numpy()
    strict = (pieces["inspector"] == STRICT).to_numpy()
    family = pieces["family"].to_numpy()
    rates[np.ix_(~final, np.isin(defect, [PEELS, "buckle plating", "colour off", "wrong size"]))] = 0
    rates[np.ix_(~np.isin(family, ["bag", "belt"]), defect == "buckle plating")] = 0
    rates[np.ix_(~np.isin(family, ["bag", "wallet"]), defect == "glue stain")] = 0
    rates *= _bad_luck(rng, pieces)[:, None]
    rates[np.ix_(strict, minor)] *= STRICT_FACTOR
    peels = np.ones(len(pieces))
    peels[weak & ~water], peels[water & ~weak] = PEELS_WEAK_ALONE, PEELS_WATER_ALONE
    rates[:, defect == PEELS] *= peels[:, None]
    together = np.ix_(weak & water & final, defect == PEELS)
    usual = DEFECTS.loc[defect == PEELS, "rate"].to_numpy()
    rates[together] = PEELS_TOGETHER * usual / usual.sum()
    return rates


def _draws(rng: np.random.Generator, pieces: pd.DataFrame) -> np.ndarray:
    """Draw evenly spread numbers for the weak lots: their pieces are few, and must show their rates with each paint."""
    drawn = rng.random(len(pieces))
    for paint in (pieces["water"], ~pieces["water"]):
        cell = (pieces["weak"] & paint).to_numpy()
        count = int(cell.sum())
        drawn[cell] = (rng.permutation(count) + rng.random(count)) / max(count, 1)
    return drawn


def _bad_luck(rng: np.random.Generator, pieces: pd.DataFrame) -> np.ndarray:
    week = np.exp(rng.normal(-0.08, 0.4, 54))[pieces["date"].dt.day_of_year.to_numpy() // 7]
    number = pieces["position"].to_numpy()
    return week * rng.gamma(1.2, 1 / 1.2, number.max() + 1)[number]


def _plant_decoys(rng: np.random.Generator, pieces: pd.DataFrame) -> pd.DataFrame:
    """Make small groups in which most pieces are bad, by chance: two articles, a lot, and a stand-in for a day."""
    chance = DEFECTS["rate"].to_numpy() * ~DEFECTS["defect"].isin(["buckle plating", "glue stain"]).to_numpy()
    for factor, inspected, bad in (("sku", 2, 2), ("sku", 3, 2), ("hardware_lot", 2, 2), ("inspector", 4, 3)):
        rows = _few(rng, pieces, factor, inspected)
        group = pieces.loc[rows, factor].iloc[0]
        if factor == "inspector":
            pieces.loc[rows, "inspector"] = group = STAND_IN
        pieces.loc[rows, "found"] = len(DEFECTS)
        pieces.loc[rows[:bad], "found"] = rng.choice(len(DEFECTS), bad, p=chance / chance.sum())
        pieces.loc[rows, "true_decoy"] = factor
        others = (pieces[factor] == group).to_numpy() & ~pieces.index.isin(rows)
        pieces = pieces[~others].reset_index(drop=True)
    return pieces


def _few(rng: np.random.Generator, pieces: pd.DataFrame, factor: str, inspected: int) -> np.ndarray:
    """Choose the rows of the rarest value that has enough of them; for the stand-in, two lines of one day."""
    free = pieces[(pieces["true_decoy"] == "") & ~pieces["weak"] & (pieces["step_found"] == "final")]
    if factor == "inspector":
        day = free["date"].dt.normalize()
        counts = day.value_counts()
        return free.index[day == rng.choice(np.sort(counts.index[counts >= 8]))].to_numpy()[:inspected]
    counts = free[factor].value_counts()
    counts = counts[counts >= inspected]
    rarest = counts[counts == counts.min()].index.min()
    return free.index[free[factor] == rarest].to_numpy()[:inspected]
