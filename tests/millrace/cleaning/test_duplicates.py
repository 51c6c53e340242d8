"""Duplicate pairs and groups: found in varied mess, bounded on odd input, never chained, with errors that help."""

import numpy as np
import pandas as pd
import pytest
from duplicate_making import pairs_within
from duplicate_worlds import WORLDS

from millrace.cleaning.duplicates import duplicate_candidates, duplicate_clusters
from millrace.cleaning.duplicates.blocks import neighbour_pairs
from millrace.cleaning.duplicates.columns import column_kind, comparable_columns
from millrace.cleaning.duplicates.evidence import column_similarity
from millrace.cleaning.duplicates.forms import comparable, folded
from millrace.cleaning.duplicates.vectors import inverse_frequency, letter_bags, unit_rows
from millrace.errors import ArgumentError, ColumnError

LEAST_F1 = {
    "people": 0.97,
    "customers": 0.9,
    "companies": 0.88,
    "restaurants": 0.97,
    "papers": 0.87,
    "paper_clusters": 0.85,
    "products": 0.65,
}


def f1(found, truth):
    return 2 * len(found & truth) / (len(found) + len(truth))


def pair_set(pairs):
    return set(zip(pairs["left"].tolist(), pairs["right"].tolist(), strict=True))


@pytest.fixture(scope="module", params=LEAST_F1)
def scored(request):
    world = WORLDS[request.param](500, 5)
    single = request.param != "papers"  # one paper has several entries in the second list
    pairs = duplicate_candidates(world.frame, other=world.other, min_score=0, one_to_one=single)
    return request.param, world, pairs


def test_most_true_pairs_are_brought_up(scored):
    name, world, pairs = scored
    if world.other is not None:
        pairs = duplicate_candidates(world.frame, other=world.other, min_score=0, one_to_one=False)
    assert len(pair_set(pairs) & world.truth) / len(world.truth) >= (0.9 if name == "paper_clusters" else 0.95)


def test_pairs_above_the_default_are_mostly_right(scored):
    name, world, pairs = scored
    assert f1(pair_set(pairs[pairs["score"] >= 0.5]), world.truth) >= LEAST_F1[name]


def test_scores_read_like_probabilities(scored):
    name, world, pairs = scored
    sure = pairs[pairs["score"] > 0.9]
    right = np.mean([pair in world.truth for pair in pair_set(sure)])
    assert right > (0.75 if name == "products" else 0.85)


def test_groups_are_at_least_nearly_as_right_as_pairs(scored):
    name, world, pairs = scored
    if world.other is None:
        groups = duplicate_clusters(world.frame, pairs[pairs["score"] >= 0.5], reviewed=True)
        assert f1(pairs_within(groups.to_numpy()), world.truth) >= LEAST_F1[name] - 0.04


def test_scores_fall_and_columns_are_as_documented(scored):
    _, world, pairs = scored
    assert pairs["score"].is_monotonic_decreasing
    assert pairs["score"].between(0, 1).all()
    assert list(pairs.columns[:4]) == ["left", "right", "score", "review"]
    assert "found_by" in pairs
    assert all(c.startswith("sim_") for c in pairs.columns.drop(["left", "right", "score", "review", "found_by"]))
    if world.other is None:
        assert (pairs["left"] < pairs["right"]).all()


def test_no_pair_is_listed_twice(scored):
    assert not scored[2].duplicated(["left", "right"]).any()


def company_table():
    return pd.DataFrame(
        {
            "name": [
                "Hongda Leather 宏达皮具",
                "义乌宏达皮具行",
                "HONG DA leather co. ltd",
                "金丰箱包",
                "Jinfeng Bags",
            ],
            "phone": ["138 1234 5678", None, "+86 138-1234-5678", "13977778888", "138 0000 9999"],
        },
        index=list("abcde"),
    )


