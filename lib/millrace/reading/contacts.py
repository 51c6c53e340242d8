"""Phone numbers and names brought to one form, so that the same customer looks the same in every list."""

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.reading.firm_names import comparison_name
from millrace.reading.missing_words import is_missing_word
from millrace.reading.texts import as_series, as_text, read_distinct, tidy_each

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = ["normalise_names", "normalise_phones"]

_EXCEL_FLOAT = re.compile(r"(\d)(?:\.(\d+))?e\+?(\d{1,2})|\d{6,}\.0+")
_SEVERAL = re.compile(
    r"[;,、|\n]|\s/\s|/(?=\s*[+(]?\d{5})|\bor\b|\band\b|或|和|(?<=\d{7}) +(?=\+|1[3-9]\d{9}|0\d{2,3}-)"
)
_EXTENSION_WORDS = re.compile(
    r"\s*(?:转|轉|分机|分機|内线|ext\.?|extension|poste|durchwahl|-?dw\.?)\s*[:.]?\s*(?=\d{1,6}$)"
)
_LABEL = re.compile(
    r"^(?:tel(?:ephone|efon|\.)?|phone|ph|mob(?:ile)?|mobil|cell|handy|fax|whats ?app|wechat|m|t|p"
    r"|联系电话|电话|手机|座机|传真)"
    r"\s*(?:no\.?|nr\.?|number)?\s*[.:：]?\s*(?=[+(\d])"
)
_NO_MOBILE = re.compile(r"(?!)")
_BARE = re.compile(r"[\s().\-/]+")
_REASONS = {1: "unknown country code", 2: "too short", 3: "too long", 4: "area code missing"}


def normalise_phones(values: Iterable[object], *, region: str = "CN") -> pd.DataFrame:
    """Bring phone numbers to the international form E.164, such as +8613912345678.

    Understood are numbers that Excel has turned into 13912345678.0 or 1.3912345678E+10, full-width digits, a lost "+",
    a leading 00, landlines with area code, labels such as "Tel:", and several numbers in one cell. Of 1.39E+10 only
    the first digits are left: no number is made of it.

    Parameters
    ----------
    values : Series or list-like
        The cells, as text or numbers.
    region : str
        Where numbers without a country code belong: two letters as in ISO 3166, such as "CN", "DE", "US".

    Returns
    -------
    DataFrame
        On the index of ``values``: ``phone`` (E.164, missing when there is none), ``extension``, ``other_phones``
        (the other numbers of the cell, split by "; "), ``problem`` ("" or "missing", "several numbers", "letters",
        "digits lost" (rounded, as 1.39E+10), "too short", "too long", "area code missing", "unknown country code",
        "not valid": no telephone company issues such numbers).

    Raises
    ------
    ArgumentError
        When ``values`` is not one column, or ``region`` is not known.

    Notes
    -----
    Rests on ``phonenumbers``, the Python port of Google's libphonenumber, and on ITU-T E.164.

    Examples
    --------
    >>> normalise_phones(["139 1234 5678", 8613912345678, "0571-87654321转801", "call me"])["phone"].tolist()
    ['+8613912345678', '+8613912345678', '+8657187654321', nan]
    """
    values = as_series(values)
    _check_region(region)
    return read_distinct(values, partial(_read_phones, region=_region(region)))


def normalise_names(values: Iterable[object]) -> pd.Series:
    """Bring names of firms and people to a form for comparing, not for printing.

    Case, accents, punctuation, full-width letters, legal forms (Co., Ltd, GmbH, LLC, FZE, 有限公司) and titles (Mr, Dr,
    先生) are dropped; Chinese characters are kept. Two names that are the same in this form may still be two customers.

    Parameters
    ----------
    values : Series or list-like
        The names.

    Returns
    -------
    pandas.Series
        Text on the index of ``values``; missing where the name is missing.

    Raises
    ------
    ArgumentError
        When ``values`` is not one column.

    Notes
    -----
    Unicode form NFKC and default case folding (Unicode Standard Annex 15). The legal forms are those of ISO 20275.

    Examples
    --------
    >>> normalise_names(["HONGDA Leather Co., Ltd.", "Ｈｏｎｇｄａ leather", "宏达皮具有限公司"]).tolist()
    ['hongda leather', 'hongda leather', '宏达皮具']
    """
    values = as_series(values)
    names = read_distinct(values, _read_names)["name"]
    names.name = values.name
    return names


def _read_names(distinct: list[object], _: np.ndarray) -> pd.DataFrame:
    texts = tidy_each("" if value is None else value for value in distinct)
    names = [None if is_missing_word(text) else comparison_name(text) or None for text in texts]
    return pd.DataFrame({"name": as_text(pd.Series(names, dtype=object))})


