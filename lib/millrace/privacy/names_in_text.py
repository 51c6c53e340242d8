"""Names of people in texts: those on a list in all their forms, and those that a title gives away."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from millrace.privacy.folding import Folded, fold
from millrace.privacy.patterns import Hit

__all__ = ["NameList"]

HAN = r"\u3400-\u9fff"
WORD = re.compile(r"[^\W\d_]+")
# Surnames that a title may follow; those that begin everyday words of trade (金 白 皮 包 方 高) need a list.
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆"
    "贾韦邱侯邹熊孟秦阎薛尹雷龙史陶贺顾郝龚邵钱覃武戴莫孔汤柳葛翁施洪俞詹欧阳司马诸葛"
)
TITLES_LONG = (
    "先生|女士|小姐|太太|老师|师傅|经理|老板|老板娘|主任|厂长|店长|医生|大夫|阿姨|叔叔|大哥|大姐|总监|主管|会计|律师"
)
TITLES_SHORT = (
    "总(?![共计量数额价部体和是有结会之的算公经])"
    "|姐(?![妹])|哥(?![们])|叔|嫂|工(?![厂人序作艺资程具地时期业])|董(?![事])"
)
HAN_TITLED = re.compile(rf"(?!施工|高工)(?:欧阳|司马|诸葛|[{SURNAMES}])(?:{TITLES_LONG}|{TITLES_SHORT})")
PETS = "王李张刘陈杨赵周吴徐孙胡朱林何郭罗郑梁谢宋唐许邓冯韩曹"
AFTER_PET = f"$|[^{HAN}]|[说在的把帮请来去你那]"
HAN_PET = re.compile(rf"(?<![{HAN}])[小老阿][{PETS}](?={AFTER_PET})")
HAN_SAID = re.compile(
    r"(?:我叫|我的名字[是叫]|姓名[:是]?\s?|收件人[:是]?\s?|联系人[:是]?\s?)"
    rf"(?P<v>(?:欧阳|司马|诸葛|[{SURNAMES}])[{HAN}]{{1,2}})"
)
LATIN_TITLED = re.compile(
    r"\b(?:(?i:mr|mrs|ms|dr|prof)\b\.?|(?i:miss|boss|sir|madam|herr|frau|monsieur|madame)\b) +"
    r"(?P<v>[A-Z][a-z'-]+(?:\s+[A-Z][a-z'-]+)?(?:\s+[A-Z][a-z'-]+)?)"
)
LATIN_SAID = re.compile(
    r"(?i:\bmy name is|\bmy name's|\bname:|\bthis is (?=[A-Z]\w+ [A-Z]\w+ (?:speaking|from|here)))\s*"
    r"(?P<v>[A-Z][a-z'-]+(?:\s+[A-Z][a-z'-]+){0,2})"
)
ARABIC_TITLED = re.compile(
    r"(?<![\u0621-\u064a])(?:وال|ال)?(?:سيده?|استاذه?|مهندسه?|دكتوره?|شيخ|حاج|اخ|اخت)\s+"
    r"(?P<v>[\u0621-\u064a]{3,}(?:\s+ال[\u0621-\u064a]{3,})?)"
)
ARABIC_SAID = re.compile(r"(?:اسمي|انا اسمي|الاسم:?)\s+(?P<v>[\u0621-\u064a]{3,}(?:\s+ال[\u0621-\u064a]{3,})?)")
SAID = [(LATIN_TITLED, "after a title"), (LATIN_SAID, "introduced"), (HAN_SAID, "introduced"),
        (ARABIC_TITLED, "after a title"), (ARABIC_SAID, "introduced")]  # fmt: skip
PREFIXES = ("وال", "بال", "ول", "وب", "فل", "لل", "و", "ف", "ب", "ل", "ك")
INITIAL = re.compile(r"[^\W\d_](?:\. ?|-| )(?=[^\W\d_])")
# Words that are names as well; alone they are taken for the word, beside another part of the name for the name.
EVERYDAY = frozenset(re.findall(r"\w+", """
will may mark rose grace hope bill art long young an he she sun song fan gang hang you are june april august
summer joy faith dawn iris lily daisy ruby pearl amber jade olive ginger hazel violet ivy heather holly carol
gene frank earnest rich chase grant pat rob sue drew dean duke king prince price cook baker smith taylor mason
carter fisher hunter miller brown green white black gray grey gold silver stone wood field hill brook lake bush
west north east south day week major miles page paige penny star sky melody harmony honor max jack don ray guy
dick tan pan bao mai man men min mu no on or so to we do go hi hu ha la li lo ma me my bag belt wallet strap
order
كريم جميل سعيد نور امل امين صادق عادل ماهر رائع هادي سلام كامل حسن ناصر جديد صالح شكرا
"""))  # fmt: skip


class NameList:
    """A list of names, ready to be found in texts.

    Parameters
    ----------
    names : iterable of str
        Full names, in Latin letters (either part first), Chinese characters or Arabic; single names, too.

    Examples
    --------
    >>> people = NameList(["Shen Chengtai", "王小明"])
    >>> text = Folded("thanks Chengtai or C. Shen 王小明")
    >>> [(hit.start, hit.end) for hit in people.find(text)]
    [(7, 15), (19, 26), (27, 30)]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._parts: dict[str, set[int]] = defaultdict(set)
        self._initials: dict[int, set[str]] = {}
        self._single: set[str] = set()
        self._han: dict[str, list[str]] = defaultdict(list)
        for number, name in enumerate(dict.fromkeys(fold(str(one)).strip() for one in names)):
            self._add(number, name)

    def _add(self, number: int, name: str) -> None:
        for run in re.findall(rf"[{HAN}·]{{2,}}", name):
            self._han[run[:2]].append(run)
            self._han[run[:2]].sort(key=len, reverse=True)
        parts = [part for part in WORD.findall(name) if not re.match(f"[{HAN}]", part) and part not in ("al", "ال")]
        for part in parts:
            self._parts[part].add(number)
        if len(parts) == 1:
            self._single.add(parts[0])
        self._initials[number] = {part[0] for part in parts}

    def find(self, text: Folded) -> Iterator[Hit]:
        """Find names in a text.

        Parameters
        ----------
        text : Folded
            A text in plain form.

        Yields
        ------
        Hit
        """
        if self._parts:
            yield from self._runs(text)
        for found in re.finditer(f"[{HAN}]", text.text) if self._han else ():
            for name in self._han.get(text.text[found.start() : found.start() + 2], ()):
                if text.text.startswith(name, found.start()):
                    yield Hit(found.start(), found.start() + len(name), "name", "on the list")
                    break
        yield from _titled(text.text)

    def _known(self, word: str) -> tuple[int, set[int]]:
        """Return how many letters of a prefix stand before a name, and whose name it is."""
        if word in self._parts:
            return 0, self._parts[word]
        if "\u0621" <= word[0] <= "\u064a":
            for prefix in PREFIXES:
                rest = word[len(prefix) :] if word.startswith(prefix) else ""
                for one in (rest, "ال" + rest):
                    if len(rest) >= 3 and one in self._parts:
                        return len(prefix), self._parts[one]
        return 0, set()

    def _runs(self, text: Folded) -> Iterator[Hit]:
        words = list(WORD.finditer(text.lower))
        at = 0
        while at < len(words):
            end, hit = self._run(text, words, at)
            if hit:
                yield hit
            at = max(end, at + 1)

    def _run(self, text: Folded, words: list[re.Match[str]], at: int) -> tuple[int, Hit | None]:
        skipped, whose = self._known(words[at][0])
        start, full, initials = words[at].start() + skipped, int(bool(whose)), 0
        if not whose and len(words[at][0]) == 1 and INITIAL.match(text.text, words[at].start()) and at + 1 < len(words):
            whose = {one for one in self._known(words[at + 1][0])[1] if words[at][0] in self._initials[one]}
            initials = 1
        if not whose:
            return at, None
        last, used = at, {text.lower[start : words[at].end()]}
        for place in range(at + 1, min(at + 6, len(words))):
            between, word = text.lower[words[place - 1].end() : words[place].start()], words[place][0]
            if not re.fullmatch(r"\.?[ ,-]{0,2}|\. ?", between) or (
                "," in between and (full + initials > 1 or place > last + 1)
            ):
                break
            skips, others = self._known(word)
            more = whose & others if not skips and word not in used else set()
            if not more and len(word) == 1 and text.text[words[place].start()].isupper():
                more = {one for one in whose if word in self._initials[one]}
                initials += bool(more)
            elif more:
                full += 1
                used.add(word)
            elif word == "ال" or word in ("al", "bin", "ibn", "de", "van", "von"):
                continue
            if not more:
                break
            whose, last = more, place
        if full + initials >= 2 and full:
            rule = "on the list" if not initials else "on the list, with initials"
            end = words[last].end()
            dotted = len(words[last][0]) == 1 and text.text[end : end + 1] == "."
            return last + 1, Hit(start, end + dotted, "name", rule)
        return at, self._alone(text, words[at], start)

    def _alone(self, text: Folded, word: re.Match[str], start: int) -> Hit | None:
        """Judge one part of a name without the others: written large, and no everyday word."""
        part = text.lower[start : word.end()]
        written = text.text[word.start()]
        capital = written.isupper() or written.lower() == written.upper()
        if part in EVERYDAY and not (part in self._single and written.isupper()):
            return None
        if (capital and len(part) >= 3) or len(part) >= 5 or part in self._single:
            return Hit(start, word.end(), "name", "part of a name on the list")
        return None


def _titled(text: str) -> Iterator[Hit]:
    for found in HAN_TITLED.finditer(text):
        yield Hit(*found.span(), "name", "surname with a title")
    for found in HAN_PET.finditer(text):
        yield Hit(*found.span(), "name", "surname with a title")
    for pattern, rule in SAID:
        for found in pattern.finditer(text):
            yield Hit(*found.span("v"), "name", rule)
