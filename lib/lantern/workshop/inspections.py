"""The inspectors' book: pieces looked at beside the bench and before packing, their lots, and what was wrong."""

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.sample_file import SampleFile, Truth, documented, write_plain
from lantern.workshop.inspected_pieces import DEFECTS, INSPECTORS, PEELS, PEELS_TOGETHER, STRICT, inspected_pieces

__all__ = ["FILES", "TRUTHS", "inspections"]

LOT_UNREADABLE = 0.018


def inspections(company: Company) -> pd.DataFrame:
    """Return the inspections of 2025 as they were written down.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per inspected piece, with ``true_leather_lot``, ``true_cell`` (``"weak lot, water"`` and so on),
        ``true_rate`` (the chance of a defect) and ``true_decoy`` (a small group with many defects, by chance).
    """
    rng, pieces = company.chance("inspections").spawn(2)[1], inspected_pieces(company)
    bad = pieces["found"].to_numpy() < len(DEFECTS)
    file = pd.DataFrame({"inspection_id": [f"I{number:05d}" for number in range(1, len(pieces) + 1)]})
    file["date"] = pieces["date"].dt.normalize()
    for column in ("order_no", "line", "sku", "step_found", "inspector", "leather_lot", "hardware_lot", "edge_paint"):
        file[column] = pieces[column]
    file["paint_table"] = pieces["paint_table"]
    file["result"] = np.where(bad, "defect", "ok")
    for column in ("defect", "severity"):
        file[column] = np.array([*DEFECTS[column], None], dtype=object)[pieces["found"]]
    for column in ("leather_lot", "hardware_lot"):
        file.loc[rng.random(len(file)) < LOT_UNREADABLE, column] = None
    # The lot that is a decoy must be readable, or there would be no group.
    decoy = pieces["true_decoy"] == "hardware_lot"
    file.loc[decoy, "hardware_lot"] = pieces.loc[decoy, "hardware_lot"]
    lot = np.where(pieces["weak"], "weak lot", "other lot").astype(object)
    file["true_leather_lot"] = pieces["leather_lot"]
    file["true_cell"] = lot + ", " + pieces["edge_paint"].fillna("not painted")
    file["true_rate"], file["true_decoy"] = pieces["true_rate"], pieces["true_decoy"]
    return file


def _root_cause(company: Company) -> pd.DataFrame:
    """Count pieces and defects in the four cells of lot and paint."""
    file = inspections(company)
    file["peels"] = file["defect"] == PEELS
    file["bad"] = file["result"] == "defect"
    file = file[file["edge_paint"].notna()]
    cells = file.groupby("true_cell").agg(
        inspected=("bad", "size"), defects=("bad", "sum"), peels=("peels", "sum"), true_rate=("true_rate", "mean")
    )
    cells["defect_rate"], cells["peel_rate"] = (cells[c] / cells["inspected"] for c in ("defects", "peels"))
    return cells.assign(peels_cny=_peels_cny(company, file)).reset_index()


def _peels_cny(company: Company, file: pd.DataFrame) -> float:
    """Estimate what peeling edges cost in the cell of both causes: all pieces of its lines, at cost of making."""
    cell = file.loc[file["true_cell"] == "weak lot, water", ["order_no", "line"]].drop_duplicates()
    lines = cell.merge(company.orders[["order_no", "line", "sku", "pieces"]], on=["order_no", "line"])
    cost = lines["sku"].map(company.products.set_index("sku")["unit_cost_cny"])
    return round(float((lines["pieces"] * cost).sum() * PEELS_TOGETHER))


def _root_cause_numbers(cells: pd.DataFrame) -> dict:
    rates = cells.set_index("true_cell")["peel_rate"]
    return {
        "together": f"{rates['weak lot, water']:.0%}",
        "inspected": int(cells.set_index("true_cell")["inspected"]["weak lot, water"]),
        "lots": f"{rates['weak lot, solvent']:.1%}",
        "paint": f"{rates['other lot, water']:.1%}",
        "neither": f"{rates['other lot, solvent']:.1%}",
        "cny": f"{cells['peels_cny'].iloc[0]:,.0f}",
    }


