import itertools
import warnings

import numpy as np
import pandas as pd
import pytest

from millrace import privacy
from millrace.errors import ArgumentError, ColumnError

TOWN = {"centre": ["Old Town", "Canal Side"], "hills": ["Tea Hill", "Stone Bridge", "Lotus Village"]}
SECRET = "Ottilie Quendel"


def people(seed, rows=90):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "age": rng.integers(18, 60, rows),
            "lives_in": rng.choice([place for under in TOWN.values() for place in under], rows),
            "applied": rng.choice(pd.date_range("2024-01-01", "2025-12-31").strftime("%Y-%m-%d"), rows),
            "job": rng.choice(["cutter", "stitcher", "office"], rows),
            "points": rng.integers(1, 6, rows),
        }
    )


def ways():
    return {
        "age": privacy.bands([5, 10]),
        "lives_in": privacy.tree(TOWN),
        "applied": privacy.parts_of_date("quarter", "year"),
        "job": privacy.hide(),
    }


def coarsened(frame, name, way, level):
    values = list(pd.unique(frame[name]))
    step = way.levels(values, name)[level]
    return frame[name].map(dict(zip(values, step.labels, strict=True))), frame[name].map(
        dict(zip(values, step.loss, strict=True))
    )


def brute_force(frame, hierarchies, good, most_set_aside):
    """Try every combination of levels by one groupby each, without any shortcut."""
    levels = {name: len(way.levels(list(pd.unique(frame[name])), name)) for name, way in hierarchies.items()}
    best = np.inf
    for node in itertools.product(*(range(number) for number in levels.values())):
        made = [coarsened(frame, name, way, at) for (name, way), at in zip(hierarchies.items(), node, strict=True)]
        keys = pd.concat([labels.astype(str) for labels, _ in made], axis=1)
        kept = frame.groupby([keys[name] for name in keys], sort=False)["points"].transform(good).astype(bool)
        if (~kept).mean() <= most_set_aside + 1e-12:
            loss = np.mean([np.where(kept, lost, 1.0).mean() for _, lost in made])
            best = min(best, loss)
    return best


@pytest.mark.parametrize(("seed", "k", "aside"), [(1, 2, 0.0), (2, 5, 0.0), (3, 5, 0.1), (4, 3, 0.3), (5, 12, 0.05)])
def test_no_combination_of_levels_loses_less(seed, k, aside):
    frame = people(seed)
    made = privacy.anonymise(frame, quasi_identifiers=ways(), k=k, most_set_aside=aside)
    assert made.loss == pytest.approx(brute_force(frame, ways(), lambda rows: len(rows) >= k, aside))
    assert made.gap == 0


def entropy_l(values):
    share = values.value_counts(normalize=True)
    return np.exp(-(share * np.log(share)).sum())


@pytest.mark.parametrize("aside", [0.0, 0.2])
def test_no_combination_of_levels_loses_less_with_entropy_diversity(aside):
    frame = people(6)
    made = privacy.anonymise(
        frame, quasi_identifiers=ways(), k=3, sensitive="points", diversity=2.5, diversity_kind="entropy",
        most_set_aside=aside,
    )  # fmt: skip
    expected = brute_force(frame, ways(), lambda one: len(one) >= 3 and entropy_l(one) >= 2.5, aside)
    assert made.loss == pytest.approx(expected)
    assert made.diversity >= 2.5


def ordered_t(values, every):
    from scipy.stats import wasserstein_distance

    rank = {value: at for at, value in enumerate(sorted(every.unique()))}
    return wasserstein_distance(values.map(rank), every.map(rank)) / (len(rank) - 1)


def test_no_combination_of_levels_loses_less_with_closeness():
    frame = people(7, rows=60)
    made = privacy.anonymise(frame, quasi_identifiers=ways(), k=2, sensitive="points", closeness=0.15)
    expected = brute_force(
        frame, ways(), lambda one: len(one) >= 2 and ordered_t(one, frame["points"]) <= 0.15 + 1e-9, 0.0
    )
    assert made.loss == pytest.approx(expected)
    assert made.closeness <= 0.15 + 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_the_released_table_has_the_k_that_it_claims(seed):
    frame = people(seed, rows=300)
    made = privacy.anonymise(frame, quasi_identifiers=ways(), k=4, most_set_aside=0.05)
    assert made.table.groupby(list(ways()), dropna=False).size().min() == made.k >= 4
    assert len(made.table) + len(made.set_aside) == len(frame)
    assert len(made.set_aside) <= 0.05 * len(frame)


