"""The masked copy as a file: written under a temporary name, read back, checked, and only then given its name."""

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from millrace.errors import ArgumentError, FileError, counted
from millrace.intake import report
from millrace.privacy.personal import KINDS
from millrace.reports.finding import Finding
from millrace.reports.privacy.columns import NAMED, NEITHER
from millrace.reports.privacy.copying import Copy
from millrace.reports.privacy.exact import left_exact
from millrace.reports.privacy.opening import Opened
from millrace.reports.saving import check_sum, copy_name, refuse_to_overwrite, save_workbook

__all__ = ["Written", "check_copy", "shown_checks", "write_copy"]

KINDS_SAID = [kind.replace("_", " ") for kind in KINDS]
NOT_LOOKED_FOR = (
    "names on no list; towns and streets without a number; people described without a name",
    "not looked for",
    "cannot be told",
)


@dataclass(frozen=True)
class Written:
    """The copy as it lies on the disk.

    Parameters
    ----------
    copy : Copy
        What was written.
    path : Path
        Where it is.
    sum : str
        Its SHA-256, by which a later run knows that nobody has worked on it since.
    checks : DataFrame
        ``checked``, ``found`` and ``holds``: what was counted in the file after it was read back.
    """

    copy: Copy
    path: Path
    sum: str
    checks: pd.DataFrame


def write_copy(
    copy: Copy | None, *, masked_copy: str | Path = "", workbook: str | Path, file: object = ""
) -> Written | None:
    """Write the copy, read it back, and check it; a file that was not made here is never replaced.

    Parameters
    ----------
    copy : Copy or None
        From `make_copy`.
    masked_copy : str or Path
        Where to write it, ``.csv`` or ``.xlsx``; empty: the file's name with ``-masked``, in this folder.
    workbook : str or Path
        The workbook of the report, which lists the copy.
    file : str or Path
        The file that it is a copy of.

    Returns
    -------
    Written or None
        None when there is no copy.

    Raises
    ------
    ArgumentError
        When the name ends in neither.
    FileError
        When there is a file of this name that was not made here, the place cannot be written, or what was read back
        is not as it should be; then nothing is written.
    """
    if copy is None:
        return None
    path = Path(masked_copy or copy_name(copy.people.opened.name)).expanduser()
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise ArgumentError(f"The copy is called '{path.name}'. Expected: a name that ends in .csv or .xlsx.")
    if isinstance(file, str | Path) and str(file) and path.resolve() == Path(file).expanduser().resolve():
        raise FileError(f"'{path.name}' is the file itself. Expected: another name for the copy. Choose one.")
    refuse_to_overwrite(path, listed_in=Path(workbook))
    partial = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix.lower()}")
    try:
        _write(copy, partial)
        checks = _checked(copy, partial)
        if not checks["holds"].all():
            failed = ", ".join(checks.loc[~checks["holds"], "checked"])
            raise FileError(
                f"The copy did not pass when it was read back: {failed}. Expected: all checks to hold. No copy was "
                "written; name the column that tells who people are as an identifier, or leave it out."
            )
        partial.replace(path)
    except OSError as error:
        raise FileError(
            f"'{path.name}' cannot be written ({error.strerror}). Expected: a folder that you may write to, and a copy "
            "that is not open in another program. Close it, or choose another folder."
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    return Written(copy, path, check_sum(path), checks)


def _write(copy: Copy, path: Path) -> None:
    if path.suffix == ".xlsx":
        save_workbook(path, {"masked": copy.table}, whole=True)
        return
    # With its mark at the beginning a spreadsheet program reads the letters of all languages.
    copy.table.to_csv(
        path, index=False, sep=_delimiter(copy.people.opened), encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL
    )


def _delimiter(opened: Opened) -> str:
    found = report(opened.table).delimiter if "intake" in opened.table.attrs else None
    return found if found and len(found) == 1 else ","


def _read_back(copy: Copy, path: Path) -> pd.DataFrame:
    if path.suffix == ".xlsx":
        return pd.read_excel(path, engine="calamine", dtype=str, keep_default_na=False)
    sep = _delimiter(copy.people.opened)
    return pd.read_csv(path, sep=sep, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)


def _checked(copy: Copy, path: Path) -> pd.DataFrame:
    """Count in the file itself what has to hold: rows, columns, names that are left, and the smallest group."""
    people, table = copy.people, _read_back(copy, path)
    rows_in, out, left = len(people.table), len(table) if table.shape[1] else len(copy.table), copy.left_out
    gone = [c for c in people.of("identifier") if not copy.became[c].startswith("replaced")]
    there = [column for column in gone if column in table.columns]
    texts = table[[c for c in table.columns if not copy.became.get(c, "").startswith("replaced")]]
    held = sum(copy.masker.held.cover_column(texts[column].replace("", None))[1] for column in texts.columns)
    free = [column for column in people.texts if column in table.columns]
    left_in = [copy.masker.left(table[column].replace("", None), copy.rows) for column in free]
    names, numbers, own = (sum(one[what] for one in left_in) for what in ("names", "numbers", "own"))
    lines = [
        ("rows read = rows in the copy + rows left out", f"{rows_in:,} = {out:,} + {left:,}", rows_in == out + left),
        ("columns that name people", f"{len(there):,} of {len(gone):,} left", not there),
        ("cells that hold a value of these columns", f"{held:,}", not held),
        (f"telephone, e-mail, identity or bank numbers in {_listed(free)}", f"{numbers:,}", not numbers),
        (f"names of the lists in {_listed(free)}", f"{names:,}", not names),
        (f"texts of {_listed(free)} with a hidden value of their own row", f"{own:,}", not own),
    ]
    lines = lines if free else lines[:3]
    known = copy.coarser.known if copy.coarser.needed else []
    known = [column for column in known if column in table.columns]
    if known and copy.coarser.chosen is not None:
        smallest = int(copy.persons.groupby([table[column] for column in known]).nunique().min())
        lines.append(("people in the smallest group", f"{smallest:,}", smallest >= copy.coarser.k))
    return pd.DataFrame(lines, columns=["checked", "found", "holds"])


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
        *copy.notes,
        "The file was read back, and this was counted in it:",
    ]
    action = (
        f"Decide on {exact.names} before you pass '{written.path.name}' on: exact as they are, they find "
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


def _listed(columns: list[str]) -> str:
    return ", ".join(f"'{column}'" for column in columns)


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
