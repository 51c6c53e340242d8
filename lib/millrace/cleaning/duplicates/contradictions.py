"""What speaks against a pair whatever its score: another first name, birth date, house number, legal form."""

import re
from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.columns import Columns

__all__ = ["contradictory", "review_reasons"]

_PLACE = r"suburb|city|town|place|country|state|region|ort$|stadt|municipio|ville|plaats|城市|地区"
_NOT_THE_PARTY = r"contact|author|clerk|seller|venue|journal|publish|brand|manufact|maker|job|profess|occupat|联系人"
_NO_PARTY = rf"{_PLACE}|{_NOT_THE_PARTY}"
_HOUSE = r"house|street n|street_n|hausnummer|门牌"
_LIVES_APART_YEARS = 20  # a column of days that reaches over so many years holds birth dates
_SHARED_BY, _NEIGHBOURS = 5, 10
_AREA = r"post|zip|plz|邮编"


def contradictory(columns: Columns, levels: pd.DataFrame, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Mark the pairs that no agreement in the other columns makes one: two contradictions, or one and no proof.

    A household shares surname, address and phone, and its members have other first names and birth dates. A birth
    date, personal number or e-mail that agrees is proof that a single contradiction may be a slip.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    levels : pandas.DataFrame
        Levels of agreement, one row per pair.
    left, right : numpy.ndarray
        Positions of the two rows of each pair.

    Returns
    -------
    numpy.ndarray
        True or False per pair.
    """
    against = _other_identity(columns, levels, left, right)
    number = sum((a.astype(np.int8) for a in against.values()), start=np.zeros(len(levels), dtype=np.int8))
    proof = np.zeros(len(levels), dtype=bool)
    for column, (kind, text) in columns.items():
        if kind == "email" or (kind == "date" and _is_birth(text)) or (kind == "code" and _is_own(column, text)):
            proof |= levels[column].to_numpy() >= 2
    return (number >= 2) | ((number == 1) & ~proof)


def review_reasons(
    columns: Columns,
    levels: pd.DataFrame,
    left: np.ndarray,
    right: np.ndarray,
    forms: Mapping[Hashable, pd.Series] | None = None,
) -> np.ndarray:
    """Say what speaks against each pair, so that a person looks at it before the two rows are merged.

    Parameters
    ----------
    columns : mapping
        Column to (kind, comparable text).
    levels : pandas.DataFrame
        Levels of agreement, one row per pair.
    left, right : numpy.ndarray
        Positions of the two rows of each pair.
    forms : mapping, optional
        Column of names to the legal form that each row states.

    Returns
    -------
    numpy.ndarray
        Text per pair, such as "another birth date"; empty where nothing speaks against it.
    """
    against = _other_identity(columns, levels, left, right)
    for column, (kind, text) in columns.items():
        if kind == "address" or (kind == "number" and re.search(_HOUSE, str(column).casefold())):
            against["another house number"] = against.get("another house number", False) | _differ(
                _digits(text), left, right
            )
        if kind == "name" or (kind == "text" and "another name" not in against):
            against["another number in the name"] = _differ(_digits(text), left, right)
        if kind == "code" and _is_own(column, text):
            against[f"another {column}"] = against.get(f"another {column}", False) | _neighbours(text, left, right)
    for form in (forms or {}).values():
        against["another legal form"] = _differ(form, left, right)
    if forms:
        against["another place"] = _other_place(columns, levels)
    reasons = np.full(len(levels), "", dtype=object)
    for reason, where in against.items():
        first = reasons == ""
        reasons = np.where(where, np.where(first, reason, reasons + ", " + reason), reasons)
    return reasons


def _other_identity(
    columns: Columns, levels: pd.DataFrame, left: np.ndarray, right: np.ndarray
) -> dict[str, np.ndarray]:
    """Find clearly other names, birth dates and numbers; what is swapped between two columns or digits is a slip."""
    against: dict[str, np.ndarray] = {}
    names = [c for c, (kind, _) in columns.items() if kind == "name" and not re.search(_NO_PARTY, str(c).casefold())]
    if names:
        other = np.logical_or.reduce([_far(levels[c]) for c in names])
        whole = columns[names[0]][1]
        for c in names[1:]:
            whole = whole + " " + columns[c][1]
        against["another name"] = other & ~_same_signs(whole.str.split().map(sorted).str.join(" "), left, right)
    for column, (kind, text) in columns.items():
        if kind == "date" and _is_birth(text):
            apart = _far(levels[column]) & ~_same_signs(text.map(sorted).str.join(""), left, right)
            against["another birth date"] = apart
        if kind == "code" and _is_own(column, text):
            against[f"another {column}"] = _far(levels[column])
    return against


def _far(levels: pd.Series) -> np.ndarray:
    values = levels.to_numpy()
    return (values >= 0) & (values < 2)


def _same_signs(text: pd.Series, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    codes = pd.factorize(text.to_numpy(dtype=object))[0]
    return codes[left] == codes[right]


def _differ(text: pd.Series, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Say where both state something, and not the same."""
    codes, values = pd.factorize(text.to_numpy(dtype=object))
    said = (values != "")[codes]
    return (codes[left] != codes[right]) & said[left] & said[right]


def _neighbours(text: pd.Series, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Say where two numbers follow each other: given out one after the other, rather than mistyped."""
    numbers = pd.to_numeric(text.str.replace(r"\D", "", regex=True).str[-15:], errors="coerce").to_numpy(dtype=float)
    apart = np.abs(numbers[left] - numbers[right])
    return (apart > 0) & (apart <= _NEIGHBOURS)


def _digits(text: pd.Series) -> pd.Series:
    codes, values = pd.factorize(text.to_numpy(dtype=object))
    numbers = pd.Series(values, dtype=object).str.findall(r"\d+").map(sorted).str.join(" ").to_numpy(dtype=object)
    return pd.Series(numbers[codes], index=text.index, dtype=object)


def _is_birth(text: pd.Series) -> bool:
    years = pd.to_numeric(text.str[:4], errors="coerce").dropna()
    return bool(len(years) and years.quantile(0.95) - years.quantile(0.05) >= _LIVES_APART_YEARS)


def _is_own(column: Hashable, text: pd.Series) -> bool:
    """Tell a number that one party has (a tax number) from one that many share (a post code)."""
    times = text[text != ""].value_counts()
    if len(times) < 2 or re.search(_AREA, str(column).casefold()):
        return False
    return bool(times.iloc[: max(1, len(times) // 50)].mean() <= _SHARED_BY)


def _other_place(columns: Columns, levels: pd.DataFrame) -> np.ndarray:
    """Say where a firm has another street or town: a branch, or it has moved."""
    other = np.zeros(len(levels), dtype=bool)
    for column, (kind, _) in columns.items():
        if kind == "address" or (kind in ("name", "category") and re.search(_PLACE, str(column).casefold())):
            other |= levels[column].to_numpy() == 0
    return other
