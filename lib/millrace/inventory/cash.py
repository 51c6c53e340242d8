"""What a better rule for ordering really saves: cash once, cash per year, and time that nobody can spend."""

import pandas as pd

from millrace.errors import ArgumentError
from millrace.inventory.amounts import amount

__all__ = ["cash_saving"]

PARTS = ("tied_up", "buying", "hours")


def cash_saving(
    before: "pd.Series | dict[str, float]",
    after: "pd.Series | dict[str, float]",
    *,
    fixed_share: float,
    wage_per_hour: float,
    usable_share: float = 1.0,
) -> pd.DataFrame:
    """Split what changed into cash, and into time that nobody can spend.

    Parameters
    ----------
    before, after : Series or dict
        ``tied_up`` (money in stock, on average), ``buying`` (money per year for material, freight and shortages that
        is really paid), ``hours`` (per year, of ordering, counting and looking for things).
    fixed_share : float
        The share of the hours' cost that is paid anyway, from 0 to 1: 1 when nobody is sent home and nothing more is
        sold for the hours saved.
    wage_per_hour : float
        Money per hour.
    usable_share : float
        The share of the stock saved that will really not be bought again, from 0 to 1; leftovers that nobody takes
        are not cash until they are sold.

    Returns
    -------
    DataFrame
        Rows ``cash, once``, ``cash per year`` and ``time nobody can spend, per year``: ``saving`` (money, negative
        where it became worse) and ``from_what`` (words).

    Raises
    ------
    ArgumentError
        When a part is missing or below 0, or a share lies outside 0 to 1.

    Notes
    -----
    Less stock is cash once and not every year. Never add the first row to the second.

    Examples
    --------
    >>> table = cash_saving({"tied_up": 9000, "buying": 5000, "hours": 100},
    ...                     {"tied_up": 7000, "buying": 4600, "hours": 60}, fixed_share=0.75, wage_per_hour=40)
    >>> table[["part", "saving"]].values.tolist()
    [['cash, once', 2000.0], ['cash per year', 800.0], ['time nobody can spend, per year', 1200.0]]
    """
    old, new = _parts(before, "before"), _parts(after, "after")
    wage = amount(wage_per_hour, name="wage_per_hour")
    fixed, usable = _share(fixed_share, "fixed_share"), _share(usable_share, "usable_share")
    hours = (old["hours"] - new["hours"]) * wage
    freed = old["tied_up"] - new["tied_up"]
    # more stock must be paid for in full
    once = freed * usable if freed > 0 else freed
    rows = {
        "cash, once": (once, "stock that need not be bought"),
        "cash per year": (old["buying"] - new["buying"] + hours * (1 - fixed), "buying, and hours not paid any more"),
        "time nobody can spend, per year": (hours * fixed, "hours that are paid anyway"),
    }
    table = pd.DataFrame([{"part": name, "saving": float(v), "from_what": words} for name, (v, words) in rows.items()])
    return table.assign(saving=table["saving"] + 0.0)


def _parts(values: "pd.Series | dict[str, float]", name: str) -> dict[str, float]:
    given = dict(values)
    missing = [part for part in PARTS if part not in given]
    if missing:
        raise ArgumentError(
            f"{name} has no '{missing[0]}'. {', '.join(PARTS)} were expected. Write 0 where there is nothing."
        )
    return {part: amount(given[part], name=f"{name}['{part}']", or_equal=True) for part in PARTS}


def _share(value: object, name: str) -> float:
    found = amount(value, name=name, or_equal=True)
    if found > 1:
        raise ArgumentError(f"{name}={found:g} was given. A share from 0 to 1 was expected. Write 30 % as 0.3.")
    return found
