"""Which column of a list of sales is what, and what a second file holds: a product list, stock-outs, or a calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from millrace.errors import ColumnError
from millrace.reading import parse_dates
from millrace.reports.catalogue import Need
from millrace.reports.choosing import LEFT_OUT, Chosen, ColumnQuestion, choose_columns, share_of_kind

__all__ = ["CARD", "EXTRAS", "SALES", "choose_extra_columns", "choose_sales_columns", "kind_of_extra"]

CARD = ("price", "cost", "stock", "lead_time_days")
SALES = ("date", "product", "quantity", "left", "clerk", "currency", *CARD)
EXTRAS = {"stock-outs": ("product", "out_from", "out_until"), "products": ("product", *CARD), "calendar": ("date",)}
MOSTLY, NEARLY_ALL, MONTHS_ACROSS = 0.5, 0.9, 3


def choose_sales_columns(table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str]) -> Chosen:
    """Choose the columns of a list of sales.

    Parameters
    ----------
    table : DataFrame
        The file.
    needs : sequence of Need
        What is looked for; other roles than `SALES` are passed over.
    given : mapping of str to str
        Columns that were named, by role.

    Returns
    -------
    Chosen
        The column of each role, or None; without a product all rows are one.

    Raises
    ------
    ColumnQuestion
        When only a person can tell.
    ColumnError
        When a named column is not there, or the periods lie side by side in columns.

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> table = pd.DataFrame({"Datum": ["2025-03-03"], "Artikel": ["Brot"], "Menge": ["12,5"]})
    >>> needs = find_report("forecast").needs
    >>> [choose_sales_columns(table, needs, {})[role] for role in ("date", "product", "quantity")]
    ['Datum', 'Artikel', 'Menge']
    """
    ours = {need.role: need for need in needs if need.role in SALES}
    named = {role: column for role, column in given.items() if role in ours and column}
    _refuse_months_across(table, named)
    # "any" for the number, so that texts in it are named as what they are instead of not being found
    wanted = [replace(need, kind="any", required=False) if need.role == "quantity" else need for need in ours.values()]
    rows = {row[0].role: row for row in choose_columns(table, wanted, **named).rows}
    left = table.drop(columns=[column for _, column, _ in rows.values() if column])
    if not rows["quantity"][1]:
        rows["quantity"] = _only_numbers(left, ours["quantity"], list(map(str, table.columns)))
        left = left.drop(columns=[rows["quantity"][1]])
    if not rows["product"][1] and not named.get("product"):
        rows["product"] = _no_product(left, ours["product"])
    return Chosen(list(rows.values()))


def _only_numbers(left: pd.DataFrame, need: Need, listed: list[str]) -> tuple[Need, str | None, str]:
    numbers = [str(column) for column in left.columns if share_of_kind(left[column], "amount") >= NEARLY_ALL]
    if len(numbers) != 1:
        raise ColumnQuestion(need, numbers or listed)
    return need, numbers[0], "the only column of numbers left"


def _no_product(left: pd.DataFrame, need: Need) -> tuple[Need, str | None, str]:
    """Ask where a column of names or codes that come again could be the product; else all rows are one product."""
    again = [column for column in left.columns if 1 < left[column].nunique() <= MOSTLY * left[column].count()]
    names = [column for column in again if share_of_kind(left[column], "text") >= MOSTLY]
    if names:
        raise ColumnQuestion(need, names)
    return need, None, "no column looks like it, so all rows together are one product"


def _refuse_months_across(table: pd.DataFrame, named: Mapping[str, str]) -> None:
    # dates in the first row: the file's heading was taken for data
    first = table.iloc[0].tolist() if len(table) and str(table.columns[0]) == "column 1" else []
    headers = pd.Series([*map(str, table.columns), *map(str, first)])
    read = parse_dates(headers)
    across = headers[read["date"].notna() | read["if_day_first"].notna()]
    if len(across) >= MONTHS_ACROSS and not named.get("date"):
        raise ColumnError(
            f"The periods lie side by side: {len(across)} headers are dates, such as '{across.iloc[0]}'. Expected: one "
            "row per product and period, with a column for the date and one for the quantity. In Excel: Data, From "
            "Table, then Unpivot Columns; or export it from your system as a list."
        )


def kind_of_extra(table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str], *, name: str) -> str:
    """Tell by its columns what a second file holds.

    Parameters
    ----------
    table : DataFrame
        The file.
    needs : sequence of Need
        What is looked for.
    given : mapping of str to str
        Columns that were named, by role.
    name : str
        Name of the file, for the message.

    Returns
    -------
    str
        One of `EXTRAS`.

    Raises
    ------
    ColumnError
        When it is none of them.

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> table = pd.DataFrame({"Artikel": ["Brot"], "Einkaufspreis": ["1,20"]})
    >>> kind_of_extra(table, find_report("forecast").needs, {}, name="artikel.csv")
    'products'
    """
    if all(choose_extra_columns(table, needs, given, kind="stock-outs").values()):
        return "stock-outs"
    card = choose_extra_columns(table, needs, given, kind="products")
    if card["product"] and any(card[role] for role in CARD):
        return "products"
    date = choose_extra_columns(table, needs, given, kind="calendar")["date"]
    if date and table[date].is_unique:
        return "calendar"
    raise ColumnError(
        f"'{name}' was not recognised by its columns: {', '.join(map(str, table.columns[:12]))}. Expected: a product "
        "list (product, with price, unit cost, stock or lead time), stock-outs (product, from, until), or a calendar "
        "(a row per day). Rename its headers, or leave it out."
    )


def choose_extra_columns(table: pd.DataFrame, needs: Sequence[Need], given: Mapping[str, str], *, kind: str) -> Chosen:
    """Choose the columns of a second file, as far as they are there.

    Parameters
    ----------
    table : DataFrame
        The file.
    needs : sequence of Need
        What is looked for.
    given : mapping of str to str
        Columns that were named; those that this file does not have are meant for another.
    kind : str
        One of `EXTRAS`.

    Returns
    -------
    Chosen
        The column of each role, or None.

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> table = pd.DataFrame({"sku": ["a"], "out from": ["2025-03-03"], "out until": ["2025-03-09"]})
    >>> dict(choose_extra_columns(table, find_report("forecast").needs, {}, kind="stock-outs"))["out_until"]
    'out until'
    """
    # the ends of a stock-out by their headers alone: a product list has days too
    ours = [
        replace(need, required=False, kind="any" if need.role.startswith("out_") else need.kind)
        for need in needs
        if need.role in EXTRAS[kind]
    ]
    known = {need.role for need in ours}
    named = {r: c for r, c in given.items() if r in known and (c in table.columns or c == LEFT_OUT)}
    return choose_columns(table, ours, **named)
