"""The styles in which people and programs write a date, each read into its day-first and its month-first meaning."""

import datetime as dt
import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from millrace.reading.dates.words import plain_date_text
from millrace.reading.missing_words import is_missing_word
from millrace.reading.texts import each_once, tidy_each

__all__ = ["read_date_styles"]

FIRST_YEAR, LAST_YEAR = 1600, 2499
MANY = 1_000
NOTHING = np.datetime64("NaT", "us")
EXCEL_DAY_ZERO = np.datetime64("1899-12-30", "us")
MICROSECONDS = {"h": 3_600_000_000, "mi": 60_000_000, "s": 1_000_000}

_Y, _YY, _M, _D = r"(?P<y>\d{4})", r"'?(?P<yy>\d{2})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_A, _B, _MON = r"(?P<a>\d{1,2})", r"(?P<b>\d{1,2})", r"m(?P<m>\d\d)"

# A style with {0} and {1} has two numbers whose order says day or month; every other style has one meaning only.
_STYLES = [
    ("yyyy-mm-dd", rf"{_Y} ?- ?{_M} ?- ?{_D}"),
    ("yyyy/mm/dd", rf"{_Y} ?/ ?{_M} ?/ ?{_D}"),
    ("yyyy.mm.dd", rf"{_Y} ?\. ?{_M} ?\. ?{_D}\.?"),
    ("yyyymmdd", r"(?P<y>(?:1[6-9]|2[0-4])\d\d)(?P<m>0\d|1[0-2])(?P<d>\d\d)"),
    ("{0}/{1}/yyyy", rf"{_A} ?/ ?{_B} ?/ ?{_Y}"),
    ("{0}.{1}.yyyy", rf"{_A} ?\. ?{_B} ?\. ?{_Y}"),
    ("{0}-{1}-yyyy", rf"{_A} ?- ?{_B} ?- ?{_Y}"),
    ("{0} {1} yyyy", rf"{_A} {_B} {_Y}"),
    ("{0}{0}{1}{1}yyyy", r"(?P<a>\d\d)(?P<b>\d\d)(?P<y>\d{4})"),
    ("yyyy mm dd", rf"{_Y} {_M} {_D}"),
    ("yy/mm/dd", rf"(?P<yy>3[2-9]|[4-9]\d)([-/.]){_M}\2{_D}"),
    ("{0}/{1}/yy", rf"{_A} ?/ ?{_B} ?/ ?{_YY}"),
    ("{0}.{1}.yy", rf"{_A} ?\. ?{_B} ?\. ?{_YY}"),
    ("{0}-{1}-yy", rf"{_A} ?- ?{_B} ?- ?{_YY}"),
    ("d mon yyyy", rf"{_D} {_MON} {_Y}"),
    ("mon d, yyyy", rf"{_MON} {_D} {_Y}"),
    ("yyyy mon d", rf"{_Y} {_MON} {_D}"),
    ("d mon yy", rf"{_D} {_MON} {_YY}"),
    ("mon d, yy", rf"{_MON} {_D} {_YY}"),
    ("yyyy年m月d日", rf"{_Y} ?年 ?{_M} ?月 ?{_D} ?日?"),
    ("yy年m月d日", rf"{_YY} ?年 ?{_M} ?月 ?{_D} ?日?"),
    ("month yyyy", rf"{_MON} {_Y}|(?P<y2>\d{{4}}) m(?P<m2>\d\d)"),
    ("month yy", rf"m(?P<m>\d\d)-{_YY}"),
    ("yyyy年m月", rf"{_Y} ?年 ?{_M} ?月"),
    ("quarter yyyy", rf"(?P<q>[1-4])\.? ?quarta?l ?{_Y}|q(?P<q2>[1-4]) ?[-/.]? ?(?P<y2>\d{{4}})"),
    ("yyyy quarter", rf"{_Y} ?[-/.]? ?q(?P<q>[1-4])"),
    ("week yyyy", rf"(?P<w>\d{{1,2}})\.? ?kw ?[-/.,]? ?{_Y}|kw ?(?P<w2>\d{{1,2}}) ?[-/.,]? ?(?P<y2>\d{{4}})"),
    ("yyyy week", rf"{_Y}-?w(?P<w>\d\d)(?:-?(?P<wd>\d))?"),
    ("yyyy-mm", rf"{_Y} ?[-/.] ?{_M}"),
    ("mm/yyyy", rf"{_M} ?[-/.] ?{_Y}"),
    ("yyyymm", r"(?P<y>1[89]\d\d|2[01]\d\d)(?P<m>0[1-9]|1[0-2])"),
    ("yyyy", r"(?P<y>1[6-9]\d\d|2[0-4]\d\d)年?"),
]
_PATTERNS = [(style, re.compile(pattern)) for style, pattern in _STYLES]

