"""The cells behind a scorecard: what was planted is listed, and nothing is claimed of tables without faults."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning import quality_cells, quality_scorecard
from millrace.errors import ArgumentError

TOWNS = ["Aster", "Birch", "Cedar", "Dahlia", "Elder", "Fern", "Gorse", "Hazel"]


def clean(seed, rows=400):
    chance = np.random.default_rng(seed)
    town = chance.integers(0, len(TOWNS), rows)
    return pd.DataFrame(
        {
            "order": [f"A-{number:05d}" for number in range(rows)],
            "zip": [f"{1000 + 137 * place}" for place in town],
            "town": np.array(TOWNS)[town],
            "amount": chance.lognormal(4, 1.2, rows).round(2),
            "age": chance.normal(40, 9, rows).round(),
            "score": chance.pareto(1.5, rows),
            "day": pd.Series(
                pd.Timestamp("2025-01-01") + pd.to_timedelta(chance.integers(0, 300, rows), unit="D")
            ).dt.strftime("%Y-%m-%d"),
            "pieces": chance.poisson(4, rows).astype(str),
            "grade": chance.choice(["a", "b", "c"], rows, p=[0.9, 0.07, 0.03]),
            "clerk": chance.choice(["Li", "Wang", "Zhao"], rows),
            "note": ["".join(chance.choice(list("abcdefg hij"), 12)) for _ in range(rows)],
        }
    )


def score(frame, dimension="validity"):
    return quality_scorecard(frame).set_index("dimension").loc[dimension]


@pytest.mark.parametrize("seed", range(6))
def test_tables_without_faults_are_nearly_without_blame(seed):
    frame = clean(seed)
    assert score(frame)["score"] >= 0.999
    assert set(quality_cells(frame).query("dimension == 'consistency'")["column"]) <= {"note"}


def plant(frame, column, value, rows):
    frame = frame.copy()
    frame[column] = frame[column].astype(object)
    frame.iloc[rows, frame.columns.get_loc(column)] = value
    return frame


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("town", "Birchh", "at odds with zip"),
        ("order", "A-17", "another shape"),
        ("age", 4_000.0, "far from all others"),
        ("day", "2052-01-01", "far from all others"),
        ("day", "soon", "not of its column's kind"),
        ("pieces", "four", "not of its column's kind"),
    ],
)
def test_what_was_planted_is_listed_with_its_reason(column, value, reason):
    rows = [3, 77, 250]
    frame = plant(clean(9), column, value, rows)
    if column == "age":
        frame["age"] = frame["age"].astype(float)
    if column == "town":
        rows = frame.index[frame["zip"] == frame["zip"][0]][:3].tolist()
        frame = plant(clean(9), column, value, rows)
    found = quality_cells(frame).query("dimension == 'validity'")
    assert set(found["column"]) == {column}
    assert found.loc[found["reason"] == reason, "row"].tolist() == rows
    assert set(found["reason"]) <= {reason, "a slip away from a frequent value"}
    assert score(frame)["failed"] == 3


def test_codes_that_a_spreadsheet_made_numbers_are_listed():
    codes = [f"{number:013d}" for number in range(40_063_813_000, 40_063_813_060)]
    codes[:3] = ["4.00638E+10", "40063813001.0", codes[2][1:]]
    found = quality_cells(pd.DataFrame({"ean": codes})).query("dimension == 'validity'")
    assert found["row"].tolist()[-2:] == [1, 2]


def test_free_text_is_named_as_not_judged():
    said = score(clean(2))["found"]
    assert said.endswith("not judged: grade, clerk, note")
    assert "not judged" not in score(clean(2)[["age"]])["found"]


@pytest.mark.parametrize(
    ("styles", "odd"),
    [
        (["12 oz", "16 oz", "12 oz.", "16 OZ"], 2),
        (["¥12", "¥40", "CNY 7", "9 元"], 2),
        (["7:10 pm", "8:15 pm", "19:20"], 1),
        (["yes", "no", "yes", "no", "Y", "N", "1"], 3),
        (["Ann Smith", "Bo Chen", "Cy Ode", "Lee, Dan", "Roy, Eve"], 2),
        (["Ann Smith", "Bo Chen", "Cy Ode", "DAN LEE", "EVE ROY", "fay sun"], 3),
        (["AB-123", "AB-124", "ab125", "AB 126"], 2),
        (["5 kg", "3 pcs", "2 kg"], 0),
        (["USD 5", "EUR 7", "USD 9"], 0),
        (["yes", "no", "yes"], 0),
        (["0.05", "0.07", "0.06", "5%"], 1),
        (["5%", "7%", "6%"], 0),
    ],
)
def test_several_styles_in_one_column_are_told_and_other_units_are_no_styles(styles, odd):
    assert score(pd.DataFrame({"x": styles}), "consistency")["failed"] == odd


def test_cells_and_scores_agree():
    frame = plant(plant(clean(4), "pieces", "n/a", [1, 2]), "day", "03.04.2025", [5, 6, 7])
    listed = quality_cells(frame).drop_duplicates(["row", "column", "dimension"])["dimension"].value_counts()
    card = quality_scorecard(frame).set_index("dimension")["failed"]
    for dimension in ("completeness", "validity", "consistency"):
        assert listed.get(dimension, 0) == card[dimension]


def test_the_list_keeps_the_labels_and_refuses_what_is_no_table():
    frame = pd.DataFrame({"n": ["1", "2", "3", "4", "x"]}, index=list("abcde"))
    assert quality_cells(frame)["row"].tolist() == ["e"]
    assert quality_cells(pd.DataFrame()).empty
    with pytest.raises(ArgumentError, match="A table was expected"):
        quality_cells(frame["n"])
