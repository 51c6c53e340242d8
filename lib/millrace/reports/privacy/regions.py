"""Where telephone numbers without a country code belong: told by the numbers themselves, else by the language."""

import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from millrace.privacy.header_words import PHONES, plain_header

__all__ = ["regions_of"]

SEEN = 200
CANDIDATES = ("CN", "DE", "US", "GB", "FR", "ES", "IT", "NL", "AT", "CH", "TR", "IN", "AE", "SA", "EG")
GERMAN = re.compile(
    r"[äöüß]|telefon|kunde|vorname|strasse|datum|anfrage|abteilung|geschlecht|gehalt|betreff", re.IGNORECASE
)
FRENCH = re.compile(r"prénom|téléphone|ville|courriel|naissance|adresse|client", re.IGNORECASE)
SPANISH = re.compile(r"nombre|teléfono|ciudad|correo|apellido|cliente|fecha", re.IGNORECASE)


def regions_of(table: pd.DataFrame) -> list[str]:
    """Return the countries whose numbers a table most likely holds.

    Parameters
    ----------
    table : DataFrame
        Any table.

    Returns
    -------
    list of str
        Two letters each, as in ISO 3166, the likeliest first.

    Examples
    --------
    >>> regions_of(pd.DataFrame({"Telefon": ["030 901820", "089 23300", "+49 40 428280"]}))
    ['DE']
    >>> regions_of(pd.DataFrame({"客户": ["王小明"]}))
    ['CN']
    """
    named = [column for column in table.columns if PHONES.search(plain_header(column))]
    numbers = [str(value) for column in named for value in table[column].dropna().drop_duplicates().head(SEEN)]
    votes, likely = _votes(numbers), _by_language(" ".join(map(str, table.columns)))
    here = [region for region in likely if votes[region]]
    # 05x 123 4567 is issued in several countries: the language decides where the numbers allow it.
    if here and max(votes[region] for region in here) >= len(numbers) / 2:
        return sorted(here, key=lambda region: -votes[region])
    if votes:
        most = max(votes.values())
        return sorted((region for region, count in votes.items() if count == most), key=CANDIDATES.index)[:3]
    return likely


def _votes(numbers: Iterable[str]) -> Counter[str]:
    """Count for each country the numbers that it issues; a country code speaks for its own country alone."""
    import phonenumbers

    votes: Counter[str] = Counter()
    for number in numbers:
        for region in CANDIDATES:
            try:
                read = phonenumbers.parse(number, region)
            except phonenumbers.NumberParseException:
                continue
            votes[region] += phonenumbers.is_valid_number_for_region(read, region)
    return +votes


def _by_language(headers: str) -> list[str]:
    if re.search("[一-鿿]", headers):
        return ["CN"]
    if re.search("[ء-ي]", headers):
        return ["AE", "SA", "EG"]
    for pattern, regions in ((GERMAN, ["DE", "AT", "CH"]), (SPANISH, ["ES"]), (FRENCH, ["FR"])):
        if pattern.search(headers):
            return regions
    return ["CN", "US", "GB"]
