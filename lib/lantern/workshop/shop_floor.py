"""The truth of the workshop floor: who worked on which order line, from when to when, and where it waited.

A line passes the steps of its family in order. Between the day it was ordered and the day it was shipped there is far
more time than work; the rest is waiting, and most of it before edge painting, whenever much work has come in.
"""

from functools import cache

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.trade import calendar

__all__ = [
    "OPERATORS",
    "REDO_FACTOR",
    "REWORK_OF_KIND",
    "ROUTES",
    "STEPS",
    "YEAR",
    "clock_time",
    "reworked_kind",
    "schedule",
]

YEAR = 2025
# Lines of the month before were on the benches when the terminals came: they take time, but are not in the file.
WARM_UP = pd.Timestamp("2024-12-01")
SHIFT_MINUTES, MORNING_MINUTES, OPENS_AT, LUNCH_MINUTES = 510, 240, 480, 60
ORDERS_COME_AT = 120
TOO_LATE_TO_BEGIN, WORTH_WAITING = 30, 510

# Minutes a piece and to set up; the weight of the wait before the step. Edge painting waits by the work in the shop.
STEPS = pd.DataFrame(
    {
        "bag": [2.2, 1.4, 2.8, 7.6, 0.7, 1.2, 1.0, 0.6],
        "wallet": [0.9, np.nan, 1.4, 3.6, 0.4, np.nan, 0.6, 0.35],
        "belt": [0.8, np.nan, np.nan, 2.7, 0.35, 0.8, np.nan, 0.35],
        "key fob": [0.5, np.nan, np.nan, 1.1, 0.2, np.nan, np.nan, 0.2],
        "setup": [9, 5, 6, 8, 3, 5, 4, 3],
        "wait": [0.9, 0.3, 0.5, 0.9, 0.0, 0.6, 0.5, 0.5],
    },
    index=["cutting", "skiving", "gluing", "stitching", "edge painting", "hardware", "finishing", "packing"],
)
ROUTES = {family: STEPS.index[STEPS[family].notna()].tolist() for family in ("bag", "wallet", "belt", "key fob")}
OPERATORS = {
    "cutting": ["Fang", "Jin", "Lou"],
    "skiving": ["Xu"],
    "gluing": ["Zhu", "Pan"],
    "stitching": ["Luo", "Ying", "Mao", "He", "Du"],
    "edge painting": ["Gu"],
    "hardware": ["Ren"],
    "finishing": ["Qian"],
    "packing": ["Bai"],
}
# The share of a family's lines that each cutter takes: who cuts bags, with their irregular parts, wastes more.
CUTTERS_TAKE = {"bag": [0.49, 0.49, 0.02], "wallet": [0.32, 0.33, 0.35], "belt": [0.1, 0.12, 0.78],
                "key fob": [0.18, 0.12, 0.7]}  # fmt: skip
# How much of the spare time a line spends before edge painting, and packed until it is shipped, in an empty and a full
# shop.
PAINT_QUIET, PAINT_BUSY = 0.4, 17.0
PACKED_QUIET, PACKED_BUSY, PACKED_LATE = 5.0, 1.2, 0.6
LARGE_LOT, SHARED_HANDS = 48, 0.3
FULL_SHARE = 0.6

# The share of pieces that are done twice.
REWORK = {"cutting": 0.003, "skiving": 0.006, "gluing": 0.032, "stitching": 0.005, "edge painting": 0.005,
          "hardware": 0.004, "finishing": 0.028, "packing": 0.001}  # fmt: skip
# Glue shows on light leather: it is wiped at the bench, or found when the piece is cleaned.
REWORK_OF_KIND = {"gluing": 0.19, "finishing": 0.15}
FROM_LIGHT_TO_DARK = ["sand", "cognac", "olive", "burgundy", "navy", "black"]
# To do a piece again takes longer than to make it: it must be taken apart.
REDO_FACTOR = 1.5


