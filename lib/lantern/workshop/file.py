"""The workshop's terminals: one row per step of each order line that is made to order."""

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.sample_file import SampleFile, Truth, documented, write_plain
from lantern.supply import file as supply
from lantern.trade import calendar
from lantern.workshop import shop_floor

__all__ = ["FILES", "LABOUR_CNY_A_MINUTE", "TRUTHS", "production_events", "true_steps"]

# A wage of about 6,500 CNY a month with social insurance, over 221 hours.
LABOUR_CNY_A_MINUTE = 0.65
UTILISATION = {"bag": 0.645, "wallet": 0.73, "belt": 0.79, "key fob": 0.76}
UTILISATION_OF_ALL = 0.68
WASTEFUL_CUTTER, WASTE = "Lou", 0.055
# Who forgets to sign off, and who keys the whole day when the shift ends.
FORGETFUL_BENCH, FORGETFUL_SHARE = "gluing", 0.1
LAST_MINUTE_BENCH, LAST_MINUTE_SHARE = "stitching", 0.24
FORGOTTEN_SHARE, CLOCK_SHARE, TEST_ROWS = 0.015, 0.003, 9


def production_events(company: Company) -> pd.DataFrame:
    """Return the terminals' record of 2025 as it was keyed.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per step of an order line, with ``true_started``, ``true_ended`` and ``true_problem``: empty,
        ``"no end"``, ``"keyed at the end of the shift"``, ``"clock"``, ``"test"`` or ``"not ended in 2025"``.
    """
    steps = true_steps(company)
    rng = company.chance("production").spawn(3)[2]
    problem = _problems(rng, steps)
    started, ended = (steps[c].to_numpy().astype("datetime64[m]") for c in ("started", "ended"))
    shift_ends = ended.astype("datetime64[D]") + np.timedelta64(17 * 60 + 30, "m")
    late = problem == "keyed at the end of the shift"
    keyed = shift_ends - rng.integers(1, 9, 367)[steps["ended"].dt.day_of_year].astype("timedelta64[m]")
    seen_start = np.where(late, np.maximum(keyed, started), started)
    # After a power cut a terminal's clock ran half a day behind until somebody noticed.
    seen_end = np.select(
        [late, problem == "clock"], [np.maximum(keyed, ended), ended - np.timedelta64(720, "m")], ended
    )
    file = steps[["order_no", "line", "sku", "step"]].copy()
    file["started"], file["ended"] = _minute_text(seen_start), _minute_text(seen_end)
    file.loc[np.isin(problem, ["no end", "not ended in 2025"]), "ended"] = None
    for column in ("operator", "pieces", "rework_pieces", "leather_issued_dm2", "scrap_dm2"):
        file[column] = steps[column]
    file["true_started"], file["true_ended"], file["true_problem"] = steps["started"], steps["ended"], problem
    return _with_tests(rng, file)


@remembered
def true_steps(company: Company) -> pd.DataFrame:
    """Return what really happened at the benches in 2025: times and leather.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per step that began in 2025, in order of order line and step: the columns of `shop_floor.schedule`,
        ``started``, ``ended``, ``leather_issued_dm2``, ``scrap_dm2``.
    """
    rng = company.chance("production").spawn(2)[1]
    steps = shop_floor.schedule(company)
    steps["started"] = shop_floor.clock_time(steps["start"].to_numpy()).astype("datetime64[s]")
    steps["ended"] = shop_floor.clock_time(steps["end"].to_numpy(), ends=True).astype("datetime64[s]")
    _cut(rng, company, steps)
    return steps[steps["started"] < calendar.END + pd.Timedelta(days=1)].reset_index(drop=True)


def _cut(rng: np.random.Generator, company: Company, steps: pd.DataFrame) -> None:
    """Add the leather issued and what became scrap, at the step of cutting only."""
    cut = (steps["step"] == "cutting").to_numpy()
    area = supply.material_of(company.products).set_index("sku")["leather_dm2"]
    part = steps[cut]
    net = part["sku"].map(area).to_numpy(dtype=float) * part["pieces"].to_numpy()
    share = part["family"].map(UTILISATION).to_numpy(dtype=float) - WASTE * (part["operator"] == WASTEFUL_CUTTER)
    share = share + rng.normal(0, 0.022, len(part))
    # Moved together so that all leather of the year is used as well as the company says.
    share = np.clip(share * (net / share).sum() * UTILISATION_OF_ALL / net.sum(), 0.5, 0.9)
    issued = np.ceil(net / share)
    for column, values in (("leather_issued_dm2", issued), ("scrap_dm2", np.round(issued - net))):
        whole = np.zeros(len(steps), dtype="int64")
        whole[cut] = values
        steps[column] = pd.arrays.IntegerArray(whole, ~cut)


