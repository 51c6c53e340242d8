import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from lantern.company import generate
from lantern.complaints.file import complaints
from millrace import themes
from millrace.errors import ArgumentError
from short_texts import COMPANY_WORDS, HOTEL, IT, labelled

HOTEL_WORDS = {
    "cleanliness": ["dirty", "clean", "脏"],
    "noise": ["noise", "loud", "吵"],
    "staff": ["staff", "reception", "服务员"],
    "breakfast": ["breakfast", "coffee", "早餐"],
    "price": ["price", "expensive", "charged", "贵"],
}
IT_WORDS = {
    "password": ["password", "login", "密码"],
    "printer": ["printer", "toner", "打印机"],
    "network": ["wifi", "network", "vpn", "网"],
    "email": ["mail", "outlook", "邮件"],
    "hardware": ["screen", "keyboard", "laptop", "电脑"],
}
TWO = {"late": ["late", "waiting", "迟"], "zip": ["zip", "拉链"]}


def strongest(texts, words=TWO):
    return themes.by_words(texts, words).labels["strongest"].tolist()


@pytest.mark.parametrize(("texts", "words"), [(HOTEL, HOTEL_WORDS), (IT, IT_WORDS)], ids=["hotel", "computers"])
def test_sixty_texts_of_another_trade_go_mostly_where_a_reader_puts_them(texts, words):
    table = labelled(texts)
    found = themes.by_words(table["text"], words).labels["strongest"]
    holds_a_word = table["text"].str.lower().str.contains("|".join(word for of in words.values() for word in of))
    assert (found == table["theme"]).mean() > 0.65
    assert (found == table["theme"])[holds_a_word].mean() > 0.9
    assert (found == table["theme"])[~holds_a_word].mean() > 1.5 / len(words)


def test_the_complaints_of_the_company_agree_with_the_truth_far_better_than_the_words_alone():
    company = complaints(generate(variant=3))
    truth = company["true_theme"].where(~company["true_vague"], "off topic")
    found = themes.by_words(company["text"], COMPANY_WORDS)
    alone = company["text"].str.lower()
    first_word = pd.Series("", index=alone.index)
    for name, words in COMPANY_WORDS.items():
        first_word = first_word.where(~(alone.str.contains("|".join(words)) & first_word.eq("")), name)
    agreement = adjusted_rand_score(truth, found.labels["strongest"])
    assert agreement > 0.5
    assert agreement > adjusted_rand_score(truth, first_word) + 0.2


@pytest.mark.slow
def test_over_twenty_variants_the_agreement_is_six_tenths_on_average():
    agreement = []
    for variant in range(20):
        company = complaints(generate(variant=variant))
        truth = company["true_theme"].where(~company["true_vague"], "off topic")
        agreement.append(
            adjusted_rand_score(truth, themes.by_words(company["text"], COMPANY_WORDS).labels["strongest"])
        )
    assert np.mean(agreement) > 0.58
    assert min(agreement) > 0.48


def test_a_text_without_the_words_is_known_by_its_company_and_despite_a_slip_of_the_keyboard():
    texts = [
        "late parcel from the depot",
        "parcel late, depot closed",
        "zip stuck, slider gone",
        "slider of the zip off",
    ]
    texts = texts * 3 + ["the parcell is still at the depott", "slider came off"]
    assert strongest(texts)[-2:] == ["late", "zip"]


def test_a_text_may_hold_two_themes():
    texts = ["parcel late"] * 5 + ["zip broke"] * 5 + ["parcel late and zip broke"]
    last = themes.by_words(texts, TWO).labels.iloc[-1]
    assert last["late"]
    assert last["zip"]