def test_names_in_two_scripts_agree_by_the_script_they_share():
    columns = comparable_columns(company_table(), compare={"name": "name"})
    alike = column_similarity("name", columns["name"][1], np.array([0, 0, 1, 0]), np.array([1, 2, 2, 3]))
    assert alike[0] > 0.55
    assert alike[1] > 0.7
    assert np.isnan(alike[2])
    assert alike[3] < 0.2


def test_a_company_in_two_scripts_is_found_with_defaults():
    pairs = duplicate_candidates(company_table())
    assert ("a", "c") in pair_set(pairs)
    assert not {p for p in pair_set(pairs) if {"d", "e"} & set(p)}


def test_namesakes_with_other_phones_score_below_the_same_person():
    world = WORLDS["customers"](400, 3).frame
    extra = pd.DataFrame({"name": ["Wei Zhao"] * 3, "phone": ["13811112222", "13811112222", "13999998888"]})
    pairs = duplicate_candidates(pd.concat([world, extra], ignore_index=True), min_score=0).set_index(["left", "right"])
    n = len(world)
    assert pairs.loc[(n, n + 1), "score"] > 0.8
    assert pairs["score"].get((n, n + 2), 0.0) < 0.5


@pytest.mark.parametrize(
    ("values", "title", "kind"),
    [
        (["13812345678", "+86 139 1111 2222", "0571-88889999"], "phone", "phone"),
        (["ann@x.com", "bo@y.org", "c@z.cn"], "contact", "email"),
        (["2024-01-03", "2023/11/30", "2022.5.6"], "joined", "date"),
        (["12.50", "7.99", "103.00", "7.99"], "price", "number"),
        (["a12-77", "b9-3381", "zx-100"], "sku", "code"),
        (["1", "2", "3", "4"], "no", None),
        (["x", "x", "x"], "shop", None),
        (["12 main street", "4 oak road", "77 elm lane"], "where", "address"),
        (["rec-1-org", "rec-1-dup-0", "rec-2-org"], "rec_id", None),
        (["f", "m"] * 30, "sex", "category"),
        (["ann lee", "bo chan", "cy young"], "who", "name"),
        (["a long description of a bag with a zip and many other things"] * 2 + ["other words"], "about", "text"),
    ],
)
def test_what_a_column_holds_is_found(values, title, kind):
    assert column_kind([folded(pd.Series(values))], title=title) == kind


def test_running_numbers_in_both_tables_are_no_evidence():
    left = pd.DataFrame({"id": [1, 2, 3], "name": ["red bag", "blue belt", "tan wallet"]})
    right = pd.DataFrame({"id": [1, 2, 3], "name": ["tan wallet", "red bag", "blue belt"]})
    pairs = duplicate_candidates(left, other=right)
    assert "sim_id" not in pairs
    assert pair_set(pairs) == {(0, 1), (1, 2), (2, 0)}


def test_columns_of_other_titles_with_the_same_words_are_compared():
    world = WORLDS["products"](300, 2)
    pairs = duplicate_candidates(world.frame, other=world.other.rename(columns={"title": "name"}))
    assert "sim_title" in pairs


@pytest.mark.parametrize("style", ["+86 138-1234-5678", "13812345678", "138 1234 5678", "0086 13812345678"])
def test_a_phone_is_the_same_in_every_style(style):
    assert comparable(folded(pd.Series([style])), "phone")[0] == "812345678"


def test_letter_cosine_equals_the_definition():
    from sklearn.feature_extraction.text import CountVectorizer

    texts = np.array(["red bag", "read bags", "belt", "red belt"], dtype=object)
    expected = CountVectorizer(analyzer="char", ngram_range=(3, 3)).fit_transform([f" {t} " for t in texts])
    ours = letter_bags(texts)
    assert (np.sort(ours.sum(axis=1)) == np.sort(np.asarray(expected.sum(axis=1)).ravel())).all()
    flat = unit_rows(ours, np.ones(ours.shape[1]))
    roots = np.sqrt(expected.toarray())
    roots /= np.linalg.norm(roots, axis=1, keepdims=True)
    assert np.allclose((flat @ flat.T).toarray(), roots @ roots.T, atol=1e-5)
    assert (inverse_frequency(ours) > 0).all()