def test_the_order_of_rows_changes_nothing_and_is_not_released():
    frame = people(3, rows=200)
    shuffled = frame.sample(frac=1, random_state=1)
    one, other = (privacy.anonymise(table, quasi_identifiers=ways(), k=4) for table in (frame, shuffled))
    pd.testing.assert_frame_equal(one.table, other.table)
    assert one.loss == pytest.approx(other.loss)


def test_the_table_that_was_given_is_not_changed():
    frame = people(3)
    before = frame.copy(deep=True)
    privacy.anonymise(frame, quasi_identifiers=ways(), k=4)
    pd.testing.assert_frame_equal(frame, before)


def test_a_search_cut_short_says_how_much_better_it_could_be():
    frame = people(8, rows=300)
    whole = privacy.anonymise(frame, quasi_identifiers=ways(), k=5, most_set_aside=0.02)
    cut = privacy.anonymise(frame, quasi_identifiers=ways(), k=5, most_set_aside=0.02, most_looks=10)
    assert cut.loss_bound <= whole.loss <= cut.loss
    assert cut.k >= 5
    assert "better choice is possible" in cut.searched


def test_people_are_counted_not_rows():
    survey = pd.DataFrame({"who": list("AABBC"), "work": ["sales", "sales", "sales", "sales", "office"]})
    assert privacy.k_of(survey.head(2), quasi_identifiers="work") == 2
    assert privacy.k_of(survey.head(2), quasi_identifiers="work", person="who") == 1
    made = privacy.anonymise(survey, quasi_identifiers={"work": privacy.hide()}, k=2, person="who")
    assert made.k == 3


def test_somebody_with_two_combinations_is_counted_once_in_a_joined_group():
    rows = pd.DataFrame({"who": list("AABB"), "age": [31, 32, 33, 34]})
    made = privacy.anonymise(rows, quasi_identifiers={"age": privacy.bands([10])}, k=2, person="who")
    assert made.k == 2
    with pytest.raises(ArgumentError, match="k=3 cannot be reached for 2 people"):
        privacy.anonymise(rows, quasi_identifiers={"age": privacy.bands([10])}, k=3, person="who")


def test_a_k_out_of_reach_says_what_can_be_reached():
    frame = people(1, rows=30)
    with pytest.raises(ArgumentError, match=r"k=50 cannot be reached for 30 people.*best is k=30 at a loss of 100 %"):
        privacy.anonymise(frame, quasi_identifiers=ways(), k=50)
    stiff = {"job": privacy.tree({"by hand": ["cutter", "stitcher"], "desk": ["office"]}, may_hide=False)}
    desks = int((frame["job"] == "office").sum())
    with pytest.raises(ArgumentError, match=rf"best is k={desks} at"):
        privacy.anonymise(frame, quasi_identifiers=stiff, k=desks + 1)


def test_a_diversity_out_of_reach_says_so():
    with pytest.raises(ArgumentError, match=r"l of the coarsest table is 5, asked was 9"):
        privacy.anonymise(people(1), quasi_identifiers=ways(), k=2, sensitive="points", diversity=9)


def test_nothing_to_coarsen_loses_nothing():
    frame = pd.DataFrame({"work": ["sales"] * 6})
    made = privacy.anonymise(frame, quasi_identifiers={"work": privacy.hide()}, k=5)
    assert made.loss == 0
    assert made.k == 6


def test_missing_values_stay_visible_until_the_column_is_hidden():
    frame = pd.DataFrame({"age": [31, 32, None, None]})
    made = privacy.anonymise(frame, quasi_identifiers={"age": privacy.bands([5])}, k=2)
    assert sorted(made.table["age"]) == ["30-34", "30-34", "missing", "missing"]


def test_a_group_of_one_needs_hiding_or_setting_aside():
    frame = pd.DataFrame({"work": ["sales"] * 20 + ["owner"]})
    hidden = privacy.anonymise(frame, quasi_identifiers={"work": privacy.hide()}, k=5)
    aside = privacy.anonymise(frame, quasi_identifiers={"work": privacy.hide()}, k=5, most_set_aside=0.05)
    assert hidden.loss == 1
    assert len(aside.set_aside) == 1
    assert aside.loss == pytest.approx(1 / 21)


