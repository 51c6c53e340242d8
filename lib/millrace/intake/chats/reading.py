"""Read the export of a group chat into a table of messages, whichever program wrote it."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, FileError, counted, in_words
from millrace.intake.chats.dates import read_moments, require_no_order
from millrace.intake.chats.lines import FORMATS, MARKS, Start, kind_of_text, start_of
from millrace.intake.encodings import decode_text
from millrace.intake.opening import kind_of, read_bytes, require_file
from millrace.intake.report import Report
from millrace.reading.texts import as_text

__all__ = ["read_chat"]

# A form of date that is so many times rarer than the usual one is no head of a message.
_RARE = 5
_COLUMNS = ["message", "line", "sent_at", "sender", "kind", "text"]


def read_chat(path: str | Path, *, day_first: bool | None = None) -> pd.DataFrame:
    r"""Read a chat export into one row per message.

    Understood are the line formats of WeChat-like tools (date, time and sender on a line, the text below, or the sender
    first), of WhatsApp-like tools (with or without brackets, 12- or 24-hour clock) and of Telegram-like tools (text and
    ``result.json``). Messages of several lines are kept whole. Whether the day or the month comes first is decided
    for the whole file, by numbers over 12 and by the order of the messages, and reported.

    Parameters
    ----------
    path : str or pathlib.Path
        The exported file.
    day_first : bool, optional
        Whether ``03/10/2025`` is the 3rd of October (True) or the 10th of March (False); otherwise decided by evidence.

    Returns
    -------
    pandas.DataFrame
        ``message`` (from 1), ``line`` (first line in the file), ``sent_at`` (datetime64), ``sender``, ``kind`` (text,
        image, file, voice, sticker, recalled, system or unreadable) and ``text``. It carries its `report`.

    Raises
    ------
    FileError
        When the file is missing, empty or no chat.
    ArgumentError
        When ``day_first`` is not true or false, or is given for a chat whose dates all begin with the year.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "chat.txt"
    >>> _ = path.write_text("2025-10-03 09:12:33 Wang Li\n12 bags please\nblack\n2025-10-03 09:13:01 Anna\nok\n")
    >>> read_chat(path)[["message", "line", "sender", "text"]]
       message  line   sender                   text
    0        1     1  Wang Li  12 bags please\nblack
    1        2     4     Anna                     ok
    """
    if day_first not in (None, True, False):
        raise ArgumentError(
            f"day_first is {in_words(day_first)}. Expected: True or False. Leave it out to have the order decided."
        )
    path = require_file(path)
    kind = kind_of(path)
    if kind not in ("text", "json"):
        raise FileError(
            f"'{path.name}' is a {kind}, not a chat. Expected: a text or JSON export. Export the chat again as text."
        )
    data = read_bytes(path)
    if kind == "text":
        return _read_lines(path, data, day_first)
    require_no_order(day_first, path.name)
    return _read_json(path, data)


_NO_START = Start("", "", "", "")  # of the lines before the first message


@dataclass
class _Message:
    line: int
    start: Start
    rest: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        first = [self.start.text] if self.start.text else []
        return "\n".join([*first, *self.rest]).strip("\n").strip()


def _read_lines(path: Path, data: bytes, day_first: bool | None) -> pd.DataFrame:
    decoded = decode_text(data)
    report = Report(path.name, "chat", encoding=decoded.encoding)
    report.found("encoding", decoded.encoding, decoded.why)
    report.findings += decoded.notes
    report.replaced_characters = decoded.replaced
    lines = decoded.data.decode("utf-8").removesuffix("\n").split("\n")
    style = _style(lines, path, report)
    messages = list(_messages(lines, style, report))
    messages = _set_preface_aside(messages, style, report)
    moments = read_moments(
        [m.start.date for m in messages],
        [m.start.clock for m in messages],
        day_first=day_first,
        report=report,
    )
    return _table(messages, moments, report)


def _style(lines: list[str], path: Path, report: Report) -> str:
    """Choose the line format that starts most messages."""
    filled = [line for line in lines if line.strip(MARKS)]
    sample = filled[:2000]
    starts = {name: sum(start_of(line, name) is not None for line in sample) for name in FORMATS}
    best = max(starts, key=lambda name: starts[name])
    if starts[best] < 1 or starts[best] < 0.01 * len(sample):
        raise FileError(
            f"'{path.name}' does not look like a chat: no line starts with a date, a time and a sender. "
            "Expected: a chat export as text or JSON. Use read_table for a table."
        )
    report.found("line format", best, f"{starts[best]:,} of the first {len(sample):,} lines start a message so")
    return best


def _messages(lines: list[str], style: str, report: Report) -> Iterator[_Message]:
    current, usual, pasted = None, _usual_shape(lines, style), []
    for number, line in enumerate(lines, start=1):
        start = start_of(line, style)
        if start is not None and current is not None and _shape(start) not in usual:
            pasted.append(number)
            start = None
        if start is None and current is not None:
            current.rest.append(line.strip(MARKS).rstrip())
            continue
        if current is not None:
            yield current
        current = _Message(number, start or _NO_START, [] if start else [line.strip(MARKS).rstrip()])
    if current is not None:
        yield current
    if pasted:
        found = f"{counted(len(pasted), 'line')}, first line {pasted[0]}: {lines[pasted[0] - 1][:60]}"
        report.found("dates of another form", found, "kept as text of the message above, as a pasted line would be")


def _shape(start: Start) -> tuple[str, int]:
    """Return how a date is written, and whether its clock has seconds: a program writes all heads alike."""
    return re.sub(r"\d{1,2}", "9", re.sub(r"\d{4}", "year", start.date)), start.clock.count(":")


def _usual_shape(lines: list[str], style: str) -> set[tuple[str, int]]:
    shapes = Counter(_shape(start) for line in lines if (start := start_of(line, style)))
    most = max(shapes.values(), default=0)
    return {shape for shape, times in shapes.items() if times * _RARE >= most}


def _set_preface_aside(messages: list[_Message], style: str, report: Report) -> list[_Message]:
    """Take what comes before the first message: a title, or the rest of a message that was cut off."""
    if messages and messages[0].start is _NO_START:
        preface = messages[0]
        report.rows_present += 1
        report.put_aside([(preface.line, "text before the first message", preface.text)])
        messages = messages[1:]
    return messages


def _table(messages: list[_Message], moments: pd.Series, report: Report) -> pd.DataFrame:
    texts = [m.text for m in messages]
    kinds = [kind_of_text(text, m.start) for text, m in zip(texts, messages, strict=True)]
    frame = pd.DataFrame(
        {
            "message": np.arange(1, len(messages) + 1),
            "line": [m.line for m in messages],
            "sent_at": moments.to_numpy(),
            "sender": as_text(pd.Series([m.start.sender or None for m in messages], dtype=object)),
            "kind": pd.Series(kinds, dtype="str"),
            "text": pd.Series(texts, dtype="str"),
        }
    )
    _flag_unreadable(frame, report)
    return _sealed(frame, report)


def _flag_unreadable(frame: pd.DataFrame, report: Report) -> None:
    """Flag messages whose date is none, and a last message without text: the file was cut there."""
    bad = frame["sent_at"].isna()
    frame.loc[bad, "kind"] = "unreadable"
    if bad.any():
        report.found("unreadable dates", counted(int(bad.sum()), "message"), "they are kept with the kind 'unreadable'")
    if len(frame) and frame["kind"].iloc[-1] == "text" and not frame["text"].iloc[-1]:
        frame.loc[frame.index[-1], "kind"] = "unreadable"
        report.found("end of the file", "the last message has no text", "the export seems to have been cut off")


def _sealed(frame: pd.DataFrame, report: Report) -> pd.DataFrame:
    counts = frame["kind"].value_counts()
    report.found("messages", ", ".join(f"{n:,} {kind}" for kind, n in counts.items()), "by what each line says")
    report.rows_read = len(frame)
    report.rows_present += len(frame)
    frame.attrs["intake"] = report.seal()
    return frame


def _read_json(path: Path, data: bytes) -> pd.DataFrame:
    found = _parsed(path, data)
    report = Report(path.name, "chat", encoding="utf-8")
    report.found("line format", "Telegram-like JSON", "it has a list of messages with date and sender")
    rows = [_json_row(item) for item in found if isinstance(item, dict)]
    frame = pd.DataFrame(rows, columns=["sent_at", "sender", "kind", "text"])
    frame.insert(0, "message", np.arange(1, len(frame) + 1))
    frame.insert(1, "line", _json_lines(data.decode("utf-8", "replace"), len(frame)))
    frame["sent_at"] = pd.to_datetime(frame["sent_at"], errors="coerce", format="ISO8601")
    frame = frame.astype({"sender": "str", "kind": "str", "text": "str"})
    _flag_unreadable(frame, report)
    return _sealed(frame, report)


def _parsed(path: Path, data: bytes) -> list:
    try:
        found = json.loads(decode_text(data).data)
    except ValueError:
        raise FileError(
            f"'{path.name}' is JSON that breaks off. Expected: a complete chat export. Export the chat again."
        ) from None
    chats = found.get("chats", {}).get("list") if isinstance(found, dict) and "chats" in found else [found]
    messages = [m for chat in chats or [] if isinstance(chat, dict) for m in chat.get("messages") or []]
    if not messages:
        raise FileError(
            f"'{path.name}' is JSON without a list of messages. Expected: a chat export. Try pandas.read_json."
        )
    return messages


def _json_lines(text: str, n: int) -> list[int]:
    """Return the line of each message's id; in JSON on one line all of them are 1."""
    marks = [m.start() for m in re.finditer(r'"id":\s*-?\d+,\s*"type":', text)]
    if len(marks) != n:
        return [1] * n
    breaks = np.flatnonzero(np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32) == 10)
    return (np.searchsorted(breaks, marks) + 1).tolist()


_JSON_KINDS = {"photo": "image", "sticker": "sticker", "voice_message": "voice", "audio_file": "voice"}


def _json_row(item: dict) -> tuple:
    text = _json_text(item.get("text", ""))
    if item.get("type") == "service":
        return item.get("date"), item.get("actor"), "system", text or str(item.get("action", "")).replace("_", " ")
    media = item.get("media_type") or next((name for name in ("photo", "file") if item.get(name)), None)
    kind = "text" if media is None else _JSON_KINDS.get(media, "file")
    return item.get("date"), item.get("from"), kind, text


def _json_text(text: object) -> str:
    if isinstance(text, list):
        return "".join(_json_text(part) for part in text)
    if isinstance(text, dict):
        return _json_text(text.get("text", ""))
    return text if isinstance(text, str) else ""
