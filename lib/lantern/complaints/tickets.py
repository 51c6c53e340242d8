"""What went wrong with which order line, how it was settled and what that cost: the truth behind the complaints."""

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.trade import calendar
from lantern.trade.order_book import book_rate

__all__ = ["GROWS_FROM", "OFF_TOPIC", "THEMES", "tickets"]

DESKS = ["market stall", "online shop", "export desk"]
# Of a thousand tickets, how many are of each theme at each desk.
MIX = pd.DataFrame(
    {
        "late delivery": [105, 125, 34],
        "edge paint peels": [34, 36, 13],
        "wrong colour": [62, 76, 17],
        "hardware breaks": [28, 34, 36],
        "stitching opens": [44, 46, 11],
        "short count or wrong item": [50, 46, 15],
        "smell": [20, 32, 9],
        "invoice or price": [44, 22, 20],
        "off topic": [8, 11, 3],
    },
    index=DESKS,
)
OFF_TOPIC = "off topic"
THEMES = [theme for theme in MIX if theme != OFF_TOPIC]
TICKETS = 1950
VAGUE_SHARE, SECOND_THEME_SHARE, REPEATED_SHARE = 0.033, 0.13, 0.035
GROWS_FROM, GROWN = pd.Timestamp("2025-04-01"), 4.5
BATCHES, BATCH_WEIGHT = 9, 14.0
PRODUCT_THEMES = ["edge paint peels", "wrong colour", "hardware breaks", "stitching opens", "smell"]
# Weight of a family for a theme: bags have handles and zips, key fobs little to complain about.
FAMILIES = {
    "edge paint peels": {"bag": 1.3, "belt": 1.4, "wallet": 0.8, "key fob": 0.4},
    "hardware breaks": {"bag": 1.6, "belt": 1.3, "wallet": 0.5, "key fob": 0.8},
    "stitching opens": {"bag": 1.5, "belt": 0.6, "wallet": 1.0, "key fob": 0.3},
}
# Median days until a fault is noticed.
NOTICED_DAYS = {"edge paint peels": 16, "wrong colour": 2, "hardware breaks": 13, "stitching opens": 18,
                "short count or wrong item": 1, "smell": 2, "invoice or price": 12, "off topic": 6}  # fmt: skip
TRAVEL_DAYS = {"market stall": (1, 5), "online shop": (2, 6), "export desk": (18, 36)}
CHANNELS = {
    "market stall": {"at the stall": 0.42, "phone note": 0.33, "chat": 0.25},
    "online shop": {"marketplace message": 0.76, "chat": 0.19, "e-mail": 0.05},
}
TAKEN_BY = {
    "market stall": {"Lin": 0.37, "Shen": 0.13, "Tao": 0.22, "Yu": 0.28},
    "online shop": {"Lin": 0.2, "Shen": 0.42, "Tao": 0.2, "Yu": 0.18},
    "export desk": {"Shen": 0.2, "Yu": 0.12, "": 0.68},
}
SETTLEMENTS = ["refund", "replacement", "discount", "repair", "none"]
# How a theme is settled: refund, replacement, discount, repair, none.
SETTLED = {
    "late delivery": [0.04, 0.0, 0.46, 0.0, 0.5],
    "edge paint peels": [0.22, 0.26, 0.18, 0.24, 0.1],
    "wrong colour": [0.14, 0.2, 0.46, 0.0, 0.2],
    "hardware breaks": [0.36, 0.3, 0.06, 0.22, 0.06],
    "stitching opens": [0.12, 0.18, 0.12, 0.52, 0.06],
    "short count or wrong item": [0.25, 0.6, 0.05, 0.0, 0.1],
    "smell": [0.2, 0.12, 0.38, 0.0, 0.3],
    "invoice or price": [0.2, 0.0, 0.45, 0.0, 0.35],
    "off topic": [0.0, 0.0, 0.04, 0.0, 0.96],
}
# Share of the pieces that is bad, as the two numbers of a beta distribution; of export lots of weak hardware, most.
AFFECTED = {"late delivery": (1, 24), "edge paint peels": (1.2, 7), "wrong colour": (1.5, 7),
            "hardware breaks": (1.2, 9), "stitching opens": (1, 13), "short count or wrong item": (1, 14),
            "smell": (1.2, 9), "invoice or price": (1, 24), "off topic": (1, 24)}  # fmt: skip
