"""Rows of a file made cases: unit, day, who was in the pilot, how many cases a row stands for, and where it lies."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError
from millrace.intake import report
from millrace.reading import date_order, parse_dates
from millrace.reading.texts import as_text
from millrace.reports.data_quality.dates import read_dates
from millrace.reports.file import places_of
from millrace.reports.pilot.starts import sides_of
from millrace.reports.pilot.values import read_outcome

__all__ = [
    "ALL",
    "DATE",
    "DAY",
    "NEW",
    "SIDES",
    "UNIT",
    "case_rows",
    "day_comes_first",
    "days_in",
    "few_values",
    "known_values",
    "rows_aside",
    "set_reason",
    "weigh",
]

UNIT, DAY, NEW, ALL = "unit of the pilot", "day of the case", "new group", "everything"
SIDES = {"before": pd.Timestamp("2000-01-03"), "after": pd.Timestamp("2000-01-10")}
DATE = {
    "missing": "no date",
    "ambiguous": "date with two readings",
    "impossible": "date that does not exist",
    "unreadable": "unreadable date",
}
MOST_VALUES, MOST_CASES = 12, 1_000_000


def set_reason(reason: pd.Series, words: pd.Series) -> None:
    """Write a reason where there is none yet."""
    reason.mask((reason == "") & (words.astype(object) != ""), words, inplace=True)


def case_rows(
    table: pd.DataFrame, columns: Mapping[str, str | None], day_first: bool | None, wide: bool
) -> pd.DataFrame:
    """Make one row per case of unit, day, pilot and start; two per row of a file with columns before and after."""
    rows = pd.DataFrame({"row": table.index}, index=table.index)
    rows["place"] = _places(table)
    unit, problem = columns["unit"], pd.Series("", index=table.index, dtype=object)
    if unit:
        rows["unit"] = as_text(table[unit]).str.strip().astype(object)
        rows["unit"] = rows["unit"].where(rows["unit"].notna() & (rows["unit"] != ""))
        problem = problem.mask(rows["unit"].isna(), f"no {unit}")
    else:
        rows["unit"] = [f"row {n}" for n in range(1, len(table) + 1)] if wide else ALL
    if columns["pilot"]:
        rows["pilot"] = table[columns["pilot"]].to_numpy()
        if not unit and columns["phase"]:
            rows["unit"] = as_text(rows["pilot"]).to_numpy()
    if columns["began"]:
        rows["start"] = days_in(table, columns["began"], day_first)[0]
    if wide:
        sides = [rows.assign(day=day, side=side) for side, day in SIDES.items()]
        return pd.concat(sides, ignore_index=True).assign(problem=[*problem, *problem])
    if columns["phase"]:
        side = sides_of(table[columns["phase"]])
        rows["day"] = pd.to_datetime(side.map(SIDES))
        problem = problem.mask((problem == "") & side.isna(), f"'{columns['phase']}' is neither before nor after")
    elif columns["date"]:
        rows["day"], wrong = days_in(table, columns["date"], day_first)
        problem = problem.mask(problem == "", wrong)
    else:
        rows["day"] = pd.NaT
    return rows.assign(side="", problem=problem).reset_index(drop=True)


def _places(table: pd.DataFrame) -> pd.Series:
    if "places" in table.attrs:
        return pd.Series(table.attrs["places"], index=table.index, dtype=object)
    if "intake" in table.attrs and len(table) == report(table).rows_read:
        return places_of(table)
    return "row " + pd.Series(range(1, len(table) + 1), index=table.index, dtype=int).astype(str)


def days_in(table: pd.DataFrame, column: str, day_first: bool | None) -> tuple[pd.Series, pd.Series]:
    """Read a column of days, with the reason where one cannot be used.

    Parameters
    ----------
    table : DataFrame
        The file.
    column : str
        Its column.
    day_first : bool, optional
        What 03/04/2025 means.

    Returns
    -------
    tuple of Series of Timestamp and Series of str
    """
    read = read_dates(table, column) if day_first is None else parse_dates(table[column], day_first=day_first)
    reason = read["problem"].map(DATE).fillna("").astype(object)
    return read["date"].where(reason == "").dt.normalize(), reason


def day_comes_first(table: pd.DataFrame, column: str | None) -> bool | None:
    """Return whether the days of the file settle that the day comes first, so that the starts are read alike."""
    verdict = date_order(table[column])["verdict"].iloc[0] if column else ""
    return {"day first": True, "month first": False}.get(verdict)


def weigh(
    frame: pd.DataFrame, rows: pd.DataFrame, table: pd.DataFrame, columns: Mapping[str, str | None], reason: pd.Series,
    header: str, measure: str, outcome_is: str, design: str,
) -> tuple[pd.DataFrame, bool, list[str]]:  # fmt: skip
    """Make as many cases of a row as its weight says.

    Returns
    -------
    tuple of DataFrame, bool and list of str
        The cases, whether they repeat means (so that they do not show how single cases spread), and what was done.

    Raises
    ------
    ArgumentError, ColumnError
        When it is not said whether the outcome is a mean or a total, or a share is more than its weight.
    """
    if outcome_is not in ("mean", "total"):
        raise ArgumentError(f"outcome_is='{outcome_is}' was given. 'mean' or 'total' was expected. Write one of them.")
    column = columns["weight"]
    if not column:
        return frame, False, []
    read = read_outcome(table[column], name=column, measure="amount").values
    weight = pd.Series(read.reindex(rows["row"]).to_numpy(), index=frame.index)
    set_reason(reason, weight.isna().map({True: f"no {column}", False: ""}))
    set_reason(reason, (weight <= 0).map({True: f"{column} is 0 or below", False: ""}))
    good = reason == ""
    frame = frame.copy()
    said = [f"A row counts as many cases as '{column}' says, and its '{header}' is taken as a mean per case."]
    if outcome_is == "total":
        frame.loc[good, header] /= weight[good]
        said = [f"'{header}' is divided by '{column}', as you said, and a row counts as many cases."]
    if measure == "share" and (frame.loc[good, header] > 1).any():
        raise ColumnError(f"Some rows of '{header}' are more than their '{column}'. A part of it was expected.")
    if design == "lot" and measure != "share":
        return frame, False, [f"'{column}' is not used: means of groups do not show how far single cases spread."]
    total = float(weight[good].sum())
    times = weight.where(good, 1.0) * min(1.0, MOST_CASES / total if total else 1.0)
    if total > MOST_CASES:
        said.append("There are more than a million cases; weights are scaled down, which changes no mean.")
    many = frame.loc[frame.index.repeat(times.round().clip(lower=1).astype(int))]
    if measure == "share":
        place = many.groupby(level=0).cumcount().to_numpy()
        size = many.groupby(level=0)[UNIT].transform("size").to_numpy()
        many[header] = (place < np.round(many[header].to_numpy() * size)).astype(float)
    return many, measure != "share", said


def few_values(values: pd.Series) -> pd.Series:
    """Take a column of groups as text; beyond twelve values the rarest are put together."""
    text = as_text(values).str.strip().fillna("(not known)").replace("", "(not known)")
    most = text.value_counts().index
    return text.where(text.isin(most[: MOST_VALUES - 1]), "(others)") if len(most) > MOST_VALUES else text


def known_values(values: pd.Series) -> pd.Series:
    """Take a column known before as numbers or as a few texts."""
    return values if pd.api.types.is_numeric_dtype(values) else few_values(values)


def rows_aside(
    table: pd.DataFrame, rows: pd.DataFrame, columns: Mapping[str, str | None], reason: pd.Series
) -> pd.DataFrame:
    """List the rows of the file that are not used: ``row``, ``place``, ``reason``, ``text``."""
    wrong = rows.assign(reason=reason)[reason != ""].drop_duplicates("row")
    shown = [c for role in ("unit", "date", "outcome") if (c := columns[role]) and c in table]
    texts: Any = (
        table.loc[wrong["row"], shown].astype("string").fillna("").agg(" | ".join, axis=1) if len(wrong) else []
    )
    return wrong[["row", "place", "reason"]].assign(text=np.asarray(texts, dtype=object)).reset_index(drop=True)
