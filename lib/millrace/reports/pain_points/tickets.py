"""Tickets made ready: text, day, cost and group of each, and what of it could not be used."""

import re
from dataclasses import dataclass, field

import pandas as pd

from millrace.errors import ColumnError, counted
from millrace.intake import report
from millrace.reading import parse_dates, parse_money
from millrace.reading.money.currencies import ISO_CODES
from millrace.reports.data_quality.dates import read_dates
from millrace.reports.file import places_of
from millrace.reports.pain_points.columns import case_columns
from millrace.reports.pain_points.finding import Finding
from millrace.reports.pain_points.opening import Source
from millrace.themes.wording import plain_texts

__all__ = ["Tickets", "check_tickets", "read_tickets"]

NO_UNIT = "(unit not known)"


@dataclass(frozen=True)
class Tickets:
    """Tickets that can be used.

    Parameters
    ----------
    rows : DataFrame
        One row per row of the file: ``text`` (missing when there are no words in it), ``day``, ``cost``, ``group``,
        ``place`` (in the file).
    problems : DataFrame
        ``place``, ``reason`` and ``text``: what of a row could not be used. A row may have several.
    unit : str
        The currency.
    has : dict of str to bool
        Which of ``day``, ``cost`` and ``group`` there are.
    notes : tuple of str
        What else is to be known.
    """

    rows: pd.DataFrame
    problems: pd.DataFrame
    unit: str
    has: dict[str, bool] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_tickets(source: Source | None, *, day_first: bool | None = None, currency: str = "") -> Tickets | None:
    """Read the texts, days and amounts of a list of tickets, and keep the reasons of what cannot be read.

    Parameters
    ----------
    source : Source or None
        From `open_files`; without tickets there is nothing to read.
    day_first : bool, optional
        What 03/04/2025 means; without it the whole column settles it where it can.
    currency : str
        The unit of money, when neither cells nor header name it.

    Returns
    -------
    Tickets or None

    Raises
    ------
    ColumnError
        When no ticket has a text.
    """
    if source is None:
        return None
    table, columns = source.table, source.columns
    place = _places(table)
    rows = pd.DataFrame({"text": _texts(source), "place": place}, index=table.index)
    found = [_because(rows, rows["text"].isna(), "no text, so it has no theme", table[columns["text"]])]
    notes: list[str] = []
    rows["day"], told = _days(table, columns["opened"], day_first)
    found += [_because(rows, told == reason, reason, table[columns["opened"]]) for reason in sorted(set(told) - {""})]
    rows["cost"], told, unit, note = _costs(table, columns["cost"], currency)
    found += [_because(rows, told == reason, reason, table[columns["cost"]]) for reason in sorted(set(told) - {""})]
    notes += [note] if note else []
    rows["group"] = _groups(table, columns["group"]) if columns["group"] else None
    has = {"day": rows["day"].notna().any(), "cost": rows["cost"].notna().any(), "group": columns["group"] is not None}
    return Tickets(rows, pd.concat(found, ignore_index=True), unit, {k: bool(v) for k, v in has.items()}, tuple(notes))


def _groups(table: pd.DataFrame, name: str) -> pd.Series:
    """Return the group of each ticket; of several columns all must be filled."""
    first, *others = case_columns(table, name)
    if not others:
        return table[first]
    return table[first].astype("string").str.cat(table[others].astype("string"), sep=" / ")


def _places(table: pd.DataFrame) -> pd.Series:
    if "intake" in table.attrs and len(table) == report(table).rows_read:
        return places_of(table)
    return "row " + pd.Series(range(1, len(table) + 1), index=table.index, dtype=int).astype(str)


def _texts(source: Source) -> pd.Series:
    values = source.table[source.columns["text"]]
    texts = values.where(pd.Series(plain_texts(values), index=values.index) != "")
    if texts.notna().any():
        return texts.astype(object).where(texts.notna(), None)
    raise ColumnError(
        f"Column '{values.name}' of '{source.name}' holds no text: all {counted(len(values), 'row')} are empty or say "
        "nothing. Expected: a column in which people wrote what was wrong. Name another one as the text."
    )


