"""How far validity without rules can be trusted: right tables keep it, more errors never raise it, and it says so."""

import re

import numpy as np
import pandas as pd
import pytest

from cells_with_errors import MAKES, plant
from millrace.cleaning import quality_cells, quality_scorecard
from millrace.cleaning.distinct import distinct_texts
from millrace.cleaning.quality.dimensions import validity
from millrace.cleaning.quality.listed import misspelt

COLUMNS = [(make, column) for make, (_, kinds) in MAKES.items() for column in kinds]
SHARES = (0, 0.02, 0.04, 0.06, 0.08)


def made(make, seed):
    return MAKES[make][0](np.random.default_rng(seed))


def score(frame):
    _, judged, failed, _ = validity(frame, None)
    return 1 - failed / judged


def lowest(frame):
    _, judged, failed, found = validity(frame, None)
    doubtful = re.search(r"([\d,]+) more cells? may be wrong", found)
    return 1 - (failed + (int(doubtful[1].replace(",", "")) if doubtful else 0)) / judged


def blamed(frame):
    found = quality_cells(frame).query("dimension == 'validity'").drop_duplicates(["row", "column"])
    marks = np.zeros(frame.shape, dtype=bool)
    marks[found["row"].astype(int), frame.columns.get_indexer(found["column"])] = True
    return marks


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("seed", range(8))
def test_right_tables_lose_next_to_nothing(make, seed):
    assert score(made(make, seed)) >= 0.9995


@pytest.mark.parametrize(("make", "column"), COLUMNS)
def test_more_errors_never_raise_the_score(make, column):
    kind = MAKES[make][1][column]
    frame = made(make, 11)
    tables = [plant(frame, {column: kind}, share, np.random.default_rng(1))[0] for share in SHARES]
    # a right value in the wrong row may be a habit: from some share on such cells only count as what may be wrong
    scores = list(map(lowest if kind == "other" else score, tables))
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] < scores[0] or column == "source"  # "web" is too short to be misspelt: not judged


@pytest.mark.parametrize(("make", "recall"), [("staff", 0.9), ("stock", 0.9), ("stays", 0.7)])
def test_most_of_what_is_planted_is_seen_and_little_else(make, recall):
    frame = made(make, 12)
    dirty, wrong = plant(frame, MAKES[make][1], 0.03, np.random.default_rng(2))
    found = blamed(dirty)
    assert (found & wrong).sum() >= recall * wrong.sum()
    assert (found & ~wrong).sum() <= 0.02 * found.sum()


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows_change_nothing(make, seed):
    dirty, _ = plant(made(make, seed), MAKES[make][1], 0.04, np.random.default_rng(seed))
    shuffled = dirty.sample(frac=1, random_state=seed)
    names = ["dimension", "score", "judged", "failed", "found"]
    pd.testing.assert_frame_equal(quality_scorecard(shuffled)[names], quality_scorecard(dirty)[names])
    here, there = (set(map(tuple, quality_cells(f)[["row", "column", "dimension"]].values)) for f in (dirty, shuffled))
    assert here == there


def test_it_says_that_it_sees_no_wrong_value_that_looks_right():
    frame = pd.DataFrame({"pieces": ["1", "2", "3", "4", "six"], "note": ["a b", "c", "d e", "f", "g h"]})
    assert validity(frame, None)[3] == (
        "1 of 5 cells unlike the rest, most in pieces (1); wrong values that look right are not seen; not judged: note"
    )


def test_a_habit_that_most_keep_to_is_told_as_what_may_be_wrong():
    chance = np.random.default_rng(3)
    buyer = chance.integers(0, 30, 900)
    usual = chance.choice(["web", "shop", "agent"], 30)
    frame = pd.DataFrame({"buyer": buyer.astype(str), "way": usual[buyer]})
    frame.loc[chance.permutation(900)[:70], "way"] = "phone"
    _, judged, failed, found = validity(frame, None)
    assert failed == 0
    more = int(re.search(r"(\d+) more cells may be wrong", found)[1])
    assert more > 10
    assert f"most in way ({more}): the score is then {1 - more / judged:.3f}" in found


def entities(rows=600):
    chance = np.random.default_rng(8)
    firm = chance.integers(0, 60, rows)
    return pd.DataFrame(
        {
            "number": (1000 + firm).astype(str),
            "firm": [f"Firm {chr(65 + f % 26)}{chr(65 + f // 26)}" for f in firm],
            "town": [f"Town {chr(65 + f % 15)}" for f in firm],
            "phone": [f"0571 {80_000 + 7 * f}" for f in firm],
        }
    ), firm


def test_two_firms_of_one_name_are_no_error():
    frame, firm = entities()
    frame.loc[firm == 1, "firm"] = frame.loc[firm == 2, "firm"].iloc[0]
    rare = frame.index[firm == 1][1:]
    assert not blamed(frame.drop(rare).reset_index(drop=True)).any()
    assert not blamed(frame).any()


