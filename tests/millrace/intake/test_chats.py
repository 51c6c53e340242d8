import json

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import ArgumentError, FileError

N = "\u202f"
CHATS = {
    "date first, text below": (
        "2025-10-03 09:12:33 Wang Li\n{0}\n\n2025-10-03 09:13:01 Anna\n{1}\n\n2025-10-04 21:00:00 Wang Li\n{2}\n"
    ),
    "sender first, text below": "Wang Li 2025/10/3 9:12\n{0}\nAnna 2025/10/3 9:13\n{1}\nWang Li 2025/10/4 21:00\n{2}\n",
    "Chinese date": (
        "2025年10月3日 上午9:12 Wang Li\n{0}\n2025年10月3日 上午9:13 Anna\n{1}\n2025年10月4日 晚上9:00 Wang Li\n{2}\n"
    ),
    "brackets": (
        "[03/10/2025, 09:12:33] Wang Li: {0}\n[03/10/2025, 09:13:01] Anna: {1}\n"
        "\u200e[04/10/2025, 21:00:00] Wang Li: {2}\n"
        "[25/10/2025, 21:00:00] Anna: done\n"
    ),
    "brackets, 12 hours": (
        f"[10/3/25, 9:12:33{N}AM] Wang Li: {{0}}\n[10/3/25, 9:13:01{N}AM] Anna: {{1}}\n"
        f"[10/4/25, 9:00:00{N}PM] Wang Li: {{2}}\n[10/25/25, 9:00:00{N}PM] Anna: done\n"
    ),
    "dash": (
        "03/10/2025, 09:12 - Wang Li: {0}\n03/10/2025, 09:13 - Anna: {1}\n04/10/2025, 21:00 - Wang Li: {2}\n"
        "25/10/2025, 21:00 - Anna: done\n"
    ),
    "dash, 12 hours": (
        "10/3/25, 9:12 am - Wang Li: {0}\n10/3/25, 9:13 a.m. - Anna: {1}\n10/4/25, 9:00 PM - Wang Li: {2}\n"
        "10/25/25, 9:00 PM - Anna: done\n"
    ),
    "dash, German": (
        "03.10.25, 09:12 - Wang Li: {0}\n03.10.25, 09:13 - Anna: {1}\n04.10.25, 21:00 - Wang Li: {2}\n"
        "25.10.25, 21:00 - Anna: done\n"
    ),
    "sender, brackets, text below": (
        "Wang Li, [03.10.2025 09:12]\n{0}\n\nAnna, [03.10.2025 09:13]\n{1}\n\nWang Li, [04.10.2025 21:00]\n{2}\n\n"
        "Anna, [25.10.2025 21:00]\ndone\n"
    ),
}
TEXTS = ["12 bags: black\n3 belts at 20:30\n\nthanks", "ok 10/3", "note: see 2025-10-01 list"]


@pytest.fixture
def write(tmp_path):
    def write(content, name="chat.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def balanced(frame):
    report = intake.report(frame)
    return report.rows_read + report.rows_quarantined + report.rows_set_aside == report.rows_present


@pytest.mark.parametrize("style", CHATS)
def test_each_line_format_is_read_with_messages_whole(write, style):
    frame = intake.read_chat(write(CHATS[style].format(*TEXTS)))
    head = frame.head(3)
    assert head["text"].tolist() == TEXTS
    assert head["sender"].tolist() == ["Wang Li", "Anna", "Wang Li"]
    days = ["2025-10-03 09:12", "2025-10-03 09:13", "2025-10-04 21:00"]
    assert head["sent_at"].dt.floor("min").tolist() == [pd.Timestamp(d) for d in days]
    assert head["kind"].tolist() == ["text"] * 3
    assert frame["message"].tolist() == list(range(1, len(frame) + 1))
    lines = CHATS[style].format(*TEXTS).split("\n")
    assert all("Wang Li" in lines[n - 1] or "Anna" in lines[n - 1] for n in frame["line"])
    assert balanced(frame)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_and_line_ends_are_read(write, encoding):
    text = "2025-10-03 09:12:33 王丽\r\n十二个包,尽快发货\r\n2025-10-03 09:13:00 李明\r\n[图片]\r\n"
    frame = intake.read_chat(write(text.encode(encoding)))
    assert frame["sender"].tolist() == ["王丽", "李明"]
    assert frame["kind"].tolist() == ["text", "image"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<Media omitted>", "image"), ("\u200eimage omitted", "image"), ("[图片]", "image"), ("[Photo]", "image"),
        ("IMG-20251003-WA0001.jpg (file attached)", "image"),
        ("image quality is poor", "text"),
        ("photo please", "text"),
        ("[语音] 12″", "voice"),
        ("\u200eaudio omitted", "voice"),
        ("[Voice message]", "voice"),
        ("voice is better", "text"),
        ("[动画表情]", "sticker"),
        ("sticker omitted", "sticker"),
        ("[文件] 报价.xlsx", "file"),
        ("[File] offer.pdf", "file"),
        ("offer.pdf (file attached)", "file"),
        ("This message was deleted", "recalled"),
        ("You deleted this message.", "recalled"),
        ("李明撤回了一条消息", "recalled"),
        ("\u200eThis message was deleted.", "recalled"),
        ("Wang Li recalled a message", "recalled"),
        ("he recalled a message from the bank yesterday", "text"), ("total 12 pcs", "text"),
    ],
)  # fmt: skip
def test_kinds_are_told_from_the_whole_line_only(write, text, kind):
    frame = intake.read_chat(write(f"03/10/2025, 09:12 - Anna: hello\n03/10/2025, 09:13 - Anna: {text}\n"))
    assert frame["kind"].tolist() == ["text", kind]


