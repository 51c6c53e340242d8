"""What is kept, why, who may read it, and until when: as far as somebody has answered."""

from collections.abc import Mapping

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words
from millrace.privacy import overdue, retention
from millrace.reading import parse_dates
from millrace.reports.finding import Finding
from millrace.reports.privacy.columns import People
from millrace.reports.privacy.written import Written
from millrace.reports.settings import as_pairs

__all__ = ["check_answers", "check_keeping", "keeping_table"]

OPEN = "not answered yet"
ASKED = {
    "purpose": "why it is kept",
    "readers": "who may read it (roles)",
    "owner": "who answers for it (a role)",
    "since": "the day from which time counts",
    "keep_months": "how many months",
    "then": "what then: delete, anonymise or archive",
}


def keeping_table(
    people: People, written: Written | None, *, keeping: Mapping[str, object] | str | None = None
) -> pd.DataFrame:
    """Make the list of retention and access: the file, and its copy.

    Parameters
    ----------
    people : People
        From `read_columns`.
    written : Written or None
        From `write_copy`.
    keeping : mapping, optional
        Answers for the file: ``purpose``, ``readers``, ``owner``, ``since``, ``keep_months``, ``then``.

    Returns
    -------
    DataFrame
        As `millrace.privacy.retention` makes it.

    Raises
    ------
    ArgumentError, ColumnError
        When an answer is to no question of the list, or cannot be understood.
    """
    answers = check_answers(keeping)
    rows: list[dict[str, object]] = [
        {"data_set": people.opened.name, **{name: answers.get(name) or None for name in ASKED}}
    ]
    if written is not None:
        rows.append({"data_set": written.path.name, **dict.fromkeys(ASKED)})
    return retention(rows)


def check_answers(keeping: Mapping[str, object] | str | None) -> dict[str, object]:
    """Read the answers, and refuse what cannot be understood, before anything is written.

    Parameters
    ----------
    keeping : mapping, or str
        As for `keeping_table`.

    Returns
    -------
    dict
        The day as it was meant, however its country writes it.

    Raises
    ------
    ArgumentError, ColumnError
        When an answer is to no question of the list, or cannot be understood.

    Examples
    --------
    >>> check_answers({"owner": "office", "since": "14.11.2025"})
    {'owner': 'office', 'since': '2025-11-14'}
    """
    answers: dict[str, object] = {name: _text(value) for name, value in as_pairs(keeping, "keeping").items()}
    for name in answers:
        if name not in ASKED:
            raise ArgumentError(
                f"keeping answers '{name}'. Expected: {', '.join(ASKED)}. Correct it.{did_you_mean(name, ASKED)}"
            )
    if answers.get("since"):
        answers["since"] = _day(answers["since"])
    retention([{"data_set": "the file", **{name: answers.get(name) or None for name in ASKED}}])
    return answers


def _day(value: object) -> str:
    read = parse_dates([value]).iloc[0]
    if pd.isna(read["date"]) or read["problem"] not in ("", "outside range"):
        means = "can be two days" if read["problem"] == "ambiguous" else "is no day that can be read"
        raise ColumnError(
            f'since in keeping {means}: {in_words(value)}. Write the day as in {{"since": "2025-01-31"}}.'
        )
    return f"{read['date']:%Y-%m-%d}"


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def check_keeping(people: People, table: pd.DataFrame, *, on: object = None) -> Finding:
    """Say what is open, and what is due.

    Parameters
    ----------
    people : People
        From `read_columns`.
    table : DataFrame
        From `keeping_table`.
    on : day, optional
        The day for which it is said; today when it is left out.

    Returns
    -------
    Finding
    """
    if not people.about_people:
        return Finding("keeping", ("Nothing of people was found, so no time limit is asked for.",))
    table = table.sort_values("data_set", key=lambda names: names != people.opened.name, kind="stable")
    open_ = table[table["problems"] != ""]
    late = overdue(table, on=on)
    said = [
        f"'{row['data_set']}' is not settled: {row['problems'].replace(';', ',')}." for row in open_.to_dict("records")
    ]
    said += [
        f"'{row['data_set']}': {row['then'] or 'its end'} was due on {row['due']:%Y-%m-%d}, {row['days_over']} days "
        "ago."
        for row in late.to_dict("records")
    ]
    action = ""
    if len(late):
        first = late.iloc[0]
        action = (
            f"{str(first['then']).capitalize() or 'End'} '{first['data_set']}': its time was over on "
            f"{first['due']:%Y-%m-%d}."
        )
    elif len(open_):
        action = (
            f"Agree on why '{open_.iloc[0]['data_set']}' is kept, who may read it, who answers for it and until "
            "when, and write it under keeping."
        )
    return Finding("keeping", tuple(said) or ("Everything is answered, and nothing is due.",), action, shown(table))


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """Lay the list out for people: what nobody answered says so.

    Parameters
    ----------
    table : DataFrame
        From `keeping_table`.

    Returns
    -------
    DataFrame
    """
    days = {name: table[name].dt.strftime("%Y-%m-%d") for name in ("since", "due")}
    months = table["keep_months"].map(lambda value: "" if pd.isna(value) else f"{value:.0f}")
    laid = table.assign(**days, keep_months=months).rename(columns={"data_set": "data", **ASKED, "due": "until"})
    laid = laid[["data", *ASKED.values(), "until"]].astype(object)
    return laid.where(laid.notna() & (laid != ""), OPEN)
