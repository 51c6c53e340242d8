"""What gives itself away by its form: phones, e-mails, identity and bank numbers, plates, links with tokens."""

import ipaddress
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from millrace.privacy.check_digits import is_bank_card, is_company_code, is_iban, is_resident_identity

__all__ = ["UNISSUED", "Hit", "by_form", "phone_like", "phones"]

# Borders: no letter or digit of Latin script beside it. Chinese and Arabic letters may be, as those run into numbers.
BEFORE, AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
NUMBER_BEFORE, NUMBER_AFTER = r"(?<![A-Za-z0-9_])(?<!\d[.,/-])", r"(?![A-Za-z0-9_]|[.,/-]\d)"
DATE = re.compile(
    r"(?:19|20)\d\d[-./ ]?\d{1,2}[-./ ]?\d{1,2}(?:[ T]\d{1,2}.*)?|\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d\d.*"
)
UNISSUED = "looks like a phone, is not issued"
LAST_BIT = re.compile(r"[-.\s]+$")


class Hit(NamedTuple):
    """Something found at a place of the plain text."""

    start: int
    end: int
    kind: str
    rule: str


class Form(NamedTuple):
    """A pattern and what else must hold; the group ``v``, where there is one, is what is personal."""

    kind: str
    rule: str
    needs: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


def _is_address(text: str) -> bool:
    try:
        return not ipaddress.ip_address(text).is_unspecified
    except ValueError:
        return False


def _form(kind: str, rule: str, needs: str, pattern: str, check: Callable[[str], bool] | None = None) -> Form:
    return Form(kind, rule, needs, re.compile(pattern, re.IGNORECASE), check)


NAME_OF_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.[A-Za-z]{2,}"
SECRETS = (
    "access_?token|refresh_?token|id_?token|token|api_?key|key|sig|sign|signature|session|session_?id|sid|auth|code|pwd"
    "|passwd|password|secret|ticket|jwt|otp|invite|reset|uid|user_?id|email|phone|mobile"
)
# In the order in which they win where two cover the same place.
FORMS = [
    _form(
        "link", "link with a token", "//",
        rf"(?:https?|ftp)://(?:[^\s/@]+:[^\s/@]+@[^\s<>\"'，。]+|[^\s<>\"'，。]*?[?&;#](?:{SECRETS})=[^\s<>\"'，。)]+)",
    ),
    _form("email", "address with @", "@", rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]*\s?@\s?{NAME_OF_HOST}"),
    _form(
        "email", "address with the sign in words", "",
        r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]*\s*(?:\(at\)|\[at\]|\{at\})\s*"
        r"[A-Za-z0-9-]+(?:\s*(?:\.|\(dot\)|\[dot\])\s*[A-Za-z0-9-]{2,})+",
    ),
    _form(
        "identity_number", "GB 11643 with its check character", "0",
        rf"{NUMBER_BEFORE}\d{{6}}[ -]?(?:18|19|20)\d{{2}}[ -]?\d{{4}}[ -]?\d{{3}}[\dX]{AFTER}",
        lambda text: is_resident_identity(_bare(text)),
    ),
    _form(
        "identity_number", "named as an identity number", "0",
        r"(?:身份证(?:号码?)?|证件号码?|\bid (?:card|number|no\.?)|identity (?:card|number)|national id"
        r"|رقم الهويه|الهويه)"
        rf"[^\d\n]{{0,12}}?(?P<v>\d{{14}}[\dX](?:\d\d[\dX])?|\d{{10,12}}|784-?\d{{4}}-?\d{{7}}-?\d){AFTER}",
    ),
    _form(
        "bank_account", "IBAN with its check digits", "0",
        rf"{BEFORE}[A-Z]{{2}}\d{{2}}(?:[ -]?[A-Z0-9]{{4}}){{2,7}}(?:[ -]?[A-Z0-9]{{1,3}})?{AFTER}",
        lambda text: is_iban(_bare(text)),
    ),
    _form(
        "bank_account", "card number with its check digit", "0",
        rf"{NUMBER_BEFORE}\d{{4}}(?:[ -]?\d{{4}}){{2}}[ -]?\d{{3,4}}(?:[ -]?\d{{1,3}})?{NUMBER_AFTER}"
        rf"|{NUMBER_BEFORE}3[47]\d\d[ -]?\d{{6}}[ -]?\d{{5}}{NUMBER_AFTER}",
        lambda text: is_bank_card(_bare(text)),
    ),
    _form(
        "bank_account", "named as an account", "0",
        r"(?:银行账[号户]|银行卡号?|开户账号"
        r"|收款账号|卡号|\bbank account(?: (?:number|no\.?))?|\baccount (?:number|no\.?)"
        rf"|\bcard (?:number|no\.?)|رقم الحساب)[^\dA-Z\n]{{0,8}}?(?P<v>\d[\d -]{{6,22}}\d){NUMBER_AFTER}",
    ),
    _form(
        "company_code", "GB 32100 with its check character", "0",
        rf"{BEFORE}[1-9A-NY][1-9A-NY]\d{{6}}[0-9A-HJ-NPQRTUWXY]{{10}}{AFTER}", is_company_code,
    ),
    _form(
        "passport", "named as a passport", "0",
        rf"(?:\bpassport|护照(?:号码?)?|جواز(?: السفر)?)[^\d\n]{{0,16}}?(?P<v>{BEFORE}[A-Z]{{0,2}}\d{{6,9}}){AFTER}",
    ),
    _form(
        "plate", "plate of a vehicle in China", "",
        r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z][ ·.-]?"
        rf"(?=[A-HJ-NP-Z]{{0,5}}\d)[A-HJ-NP-Z0-9]{{5,6}}{AFTER}",
    ),
    _form(
        "ip_address", "IP address", ".",
        r"(?<![A-Za-z0-9.])(?<!version )(?<!版本)\d{1,3}(?:\.\d{1,3}){3}(?![A-Za-z0-9]|\.\d)", _is_address,
    ),
    _form(
        "ip_address", "IP address", ":", r"(?<![A-Za-z0-9:])[0-9A-F]{0,4}(?::[0-9A-F]{0,4}){3,7}(?![A-Za-z0-9:])",
        _is_address,
    ),
    _form(
        "account_name", "named as a messenger account", "",
        r"(?:微信号?|wechat(?: id)?|weixin|\bqq号?|\bwhats ?app|\btelegram|\bskype)\s*(?:号|id|is|[:=是])\s*[:：]?\s*"
        rf"(?P<v>@?[A-Za-z0-9][A-Za-z0-9_.-]{{3,31}}){AFTER}",
    ),
]  # fmt: skip


