"""Quantities read from text, dozens and cartons counted out in pieces, with every doubt reported."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.reading.missing_words import is_missing_word
from millrace.reading.numbers import NUMBER, chinese_number, decide_numbers
from millrace.reading.texts import as_number, as_series, as_text, each_once, read_distinct, tidy_each

__all__ = ["UNIT_NAMES", "UNIT_WORDS", "parse_quantity"]

_PIECES_IN = {"piece": 1, "pair": 2, "dozen": 12, "score": 20, "gross": 144, "great gross": 1728, "hundred": 100}
_PIECES_IN |= {"thousand": 1000, "ten thousand": 10_000}
_UNITS = {
    "piece": "pc pcs pce pces piece pieces ea each u un unit units item items nos no st stk stck stuck stueck pza pzas "
    "pz pieza piezas peca pecas pezzo pezzi stuk stuks ud uds qty x "
    "个 個 件 只 隻 条 條 支 枚 把 张 本 块 台 顶 根 片 份",
    "pair": "pr prs pair pairs paar paire paires par pares 双 雙 对 對 副",
    "dozen": "doz dozs dozen dozens dz dzs dzn dozn 打 dutzend dtzd docena docenas douzaine douzaines dozzina dozzine "
    "duzia duzias dozijn",
    "score": "score",
    "gross": "gross grosses grs gro 罗 羅 箩 籮",
    "great gross": "great-gross greatgross 大罗",
    "hundred": "hundred 百",
    "thousand": "thousand k 千",
    "ten thousand": "万 萬",
    "box": "box boxes bx bxs 盒",
    "carton": "carton cartons ctn ctns 箱",
    "case": "case cases cs",
    "pack": "pack packs pk pks pkt pkts packet packets 包",
    "bag": "bag bags 袋",
    "set": "set sets 套",
    "bundle": "bundle bundles bdl 捆 扎",
    "roll": "roll rolls 卷",
    "pallet": "pallet pallets plt 托",
    "kg": "kg kgs kilo kilos kilogram kilograms 公斤 千克",
    "g": "g gr gram grams 克",
    "m": "m mtr mtrs meter meters metre metres 米",
    "yard": "yd yds yard yards 码",
    "l": "l ltr liter liters litre litres 升",
}
# What is measured and not counted. In a sentence most of these are words of other meanings, such as "in" and "t".
_MEASURES = {
    "tonne": "t to tonne tonnes ton tons tonnen tonelada toneladas tonnellate mt 吨 噸",
    "mg": "mg mgs 毫克",
    "pound": "lb lbs pound pounds pfund 磅",
    "ounce": "oz ozs ounce ounces 盎司",
    "ml": "ml mls milliliter milliliters millilitre millilitres 毫升",
    "cl": "cl",
    "mm": "mm 毫米",
    "cm": "cm cms centimeter centimetre centimeters centimetres 厘米",
    "km": "km kms kilometer kilometre kilometers kilometres 公里",
    "inch": "in inch inches zoll 英寸",
    "foot": "ft foot feet 英尺",
    "square metre": "sqm qm 平方米 平米 平方",
    "cubic metre": "cbm 立方米 立方",
    "second": "sec secs second seconds sek sekunden 秒",
    "minute": "min mins minute minutes minuten minutos 分钟",
    "hour": "h hr hrs hour hours std stunde stunden heure heures horas 小时",
    "day": "day days tag tage jour jours dia dias 天",
    "kwh": "kwh",
}
UNIT_NAMES = {word: unit for units in (_MEASURES, _UNITS) for unit, words in units.items() for word in words.split()}
# Longest first, so that a pattern made of them takes "pieces" before "piece".
UNIT_WORDS = tuple(
    sorted((word for words in _UNITS.values() for word in words.split()), key=lambda word: (-len(word), word))
)
_NOT_COUNTED = {"kg", "g", "m", "yard", "l", *_MEASURES}
_NUMBER_WORDS = """
zero
one ein eine un une uno una um uma een
two zwei deux dos due dois twee
three drei trois tres tre
four vier quatre cuatro quattro quatro
five funf fuenf cinq cinco cinque vijf
six sechs seis sei zes
seven sieben sept siete sette zeven
eight acht huit ocho otto oito
nine neun neuf nueve nove negen
ten zehn dix diez dieci dez tien
eleven elf onze once
twelve zwolf zwoelf douze doce dodici twaalf
"""
_LARGER = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_WORDS: dict[str, float] = {
    word: n for n, line in enumerate(_NUMBER_WORDS.strip().split("\n")) for word in line.split()
}
_WORDS |= {word: n for n, word in enumerate(_LARGER.split(), start=13)}
_WORDS |= {word: 10 * n for n, word in enumerate(_TENS.split(), start=3)}
_WORDS |= {"half": 0.5, "a": 1, "an": 1, "couple": 2}
_WORD_NUMBER = re.compile(rf"(?<![a-z])({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![a-z])")
_TENS_AND_ONES = re.compile(r"^([2-9])0[ -]([1-9])(?!\d)")
_HALF_A = re.compile(r"(?<![a-z])half an? ")
_FRACTION = re.compile(r"(?:(\d+)(?: and |[ -])?)?(?<![\d/])([1-3])[/⁄]([2-4])(?![\d/])")
_ZH_NUMERALS = re.compile(
    r"[〇零一二两三四五六七八九十百千万半]*[一二两三四五六七八九十半][〇零一二两三四五六七八九十百千万半]*"
)
_NUMBER = re.compile(NUMBER)
_LABEL = re.compile(r"^(?:qty|quantity|menge|数量|共|x)[.:=]? ?(?=[-#(])")
_WHOLE = re.compile(
    r"(?P<open>\()? ?(?P<minus>-)? ?(?P<body>(?:[^\W\d_]+\.? ?:? ?)?#[^()]*?) ?(?P<after>-)? ?(?P<close>\))?\.?"
)
# "5 m²" is tidied to "5 m2", whose 2 is no quantity; "10 of 12" and "500+" have two readings or none.
_RAISED = re.compile(r"(?<![^\W\d_])(?:(?:sq|square)[. ]?(?:m|met(?:re|er)s?)|(c|d|k|m)?m\^?([23]))(?![^\W_])")
_SOME_OF = re.compile(r"^[-(]* ?# ?(?:of|von|de|sur|à|/) ?#")
# "50.-" and "1'200,--" are prices, no quantities below zero.
_NO_CENTS = re.compile(r"#[.,] ?-+")
_OR_MORE = re.compile(r"#[^#]*\+ ?\)?$")
_TIMES = re.compile(r" ?(?:x|\*|×|@|of|à|乘|per) ?$")
_AND_WORD = r"\+|&|(?<![a-z])(?:and|und|et|y)(?![a-z])|又|零|,"
_AND = re.compile(rf"^ ?(?:{_AND_WORD})? ?|[.,;]? ?(?:{_AND_WORD}|;)? ?$")


class Plan(NamedTuple):
    """How the numbers of one cell go together: the unit of each, times or plus between them, and the sign."""

    units: tuple[str, ...]
    times: bool
    sign: int


def parse_quantity(
    values: Iterable[object], *, unit: str | None = None, sizes: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Read quantities such as "2 doz", "24 pcs", "1 gross", "2打3个" or "two dozen" and count them out in pieces.

    Parameters
    ----------
    values : Series or list-like
        The cells, as text or numbers.
    unit : str or None
        The unit of bare numbers such as "24". None counts them as pieces and leaves their ``unit`` missing, so that
        you can see that none was written.
    sizes : dict or None
        How many pieces are in a unit of your company: ``{"carton": 40}``. It goes before what is built in (pair 2,
        dozen 12, score 20, gross 144).

    Returns
    -------
    DataFrame
        On the index of ``values``: ``quantity`` (float, in ``unit``), ``unit`` ("piece", "dozen", "gross", "carton"
        ...), ``pieces`` (float), ``problem`` ("" or "missing", "ambiguous", "unreadable", "size unknown" for a carton
        of unknown content, "not a count" for weights, lengths, areas and times, "not whole" for a broken number of
        pieces).

    Raises
    ------
    ArgumentError
        When ``values`` is not one column, ``unit`` is not known, a size is not a number above 0, or one unit has two
        sizes under two names.

    Notes
    -----
    "1,234" is read as a thousand and more, for nobody orders 1.234 pieces; "1.234" is ambiguous unless the column
    shows what its points mean, and so are "10 of 12", "50 à 60" and "500+". "2 doz 3 pcs" is added up, "3 x 12" and
    "3 boxes of 24" are multiplied. "50.-" is a price and is not read.

    Examples
    --------
    >>> parse_quantity(["2 doz", "24", "2打3个", "3 cartons"], sizes={"carton": 40})["pieces"].tolist()
    [24.0, 24.0, 27.0, 120.0]
    """
    values = as_series(values)
    named = _sizes(sizes)
    bare = "" if unit is None else _unit_asked(unit, named)
    return read_distinct(values, partial(_read_quantities, bare=bare, sizes=named))