def test_the_nearest_row_by_brute_force_is_among_the_neighbours():
    world = WORLDS["restaurants"](120, 1)
    columns = comparable_columns(world.frame, None, {"name": "name"})
    bags = letter_bags(columns["name"][1].to_numpy(dtype=object))
    rows = unit_rows(bags, inverse_frequency(bags)).toarray()
    rows[:, (bags > 0).sum(axis=0) < 2] = 0
    cosines = rows @ rows.T - 2 * np.eye(len(rows))
    nearest = {(min(i, j), max(i, j)) for i, j in enumerate(cosines.argmax(axis=1)) if cosines[i, j] > 0}
    assert nearest <= pair_set(neighbour_pairs(columns, None))
    assert len(nearest) > 30


def test_ten_thousand_equal_rows_neither_hang_nor_flood():
    table = pd.DataFrame({"name": ["Li Wei"] * 10_000, "phone": ["13812345678"] * 10_000})
    table.loc[10_000] = ["Golden Bridge", "13900001111"]
    pairs = duplicate_candidates(table, compare={"name": "name", "phone": "phone"})
    assert len(pairs) == 9_999
    assert duplicate_clusters(table, pairs).nunique() == 2


def test_equal_rows_are_found_when_no_column_has_two_values():
    table = pd.DataFrame({"id": range(5_000), "name": "Li Wei", "phone": "13812345678"})
    pairs = duplicate_candidates(table)
    assert duplicate_clusters(table, pairs).nunique() == 1
    assert len(pairs) == 4_999


@pytest.mark.parametrize("column", ["phone", "code", "number", "email", "date"])
def test_one_column_without_words_is_enough(column):
    table = pd.DataFrame({"x": ["13812345678", "13812345678", "13900000000", None]})
    pairs = duplicate_candidates(table, compare={"x": column}, min_score=0)
    assert pairs.iloc[0][["left", "right", "sim_x"]].tolist() == [0, 1, 1.0]


def test_three_rows_are_enough_to_see_that_two_are_equal():
    table = pd.DataFrame(
        {"name": ["ann lee", "ann lee", "bo chan"], "seen": pd.to_datetime(["2024-01-02"] * 2 + [None])}
    )
    assert pair_set(duplicate_candidates(table)) == {(0, 1)}


def test_chinese_names_that_share_one_sign_are_told_apart():
    bags = letter_bags(np.array(["宏达", "宏泰", "大宏达"], dtype=object))
    assert (bags @ bags.T).toarray()[0].tolist() == [3, 0, 2]


def test_three_customers_a_thousand_times_each_are_three():
    people = pd.DataFrame(
        {"name": ["Li Wei", "Bo Chan", "Ann Lee"], "phone": ["13811111111", "13922222222", "13733333333"]}
    )
    table = pd.concat([people] * 1_000, ignore_index=True)
    assert duplicate_clusters(table, duplicate_candidates(table)).nunique() == 3


def test_categories_alone_make_no_duplicates():
    assert duplicate_candidates(pd.DataFrame({"sex": list("mf") * 500, "size": list("smlx") * 250})).empty


def test_rows_without_duplicates_give_next_to_no_pairs():
    draw = np.random.default_rng(1)
    names = ["".join(draw.choice(list("abcdefghijklmnop"), 9)) for _ in range(2_000)]
    table = pd.DataFrame({"name": names, "phone": draw.integers(10**10, 10**11, 2_000).astype(str)})
    assert len(duplicate_candidates(table)) <= 10


