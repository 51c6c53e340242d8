"""Tables of several sources below each other, in one form and with one set of column names."""

from collections.abc import Mapping

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, did_you_mean, require_columns

__all__ = ["combine"]


def combine(tables: Mapping[str, pd.DataFrame], columns: Mapping[str, Mapping[str, str | None]]) -> pd.DataFrame:
    """Put the tables of several sources below each other, under the column names that you give them.

    Parameters
    ----------
    tables : dict of DataFrame
        The table of each source, by the source's name. They are not changed.
    columns : dict of dict
        For each column of the result, which column of each source goes there; None where a source has no such column.

    Returns
    -------
    pandas.DataFrame
        All rows of all tables, in the order of the sources: a column ``source``, then the columns named. Other columns
        are left out.

    Raises
    ------
    ColumnError
        When a column is not in its table, or one column of the result would hold numbers of one source and text or
        dates of another.
    ArgumentError
        When a source is not named for a column, is named and not there, or nothing was given.

    Examples
    --------
    >>> shop = pd.DataFrame({"Item": ["belt"], "Sold": [3]})
    >>> market = pd.DataFrame({"what": ["purse"], "how many": [5]})
    >>> columns = {"item": {"shop": "Item", "market": "what"}, "pieces": {"shop": "Sold", "market": "how many"}}
    >>> combine({"shop": shop, "market": market}, columns)
       source   item  pieces
    0    shop   belt       3
    1  market  purse       5
    """
    if not tables or not columns:
        raise ArgumentError("Nothing was given to combine. Tables and columns were expected, each by its name.")
    for target, by_source in columns.items():
        _require_sources(target, by_source, tables)
        _require_one_kind(target, by_source, tables)
    parts = [_part(source, table, columns) for source, table in tables.items()]
    return pd.concat(parts, ignore_index=True).reindex(columns=["source", *columns])


def _require_sources(target: str, by_source: Mapping[str, str | None], tables: Mapping[str, pd.DataFrame]) -> None:
    if not isinstance(by_source, Mapping):
        raise ArgumentError(
            f"For '{target}' a single value was given. The column of each source was expected. Write it like "
            f"{{{', '.join(f'{source!r}: ...' for source in tables)}}}."
        )
    for source in by_source:
        if source not in tables:
            raise ArgumentError(
                f"'{source}' is named for the column '{target}', and is no source.{did_you_mean(source, tables)} "
                f"The sources are: {', '.join(tables)}."
            )
    for source, table in tables.items():
        if source not in by_source:
            raise ArgumentError(
                f"For the column '{target}' nothing is named for the source '{source}'. One of its columns was "
                f"expected: {', '.join(map(str, table.columns))}. Write None where it has none."
            )
        if by_source[source] is not None:
            require_columns(table, [by_source[source]], table=f"the table of the source '{source}'")


def _require_one_kind(target: str, by_source: Mapping[str, str | None], tables: Mapping[str, pd.DataFrame]) -> None:
    kinds: dict[str, str] = {}
    for source, column in by_source.items():
        values = tables[source][column].dropna() if column is not None else pd.Series(dtype=object)
        if len(values):
            kinds.setdefault(_kind(values), f"'{source}' (for example {values.iloc[0]})")
    if len(kinds) > 1:
        found = " and ".join(f"{kind} from {example}" for kind, example in kinds.items())
        raise ColumnError(
            f"The column '{target}' would hold {found}. One kind was expected. Choose another column, or bring "
            "this one to the same kind first."
        )


def _kind(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "true or false"
    if pd.api.types.is_numeric_dtype(values):
        return "numbers"
    return "dates" if pd.api.types.is_datetime64_any_dtype(values) else "text"


def _part(source: str, table: pd.DataFrame, columns: Mapping[str, Mapping[str, str | None]]) -> pd.DataFrame:
    taken = {target: table[by[source]] for target, by in columns.items() if by[source] is not None}
    return pd.DataFrame({"source": source, **taken}, index=table.index)
