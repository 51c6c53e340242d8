"""What counts found against the record: by item and by who keyed, in money, and shelves that were empty unseen."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.inventory.amounts import amount, prices_of
from millrace.inventory.stock import moves_in_order

__all__ = ["count_gaps", "empty_at_count", "gaps_by_item", "gaps_by_keyer"]

LEVEL = 0.95
ENOUGH_COUNTS = 5


def count_gaps(
    moves: pd.DataFrame,
    *,
    item: str,
    date: str,
    quantity: str,
    prices: "pd.Series | Mapping[str, float]",
    kind: str = "kind",
    kinds: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return what each count found, against what the record said just before it.

    Parameters
    ----------
    moves : DataFrame
        One row per move; of a count the quantity is what was found.
    item, date, quantity, kind, kinds : optional
        As in `millrace.inventory.stock_on_hand`.
    prices : Series or dict
        Price of one unit by item.

    Returns
    -------
    DataFrame
        One row per count, with the index of ``moves``: the item, ``date``, ``recorded``, ``counted``, ``gap``
        (counted - recorded, in units), ``gap_value`` (money), ``issued`` (units issued since the count before, by the
        record), ``issued_value`` (money), ``since`` (day of the count before, missing for the first).

    Raises
    ------
    ColumnError, ArgumentError
        As in `millrace.inventory.stock_on_hand`.

    Notes
    -----
    The first count of an item also holds what was wrong before the record began.

    Examples
    --------
    >>> moves = pd.DataFrame({"item": "zip", "day": pd.to_datetime(["2025-01-02", "2025-01-05", "2025-01-09"]),
    ...                       "kind": ["receipt", "issue", "count"], "n": [100.0, -30.0, 67.0]})
    >>> gaps = count_gaps(moves, item="item", date="day", quantity="n", prices={"zip": 2.0})
    >>> gaps[["recorded", "counted", "gap", "gap_value", "issued"]].values.tolist()
    [[70.0, 67.0, -3.0, -6.0, 30.0]]
    """
    rows = moves_in_order(moves, item=item, date=date, quantity=quantity, kind=kind, kinds=kinds)
    rows = rows.assign(issue=-rows["moved"].where(rows["kind"] == "issue", 0.0))
    rows["issue"] = rows.groupby("item", observed=True)["issue"].cumsum()
    found = rows[rows["kind"] == "count"]
    before = found.groupby("item", observed=True)[["issue", "date"]].shift()
    price = found["item"].map(prices_of(prices))
    gap, issued = found["quantity"] - found["balance"], found["issue"] - before["issue"].fillna(0.0)
    table = pd.DataFrame({item: found["item"], "date": found["date"], "recorded": found["balance"]})
    return table.assign(
        counted=found["quantity"],
        gap=gap.round(6),
        gap_value=gap * price,
        issued=issued.round(6),
        issued_value=issued * price,
        since=before["date"],
    )


def gaps_by_item(gaps: pd.DataFrame, *, item: str) -> pd.DataFrame:
    """Add the gaps up by item: what share of what was taken is missing from the record.

    Parameters
    ----------
    gaps : DataFrame
        From `count_gaps`.
    item : str
        Its column of items.

    Returns
    -------
    DataFrame
        One row per item, most money missing first: the item, ``counts``, ``gap_value`` (money), ``gap_share`` (gap /
        what was issued between the counts), ``low`` and ``high`` (95 of 100 such ranges hold it), ``verdict``:
        "missing", "surplus", "not shown", "too few to say" (under 5 counts, or nothing was issued).

    Raises
    ------
    ColumnError
        When the table is not from `count_gaps`.

    Notes
    -----
    A ratio estimate with the interval of a t distribution over counts (Cochran, *Sampling Techniques*, 1977, 6.3).

    Examples
    --------
    >>> gaps = pd.DataFrame({"item": "zip", "gap": [-3.0, -4, -2, -3, -3], "gap_value": [-3.0, -4, -2, -3, -3],
    ...                      "issued": [100.0] * 5})
    >>> gaps_by_item(gaps, item="item")[["gap_share", "verdict"]].values.tolist()
    [[-0.03, 'missing']]
    """
    require_columns(gaps, [item, "gap", "gap_value", "issued"], table="the gaps")
    rows = [{item: name, **_ratio(part)} for name, part in gaps.groupby(item, observed=True)]
    table = pd.DataFrame(rows, columns=[item, "counts", "gap_value", "gap_share", "low", "high", "verdict"])
    return table.sort_values("gap_value", kind="stable", ignore_index=True)


