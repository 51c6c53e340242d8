"""Amounts in several currencies brought to one, at fixed rates or at rates that change with the calendar."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words, require_columns
from millrace.reading.dates.parsing import parse_dates
from millrace.reading.texts import as_text

__all__ = ["convert_money"]

# An exchange rate older than this is no longer the rate of the day.
OLDEST_RATE_DAYS = 31


def convert_money(
    frame: pd.DataFrame,
    *,
    amount: str = "amount",
    currency: str = "currency",
    rates: Mapping[str, float] | pd.DataFrame,
    to: str = "CNY",
    date: str | None = None,
    unknown: str = "stop",
) -> pd.Series:
    """Bring amounts in several currencies to one currency.

    Parameters
    ----------
    frame : DataFrame
        The table with the amounts.
    amount, currency : str
        Its columns with the amount (numbers) and the ISO 4217 code of each.
    rates : dict or DataFrame
        What one unit of each currency is worth in ``to``. As a dict: ``{"USD": 7.1}``. As a table, for rates that
        change: the columns ``currency``, ``rate`` and either ``month`` ("2025-03" or any day of it) or ``date``; or
        ``month`` or ``date`` and one column per currency.
    to : str
        The currency of the result; its own rate is 1.
    date : str or None
        The column of ``frame`` that says when, for rates that change; None takes ``date``.
    unknown : {"stop", "missing"}
        What to do with an amount in a currency without a rate, or in none: stop with an error, or leave it missing.

    Returns
    -------
    pandas.Series
        The amounts in ``to``, on the index of ``frame``, named like ``amount_cny``. Missing where the amount is.

    Raises
    ------
    ColumnError
        When a column is missing, or the amounts are not numbers.
    ArgumentError
        When a currency has no rate, ``to`` has another rate than 1, an amount has no currency, ``date`` is given with
        fixed rates, the rates have both a month and a date, or they do not reach the day of an amount. A
        dated rate serves for the 31 days after it; a monthly rate for its month only.

    Examples
    --------
    >>> sales = pd.DataFrame({"amount": [10.0, 100.0], "currency": ["USD", "CNY"]})
    >>> convert_money(sales, rates={"USD": 7.1}).tolist()
    [71.0, 100.0]
    """
    require_columns(frame, [amount, currency])
    if not pd.api.types.is_numeric_dtype(frame[amount]):
        raise ColumnError(f"Column '{amount}' holds text. Numbers were expected. Read it with parse_money first.")
    if unknown not in ("stop", "missing"):
        raise ArgumentError(f"unknown='{unknown}' was given. 'stop' or 'missing' was expected. Write one of the two.")
    amounts = frame[amount].astype("float64")
    codes = as_text(frame[currency].astype(object)).str.strip().str.upper()
    if unknown == "missing":
        amounts = amounts.where(codes.isin([*_codes(rates), to]))
    _all_named(codes, amounts, currency)
    used = codes.where(amounts.notna())
    if isinstance(rates, pd.DataFrame):
        rate = _moving_rates(used, frame, rates, to, "date" if date is None else date)
    else:
        _no_date(date)
        rate = _fixed_rates(used, rates, to)
    return (amounts * rate).rename(f"{amount}_{to.lower()}")


def _codes(rates: Mapping[str, float] | pd.DataFrame) -> list[str]:
    if not isinstance(rates, pd.DataFrame):
        return list(rates)
    return list(rates["currency"]) if "currency" in rates.columns else list(rates.columns)


def _no_date(date: str | None) -> None:
    if date is not None:
        raise ArgumentError(
            f"date={in_words(date)} was given with fixed rates. A table of rates with a month or a date was "
            "expected. Leave date out, or give such a table."
        )


def _all_named(codes: pd.Series, amounts: pd.Series, currency: str) -> None:
    unnamed = int((codes.isna() & amounts.notna()).sum())
    if unnamed:
        amounts_have = "amount has" if unnamed == 1 else "amounts have"
        raise ArgumentError(
            f"{unnamed:,} {amounts_have} nothing in column '{currency}'. A currency for every amount was expected. "
            "Fill it first, for example with parse_money(..., currency='CNY')."
        )


def _known(codes: pd.Series, known: list[str], to: str) -> None:
    unknown = sorted(set(codes.dropna()) - set(known) - {to})
    if unknown:
        raise ArgumentError(
            f"There is no rate for {', '.join(unknown)}. Rates were given for {', '.join(known) or 'no currency'}. "
            f"Add what one {unknown[0]} is worth in {to} to rates, or leave it missing with unknown='missing'."
            f"{did_you_mean(unknown[0], known)}"
        )


def _fixed_rates(codes: pd.Series, rates: Mapping[str, float], to: str) -> pd.Series:
    if not isinstance(rates, Mapping):
        raise ArgumentError(
            f"rates={in_words(rates)} was given. Pairs in curly brackets such as {{'USD': 7.1}} or a table "
            "were expected."
        )
    wrong = [code for code, rate in rates.items() if not np.isfinite(rate) or rate <= 0]
    if wrong:
        raise ArgumentError(f"The rate for {wrong[0]} is {rates[wrong[0]]}. A number above 0 was expected. Correct it.")
    _own_rate_is_one(rates.get(to, 1.0), to)
    _known(codes, [str(code) for code in rates], to)
    return codes.map({**rates, to: 1.0}).astype("float64")


def _own_rate_is_one(rate: float, to: str) -> None:
    if rate != 1:
        raise ArgumentError(
            f"The rate for {to} is {rate}, but amounts are converted to {to}. The rate 1, or none, was expected. "
            f"Take {to} out of the rates, or say with to=... in which currency they are."
        )


def _moving_rates(codes: pd.Series, frame: pd.DataFrame, rates: pd.DataFrame, to: str, date: str) -> pd.Series:
    require_columns(frame, [date])
    when = "month" if "month" in rates.columns else "date"
    require_columns(rates, [when], table="the table of rates")
    if {"month", "date"} <= set(rates.columns):
        raise ArgumentError(
            "The table of rates has a column 'month' and a column 'date'. One of the two was expected. Drop the other."
        )
    table = _long_rates(rates, when)
    for rate in table.loc[table["currency"] == to, "rate"]:
        _own_rate_is_one(rate, to)
    _known(codes, sorted(table["currency"].unique()), to)
    wanted = pd.DataFrame({"currency": codes, "when": _moments(frame[date], date).to_numpy(), "row": range(len(codes))})
    foreign = wanted[codes.notna().to_numpy() & (codes != to).to_numpy(dtype=bool)]
    found = _rates_of_month(foreign, table) if when == "month" else _rates_of_day(foreign, table)
    _reached(found)
    rate = np.where(codes == to, 1.0, np.nan)
    rate[found["row"].to_numpy()] = found["rate"].to_numpy()
    return pd.Series(rate, index=codes.index)


def _long_rates(rates: pd.DataFrame, when: str) -> pd.DataFrame:
    if "currency" not in rates.columns:
        rates = rates.melt(id_vars=[when], var_name="currency", value_name="rate")
    require_columns(rates, ["rate"], table="the table of rates")
    table = rates[["currency", "rate"]].assign(when=_moments(rates[when], when).to_numpy())
    return table.dropna(subset=["rate", "when"]).sort_values("when", kind="stable")


def _moments(values: pd.Series, name: str) -> pd.Series:
    parsed = parse_dates(values)
    if (parsed["problem"] == "ambiguous").any():
        raise ColumnError(
            f"Column '{name}' holds dates that can be read in two ways. Real dates were expected. "
            "Read it with parse_dates(..., day_first=True or False) first."
        )
    return parsed["date"]


def _rates_of_month(foreign: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    table = table.assign(month=table["when"].dt.strftime("%Y-%m")).drop(columns="when")
    month = foreign["when"].dt.strftime("%Y-%m")
    return foreign.assign(month=month).merge(
        table.drop_duplicates(["currency", "month"], keep="last"), on=["currency", "month"], how="left"
    )


def _rates_of_day(foreign: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    undated = foreign[foreign["when"].isna()].assign(rate=np.nan)
    dated = foreign.dropna(subset=["when"]).sort_values("when", kind="stable")
    if dated.empty:
        return undated
    oldest = pd.Timedelta(days=OLDEST_RATE_DAYS)
    found = pd.merge_asof(dated, table, on="when", by="currency", tolerance=oldest)
    return pd.concat([found, undated]) if len(undated) else found


def _reached(found: pd.DataFrame) -> None:
    without = found[found["rate"].isna()]
    if without.empty:
        return
    first = without.iloc[0]
    day = "an unknown day" if pd.isna(first["when"]) else f"{first['when']:%Y-%m-%d}"
    have = "has" if len(without) == 1 else "have"
    raise ArgumentError(
        f"{counted(len(without), 'amount')} {have} no rate for the day, the first of them {first['currency']} on "
        f"{day}. A rate for every month, or one at most 31 days old, was expected. Add it to the rates, or fill the "
        "date."
    )
