"""What the lessons show: the storekeeper's list, the marks, the books, and the questions."""

import pandas as pd
import pytest

from millrace import intake, lessons
from millrace.errors import ArgumentError


def test_the_storekeepers_list_reads_as_thirteen_deliveries_and_three_sums():
    found = intake.read_table(lessons.storekeepers_list())
    assert len(found) == 13
    assert intake.report(found).rows_set_aside == 4


def test_every_pair_of_suppliers_is_marked_once():
    names = intake.read_table(lessons.storekeepers_list())["Supplier"].drop_duplicates().reset_index(drop=True)
    marks = lessons.storekeepers_marks(pd.DataFrame({"Supplier": names}))
    assert len(marks) == len(names) * (len(names) - 1) / 2
    hard, soft = (names[names.str.contains(word)].index for word in ("Hard", "Soft"))
    apart = marks[marks["left"].isin([*hard, *soft]) & marks["right"].isin([*hard, *soft])]
    assert set(apart.loc[apart["left"].isin(hard) != apart["right"].isin(hard), "same"]) == {"no"}


def test_every_question_has_one_right_answer_and_a_reason_for_each_choice():
    assert len(lessons.QUESTIONS) == 5
    for _, choices in lessons.QUESTIONS.values():
        assert sum(right for _, right, _ in choices) == 1
        assert all(len(why) > 20 for _, _, why in choices)


def test_a_question_that_does_not_exist_is_refused():
    with pytest.raises(ArgumentError, match="Did you mean 'zero'"):
        lessons.quiz("zeros")
