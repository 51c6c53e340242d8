"""Sentences as people write them: a small grammar of phrases, and the haste with which they are keyed."""

import re
from functools import cache

import numpy as np

from millrace.errors import ArgumentError

__all__ = ["count_shapes", "grammar_of", "roughen", "write"]

# A symbol stands alone, or with a question mark and how often it comes, in a hundred: <hint>, <hint?>, <hint?20>.
SYMBOL = re.compile(r"<(\w+)(\?\d*)?>")
HEADING = re.compile(r"(\w+):")
SLOT = re.compile(r"\{\??(\w+)")
GUARD = re.compile(r"\{\?\w+\} ?")
# Neighbours on the keyboard, for the letters that are mistyped most.
NEIGHBOURS = {"a": "s", "e": "r", "i": "o", "n": "m", "o": "p", "r": "t", "s": "d", "t": "r", "u": "i", "l": "k"}
SHORTHAND = {"please": "pls", "pieces": "pcs", "thanks": "thx", "you": "u", "because": "bc", "without": "w/o",
             "with": "w/", "quantity": "qty", "order": "ord", "received": "recd", "delivery": "deliv", "and": "&",
             "are": "r", "tomorrow": "tmrw", "information": "info", "message": "msg", "customer": "cust",
             "about": "abt"}  # fmt: skip


def grammar_of(text: str) -> dict[str, list[str]]:
    r"""Read a grammar as it is written down: a symbol and a colon, then its alternatives, indented.

    Parameters
    ----------
    text : str
        Alternatives stand on lines of their own or between bars; ``¶`` is a new line within a text.

    Returns
    -------
    dict of list of str
        What `write` takes.

    Examples
    --------
    >>> grammar_of("text:\n  <who> called | no answer\nwho:\n  She")
    {'text': ['<who> called', 'no answer'], 'who': ['She']}
    """
    grammar: dict[str, list[str]] = {}
    for line in filter(str.strip, text.splitlines()):
        heading = HEADING.fullmatch(line.rstrip())
        if heading:
            alternatives = grammar.setdefault(heading[1], [])
        else:
            alternatives += [part.strip().replace("¶", "\n") for part in line.split(" | ")]
    return grammar


def write(rng: np.random.Generator, grammar: dict[str, list[str]], symbol: str = "text", **facts: object) -> str:
    """Write one text from a grammar.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    grammar : dict of list of str
        The alternatives of every symbol. ``<name>`` stands for another symbol, ``<name?20>`` for one that comes 20
        times in a hundred (``<name?>``: every other time), ``{name}`` for a fact; an alternative that needs a fact
        which is not given is left out; ``{?name}`` only asks that it be given, and writes nothing.
    symbol : str
        Where to begin.
    **facts
        What is known of the case. Where a fact is left empty (``""`` or None), it counts as not given.

    Returns
    -------
    str
        The text, with single spaces.

    Raises
    ------
    ArgumentError
        When every alternative of a symbol needs a fact that is not given.

    Examples
    --------
    >>> grammar = {"text": ["<who> called about {sku}", "<who> called"], "who": ["She", "The shop"]}
    >>> write(np.random.default_rng(3), grammar, sku="LB-B001") in {
    ...     "She called about LB-B001", "The shop called about LB-B001", "She called", "The shop called"}
    True
    """
    given = {name: value for name, value in facts.items() if value not in ("", None)}
    text = _expand(rng, grammar, symbol, given).format(**given)
    text = re.sub(r" *\n *", "\n", re.sub(r"[ \t]+", " ", text))
    return re.sub(r" (?=[.,!?;:](?:\s|$))", "", text).strip()


