"""Cells in an unusual writing: a column in several styles of dates, numbers, telephones, units, names or words."""

import re

import numpy as np
import pandas as pd

from millrace.cleaning.quality.columns import PHONE, Column
from millrace.reading.money.currencies import SIGNS
from millrace.reading.quantities import UNIT_NAMES

__all__ = ["unusual_writings"]

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[-+(]? ?\d[\d.,' ]*\)?")
_CODE = re.compile(r"([^\W\d_]{1,5})([-_/. ]?)(\d{2,})")
_CLOCK = re.compile(r"(\d{1,2})([:.h]?)(\d\d)(:\d\d)? ?([ap]\.?m\.?|uhr|h)?", re.IGNORECASE)
_YES_NO = {"y": 1, "yes": 1, "true": 1, "t": 1, "1": 1, "ja": 1, "oui": 1, "si": 1, "sí": 1, "是": 1, "да": 1, "x": 1}
_YES_NO |= {"n": 0, "no": 0, "false": 0, "f": 0, "0": 0, "nein": 0, "non": 0, "否": 0, "нет": 0, "nee": 0}
_NAME = re.compile(r"[^\W\d_][^\W\d_.'-]*(?:[ '.-]+[^\W\d_][^\W\d_.'-]*){0,4}\.?")
# "Smith, Ann" and "de Wit, Jo B.", but no "Smith, Ltd" and no "Smith Co., Ltd.".
_LAST_FIRST = re.compile(
    r"(?:[^\W\d_]+[ '-]){0,2}[^\W\d_]+, ?(?!(?:ltd|inc|llc|gmbh|co|corp|plc|sa|srl|spa|bv|ag|jr|sr)\b)"
    r"[^\W\d_]+(?:[ '-][^\W\d_]+)?(?: [^\W\d_]\.)?",
    re.IGNORECASE,
)
MOSTLY, USUAL = 0.8, "usual"
# A few names in capitals are firms that write themselves so; from this share on it is a style of the column.
A_STYLE = 0.05


def unusual_writings(column: Column) -> np.ndarray:
    """Mark the distinct texts of a column that are not in its usual writing.

    Parameters
    ----------
    column : Column
        A column of texts.

    Returns
    -------
    array of bool
        One per distinct text. Of two writings that are equally frequent one is usual.
    """
    counts = column.found.counts
    if not len(counts):
        return np.zeros(0, dtype=bool)
    style = _styles(column)
    odd = np.zeros(len(counts), dtype=bool) if style is None else _outside(counts, style)
    return odd | _of_one_value(column) if style is None or column.kind == "texts" else odd


def _styles(column: Column) -> pd.Series | None:
    plain = pd.Series(column.found.plain, dtype=object)
    if column.kind == "dates":
        return _style_family(column.dates)
    if column.kind == "phones":
        return plain.str.replace(_DIGITS, "", regex=True).where(plain.str.contains(PHONE))
    yes_no = _yes_no(column, plain)
    if yes_no is not None:
        return yes_no
    if column.kind == "numbers":
        return column.numbers["proof"].where(column.numbers["proof"] != "")
    return next(
        (found for read in (_measures, _clocks, _codes, _names) if (found := read(column, plain)) is not None), None
    )


def _outside(counts: np.ndarray, style: pd.Series) -> np.ndarray:
    per_style = pd.Series(counts).groupby(style.to_numpy()).sum()
    if per_style.empty:
        return np.zeros(len(counts), dtype=bool)
    usual = USUAL if USUAL in per_style.index else per_style.idxmax()
    return (style.notna() & (style != usual)).to_numpy(dtype=bool)


def _of_one_value(column: Column) -> np.ndarray:
    same = np.array([text.casefold() for text in column.found.plain], dtype=object)
    codes, _ = pd.factorize(same)
    order = np.lexsort((np.arange(len(codes)), -column.found.counts))
    usual = np.zeros(len(codes), dtype=bool)
    usual[order[np.unique(codes[order], return_index=True)[1]]] = True
    return ~usual


def _style_family(read: pd.DataFrame) -> pd.Series:
    # d/m/yyyy and "d/m/yyyy or m/d/yyyy" may be one style; only the marks and words tell styles apart for certain
    styles = read["style"].str.replace(r" or .*", "", regex=True).str.replace(r"[dm]", "n", regex=True)
    return styles.where(styles != "")


def _yes_no(column: Column, plain: pd.Series) -> pd.Series | None:
    words = plain[column.said].str.casefold()
    if len(words) < 3 or len(words) > 12 or not words.isin(list(_YES_NO)).all() or words.map(_YES_NO).nunique() < 2:
        return None
    # the pair of words is the style: Y and N, yes and no, 1 and 0, in their capitals
    pairs = [{"y", "n"}, {"yes", "no"}, {"true", "false"}, {"t", "f"}, {"1", "0"}]
    of_pair = {word: number for number, pair in enumerate(pairs) for word in pair}
    return words.map(lambda word: str(of_pair.get(word, word))).reindex(plain.index)


def _measures(column: Column, plain: pd.Series) -> pd.Series | None:
    """Tell "12 oz", "12.0 OZ." and "12 ounces" apart, and "¥12" and "CNY 12"; kg and pieces are no styles."""
    around = plain.str.replace(_NUMBER, "#", n=1, regex=True)
    rests = {rest: _meaning(rest) for rest in around.unique()}
    meant = around.map(rests)
    if not len(meant) or column.found.counts[meant.notna().to_numpy()].sum() < MOSTLY * column.found.counts.sum():
        return None
    return _usual_of_each(meant, around, column.found.counts)


def _usual_of_each(meant: pd.Series, written: pd.Series, counts: np.ndarray) -> pd.Series:
    weight = pd.Series(counts).groupby([meant.to_numpy(), written.to_numpy()]).sum()
    usual = weight.groupby(level=0).idxmax().map(lambda pair: pair[1])
    return pd.Series(np.where(written == meant.map(usual), USUAL, "other"), index=meant.index).where(meant.notna())


def _meaning(around: str) -> str | None:
    if around.count("#") != 1 or len(around) > 16 or any(sign.isdigit() for sign in around):
        return None
    word = around.replace("#", "").strip(" .()+-:").casefold()
    known = SIGNS.get(word) or UNIT_NAMES.get(word)
    if not word or known or word == "%":
        return known or word or "bare"
    # a unit that nobody listed: its first letters, so that oz, oz. and OZ are one, and ounce is another
    return word if re.fullmatch(r"[^\W\d_]{1,10}", word) and around.startswith("#") else None


def _clocks(column: Column, plain: pd.Series) -> pd.Series | None:
    found = _mostly(column, plain, _CLOCK)
    return (
        None
        if found is None
        else pd.Series([f"{f[2]}{f[4] and ':'}{f[5] and 'pm'}" if f else None for f in found], dtype=object)
    )


def _codes(column: Column, plain: pd.Series) -> pd.Series | None:
    found = _mostly(column, plain, _CODE)
    if found is None:
        return None
    # B-1 and b1 are two writings of one kind of code; B-1 and X1 are two kinds
    kinds = pd.Series([f and f[1].casefold() for f in found], dtype=object)
    return _usual_of_each(
        kinds, pd.Series([f and f"{f[2]}{_case(f[1])}" for f in found], dtype=object), column.found.counts
    )


def _mostly(column: Column, plain: pd.Series, pattern: re.Pattern) -> list[re.Match | None] | None:
    found = [pattern.fullmatch(text) for text in plain]
    fits = np.array([each is not None for each in found], dtype=bool)
    return found if column.found.counts[fits].sum() >= MOSTLY * column.found.counts.sum() else None


def _names(column: Column, plain: pd.Series) -> pd.Series | None:
    """Tell "Smith, Ann" from "Ann Smith", and ANN SMITH from Ann Smith, where each is a habit and no single firm."""
    reversed_ = np.array([_LAST_FIRST.fullmatch(text) is not None for text in plain], dtype=bool)
    named = reversed_ | np.array([" " in text and _NAME.fullmatch(text) is not None for text in plain], dtype=bool)
    counts = column.found.counts
    if counts[named].sum() < MOSTLY / 2 * counts.sum() or len(plain) < 5:
        return None
    style = pd.Series([f"{_case(text)}{turned}" for text, turned in zip(plain, reversed_, strict=True)], dtype=object)
    style = style.where(named & ~style.str.startswith("mixed").to_numpy(dtype=bool))
    share = pd.Series(counts).groupby(style).transform("sum") / counts.sum()
    return style.where(share >= A_STYLE)


def _case(text: str) -> str:
    return "upper" if text.isupper() else "lower" if text.islower() else "title" if text.istitle() else "mixed"
