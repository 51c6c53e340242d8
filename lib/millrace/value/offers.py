"""What an offer costs in all: set-up, subscription, fees by use, and what binds after signing."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words, require_columns
from millrace.value.ranges import as_range

__all__ = ["COLUMNS", "check_months", "cost_at", "offer_table", "total_cost"]

COLUMNS = {
    "name": "name",
    "price_model": "price_model",
    "price_per_month": "price_cny_month",
    "seats": "seats",
    "setup": "setup_cny",
    "included_units": "included_units",
    "fee_per_unit": "fee_cny_per_unit",
    "contract_months": "contract_months",
    "notice_days": "notice_days",
}
NEEDED = ("name", "price_per_month")
FLAT = ("flat", "per use")
MODELS = ("per seat", *FLAT)
DAYS_PER_MONTH = 365.25 / 12


def total_cost(
    offers: pd.DataFrame, *, usage: object, months: int = 24, columns: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Work out what each offer costs in all over some months, with set-up and fees for use beyond what is included.

    Parameters
    ----------
    offers : DataFrame
        One row per offer: name, price per month, and where there are: price model ("per seat", "flat", "per use"),
        seats, set-up, included units per month, fee per unit beyond, shortest contract in months, days of notice.
    usage : float, (low, likely, high) or str
        Units per month, the same for all offers; or the column that holds each offer's own.
    months : int
        How long is looked at.
    columns : dict, optional
        What the columns are called, for example ``{"price_per_month": "monthly_price"}``. Without it, the names are
        those of ``value.COLUMNS``.

    Returns
    -------
    DataFrame
        One row per offer in the order of the table: ``name``, ``price_shown`` (price per month as the list shows it),
        ``setup``, ``subscription`` (of all months), ``fees`` (at the likely use), ``total_low``, ``total_likely``,
        ``total_high`` (at the low, likely and high use), ``per_month`` (likely total per month), ``rank`` (1 is the
        cheapest at the likely use), ``rank_shown`` (by the price shown), ``bound_to`` (set-up and price of the shortest
        contract: what must be paid after signing, used or not), ``beyond_months`` (price of contract months after the
        months looked at, which ``total`` does not hold), ``notice_by_month`` (after how many months notice must be
        given to end with the first contract), ``remark``. Money in the currency of the table.

    Raises
    ------
    ArgumentError
        When the table is empty, ``usage`` or ``months`` is not understood.
    ColumnError
        When a column is missing or not of numbers, a price is negative, a model unknown, an offer named twice, or
        currencies are mixed (a column ``currency`` with two values).

    Notes
    -----
    Total = set-up + months x (price x seats + fee x units beyond those included). Seats count for "per seat" only; a
    "flat" price or one "per use" with more than one seat counts once, and the remark says so. Total cost of ownership
    after Ellram, International Journal of Physical Distribution & Logistics Management 25 (1995).

    Examples
    --------
    >>> offers = pd.DataFrame({"name": ["Lark", "Desk"], "price_cny_month": [69, 194], "seats": 3,
    ...     "setup_cny": [0, 4800], "included_units": [300, 2000], "fee_cny_per_unit": [1.04, 0.31]})
    >>> total_cost(offers, usage=1250)[["name", "total_likely", "rank", "rank_shown"]]
       name  total_likely  rank  rank_shown
    0  Lark       28680.0     2           1
    1  Desk       18768.0     1           2
    """
    table = offer_table(offers, columns=columns)
    check_months(months)
    use = _usage(offers, usage, table)
    low, likely, high = (cost_at(table, use[:, place], months=months) for place in range(3))
    price = table["price"].to_numpy()
    contract = table["contract_months"].to_numpy()
    result = pd.DataFrame(
        {
            "name": table["name"],
            "price_shown": table["price_per_month"],
            "setup": table["setup"],
            "subscription": months * table["price"],
            "fees": months * _fees(table, use[:, 1]),
            "total_low": low,
            "total_likely": likely,
            "total_high": high,
            "per_month": likely / months,
        }
    )
    result["rank"] = result["total_likely"].rank(method="min").astype(int)
    result["rank_shown"] = result["price_shown"].rank(method="min").astype(int)
    result["bound_to"] = table["setup"] + contract * price
    result["beyond_months"] = np.clip(contract - months, 0, None) * price
    notice = contract - table["notice_days"].to_numpy() / DAYS_PER_MONTH
    result["notice_by_month"] = np.where(contract > 0, np.clip(notice, 0, None), np.nan)
    return result.assign(remark=_remarks(table, result))


def cost_at(table: pd.DataFrame, use: np.ndarray, *, months: int) -> np.ndarray:
    """Work out the total of each offer at its use.

    Parameters
    ----------
    table : DataFrame
        Offers as `total_cost` reads them.
    use : array of shape (offers,)
        Units per month.
    months : int
        How long is looked at.

    Returns
    -------
    array of shape (offers,)

    Examples
    --------
    >>> one = pd.DataFrame({"setup": [10.0], "price": [5.0], "included_units": [0.0], "fee_per_unit": [1.0]})
    >>> cost_at(one, np.array([2.0]), months=3).tolist()
    [31.0]
    """
    return np.asarray(table["setup"] + months * (table["price"] + _fees(table, use)), dtype="float64")


