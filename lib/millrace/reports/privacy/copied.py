"""What the masked copy holds, said in sentences: what was masked, what stays, and what was checked in the file."""

import pandas as pd

from millrace.errors import counted
from millrace.privacy.personal import KINDS
from millrace.reports.finding import Finding
from millrace.reports.privacy.columns import NAMED, NEITHER
from millrace.reports.privacy.copying import Copy
from millrace.reports.privacy.exact import left_exact
from millrace.reports.privacy.written import Written

__all__ = ["check_copy", "shown_checks"]

KINDS_SAID = [kind.replace("_", " ") for kind in KINDS]
NOT_LOOKED_FOR = (
    "names on no list; towns and streets without a number; people described without a name",
    "not looked for",
    "cannot be told",
)


def check_copy(people_name: str, written: Written | None, *, why: str = "") -> Finding:
    """Say what the copy holds, and what was checked after it was read back.

    Parameters
    ----------
    people_name : str
        Name of the file.
    written : Written or None
        From `write_copy`.
    why : str
        Why there is none.

    Returns
    -------
    Finding
    """
    if written is None:
        return Finding("copy", (f"No copy of '{people_name}' was written. {why}".strip(),))
    copy = written.copy
    codes = [column for column, what in copy.became.items() if what.startswith("replaced")]
    unknown, exact = _unrecognised(copy), left_exact(copy.coarser)
    said = [
        f"'{written.path.name}': {len(copy.people.table):,} rows read = {len(copy.table):,} in the copy + "
        f"{copy.left_out:,} left out."
        + (" Which rows is listed nowhere: they are the people who stand out." if copy.left_out else ""),
        f"{counted(copy.cells, 'cell') if copy.cells else 'No cell'} elsewhere held a name, a number or a code of "
        "somebody" + (", and what it held was masked." if copy.cells else "."),
        *_about_texts(copy),
        _about_codes(copy, codes),
        *_about_not_read(copy),
        *filter(None, [exact.sentence]),
        *_about_unknown(unknown),
        *written.notes,
        "The file was read back, and this was counted in it:",
    ]
    action = (
        f"Decide on {exact.names} before you pass '{written.path.name}' on: {exact.as_they_are} "
        f"{max(exact.together, exact.with_known):,} of {exact.people:,} people. "
        if exact.sentence
        else ""
    ) + (
        f"Read twenty rows of '{written.path.name}' before you pass it on: a text may name somebody in a way "
        f"that no list knows{', and so may ' + ', '.join(unknown) if unknown else ''}."
    )
    return Finding("copy", tuple(said), action, shown_checks(written))


def shown_checks(written: Written) -> pd.DataFrame:
    """Lay the checks out for people, with what no check can tell.

    Parameters
    ----------
    written : Written
        From `write_copy`.

    Returns
    -------
    DataFrame
        ``checked``, ``found`` and ``holds``, in words.
    """
    checks = written.checks.assign(holds=written.checks["holds"].map({True: "yes", False: "no"}))
    if not written.copy.people.texts:
        return checks
    return pd.concat([checks, pd.DataFrame([NOT_LOOKED_FOR], columns=checks.columns)], ignore_index=True)


def _about_texts(copy: Copy) -> list[str]:
    """Say by column and kind in how many rows of the copy something was masked."""
    said = [
        f"Masked in '{column}': "
        + ", ".join(f"{_kind(label)} in {counted(rows, 'row')}" for label, (rows, _) in labels.items())
        + "."
        for column, labels in copy.labels.items()
        if labels
    ]
    if copy.unissued:
        like = "looks like a telephone number" if copy.unissued == 1 else "look like telephone numbers"
        said.append(
            f"{copy.unissued:,} of them {like} although no such number is issued: a digit may be missing or wrong."
        )
    return said


def _kind(label: str) -> str:
    return label if label in KINDS_SAID else f"a value of '{label}'"


def _about_not_read(copy: Copy) -> list[str]:
    aside = copy.people.opened.not_read()
    sheets = int(aside["reason"].str.endswith("sheet of another layout").sum())
    if not sheets:
        return []
    return [
        f"{counted(sheets, 'row')} of other sheets with other headings are not in the copy: run the report for each of "
        "these sheets, --set sheet=NAME."
    ]


def _unrecognised(copy: Copy) -> list[str]:
    """List columns of words in which nothing was recognised: names may stand there under a header nobody knows."""
    roles = copy.people.roles.set_index("column")
    return [
        column
        for column in copy.table.columns
        if roles.loc[column, "role"] == NEITHER
        and roles.loc[column, "reason"] != NAMED
        and copy.became[column].startswith("as it is")
        and _has_words(copy.table[column])
    ]


def _about_unknown(columns: list[str]) -> list[str]:
    if not columns:
        return []
    return [
        f"As in the file, since nothing pointed to people in it: {', '.join(columns)}. If names stand in it, name the "
        "column under identifiers, and run the report again; if not, under harmless."
    ]


def _has_words(column: pd.Series) -> bool:
    values = column.dropna().drop_duplicates()
    return len(values) > 2 and values.map(lambda value: isinstance(value, str) and not value.isnumeric()).mean() > 0.5


def _about_codes(copy: Copy, codes: list[str]) -> str:
    if codes:
        return (
            f"{', '.join(codes)}: replaced by codes that only the key can make. Whoever has the key can undo them, "
            "so the copy is still personal data."
        )
    if copy.people.of("identifier"):
        return "No key was named, so no codes were made: two files cannot be joined by the copy."
    return "No column names people, so none was left out."