_ZONE = r"(?: ?(?:z|utc|gmt|cst|est|edt|cdt|mst|mdt|pst|pdt|cet|cest|bst|ist|jst|kst|hkt|sgt|gst|msk)(?![a-z]))?"
_OFFSET = r"(?: ?(?:[+]|(?<=[\da-z])-)(?:\d{2}:?\d{2}|\d{1,2})(?![\d:/.-]))?(?: ?\[[\w/]+\])?"
_BEFORE, _AFTER = "上午|凌晨|早上|下午|晚上|中午", r"a\.?m\.?|p\.?m\.?"
_TIME = re.compile(
    rf"(?:(?<=\d)t|(?<=\d):|,)? ?(?P<zh>{_BEFORE})? ?(?<!\d)(?P<h>\d{{1,2}})"
    rf"(?:(?: ?[:点] ?|h)(?P<mi>\d{{2}})(?: ?[:分] ?(?P<s>\d{{1,2}})(?:[.,](?P<f>\d{{1,9}}))?秒?|分)?"
    rf"(?: ?(?P<ap>{_AFTER})(?![a-z]))?|[点h](?![a-z])| ?(?P<ap2>{_AFTER})(?![a-z])){_ZONE}{_OFFSET}"
)
_CLOCK = re.compile(r"(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d)(?:\.(?P<f>\d{1,9}))?)?")
_NUMBERS_AND_TIME = re.compile(r"([\d/.-]{8,10})[ T](\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?)")
_COMPACT = re.compile(r"((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))[t ]?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?z?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_ALL_ZEROS = re.compile(r"0{1,4}([-/.])0{1,2}\1(?:0000|00|0)(?: 00:00(?::00)?)?|0{6,8}|0(?:\.0)?")
_WITH_POINT_ZERO = re.compile(r"^(\d{4}|\d{6}|\d{8})\.0+$")
_EXIF = re.compile(r"^(\d{4}):(\d\d):(\d\d)(?!\d)")


class Day(NamedTuple):
    """What one date text says: style, year, first and second number, and whether more than the order is unclear."""

    style: str = ""
    year: int = 0
    first: int = 0
    second: int = 0
    unclear: bool = False


NO_STYLE = Day()


def read_date_styles(distinct: list[object]) -> pd.DataFrame:
    """Read distinct cells into the style of each and the date it is under either order of day and month.

    Parameters
    ----------
    distinct : list
        Distinct values; the last may be None.

    Returns
    -------
    DataFrame
        ``style`` (with ``{0}`` and ``{1}`` where the order decides, empty when no style fits), ``if_day_first`` and
        ``if_month_first`` (datetime64), ``missing`` (bool), ``unclear`` (bool: a style whose order is not the doubt).

    Examples
    --------
    >>> read_date_styles(["13/04/2025", "4 Mar 2025"])["style"].tolist()
    ['{0}/{1}/yyyy', 'd mon yyyy']
    """
    moments = _plain_moments(distinct)
    slow = np.isnat(moments)
    read = _read_one_by_one([value for value, left in zip(distinct, slow, strict=True) if left])
    if slow.all():
        return read
    quick = {
        "style": "yyyy-mm-dd",
        "if_day_first": moments,
        "if_month_first": moments,
        "missing": False,
        "unclear": False,
    }
    table = pd.DataFrame(quick)
    table.loc[slow] = read.to_numpy(dtype=object)
    return table


def _plain_moments(distinct: list[object]) -> np.ndarray:
    # a log of a million moments is in one form, and pandas reads that at once
    if len(distinct) < MANY:
        return np.full(len(distinct), NOTHING)
    texts = pd.Series([value if isinstance(value, str) else None for value in distinct], dtype=object)
    read = pd.to_datetime(texts, format="%Y-%m-%d %H:%M:%S", errors="coerce")
    known = read.dt.year.between(FIRST_YEAR, LAST_YEAR).to_numpy() & (texts.str.len() == 19).to_numpy(dtype=bool)
    return np.where(known, read.to_numpy().astype("M8[us]"), NOTHING)


def _read_one_by_one(distinct: list[object]) -> pd.DataFrame:
    texts = tidy_each("" if value is None else value for value in distinct)
    missing = [is_missing_word(text) or _ALL_ZEROS.fullmatch(text) is not None for text in texts]
    number = np.array([_serial_number(text) for text in texts])
    split = [("", 0.0) if gone else _day_and_time(text) for text, gone in zip(texts, missing, strict=True)]
    # a log has a million moments but few days, and few times of day
    read = pd.DataFrame(each_once((day for day, _ in split), _day), columns=list(Day._fields))
    offset = _offsets(np.array(each_once((time for _, time in split), _clock_time)))
    serial = _serial_dates(number)
    read["style"] = read["style"].mask(~np.isnan(number), "excel number")
    read["style"] = ["real date" if isinstance(v, dt.date) else s for v, s in zip(distinct, read["style"], strict=True)]
    dates = {
        "if_day_first": _calendar(read["year"], read["second"], read["first"]),
        "if_month_first": _calendar(read["year"], read["first"], read["second"]),
    }
    plain = ~read["style"].str.contains("{", regex=False).to_numpy(dtype=bool)
    dates["if_day_first"] = np.where(plain, dates["if_month_first"], dates["if_day_first"])
    dates = {name: np.where(np.isnat(serial), found + offset, serial) for name, found in dates.items()}
    style = read["style"].astype("str")
    return pd.DataFrame({"style": style, **dates, "missing": missing, "unclear": read["unclear"].to_numpy(dtype=bool)})


def _serial_number(text: str) -> float:
    number = float(text) if _SERIAL.fullmatch(text) else np.nan
    return number if 20_000 <= number < 80_000 else np.nan


def _day_and_time(text: str) -> tuple[str, str | float]:
    """Split a text into its day and its time: a clock text, or microseconds where the time is written otherwise."""
    found = _NUMBERS_AND_TIME.fullmatch(text)
    if found:
        return found[1], found[2]
    if _SERIAL.fullmatch(text):
        return "", 0.0
    # a year or a whole date that a spreadsheet has made a number
    text = _WITH_POINT_ZERO.sub(r"\1", text)
    text = _EXIF.sub(r"\1-\2-\3", plain_date_text(text))
    return _split_time(_COMPACT.sub(_with_colons, text) if _COMPACT.fullmatch(text) else text)


def _day(text: str) -> Day:
    for style, pattern in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return _numbers(style, found.groupdict())
    return Day("mon yy or d mon", unclear=True) if re.fullmatch(r"m\d\d \d\d", text) else NO_STYLE


def _with_colons(found: re.Match) -> str:
    return f"{found[1]} {found[2]}:{found[3]}:{found[4] or '00'}"


def _numbers(style: str, group: dict[str, str | None]) -> Day:
    whole = group.get("y") or group.get("y2")
    year = int(whole) if whole else _pivot(int(group["yy"] or 0))
    quarter = group.get("q") or group.get("q2")
    if quarter:
        return Day(style, year, 3 * int(quarter) - 2, 1)
    if week := group.get("w") or group.get("w2"):
        return _week(style, year, int(week), int(group.get("wd") or 1))
    first = group.get("a") or group.get("m") or group.get("m2") or 1
    return Day(style, year, int(first), int(group.get("b") or group.get("d") or 1))


def _week(style: str, year: int, week: int, weekday: int) -> Day:
    try:
        day = dt.date.fromisocalendar(year, week, weekday)
    except ValueError:
        return Day(style, year)
    return Day(style, day.year, day.month, day.day)


def _pivot(two_digits: int) -> int:
    return two_digits + (2000 if two_digits <= 68 else 1900)


def _split_time(text: str) -> tuple[str, float]:
    found = _TIME.search(text) if len(text) > 5 else None
    if found is None:
        return text.strip(" ,"), 0.0
    around = f"{text[: found.start()]} {text[found.end() :]}"
    return re.sub(r"\s+", " ", around).strip(" ,t"), _microseconds(found.groupdict())


def _clock_time(time: str | float) -> float:
    found = _CLOCK.fullmatch(time) if isinstance(time, str) else None
    return _microseconds(found.groupdict()) if found else float(time)


def _microseconds(group: dict[str, str | None]) -> float:
    hour, minute, second = (int(group[unit] or 0) for unit in ("h", "mi", "s"))
    half = (group.get("ap") or group.get("ap2") or "")[:1]
    if half or group.get("zh"):
        afternoon = half == "p" or group["zh"] in {"下午", "晚上", "中午"}
        hour = hour % 12 + 12 * afternoon if hour <= 12 else hour
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):
        return -1.0
    fraction = int((group.get("f") or "0")[:6].ljust(6, "0"))
    return hour * MICROSECONDS["h"] + minute * MICROSECONDS["mi"] + second * MICROSECONDS["s"] + fraction


