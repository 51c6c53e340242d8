"""Month names, weekday names and Chinese numerals in dates, brought to one spelling that patterns can read."""

import re
import unicodedata

__all__ = ["plain_date_text"]

_MONTHS = {
    1: "january jan januar janv janvier enero ene gennaio gen janeiro januari jaenner janner stycznia "
    "styczen sty ocak oca января январь янв",
    2: "february feb febr februar fevrier fevr fev febrero febbraio fevereiro februari lutego luty lut "
    "subat sub февраля февраль февр фев",
    3: "march mar marz maerz mrz mars marzo marco maart mrt marca marzec mart марта март мар",
    4: "april apr avril avr abril abr aprile kwietnia kwiecien kwi nisan nis апреля апрель апр",
    5: "may mai mayo maggio mag maio mei maj maja mayıs mayis мая маи",
    6: "june jun juni juin junio giugno giu junho czerwca czerwiec cze haziran haz июня июнь июн",
    7: "july jul juli juillet juil julio luglio lug julho lipca lipiec lip temmuz tem июля июль июл",
    8: "august aug aout aou agosto ago augustus augusti sierpnia sierpien sie agustos agu августа август авг",
    9: "september sep sept septembre septiembre setiembre settembre set sett setembro wrzesnia wrzesien "
    "wrz eylul eyl сентября сентябрь сент сен",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik paz ekim "
    "eki октября октябрь окт",
    11: "november nov novembre noviembre novembro listopada listopad lis kasım kasim kas ноября ноябрь нояб ноя",
    12: "december dec dezember dez decembre diciembre dic dicembre dezembro desember grudnia grudzien gru "
    "aralık aralik ara декабря декабрь дек",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "lunes martes miercoles jueves viernes sabado domingo mie jue vie sab dom "
    "lunedi martedi mercoledi giovedi venerdi sabato domenica gio segunda-feira terca-feira quarta-feira quinta-feira "
    "sexta-feira segunda terca quarta quinta sexta seg ter qua "
    "понедельник вторник среда четверг пятница суббота воскресенье poniedziałek wtorek sroda czwartek piatek sobota "
    "niedziela pazartesi salı carsamba persembe cuma cumartesi pazar "
    "qui sex maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo"
)
_SMALL_WORDS = "of the on le la den der el de del do da di d um at a las alle uhr kl klo года год г roku r"


def _any_of(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_LETTERS = re.compile(r"[^\W\d_]")
_MONTH_WORD = re.compile(rf"(?<![a-zа-яıł])({_any_of(' '.join(_MONTH_OF))})(?![a-zа-яıł])\.?")
_LEADING_WEEKDAY = re.compile(rf"^(?:{_any_of(_WEEKDAYS)})(?![a-zа-яıł])[.,-]*\s*(?=.*(?:\d))")
_SMALL_WORD = re.compile(rf"(?<![a-zа-я])(?:{_any_of(_SMALL_WORDS)})(?![a-zа-я])'?|^am (?=\d)")
_AROUND_MONTH = re.compile(r"[\s,/_'-]+|\.(?!\d)|(?<=\d)\.(?=\s*m\d)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|eme|de|ste|ten|te|o|a)(?![a-z])")
_CJK_WEEKDAY = re.compile(
    r"[(\[]?(?:星期|周|週|礼拜)[一二三四五六日天1-6][)\]]?|\([月火水木金土日]\)|[월화수목금토일]요일"
)
_CJK_NUMERALS = re.compile(r"[〇零○一二三四五六七八九十廿]+")
_CJK_SAME = str.maketrans("년월일號号時时시點점분", "年月日日日点点点点点分")
_CJK_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


# Years of a reign and of the Republic of China: the era, the year before its first, and its last year.
_ERAS = {"令和": (2018, 99), "平成": (1988, 31), "昭和": (1925, 64), "大正": (1911, 15), "明治": (1867, 45)}
_ERAS |= dict.fromkeys(("民國", "民国", "中華民國", "中华民国"), (1911, 199))
_ERA = re.compile(rf"({'|'.join(sorted(_ERAS, key=len, reverse=True))}) ?(元|\d{{1,3}}) ?(?=[年./-])")
# Without the era only a year of three digits can be one of the Republic.
_REPUBLIC = re.compile(r"^1[0-4]\d(?= ?年)")
_QUARTER = re.compile(r"第?([1-4]) ?(?:季度?|四半期)")


def plain_date_text(text: str) -> str:
    """Spell a tidied date so that only digits, separators, ``m03`` for March and 年月日 are left of its words.

    Parameters
    ----------
    text : str
        A tidied text.

    Returns
    -------
    str
        Lower case, with accents, weekdays and small words such as "of" or "de" taken out.

    Examples
    --------
    >>> plain_date_text("Dienstag, 4. März 2025")
    '4 m03 2025'
    >>> plain_date_text("二〇二五年三月四日 星期二")
    '2025年3月4日'
    """
    text = text.lower()
    if _LETTERS.search(text) is None:
        return text
    return _without_words(_with_plain_cjk(text) if not text.isascii() else text)


def _with_plain_cjk(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))
    text = _CJK_WEEKDAY.sub(" ", text).translate(_CJK_SAME)
    text = _CJK_NUMERALS.sub(lambda found: _chinese_day(found[0]), text).strip()
    text = _REPUBLIC.sub(lambda found: str(1911 + int(found[0])), _ERA.sub(_common_year, text))
    return _QUARTER.sub(r"q\1", text).replace("年q", " q")


def _common_year(found: re.Match) -> str:
    before, last = _ERAS[found[1]]
    year = 1 if found[2] == "元" else int(found[2])
    return str(before + year) if 1 <= year <= last else found[0]


def _chinese_day(numerals: str) -> str:
    numerals = numerals.replace("廿", "二十")
    if "十" not in numerals:
        return "".join(str(_CJK_DIGITS[c]) for c in numerals)
    tens, _, ones = numerals.partition("十")
    return str(10 * _CJK_DIGITS.get(tens, 1) + _CJK_DIGITS.get(ones, 0))


def _without_words(text: str) -> str:
    # "mar." can be Tuesday or March: it is a weekday only when a month is left after it
    stripped = _LEADING_WEEKDAY.sub("", text).strip()
    if not _MONTH_WORD.search(text):
        return stripped
    text = stripped if _MONTH_WORD.search(stripped) else text
    text = _MONTH_WORD.sub(lambda found: f" m{_MONTH_OF[found[1]]:02d} ", _ORDINAL.sub("", text), count=1)
    hyphen_year = re.fullmatch(r" m(\d\d) [-']+ ?(\d\d)", text)
    if hyphen_year:
        return f"m{hyphen_year[1]}-{hyphen_year[2]}"
    return (
        re.sub(r"[\s,/_'-]+|\.(?!\d)|(?<=\d)\.(?=\s*m\d)", " ", _SMALL_WORD.sub(" ", text)).replace("  ", " ").strip()
    )
