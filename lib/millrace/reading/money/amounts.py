"""Amounts of money read from text, with currency and every doubt reported, and brought to one currency."""

import re
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.reading.missing_words import is_missing_word
from millrace.reading.money.currencies import ISO_CODES, OF_SEVERAL, SIGN_PATTERN, THREE_DECIMALS, find_currency
from millrace.reading.numbers import NUMBER, check_decimal, chinese_number, decide_numbers
from millrace.reading.texts import as_number, as_series, as_text, each_once, read_distinct, tidy_each

__all__ = ["parse_money"]

_SCALES = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "千": 1e3, "mil": 1e3,
    "m": 1e6, "mn": 1e6, "mm": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6, "百万": 1e6,
    "bn": 1e9, "b": 1e9, "billion": 1e9, "mrd": 1e9, "milliard": 1e9, "十亿": 1e9,
    "w": 1e4, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "千万": 1e7, "十万": 1e5,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
# Letters that are a factor only beside a currency: 5 m may be metres, a mil a thousand or a million.
_UNSURE_SCALES = {"m", "mm", "b", "mil"}
_SCALE_PATTERN = "|".join(sorted(_SCALES, key=len, reverse=True))
_JIAO = re.compile(r"(?<=\d)[元块圆](\d)角?(?:(\d)分)?$")
_NUMBER = re.compile(NUMBER)
# "1,200.-": what stands before the dash are whole units, and marks in it are thousands.
_WHOLE = re.compile(rf"({NUMBER})([.,]) ?[-=]+")
_GROUPS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
# What is around the number, the number itself written as #: "usd #", "-$#", "($#)", "# k €", "#.-".
_AROUND = re.compile(
    rf"(?P<open>\()? ?(?P<s1>[-+])? ?(?P<before>(?:(?:{SIGN_PATTERN}) ?)*?)(?P<s2>[-+])? ?\(?#(?:[.,] ?[-=]+)?\)?"
    rf" ?(?P<scale>(?:{_SCALE_PATTERN})\.?(?![a-z]))? ?(?P<after>(?:(?:{SIGN_PATTERN}) ?)*)(?P<s3>[-+])?"
    r" ?(?P<close>\))?"
)
_SIGN = re.compile(SIGN_PATTERN)
# What an amount is followed by when it may be on either side of the account.
_SIDE = re.compile(r" ?(?<![a-z])(?:cr|dr)\.?(?![a-z]) ?")
_ZH_NUMBER = "〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億"
_ZH_AMOUNT = re.compile(rf"(?:人民币)?([{_ZH_NUMBER}]+)(元|圆|块|块钱|美元|欧元|日元|港元|英镑)[整正]?")


def parse_money(values: Iterable[object], *, currency: str | None = None, decimal: str | None = None) -> pd.DataFrame:
    """Read amounts such as "¥1,234.50", "1.234,50 €", "(35.00)", "AED 1 200" or "1.2万" into numbers.

    Whether a comma or a point is the decimal mark is taken from what the amounts prove: "12,50" and "1.234,50" prove
    the comma, within their own currency first and then in the whole column. Where nothing is proved, three different
    amounts or more that all look like "1,234" are whole thousands; fewer, or a column that proves both, are reported as
    "ambiguous" and not read. So are those of currencies with three decimals (KWD, BHD, OMR, JOD, TND, IQD, LYD), and
    cells whose words have two readings: "500 CR" and "500 DR" (whose account?), "500 kr" (which crown?), "5 m" without
    a currency (metres?), "500+". A dash in place of cents, "1,200.-", says that the amount is whole. Words and
    marks that change what an amount is leave it "unreadable": with or without tax ("incl. VAT", "zzgl. MwSt."), about
    or from ("ca. 50"), spans ("50-60"), a price per unit ("5 €/kg"), percent, and footnotes ("1,200*", "1,200 (1)").

    Parameters
    ----------
    values : Series or list-like
        The cells, as text or numbers.
    currency : str or None
        The ISO code of amounts that name no currency. It also says what a shared sign means: ``$`` is read as USD
        and ``¥`` as CNY unless the currency given uses the same sign.
    decimal : {".", ",", None}
        The decimal mark, when you know it: it settles what is ambiguous in texts. Cells that are numbers already stay
        as they are.

    Returns
    -------
    DataFrame
        On the index of ``values``: ``amount`` (float, in whole units of the currency; negative for a minus sign or
        brackets), ``currency`` (ISO 4217 code, missing when none is named or given), ``problem`` ("" or "missing",
        "ambiguous", "unreadable").

    Raises
    ------
    ArgumentError
        When ``values`` is not one column, or ``currency`` or ``decimal`` is not known.

    Notes
    -----
    Currency codes follow ISO 4217; brackets for negative amounts are the usual accounting form.

    Examples
    --------
    >>> parse_money(["¥1,234.50", "USD 12", "(35.00)", "-"], currency="CNY").values.tolist()
    [[1234.5, 'CNY', ''], [12.0, 'USD', ''], [-35.0, 'CNY', ''], [nan, 'CNY', 'missing']]
    """
    values = as_series(values)
    check_decimal(decimal)
    _check_currency(currency)
    return read_distinct(values, partial(_read_amounts, currency=currency, decimal=decimal))


