"""Lots: which one lay on the workshop's shelf on which day, first in first out."""

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.supply.flow import Flow, flow_of
from lantern.trade import calendar

__all__ = ["deliveries_with_lots", "find_weak_lots", "issues_by_lot", "lot_days", "piece_shares"]

LAST_DAY = len(calendar.DAYS) - 1
WORKING_DAYS = 5
NOTHING = 1e-6
# Of all lots of the material in three years; they are in use for about a quarter of 2025.
WEAK_SHARE = (0.085, 0.115)
WEAK_DAYS = (70, 135)
WEAK_BETWEEN = (pd.Timestamp("2025-02-20"), pd.Timestamp("2025-11-30"))
FEWEST = 3


@remembered
def deliveries_with_lots(company: Company) -> pd.DataFrame:
    """Return the deliveries, in the order of the flow, with the lot numbers of those that have arrived."""
    deliveries = flow_of(company).deliveries.copy()
    arrived = deliveries[deliveries["received"] <= LAST_DAY].sort_values(["received", "ordered", "material"])
    steps = pd.Series(company.chance("supply").spawn(2)[1].integers(1, 6, len(arrived)), index=arrived.index)
    year = (calendar.START + pd.to_timedelta(arrived["received"], unit="D")).dt.year % 100
    # Each supplier numbers its lots through the year; others buy of it too, so there are gaps.
    number = steps.groupby([arrived["supplier_id"], year]).cumsum()
    deliveries["lot"] = arrived["supplier_id"] + "-" + year.astype(str) + number.astype(str).str.zfill(3)
    return deliveries


@remembered
def lot_days(company: Company) -> pd.DataFrame:
    """Return when each lot was in use: ``material``, ``delivery`` (positions), ``first``, ``last`` (days)."""
    flow = flow_of(company)
    parts = [_intervals(material, *_paths(moves)) for material, moves in _by_material(flow)]
    return pd.concat(parts, ignore_index=True)


def issues_by_lot(flow: Flow) -> pd.DataFrame:
    """Split the moves of leather that leave the store by the lots that they draw from.

    Parameters
    ----------
    flow : Flow
        What happened in the store.

    Returns
    -------
    pandas.DataFrame
        ``move`` (position in ``flow.moves``), ``delivery`` (position of the lot), ``share`` of the move.
    """
    leather = set(np.flatnonzero(flow.materials["group"] == "leather"))
    parts = [_shares(*_paths(moves)) for material, moves in _by_material(flow) if material in leather]
    return pd.concat(parts, ignore_index=True)


def piece_shares(company: Company, made_of: pd.DataFrame, year: int) -> pd.Series:
    """Return which share of the pieces ordered in a year is made of each leather."""
    orders = company.orders
    kept = ~orders["cancelled"].to_numpy(dtype=bool) & (orders["date"].dt.year == year).to_numpy()
    leather = orders.loc[kept, "sku"].map(made_of.set_index("sku")["leather_id"])
    return orders.loc[kept, "pieces"].groupby(leather.to_numpy()).sum() / orders.loc[kept, "pieces"].sum()


def find_weak_lots(company: Company, made_of: pd.DataFrame) -> pd.DataFrame:
    """Choose a run of lots of the leather that most pieces are made of, all from its tannery.

    Parameters
    ----------
    company : Company
        The truth.
    made_of : pandas.DataFrame
        ``sku`` and ``leather_id``.

    Returns
    -------
    pandas.DataFrame
        ``lot``, ``material_id``, ``supplier_id``, ``in_use_from``, ``in_use_to``, in order of use.
    """
    flow, rng = flow_of(company), company.chance("supply").spawn(3)[2]
    material_id = piece_shares(company, made_of, 2025).idxmax()
    material = flow.materials["material_id"].tolist().index(material_id)
    days = lot_days(company)
    days = days[days["material"] == material]
    deliveries = deliveries_with_lots(company)
    supplier = flow.suppliers.loc[flow.materials["main"].iloc[material], "supplier_id"]
    own = days[(deliveries["supplier_id"].iloc[days["delivery"]] == supplier).to_numpy()]
    wanted = min(max(FEWEST, round(rng.uniform(*WEAK_SHARE) * len(days))), len(own))
    start, count = _run(rng, own, wanted)
    run = own.iloc[start : start + count]
    dates = [calendar.START + pd.to_timedelta(run[column], unit="D") for column in ("first", "last")]
    lots = deliveries["lot"].iloc[run["delivery"]].to_numpy()
    return pd.DataFrame(
        {
            "lot": lots,
            "material_id": material_id,
            "supplier_id": supplier,
            "in_use_from": dates[0].to_numpy(),
            "in_use_to": dates[1].to_numpy(),
        }
    )


