import pandas as pd
import pytest

from millrace.cleaning.duplicates.forms import comparable
from millrace.reading import normalise_names
from millrace.reading.firm_names import _CLEAR, _LEGAL, _TITLES, comparison_name, without_legal_forms

CHINESE_FORMS = [
    "有限公司",
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "公司",
    "有限",
    "股份",
    "株式会社",
    "个体工商户",
]


@pytest.mark.parametrize("form", sorted(_LEGAL))
def test_a_legal_form_known_to_one_comparison_is_known_to_all(form):
    name = f"hongda leather {form}"
    assert normalise_names([name]).tolist() == ["hongda leather"]
    assert comparable(pd.Series([name]), "name").tolist() == ["hongda leather"]


@pytest.mark.parametrize("form", CHINESE_FORMS)
def test_a_chinese_legal_form_known_to_one_comparison_is_known_to_all(form):
    assert normalise_names([f"宏达皮具{form}"]).tolist() == ["宏达皮具"]
    assert comparable(pd.Series([f"宏达皮具{form}"]), "name").tolist() == ["宏达皮具"]


@pytest.mark.parametrize("title", sorted(_TITLES))
def test_a_title_in_front_known_to_one_comparison_is_known_to_all(title):
    assert normalise_names([f"{title} Anna Weber"]).tolist() == ["anna weber"]
    assert comparable(pd.Series([f"{title} anna weber"]), "name").tolist() == ["anna weber"]


def test_words_that_a_loose_comparison_drops_anywhere_are_legal_forms_or_titles():
    assert _CLEAR <= _LEGAL | _TITLES


def test_only_the_loose_comparison_drops_a_form_from_the_middle():
    assert comparison_name("AG Weser") == "ag weser"
    assert without_legal_forms("ag weser") == "weser"


@pytest.mark.parametrize("name", ["co ltd", "有限公司", "gmbh"])
def test_a_name_of_legal_forms_only_is_never_empty(name):
    assert comparison_name(name) in (name, name.split()[0])
    assert without_legal_forms(name) == name
