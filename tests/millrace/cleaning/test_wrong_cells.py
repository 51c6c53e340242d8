"""Wrong cells: found from twenty marked rows, with a reason each, and never with a foreign error."""

import numpy as np
import pandas as pd
import pytest
from wrong_worlds import WORLDS, clinic, deliveries, orchard

from millrace.cleaning import find_wrong_cells, pick_rows_to_mark
from millrace.errors import ArgumentError, ColumnError


def f1(found, truth):
    mask = found.mask().to_numpy()
    return 2 * (mask & truth).sum() / (mask.sum() + truth.sum())


def marks(truth, rows):
    return pd.DataFrame(truth.to_numpy(), truth.index, truth.columns).loc[rows]


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_twenty_picked_rows_find_most_of_the_rest(world):
    table, truth = world(seed=3)
    found = find_wrong_cells(table, marked=marks(truth, pick_rows_to_mark(table, 20).index))
    assert f1(found, truth.to_numpy()) > 0.85


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_twenty_rows_by_lot_are_no_worse_than_the_rules_alone(world):
    table, truth = world(seed=4)
    rows = table.sample(20, random_state=1).index
    alone, taught = find_wrong_cells(table), find_wrong_cells(table, marked=marks(truth, rows))
    assert f1(taught, truth.to_numpy()) > f1(alone, truth.to_numpy()) - 0.03


def test_a_column_wrong_throughout_is_called_wrong_and_the_others_are_not():
    table, truth = orchard(seed=5)
    table["weight"] = table["weight"] + " kilo"
    truth["weight"] = True
    found = find_wrong_cells(table, marked=marks(truth, pick_rows_to_mark(table, 20).index))
    assert found.mask()["weight"].all()
    assert f1(found, truth.to_numpy()) > 0.9
    assert any("weight: every marked cell is wrong" in sentence for sentence in found.not_judged)


def test_without_marks_the_rules_find_plain_slips_and_say_they_are_weaker():
    table, truth = clinic(seed=6)
    found = find_wrong_cells(table)
    assert found.rows_marked == 0
    assert any("No row was marked" in sentence for sentence in found.not_judged)
    assert f1(found, truth.to_numpy()) > 0.5


def test_a_clean_table_of_chance_is_left_alone():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"group": rng.choice(list("abcd"), 500), "amount": rng.normal(100, 10, 500).round(2)})
    assert find_wrong_cells(table).mask().to_numpy().mean() < 0.01
    rows = {label: [] for label in table.index[:20]}
    assert find_wrong_cells(table, marked=rows).mask().to_numpy().mean() < 0.01


def test_marked_cells_are_answered_as_marked():
    table, _ = deliveries(seed=7)
    contrary = {label: ["driver"] if label % 2 else [] for label in table.index[:20]}
    mask = find_wrong_cells(table, marked=contrary).mask()
    assert mask["driver"].iloc[:20].tolist() == [bool(label % 2) for label in range(20)]
    assert not mask.drop(columns="driver").iloc[:20].to_numpy().any()


def test_thousands_of_marks_are_taken_too():
    table, truth = deliveries(seed=13)
    rows = table.index[::2].append(table.index[1::2][:200])
    wide = pd.concat([table, table.add_suffix(" again")], axis=1)
    marked = pd.concat([truth, truth.add_suffix(" again")], axis=1).loc[rows]
    assert marked.size > 4_000
    assert f1(find_wrong_cells(wide, marked=marked), pd.concat([truth, truth], axis=1).to_numpy()) > 0.95


def test_both_ways_of_marking_give_the_same_answer():
    table, truth = clinic(seed=8)
    rows = pick_rows_to_mark(table, 12).index
    listed = {label: truth.columns[truth.loc[label]].tolist() for label in rows}
    one, other = (find_wrong_cells(table, marked=marked) for marked in (listed, marks(truth, rows)))
    pd.testing.assert_frame_equal(one.cells, other.cells)


def test_the_mask_the_cells_and_the_counts_say_the_same():
    table, truth = clinic(seed=9)
    table = table.set_axis([f"row {place}" for place in range(len(table))])
    truth = truth.set_axis(table.index)
    found = find_wrong_cells(table, marked=marks(truth, pick_rows_to_mark(table).index))
    mask = found.mask()
    assert len(found.cells) == mask.to_numpy().sum() == found.counts.to_numpy().sum()
    for cell in found.cells.head(50).itertuples():
        assert mask.loc[cell.row, cell.column]
        held = table.loc[cell.row, cell.column]
        assert cell.value == held or (pd.isna(cell.value) and pd.isna(held))
    assert found.cells["sure"].between(0.5, 1).all()
    assert found.cells["sure"].is_monotonic_decreasing
    assert found.cells["reason"].str.len().min() > 8


