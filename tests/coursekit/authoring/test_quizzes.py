"""Questions are text: a slip is named with its line, and a right one becomes text that opens without a kernel."""

import pytest

from coursekit.authoring.quizzes import Choice, Question, questions, quiz_text, shuffled
from coursekit.faults import AuthorError

GOOD = """What is 2 + 2?
+ 4 :: Two and two
  make four.
- 5 :: One too many.

And a question
that goes on?
- no :: It does.
+ yes :: Right. It does: to the end of the line.
- perhaps :: It does.
"""


def read(text, line=1):
    return questions(text, file="lesson.md", line=line)


def test_questions_come_out_as_written():
    first, second = read(GOOD)
    assert first.words == "What is 2 + 2?"
    assert first.choices == [Choice("4", "Two and two make four.", True), Choice("5", "One too many.", False)]
    assert second.words == "And a question that goes on?"
    assert [choice.words for choice in second.choices] == ["no", "yes", "perhaps"]
    assert [choice.is_right for choice in second.choices] == [False, True, False]


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
    with pytest.raises(AuthorError, match=says) as stopped:
        read(text, line=40)
    assert [fault.line for fault in stopped.value.faults] == [39 + line]


def test_nothing_asked_is_no_question():
    assert read("\n  \n") == []
    assert shuffled([]) == []


def test_every_choice_opens_and_says_first_whether_it_is_right():
    shown = quiz_text(read(GOOD))
    assert "**What is 2 + 2?**\n\n<div" in shown
    assert "<details><summary>4</summary><b>Right.</b> Two and two make four.</details>" in shown
    assert "<details><summary>5</summary><b>No.</b> One too many.</details>" in shown
    assert "<b>Right.</b> It does: to the end of the line." in shown
    assert shown.count("<details>") == shown.count("</details>") == 5


def test_marks_inside_a_choice_are_rendered_and_nothing_in_it_is_taken_for_html():
    asked = Question("Which?", 1, [Choice("`a < b` & *more*", "<b>No</b> matter.", False)])
    shown = quiz_text([asked])
    assert "<summary><code>a &lt; b</code> &amp; <em>more</em></summary>" in shown
    assert "&lt;b&gt;No&lt;/b&gt; matter." in shown


def many(*, right_at):
    choices = [Choice(f"choice {place}", "why", place == right_at) for place in range(3)]
    return [Question(f"question {number}?", number, list(choices)) for number in range(12)]


def test_the_right_choice_does_not_come_first_in_every_question():
    written = many(right_at=0)
    places = {[choice.is_right for choice in question.choices].index(True) for question in shuffled(written)}
    assert places == {0, 1, 2}
    assert shuffled(written) == shuffled(written)
    assert [sorted(c.words for c in q.choices) for q in shuffled(written)] == [
        ["choice 0", "choice 1", "choice 2"]
    ] * 12


def test_not_even_in_a_lesson_with_one_question():
    for question in many(right_at=0):
        assert not shuffled([question])[0].choices[0].is_right


def test_an_author_who_varies_the_place_is_left_alone():
    written = [*many(right_at=0), many(right_at=1)[0]]
    assert shuffled(written) == written