WHOLE_LOT = (3.0, 1.0)
DISCOUNT = {"late delivery": 0.035, "wrong colour": 0.04, "invoice or price": 0.045}


def tickets(company: Company) -> pd.DataFrame:
    """Draw the order lines that are complained about, and follow each ticket to its settlement.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per ticket, in order of the day it was opened: the order line with its product and customer, ``opened``,
        ``closed`` (missing: still open), ``channel``, ``taken_by``, ``settlement``, ``settlement_cny``, ``reopened``
        and the columns ``true_...``.
    """
    of_lines, of_days, of_costs = company.chance("complaints").spawn(3)
    table = _choose(of_lines, _lines(company), TICKETS * company.scale)
    table["opened"] = _opened(of_days, table)
    table = _repeat_some(of_days, table[table["opened"] <= calendar.END])
    table = table.sort_values(["opened", "order_no", "line"], kind="stable", ignore_index=True)
    _settle(of_costs, table)
    _take_in(of_costs, table)
    _close(of_days, table)
    return table


def _lines(company: Company) -> pd.DataFrame:
    lines = company.orders[~company.orders["cancelled"]].drop(columns=["clerk"])
    products = company.products[["sku", "family", "description"]]
    who = company.customers[["customer_id", "kind", "name", "city", "country", "contact", "salesperson"]]
    return lines.merge(products, on="sku", how="left").merge(who, on="customer_id", how="left")


def _choose(rng: np.random.Generator, lines: pd.DataFrame, expected: float) -> pd.DataFrame:
    """Draw the lines that are complained about, theme by theme and desk by desk."""
    common = _temper(rng, lines) * _busy(lines)
    parts, mix = [], MIX.to_dict()
    for theme in MIX.columns:
        weight = _theme_weight(rng, theme, lines) * common
        chance = np.zeros(len(lines))
        for desk in DESKS:
            at = (lines["desk"] == desk).to_numpy()
            wanted = expected * mix[theme][desk] / MIX.to_numpy().sum()
            chance[at] = np.minimum(wanted * weight[at] / max(weight[at].sum(), 1e-9), 0.7)
        if theme == "edge paint peels":
            chance *= _growth(lines["shipped"])
        parts.append(lines[rng.random(len(lines)) < chance].assign(true_theme=theme))
    tickets = pd.concat(parts, ignore_index=True)
    themes = np.array(THEMES, dtype=object)[rng.integers(0, len(THEMES), len(tickets))]
    second = (rng.random(len(tickets)) < SECOND_THEME_SHARE) & (themes != tickets["true_theme"])
    second &= (tickets["true_theme"] != OFF_TOPIC) & (themes != "late delivery")
    tickets["true_second_theme"] = np.where(second, themes, "")
    tickets["true_vague"] = (rng.random(len(tickets)) < VAGUE_SHARE) & (tickets["true_theme"] != OFF_TOPIC)
    return tickets


def _temper(rng: np.random.Generator, lines: pd.DataFrame) -> np.ndarray:
    """Let some customers complain much more readily than others."""
    code = pd.factorize(lines["customer_id"])[0]
    return np.exp(0.8 * rng.standard_normal(code.max() + 1))[code]


def _busy(lines: pd.DataFrame) -> np.ndarray:
    """Return how busy the desk was in the four weeks before the order, against its mean: haste makes faults."""
    day = (lines["date"] - calendar.START).dt.days.to_numpy()
    busy = np.ones(len(lines))
    for desk in DESKS:
        at = (lines["desk"] == desk).to_numpy()
        weights = np.bincount(day[at], minlength=len(calendar.is_open())).astype(float)
        busy[at] = calendar.load(weights)[day[at]]
    return busy


