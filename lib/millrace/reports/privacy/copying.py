"""The masked copy: without what names a person, coarser in what others may know, its texts masked."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from millrace.errors import ArgumentError, FileError, counted, require_columns
from millrace.privacy import mask, pseudonyms, read_key
from millrace.privacy.header_words import PHONES, plain_header
from millrace.privacy.keys import KEY_BYTES, Key
from millrace.privacy.personal import KINDS
from millrace.reading import normalise_phones
from millrace.reports.privacy.coarsening import ROW, Coarser, level_in_words
from millrace.reports.privacy.columns import People
from millrace.reports.privacy.masking import Masker, labels_in
from millrace.reports.privacy.singling import PERSON, people_table
from millrace.reports.settings import as_list

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
    rows : list of int
        Of each row of ``table``: the row of the file, from 0.
    masker : Masker
        What masked its texts.
    became : dict of str to str
        By column of the file: what became of it.
    cells : int
        How many cells beside those columns held a name, a number or a code of somebody, and were masked.
    labels : dict of str to dict
        By column of texts: what was masked, in how many rows and how often.
    unissued : int
        How many of the masked numbers look like telephone numbers although no such number is issued.
    key, key_path : Key and Path, or None
        A new key, and where it is to lie: it is written together with the copy, so that none lies there without one.
    """

    coarser: Coarser
    table: pd.DataFrame
    persons: pd.Series
    rows: list[int]
    masker: Masker
    became: dict[str, str]
    cells: int
    labels: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    unissued: int = 0
    key: Key | None = None
    key_path: Path | None = None

    @property
    def people(self) -> People:
        """The table that it is a copy of."""
        return self.coarser.people

    @property
    def left_out(self) -> int:
        """How many rows are not in it."""
        return len(self.people.table) - len(self.table)


def make_copy(
    coarser: Coarser, *, key_file: str = "", new_key_file: str = "", pseudonymise: Sequence[str] | str = (),
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
        Where `write_copy` shall make a new key. A key is never made unless this is named.
    pseudonymise : list of str, or str
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
    columns = as_list(pseudonymise, "pseudonymise", columns=people.table.columns)
    require_columns(people.table, columns)
    if not (key_file or new_key_file) and columns:
        raise ArgumentError(
            "pseudonymise names columns, but no key. Expected: key_file, a key that is there, or new_key_file, "
            "where to make one, in another folder than the data."
        )
    if not people.about_people or (coarser.needed and coarser.chosen is None):
        return None
    rows, coarse = _rows(coarser)
    key, key_path = _key(key_file, new_key_file, beside)
    coded = _pseudonyms(people, rows, key, columns) if key else {}
    became = {column: _becomes(column, coarser, coded) for column in map(str, people.table.columns)}
    masker = people.masker([c for c, what in became.items() if what != "as it is" and c not in people.of("identifier")])
    made, cells, labels, unissued = {}, 0, {}, 0
    for column in map(str, people.table.columns):
        if became[column] == "left out":
            continue
        if column in coded:
            made[column] = coded[column]
            continue
        values = (coarse[column] if column in coarse else people.table[column].iloc[rows]).reset_index(drop=True)
        if column in people.texts:
            made[column], more = masker.mask(values, rows)
            labels[column], unissued = labels_in(values, made[column]), unissued + more
        else:
            made[column] = _masked(values, people, masker)
        masked = int(((made[column] != values) & values.notna()).sum())
        cells += masked
        became[column] += f", {counted(masked, 'cell')} masked" if masked else ""
    if not made:
        return None
    persons = people_table(people, [])[PERSON].iloc[rows].reset_index(drop=True)
    table = pd.DataFrame(made, index=persons.index)
    # The order of the file tells days and neighbours; an order by content tells nothing that the copy does not hold.
    order = table.astype(str).sort_values(list(table.columns)).index
    table, persons = table.loc[order].reset_index(drop=True), persons.loc[order].reset_index(drop=True)
    rows = [rows[place] for place in order]
    return Copy(
        coarser, table, persons, rows, masker, became, cells, labels, unissued, key if key_path else None, key_path
    )


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
            return level_in_words(levels[column])
    return "as it is"


def _masked(values: pd.Series, people: People, masker: Masker) -> pd.Series:
    """Mask personal data in a column that is no text: by form, and what columns hold that name people."""
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return values
    if not values.map(lambda value: isinstance(value, str)).any():
        return values
    kinds = [kind for kind in KINDS if kind != "name"]  # what is only like a name is looked for in free text alone
    found = mask(values, regions=people.regions, order_numbers=people.order_numbers, kinds=kinds)
    touched = found[kinds].sum(axis=1) > 0
    return masker.held.cover_column(values.where(~touched, found["masked"].astype(object)))[0]


def _pseudonyms(people: People, rows: Sequence[int], key: Key, columns: list[str]) -> dict[str, pd.Series]:
    named = people.of("identifier")
    chosen = columns or [column for column in (people.person, _code_of(people), *named[:1]) if column][:1]
    coded = {}
    for column in chosen:
        values = people.table[column]
        if PHONES.search(plain_header(column)):
            values = normalise_phones(values, region=people.regions[0])["phone"].fillna(values.astype(str))
        coded[column] = pseudonyms(values, key=key).iloc[list(rows)].reset_index(drop=True)
    return coded


def _code_of(people: People) -> str | None:
    codes = people.roles[(people.roles["role"] == "identifier") & people.roles["reason"].str.contains("own|code")]
    return str(codes["column"].iloc[0]) if len(codes) else None


def _key(key_file: str, new_key_file: str, beside: object) -> tuple[Key | None, Path | None]:
    """Return the key, and where it is to be written if it is a new one."""
    if key_file and new_key_file:
        raise ArgumentError("key_file and new_key_file were both named. Expected: one of them. Take one out.")
    if key_file:
        return read_key(Path(key_file).expanduser()), None
    if not new_key_file:
        return None, None
    path = Path(new_key_file).expanduser().resolve()
    if isinstance(beside, str | Path) and str(beside) and path.parent == Path(beside).expanduser().resolve().parent:
        raise FileError(
            f"The key '{path.name}' would lie in the folder of the data. Expected: another place, since whoever "
            "gets both can undo the codes. Name another folder, or a drive that is locked away."
        )
    if path.exists():
        raise FileError(
            f"'{path.name}' is already there. Expected under new_key_file: a name that is free, since a key that is "
            f'overwritten is lost. If it is your key, write key_file = "{new_key_file}" and leave new_key_file empty.'
        )
    if not path.parent.is_dir():
        raise FileError(
            f"The folder '{path.parent.name}' of the new key is not there. Expected: an existing one. Make it first."
        )
    return Key(secrets.token_bytes(KEY_BYTES)), path
