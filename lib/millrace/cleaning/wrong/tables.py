"""What a search for wrong cells asks of a table: that it is one, and that each column has a name of its own."""

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["check_table"]


def check_table(table: object) -> None:
    """Stop with a clear sentence when there is nothing to look at.

    Parameters
    ----------
    table : object
        What was given.

    Raises
    ------
    ArgumentError
        When it is no table.
    ColumnError
        When it has no columns, or two of one name.

    Examples
    --------
    >>> check_table(pd.DataFrame({"city": ["Ulm"]}))
    """
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(f"{in_words(table)} was given. A table was expected. Read one with millrace.intake.")
    if not len(table.columns):
        raise ColumnError("The table has no columns. At least one was expected. Read it again with millrace.intake.")
    require_columns(table, table.columns)
