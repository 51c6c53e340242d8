"""A table with a column per unit, or a column per period, laid out as one row per unit and period."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import counted
from millrace.intake import report
from millrace.reports.choosing import LEFT_OUT, share_of_kind
from millrace.reports.file import places_of
from millrace.reports.pilot.values import is_outcome

__all__ = ["lay_out"]

LEAST_UNITS, LEAST_PERIODS = 4, 4
NEARLY_ALL = 0.9
UNIT, VALUE, PERIOD = "unit", "value", "date"


def lay_out(whole: pd.DataFrame, given: Mapping[str, str]) -> pd.DataFrame:
    """Lay a wide table out long, where it surely is one; any other table is returned as it is.

    Wide is a table of periods down and units across (one column of days, all others numbers, four or more), or of units
    down and periods across (one column of names, all other headers days). A column that adds the others up is no unit.

    Parameters
    ----------
    whole : DataFrame
        The file.
    given : mapping of str to str
        Columns that were named, by role: who names one of the file's own has no wide table.

    Returns
    -------
    DataFrame
        The same table; or ``date``, ``unit`` and ``value``, with what was done in ``attrs["laid_out"]`` and where each
        value lies in ``attrs["places"]``.

    Examples
    --------
    >>> weeks = pd.DataFrame({"week": ["2025-01-06", "2025-01-13", "2025-01-20", "2025-01-27"], "North": [5, 6, 5, 7],
    ...                       "South": [7, 7, 8, 6], "East": [4, 5, 5, 4], "West": [9, 8, 9, 9]})
    >>> long = lay_out(weeks, {})
    >>> long.head(2).values.tolist(), len(long)
    ([['2025-01-06', 'North', 5], ['2025-01-13', 'North', 6]], 16)
    """
    if any(column in whole.columns for column in given.values() if column != LEFT_OUT):
        return whole
    table, places = _without_places(whole)
    days = [column for column in table.columns if share_of_kind(table[column], "date") >= NEARLY_ALL]
    if len(days) == 1 and len(table) >= LEAST_PERIODS and _are_numbers(table.drop(columns=days)):
        return _units_across(table, places, days[0])
    headers = pd.Series([str(column) for column in table.columns[1:]], dtype=object)
    numbers = table[table.columns[1:]]
    if len(headers) >= LEAST_PERIODS and share_of_kind(headers, "date") == 1 and _are_numbers(numbers):
        return _periods_across(table, places)
    return whole


def _without_places(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Take off the columns that a workbook's rows were given, where it has one sheet, and say where each row lies."""
    known = "intake" in table.attrs and len(table) == report(table).rows_read
    places = places_of(table).tolist() if known else [f"row {n}" for n in range(1, len(table) + 1)]
    ours = ["sheet", "row"]
    stacked = known and report(table).kind == "workbook" and list(table.columns[:2]) == ours
    return (table.drop(columns=ours) if stacked and table["sheet"].nunique() == 1 else table), places


def _are_numbers(columns: pd.DataFrame) -> bool:
    filled = columns.dropna(axis="columns", how="all")
    return len(filled.columns) >= LEAST_UNITS and all(is_outcome(filled[column]) for column in filled.columns)


def _units_across(table: pd.DataFrame, places: Sequence[str], day: str) -> pd.DataFrame:
    # a year or a running number beside the day is a number too, but nobody's outcome: then nothing is sure
    units = [column for column in table.columns if column != day]
    sums = [column for column in units if _adds_up(table, column, units)]
    units = [column for column in units if column not in sums]
    left = f" '{sums[0]}' adds the others up and is left out." if sums else ""
    said = f"Each of its {counted(len(units), 'column')} of numbers is read as a unit.{left}"
    return _long(table, places, day, units, said)


def _periods_across(table: pd.DataFrame, places: Sequence[str]) -> pd.DataFrame:
    name, *periods = table.columns
    said = f"Each of its {counted(len(periods), 'column')} under a day is read as a period."
    turned = _long(table, places, name, periods, said)
    return turned.rename(columns={UNIT: PERIOD, PERIOD: UNIT})[[PERIOD, UNIT, VALUE]]


def _adds_up(table: pd.DataFrame, column: str, units: Sequence[str]) -> bool:
    numbers = table[list(units)].apply(pd.to_numeric, errors="coerce")
    others, own = numbers.drop(columns=column), numbers[column]
    known = own.notna() & others.notna().all(axis="columns")
    if len(units) <= LEAST_UNITS or known.sum() < LEAST_PERIODS:
        return False
    own, others = own[known], others[known]
    return any(np.allclose(own, made(axis="columns"), rtol=1e-3) for made in (others.sum, others.mean))


def _long(table: pd.DataFrame, places: Sequence[str], kept: str, across: Sequence[str], said: str) -> pd.DataFrame:
    long = pd.DataFrame(
        {
            PERIOD: np.tile(table[kept].to_numpy(dtype=object), len(across)),
            UNIT: np.repeat(np.array([str(one) for one in across], dtype=object), len(table)),
            VALUE: pd.concat([table[one] for one in across], ignore_index=True).to_numpy(),
        }
    )
    long.attrs |= table.attrs
    long.attrs["places"] = [f"{place}, '{one}'" for one in across for place in places]
    long.attrs["laid_out"] = said
    return long
