"""Find the encoding of a text file and turn its bytes into UTF-8, line by line where encodings are mixed."""

import codecs
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from millrace.errors import ArgumentError, counted
from millrace.intake.report import places
from millrace.intake.twice import encoded_twice

__all__ = ["Decoded", "decode_text"]

# The encodings of office programs and exports, old tills included. Left out on purpose: EBCDIC and Mac pages, which
# short texts are often mistaken for.
_USUAL = (
    *("cp437", "cp850", "cp852", "cp866"),
    *("gb18030", "big5", "cp949", "euc-jp", "shift_jis", "cp932", "koi8-r", "koi8-u", "tis-620", "iso-8859-2"),
    *(f"windows-{page}" for page in range(1250, 1259)),
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-1": "cp1252"}
_DOS = {"cp437", "cp850", "cp852", "cp866"}
_MULTIBYTE = {"gb18030", "big5", "cp950", "cp949", "euc_jp", "cp932", "big5hkscs"}
_SAMPLE = 200_000
# Where so many lines are valid UTF-8 for each that is not, no double-byte text is valid by chance.
_CHANCE = 4


@dataclass
class Decoded:
    r"""Text of a file as UTF-8 bytes with ``\n`` line ends, and how it was written."""

    data: bytes
    encoding: str
    why: str
    replaced: int = 0
    notes: list[tuple[str, str, str]] = field(default_factory=list)


def decode_text(data: bytes, *, encoding: str | None = None) -> Decoded:
    r"""Turn the bytes of a file into UTF-8 with plain line ends.

    Parameters
    ----------
    data : bytes
        The file.
    encoding : str, optional
        The encoding, if it is known; otherwise it is found.

    Returns
    -------
    Decoded
        The text, its encoding, the evidence, and the number of characters that could not be read.

    Raises
    ------
    ArgumentError
        When the named encoding is unknown.

    Examples
    --------
    >>> found = decode_text("客户;数量\n王丽;3".encode("gb18030"))
    >>> found.encoding, found.data.decode("utf-8")
    ('gb18030', '客户;数量\n王丽;3')
    """
    decoded = _as_found(data) if encoding is None else _as_told(data, encoding)
    return _note_twice(_without_nul(_plain_line_ends(decoded)))


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise ArgumentError(
            f"Encoding '{encoding}' is unknown. Expected: a name such as 'utf-8', 'gb18030' or 'cp1252'. "
            "Leave the argument out to have the encoding found."
        ) from None
    return _decoded(data, name, "named by you")


def _as_found(data: bytes) -> Decoded:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data, name, "the file begins with a byte order mark")
    if wide := _utf16_without_mark(data):
        return _decoded(data, wide, "every other byte is zero")
    if data.isascii():
        return Decoded(data, "utf-8", "only plain ASCII characters")
    if _is_utf8(data):
        return Decoded(data, "utf-8", "all of the file is valid UTF-8")
    return _not_utf8(data)


_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


def _decoded(data: bytes, encoding: str, why: str) -> Decoded:
    if encoding == "utf-8-sig" and _is_utf8(data):
        return Decoded(data[3:], encoding, why)
    if encoding.startswith("utf-8") and not _is_utf8(data):
        mixed = _line_by_line(data.removeprefix(codecs.BOM_UTF8))
        return Decoded(mixed.data, encoding, why, mixed.replaced, mixed.notes)
    for name in dict.fromkeys([encoding, _WIDER.get(encoding, encoding)]):
        # The vendors' own characters are in the wider page of the same name.
        try:
            return Decoded(data.decode(name).encode("utf-8", "replace"), name, why)
        except UnicodeDecodeError:
            pass
    text = data.decode(encoding, "replace")
    return Decoded(text.encode("utf-8", "replace"), encoding, why, text.count("\ufffd"))


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:4096]
    even, odd = sample[::2].count(0) / max(len(sample), 1), sample[1::2].count(0) / max(len(sample), 1)
    if max(even, odd) < 0.1 or min(even, odd) > 0.01:
        # A Chinese text has few zero bytes, but its line ends and digits still have them, all on one side.
        return None
    pairs = [pair for pair in zip(sample[::2], sample[1::2], strict=False) if all(pair)]
    unusual = sum(byte > 126 or (byte < 32 and byte not in b"\t\r\n") for pair in pairs for byte in pair)
    if sample.count(0) < 0.25 * len(sample) and unusual < 0.2 * 2 * len(pairs):
        # Plain letters with a few zero bytes among them: a program wrote those by mistake.
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(data: bytes) -> Decoded:
    strong, weak, other = _sort_lines(data)
    if strong or len(weak) > _CHANCE * len(other):
        return _line_by_line(data)
    encoding, why = _legacy(b"\n".join([*other, *weak]))
    if weak and encoding not in _MULTIBYTE:
        return _line_by_line(data)
    return _decoded(data, encoding, why)


