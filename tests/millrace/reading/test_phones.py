"""Phone numbers: one form, the country from the column or asked for, never guessed in silence."""

import random

import pandas as pd
import phonenumbers
import pytest

from millrace.cleaning import normalise_phones, phone_region
from millrace.errors import ArgumentError

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def mobile_written(digits, rng):
    a, b, c = digits[:3], digits[3:7], digits[7:]
    ways = [
        digits,
        f"{a} {b} {c}",
        f"{a}-{b}-{c}",
        f"+86 {a} {b} {c}",
        f"+86{digits}",
        f"0086{digits}",
        f"86{digits}",
        f"(+86) {a}-{b}-{c}",
        f"Tel: {digits}",
        f"手机：{digits}",
        digits.translate(FULL_WIDTH),
        f"{digits}.0",
        f"{float(digits):.10e}",
        f" {digits}\u200b",
        int(digits),
        float(digits),
    ]
    return rng.choice(ways)


def test_all_of_1500_mobile_numbers_in_16_writings_come_to_e164():
    rng = random.Random(7)
    truth = [f"1{rng.choice('35789')}{rng.randrange(10**9):09d}" for _ in range(1500)]
    truth = [t for t in truth if phonenumbers.is_valid_number(phonenumbers.parse(t, "CN"))]
    phones = normalise_phones(pd.Series([mobile_written(t, rng) for t in truth], dtype=object))
    assert len(truth) > 1000
    assert (phones["phone"] == [f"+86{t}" for t in truth]).mean() == 1.0
    assert (phones["problem"] == "").all()


@pytest.mark.parametrize("region", ["CN", "AE", "DE", "US", "GB", "IT", "BR", "AR", "MX", "IN", "SA", "FR"])
def test_the_quick_way_agrees_with_phonenumbers(region):
    rng = random.Random(8)
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    national = phonenumbers.national_significant_number(example)
    texts = [national[:3] + "".join(rng.choice("0123456789") for _ in national[3:]) for _ in range(200)]
    texts += ["0" + text for text in texts[:50]]
    parsed = [phonenumbers.parse(text, region) for text in texts]
    oracle = [phonenumbers.format_number(n, 0) if phonenumbers.is_valid_number(n) else None for n in parsed]
    found = normalise_phones(texts, region=region)["phone"]
    known = [place for place, phone in enumerate(oracle) if phone]
    assert found.iloc[known].tolist() == [oracle[place] for place in known]


@pytest.mark.parametrize(
    ("cell", "phone", "extension", "others", "problem"),
    [
        ("0571-87654321", "+8657187654321", None, None, ""),
        ("(0571)87654321", "+8657187654321", None, None, ""),
        ("0571-87654321转801", "+8657187654321", "801", None, ""),
        ("0571-87654321 ext. 12", "+8657187654321", "12", None, ""),
        ("13912345678/13812345678", "+8613912345678", None, "+8613812345678", "several numbers"),
        ("13912345678; 0571-87654321", "+8613912345678", None, "+8657187654321", "several numbers"),
        ("13912345678 13812345678", "+8613912345678", None, "+8613812345678", "several numbers"),
        ("13912345678、13912345678", "+8613912345678", None, None, ""),
        ("+971 50 123 4567", "+971501234567", None, None, ""),
        ("971501234567", "+971501234567", None, None, ""),
        ("12012345678", None, None, None, "not valid"),
        ("138abc5678", None, None, None, "letters"),
        ("call me", None, None, None, "letters"),
        ("12345", None, None, None, "area code missing"),
        ("+999 123 4567", None, None, None, "unknown country code"),
        ("1" * 40, None, None, None, "too long"),
        (None, None, None, None, "missing"),
        ("-", None, None, None, "missing"),
    ],
)
def test_single_phones(cell, phone, extension, others, problem):
    found = normalise_phones([cell], region="CN").astype(object).iloc[0]
    assert [None if pd.isna(v) else v for v in found.iloc[:4]] == [phone, extension, others, problem]


