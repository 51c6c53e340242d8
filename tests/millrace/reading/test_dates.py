"""Dates: mixed styles are read right, doubts are reported and never guessed."""

import calendar
import datetime as dt
import random

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import date_order, parse_dates
from millrace.errors import ArgumentError

MONTHS = {
    "en": list(calendar.month_name)[1:],
    "short": list(calendar.month_abbr)[1:],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "it": [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    "pt": [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
}
FULL_WIDTH = str.maketrans("0123456789/-", "０１２３４５６７８９／－")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
ZH = "〇一二三四五六七八九"


def zh_small(n):
    tens, ones = divmod(n, 10)
    return ("" if tens < 2 else ZH[tens]) + ("十" if tens else "") + (ZH[ones] if ones or not tens else "")


def written(d, rng):
    """Write a day in one of many unambiguous ways."""
    month = {name: months[d.month - 1] for name, months in MONTHS.items()}
    ways = [
        f"{d:%Y-%m-%d}", f"{d.year}-{d.month}-{d.day}", f"{d:%Y/%m/%d}", f"{d:%Y.%m.%d}", f"{d:%Y%m%d}",
        f"{d:%Y-%m-%d}T14:05:00Z", f"{d:%Y-%m-%d} 14:05",
        f"{d:%Y-%m-%dT14:05:00+08:00}", f"{d.year}年{d.month}月{d.day}日",
        f"{d.year} 年 {d.month} 月 {d.day} 日", f"{d.year}年{d.month}月{d.day}号 下午2:05",
        "".join(ZH[int(c)] for c in str(d.year)) + f"年{zh_small(d.month)}月{zh_small(d.day)}日",
        f"{d.day} {month['en']} {d.year}", f"{month['en']} {d.day}, {d.year}", f"{d.day:02d}-{month['short']}-{d:%y}",
        f"{d.day:02d}{month['short'].upper()}{d.year}",
        f"{d:%A}, {d.day} {month['en']} {d.year}", f"{d:%a %b %d 09:15:00 %Y}",
        f"{d.day}. {month['de']} {d.year}", f"le {d.day} {month['fr']} {d.year}",
        f"{d.day} de {month['es']} de {d.year}",
        f"{d.day} {month['it']} {d.year}", f"{d.day} de {month['pt']} de {d.year}", f"{d.day} {month['nl']} {d.year}",
        f"{d:%Y-%m-%d}".translate(FULL_WIDTH), f"{d:%Y/%m/%d}".translate(ARABIC), f"  {d:%Y-%m-%d} ",
        str((d - dt.date(1899, 12, 30)).days), (d - dt.date(1899, 12, 30)).days, dt.datetime(d.year, d.month, d.day), d,
        pd.Timestamp(d),
    ]  # fmt: skip
    return rng.choice(ways)


def days(count, seed):
    rng = random.Random(seed)
    return rng, [dt.date(2018, 1, 1) + dt.timedelta(days=rng.randrange(3000)) for _ in range(count)]


def test_all_of_3000_dates_in_32_styles_are_read_right():
    rng, truth = days(3000, 1)
    parsed = parse_dates(pd.Series([written(d, rng) for d in truth], dtype=object))
    right = parsed["date"].dt.normalize().dt.date.to_numpy() == np.array(truth)
    assert right.mean() == 1.0
    assert (parsed["problem"] == "").all()


@pytest.mark.parametrize("mark", ["/", "-", ".", " "])
def test_1000_numeric_dates_are_ambiguous_exactly_when_both_readings_exist(mark):
    _, truth = days(1000, 2)
    texts = [f"{d.day}{mark}{d.month:02d}{mark}{d.year}" for d in truth]
    parsed = parse_dates(texts)
    # dots are settled by the dates of the column that have one reading
    doubtful = np.array([d.day <= 12 and d.day != d.month and mark != "." for d in truth])
    assert ((parsed["problem"] == "ambiguous").to_numpy() == doubtful).all()
    assert parsed.loc[doubtful, "date"].isna().all()
    assert (parsed.loc[~doubtful, "date"].dt.date.to_numpy() == np.array(truth)[~doubtful]).all()
    assert (parsed["if_day_first"].dt.date.to_numpy() == np.array(truth)).all()
    assert (parse_dates(texts, day_first=True)["date"].dt.date.to_numpy() == np.array(truth)).all()


def test_real_datetimes_agree_with_pandas_with_and_without_time_zone():
    moments = pd.Series(pd.date_range("2024-01-01 09:30", periods=50, freq="17h"))
    assert (parse_dates(moments)["date"] == moments).all()
    assert (parse_dates(moments.dt.tz_localize("Asia/Shanghai"))["date"] == moments).all()


def test_clock_times_agree_with_pandas():
    moments = pd.Series(pd.date_range("2024-01-01", periods=500, freq="7919s"))
    for style in ["%Y-%m-%d %H:%M:%S", "%d %B %Y %I:%M:%S %p", "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S.000Z"]:
        assert (parse_dates(moments.dt.strftime(style))["date"] == moments).all(), style


def test_a_date_column_that_is_all_ambiguous_guesses_nothing():
    parsed = parse_dates(["03/04/2025", "05/06/2025", "01/02/2025"])
    assert parsed["problem"].tolist() == ["ambiguous"] * 3
    assert parsed["date"].isna().all()
    assert parsed["style"].unique().tolist() == ["d/m/yyyy or m/d/yyyy"]


def test_the_13th_month_is_impossible_and_not_swapped():
    parsed = parse_dates(["13/04/2025"], day_first=False)
    assert parsed["problem"].tolist() == ["impossible"]
    assert parsed["if_day_first"].tolist() == [pd.Timestamp("2025-04-13")]


def test_equal_day_and_month_are_no_doubt():
    assert parse_dates(["03/03/2025"])["date"].tolist() == [pd.Timestamp("2025-03-03")]


@pytest.mark.parametrize(
    "text", ["31/02/2025", "2025-02-30", "29 Feb 2023", "2025-13-01", "2025-03-04 25:61", "45/45/2025"]
)
def test_days_that_do_not_exist_are_impossible(text):
    assert parse_dates([text])["problem"].tolist() == ["impossible"]


@pytest.mark.parametrize(
    "text", ["soon", "3月4日", "12", "next week", "2025-03", "abc 2025-03-04 def", "12:30", "B-2025-0304"]
)
def test_what_is_no_whole_date_is_never_read_as_a_day(text):
    problem = parse_dates([text])["problem"].item()
    style = parse_dates([text])["style"].item()
    assert problem == "unreadable" or style == "yyyy-mm"


def test_missing_words_and_zero_dates_are_missing():
    parsed = parse_dates([None, np.nan, pd.NaT, "", " ", "n/a", "-", "TBC", "无", "0000-00-00", "00/00/0000"])
    assert (parsed["problem"] == "missing").all()


def test_range_settles_an_ambiguous_date_and_flags_what_is_outside():
    parsed = parse_dates(
        ["03/04/2025", "05/06/2031", "2019-01-01", "31.12.2025 18:00"], latest="2025-12-31", earliest="2025-03-20"
    )
    assert parsed["date"].tolist()[0] == pd.Timestamp("2025-04-03")
    assert parsed["problem"].tolist() == ["", "outside range", "outside range", ""]


def test_one_answer_per_row_reads_the_clerk_who_swaps():
    clerk = pd.Series(["Li", "Wang"])
    parsed = parse_dates(pd.Series(["03/04/2025", "04/03/2025"]), day_first=clerk != "Wang")
    assert parsed["date"].tolist() == [pd.Timestamp("2025-04-03")] * 2


def test_chinese_numerals_in_dates():
    parsed = parse_dates(["二〇二五年三月廿一日", "二零二五年十月十日", "二〇二五年十二月三十一日"])
    assert parsed["date"].dt.strftime("%m%d").tolist() == ["0321", "1010", "1231"]


def test_two_digit_years_turn_at_68():
    assert parse_dates(["1 Jan 68", "1 Jan 69"])["date"].dt.year.tolist() == [2068, 1969]


def test_date_order_finds_the_clerk_who_swaps():
    rng, truth = days(900, 3)
    clerk = [rng.choice(["Li", "Wang", "Zhao"]) for _ in truth]
    texts = [f"{d:%m/%d/%Y}" if who == "Wang" else f"{d:%d/%m/%Y}" for d, who in zip(truth, clerk, strict=True)]
    order = date_order(texts, by=clerk).set_index("group")
    assert order["verdict"].to_dict() == {"Li": "day first", "Wang": "month first", "Zhao": "day first"}
    doubtful = sum(d.day <= 12 and d.day != d.month for d in truth)
    assert order["ambiguous"].sum() == doubtful
    assert order["rows"].sum() == 900
    assert date_order(texts)["verdict"].tolist() == ["mixed"]


def test_date_order_without_evidence_says_so_and_keeps_missing_groups():
    order = date_order(["03/04/2025", "2025-12-31", None], by=["Li", "Li", None])
    assert order["verdict"].tolist() == ["no evidence", "no evidence"]
    assert order["rows"].sum() == 3


@pytest.mark.parametrize(
    "empty", [[], pd.Series(dtype=object), pd.Series(dtype="datetime64[ns]"), pd.Series(dtype="float64")]
)
def test_an_empty_column_gives_an_empty_table_with_all_columns(empty):
    parsed = parse_dates(empty)
    assert list(parsed.columns) == ["date", "style", "problem", "if_day_first", "if_month_first"]
    assert parsed["date"].dtype.kind == "M"
    assert len(date_order(empty)) == 0


def test_index_is_kept_and_input_is_unchanged():
    values = pd.Series(["03/04/2025", 45720, None, "x"], index=[7, 7, 3, "k"], name="d", dtype=object)
    before = values.copy(deep=True)
    parsed = parse_dates(values, day_first=True)
    assert parsed.index.tolist() == [7, 7, 3, "k"]
    pd.testing.assert_series_equal(values, before)


@pytest.mark.parametrize("wrong", ["2025-01-01", pd.DataFrame({"a": [1]}), {"a": 1}, 5])
def test_what_is_not_a_column_is_refused(wrong):
    with pytest.raises(ArgumentError, match=r"column of values was expected|One column was expected"):
        parse_dates(wrong)


def test_wrong_arguments_are_refused_with_the_fix():
    with pytest.raises(ArgumentError, match="latest='soon' is not a date"):
        parse_dates(["2025-01-01"], latest="soon")
    with pytest.raises(ArgumentError, match="2 answers for 1 date"):
        parse_dates(["2025-01-01"], day_first=[True, False])
    with pytest.raises(ArgumentError, match="True, False, None"):
        parse_dates(["2025-01-01"], day_first="yes")
    with pytest.raises(ArgumentError, match="by has 1 value for 2 dates"):
        date_order(["1/2/2025", "2/3/2025"], by=["Li"])


def test_odd_cells_do_not_stop_the_column():
    parsed = parse_dates([["2025-01-01"], {"a": 1}, True, 1e300, float("inf"), b"x", "2025-01-01"])
    assert parsed["date"].notna().tolist() == [False] * 6 + [True]
