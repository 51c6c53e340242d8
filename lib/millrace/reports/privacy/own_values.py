"""What a row says of its person in other columns, found again in its own texts: a day, a number, a word, a name."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from millrace.reading import parse_dates
from millrace.reading.missing_words import is_missing_word
from millrace.reports.bias_audit.words import NO, UNKNOWN, YES
from millrace.reports.choosing import share_of_kind
from millrace.reports.privacy.leaks import Held

__all__ = ["NAME", "OwnValues"]

NAME = "[name]"
MOST_KEPT = 10_000  # patterns, so that a large table does not fill the memory
MOSTLY_DAYS, SHORT, LEAST_NAME = 0.9, 3, 3
Cover = Callable[[str], str]
MONTHS = (
    "jan(?:uary|uar|vier|uari)?|enero",
    "feb(?:ruary|ruar)?|f[ée]vr(?:ier)?|febrero",
    "mar(?:ch|s|zo)?|m[äa]rz|mrz",
    "apr(?:il)?|avril|abril",
    "may|mai|mayo",
    "june?|juni|juin|junio",
    "july?|juli|juillet|julio",
    "aug(?:ust)?|ao[ûu]t|agosto",
    "sept?(?:ember)?|septembre|septiembre",
    "oct(?:ober)?|okt(?:ober)?|octobre|octubre",
    "nov(?:ember)?|novembre|noviembre",
    "de[cz](?:ember)?|d[ée]cembre|diciembre",
)
ANY_MONTH = re.compile(rf"\d.*(?:{'|'.join(MONTHS)}|月)|(?:{'|'.join(MONTHS)}).*\d", re.IGNORECASE)
BIRTH = r"(?:born|birth\w*|geb\w*|jahrgang|née?|nacid[oa]|b\.|\*)"
NUMBER = re.compile(r"(?<![\w.,-])(?:\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?!\w|[.,]\d)")
OF_AGE = r"[ -]?(?:years?|yrs?|y/?o\b|jahre?n?\b|jährig\w*|ans\b|años|anni\b|岁|سنة|عام)"


class OwnValues:
    """The values of each row that the copy hides, ready to be found in the texts of the same row.

    Parameters
    ----------
    table : DataFrame
        The file.
    names : list of str
        Columns of names: each part of the row's own name is found, also one that is a word as well ("Sommer").
    covered : list of str
        Columns that the copy does not have, or has coarser: days, numbers and words are found as they may be written.

    Examples
    --------
    >>> table = pd.DataFrame({"born": ["09.09.1990"], "job": ["tiler"], "name": ["Kai Winter"]})
    >>> OwnValues(table, names=["name"], covered=["born", "job"]).cover("Winter, tiler, 9 Sept 1990", 0)
    '[name], [job], [born]'
    """

    def __init__(self, table: pd.DataFrame, *, names: Sequence[str], covered: Sequence[str]) -> None:
        self._names = [table[column].to_numpy(object) for column in names]
        self._days: dict[str, list[np.ndarray]] = {}
        self._values: dict[str, np.ndarray] = {}
        for column in covered:
            if _holds_days(table[column]):
                self._days[column] = _readings(table[column])
            else:
                self._values[column] = table[column].to_numpy(object)

    def cover(self, text: str, row: int) -> str:
        """Replace what is said of the row's person.

        Parameters
        ----------
        text : str
            A text of the row.
        row : int
            Which row of the file, from 0.

        Returns
        -------
        str
        """
        for column, readings in self._days.items():
            for days in readings:
                if not pd.isna(days[row]) and _may_hold(text, days[row].year):
                    text = _day(days[row].year, days[row].month, days[row].day).sub(f"[{column}]", text)
        for column, values in self._values.items():
            value = _written(values[row])
            if value:
                text = _coverer(column, value)(text)
        for values in self._names:
            if isinstance(values[row], str):
                text = _parts(values[row])(text)
        return text


def _may_hold(text: str, year: int) -> bool:
    """Tell at a glance whether a day of the year can be in a text: to compile its forms takes far longer."""
    return f"{year % 100:02}" in text or bool(ANY_MONTH.search(text))


def _holds_days(column: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(column) or (
        not pd.api.types.is_numeric_dtype(column) and share_of_kind(column, "date") >= MOSTLY_DAYS
    )


def _readings(column: pd.Series) -> list[np.ndarray]:
    """Return the days, and both of them where 03/04/1990 can be read in two ways."""
    read = parse_dates(column)
    sure, first = read["date"].fillna(read["if_day_first"]), read["if_month_first"].where(read["date"].isna())
    return [one.to_numpy(object) for one in (sure.astype(object), first.astype(object)) if one.notna().any()]


@lru_cache(MOST_KEPT)
def _day(year: int, month: int, day: int) -> re.Pattern[str]:
    """Compile a day as people write it, and the year alone where it is said to be of birth."""
    d, m, y = f"0?{day}", f"0?{month}", f"(?:{year}|{year % 100:02})"
    to, name, th = r"\s?[./-]\s?", rf"(?:{MONTHS[month - 1]})\.?", r"(?:st|nd|rd|th|er|\.)?"
    forms = [
        rf"{d}{to}{m}{to}{y}", rf"{m}{to}{d}{to}{y}", rf"{year}{to}{m}{to}{d}", rf"{year}{month:02}{day:02}",
        rf"{day:02}{month:02}{year}", rf"{year}\s?年\s?{m}\s?月\s?{d}\s?[日号]", rf"{m}\s?月\s?{d}\s?[日号]",
        rf"{d}{th} (?:of |de )?{name}(?:,? (?:de )?{year}\b)?", rf"{name} {d}{th}(?:,? {year}\b)?",
    ]  # fmt: skip
    born = rf"{BIRTH}\W{{0,5}}(?:(?:in|im|en|on|year)\W)?{year}(?!\d)"
    return re.compile(rf"(?<![\d\w])(?:{'|'.join(forms)})(?![\d\w])|(?<!\w){born}", re.IGNORECASE)


def _written(value: object) -> str:
    if value is None or value != value or value is pd.NaT:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(str(value).split())
    return "" if is_missing_word(text.casefold()) or text.casefold() in YES | NO | UNKNOWN else text


def _bare(number: str) -> str:
    """Write a number in its digits alone: "16,500.00" is 16500, and a postcode may have lost its first zero."""
    return re.sub(r"\D", "", re.sub(r"[.,]\d{1,2}$", "", number.strip())).lstrip("0")


@lru_cache(MOST_KEPT)
def _coverer(column: str, value: str) -> Cover:
    label, digits = f"[{column}]", _bare(re.sub(r"[^\d.,]+$", "", value))
    if re.fullmatch(r"\d{1,3}", value):
        age = re.compile(rf"(?<![\d.,]){value}(?={OF_AGE})|(?<=age )0?{value}\b|(?<=aged )0?{value}\b", re.IGNORECASE)
        return lambda text: age.sub(label, text) if len(value) > 1 else text
    if re.fullmatch(r"\D{0,4}\d[\d.,' ]*\D{0,4}", value) and len(digits) > SHORT:
        return lambda text: NUMBER.sub(lambda found: label if _bare(found[0]) == digits else found[0], text)
    held = Held({column: pd.Series([value], dtype=object)})
    return lambda text: held.cover(text)[0]


@lru_cache(MOST_KEPT)
def _parts(name: str) -> Cover:
    parts = [part for part in re.findall(r"[^\W\d_]+", name) if len(part) >= LEAST_NAME and part[0].isupper()]
    if not parts:
        return lambda text: text
    pattern = re.compile(rf"(?<![\w\[])(?:{'|'.join(map(re.escape, parts))})(?![\w\]])")
    return lambda text: pattern.sub(NAME, text)
