from collections import Counter, defaultdict

import pandas as pd
import pytest

import made_texts
from millrace import privacy
from millrace.errors import ArgumentError
from millrace.privacy.check_digits import is_bank_card, is_company_code, is_iban, is_resident_identity

SETS = {"first": (made_texts.TEMPLATES, made_texts.CLEAN), "later": (made_texts.LATER, made_texts.LATER_CLEAN)}


@pytest.mark.parametrize("which", SETS)
@pytest.mark.parametrize("seed", [11, 12])
def test_on_texts_of_another_make_recall_is_95_and_precision_90_percent_of_every_kind(which, seed):
    texts, truth = made_texts.texts(800, seed, *SETS[which])
    found = privacy.find_personal(texts, names=made_texts.NAMES, regions=["CN", "AE"])
    by_text = defaultdict(list)
    for row in found.itertuples():
        by_text[row.text].append((row.start, row.end, row.kind))
    true, hit, right = Counter(), Counter(), Counter()
    for place, spans in enumerate(truth):
        for start, end, kind in spans:
            true[kind] += 1
            hit[kind] += any(k == kind and s <= start and e >= end for s, e, k in by_text[place])
        for start, end, kind in by_text[place]:
            right[kind] += any(k == kind and s < end and start < e for s, e, k in spans)
    for kind in true:
        assert hit[kind] / true[kind] >= 0.95, kind
    for kind, number in Counter(found["kind"]).items():
        assert right[kind] / number >= 0.9, kind


def masked(text, **arguments):
    return privacy.mask([text], **arguments)["masked"].item()


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("shen chengtai and SHEN CHENGTAI's bag", ["Shen Chengtai"], "[name] and [name]'s bag"),
        ("Chengtai Shen, C. Shen; Shen", ["Shen Chengtai"], "[name], [name]; [name]"),
        ("José García called, Jose Garcia too", ["José García"], "[name] called, [name] too"),
        ("ask Lin-Hui", ["Lin Hui"], "ask [name]"),
        ("size h, Wu Bin, A lot", ["Wu An", "Hu Wu"], "size h, Wu Bin, A lot"),
        ("the will is in may", ["Will May"], "the will is in may"),
        ("邱雨桐在吗", ["邱雨桐"], "[name]在吗"),
        ("وأَحمد ولأحمد", ["احمد المنصوري"], "و[name] ول[name]"),
        ("王先生和陈总，一共总量施工", [], "[name]和[name]，一共总量施工"),
        ("Mr. Abernathy said so", [], "Mr. [name] said so"),
        ("linen huile", ["Lin Hui"], "linen huile"),
    ],
)
def test_names_are_found_in_their_forms(text, names, expected):
    assert masked(text, names=names) == expected


@pytest.mark.parametrize(
    "text",
    [
        "240 pieces at 37.50 CNY, 5 % off from 60",
        "LB-W021 from 2025-05-14 10:35, order 6710",
        "13912345678 CNY in all",
        "tracking SF1401234567890, barcode 6901234567892",
        "version 2.14.0.3, size 40x30x20",
        "2nd call re 25-00899, ask the boss. Many thanks",
        "6222021234567891",  # Luhn's check fails
        "110105194912310021",  # the check character is another
        "GB00WEST12345698765432",
        "see https://shop.example.org/bags?page=2",
        "٥٠ قطعة بسعر ١٢٠ درهم",
        "",
    ],
)
def test_prices_quantities_days_and_wrong_check_digits_are_left_alone(text):
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１３９１２３４５６７８", "[phone]"),
        ("1 3 9 1 2 3 4 5 6 7 8", "[phone]"),
        ("+44 20 7946 0018 now", "[phone] now"),
        ("call 8765 4321", "call [phone]"),
        ("li@qq.com谢谢 a(at)b(dot)org", "[email]谢谢 [email]"),
        ("11010519491231002x", "[identity number]"),
        ("DE89 3704 0044 0532 0130 00", "[bank account]"),
        ("4111-1111-1111-1111.", "[bank account]."),
        ("护照号E12345678", "护照号[passport]"),
        ("微信: lin_hui88", "微信: [account name]"),
        ("from 192.168.0.12", "from [ip address]"),
        ("2001:db8::8a2e:370:7334 it was", "[ip address] it was"),
    ],
)
def test_numbers_and_addresses_are_found(text, expected):
    assert masked(text) == expected


def test_order_numbers_are_masked_only_when_their_pattern_is_given():
    assert masked("order T04339, T04386x") == "order T04339, T04386x"
    assert masked("order T04339, T04386x", order_numbers=r"T\d{5}") == "order [order number], T04386x"
    assert masked("13912345678", order_numbers=r"\d{11}") == "[order number]"


def test_masking_again_changes_nothing_and_every_finding_is_counted():
    texts, _ = made_texts.texts(300, 5)
    arguments = {"names": made_texts.NAMES, "regions": ["CN", "AE"]}
    once = privacy.mask(texts, **arguments)
    assert privacy.mask(once["masked"], **arguments)["masked"].tolist() == once["masked"].tolist()
    found = privacy.find_personal(texts, **arguments)
    counts = found["kind"].value_counts()
    assert once.drop(columns="masked").sum().loc[counts.index].tolist() == counts.tolist()


def test_missing_texts_stay_missing_and_the_index_is_kept():
    texts = pd.Series(["call 13912345678", None, 13912345678], index=["x", "y", "z"], dtype=object)
    table = privacy.mask(texts)
    assert table["masked"].isna().tolist() == [False, True, False]
    assert table["phone"].tolist() == [1, 0, 1]
    assert table.index.tolist() == ["x", "y", "z"]
    assert texts.iloc[0] == "call 13912345678"


def test_findings_hold_places_and_never_values():
    text = "١٣٩١٢٣٤٥٦٧٨ for Ottilie Quendel"
    found = privacy.find_personal([text], names=["Ottilie Quendel"])
    assert [text[row.start : row.end] for row in found.itertuples()] == ["١٣٩١٢٣٤٥٦٧٨", "Ottilie Quendel"]
    assert "Quendel" not in found.to_csv()
    assert privacy.find_personal([]).columns.tolist() == found.columns.tolist()


def test_only_the_kinds_that_were_asked_are_masked():
    assert masked("li@qq.com 13912345678", kinds=["email"]) == "[email] 13912345678"


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"kinds": ["emial"]}, "Did you mean 'email'"),
        ({"regions": ["China"]}, "Two capital letters"),
        ({"order_numbers": "("}, "regular expression"),
        ({"order_numbers": "x*"}, "regular expression"),
        ({"names": "Lin Hui"}, "A list of names"),
    ],
)
def test_impossible_arguments_are_refused(arguments, match):
    with pytest.raises(ArgumentError, match=match):
        privacy.mask(["text"], **arguments)


def test_one_text_or_a_table_is_refused():
    with pytest.raises(ArgumentError, match="A column of values"):
        privacy.mask("text")


def changed(number):
    for place, char in enumerate(number):
        if char.isdigit():
            yield number[:place] + str((int(char) + 1) % 10) + number[place + 1 :]


@pytest.mark.parametrize(
    ("number", "check"),
    [
        ("11010519491231002X", is_resident_identity), ("4111111111111111", is_bank_card),
        ("6228480402564890018", is_bank_card), ("DE89370400440532013000", is_iban),
        ("AE070331234567890123456", is_iban), ("91350100M000100Y43", is_company_code),
    ],
)  # fmt: skip
def test_check_digits_notice_every_wrong_digit(number, check):
    assert check(number)
    assert not any(map(check, changed(number)))
