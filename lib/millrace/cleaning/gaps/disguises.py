"""Values that only look like values: "n/a", "TBC", 0, 9999 or 1900-01-01 where nothing is known."""

import re
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from millrace.cleaning.distinct import Distinct, distinct_texts
from millrace.errors import ArgumentError, in_words, require_columns
from millrace.reading.dates.parsing import parse_dates

__all__ = ["find_disguised", "reveal_missing"]

_NINES = [10.0**digits - 1 for digits in range(2, 13)]
_BELOW_ZERO = [-1.0, -9.0, -88.0, -99.0, -888.0, -999.0, -8888.0, -9999.0, -99_999.0]
_SENTINEL_DAYS = pd.to_datetime(
    ["1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02", "1901-01-01", "1970-01-01", "2099-12-31"]
)
_DATE_HINT = re.compile(
    r"^(?:0000|0?1[/.-]0?1[/.-]1[89]|1753|1899|190[01]|1970|2099|2999|9999)"
    r"|(?:1900|1970|1899|9999|0000)(?: 0?0:00(?::00)?)?$"
)
# People and towns, in a column of many names: programs write null and nan without the capital, or all in capitals.
_SURNAMES, FEW_OF_A_NAME = {"Null", "Nan", "Nil", "Na", "Unk"}, 0.02
_A_NAME = re.compile(r"[^\W\d_]+(?:[ .'-]+[^\W\d_]+)*\.?")
# Answers that are a gap elsewhere, beside the answer that shows what they mean, in a column of few answers.
_ANSWERS, MOST_ANSWERS = {"有": {"无", "没有"}, "+": {"-", "–"}, "あり": {"なし"}, "있음": {"없음"}}, 6
_FAR_YEAR = 2900
# A value lies apart when the next one is this many ordinary steps away; a zero only if it is not the usual value.
STEPS_AWAY = 5
USUAL_SHARE = 0.5
# Where there are values of nearly nothing, against the middle one, nothing is a value too.
NEARLY_NOTHING = 0.1
# A date is alone when nothing else in the column lies within so many days of it.
ALONE_DAYS = 5 * 365
# No word for missing is longer; and what most texts of a column are.
LONGEST, MOSTLY = 30, 0.8


def find_disguised(values: pd.Series, *, found: Distinct | None = None) -> pd.Series:
    """Mark the cells of a column that hold a value but mean that it is missing.

    Words and signs ("-", "n/a", "TBC", "?", "无") are known, and left alone where the column shows that they are
    values: Ms Null among few of her name, 无 beside 有, - beside +. Numbers and dates need evidence: 9999 counts when
    it lies far above all else, -1 when nothing else is below zero, 0 when there is a wide empty gap between it and the
    other values, none of these is nearly nothing (a tenth of the middle one), and it is not the usual value,
    1900-01-01 when no other date is near.

    Parameters
    ----------
    values : Series
        The column.
    found : Distinct or None
        Its distinct texts, where they are known already.

    Returns
    -------
    pandas.Series
        True or False on the index of ``values``.

    Notes
    -----
    The idea of telling disguised values by how far they lie from the rest is that of Qahtan et al., "FAHES: a
    robust disguised missing values detector", KDD 2018.

    Examples
    --------
    >>> find_disguised(pd.Series(["12", "n/a", "15", "?"])).tolist()
    [False, True, False, True]
    >>> find_disguised(pd.Series([61.5, 0, 72.1, 0, 68.0, 70.3, 66.2, 0, 71.0])).tolist().count(True)
    3
    """
    if values.dtype.kind in "iuf" or (pd.api.types.is_numeric_dtype(values) and values.dtype.kind != "b"):
        return _by_evidence(values, values.astype("float64"), _odd_numbers)
    if values.dtype.kind == "M":
        return _by_evidence(values, parse_dates(values)["date"], _odd_days)
    if values.dtype.kind == "b" or values.notna().sum() == 0:
        return pd.Series(False, index=values.index)
    return pd.Series(_in_text(distinct_texts(values) if found is None else found), index=values.index)


def reveal_missing(frame: pd.DataFrame, *, columns: list[str] | None = None) -> pd.DataFrame:
    """Empty the cells that only look filled, so that later steps see them as missing.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    columns : list of str or None
        The columns to treat; None takes all. Look at ``missing_report`` first, and leave out a column where 0 or 9999
        is a real value.

    Returns
    -------
    DataFrame
        A new table of the same shape.

    Raises
    ------
    ColumnError
        When a column is not in the table.
    ArgumentError
        When a single text is given in place of a list.

    Examples
    --------
    >>> reveal_missing(pd.DataFrame({"phone": ["0571-1", "-", "TBC"]}))["phone"].isna().tolist()
    [False, True, True]
    """
    if isinstance(columns, str):
        raise ArgumentError(
            f"columns={in_words(columns)} was given. A list was expected. Put it in brackets: [{in_words(columns)}]."
        )
    require_columns(frame, columns or [])
    revealed = frame.copy()
    for place, column in enumerate(frame.columns):
        if columns is None or column in columns:
            values = frame.iloc[:, place]
            revealed.isetitem(place, values.mask(find_disguised(values)).array)
    return revealed


def _by_evidence(values: pd.Series, readable: pd.Series, odd: Callable[[pd.Series], Sequence[object]]) -> pd.Series:
    counts = readable.dropna().value_counts().sort_index()
    return pd.Series(readable.isin(odd(counts)).to_numpy(), index=values.index)


