"""Invented names: businesses and people of Zhejiang, the Gulf and Europe, drawn from parts, none taken from life."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

__all__ = ["business_names", "mobile_numbers", "online_handles", "person_names"]

T = TypeVar("T")

# Romanised and written syllables; two make a trading name such as "Hongda 宏达".
SYLLABLES = [
    ("hong", "宏"), ("da", "达"), ("rui", "瑞"), ("xin", "鑫"), ("fu", "福"), ("jin", "锦"), ("long", "隆"), ("sheng", "盛"),
    ("tai", "泰"), ("he", "和"), ("yuan", "源"), ("feng", "丰"), ("hua", "华"), ("mei", "美"), ("jia", "佳"), ("cheng", "诚"),
    ("shun", "顺"), ("xing", "兴"), ("yi", "益"), ("kang", "康"), ("bao", "宝"), ("an", "安"), ("ming", "铭"), ("ya", "雅"),
    ("lin", "霖"), ("hao", "豪"), ("qi", "琪"), ("wan", "万"), ("tong", "通"), ("de", "德"),
]  # fmt: skip
TRADES = [
    ("Leather", "皮具"), ("Bags", "箱包"), ("Trading", "贸易"), ("Gifts", "礼品"), ("Fashion", "服饰"), ("Accessories", "饰品"),
    ("Luggage", "旅行用品"), ("Department Store", "百货"),
]  # fmt: skip
LEGAL_FORMS = [("Co., Ltd.", "有限公司"), ("", "商行"), ("Store", "店"), ("", "经营部"), ("Trading Co.", "贸易公司")]
CITIES = [
    ("Yiwu", "义乌"), ("Hangzhou", "杭州"), ("Ningbo", "宁波"), ("Wenzhou", "温州"), ("Jinhua", "金华"), ("Taizhou", "台州"),
    ("Shaoxing", "绍兴"), ("Guangzhou", "广州"), ("Shanghai", "上海"), ("Suzhou", "苏州"), ("Chengdu", "成都"), ("Xi'an", "西安"),
]  # fmt: skip
CITY_SHARES = [0.36, 0.12, 0.08, 0.09, 0.08, 0.05, 0.04, 0.06, 0.05, 0.03, 0.02, 0.02]

GULF_WORDS = [
    "Al Noor", "Al Safa", "Al Waha", "Al Reem", "Al Bahar", "Al Durra", "Al Fajr", "Al Majd", "Al Rayan", "Al Sahel",
    "Bin Dalmook", "Nakheel Star", "Qasr Al Jeld", "Desert Lane", "Pearl Souk", "Al Manara", "Al Yasmin", "Zahrat",
]  # fmt: skip
GULF_TRADES = ["Leather", "Trading", "Gifts", "Luggage", "Fashion", "General Trading"]
GULF_FORMS = ["LLC", "FZE", "Est.", "& Sons", "Co. WLL"]
GULF_CITIES = [
    ("Dubai", "AE"), ("Sharjah", "AE"), ("Doha", "QA"), ("Kuwait City", "KW"), ("Manama", "BH"), ("Muscat", "OM"),
    ("Riyadh", "SA"), ("Jeddah", "SA"),
]  # fmt: skip
EUROPE_WORDS = [
    "Lindkvist",
    "Ferrin",
    "Maribel",
    "Oosterhof",
    "Brückner",
    "Delacour",
    "Novakova",
    "Castelmar",
    "Havelund",
]
EUROPE_TRADES = ["Lederwaren", "Pelletteria", "Accessoires", "Trading", "Maroquinerie", "Import"]
EUROPE_FORMS = ["GmbH", "S.r.l.", "B.V.", "ApS", "SARL", "s.r.o."]
EUROPE_CITIES = [
    ("Hamburg", "DE"),
    ("Milan", "IT"),
    ("Rotterdam", "NL"),
    ("Aarhus", "DK"),
    ("Lyon", "FR"),
    ("Brno", "CZ"),
]

SURNAMES = [
    ("Chen", "陈"), ("Wu", "吴"), ("Zhou", "周"), ("Lin", "林"), ("Shen", "沈"), ("Tao", "陶"), ("Yu", "俞"), ("Fang", "方"),
    ("Gu", "顾"), ("Jin", "金"), ("Lou", "楼"), ("Xu", "徐"), ("Zhu", "朱"), ("Pan", "潘"), ("Luo", "骆"), ("Ying", "应"),
]  # fmt: skip
GIVEN = [
    ("Yali", "雅丽"), ("Bin", "斌"), ("Min", "敏"), ("Haitao", "海涛"), ("Xiaoyan", "晓燕"), ("Guoqiang", "国强"),
    ("Meifen", "美芬"), ("Jianping", "建平"), ("Lijun", "丽君"), ("Weidong", "卫东"), ("Qiuyun", "秋云"), ("Zhigang", "志刚"),
    ("Hui", "慧"), ("Xiaolong", "小龙"), ("Aiping", "爱萍"), ("Junjie", "俊杰"),
]  # fmt: skip
ARABIC_GIVEN = ["Khalid", "Mariam", "Yousef", "Huda", "Omar", "Layla", "Saeed", "Noura", "Faisal", "Amal"]
ARABIC_FAMILY = ["Al Mazra", "Haddad", "Al Khatm", "Bakri", "Al Suwan", "Darwiche", "Najjar", "Al Hosna"]
EUROPE_GIVEN = ["Anke", "Luca", "Maartje", "Jonas", "Claire", "Petra", "Giulia", "Henrik"]
EUROPE_FAMILY = ["Weller", "Ferrin", "de Groot", "Havelund", "Moreau", "Novakova", "Conti", "Brandt"]

COUNTRY_CODES = {"CN": "86", "AE": "971", "QA": "974", "KW": "965", "BH": "973", "OM": "968", "SA": "966",
                 "DE": "49", "IT": "39", "NL": "31", "DK": "45", "FR": "33", "CZ": "420"}  # fmt: skip
# Leading digits and remaining length of a mobile number in each country.
MOBILE_PREFIXES = {"CN": ("13", 9), "AE": ("50", 7), "QA": ("55", 6), "KW": ("555", 5), "BH": ("39", 6), "OM": ("92", 6),
                   "SA": ("50", 7), "DE": ("151", 8), "IT": ("347", 7), "NL": ("612", 6), "DK": ("20", 6), "FR": ("612", 6),
                   "CZ": ("601", 6)}  # fmt: skip

HANDLE_WORDS = ["lantern", "maple", "river", "moon", "tea", "cloud", "panda", "jade", "rain", "orchid", "lotus", "sparrow",
                "amber", "willow", "snow", "koi", "ginkgo", "plum"]  # fmt: skip


def business_names(rng: np.random.Generator, kinds: np.ndarray) -> dict[str, np.ndarray]:
    """Draw trading names and towns.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    kinds : numpy.ndarray of str, shape (n,)
        ``"wholesale"`` for Chinese firms, ``"gulf"`` or ``"europe"`` for buyers abroad.

    Returns
    -------
    dict of numpy.ndarray, each of shape (n,)
        ``name`` (in Latin letters), ``name_local`` (in Chinese characters, empty abroad), ``city``, ``country``.
    """
    drawers = {"wholesale": _chinese_business, "gulf": _gulf_business, "europe": _european_business}
    rows = [drawers[kind](rng) for kind in kinds]
    return {key: np.array([row[i] for row in rows]) for i, key in enumerate(("name", "name_local", "city", "country"))}


def person_names(rng: np.random.Generator, countries: np.ndarray) -> np.ndarray:
    """Draw a contact person for each firm.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    countries : numpy.ndarray of str, shape (n,)
        Two-letter country codes.

    Returns
    -------
    numpy.ndarray of str, shape (n,)
        Names in Latin letters, the family name first for China.
    """
    return np.array([_person(rng, country) for country in countries])


def mobile_numbers(rng: np.random.Generator, countries: np.ndarray) -> np.ndarray:
    """Draw mobile numbers in international form, such as ``+8613912345678``.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    countries : numpy.ndarray of str, shape (n,)
        Two-letter country codes.

    Returns
    -------
    numpy.ndarray of str, shape (n,)
        Numbers in E.164 form.
    """
    tails = rng.integers(0, 10**9, len(countries))
    return np.array([_mobile(country, tail) for country, tail in zip(countries, tails, strict=True)])


def online_handles(rng: np.random.Generator, count: int) -> np.ndarray:
    """Draw names under which people buy online, such as ``moon_tea_417``.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    count : int
        How many.

    Returns
    -------
    numpy.ndarray of str, shape (count,)
        The handles.
    """
    words = np.array(HANDLE_WORDS)
    first, second = (words[rng.integers(0, len(words), count)] for _ in range(2))
    return np.char.add(
        np.char.add(np.char.add(np.char.add(first, "_"), second), "_"), rng.integers(1, 9999, count).astype(str)
    )


def _pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    return options[int(rng.integers(0, len(options)))]


def _chinese_business(rng: np.random.Generator) -> tuple[str, str, str, str]:
    (one, one_local), (two, two_local) = _pick(rng, SYLLABLES), _pick(rng, SYLLABLES)
    trade, trade_local = _pick(rng, TRADES)
    form, form_local = _pick(rng, LEGAL_FORMS)
    city, city_local = CITIES[rng.choice(len(CITIES), p=CITY_SHARES)]
    if (form.startswith("Trading") and trade == "Trading") or (form and trade.endswith(form)):
        form, form_local = "", "行"
    name = f"{(one + two).capitalize()} {trade} {form}".strip()
    return name, f"{city_local}{one_local}{two_local}{trade_local}{form_local}", city, "CN"


def _gulf_business(rng: np.random.Generator) -> tuple[str, str, str, str]:
    city, country = _pick(rng, GULF_CITIES)
    return f"{_pick(rng, GULF_WORDS)} {_pick(rng, GULF_TRADES)} {_pick(rng, GULF_FORMS)}", "", city, country


def _european_business(rng: np.random.Generator) -> tuple[str, str, str, str]:
    city, country = _pick(rng, EUROPE_CITIES)
    return f"{_pick(rng, EUROPE_WORDS)} {_pick(rng, EUROPE_TRADES)} {_pick(rng, EUROPE_FORMS)}", "", city, country


def _person(rng: np.random.Generator, country: str) -> str:
    if country == "CN":
        return f"{_pick(rng, SURNAMES)[0]} {_pick(rng, GIVEN)[0]}"
    gulf = country in {code for _, code in GULF_CITIES}
    given, family = (ARABIC_GIVEN, ARABIC_FAMILY) if gulf else (EUROPE_GIVEN, EUROPE_FAMILY)
    return f"{_pick(rng, given)} {_pick(rng, family)}"


def _mobile(country: str, tail: int) -> str:
    prefix, length = MOBILE_PREFIXES[country]
    return f"+{COUNTRY_CODES[country]}{prefix}{tail % 10**length:0{length}d}"