def _problems(rng: np.random.Generator, steps: pd.DataFrame) -> np.ndarray:
    """Return what went wrong at the terminal in each row."""
    chance = rng.random(len(steps))
    forgetful, last = (shop_floor.OPERATORS[bench][-1] for bench in (FORGETFUL_BENCH, LAST_MINUTE_BENCH))
    forgotten = chance < np.where(steps["operator"] == forgetful, FORGETFUL_SHARE, FORGOTTEN_SHARE)
    # A day keyed at the end of the shift is a whole day: everything that one operator began and ended on it.
    days = steps["started"].dt.day_of_year.to_numpy()
    lazy = rng.random(367)[days] < LAST_MINUTE_SHARE
    same_day = steps["started"].dt.day_of_year == steps["ended"].dt.day_of_year
    lazy &= (steps["operator"] == last) & same_day
    clock = (rng.random(len(steps)) < CLOCK_SHARE) & same_day
    open_still = steps["ended"] >= calendar.END + pd.Timedelta(days=1)
    words = ["not ended in 2025", "keyed at the end of the shift", "no end", "clock"]
    return np.select([open_still, lazy, forgotten, clock], words, "")


def _minute_text(times: np.ndarray) -> np.ndarray:
    return np.char.replace(np.datetime_as_string(times, unit="m"), "T", " ").astype(object)


def _with_tests(rng: np.random.Generator, file: pd.DataFrame) -> pd.DataFrame:
    """Add the rows with which the terminals were tested when they were new."""
    early = np.flatnonzero(file["true_problem"] == "")[:400]
    tests = file.iloc[np.sort(rng.choice(early, TEST_ROWS, replace=False))].copy()
    tests["order_no"], tests["line"], tests["true_problem"] = "TEST", np.arange(1, len(tests) + 1), "test"
    tests["pieces"], tests["rework_pieces"] = rng.choice([1, 1, 1, 99, 9999], len(tests)), 0
    return pd.concat([file, tests]).sort_index(kind="stable").reset_index(drop=True)


def _bottleneck(company: Company) -> pd.DataFrame:
    """Return for each step how long the work takes and how long lines wait for it, in full and in empty weeks."""
    steps = true_steps(company)
    steps["work"] = steps["end"] - steps["start"]
    total = (steps.groupby("position")["end"].max() - steps.groupby("position")["opened"].min()).sum()
    by = steps.groupby("step", sort=False)
    table = pd.DataFrame({"lines": by.size(), "minutes_a_piece": by["work"].sum() / by["pieces"].sum()})
    table["work_hours"], table["wait_hours"] = by["work"].mean() / 60, by["wait"].mean() / 60
    table["share_of_lead_time"] = by["wait"].sum() / total
    for name, part in (("empty", steps["heat"] <= 0.25), ("full", steps["heat"] > 0.75)):
        table[f"wait_hours_{name}_shop"] = steps[part].groupby("step")["wait"].mean() / 60
    table["work_share_of_lead_time"] = by["work"].sum() / total
    return table.rename_axis("step").reset_index()


def _bottleneck_numbers(table: pd.DataFrame) -> dict:
    waits = table.set_index("step")["wait_hours"].sort_values(ascending=False)
    paint = table.set_index("step").loc["edge painting"]
    return {
        "step": waits.index[0],
        "share": f"{paint['share_of_lead_time']:.0%}",
        "times": f"{waits.iloc[0] / waits.iloc[1]:.1f}",
        "minutes": f"{paint['minutes_a_piece']:.1f}",
        "stitching": f"{table.set_index('step')['minutes_a_piece']['stitching']:.1f}",
        "empty": f"{paint['wait_hours_empty_shop']:.0f}",
        "full": f"{paint['wait_hours_full_shop']:.0f}",
        "work": f"{table['work_share_of_lead_time'].sum():.1%}",
    }


def _rework_record(company: Company) -> pd.DataFrame:
    steps = true_steps(company)
    family, colour = shop_floor.reworked_kind(steps)
    steps["planted"] = (
        (steps["family"] == family) & (steps["colour"] == colour) & steps["step"].isin(shop_floor.REWORK_OF_KIND)
    )
    redone = shop_floor.REDO_FACTOR * steps["rework_pieces"] / steps["pieces"]
    steps["minutes"] = (steps["end"] - steps["start"]) * redone / (1 + redone)
    keys = ["step", "family", "colour", "planted"]
    table = steps.groupby(keys, as_index=False)[["pieces", "rework_pieces", "minutes"]].sum()
    table["rework_rate"] = table["rework_pieces"] / table["pieces"]
    table["labour_cny"] = (table.pop("minutes") * LABOUR_CNY_A_MINUTE).round(2)
    return table.sort_values("labour_cny", ascending=False, ignore_index=True)


def _rework_numbers(table: pd.DataFrame) -> dict:
    planted, others = table[table["planted"]], table[~table["planted"] & table["step"].isin(shop_floor.REWORK_OF_KIND)]
    in_steps = table["step"].isin(shop_floor.REWORK_OF_KIND)
    return {
        "steps": " and ".join(shop_floor.REWORK_OF_KIND),
        "kind": f"{planted['colour'].iloc[0]} {planted['family'].iloc[0]}s",
        "rate": f"{planted['rework_pieces'].sum() / planted['pieces'].sum():.0%}",
        "other": f"{others['rework_pieces'].sum() / others['pieces'].sum():.1%}",
        "share": f"{table.loc[in_steps, 'rework_pieces'].sum() / table['rework_pieces'].sum():.0%}",
        "cny": f"{table['labour_cny'].sum():,.0f}",
        "planted_cny": f"{planted['labour_cny'].sum():,.0f}",
    }


