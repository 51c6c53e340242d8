"""Sentences as people write them: a small grammar of phrases, and the haste with which they are keyed."""

import re

import numpy as np

__all__ = ["count_shapes", "roughen", "write"]

SYMBOL = re.compile(r"<(\w+)>")
SLOT = re.compile(r"\{(\w+)")
# Neighbours on the keyboard, for the letters that are mistyped most.
NEIGHBOURS = {"a": "s", "e": "r", "i": "o", "n": "m", "o": "p", "r": "t", "s": "d", "t": "r", "u": "i", "l": "k"}
SHORTHAND = {"please": "pls", "pieces": "pcs", "thanks": "thx", "you": "u", "because": "bc", "without": "w/o",
             "with": "w/", "quantity": "qty", "order": "ord", "received": "recd", "delivery": "deliv", "and": "&",
             "are": "r", "tomorrow": "tmrw", "information": "info", "message": "msg", "customer": "cust",
             "about": "abt"}  # fmt: skip


def write(rng: np.random.Generator, grammar: dict[str, list[str]], symbol: str = "text", **facts: object) -> str:
    """Write one text from a grammar.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    grammar : dict of list of str
        The alternatives of every symbol. ``<name>`` stands for another symbol, ``{name}`` for a fact; an alternative
        that needs a fact which is not given is left out.
    symbol : str
        Where to begin.
    **facts
        What is known of the case. Where a fact is left empty (``""`` or None), it counts as not given.

    Returns
    -------
    str
        The text, with single spaces.

    Examples
    --------
    >>> grammar = {"text": ["<who> called about {sku}", "<who> called"], "who": ["She", "The shop"]}
    >>> write(np.random.default_rng(3), grammar, sku="LB-B001") in {
    ...     "She called about LB-B001", "The shop called about LB-B001", "She called", "The shop called"}
    True
    """
    given = {name: value for name, value in facts.items() if value not in ("", None)}
    text = _expand(rng, grammar, symbol, given).format(**given)
    return re.sub(r" (?=[.,!?;:](?:\s|$))", "", re.sub(r"[ \t]+", " ", text)).strip()


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
        inner = [count_shapes(grammar, name) for name in SYMBOL.findall(alternative)]
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
    return text.rstrip(".") if rng.random() < haste else text


def _expand(rng: np.random.Generator, grammar: dict[str, list[str]], symbol: str, given: dict) -> str:
    known = [a for a in grammar[symbol] if set(SLOT.findall(a)) <= given.keys()]
    chosen = known[int(rng.integers(len(known)))]
    return SYMBOL.sub(lambda match: _expand(rng, grammar, match[1], given), chosen)


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
