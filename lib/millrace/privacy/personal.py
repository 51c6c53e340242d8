"""Personal data in free texts: found by kind and place, and masked, without anybody's data being printed."""

import re
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.privacy.folding import Folded
from millrace.privacy.names_in_text import NameList
from millrace.privacy.patterns import UNISSUED, Hit, by_form, phone_like, phones
from millrace.privacy.streets import streets
from millrace.reading.texts import as_series, as_text

__all__ = ["KINDS", "find_personal", "mask"]

KINDS = [
    "name", "phone", "email", "identity_number", "bank_account", "company_code", "passport", "plate", "ip_address",
    "link", "account_name", "order_number", "address",
]  # fmt: skip
# Who wins where two kinds cover the same place; names last, because "li.wei@example.com" is an address.
ORDER = [
    "link", "email", "identity_number", "bank_account", "company_code", "passport", "order_number", "ip_address",
    "phone", "address", "plate", "account_name", "name",
]  # fmt: skip
FINDINGS: dict[str, type] = {"text": int, "start": int, "end": int, "kind": object, "rule": object}


def find_personal(
    texts: Iterable[object],
    *,
    names: Iterable[str] = (),
    regions: Sequence[str] = ("CN",),
    order_numbers: str | None = None,
    kinds: Sequence[str] | None = None,
) -> pd.DataFrame:
    r"""Find personal data in free texts: names, phones, e-mail, identity and bank numbers and more.

    Chinese, English and Arabic texts are understood, with digits of any script. Names are found from the list that is
    given (in any order of parts, with initials, in capitals, with Arabic prefixes), after a title ("Mr", 先生), and
    after what people are to each other ("her husband", "Tochter"). A number that looks like a phone is found although
    none such is issued; its ``rule`` says so. A street is found with its number, in Chinese, English, German, French,
    Spanish and Italian. Prices, quantities, days and item numbers are left alone. Something is always missed: read a
    sample of the masked texts before they leave the house. Other names that are not on the list are not found, nor are
    towns, and streets without a number.

    Parameters
    ----------
    texts : Series or list-like
        The texts; missing ones hold nothing.
    names : list of str
        Names of staff and customers.
    regions : list of str
        Where phone numbers without a country code belong: two letters as in ISO 3166. International ones are found
        anyway.
    order_numbers : str, optional
        A regular expression of your order numbers, such as ``r"T\d{5}"``. Without one they are not looked for.
    kinds : list of str, optional
        Only these: "name", "phone", "email", "identity_number", "bank_account", "company_code", "passport", "plate",
        "ip_address", "link" (with a token), "account_name", "order_number", "address" (street and number).

    Returns
    -------
    DataFrame
        One row per finding: ``text`` (place in ``texts``, from 0), ``start``, ``end`` (characters), ``kind``, ``rule``.
        Never what was found: ``texts[text][start:end]`` shows it to whoever may see it.

    Raises
    ------
    ArgumentError
        When ``texts`` is not one column, or a region, kind or pattern is not understood.

    Notes
    -----
    GB 11643 (identity), GB 32100 (companies), ISO 13616 (IBAN), ISO/IEC 7812 (cards, Luhn) with their check digits;
    phones by Google's libphonenumber.

    Examples
    --------
    >>> find_personal(["Call Lin Hui: 139 1234 5678", "40 pcs at 37.50"], names=["Lin Hui"])["kind"].tolist()
    ['name', 'phone']
    """
    wanted = _wanted(kinds)
    rows = [
        (place, hit.start, hit.end, hit.kind, hit.rule)
        for place, hits in enumerate(_all(as_series(texts), names, regions, order_numbers))
        for hit in hits
        if hit.kind in wanted
    ]
    return pd.DataFrame(rows, columns=list(FINDINGS)).astype(FINDINGS)


