"""Words of short texts in any script: markup out, small words out, Chinese read by pairs of characters."""

import html
import re
from collections.abc import Iterable

import pandas as pd

from millrace.reading.missing_words import is_missing_word
from millrace.reading.texts import tidy
from millrace.themes.small_words import small_words_in

__all__ = ["asks_for", "plain_texts", "words_of"]

# Scripts that put no spaces between words: Chinese, Japanese, Thai; and Korean, whose words carry endings.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_MARKUP = re.compile(r"<(?:!--|/?[a-zA-Z])[^<>]{0,500}>|https?://\S+|\S+@\S+\.\w+")
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W\d_{_UNSPACED}]+(?:['’][^\W\d_{_UNSPACED}]+)?")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_PARTICLES = re.compile("[的了是在我你他她它们这那和就都也很吗呢吧啊请]+")
# Endings that a word may take and still be the word: delay, delays, delayed, delaying; peel, peels, peeling.
_ENDING = "(?:['’]?s|es|ed|d|ing|er|ers|ly)?"


def plain_texts(texts: pd.Series) -> list[str]:
    """Bring texts to lower case without HTML, addresses and odd characters; what says nothing becomes empty.

    Parameters
    ----------
    texts : Series
        Texts, and whatever else is in the column: numbers are read as text, missing values are empty.

    Returns
    -------
    list of str

    Examples
    --------
    >>> plain_texts(pd.Series(["<b>TOO</b> late &amp; wet", None, "n/a"]))
    ['too late & wet', '', '']
    """
    missing = texts.isna().to_numpy()
    return ["" if gone else _plain(str(text)) for text, gone in zip(texts, missing, strict=True)]


def _plain(text: str) -> str:
    if "<" in text or "&" in text or "@" in text or "://" in text:
        text = _MARKUP.sub(" ", html.unescape(text))
    plain = tidy(text).lower()
    return "" if is_missing_word(plain) else plain


def words_of(text: str) -> list[str]:
    """Return what a text tells: its words without the small ones, and each two neighbours of Chinese characters.

    Small words are those of English and of the text's own language, see `small_words_in`.

    Parameters
    ----------
    text : str
        A plain text.

    Returns
    -------
    list of str
        Unspaced scripts first.

    Examples
    --------
    >>> words_of("the zip is broken 拉链坏了")
    ['拉链', '链坏', 'zip', 'broken']
    >>> words_of("die naht ist nach einer woche offen und der faden hängt heraus")
    ['naht', 'woche', 'offen', 'faden', 'hängt', 'heraus']
    """
    unspaced: list[str] = []
    spaced: list[str] = []
    runs = _RUN.findall(text.replace("’", "'"))
    small = small_words_in(runs)
    for run in runs:
        if not _IS_UNSPACED.match(run):
            if len(run) > 1 and run not in small:
                spaced.append(run)
        else:
            for part in filter(None, _PARTICLES.split(run)):
                unspaced += [part] if len(part) == 1 else [part[i : i + 2] for i in range(len(part) - 1)]
    return unspaced + spaced


def asks_for(words: Iterable[str]) -> re.Pattern[str]:
    """Make a search for any of some words: whole words with usual endings, Chinese characters anywhere.

    Parameters
    ----------
    words : iterable of str
        Words or short phrases.

    Returns
    -------
    re.Pattern
        To be used on a plain text.

    Examples
    --------
    >>> search = asks_for(["delay", "迟"])
    >>> [bool(search.search(text)) for text in ["delayed again", "来迟了", "relay"]]
    [True, True, False]
    """
    return re.compile("|".join(map(_asks_for_one, words)))


def _asks_for_one(word: str) -> str:
    plain = tidy(word).lower()
    if _IS_UNSPACED.search(plain):
        return re.escape(plain)
    phrase = r"\s+".join(map(re.escape, plain.split()))
    return rf"(?<![^\W\d_]){phrase}{_ENDING}(?![^\W\d_])"
