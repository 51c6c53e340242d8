"""A list of what is kept about people: why, who may read it, until when, and what happens then."""

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

__all__ = ["overdue", "retention", "retention_page"]

NEEDED = ["data_set", "purpose", "readers", "owner", "since", "keep_months", "then"]
THEN = ("delete", "anonymise", "archive")
EVERYBODY = frozenset(["all", "everybody", "everyone", "anyone", "all staff", "所有人", "全体", "الجميع"])


def retention(entries: Iterable[dict[str, object]] | pd.DataFrame) -> pd.DataFrame:
    """Make the list of retention and access: one row per data set, with the day on which its time is over.

    Parameters
    ----------
    entries : list of dicts, or DataFrame
        Per data set: ``data_set``, ``purpose`` (why it is kept), ``readers`` (roles, with commas between), ``owner``
        (the role that answers for it), ``since`` (the day from which time counts, such as the end of the application),
        ``keep_months`` (number), ``then`` ("delete", "anonymise" or "archive"). Roles, not names of people.

    Returns
    -------
    DataFrame
        The same columns, the earliest day first, with ``due`` (the day on which ``then`` is to happen) and ``problems``
        ("no purpose", "no end", "everybody reads it", "no reader", "no owner", "not said what then"; split by "; ",
        empty when there is none). What is missing is listed, never filled in.

    Raises
    ------
    ColumnError
        When a column is missing, a day cannot be read, or a number of months is no number of 0 or more.
    ArgumentError
        When ``then`` is unknown, no data set is named, or one is named twice.

    Notes
    -----
    What such a list must hold: GDPR articles 5(1)(e) and 30; PIPL of China, articles 19 and 51. How long a kind of data
    must or may be kept is for the law of the country and its labour and tax rules, not for this list.

    Examples
    --------
    >>> kept = [{"data_set": "applicants", "purpose": "choose staff", "readers": "owner, office", "owner": "owner",
    ...          "since": "2025-01-31", "keep_months": 6, "then": "delete"}]
    >>> retention(kept)["due"].dt.strftime("%Y-%m-%d").item()
    '2025-07-31'
    """
    table = entries.reset_index(drop=True).copy() if isinstance(entries, pd.DataFrame) else pd.DataFrame(list(entries))
    require_columns(table, NEEDED, table="the list")
    table = table[[*NEEDED, *(column for column in table.columns if column not in [*NEEDED, "due", "problems"])]]
    for column in ("data_set", "purpose", "readers", "owner", "then"):
        text = table[column].astype(object).where(table[column].notna(), "").map(lambda one: str(one).strip())
        table = table.assign(**{column: text})
    _check_sets(table)
    since, months = _days(table["since"]), _months(table["keep_months"])
    due = [
        pd.NaT if pd.isna(day) or np.isnan(many) else day + pd.DateOffset(months=int(many))
        for day, many in zip(since, months, strict=True)
    ]
    table = table.assign(
        since=since, keep_months=months, due=pd.Series(pd.to_datetime(pd.Series(due, dtype=object)), index=table.index)
    )
    table = table.assign(problems=[_problems(row) for row in table.to_dict("records")])
    return table.sort_values(["due", "data_set"], na_position="first", kind="stable").reset_index(drop=True)


def _check_sets(table: pd.DataFrame) -> None:
    if table.empty or (table["data_set"] == "").any():
        raise ArgumentError("A row of the list names no data set. One per row was expected. Fill data_set.")
    twice = table.loc[table["data_set"].duplicated(), "data_set"]
    if len(twice):
        raise ArgumentError(f"The data set {in_words(twice.iloc[0])} is listed twice. One row for each was expected.")
    strange = [one for one in table["then"] if one not in THEN and one != ""]
    if strange:
        raise ArgumentError(
            f"then={in_words(strange[0])} was given. One of 'delete', 'anonymise', 'archive' was expected."
        )


def _days(column: pd.Series) -> pd.Series:
    try:
        return pd.to_datetime(column.astype(object), format="ISO8601").dt.normalize()
    except (TypeError, ValueError):
        raise ColumnError("Column 'since' holds a day that cannot be read. Write days such as 2025-01-31.") from None


