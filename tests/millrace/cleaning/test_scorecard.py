"""The scorecard in words and picture: what is found is named, what changed is said, and each point has its label."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from millrace.cleaning import compare_scorecards, plot_scorecards, quality_scorecard, rule_between, rule_not_missing
from millrace.cleaning.quality import dimensions

NAMES = ["completeness", "validity", "uniqueness", "consistency", "timeliness"]


def card(*scores):
    return pd.DataFrame({"dimension": NAMES[: len(scores)], "score": scores})


def drawn(before, after):
    return plot_scorecards(card(*before), card(*after), ax=Figure().subplots())


def words(ax):
    return {text.get_text(): text for text in ax.texts}


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (0.5, 0.6, "better"),
        (0.6, 0.5, "worse"),
        (0.5, 0.5, "the same"),
        (0.5, 0.5 + 1e-9, "the same"),
        (np.nan, 0.5, "not judged"),
        (0.5, np.nan, "not judged"),
    ],
)
def test_a_dimension_is_better_worse_the_same_or_not_judged(before, after, verdict):
    row = compare_scorecards(card(before), card(after)).iloc[0]
    assert row["verdict"] == verdict
    assert row["change"] == pytest.approx(after - before, nan_ok=True, abs=1e-6)
    assert row[["before", "after"]].tolist() == pytest.approx([before, after], nan_ok=True)


def test_dimensions_are_compared_by_name_whatever_their_order():
    turned = card(0.1, 0.2, 0.3).iloc[::-1]
    assert compare_scorecards(card(0.1, 0.2, 0.4), turned)["change"].tolist() == pytest.approx([0, 0, -0.1])


@pytest.mark.parametrize(
    ("before", "after", "title"),
    [
        ((0.5, 0.5), (0.5, 0.5), "No dimension has changed"),
        ((np.nan,), (0.5,), "No dimension has changed"),
        ((0.5, 0.5), (0.6, 0.5), "1 of 2 dimensions better; most changed: completeness (+0.10)"),
        ((0.5, 0.5), (0.6, 0.2), "1 of 2 dimensions better, 1 worse; most changed: validity (-0.30)"),
        ((0.5, 0.5), (0.5, 0.2), "0 of 2 dimensions better, 1 worse; most changed: validity (-0.30)"),
    ],
)
def test_the_title_says_what_has_changed_most(before, after, title):
    assert drawn(before, after).get_title(loc="left") == title


def test_each_point_is_labelled_on_the_outer_side_of_the_line():
    texts = words(drawn((0.4, 0.9), (0.7, 0.2)))
    assert set(texts) == {"before 0.40", "after 0.70", "before 0.90", "after 0.20"}
    for text, (score, place, side) in {
        "before 0.40": (0.4, 1, "right"),
        "after 0.70": (0.7, 1, "left"),
        "before 0.90": (0.9, 0, "left"),
        "after 0.20": (0.2, 0, "right"),
    }.items():
        assert texts[text].xy == (score, place)
        assert texts[text].get_ha() == side
        assert texts[text].get_va() == "center"
        assert np.sign(texts[text].xyann[0]) == (1 if side == "left" else -1)
        assert texts[text].xyann[1] == 0
        assert texts[text].anncoords == "offset points"


@pytest.mark.parametrize(("score", "side"), [(0.8, "left"), (0.81, "right")])
def test_a_score_that_stays_is_labelled_once_and_never_over_the_edge(score, side):
    texts = words(drawn((score,), (score,)))
    assert set(texts) == {"", f"{score:.2f} both times"}
    assert texts[f"{score:.2f} both times"].get_ha() == side


def test_a_dimension_that_is_not_judged_says_so_and_one_judged_once_has_one_label():
    texts = words(drawn((np.nan, 0.5, np.nan), (np.nan, np.nan, 0.7)))
    assert set(texts) == {"not judged", "before 0.50", "after 0.70"}
    assert texts["not judged"].get_position()[1] == 2
    assert 0 <= texts["not judged"].get_position()[0] < 0.1
    assert texts["before 0.50"].get_ha() == texts["after 0.70"].get_ha() == "left"


def test_the_picture_shows_every_dimension_from_the_top_and_every_point_inside():
    ax = drawn((0.4, 0.9), (0.7, 1.0))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["validity", "completeness"]
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert left == 0
    assert 1 < right < 1.5
    assert -1 < low < 0
    assert 1 < high < 2
    lines, before, after = ax.collections
    assert before.get_offsets().tolist() == [[0.9, 0], [0.4, 1]]
    assert after.get_offsets().tolist() == [[1.0, 0], [0.7, 1]]
    assert [segment[:, 0].tolist() for segment in lines.get_segments()] == [[0.9, 1.0], [0.4, 0.7]]
    assert lines.get_zorder() < before.get_zorder() < after.get_zorder()
    assert before.get_sizes().tolist() == after.get_sizes().tolist()
    assert before.get_facecolor().tolist() != after.get_facecolor().tolist()
    assert before.get_edgecolor().tolist() == lines.get_edgecolor().tolist()
    assert "0 to 1" in ax.get_xlabel()
    assert not ax.spines["top"].get_visible()
    assert not ax.spines["right"].get_visible()
    assert ax.spines["left"].get_visible()


def test_a_new_figure_is_made_where_none_is_given():
    import matplotlib.pyplot as plt

    ax = plot_scorecards(card(0.4), card(0.7))
    width, height = ax.figure.get_size_inches()
    plt.close(ax.figure)
    assert width > height
    assert ax.figure.get_layout_engine() is not None


def found(frame, **asked):
    return quality_scorecard(frame, **asked).set_index("dimension")


def test_every_dimension_says_what_it_would_need():
    empty = found(pd.DataFrame())
    assert empty.loc["completeness", "found"] == "nothing to judge: the table has no cells"
    assert empty.loc["uniqueness", "found"] == "nothing to judge: the table has no rows"
    assert empty["score"].isna().all()
    assert empty[["judged", "failed"]].to_numpy().sum() == 0
    plain = found(pd.DataFrame({"n": [True, False]}))
    assert plain.loc["validity", "found"] == (
        "nothing to judge: no column is mostly numbers, dates or codes; give rules=[...]"
    )
    assert plain.loc["consistency", "found"] == "nothing to judge: no column holds text; give consistent=[...]"
    assert plain.loc["timeliness", "found"] == "needs a date column: name it with dates=..."
    assert plain["counted_in"].tolist() == ["cells", "cells", "rows", "cells", "rows"]


def test_repeated_rows_are_told_by_their_key_or_in_every_column():
    frame = pd.DataFrame({"a": [1, 1, 1], "b": ["x", "x", "y"]})
    assert found(frame).loc["uniqueness", "found"] == "1 of 3 rows repeats an earlier row in every column"
    assert found(frame, key=["a"]).loc["uniqueness", "found"] == "2 of 3 rows repeat an earlier row in a"
    assert found(frame, key=["a", "b"]).loc["uniqueness", "found"] == "1 of 3 rows repeats an earlier row in a + b"


def test_lists_in_cells_can_repeat():
    assert found(pd.DataFrame({"a": [[1], [1], [2]]})).loc["uniqueness", "failed"] == 1


def test_a_table_without_faults_has_nothing_to_name():
    clean = found(pd.DataFrame({"n": ["1", "2"]}), rules=[rule_not_missing("n")])
    assert clean.loc["completeness", "found"] == "0 of 2 cells empty"
    assert clean.loc["validity", "found"] == "0 of 2 rows break a rule"
    assert (clean["score"].dropna() == 1).all()


@pytest.mark.parametrize("rules", [[], [rule_between("n", 0, 9)]])
def test_rows_that_break_no_rule_are_all_valid(rules):
    assert found(pd.DataFrame({"n": [1, 2]}), rules=rules).loc["validity", ["score", "judged"]].tolist() == [1, 2]


def test_a_cell_that_looks_filled_is_not_complete_and_not_judged_for_its_kind():
    frame = pd.DataFrame({"n": ["1", "2", "3", "4", "n/a", None, "x"]})
    result = found(frame)
    assert result.loc["completeness", ["judged", "failed"]].tolist() == [7, 2]
    assert result.loc["validity", ["judged", "failed"]].tolist() == [5, 1]


@pytest.mark.parametrize(
    "values", [["+5", "-7", "1,200", "3.5", "x"], ["1/2/2024", "2024-03-05", "5 May 2024", "1.2.24", "x"]]
)
def test_signed_numbers_and_dates_of_any_style_are_of_a_kind(values):
    assert found(pd.DataFrame({"x": values})).loc["validity", ["judged", "failed"]].tolist() == [5, 1]


@pytest.mark.parametrize(
    ("values", "unusual"),
    [
        (["shop", "Shop", "shop ", "online"], 2),
        (["shop", "Shop"], 1),
        (["shop", "store"], 0),
        (["2024-01-03", "2024-01-04", "03.01.2024"], 1),
        (["13/1/2024", "1/13/2024", "1/1/2024"], 0),  # day and month may be either way round
        (["5", "5.0"], 0),
        ([None, None], 0),
    ],
)
def test_the_usual_writing_of_a_value_is_what_most_cells_have(values, unusual):
    assert dimensions.consistency(pd.DataFrame({"x": values}), None)[2] == unusual


def test_of_two_values_equally_often_for_a_key_one_is_usual():
    frame = pd.DataFrame({"sku": ["a", "a", "b"], "name": ["bag", "sack", "belt"]})
    assert dimensions.consistency(frame, [("sku", "name")]) == (
        "rows",
        3,
        1,
        "1 of 3 rows at odds: 'one name per sku' 1",
    )


def test_a_row_at_odds_in_two_ways_counts_once():
    frame = pd.DataFrame({"sku": ["a", "a", "a"], "name": ["x", "x", "y"], "n": [1, 2, -1]})
    _, judged, failed, said = dimensions.consistency(frame, [("sku", "name"), rule_between("n", 0, None)])
    assert (judged, failed) == (3, 1)
    assert said == "1 of 3 rows at odds: 'one name per sku' 1, 'n is at least 0' 1"


def test_age_is_counted_from_today_and_a_year_is_fresh():
    today = pd.Timestamp.now().normalize()
    ages = pd.DataFrame({"d": [today, today - pd.Timedelta(days=365), today - pd.Timedelta(days=367)]})
    assert found(ages, dates="d").loc["timeliness", "failed"] == 1
    assert "1 older than 365 days" in found(ages, dates="d").loc["timeliness", "found"]


def test_the_newest_day_is_the_newest_that_has_come():
    days = pd.DataFrame({"d": ["2025-12-29", "2025-12-30", "2026-01-01", "2026-05-01"]})
    assert found(days, dates="d", as_of="2025-12-31").loc["timeliness", "found"].endswith("the newest is 2025-12-30")
    assert found(days, dates="d", as_of="2026-01-01").loc["timeliness", "found"].endswith("the newest is 2026-01-01")
    assert found(days, dates="d", as_of="2025-12-01").loc["timeliness", "found"].endswith("the newest is unknown")


def test_the_label_of_a_score_that_stays_has_the_colour_of_after():
    label = words(drawn((0.5,), (0.5,)))["0.50 both times"]
    assert label.get_color() == words(drawn((0.4,), (0.5,)))["after 0.50"].get_color()


@pytest.mark.parametrize("cell", ["12e", "4e+", "9e9e", "3e€", "7e½", "5e-k", "0ee"])
def test_any_text_can_be_scored(cell):
    card = quality_scorecard(pd.DataFrame({"room": ["1", "2", "3", "4", cell]})).set_index("dimension")
    assert card.loc["validity", "failed"] == 1


def test_random_texts_never_stop_the_scorecard():
    chance = np.random.default_rng(3)
    letters = list("0123456789.,' e+-/:%()#½٣²一k€")
    for _ in range(60):  # a table costs more than a column
        table = {n: ["".join(chance.choice(letters, chance.integers(1, 8))) for _ in range(6)] for n in "abcde"}
        assert quality_scorecard(pd.DataFrame(table))["score"].dropna().between(0, 1).all()


@pytest.mark.parametrize(
    ("styles", "unusual"),
    [
        (["2025-04-13", "2025-04-14", "13/04/2025", "13 Apr 2025"], 2),
        (["0571-87654321", "0571-87650000", "(0571) 87654322", "+86 571 8765 4323"], 2),
        (["1.50", "2.75", "1,5", "17"], 1),
        (["shop", "shop", "Shop", "SHOP"], 2),
        (["1.5", "2", "30", "4.25"], 0),
    ],
)
def test_a_column_in_several_styles_is_never_wholly_consistent(styles, unusual):
    card = quality_scorecard(pd.DataFrame({"x": styles})).set_index("dimension")
    assert card.loc["consistency", "failed"] == unusual


def test_a_year_as_header_can_be_the_key():
    card = quality_scorecard(pd.DataFrame({2025: [1, 1]}), key=2025).set_index("dimension")
    assert card.loc["uniqueness", "failed"] == 1
