"""The line formats of chat exports: where a message starts, who sent it, and what kind of message it is."""

import re
from typing import NamedTuple

__all__ = ["FORMATS", "MARKS", "Start", "kind_of_text", "start_of"]

# Direction marks, byte order mark and isolates that phones put around names and dates.
MARKS = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


class Start(NamedTuple):
    """The first line of a message."""

    date: str
    clock: str
    sender: str
    text: str


_DATE = r"(?P<date>\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
_HALF = r"[aApP]\.?\s?[mM]\.?|上午|下午|凌晨|早上|中午|晚上|午前|午後|오전|오후|vorm\.|nachm\.|[صم]"
_CLOCK = rf"(?P<clock>(?:(?:{_HALF})\s?)?\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}})?(?:\s?(?:{_HALF}))?)"
_SENDER = r"(?P<sender>[^\n:：]{1,80}?|[^\n]{1,60}?)"

FORMATS: dict[str, tuple[re.Pattern, ...]] = {
    "[date, time] sender: text": (
        re.compile(rf"\[{_DATE},?\s+{_CLOCK}\]\s*{_SENDER}:(?:\s(?P<text>.*)|$)"),
        re.compile(rf"\[{_DATE},?\s+{_CLOCK}\]\s*(?P<sender>)(?P<text>.*)"),
    ),
    "date, time - sender: text": (
        re.compile(rf"{_DATE},?\s+{_CLOCK}\s+[-–]\s+{_SENDER}:(?:\s(?P<text>.*)|$)"),
        re.compile(rf"{_DATE},?\s+{_CLOCK}\s+[-–]\s+(?P<sender>)(?P<text>.*)"),
    ),
    "sender, [date time], text below": (
        re.compile(rf"(?P<sender>[^\n]{{1,80}}?),\s\[{_DATE},?\s+{_CLOCK}\](?P<text>)\s*"),
    ),
    "date time sender, text below": (
        re.compile(rf"{_DATE}[,\s]\s*{_CLOCK}\s+(?P<sender>(?![-–]\s)[^\n]{{1,60}}?)(?P<text>)\s*"),
    ),
    "sender date time, text below": (
        re.compile(rf"(?P<sender>[^\n\[]{{1,60}}?)[\s,:：]+\(?{_DATE},?\s*{_CLOCK}\)?(?P<text>)\s*"),
    ),
}
_SPACES = re.compile(r"[\u00a0\u2007\u202f\u2009]")


def start_of(line: str, style: str) -> Start | None:
    """Read the first line of a message.

    Parameters
    ----------
    line : str
        A line of the export.
    style : str
        A key of `FORMATS`.

    Returns
    -------
    Start or None
        None when the line goes on with the message before.

    Examples
    --------
    >>> start_of("[03/10/2025, 09:12:33] Anna: ok", "[date, time] sender: text")
    Start(date='03/10/2025', clock='09:12:33', sender='Anna', text='ok')
    """
    if not any(c.isdigit() for c in line[:120]):
        return None
    plain = _SPACES.sub(" ", line).strip(MARKS)
    for pattern in FORMATS[style]:
        if match := pattern.fullmatch(plain):
            sender, text = _clean(match["sender"]), (match["text"] or "").strip(MARKS)
            return Start(match["date"], match["clock"], sender, text)
    return None


def _clean(name: str) -> str:
    return name.strip(MARKS + " ~\t").strip()


_PICTURE_FILE = r"\.(?:jpe?g|png|gif|heic|mp4|mov|3gp)"
_SOUND_FILE = r"\.(?:opus|ogg|m4a|mp3|aac|amr)"
_ATTACHED = r"\s*\((?:file attached|datei angehängt|archivo adjunto|fichier joint)\)"
_WORDS = {
    "recalled": [
        r"(?:this message was|you) deleted(?: this message)?\.?",
        r"(?:message (?:was )?(?:deleted|recalled|unsent)|deleted message)\.?",
        r"[^\n]{0,40}(?:recalled|unsent|deleted|withdrew) a message\.?",
        r"[^\n]{0,40}撤回了?(?:一条|1条)?[^\n]{0,10}消息",
        r"(?:diese nachricht wurde gelöscht|se eliminó este mensaje|ce message a été supprimé|mensagem apagada)\.?",
        r"(?:данное сообщение удалено|تم حذف هذه الرسالة)\.?",
    ],
    "sticker": [
        r"[\[<(【]\s*(?:sticker|animated emoji|emoji|动画表情|表情|贴图)\s*[\]>)】][^\n]{0,30}",
        r"sticker (?:omitted|weggelassen)",
        rf"\W*[\w-]+\.webp{_ATTACHED}",
    ],
    "image": [
        r"[\[<(【]\s*(?:image|photo|picture|图片|照片|imagen?|bild|foto|video|视频|gif)\s*[\]>)】]",
        r"(?:image|photo|video|gif) omitted|(?:bild|video) weggelassen|imagen omitida",
        r"<(?:media omitted|medien ausgeschlossen|multimedia omitido|médias omis)>",
        rf"\W*[\w-]+{_PICTURE_FILE}{_ATTACHED}",
        rf"<(?:attached|anhang):\s*[^>]*{_PICTURE_FILE}>",
    ],
    "voice": [
        r"[\[<(【]\s*(?:voice(?: message| note)?|audio(?: message)?|语音(?:消息)?|sprachnachricht)\s*"
        r"[\]>)】]?[\s\d:s秒\"″']*[\]>)】]?",
        r"audio omitted|audio weggelassen",
        rf"\W*[\w-]+{_SOUND_FILE}{_ATTACHED}",
        rf"<(?:attached|anhang):\s*[^>]*{_SOUND_FILE}>",
    ],
    "file": [
        r"[\[<(【]\s*(?:file|document|文件|attachment|附件|datei|archivo)\s*[\]>)】:\uff1a ][^\n]*",
        r"(?:[^\n]{1,120} )?document omitted",
        rf"[^\n]{{1,120}}{_ATTACHED}",
        r"<(?:attached|anhang):\s*[^>]+>",
    ],
}
_KINDS = {kind: re.compile("|".join(words), re.IGNORECASE) for kind, words in _WORDS.items()}
_SYSTEM_SENDER = re.compile(r"system(?: message)?|系统消息|系统|通知", re.IGNORECASE)


def kind_of_text(text: str, start: Start) -> str:
    """Tell the kind of a message from its text and sender.

    Parameters
    ----------
    text : str
        The whole message.
    start : Start
        Its first line, taken apart.

    Returns
    -------
    str
        ``"text"``, ``"image"``, ``"file"``, ``"voice"``, ``"sticker"``, ``"recalled"`` or ``"system"``.

    Examples
    --------
    >>> kind_of_text("This message was deleted", Start("", "", "Anna", ""))
    'recalled'
    >>> kind_of_text("image quality is poor, 2 bags back", Start("", "", "Anna", ""))
    'text'
    """
    first = text.split("\n", 1)[0].strip(MARKS + " ‎")
    for kind, pattern in _KINDS.items():
        if pattern.fullmatch(first):
            return kind
    if not start.sender or _SYSTEM_SENDER.fullmatch(start.sender):
        return "system"
    announced = first.startswith(("[系统", "[System")) or "end-to-end encrypted" in first.lower()
    return "system" if announced else "text"