@pytest.mark.parametrize("rows", [0, 1])
def test_one_row_or_none_gives_no_pairs(rows):
    table = company_table().iloc[:rows]
    pairs = duplicate_candidates(table, compare={"name": "name", "phone": "phone"})
    assert pairs.empty
    assert {"left", "right", "score", "sim_name", "sim_phone", "found_by"} <= set(pairs)
    assert duplicate_clusters(table, pairs).tolist() == [0] * rows


def test_two_rows_are_enough():
    assert len(duplicate_candidates(company_table().loc[["a", "c"]])) == 1


@pytest.mark.parametrize("nothing", [None, np.nan, "", "n/a"])
def test_a_column_without_values_says_nothing(nothing):
    table = company_table().assign(email=nothing)
    pairs = duplicate_candidates(table)
    assert "sim_email" not in pairs
    assert duplicate_candidates(table, compare={"name": "name", "email": "email"})["sim_email"].isna().all()


def test_a_table_without_any_value_gives_no_pairs():
    assert duplicate_candidates(pd.DataFrame({"name": [None] * 5, "phone": [None] * 5})).empty
    assert duplicate_candidates(pd.DataFrame(index=range(3))).empty


def test_a_misspelt_column_is_named_with_the_nearest():
    with pytest.raises(ColumnError, match=r"Column 'phne' is not in the table.*Did you mean 'phone'"):
        duplicate_candidates(company_table(), compare={"phne": "phone"})
    with pytest.raises(ColumnError, match=r"Did you mean 'name'"):
        duplicate_candidates(company_table(), block_on=["nme"])


def test_an_unknown_kind_is_named_with_the_nearest():
    with pytest.raises(ArgumentError, match=r"is said to be a 'phones'.*Did you mean 'phone'"):
        duplicate_candidates(company_table(), compare={"phone": "phones"})


def test_row_labels_that_occur_twice_are_refused():
    table = company_table().set_axis(list("aabcd"))
    with pytest.raises(ColumnError, match=r"'a' occurs more than once.*reset_index"):
        duplicate_candidates(table)
    with pytest.raises(ColumnError, match=r"occurs more than once"):
        duplicate_clusters(table, pd.DataFrame({"left": [], "right": [], "score": []}))


def test_a_score_outside_its_range_is_refused():
    with pytest.raises(ArgumentError, match=r"between 0 and 1"):
        duplicate_candidates(company_table(), min_score=50)


@pytest.mark.parametrize(("asked", "name"), [({"compare": {}}, "compare={}"), ({"block_on": []}, r"block_on=\[\]")])
def test_columns_asked_for_and_not_named_are_refused(asked, name):
    with pytest.raises(ArgumentError, match=name + r" names no column\. At least one was expected\. Name one"):
        duplicate_candidates(company_table(), **asked)


def test_lists_and_dicts_in_cells_are_compared_as_text():
    table = company_table().assign(tags=[["a"], {"b": 1}, ["a"], [], ["c"]])
    assert ("a", "c") in pair_set(duplicate_candidates(table))


def test_the_table_is_not_changed_and_the_answer_is_the_same_again():
    table = company_table()
    copy = table.copy(deep=True)
    first, second = duplicate_candidates(table, min_score=0), duplicate_candidates(table, min_score=0)
    pd.testing.assert_frame_equal(table, copy)
    pd.testing.assert_frame_equal(first, second)


def test_block_on_compares_only_rows_that_share_a_value():
    world = WORLDS["customers"](300, 4)
    pairs = duplicate_candidates(world.frame, block_on="city", min_score=0)
    city = world.frame["city"].str.casefold()
    assert len(pairs)
    assert (city[pairs["left"]].to_numpy() == city[pairs["right"]].to_numpy()).all()


@pytest.mark.slow
def test_pairs_grow_in_proportion_to_rows():
    few, many = (len(duplicate_candidates(WORLDS["customers"](n).frame, min_score=0)) for n in (10_000, 40_000))
    assert many < 5 * few
