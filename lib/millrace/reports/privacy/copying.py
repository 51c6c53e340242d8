"""The masked copy: without what names a person, coarser in what others may know, its texts masked."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from millrace.errors import ArgumentError, FileError, counted, require_columns
from millrace.privacy import mask, new_key, pseudonyms, read_key
from millrace.privacy.header_words import PHONES, plain_header
from millrace.privacy.keys import Key
from millrace.privacy.personal import KINDS
from millrace.reading import normalise_phones
from millrace.reports.privacy.coarsening import ROW, Coarser
from millrace.reports.privacy.columns import People
from millrace.reports.privacy.leaks import Held, held_by
from millrace.reports.privacy.singling import PERSON, people_table

__all__ = ["Copy", "make_copy"]


@dataclass(frozen=True)
class Copy:
    """The masked copy, before it is written.

    Parameters
    ----------
    coarser : Coarser
        What it was made of.
    table : DataFrame
        Its rows, in an order that says nothing.
    persons : Series
        By row of ``table``: a number for each person, to count groups; it is not written.
    held : Held
        What the columns that name people hold.
    became : dict of str to str
        By column of the file: what became of it.
    cells : int
        How many cells beside those columns held a name, a number or a code of somebody, and were masked.
    notes : tuple of str
        What else is to be known.
    """

    coarser: Coarser
    table: pd.DataFrame
    persons: pd.Series
    held: Held
    became: dict[str, str]
    cells: int
    notes: tuple[str, ...] = ()

    @property
    def people(self) -> People:
        """The table that it is a copy of."""
        return self.coarser.people

    @property
    def left_out(self) -> int:
        """How many rows are not in it."""
        return len(self.people.table) - len(self.table)


def make_copy(
    coarser: Coarser, *, key_file: str = "", new_key_file: str = "", pseudonymise: Sequence[str] = (),
    beside: object = "",
) -> Copy | None:  # fmt: skip
    """Make the copy: without what names a person, coarser in what others may know, its texts masked.

    Parameters
    ----------
    coarser : Coarser
        From `coarsen`.
    key_file : str
        A key that is there, with which a code of each person is made; empty: no such code.
    new_key_file : str
        Where to make a new key. A key is never made unless this is named.
    pseudonymise : list of str
        The columns that become such codes; empty: the code of the person, or the first column that names people.
    beside : str or Path
        The file, so that no key is made in its folder.

    Returns
    -------
    Copy or None
        None when no safe copy can be made, no column would be left, or nothing in the table points to people.

    Raises
    ------
    ColumnError, ArgumentError, FileError
        When a column is not in the file, codes are asked for without a key, or the key cannot be read or made.
    """
    people = coarser.people
    require_columns(people.table, pseudonymise)
    if not (key_file or new_key_file) and pseudonymise:
        raise ArgumentError(
            "pseudonymise names columns, but no key. Expected: key_file, a key that is there, or new_key_file, "
            "where to make one, in another folder than the data."
        )
    if not people.about_people or (coarser.needed and coarser.chosen is None):
        return None
    rows, coarse = _rows(coarser)
    coded, notes = _pseudonyms(people, rows, key_file, new_key_file, list(pseudonymise), beside)
    held = held_by(people.table, people.of("identifier"))
    made, became, cells = {}, {}, 0
    for column in map(str, people.table.columns):
        became[column] = _becomes(column, coarser, coded)
        if became[column] == "left out":
            continue
        if column in coded:
            made[column] = coded[column]
            continue
        values = coarse[column] if column in coarse else people.table[column].iloc[rows]
        made[column], masked = _masked(values.reset_index(drop=True), column, people, held)
        cells += masked
        became[column] += f", {counted(masked, 'cell')} masked" if masked else ""
    if not made:
        return None
    persons = people_table(people, [])[PERSON].iloc[rows].reset_index(drop=True)
    table = pd.DataFrame(made, index=persons.index)
    # The order of the file tells days and neighbours; an order by content tells nothing that the copy does not hold.
    order = table.astype(str).sort_values(list(table.columns)).index
    table, persons = table.loc[order].reset_index(drop=True), persons.loc[order].reset_index(drop=True)
    return Copy(coarser, table, persons, held, became, cells, tuple(notes))


def _rows(coarser: Coarser) -> tuple[list[int], pd.DataFrame]:
    """Return which rows of the file are kept, and the columns that became coarser, in the same order."""
    if coarser.chosen is None or coarser.chosen.made is None:
        return list(range(len(coarser.people.table))), pd.DataFrame()
    table = coarser.chosen.made.table
    return table[ROW].tolist(), table[coarser.known]


def _becomes(column: str, coarser: Coarser, coded: Mapping[str, pd.Series]) -> str:
    people = coarser.people
    if column in coded:
        return "replaced by a code"
    if column in coarser.leave_out or column in people.of("identifier"):
        return "left out"
    if coarser.chosen is not None and coarser.chosen.made is not None:
        levels = coarser.chosen.made.levels.set_index("column")["coarsened_to"]
        if column in levels.index:
            return str(levels[column])
    return "as it is"


def _masked(values: pd.Series, column: str, people: People, held: Held) -> tuple[pd.Series, int]:
    """Mask personal data in a column of text; names that are only like a name are looked for in free text alone."""
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return values, 0
    if not values.map(lambda value: isinstance(value, str)).any():
        return values, 0
    text = column in people.of("free text")
    names = people.names if text else []
    kinds = KINDS if text else [kind for kind in KINDS if kind != "name"]
    found = mask(values, names=names, regions=people.regions, order_numbers=people.order_numbers, kinds=kinds)
    touched = found[KINDS].sum(axis=1) > 0
    masked = values.where(~touched, found["masked"].astype(object))
    covered, _ = held.cover_column(masked)
    changed = touched | ((covered != masked) & masked.notna())
    return covered, int(changed.sum())


def _pseudonyms(
    people: People, rows: Sequence[int], key_file: str, new_key_file: str, columns: list[str], beside: object
) -> tuple[dict[str, pd.Series], list[str]]:
    if not (key_file or new_key_file):
        return {}, []
    key, notes = _key(key_file, new_key_file, beside)
    named = people.of("identifier")
    chosen = columns or [column for column in (people.person, _code_of(people), *named[:1]) if column][:1]
    coded = {}
    for column in chosen:
        values = people.table[column]
        if PHONES.search(plain_header(column)):
            values = normalise_phones(values, region=people.regions[0])["phone"].fillna(values.astype(str))
        coded[column] = pseudonyms(values, key=key).iloc[list(rows)].reset_index(drop=True)
    return coded, notes


def _code_of(people: People) -> str | None:
    codes = people.roles[(people.roles["role"] == "identifier") & people.roles["reason"].str.contains("own|code")]
    return str(codes["column"].iloc[0]) if len(codes) else None


def _key(key_file: str, new_key_file: str, beside: object) -> tuple[Key, list[str]]:
    if key_file and new_key_file:
        raise ArgumentError("key_file and new_key_file were both named. Expected: one of them. Take one out.")
    if key_file:
        return read_key(Path(key_file).expanduser()), []
    path = Path(new_key_file).expanduser().resolve()
    if isinstance(beside, str | Path) and str(beside) and path.parent == Path(beside).expanduser().resolve().parent:
        raise FileError(
            f"The key '{path.name}' would lie in the folder of the data. Expected: another place, since whoever "
            "gets both can undo the codes. Name another folder, or a drive that is locked away."
        )
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        made = read_key(new_key(path))
    said = [f"A new key was made: '{path.name}'. Keep it apart from the copy; whoever has both can undo the codes."]
    return made, said + [str(one.message) for one in heard]