def _offsets(microseconds: np.ndarray) -> np.ndarray:
    # an hour 25 or a minute 61 is marked by a negative number, and makes the whole date impossible
    return np.where(microseconds < 0, np.timedelta64("NaT", "us"), microseconds.astype("int64").astype("m8[us]"))


def _calendar(year: pd.Series, month: pd.Series, day: pd.Series) -> np.ndarray:
    y, m, d = (part.to_numpy(dtype="int64") for part in (year, month, day))
    good = (y >= FIRST_YEAR) & (y <= LAST_YEAR) & (m >= 1) & (m <= 12) & (d >= 1)
    first = (np.where(good, (y - 1970) * 12 + m - 1, 0)).astype("M8[M]")
    length = ((first + 1).astype("M8[D]") - first.astype("M8[D]")).astype("int64")
    date = (first.astype("M8[D]") + np.where(good, d - 1, 0)).astype("M8[us]")
    return np.where(good & (d <= length), date, NOTHING)


def _serial_dates(numbers: np.ndarray) -> np.ndarray:
    known = ~np.isnan(numbers)
    seconds = np.where(known, np.round(numbers * 86_400), 0).astype("int64").astype("m8[s]")
    return np.where(known, EXCEL_DAY_ZERO + seconds.astype("m8[us]"), NOTHING)
