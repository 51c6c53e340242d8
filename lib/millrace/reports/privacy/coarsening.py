"""How coarse the columns must become that others may know, with nobody left out and with a few."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from millrace.errors import ArgumentError, counted
from millrace.privacy import Anonymised, anonymise, bands, beginnings, hide, parts_of_date
from millrace.privacy.hierarchies import Hierarchy
from millrace.reading import parse_dates
from millrace.reports.finding import Finding
from millrace.reports.privacy.roles import SENSITIVE, Opened, Roles

__all__ = ["Choices", "check_coarsening", "choose"]

FEW_LEFT_OUT = 0.02  # shown beside "nobody", as many lists lose much less by it
FEW_VALUES = 12
NEARLY_ALL = 0.8
CODE = r"[A-Za-z]{0,2}[\s-]?\d{4,7}"


@dataclass(frozen=True)
class Choices:
    """The coarser tables that were tried.

    Parameters
    ----------
    table : DataFrame
        What was coarsened: all rows, days of the known columns as yyyy-mm-dd.
    ways : dict
        By column: how it can be coarsened.
    protect : str
        The column that must differ in each group; empty when there is none.
    made : dict of float to Anonymised or str
        By the share of rows that may be left out: the result, or why there is none.
    """

    table: pd.DataFrame = field(repr=False)
    ways: dict[str, Hierarchy]
    protect: str
    made: dict[float, Anonymised | str] = field(repr=False)


def choose(opened: Opened, roles: Roles, *, k: int = 5, most_left_out: float = 0.0, protect: str = "") -> Choices:
    """Coarsen the known columns as little as possible, with nobody left out, and with a few.

    Parameters
    ----------
    opened : Opened
        From `open_file`.
    roles : Roles
        From `decide`.
    k : int
        The smallest group of people who look alike.
    most_left_out : float
        Share of rows, 0 to 1, that the copy may leave out.
    protect : str
        A column that must differ in each group; none when empty, since a rare trait would hide everything else.

    Returns
    -------
    Choices

    Raises
    ------
    ArgumentError
        When k is no whole number above 1, or the share is none.
    """
    if not 0 <= most_left_out < 1:
        raise ArgumentError(f"most_left_out={most_left_out} was given. A share from 0 to 1 was expected, such as 0.02.")
    table = opened.table.copy()
    ways = {column: _way(table, column) for column in roles.known}
    if protect and protect not in table.columns:
        have = ", ".join(map(str, table.columns))
        raise ArgumentError(f"protect names a column that is not there. One of these was expected: {have}.")
    made: dict[float, Anonymised | str] = {}
    for share in dict.fromkeys([most_left_out, 0.0, FEW_LEFT_OUT]) if ways else ():
        try:
            made[share] = anonymise(
                table, quasi_identifiers=ways, k=k, sensitive=protect or None, diversity=2 if protect else None,
                person=roles.person or None, most_set_aside=share,
            )  # fmt: skip
        except ArgumentError as error:
            if share == most_left_out and "cannot be reached" not in str(error) and "diverse" not in str(error):
                raise
            made[share] = str(error)
    return Choices(table, ways, protect, made)


def _way(table: pd.DataFrame, column: str) -> Hierarchy:
    """Return how a column can be coarsened, by what its cells are; days become yyyy-mm-dd in ``table``."""
    cells = table[column].dropna()
    if pd.api.types.is_bool_dtype(cells) or cells.nunique() <= 2:
        return hide()
    if pd.api.types.is_numeric_dtype(cells):
        return _bands(float(cells.max() - cells.min()))
    if pd.api.types.is_datetime64_any_dtype(cells):
        return parts_of_date()
    texts = cells.astype(str)
    if texts.str.fullmatch(CODE).mean() > 0.95:
        longest = int(texts.str.len().max())
        return beginnings([length for length in (longest - 2, longest - 4) if length > 0])
    if texts.str.contains(r"\d", regex=True).mean() > 0.95:
        days = parse_dates(texts)["date"]
        if days.notna().all():
            table[column] = days.dt.strftime("%Y-%m-%d").reindex(table.index)
            return parts_of_date()
    return hide()


def _bands(span: float) -> Hierarchy:
    """Return bands of which the narrowest cuts the range into about ten."""
    step = span / 10 if span > 0 else 1.0
    power = 10.0 ** math.floor(math.log10(step))
    width = next(power * one for one in (1, 2, 5, 10) if power * one >= step * (1 - 1e-9))
    return bands([width, 2 * width, 4 * width])


def check_coarsening(choices: Choices, roles: Roles, *, k: int = 5, most_left_out: float = 0.0) -> Finding:
    """Say what the list loses, side by side with nobody left out and with a few.

    Parameters
    ----------
    choices : Choices
        From `choose`.
    roles : Roles
        From `decide`.
    k : int
        The smallest group.
    most_left_out : float
        As the copy is made.

    Returns
    -------
    Finding
    """
    if not choices.made:
        return Finding("coarser", ("There is no column to coarsen.",))
    lines, levels = [], {}
    for share, one in sorted(choices.made.items()):
        leave = "nobody left out" if share == 0 else f"up to {100 * share:g} of 100 rows left out"
        lines.append(f"With {leave}: {one if isinstance(one, str) else one.sentence}")
        if isinstance(one, Anonymised):
            levels[leave] = one.levels.set_index("column")["coarsened_to"]
    mine, shared = choices.made[most_left_out], ""
    if choices.protect:
        lines.append(f"In every group '{choices.protect}' is not the same for all: else being in it would tell it.")
    if isinstance(mine, Anonymised):
        for column in roles.of(SENSITIVE):
            groups, people = _all_alike(mine.table, list(choices.ways), column)
            if groups:
                shared = shared or column
                lines.append(
                    f"In {counted(groups, 'group')} ({counted(people, 'row')}) all have the same '{column}': whoever "
                    f"knows that somebody is in it knows it. To prevent it, name '{column}' in protect."
                )
    lines.append("Who is left out is left out of every count made from the copy; these are the people who differ most.")
    action = f"Decide whether groups may tell '{shared}': see 'How coarse it must become'." if shared else ""
    if isinstance(mine, str):
        action = (
            f"No copy with groups of {k} could be made. Leave out a column that others know, or ask for a smaller k."
        )
    elif len(mine.set_aside):
        action = f"Tell whoever gets the copy that {counted(len(mine.set_aside), 'row')} are left out of it."
    table = pd.DataFrame(levels).rename_axis("column").reset_index() if levels else None
    return Finding("coarser", tuple(lines), action, table, sheet="coarser")


def _all_alike(table: pd.DataFrame, known: Sequence[str], column: str) -> tuple[int, int]:
    """Count groups, and rows in them, in which all share a value that not nearly everybody has anyway."""
    values = table[column].astype(str)
    if not known or not 2 <= values.nunique() <= FEW_VALUES:
        return 0, 0
    common = values.value_counts(normalize=True)
    by = values.groupby([table[name].astype(str) for name in known])
    found = by.agg(["size", "nunique", "first"])
    found = found[(found["nunique"] == 1) & (found["first"].map(common) < NEARLY_ALL)]
    return len(found), int(found["size"].sum())


def levels_of(choices: Choices, most_left_out: float) -> Mapping[str, str]:
    """Return what became of each known column in the copy."""
    one = choices.made.get(most_left_out)
    if not isinstance(one, Anonymised):
        return {}
    return dict(zip(one.levels["column"].astype(str), one.levels["coarsened_to"].astype(str), strict=True))
