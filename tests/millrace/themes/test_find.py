import numpy as np
import pandas as pd
import pytest
from bench_themes import invented_texts
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from lantern.company import generate
from lantern.complaints.file import complaints
from millrace import themes
from millrace.errors import ArgumentError
from millrace.themes.counting import count_words
from millrace.themes.mixing import evidence, text_vectors
from millrace.themes.result import telling_words
from short_texts import IT, labelled

APART = [
    "zip broke today",
    "zip slider broke",
    "slider zip stuck",
    "parcel late depot",
    "late parcel",
    "depot has parcel",
]


def test_themes_of_the_company_are_found_without_a_word():
    company = complaints(generate(variant=4))
    truth = company["true_theme"].where(~company["true_vague"], "off topic")
    found = themes.find(company["text"], n=truth.nunique())
    assert normalized_mutual_info_score(truth, found.labels["strongest"]) > 0.55


def test_the_number_of_themes_is_chosen_near_the_true_one_and_every_number_tried_is_shown():
    found = themes.find(invented_texts(1_500))
    assert 5 <= len(found.names) <= 8
    assert found.choice.columns.tolist() == ["n", "agreement", "worth", "chosen"]
    assert found.choice.loc[found.choice["chosen"], "n"].tolist() == [len(found.names)]
    assert themes.find(invented_texts(200), n=3).choice.empty


def test_six_separate_themes_are_found_almost_without_fault():
    truth = np.random.default_rng(0).integers(0, 6, 1_500)
    found = themes.find(invented_texts(1_500), n=6)
    agreement = [row.set_index("seed")["agreement"].min() for row in [themes.stability(found, seeds=3)]]
    assert len(truth) == len(found.labels)
    assert min(agreement) > 0.9


def test_the_order_of_the_rows_changes_neither_themes_nor_names():
    texts = pd.Series(invented_texts(300) + labelled(IT)["text"].tolist())
    one, two = themes.find(texts), themes.find(texts.sample(frac=1, random_state=3))
    assert one.names == two.names
    pd.testing.assert_frame_equal(one.labels, two.labels.loc[one.labels.index])
    pd.testing.assert_frame_equal(one.table(), two.table())


def test_rows_in_are_rows_out_and_each_without_a_theme_has_a_reason():
    found = themes.find([*APART, None, "777", "unheard-of matter", "🙂"], n=2)
    assert len(found.labels) == 10
    assert found.labels["strongest"][:6].ne("no theme").all()
    assert found.labels["reason"].tolist()[6:] == [
        "empty text", "no words in it", "no word that another text holds too", "no words in it",
    ]  # fmt: skip
    assert adjusted_rand_score([0, 0, 0, 1, 1, 1], found.labels["strongest"][:6]) == 1


def test_names_are_words_of_the_texts_and_different():
    found = themes.find(APART, n=2)
    assert len(set(found.names)) == 2
    assert {word for name in found.names for word in name.split(" / ")} <= {
        "zip",
        "slider",
        "broke",
        "parcel",
        "late",
        "depot",
    }


@pytest.mark.parametrize(
    "texts",
    [["late"], ["late"] * 30, ["🙂", "🙂"], [None, np.nan], ["1", "2"], ["a b"] * 3, ["สวัสดี"] * 5, list("abcdef")],
    ids=["one", "all the same", "signs", "missing", "numbers", "letters", "thai", "one letter each"],
)
def test_texts_in_which_there_are_no_themes_to_find_still_come_back_whole(texts):
    found = themes.find(texts)
    assert len(found.labels) == len(texts)
    assert len(found.names) <= 1
    assert found.table()["texts"].sum() == len(texts)


@pytest.mark.parametrize(
    ("texts", "n", "match"),
    [
        ([], None, "No text was given"),
        (APART, 0, r"n=0 was given\. A whole number of 1 or more"),
        (APART, 2.5, r"n=2\.5 was given"),
        (APART, True, "n=True was given"),
        (APART, 7, "n=7 themes were asked for, and 6 different texts"),
        (["late"] * 9, 2, "n=2 themes were asked for, and 0 different texts"),
    ],
)
def test_what_cannot_be_found_is_refused(texts, n, match):
    with pytest.raises(ArgumentError, match=match):
        themes.find(texts, n=n)


def test_stability_asks_for_themes_and_at_least_one_other_start():
    with pytest.raises(ArgumentError, match="Themes were expected"):
        themes.stability(APART)
    with pytest.raises(ArgumentError, match="seeds=0 was given"):
        themes.stability(themes.find(APART, n=2), seeds=0)


def test_evidence_is_the_logarithm_of_how_much_likelier_the_wording_is():
    rng = np.random.default_rng(1)
    counts = rng.poisson(1.0, (30, 8)).astype(float)
    holds = np.eye(3)[rng.integers(0, 3, 30)]
    from scipy.sparse import csr_matrix

    common = counts.sum(axis=0) / counts.sum()
    slow = np.zeros((30, 3))
    for theme in range(3):
        wording = counts[holds[:, theme] == 1].sum(axis=0) + 0.05 * 8 * common
        mixed = 0.7 * wording / wording.sum() + 0.3 * common
        slow[:, theme] = [(row * np.log(mixed / common)).sum() for row in counts]
    np.testing.assert_allclose(evidence(csr_matrix(counts), holds), slow, atol=1e-4)


def test_words_that_keep_the_same_company_place_their_texts_together():
    texts = [
        f"{name} {word} filler{i % 7}" for i in range(60) for name, word in [("zip", "metal"), ("slider", "metal")]
    ]
    texts += [
        f"{name} {word} filler{i % 7}" for i in range(60) for name, word in [("parcel", "depot"), ("courier", "depot")]
    ]
    texts += [f"filler{i} filler{j}" for i in range(7) for j in range(7)] + [
        f"more{i} of{i} these{i}" * 2 for i in range(40)
    ] * 2
    places = text_vectors(count_words(texts).words)
    near = places[0] @ places[1]
    far = places[0] @ places[121]
    assert near > far + 0.3


def test_telling_words_are_those_of_the_theme_and_not_the_frequent_ones():
    plain = ["bag zip"] * 20 + ["bag late"] * 20 + ["bag"] * 5
    holds = np.repeat([[1, 0], [0, 1], [0, 0]], [20, 20, 5], axis=0)
    assert [words[0] for words in telling_words(plain, holds)] == ["zip", "late"]
    assert not any("bag" in words for words in telling_words(plain, holds))
