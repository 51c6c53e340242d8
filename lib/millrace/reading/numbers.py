"""Numbers as people write them: decimal points and commas, thousands, brackets, fractions, Chinese numerals."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.reading.texts import each_once

__all__ = [
    "FIGURE_CELL",
    "NUMBER",
    "NUMBER_CELL",
    "NUMBER_IN_SENTENCE",
    "PLAIN_NUMBER",
    "check_decimal",
    "chinese_number",
    "decide_numbers",
    "likeliest_number",
    "read_numbers",
]

# Which mark the rest of a column uses: from this share of the evidence on, the odd cell no longer counts as doubt.
CLEAR_SHARE = 0.98
# So many different amounts such as 14,760 and no other evidence: the comma marks thousands.
HABIT_FROM = 3

# A number as programs write it, without thousands marks and leading zeros: it decides whether a column is numeric.
PLAIN_NUMBER = r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,17})?"

# A number as people write it, in a cell that holds little else: a space may split its thousands.
NUMBER = r"(?:\d[\d.,' ٫٬]*\d|\d|(?<![\d.,])[.,]\d+)(?:e[+-]?\d+)?"

# A number in a sentence: a space ends it, and so does the comma or the full stop of the sentence.
NUMBER_IN_SENTENCE = r"\d+(?:[.,]\d+)*"

# A whole cell that looks like a number or an amount, whatever letters are in front: this tells a value from a name.
_SPACE, _SIGNS = " \u00a0\u202f", "$€£¥₹₽"
_DIGITS = rf"\d+(?:[.,'{_SPACE}]\d+)*"
NUMBER_CELL = (
    rf"[-+(]?[{_SPACE}]*[^\W\d_]{{0,3}}[{_SPACE}]?[{_SIGNS}]?[{_SPACE}]?[-+]?{_DIGITS}\.?(?:[eE][-+]?\d+)?"
    rf"[{_SPACE}]?[%{_SIGNS}元)]?"
)

# A whole cell that may be added up, its number as the one group: "CNY 1,200.00", "¥12", "(35.50)", "12 pcs", "7元". Of
# the letters in front only a currency counts, so that "BG-4", "G2" and "2024-01-05" are none.
_CURRENCY = r"(?:[A-Z]{3}|US|HK|R|Rs\.?|RM|kr\.?|zł|Kč|Ft|Fr\.?)"
FIGURE_CELL = (
    rf"\(?(?:{_CURRENCY} ?)?[{_SIGNS}]? ?([-(]? ?\d[\d.,'{_SPACE}]*-?)\)? ?(?:[^\W\d_]{{1,4}}\.?|[%{_SIGNS}])?"
)

_GROUPED = re.compile(r"\d{1,3}(?:([,.' ])\d{3})(?:\1\d{3})*|\d{1,3}(?:([,' ])\d{2})+\2\d{3}|\d{1,4}(?:,\d{4})+")
_AS_PEOPLE_TYPE = str.maketrans("٫٬\u00a0\u202f", ".,  ")
_ANY_DIGIT = str.maketrans("12345678", "99999999")
_AS_POINT = str.maketrans("", "", ",' ")
_AS_COMMA = str.maketrans(",", ".", ".' ")
_ZH_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_ZH_DIGITS |= {"两": 2, "貳": 2, "參": 3, "陸": 6}
_ZH_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ZH_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}


class Form(NamedTuple):
    """What a number text can be: a number with a decimal point, one with a decimal comma, and which it proves."""

    point: bool
    comma: bool
    proof: str


_NO_NUMBER = Form(False, False, "")


def read_numbers(texts: Sequence[str | None]) -> pd.DataFrame:
    """Read number texts under a decimal point and under a decimal comma.

    Parameters
    ----------
    texts : sequence of str or None
        Digits with points, commas, apostrophes or spaces between them; no sign, no unit. None where there is none.

    Returns
    -------
    DataFrame
        ``point`` and ``comma``: the value if that is the decimal mark (missing where impossible); ``proof``: what
        the text proves by itself, "." or "," or "" (nothing).

    Examples
    --------
    >>> read_numbers(["1,234.50", "1,234"]).values.tolist()
    [[1234.5, nan, '.'], [1234.0, 1.234, '']]
    """
    plain = [None if text is None else _plain(text) for text in texts]
    forms = each_once((None if text is None else text.translate(_ANY_DIGIT) for text in plain), _form)
    rows = [(*_values(text, form), form.proof) for text, form in zip(plain, forms, strict=True)]
    return pd.DataFrame(rows, columns=["point", "comma", "proof"]).astype({"point": "float64", "comma": "float64"})


def _plain(text: str) -> str:
    return text.strip().translate(_AS_PEOPLE_TYPE)


def _values(text: str | None, form: Form) -> tuple[float, float]:
    if text is None:
        return np.nan, np.nan
    point = float(text.translate(_AS_POINT)) if form.point else np.nan
    return point, float(text.translate(_AS_COMMA)) if form.comma else np.nan


def likeliest_number(text: str) -> float:
    """Read one number text where the rest of its column is not known.

    Parameters
    ----------
    text : str
        As for `read_numbers`.

    Returns
    -------
    float
        Its value with a decimal point, or else with a decimal comma; NaN when it has none.

    Examples
    --------
    >>> [likeliest_number(text) for text in ["1,234", "1.234,5", "12,50", "1.2.3"]]
    [1234.0, 1234.5, 12.5, nan]
    """
    plain = _plain(text)
    point, comma = _values(plain, _form(plain.translate(_ANY_DIGIT)))
    return comma if np.isnan(point) else point


def _form(shape: str | None) -> Form:
    # a shape is the text with 9 for every digit but 0, so that a million amounts come down to a few shapes
    if shape is None:
        return _NO_NUMBER
    point, comma = _fits(shape, "."), _fits(shape, ",")
    marks = shape.count(".") + shape.count(",")
    if point and comma and marks == 1 and re.match(r"0[.,]", shape):
        # nobody groups thousands as 0,123: the mark after a single zero is the decimal one
        return Form(True, False, ".") if "." in shape else Form(False, True, ",")
    return Form(point, comma, ("." if point else ",") if marks and point != comma else "")


def _fits(shape: str, mark: str) -> bool:
    shape, power, tens = shape.partition("e")
    if power and not re.fullmatch(r"[+-]?\d+", tens):
        return False
    head, _, tail = shape.partition(mark)
    if not re.fullmatch(r"\d*", tail) or not (head or tail):
        return False
    return re.fullmatch(r"\d*", head) is not None or _GROUPED.fullmatch(head) is not None


def check_decimal(decimal: str | None) -> None:
    """Refuse anything but a point, a comma or None as decimal mark.

    Parameters
    ----------
    decimal : str or None
        What the user gave.

    Raises
    ------
    ArgumentError
        Naming what is accepted.

    Examples
    --------
    >>> check_decimal(",")
    """
    if decimal not in {None, ".", ","}:
        raise ArgumentError(
            f"decimal={in_words(decimal)} was given. '.', ',' or None was expected. Use ',' if 12,50 is twelve "
            "and a half."
        )


def decide_numbers(
    texts: Sequence[str | None],
    *,
    counts: Iterable[float],
    groups: Sequence[object] | None = None,
    decimal: str | None,
    three_decimals: Sequence[bool] | None = None,
) -> pd.DataFrame:
    """Decide for number texts whether point or comma is the decimal mark, from what the rest of the column proves.

    Parameters
    ----------
    texts : sequence of str or None
        Number texts; None where a cell holds no number.
    counts : iterable of float
        How many cells hold each text.
    groups : sequence or None
        A kind for each text, such as its currency: proof within the kind goes before proof from the whole column.
    decimal : str or None
        The mark, when the user has said it.
    three_decimals : sequence of bool or None
        Where three digits after the mark are usual, so that a habit of them shows nothing.

    Returns
    -------
    DataFrame
        ``number`` (float, missing when not readable or ambiguous) and ``ambiguous`` (bool).

    Examples
    --------
    >>> decide_numbers(["1,234", "12.50"], counts=[1, 1], decimal=None)["number"].tolist()
    [1234.0, 12.5]
    """
    read = read_numbers(texts)
    read["group"] = pd.Series(list(groups) if groups is not None else 0, index=read.index).fillna("")
    read["counts"] = np.asarray(list(counts), dtype="float64")
    marks = _marks(read) if decimal is None else pd.Series(decimal, index=read.index)
    usual = np.zeros(len(read), dtype=bool) if three_decimals is None else np.asarray(three_decimals, dtype=bool)
    coarse = [None if three else text for text, three in zip(texts, usual, strict=True)]
    mark = marks.mask((marks == "") & ~usual, _mark_by_habit(coarse, read))
    agreed = (read["point"] == read["comma"]) | read["point"].isna() | read["comma"].isna()
    either = read["point"].fillna(read["comma"])
    chosen = read["point"].where(mark == ".", read["comma"]).where(mark != "", np.nan)
    return pd.DataFrame({"number": either.where(agreed, chosen), "ambiguous": ~agreed & chosen.isna()})


def _marks(read: pd.DataFrame) -> pd.Series:
    weight = pd.DataFrame({m: read["counts"].where(read["proof"] == m, 0.0) for m in (".", ",")})
    within = weight.groupby(read["group"]).transform("sum")
    return _clear_mark(within).mask(lambda mark: (mark == "") & (within.sum(axis=1) == 0), _clear_mark(_total(weight)))


def _mark_by_habit(texts: Sequence[str | None], read: pd.DataFrame) -> str:
    """Take several different amounts that all end in one mark and three digits for whole thousands."""
    # nothing in the column proves it, but decimals would hardly have three digits each time, in every amount
    unsure = read["point"].notna() & read["comma"].notna() & (read["point"] != read["comma"])
    written = {text for text, open_question in zip(texts, unsure, strict=True) if open_question and text is not None}
    if read["proof"].isin([".", ","]).any() or len(written) < HABIT_FROM:
        return ""
    by_mark = {decimal: all(other in text for text in written) for decimal, other in ((".", ","), (",", "."))}
    return next((decimal for decimal, all_so in by_mark.items() if all_so), "")


def _total(weight: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(np.tile(weight.sum().to_numpy(), (len(weight), 1)), index=weight.index, columns=weight.columns)


def _clear_mark(weight: pd.DataFrame) -> pd.Series:
    share = weight["."] / weight.sum(axis=1).replace(0, np.nan)
    found = np.select([share >= CLEAR_SHARE, share <= 1 - CLEAR_SHARE], [".", ","], "")
    return pd.Series(found, index=weight.index)


def chinese_number(text: str) -> float:
    """Read a number in Chinese numerals, everyday or formal.

    Parameters
    ----------
    text : str
        Such as "三百二十", "两千", "壹万贰仟" or "半".

    Returns
    -------
    float
        NaN when the text is not such a number, such as digits in a row ("二〇二五"), which can be a year or a code.

    Examples
    --------
    >>> [chinese_number(text) for text in ["十二", "三千五百", "壹万贰仟", "半"]]
    [12.0, 3500.0, 12000.0, 0.5]
    """
    if text == "半":
        return 0.5
    total, section, digit = 0, 0, 0
    for c in text.replace("廿", "二十"):
        if c in _ZH_DIGITS and not digit:
            digit = _ZH_DIGITS[c]
        elif c in _ZH_TENS:
            section, digit = section + (digit or 1) * _ZH_TENS[c], 0
        elif c in _ZH_MYRIADS:
            total, section, digit = total + (section + digit) * _ZH_MYRIADS[c], 0, 0
        else:
            return np.nan
    return float(total + section + digit) if text else np.nan
