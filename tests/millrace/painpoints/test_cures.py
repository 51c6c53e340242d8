"""Two cures for each pain: sums by hand where nothing is uncertain, both in the table, doubts said."""

import numpy as np
import pytest

from millrace.errors import ArgumentError
from millrace.painpoints import Cure, Part, compare_cures

PAINS = {"late": [Part("refunds", 10_000, 10_000, 10_000), Part("calls", 4000, 4000, 4000, kind="time")]}


def cure(**change):
    plain = {"pain": "late", "name": "call ahead", "with_ai": False, "setup": 0, "per_year": 500, "removes_share": 0.4}
    return Cure(**(plain | change))


TOOL = {"name": "predictor", "with_ai": True, "setup": 6000, "per_year": 3000, "removes_share": 0.5}


def test_without_ranges_everything_is_a_sum_by_hand():
    table = compare_cures(PAINS, [cure(**TOOL), cure()], years=3).set_index("cure")
    assert table.index.tolist() == ["call ahead", "predictor"]
    row = table.loc["predictor"]
    assert row["pain_per_year"] == pytest.approx(14_000)
    assert row["cost_per_year"] == pytest.approx(3000 + 6000 / 3)
    assert row["removed_per_year"] == pytest.approx(7000)
    assert row["removed_cash_per_year"] == pytest.approx(5000)
    assert row["net_value_mean"] == row["net_value_p10"] == pytest.approx(3 * 4000 - 6000)
    assert row["net_cash_mean"] == pytest.approx(3 * 2000 - 6000)
    assert row["payback_months"] == pytest.approx(12 * 6000 / 4000)
    assert table["verdict"].tolist() == ["surely the best", "surely not the best"]
    assert table.loc["call ahead", "payback_months"] == 0


def test_a_cure_that_never_pays_back_says_so_and_doing_nothing_is_best():
    table = compare_cures(PAINS, [cure(per_year=9000), cure(**TOOL | {"per_year": 9000})])
    assert np.isinf(table["payback_months"]).all()
    assert table["verdict"].tolist() == ["loses money"] * 2
    assert table["best_share"].tolist() == [0, 0]
    assert (table["loses_share"] == 1).all()


def test_equal_cures_are_not_told_apart():
    same = {"setup": (1000, 2000, 4000), "per_year": (100, 300, 900), "removes_share": (0.1, 0.4, 0.6)}
    table = compare_cures(PAINS, [cure(**same), cure(**same, name="predictor", with_ai=True)])
    assert table["verdict"].tolist() == ["the best or not: not shown"] * 2
    assert table["best_share"].tolist() == pytest.approx([0.5, 0.5], abs=0.02)


def test_a_saving_of_time_alone_is_no_cash():
    pains = {"late": [Part("calls", 4000, 5000, 6000, kind="time")]}
    table = compare_cures(pains, [cure(), cure(**TOOL)])
    assert (table["removed_cash_per_year"] == 0).all()
    assert (table["loses_cash_share"] == 1).all()
    assert table["loses_share"].tolist()[0] == 0


def test_means_of_ranges_are_products_of_means():
    pains = {"late": [Part("refunds", 5000, 10_000, 30_000)]}
    row = compare_cures(pains, [cure(removes_share=(0.1, 0.2, 0.6)), cure(**TOOL)], draws=200_000).iloc[0]
    assert row["removed_per_year"] == pytest.approx(15_000 * 0.3, rel=0.01)
    assert row["removes_low_share"], row["removes_high_share"] == (0.1, 0.6)


def test_each_pain_has_both_cures_in_the_table_in_the_order_of_the_pains():
    pains = PAINS | {"smell": [Part("returns", 1, 2, 3)]}
    cures = [cure(pain="smell", **TOOL), cure(pain="smell"), cure(**TOOL), cure(), cure(name="second shelf")]
    table = compare_cures(pains, cures)
    assert table["pain"].tolist() == ["late"] * 3 + ["smell"] * 2
    assert table["with_ai"].tolist() == [False, False, True, False, True]
    assert (table.groupby("pain")["best_share"].sum() <= 1 + 1e-9).all()


def test_the_seed_decides():
    cures = [cure(removes_share=(0.1, 0.2, 0.6)), cure(**TOOL)]
    assert compare_cures(PAINS, cures, seed=1).equals(compare_cures(PAINS, cures, seed=1))
    assert not compare_cures(PAINS, cures, seed=1).equals(compare_cures(PAINS, cures, seed=2))


@pytest.mark.parametrize(
    ("cures", "match"),
    [
        ([cure(**TOOL)], r"Pain 'late' has no cure without AI\. One was expected: many pains go away by a checklist"),
        ([], "'late' has no cure without AI"),
        ([cure()], "'late' has no cure with AI"),
        ([cure(), cure(**TOOL), cure()], "two cures 'call ahead'"),
        ([cure(pain="lat")], r"is for 'lat', which is not in pains: late\. Did you mean 'late'"),
        (["call"], r"cures holds 'call'\. A list of painpoints\.Cure was expected"),
        (3, "cures holds 3"),
    ],
)
def test_a_pain_without_both_cures_is_refused_with_the_reason(cures, match):
    with pytest.raises(ArgumentError, match=match):
        compare_cures(PAINS, cures)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"setup": -1}, "setup of cure 'call ahead' has the value -1"),
        ({"per_year": "500 CNY"}, r"per_year of cure 'call ahead' holds the text '500 CNY'.*Write 500"),
        ({"removes_share": 40}, r"removes_share of cure 'call ahead' has the value 40\. Numbers from 0 to 1"),
        ({"removes_share": (0.5, 0.2, 0.9)}, "low 0.5, likely 0.2"),
        ({"with_ai": "yes"}, "with_ai='yes' was given"),
    ],
)
def test_numbers_of_a_cure_are_checked(change, match):
    with pytest.raises(ArgumentError, match=match):
        cure(**change)


@pytest.mark.parametrize("asked", [{"years": 0}, {"years": 99}, {"sure_share": 0.2}, {"shape": "flat"}])
def test_wrong_arguments_are_refused(asked):
    with pytest.raises(ArgumentError, match="was given"):
        compare_cures(PAINS, [cure(), cure(**TOOL)], **asked)
    with pytest.raises(ArgumentError, match="Pains with their parts"):
        compare_cures([], [cure()])
