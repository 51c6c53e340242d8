"""One comparable form per value: what people write differently becomes equal, what differs stays different."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning.duplicates.forms import comparable, folded, spoken_words


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("  Café\tNoir \n", "cafe noir"),
        ("ＡＢＣ１２", "abc12"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("宏达 皮具", "宏达 皮具"),
        ("A.B-c_d, e", "a.b-c_d, e"),
        (12.0, "12"),
        (-3.0, "-3"),
        (1.5, "1.5"),
        (True, "true"),
        (["a", 1], "['a', 1]"),
        (None, ""),
        (np.nan, ""),
        ("n/a", ""),
        ("TBC", ""),
        ("---", ""),
        ("_", ""),
        ("?!", ""),
        ("5.0", "5"),
        ("-5.0", "-5"),
        ("15.00", "15.00"),
        ("v5.0", "v5.0"),
        ("5.01", "5.01"),
    ],
)
def test_a_value_is_folded_to_plain_lower_case_text(written, text):
    assert folded(pd.Series([written, "other"], dtype=object)).tolist() == [text, "other"]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pd.Series([1, 22]), ["1", "22"]),
        (pd.Series([1.0, np.nan, 2e12]), ["1", "", "2000000000000"]),
        (pd.Series([1.0, 2.5]), ["1", "2.5"]),
        (pd.Series([-1.0, np.nan]), ["-1", ""]),
        (pd.Series(pd.array([1, None], dtype="Int64")), ["1", ""]),
        (pd.Series(pd.to_datetime(["2025-01-02 10:00", None])), ["2025-01-02", ""]),
        (pd.Series(pd.to_datetime(["2025-01-02 10:00"], utc=True)), ["2025-01-02"]),
        (pd.Series(pd.Categorical(["B", None, "B"])), ["b", "", "b"]),
        (pd.Series([], dtype=object), []),
        (pd.Series([], dtype=float), []),
    ],
)
def test_columns_of_every_type_are_folded_and_gaps_are_empty(values, texts):
    assert folded(values).tolist() == texts


def test_folded_and_comparable_text_keeps_the_labels_of_the_rows_and_their_order():
    values = pd.Series(["b", "a", "b"], index=[7, 3, 5])
    assert folded(values).to_dict() == comparable(folded(values), "name").to_dict() == {7: "b", 3: "a", 5: "b"}


@pytest.mark.parametrize(
    ("text", "words"), [(" a--b_(c) ", "a b c"), ("n/a", "n a"), ("宏达,皮具", "宏达 皮具"), ("_-", "")]
)
def test_only_letters_and_digits_are_spoken(text, words):
    assert spoken_words(pd.Series([text])).tolist() == [words]


@pytest.mark.parametrize(
    ("kind", "text", "form"),
    [
        ("phone", "+86 138-1234-5678", "812345678"),
        ("phone", "0571 8888 9999, 0571 8888 7777", "188889999"),
        ("phone", "0571 8888 9999; 138 0000 1111", "188889999"),
        ("phone", "0571 8888 9999 or 138 0000 1111", "188889999"),
        ("phone", "0571 8888 9999 ext 12", "188889999"),
        ("phone", "0571 8888 9999 x12", "188889999"),
        ("phone", "12-345", "12345"),
        ("phone", "12-34", ""),
        ("phone", "110", ""),
        ("date", "2024-1-3", "20240103"),
        ("date", "2024/11/30 10:00", "20241130"),
        ("date", "2024年1月3日", "20240103"),
        ("date", "3.1.2024", "20240103"),
        ("date", "30/11/2024", "20241130"),
        ("date", "20240103", "20240103"),
        ("date", "1/24", "124"),
        ("email", "mailto:ann @x.cn", "ann@x.cn"),
        ("code", "AB-12_3 4/c", "AB1234c"),
        ("number", "$1,200.50", "1200.50"),
        ("number", "-5 usd.", "-5"),
        ("number", "12.", "12"),
        ("name", "hongda leather co., ltd", "hongda leather"),
        ("text", "hongda leather co., ltd", "hongda leather co ltd"),
        ("address", "o'neil’s st. 5", "oneils st 5"),
        ("text", "fish&chips", "fish and chips"),
        ("text", "a.b.c. shop", "abc shop"),
        ("text", "i.b.m", "ibm"),
        ("text", "end.of line", "end of line"),
        ("text", "a_b--c", "a b c"),
        ("category", " x ", "x"),
    ],
)
def test_each_kind_has_its_comparable_form(kind, text, form):
    assert comparable(pd.Series([text, text, ""]), kind).tolist() == [form, form, ""]


@pytest.mark.parametrize("kind", ["phone", "date", "email", "code", "number", "name", "text", "category"])
def test_no_rows_have_no_forms(kind):
    assert comparable(pd.Series([], dtype=object), kind).empty