def test_identifiers_left_in_are_remarked_without_being_printed():
    frame = people(2).assign(name=[f"{SECRET} {n}" for n in range(90)])
    made = privacy.anonymise(frame, quasi_identifiers=ways(), k=3)
    assert any("'name' is still as it was" in one for one in made.remarks)
    assert SECRET not in repr(made) + " ".join(made.remarks) + made.searched


@pytest.mark.parametrize(
    ("column", "way", "error", "match"),
    [
        ("name", privacy.bands([5]), ColumnError, "holds text. Numbers were expected"),
        ("name", privacy.parts_of_date(), ColumnError, "cannot be read"),
        ("name", privacy.tree({"a": ["b"]}), ColumnError, "tree does not name"),
        ("nmae", privacy.hide(), ColumnError, "Did you mean 'name'"),
        ("name", [5], ArgumentError, "way to coarsen it was expected"),
    ],
)
def test_errors_say_what_to_do_and_print_nobody(column, way, error, match):
    frame = pd.DataFrame({"name": [SECRET, "Anna Beispiel"]})
    with pytest.raises(error, match=match) as raised:
        privacy.anonymise(frame, quasi_identifiers={column: way})
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"k": 1}, "whole number of 2 or more"),
        ({"diversity": 2}, "without a sensitive column"),
        ({"sensitive": "job"}, "sensitive and as a quasi-identifier"),
        ({"sensitive": "points", "diversity": 0.5}, "1 or more was expected"),
        ({"sensitive": "points", "closeness": 3}, "share from 0 to 1"),
        ({"most_set_aside": -1}, "share from 0 to 1"),
        ({"weights": {"agee": 1}}, "weights names"),
        ({"weights": {"age": -1}}, "below 0"),
        ({"sensitive": "points", "diversity": 2, "diversity_kind": "distict"}, "Did you mean 'distinct'"),
    ],
)
def test_impossible_arguments_are_refused(arguments, match):
    with pytest.raises(ArgumentError, match=match):
        privacy.anonymise(people(1, rows=20), quasi_identifiers=ways(), **arguments)


def test_a_weight_keeps_its_column_precise():
    frame = people(9, rows=400)
    plain, heavy = (
        privacy.anonymise(frame, quasi_identifiers=ways(), k=5, weights=weights).levels.set_index("column")["loss"]
        for weights in (None, {"age": 50})
    )
    assert heavy["age"] <= plain["age"]


def test_the_table_of_losses_grows_with_k_and_shows_other_choices():
    frame = people(10, rows=300)
    table = privacy.loss_table(frame, quasi_identifiers=ways(), k=[2, 5, 10, 400], alternatives=3)
    first = table[table["rank"] == 1].set_index("k")
    assert first["loss"].dropna().is_monotonic_increasing
    assert not first.loc[400, "reached"]
    assert (table.groupby("k").size().loc[[2, 5, 10]] > 1).all()
    for k in (2, 5, 10):
        made = privacy.anonymise(frame, quasi_identifiers=ways(), k=k)
        assert made.loss == pytest.approx(first.loc[k, "loss"])


@pytest.mark.parametrize(
    "make",
    [
        lambda: privacy.bands([5, 8]),
        lambda: privacy.bands([0]),
        lambda: privacy.parts_of_date("year", "month"),
        lambda: privacy.parts_of_date("mont"),
        lambda: privacy.beginnings([2, 4]),
        lambda: privacy.tree({"a": []}),
        lambda: privacy.tree({"a": ["x"], "b": ["x"]}),
    ],
)
def test_steps_that_do_not_fit_into_each_other_are_refused(make):
    with pytest.raises(ArgumentError, match="expected"):
        make()


@pytest.mark.parametrize("text_type", ["str", "object"])
def test_both_kinds_of_text_columns_work(text_type):
    frame = people(4)
    frame = frame.astype({"job": text_type, "lives_in": text_type, "applied": text_type})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert privacy.anonymise(frame, quasi_identifiers=ways(), k=3).k >= 3
