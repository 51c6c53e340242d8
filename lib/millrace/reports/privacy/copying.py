"""The masked copy: names replaced or gone, texts masked, the rest coarser; looked through before anybody gets it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from millrace.errors import counted
from millrace.privacy import Anonymised, anonymise, find_personal, k_of, mask, pseudonyms, read_key
from millrace.reports.finding import Finding
from millrace.reports.privacy.coarsening import Choices, levels_of
from millrace.reports.privacy.roles import FREE_TEXT, IDENTIFIER, Opened, Roles, quoted
from millrace.reports.saving import save_workbook

__all__ = ["check_copy", "make_copy"]

LONG_ENOUGH = 5  # a shorter value, such as 7 or "no", stands in other columns by itself


def make_copy(
    opened: Opened, roles: Roles, choices: Choices, *, k: int = 5, most_left_out: float = 0.0,
    key_file: str | Path = "", regions: Sequence[str] = ("CN",), order_numbers: str = "",
) -> pd.DataFrame | None:  # fmt: skip
    """Make the masked copy of a table.

    Parameters
    ----------
    opened, roles, choices
        From `open_file`, `decide` and `choose`.
    k : int
        The smallest group of people who look alike.
    most_left_out : float
        Share of rows that may be left out.
    key_file : str or Path
        A key of `millrace.privacy.new_key`: identifying columns become pseudonyms. Without one they are left out.
    regions : list of str
        Where phone numbers without a country code belong.
    order_numbers : str
        A regular expression of your order numbers, to be masked in texts.

    Returns
    -------
    DataFrame or None
        Rows in an order that says nothing; None when groups of ``k`` cannot be reached.

    Raises
    ------
    FileError
        When the key cannot be read.
    """
    if choices.ways and not isinstance(choices.made[most_left_out], Anonymised):
        return None
    table = choices.table.copy()
    if key_file:
        key = read_key(key_file)
        for column in roles.of(IDENTIFIER):
            table[column] = pseudonyms(table[column].astype(object), key=key, purpose=column)
    else:
        table = table.drop(columns=[c for c in roles.of(IDENTIFIER) if c != roles.person])
    for column in roles.of(FREE_TEXT):
        table[column] = mask(table[column], names=roles.names, regions=regions, order_numbers=order_numbers or None)[
            "masked"
        ]
    table = table.drop(columns=[c for c in roles.too_many if c in table])
    if choices.ways:
        table = anonymise(
            table, quasi_identifiers=choices.ways, k=k, sensitive=choices.protect or None,
            diversity=2 if choices.protect else None, person=roles.person or None, most_set_aside=most_left_out,
        ).table  # fmt: skip
    else:
        table = table.sample(frac=1, random_state=0).reset_index(drop=True)
    kept = [c for c in opened.table.columns if c in table and (key_file or c != roles.person)]
    return table[kept]


def check_copy(
    opened: Opened, roles: Roles, choices: Choices, copy: pd.DataFrame | None, *, path: str | Path = "", k: int = 5,
    most_left_out: float = 0.0, regions: Sequence[str] = ("CN",),
) -> Finding:  # fmt: skip
    """Look through the copy as a stranger would, and save it when nobody was found in it.

    Parameters
    ----------
    opened, roles, choices
        From `open_file`, `decide` and `choose`.
    copy : DataFrame or None
        From `make_copy`.
    path : str or Path
        Where to save it, ``.xlsx``; not saved when empty.
    k : int
        The smallest group of people who look alike.
    most_left_out : float
        As for `make_copy`.
    regions : list of str
        Where phone numbers without a country code belong.

    Returns
    -------
    Finding
        What is in the copy and what was looked for. A copy that does not pass is not saved, and it says why.
    """
    if copy is None:
        return Finding("copy", ("No copy was made: see above.",))
    rows = len(opened.table)
    lines = [f"{rows:,} rows in the file = {len(copy):,} in the copy + {rows - len(copy):,} left out."]
    gone = [c for c in opened.table.columns if c not in copy]
    if gone:
        lines.append(f"Not in the copy: {quoted(gone)}.")
    replaced = [c for c in roles.of(IDENTIFIER) if c in copy]
    if replaced:
        lines.append(
            f"Replaced by pseudonyms: {quoted(replaced)}. Whoever has the key can tell who it is: keep it apart."
        )
    faults = _faults(opened, roles, copy, k, regions)
    if faults:
        said = f"The copy was not saved, because it was looked through and did not pass: {'; '.join(faults)}."
        return Finding("copy", (*lines, said), "Give nobody a copy of this list yet: see 'The masked copy'.")
    searched = len(roles.of(IDENTIFIER)) + len(roles.of(FREE_TEXT))
    lines.append(
        f"Looked through again: no value of the {counted(len(roles.of(IDENTIFIER)), 'identifying column')} and nothing "
        "that this report recognises as personal is left in it."
        if searched
        else "There was nothing to mask."
    )
    if roles.of(FREE_TEXT):
        lines.append(
            "Masking texts always misses something, names that stand in no column above all. Read a sample first."
        )
    if path:
        lines.append(f"Saved: {save_workbook(path, {'copy': copy}, whole=True).name}")
    became = _became(opened, roles, copy, levels_of(choices, most_left_out))
    return Finding("copy", tuple(lines), "Read twenty rows of the copy before you hand it out.", became, sheet="copy")


def _became(opened: Opened, roles: Roles, copy: pd.DataFrame, levels: Mapping[str, str]) -> pd.DataFrame:
    """Say what became of each column, without a row of it."""
    told = dict.fromkeys(roles.of(FREE_TEXT), "masked") | dict(levels)
    told |= dict.fromkeys(roles.of(IDENTIFIER), "pseudonyms")
    lines = [(c, told.get(c, "as it is") if c in copy else "not in the copy") for c in opened.table.columns]
    return pd.DataFrame(lines, columns=["column", "in the copy"])


def _faults(opened: Opened, roles: Roles, copy: pd.DataFrame, k: int, regions: Sequence[str]) -> list[str]:
    faults = []
    known = [c for c in roles.known if c in copy]
    if known and (not len(copy) or (not roles.person and k_of(copy, quasi_identifiers=known) < k)):
        faults.append(f"there are groups of fewer than {k}")
    values = {
        text
        for column in roles.of(IDENTIFIER)
        for text in opened.table[column].dropna().astype(str).str.strip().str.casefold().unique()
        if len(text) >= LONG_ENOUGH
    }
    for column in copy:
        texts = copy[column].dropna().astype(str).str.strip().str.casefold()
        if texts.isin(values).any():
            faults.append(f"'{column}' holds values of an identifying column")
    for column in roles.of(FREE_TEXT):
        if len(find_personal(copy[column], names=roles.names, regions=regions)):
            faults.append(f"'{column}' still holds personal data")
    return faults
