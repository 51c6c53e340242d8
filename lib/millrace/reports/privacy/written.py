"""The masked copy as a file: written under a temporary name, read back, checked, and only then given its name."""

import csv
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from millrace.errors import ArgumentError, FileError
from millrace.intake import report
from millrace.privacy.keys import write_key
from millrace.reports.privacy.copying import Copy
from millrace.reports.privacy.opening import Opened
from millrace.reports.saving import check_sum, copy_name, refuse_to_overwrite, save_workbook

__all__ = ["Written", "write_copy"]


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
    notes : tuple of str
        What is to be known of a key that was made.
    """

    copy: Copy
    path: Path
    sum: str
    checks: pd.DataFrame
    notes: tuple[str, ...] = ()


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
    refuse_to_overwrite(Path(workbook))
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
        notes = _deliver(copy, partial, path, Path(workbook))
    except OSError as error:
        raise FileError(
            f"'{path.name}' cannot be written ({error.strerror}). Expected: a folder that you may write to, and a copy "
            "that is not open in another program. Close it, or choose another folder."
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    return Written(copy, path, check_sum(path), checks, notes)


def _deliver(copy: Copy, partial: Path, path: Path, workbook: Path) -> tuple[str, ...]:
    """Give the copy its name, and write its key: both, or neither."""
    if path.suffix == ".csv":
        # A text cannot say who made it. Should the run stop behind the copy, the next one knows it by this.
        sums = [check_sum(one) for one in (partial, path) if one.exists()]
        said = pd.DataFrame(
            {"looked at": ["all"], "found": ["This run did not come to its end. Run the report again."]}
        )
        save_workbook(workbook, {"summary": said, "masked copy": pd.DataFrame({"check sum (SHA-256)": sums})})
    if copy.key is None or copy.key_path is None:
        partial.replace(path)
        return ()
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        made = write_key(copy.key_path, copy.key)
    try:
        partial.replace(path)
    except OSError:
        made.unlink()
        raise
    said_of_key = (
        f"A new key was made: '{made.name}'. Keep it apart from the copy; whoever has both can undo the codes."
    )
    return (said_of_key, *(str(one.message) for one in heard))


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


def _listed(columns: list[str]) -> str:
    return ", ".join(f"'{column}'" for column in columns)
