"""Cells in an unusual writing: a column in several styles of dates, numbers, telephones, units, names or words."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from millrace.cleaning.distinct import Distinct
from millrace.cleaning.quality.columns import PHONE, Column
from millrace.reading.money.currencies import SIGNS
from millrace.reading.quantities import UNIT_NAMES

__all__ = ["unusual_writings"]

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[-+(]? ?\d[\d.,' ]*\)?")
_CODE = re.compile(r"([^\W\d_]{1,5})([-_/. ]?)(\d{2,})")
_CLOCK = re.compile(r"(\d{1,2})([:.h]?)(\d\d)(:\d\d)? ?([ap]\.?m\.?|uhr|h)?", re.IGNORECASE)
_SHAPE_OF_CLOCK = re.compile(r"[09]{1,2}[:.aA]?[09]{2}(:[09]{2})? ?(?:[aA]\.?[aA]\.?|[aA]{3}|[aA])?")
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
    found = column.found
    if column.kind == "dates":
        return _style_family(found.dates)
    if column.kind == "phones":
        return pd.Series(found.by_shape(lambda s: _DIGITS.sub("", s) if PHONE.search(s) else None, object))
    yes_no = _yes_no(found)
    if yes_no is not None:
        return yes_no
    if column.kind == "numbers":
        return column.numbers["proof"].where(column.numbers["proof"] != "")
    return next((style for read in (_measures, _clocks, _codes, _names) if (style := read(found)) is not None), None)


def _outside(counts: np.ndarray, style: pd.Series) -> np.ndarray:
    per_style = pd.Series(counts).groupby(style.to_numpy()).sum()
    if per_style.empty:
        return np.zeros(len(counts), dtype=bool)
    usual = USUAL if USUAL in per_style.index else per_style.idxmax()
    return (style.notna() & (style != usual)).to_numpy(dtype=bool)


def _of_one_value(column: Column) -> np.ndarray:
    codes, names = column.found.folded
    if len(names) == len(codes):
        return np.zeros(len(codes), dtype=bool)
    order = np.lexsort((np.arange(len(codes)), -column.found.counts))
    usual = np.zeros(len(codes), dtype=bool)
    usual[order[np.unique(codes[order], return_index=True)[1]]] = True
    return ~usual


def _style_family(read: pd.DataFrame) -> pd.Series:
    # d/m/yyyy and "d/m/yyyy or m/d/yyyy" may be one style; only the marks and words tell styles apart for certain
    styles = {style: re.sub("[dm]", "n", re.sub(" or .*", "", style)) or None for style in read["style"].unique()}
    return read["style"].map(styles)


def _yes_no(found: Distinct) -> pd.Series | None:
    if found.said.sum() < 3 or found.said.sum() > 12:
        return None
    words = pd.Series(found.plain, dtype=object)[found.said].str.casefold()
    if not words.isin(list(_YES_NO)).all() or words.map(_YES_NO).nunique() < 2:
        return None
    # the pair of words is the style: Y and N, yes and no, 1 and 0, in their capitals
    pairs = [{"y", "n"}, {"yes", "no"}, {"true", "false"}, {"t", "f"}, {"1", "0"}]
    of_pair = {word: number for number, pair in enumerate(pairs) for word in pair}
    return words.map(lambda word: str(of_pair.get(word, word))).reindex(range(len(found.plain)))


def _measures(found: Distinct) -> pd.Series | None:
    """Tell "12 oz", "12.0 OZ." and "12 ounces" apart, and "¥12" and "CNY 12"; kg and pieces are no styles."""
    spans = found.by_shape(_span_of_number, object)
    if not _mostly(found, spans):
        return None
    around = [
        None if span is None else f"{text[: span[0]]}#{text[span[1] :]}"
        for text, span in zip(found.plain, spans, strict=True)
    ]
    written = pd.Series(around, dtype=object)
    meant = written.map({rest: _meaning(rest) for rest in written.dropna().unique()})
    return _usual_of_each(meant, written, found.counts) if _mostly(found, meant) else None


def _span_of_number(shape: str) -> tuple[int, int] | None:
    number = _NUMBER.search(shape)
    if number is None:
        return None
    left = shape[: number.start()] + shape[number.end() :]
    return number.span() if len(left) < 16 and not _DIGITS.search(left) and "#" not in left else None


def _mostly(found: Distinct, fits: Iterable[object]) -> bool:
    some = pd.Series(fits, dtype=object).notna().to_numpy()
    return bool(found.counts[some].sum() >= MOSTLY * found.counts.sum())


def _usual_of_each(meant: pd.Series, written: pd.Series, counts: np.ndarray) -> pd.Series:
    weight = pd.Series(counts).groupby([meant.to_numpy(), written.to_numpy()]).sum()
    usual = weight.groupby(level=0).idxmax().map(lambda pair: pair[1])
    return pd.Series(np.where(written == meant.map(usual), USUAL, "other"), index=meant.index).where(meant.notna())


def _meaning(around: str) -> str | None:
    word = around.replace("#", "").strip(" .()+-:").casefold()
    known = SIGNS.get(word) or UNIT_NAMES.get(word)
    # 0.05 and 5% are one thing in two writings; 5 and 5 kg may be two
    if not word or known or word == "%":
        return known or "bare"
    # a unit that nobody listed: its first letters, so that oz, oz. and OZ are one, and ounce is another
    return word if re.fullmatch(r"[^\W\d_]{1,10}", word) and around.startswith("#") else None


def _clocks(found: Distinct) -> pd.Series | None:
    may_be = found.by_shape(lambda shape: _SHAPE_OF_CLOCK.fullmatch(shape) is not None)
    times = [_CLOCK.fullmatch(text) if may else None for text, may in zip(found.plain, may_be, strict=True)]
    if not _mostly(found, times):
        return None
    return pd.Series([t and f"{t[2]}{t[4] and ':'}{t[5] and 'pm'}" for t in times], dtype=object)


def _codes(found: Distinct) -> pd.Series | None:
    parts = found.by_shape(_CODE.fullmatch, object)
    if not _mostly(found, parts):
        return None
    # B-1 and b1 are two writings of one kind of code; B-1 and X1 are two kinds
    kinds = [part and text[: part.end(1)].casefold() for text, part in zip(found.plain, parts, strict=True)]
    styles = found.by_shape(lambda s: f"{part[2]}{_case(part[1])}" if (part := _CODE.fullmatch(s)) else None, object)
    return _usual_of_each(pd.Series(kinds, dtype=object), pd.Series(styles), found.counts)


def _names(found: Distinct) -> pd.Series | None:
    """Tell "Smith, Ann" from "Ann Smith", and ANN SMITH from Ann Smith, where each is a habit and no single firm."""
    reversed_ = found.by_shape(lambda shape: _LAST_FIRST.fullmatch(shape) is not None)
    reversed_[reversed_] = [_LAST_FIRST.fullmatch(found.plain[p]) is not None for p in np.flatnonzero(reversed_)]
    named = reversed_ | found.by_shape(lambda shape: " " in shape and _NAME.fullmatch(shape) is not None)
    counts = found.counts
    if counts[named].sum() < MOSTLY / 2 * counts.sum() or len(counts) < 5:
        return None
    case = pd.Series(found.by_shape(_case, object))
    style = (case + np.where(reversed_, "True", "False")).where(named & (case != "mixed"))
    share = pd.Series(counts).groupby(style, sort=False).transform("sum") / counts.sum()
    return style.where(share >= A_STYLE)


def _case(text: str) -> str:
    return "upper" if text.isupper() else "lower" if text.islower() else "title" if text.istitle() else "mixed"
