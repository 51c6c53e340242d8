"""What a chat's report says, what becomes of messages that cannot be read, and exports in JSON."""

import json

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import FileError
from millrace.intake.chats.lines import Start, kind_of_text, start_of

CHAT = "2025-10-03 09:12:33 Anna\nhello\n2025-10-03 09:13:00 Bo\n[图片]\n2025-10-03 09:14:00 Anna\nok\n"


@pytest.fixture
def write(tmp_path):
    def write(content, name="chat.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def findings(frame):
    return {what: (found, why) for what, found, why in intake.report(frame).findings}


def counts(frame):
    report = intake.report(frame)
    return report.rows_present, report.rows_read, report.rows_set_aside, report.rows_quarantined


def test_the_report_counts_messages_by_kind_and_says_how_lines_were_read(write):
    frame = intake.read_chat(write(CHAT))
    found = findings(frame)
    assert found["messages"] == ("2 text, 1 image", "by what each line says")
    assert found["line format"] == ("date time sender, text below", "3 of the first 6 lines start a message so")
    assert found["encoding"][0] == intake.report(frame).encoding == "utf-8"
    assert counts(frame) == (3, 3, 0, 0)
    assert (intake.report(frame).kind, intake.report(frame).file) == ("chat", "chat.txt")
    assert list(frame.columns) == ["message", "line", "sent_at", "sender", "kind", "text"]
    assert frame[["message", "line"]].values.tolist() == [[1, 1], [2, 3], [3, 5]]
    assert not {"unreadable dates", "end of the file"} & set(found)


def test_text_before_the_first_message_is_one_row_that_is_set_aside(write):
    frame = intake.read_chat(write(f"Export of\n\nOrders\n{CHAT}"))
    assert counts(frame) == (4, 3, 1, 0)
    assert intake.report(frame).set_aside.values.tolist() == [
        [1, "text before the first message", "Export of\n\nOrders"]
    ]
    assert frame["line"].tolist() == [4, 6, 8]


def test_a_message_without_a_day_is_kept_as_unreadable(write):
    frame = intake.read_chat(write(CHAT.replace("2025-10-03 09:13:00", "2025-13-03 09:13:00")))
    assert frame["kind"].tolist() == ["text", "unreadable", "text"]
    assert findings(frame)["unreadable dates"] == ("1 message", "they are kept with the kind 'unreadable'")
    assert counts(frame) == (3, 3, 0, 0)


def test_only_a_last_message_without_text_was_cut_off(write):
    cut = intake.read_chat(write(CHAT.removesuffix("ok\n")))
    assert cut["kind"].tolist() == ["text", "image", "unreadable"]
    assert findings(cut)["end of the file"] == ("the last message has no text", "the export seems to have been cut off")
    empty = intake.read_chat(write(CHAT.replace("hello", "")))
    assert empty["kind"].tolist() == ["text", "image", "text"]
    assert "end of the file" not in findings(empty)


@pytest.mark.parametrize(("noise", "chat"), [(100, True), (294, True), (295, False)])
def test_one_line_in_a_hundred_must_start_a_message(write, noise, chat):
    text = CHAT + "just a line\n" * noise
    if chat:
        assert len(intake.read_chat(write(text))) == 3
        return
    with pytest.raises(FileError, match="does not look like a chat"):
        intake.read_chat(write(text))


def message(number, **given):
    return {
        "id": number,
        "type": "message",
        "date": f"2025-10-03T09:{number:02d}:00",
        "from": "Anna",
        "text": "",
        **given,
    }


@pytest.mark.parametrize(
    ("given", "kind", "text"),
    [
        ({"text": "ok"}, "text", "ok"), ({"photo": "p.jpg"}, "image", ""),
        ({"file": "a.pdf", "text": "here"}, "file", "here"),
        ({"media_type": "sticker", "file": "s"}, "sticker", ""),
        ({"media_type": "voice_message"}, "voice", ""),
        ({"media_type": "audio_file"}, "voice", ""), ({"media_type": "video_file"}, "file", ""),
        ({"text": ["12 ", {"type": "bold", "text": "bags"}, " please"]}, "text", "12 bags please"),
        ({"text": 7}, "text", ""),
        ({"type": "service", "actor": "Bo", "action": "create_group"}, "system", "create group"),
        ({"type": "service", "actor": "Bo", "action": "x", "text": "said"}, "system", "said"),
    ],
)  # fmt: skip
def test_each_message_of_a_json_export_has_its_kind_and_text(write, given, kind, text):
    frame = intake.read_chat(write(json.dumps({"messages": [message(1, **given), message(2, text="end")]}), "a.json"))
    assert frame.loc[0, ["kind", "text"]].tolist() == [kind, text]
    assert frame["sender"].tolist() == ["Bo" if "actor" in given else "Anna", "Anna"]
    assert frame["sent_at"].tolist() == [pd.Timestamp("2025-10-03 09:01"), pd.Timestamp("2025-10-03 09:02")]
    assert findings(frame)["line format"] == ("Telegram-like JSON", "it has a list of messages with date and sender")


def test_the_line_of_each_json_message_is_that_of_its_id(write):
    text = json.dumps({"messages": [message(1, text="客户"), message(2, text="b")]}, indent=1, ensure_ascii=False)
    lines = [i for i, line in enumerate(text.split("\n"), start=1) if '"id"' in line]
    assert intake.read_chat(write(text, "a.json"))["line"].tolist() == lines
    assert intake.read_chat(write(json.dumps({"messages": [message(1, text="a")]}), "a.json"))["line"].tolist() == [1]


def test_all_chats_of_a_json_export_are_read(write):
    chats = {
        "chats": {
            "list": [{"messages": [message(1, text="a")]}, {"messages": []}, {"messages": [message(2, text="b")]}]
        }
    }
    frame = intake.read_chat(write(json.dumps(chats), "a.json"))
    assert (frame["message"].tolist(), frame["text"].tolist(), counts(frame)) == ([1, 2], ["a", "b"], (2, 2, 0, 0))


@pytest.mark.parametrize("content", ['{"chats": {"list": []}}', '{"chats": {}}', '{"messages": []}', '[{"a": 1}]'])
def test_json_without_messages_is_refused(write, content):
    with pytest.raises(FileError, match="JSON without a list of messages"):
        intake.read_chat(write(content, "a.json"))


@pytest.mark.parametrize(
    ("text", "sender", "kind"),
    [
        ("hello", "Anna", "text"), ("hello", "", "system"), ("hello", "System", "system"),
        ("hello", "系统消息", "system"),
        ("[系统] x", "Anna", "system"), ("[System] x", "Anna", "system"),
        ("Chats are End-to-End Encrypted.", "Anna", "system"),
        ("[图片]\nmore", "Anna", "image"), ("more\n[图片]", "Anna", "text"),
    ],
)  # fmt: skip
def test_the_kind_of_a_message_is_told_from_its_first_line_and_sender(text, sender, kind):
    assert kind_of_text(text, Start("", "", sender, "")) == kind


def test_a_line_starts_a_message_only_in_the_style_of_the_file():
    line = "[03/10/2025, 09:12:33] ~ Anna: ok"
    assert start_of(line, "[date, time] sender: text") == Start("03/10/2025", "09:12:33", "Anna", "ok")
    assert start_of(line, "date, time - sender: text") is None
    assert start_of("no digits here", "[date, time] sender: text") is None
    assert start_of("\u200e" + line.replace(" 09", "\u202f09"), "[date, time] sender: text").text == "ok"