def test_of_two_cells_at_odds_the_one_that_others_support_is_right():
    frame, firm = entities()
    row = int(np.flatnonzero(firm == 5)[0])
    frame.loc[row, "number"] = "1009"
    assert np.argwhere(blamed(frame)).tolist() == [[row, 0]]


def test_an_exception_that_a_whole_group_shares_is_none():
    frame, firm = entities()
    frame["kind"] = np.array(["wholesale", "retail", "import", "export"], dtype=object)[firm % 4]
    frame["code"] = frame["kind"].str[:3] + "-in"
    frame.loc[firm == 7, "code"] = [f"ex-{n}" for n in range((firm == 7).sum())]
    assert not blamed(frame)[:, frame.columns.get_loc("code")].any()


def test_a_value_that_another_column_supports_is_no_error():
    frame, firm = entities()
    frame["district"] = [f"D{f % 15}" for f in firm]
    own_town = np.flatnonzero(firm == 20)[:2]
    frame.loc[own_town, ["number", "firm", "town", "phone"]] = ["1099", "Firm Own", "Town Own", "0571 99999"]
    assert not blamed(frame).any()


def test_an_exception_that_comes_again_and_again_is_a_fact():
    district = np.repeat(np.arange(10), 30)
    frame = pd.DataFrame({"district": [f"D{d}" for d in district], "town": [f"Town {chr(65 + d)}" for d in district]})
    frame.loc[[0, 1, 2, 3], "town"] = "Town B"
    assert not blamed(frame).any()
    frame.loc[[1, 2, 3], "town"] = "Town A"
    assert np.flatnonzero(blamed(frame).any(axis=1)).tolist() == [0]


def test_where_two_columns_name_each_other_a_right_value_in_the_wrong_row_is_an_error():
    chance = np.random.default_rng(5)
    ward = chance.integers(0, 5, 500)
    frame = pd.DataFrame({"ward": [f"W{w}" for w in ward], "extension": (400 + 10 * ward).astype(str)})
    rows = chance.permutation(500)[:35]
    frame.loc[rows, "extension"] = (400 + 10 * ((ward[rows] + chance.integers(1, 5, 35)) % 5)).astype(str)
    found = blamed(frame)
    assert set(np.flatnonzero(found.any(axis=1))) == set(rows)
    assert found.sum() == 35, "one of the two is wrong, not both"


def test_a_letter_among_the_digits_of_a_code_is_seen_even_where_several_have_one():
    codes = pd.Series([f"{100 + n % 900}-{n % 7}" for n in range(1000)])
    codes[::25] = codes[::25].str[0] + "O" + codes[::25].str[2:]
    assert quality_cells(pd.DataFrame({"bin": codes})).query("dimension == 'validity'")["row"].tolist() == [
        *range(0, 1000, 25)
    ]


@pytest.mark.parametrize(
    ("right", "other", "slip"),
    [
        (["retail", "online"], "retial", True),
        (["retail", "online"], "Retail", False),
        (["retail", "online"], "agent", False),
        (["line one", "line two"], "linr two", True),
        (["line one", "line two"], "line six", False),
        (["ward 1 north", "ward 2 south"], "ward 3 north", False),
        (["ward 1 north", "ward 2 south"], "ward 3 nprth", True),
        (["no_suite", "no_single"], "so_suite", False),
        (["grade a", "grade b"], "grade c", False),
        (["12 days", "7 days"], "9 dahs", True),
        (["Li", "Wu"], "Lu", None),
        (["four", "five"], "fout", True),
        (["surgery", "medicine"], "surgeru", True),
        (["surgery", "medicine"], "surgwru", False),
        (["intensive care", "medicine ward"], "intwnsivf care", False),
        (["administration", "medicine"], "adminstratin", True),
    ],
)
def test_a_rare_word_is_misspelt_when_a_slip_makes_it_a_frequent_one(right, other, slip):
    found = distinct_texts(pd.Series([*right * 30, other]))
    marks = misspelt(found)
    assert marks is None if slip is None else marks.tolist()[-1] == slip
    assert marks is None or not marks[: len(right)].any()


@pytest.mark.parametrize(
    ("times", "judged"), [([60, 40, 1], True), ([60, 6, 1], True), ([60, 60, 9], True), ([10, 1, 1], False)]
)
def test_a_word_must_be_ten_times_as_rare_and_most_cells_on_the_list(times, judged):
    words = np.repeat(["retail", "retial", "online"], times)
    marks = misspelt(distinct_texts(pd.Series(words)))
    assert (marks is not None) == judged
    assert marks is None or marks.tolist() == [False, times[0] >= 10 * times[1], False]


def test_names_and_notes_are_no_lists():
    chance = np.random.default_rng(1)
    names = [a + b for a, b in chance.choice(["anna", "rosi", "bern", "marl"], (60, 2))]
    signed = [f"{name}{chr(97 + place % 26)}" for place, name in enumerate(names)]
    assert misspelt(distinct_texts(pd.Series([*names, *signed]))) is None