_TWO_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]")
_MORE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _sort_lines(data: bytes) -> tuple[list[bytes], list[bytes], list[bytes]]:
    strong: list[bytes] = []
    weak: list[bytes] = []
    other: list[bytes] = []
    for line in data.split(b"\n"):
        if not line.isascii():
            (strong if _surely_utf8(line) else weak if _is_utf8(line) else other).append(line)
    # One line in fifty is what chance alone makes of a double-byte text.
    return (strong if len(strong) > 0.02 * len(other) else []), weak, other


def _surely_utf8(line: bytes) -> bool:
    # Two bytes of GB18030 or Shift-JIS are valid UTF-8 by chance in one case out of ten; three bytes hardly ever are.
    long = len(_MORE_BYTES.findall(line))
    bad = line.decode("utf-8", "replace").count("\ufffd")
    return long > bad or (bad == 0 and len(_TWO_BYTES.findall(line)) >= 4)


def _line_by_line(data: bytes) -> Decoded:
    lines = data.split(b"\n")
    legacy, why = _legacy(b"\n".join(line for line in lines if not _surely_utf8(line) and not _is_utf8(line)))
    replaced = 0
    recoded: list[int] = []
    repaired: list[int] = []
    for number, line in enumerate(lines):
        if line.isascii() or _is_utf8(line):
            continue
        damaged = _surely_utf8(line) or _is_damaged_utf8(line) or not legacy
        text = line.decode("utf-8" if damaged else legacy, "replace")
        (repaired if damaged else recoded).append(number + 1)
        replaced += text.count("\ufffd")
        lines[number] = text.encode("utf-8")
    decoded = Decoded(b"\n".join(lines), "utf-8", "most characters beyond ASCII are valid UTF-8", replaced)
    if recoded:
        found = f"{counted(len(recoded), 'line')} in {legacy}, {places(recoded)}"
        decoded.notes.append(("mixed encodings", found, f"they are not valid UTF-8; {why}"))
    if repaired:
        why = "a byte there is no part of any character; the rest of the line is kept"
        decoded.notes.append(("damaged characters", places(repaired), why))
    return decoded


def _is_damaged_utf8(line: bytes) -> bool:
    """Tell whether a line has at least as many whole UTF-8 characters as bytes that belong to none."""
    whole = len(_TWO_BYTES.findall(line)) + len(_MORE_BYTES.findall(line))
    return whole > 0 and whole >= line.decode("utf-8", "replace").count("\ufffd")


def _legacy(data: bytes) -> tuple[str, str]:
    """Name the encoding of text that is no UTF-8: chardet's candidates, ranked again by how their words look."""
    import chardet

    # Whole lines: the second byte of a double-byte character may be a quotation mark's or a delimiter's.
    words = b"\n".join(
        line for line in data[: data.find(b"\n", _SAMPLE) + 1 or None].split(b"\n") if not line.isascii()
    )
    if not words:
        return "cp1252", "nothing speaks for another"
    found = chardet.detect_all(words, ignore_threshold=True, include_encodings=_USUAL)
    pieces = _pieces(words)
    ranked: dict[str, float] = {}
    for place in found:
        name = _python_name(place["encoding"])
        ranked.setdefault(name, place["confidence"] * _looks(pieces, name) * _script(words, name))
    # Western European text is far the most frequent of the single-byte kinds, and chardet's figures for its neighbours
    # (cp1250, cp1257) are almost the same on a few words; 1.5 was the best of the factors tried on 780 short texts.
    ranked["cp1252"] = 1.5 * ranked.get("cp1252", 0) + 1e-9
    best = max(ranked, key=lambda name: ranked[name])
    return best, f"of the usual encodings its letters fit best ({_some_words(words, best)})"


_KANJI = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
_ENOUGH_KANJI = 20


