"""Phones and names: one form for the same customer, whatever list he stands in."""

import random

import pandas as pd
import phonenumbers
import pytest

from millrace.cleaning import normalise_names, normalise_phones
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
    found = normalise_phones([cell]).astype(object).iloc[0]
    assert [None if pd.isna(v) else v for v in found] == [phone, extension, others, problem]


def test_vanity_numbers_and_region():
    assert normalise_phones(["1-800-FLOWERS", "(415) 555-2671"], region="US")["phone"].tolist() == [
        "+18003569377",
        "+14155552671",
    ]
    with pytest.raises(ArgumentError, match="region='China' is not known"):
        normalise_phones(["1"], region="China")


@pytest.mark.parametrize(
    ("names", "form"),
    [
        (["HONGDA Leather Co., Ltd.", "Hongda Leather", "ｈｏｎｇｄａ　leather CO.LTD",
        "Hongda-Leather Company Limited"], "hongda leather"),
        (["义乌市宏达皮具有限公司", "义乌市宏达皮具", "义乌市宏达皮具股份有限公司"], "义乌市宏达皮具"),
        (["Müller & Söhne GmbH & Co. KG", "MULLER AND SOHNE", "Müller & Söhne G.m.b.H."], "muller and sohne"),
        (["Al Noor Trading L.L.C.", "AL NOOR TRADING (LLC)",
        "Al-Noor Trading FZE", "al noor trading fz-llc"], "al noor trading"),
        (["Dr. John O'Brien", "john obrien", "Mr John O’Brien"], "john obrien"),
        (["张伟先生", "张伟", "张伟 老板"], "张伟"),
        (["Rossi S.p.A.", "ROSSI SPA", "Rossi S.r.l."], "rossi"),
        (["Société Générale S.A.", "societe generale"], "societe generale"),
        (["ООО Ромашка", "Ромашка"], "ромашка"),
    ],
)  # fmt: skip
def test_writings_of_one_name_come_to_one_form(names, form):
    assert set(normalise_names(names)) == {form}


def test_different_names_stay_different_and_none_becomes_empty():
    names = [
        "Hongda Leather",
        "Hongda Letter",
        "宏达皮具",
        "宏达皮革",
        "Ltd",
        "Co Co",
        "J. P. Morgan",
        "Smith Jr",
        "Smith",
        "有限公司",
        "!!!",
    ]
    forms = normalise_names(names)
    assert forms.nunique() == 10
    assert forms.isna().tolist() == [False] * 10 + [True]


def test_1000_names_spoiled_in_writing_only_keep_their_form():
    rng = random.Random(9)
    words = [
        "Golden",
        "Lantern",
        "Bridge",
        "Harbour",
        "Silk",
        "Nile",
        "Delta",
        "Rivera",
        "Ibérica",
        "Åkerström",
        "Łódź",
        "宏达",
        "顺丰",
        "皮具",
        "Trading",
        "Leather",
        "Import",
    ]
    base = [" ".join(rng.sample(words, 3)) for _ in range(1000)]
    legal = ["Co., Ltd.", "LLC", "GmbH", "Ltd", "FZE", "Inc.", ", Inc", "(Pty) Ltd", "S.A."]
    spoil = [
        str.upper,
        str.lower,
        lambda n: n.replace(" ", "  "),
        lambda n: n.replace(" ", "-"),
        lambda n: f" {n}.",
        lambda n: f"{n} {rng.choice(legal)}",
    ]
    spoiled = [rng.choice(spoil)(name) for name in base]
    assert (normalise_names(spoiled) == normalise_names(base)).mean() == 1.0


def test_missing_empty_and_untouched():
    assert normalise_names([None, "n/a", ""]).isna().all()
    assert len(normalise_names([])) == 0
    assert list(normalise_phones([]).columns) == ["phone", "extension", "other_phones", "problem"]
    values = pd.Series(["A Ltd", None], index=[4, 4], name="who")
    before = values.copy(deep=True)
    assert normalise_names(values).name == "who"
    assert normalise_names(values).index.tolist() == [4, 4]
    assert normalise_phones(values).index.tolist() == [4, 4]
    pd.testing.assert_series_equal(values, before)


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
    row = normalise_phones([cell]).iloc[0]
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
        ("12 / 139 1234 5678", ["+8613912345678"]),
        ("13912345678 or 13812345678 and 13912345678", ["+8613912345678", "+8613812345678"]),
        ("1.3912345678e10", ["+8613912345678"]),
    ],
)  # fmt: skip
def test_every_number_of_a_cell_is_found_once(cell, phones):
    row = normalise_phones([cell]).iloc[0]
    others = [] if pd.isna(row["other_phones"]) else row["other_phones"].split("; ")
    assert [row["phone"], *others] == phones
    assert row["problem"] == ("several numbers" if others else "")


@pytest.mark.parametrize("cell", ["1.39E+10", "1.39e10", "Tel: 1.39123E+10", "4.4E+11"])
def test_a_number_that_was_rounded_is_no_number(cell):
    row = normalise_phones([cell]).iloc[0]
    assert pd.isna(row["phone"])
    assert row["problem"] == "digits lost"


def test_a_number_in_scientific_writing_that_lost_nothing_is_read():
    assert normalise_phones(["1.3912345678E+10"])["phone"].tolist() == ["+8613912345678"]