def test_system_lines_have_no_sender(write):
    frame = intake.read_chat(
        write(
            "03/10/2025, 09:00 - Messages and calls are end-to-end encrypted. No one else can read them.\n"
            '03/10/2025, 09:01 - Anna created group "Orders"\n03/10/2025, 09:12 - Anna: hello\n'
        )
    )
    assert frame["kind"].tolist() == ["system", "system", "text"]
    assert frame["sender"].isna().tolist() == [True, True, False]


def test_a_chat_cut_in_the_middle_of_a_message_keeps_what_is_there(write):
    whole = CHATS["brackets"].format(*TEXTS).encode()
    for cut in range(60, len(whole), 7):
        frame = intake.read_chat(write(whole[:cut]))
        assert balanced(frame)
        assert len(frame) >= 1
    text = "2025-10-03 09:12:33 Anna\nhello\n2025-10-03 09:13:00 Wang Li\n"
    assert intake.read_chat(write(text))["kind"].tolist() == ["text", "unreadable"]


def test_text_before_the_first_message_is_set_aside(write):
    frame = intake.read_chat(
        write("rest of a cut message\n\n2025-10-03 09:12:33 Anna\nhello\n2025-10-03 09:13:00 Bo\nyes\n")
    )
    assert intake.report(frame).set_aside[["line", "text"]].values.tolist() == [[1, "rest of a cut message"]]
    assert frame["line"].tolist() == [3, 5]
    assert balanced(frame)


def dates_of(write, days, **arguments):
    text = "".join(f"{day}, 09:{i:02d} - Anna: hello {i}\n" for i, day in enumerate(days))
    frame = intake.read_chat(write(text), **arguments)
    why = next(w for what, _, w in intake.report(frame).findings if what == "order of dates")
    return frame["sent_at"].dt.strftime("%m-%d").tolist(), why


def test_a_number_over_twelve_decides_the_order_of_the_whole_file(write):
    assert dates_of(write, ["03/10/2025", "04/10/2025", "14/10/2025"])[0] == ["10-03", "10-04", "10-14"]
    assert dates_of(write, ["10/3/2025", "10/4/2025", "10/14/2025"])[0] == ["10-03", "10-04", "10-14"]


def test_messages_that_go_forward_in_time_decide_an_ambiguous_file(write):
    days, why = dates_of(write, ["01/02/2025", "02/02/2025", "05/02/2025", "01/03/2025"])
    assert days == ["02-01", "02-02", "02-05", "03-01"]
    assert "back in time" in why


def test_an_ambiguous_file_is_read_and_said_to_be_uncertain(write):
    days, why = dates_of(write, ["03/03/2025", "03/03/2025"])
    assert days == ["03-03", "03-03"]
    assert "uncertain" in why
    assert dates_of(write, ["03/04/2025"], day_first=False)[0] == ["03-04"]
    assert dates_of(write, ["03/04/2025"], day_first=True)[0] == ["04-03"]


def test_a_date_that_does_not_exist_is_unreadable_and_kept(write):
    frame = intake.read_chat(
        write("2025-10-03 09:12:33 Anna\nhello\n2025-13-45 09:13:00 Bo\nwhat\n2025-10-03 10:00:00 Anna\nok\n")
    )
    assert frame["kind"].tolist() == ["text", "unreadable", "text"]
    assert frame["text"].tolist() == ["hello", "what", "ok"]


def test_the_json_export_is_read(write):
    chat = {"name": "Orders", "type": "private_group", "messages": [
        {"id": 1, "type": "service", "date": "2025-10-03T09:00:00", "actor": "Anna",
         "action": "create_group", "text": ""},
        {"id": 2, "type": "message", "date": "2025-10-03T09:12:33", "from": "Wang Li",
         "text": ["12 bags ", {"type": "bold", "text": "black"}]},
        {"id": 3, "type": "message", "date": "2025-10-03T09:13:00", "from": "Anna", "photo": "p.jpg", "text": ""},
        {"id": 4, "type": "message", "date": "2025-10-03T09:14:00", "from": None,
         "media_type": "voice_message", "file": "v.ogg", "text": ""},
    ]}  # fmt: skip
    frame = intake.read_chat(write(json.dumps(chat, ensure_ascii=False, indent=1), "result.json"))
    assert frame["kind"].tolist() == ["system", "text", "image", "voice"]
    assert frame["text"][1] == "12 bags black"
    assert frame["line"].is_monotonic_increasing
    assert frame["line"][0] > 1
    assert balanced(frame)


@pytest.mark.parametrize(
    "content", ["no,sku\n1,BG-1\n", "dear all\nplease find attached\n", '{"a": 1}', '{"messages": [{"id": 1', "<html>"]
)
def test_what_is_no_chat_is_refused(write, content):
    with pytest.raises(FileError, match=r"not look like a chat|JSON|not a chat"):
        intake.read_chat(write(content))


def test_day_first_must_be_true_or_false(write):
    with pytest.raises(ArgumentError, match="day_first is 'yes'"):
        intake.read_chat(write("x"), day_first="yes")


def test_a_long_chat_gives_every_message(write):
    start = "[{:02d}/10/2025, 09:12:{:02d}] Anna: message {}\nsecond line\n"
    frame = intake.read_chat(write("".join(start.format(1 + i % 28, i % 60, i) for i in range(10_000))))
    assert frame["text"].tolist() == [f"message {i}\nsecond line" for i in range(10_000)]
