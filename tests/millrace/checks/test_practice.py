"""A check for practice speaks as the checks of a lab do, and stops and counts nothing."""

import pytest

from millrace import checks
from millrace.checks import points


def said(value, capsys):
    names = {"checks": checks, **({} if value is None else {"two_dozen": value})}
    exec("checks.practice('two_dozen', 24, look='A dozen is twelve.')", names)
    return " ".join(capsys.readouterr().out.split())


def test_a_right_number_is_right_and_earns_nothing(capsys):
    before = dict(points._earned)
    assert said(24, capsys).startswith("Right: two_dozen.")
    assert points._earned == before


@pytest.mark.parametrize("value", [None, ...])
def test_an_untouched_one_is_not_answered_yet(value, capsys):
    assert said(value, capsys).startswith("Not answered yet: put your number for two_dozen in place")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2, "Not yet: two_dozen is 2. A dozen is twelve."),
        ("24", "Not yet: two_dozen is the text '24'. Expected: one number. Type 24 instead, without quotes."),
    ],
)
def test_a_wrong_one_is_told_where_to_look(value, words, capsys):
    assert said(value, capsys) == words
