"""Names of people in texts: those on a list in all their forms, and those that a title gives away."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from millrace.privacy.everyday_names import ALWAYS_LARGE, EVERYDAY, NO_NAMES
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
    r"\b(?:(?i:mr|mrs|ms|dr|prof)\b\.?|(?i:miss|boss|sir|madam|herrn?|frau|monsieur|madame)\b|Hr\.|Familie\b) +"
    r"(?P<v>[A-Z][a-z'-]+(?:\s+[A-Z][a-z'-]+)?(?:\s+[A-Z][a-z'-]+)?)"
)
LATIN_SAID = re.compile(
    r"(?i:\bmy name is|\bmy name's|\bname:|\bthis is (?=[A-Z]\w+ [A-Z]\w+ (?:speaking|from|here)))\s*"
    r"(?P<v>[A-Z][a-z'-]+(?:\s+[A-Z][a-z'-]+){0,2})"
)
LATIN_NAME = r"[A-Z][a-z']+(?:-[A-Z][a-z']+)*"
# One word more may follow; German nouns would be swallowed by a third.
LATIN_RELATED = re.compile(
    r"\b(?i:husband|wife|son|daughter|mother|father|brother|sister|aunt|uncle|cousin|fianc|fiancee?|flatmate|colleague"
    r"|neighbou?r|widow|widower|driver|assistant|secretary|married to|lives with|spoke (?:to|with)|talked to|c/o"
    r"|ehemann|ehefrau|mann|tochter|sohn|mutter|vater|bruder|schwester|tante|onkel|oma|opa|kolleg(?:e|en|in)"
    r"|nachbar|nachbarin|fahrer|fahrerin|lebensgefahrtin|namens)"
    rf"(?: (?i:is called|is named|is|called|named|heist))? (?P<v>{LATIN_NAME}(?: {LATIN_NAME})?)"
)
ARABIC_TITLED = re.compile(
    r"(?<![\u0621-\u064a])(?:وال|ال)?(?:سيده?|استاذه?|مهندسه?|دكتوره?|شيخ|حاج|اخ|اخت)\s+"
    r"(?P<v>[\u0621-\u064a]{3,}(?:\s+ال[\u0621-\u064a]{3,})?)"
)
ARABIC_SAID = re.compile(r"(?:اسمي|انا اسمي|الاسم:?)\s+(?P<v>[\u0621-\u064a]{3,}(?:\s+ال[\u0621-\u064a]{3,})?)")
SAID = [(LATIN_TITLED, "after a title"), (LATIN_SAID, "introduced"), (HAN_SAID, "introduced"),
        (LATIN_RELATED, "said to be somebody's relative, neighbour or driver"),
        (ARABIC_TITLED, "after a title"), (ARABIC_SAID, "introduced")]  # fmt: skip
PREFIXES = ("وال", "بال", "ول", "وب", "فل", "لل", "و", "ف", "ب", "ل", "ك")
LARGE_BEFORE, LARGE_BEHIND = re.compile(r"\b([A-Z][a-z']+) $"), re.compile(r" ([A-Z][a-z']+)\b")
DOUBLE_BEFORE, DOUBLE_BEHIND = re.compile(r"\b[A-Z][a-z']+-$"), re.compile(r"-[A-Z][a-z']+\b")
AMID = re.compile(r"[a-z,] $")  # a word written small, or a comma, before it
INITIAL = re.compile(r"[^\W\d_](?:\. ?|-| )(?=[^\W\d_])")


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
        if part in EVERYDAY:
            named = part in self._single or self._beside_name(text.text, word) or _amid(text.text, word, part)
            return Hit(start, word.end(), "name", "part of a name on the list") if written.isupper() and named else None
        if (capital and len(part) >= 3) or len(part) >= 5 or part in self._single:
            start, end = _whole(text.text, start, word.end()) if written.isupper() else (start, word.end())
            return Hit(start, end, "name", "part of a name on the list")
        return None

    def _beside_name(self, text: str, word: re.Match[str]) -> bool:
        """Tell whether the word before or behind is part of a name too, in capitals: parts of two people's names."""
        before, behind = LARGE_BEFORE.search(text, 0, word.start()), LARGE_BEHIND.match(text, word.end())
        return any(beside is not None and beside[1].lower() in self._parts for beside in (before, behind))


def _amid(text: str, word: re.Match[str], part: str) -> bool:
    """Tell whether a capital amid a sentence can only be that of a name."""
    return part not in ALWAYS_LARGE and bool(AMID.search(text, 0, word.start()))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the other part of a double name, and a first name before a surname: "Ida Kranz-Berger"."""
    if double := DOUBLE_BEHIND.match(text, end):
        end = double.end()
    if double := DOUBLE_BEFORE.search(text, 0, start):
        start = double.start()
    first = LARGE_BEFORE.search(text, 0, start)
    if first and first[1].lower() not in NO_NAMES | EVERYDAY and AMID.search(text, 0, first.start(1)):
        start = first.start(1)
    return start, end


def _titled(text: str) -> Iterator[Hit]:
    for found in HAN_TITLED.finditer(text):
        yield Hit(*found.span(), "name", "surname with a title")
    for found in HAN_PET.finditer(text):
        yield Hit(*found.span(), "name", "surname with a title")
    for pattern, rule in SAID:
        for found in pattern.finditer(text):
            if pattern is not LATIN_RELATED or found["v"].split()[0].lower() not in NO_NAMES:
                yield Hit(*found.span("v"), "name", rule)
