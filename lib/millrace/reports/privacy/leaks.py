"""Values of columns that name people, found again anywhere else in a table, and covered."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from millrace.privacy.everyday_names import EVERYDAY
from millrace.privacy.folding import Folded, fold
from millrace.privacy.header_words import PHONES, plain_header
from millrace.reading.missing_words import is_missing_word

__all__ = ["Held", "held_by"]

HAN = "\u3400-\u9fff"
WORD = re.compile(rf"[^\W{HAN}]+")
HAN_RUN = re.compile(rf"[{HAN}]+")
NUMBER = re.compile(r"\d(?:[ ()./-]{0,3}\d){6,}")
LEAST_LETTERS, LEAST_DIGITS, LONGEST, TAIL = 3, 5, 8, 8


class Held:
    """What the columns that name people hold, in plain form, ready to be found in other texts.

    Parameters
    ----------
    columns : mapping of str to Series
        By their header: the values.

    Examples
    --------
    >>> held = Held({"name": pd.Series(["Lin Hui"]), "phone": pd.Series(["+86 139 1234 5678"])})
    >>> held.cover("ask LIN HUI, 0139-1234-5678, about Linden")
    ('ask [name], [phone], about Linden', 2)
    """

    def __init__(self, columns: Mapping[str, pd.Series]) -> None:
        self._words: dict[str, str] = {}
        self._han: dict[str, str] = {}
        self._tails: dict[str, str] = {}
        for column, values in columns.items():
            for value in values.dropna().drop_duplicates():
                self._add(str(column), _written(value))
        self._longest = max((key.count(" ") + 1 for key in self._words), default=0)
        self._lengths = sorted({len(key) for key in self._han}, reverse=True)

    def _add(self, column: str, value: str) -> None:
        plain = fold(value)
        if is_missing_word(plain.strip()):
            return
        words = WORD.findall(plain)
        key = " ".join(words[:LONGEST])
        if _counts(key):
            self._words.setdefault(key, column)
        for run in HAN_RUN.findall(plain):
            if len(run) > 1:
                self._han.setdefault(run, column)
        digits = re.sub(r"\D", "", plain)
        if len(digits) >= TAIL and (PHONES.search(plain_header(column)) or digits == re.sub(r"[\s()+./-]", "", plain)):
            self._tails.setdefault(digits[-TAIL:], column)

    def cover(self, text: str) -> tuple[str, int]:
        """Replace what is held by the name of its column in brackets, and count.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        tuple of str and int
            The text, and how many places were covered.
        """
        plain = Folded(text)
        places = sorted([*self._word_places(plain), *self._han_places(plain), *self._number_places(plain)],
                        key=lambda place: (place[0], -place[1]))  # fmt: skip
        pieces, last, number = [], 0, 0
        for start, end, column in places:
            begin, stop = plain.span(start, end)
            if begin >= last:
                pieces += [text[last:begin], f"[{column}]"]
                last, number = stop, number + 1
        return "".join([*pieces, text[last:]]), number

    def _word_places(self, plain: Folded) -> Iterable[tuple[int, int, str]]:
        words = list(WORD.finditer(plain.lower))
        at = 0
        while at < len(words):
            for many in range(min(self._longest, len(words) - at), 0, -1):
                key = " ".join(word[0] for word in words[at : at + many])
                if key in self._words and not (many == 1 and self._is_everyday(key, plain, words[at])):
                    yield words[at].start(), words[at + many - 1].end(), self._words[key]
                    at += many - 1
                    break
            at += 1

    def _is_everyday(self, key: str, plain: Folded, word: re.Match[str]) -> bool:
        """Tell whether a word is more likely the word than the name: "may" in a sentence, not "May"."""
        alone = word.start() == 0 and word.end() == len(plain.text)
        return key in EVERYDAY and not alone and plain.text[word.start()].islower()

    def _han_places(self, plain: Folded) -> Iterable[tuple[int, int, str]]:
        for run in HAN_RUN.finditer(plain.text) if self._han else ():
            for at in range(run.start(), run.end() - 1):
                for length in self._lengths:
                    found = self._han.get(plain.text[at : at + length]) if at + length <= run.end() else None
                    if found:
                        yield at, at + length, found
                        break

    def _number_places(self, plain: Folded) -> Iterable[tuple[int, int, str]]:
        for found in NUMBER.finditer(plain.text) if self._tails else ():
            column = self._tails.get(re.sub(r"\D", "", found[0])[-TAIL:])
            if column:
                yield found.start(), found.end(), column

    def cover_column(self, column: pd.Series) -> tuple[pd.Series, int]:
        """Cover a column of texts, and count the cells that held something.

        Parameters
        ----------
        column : Series
            Texts; what is no text is left alone.

        Returns
        -------
        tuple of Series and int
        """
        known = column.dropna()
        made = {value: self.cover(value) for value in known.drop_duplicates() if isinstance(value, str)}
        held = {value: text for value, (text, number) in made.items() if number}
        if not held:
            return column, 0
        covered = column.map(lambda value: held.get(value, value) if isinstance(value, str) else value)
        return covered, int(known.isin(list(held)).sum())


def held_by(table: pd.DataFrame, columns: Sequence[str]) -> Held:
    """Collect what some columns of a table hold.

    Parameters
    ----------
    table : DataFrame
        The table.
    columns : sequence of str
        The columns that name people.

    Returns
    -------
    Held
    """
    return Held({column: table[column] for column in columns})


def _written(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _counts(key: str) -> bool:
    """Tell whether words are long enough to be no accident: "12" is in many cells, "C-102" is not."""
    bare = key.replace(" ", "")
    if bare.isdigit():
        return len(bare) >= LEAST_DIGITS
    return len(bare) >= LEAST_LETTERS
