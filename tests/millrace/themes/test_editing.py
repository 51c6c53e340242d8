import pandas as pd
import pytest

from millrace import themes
from millrace.errors import ArgumentError

TEXTS = pd.Series(
    ["late parcel", "late parcel", "late invoice", "late invoice", "zip broke", "late zip", None],
    index=[0, 0, 1, 2, 3, 4, 5],
)


def found():
    return themes.by_words(TEXTS, {"late": ["late"], "zip": ["zip"], "lost": ["lost"]})


def test_rename_changes_the_name_everywhere_and_not_the_original():
    before = found()
    after = themes.rename(before, {"late": "delivery"})
    assert after.names == ["delivery", "zip", "lost"]
    assert before.names == ["late", "zip", "lost"]
    assert (after.labels["strongest"] == "delivery").sum() == (before.labels["strongest"] == "late").sum()
    assert "delivery" in set(after.seeds["theme"])


def test_two_names_can_be_swapped():
    after = themes.rename(found(), {"late": "zip", "zip": "late"})
    assert after.labels["strongest"].iloc[0] == "zip"


def test_merge_counts_a_text_of_both_once():
    after = themes.merge(found(), ["late", "zip"], name="goods")
    assert after.names == ["lost", "goods"]
    assert after.labels["goods"].sum() == 6
    assert after.labels["strongest"].tolist() == ["goods"] * 6 + ["no theme"]
    assert themes.merge(found(), ["late", "zip"], name="zip").names == ["lost", "zip"]


def test_split_covers_the_theme_and_leaves_the_others_as_they_were():
    before = found()
    after = themes.split(before, "late", n=2)
    parts = [name for name in after.names if name.startswith("late: ")]
    assert len(parts) == 2
    kept = [name for name in after.names if name.startswith("late")]
    assert after.labels[kept].any(axis=1).tolist() == before.labels["late"].tolist()
    assert after.labels["zip"].tolist() == before.labels["zip"].tolist()
    assert after.labels["strongest"].iloc[0] != after.labels["strongest"].iloc[2]
    assert len(after.labels) == len(TEXTS)


@pytest.mark.parametrize(
    ("work", "match"),
    [
        (
            lambda t: themes.rename(t, {"lte": "x"}),
            r"no theme 'lte'\. The themes are: late, zip, lost\..*Did you mean 'late'",
        ),
        (lambda t: themes.rename(t, {"late": "zip"}), "The name 'zip' is taken.*themes.merge"),
        (lambda t: themes.rename(t, {"late": "no theme"}), "is taken"),
        (lambda t: themes.merge(t, ["late"], name="x"), "Two or more themes"),
        (lambda t: themes.merge(t, "late", name="x"), "Two or more themes"),
        (lambda t: themes.merge(t, ["late", "lost"], name="zip"), "is taken"),
        (lambda t: themes.merge(t, ["late", "lots"], name="x"), "Did you mean 'lost'"),
        (lambda t: themes.split(t, "late", n=1), "n=1 was given"),
        (lambda t: themes.split(t, "late", n=9), "n=9 themes were asked for"),
        (lambda t: themes.split(t, "smell"), "no theme 'smell'"),
        (lambda t: themes.rename("late", {}), "Themes were expected"),
    ],
)
def test_wrong_names_and_numbers_are_refused(work, match):
    with pytest.raises(ArgumentError, match=match):
        work(found())


def test_the_table_lists_themes_by_number_with_three_different_short_examples():
    texts = [f"parcel late {word}" for word in ["today", "again", "sadly", "twice"]] * 3 + ["late " * 100, "zip"]
    table = themes.by_words(texts, {"late": ["late"], "zip": ["zip"]}).table()
    assert table["theme"].tolist() == ["late", "zip", "no theme"]
    assert table["texts"].tolist() == [13, 1, 0]
    assert table["share"].tolist() == [13 / 14, 1 / 14, 0]
    examples = table["examples"].iloc[0]
    assert len(examples) == len(set(examples)) == 3
    assert max(map(len, examples)) <= 160
    assert table["examples"].iloc[2] == []
