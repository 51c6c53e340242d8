"""Phone numbers brought to one international form, each with its country and what is wrong with it."""

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from millrace.reading.missing_words import is_missing_word
from millrace.reading.phones.cells import digits_lost, digits_of, names_country, pieces_of, splits_of, tidy_cell
from millrace.reading.phones.regions import ColumnRegion, check_region, infer_region
from millrace.reading.texts import as_series, as_text, read_distinct

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = ["normalise_phones"]

_NO_MOBILE = re.compile(r"(?!)")
_BARE = re.compile(r"[\s().\-/]+")
_REASONS = {1: "unknown country code", 2: "too short", 3: "too long", 4: "area code missing"}
_COLUMNS = ["phone", "extension", "other_phones", "problem", "region", "region_from"]


class Region(NamedTuple):
    """What is known of the phone numbers of one country: its code, and the pattern of its mobile numbers."""

    name: str | None
    code: int
    mobile: re.Pattern[str]
    local_lengths: tuple[int, ...]
    known_from: str


class Read(NamedTuple):
    """One number of a cell: in E.164, its extension, what is wrong, the country, and how the country is known."""

    phone: str | None
    extension: str | None
    problem: str
    region: str | None = None
    region_from: str = ""


def normalise_phones(values: Iterable[object], *, region: str | None = None) -> pd.DataFrame:
    """Bring phone numbers to the international form E.164, such as +8613912345678.

    Understood are numbers that Excel has turned into 13912345678.0 or 1.3912345678E+10, full-width digits, a lost "+",
    a leading 00, a country code written twice, landlines with area code, labels such as "Tel:", and several numbers in
    one cell. Of 1.39E+10 only the first digits are left: no number is made of it.

    Parameters
    ----------
    values : Series or list-like
        The cells, as text or numbers.
    region : str or None
        Where numbers without a country code belong: two letters as in ISO 3166, such as "CN", "DE", "US". None infers
        it from the column, as `phone_region` does; where the column does not settle it, no number is made of them.

    Returns
    -------
    DataFrame
        On the index of ``values``: ``phone`` (E.164, missing when there is none), ``extension``, ``other_phones``
        (the other numbers of the cell, split by "; "), ``problem`` ("" or "missing", "several numbers", "part not
        read" (digits beside the number that are no number), "country unknown" (give ``region``), "letters", "digits
        lost" (rounded, as 1.39E+10), "too short", "too long", "area code missing", "unknown country code", "not
        valid": no telephone company issues such numbers), ``region`` (the country of ``phone``) and ``region_from``
        ("country code", "region=", or for example "column: 97 % fit").

    Raises
    ------
    ArgumentError
        When ``values`` is not one column, or ``region`` is not known.

    Notes
    -----
    Rests on ``phonenumbers``, the Python port of Google's libphonenumber, and on ITU-T E.164.

    Examples
    --------
    >>> cells = ["139 1234 5678", 8613912345678, "0571-87654321转801", "call me"]
    >>> normalise_phones(cells, region="CN")["phone"].tolist()
    ['+8613912345678', '+8613912345678', '+8657187654321', nan]
    >>> normalise_phones(["030 901820", "+49 30 901820"])[["phone", "problem"]].values.tolist()
    [[nan, 'country unknown'], ['+4930901820', '']]
    """
    values = as_series(values)
    if region is not None:
        check_region(region)
    return read_distinct(values, partial(_read_phones, region=region))


def _read_phones(distinct: list[object], _: np.ndarray, *, region: str | None) -> pd.DataFrame:
    found = infer_region(distinct) if region is None else ColumnRegion(region, 1.0, "")
    known_from = "region=" if region is not None else f"column: {100 * found.share:.0f} % fit" if found.region else ""
    known = _region(found.region, known_from)
    rows = [_read_cell(tidy_cell(cell), known) for cell in distinct]
    table = pd.DataFrame(rows, columns=_COLUMNS, dtype=object)
    return table.apply(as_text)


def _region(name: str, known_from: str) -> Region:
    import phonenumbers

    if not name:
        return Region(None, 0, _NO_MOBILE, (), "")
    code = phonenumbers.country_code_for_region(name)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(name)
    if metadata is None or metadata.mobile is None or metadata.fixed_line is None:
        return Region(name, code, _NO_MOBILE, (), known_from)
    # a code of several countries, such as +1, does not say in which of them a number is
    alone = len(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]) == 1
    pattern = metadata.mobile.national_number_pattern if alone and not metadata.national_prefix_transform_rule else None
    mobile = re.compile(rf"((?:\+{code}|00{code})?)((?:{pattern}))") if pattern else _NO_MOBILE
    return Region(name, code, mobile, tuple(metadata.fixed_line.possible_length_local_only), known_from)