def _theme_weight(rng: np.random.Generator, theme: str, lines: pd.DataFrame) -> np.ndarray:
    if theme == "late delivery":
        late = (lines["shipped"] - lines["promised"]).dt.days.to_numpy()
        return np.where(late > 0, np.clip(late, 1, 15) ** 0.8, 0.02)
    weight = lines["family"].map(FAMILIES.get(theme, {})).fillna(1.0).to_numpy(dtype=float)
    if theme in ("short count or wrong item", "hardware breaks", "invoice or price"):
        weight = weight * lines["pieces"].to_numpy() ** 0.3
    if theme in PRODUCT_THEMES:
        weight = weight * _bad_batches(rng, lines)
    return weight


def _bad_batches(rng: np.random.Generator, lines: pd.DataFrame) -> np.ndarray:
    """Make every piece of some items that left within a fortnight more likely to be bad."""
    weight = np.ones(len(lines))
    sku, shipped = lines["sku"].to_numpy(), lines["shipped"].to_numpy()
    for seed in rng.integers(0, len(lines), BATCHES):
        days = (shipped - shipped[seed]) / np.timedelta64(1, "D")
        weight[(sku == sku[seed]) & (np.abs(days) <= 7)] = BATCH_WEIGHT
    return weight


def _growth(shipped: pd.Series) -> np.ndarray:
    """Let a theme rise over the two months after it begins."""
    since = (shipped - GROWS_FROM).dt.days.to_numpy()
    return 1 + (GROWN - 1) * np.clip(since / 60, 0, 1)


def _opened(rng: np.random.Generator, tickets: pd.DataFrame) -> pd.Series:
    low, high = (tickets["desk"].map({d: days[i] for d, days in TRAVEL_DAYS.items()}).to_numpy() for i in (0, 1))
    median = tickets["true_theme"].map(NOTICED_DAYS).fillna(1).to_numpy(dtype=float)
    noticed = np.floor(median * np.exp(0.7 * rng.standard_normal(len(tickets))))
    arrived = tickets["shipped"] + pd.to_timedelta(rng.integers(low, high + 1), unit="D")
    after = arrived + pd.to_timedelta(noticed, unit="D")
    overdue = (tickets["shipped"] - tickets["promised"]).dt.days.to_numpy()
    waited = np.where(overdue > 0, rng.integers(0, np.maximum(overdue, 1) + 3), rng.integers(-1, 4, len(tickets)))
    chased = np.maximum(tickets["promised"] + pd.to_timedelta(waited, unit="D"), tickets["date"] + pd.Timedelta(days=1))
    opened = after.where(tickets["true_theme"] != "late delivery", chased)
    return _on_open_days(opened)


def _on_open_days(days: pd.Series) -> pd.Series:
    """Move what comes in while the company is closed to the day when it opens again."""
    is_open = calendar.is_open()
    position = np.arange(len(is_open))
    next_open = np.minimum.accumulate(np.where(is_open > 0, position, len(is_open))[::-1])[::-1]
    at = (days - calendar.START).dt.days.to_numpy()
    moved = np.where(at < len(is_open), next_open[np.clip(at, 0, len(is_open) - 1)], at)
    return pd.Series(calendar.START + pd.to_timedelta(moved, unit="D"), index=days.index)


def _repeat_some(rng: np.random.Generator, tickets: pd.DataFrame) -> pd.DataFrame:
    """Let some come back with the same matter; the first ticket is then marked as opened again."""
    tickets = tickets.reset_index(drop=True)
    again = rng.random(len(tickets)) < REPEATED_SHARE
    tickets["reopened"] = np.where(again | (rng.random(len(tickets)) < 0.045), "yes", "no")
    later = tickets[again].assign(reopened="no", true_second_theme="")
    later["opened"] = _on_open_days(later["opened"] + pd.to_timedelta(rng.integers(4, 22, len(later)), unit="D"))
    return pd.concat([tickets, later[later["opened"] <= calendar.END]], ignore_index=True)