def _because(rows: pd.DataFrame, mask: pd.Series, reason: str, values: pd.Series) -> pd.DataFrame:
    found = rows[mask.fillna(False)]
    cells = values.loc[found.index].astype(object)
    return pd.DataFrame({
        "place": found["place"], "reason": reason, "text": cells.where(cells.notna(), "").astype(str),
    })  # fmt: skip


def _days(table: pd.DataFrame, column: str | None, day_first: bool | None) -> tuple[pd.Series, pd.Series]:
    if column is None:
        return pd.Series(pd.NaT, index=table.index), pd.Series("", index=table.index)
    read = read_dates(table, column) if day_first is None else parse_dates(table[column], day_first=day_first)
    told = read["problem"].map({
        "missing": "no day, so not in what it costs per year or what grows",
        "ambiguous": "day with two readings, so not in what it costs per year or what grows",
        "impossible": "unreadable day, so not in what it costs per year or what grows",
        "unreadable": "unreadable day, so not in what it costs per year or what grows",
    }).fillna("")  # fmt: skip
    return read["date"].where(told == ""), told


def _costs(table: pd.DataFrame, column: str | None, currency: str) -> tuple[pd.Series, pd.Series, str, str]:
    nothing = pd.Series(float("nan"), index=table.index)
    if column is None:
        return nothing, pd.Series("", index=table.index), currency or NO_UNIT, ""
    read = parse_money(table[column])
    named = read.loc[read["amount"].notna(), "currency"].replace("", None).dropna().unique().tolist()
    if len(named) > 1:
        note = (
            f"'{column}' holds amounts in {', '.join(sorted(named))}, which cannot be added up: costs are left out. "
            "Bring them to one currency."
        )
        return nothing, pd.Series("", index=table.index), NO_UNIT, note
    told = pd.Series("", index=table.index, dtype=object)
    told = told.mask(read["problem"] == "ambiguous", "amount with two readings, counted as missing")
    told = told.mask(~read["problem"].isin(["", "missing", "ambiguous"]), "unreadable amount, counted as missing")
    told = told.mask((read["amount"] < 0) & (told == ""), "amount below 0, counted as missing")
    return read["amount"].where(told == ""), told, currency or _unit(column, named), ""


def _unit(column: str, named: list[str]) -> str:
    if named:
        return str(named[0])
    codes = [part for part in re.split(r"[\W_]+", str(column).upper()) if part in ISO_CODES and part != "ALL"]
    return codes[0] if codes else NO_UNIT


def check_tickets(tickets: Tickets | None) -> Finding:
    """Say how many tickets can be used, for what, and what could not be read of them.

    Parameters
    ----------
    tickets : Tickets or None
        From `read_tickets`.

    Returns
    -------
    Finding
    """
    if tickets is None:
        return Finding("tickets", ("No tickets were given, so nothing is said about texts and costs.",))
    rows, empty = tickets.rows, int(tickets.rows["text"].isna().sum())
    said = [f"{counted(len(rows), 'ticket')} read = {len(rows) - empty:,} with a text + {empty:,} set aside without."]
    said += list(tickets.notes)
    if tickets.has["day"]:
        day = rows["day"].dropna()
        said.append(f"{len(day):,} have a day, from {day.min():%Y-%m-%d} to {day.max():%Y-%m-%d}.")
    else:
        said.append("There are no days, so nothing is said about a year or about what grows.")
    if tickets.has["cost"]:
        said.append(f"{rows['cost'].notna().sum():,} have an amount, {rows['cost'].isna().sum():,} have none.")
        if tickets.unit == NO_UNIT:
            said.append("The file does not say in which currency. Write it in the settings as currency.")
    else:
        said.append("There are no amounts that can be used, so tickets are counted only.")
    counts = tickets.problems["reason"].value_counts().rename_axis("what could not be used").rename("tickets")
    return Finding("tickets", tuple(said), _action(tickets), counts.reset_index())


def _action(tickets: Tickets) -> str:
    other = tickets.problems[~tickets.problems["reason"].str.startswith("no ")]
    if tickets.notes:
        return tickets.notes[0]
    if other.empty:
        return ""
    first = other.iloc[0]
    return (
        f"Have {counted(len(other), 'cell')} of the tickets corrected, first {first['place']}: '{first['text'][:60]}' "
        f"({first['reason']})."
    )
