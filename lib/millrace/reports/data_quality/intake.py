"""What became of each row of the file: read, set aside, or in quarantine."""

import pandas as pd

from millrace.intake import report
from millrace.reports.data_quality.check import Check, count

__all__ = ["balance", "check_intake", "left_aside"]


def balance(table: pd.DataFrame) -> pd.DataFrame:
    """Count what became of each row of the file.

    Parameters
    ----------
    table : DataFrame
        From `reports.read_file`.

    Returns
    -------
    DataFrame
        ``rows`` and ``what became of them``; the first lines add up to the last.
    """
    found = report(table)
    lines = [(found.rows_read, "read into the table")]
    for what, rows in (("set aside", found.set_aside), ("in quarantine", found.quarantine)):
        reasons = rows["reason"].str.split(":").str[0].value_counts()
        lines += [(int(number), f"{what}: {reason}") for reason, number in reasons.items()]
    lines.append((found.rows_present, "present in the file"))
    return pd.DataFrame(lines, columns=["rows", "what became of them"])


def left_aside(table: pd.DataFrame) -> pd.DataFrame:
    """List every row of the file that is not in the table.

    Parameters
    ----------
    table : DataFrame
        From `reports.read_file`.

    Returns
    -------
    DataFrame
        ``line``, ``what became of it``, ``reason``, ``text``; quarantine first.
    """
    found = report(table)
    parts = [
        rows.assign(became=became)
        for became, rows in (("in quarantine", found.quarantine), ("set aside", found.set_aside))
    ]
    listed = pd.concat(parts, ignore_index=True).rename(columns={"became": "what became of it"})
    return listed[["line", "what became of it", "reason", "text"]]


def check_intake(table: pd.DataFrame) -> Check:
    """Check that every row of the file is accounted for, and say which could not be read.

    Parameters
    ----------
    table : DataFrame
        From `reports.read_file`.

    Returns
    -------
    Check
    """
    found = report(table)
    said = (
        f"'{found.file}': {count(found.rows_present, 'row')} present = {found.rows_read:,} read + "
        f"{found.rows_set_aside:,} set aside + {found.rows_quarantined:,} in quarantine."
    )
    if found.replaced_characters:
        said += f" {count(found.replaced_characters, 'character')} could not be read and show as \ufffd."
    if sheets := _sheets_left_out(table):
        said += f" Not read, since their headings are others: the sheets {', '.join(sheets)}."
    return Check("rows not read", said, _action(table), table=balance(table))


def _sheets_left_out(table: pd.DataFrame) -> list[str]:
    rows = report(table).set_aside
    return sorted(set(rows.loc[rows["reason"].eq("sheet of another layout"), "text"].map(str)))


def _action(table: pd.DataFrame) -> str:
    found = report(table)
    if table.empty:
        return f"'{found.file}' has no rows of data. Find out whether the right file was exported."
    if found.rows_quarantined:
        first = found.quarantine.iloc[0]
        return (
            f"Have {count(found.rows_quarantined, 'row')} mended that could not be read (the first is line "
            f"{first['line']}: {first['reason']}). Every sum of this table lacks them."
        )
    if sheets := _sheets_left_out(table):
        names = ", ".join(sheets)
        return (
            f"Look at the sheets that were left out because their layout is another: {names}. Are their rows missing?"
        )
    return ""
