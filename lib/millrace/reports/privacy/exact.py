"""Columns that the copy leaves exact, and whom they single out: alone, together, and with what else it shows."""

from dataclasses import dataclass, field

import pandas as pd

from millrace.reports.privacy.coarsening import ROW, Coarser
from millrace.reports.privacy.singling import PERSON, people_table

__all__ = ["Exact", "left_exact"]

FEW = 10  # answers of a column that many share, as long as none of them is rare


@dataclass(frozen=True)
class Exact:
    """Columns that stay as they are and single people out.

    Parameters
    ----------
    people : int
        How many people are in the copy.
    alone : dict of str to int
        By column: how many people nobody shares its value with.
    together : int
        How many people nobody shares all of these values with.
    with_known : int
        The same, when what the copy shows of the columns that others may know is known as well.
    known : list of str
        These columns.
    """

    people: int
    alone: dict[str, int] = field(default_factory=dict)
    together: int = 0
    with_known: int = 0
    known: list[str] = field(default_factory=list)

    @property
    def names(self) -> str:
        """The columns, with commas."""
        return ", ".join(self.alone)

    @property
    def as_they_are(self) -> str:
        """The beginning of a sentence on whom they find."""
        return "exact as it is, it finds" if len(self.alone) == 1 else "exact as they are, they find"

    @property
    def sentence(self) -> str:
        """Whom they single out, and what to do; empty when they single out nobody."""
        if not self.together and not self.with_known:
            return ""
        one = len(self.alone) == 1
        it = "it" if one else "them"
        said = f"whoever knows {'it' if one else 'all of them'} finds {self.together:,} of {self.people:,} people"
        more = [] if one else [f"'{name}' alone: {number:,}" for name, number in self.alone.items() if number]
        if self.with_known > self.together:
            more.append(f"with {', '.join(self.known)} as well: {self.with_known:,}")
        said += f" ({'; '.join(more)})" if more else ""
        return (
            f"{self.names}: exact in the copy, and {said}. Name {it} under known to make {it} coarser, or under "
            "leave_out."
        )


def left_exact(coarser: Coarser) -> Exact:
    """Count whom the columns single out that the copy leaves exact; texts are masked, and not among them.

    Parameters
    ----------
    coarser : Coarser
        From `coarsen`.

    Returns
    -------
    Exact
    """
    people = coarser.people
    kept = [*people.of("sensitive"), *people.of("neither")]
    columns = [c for c in map(str, people.table.columns) if c in kept and c not in (*coarser.leave_out, *people.texts)]
    table, known = people_table(people, columns), []
    if coarser.chosen is not None and coarser.chosen.made is not None:
        made = coarser.chosen.made.table
        table, known = table.iloc[made[ROW].tolist()].reset_index(drop=True), coarser.known
        table = table.assign(**{column: made[column].to_numpy() for column in known})
    alone = {column: _alone(table.dropna(subset=[column]), [column]) for column in columns}
    told = {column: number for column, number in alone.items() if number or table[column].nunique() > FEW}
    number = int(table[PERSON].nunique())
    if not told:
        return Exact(number)
    shown = [column for column in known if table[column].nunique() > 1]
    return Exact(number, told, _alone(table, list(told)), _alone(table, [*told, *shown]), shown)


def _alone(table: pd.DataFrame, columns: list[str]) -> int:
    """Count the people of whom a row has values that no other person has."""
    written = table[columns].astype(str)
    persons = table.groupby([written[column] for column in columns])[PERSON].nunique()
    once = persons[persons == 1].index
    keys = pd.MultiIndex.from_frame(written) if len(columns) > 1 else pd.Index(written[columns[0]])
    return int(table.loc[keys.isin(once), PERSON].nunique())
