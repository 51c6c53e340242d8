"""What the check cells of a lab call: they look an answer up, compare it kindly, and speak in one line."""

import sys
from collections.abc import Iterable
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from millrace import samples
from millrace.borrowing import is_borrowed
from millrace.errors import did_you_mean

__all__ = ["Answer", "CheckFailed", "NotAnswered", "answer", "passed"]


class CheckFailed(AssertionError):
    """An answer that is not right yet; the message says what was found, what was expected and where to look."""

    headline = "Not yet"

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback: a learner needs the sentence, not our call stack.
        return [f"{self.headline}: {self}"]


class NotAnswered(CheckFailed):
    """The answer cell has not been filled in, or was not run."""

    headline = "Not answered yet"


class Answer:
    """One answer of the learner, with the comparisons that a check makes.

    Parameters
    ----------
    name : str
        The name the lab asked for.
    value : object
        What the learner's cell stored under it.
    cells : list of str
        The code that was run in the notebook so far, newest last.
    """

    def __init__(self, name: str, value: Any, *, cells: Iterable[str] = ()) -> None:
        self.name = name
        self.value = value
        self._cells = list(cells)

    def reference(self, checkpoint: str) -> pd.DataFrame:
        """Load a table of ours to compare with, and refuse an answer that only loads that table too.

        Parameters
        ----------
        checkpoint : str
            Its name, see `millrace.samples.checkpoint`.

        Returns
        -------
        pandas.DataFrame
            The table, fresh.

        Raises
        ------
        CheckFailed
            When the answer is our table, or a column of it.
        """
        if is_borrowed(self.name, self.value, checkpoint, cells=self._cells):
            raise CheckFailed(
                f'{self.name} is our own table, samples.checkpoint("{checkpoint}"), which later sections begin with. '
                "Expected: your own work. Write your line in the cell above and run it, then run this check again."
            )
        return samples.checkpoint(checkpoint)

    def that(self, holds: Any, message: str) -> None:
        """Fail with a message unless something holds.

        Parameters
        ----------
        holds : bool
            What must be true of the answer.
        message : str
            What was found, what was expected, where to look.

        Raises
        ------
        CheckFailed
            When it does not hold.
        """
        if not bool(holds):
            raise CheckFailed(message)

    def is_table(self, columns: Iterable[str] = ()) -> pd.DataFrame:
        """Require a table with certain columns; others may stand beside them.

        Parameters
        ----------
        columns : iterable of str
            The columns the lab asked for.

        Returns
        -------
        pandas.DataFrame
            A copy of the answer with a plain index, safe to change.

        Raises
        ------
        CheckFailed
            When the answer is no table, or a column is missing or misspelt.
        """
        if not isinstance(self.value, pd.DataFrame):
            raise CheckFailed(
                f"{self.name} is {_kind(self.value)}. Expected: a table. Look at the line that makes {self.name}."
            )
        for column in columns:
            if column not in self.value.columns:
                have = ", ".join(map(str, self.value.columns))
                raise CheckFailed(
                    f"{self.name} has no column '{column}'. Its columns are: {have}."
                    f"{did_you_mean(column, self.value.columns)}"
                )
        return self.value.reset_index(drop=True)

    def is_number(self) -> float:
        """Require a plain number.

        Returns
        -------
        float
            The answer.

        Raises
        ------
        CheckFailed
            When the answer is not one finite number.
        """
        one = (
            self.value.item()
            if isinstance(self.value, np.generic | np.ndarray) and self.value.size == 1
            else self.value
        )
        if isinstance(one, bool) or not isinstance(one, Number) or not np.isfinite(one):
            raise CheckFailed(f"{self.name} is {_kind(self.value)}. Expected: one number.")
        return float(one)

    def has_rows(self, expected: int, *, too_many: str, too_few: str) -> None:
        """Compare the number of rows, with a hint for each direction; the expected number is not given away.

        Parameters
        ----------
        expected : int
            How many rows a right answer has.
        too_many, too_few : str
            What usually causes it, and where to look.

        Raises
        ------
        CheckFailed
            When there are more or fewer rows.
        """
        found = len(self.value)
        if found > expected:
            raise CheckFailed(f"{self.name} has {found:,} rows, more than there should be. {too_many}")
        if found < expected:
            raise CheckFailed(f"{self.name} has {found:,} rows, fewer than there should be. {too_few}")

    def has_values(
        self, expected: pd.DataFrame, *, key: list[str], columns: list[str], look: str, tolerance: float = 0.005
    ) -> None:
        """Compare columns row by row; the order of rows and columns, the index, dtypes and rounding do not matter.

        Parameters
        ----------
        expected : pandas.DataFrame
            The reference, computed on the data at hand.
        key : list of str
            The columns that together name a row, unique in ``expected``.
        columns : list of str
            The columns to compare.
        look : str
            Where to look when a value differs.
        tolerance : float
            How far two numbers may lie apart.

        Raises
        ------
        CheckFailed
            When a row is missing, stands there twice or should not be there, or a value differs; it shows the learner's
            value, never the expected one.
        """
        found = self.is_table([*key, *columns])
        mine, theirs = (_plain(t[list(dict.fromkeys([*key, *columns]))]) for t in (found, expected))
        if mine.duplicated(key).any():
            row = _row(mine[mine.duplicated(key)].iloc[0], key)
            raise CheckFailed(f"{self.name} has the row {row} more than once. Expected: once. {look}")
        for column in key:
            if mine[column].dtype != theirs[column].dtype:
                mine[column], theirs[column] = _as_text(mine[column]), _as_text(theirs[column])
        both = theirs.merge(mine, on=key, how="outer", suffixes=("_expected", ""), indicator=True)
        self._same_rows(both, key, look)
        for column in (c for c in columns if c not in key):
            differs = ~_alike(both[column], both[f"{column}_expected"], tolerance)
            if differs.any():
                first = both[differs].iloc[0]
                raise CheckFailed(
                    f"Column '{column}' of {self.name} is not right in {differs.sum():,} of {len(both):,} rows. "
                    f"For example, {_row(first, key)} has {_shown(first[column])}. {look}"
                )

    def _same_rows(self, both: pd.DataFrame, key: list[str], look: str) -> None:
        for side, verdict in (("left_only", "is missing"), ("right_only", "should not be there")):
            odd = both[both["_merge"] == side]
            if len(odd):
                raise CheckFailed(
                    f"{len(odd):,} rows of {self.name} are wrong: for example, the row {_row(odd.iloc[0], key)} "
                    f"{verdict}. {look}"
                )


