import numpy as np
import pandas as pd
import pytest

from millrace import themes
from millrace.errors import ArgumentError, ColumnError

TEXTS = ["late"] * 6 + ["zip"] * 3 + ["late zip", None, "77"]
COST = pd.Series([1.0, 2, 3, np.nan, 4, 0, 100, 200, np.nan, 50, 7, np.nan])


def found():
    holds = {name: [name in str(text) for text in TEXTS] for name in ("late", "zip")}
    main = ["late"] * 6 + ["zip"] * 3 + ["late", "no theme", "no theme"]
    return themes.Themes(pd.DataFrame(holds).assign(strongest=main, score=1.0, reason=""), pd.Series(TEXTS))


def test_split_sums_are_the_sum_of_all_and_every_text_is_counted_once():
    table = themes.by_measure(found(), COST)
    assert table["total"].sum() == COST.sum()
    assert table["counted"].sum() == len(TEXTS)
    assert table["count_share"].sum() == pytest.approx(1)
    assert table["total_share"].sum() == pytest.approx(1)
    assert (table["known"] + table["missing"]).tolist() == table["texts"].tolist()
    assert table["theme"].tolist() == ["zip", "late", "no theme"]


def test_a_text_of_two_themes_is_halved_or_counted_in_each_as_asked():
    halved = themes.by_measure(found(), COST).set_index("theme")
    each = themes.by_measure(found(), COST, two_themes="in each").set_index("theme")
    assert halved.loc["late", ["texts", "shared", "counted", "total", "missing"]].tolist() == [7, 1, 6.5, 35, 1]
    assert each.loc["late", ["texts", "shared", "counted", "total", "missing"]].tolist() == [7, 1, 7, 60, 1]
    assert each["total"].sum() == COST.sum() + 50
    assert halved.loc["zip", "mean"] == 325 / 2.5
    assert halved.loc["no theme", ["texts", "total", "missing"]].tolist() == [2, 7, 1]


def test_without_any_known_cost_shares_are_unknown_and_counts_are_not():
    table = themes.by_measure(found(), [np.nan] * 12)
    assert table["total_share"].isna().all()
    assert table["mean"].isna().all()
    assert table["missing"].sum() == table["texts"].sum()
    assert "no theme" in set(table["theme"])
    themes.draw_count_and_cost(table)


@pytest.mark.parametrize(
    ("values", "error", "match"),
    [
        ([1, 2], ArgumentError, "2 values were given for 12 texts"),
        (COST.set_axis(range(1, 13)), ArgumentError, "other row labels"),
        (["x"] * 12, ColumnError, "parse_money"),
        ([np.inf] * 12, ColumnError, "infinite"),
    ],
)
def test_values_that_do_not_belong_to_the_texts_are_refused(values, error, match):
    with pytest.raises(error, match=match):
        themes.by_measure(found(), values)


def test_an_unknown_way_is_refused():
    with pytest.raises(ArgumentError, match="'split' or 'in each' was expected"):
        themes.by_measure(found(), COST, two_themes="both")


def test_the_chart_says_the_most_frequent_and_the_costliest_also_in_words():
    ax = themes.draw_count_and_cost(themes.by_measure(found(), COST))
    assert ax.get_title(loc="left") == "Most frequent: late (54 % of texts). Costliest: zip (89 % of CNY)"
    assert "zip 29 % of texts, 325 CNY" in ax.figure.get_label()
    assert "%" in ax.get_xlabel()
