"""Read a word, pairs, a month or a number out of an answer, or say in one sentence in what form it was expected."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import pandas as pd

from millrace.checks.failures import CheckFailed
from millrace.checks.forms import kind_of, plain_items, shown
from millrace.checks.words import as_listed, month_of, only_value, pairs_of

__all__ = ["no_number", "read_month", "read_pairs", "read_several", "read_word"]

AMOUNT = re.compile(
    r"(?P<money>[$€¥£]|[A-Z]{3} )?\s*(?P<number>[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)"
    r"\s*(?P<unit>%|percent|per cent|[A-Za-z]{1,8}\.?|[$€¥£元])?"
)
LONGEST = 24  # digits that a person may have typed
SHARES = ("%", "percent", "per cent")


def no_number(value: Any) -> str:
    """Say what an answer is that is no number; of a number that was typed as text, how to type it.

    Parameters
    ----------
    value : object
        The answer.

    Returns
    -------
    str
        The rest of a sentence, and what was expected.

    Examples
    --------
    >>> no_number("25 %")
    "the text '25 %'. Expected: one number. Type 0.25 instead: a share, without % and without quotes."
    >>> no_number("12.5"), no_number("two")
    ("the text '12.5'. Expected: one number. Type 12.5 instead, without quotes.", 'a text. Expected: one number.')
    >>> no_number("1,440 CNY")
    "the text '1,440 CNY'. Expected: one number. Type 1440 instead, without quotes and comma and unit."
    """
    if _is_repeated(value):
        return (
            "one number repeated in a list. Expected: one number. Square brackets make a list; round brackets ( ) go "
            "around what is calculated first."
        )
    held = only_value(value)
    typed = AMOUNT.fullmatch(unicodedata.normalize("NFKC", held).strip()) if isinstance(held, str) else None
    if typed is None:
        return f"{kind_of(value)}. Expected: one number."
    if len(typed["number"]) > LONGEST:
        return "a text of many digits: a text was repeated. Take the quotes off the number that it comes from."
    form = f"the text {shown(held.strip())}. Expected: one number. Type"
    number = typed["number"].replace(",", "")
    if typed["unit"] in SHARES:
        return f"{form} {float(number) / 100:.10g} instead: a share, without % and without quotes."
    without = {"quotes": True, "comma": "," in typed["number"], "unit": typed["unit"] or typed["money"]}
    return f"{form} {number} instead, without {' and '.join(word for word, there in without.items() if there)}."


def _is_repeated(value: Any) -> bool:
    """Say whether a list holds one number several times, as ``3 * [2 + 2]`` does."""
    several = isinstance(value, list) and len(value) > 1 and all(type(one) in (int, float) for one in value)
    return several and len(set(value)) == 1


def read_word(name: str, value: Any, among: list[str], *, look: str) -> str:
    """Read one word of a choice.

    Parameters
    ----------
    name : str
        The answer's name.
    value : object
        The answer.
    among : list of str
        The words of the choice.
    look : str
        What was expected; by default the words are named.

    Returns
    -------
    str
        The word, as it is in the choice.

    Raises
    ------
    CheckFailed
        When it is none of them.

    Examples
    --------
    >>> read_word("because", " c.", ["A", "B", "C"], look="")
    'C'
    """
    held = only_value(value)
    word = as_listed(held, among) if isinstance(held, str | int | float) else None
    if word in among:
        return str(word)
    found = f"{name} is {shown(held) if isinstance(held, str) else kind_of(held)}."
    raise CheckFailed(f"{found} {look or 'Expected: one of ' + ', '.join(map(shown, among)) + ', in quotes.'}")


def read_several(name: str, value: Any, among: list[Any], *, look: str) -> list[Any]:
    """Read several words or numbers of a choice, whatever holds them.

    Parameters
    ----------
    name : str
        The answer's name.
    value : object
        The answer.
    among : list
        The choice; what is of it comes back as it is written here, what is not as it was typed.
    look : str
        What was expected, when the answer does not hold several values.

    Returns
    -------
    list
        The values, each once, in order.

    Raises
    ------
    CheckFailed
        When there are none to read: pairs, a table of several columns, or something else.

    Examples
    --------
    >>> read_several("lines", pd.Series(["3", 1.0, 1]), [1, 2, 3], look="")
    [3, 1]
    >>> read_several("who", "b, A", ["a", "b"], look="")
    ['b', 'a']
    """
    if isinstance(value, str) and as_listed(value, among) not in among:
        value = _listed_in_one_text(value, among)
    items = None if isinstance(value, Mapping) else plain_items(value)
    if items is None:
        raise CheckFailed(f"{name} is {kind_of(value)}. {look or 'Expected: a list, such as [1, 2].'}")
    if any(isinstance(item, list | dict | set) for item in items):
        raise CheckFailed(f"{name} holds a list within a list. {look or 'Expected: one list, such as [1, 2].'}")
    return list(dict.fromkeys(as_listed(item, among) for item in items))


def _listed_in_one_text(text: str, among: list[Any]) -> str | list[str]:
    """Take a text apart at its commas, if all parts are of the choice."""
    parts = [part for part in re.split(r"[,;，、]", text) if part.strip()]
    return parts if parts and all(as_listed(part, among) in among for part in parts) else text


def read_pairs(name: str, value: Any, first: list[Any], second: list[Any], *, look: str) -> dict[Any, Any]:
    """Read pairs.

    Parameters
    ----------
    name : str
        The answer's name.
    value : object
        The answer.
    first, second : list
        What may stand in them; it comes back as it is written here.
    look : str
        What was expected, when there are no pairs.

    Returns
    -------
    dict
        The second of each pair by its first.

    Raises
    ------
    CheckFailed
        When there are no pairs, one holds several things, or two begin alike and end differently.

    Examples
    --------
    >>> read_pairs("offers", pd.Series({"Oven": "BUY"}), ["oven"], ["buy", "leave"], look="")
    {'oven': 'buy'}
    >>> read_pairs("offers", {"oven": ["buy"]}, ["oven"], ["buy", "leave"], look="")
    {'oven': 'buy'}
    """
    pairs = pairs_of(value, first)
    if pairs is None:
        usual = 'Expected: pairs in curly brackets, such as {"one name": "its word", "another": "its word"}.'
        raise CheckFailed(f"{name} is {kind_of(value)}. {look or usual}")
    read: dict[Any, Any] = {}
    for one, other in pairs:
        other = only_value(other)
        if isinstance(one, list | dict | set) or isinstance(other, list | dict | set):
            raise CheckFailed(
                f"{name} holds several things in one pair, {shown(one)}: {shown(other)}. Keep one in each."
            )
        key, said = as_listed(one, first), as_listed(other, second)
        if key in read and read[key] != said:
            raise CheckFailed(
                f"{name} says two things of {shown(key)}: {shown(read[key])} and {shown(said)}. Keep one."
            )
        read[key] = said
    return read


def read_month(name: str, value: Any) -> pd.Period:
    """Read a month.

    Parameters
    ----------
    name : str
        The answer's name.
    value : object
        The answer.

    Returns
    -------
    pandas.Period
        The month.

    Raises
    ------
    CheckFailed
        When it is no month.

    Examples
    --------
    >>> read_month("began", "April 2025")
    Period('2025-04', 'M')
    """
    held = only_value(value)
    month = month_of(held)
    if month is None:
        kind = shown(held) if isinstance(held, str) else kind_of(held)
        raise CheckFailed(
            f'{name} is {kind}, which cannot be read as one month. Expected: the year and the month, like "2024-01", '
            "in quotes."
        )
    return month
