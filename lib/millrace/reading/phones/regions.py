"""The country of the phone numbers that name none, inferred from what fits the whole column."""

import random
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.reading.missing_words import is_missing_word
from millrace.reading.phones.cells import digits_lost, digits_of, names_country, pieces_of, tidy_cell
from millrace.reading.texts import as_series

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = ["ColumnRegion", "check_region", "infer_region", "phone_region"]

# A country is inferred when it fits this share of the numbers and is this much likelier than all others together.
FITS_SHARE = 0.85
SURE_SHARE = 0.99
# Numbers of one town prove little: so many different beginnings, of three digits, are wanted.
BEGINNINGS = 5
SAMPLE, FIRST_LOOK = 40, 8
# This share of numbers may be mistyped or from elsewhere, whatever the country.
STRAY_SHARE = 0.05
# So many numbers with a country code, nearly all with the same, show where the others belong.
CODED_ROWS, CODED_SHARE = 5, 0.9
# For how much of digits drawn by chance a country issues numbers.
DRAWS = 5
# No other country may fit a greater share of the numbers, by more than this.
SHARE_SLACK = 0.02
# Nor much more of them with a 0 before each, unless it issues so many times more numbers that nearly all fit it.
SHARE_SLACK_WITH_ZERO, ISSUES_TIMES_MORE = 0.05, 4.0
# How much likelier a number is in the country whose habit its spaces and brackets follow; how rare a lost 0 is.
GROUPED_SO, LOST_ZERO = 10.0, 0.01


class Fit(NamedTuple):
    """How well one number, or the mean of several, fits a country: issued, dialled so, and grouped so there."""

    issued: float
    dialled: float
    grouped: float


class ColumnRegion(NamedTuple):
    """The country of a column's bare numbers, or "", the share that fits it, and in words how it is known."""

    region: str
    share: float
    reason: str


def phone_region(values: Iterable[object]) -> pd.DataFrame:
    """Say which country the phone numbers without a country code belong to, and how many of them fit it.

    What is found is the answer for ``normalise_phones(region=...)``, which asks the same where no region is given.

    Parameters
    ----------
    values : Series or list-like
        The cells, as text or numbers.

    Returns
    -------
    DataFrame
        One row: ``region`` (two letters as in ISO 3166, "" when it cannot be told; for a code that several countries
        share, such as +1, the largest), ``numbers`` (different numbers without a country code), ``share`` (of them
        that are issued in that country, 0 to 1; missing when no country was found), ``reason`` (in words).

    Raises
    ------
    ArgumentError
        When ``values`` is not one column.

    Notes
    -----
    A country must fit at least 85 % of the numbers as they are written there, and no other may fit more. Among those
    that do, the likeliest by Bayes' rule is taken when it has 99 %: a number is the stronger evidence the fewer
    numbers a country issues, and spaces and brackets as they are written there count. Five different beginnings are
    wanted, since the numbers of one town fit many countries. Where the numbers fit best with a 0 before each, which
    spreadsheets drop, nothing is inferred. Numbers with a country code in the same column settle it, too.
    Rests on ``phonenumbers``.

    Examples
    --------
    >>> phone_region(["139 1234 5678", "15857943210", "0571-87654321", "18612345678", "13312345678", "177 1234 5678"])
      region  numbers  share                                   reason
    0     CN        6    1.0  6 of 6 numbers without a country code fit
    >>> phone_region(["87654321"])["region"].tolist()
    ['']
    """
    distinct = pd.unique(as_series(values).dropna().astype(object)).tolist()
    found, bare = _infer(distinct)
    return pd.DataFrame(
        {"region": [found.region], "numbers": [len(bare)], "share": [found.share], "reason": [found.reason]}
    )


def check_region(region: str) -> None:
    """Refuse what is no country of ISO 3166.

    Parameters
    ----------
    region : str
        What the user gave.

    Raises
    ------
    ArgumentError
        Naming the nearest country.

    Examples
    --------
    >>> check_region("CN")
    """
    import phonenumbers

    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise ArgumentError(
            f"region={in_words(region)} is not known. Two capital letters were expected, such as 'CN', 'AE' or 'DE'."
            f"{did_you_mean(region, phonenumbers.SUPPORTED_REGIONS)}"
        )


