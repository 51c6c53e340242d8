"""Small words of several languages are left out, and words of goods are not taken for them."""

import pytest

from millrace import themes
from millrace.themes.small_words import small_words_in
from millrace.themes.wording import words_of

TEXTS = {
    "German": ["Die Naht an der Tasche ist nach einer Woche offen", "Der Versand hat über drei Wochen gedauert"],
    "French": ["La couture du sac s'est ouverte après une semaine", "La livraison n'est pas encore arrivée chez nous"],
    "Spanish": ["La costura del bolso se abrió en una semana", "El envío no ha llegado y ya son tres semanas"],
    "Italian": ["La cucitura della borsa si è aperta dopo una settimana", "La consegna non è ancora arrivata da noi"],
    "Portuguese": ["A costura da bolsa abriu em uma semana", "A encomenda ainda não chegou e já são três semanas"],
    "Dutch": ["De naad van de tas is na een week open", "De levering is nog niet bij ons en het duurt al weken"],
    "Turkish": [
        "Çantanın dikişi bir hafta içinde ve çok kötü açıldı",
        "Kargo üç hafta oldu ama gelmedi ve yok",
    ],
}
SMALL = {
    "German": "die der ist hat und",
    "French": "la une est pas chez",
    "Spanish": "la el no ya son",
    "Italian": "la della non è da",
    "Portuguese": "a da em uma não",
    "Dutch": "de van is na een het",
    "Turkish": "bir ve çok ama daha",
}


@pytest.mark.parametrize("language", TEXTS)
def test_small_words_of_a_language_are_left_out_of_its_texts(language):
    for text in TEXTS[language]:
        left = words_of(text.lower())
        assert not set(left) & set(SMALL[language].split())
        assert len(left) >= 2


@pytest.mark.parametrize("language", TEXTS)
def test_themes_found_in_a_language_are_not_named_by_its_small_words(language):
    one, two = TEXTS[language]
    found = themes.find([f"{text} {n % 5}" for n in range(10) for text in (one, two)], n=2)
    named = {word for name in found.names for word in name.split(" / ")}
    assert not named & set(SMALL[language].split())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("my hat is torn", "hat"),
        ("the van came late and the door was shut", "van"),
        ("the van came late and the door was shut", "door"),
        ("hat torn", "hat"),
        ("the die cut is not clean", "die"),
        ("bin bag split", "bin"),
    ],
)
def test_goods_in_english_are_not_taken_for_small_words_of_another_language(text, kept):
    assert kept in words_of(text)


def test_english_small_words_are_left_out_of_every_text_and_the_order_of_words_does_not_matter():
    words = ["das", "leder", "ist", "the", "best", "und", "nicht", "zu", "dünn"]
    assert "the" in small_words_in(words)
    assert small_words_in(words) == small_words_in(words[::-1])


def test_a_text_without_small_words_loses_nothing():
    assert words_of("reißverschluss kaputt") == ["reißverschluss", "kaputt"]