def _ratio(part: pd.DataFrame) -> dict[str, object]:
    count, issued = len(part), part["issued"].sum()
    total = part["gap_value"].sum(min_count=1)
    if count < ENOUGH_COUNTS or issued <= 0:
        share = part["gap"].sum() / issued if issued > 0 else np.nan
        return {"counts": count, "gap_value": total, "gap_share": share, "verdict": "too few to say"}
    from scipy.stats import t

    share = part["gap"].sum() / issued
    rest = part["gap"] - share * part["issued"]
    half = t.ppf(0.5 + LEVEL / 2, count - 1) * np.sqrt((rest**2).sum() / (count - 1) * count) / issued
    low, high = share - half, share + half
    verdict = "missing" if high < 0 else "surplus" if low > 0 else "not shown"
    return {"counts": count, "gap_value": total, "gap_share": share, "low": low, "high": high, "verdict": verdict}


def gaps_by_keyer(
    moves: pd.DataFrame,
    *,
    item: str,
    date: str,
    quantity: str,
    keyed_by: str,
    prices: "pd.Series | Mapping[str, float]",
    kind: str = "kind",
    kinds: Mapping[str, str] | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Split the gaps at counts among those who keyed the issues since the count before.

    Parameters
    ----------
    moves : DataFrame
        As in `count_gaps`.
    item, date, quantity, prices, kind, kinds : optional
        As in `count_gaps`.
    keyed_by : str
        The column that names who keyed a move.
    draws : int
        Repetitions of the interval, in which whole items are drawn.
    seed : int
        The same seed draws the same.

    Returns
    -------
    DataFrame
        One row per person, most missing first: ``keyed_by``, ``issued_value`` (money keyed as issues before a count),
        ``gap_share`` (what the counts lack per unit of it), ``low``, ``high`` (95 of 100 cases, for all
        persons together), ``gap_value`` (money), ``others_share`` (the same over all others), ``verdict``: "more than
        the others", "less than the others", "not shown", "too few to say" (under 20 counts).

    Raises
    ------
    ColumnError, ArgumentError
        As in `count_gaps`, and when no count has a move of a named person before it.

    Notes
    -----
    Least squares of the gap's value on each person's issued value since the last count, weighted by one over the
    issued value, because a gap grows with what is taken; a bootstrap over items, with Bonferroni's correction for the
    number of persons. It shows at whose keyboard the record and the shelf part, and not why: evening shifts, missing
    slips or one material may be behind it. Talk to the person first.

    Examples
    --------
    >>> days = pd.date_range("2025-01-01", periods=90)
    >>> moves = pd.DataFrame({"item": [f"i{n // 9}" for n in range(90)], "day": days, "kind": "issue", "n": -10.0,
    ...                       "who": ["A", "B", "A"] * 30})
    >>> moves.loc[2::3, ["kind", "n"]] = "count", 0.0
    >>> table = gaps_by_keyer(moves, item="item", date="day", quantity="n", keyed_by="who",
    ...                       prices={f"i{n}": 1.0 for n in range(10)}, draws=50)
    >>> sorted(table["keyed_by"])
    ['A', 'B']
    """
    require_columns(moves, [keyed_by], table="the moves")
    moves = moves.reset_index(drop=True)  # labels may repeat where tables were put together
    gaps = count_gaps(moves, item=item, date=date, quantity=quantity, prices=prices, kind=kind, kinds=kinds)
    rows = moves_in_order(moves, item=item, date=date, quantity=quantity, kind=kind, kinds=kinds)
    value, people = _value_by_person(rows, moves[keyed_by], gaps, prices_of(prices))
    total = value.sum(axis=1)
    known = (total > 0) & gaps["gap_value"].notna().to_numpy()
    if not known.any():
        raise ArgumentError(
            "No count has an issue of a named person and a priced item before it. Counts and names were expected. "
            "Without counts nobody knows what the record lacks."
        )
    value, gap = value[known], gaps["gap_value"].to_numpy()[known]
    items = pd.factorize(gaps[item].to_numpy()[known])[0]
    repeats = int(amount(draws, name="draws"))
    return _split(value, gap, items, people, repeats, np.random.default_rng(seed))


def _value_by_person(
    rows: pd.DataFrame, names: pd.Series, gaps: pd.DataFrame, price: pd.Series
) -> tuple[np.ndarray, list[str]]:
    """Return what each person issued before each count since the one before, in money; shape (counts, people)."""
    who = names.reindex(rows.index).fillna("nobody named")
    issued = rows[rows["kind"] == "issue"]
    # the counts until a move, from behind: every issue belongs to the next count of its item
    number = (rows["kind"] == "count").groupby(rows["item"], observed=True).cumsum()
    key = pd.MultiIndex.from_arrays([rows.loc[gaps.index, "item"], number.loc[gaps.index] - 1])
    money = -issued["moved"] * issued["item"].map(price)
    keys = [issued["item"], number.loc[issued.index], who.loc[issued.index]]
    table = money.groupby(keys).sum().unstack().reindex(key).fillna(0.0)
    return table.to_numpy(), list(map(str, table.columns))


def _split(
    value: np.ndarray, gap: np.ndarray, items: np.ndarray, people: list[str], draws: int, rng: np.random.Generator
) -> pd.DataFrame:
    count = items.max() + 1
    weight = 1 / value.sum(axis=1)
    # sums per item, so that a draw of items is a sum of small matrices
    squares = np.zeros((count, len(people), len(people)))
    sides = np.zeros((count, len(people)))
    np.add.at(squares, items, weight[:, None, None] * value[:, :, None] * value[:, None, :])
    np.add.at(sides, items, (weight * gap)[:, None] * value)
    times = rng.multinomial(count, np.full(count, 1 / count), size=draws)
    shares = _solved(squares.sum(axis=0)[None], sides.sum(axis=0)[None])[0]
    drawn = _solved(np.tensordot(times, squares, 1), times @ sides)
    issued = value.sum(axis=0)
    tail = (1 - LEVEL) / 2 / len(people)
    low, high = np.nanquantile(drawn, [tail, 1 - tail], axis=0)
    others = np.array([_others(drawn, issued, n) for n in range(len(people))]).T if len(people) > 1 else drawn * np.nan
    apart = drawn - others
    least, most = np.nanquantile(apart, [tail, 1 - tail], axis=0) if len(people) > 1 else (low * np.nan, high * np.nan)
    few = len(gap) < 20
    verdict = np.select([np.full(len(people), few), most < 0, least > 0], ["too few to say", "more than the others",
                        "less than the others"], "not shown")  # fmt: skip
    table = pd.DataFrame({"keyed_by": people, "issued_value": issued, "gap_share": shares, "low": low, "high": high})
    own = [_others(shares[None], issued, n)[0] if len(people) > 1 else np.nan for n in range(len(people))]
    table = table.assign(gap_value=shares * issued, others_share=own, verdict=verdict)
    return table.sort_values("gap_value", kind="stable", ignore_index=True)


def _solved(squares: np.ndarray, sides: np.ndarray) -> np.ndarray:
    return (np.linalg.pinv(squares) @ sides[:, :, None])[:, :, 0]


def _others(shares: np.ndarray, issued: np.ndarray, person: int) -> np.ndarray:
    weights = np.where(np.arange(len(issued)) == person, 0.0, issued)
    return shares @ weights / weights.sum()


def empty_at_count(gaps: pd.DataFrame, *, item: str) -> pd.DataFrame:
    """Tell for each item whether a count found an empty shelf while the record showed stock.

    Parameters
    ----------
    gaps : DataFrame
        From `count_gaps`.
    item : str
        Its column of items.

    Returns
    -------
    DataFrame
        One row per item: the item, ``counts``, ``empty_counts`` (nothing found, stock in the record),
        ``largest_recorded`` (what the record showed then, in units), ``verdict`` ("shown", "not shown").

    Raises
    ------
    ColumnError
        When the table is not from `count_gaps`.

    Notes
    -----
    Between counts, moves alone cannot show an empty shelf: nobody keys what is not there. "Not shown" therefore
    means neither yes nor no. Purchases in a hurry (deliveries.csv) say more.

    Examples
    --------
    >>> gaps = pd.DataFrame({"item": ["zip", "lock"], "recorded": [12.0, 5.0], "counted": [0.0, 5.0]})
    >>> empty_at_count(gaps, item="item")["verdict"].tolist()
    ['not shown', 'shown']
    """
    require_columns(gaps, [item, "recorded", "counted"], table="the gaps")
    empty = (gaps["counted"] <= 0) & (gaps["recorded"] > 0)
    groups = gaps.assign(empty=empty, shown=gaps["recorded"].where(empty)).groupby(item, observed=True)
    table = groups.agg(counts=("empty", "size"), empty_counts=("empty", "sum"), largest_recorded=("shown", "max"))
    return table.assign(verdict=np.where(table["empty_counts"] > 0, "shown", "not shown")).reset_index()
