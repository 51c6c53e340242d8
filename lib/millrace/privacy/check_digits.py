"""Numbers that prove themselves: identity, bank and company numbers whose last digits follow from the others."""

import datetime as dt
import re

__all__ = ["is_bank_card", "is_company_code", "is_iban", "is_resident_identity"]

PROVINCES = frozenset(
    re.findall(
        r"\d\d",
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83",
    )
)
COMPANY_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CARD_BEGINNINGS = re.compile(r"62|4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|35(?:2[89]|[3-8])|60|81")
IBAN_LENGTHS = {
    "AE": 23, "AT": 20, "BE": 16, "BG": 22, "BH": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "EG": 29, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MT": 31, "NL": 18,
    "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24,
    "SI": 19, "SK": 24, "TN": 24, "TR": 26, "UA": 29,
}  # fmt: skip


def is_resident_identity(number: str) -> bool:
    """Tell whether 18 characters are a resident identity number of China: province, day of birth, check character.

    Parameters
    ----------
    number : str
        17 digits and a digit or X.

    Returns
    -------
    bool

    Notes
    -----
    GB 11643-1999; the check is ISO 7064 MOD 11-2.

    Examples
    --------
    >>> is_resident_identity("11010519491231002X"), is_resident_identity("110105194912310021")
    (True, False)
    """
    if not re.fullmatch(r"\d{17}[\dXx]", number) or number[:2] not in PROVINCES or not _is_birthday(number[6:14]):
        return False
    remainder = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(number[:17])) % 11
    return number[-1].upper() == "10X98765432"[remainder]


def _is_birthday(text: str) -> bool:
    try:
        return dt.date(1890, 1, 1) <= dt.date(int(text[:4]), int(text[4:6]), int(text[6:])) <= dt.date.today()
    except ValueError:
        return False


def is_bank_card(number: str) -> bool:
    """Tell whether digits are the number of a payment card: a known beginning and Luhn's check digit.

    Parameters
    ----------
    number : str
        15 to 19 digits.

    Returns
    -------
    bool

    Notes
    -----
    ISO/IEC 7812-1, annex B.

    Examples
    --------
    >>> is_bank_card("4111111111111111"), is_bank_card("4111111111111112")
    (True, False)
    """
    if not re.fullmatch(r"\d{15,19}", number) or not CARD_BEGINNINGS.match(number) or len(set(number)) == 1:
        return False
    doubled = [2 * int(digit) if place % 2 else int(digit) for place, digit in enumerate(reversed(number))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def is_iban(number: str) -> bool:
    """Tell whether a text without spaces is an international bank account number.

    Parameters
    ----------
    number : str
        Two letters of a country, two check digits, and the account.

    Returns
    -------
    bool

    Notes
    -----
    ISO 13616; the check is ISO 7064 MOD 97-10. Lengths are those of SWIFT's IBAN registry.

    Examples
    --------
    >>> is_iban("DE89370400440532013000"), is_iban("DE88370400440532013000")
    (True, False)
    """
    number = number.upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]+", number) or IBAN_LENGTHS.get(number[:2]) != len(number):
        return False
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def is_company_code(code: str) -> bool:
    """Tell whether 18 characters are a unified social credit code of China; sole traders have one, too.

    Parameters
    ----------
    code : str
        Digits and capitals without I, O, S, V, Z.

    Returns
    -------
    bool

    Notes
    -----
    GB 32100-2015; the check is modulo 31.

    Examples
    --------
    >>> is_company_code("91350100M000100Y43"), is_company_code("91350100M000100Y44")
    (True, False)
    """
    code = code.upper()
    if len(code) != 18 or not set(code) <= set(COMPANY_CHARACTERS) or not re.match(r"[1-9A-NY][1-9A-NY]\d{6}", code):
        return False
    total = sum(COMPANY_CHARACTERS.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return COMPANY_CHARACTERS[-total % 31] == code[-1]