def test_vanity_numbers_and_region():
    assert normalise_phones(["1-800-FLOWERS", "(415) 555-2671"], region="US")["phone"].tolist() == [
        "+18003569377",
        "+14155552671",
    ]
    with pytest.raises(ArgumentError, match="region='China' is not known"):
        normalise_phones(["1"], region="China")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("+86 139", "too short"), ("12", "too short"), ("+1 415 555 2671 99999", "too long"),
        ("1" * 25, "too long"),
        ("1" * 26, "too long"), ("00999123", "unknown country code"), ("123456", "area code missing"),
        ("a1b2", "letters"),
        ("139 1234 567", "not valid"), ("139 1234 56789", "not valid"), ("861391234567", "not valid"),
        ("n/a", "missing"),
    ],
)  # fmt: skip
def test_a_number_that_nobody_has_says_what_is_wrong(cell, problem):
    row = normalise_phones([cell], region="CN").iloc[0]
    assert (row["problem"], row[["phone", "extension", "other_phones"]].isna().all()) == (problem, True)


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("00971501234567", ["+971501234567"]), ("971 50 123 4567", ["+971501234567"]),
        ("8657187654321", ["+8657187654321"]),
        ("86 139 1234 5678", ["+8613912345678"]),
        ("tel 139 1234 5678 or 138 1234 5678", ["+8613912345678", "+8613812345678"]),
        ("fax: 0571-87654321", ["+8657187654321"]), ("0571 87654321 ext 9", ["+8657187654321"]),
        ("139 1234 5678\n138 1234 5678", ["+8613912345678", "+8613812345678"]),
        ("0571-87654321/0571-87654322", ["+8657187654321", "+8657187654322"]),
        ("13912345678-13812345678", ["+8613912345678", "+8613812345678"]),
        ("010-65551234--010-65551235", ["+861065551234", "+861065551235"]),
        ("0571/87654321", ["+8657187654321"]), ("010 / 6555 1234", ["+861065551234"]),
        ("+86 +86 139 1234 5678", ["+8613912345678"]), ("0086 86 13912345678", ["+8613912345678"]),
        ("+86 (0086) 571 87654321", ["+8657187654321"]), ("8686139 1234 5678", ["+8613912345678"]),
        ("13912345678 or 13812345678 and 13912345678", ["+8613912345678", "+8613812345678"]),
        ("1.3912345678e10", ["+8613912345678"]),
    ],
)  # fmt: skip
def test_every_number_of_a_cell_is_found_once(cell, phones):
    row = normalise_phones([cell], region="CN").iloc[0]
    others = [] if pd.isna(row["other_phones"]) else row["other_phones"].split("; ")
    assert [row["phone"], *others] == phones
    assert row["problem"] == ("several numbers" if others else "")


@pytest.mark.parametrize("cell", ["1.39E+10", "1.39e10", "Tel: 1.39123E+10", "4.4E+11"])
def test_a_number_that_was_rounded_is_no_number(cell):
    row = normalise_phones([cell], region="CN").iloc[0]
    assert pd.isna(row["phone"])
    assert row["problem"] == "digits lost"


def test_a_number_in_scientific_writing_that_lost_nothing_is_read():
    assert normalise_phones(["1.3912345678E+10"], region="CN")["phone"].tolist() == ["+8613912345678"]


@pytest.mark.parametrize("cell", ["0571-87654321/22", "12 / 139 1234 5678", "139 1234 5678, 138 1234"])
def test_digits_beside_a_number_that_are_no_number_are_told(cell):
    row = normalise_phones([cell], region="CN").iloc[0]
    assert row["phone"] in {"+8657187654321", "+8613912345678"}
    assert row["problem"] == "part not read"


def issued_numbers(region, rng, count):
    """Numbers as their country writes them, made from its published examples with other last digits."""
    found = []
    while len(found) < count:
        kind = rng.choice([phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE])
        digits = phonenumbers.national_significant_number(phonenumbers.example_number_for_type(region, kind))
        kept = rng.choice([0, 1, 2])
        tried = digits[:kept] + "".join(rng.choice("0123456789") for _ in digits[kept:])
        try:
            number = phonenumbers.parse(tried, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number_for_region(number, region):
            found.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
    return found


COUNTRIES = ["CN", "US", "DE", "FR", "IT", "IN", "ZA"]


@pytest.mark.parametrize("region", COUNTRIES)
def test_the_country_of_a_column_is_inferred_and_said(region):
    numbers = issued_numbers(region, random.Random(5), 50)
    found = phone_region(numbers).iloc[0]
    assert (found["region"], found["share"]) == (region, 1.0)
    read = normalise_phones([*numbers, "12"])
    assert (read["phone"].iloc[:-1] == normalise_phones(numbers, region=region)["phone"]).all()
    assert set(read["region_from"].iloc[:-1]) == {"column: 100 % fit"}


@pytest.mark.parametrize("region", COUNTRIES)
def test_numbers_stripped_of_their_leading_nought_are_never_given_to_another_country(region):
    numbers = [
        str(int("".join(filter(str.isdigit, number)))) for number in issued_numbers(region, random.Random(6), 50)
    ]
    assert phone_region(numbers)["region"].tolist()[0] in {region, ""}


def test_numbers_of_many_countries_get_no_country_and_no_number():
    rng = random.Random(7)
    foreign = [number for region in [*COUNTRIES[1:], "GB", "BR", "AE"] for number in issued_numbers(region, rng, 15)]
    read = normalise_phones(foreign)
    assert read["phone"].isna().all()
    assert set(read["problem"]) == {"country unknown"}


def test_one_number_alone_is_not_given_a_country():
    read = normalise_phones(["139 1234 5678", "+49 30 901820"])
    assert read["problem"].tolist() == ["country unknown", ""]
    assert read.iloc[1][["phone", "region", "region_from"]].tolist() == ["+4930901820", "DE", "country code"]


def test_country_codes_in_the_column_settle_where_the_others_belong():
    coded = [f"+86 571 8765 432{digit}" for digit in range(8)]
    read = normalise_phones([*coded, "0571-87650000"])
    assert read["phone"].iloc[-1] == "+8657187650000"
    assert phone_region([*coded, "0571-87650000"])["reason"].tolist() == ["8 of 8 country codes are +86"]


def test_country_codes_do_not_settle_it_against_the_numbers_themselves():
    american = issued_numbers("US", random.Random(8), 40)
    coded = [f"+86 571 8765 432{digit}" for digit in range(8)]
    assert phone_region([*coded, *american])["region"].tolist() == ["US"]