def by_form(text: str) -> Iterator[Hit]:
    """Find what gives itself away by its form, phones apart.

    Parameters
    ----------
    text : str
        A text in plain form, as from `Folded`.

    Yields
    ------
    Hit
        In the order of importance.

    Examples
    --------
    >>> [text.kind for text in by_form("write to a.b@example.com, card 4111 1111 1111 1111")]
    ['email', 'bank_account']
    """
    has_digit = any(map(str.isdigit, text))
    for form in FORMS:
        if (form.needs == "0" and not has_digit) or (form.needs not in ("", "0") and form.needs not in text):
            continue
        for found in form.pattern.finditer(text):
            named = "v" in form.pattern.groupindex
            start, end = found.span("v") if named else found.span()
            end = start + len(LAST_BIT.sub("", text[start:end]))
            held = text[start:end]
            if (form.check is None or form.check(held)) and not (named and DATE.fullmatch(held)):
                yield Hit(start, end, form.kind, form.rule)


ENOUGH_DIGITS = re.compile(r"(?:\d[^\dA-Za-z]{0,3}){7}")
SPACED_MOBILE = re.compile(r"(?<![A-Za-z0-9])(?:\+?86[ -]?)?1[ .-]?[3-9](?:[ .-]?\d){9}(?![A-Za-z0-9])(?![.,]\d)")
NAMED = re.compile(
    r"(?:电话|手机|座机|联系方式|热线|传真|致电|回电|拨打|\bphone|\bmobile|\bcell|\btel|\bfax|\bcall"
    r"|\bring|\bwhats ?app|\btext me|هاتف"
    r"|جوال|موبايل|الرقم|رقمي|اتصل)(?:[ :,.#(]|号码?|是|为|علي|هو"
    r"|(?:number|no|me|us|him|her|back|at|on|is|now|id)\b){0,8}(?P<v>\+?\d[\d ()./-]{4,17}\d)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# As people write a number of their country or of another one, whether such a number is issued or not.
LOOKS_LIKE = re.compile(
    rf"{NUMBER_BEFORE}(?P<v>(?:\+|\(?0)[ ]?\(?\d(?:[ ()./-]{{0,3}}\d){{6,13}}"
    rf"|(?:\(\d{{3}}\) ?|\d{{3}}[.-])\d{{3}}[.-]\d{{4}}){NUMBER_AFTER}"
)
HOURS_OR_DAYS = re.compile(r"\(?\d{1,2}[.:/]\d{1,2}(?:[./]| ?- ?\d)")
OTHER_NUMBER = re.compile(
    r"(?:order|invoice|ticket|item|article|part|ref|reference|serial|lot|batch|contract|customer|rechnung|auftrag|bestellung"
    r"|artikel|ware|serie|charge|vertrag|kunden|vorgang|akte|commande|facture|pedido|factura)"
    r"[\w-]{0,10}\W{0,3}(?:(?:no|nr|number|nummer|id)\W{0,3})?$",
    re.IGNORECASE,
)
MONEY_AFTER = re.compile(
    r"\s*(?:cny|rmb|usd|eur|aed|sar|yuan|dollars?|pcs|pieces|units|kg|元|块|个|件|只|条|套|米|克|美元|درهم|ريال|قطعه)(?![a-z])"
    r"|\.\d|,\d{3}|\s?%",
    re.IGNORECASE,
)
MONEY_BEFORE = re.compile(
    r"(?:[¥$€£￥]|\b(?:cny|rmb|usd|eur|aed|sar)|[#№]|\bsku|条码|货号|单号|\bean|barcode|发票号码?"
    r"|tracking(?: (?:no\.?|number))?|invoice(?: (?:no\.?|number))?"
    r"|(?:rechnung|auftrag)(?:s?-?(?:nr\.?|nummer))?|\bref)\s*[:#]?\s*$",
    re.IGNORECASE,
)


def phones(text: str, regions: Sequence[str]) -> Iterator[Hit]:
    """Find telephone numbers, of some regions and in international form.

    Parameters
    ----------
    text : str
        A text in plain form.
    regions : list of str
        Where numbers without a country code belong: "CN", "AE".

    Yields
    ------
    Hit

    Notes
    -----
    Rests on ``phonenumbers``, the Python port of Google's libphonenumber: only numbers that are issued count. Numbers
    with a currency, a unit or a word such as "tracking no." beside them are none.

    Examples
    --------
    >>> {(hit.start, hit.end) for hit in phones("call 139 1234 5678, price 13912345678 CNY", ["CN"])}
    {(5, 18)}
    """
    if not ENOUGH_DIGITS.search(text) and not NAMED.search(text):
        return
    for found in SPACED_MOBILE.finditer(text):
        if not _is_amount(text, *found.span()):
            yield Hit(*found.span(), "phone", "mobile number of China")
    yield from _of_regions(text, regions)
    for found in NAMED.finditer(text):
        start, end = found.span("v")
        digits = len(re.sub(r"\D", "", text[start:end]))
        if 7 <= digits <= 15 and not _is_amount(text, start, end) and not DATE.fullmatch(text[start:end]):
            yield Hit(start, end, "phone", "named as a phone")


def phone_like(text: str) -> Iterator[Hit]:
    """Find what looks like a telephone number although no such number may be issued: a digit short, or one too many.

    Parameters
    ----------
    text : str
        A text in plain form.

    Yields
    ------
    Hit

    Examples
    --------
    >>> [hit.rule for hit in phone_like("reach him at 0157-3344556")]
    ['looks like a phone, is not issued']
    >>> list(phone_like("order no. 0157-3344556, open 08.30-16.00"))
    []
    """
    if not ENOUGH_DIGITS.search(text):
        return
    for found in LOOKS_LIKE.finditer(text):
        start, end = found.span("v")
        other = OTHER_NUMBER.search(text[max(start - 30, 0) : start]) or HOURS_OR_DAYS.match(found["v"])
        if not other and not DATE.fullmatch(found["v"]) and not _is_amount(text, start, end):
            yield Hit(start, end, "phone", UNISSUED)


def _of_regions(text: str, regions: Sequence[str]) -> Iterator[Hit]:
    import phonenumbers

    for region in regions:
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            # Shorter ones are service numbers, and prices look like them.
            if len(re.sub(r"\D", "", match.raw_string)) < 7:
                continue
            if not _is_amount(text, match.start, match.end) and not DATE.fullmatch(match.raw_string):
                start = match.start + (match.raw_string[0] == "(" and ")" not in match.raw_string)
                yield Hit(start, match.end, "phone", f"issued number, read as {region}")


def _is_amount(text: str, start: int, end: int) -> bool:
    return bool(MONEY_AFTER.match(text, end) or MONEY_BEFORE.search(text[max(start - 24, 0) : start]))