def _decoys(company: Company) -> pd.DataFrame:
    file = inspections(company)
    planted = file[file["true_decoy"] != ""]
    rows = [
        (factor, level, len(part), int((part["result"] == "defect").sum()), part["true_rate"].mean())
        for factor, rows in planted.groupby("true_decoy")
        for level, part in rows.groupby(factor)
    ]
    return pd.DataFrame(rows, columns=["factor", "level", "inspected", "defects", "true_rate"])


def _strict(company: Company) -> pd.DataFrame:
    file = inspections(company)
    file = file[file["inspector"].isin(INSPECTORS)]
    severity = pd.crosstab(file["inspector"], file["severity"].fillna("ok"))
    table = severity.div(severity.sum(axis=1), axis=0).drop(columns="ok").add_suffix("_rate")
    table.insert(0, "inspected", severity.sum(axis=1))
    return table.assign(strict=table.index == STRICT).rename_axis(columns=None).reset_index()


def _strict_numbers(table: pd.DataFrame) -> dict:
    strict, others = (table[table["strict"] == flag].mean(numeric_only=True) for flag in (True, False))
    return {
        "inspector": table.loc[table["strict"], "inspector"].item(),
        "minor": f"{strict['minor_rate']:.1%}",
        "others": f"{others['minor_rate']:.1%}",
        "major": f"{strict['major_rate']:.1%}",
        "others_major": f"{others['major_rate']:.1%}",
    }


FILES = (
    SampleFile(
        "inspections.csv",
        "Inspections of pieces, 2025",
        "inspected piece",
        "A sample, not every piece, and in a rush some lines were not inspected at all; two people may not see the "
        "same thing in one piece; some labels of lots could not be read; only the worst defect of a piece is noted.",
        documented("""
            inspection_id | string | Number of the inspection
            date | date | Day of the inspection
            order_no | string | Order number, as in production_events.csv
            line | integer | Line in the order
            sku | string | Item number
            step_found | string | stitching (beside the bench) or final (before packing)
            inspector | string | Who looked at the piece
            leather_lot | string | Lot of the leather; empty when the label could not be read
            hardware_lot | string | Lot of the hardware; empty before it is fitted or when the label could not be read
            edge_paint | string | solvent or water: what the edge paint is based on; empty before painting
            paint_table | integer | Painting table 1, 2 or 3; empty before painting
            result | string | ok or defect
            defect | string | What is wrong; empty when ok
            severity | string | minor, major or critical; empty when ok
        """),
        write_plain(inspections),
        ("inspection_id",),
        {
            "order_no": ("production_events.csv", "order_no"),
            "sku": ("products.csv", "sku"),
            "leather_lot": ("deliveries.csv", "lot"),
            "hardware_lot": ("deliveries.csv", "lot"),
        },
    ),
)

TRUTHS = (
    Truth(
        "root_cause",
        ("inspections.csv",),
        "edge paint peels from {together} of {inspected} inspected pieces where leather of the weak lots meets the "
        "paint on water; from {lots} with these lots alone, {paint} with this paint alone, {neither} with neither",
        "about {cny} CNY of goods a year; and the tannery or the paint is given up, though neither does harm alone",
        _root_cause,
        _root_cause_numbers,
    ),
    Truth(
        "small_number_decoys",
        ("inspections.csv",),
        "{groups} groups look worst of all by rate ({words}), by chance; their true rate is {true}",
        "a search for causes that are not there, and somebody blamed for two pieces",
        _decoys,
        lambda table: {
            "groups": len(table),
            "words": ", ".join(f"{row.level}: {row.defects} of {row.inspected}" for row in table.itertuples()),
            "true": f"{table['true_rate'].mean():.0%}",
        },
    ),
    Truth(
        "strict_inspector",
        ("inspections.csv",),
        "inspector {inspector} finds a minor defect in {minor} of pieces, the others in {others}; a major one all find "
        "alike ({major} and {others_major})",
        "good pieces are mended, and the days of one inspector look like bad days of the workshop",
        _strict,
        _strict_numbers,
    ),
)