def _settle(rng: np.random.Generator, tickets: pd.DataFrame) -> None:
    """Decide how each was settled and what that cost: few cost much."""
    theme, desk = tickets["true_theme"], tickets["desk"]
    export = (desk == "export desk").to_numpy()
    whole = export & (theme == "hardware breaks").to_numpy()
    one, two = (np.array([AFFECTED[t][i] for t in theme], dtype=float) for i in (0, 1))
    share = rng.beta(np.where(whole, WHOLE_LOT[0], one), np.where(whole, WHOLE_LOT[1], two))
    pieces = tickets["pieces"].to_numpy()
    affected = np.clip(np.ceil(share * pieces), 1, pieces)
    rising = np.cumsum([SETTLED[t] for t in theme], axis=1)
    how = (rng.random(len(tickets))[:, None] > rising).sum(axis=1).clip(max=4)
    # Nobody mends a container's worth by post.
    how = np.where(export & (how == 3), 0, how)
    price = tickets["unit_price"].to_numpy() * book_rate(tickets["currency"], tickets["date"])
    rate = theme.map(DISCOUNT).fillna(0.05).to_numpy(dtype=float) * np.where(desk == "online shop", 2.0, 1.0)
    freight = np.where(export, 1.15, 1.0)
    back = np.where(theme == "late delivery", 0.15, np.where(desk == "online shop", 0.6, 1.0))
    costs = [
        affected * price * back * freight,
        affected * price * 0.75 * freight + np.where(desk == "online shop", 8.0, 0.0),
        rate * pieces * price,
        affected * 9.0 + 6.0,
        np.zeros(len(tickets)),
    ]
    spread = np.exp(0.4 * rng.standard_normal(len(tickets)) - 0.08)
    tickets["true_affected"] = affected.astype("int64")
    tickets["settlement"] = np.array(SETTLEMENTS, dtype=object)[how]
    tickets["settlement_cny"] = (np.choose(how, costs) * spread).round(2)


def _take_in(rng: np.random.Generator, tickets: pd.DataFrame) -> None:
    """Decide by which channel each came and who wrote it down; serious matters from abroad are telephoned."""
    desk, drawn = tickets["desk"].to_numpy(), rng.random(len(tickets))
    channel = np.full(len(tickets), "e-mail", dtype=object)
    for name, shares in CHANNELS.items():
        at = desk == name
        channel[at] = rng.choice(list(shares), at.sum(), p=list(shares.values()))
    export = desk == "export desk"
    grave = tickets.loc[export, "settlement_cny"].rank(pct=True).to_numpy()
    telephoned = drawn[export] < 0.03 + 0.8 * grave**2
    channel[export] = np.where(telephoned, "phone note", np.where(drawn[export] > 0.85, "chat", "e-mail"))
    tickets["channel"] = channel
    taken_by = np.empty(len(tickets), dtype=object)
    for name, shares in TAKEN_BY.items():
        at = desk == name
        taken_by[at] = rng.choice(list(shares), at.sum(), p=list(shares.values()))
    tickets["taken_by"] = np.where(taken_by == "", tickets["salesperson"], taken_by)


def _close(rng: np.random.Generator, tickets: pd.DataFrame) -> None:
    median = np.where(tickets["desk"] == "online shop", 2.5, np.where(tickets["desk"] == "export desk", 11.0, 4.5))
    days = np.ceil(median * np.exp(0.75 * rng.standard_normal(len(tickets))))
    closed = _on_open_days(tickets["opened"] + pd.to_timedelta(days, unit="D"))
    tickets["closed"] = closed.where(closed <= calendar.END)
    unsettled = tickets["closed"].isna()
    tickets["true_cost_cny"] = tickets["settlement_cny"].where(~unsettled, 0.0)
