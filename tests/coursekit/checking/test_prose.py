"""How easily prose reads: what counts as prose, against the formula by hand, and what is too long."""

import pytest

from coursekit.checking.prose import LONGEST, prose_of

EASY = "Look at the line. Where does it wait? Ask the man who cuts. He knows."
HARD = (
    "Organisational transformation necessitates comprehensive interdisciplinary collaboration, "
    "notwithstanding institutional constraints concerning confidentiality."
)


def by_hand(letters, sentences, words):
    return 0.0588 * (100 * letters / words) - 0.296 * (100 * sentences / words) - 15.8 + 5


def test_the_age_is_that_of_coleman_and_liau():
    text = "The saddle waits four working days before anybody looks at it again. Nobody is told about it."
    letters = sum(map(str.isalpha, text))
    assert prose_of("a.md", text).age == pytest.approx(by_hand(letters, 2, 17), abs=0.051)


def test_long_words_and_sentences_are_harder():
    assert prose_of("a.md", EASY).age < 8 < 20 < prose_of("a.md", HARD).age


@pytest.mark.parametrize(
    "more",
    [
        "```python\nimport pandas as extraordinarily_long_name\n```",
        "| administration | reconciliation |\n|---|---|\n| incomprehensibilities | notwithstanding |",
        "## Organisational transformation considerations",
        "<!-- institutional constraints -->",
        "<style>extraordinarily: complicated</style>",
    ],
)
def test_code_tables_headings_and_tags_are_no_prose(more):
    assert prose_of("a.md", f"{EASY}\n\n{more}\n") == prose_of("a.md", EASY)


def test_the_head_of_a_file_is_no_prose():
    assert prose_of("a.md", f"---\ntitle: Organisational transformation\n---\n{EASY}") == prose_of("a.md", EASY)


def test_code_within_a_sentence_is_one_word_and_a_link_is_its_words():
    assert prose_of("a.md", "Write `orders.groupby(1).sum(2)` there.").words == 3
    assert prose_of("a.md", "Read [the first page](https://example.org/a/very/long.html) again.").words == 5


def test_items_of_a_list_and_hints_are_sentences_of_their_own():
    assert prose_of("a.md", "- look at it\n- ask the man\n1. go home now").sentences == 3
    assert prose_of("a.md", "<details><summary>Hint one</summary>Look at it</details>").sentences == 2


def test_a_sentence_that_must_be_read_twice_is_named():
    long = "word " * LONGEST + "end."
    found = prose_of("a.md", f"{EASY} {long}")
    assert found.long == (long,)
    assert prose_of("a.md", "word " * (LONGEST - 1) + "end.").long == ()


def test_a_page_without_a_sentence_has_no_age():
    assert prose_of("a.md", "## Title\n\n```python\nx = 1\n```\n") is None