def _months(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    wrong = numbers.isna() & column.notna() | (numbers < 0) | (numbers % 1 > 0)
    if wrong.any():
        found = column[wrong].iloc[0]
        raise ColumnError(f"keep_months={in_words(found)} was given. A whole number of 0 or more was expected.")
    return numbers


def _problems(row: dict) -> str:
    readers = {one.strip().lower() for one in row["readers"].replace("，", ",").split(",") if one.strip()}
    said = {
        "no purpose": not row["purpose"],
        "no end": pd.isna(row["due"]),
        "everybody reads it": bool(readers & EVERYBODY),
        "no reader": not readers,
        "no owner": not row["owner"],
        "not said what then": not row["then"],
    }
    return "; ".join(text for text, holds in said.items() if holds)


def overdue(table: pd.DataFrame, *, on: object = None) -> pd.DataFrame:
    """Return the data sets whose time is over.

    Parameters
    ----------
    table : DataFrame
        From `retention`.
    on : day, optional
        The day on which somebody asks; today when it is left out.

    Returns
    -------
    DataFrame
        The rows that were due on that day or before, longest first, with ``days_over``. Data sets without an end are
        not among them: see ``problems``.

    Raises
    ------
    ColumnError
        When it is not a table of `retention`.
    ArgumentError
        When the day cannot be read.

    Examples
    --------
    >>> kept = [{"data_set": "applicants", "purpose": "choose staff", "readers": "owner", "owner": "owner",
    ...          "since": "2025-01-31", "keep_months": 6, "then": "delete"}]
    >>> overdue(retention(kept), on="2025-08-10")["days_over"].tolist()
    [10]
    """
    require_columns(table, ["due", "then", "data_set"], table="the list of retention")
    day = _day(on)
    late = table[table["due"] <= day]
    late = late.assign(days_over=(day - late["due"]).dt.days)
    return late.sort_values("days_over", ascending=False, kind="stable").reset_index(drop=True)


def _day(on: object) -> pd.Timestamp:
    try:
        day: pd.Timestamp | None = pd.Timestamp(dt.date.today() if on is None else on)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        day = None
    if day is None or pd.isna(day):
        raise ArgumentError(f"on={in_words(on)} was given. A day was expected. Write on='2025-08-10'.")
    return day.tz_localize(None).normalize()


def retention_page(table: pd.DataFrame, *, on: object = None) -> str:
    """Write the list as a page in Markdown: what is due, what is not settled, and the whole list.

    Parameters
    ----------
    table : DataFrame
        From `retention`.
    on : day, optional
        The day for which it is written; today when it is left out.

    Returns
    -------
    str

    Raises
    ------
    ColumnError
        When it is not a table of `retention`.

    Examples
    --------
    >>> kept = [{"data_set": "applicants", "purpose": "choose staff", "readers": "owner", "owner": "owner",
    ...          "since": "2025-01-31", "keep_months": 6, "then": "delete"}]
    >>> print(retention_page(retention(kept), on="2025-08-10").splitlines()[4])
    - applicants: delete (due 2025-07-31, 10 days ago)
    """
    require_columns(table, [*NEEDED, "due", "problems"], table="the list of retention")
    day = _day(on)
    late, open_ = overdue(table, on=day), table[table["problems"] != ""]
    lines = [f"# What we keep about people, {day:%Y-%m-%d}", "", "## Due", ""]
    lines += [
        f"- {row['data_set']}: {row['then'] or 'not said what then'} "
        f"(due {row['due']:%Y-%m-%d}, {row['days_over']} days ago)"
        for row in late.to_dict("records")
    ] or ["Nothing is due."]
    lines += ["", "## Not settled", ""]
    lines += [f"- {row['data_set']}: {row['problems']}" for row in open_.to_dict("records")] or [
        "Everything is settled."
    ]
    lines += [
        "",
        "## The list",
        "",
        "| data | purpose | who may read | who answers for it | until | then |",
        "|---|---|---|---|---|---|",
    ]
    for row in table.to_dict("records"):
        until = "no end" if pd.isna(row["due"]) else f"{row['due']:%Y-%m-%d}"
        cells = [row["data_set"], row["purpose"], row["readers"], row["owner"], until, row["then"]]
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
