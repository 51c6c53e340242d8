"""The answer of a learner, and the few ways in which a check compares it: they trust nothing but the answer."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from millrace import samples
from millrace.checks.borrowing import is_borrowed
from millrace.checks.comparing import Comparison, compare_tables, put_beside, read_table
from millrace.checks.failures import CheckFailed, NotAnswered
from millrace.checks.forms import kind_of, plain_column, plain_item, plain_items, plain_number, plain_table
from millrace.checks.giving_away import gives_away, says_so
from millrace.checks.reading import no_number, read_month, read_pairs, read_several, read_word
from millrace.checks.several import Several, compare_several

__all__ = ["Answer"]

NOT_FILLED = (
    "{name} has no column '{column}' yet. Replace the three dots in the cell above and run it. If you did, look "
    "whether that cell stopped with an error: did you take one column, ['{column}'], of what the helper returns?"
)
BORROWED = (
    "{name} is our own table, or a column of it, from samples.checkpoint. Those tables are for the sections after this "
    "one. Expected: your own work. Run the cells of this section again from its beginning, with your line, then this "
    "check."
)


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

    def reference(self, checkpoint: str, *, begins_with: Iterable[str] = ()) -> pd.DataFrame:
        """Load a table of ours to compare with, and refuse an answer that only loads that table too.

        Parameters
        ----------
        checkpoint : str
            Its name, see `millrace.samples.checkpoint`.
        begins_with : iterable of str
            The tables of ours that the section begins with; every other one is no answer.

        Returns
        -------
        pandas.DataFrame
            The table, fresh.

        Raises
        ------
        CheckFailed
            When the answer is our table, or a column of it.
        """
        if is_borrowed(self.name, self.value, set(begins_with), cells=self._cells):
            raise CheckFailed(BORROWED.format(name=self.name))
        return samples.checkpoint(checkpoint)

    def table(self, columns: Iterable[str] = (), *, key: Iterable[str] = ()) -> pd.DataFrame:
        """Require a table with certain columns; others may be beside them.

        Parameters
        ----------
        columns : iterable of str
            The columns the lab asked for.
        key : iterable of str
            Columns that name a row; they may be in the index.

        Returns
        -------
        pandas.DataFrame
            The key and these columns in plain form: numbers as float64, all else as text, days as yyyy-mm-dd.

        Raises
        ------
        CheckFailed
            When the answer is no table, or a column is missing, misspelt or there twice.
        """
        named, wanted = list(key), list(columns)
        return read_table(self.name, self.value, key=named, columns=wanted, kind=kind_of(self.value))

    def fills(self, *columns: str) -> None:
        """Require that the answer's cell has made some columns in a table that was given.

        Parameters
        ----------
        *columns : str
            Their names.

        Raises
        ------
        NotAnswered
            When one of them is not there yet.
        """
        for column in columns:
            if isinstance(self.value, pd.DataFrame) and column not in self.value.columns:
                raise NotAnswered(NOT_FILLED.format(name=self.name, column=column))

    def matches(
        self,
        expected: pd.DataFrame,
        *,
        key: Iterable[str],
        columns: Iterable[str] = (),
        look: str = "",
        too_many: str = "",
        too_few: str = "",
        unchanged: Iterable[str] = (),
        tolerance: float = 0.005,
    ) -> None:
        """Compare a table with its reference: every row by its key, and every column named.

        The order of rows and columns, the index, kinds of text, numbers and dates, and rounding do not matter.

        Parameters
        ----------
        expected : pandas.DataFrame
            The reference, loaded or computed afresh, never taken from names that the learner can change.
        key : iterable of str
            The columns that together name a row, unique in ``expected``.
        columns : iterable of str
            The columns that the answer fills.
        look : str
            Where to look when a value differs.
        too_many, too_few : str
            What usually causes rows too many or too few; the right number is not given away.
        unchanged : iterable of str
            Columns that were given and must be as they were.
        tolerance : float
            How far two numbers may lie apart.

        Raises
        ------
        CheckFailed
            With the first thing that differs.
        """
        key, columns, unchanged = list(key), list(columns), list(unchanged)
        found = self.table([*columns, *unchanged], key=key)
        given = "The task leaves this column as it is: load the table again and leave it alone."
        filled = Comparison(self.name, key, columns, look, too_many, too_few, tolerance)
        compare_tables(found, expected, [filled, replace(filled, columns=unchanged, look=given)])

    def hides(self, secret: str, *, of: pd.DataFrame, key: str, price: str, group: str, what: str) -> None:
        """Require that no column of the learner's own tells more of a secret amount than price and group do.

        Parameters
        ----------
        secret : str
            The column that nobody may work out.
        of : pandas.DataFrame
            The table with the secret; columns of the answer that are in it are not looked at.
        key : str
            The column that names a row; the answer has every row once.
        price, group : str
            The columns that everybody sees anyway.
        what : str
            What the secret is, in words: ``"what a piece costs us"``.

        Raises
        ------
        CheckFailed
            With the column, or the row labels, from which it can be worked out.
        """
        table = plain_table(self.value, key=[key], columns=[])
        known = None if table is None else of.set_index(plain_column(of[key])).reindex(plain_column(table[key]))
        if table is None or known is None or known[secret].isna().any():
            return
        own = [(f"the column {name}", name, table.iloc[:, place]) for place, name in enumerate(table) if name not in of]
        levels = [self.value.index.get_level_values(level) for level in range(self.value.index.nlevels)]
        labels = [("the row labels on the left", level.name, level) for level in levels if level.name not in of]
        for place, name, values in [*own, *labels]:
            if gives_away(values, secret=known[secret], price=known[price], group=known[group]):
                raise CheckFailed(
                    f"From {place} of {self.name} a buyer may work out {what}. Expected: nothing that tells more of it "
                    "than the price does."
                )
            if says_so(name):
                raise CheckFailed(
                    f"By its name, {place} of {self.name} tells {what}. Expected: {self.name} without it; if it is "
                    "about something else, with another name."
                )

    def beside(
        self, expected: pd.DataFrame, *, key: Iterable[str], column: str, tolerance: float = 0.005
    ) -> pd.DataFrame:
        """Put what the answer holds in a column beside every row of the reference, to say who or what is wrong.

        Parameters
        ----------
        expected : pandas.DataFrame
            The reference.
        key : iterable of str
            The columns that together name a row.
        column : str
            The column of the answer.
        tolerance : float
            How far two numbers may lie apart.

        Returns
        -------
        pandas.DataFrame
            The rows of ``expected`` that the answer has too, and two columns more: ``found``, in plain form, and
            ``right``.

        Raises
        ------
        CheckFailed
            When the answer is no table, or lacks one of the columns.
        """
        named = list(key)
        how = Comparison(self.name, named, [column], tolerance=tolerance)
        return put_beside(self.table([column], key=named), expected, how)

    def is_number(
        self, expected: float | None = None, *, tolerance: float = 0.005, places: int | None = None, look: str = ""
    ) -> float:
        """Require one number, and compare it when there is something to compare with.

        Parameters
        ----------
        expected : float, optional
            The right number.
        tolerance : float
            How far the answer may lie from it.
        places : int, optional
            To how many places people write such a number: rounded to these it is right too.
        look : str
            What was expected in words, and where to look.

        Returns
        -------
        float
            The answer.

        Raises
        ------
        CheckFailed
            When the answer is not one finite number, or another one.
        """
        number = plain_number(self.value)
        if number is None:
            raise CheckFailed(f"{self.name} is {no_number(self.value)}")
        is_rounded = places is not None and expected is not None and abs(number - round(expected, places)) < 1e-9
        if expected is not None and abs(number - expected) > tolerance and not is_rounded:
            raise CheckFailed(f"{self.name} is {number:,.10g}. {look}".rstrip())
        return number

    def lists(
        self,
        expected: Iterable[Any],
        *,
        what: str,
        column: str | None = None,
        too_many: str = "",
        too_few: str = "",
    ) -> None:
        """Compare several values with the right ones; their order does not matter, nor what holds them.

        Parameters
        ----------
        expected : iterable
            The right values.
        what : str
            What they are, in the plural: ``"months"``.
        column : str, optional
            Where they are when the answer is a table.
        too_many, too_few : str
            Where to look when one is there that should not be, or one is missing.

        Raises
        ------
        CheckFailed
            When the answer holds other values, or values of another kind, such as row numbers or yes and no.
        """
        how = Several(self.name, what, too_many=too_many, too_few=too_few)
        compare_several(self.value, list(expected), how, column=column)

    def holds_any(self, values: Iterable[Any]) -> bool:
        """Say whether the answer is one of these values or holds one of them, whatever holds it.

        Parameters
        ----------
        values : iterable
            What people put there by mistake, such as names of groups where their members were asked for.

        Returns
        -------
        bool
        """
        items = plain_items(self.value, column=None) or []
        return not {plain_item(item) for item in items}.isdisjoint(map(plain_item, values))

    def word(self, among: Iterable[str], *, look: str = "") -> str:
        """Read one word of a choice, however it is written: capitals, blanks and full-width signs do not matter.

        Parameters
        ----------
        among : iterable of str
            The words of the choice.
        look : str
            What was expected, and where to look; by default all words of the choice are named.

        Returns
        -------
        str
            The word as it is in the choice.

        Raises
        ------
        CheckFailed
            When the answer is none of them.
        """
        return read_word(self.name, self.value, list(among), look=look)

    def several(self, among: Iterable[Any], *, look: str = "") -> list[Any]:
        """Read several words or numbers of a choice, whatever holds them; which of them are right, the check says.

        Parameters
        ----------
        among : iterable
            The choice. What is of it comes back as it is written here, what is not as it was typed.
        look : str
            What was expected, when the answer does not hold several values.

        Returns
        -------
        list
            The values, each once, in order.

        Raises
        ------
        CheckFailed
            When the answer holds none to read.
        """
        return read_several(self.name, self.value, list(among), look=look)

    def pairs(self, first: Iterable[Any] = (), second: Iterable[Any] = (), *, look: str = "") -> dict[Any, Any]:
        """Read pairs, whatever holds them: curly brackets, a column with labels, a list of pairs, a table of two.

        Parameters
        ----------
        first, second : iterable
            What may stand first and second in a pair: it comes back as it is written here. What is none of them comes
            back as it was typed.
        look : str
            What was expected, when the answer holds no pairs.

        Returns
        -------
        dict
            The second of each pair by its first.

        Raises
        ------
        CheckFailed
            When the answer holds no pairs, or two that begin alike and end differently.
        """
        return read_pairs(self.name, self.value, list(first), list(second), look=look)

    def month(self) -> pd.Period:
        """Read a month: a text such as ``"2025-04"``, ``"April 2025"`` or ``"2025-4"``, a period, a day.

        Returns
        -------
        pandas.Period
            The month.

        Raises
        ------
        CheckFailed
            When it is no month.
        """
        return read_month(self.name, self.value)