def _odd_numbers(counts: pd.Series) -> list[float]:
    counts = counts[np.isfinite(counts.index.to_numpy(dtype="float64"))]
    values, times = counts.index.to_numpy(dtype="float64"), counts.to_numpy()
    high, low = np.isin(values, _NINES) & (times > 1), np.isin(values, _BELOW_ZERO) & (times > 1)
    ordinary = values[~high & ~low & (values != 0)]
    if len(ordinary) < 3:
        return []
    median, top = np.median(ordinary), ordinary.max()
    step = np.median(np.diff(ordinary[-max(5, len(ordinary) // 4) :]))
    odd = list(values[high & (values > top + max(top - median, STEPS_AWAY * step))])
    if (ordinary >= 0).all():
        odd += list(values[low])
    return odd + ([0.0] if _zeros_lie_apart(values, times, ordinary) else [])


def _zeros_lie_apart(values: np.ndarray, times: np.ndarray, ordinary: np.ndarray) -> bool:
    zeros = times[values == 0].sum()
    if zeros < 2 or zeros > USUAL_SHARE * times.sum() or (ordinary < 0).any() or len(ordinary) < 5:
        return False
    lowest = ordinary[: max(5, len(ordinary) // 4)]
    step = np.median(np.diff(lowest))
    if ordinary[0] <= NEARLY_NOTHING * np.median(ordinary):
        return False
    return bool(ordinary[0] > STEPS_AWAY * step and zeros > 2 * times[values == ordinary[0]].sum())


def _odd_days(counts: pd.Series) -> list[pd.Timestamp]:
    days = pd.DatetimeIndex(counts.index).normalize()
    suspect = days.isin(_SENTINEL_DAYS) | (days.year >= _FAR_YEAR) | (days.year < 1700)
    ordinary = days[~suspect]
    if not len(ordinary) or not suspect.any():
        return []
    near = pd.Timedelta(days=ALONE_DAYS)
    alone = (days < ordinary.min() - near) | (days > ordinary.max() + near)
    return list(counts.index[suspect & alone])


def _in_text(found: Distinct) -> np.ndarray:
    short = np.fromiter(map(len, found.texts), "int64", len(found.texts)) <= LONGEST
    among_codes = short.any() and (found.by_shape("AA".__eq__) & short).sum() > MOSTLY * short.sum()
    repeated = found.by_shape(lambda shape: shape[4:] != "" and shape[0] in "0Aa" and not shape.strip(shape[0] + " -"))
    repeated[repeated] = [_repeated(found.plain[place]) for place in np.flatnonzero(repeated)]
    words = short & (~found.said | repeated)
    if among_codes:
        # "NA" among codes of two capital letters is Namibia or sodium
        words &= np.array([text != "NA" for text in found.plain], dtype=bool)
    words &= ~_real_values(found, words)
    left = np.flatnonzero(short & ~words)
    odd = words.copy()
    odd[left] = _odd_texts(found, left)
    return found.spread(odd)


def _real_values(found: Distinct, words: np.ndarray) -> np.ndarray:
    """Tell where a word for missing is a value of this column: Ms Null among names, 无 beside 有, - beside +."""
    plain = found.plain
    real = np.zeros(len(plain), dtype=bool)
    folded = {text.casefold() for text in plain} if len(plain) <= MOST_ANSWERS else set()
    for yes, noes in _ANSWERS.items():
        if yes in folded:
            real |= np.array([text.casefold() in noes for text in plain], dtype=bool)
    suspects = [place for place in np.flatnonzero(words) if plain[place] in _SURNAMES]
    if suspects and _mostly_names(found.sampled(np.flatnonzero(~words))):
        few = found.counts[suspects] <= max(1, FEW_OF_A_NAME * found.counts.sum())
        real[np.array(suspects)[few]] = True
    return real


def _mostly_names(texts: list[str]) -> bool:
    names = sum(_A_NAME.fullmatch(text) is not None for text in texts)
    return len(texts) >= 3 and names > MOSTLY * len(texts)


def _repeated(text: str) -> bool:
    return text[0] in "0xX" and not text.strip(text[0] + " -")


def _odd_texts(found: Distinct, places: np.ndarray) -> np.ndarray:
    counts, sample = found.counts[places], pd.Series(found.sampled(places), dtype=object)
    numbers = pd.to_numeric(sample, errors="coerce").notna().mean() > MOSTLY
    if not numbers and not found.mostly_dates:
        return np.zeros(len(places), dtype=bool)
    texts = [found.plain[place] for place in places]
    if numbers:
        return _odd_by_value(pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce"), counts, _odd_numbers)
    if not any(map(_DATE_HINT.search, texts)):
        return np.zeros(len(places), dtype=bool)
    days = found.dates.iloc[places].reset_index(drop=True)
    dated = days["if_day_first"].fillna(days["if_month_first"])
    return (days["problem"] == "missing").to_numpy(dtype=bool) | _odd_by_value(dated, counts, _odd_days)


def _odd_by_value(read: pd.Series, counts: np.ndarray, odd: Callable[[pd.Series], Sequence[object]]) -> np.ndarray:
    per_value = pd.Series(counts, index=read.index).groupby(read).sum().sort_index()
    return read.isin(odd(per_value)).to_numpy(dtype=bool) & read.notna().to_numpy(dtype=bool)
