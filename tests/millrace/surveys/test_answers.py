"""What a survey takes in, what it sets aside with a reason, and what it refuses."""

import pandas as pd
import pytest

from millrace import surveys
from millrace.errors import ArgumentError, ColumnError

NAMED = {"respondent": "who", "question": "item", "answer": "points"}


def table(*rows):
    return pd.DataFrame(rows, columns=["who", "item", "points"])


def test_rows_in_are_rows_used_and_rows_set_aside_with_a_reason():
    frame = table(
        ("A", "load", 4), ("A", "load", 4), (None, "load", 3), ("B", None, 3), ("B", "load", None), (" ", "load", 1)
    )
    before = frame.copy()
    made = surveys.survey(frame, **NAMED)
    assert len(made.answers) + len(made.set_aside) == len(frame)
    assert made.set_aside["reason"].tolist() == [
        "the same answer again", "no respondent", "no question", "no answer in points", "no respondent",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(frame, before)


def test_a_word_for_an_answer_needs_its_points():
    frame = table(("A", "load", "agree"), ("B", "load", "2"))
    with pytest.raises(ColumnError, match=r"answers in words: \['agree'\].*words=\{'agree': 4\}"):
        surveys.survey(frame, **NAMED)
    made = surveys.survey(frame, words={"Agree": 4}, **NAMED)
    assert made.answers["points"].tolist() == [4, 2]


def test_an_answer_outside_its_scale_is_refused_and_a_question_may_have_its_own():
    frame = table(("A", "days", 0), ("A", "load", 5))
    with pytest.raises(ColumnError, match=r"'days' lie outside its scale: \[0.0\].*from 1 to 5"):
        surveys.survey(frame, **NAMED)
    assert surveys.survey(frame, scales={"days": (0, 5)}, **NAMED).scales["days"] == (0, 5)
    with pytest.raises(ArgumentError, match="Did you mean 'days'"):
        surveys.survey(frame, scales={"day": (0, 5)}, **NAMED)
    with pytest.raises(ArgumentError, match="lowest answer was expected first"):
        surveys.survey(frame, lowest=5, highest=1, **NAMED)


def test_two_different_answers_of_one_person_are_refused():
    with pytest.raises(ArgumentError, match=r"Person A has 2 answers to 'load'.*\[4.0, 2.0\].*Decide"):
        surveys.survey(table(("A", "load", 4), ("A", "load", 2)), **NAMED)


def test_no_usable_answer_is_refused():
    with pytest.raises(ArgumentError, match="No answer in points is left of 1 row"):
        surveys.survey(table(("A", "load", None)), **NAMED)
    with pytest.raises(ArgumentError, match="left of 0 rows"):
        surveys.survey(table(), **NAMED)
    with pytest.raises(ColumnError, match="Did you mean 'item'"):
        surveys.survey(table(("A", "load", 1)), respondent="who", question="items", answer="points")


def test_a_person_with_two_kinds_of_work_is_told_and_the_first_counts():
    frame = table(("A", "load", 4), ("A", "load", 3)).assign(when=["2", "1"], role=["office", "sales"])
    made = surveys.survey(frame, wave="when", groups=["role"], **NAMED)
    assert made.people["role"].tolist() == ["sales"]
    assert made.remarks == ["1 code with two values of role: the first wave's counts."]


def test_codes_in_numbers_are_the_same_person_with_and_without_a_decimal():
    frame = pd.DataFrame({"who": [1.0, 2.0, None], "item": "load", "points": [1, 2, 3]})
    assert surveys.survey(frame, **NAMED).people.index.tolist() == ["1", "2"]


def test_a_form_with_a_column_per_question_is_turned():
    form = pd.DataFrame({"who": ["A", "B"], "when": ["1", "1"], "load": [4, 2], "trust": [3, None]})
    long = surveys.long_answers(form, respondent="who", questions=["load", "trust"], keep=["when"])
    made = surveys.survey(long, respondent="who", question="question", answer="answer", wave="when")
    assert len(made.answers) == 3


def test_one_answer_gives_weak_verdicts_and_no_number_of_a_person():
    made = surveys.survey(table(("A", "load", 4)).assign(when="1", role="x"), wave="when", groups=["role"], **NAMED)
    assert surveys.answer_shares(made, questions=["load"])["above"].isna().all()
    with pytest.raises(ArgumentError, match="The wave '2' was asked for"):
        surveys.change(made, question="load", first="1", last="2", better="lower")
    with pytest.raises(ArgumentError, match="No group in the shares can be shown"):
        surveys.draw_answers(surveys.answer_shares(made, questions=["load"]))


def test_what_is_no_survey_is_refused():
    with pytest.raises(ArgumentError, match="A survey was expected"):
        surveys.belong_together(pd.DataFrame(), items=["a", "b"])