def _sizes(sizes: Mapping[str, float] | None) -> dict[str, float]:
    own: dict[str, float] = {}
    for name, size in (sizes or {}).items():
        if isinstance(size, bool) or not isinstance(size, int | float | np.number) or not size > 0:
            raise ArgumentError(
                f"The size of '{name}' is {in_words(size)}. A number of pieces above 0 was expected. Correct it."
            )
        unit = _unit_of(str(name), ()) or str(name).lower()
        if own.setdefault(unit, float(size)) != size:
            raise ArgumentError(
                f"'{name}' is {size:g} pieces, but another name for '{unit}' in sizes is {own[unit]:g}. One size per "
                "unit was expected. Leave one of the two out."
            )
    return own


def _unit_asked(unit: str, sizes: Mapping[str, float]) -> str:
    found = _unit_of(str(unit), tuple(sizes))
    if not found:
        known = [*_UNITS, *_MEASURES, *sizes]
        raise ArgumentError(
            f"unit={in_words(unit)} is not known. One of these was expected: "
            f"{', '.join(known)}.{did_you_mean(unit, known)} "
            "Your own units can be given with sizes={'crate': 30}."
        )
    return found


def _unit_of(word: str, own: Iterable[str]) -> str:
    word = word.strip(" .").lower()
    bare = word.rstrip("s")
    return next((name for name in own if name.rstrip("s") == bare), "") or UNIT_NAMES.get(_unaccented(word), "")


