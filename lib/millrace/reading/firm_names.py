"""Words in the names of firms and people that say nothing about who they are: legal forms, titles."""

import re
import unicodedata

__all__ = ["comparison_name", "without_legal_forms"]

# Legal forms in plain lower-case words, as ISO 20275 lists them and as people shorten them.
_LEGAL_FORMS = """
co|company|corp|corporation|inc|incorporated|ltd|limited|llc|llp|lp|plc|pllc|pte|pty|pvt|private|gmbh|mbh|ag|kg|kgaa|ohg
gbr|ug|ev|e k|e v|e u|sa|sas|sarl|sasu|eurl|snc|sl|slu|s l|s a|spa|srl|srls|sapa|ltda|eireli|bv|nv|vof|ab|as|a s|asa|aps
oy|oyj|kft|zrt|nyrt|sro|s r o|doo|d o o|ood|eood|sp z o o|spolka|jsc|pjsc|ojsc|cjsc|ooo|oao|fze|fzco|fzc|fz llc|fzllc|fz
dmcc|wll|spc|bsc|ksc|kscc|kk|k k|kabushiki kaisha|sdn|sdn bhd|bhd|tbk|tnhh|ооо|оао|зао|пао|ао|тов|ип|ذ م م|ش م م|ش ذ م م
"""
_TITLE_WORDS = """
mr mrs ms miss mx dr prof professor sir madam madame mme mlle monsieur messrs herr frau hr sr sra srta senor senora
senorita sig signor signora dott dhr mevr mw sheikh shaikh haji hajji
"""
# Forms and titles that hardly name anything else, so that a loose comparison may drop them from the middle of a name.
_CLEAR_WORDS = """
co ltd limited inc incorporated llc llp plc gmbh ag sarl srl spa bv nv oy ab as kg fze fzco fzc corp corporation company
pty pvt sdn bhd pte kk mr mrs ms dr prof
"""
_LEGAL = frozenset(_LEGAL_FORMS.strip().replace("\n", "|").split("|"))
_LAST_LEGAL_WORDS = frozenset(form.split()[-1] for form in _LEGAL)
_LEGAL_LEADING = frozenset(["pt", "ooo", "oao", "zao", "ооо", "оао", "зао", "пао", "ао", "ип", "тов"])
_TITLES = frozenset(_TITLE_WORDS.split())
_CLEAR = frozenset(_CLEAR_WORDS.split())
_CJK_LEGAL = re.compile(
    "股份有限责任公司|股份有限責任公司|有限责任公司|有限責任公司|股份有限公司|有限公司|责任公司|公司|"
    "个体工商户|個體工商戶|有限责任|有限責任|股份|有限|株式会社|有限会社|合同会社|주식회사|유한회사"
)
_CJK_TITLES = re.compile(
    r"(?<=[\u4e00-\u9fff]) ?(?:先生|女士|小姐|太太|老板娘|老板|总经理|经理|师傅|老师|阿姨|大哥|大姐)$"
)
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b|\s|$|,)")
_QUIET = re.compile(r"(?<=\w)['’`´](?=\w)")
_NOT_WORD = re.compile(r"[\W_]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def comparison_name(text: str) -> str:
    """Bring one tidied name to the form in which names are compared.

    Parameters
    ----------
    text : str
        A tidied name.

    Returns
    -------
    str
        Never empty when the name holds a letter or digit: a name made of legal forms only keeps them.

    Examples
    --------
    >>> [comparison_name(name) for name in ["O'Brien & Söhne GmbH & Co. KG", "义乌市宏达皮具有限公司", "Dr. L.L.C."]]
    ['obrien and sohne', '义乌市宏达皮具', 'llc']
    """
    plain = _plain_words(text)
    return _without_forms(_without_cjk_forms(plain).split()) or plain


def without_legal_forms(words: str) -> str:
    """Drop legal forms and titles from a name, the clear ones wherever they are, for a loose comparison.

    `comparison_name` keeps a form in the middle of a name, because it may be a part of it ("AG Weser").

    Parameters
    ----------
    words : str
        A name in lower case without accents and punctuation, single spaces between its words.

    Returns
    -------
    str
        The same name when it is made of legal forms only.

    Examples
    --------
    >>> [without_legal_forms(name) for name in ["hongda co ltd yiwu", "söhne e k", "宏达皮具有限公司", "co ltd"]]
    ['hongda yiwu', 'söhne', '宏达皮具', 'co ltd']
    """
    kept = [word for word in _without_cjk_forms(words).split() if word not in _CLEAR]
    return _without_forms(kept) or words


def _without_cjk_forms(words: str) -> str:
    return words if words.isascii() else _CJK_TITLES.sub("", _CJK_LEGAL.sub(" ", words).strip())


def _without_forms(words: list[str]) -> str:
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    if len(words) > 1 and words[0] in _LEGAL_LEADING:
        words = words[1:]
    while len(words) > 1 and (forms := _legal_words_at_end(words)):
        words = words[:-forms]
        words = words[:-1] if len(words) > 1 and words[-1] == "and" else words
    return " ".join(words)


def _legal_words_at_end(words: list[str]) -> int:
    if words[-1] not in _LAST_LEGAL_WORDS:
        return 0
    return next((n for n in (4, 3, 2, 1) if n < len(words) and " ".join(words[-n:]) in _LEGAL), 0)


def _plain_words(text: str) -> str:
    text = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        marks = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
        text = unicodedata.normalize("NFC", marks).translate(_LETTERS)
    text = _QUIET.sub("", _DOTTED.sub("", text)).replace("&", " and ").replace("+", " and ")
    return _NOT_WORD.sub(" ", text).strip()