def _check_currency(currency: str | None) -> None:
    if currency is not None and currency not in ISO_CODES:
        raise ArgumentError(
            f"currency={in_words(currency)} is not known. A code of three capital letters was expected, such "
            "as 'CNY', 'USD' "
            f"or 'EUR'.{did_you_mean(currency, ISO_CODES)}"
        )


def _read_amounts(
    distinct: list[object], counts: np.ndarray, *, currency: str | None, decimal: str | None
) -> pd.DataFrame:
    texts = [text.lower() for text in tidy_each("" if value is None else value for value in distinct)]
    missing = np.array([is_missing_word(text) for text in texts])
    plain = pd.Series([as_number(value) for value in distinct], dtype="float64")
    is_number = plain.notna().to_numpy()
    skipped = missing | is_number
    pieces = [(None, "") if skip else _number_and_rest(text) for text, skip in zip(texts, skipped, strict=True)]
    rests = each_once((rest for _, rest in pieces), partial(_factor_and_currency, asked=currency))
    factor, code = [factor for factor, _, _ in rests], [code for _, code, _ in rests]
    # where some end in a minus the plus at the end is a sign; alone it may say "and more"
    signed = any(rest.endswith("-") for _, rest in pieces)
    unsure = np.array([doubt == "yes" or (doubt == "plus" and not signed) for _, _, doubt in rests], dtype=bool)
    number = [text if name is not None else None for (text, _), name in zip(pieces, code, strict=True)]
    fine = [(name or currency) in THREE_DECIMALS for name in code]
    decided = decide_numbers(number, counts=counts, groups=code, decimal=decimal, three_decimals=fine)
    in_words = pd.Series(factor).where(pd.Series([text is None for text, _ in pieces]))
    amount = (decided["number"] * np.array(factor)).fillna(in_words).fillna(plain)
    amount = amount.mask(missing | np.isinf(amount) | unsure)
    problem = np.select(
        [missing, decided["ambiguous"] | unsure, amount.isna()], ["missing", "ambiguous", "unreadable"], ""
    )
    named = pd.Series([name or currency for name in code], dtype=object)
    return pd.DataFrame({"amount": amount, "currency": as_text(named), "problem": pd.Series(problem, dtype="str")})


def _number_and_rest(text: str) -> tuple[str | None, str]:
    found = _NUMBER.search(text)
    if found is not None and ("元" in text or "块" in text):
        text = _JIAO.sub(lambda coins: f".{coins[1]}{coins[2] or ''}元", text)
        found = _NUMBER.search(text)
    if found is None:
        return None, text.replace("#", " ")
    whole = _WHOLE.match(text, found.start())
    grouped = _GROUPS.fullmatch(whole[1]) if whole else None
    if whole and grouped:
        decimal = "," if grouped[1] == "." else "."
        return f"{whole[1]}{decimal}00", f"{text[: found.start()]}#{text[found.end() :]}"
    return found[0], f"{text[: found.start()]}#{text[found.end() :]}"


def _factor_and_currency(rest: str, *, asked: str | None) -> tuple[float, str | None, str]:
    """Read what is around a number: its factor, its currency, and "yes" or "plus" where that has two readings."""
    plain = _SIDE.sub("", rest)
    found = _AROUND.fullmatch(plain)
    if found is None or rest.count("(") != rest.count(")") or rest.count("(") > 1:
        return (*_amount_in_words(rest, asked), "")
    signs = [sign for sign in (found["s1"], found["s2"], found["s3"]) if sign]
    if len(signs) > 1:
        return np.nan, None, ""
    scale = (found["scale"] or "").rstrip(".")
    words = _SIGN.findall(f"{found['before']} {found['after']}")
    code = find_currency(words, asked)
    factor = _SCALES.get(scale, 1.0)
    if code is None and OF_SEVERAL.issuperset(words):
        return factor, "", "yes"
    doubt = plain != rest or (scale in _UNSURE_SCALES and (scale == "mil" or not (words or asked)))
    return (
        -factor if "-" in signs or "(" in rest else factor,
        code,
        "yes" if doubt else "plus" if found["s3"] == "+" else "",
    )


def _amount_in_words(text: str, asked: str | None) -> tuple[float, str | None]:
    found = _ZH_AMOUNT.fullmatch(text)
    return (np.nan, None) if found is None else (chinese_number(found[1]), find_currency([found[2]], asked))