def _run(rng: np.random.Generator, own: pd.DataFrame, wanted: int) -> tuple[int, int]:
    """Choose where a run of lots begins and how many it has, such that it lasts about a quarter of 2025."""
    first, last = own["first"].to_numpy(), own["last"].to_numpy()
    early, late = ((day - calendar.START).days for day in WEAK_BETWEEN)
    for count in range(wanted, FEWEST - 1, -1):
        starts = np.arange(len(own) - count + 1)
        ends = last[starts + count - 1]
        span = ends - first[starts] + 1
        fits = (first[starts] >= early) & (ends <= late) & (span >= WEAK_DAYS[0]) & (span <= WEAK_DAYS[1])
        if fits.any():
            return int(rng.choice(starts[fits])), count
    # Hardly ever: then the lots that come nearest.
    count = min(FEWEST, wanted)
    starts = np.arange(len(own) - count + 1)
    return int(starts[np.abs(first[starts] - early - WEAK_DAYS[0]).argmin()]), count


def _by_material(flow: Flow) -> list[tuple[int, pd.DataFrame]]:
    moves = flow.moves[flow.moves["day"] <= LAST_DAY].sort_values(["material", "day"], kind="stable")
    return [(int(part["material"].iloc[0]), part) for _, part in moves.groupby("material", sort=True)]


def _paths(moves: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, pd.DataFrame]:
    """Return receipts with what had come in up to each, and what leaves with what had left before and after it."""
    receipts = moves[moves["kind"] == "receipt"]
    leaving = moves[moves["kind"].isin(["issue", "scrap", "return"])]
    after = np.cumsum(-leaving["true_quantity"].to_numpy())
    return receipts, np.cumsum(receipts["true_quantity"].to_numpy()), after, leaving


def _intervals(
    material: int, receipts: pd.DataFrame, come: np.ndarray, after: np.ndarray, leaving: pd.DataFrame
) -> pd.DataFrame:
    """Let a lot begin when what has left passes all that came before it, and end when the next begins."""
    reached = np.maximum.accumulate(after) if len(after) else after
    begin = np.searchsorted(reached, come[:-1] + NOTHING)
    begin = begin[begin < len(reached)]
    before = after[begin] + leaving["true_quantity"].to_numpy()[begin]
    through = np.clip((come[: len(begin)] - before) / np.maximum(after[begin] - before, NOTHING), 0, 1)
    day = leaving["day"].to_numpy()[begin] + np.floor(through * WORKING_DAYS).astype(int)
    day = np.maximum(day, receipts["day"].to_numpy()[1 : len(begin) + 1])
    first = np.minimum(np.maximum.accumulate(np.concatenate([[0], day])), LAST_DAY)
    last = np.append(first[1:] - 1, LAST_DAY)
    table = pd.DataFrame({"material": material, "delivery": receipts["delivery"].to_numpy()[: len(first)]})
    return table.assign(first=first, last=last)[last >= first]


def _shares(receipts: pd.DataFrame, come: np.ndarray, after: np.ndarray, leaving: pd.DataFrame) -> pd.DataFrame:
    """Cut what leaves at the ends of lots."""
    before = after + leaving["true_quantity"].to_numpy()
    low, high = np.minimum(before, after), np.maximum(before, after)
    one = np.searchsorted(come, low + NOTHING)
    two = np.searchsorted(come, high - NOTHING)
    count = np.maximum(two - one + 1, 1)
    row = np.repeat(np.arange(len(low)), count)
    lot = np.minimum(one[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count), len(come) - 1)
    begins = np.concatenate([[0.0], come[:-1]])
    part = np.minimum(high[row], come[lot]) - np.maximum(low[row], begins[lot])
    share = part / np.maximum((high - low)[row], NOTHING)
    delivery = receipts["delivery"].to_numpy()[lot]
    return pd.DataFrame({"move": leaving.index.to_numpy()[row], "delivery": delivery, "share": share})