def count_shapes(grammar: dict[str, list[str]], symbol: str = "text") -> int:
    """Count the different texts that a grammar can write, facts and typing aside.

    Parameters
    ----------
    grammar : dict of list of str
        As for `write`; without loops.
    symbol : str
        Where to begin.

    Returns
    -------
    int
        How many ways there are.

    Examples
    --------
    >>> count_shapes({"text": ["<who> called about {sku}", "<who> called"], "who": ["She", "The shop"]})
    4
    """
    ways = 0
    for alternative in dict.fromkeys(grammar[symbol]):
        inner = [count_shapes(grammar, name) + bool(often) for name, often in SYMBOL.findall(alternative)]
        ways += int(np.prod(inner, dtype=object)) if inner else 1
    return ways


def roughen(rng: np.random.Generator, text: str, *, haste: float) -> str:
    """Key a text in a hurry: abbreviations, slips of the finger, no capitals, no full stop.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    text : str
        What was meant. Words with digits (item and order numbers, amounts) stay as they are.
    haste : float
        From 0 (as meant) to 1 (every word may suffer).

    Returns
    -------
    str
        What was keyed.

    Examples
    --------
    >>> roughen(np.random.default_rng(0), "Please call back.", haste=0)
    'Please call back.'
    """
    words = [_keyed(rng, word, haste) for word in re.split(r"(\s+)", text)]
    text = "".join(words)
    if rng.random() < haste:
        text = text.lower() if not re.search(r"\d", text) else text[:1].lower() + text[1:]
    return text.rstrip(".").rstrip() if rng.random() < haste else text


def _expand(rng: np.random.Generator, grammar: dict[str, list[str]], symbol: str, given: dict) -> str:
    known = [a for a in grammar[symbol] if _needs(a) <= given.keys()]
    if not known:
        raise ArgumentError(
            f"Every alternative of <{symbol}> needs a fact that is not given. Given are: {', '.join(given)}. Add an "
            "alternative without facts, or give one."
        )
    return "".join(
        part if often is None else _inner(rng, grammar, part, often, given)
        for part, often in _parts(known[int(rng.random() * len(known))])
    )


def _inner(rng: np.random.Generator, grammar: dict[str, list[str]], symbol: str, often: float, given: dict) -> str:
    """Expand a symbol within an alternative; one that may be left out is, when nothing is known for it."""
    if often < 1 and rng.random() >= often:
        return ""
    if often != 1 and not any(_needs(a) <= given.keys() for a in grammar[symbol]):
        return ""
    return _expand(rng, grammar, symbol, given)


# Both keep what they found for each alternative: there are as many as the grammars in the source have.
@cache
def _needs(alternative: str) -> frozenset[str]:
    return frozenset(SLOT.findall(alternative))


@cache
def _parts(alternative: str) -> tuple[tuple[str, float | None], ...]:
    """Split an alternative into words, as (text, None), and symbols, as (name, how often it comes)."""
    words, found, often = (SYMBOL.split(GUARD.sub("", alternative))[i::3] for i in range(3))
    parts: list[tuple[str, float | None]] = []
    for text, name, mark in zip(words, [*found, ""], [*often, None], strict=True):
        parts += [(text, None)] if text else []
        parts += [(name, _often(mark))] if name else []
    return tuple(parts)


def _often(mark: str | None) -> float:
    if not mark:
        return 1.0
    # Just above 1: always, if anything is known for it.
    return {"?": 0.5, "?100": 1.01}.get(mark) or int(mark[1:]) / 100


def _keyed(rng: np.random.Generator, word: str, haste: float) -> str:
    if not word.isalpha() or rng.random() > haste * 0.25:
        return word
    if word.lower() in SHORTHAND and rng.random() < 0.7:
        return SHORTHAND[word.lower()]
    if len(word) < 4 or rng.random() < 0.5:
        return word
    at = int(rng.integers(1, len(word) - 1))
    slip = int(rng.integers(4))
    if slip == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if slip == 1:
        return word[:at] + word[at + 1 :]
    if slip == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + NEIGHBOURS.get(word[at], word[at]) + word[at + 1 :]