def _unaccented(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _read_quantities(distinct: list[object], counts: np.ndarray, *, bare: str, sizes: dict[str, float]) -> pd.DataFrame:
    texts = tidy_each("" if value is None else value for value in distinct)
    missing = np.array([is_missing_word(text) for text in texts])
    # a # is no part of a quantity; below it marks the place of a number
    texts = [_RAISED.sub(_square, _digits_for_words(text.lower().replace("#", "?"))) for text in texts]
    own = tuple(sizes)
    shapes = [None if gone else _NUMBER.sub("#", text) for text, gone in zip(texts, missing, strict=True)]
    open_ = np.array([s is not None and bool(_SOME_OF.match(s) or _OR_MORE.search(s)) for s in shapes], dtype=bool)
    plans = each_once(shapes, lambda shape: None if shape is None else _plan(shape, own))
    plans = [None if doubt else plan for plan, doubt in zip(plans, open_, strict=True)]
    found = [_found(text) if plan is not None else [] for text, plan in zip(texts, plans, strict=True)]
    numbers = _numbers(distinct, found, counts)
    table = pd.DataFrame(
        [_count(plan, each, bare, sizes) for plan, each in zip(plans, numbers, strict=True)],
        columns=["quantity", "unit", "pieces"],
    )
    doubt = np.array([plan is not None and np.isnan(each).any() for plan, each in zip(plans, numbers, strict=True)])
    doubt |= open_
    unit = table["unit"].where(table["unit"] != "", None).astype(object)
    problem = _problems(table, missing, doubt)
    return pd.DataFrame(
        {"quantity": table["quantity"], "unit": as_text(unit), "pieces": table["pieces"], "problem": problem}
    )


def _square(found: re.Match) -> str:
    return f"{found[1] or ''}{'cbm' if found[2] == '3' else 'sqm'}"


def _found(text: str) -> list[str]:
    return _NUMBER.findall(text)


def _digits_for_words(text: str) -> str:
    if not text.isascii():
        text = _ZH_NUMERALS.sub(lambda found: f"{chinese_number(found[0]):g}", text) if "/" not in text else text
    if "/" in text or "⁄" in text:
        text = _FRACTION.sub(lambda f: f"{int(f[1] or 0) + int(f[2]) / int(f[3]):.6g}", text)
    if text[:1].isdigit() or not text[:1].isalpha():
        return text
    text = _WORD_NUMBER.sub(lambda found: f"{_WORDS[found[1]]:g}", _HALF_A.sub("half ", _unaccented(text)))
    return _TENS_AND_ONES.sub(lambda found: f"{found[1]}{found[2]}", text)


def _plan(shape: str, own: tuple[str, ...]) -> Plan | None:
    found = _WHOLE.fullmatch(_LABEL.sub("", shape)) if _NO_CENTS.search(shape) is None else None
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    before, *tails = found["body"].split("#")
    tails = [before, *tails[1:]] if before and tails == [""] else tails
    times = any(_TIMES.search(tail) for tail in tails[:-1])
    if times:
        tails = [_TIMES.sub("", tail) for tail in tails[:-1]] + tails[-1:]
    words = [_AND.sub("", tail).strip() for tail in tails]
    units = tuple(_unit_of(word, own) if word else "" for word in words)
    readable = all(unit or not word for unit, word in zip(units, words, strict=True))
    joined = times or len(units) == 1 or all(units[:-1])
    sign = -1 if found["minus"] or found["after"] or found["open"] else 1
    return Plan(units, times, sign) if readable and joined and not (times and len(units) != 2) else None


def _numbers(distinct: list[object], found: list[list[str]], counts: np.ndarray) -> list[np.ndarray]:
    lengths = [len(each) for each in found]
    flat = [text for each in found for text in each]
    decided = decide_numbers(flat, counts=np.repeat(counts, lengths), decimal=None)
    # a count of 1.234 pieces makes no sense, so a comma before three digits marks thousands
    thousands = pd.Series(
        [text.replace(",", "") if "," in text and "." not in text else "" for text in flat], dtype=object
    )
    number = (
        decided["number"].mask(decided["ambiguous"], pd.to_numeric(thousands, errors="coerce")).to_numpy(dtype=float)
    )
    each = np.split(number, np.cumsum(lengths)[:-1])
    return [_exactly(value, read) for value, read in zip(distinct, each, strict=True)]


def _exactly(value: object, read: np.ndarray) -> np.ndarray:
    """Take a cell that is a number already as it is, without the detour over its text."""
    number = as_number(value)
    return read if np.isnan(number) or not len(read) else np.abs(np.array([number]))


def _count(plan: Plan | None, numbers: np.ndarray, bare: str, sizes: dict[str, float]) -> tuple[float, str, float]:
    if plan is None or not np.isfinite(numbers).all():
        return np.nan, "", np.nan
    size = [_size(unit or (bare if len(plan.units) == 1 else "piece"), sizes) for unit in plan.units]
    sign, first, last = plan.sign, plan.units[0], plan.units[-1]
    if plan.times:
        pieces = sign * numbers.prod() * size[1]
        counted = first if first and first != "piece" else ""
        return (sign * numbers[0], counted, pieces) if counted else (sign * numbers.prod(), last, pieces)
    pieces = sign * float(np.dot(numbers, size))
    return (pieces, "piece", pieces) if len(size) > 1 else (sign * numbers[0], first or bare, pieces)


def _size(unit: str, sizes: dict[str, float]) -> float:
    return sizes.get(unit, _PIECES_IN.get(unit, np.nan)) if unit else 1.0


def _problems(table: pd.DataFrame, missing: np.ndarray, doubt: np.ndarray) -> pd.Series:
    cases: dict[str, np.ndarray | pd.Series] = {
        "missing": missing,
        "ambiguous": doubt,
        "unreadable": table["quantity"].isna() & (table["unit"] == ""),
        "not a count": table["pieces"].isna() & table["unit"].isin(_NOT_COUNTED),
        "size unknown": table["pieces"].isna(),
        "not whole": (table["pieces"] - table["pieces"].round()).abs() > 1e-6,
    }
    return pd.Series(np.select([np.asarray(case) for case in cases.values()], list(cases), ""), dtype="str")