def _check_region(region: str) -> None:
    import phonenumbers

    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise ArgumentError(
            f"region={in_words(region)} is not known. Two capital letters were expected, such as 'CN', 'AE' or 'DE'."
            f"{did_you_mean(region, phonenumbers.SUPPORTED_REGIONS)}"
        )


class Region(NamedTuple):
    """What is known of the phone numbers of one country: its code, and the pattern of its mobile numbers."""

    name: str
    code: int
    mobile: re.Pattern[str]
    local_lengths: tuple[int, ...]


def _region(name: str) -> Region:
    import phonenumbers

    code = phonenumbers.country_code_for_region(name)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(name)
    if metadata is None or metadata.mobile is None or metadata.fixed_line is None:
        return Region(name, code, _NO_MOBILE, ())
    pattern = None if metadata.national_prefix_transform_rule else metadata.mobile.national_number_pattern
    mobile = re.compile(rf"(?:\+{code}|00{code})?((?:{pattern}))") if pattern else _NO_MOBILE
    return Region(name, code, mobile, tuple(metadata.fixed_line.possible_length_local_only))


def _read_phones(distinct: list[object], _: np.ndarray, *, region: Region) -> pd.DataFrame:
    texts = ["" if value is None else str(value) for value in distinct]
    rows = [_read_cell(text, region) for text in texts]
    table = pd.DataFrame(rows, columns=["phone", "extension", "other_phones", "problem"], dtype=object)
    return table.apply(as_text)


def _read_cell(cell: str, region: Region) -> tuple[str | None, str | None, str | None, str]:
    (text,) = tidy_each([cell.replace("\n", ";")])
    if is_missing_word(text):
        return None, None, None, "missing"
    quick = _quick(text, region)
    if quick:
        return quick, None, None, ""
    text = _EXTENSION_WORDS.sub(" ext. ", text.lower())
    pieces = [_without_label(piece.strip()) for piece in _SEVERAL.split(text) if re.search(r"\d", piece)]
    read = [_read_number(piece, region) for piece in pieces] or [(None, None, "letters")]
    good = [number for number in read if number[2] == ""]
    first = (good or read)[0]
    others = list(dict.fromkeys(number[0] for number in read if number[0] and number[0] != first[0]))
    return first[0], first[1], "; ".join(others) or None, "several numbers" if others else first[2]


def _without_label(piece: str) -> str:
    piece = _LABEL.sub("", piece)
    return f"{float(piece):.0f}" if _EXCEL_FLOAT.fullmatch(piece) and not _digits_lost(piece) else piece


def _digits_lost(piece: str) -> bool:
    # what is shorter than its power of ten says has been rounded: 1.39E+10 stands for 100 million numbers
    found = _EXCEL_FLOAT.fullmatch(piece)
    return found is not None and found[1] is not None and len(found[2] or "") < int(found[3])


def _quick(text: str, region: Region) -> str | None:
    # reading a plain mobile number of the region by its published pattern is twenty times faster, and the same
    found = region.mobile.fullmatch(_BARE.sub("", text))
    return f"+{region.code}{found[1]}" if found else None


def _read_number(text: str, region: Region) -> tuple[str | None, str | None, str]:
    import phonenumbers

    if _digits_lost(text):
        return None, None, "digits lost"
    if len(re.sub(r"\D", "", text)) > 25 or re.search(r"\d[^\W\d_]+\d", re.sub(r"ext\.|x\d", "", text)):
        return None, None, "letters" if re.search(r"[^\W\d_]", text) else "too long"
    for attempt in _attempts(text, region):
        try:
            number = phonenumbers.parse(attempt, region.name)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return _written(number), number.extension, ""
    return None, None, _reason(text, region)


def _attempts(text: str, region: Region) -> list[str]:
    digits = re.sub(r"\D", "", text.partition("ext.")[0])
    if digits.startswith("00"):
        return [text, f"+{digits[2:]}"]
    # a mistyped mobile number of 11 digits must not turn into somebody's number abroad
    plus_lost = "+" not in text and (len(digits) >= 12 or digits.startswith(str(region.code)))
    return [text, f"+{digits}"] if plus_lost and len(digits) >= 10 else [text]


def _written(number: "PhoneNumber") -> str:
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _reason(text: str, region: Region) -> str:
    import phonenumbers

    digits = len(re.sub(r"\D", "", text))
    try:
        number = phonenumbers.parse(text, region.name)
    except phonenumbers.NumberParseException as error:
        return "unknown country code" if error.error_type == 0 else "too short" if digits < 7 else "too long"
    if "+" not in text and digits in region.local_lengths:
        return "area code missing"
    return _REASONS.get(phonenumbers.is_possible_number_with_reason(number), "not valid")