def answer(name: str) -> Answer:
    """Look up the learner's answer in the notebook.

    Parameters
    ----------
    name : str
        The name that the lab asked for.

    Returns
    -------
    Answer
        The answer, ready to be compared.

    Raises
    ------
    NotAnswered
        When there is nothing under that name yet.

    Examples
    --------
    >>> answer("never_made")
    Traceback (most recent call last):
    ...
    millrace.checks.NotAnswered: there is no never_made. Replace the three dots in the cell above, run it, then run \
this check again. If you did, look whether that cell stopped with an error.
    """
    notebook = sys._getframe(1).f_globals
    value = notebook.get(name)
    if value is None or value is ...:
        raise NotAnswered(
            f"there is no {name}. Replace the three dots in the cell above, run it, then run this check again. "
            "If you did, look whether that cell stopped with an error."
        )
    # IPython keeps what was run under this name.
    return Answer(name, value, cells=notebook.get("In", []))


def passed(name: str, *, points: int) -> None:
    """Say that a check has passed; the build puts this line at the end of every check.

    Parameters
    ----------
    name : str
        The answer's name in the lab.
    points : int
        What it earns.

    Examples
    --------
    >>> passed("legacy-file", points=2)
    Right! legacy-file: 2 of 2 points.
    """
    print(f"Right! {name}: {points} of {points} points.")


def _kind(value: Any) -> str:
    names = {pd.Series: "one column", str: "a text", bool: "True or False", list: "a list", dict: "a dictionary"}
    for kind, words in names.items():
        if isinstance(value, kind):
            return words
    return f"{value}" if isinstance(value, Number) else f"of the kind '{type(value).__name__}'"


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    return table.apply(_plain_column)


def _plain_column(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d").astype("string")
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("float64")
    text = values.astype("string").str.strip()
    # A learner may have kept dates as date objects or as texts with a time of midnight: the same day all the same.
    text = text.str.replace(r"^(\d{4}-\d\d-\d\d)[T ]00:00:00(\.0+)?$", r"\1", regex=True)
    numbers = pd.to_numeric(text, errors="coerce")
    return numbers.astype("float64") if len(text) and numbers.notna().all() else text


def _as_text(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return values.map("{:.10g}".format, na_action="ignore").astype("string")
    return values.astype("string")


def _alike(found: pd.Series, expected: pd.Series, tolerance: float) -> pd.Series:
    both_missing = found.isna() & expected.isna()
    if pd.api.types.is_numeric_dtype(expected) or pd.api.types.is_numeric_dtype(found):
        found, expected = (pd.to_numeric(side, errors="coerce").astype("float64") for side in (found, expected))
        return both_missing | ((found - expected).abs() <= tolerance)
    return both_missing | found.astype("string").eq(expected.astype("string")).fillna(False).astype(bool)


def _row(row: pd.Series, key: list[str]) -> str:
    return ", ".join(f"{column} {_shown(row[column])}" for column in key)


def _shown(value: Any) -> str:
    if pd.isna(value):
        return "nothing"
    return f"{value:,.10g}".replace(",", "") if isinstance(value, float) else f"'{value}'"
