"""What each column is: it names a person, may be known to others, harms when learnt, or holds free text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.privacy import find_personal_columns, suggest_quasi_identifiers
from millrace.privacy.header_words import NAMES, OF_GOODS, OF_PEOPLE, plain_header
from millrace.privacy.personal import KINDS
from millrace.privacy.personal_columns import WHAT_TO_DO
from millrace.reports.privacy.decided import is_decided
from millrace.reports.privacy.masking import Masker, free_texts, labels_in
from millrace.reports.privacy.opening import Opened
from millrace.reports.privacy.regions import regions_of
from millrace.reports.settings import as_list

__all__ = ["IDENTIFIER", "MOST_LOOKED_AT", "NAMED", "NEITHER", "QUASI", "SENSITIVE", "TEXT", "People", "read_columns"]

IDENTIFIER, QUASI, SENSITIVE, TEXT, NEITHER = "identifier", "quasi-identifier", "sensitive", "free text", "neither"
MOST_LOOKED_AT, MOST = 2_000, 0.5
_KINDS = [kind.replace("_", " ") for kind in KINDS]
NAMED = "you named it"
Listed = Sequence[str] | str


@dataclass(frozen=True)
class People:
    """A table of people, and what its columns are.

    Parameters
    ----------
    opened : Opened
        The file.
    roles : DataFrame
        As `millrace.privacy.suggest_quasi_identifiers` makes it, with what was named.
    personal : DataFrame
        As `millrace.privacy.find_personal_columns` makes it.
    regions : list of str
        Where telephone numbers without a country code belong.
    about_people : bool
        Whether anything in the table points to people.
    order_numbers : str or None
        The pattern of the firm's order numbers.
    names : list of str
        Names to be looked for in texts, from the columns of names and as given; never shown.
    name_columns : list of str
        Columns that name people and hold letters.
    texts : list of str
        Columns of free text that the copy keeps, whatever they were named for: all of them are masked.
    divided : int
        How many names one text was divided into at its commas.
    """

    opened: Opened
    roles: pd.DataFrame
    personal: pd.DataFrame
    regions: list[str]
    about_people: bool
    order_numbers: str | None = None
    names: list[str] = field(default_factory=list, repr=False)
    name_columns: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    divided: int = 0

    @property
    def table(self) -> pd.DataFrame:
        """The rows that were read."""
        return self.opened.table

    @property
    def person(self) -> str | None:
        """The column that joins the rows of one person."""
        return self.opened.columns["person"]

    @property
    def sensitive(self) -> str | None:
        """The column of which each group should have both answers."""
        return self.opened.columns["sensitive"] if self.about_people else None

    def masker(self, covered: Sequence[str] = ()) -> Masker:
        """Return what masks texts, also of what the copy hides or has coarser."""
        return Masker(
            self.table, identifiers=self.of(IDENTIFIER), name_columns=self.name_columns, names=self.names,
            regions=self.regions, order_numbers=self.order_numbers, covered=covered,
        )  # fmt: skip

    def of(self, role: str) -> list[str]:
        """List the columns of a role, in the order of the file."""
        return [str(column) for column in self.roles.loc[self.roles["role"] == role, "column"]]


def read_columns(
    opened: Opened, *, identifiers: Listed = (), known: Listed = (), sensitive: Listed = (), texts: Listed = (),
    harmless: Listed = (), names: Listed = (), regions: Listed = (),
    order_numbers: str = "",
) -> People:  # fmt: skip
    """Say what each column holds of people: as it was named, else by what is in its cells and by its header.

    Parameters
    ----------
    opened : Opened
        From `open_file`.
    identifiers, known, sensitive, texts, harmless : list of str, or str
        Columns that name a person, that others may know of a person, that nobody should learn, that hold free text,
        and that are none of these. What is not named is found.
    names : list of str, or str
        More names to be looked for in texts, such as those of staff; one text is divided at its commas.
    regions : list of str, or str
        Where telephone numbers without a country code belong, such as ``["DE"]``; found if empty.
    order_numbers : str
        A pattern of the firm's order numbers; empty for none.

    Returns
    -------
    People

    Raises
    ------
    ColumnError
        When a named column is not in the file.
    ArgumentError
        When a column is named for two things, or a region or pattern is not understood.
    """
    table = opened.table
    written = {"identifiers": identifiers, "known": known, "sensitive": sensitive, "texts": texts, "harmless": harmless}
    lists = {name: as_list(value, name, columns=table.columns) for name, value in written.items()}
    named = _named(table, dict(zip((IDENTIFIER, QUASI, SENSITIVE, TEXT, NEITHER), lists.values(), strict=True)))
    given, divided = as_list(names, "names"), isinstance(names, str) and "," in names
    where, pattern = [one.upper() for one in as_list(regions, "regions")] or regions_of(table), order_numbers or None
    personal = find_personal_columns(table, names=given, regions=where, order_numbers=pattern)
    roles = suggest_quasi_identifiers(table, found=personal)
    _refuse_texts(roles, [column for column, role in named.items() if role == QUASI])
    about = bool(set(named.values()) - {NEITHER} or opened.columns["person"]) or _points_to_people(table, personal)
    free = free_texts(table, roles, lists["texts"]) if about else []
    roles = _roles(roles, opened, named, about)
    held = [column for column in roles.loc[roles["role"] == IDENTIFIER, "column"] if column != opened.columns["person"]]
    lettered = [c for c in held if not pd.api.types.is_numeric_dtype(table[c]) and _is_letters(table[c])]
    kept = [column for column in free if roles.set_index("column").loc[column, "role"] not in (IDENTIFIER, QUASI)]
    listed = [*given, *_names_in(table, lettered)]
    people = People(
        opened, roles, personal, where, about, pattern, listed, lettered, kept, len(given) if divided else 0
    )
    return replace(people, personal=_as_masked(people))


def _as_masked(people: People) -> pd.DataFrame:
    """Count what is in texts as the copy masks it: with the names that the table itself holds."""
    rows = people.personal[~people.personal["column"].isin(people.texts)].to_dict("records")
    table, masker = people.table, people.masker()
    place = pd.Series(range(len(table)), index=table.index)
    sample = place.sample(MOST_LOOKED_AT, random_state=1) if len(table) > MOST_LOOKED_AT else place
    for column in people.texts:
        known = table[column].iloc[sample.to_numpy()].dropna()
        masked, _ = masker.mask(known, place[known.index].tolist())
        rows += [
            {"column": column, "kind": kind.replace(" ", "_") if kind in _KINDS else f"value of '{kind}'", "rows": held,
             "rows_looked_at": len(known), "share": held / len(known), "findings": times, "where": "inside texts"}
            for kind, (held, times) in labels_in(known, masked).items()
        ]  # fmt: skip
    order = {str(column): at for at, column in enumerate(table.columns)}
    made = pd.DataFrame(rows, columns=people.personal.columns)
    return made.sort_values("column", key=lambda names: names.map(order), kind="stable").reset_index(drop=True)


def _named(table: pd.DataFrame, lists: Mapping[str, list[str]]) -> dict[str, str]:
    named: dict[str, str] = {}
    for role, columns in lists.items():
        require_columns(table, columns)
        for column in columns:
            if column in named:
                raise ArgumentError(
                    f"Column '{column}' was named as '{named[column]}' and as '{role}'. Expected: one of them. Take "
                    "it out of the other list."
                )
            named[column] = role
    return named


def _refuse_texts(roles: pd.DataFrame, known: Sequence[str]) -> None:
    texts = roles.loc[(roles["role"] == TEXT) & roles["column"].isin(known), "column"]
    if len(texts):
        raise ArgumentError(
            f"Column '{texts.iloc[0]}' was named as known to others, and holds free text, in which no two people are "
            "alike. Expected: a column of few answers, numbers or days. Name it under texts instead."
        )


def _points_to_people(table: pd.DataFrame, personal: pd.DataFrame) -> bool:
    """Tell whether cells hold personal data, or headers are such as only people have."""
    own = ~personal["kind"].isin(["ip_address", "company_code", "order_number"])
    # A long number here and there may be an order's or a barcode; in a text, or all over a column, it is a phone.
    if (own & ((personal["where"] == "inside texts") | (personal["share"] >= MOST))).any():
        return True
    headers = [plain_header(column) for column in table.columns]
    if any(OF_PEOPLE.search(header) for header in headers):
        return True
    return any(NAMES.search(header) for header in headers) and not any(OF_GOODS.search(header) for header in headers)


def _roles(roles: pd.DataFrame, opened: Opened, named: Mapping[str, str], about: bool) -> pd.DataFrame:
    roles = roles.copy()
    if not about:
        roles = roles.assign(role=NEITHER, reason="nothing in the table points to people")
    open_ = roles["role"].isin([QUASI, NEITHER]) if about else pd.Series(False, index=roles.index)
    for place in [at for at in roles.index[open_] if is_decided(opened.table[roles.loc[at, "column"]])]:
        roles.loc[place, ["role", "reason"]] = [SENSITIVE, "what was decided about people, or what came of it"]
    sheet = (roles["column"] == "sheet") & (roles["role"] == NEITHER) & ("intake" in opened.table.attrs)
    for place in roles.index[sheet] if about else ():
        roles.loc[place, ["role", "reason"]] = [QUASI, "the sheet that the row is in"]
    taken = dict(named)
    for role, becomes in (("person", IDENTIFIER), ("sensitive", SENSITIVE)):
        column = opened.columns[role]
        if column and about:
            taken.setdefault(column, becomes)
    for column, role in taken.items():
        said = NAMED if column in named else "chosen under 'What was read'"
        roles.loc[roles["column"] == column, ["role", "reason"]] = [role, said]
    return roles.assign(suggestion=roles["role"].map(WHAT_TO_DO))


def _names_in(table: pd.DataFrame, lettered: Sequence[str]) -> list[str]:
    """Collect what may be names: texts of letters in columns that identify, and whole names of split ones."""
    single = [value for column in lettered for value in table[column].dropna().astype(str).unique()]
    parts = [column for column in lettered if NAMES.search(plain_header(column))]
    if len(parts) < 2:
        return single
    whole = [" ".join(row) for row in table[parts].dropna().astype(str).drop_duplicates().to_numpy().tolist()]
    return [*single, *whole]


def _is_letters(column: pd.Series) -> bool:
    texts = column.dropna().astype(str)
    return len(texts) > 0 and float(texts.str.fullmatch(r"[^\d@_/:;]{2,60}").mean()) > 0.9
