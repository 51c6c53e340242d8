"""Answers are read as people write them, scored without silent zeros, and lead to one next step."""

import random
import re
import tomllib
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from millrace import readiness
from millrace.errors import ArgumentError
from millrace.readiness.questionnaire import AXES, all_questions, module_title
from paths import ROOT

NUMBERS = range(1, 21)


def random_answers(seed, *, unknown=True):
    chance = random.Random(seed)
    kinds = [0, 1, 2, 3, 4, *(["don't know", None] if unknown else [])]
    return {n: chance.choice(kinds) for n in NUMBERS}


def test_the_questionnaire_has_five_axes_of_four_questions_with_five_different_answers():
    table = readiness.questions()
    assert list(table.columns) == ["number", "axis", "question", "0", "1", "2", "3", "4"]
    assert table["number"].tolist() == list(NUMBERS)
    assert table["axis"].value_counts(sort=False).to_dict() == dict.fromkeys(AXES, 4)
    assert table["question"].is_unique
    assert all(table.loc[row, ["0", "1", "2", "3", "4"]].nunique() == 5 for row in table.index)


def test_the_modules_that_help_are_those_of_the_course():
    titles = {
        p.parent.name[:2]: tomllib.loads(p.read_text("utf-8"))["title"] for p in ROOT.glob("course/*/module.toml")
    }
    for one in all_questions():
        if one.module in titles:
            assert titles[one.module] in module_title(one.module)
    assert {one.module for one in all_questions()} - {"00"} <= set(titles)


@pytest.mark.parametrize("seed", range(30))
def test_scores_are_those_of_a_count_by_hand(seed):
    given = random_answers(seed)
    axes = readiness.assess(given).axes.set_index("axis")
    for place, axis in enumerate(AXES):
        held = [given[n] for n in range(4 * place + 1, 4 * place + 5)]
        known = [v for v in held if isinstance(v, int)]
        row = axes.loc[axis]
        assert (row["answered"], row["dont_know"], row["open"]) == (
            len(known),
            held.count("don't know"),
            held.count(None),
        )
        assert row["low"] == sum(known) / 4
        assert row["high"] == (sum(known) + 4 * (4 - len(known))) / 4
        if len(known) >= 3:
            assert row["score"] == pytest.approx(np.mean(known))
            assert row["verdict"] == ""
        else:
            assert np.isnan(row["score"])
            assert row["verdict"] == "too few to say"


@pytest.mark.parametrize("seed", range(30))
def test_a_higher_answer_never_lowers_anything(seed):
    given, number = random_answers(seed), random.Random(seed).choice(NUMBERS)
    if given[number] in (None, "don't know", 4):
        given[number] = 2
    before, after = (readiness.assess(given | {number: given[number] + step}).axes for step in (0, 1))
    for column in ("score", "low", "high"):
        assert (after[column].fillna(-1) >= before[column].fillna(-1)).all()
    assert (after[["low", "high"]].to_numpy().sum()) > before[["low", "high"]].to_numpy().sum()


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_answers_does_not_count_and_nothing_given_is_changed(seed):
    given = random_answers(seed)
    mixed = dict(random.Random(seed + 1).sample(list(given.items()), len(given)))
    copy = dict(mixed)
    assert readiness.assess(mixed) == readiness.assess(given) == readiness.assess(pd.Series(given, dtype=object))
    assert mixed == copy


@pytest.mark.parametrize("seed", range(20))
def test_dont_know_counts_between_a_0_and_a_4(seed):
    given, number = random_answers(seed, unknown=False), 1 + seed % 20
    row = (number - 1) // 4
    unknown, least, most = (readiness.assess(given | {number: v}).axes.loc[row] for v in ("?", 0, 4))
    assert unknown["low"] == least["score"] <= unknown["score"] <= most["score"] == unknown["high"]
    others = [given[n] for n in range(4 * row + 1, 4 * row + 5) if n != number]
    assert unknown["score"] == pytest.approx(np.mean(others))


@pytest.mark.parametrize(
    ("written", "level"),
    [
        (3, 3), ("3", 3), ("4 ", 4), (" 2.0", 2), (np.int64(1), 1), (np.float64(0), 0), (Decimal("2"), 2), ("３", 3),
        ("٤", 4),
        ("IN CHATS,  on paper and in heads.", 0), ("2 – In one shared file, but not every order is in it", 2),
        ("1)", 1),
        *((one, "don't know") for one in (
            "dunno", "I do not know",
            "?", "don't know", "Don’t know.", "DON'T KNOW", "weiß nicht", "Weiss nicht", "keine Ahnung",
            "不知道", "不清楚。",
            "je ne sais pas", "no sé", "لا أعرف", "わからない",
        )),
        *((one, None) for one in (None, "", "  ", float("nan"), pd.NA, pd.NaT)),
    ],
)  # fmt: skip
def test_answers_are_read_as_people_write_them(written, level):
    assert readiness.assess({1: written}).levels[0] == level


