"""The coarser table: the least loss at which nobody stands out, with and without a few rows left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.privacy import Anonymised, anonymise
from millrace.privacy.combinations import check_least
from millrace.reports.finding import per_cent
from millrace.reports.privacy.columns import People
from millrace.reports.privacy.singling import PERSON, people_table
from millrace.reports.privacy.ways import ways_for
from millrace.reports.settings import as_list, as_share, as_whole

__all__ = ["ROW", "Coarser", "Trial", "coarsen", "level_in_words"]

TWO = 2  # answers of the sensitive column in each group
MOST_LOOKS = 1_000
ROW = "row of the file"


@dataclass(frozen=True)
class Trial:
    """One try at a coarser table.

    Parameters
    ----------
    watched : str
        The sensitive column of which each group has to have two answers; empty when that was not asked.
    most_left_out : float
        The share of rows that could be left out.
    made : Anonymised or None
        What came of it; None when it cannot be reached.
    why : str
        Why it cannot.
    """

    watched: str
    most_left_out: float
    made: Anonymised | None
    why: str = ""

    @property
    def words(self) -> str:
        """What was asked."""
        asked = f"two answers of '{self.watched}' in each group, " if self.watched else ""
        return asked + (f"at most {per_cent(self.most_left_out)} left out" if self.most_left_out else "no row left out")


@dataclass(frozen=True)
class Coarser:
    """What was tried, and which of it the copy is made of.

    Parameters
    ----------
    people : People
        The table.
    k : int
        The smallest group that was asked.
    trials : tuple of Trial
        In the order in which they are shown.
    chosen : Trial or None
        The one of the copy; None when none was reached.
    needed : bool
        Whether there is any column that others may know.
    leave_out : tuple of str
        Columns that the copy does not have, so that they need not be made coarser.
    """

    people: People
    k: int
    trials: tuple[Trial, ...]
    chosen: Trial | None
    needed: bool
    leave_out: tuple[str, ...] = ()

    @property
    def known(self) -> list[str]:
        """The columns of the copy that others may know."""
        return [column for column in self.people.of("quasi-identifier") if column not in self.leave_out]

    @property
    def sensitive(self) -> str | None:
        """The sensitive column of the copy."""
        return None if self.people.sensitive in self.leave_out else self.people.sensitive


def coarsen(
    people: People,
    *,
    k: int = 5,
    most_left_out: float = 0.05,
    leave_out: Sequence[str] | str = (),
    day_first: bool | None = None,
) -> Coarser:
    """Try the coarser table with and without rows left out, and with and without both answers in each group.

    Parameters
    ----------
    people : People
        From `read_columns`.
    k : int
        The smallest group of people who look alike.
    most_left_out : float
        The share of rows, from 0 to 1, that may be left out because they would make the table coarser for all.
    leave_out : list of str, or str
        Columns that the copy need not have: each column less lets the rest be more exact.
    day_first : bool, optional
        What 03/04/2025 means.

    Returns
    -------
    Coarser

    Raises
    ------
    ColumnError
        When a column to be left out is not in the file.
    ArgumentError
        When k or the share is not understood.
    """
    k, most_left_out = check_least(as_whole(k, "k"), "k"), as_share(most_left_out, "most_left_out")  # type: ignore[assignment]
    left = as_list(leave_out, "leave_out", columns=people.table.columns)
    if isinstance(most_left_out, bool) or not isinstance(most_left_out, int | float) or not 0 <= most_left_out <= 1:
        raise ArgumentError(
            f"most_left_out={in_words(most_left_out)} was given. A share from 0 to 1 was expected. Write 5 % as 0.05."
        )
    require_columns(people.table, left)
    asked = Coarser(people, k, (), None, needed=False, leave_out=tuple(left))
    if not people.about_people or not asked.known:
        return asked
    table = people_table(people, [*asked.known, *([asked.sensitive] if asked.sensitive else [])])
    table = table.assign(**{ROW: range(len(table))})
    ways = ways_for(table[asked.known], k=k, day_first=day_first)
    trials = tuple(
        _try(table, ways, k, watched, share)
        for watched in (["", asked.sensitive] if asked.sensitive else [""])
        for share in ([0.0, float(most_left_out)] if most_left_out else [0.0])
    )
    return replace(asked, trials=trials, chosen=_best(trials), needed=True)


def level_in_words(level: object) -> str:
    """Say what a column became.

    Parameters
    ----------
    level : str
        As `millrace.privacy.anonymise` names it.

    Returns
    -------
    str

    Examples
    --------
    >>> level_in_words("first 1"), level_in_words("first 3"), level_in_words("year")
    ('its first character', 'its first 3 characters', 'year')
    """
    found = re.fullmatch(r"first (\d+)", str(level))
    if not found:
        return str(level)
    return "its first character" if found[1] == "1" else f"its first {found[1]} characters"


def _try(table: pd.DataFrame, ways: dict, k: int, watched: str, share: float) -> Trial:
    try:
        made = anonymise(
            table, quasi_identifiers=ways, k=k, person=PERSON,
            sensitive=watched or None, diversity=TWO if watched else None, most_set_aside=share, most_looks=MOST_LOOKS,
        )  # fmt: skip
    except ArgumentError as error:
        return Trial(watched, share, None, _in_our_words(str(error)))
    if made.table.empty:
        return Trial(watched, share, None, "every row would be left out.")
    return Trial(watched, share, made)


def _in_our_words(text: str) -> str:
    first, _, rest = text.partition(". A smaller k was expected: ")
    return f"{first}: {rest.split('. Write')[0]}." if rest else text.split(". Something between was expected")[0] + "."


def _best(trials: Sequence[Trial]) -> Trial | None:
    """Take the least loss among those that protect the sensitive answers too; a row left out counts as wholly lost."""
    reached = [trial for trial in trials if trial.made is not None]
    safest = [trial for trial in reached if trial.watched] or reached
    return min(
        safest,
        key=lambda trial: (round(trial.made.loss, 6) if trial.made else 1.0, trial.most_left_out),
        default=None,
    )
