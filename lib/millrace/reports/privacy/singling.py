"""Who can be singled out by what a neighbour, a colleague or a competitor could know."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import counted
from millrace.privacy import draw_single_out, k_of, single_out
from millrace.privacy.combinations import check_least
from millrace.reports.finding import Finding, chart_of, per_cent, shown_names
from millrace.reports.privacy.columns import People
from millrace.reports.settings import as_whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["PERSON", "Singled", "check_singled", "look_for_single", "people_table"]

PERSON = "person of the row"
MANY, FEW = 9, 6  # columns of which every combination is tried, in small and in large tables
LARGE, HALF = 5_000, 0.5
LATIN = re.compile("[\\u0000-\\u024f]*")


@dataclass(frozen=True)
class Singled:
    """How many people each combination of columns singles out.

    Parameters
    ----------
    table : DataFrame
        As `millrace.privacy.single_out` makes it; empty when no column could be known to others.
    columns, left : list of str
        The columns that were combined, and those that were too many.
    people : int
        How many people there are.
    places : dict of str to int
        By column: its place in the file, from 1.
    all_k : int
        The smallest group when all columns, also those left, are known.
    least : int
        The smallest group that is safe.
    """

    table: pd.DataFrame
    columns: list[str]
    left: list[str]
    people: int
    places: dict[str, int]
    all_k: int
    least: int


def people_table(people: People, columns: Sequence[str]) -> pd.DataFrame:
    """Take some columns, and a number for each person; a row without a code is a person of its own.

    Parameters
    ----------
    people : People
        From `read_columns`.
    columns : sequence of str
        The columns.

    Returns
    -------
    DataFrame
        With the column `PERSON` behind them; it says nothing beyond who is the same.
    """
    table = people.table[list(columns)]
    if people.person is None:
        return table.assign(**{PERSON: np.arange(len(table))})
    code = pd.factorize(people.table[people.person])[0]
    alone = code < 0
    code[alone] = code.max(initial=-1) + 1 + np.arange(alone.sum())
    return table.assign(**{PERSON: code})


def look_for_single(people: People, *, k: int = 5) -> Singled:
    """Count the people whom one, two or more columns single out.

    Parameters
    ----------
    people : People
        From `read_columns`.
    k : int
        The smallest group that is safe.

    Returns
    -------
    Singled

    Raises
    ------
    ArgumentError
        When k is no whole number of 2 or more.
    """
    k, known = check_least(as_whole(k, "k"), "k"), people.of("quasi-identifier")
    table = people_table(people, known)
    number = int(table[PERSON].nunique())
    if not known:
        return Singled(pd.DataFrame(), [], [], number, {}, number, k)
    most = MANY if len(table) <= LARGE else FEW
    ranked = sorted(known, key=lambda column: -table[column].nunique())
    chosen = [column for column in known if column in ranked[:most]]
    found = single_out(table, quasi_identifiers=chosen, person=PERSON, least=k)
    all_k = k_of(table, quasi_identifiers=known, person=PERSON)
    places = {str(column): place for place, column in enumerate(people.table.columns, 1) if column in chosen}
    return Singled(found, chosen, [column for column in known if column not in chosen], number, places, all_k, k)


def check_singled(singled: Singled) -> Finding:
    """Say which combinations of columns single people out, and how many.

    Parameters
    ----------
    singled : Singled
        From `look_for_single`.

    Returns
    -------
    Finding
    """
    if singled.table.empty:
        none = "No column was recognised that others may know of a person, so nobody was looked for."
        return Finding("singled out", (none, "If there is one (a job, a place, a day), name it under known."))
    worst = _worst(singled.table)
    one, every = worst.iloc[0], worst.iloc[-1]
    enough = worst[worst["alone"] == every["alone"]].iloc[0]
    half = worst[worst["alone_share"] >= HALF]
    said = [f"Whoever knows only '{one['columns']}' finds {_alone(one, singled)}."]
    if len(half) and one["number_of_columns"] < half.iloc[0]["number_of_columns"] < enough["number_of_columns"]:
        said.append(f"Whoever knows {_known(half.iloc[0])} finds {_alone(half.iloc[0], singled)}.")
    if enough["number_of_columns"] > 1:
        more = "" if enough.equals(every) else f"; all {len(singled.columns)} columns find no more"
        said.append(f"Whoever knows {_known(enough)} finds {_alone(enough, singled)}{more}.")
    said.append(
        "Found means: nobody else in the table has the same. With all of it known, "
        f"{every['in_small_groups']:,} of {singled.people:,} people share it with fewer than {singled.least - 1} "
        "others."
    )
    said += _remarks(singled, every)
    action = ""
    if every["alone"]:
        action = (
            f"Do not call a list anonymous because the names are gone: {enough['columns']} "
            f"{'finds' if enough['number_of_columns'] == 1 else 'find'} {_alone(enough, singled)}. Ask who could see "
            "the list, and what they know."
        )
    names = {"columns": "columns that are known", "alone": "people found", "in_small_groups": f"in groups under "
             f"{singled.least}", "smallest_group": "smallest group"}  # fmt: skip
    drawn = _among(singled.table, enough["columns"].split(", "))
    places = {name: f"column {place}" for name, place in singled.places.items() if not LATIN.fullmatch(name)}
    if places:
        said.append("In the chart, columns are named by their place in the file, counted from the first.")
    chart = chart_of(lambda: _drawn(drawn, places))
    return Finding("singled out", tuple(said), action, shown_names(worst, names), chart)


def _among(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Take the combinations of a few columns: more of them would only crowd the chart."""
    inside = table["columns"].map(lambda names: set(names.split(", ")) <= set(columns))
    return table[inside] if len(columns) > 1 else table


def _drawn(table: pd.DataFrame, places: dict[str, str]) -> "Axes":
    """Draw with letters that every computer has; whoever listens hears the names themselves."""
    shown = table["columns"].map(lambda names: ", ".join(places.get(name, name) for name in names.split(", ")))
    ax = draw_single_out(table.assign(columns=shown))
    figure = ax.get_figure(root=True)
    if figure is not None and places:
        names = {place: name for name, place in places.items()}
        heard = re.sub(
            "|".join(rf"{place}\b" for place in names), lambda found: names[found[0]], str(figure.get_label())
        )
        figure.set_label(heard)
    return ax


def _known(row: pd.Series) -> str:
    return f"{row['number_of_columns']} columns ({row['columns']})"


def _remarks(singled: Singled, every: pd.Series) -> list[str]:
    said, empty = [], int(every["rows_with_missing"])
    if singled.left:
        said.append(
            f"Too many columns to try all combinations: {', '.join(singled.left)} were left out here, not in the copy. "
            f"With them, too, the smallest group has {singled.all_k:,}."
        )
    if empty:
        has = "has" if empty == 1 else "have"
        said.append(f"An empty cell counts as a value of its own; {counted(empty, 'row')} {has} one.")
    return said


def _worst(table: pd.DataFrame) -> pd.DataFrame:
    """Take of each number of columns the combination that finds most people."""
    ranked = table.sort_values(["number_of_columns", "alone", "in_small_groups"], ascending=[True, False, False])
    return ranked.drop_duplicates("number_of_columns").reset_index(drop=True)


def _alone(row: pd.Series, singled: Singled) -> str:
    if not row["alone"]:
        return f"nobody for certain (the smallest group has {row['smallest_group']:,})"
    return f"{row['alone']:,} of {singled.people:,} people ({per_cent(row['alone_share'])})"