@pytest.mark.parametrize(
    "written",
    [5, -1, 2.5, "7", "2.5", "-1", True, "3 apples", "often", "1 – In chats, on paper and in heads", [3], float("inf")],
)
def test_what_is_no_answer_is_refused_with_its_question(written):
    with pytest.raises(ArgumentError, match=r"question 1 \(Where are your orders.*0 to 4"):
        readiness.assess({1: written})


def test_an_error_never_repeats_words_that_may_be_about_a_person():
    with pytest.raises(ArgumentError) as error:
        readiness.assess({1: "ask Li Wei 138 0013 8000"})
    assert not re.search("Li Wei|138", str(error.value))
    with pytest.raises(ArgumentError, match="Did you mean 0, 'In chats, on paper and in heads'"):
        readiness.assess({1: "In chat, on paper and in head"})


@pytest.mark.parametrize("key", [0, 21, "Li Wei", True, 1.5, None])
def test_a_question_that_is_not_there_is_refused(key):
    with pytest.raises(ArgumentError, match="1 to 20"):
        readiness.assess({key: 3})


def test_a_question_answered_twice_is_refused():
    with pytest.raises(ArgumentError, match="Question 1 is answered twice"):
        readiness.assess({1: 3, "1": 2})


def test_two_low_answers_are_no_score_and_the_sentence_does_not_pass_over_them():
    half = {1: 2, 2: 1, 3: "don't know", 4: 2, 5: 1, 6: 0}
    told = "Weakest of the axes with three answers or more is data (1.67 of 4)"
    assert readiness.assess(half).sentence.startswith(told)
    assert not readiness.assess({**half, 5: 4, 6: 4}).sentence.startswith(told)


def test_one_next_step_comes_from_the_lowest_answer_of_the_weakest_axis():
    given = dict.fromkeys(NUMBERS, 3) | {9: 1, 10: 0, 11: 2, 12: 1}
    ours = readiness.assess(given)
    assert ours.weakest == ("process",)
    assert "Question 10: today “No”; aim “We know when it came in and when it went out”" in ours.next_step
    assert ours.next_step.endswith("module 02, Pain points.")
    for number, level in [(9, 1), (10, 0), (11, 2)]:
        alone = readiness.assess(dict.fromkeys(NUMBERS, 4) | {number: level}).next_step
        asked = all_questions()[number - 1]
        assert alone.startswith(asked.begin if level < 2 else asked.go_on)


def test_ties_and_unknowns_are_said_and_not_chosen_in_silence():
    tie = readiness.assess({n: 1 if n <= 8 else 3 for n in NUMBERS})
    assert tie.weakest == ("data", "skills")
    assert tie.sentence == "Weakest are data and skills, alike (1 of 4)."
    unsure = readiness.assess({n: 1 if n <= 4 else "?" if n <= 8 else 3 for n in NUMBERS})
    assert unsure.weakest == ("data", "skills")
    assert "is data (1 of 4); what is unknown may make it skills" in unsure.sentence
    assert "16 with a level and 4 don't know" in unsure.sentence
    assert "Question 1:" in unsure.next_step


def test_where_nothing_is_known_the_next_step_is_to_find_out():
    for value, start in ((None, "Answer first"), ("?", "Ask whoever knows first")):
        ours = readiness.assess(dict.fromkeys(NUMBERS, value))
        assert ours.sentence.startswith("No question has an answer")
        assert ours.next_step.startswith(start)
        assert ours.axes["score"].isna().all()
    assert readiness.assess(dict.fromkeys(NUMBERS, 4)).next_step.startswith("Keep what you have")


def test_the_frameworks_are_four_and_name_questions_that_exist():
    table = readiness.frameworks()
    assert table.groupby("framework", sort=False).size().to_dict() == {
        "OECD profiles": 7, "UK AI Management Essentials": 10, "EU Digital Maturity Assessment": 6,
        "China SME digital level index": 4,
    }  # fmt: skip
    numbers = {int(n) for cell in table["our_questions"] if cell != "none" for n in cell.split(", ")}
    assert numbers <= set(NUMBERS)
    assert (table["counts_beyond_ours"].str.len() > 0).groupby(table["framework"]).any().all()
