"""What lies in the store: stock replayed from the moves, and what nobody has taken for long."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words, require_columns
from millrace.inventory.amounts import amount, dates_in, numbers_in, prices_of

__all__ = ["KINDS", "moves_in_order", "slow_movers", "stock_on_hand"]

# What each kind of move says; "count" is the only one that moves nothing.
KINDS = ("receipt", "issue", "return", "scrap", "adjustment", "count")


def stock_on_hand(
    moves: pd.DataFrame,
    *,
    item: str,
    date: str,
    quantity: str,
    kind: str = "kind",
    kinds: Mapping[str, str] | None = None,
    as_of: "pd.Timestamp | str | None" = None,
) -> pd.DataFrame:
    """Add the moves up to what the record says lies there.

    Parameters
    ----------
    moves : DataFrame
        One row per move, with the sign of the quantity: in is positive, out is negative. Moves of one day stand in
        the order in which they were keyed.
    item, date, quantity, kind : str
        Columns.
    kinds : dict, optional
        Your words for "receipt", "issue", "return", "scrap", "adjustment" and "count", as in ``{"IN": "receipt"}``.
    as_of : date, optional
        Moves after this day do not count; by default all count.

    Returns
    -------
    DataFrame
        One row per item, sorted: the item, ``on_hand`` (in its unit), ``lowest`` (the lowest it ever was), ``first``
        and ``last`` (days of the first and the last move), ``last_counted`` (day, missing when never).

    Raises
    ------
    ColumnError
        When a column is missing or of the wrong kind.
    ArgumentError
        When a kind of move is not known, or an issue came in or a receipt went out.

    Examples
    --------
    >>> moves = pd.DataFrame({"item": "zip", "day": pd.to_datetime(["2025-01-02", "2025-01-05", "2025-01-09"]),
    ...                       "kind": ["receipt", "issue", "count"], "pieces": [100.0, -30.0, 68.0]})
    >>> stock_on_hand(moves, item="item", date="day", quantity="pieces")["on_hand"].tolist()
    [70.0]
    """
    rows = moves_in_order(moves, item=item, date=date, quantity=quantity, kind=kind, kinds=kinds)
    rows = rows if as_of is None else rows[rows["date"] <= pd.Timestamp(as_of)]
    groups = rows.groupby("item", observed=True)
    counted = rows[rows["kind"] == "count"].groupby("item", observed=True)["date"].max()
    table = pd.DataFrame(
        {
            "on_hand": groups["balance"].last(),
            "lowest": groups["balance"].min(),
            "first": groups["date"].min(),
            "last": groups["date"].max(),
        }
    )
    return table.assign(last_counted=counted.reindex(table.index)).rename_axis(item).reset_index()


def slow_movers(
    moves: pd.DataFrame,
    *,
    item: str,
    date: str,
    quantity: str,
    prices: "pd.Series | Mapping[str, float]",
    as_of: "pd.Timestamp | str",
    kind: str = "kind",
    kinds: Mapping[str, str] | None = None,
    unused_days: int = 180,
) -> pd.DataFrame:
    """List every item with how long nobody has taken it, and the money that lies in it.

    Parameters
    ----------
    moves : DataFrame
        As in `stock_on_hand`.
    item, date, quantity, kind, kinds : optional
        As in `stock_on_hand`.
    prices : Series or dict
        Price of one unit by item, in money.
    as_of : date
        The day of the question; later moves do not count.
    unused_days : int
        From how many days without an issue an item is slow. Only issues are use: not returns, scrap, adjustments or
        counts.

    Returns
    -------
    DataFrame
        One row per item with a move or a price, most money first: the item, ``last_issue``, ``unused_days`` (since
        then; for what was never issued since it first came in), ``on_hand`` (by the record), ``value`` (money),
        ``value_share`` (of all value above 0), ``verdict``: "slow", "moving", "new: too early to say", "none on hand",
        "record below zero" (count it first), or "no move" (a price, and nothing else).

    Raises
    ------
    ColumnError
        When a column is missing or of the wrong kind.
    ArgumentError
        When a kind of move is not known, prices are missing for all items or are not above 0, or an item has two.

    Notes
    -----
    An item without a price keeps its verdict; its value is missing, and so it is not in the shares.

    Examples
    --------
    >>> moves = pd.DataFrame({"item": ["zip", "zip", "lock"], "kind": ["receipt", "issue", "receipt"],
    ...                       "day": pd.to_datetime(["2025-01-02", "2025-11-30", "2025-02-01"]), "n": [90.0, -30, 20]})
    >>> found = slow_movers(moves, item="item", date="day", quantity="n", prices={"zip": 2.0, "lock": 9.0},
    ...                     as_of="2025-12-31")
    >>> found[["item", "unused_days", "value", "verdict"]].values.tolist()
    [['lock', 333, 180.0, 'slow'], ['zip', 31, 120.0, 'moving']]
    """
    today, limit = pd.Timestamp(as_of), amount(unused_days, name="unused_days")
    price = prices_of(prices)
    rows = moves_in_order(moves, item=item, date=date, quantity=quantity, kind=kind, kinds=kinds)
    rows = rows[rows["date"] <= today]
    groups = rows.groupby("item", observed=True)
    names = groups["date"].min().index.union(price.index)
    issued = rows[rows["kind"] == "issue"].groupby("item", observed=True)["date"].max().reindex(names)
    since = issued.fillna(groups["date"].min().reindex(names))
    on_hand = groups["balance"].last().reindex(names)
    value = on_hand * price.reindex(names)
    table = pd.DataFrame({"last_issue": issued, "unused_days": (today - since).dt.days.astype("Int64")})
    table = table.assign(on_hand=on_hand, value=value, value_share=value / value.clip(lower=0).sum())
    cases = {
        "no move": on_hand.isna(),
        "record below zero": on_hand < 0,
        "none on hand": on_hand == 0,
        "moving": issued.notna() & (today - since < pd.Timedelta(days=limit)),
        "new: too early to say": today - since < pd.Timedelta(days=limit),
    }
    table["verdict"] = np.select([mask.to_numpy() for mask in cases.values()], list(cases), "slow")
    table = table.sort_values("value", ascending=False, kind="stable", na_position="last")
    return table.rename_axis(item).reset_index()


def moves_in_order(
    moves: pd.DataFrame,
    *,
    item: str,
    date: str,
    quantity: str,
    kind: str = "kind",
    kinds: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Bring the moves of a store to one form, in order, with the running balance of the record.

    Parameters
    ----------
    moves : DataFrame
        As in `stock_on_hand`.
    item, date, quantity, kind, kinds : optional
        As in `stock_on_hand`.

    Returns
    -------
    DataFrame
        One row per move with the index of ``moves``: ``item``, ``date``, ``kind`` (of `KINDS`), ``quantity``,
        ``moved`` (0 for a count) and ``balance`` after it.

    Raises
    ------
    ColumnError, ArgumentError
        As in `stock_on_hand`.

    Examples
    --------
    >>> moves = pd.DataFrame({"item": "zip", "day": pd.to_datetime(["2025-01-05", "2025-01-02"]),
    ...                       "kind": ["OUT", "IN"], "n": [-30.0, 100.0]})
    >>> moves_in_order(moves, item="item", date="day", quantity="n",
    ...                kinds={"IN": "receipt", "OUT": "issue"})["balance"].tolist()
    [100.0, 70.0]
    """
    require_columns(moves, [item, date, quantity, kind], table="the moves")
    numbers_in(moves, [quantity], table="the moves")
    day = dates_in(moves, date, table="the moves")
    gaps = int((day.isna() | moves[item].isna()).sum())
    if gaps:
        raise ArgumentError(
            f"{gaps} moves have no item or no day. Both were expected in every row. Fill them, or take these rows out."
        )
    word = _words(moves[kind], kinds)
    rows = pd.DataFrame({"item": moves[item], "date": day, "kind": word, "quantity": moves[quantity].astype(float)})
    for name, sign in (("receipt", -1), ("issue", 1)):
        wrong = int(((rows["kind"] == name) & (sign * rows["quantity"] > 0)).sum())
        if wrong:
            raise ArgumentError(
                f"{wrong} moves of kind '{name}' have the wrong sign. What comes in was expected above 0, what leaves "
                "below 0. Change the sign, or the kind."
            )
    rows = rows.sort_values(["item", "date"], kind="stable")
    rows["moved"] = rows["quantity"].where(rows["kind"] != "count", 0.0)
    # sums of decimal fractions end a hair off zero
    return rows.assign(balance=rows.groupby("item", observed=True)["moved"].cumsum().round(6) + 0.0)


def _words(column: pd.Series, kinds: Mapping[str, str] | None) -> pd.Series:
    own = dict(kinds or {})
    strange = [word for word in own.values() if word not in KINDS]
    word = column.map(lambda value: own.get(value, value))
    strange += [value for value in dict.fromkeys(word) if value not in KINDS]
    if strange:
        raise ArgumentError(
            f"The kind of move {in_words(strange[0])} is not known.{did_you_mean(strange[0], KINDS)} Known are: "
            f"{', '.join(KINDS)}. Say what yours mean, as in kinds={{'IN': 'receipt', 'OUT': 'issue'}}."
        )
    return word