def _read_cell(text: str, region: Region) -> tuple[str | None, ...]:
    if is_missing_word(text):
        return None, None, None, "missing", None, ""
    quick = _quick(text, region)
    read = [quick] if quick else [number for piece in pieces_of(text) for number in _read_piece(piece, region)]
    read = read or [Read(None, None, "letters")]
    good = [number for number in read if number.phone]
    first = (good or read)[0]
    others = list(dict.fromkeys(number.phone for number in good if number.phone != first.phone))
    problem = "several numbers" if others else "part not read" if good and len(good) < len(read) else first.problem
    return first.phone, first.extension, "; ".join(map(str, others)) or None, problem, first.region, first.region_from


def _quick(text: str, region: Region) -> Read | None:
    # reading a plain mobile number of the region by its published pattern is twenty times faster, and the same
    found = region.mobile.fullmatch(_BARE.sub("", text))
    if not found:
        return None
    return Read(f"+{region.code}{found[2]}", None, "", region.name, "country code" if found[1] else region.known_from)


def _read_piece(piece: str, region: Region) -> list[Read]:
    """Read a piece as one number, or else as the two it is made of where a slash, a dash or a space parts them."""
    whole = _read_number(piece, region)
    if whole.problem == "digits lost" or (whole.phone and "/" not in piece):
        return [whole]
    pairs = [[_read_number(left, region), _read_number(right, region)] for left, right in splits_of(piece)]
    both = [pair for pair in pairs if pair[0].phone and pair[1].phone]
    if len(both) == 1 or whole.phone:
        return both[0] if both else [whole]
    left, _, right = piece.partition("/")
    sides = [_read_number(side.strip(), region) for side in (left, right) if digits_of(side)]
    return sides if any(side.phone for side in sides) else [whole]


def _read_number(text: str, region: Region) -> Read:
    import phonenumbers

    if digits_lost(text):
        return Read(None, None, "digits lost")
    if len(digits_of(text)) > 25 or re.search(r"\d[^\W\d_]+\d", re.sub(r"ext\.|x\d", "", text)):
        return Read(None, None, "letters" if re.search(r"[^\W\d_]", text) else "too long")
    for attempt in _attempts(text, region):
        try:
            number = phonenumbers.parse(attempt, region.name)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            by_code = names_country(attempt) or (region.name is not None and digits_of(text).startswith("00"))
            country = phonenumbers.region_code_for_number(number)
            return Read(
                _written(number), number.extension, "", country, "country code" if by_code else region.known_from
            )
    return Read(None, None, _reason(text, region))


def _attempts(text: str, region: Region) -> list[str]:
    digits = digits_of(text.partition("ext.")[0])
    if names_country(text):
        digits = digits.removeprefix("00")
        return [text, f"+{digits}", *_said_once(digits)]
    if not region.name:
        return []
    # a mistyped mobile number of 11 digits must not turn into somebody's number abroad
    plus_lost = len(digits) >= 12 or digits.startswith(str(region.code))
    again = _said_once(digits) if digits.startswith(str(region.code) * 2) else []
    return [text, f"+{digits}", *again] if plus_lost and len(digits) >= 10 else [text]


def _said_once(digits: str) -> list[str]:
    """Drop a country code that is written twice, as in "+86 0086 139": the second time with 00, with a + or bare."""
    import phonenumbers

    codes = (digits[:length] for length in (1, 2, 3) if digits[:length].isdigit())
    known = [code for code in codes if int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE]
    rests = [(code, digits[len(code) :].removeprefix("00")) for code in known]
    return [f"+{rest}" for code, rest in rests if rest.startswith(code)]


def _written(number: "PhoneNumber") -> str:
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _reason(text: str, region: Region) -> str:
    import phonenumbers

    digits = len(digits_of(text))
    if region.name is None and not names_country(text):
        letters = re.search(r"[^\W\d_]", text.partition("ext.")[0])
        return "letters" if letters else "too short" if digits < 5 else "too long" if digits > 15 else "country unknown"
    try:
        number = phonenumbers.parse(text, region.name)
    except phonenumbers.NumberParseException as error:
        return "unknown country code" if error.error_type == 0 else "too short" if digits < 7 else "too long"
    if not names_country(text) and digits in region.local_lengths:
        return "area code missing"
    return _REASONS.get(phonenumbers.is_possible_number_with_reason(number), "not valid")