def test_a_text_that_resembles_none_has_no_theme_and_says_why():
    found = themes.by_words(["late", "late again", "zip", "where do you park", None, "", "n/a", "12 345", "🙂🙂"], TWO)
    assert found.labels["strongest"].tolist() == ["late", "late", "zip", *["no theme"] * 6]
    assert found.labels["reason"].tolist()[3:] == [
        "none of the words, and unlike the texts that hold them",
        *["empty text"] * 3,
        "no words in it",
        "no words in it",
    ]
    assert found.no_theme == 6
    assert (found.labels["score"][3:] == 0).all()


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("LATE!!!", "late"),
        ("<p>so&nbsp;late</p>", "late"),
        ("ｌａｔｅ", "late"),
        ("来得太迟了", "late"),
        ("chocolate template", "no theme"),
        ("lateral", "no theme"),
        ("two zips", "zip"),
        ("拉链坏", "zip"),
        ("<a href='zip'>?</a>", "no theme"),
    ],
)
def test_a_word_is_found_whole_in_any_case_and_script(text, theme):
    assert strongest([text]) == [theme]


def test_words_in_no_text_are_named_and_their_theme_stays_empty():
    found = themes.by_words(["late", "so late"], {"late": ["late"], "smell": ["smell", "stink"]})
    assert found.seeds[found.seeds["verdict"] == "in no text"]["word"].tolist() == ["smell", "stink"]
    assert found.labels["smell"].sum() == 0
    assert themes.by_words(["blue", "blue sky"], TWO).no_theme == 2


def test_a_word_that_misleads_is_named():
    texts = [f"{place} parcel late depot" for place in ["short", "east", "west", "north", "south"]] * 2
    texts += ["one piece missing in box", "box had a missing piece", "short note on zip slider metal"]
    texts += ["zip slider metal stuck"] * 6 + [
        "zip metal",
        "short zip slider metal",
        "short metal zip slider stuck",
    ] * 2
    words = {"late": ["late"], "zip": ["zip"], "count": ["short", "missing"]}
    seeds = themes.by_words(texts, words).seeds.set_index("word")
    assert seeds.loc["short", "stayed"] < seeds.loc["short", "texts"] / 2
    assert seeds["verdict"].to_dict() == {
        "late": "fits", "zip": "fits", "short": "mostly in other themes", "missing": "fits",
    }  # fmt: skip


def test_the_order_of_the_rows_changes_nothing():
    table = labelled(IT)
    shuffled = table.sample(frac=1, random_state=5)
    one, two = (themes.by_words(part["text"], IT_WORDS) for part in (table, shuffled))
    pd.testing.assert_frame_equal(one.labels, two.labels.loc[one.labels.index])
    pd.testing.assert_frame_equal(one.table(), two.table())


def test_rows_keep_their_labels_even_when_these_repeat_and_the_input_is_unchanged():
    texts = pd.Series(["late", None, "zip", 5, b"late"], index=[7, 7, 1, 1, 3], dtype=object)
    before = texts.copy(deep=True)
    found = themes.by_words(texts, TWO)
    assert found.labels.index.tolist() == [7, 7, 1, 1, 3]
    pd.testing.assert_series_equal(texts, before)


def test_a_text_of_five_thousand_words_and_one_of_a_third_language_are_taken_like_any_other():
    long = "zip " * 5_000
    assert strongest(["late parcel", long, "le colis est en retard", "late parcel"]) == [
        "late",
        "zip",
        "no theme",
        "late",
    ]


@pytest.mark.parametrize(
    ("texts", "words", "match"),
    [
        ([], TWO, r"No text was given\. A column of texts was expected"),
        ("late", TWO, "A column of values was expected"),
        (["late"], {}, r"was given as words\. Themes with their words"),
        (["late"], ["late"], r"was given as words\. Themes with their words"),
        (["late"], {"late": "late"}, "A list of words was expected"),
        (["late"], {"late": []}, "Two to four words were expected"),
        (["late"], {"late": [" "]}, "Two to four words were expected"),
        (["late"], {"a": ["late"], "b": ["Late"]}, "The word 'Late' is in two themes, 'a' and 'b'"),
        (["late"], {"no theme": ["late"]}, "has a meaning of its own"),
        (["late"], {"score": ["late"]}, "has a meaning of its own"),
    ],
)
def test_what_cannot_be_meant_is_refused(texts, words, match):
    with pytest.raises(ArgumentError, match=match):
        themes.by_words(texts, words)


def test_signs_in_a_word_are_signs_and_no_pattern():
    assert strongest(["c++ and more", "ccc"], {"c": ["c++"]}) == ["c", "no theme"]
