"""Several people beside each other: nobody named, no claim from two, the far apart found, the radar drawn."""

import itertools
import random

import numpy as np
import pytest
from matplotlib import pyplot as plt

from millrace import readiness
from millrace.errors import ArgumentError

NUMBERS = range(1, 21)


def people(*special, level=2):
    return [readiness.assess(dict.fromkeys(NUMBERS, level) | one, name="Li Wei") for one in special]


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def test_the_furthest_apart_is_talked_about_first_without_names():
    both = readiness.compare(people({9: 0}, {9: 0}, {9: 4}, {9: 4}, {9: "?"}))
    assert both.talk_first == (9,)
    assert "2 of 5 say 0, “It is in one person's head”; 2 of 5 say 4" in both.sentence
    assert "1 of 5 does not know" in both.sentence
    assert "Li Wei" not in both.sentence + str(both.axes) + str(both.questions) + str(both) + both.next_step


@pytest.mark.parametrize("seed", range(10))
def test_apart_is_the_mean_difference_of_all_pairs_and_the_order_of_people_does_not_count(seed):
    chance = random.Random(seed)
    given = [{n: chance.choice([0, 1, 2, 3, 4, "?", None]) for n in NUMBERS} for _ in range(5)]
    both = readiness.compare([readiness.assess(one) for one in given])
    for row in both.questions.itertuples():
        known = [one[row.number] for one in given if isinstance(one[row.number], int)]
        pairs = [abs(a - b) for a, b in itertools.combinations(known, 2)]
        assert row.apart == pytest.approx(np.mean(pairs) if pairs else np.nan, nan_ok=True)
    turned = readiness.compare([readiness.assess(one) for one in reversed(given)])
    assert turned.axes.equals(both.axes)
    assert turned.sentences == both.sentences
    assert turned.next_step == both.next_step


def test_fewer_than_three_people_agree_on_nothing():
    both = readiness.compare(people({}, {}))
    assert "cannot be said" in both.sentence
    assert set(both.axes["verdict"]) == {"too few to say"}
    assert set(readiness.compare(people({}, {}, {})).axes["verdict"]) == {"within one level"}


def test_what_most_do_not_know_is_named():
    both = readiness.compare(people({13: "?"}, {13: "?"}, {13: 1}))
    assert both.unknown_most == (13,)
    assert readiness.compare(people({13: "?"}, {13: 1})).unknown_most == ()


def test_a_question_that_few_can_answer_is_not_the_one_to_talk_about_first():
    both = readiness.compare(people({9: 0, 13: "?"}, {9: 3, 13: "?"}, {13: "?"}, {13: 0}, {13: 4}))
    assert both.talk_first == (9,)


@pytest.mark.parametrize("wrong", [[], None, [3], "owner"])
def test_what_is_no_list_of_assessments_is_refused(wrong):
    with pytest.raises(ArgumentError, match=r"readiness\.compare"):
        readiness.compare(wrong)


def test_the_radar_says_its_finding_and_everything_in_words():
    ax = readiness.draw_radar(
        readiness.assess({n: 1 if n <= 4 else 3 for n in NUMBERS} | {5: "?", 13: "?", 14: "?", 15: "?"})
    )
    assert ax.get_title(loc="left") == "Weakest so far: data (1 of 4)"
    said = ax.figure.get_label()
    for words in (
        "data 1",
        "skills 3 (2.25 to 3.25)",
        "governance too few to say",
        "if all that is unknown were 0, or 4",
    ):
        assert words in said
    five = readiness.draw_radar(people({1: 0}, {}, {}))
    assert "3 people" in five.figure.get_label()
    assert "Li Wei" not in five.figure.get_label()
    assert readiness.draw_radar(people({})) is not None
    with pytest.raises(ArgumentError, match="Round ones"):
        readiness.draw_radar(people({}), ax=plt.subplots()[1])


def test_the_band_reaches_from_low_to_high():
    ours = readiness.assess(dict.fromkeys(NUMBERS, 2) | {1: "?"})
    [band] = readiness.draw_radar(ours).collections
    radii = band.get_paths()[0].vertices[:, 1]
    assert {round(radius, 2) for radius in radii} >= {1.5, 2.5, 2.0}


def test_nothing_answered_is_drawn_as_nothing_known():
    assert readiness.draw_radar(readiness.assess({})).get_title(loc="left") == "Nothing was answered yet"
