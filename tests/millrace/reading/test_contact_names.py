"""Names: one form for the same customer, whatever list he is on."""

import random

import pandas as pd
import pytest

from millrace.cleaning import normalise_names, normalise_phones


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
    assert list(normalise_phones([]).columns) == [
        "phone",
        "extension",
        "other_phones",
        "problem",
        "region",
        "region_from",
    ]
    values = pd.Series(["A Ltd", None], index=[4, 4], name="who")
    before = values.copy(deep=True)
    assert normalise_names(values).name == "who"
    assert normalise_names(values).index.tolist() == [4, 4]
    assert normalise_phones(values).index.tolist() == [4, 4]
    pd.testing.assert_series_equal(values, before)
