"""Compare several values with the right ones: neither their order matters, nor what holds them, nor how they look."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from millrace.checks.failures import CheckFailed
from millrace.checks.forms import kind_of, plain_item, plain_items, shown
from millrace.checks.words import month_of, pairs_of, plain_word

__all__ = ["Several", "compare_several"]

TRUTHS = {"True", "False"}
MONTH = re.compile(r"\d{4}-\d\d")
DAY_OF_MONTH = re.compile(r"\d{4}-\d\d-(?!01)\d\d")


@dataclass(frozen=True)
class Several:
    """What is compared, in words.

    Parameters
    ----------
    name : str
        The answer's name.
    what : str
        What the values are, in the plural: ``"months"``.
    too_many, too_few : str
        Where to look when one is there that should not be, or one is missing.
    """

    name: str
    what: str
    too_many: str = ""
    too_few: str = ""


def compare_several(value: Any, expected: list[Any], how: Several, *, column: str | None = None) -> None:
    """Compare an answer of several values with the right ones.

    Parameters
    ----------
    value : object
        The answer.
    expected : list
        The right values; of pairs, tuples of two.
    how : Several
        The words of the message.
    column : str, optional
        Where the values are when the answer is a table.

    Raises
    ------
    CheckFailed
        When the answer holds other values, or values of another kind, such as row numbers or yes and no.

    Examples
    --------
    >>> compare_several(["April 2025", "2025-5"], ["2025-04", "2025-05"], Several("slow", "months"))
    """
    of_pairs = bool(expected) and all(isinstance(item, tuple) and len(item) == 2 for item in expected)
    items = (pairs_of(value) if of_pairs else None) or plain_items(value, column=column)
    if items is None:
        raise CheckFailed(f"{how.name} is {kind_of(value)}. Expected: a list of {how.what}.")
    plain = _plain_form(expected)
    right, mine = {plain(item) for item in expected}, {plain(item): item for item in items}
    _refuse_other_kinds({plain_item(item) for item in items}, {plain_item(item) for item in expected}, how)
    if spare := mine.keys() - right:
        found = f"{len(spare)} of the {how.what} in {how.name} should not be there"
        raise CheckFailed(f"{found}, for example {_as_typed(mine[min(spare)])}. {how.too_many}".rstrip())
    if few := len(right - mine.keys()):
        missing = f"{few} of the {how.what} {'is' if few == 1 else 'are'} missing in {how.name}."
        raise CheckFailed(f"{missing} {how.too_few}".rstrip())


def _as_typed(item: Any) -> str:
    return shown(item) if isinstance(item, tuple) else shown(plain_item(item))


def _plain_form(expected: list[Any]) -> Callable[[Any], str]:
    """Choose how values are made comparable: as months, or as words; with capitals where the right ones need them."""
    texts = {plain_item(item) for item in expected}
    if texts and all(map(MONTH.fullmatch, texts)):
        return _as_month
    return _as_words if len({_as_words(item) for item in expected}) == len(texts) else plain_item


def _as_month(item: Any) -> str:
    month = None if DAY_OF_MONTH.fullmatch(plain_item(item)) else month_of(item)
    return plain_item(item) if month is None else str(month)


def _as_words(item: Any) -> str:
    return " | ".join(map(plain_word, item)) if isinstance(item, tuple) else plain_word(item)


def _refuse_other_kinds(mine: set[str], right: Iterable[str], how: Several) -> None:
    right = set(right)
    if mine and mine <= TRUTHS and not right & TRUTHS:
        raise CheckFailed(
            f"{how.name} says true or false for every row. Expected: the {how.what} themselves, of the rows for which "
            "it is true."
        )
    if mine and all(item.isdecimal() for item in mine) and not any(item.isdecimal() for item in right):
        raise CheckFailed(f"{how.name} holds row numbers. Expected: {how.what}. Take the column that holds them.")
