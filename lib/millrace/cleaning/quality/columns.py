"""One column as the scorecard sees it: its distinct texts, its gaps and its kind, each found once."""

import re
from functools import cached_property

import numpy as np
import pandas as pd

from millrace.cleaning.distinct import Distinct, distinct_texts
from millrace.cleaning.gaps.disguises import find_disguised
from millrace.reading.numbers import read_numbers

__all__ = ["Column", "columns_of"]

# A text column is taken for numbers or dates when this share of its distinct values can be read so.
MOSTLY = 0.8

# A telephone number: seven digits or more with marks between. Its style is its marks, such as "+--" or "()".
PHONE = re.compile(r"^\(?[+(]?(?=(?:\D*\d){7})[\d\s()./-]+$")


class Column:
    """One column of a table, read once for all five dimensions."""

    def __init__(self, name: object, values: pd.Series) -> None:
        self.name, self.values = name, values
        self.typed = values.dtype.kind in "iufcMmb"

    @cached_property
    def found(self) -> Distinct:
        """The distinct texts."""
        return distinct_texts(self.values)

    @cached_property
    def gone(self) -> np.ndarray:
        """Which cells are empty, or only look filled."""
        hidden = find_disguised(self.values, found=None if self.typed else self.found)
        return (self.values.isna() | hidden).to_numpy(dtype=bool)

    @cached_property
    def kind(self) -> str:
        """What most distinct texts are: "numbers", "dates", "phones", "texts", or "" where there are none."""
        if self.typed:
            return "typed"
        sample = self.found.sample
        if not sample:
            return ""
        numbers = _are_numbers(sample)
        if numbers.mean() >= MOSTLY:
            # telephones without a mark are numbers beside those that have marks; codes of digits are all digits
            return "phones" if _are_phones(sample) and not numbers.all() and not _has_powers(sample) else "numbers"
        if _are_dates(self.found.sampled_dates).mean() >= MOSTLY:
            return "dates"
        return "phones" if _are_phones(sample) else "texts"

    @cached_property
    def numbers(self) -> pd.DataFrame:
        """The distinct texts as numbers, with what each proves of the decimal mark."""
        return read_numbers([text.lstrip("+-") for text in self.found.plain])

    @cached_property
    def of_its_kind(self) -> np.ndarray:
        """Which distinct texts are numbers, or dates, where most are."""
        if self.kind == "dates":
            return _are_dates(self.found.dates)
        return self.numbers[["point", "comma"]].notna().any(axis=1).to_numpy(dtype=bool)


def columns_of(frame: pd.DataFrame) -> list[Column]:
    """Take the columns of a table for one look by all dimensions.

    Parameters
    ----------
    frame : DataFrame
        Any table.

    Returns
    -------
    list of Column
    """
    return [Column(name, frame.iloc[:, place]) for place, name in enumerate(frame.columns)]


def _are_numbers(texts: list[str]) -> np.ndarray:
    read = read_numbers([text.lstrip("+-") for text in texts])
    return read[["point", "comma"]].notna().any(axis=1).to_numpy(dtype=bool)


def _has_powers(texts: list[str]) -> bool:
    return any("e+" in text.lower() for text in texts)


def _are_phones(texts: list[str]) -> bool:
    return bool(np.mean([bool(PHONE.search(text)) for text in texts]) >= MOSTLY)


def _are_dates(read: pd.DataFrame) -> np.ndarray:
    return read["problem"].isin(["", "ambiguous"]).to_numpy(dtype=bool)
