"""The distinct texts of a column, each tidied once: what every look at a column of a million cells begins with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from millrace.reading.dates.parsing import parse_dates
from millrace.reading.missing_words import MISSING_WORDS, is_missing_word
from millrace.reading.texts import tidy_each

__all__ = ["Distinct", "distinct_texts", "shapes_of"]

ENOUGH, MOSTLY = 500, 0.8  # distinct texts that show what a column is made of, and what most of them are
_LETTERS_AND_DIGITS = bytes(
    ord("A" if c.isupper() else "a" if c.islower() else "9" if c in "123456789" else c) for c in map(chr, range(128))
)


@dataclass(frozen=True)
class Distinct:
    """The distinct texts of a column: as they are, tidied, how often each occurs, and which one each cell holds."""

    texts: list[str]
    plain: list[str]
    counts: np.ndarray
    codes: np.ndarray

    def spread(self, marks: np.ndarray) -> np.ndarray:
        """Lay one answer per distinct text out over the cells; a missing cell has the answer 0 or False.

        Parameters
        ----------
        marks : array
            One answer per distinct text.

        Returns
        -------
        array
            One answer per cell.
        """
        return np.append(marks, np.zeros(1, dtype=marks.dtype))[self.codes]

    @cached_property
    def shapes(self) -> tuple[np.ndarray, list[str]]:
        """Which shape each distinct text has, and the distinct shapes: a million order numbers have one."""
        codes, shapes = pd.factorize(np.array(shapes_of(self.plain), dtype=object))
        return codes, list(shapes)

    def by_shape(self, tell: Callable[[str], object], dtype: type = bool) -> np.ndarray:
        """Answer for every distinct text what its shape alone tells.

        Parameters
        ----------
        tell : function (shape) -> answer
            Called once per distinct shape.
        dtype : type
            What the answers are.

        Returns
        -------
        array
            One answer per distinct text.
        """
        codes, shapes = self.shapes
        return np.fromiter(map(tell, shapes), dtype, len(shapes))[codes]

    @cached_property
    def said(self) -> np.ndarray:
        """Which distinct texts say something: "n/a" does not."""
        empty = self.by_shape(_may_be_missing_word)
        empty[empty] = [is_missing_word(self.plain[place]) for place in np.flatnonzero(empty)]
        return ~empty

    @cached_property
    def sample(self) -> list[str]:
        """Some of the tidied texts that say something, the same ones in whatever order the rows come."""
        return self.sampled(np.flatnonzero(self.said))

    def sampled(self, places: np.ndarray) -> list[str]:
        """Choose some of these tidied texts by lot, the same ones in whatever order the rows come.

        Parameters
        ----------
        places : array of int
            Places in ``texts``.

        Returns
        -------
        list of str
        """
        if len(places) > ENOUGH:
            places = places[np.argpartition(self.lot[places], ENOUGH)[:ENOUGH]]
        return [self.plain[place] for place in places]

    @cached_property
    def lot(self) -> np.ndarray:
        """A number for each distinct text that depends on nothing but the text."""
        return pd.util.hash_array(np.array(self.texts, dtype=object), categorize=False)

    @cached_property
    def dates(self) -> pd.DataFrame:
        """The tidied texts as dates."""
        return parse_dates(self.plain)

    @cached_property
    def sampled_dates(self) -> pd.DataFrame:
        """The sample as dates."""
        return parse_dates(self.sample)

    @cached_property
    def mostly_dates(self) -> bool:
        """Whether most texts have the form of a date, 31 February among them."""
        return bool(self.sampled_dates["style"].ne("").mean() >= MOSTLY)

    @cached_property
    def folded(self) -> tuple[np.ndarray, list[str]]:
        """Texts that differ only in capitals or spaces taken as one: which one each text is, and their names."""
        shapes = self.shapes[1]
        tidied = any(text is not plain for text, plain in zip(self.texts, self.plain, strict=True))
        if not tidied and len({shape.lower() for shape in shapes}) == len(shapes):
            # only ß and its like are of another length in capitals
            signs = "".join(self.plain)
            if signs.isascii() or all(len(sign.casefold()) == 1 for sign in set(signs)):
                return np.arange(len(self.plain)), self.plain
        codes, names = pd.factorize(np.array([text.casefold() for text in self.plain], dtype=object))
        return codes, list(names)


def distinct_texts(values: pd.Series) -> Distinct:
    """Find the distinct texts of a column; what is no text counts as people would write it, and missing cells as none.

    Parameters
    ----------
    values : Series
        The column.

    Returns
    -------
    Distinct

    Examples
    --------
    >>> found = distinct_texts(pd.Series(["a ", 1, "a ", None]))
    >>> found.texts, found.plain, found.counts.tolist(), found.codes.tolist()
    (['a ', '1'], ['a', '1'], [2, 1], [0, 1, 0, -1])
    """
    if pd.api.types.infer_dtype(values, skipna=True) not in ("string", "empty"):
        values = values.astype(object).map(_written, na_action="ignore")
    codes, found = pd.factorize(values.to_numpy(dtype=object))
    texts = list(found)
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    return Distinct(texts, tidy_each(texts), counts, codes)


def shapes_of(texts: Sequence[str]) -> list[str]:
    """Write tidied texts with A and a for large and small letters and 9 for every digit but 0.

    Parameters
    ----------
    texts : list of str
        Without line breaks.

    Returns
    -------
    list of str

    Examples
    --------
    >>> shapes_of(["LB-1042", "Köln 50"])
    ['AA-9099', 'Aaaa 90']
    """
    # all at once: text by text this takes ten times as long
    joined = "\n".join(texts)
    if not joined:
        return [""] * len(texts)
    if joined.isascii():
        return joined.encode().translate(_LETTERS_AND_DIGITS.ljust(256)).decode().split("\n")
    signs = {ord(sign): _class(sign) for sign in set(joined)}
    known = np.arange(max(signs) + 1, dtype="<u4")
    known[list(signs)] = list(signs.values())
    coded = joined.encode("utf-32-le", "surrogatepass")
    return known[np.frombuffer(coded, dtype="<u4")].tobytes().decode("utf-32-le", "surrogatepass").split("\n")


def _class(sign: str) -> int:
    if sign.isascii():
        return _LETTERS_AND_DIGITS[ord(sign)]
    # other signs that belong to words, such as Chinese ones, are neither large nor small
    return ord("A" if sign.isupper() else "a" if sign.islower() else "字" if sign.isalnum() else sign)


def _written(value: object) -> str:
    return value if isinstance(value, str) else tidy_each([value])[0]


_AROUND = "()[]{}<> *-–—_~.,;:!?'\""
_SHAPES_OF_WORDS = {shape.lower().strip(_AROUND) for shape in shapes_of(sorted(MISSING_WORDS))}


def _may_be_missing_word(shape: str) -> bool:
    inside = shape.strip(_AROUND).lower()
    return not inside or inside in _SHAPES_OF_WORDS or not (inside[0].isalnum() or any(map(str.isalnum, inside)))
