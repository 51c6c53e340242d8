"""Log lines that are pasted into a message are no heads of messages."""

import pytest

from millrace import intake

PASTED = ["2025/3/4 09:12 ERROR printer", "04.03.2025 09:13 WARN paper", "2025-03-04 09:14 ERROR without seconds"]


@pytest.mark.parametrize("line", PASTED)
def test_a_pasted_log_line_stays_in_its_message(tmp_path, line):
    heads = [f"2025-03-04 10:{i:02d}:07 {name}" for i, name in enumerate(["Anna", "Wang Li", "Omar"] * 4)]
    lines = [part for i, head in enumerate(heads) for part in (head, f"message {i}")]
    lines.insert(6, line)
    path = tmp_path / "chat.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    frame = intake.read_chat(path)
    assert len(frame) == 12
    assert frame["text"][2] == f"message 2\n{line}"
    assert set(frame["sender"]) == {"Anna", "Wang Li", "Omar"}
    assert "dates of another form: 1 line, first line 7" in repr(intake.report(frame))
