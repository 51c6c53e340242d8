"""The grammar writes what its rules allow, only with facts that are given, and people's slips leave numbers alone."""

import numpy as np
import pytest

from lantern import company
from lantern.chat.file import chat_messages
from lantern.chat.phrases import CHAT
from lantern.complaints import phrases as complaint_phrases
from lantern.words import phrases
from lantern.words.phrases import count_shapes, grammar_of, roughen, write
from millrace.errors import ArgumentError

GRAMMARS = {**complaint_phrases.GRAMMARS, "chat": CHAT}


def written(grammar, times=400, **facts):
    rng = np.random.default_rng(1)
    return [write(rng, grammar, **facts) for _ in range(times)]


def test_a_written_grammar_is_read_line_by_line_and_bar_by_bar():
    read = grammar_of("text:\n  a <who> | b\n  c¶d\nwho:\n  x\n")
    assert read == {"text": ["a <who>", "b", "c\nd"], "who": ["x"]}


def test_an_alternative_that_needs_a_missing_fact_is_never_written():
    grammar = {"text": ["plain", "about {sku}", "{?firm} our shop"]}
    assert set(written(grammar)) == {"plain"}
    assert set(written(grammar, sku="LB-B001", firm=True)) == {"plain", "about LB-B001", "our shop"}


def test_an_optional_symbol_comes_as_often_as_it_says():
    grammar = {"text": ["a <b?20>"], "b": ["b"]}
    assert 0.14 < np.mean([text == "a b" for text in written(grammar, 1000)]) < 0.26


def test_an_optional_symbol_without_facts_is_left_out_and_a_needed_one_is_an_error():
    assert set(written({"text": ["a <b?100>"], "b": ["{sku}"]})) == {"a"}
    with pytest.raises(ArgumentError, match="<b> needs a fact"):
        write(np.random.default_rng(0), {"text": ["a <b>"], "b": ["{sku}"]})


def test_counted_shapes_are_those_that_can_be_written():
    grammar = {"text": ["<who> called <when?>", "nobody"], "who": ["She", "He"], "when": ["late", "again"]}
    assert count_shapes(grammar) == len(set(written(grammar, 2000)))


def test_words_with_digits_are_never_mistyped():
    rng = np.random.default_rng(2)
    texts = [roughen(rng, "Please send 24 pieces LB-W012 for order 25-00123 because", haste=1.0) for _ in range(200)]
    assert all(fact in text for text in texts for fact in ("24", "LB-W012", "25-00123"))
    assert len(set(texts)) > 50


@pytest.mark.parametrize("name", GRAMMARS)
def test_every_symbol_of_a_grammar_exists_and_is_used(name):
    grammar = GRAMMARS[name]
    used = {symbol for listed in grammar.values() for one in listed for symbol, _ in phrases.SYMBOL.findall(one)}
    assert used <= set(grammar)
    assert all(listed for listed in grammar.values())


@pytest.mark.parametrize("name", complaint_phrases.THEMES)
def test_no_theme_takes_a_symbol_of_the_channels_by_accident(name):
    assert not set(complaint_phrases.THEMES[name]) & set(complaint_phrases.CHANNELS)


def test_talk_in_the_chat_has_at_least_300_shapes_in_one_quarter():
    messages = chat_messages(company.generate(variant=0))
    talk = messages.loc[messages["true_kind"] == "talk", "text"].str.lower()
    shapes = talk.str.replace(r"lb-\w+|#?\d+", "0", regex=True)
    assert shapes.nunique() >= 300
    # Short messages such as a photo come again; nothing else is said often.
    assert shapes[~shapes.str.startswith("[")].value_counts().max() <= 6


@pytest.mark.parametrize("variant", [0, 3])
def test_talk_never_names_a_price_a_cancellation_or_an_orders_number(variant):
    messages = chat_messages(company.generate(variant=variant))
    talk = messages.loc[messages["true_kind"] == "talk", "text"]
    assert not talk.str.contains("cancel", case=False).any()
    assert not talk.str.contains(r"(?:@|\bat)\s*\d").any()
    assert not talk.str.contains(r"#\d{3}").any()


@pytest.mark.parametrize("variant", [0, 1, 3])
def test_no_message_of_the_chat_begins_or_ends_with_an_empty_line(variant):
    texts = chat_messages(company.generate(variant=variant))["text"]
    assert (texts == texts.str.strip()).all()