def infer_region(distinct: list[object]) -> ColumnRegion:
    """Infer the country of a column's numbers without a country code.

    Parameters
    ----------
    distinct : list
        Distinct cells.

    Returns
    -------
    ColumnRegion
        Its ``region`` is "" when the column does not settle it.

    Examples
    --------
    >>> infer_region(["87654321"]).region
    ''
    """
    return _infer(distinct)[0]


def _infer(distinct: list[object]) -> tuple[ColumnRegion, list[str]]:
    texts = [tidy_cell(cell) for cell in distinct if cell is not None]
    pieces = list(dict.fromkeys(p for text in texts if not is_missing_word(text) for p in pieces_of(text)))
    pieces = [piece for piece in pieces if 7 <= len(digits_of(piece)) <= 15 and not digits_lost(piece)]
    bare = [piece for piece in pieces if not names_country(piece)]
    coded = [piece for piece in pieces if names_country(piece)]
    by_digits = _by_digits(bare)
    by_code = _by_codes(coded, bare, dialled_so=bool(by_digits.region))
    return by_code or by_digits, bare


def _by_codes(coded: list[str], bare: list[str], *, dialled_so: bool) -> ColumnRegion | None:
    """Take the country of the column's country codes, when it fits the bare numbers, too."""
    import phonenumbers

    codes = pd.Series([_code(piece) for piece in coded[: 20 * SAMPLE]], dtype=object).value_counts()
    if not len(codes) or not codes.index[0] or codes.iloc[0] < max(CODED_ROWS, CODED_SHARE * codes.sum()):
        return None
    region = phonenumbers.region_code_for_country_code(codes.index[0])
    sample = _sample(bare, 10 * SAMPLE)
    fit = _fitting(sample, region) if sample else Fit(1, 1, 1)
    if region not in phonenumbers.SUPPORTED_REGIONS or (fit.dialled if dialled_so else fit.issued) < FITS_SHARE:
        return None
    return ColumnRegion(region, fit.issued, f"{codes.iloc[0]:,} of {codes.sum():,} country codes are +{codes.index[0]}")


def _code(piece: str) -> int:
    import phonenumbers

    try:
        number = phonenumbers.parse(f"+{digits_of(piece).removeprefix('00')}", None)
    except phonenumbers.NumberParseException:
        return 0
    return int(number.country_code or 0) if phonenumbers.is_valid_number(number) else 0


def _by_digits(bare: list[str]) -> ColumnRegion:
    if not bare:
        return ColumnRegion("", np.nan, "no number without a country code")
    beginnings = list({_beginning(piece): piece for piece in bare}.values())
    if len(beginnings) < BEGINNINGS:
        return ColumnRegion("", np.nan, "too few different numbers without a country code to tell the country")
    sample = _sample(beginnings, SAMPLE)
    best, reason = _likeliest(sample, _candidates(sample))
    if not best:
        return ColumnRegion("", np.nan, reason)
    checked = _sample(bare, 10 * SAMPLE)
    share = _fitting(checked, best).issued
    if share < FITS_SHARE:
        return ColumnRegion("", np.nan, "no country fits nearly all numbers without a country code")
    some = "" if len(checked) == len(bare) else "checked "
    fit = f"{round(share * len(checked)):,} of {len(checked):,} {some}numbers without a country code fit"
    return ColumnRegion(best, share, fit)