def _leather_record(company: Company) -> pd.DataFrame:
    steps = true_steps(company)
    cut = steps[steps["step"] == "cutting"].astype({"leather_issued_dm2": "int64", "scrap_dm2": "int64"})
    table = cut.groupby(["family", "operator"], as_index=False)[["leather_issued_dm2", "scrap_dm2"]].sum()
    table["utilisation"] = 1 - table["scrap_dm2"] / table["leather_issued_dm2"]
    table["wasteful"] = table["operator"] == WASTEFUL_CUTTER
    return table


def _leather_numbers(table: pd.DataFrame) -> dict:
    def used(part: pd.DataFrame) -> float:
        return 1 - part["scrap_dm2"].sum() / part["leather_issued_dm2"].sum()

    wasteful = table[table["wasteful"]]
    return {
        "all": f"{used(table):.1%}",
        "bags": f"{used(table[table['family'] == 'bag']):.1%}",
        "belts": f"{used(table[table['family'] == 'belt']):.1%}",
        "cutter": WASTEFUL_CUTTER,
        "points": f"{WASTE * 100:.1f}",
        "dm2": f"{wasteful['leather_issued_dm2'].sum() * WASTE / UTILISATION_OF_ALL:,.0f}",
    }


FILES = (
    SampleFile(
        "production_events.csv",
        "Events of the workshop's terminals, 2025",
        "step of an order line",
        "Times are as keyed: some steps were never signed off, some were keyed together at the end of a shift, some "
        "run backwards; a few rows are trials. Large lots are worked by several hands, of whom one signs; in a rush "
        "(about one step in twenty) an operator signs for two benches at once. Lines of the online shop are made for "
        "stock and are not listed here; lines not finished by 2025-12-31 break off. Orders agreed in the chat are "
        "listed here but not in the export of the orders.",
        documented("""
            order_no | string | Order number on the job ticket, as in the orders of 2025
            line | integer | Line in the order
            sku | string | Item number
            step | string | cutting, skiving, gluing, stitching, edge painting, hardware, finishing or packing
            started | string | When work began, yyyy-mm-dd hh:mm; open Mon-Sat 8:00-12:00 and 13:00-17:30
            ended | string | When work was signed off, yyyy-mm-dd hh:mm, perhaps on a later day; empty when it was not
            operator | string | Who signed
            pieces | integer | Pieces of the line
            rework_pieces | integer | Pieces that had to be done again at this step
            leather_issued_dm2 | integer | Leather taken for the line, dm2; at cutting only
            scrap_dm2 | integer | Leather left over as scrap, dm2; at cutting only
        """),
        write_plain(production_events),
        ("order_no", "line", "step"),
        {"sku": ("products.csv", "sku")},
    ),
)

TRUTHS = (
    Truth(
        "production_events.csv",
        ("production_events.csv",),
        "{no_end} steps were not signed off (most at {forgetful}), {late} were keyed at the end of the shift, {clock} "
        "run backwards, {test} are trials",
        "touch time of nights that nobody worked, waits below zero, and the wrong step blamed",
        production_events,
        lambda file: {
            "no_end": int(file["true_problem"].eq("no end").sum()),
            "forgetful": file.loc[file["true_problem"].eq("no end"), "step"].mode().iloc[0],
            "late": int(file["true_problem"].str.startswith("keyed").sum()),
            "clock": int(file["true_problem"].eq("clock").sum()),
            "test": int(file["true_problem"].eq("test").sum()),
        },
    ),
    Truth(
        "bottleneck",
        ("production_events.csv",),
        "lines wait longest before {step}: {share} of lead time, {times} times the next, though the work takes "
        "{minutes} minutes per piece (stitching {stitching}); {empty} working hours when the shop is empty, {full} "
        "when it is full; work is {work} of lead time",
        "another stitching machine is bought, and orders before the holidays are as late as before",
        _bottleneck,
        _bottleneck_numbers,
    ),
    Truth(
        "rework",
        ("production_events.csv",),
        "{share} of reworked pieces fall to {steps}; there {kind} are done again in {rate} of cases, all others in "
        "{other}",
        "rework costs {cny} CNY of labour a year, {planted_cny} CNY of it in one kind of article at two steps",
        _rework_record,
        _rework_numbers,
    ),
    Truth(
        "leather_utilisation",
        ("production_events.csv",),
        "{all} of the leather is used, {bags} for bags, {belts} for belts; cutter {cutter} loses {points} points in "
        "every family, hidden because the cutter takes mostly small goods",
        "{dm2} dm2 of leather a year become scrap needlessly, at the price in materials.csv",
        _leather_record,
        _leather_numbers,
    ),
)
