"""Questions are text: what is wrong in one is named with its line, and a right one comes out as written."""

import pytest

from millrace.quiz import QuizError, questions

GOOD = """What is 2 + 2?
+ 4 :: Two and two
  make four.
- 5 :: One too many.

And a question
that goes on?
- no :: It does.
+ yes :: It does: to the end of the line.
- perhaps :: It does.
"""


def test_questions_come_out_as_written():
    first, second = questions(GOOD)
    assert first == {
        "question": "What is 2 + 2?",
        "type": "multiple_choice",
        "answers": [
            {"answer": "4", "correct": True, "feedback": "Two and two make four."},
            {"answer": "5", "correct": False, "feedback": "One too many."},
        ],
    }
    assert second["question"] == "And a question that goes on?"
    assert [choice["answer"] for choice in second["answers"]] == ["no", "yes", "perhaps"]
    assert [choice["correct"] for choice in second["answers"]] == [False, True, False]
    assert second["answers"][1]["feedback"] == "It does: to the end of the line."


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("+ 4 :: why", 1, "is a choice before any question"),
        ("What?\n+ 4 :: why\n- 5", 3, "The choice '- 5' has no reason"),
        ("What?\n+ 4 :: why\n- :: why not", 3, "has no reason"),
        ("What?\n- 4 :: why\n- 5 :: why", 1, "has 0 right choices of 2"),
        ("What?\n+ 4 :: why\n+ 5 :: why", 1, "has 2 right choices of 2"),
        ("What?\n+ 4 :: why", 1, "has 1 right choices of 1"),
        ("One?\n+ 4 :: why\n- 5 :: why\n\nTwo?\n", 5, "has 0 right choices of 0"),
    ],
)
def test_what_cannot_be_asked_is_named_with_its_line(text, line, says):
    with pytest.raises(QuizError, match=says) as stopped:
        questions(text)
    assert stopped.value.line == line


def test_nothing_asked_is_no_question():
    assert questions("\n  \n") == []


def test_a_quiz_is_shown_by_jupyterquiz_as_it_was_read(monkeypatch):
    import jupyterquiz

    from millrace import quiz

    shown = []
    monkeypatch.setattr(jupyterquiz, "display_quiz", shown.append)
    quiz.ask(GOOD)
    assert shown == [questions(GOOD)]
