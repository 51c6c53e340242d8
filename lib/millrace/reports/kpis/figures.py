"""A table of records or of figures per period, read: its days, its groups, and the length of a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words, require_columns
from millrace.reading import parse_dates
from millrace.reading.texts import as_text
from millrace.reports.catalogue import Need, needs_of
from millrace.reports.choosing import choose_columns
from millrace.reports.data_quality.dates import read_dates
from millrace.reports.data_quality.intake import check_intake
from millrace.reports.file import places_of, read_file
from millrace.reports.finding import Finding
from millrace.reports.forecast.opening import Source
from millrace.reports.showing import Shown, show_text

__all__ = ["DAY", "PERIODS", "Figures", "Opened", "check_rows", "open_file", "read_figures"]

DAY = "day of the row"
PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
DATE = {
    "missing": "no date",
    "ambiguous": "date with two readings",
    "impossible": "date that does not exist",
    "unreadable": "unreadable date",
}
MOST_GROUPS, PER_WEEK, SHORT = 12, 10, 70
STEPS = {"day": 1, "week": 7, "month": 28, "quarter": 89, "year": 365}


class Opened(Source):
    """The file of the report; a notebook shows what was read."""

    def __repr__(self) -> str:
        """Say what was read."""
        return self.shown().text

    def _repr_html_(self) -> str:
        return self.shown().page

    def shown(self) -> Shown:
        """Return what was read, and which column is what."""
        read = check_intake(self.table).found if "intake" in self.table.attrs else ""
        named = "; ".join(f"{need.what}: {column or 'none'}" for need, column, _ in self.columns.rows)
        return show_text(f"'{self.name}'. {read}".strip()) + Shown(self.columns._repr_html_(), named)


@dataclass(frozen=True)
class Figures:
    """Rows that can be used.

    Parameters
    ----------
    table : DataFrame
        The rows with a day, with their own columns and `DAY`.
    set_aside : DataFrame
        The others: ``place``, ``reason``, ``text``.
    rows_read : int
        Rows of the file.
    date, source : str
        Header of the days, name of the file.
    group : str or None
        Header of the groups.
    every : str
        The length of a period.
    per_period : bool
        Whether the file has one row per period (and group) rather than records.
    as_of : Timestamp
        The last day that the file knows.
    notes : tuple of str
        What else is to be known.
    """

    table: pd.DataFrame
    set_aside: pd.DataFrame
    rows_read: int
    date: str
    source: str
    group: str | None
    every: str
    per_period: bool
    as_of: pd.Timestamp
    notes: tuple[str, ...] = ()

    def others(self) -> list[str]:
        """List the columns that could be measured."""
        return [str(c) for c in self.table.columns if c not in (self.date, self.group, DAY, "sheet", "row")]

    def unit_of(self, column: str) -> str:
        """Return the currency of a column of money, where its cells or its header say it."""
        from millrace.reading import parse_money

        if column not in self.table or pd.api.types.is_numeric_dtype(self.table[column]):
            return ""
        named = parse_money(self.table[column].dropna().head(500))["currency"].replace("", None).dropna()
        return f"{named.iloc[0]} per row" if len(named) else ""


def open_file(
    file: str | Path | pd.DataFrame, *, needs: Mapping[str, Any] | Sequence[Need],
    columns: Mapping[str, str] | None = None, sheet: str = "",
) -> Opened:  # fmt: skip
    """Read a table of records or of figures per period.

    Parameters
    ----------
    file : str, Path or DataFrame
        The file; it is never changed. A table of the course is taken as it is.
    needs : mapping, or sequence of Need
        The columns that the report looks for.
    columns : mapping of str to str, optional
        By role: the column, or ``"-"`` for none.
    sheet : str
        One sheet of the workbook.

    Returns
    -------
    Opened

    Raises
    ------
    FileError, ArgumentError, ColumnError
        When the file cannot be read, is not named, has no rows, or it must be named which column is meant.
    """
    listed = needs_of(needs) if isinstance(needs, Mapping) else tuple(needs)
    if isinstance(file, pd.DataFrame):
        name, table = str(file.attrs.get("name", "the table")), file
    elif not str(file):
        raise ArgumentError("No file was named. Expected: a table of records or figures. Write where it is.")
    else:
        path = Path(file).expanduser()
        name, table = path.name, read_file(path, sheet=sheet)
    if table.empty:
        raise ColumnError(f"'{name}' has no rows of data. Expected: one row per record or period. Export it again.")
    given = {role: column for role, column in (columns or {}).items() if column}
    chosen = choose_columns(table, listed, **given)
    if not chosen["date"]:
        raise ColumnError(
            f"You said that '{name}' has no column of days. Expected: one, since each period is held against others. "
            "Name it as the date."
        )
    return Opened(name, table, chosen)


def read_figures(
    opened: Opened,
    *,
    only: Mapping[str, str | Sequence[str]] | None = None,
    day_first: bool | None = None,
    every: str = "",
    today: pd.Timestamp | None = None,
) -> Figures:
    """Read the days and groups, keep the reason of each row that is not used, and find the length of a period.

    Parameters
    ----------
    opened : Opened
        From `open_file`.
    only : mapping, optional
        By column: the values whose rows count.
    day_first : bool, optional
        What 03/04/2025 means; without it the whole column settles it where it can.
    every : str
        "day", "week", "month", "quarter" or "year"; empty: as the file shows.
    today : Timestamp, optional
        Rows of a later day are set aside; by default the computer's day.

    Returns
    -------
    Figures

    Raises
    ------
    ColumnError, ArgumentError
        When no row can be used, currencies are mixed, or a setting is not understood.
    """
    table, date = opened.table, str(opened.columns["date"])
    if every and every not in PERIODS:
        raise ArgumentError(
            f"every='{every}' was given. One of {', '.join(PERIODS)} was expected. Write one of them."
            f"{did_you_mean(every, PERIODS)}"
        )
    read = read_dates(table, date) if day_first is None else parse_dates(table[date], day_first=day_first)
    reason = read["problem"].map(DATE).fillna("").astype(object)
    day = read["date"].where(reason == "").dt.normalize()
    now = pd.Timestamp.now() if today is None else today
    reason = reason.mask((day > now) & (reason == ""), f"date after today ({now:%Y-%m-%d})")
    reason, notes = _only(table, only or {}, reason)
    used = table[reason == ""].assign(**{DAY: day[reason == ""]})
    aside = _aside(opened, reason)
    if used.empty:
        why = aside["reason"].value_counts()
        raise ColumnError(
            f"No row of '{opened.name}' can be used: {why.iloc[0]:,} have '{why.index[0]}', first "
            f"{aside['place'].iloc[0]}: "
            f"{aside['text'].iloc[0]}. Expected: a day in most rows. If the day is written first, write "
            "day_first = True (in "
            "the command: --set day_first=true); else name the columns that are meant."
        )
    _one_currency(used, opened.columns.get("currency"))
    group = opened.columns["group"]
    if group:
        used = used.assign(**{group: _few(used[group])})
    days = used[DAY]
    per_period = bool(not used.duplicated([DAY, *([group] if group else [])]).any() and days.nunique() > 1)
    every = every or _length(days, per_period)
    begins = (days == days.dt.to_period(PERIODS[every]).dt.start_time).all()
    last = days.max().to_period(PERIODS[every]).end_time.normalize() if per_period or begins else days.max()
    return Figures(used, aside, len(table), date, opened.name, group, every, per_period, last, tuple(notes))


def _only(
    table: pd.DataFrame, only: Mapping[str, str | Sequence[str]], reason: pd.Series
) -> tuple[pd.Series, list[str]]:
    require_columns(table, list(only), table="the file")
    notes = []
    for column, said in only.items():
        wanted = [said] if isinstance(said, str) else list(said)
        text = as_text(table[column]).str.strip()
        for word in wanted:
            if word not in set(text):
                raise ArgumentError(
                    f"only names '{word}', which is not in column '{column}'. It has: "
                    f"{in_words(list(text.dropna().unique()))}. "
                    f"Write one of them.{did_you_mean(word, text.dropna().unique())}"
                )
        reason = reason.mask((reason == "") & ~text.isin(wanted), f"left out as you said: other {column}")
        notes.append(f"Only rows whose '{column}' is {', '.join(wanted)} count, as you said.")
    return reason, notes


def _one_currency(table: pd.DataFrame, column: str | None) -> None:
    counts: Any = as_text(table[column]).str.strip().value_counts() if column else {}
    if len(counts) > 1:
        listed = " and ".join(f"{name} ({n:,} rows)" for name, n in counts.items())
        raise ColumnError(
            f"Column '{column}' holds {listed}. One currency was expected, since nothing is converted here. "
            "Take one of "
            f'them: only = {{"{column}": ["{counts.index[0]}"]}} (in the command: --set "only={column}: '
            f'{counts.index[0]}"), '
            'or write currency_column = "-" if nothing that is measured is money.'
        )


def _few(values: pd.Series) -> pd.Series:
    text = as_text(values).str.strip().fillna("(not known)").replace("", "(not known)")
    most = text.value_counts().index
    return text.where(text.isin(most[: MOST_GROUPS - 1]), "(others)") if len(most) > MOST_GROUPS else text


def _aside(opened: Opened, reason: pd.Series) -> pd.DataFrame:
    from millrace.intake import report

    table = opened.table
    whole = "intake" in table.attrs and len(table) == report(table).rows_read
    place = places_of(table) if whole else "row " + pd.Series(range(1, len(table) + 1), index=table.index).astype(str)
    wrong = reason != ""
    text: Any = table.loc[wrong].iloc[:, :6].astype("string").fillna("").agg(" | ".join, axis=1) if wrong.any() else []
    return pd.DataFrame({"place": place[wrong], "reason": reason[wrong], "text": text}).reset_index(drop=True)


def _length(days: pd.Series, per_period: bool) -> str:
    distinct = days.drop_duplicates().sort_values()
    if per_period:
        gap = distinct.diff().dt.days.median()
        return [name for name, least in STEPS.items() if gap >= least][-1] if gap >= 1 else "day"
    span = (days.max() - days.min()).days + 1
    if span < SHORT:
        return "day"
    return "week" if len(days) / span * 7 >= PER_WEEK else "month"


def check_rows(figures: Figures) -> Finding:
    """Say how many rows are used, and what a row and a period are.

    Parameters
    ----------
    figures : Figures
        From `read_figures`.

    Returns
    -------
    Finding
    """
    aside, used = figures.set_aside, figures.table
    wrong = aside[~aside["reason"].str.startswith("left out as you said")]
    kind = f"figures per {figures.every}" if figures.per_period else f"records, counted per {figures.every}"
    said = [
        f"{counted(figures.rows_read, 'row')} read = {len(used):,} used + {len(aside):,} set aside.",
        f"They are taken as {kind}, from {used[DAY].min():%Y-%m-%d} to {used[DAY].max():%Y-%m-%d}.",
        *figures.notes,
    ]
    action = ""
    if len(wrong):
        first = wrong.iloc[0]
        action = (
            f"Have {counted(len(wrong), 'row')} corrected, first {first['place']}: '{first['text'][:60]}' "
            f"({first['reason']})."
        )
    counts = aside["reason"].value_counts().rename_axis("why set aside").rename("rows").reset_index()
    return Finding("rows", tuple(said), action, counts)