def _candidates(sample: list[str]) -> dict[str, Fit]:
    first = sample[:: max(1, len(sample) // FIRST_LOOK)]
    near = [region for region in _main_regions() if _fitting(first, region).issued >= FITS_SHARE - 0.25]
    fits = {region: _fitting(sample, region) for region in near}
    return {region: fit for region, fit in fits.items() if fit.issued >= FITS_SHARE}


def _likeliest(sample: list[str], fits: dict[str, Fit]) -> tuple[str, str]:
    """Return the country that fits for certain, or "" and the reason why none does."""
    by_chance = {region: _by_chance(sample, region) for region in fits}
    likely = {region: _likelihood(len(sample), fit, by_chance[region]) for region, fit in fits.items()}
    as_dialled = {region: pair[0] for region, pair in likely.items() if fits[region].dialled >= FITS_SHARE}
    with_zero = {region: pair[1] + np.log(LOST_ZERO) for region, pair in likely.items()}
    every = [*as_dialled.values(), *with_zero.values()]
    if not as_dialled or max(every) > max(as_dialled.values()):
        lost = sorted(with_zero, key=lambda region: -with_zero[region])[:3]
        found = f" they would fit {', '.join(lost)} with a 0 before each" if lost else ""
        return "", f"no country fits nearly all numbers without a country code{';' if lost else ''}{found}"
    best = max(as_dialled, key=lambda region: as_dialled[region])
    sure = 1 / np.exp(np.clip(np.array(every) - as_dialled[best], -700, 0)).sum()
    rivals = [region for region in fits if region != best and _fits_more(fits[region], fits[best])]
    few_numbers = ISSUES_TIMES_MORE * by_chance[best].dialled
    rivals += [
        region
        for region in fits
        if region != best
        and fits[region].issued > fits[best].dialled + SHARE_SLACK_WITH_ZERO
        and by_chance[region].issued < few_numbers
    ]
    if sure < SURE_SHARE or rivals:
        several = rivals or sorted(as_dialled, key=lambda region: -as_dialled[region])[1:]
        return "", f"the numbers fit several countries ({', '.join([best, *several][:3])})"
    return best, ""


def _fits_more(other: Fit, best: Fit) -> bool:
    if best.grouped >= 0.5 and other.grouped < 0.2:
        return False
    return other.dialled > best.dialled + SHARE_SLACK


def _beginning(piece: str) -> str:
    return digits_of(piece).lstrip("0")[:3]


def _sample(pieces: list[str], size: int) -> list[str]:
    return pieces if len(pieces) <= size else random.Random(0).sample(pieces, size)


@cache
def _main_regions() -> tuple[str, ...]:
    import phonenumbers

    main = (regions[0] for regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.values())
    return tuple(region for region in main if region in phonenumbers.SUPPORTED_REGIONS)


def _fitting(pieces: list[str], region: str) -> Fit:
    return Fit(*np.mean([_fit(piece, region) for piece in pieces], axis=0).tolist())


def _by_chance(pieces: list[str], region: str) -> Fit:
    chance = random.Random(1)
    return _fitting([_drawn(piece, chance) for piece in pieces for _ in range(DRAWS)], region)


def _likelihood(count: int, fit: Fit, by_chance: Fit) -> tuple[float, float]:
    """Weigh the numbers against digits drawn by chance: as they are dialled, and with a 0 before each."""
    dialled = _weight(count, fit.dialled, by_chance.dialled) + count * fit.grouped * np.log(GROUPED_SO)
    return dialled, _weight(count, fit.issued - fit.dialled, by_chance.issued - by_chance.dialled)


def _weight(count: int, share: float, by_chance: float) -> float:
    accepted = max(by_chance, 1 / (DRAWS * count))
    hit = (1 - STRAY_SHARE) / accepted + STRAY_SHARE
    return float(count * (share * np.log(hit) + (1 - share) * np.log(STRAY_SHARE)))


def _drawn(piece: str, chance: random.Random) -> str:
    digits = digits_of(piece)
    rest = digits.lstrip("0")
    ones = (chance.choice("0123456789" if place else "123456789") for place in range(len(rest)))
    return digits[: len(digits) - len(rest)] + "".join(ones)


def _fit(piece: str, region: str) -> Fit:
    import phonenumbers

    number = _number(piece, region)
    if number is None:
        return Fit(float(_zero_is_dialled(region) and _number(f"0{piece}", region) is not None), 0, 0)
    number.extension = None
    piece = piece.partition("ext.")[0]
    usual = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    prefix = phonenumbers.ndd_prefix_for_region(region, True) or ""
    with_code = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    dialled = digits_of(piece) in {digits_of(usual), prefix + digits_of(usual), digits_of(with_code)}
    grouped = dialled and not piece.isdigit() and re.findall(r"\d+", piece) == re.findall(r"\d+", usual)
    return Fit(1, dialled, grouped)


def _number(piece: str, region: str) -> "PhoneNumber | None":
    import phonenumbers

    try:
        number = phonenumbers.parse(piece, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


@cache
def _zero_is_dialled(region: str) -> bool:
    # in Italy and some others the 0 is a digit of the number itself, so that without it there is no number
    import phonenumbers

    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.FIXED_LINE)
    return example is not None and bool(example.italian_leading_zero)