def _fees(table: pd.DataFrame, use: np.ndarray) -> np.ndarray:
    beyond = np.clip(use - table["included_units"].to_numpy(), 0, None)
    return beyond * table["fee_per_unit"].to_numpy()


def check_months(months: int) -> None:
    """Refuse a number of months that cannot be looked at.

    Parameters
    ----------
    months : int
        1 to 240.

    Raises
    ------
    ArgumentError
        When it is something else.

    Examples
    --------
    >>> check_months(24)
    """
    if isinstance(months, bool) or not isinstance(months, int | np.integer) or not 1 <= months <= 240:
        raise ArgumentError(f"months={in_words(months)} was given. A whole number from 1 to 240 was expected. Try 24.")


def offer_table(offers: pd.DataFrame, *, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Read offers with what is missing filled in: one seat, no set-up, nothing included, no fee.

    Parameters
    ----------
    offers, columns : as there
        As for `total_cost`.

    Returns
    -------
    DataFrame
        One row per offer: ``name``, ``model``, ``price`` (per month, all seats) and the numbers of `COLUMNS`.

    Raises
    ------
    ArgumentError, ColumnError
        As for `total_cost`.

    Examples
    --------
    >>> offer_table(pd.DataFrame({"name": ["a"], "price_cny_month": [5], "seats": [3]}))["price"].tolist()
    [15.0]
    """
    if not isinstance(offers, pd.DataFrame) or offers.empty:
        raise ArgumentError("The table of offers has no row. At least one was expected. Look at what filtered it.")
    unknown = next((name for name in columns or {} if name not in COLUMNS), None)
    if unknown is not None:
        raise ArgumentError(
            f"columns names {in_words(unknown)}.{did_you_mean(unknown, COLUMNS)} One of {', '.join(COLUMNS)} was "
            "expected. Correct it."
        )
    called = {**COLUMNS, **(columns or {})}
    require_columns(offers, [called[name] for name in (*NEEDED, *(columns or {}))], table="the table of offers")
    _one_currency(offers)
    table = pd.DataFrame({"name": offers[called["name"]].astype(object).to_numpy()})
    twice = table["name"][table["name"].duplicated() | table["name"].isna()]
    if len(twice):
        raise ColumnError(f"The offer {in_words(twice.iloc[0])} is there twice or without a name. Rename one.")
    for name in list(COLUMNS)[2:]:
        table[name] = _amounts(offers, called[name], missing=1.0 if name == "seats" else 0.0)
    model = offers[called["price_model"]].astype(object) if called["price_model"] in offers.columns else None
    table["model"] = "per seat" if model is None else model.to_numpy()
    wrong = next((each for each in table["model"] if each not in MODELS), None)
    if wrong is not None:
        raise ColumnError(f"The price model is {in_words(wrong)}. One of {', '.join(MODELS)} was expected. Correct it.")
    table["price"] = table["price_per_month"] * table["seats"].where(table["model"] == "per seat", 1.0)
    return table


def _one_currency(offers: pd.DataFrame) -> None:
    found = list(offers["currency"].dropna().unique()) if "currency" in offers.columns else []
    if len(found) > 1:
        raise ColumnError(
            f"The offers are in {in_words(found)}. One currency was expected. Convert them first, with "
            "millrace.cleaning.convert_money."
        )


def _amounts(offers: pd.DataFrame, column: str, *, missing: float) -> np.ndarray:
    if column not in offers.columns:
        return np.full(len(offers), missing)
    values = pd.to_numeric(offers[column].astype(object), errors="coerce").astype("float64")
    text = offers[column][values.isna() & offers[column].notna()]
    if len(text):
        raise ColumnError(
            f"Column '{column}' holds {in_words(text.iloc[0])}. Numbers were expected. Read it with "
            "millrace.reading.parse_money first."
        )
    if ((values < 0) | np.isinf(values)).any():
        worst = values[(values < 0) | np.isinf(values)].iloc[0]
        raise ColumnError(f"Column '{column}' holds {worst:g}. Numbers of 0 or more were expected. Correct it.")
    return values.fillna(missing).to_numpy()


def _usage(offers: pd.DataFrame, usage: object, table: pd.DataFrame) -> np.ndarray:
    if isinstance(usage, str):
        require_columns(offers, [usage], table="the table of offers")
        own = _amounts(offers, usage, missing=0.0)
        counted = (table["fee_per_unit"] > 0).to_numpy() & offers[usage].isna().to_numpy()
        if counted.any():
            raise ColumnError(
                f"'{table['name'][counted].iloc[0]}' takes fees for use, and '{usage}' is missing there. A number of "
                "units per month was expected. Fill it in."
            )
        return np.repeat(own[:, None], 3, axis=1)
    return np.tile(as_range(usage, name="usage"), (len(offers), 1))


def _remarks(table: pd.DataFrame, result: pd.DataFrame) -> list[str]:
    flat = table["model"].isin(FLAT) & (table["seats"] > 1)
    parts = [
        (flat, "price counted once, not per seat"),
        (result["beyond_months"] > 0, "the contract runs longer than the months looked at"),
        (result["notice_by_month"] <= 0, "notice is due on the day of signing"),
    ]
    return ["; ".join(words for mask, words in parts if mask.iloc[row]) for row in range(len(table))]
