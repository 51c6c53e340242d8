"""Streets with the number of a house in free texts, as they are written in several languages."""

import re
from collections.abc import Iterator

from millrace.privacy.patterns import Hit

__all__ = ["streets"]

HAN = r"\u3400-\u9fff"
WORD = r"[A-Z][a-z']+"
HOUSE = r"\d{1,4}(?: ?[a-h])?(?![A-Za-z0-9])(?! ?(?:%|[.,]\d|(?:km|m|cm|kg|min|pcs|stuck|eur|euro|uhr|tage|days)\b))"
TOWN = rf"(?:, ?(?:[A-Z]{{1,2}}-)?\d{{4,5}} {WORD})?"
# Of goods, work and traffic, and not where somebody lives.
NO_STREET = (
    r"(?!(?:Park|Stell|Arbeits|Lager|Sitz|Steh|Liege|Spiel|Sport|Hin|Ruck|Um|Ab|Aus|Heim|Schul|Spei|Ein|Halb)[a-z]*\b)"
)
PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"(?<![A-Za-z]){NO_STREET}(?:[A-Z][a-z]+-)*[A-Z][a-z]{{2,}}(?:strass?e|str\.?|weg|allee|platz|gasse|damm|ufer"
        rf"|chaussee|stieg|steig|ring) ?{HOUSE}{TOWN}",
        rf"(?<![A-Za-z])(?:{WORD}[ -]){{1,2}}(?:Strass?e|Str\.|Weg|Allee|Platz|Gasse|Ring|Damm|Ufer|Chaussee)"
        rf" ?{HOUSE}{TOWN}",
        rf"(?<![A-Za-z0-9])\d{{1,5}}[A-Za-z]? (?!Hard|Disk|Flash)(?:{WORD} ){{1,3}}(?:Street|Road|Avenue|Ave|Lane|Drive"
        r"|Boulevard|Blvd|Court|Square|Terrace|Crescent|St|Rd|Ln)\b\.?",
        rf"(?<![A-Za-z0-9])\d{{1,4}}(?: ?(?:bis|ter))?,? (?i:rue|avenue|boulevard|place|chemin|impasse|quai|cours)"
        rf" (?:(?:de la|de l'|de|du|des|d'|la|le|les) ?)*{WORD}(?:[ -]{WORD})*",
        rf"\b(?:Calle|Avenida|Avda\.|Plaza|Paseo|Via|Viale|Piazza|Corso) (?:(?:de la|de los|de|del|della|dei) )?"
        rf"{WORD}(?: {WORD})?,? {HOUSE}",
        rf"[{HAN}]{{1,6}}(?:路|街|大道|胡同|弄|巷)\d{{1,5}}(?:号|弄)(?:[{HAN}]{{0,3}}\d{{1,4}}(?:号楼|室|单元|楼|幢|栋))*",
    )
]


def streets(text: str) -> Iterator[Hit]:
    """Find streets with their number.

    Parameters
    ----------
    text : str
        A text in plain form, as from `Folded`.

    Yields
    ------
    Hit

    Examples
    --------
    >>> {(hit.start, hit.end) for hit in streets("to Ahornweg 7, then 20 km of Weg")}
    {(3, 13)}
    """
    if not any(map(str.isdigit, text)):
        return
    for pattern in PATTERNS:
        for found in pattern.finditer(text):
            yield Hit(*found.span(), "address", "street and number")