def test_reasons_name_what_a_reader_can_check():
    usual = {"city": ["Bremen"] * 30 + ["Kiel"] * 30, "post": ["28195"] * 30 + ["24103"] * 30}
    table = pd.DataFrame({**usual, "weight": [10.0 + place % 7 for place in range(60)]})
    table.loc[3, "city"], table.loc[5, "post"], table.loc[9, "weight"], table.loc[12, "post"] = (
        "Bremn",
        None,
        900.0,
        "24103",
    )
    said = find_wrong_cells(table).cells.set_index(["row", "column"])["reason"]
    assert said[3, "city"].startswith("nearly 'Bremen', which is in")
    assert said[5, "post"] == "empty; 98 % of the column is filled"
    assert said[9, "weight"] == "far away from the middle half of the column, 11 to 15"
    assert said[12, "post"] == "27 of 29 rows with city 'Bremen' have '28195' here"


def test_the_same_table_gives_the_same_answer_in_any_order_of_columns():
    table, _ = clinic(seed=10)
    one = find_wrong_cells(table).mask()
    other = find_wrong_cells(table[table.columns[::-1]]).mask()[table.columns]
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize(
    ("marked", "match"),
    [
        ({}, "names no cell"),
        ({99_999: []}, "row 99999, which is not in the table"),
        ({0: True}, "marked with True"),
        ([1, 2], "Rows and their wrong columns were"),
        (pd.DataFrame({"driver": ["maybe"]}, index=[0]), "'maybe'"),
        (pd.DataFrame({"driver": [True, False]}, index=[0, 0]), "a row twice"),
        (pd.DataFrame({"driver": [None]}, index=[0]), "names no cell"),
    ],
)
def test_marks_of_another_kind_are_refused_in_words(marked, match):
    with pytest.raises(ArgumentError, match=match):
        find_wrong_cells(deliveries(seed=1)[0], marked=marked)


def test_a_misspelt_column_and_a_repeated_one_are_refused():
    table = deliveries(seed=1)[0]
    with pytest.raises(ColumnError, match="Did you mean 'driver'"):
        find_wrong_cells(table, marked={0: ["drivr"]})
    with pytest.raises(ColumnError, match="There are 2 columns 'a'"):
        find_wrong_cells(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    with pytest.raises(ColumnError, match="no columns"):
        find_wrong_cells(pd.DataFrame(index=[1]))
    with pytest.raises(ArgumentError, match="A table was expected"):
        pick_rows_to_mark([1, 2])
    with pytest.raises(ArgumentError, match="2 rows have this label"):
        find_wrong_cells(table.set_axis([0] * len(table)).head(2), marked={0: []})


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"a": []}),
        pd.DataFrame({"a": [None, None]}),
        pd.DataFrame({"a": [1]}),
        pd.DataFrame({"a": [[1], {"b": 2}, None]}),
        pd.DataFrame(
            {2025: [True, None, "x"], "d": pd.to_datetime(["2025-01-01", None, "2025-01-03"], format="ISO8601")}
        ),
        pd.DataFrame({"a": pd.Categorical(["x", None, "x"]), "b": [float("inf"), 10.0**300, -1]}),
        pd.DataFrame({"a": pd.array([1, None, 3], dtype="Int64"), "b": ["x" * 100_000, "", "y"]}),
    ],
    ids=["no rows", "only gaps", "one cell", "lists", "mixed", "categories", "nullable"],
)
def test_odd_tables_are_answered(table):
    found = find_wrong_cells(table)
    assert found.mask().shape == table.shape
    assert str(found).count("\n") >= 1
    assert found.draw().get_title(loc="left")
    assert len(pick_rows_to_mark(table, 5)) == min(5, len(table))
    if len(table):
        assert find_wrong_cells(table, marked={table.index[0]: []}).mask().shape == table.shape


def test_the_chart_says_which_column_and_which_kind():
    table, truth = clinic(seed=11)
    found = find_wrong_cells(table, marked=marks(truth, pick_rows_to_mark(table).index))
    ax = found.draw()
    top = found.counts.sum(axis=1).index[0]
    assert ax.get_title(loc="left").startswith(f"Most wrong cells are in {top}")
    assert f"{top}: " in ax.figure.get_label()


def test_picked_rows_are_rows_of_the_table_each_once():
    table, truth = clinic(seed=12)
    picked = pick_rows_to_mark(table, 20)
    assert picked.index.is_unique
    pd.testing.assert_frame_equal(picked, table.loc[picked.index])
    by_lot = np.mean([truth.loc[table.sample(20, random_state=seed).index].to_numpy().sum() for seed in range(20)])
    assert truth.loc[picked.index].to_numpy().sum() > 1.5 * by_lot