def _script(words: bytes, encoding: str) -> float:
    """Weigh Chinese against Japanese in EUC: they share their bytes, but not their kana and their frequent characters.

    The frequent characters of Japanese end at row 47 of JIS X 0208, those of Chinese at row 55 of GB 2312, in the order
    of their sound: about every fourth is beyond row 47.
    """
    if encoding not in {"gb18030", "euc_jp"}:
        return 1.0
    has_kana = re.search("[\u3041-\u3096\u30a1-\u30fa]", words.decode(encoding, "replace")) is not None
    different = set(_KANJI.findall(words))
    beyond = sum(pair[0] >= 0xD0 for pair in different)
    japanese = has_kana or (len(different) >= _ENOUGH_KANJI and beyond < 0.05 * len(different))
    return 1.0 if japanese == (encoding == "euc_jp") else 0.5


def _python_name(encoding: str | None) -> str:
    name = codecs.lookup(encoding or "cp1252").name
    return _WIDER.get(name, name)


_CASE_BREAK = re.compile(r"[a-zà-ÿа-яα-ω][A-ZÀ-ÞА-ЯΑ-Ω][a-zà-ÿа-яα-ω]")
_ODD_IN_WORD = re.compile(r"(?<=[^\W\d_])[\u00a1-\u00bf\u00d7\u00f7\u2018-\u203a\u2122\u2500-\u259f\ufffd](?=[^\W\d_])")
_IN_WORD = re.compile(r"(?<=[^\W\d_])(?![\x00-\x7f])[^\W\d_]|(?![\x00-\x7f])[^\W\d_](?=[^\W\d_])")
_NEVER = re.compile(r"[\x80-\x9f\ufffd\ue000-\uf8ff]")
_ODD = {_CASE_BREAK: 1, _ODD_IN_WORD: 1, _NEVER: 2}
_BETWEEN_WORDS = re.compile(rb"[;,\t\r\n\"]")


def _pieces(words: bytes) -> dict[int, bytes]:
    """Put together what occurs equally often, each once: a column of names is looked at once a name, not once a row.

    No encoding has these bytes within a character, and no word goes beyond them.
    """
    together: defaultdict[int, list[bytes]] = defaultdict(list)
    for piece, times in Counter(_BETWEEN_WORDS.split(words)).items():
        together[times].append(piece)
    return {times: b"\n".join(distinct) for times, distinct in together.items()}


def _looks(pieces: dict[int, bytes], encoding: str) -> float:
    """Between 0 and 1: how much the words look like words, not like symbols and capitals inside them."""
    texts = {times: part.decode(encoding, "replace") for times, part in pieces.items()}

    def count(found: Callable[[str], int]) -> int:
        return sum(times * found(text) for times, text in texts.items())

    beyond = count(lambda text: len(text) - len(text.encode("ascii", "ignore"))) or 1
    least = 0 if encoding in {"cp1252", *_MULTIBYTE} else 0.5 if encoding in _DOS else 0.2
    if least and count(lambda text: len(_IN_WORD.findall(text))) < least * beyond:
        # A euro sign after each amount is a letter by itself on other pages: only letters within words speak for them.
        return 0.0
    if encoding == "cp1252" and not any("æ" in text for text in texts.values()):
        # Thorn and eth without ash are not Icelandic, but the Turkish letters in their places.
        texts = {times: re.sub("[ðþÐÞ]", "\ufffd", text) for times, text in texts.items()}
    odd = count(lambda text: sum(weight * len(kind.findall(text)) for kind, weight in _ODD.items()))
    return max(0.0, 1 - odd / beyond) ** 2


_WORD_BEYOND = re.compile(r"[^\x00-\x1f,;|\"]*[^\x00-\x7f][^\x00-\x1f,;|\"]*")


def _some_words(words: bytes, encoding: str) -> str:
    text = words.decode(encoding, "replace")
    found = _WORD_BEYOND.search(text)
    return "for example '" + (found[0].strip()[:20] if found else "") + "'"


def _plain_line_ends(decoded: Decoded) -> Decoded:
    if b"\r" in decoded.data:
        decoded.data = decoded.data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return decoded


def _note_twice(decoded: Decoded) -> Decoded:
    lines, word, meant = encoded_twice(decoded.data)
    if lines:
        why = f"'{word}' seems to mean '{meant}': UTF-8 was read as Windows-1252 and saved; use intake.mend_encoding"
        decoded.notes.append(("text encoded twice", places(lines), why))
    return decoded


def _without_nul(decoded: Decoded) -> Decoded:
    if nul := decoded.data.count(b"\0"):
        decoded.data = decoded.data.replace(b"\0", b"")
        decoded.notes.append(("NUL bytes", f"{nul} taken out", "no text holds them; a program wrote them by mistake"))
    return decoded
