"""Which rows of a list of sales say that nothing was left: the demand of such a day was more than its sales."""

import re

import pandas as pd

from millrace.errors import counted
from millrace.reading import parse_quantity

__all__ = ["read_sold_out", "stock_outs_of"]

# A header that asks the other way round: here "yes" means that nothing was left.
ASKS_FOR_THE_END = re.compile(
    r"sold ?out|out ?of ?stock|stock ?out|empty|ausverkauft|leer|rupture|épuisé|agotado|缺货|售罄|卖完|نفد",
    re.IGNORECASE,
)
YES = {"yes", "y", "true", "x", "ja", "j", "oui", "o", "sí", "si", "some", "plenty", "rest", "有", "是", "نعم"}
NO = {"no", "n", "false", "nein", "non", "none", "nothing", "nichts", "keine", "rien", "nada", "无", "没有", "否", "لا"}
OUT = {
    "sold out",
    "out of stock",
    "empty",
    "ausverkauft",
    "leer",
    "rupture",
    "épuisé",
    "agotado",
    "缺货",
    "售罄",
    "卖完",
}


def read_sold_out(values: pd.Series, *, header: str) -> tuple[pd.Series, str]:
    """Read a column that says whether any was left: "yes" and "no" in several languages, or the number left.

    Parameters
    ----------
    values : Series
        The cells. An empty one says nothing.
    header : str
        The column's header: under "sold out?" a yes means the opposite of a yes under "any left?".

    Returns
    -------
    Series of bool
        True where nothing was left.
    str
        What could not be read; empty if nothing.

    Examples
    --------
    >>> read_sold_out(pd.Series(["yes", "no", "3", "0", None]), header="any left?")[0].tolist()
    [False, True, False, True, False]
    >>> read_sold_out(pd.Series(["yes", "no"]), header="Ausverkauft")[0].tolist()
    [True, False]
    """
    words = values.astype("string").str.strip().str.lower().str.rstrip(".!").fillna("")
    number = parse_quantity(values)["pieces"]
    turned = bool(ASKS_FOR_THE_END.search(header))
    says_yes, says_no = words.isin(YES) | (number > 0).fillna(False), words.isin(NO) | (number <= 0).fillna(False)
    out = (says_yes if turned else says_no) | words.isin(OUT)
    unread = words.ne("") & ~says_yes & ~says_no & ~out
    note = ""
    if unread.any():
        note = (
            f"{counted(int(unread.sum()), 'row')} of '{header}' say neither yes nor no nor a number, such as "
            f"'{values[unread].iloc[0]}': they are not taken as stock-outs. Write yes or no."
        )
    return out.astype(bool), note


def stock_outs_of(rows: pd.DataFrame) -> pd.DataFrame:
    """List the days on which nothing was left, one row per product and day.

    Parameters
    ----------
    rows : DataFrame
        Sales that are used: ``product``, ``date`` and ``sold_out``.

    Returns
    -------
    DataFrame
        ``unique_id``, ``first_day``, ``last_day``.
    """
    days = rows.loc[rows["sold_out"], ["product", "date"]].drop_duplicates()
    return pd.DataFrame({"unique_id": days["product"], "first_day": days["date"], "last_day": days["date"]})
