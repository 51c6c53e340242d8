"""What people handed in: a table of all, what module 00 saved of one person, or a folder with a file per person."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from millrace.errors import ArgumentError, FileError, MillraceError, counted
from millrace.readiness import Gathered, gather, load
from millrace.readiness.people import join_gathered, saved_by_one
from millrace.readiness.sheets import with_header
from millrace.reports.file import read_file
from millrace.reports.saving import WORKBOOKS, written_by_us

__all__ = ["Handed", "gather_all", "read_handed_in"]

SAVED = ".json"
KINDS = (*WORKBOOKS, ".csv", ".txt", ".tsv", SAVED)

Handed = Sequence[pd.DataFrame | Path | MillraceError]


def read_handed_in(file: str | Path, *, sheet: str = "") -> Handed:
    """Read a file, or all files of a folder in the order of their names.

    Parameters
    ----------
    file : str or Path
        A table, a ``readiness.json``, or a folder. Results of reports, hidden files and other kinds are passed over.
    sheet : str
        One sheet of a workbook.

    Returns
    -------
    sequence
        A table for a table, the path for a ``readiness.json``, and the error for a file of a folder that is neither.

    Raises
    ------
    FileError
        When the file cannot be read, or nothing in the folder may be a questionnaire.
    """
    path = Path(file).expanduser()
    if not path.is_dir():
        return [_read(path, sheet)]
    files = sorted(one for one in path.iterdir() if one.is_file() and _may_be_handed_in(one))
    if not files:
        raise FileError(
            f"There is no questionnaire in the folder '{path.name}'. Expected: filled-in forms (.xlsx, .csv) or files "
            "readiness.json, one per person. Put them in it."
        )
    return [_tried(lambda one=one: _read(one, sheet)) for one in files]  # type: ignore[misc]  # bound at once


def _may_be_handed_in(path: Path) -> bool:
    kind = path.suffix.lower()
    hidden = path.name.startswith((".", "~"))
    return kind in KINDS and not hidden and not (kind == ".xlsx" and written_by_us(path))


def _read(path: Path, sheet: str) -> pd.DataFrame | Path:
    return path if path.suffix.lower() == SAVED else with_header(read_file(path, sheet=sheet))


def _tried(what: Callable[[], pd.DataFrame | Path | Gathered]) -> "pd.DataFrame | Path | Gathered | MillraceError":
    try:
        return what()
    except MillraceError as error:
        return error


def gather_all(handed: Handed, *, role_in: Callable[[pd.DataFrame], str | None], roles: Sequence[str] = ()) -> Gathered:
    """Gather the people of everything that was handed in.

    Parameters
    ----------
    handed : sequence
        From `read_handed_in`.
    role_in : callable
        Takes a table and returns its column of roles, or None.
    roles : sequence of str
        The people's roles in the order of the files, where these do not say them.

    Returns
    -------
    Gathered
        A file of a folder that is no questionnaire is set aside by its number: its name may be a person's.

    Raises
    ------
    MillraceError
        When the only file cannot be used.
    ArgumentError
        When none of several can, or there are not as many roles as people.
    """

    def one(made: pd.DataFrame | Path | MillraceError) -> Gathered:
        if isinstance(made, MillraceError):
            raise made
        return saved_by_one(load(made)) if isinstance(made, Path) else gather(made, role=role_in(made))

    if len(handed) == 1:
        return join_gathered([one(handed[0])], roles=roles)
    parts = [_tried(lambda made=made: one(made)) for made in handed]  # type: ignore[misc]  # bound at once
    read = [part if isinstance(part, Gathered) else None for part in parts]
    if not any(read):
        raise ArgumentError(
            f"None of {counted(len(handed), 'file')} is a questionnaire that somebody answered. Expected: filled-in "
            f"forms, or files readiness.json. The first says: {parts[0]}"
        )
    return join_gathered(read, roles=roles)
