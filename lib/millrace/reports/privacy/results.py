"""What cannot be said, what to do on Monday, and the sheets of the workbook."""

from collections.abc import Sequence

import pandas as pd

from millrace.privacy import single_out_by_column
from millrace.reports.finding import Finding, first_things
from millrace.reports.privacy.coarsening import Coarser
from millrace.reports.privacy.columns import People
from millrace.reports.privacy.copied import shown_checks
from millrace.reports.privacy.cost import trial_table
from millrace.reports.privacy.keeping import shown
from millrace.reports.privacy.personal_data import column_table
from millrace.reports.privacy.singling import PERSON, Singled, people_table
from millrace.reports.privacy.written import Written
from millrace.reports.showing import Shown, show_list

__all__ = ["WEIGHTS", "decisions", "limits", "no_copy_because", "sheets"]

WEIGHTS = {"columns": 5, "coarser": 4, "singled out": 3, "copy": 2, "keeping": 1}


def no_copy_because(coarser: Coarser) -> str:
    """Say why there is no copy.

    Parameters
    ----------
    coarser : Coarser
        From `coarsen`.

    Returns
    -------
    str
    """
    if not coarser.people.about_people:
        return "Nothing in it points to people, so there is nothing to mask."
    if not coarser.needed or coarser.chosen is not None:
        return "Every column names people or was to be left out, so nothing would be in it. A key makes codes of names."
    return "No version of it was found in which nobody stands out."


def limits(people: People, written: Written | None) -> Shown:
    """List what this report cannot say.

    Parameters
    ----------
    people : People
        From `read_columns`.
    written : Written or None
        From `write_copy`.

    Returns
    -------
    Shown
    """
    lines = [
        "That the table or its copy is anonymous in the sense of a law. It says what was looked for and what was "
        "found.",
        "What others know of these people. It guesses from headings; only people can tell. Ask who could see the file.",
        "What can be told by joining the table with another one, or with a second copy made another way.",
    ]
    if people.about_people:
        lines.append(
            "Names on no list, nicknames, towns, and people described without a name. Something is always missed in "
            "free text."
        )
    if written is not None:
        lines.append("Columns that stay as they are can still tell somebody: an exact pay is known to whoever pays it.")
    if written is not None and people.person is not None:
        lines.append(
            f"Rows of one person ('{people.person}') count as one person. What is known of several of the rows "
            "together tells more than each."
        )
    return show_list(lines)


def decisions(found: Sequence[Finding]) -> Shown:
    """Say what to do first: at most six things.

    Parameters
    ----------
    found : sequence of Finding
        What was found.

    Returns
    -------
    Shown

    Examples
    --------
    >>> decisions([Finding("columns", ("2 columns name people.",), "Take them out.")])
    1. Take them out.
    """
    return first_things(found, weights=WEIGHTS)


def sheets(
    people: People, singled: Singled, coarser: Coarser, written: Written | None, kept: pd.DataFrame,
    found: Sequence[Finding],
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Make the sheets of the workbook; no value of a column that names people is in them.

    Parameters
    ----------
    people : People
        From `read_columns`.
    singled : Singled
        From `look_for_single`.
    coarser : Coarser
        From `coarsen`.
    written : Written or None
        From `write_copy`.
    kept : DataFrame
        From `keeping_table`.
    found : sequence of Finding
        What was found.

    Returns
    -------
    dict of str to DataFrame
        ``summary``, ``columns``, ``in the cells``, ``singled out``, ``by column``, ``coarser``, ``masked copy``,
        ``keeping`` and ``not read``.
    """
    lines = [(one.about, " ".join(one.found), one.action) for one in found]
    return {
        "summary": pd.DataFrame(lines, columns=["looked at", "found", "what to do"]),
        "columns": _spaced(column_table(people)),
        "in the cells": _or_remark(_spaced(people.personal), "no personal data in any cell"),
        "singled out": _or_remark(_spaced(singled.table), "no column that others may know"),
        "by column": _by_column(people, singled),
        "coarser": trial_table(coarser),
        "masked copy": _copy_sheet(written, coarser),
        "keeping": shown(kept),
        "not read": people.opened.not_read(),
    }


def _by_column(people: People, singled: Singled) -> pd.DataFrame:
    if not singled.columns:
        return pd.DataFrame({"remark": ["no column that others may know"]})
    table = people_table(people, singled.columns)
    return _spaced(single_out_by_column(table, quasi_identifiers=singled.columns, person=PERSON, least=singled.least))


def _copy_sheet(written: Written | None, coarser: Coarser) -> pd.DataFrame:
    if written is None:
        return pd.DataFrame({"what": ["no copy"], "says": [no_copy_because(coarser)], "holds": [""]})
    lines = [("file", written.path.name, ""), ("check sum (SHA-256)", written.sum, "")]
    lines += [(f"column {column}", what, "") for column, what in written.copy.became.items()]
    lines += [(row["checked"], row["found"], row["holds"]) for row in shown_checks(written).to_dict("records")]
    return pd.DataFrame(lines, columns=["what", "says", "holds"])


def _or_remark(table: pd.DataFrame, remark: str) -> pd.DataFrame:
    return table if len(table) else pd.DataFrame({"remark": [remark]})


def _spaced(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename(columns=lambda name: str(name).replace("_", " "))