@remembered
def schedule(company: Company) -> pd.DataFrame:
    """Return every step of the order lines of 2025 that were made to order, with its true times.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per step: the line (``order_no``, ``line``, ``sku``, ``family``, ``colour``, ``pieces``, ``date``,
        ``promised``, ``shipped``), ``step``, ``operator``, ``start`` and ``end`` in working minutes (see `clock_time`),
        ``wait`` (working minutes since the step before, or since the order came), ``rework_pieces``, and ``heat``: how
        full the shop was, from 0 to 1.
    """
    rng = company.chance("production").spawn(1)[0]
    lines = _lines(company)
    rework = _rework(rng, lines)
    minutes = _minutes(rng, lines, rework)
    paces = {name: rng.normal(1, 0.09, len(team)).clip(0.8, 1.25) for name, team in OPERATORS.items()}
    latest, target, minutes = _plan(rng, lines, minutes)
    steps = pd.concat(_work(rng, lines, minutes, target, latest, paces), ignore_index=True)
    steps = steps.merge(lines.reset_index(names="position"), on="position", validate="many_to_one")
    steps["number"] = steps["step"].map({name: i for i, name in enumerate(STEPS.index)})
    steps["rework_pieces"] = rework[steps["position"], steps["number"]]
    steps = steps[steps["date"].dt.year == YEAR].sort_values(["position", "number"], kind="stable", ignore_index=True)
    before = steps.groupby("position")["end"].shift().fillna(steps["opened"]).astype("int64")
    return steps.assign(wait=steps["start"] - before)


def clock_time(working_minutes: np.ndarray, *, ends: bool = False) -> np.ndarray:
    """Turn working minutes into date and time: Monday to Saturday, 8:00 to 17:30 with an hour for lunch.

    Parameters
    ----------
    working_minutes : numpy.ndarray of int
        Minutes of open time since the first day of the calendar.
    ends : bool
        Whether something ends then: what ends with the shift ends at 17:30, not at 8:00 of the next day.

    Returns
    -------
    numpy.ndarray of datetime64[m]
        The times.
    """
    shift = 1 if ends else 0
    day, minute = np.divmod(np.asarray(working_minutes) - shift, SHIFT_MINUTES)
    minute = OPENS_AT + minute + np.where(minute >= MORNING_MINUTES, LUNCH_MINUTES, 0) + shift
    return _work_days()[day].astype("datetime64[m]") + minute.astype("timedelta64[m]")


@cache
def _work_days() -> np.ndarray:
    """Return the days on which the workshop works, until all lines of 2025 are shipped."""
    days = pd.date_range(WARM_UP - pd.Timedelta(days=30), calendar.END + pd.Timedelta(days=365))
    known = pd.Series(calendar.is_open() > 0, index=calendar.DAYS).reindex(days, fill_value=True).to_numpy()
    return days[known & (days.day_of_week < 6)].to_numpy().astype("datetime64[D]")


def _lines(company: Company) -> pd.DataFrame:
    """Pick the order lines that are made to order: those of the trade desks; the online shop sells from stock."""
    orders = company.orders
    made = (orders["desk"] != "online shop") & ~orders["cancelled"] & (orders["date"] >= WARM_UP)
    columns = ["order_no", "line", "sku", "pieces", "date", "promised", "shipped"]
    items = company.products.set_index("sku")
    lines = orders.loc[made, columns].reset_index(drop=True)
    lines["family"] = lines["sku"].map(items["family"]).to_numpy()
    lines["colour"] = lines["sku"].map(items["description"]).str.split(", ").str[-1].to_numpy()
    days, (ordered, shipped) = _work_days(), (_days(lines[c]) for c in ("date", "shipped"))
    lines["opened"] = np.searchsorted(days, ordered) * SHIFT_MINUTES + np.where(
        np.isin(ordered, days), ORDERS_COME_AT, 0
    )
    lines["closed"] = np.searchsorted(days, shipped, side="right") * SHIFT_MINUTES
    lines["heat"] = _heat(lines)
    return lines


