"""What is wrong with a table of series, series by series, before anything is refused or filled."""

from collections.abc import Sequence

import pandas as pd

from millrace.errors import counted
from millrace.forecasting.columns import named
from millrace.forecasting.contract import in_order, places
from millrace.forecasting.frequencies import checked_step, frequency

__all__ = ["check_series"]


def check_series(
    frame: pd.DataFrame,
    *,
    unique_id: str | Sequence[str] | None = "unique_id",
    ds: str = "ds",
    y: str = "y",
    freq: str | int | None = None,
) -> pd.DataFrame:
    """Count what `series` would refuse or fill, series by series; nothing is changed.

    Parameters
    ----------
    frame, unique_id, ds, y, freq : as there
        As in `series`.

    Returns
    -------
    DataFrame
        One row per series: ``unique_id``, ``rows``, ``first`` and ``last`` (periods), ``periods`` (from the first to
        the last), ``missing`` (periods without a row), ``no_number`` (rows whose number is empty), ``repeated`` (rows
        beyond the first of a period), ``off_step`` (rows that begin at another day than the step says),
        ``below_zero``, ``only_zeros`` (True or False) and ``note`` ("" when all is in order). Periods are its rows,
        less those repeated and off the step, and those missing.

    Raises
    ------
    ColumnError
        When a column is missing, or holds what cannot be read.
    ArgumentError
        When the step is not known, as in `frequency`.

    Examples
    --------
    >>> days = pd.to_datetime(["2025-03-03", "2025-03-10", "2025-03-24", "2025-03-24"])
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": days, "y": [4, 6, None, -1]})
    >>> check_series(weeks)["note"].item()
    '1 period without a row, 1 row without a number, 1 row of a period that is there already, 1 number below zero'
    """
    table = in_order(named(frame, unique_id, ds, y))
    step = frequency(table) if freq is None else checked_step(freq, table["ds"])
    place, _ = places(table["ds"], step)
    ids = table["unique_id"]
    marks = pd.DataFrame(
        {
            "rows": 1,
            "no_number": table["y"].isna(),
            "repeated": table.duplicated(["unique_id", "ds"]),
            "off_step": place < 0,
            "below_zero": table["y"] < 0,
        }
    )
    found = marks.astype(int).groupby(ids.to_numpy()).sum()
    ends = table.groupby("unique_id")["ds"]
    on_step = pd.Series(place, index=table.index).where(place >= 0).groupby(ids.to_numpy())
    found["first"], found["last"] = ends.min(), ends.max()
    found["periods"] = (on_step.max() - on_step.min() + 1).fillna(0).astype(int)
    there = (~marks["off_step"] & ~marks["repeated"]).astype(int)
    found["missing"] = found["periods"] - there.groupby(ids.to_numpy()).sum()
    found["only_zeros"] = table["y"].fillna(0).eq(0).groupby(ids.to_numpy()).all()
    found["note"] = _notes(found)
    shown = ["rows", "first", "last", "periods", "missing", "no_number", "repeated", "off_step", "below_zero"]
    return found[[*shown, "only_zeros", "note"]].rename_axis("unique_id").reset_index()


def _notes(found: pd.DataFrame) -> list[str]:
    things = {
        "missing": "period without a row",
        "no_number": "row without a number",
        "repeated": "row of a period that is there already",
        "off_step": "row off the step",
        "below_zero": "number below zero",
    }
    notes = []
    for row in found.to_dict("records"):
        said = [_counted(row[name], thing) for name, thing in things.items() if row[name]]
        notes.append(", ".join([*said, *(["nothing but zeros"] if row["only_zeros"] else [])]))
    return notes


def _counted(number: int, thing: str) -> str:
    first, space, rest = thing.partition(" ")
    return counted(int(number), first) + space + rest