def mask(
    texts: Iterable[object],
    *,
    names: Iterable[str] = (),
    regions: Sequence[str] = ("CN",),
    order_numbers: str | None = None,
    kinds: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Replace personal data in free texts by their kind: "call [name] at [phone]".

    Parameters
    ----------
    texts, names, regions, order_numbers, kinds : as there
        As for `find_personal`.

    Returns
    -------
    DataFrame
        On the index of ``texts``: ``masked`` (the text; missing stays missing) and, for every kind, how often it was
        masked in this text.

    Raises
    ------
    ArgumentError
        When ``texts`` is not one column, or a region, kind or pattern is not understood.

    Examples
    --------
    >>> mask(["Call Lin Hui: 139 1234 5678 before 5 May"], names=["Lin Hui"])["masked"].item()
    'Call [name]: [phone] before 5 May'
    """
    column, wanted = as_series(texts), _wanted(kinds)
    masked, counts = [], []
    for value, hits in zip(column, _all(column, names, regions, order_numbers), strict=True):
        chosen = [hit for hit in hits if hit.kind in wanted]
        masked.append(
            _masked(value, chosen)
            if isinstance(value, str)
            else None
            if pd.isna(value)
            else _masked(str(value), chosen)
        )
        counts.append([sum(hit.kind == kind for hit in chosen) for kind in KINDS])
    table = pd.DataFrame(counts, columns=KINDS, index=column.index, dtype="int64")
    table.insert(0, "masked", as_text(pd.Series(masked, index=column.index, dtype=object)))
    return table


def _masked(text: str, hits: list[Hit]) -> str:
    pieces, last = [], 0
    for hit in hits:
        pieces += [text[last : hit.start], f"[{hit.kind.replace('_', ' ')}]"]
        last = hit.end
    return "".join([*pieces, text[last:]])


def _wanted(kinds: Sequence[str] | None) -> set[str]:
    chosen = KINDS if kinds is None else [kinds] if isinstance(kinds, str) else list(kinds)
    for kind in chosen:
        if kind not in KINDS:
            raise ArgumentError(
                f"kinds names {in_words(kind)}. Some of {', '.join(KINDS)} were expected. Correct it."
                f"{did_you_mean(kind, KINDS)}"
            )
    return set(chosen)


def _all(
    texts: pd.Series, names: Iterable[str], regions: Sequence[str], order_numbers: str | None
) -> Iterator[list[Hit]]:
    """Return the findings of every text in order, each distinct text read once."""
    import phonenumbers

    regions = [regions] if isinstance(regions, str) else list(regions)
    for region in regions:
        if region not in phonenumbers.SUPPORTED_REGIONS:
            raise ArgumentError(
                f"regions names {in_words(region)}. Two capital letters were expected, such as 'CN', 'AE' or 'DE'."
                f"{did_you_mean(region, phonenumbers.SUPPORTED_REGIONS)}"
            )
    if isinstance(names, str):
        raise ArgumentError("names is one text. A list of names was expected. Write names=[...], or a column.")
    orders, people = _pattern(order_numbers), NameList(name for name in names if isinstance(name, str))
    known: dict[str, list[Hit]] = {}
    for value in texts:
        if not isinstance(value, str) and pd.isna(value):
            yield []
            continue
        text = value if isinstance(value, str) else str(value)
        if text not in known:
            known[text] = _found(text, people, regions, orders)
        yield known[text]


def _pattern(order_numbers: str | None) -> re.Pattern[str] | None:
    if order_numbers is None:
        return None
    try:
        pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{order_numbers})(?![A-Za-z0-9])", re.IGNORECASE)
    except (re.error, TypeError):
        pattern = None
    if pattern is None or pattern.search(""):
        raise ArgumentError(
            f"order_numbers={in_words(order_numbers)} was given. A regular expression was expected. Write it like "
            r"order_numbers=r'T\d{5}' for T and five digits."
        )
    return pattern


def _rank(hit: Hit) -> tuple[int, bool, int, int]:
    """Order what covers the same place: by kind, what is certain first, then the longest."""
    return ORDER.index(hit.kind), hit.rule == UNISSUED, hit.start - hit.end, hit.start


def _found(text: str, people: NameList, regions: Sequence[str], orders: re.Pattern[str] | None) -> list[Hit]:
    plain = Folded(text)
    hits = [*by_form(plain.text), *phones(plain.text, regions), *phone_like(plain.text), *streets(plain.text)]
    hits += people.find(plain)
    if orders is not None:
        hits += [Hit(*found.span(), "order_number", "pattern given") for found in orders.finditer(plain.text)]
    chosen: list[Hit] = []
    for hit in sorted(hits, key=_rank):
        if all(hit.end <= other.start or hit.start >= other.end for other in chosen):
            chosen.append(hit)
    return sorted(hit._replace(start=start, end=end) for hit in chosen for start, end in [plain.span(*hit[:2])])