def _days(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy().astype("datetime64[D]")


def _heat(lines: pd.DataFrame) -> np.ndarray:
    """Return how full the shop is halfway through each line, as a rank: 0 in the emptiest hour, 1 in the fullest."""
    work = lines["pieces"].to_numpy() * _rate(lines, "stitching")
    middle = ((lines["opened"] + lines["closed"]) / 2).to_numpy()
    came, went = (
        np.concatenate([[0], np.cumsum(work[order])])[np.searchsorted(times[order], middle, side="right")]
        for times in (lines["opened"].to_numpy(), lines["closed"].to_numpy())
        for order in (np.argsort(times, kind="stable"),)
    )
    return pd.Series(came - went).rank(pct=True).to_numpy()


def _rate(lines: pd.DataFrame, step: str) -> np.ndarray:
    return lines["family"].map(STEPS[list(ROUTES)].T[step]).to_numpy(dtype=float)


def reworked_kind(lines: pd.DataFrame) -> tuple[str, str]:
    """Return the family and colour whose glue shows: the lightest leather that is glued often, but not most often.

    Parameters
    ----------
    lines : pandas.DataFrame
        ``family``, ``colour``, ``pieces`` and ``date`` of order lines.

    Returns
    -------
    tuple of str
        Family and colour.
    """
    families = [family for family, route in ROUTES.items() if "gluing" in route]
    glued = lines[lines["family"].isin(families) & (lines["date"].dt.year == YEAR)]
    shares = (glued.groupby(["family", "colour"])["pieces"].sum() / glued["pieces"].sum()).sort_index()
    fitting = shares[shares.between(0.03, 0.13)]
    among = fitting if len(fitting) else shares.iloc[(shares - 0.07).abs().argsort()[:1]]
    return min(among.index, key=lambda kind: (FROM_LIGHT_TO_DARK.index(kind[1]), kind[0]))


def _rework(rng: np.random.Generator, lines: pd.DataFrame) -> np.ndarray:
    """Draw the pieces of each line done twice at each step, in clusters: a bad day spoils a whole lot."""
    rates = np.tile([REWORK[step] for step in STEPS.index], (len(lines), 1))
    family, colour = reworked_kind(lines)
    of_kind = ((lines["family"] == family) & (lines["colour"] == colour)).to_numpy()
    for step, rate in REWORK_OF_KIND.items():
        rates[of_kind, STEPS.index.get_loc(step)] = rate
    rates = np.minimum(rates * rng.gamma(1.2, 1 / 1.2, rates.shape), 0.6)
    return rng.binomial(lines["pieces"].to_numpy()[:, None], rates)


def _minutes(rng: np.random.Generator, lines: pd.DataFrame, rework: np.ndarray) -> np.ndarray:
    """Draw the working minutes of each line at each step, missing where its family has no such step.

    Several hands join in for large lots, and none of it may fill a bench more than three fifths of the year.
    """
    pieces = lines["pieces"].to_numpy(dtype=float)
    joined = pieces * np.minimum(1, LARGE_LOT / pieces) ** SHARED_HANDS
    habit = np.exp(rng.normal(0, 0.12, len(lines)))
    minutes = np.column_stack(
        [setup + _rate(lines, step) * joined * habit for step, setup in zip(STEPS.index, STEPS["setup"], strict=True)]
    )
    minutes *= np.exp(rng.normal(0, 0.16, minutes.shape)) * (1 + REDO_FACTOR * rework / pieces[:, None])
    there_is = np.array([len(OPERATORS[step]) for step in STEPS.index]) * np.ptp(lines["closed"]) * FULL_SHARE
    return minutes * np.minimum(1, there_is / np.nansum(minutes, axis=0))


def _plan(rng: np.random.Generator, lines: pd.DataFrame, minutes: np.ndarray) -> tuple[np.ndarray, ...]:
    """Spread the spare time of each line over its waits; return the latest and the planned start of each step."""
    there_is = (lines["closed"] - lines["opened"]).to_numpy(dtype=float)
    # What does not fit is done by more hands; a slow operator needs a quarter more than planned.
    minutes = minutes * np.minimum(1, 0.7 * there_is / np.nansum(minutes, axis=1))[:, None]
    spare = there_is - 1.3 * np.nansum(minutes, axis=1)
    weights = _wait_weights(rng, lines, minutes)
    waits = weights / weights.sum(axis=1, keepdims=True) * spare[:, None]
    planned = np.nan_to_num(minutes)
    target = lines["opened"].to_numpy()[:, None] + np.cumsum(waits[:, :-1] + planned, axis=1) - planned
    rest = np.cumsum(planned[:, ::-1], axis=1)[:, ::-1] * 1.28 + 8
    return lines["closed"].to_numpy()[:, None] - rest, target, minutes


def _wait_weights(rng: np.random.Generator, lines: pd.DataFrame, minutes: np.ndarray) -> np.ndarray:
    heat = lines["heat"].to_numpy()
    late = (lines["shipped"] > lines["promised"]).to_numpy()
    weights = np.where(np.isnan(minutes), 0, STEPS["wait"].to_numpy())
    weights[:, STEPS.index.get_loc("edge painting")] = PAINT_QUIET + (PAINT_BUSY - PAINT_QUIET) * heat**1.7
    packed = np.where(late, PACKED_LATE, PACKED_QUIET + (PACKED_BUSY - PACKED_QUIET) * heat)
    weights = np.column_stack([weights, packed])
    return weights * rng.gamma(2.5, 1 / 2.5, weights.shape)


def _work(
    rng: np.random.Generator,
    lines: pd.DataFrame,
    minutes: np.ndarray,
    target: np.ndarray,
    latest: np.ndarray,
    paces: dict[str, np.ndarray],
) -> list[pd.DataFrame]:
    """Let every bench take the lines in the order of the plan, each operator one at a time."""
    ready, done = lines["opened"].to_numpy().copy(), []
    for number, step in enumerate(STEPS.index):
        mine = np.flatnonzero(~np.isnan(minutes[:, number]))
        mine = mine[np.argsort(target[mine, number], kind="stable")]
        likes = _preferred(rng, step, lines["family"].to_numpy()[mine])
        plan = np.column_stack([target[mine, number], ready[mine], latest[mine, number]]).astype("int64")
        who, start, end = _bench(plan.tolist(), minutes[mine, number].tolist(), likes.tolist(), paces[step].tolist())
        ready[mine] = end
        team = np.array(OPERATORS[step], dtype=object)
        done.append(pd.DataFrame({"position": mine, "step": step, "operator": team[who], "start": start, "end": end}))
    return done


def _preferred(rng: np.random.Generator, step: str, family: np.ndarray) -> np.ndarray:
    """Draw the operator whom the foreman would choose for each line."""
    team = len(OPERATORS[step])
    if step != "cutting":
        return rng.integers(0, team, len(family))
    cumulated = np.cumsum([CUTTERS_TAKE[name] for name in family], axis=1)
    return (rng.random(len(family))[:, None] > cumulated[:, :-1]).sum(axis=1)


def _bench(plan: list, minutes: list, likes: list, paces: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Work off one bench; who cannot begin in time for the day of dispatch begins anyway, with a helping hand."""
    free, rows = [0] * len(paces), []
    for (planned, ready, latest), needed, liked in zip(plan, minutes, likes, strict=True):
        start = max(planned, ready)
        who = liked if free[liked] <= start + WORTH_WAITING else min(range(len(free)), key=free.__getitem__)
        start = max(start, free[who])
        left = SHIFT_MINUTES - start % SHIFT_MINUTES
        if left < TOO_LATE_TO_BEGIN and needed > left:
            start += left
        start = start if start <= latest else max(ready, latest)
        end = start + max(1, round(needed * paces[who]))
        free[who] = max(free[who], end)
        rows.append((who, start, end))
    operator, start_of, end_of = np.array(rows, dtype="int64").reshape(-1, 3).T
    return operator, start_of, end_of
