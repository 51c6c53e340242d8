from collections import Counter

import numpy as np
import pandas as pd
import pytest

from millrace import privacy
from millrace.errors import ArgumentError, ColumnError

COLUMNS = ["age", "place", "job"]
SECRET = "Ottilie Quendel"


def people(seed=1, rows=400):
    rng = np.random.default_rng(seed)
    age = rng.integers(20, 60, rows).astype(float)
    age[rng.random(rows) < 0.1] = np.nan
    return pd.DataFrame(
        {"age": age, "place": rng.choice([*"abcdef", None], rows), "job": rng.choice([*"xyz"], rows)},
        index=rng.permutation(rows) * 3,
    )


def counter(frame, columns):
    """Count combinations with the standard library alone."""
    rows = [tuple("?" if pd.isna(value) else value for value in row) for row in frame[columns].values.tolist()]
    counts = Counter(rows)
    return [counts[row] for row in rows]


@pytest.mark.parametrize("seed", range(4))
def test_k_and_those_singled_out_agree_with_a_separate_counter(seed):
    frame = people(seed)
    sizes = counter(frame, COLUMNS)
    assert privacy.k_of(frame, quasi_identifiers=COLUMNS) == min(sizes)
    marked = privacy.whom(frame, quasi_identifiers=COLUMNS, least=3)
    assert marked.tolist() == [size < 3 for size in sizes]
    assert marked.index.equals(frame.index)


def test_every_combination_of_columns_is_counted():
    frame = people()
    table = privacy.single_out(frame, quasi_identifiers=COLUMNS)
    assert len(table) == 7
    for row in table.to_dict("records"):
        sizes = counter(frame, row["columns"].split(", "))
        assert row["alone"] == sum(size == 1 for size in sizes)
        assert row["in_small_groups"] == sum(size < 5 for size in sizes)
        assert row["smallest_group"] == min(sizes)
        assert row["rows_with_missing"] == frame[row["columns"].split(", ")].isna().any(axis=1).sum()


def test_more_columns_never_single_out_fewer():
    table = privacy.single_out(people(), quasi_identifiers=COLUMNS).set_index("columns")["alone"]
    assert table["age, place, job"] >= table.max()


def test_the_order_of_rows_does_not_matter():
    frame = people()
    one = privacy.single_out(frame, quasi_identifiers=COLUMNS)
    pd.testing.assert_frame_equal(
        one, privacy.single_out(frame.sample(frac=1, random_state=2), quasi_identifiers=COLUMNS)
    )


def test_a_column_that_says_nothing_singles_out_nobody():
    frame = people().assign(same="all")
    table = privacy.single_out_by_column(frame, quasi_identifiers=["same", *COLUMNS]).set_index("column")
    assert table.loc["same", ["alone_by_itself", "fewer_alone", "fewer_in_small_groups"]].tolist() == [0, 0, 0]
    assert table.index[0] == "age"


def test_people_with_several_rows_count_once_by_their_smaller_group():
    rows = pd.DataFrame({"who": list("AAABBC"), "work": ["x", "x", "y", "x", "x", "x"]})
    table = privacy.single_out(rows, quasi_identifiers="work", person="who", least=3)
    assert table[["people", "alone", "in_small_groups", "smallest_group"]].values.tolist() == [[3, 1, 1, 1]]


def test_identifiers_that_are_all_unique_single_out_everybody():
    frame = pd.DataFrame({"name": [f"{SECRET} {n}" for n in range(30)]})
    assert privacy.single_out(frame, quasi_identifiers="name")["alone_share"].item() == 1


@pytest.mark.parametrize("text_type", ["str", "object", "category"])
def test_all_kinds_of_text_columns_work(text_type):
    frame = people().dropna().astype({"place": text_type, "job": text_type})
    assert privacy.k_of(frame, quasi_identifiers=COLUMNS) == min(counter(frame.astype({"place": object}), COLUMNS))


@pytest.mark.parametrize(
    ("call", "error", "match"),
    [
        (lambda: privacy.k_of(people(), quasi_identifiers="agee"), ColumnError, "Did you mean 'age'"),
        (lambda: privacy.k_of(people().head(0), quasi_identifiers="age"), ColumnError, "no rows"),
        (lambda: privacy.k_of(people(), quasi_identifiers=[]), ArgumentError, "One or more different columns"),
        (lambda: privacy.k_of(people(), quasi_identifiers=["age", "age"]), ArgumentError, "different columns"),
        (lambda: privacy.whom(people(), quasi_identifiers="age", least=1), ArgumentError, "2 or more"),
        (lambda: privacy.k_of(people(), quasi_identifiers="job", person="place"), ColumnError, "is empty in"),
        (
            lambda: privacy.single_out(people(), quasi_identifiers=[f"c{n}" for n in range(13)]),
            ArgumentError,
            "12 at most",
        ),
        (
            lambda: privacy.k_of(pd.DataFrame({"a": [[1], [2]]}), quasi_identifiers="a"),
            ColumnError,
            "Plain values",
        ),
    ],
)
def test_errors_say_what_to_do(call, error, match):
    with pytest.raises(error, match=match):
        call()


def test_diversity_and_closeness_agree_with_their_definitions():
    frame = people(3).assign(points=lambda table: np.arange(len(table)) % 5)
    groups = frame.groupby("job")["points"]
    assert privacy.l_of(frame, quasi_identifiers="job", sensitive="points") == groups.nunique().min()
    share = groups.value_counts(normalize=True)
    entropy = np.exp(-(share * np.log(share)).groupby("job").sum()).min()
    found = privacy.l_of(frame, quasi_identifiers="job", sensitive="points", kind="entropy")
    assert found == pytest.approx(entropy)
    from scipy.stats import wasserstein_distance

    far = max(wasserstein_distance(values, frame["points"]) / 4 for _, values in groups)
    assert privacy.t_of(frame, quasi_identifiers="job", sensitive="points") == pytest.approx(far)


def test_the_example_of_the_paper_on_closeness():
    # Li, Li and Venkatasubramanian 2007, section 4.1: 3, 4, 5 thousand among 3 to 11 thousand lie .375 from all.
    frame = pd.DataFrame({"group": [*"aaabbbccc"], "salary": [3, 4, 5, 6, 11, 8, 7, 9, 10]})
    assert privacy.t_of(frame, quasi_identifiers="group", sensitive="salary") == pytest.approx(0.375)


def test_words_need_an_order_to_be_near():
    frame = pd.DataFrame({"group": [*"aabb"], "level": ["low", "low", "high", "middle"]})
    plain = privacy.t_of(frame, quasi_identifiers="group", sensitive="level")
    ordered = privacy.t_of(frame, quasi_identifiers="group", sensitive="level", order=["low", "middle", "high"])
    assert plain == pytest.approx(0.5)
    assert ordered == pytest.approx((0.5 + 0.25) / 2)
    with pytest.raises(ColumnError, match="1 value that order= does not name"):
        privacy.t_of(frame, quasi_identifiers="group", sensitive="level", order=["low", "high"])
