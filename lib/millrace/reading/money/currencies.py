"""The signs, codes and words by which amounts name their currency, each with its ISO 4217 code."""

import re

__all__ = ["ISO_CODES", "OF_SEVERAL", "SIGNS", "THREE_DECIMALS", "find_currency"]

_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNH
CNY COP CRC CUP CVE CZK DEM DJF DKK DOP DZD EGP ERN ESP ETB EUR FJD FKP FRF GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
HUF IDR ILS INR IQD IRR ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
"""
ISO_CODES = frozenset(_CODES.split())
# Their smallest coin is a thousandth, so that 1.250 is as likely one and a quarter as a thousand and more.
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})

_WORDS = {
    "CNY": "rmb ¥ yuan renminbi cn¥ rmb¥ 元 块 块钱 圆 圓 人民币 元人民币 元整 cnh",
    "USD": "$ us$ usd$ dollar dollars us-dollar 美元 美金 刀 دولار buck bucks",
    "EUR": "€ euro euros eur. 欧元 يورو",
    "GBP": "£ pound pounds sterling gbp£ 英镑 quid",
    "JPY": "yen jp¥ 円 日元 日圆",
    "AED": "dh dhs dhs. dh. dirham dirhams د.إ درهم 迪拉姆 aed.",
    "SAR": "sr sar. riyal riyals ﷼ ر.س ريال 里亚尔",
    "HKD": "hk$ 港元 港币 港幣",
    "TWD": "nt$ 新台币 台币",
    "AUD": "a$ au$ 澳元",
    "CAD": "c$ ca$ can$ 加元",
    "NZD": "nz$",
    "SGD": "s$ sg$ 新元",
    "MXN": "mx$ mex$",
    "BRL": "r$ real reais",
    "INR": "₹ rs rs. inr. rupee rupees 卢比",
    "KRW": "₩ won 원 韩元",
    "RUB": "₽ руб руб. р. rub. rouble rubles rubel 卢布",
    "TRY": "₺ tl lira",
    "CHF": "fr. sfr sfr. franken 瑞士法郎",
    "PLN": "zł zl",
    "CZK": "kč kc",
    "HUF": "ft",
    "THB": "฿ baht 泰铢",
    "VND": "₫ đ 越南盾",
    "PHP": "₱",
    "NGN": "₦",
    "UAH": "₴ грн",
    "ILS": "₪ nis",
    "MYR": "rm",
    "IDR": "rp rp.",
    "ZAR": "r rand",
    "KES": "ksh",
    "GHS": "₵ gh₵",
    "EGP": "e£ le",
    "KWD": "kd د.ك",
    "QAR": "qr ر.ق",
    "BHD": "bd",
    "OMR": "ر.ع.",
    "DKK": "dkr",
    "SEK": "skr",
    "NOK": "nkr",
}
SIGNS = {word: code for code, words in _WORDS.items() for word in words.split()} | {c.lower(): c for c in ISO_CODES}
SIGNS["cnh"] = "CNY"
_SHARED = {"$": {"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD"}, "¥": {"CNY", "JPY"}, "£": {"GBP", "EGP"}}
_SHARED |= {word: {"INR", "PKR", "LKR", "NPR", "MUR"} for word in ("rs", "rs.")}
# Crowns are as likely Danish, Norwegian or Swedish: without the currency nobody can tell.
_CROWNS = {word: {"DKK", "NOK", "SEK", "ISK"} for word in ("kr", "kr.")}
_SHARED |= _CROWNS
OF_SEVERAL = frozenset(_CROWNS)


def find_currency(words: list[str], asked: str | None) -> str | None:
    """Name the one currency that the words around an amount mean.

    Parameters
    ----------
    words : list of str
        Lower-case words and signs, possibly none.
    asked : str or None
        The currency the user gave; it decides what a shared sign such as ``$`` or ``¥`` means.

    Returns
    -------
    str or None
        The ISO code, "" when the words name none, None when a word is unknown or two currencies are named.

    Examples
    --------
    >>> find_currency(["us$"], None), find_currency(["$"], "AUD"), find_currency(["€", "usd"], None)
    ('USD', 'AUD', None)
    """
    codes = set()
    # "500 kr NOK": the code says which crown is meant
    named = [word for word in words if word not in OF_SEVERAL] or words
    for word in named:
        code = asked if asked in _SHARED.get(word, ()) else SIGNS.get(word)
        if code is None:
            return None
        codes.add(code)
    # "$ 12 AUD" and "¥100 JPY": the code says which dollar or yen the sign means
    for word in words:
        if len(codes) > 1 and SIGNS.get(word) in codes and codes & _SHARED.get(word, set()) - {SIGNS[word]}:
            codes.discard(SIGNS[word])
    crowns = [word for word in words if word in OF_SEVERAL]
    if crowns and not codes <= _CROWNS[crowns[0]]:
        return None
    return None if len(codes) > 1 else next(iter(codes), "")


SIGN_PATTERN = "|".join(re.escape(sign) for sign in sorted((*SIGNS, *OF_SEVERAL), key=len, reverse=True))
