"""Pairs typed without the curly brackets or the colons that they need."""

import re

__all__ = ["pairs_meant"]

TEXT = r"""(?:"[^"\n]*"|'[^'\n]*')"""
WORDS = r"[A-Za-z][A-Za-z]*(?: [A-Za-z]+){0,2}"
# A number or a text, perhaps a sign, and the text or word that belongs to it.
PAIR = re.compile(
    rf"\s*(?P<first>\d+|{TEXT})(?:\s*(?P<sign>[:;=])\s*|\s+|(?<=[\"'])|(?=[\"']))(?P<other>{TEXT}|{WORDS})\s*"
)
VALUE = re.compile(
    r"(?P<before>\s*\w+\s*=\s*)(?P<open>dict\s*\(|[(\[{]?)(?P<inside>[^()\[\]{}#]*)(?P<close>[)\]}]?)\s*(?:#.*)?"
)
PARTS = re.compile(rf"((?:{TEXT}|[^,\"'])*)(?:,|$)")
ALL_PARTS = re.compile(rf"((?:{TEXT}|[^,;\"'])*)(?:[,;]|$)")


def pairs_meant(line: str) -> str:
    """Write pairs with curly brackets and colons.

    Parameters
    ----------
    line : str
        A line that Python cannot read.

    Returns
    -------
    str
        The line; as it was, where what it stores is not pairs of a number or text and a text or word.

    Examples
    --------
    >>> pairs_meant('back = {3; "too late", 5; "too big"}')
    'back = {3: "too late", 5: "too big"}'
    >>> pairs_meant('back = dict(3="too late")'), pairs_meant("back = [3, 5]")
    ('back = {3: "too late"}', 'back = [3, 5]')
    """
    value = VALUE.fullmatch(line)
    if not value:
        return line
    pairs = [PAIR.fullmatch(part) for part in _parts(PARTS, value["inside"])]
    by_commas = bool(pairs) and all(pairs)
    if not by_commas:
        pairs = _by_twos(_parts(ALL_PARTS, value["inside"]))
    found = [pair for pair in pairs if pair]
    # Nothing but a blank between a number and a word is a pair only in brackets: `wait = 3 days` is none.
    sure = bool(value["open"]) or all(pair["sign"] == ":" for pair in found)
    # With brackets and colons it is quotes that are missing, which is said elsewhere.
    only_quotes = by_commas and value["open"] == "{" and all(pair["sign"] == ":" for pair in found)
    if not found or len(found) < len(pairs) or not sure or only_quotes:
        return line
    written = ", ".join(f"{pair['first']}: {_quoted(pair['other'])}" for pair in found)
    return f"{value['before']}{{{written}}}"


def _parts(pattern: re.Pattern[str], inside: str) -> list[str]:
    return [part for part in pattern.findall(inside) if part.strip()]


def _by_twos(parts: list[str]) -> list[re.Match[str] | None]:
    """Put every second thing beside the one before it, where a number or text and a text take turns."""
    if len(parts) % 2 or not all(part.strip().isdigit() for part in parts[::2]):
        return []
    return [
        PAIR.fullmatch(f"{one.strip()}: {other.strip()}") for one, other in zip(parts[::2], parts[1::2], strict=True)
    ]


def _quoted(word: str) -> str:
    return word if word[0] in "\"'" else f'"{word}"'
