"""Sales made ready: product, day and quantity of each row, what it costs and brings, and what could not be used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words
from millrace.intake import report
from millrace.reading import parse_dates, parse_money, parse_quantity
from millrace.reading.money.currencies import ISO_CODES
from millrace.reports.data_quality.dates import read_dates
from millrace.reports.file import places_of
from millrace.reports.finding import Finding, per_cent
from millrace.reports.forecast.columns import CARD
from millrace.reports.forecast.opening import Opened, Source
from millrace.reports.forecast.sold_out import read_sold_out

__all__ = ["EVERYTHING", "NO_UNIT", "Sales", "check_sales", "read_sales"]

EVERYTHING, NO_UNIT = "everything", "(unit not known)"
ASKED = "left out as you said:"
MUCH = 0.02  # of the rows
DAY = {
    "missing": "no date",
    "ambiguous": "date with two readings",
    "impossible": "date that does not exist",
    "unreadable": "unreadable date",
}
NUMBER = {
    "missing": "no quantity",
    "ambiguous": "quantity with two readings",
    "unreadable": "quantity that is no number",
    "size unknown": "quantity in packs of unknown size",
    "not a count": "quantity in another unit",
}


@dataclass(frozen=True)
class Sales:
    """Sales that can be used.

    Parameters
    ----------
    rows : DataFrame
        One row per row that is used: ``product``, ``date``, ``quantity``, ``sold_out`` (nothing was left),
        ``place`` (in the file).
    set_aside : DataFrame
        One row per row that is not: ``place``, ``reason``, ``text``.
    card : DataFrame
        By product: ``price``, ``cost``, ``stock`` and ``lead_time_days``, missing where not known.
    unit : str
        The currency of prices and costs.
    notes : tuple of str
        What else is to be known.
    """

    rows: pd.DataFrame
    set_aside: pd.DataFrame
    card: pd.DataFrame
    unit: str
    notes: tuple[str, ...] = ()


def read_sales(
    files: Opened,
    *,
    day_first: bool | None = None,
    currency: str = "",
    leave_out_above: float | None = None,
    prices: Mapping[str, object] | None = None,
    costs: Mapping[str, object] | None = None,
    today: pd.Timestamp | None = None,
) -> Sales:
    """Read the days, quantities and prices of a list of sales, and keep the reason of each row that is not used.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    day_first : bool, optional
        What 03/04/2025 means; without it the whole column settles it where it can.
    currency : str
        The unit of money, when neither cells nor headers name it.
    leave_out_above : float, optional
        Rows of a larger quantity are set aside; none when left out.
    prices, costs : dict, optional
        What one piece of a product sells for and costs: ``{"bread": 1.2}``. They go before what the files say.
    today : Timestamp, optional
        Rows of a later day are set aside; by default the computer's day.

    Returns
    -------
    Sales

    Raises
    ------
    ColumnError
        When no row can be used, or nothing was ever sold, with what was found instead.
    ArgumentError
        When a price or cost is no number, or of a product that is not in the list.
    """
    source = files.sales
    table, columns = source.table, source.columns
    rows = pd.DataFrame({"place": _places(table)}, index=table.index)
    rows["date"], day = _days(table, columns, day_first)
    rows["quantity"], number = _quantities(table[columns["quantity"]])
    product = table[columns["product"]] if columns["product"] else pd.Series(EVERYTHING, index=table.index)
    rows["product"] = product.astype("string").str.strip()
    left = columns["left"]
    rows["sold_out"], unread = read_sold_out(table[left], header=left) if left else (False, "")
    now = pd.Timestamp.now() if today is None else today
    above = np.inf if leave_out_above is None else leave_out_above
    reasons = [
        (rows["product"].isna() | rows["product"].eq(""), "no product"),
        (rows["date"] > now, f"date after today ({now:%Y-%m-%d})"),
        (rows["quantity"] > above, f"{ASKED} quantity above {above:,.0f}"),
    ]
    reason = day.mask(day == "", number)
    for mask, why in reasons:
        reason = reason.mask(mask.fillna(False).astype(bool) & (reason == ""), why)
    aside = pd.DataFrame({"place": rows["place"], "reason": reason, "text": _texts(table, columns)})[reason != ""]
    card, unit, notes = _card(files, product.astype("string").str.strip(), rows["date"], currency)
    card = _with_told(card, list(rows["product"].dropna().unique()), {"price": prices or {}, "cost": costs or {}})
    used = rows[reason == ""].astype({"product": "str"})
    _require_sales(source, used, aside)
    notes += [unread] if unread else []
    return Sales(used, aside.reset_index(drop=True), card, unit, tuple(notes))


def _places(table: pd.DataFrame) -> pd.Series:
    if "intake" in table.attrs and len(table) == report(table).rows_read:
        return places_of(table)
    return "row " + pd.Series(range(1, len(table) + 1), index=table.index, dtype=int).astype(str)


def _texts(table: pd.DataFrame, columns: dict[str, str | None]) -> pd.Series:
    shown = table[[c for role in ("date", "product", "quantity") if (c := columns[role])]].astype("string").fillna("")
    return shown.agg(" | ".join, axis=1).astype(object) if len(shown) else pd.Series("", index=table.index)


def _days(table: pd.DataFrame, columns: dict[str, str | None], day_first: bool | None) -> tuple[pd.Series, pd.Series]:
    column = str(columns["date"])
    read = (
        read_dates(table, column, by=columns["clerk"])
        if day_first is None
        else parse_dates(table[column], day_first=day_first)
    )
    reason = read["problem"].map(DAY).fillna("").astype(object)
    return read["date"].where(reason == "").dt.normalize(), reason


def _quantities(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    read = parse_quantity(values)
    weighed = read["problem"] == "not a count"
    units = read.loc[weighed, "unit"]
    number = read["pieces"]
    if weighed.mean() > 0.5:  # sold by weight or length: its most usual unit is the unit of all
        same = weighed & (read["unit"] == units.mode().iloc[0])
        return read["quantity"].where(same), _why(read["problem"].mask(same, "").mask(~same, "not a count"))
    return number, _why(read["problem"].mask(read["problem"] == "not whole", ""))


def _why(problem: pd.Series) -> pd.Series:
    return problem.map(NUMBER).fillna("").astype(object)


def _card(files: Opened, product: pd.Series, date: pd.Series, currency: str) -> tuple[pd.DataFrame, str, list[str]]:
    """Take what is known of each product: from the product list, else from its sales (the latest stock)."""
    parts, named, notes = [], [], []
    sources = [(files.sales, product), *((one, _products(one)) for k, one in files.extras.items() if k == "products")]
    for source, names in sources:
        table = pd.DataFrame(index=names.index)
        for role in CARD:
            column = source.columns[role]
            values, unit, note = _amounts(source, column) if column else (np.nan, "", "")
            table[role] = values
            notes += [note] if note else []
            named += [unit] if unit else []
        if source is files.sales:
            table = table.loc[date.sort_values(kind="stable").index]
        groups = table.groupby(names.reindex(table.index).rename("product"))
        middle = groups[["price", "cost", "lead_time_days"]].median()
        parts.append(middle.assign(stock=groups["stock"].last()))
    card = parts[-1]
    for part in reversed(parts[:-1]):
        card = card.combine_first(part)
    known = list(dict.fromkeys(named))
    if len(known) > 1:
        notes.append(
            f"Prices and costs are in {' and '.join(known)}, which cannot be set against each other: money is left "
            "out. Bring them to one currency."
        )
        card = card.assign(price=np.nan, cost=np.nan)
    return card[list(CARD)].astype(float), currency or (known[0] if len(known) == 1 else NO_UNIT), notes


def _with_told(card: pd.DataFrame, products: list[str], told: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    """Put prices and costs into the card that somebody typed."""
    card = card.reindex(card.index.union(products))
    for column, amounts in told.items():
        for product, amount in amounts.items():
            value = amount[0] if isinstance(amount, list) and len(amount) == 1 else amount
            if product not in products:
                raise ArgumentError(
                    f"{column}s name '{product}', which is no product of the list. Expected: a name such as "
                    f"'{products[0]}'. Correct it.{did_you_mean(product, products)}"
                )
            try:
                card.loc[product, column] = float(str(value))
            except ValueError:
                raise ArgumentError(
                    f"{column}s give {in_words(value)} for '{product}'. Expected: a number such as 6.5. Correct it."
                ) from None
    return card


def _products(source: Source) -> pd.Series:
    return source.table[source.columns["product"]].astype("string").str.strip()


def _amounts(source: Source, column: str) -> tuple[pd.Series, str, str]:
    """Read a column of amounts; where there are several currencies, only those of the most usual one."""
    table = source.table
    read = parse_money(table[column])
    said = read["currency"].replace("", None)
    own = dict(source.columns).get("currency")
    if own:
        said = said.fillna(table[own].astype("string").str.strip().str.upper())
    amounts = read["amount"].where(read["problem"] == "")
    counts = said[amounts.notna()].value_counts()
    if counts.empty:
        return amounts, _unit(column), ""
    note = ""
    if len(counts) > 1:
        note = (
            f"'{column}' of '{source.name}' holds amounts in {', '.join(map(str, counts.index))}. Only the "
            f"{counted(int(counts.iloc[0]), 'row')} in {counts.index[0]} are used; nothing is converted. Bring all to "
            "one currency to use the others."
        )
        amounts = amounts.where(said.eq(counts.index[0]).fillna(False).astype(bool))
    return amounts, str(counts.index[0]), note


def _unit(column: str) -> str:
    codes = [part for part in re.split(r"[\W_]+", str(column).upper()) if part in ISO_CODES and part != "ALL"]
    return codes[0] if codes else ""


def _require_sales(source: Source, used: pd.DataFrame, aside: pd.DataFrame) -> None:
    column = source.columns["quantity"]
    if used.empty:
        why = aside["reason"].value_counts()
        raise ColumnError(
            f"No row of '{source.name}' can be used: {why.iloc[0]:,} of {len(aside):,} have '{why.index[0]}', first "
            f"{aside['place'].iloc[0]}: {aside['text'].iloc[0]}. Expected: a day and a number in most rows. "
            f"{_cure(why.index[0])}"
        )
    if not (used["quantity"] > 0).any():
        what = "0" if not (used["quantity"] < 0).any() else "0 or below"
        raise ColumnError(
            f"All {len(used):,} quantities in '{column}' are {what}, so nothing was sold. Expected: sales above 0, and "
            "only returns below. If your system writes sales with a minus, multiply the column by -1; or name another "
            "column as the quantity."
        )


def _cure(reason: str) -> str:
    if reason == DAY["ambiguous"]:
        return "If the day is written first, write day_first = True (in the command: --set day_first=true); else False."
    return "Name the columns that are meant, or correct the file."


def check_sales(files: Opened, sales: Sales) -> Finding:
    """Say how many rows are used, and why others are not.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    sales : Sales
        From `read_sales`.

    Returns
    -------
    Finding
    """
    rows, aside = sales.rows, sales.set_aside
    wrong = aside[~aside["reason"].str.startswith(ASKED)]
    lost = len(wrong) / (len(rows) + len(wrong))
    said = [
        f"{counted(len(rows) + len(aside), 'row')} read = {len(rows):,} used + {len(aside):,} set aside.",
        f"They hold {rows['quantity'].sum():,.0f} pieces of {counted(rows['product'].nunique(), 'product')}, from "
        f"{rows['date'].min():%Y-%m-%d} to {rows['date'].max():%Y-%m-%d}.",
    ]
    back = rows["quantity"] < 0
    if back.any():
        said.append(
            f"{counted(int(back.sum()), 'row')} below 0 ({rows.loc[back, 'quantity'].sum():,.0f} pieces) are taken as "
            "returns or cancelled orders, and taken off."
        )
    said += sales.notes
    if lost > MUCH:
        said.append(
            f"{per_cent(lost)} of the rows are set aside: every number below is too low, and periods cannot be "
            "compared. Settle them first."
        )
    counts = aside["reason"].value_counts().rename_axis("why set aside").rename("rows").reset_index()
    action = ""
    if len(wrong):
        first = wrong.iloc[0]
        action = (
            f"Have {counted(len(wrong), 'row')} of '{files.sales.name}' corrected, first {first['place']}: "
            f"'{first['text'][:60]}' ({first['reason']}). {_cure(first['reason']) if lost > MUCH else ''}".strip()
        )
    return Finding(
        "rows missing" if lost > MUCH else "rows",
        tuple(said),
        action or (sales.notes[0] if sales.notes else ""),
        counts,
    )
