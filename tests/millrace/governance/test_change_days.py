"""The day of a change is found within its range; where nothing changed no day is named; a slope is no day."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.governance import find_change

ASKED = {"date": "day", "score": "score", "columns": ["test", "job"], "draws": 99}


def people(seed, rows=500, *, shift=0.0, slope=0.0, at=0.6, drift=0.0):
    rng = np.random.default_rng(seed)
    day = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 300, rows)), unit="D")
    passed = (day - day[0]).days.to_numpy() / 300
    made = pd.DataFrame({"day": day, "test": rng.normal(60, 10, rows) + drift * passed})
    made["job"] = rng.choice(["cutter", "office"], rows)
    made["score"] = 0.7 * made["test"] + 4 * (made["job"] == "office") + rng.normal(0, 3, rows)
    made["score"] += shift * (passed >= at) + slope * passed
    return made


def first_after(made, at=0.6):
    passed = (made["day"] - made["day"].iloc[0]).dt.days / 300
    return made.loc[passed >= at, "day"].min()


def test_ranges_of_days_hold_the_true_one():
    held = []
    for seed in range(30):
        made = people(seed, shift=-2.5)
        row = find_change(made, **ASKED).iloc[0]
        assert row["verdict"] == "changed on a day"
        held.append(row["low_day"] <= first_after(made) <= row["high_day"])
        assert -4 < row["change_points"] < -1
    assert np.mean(held) >= 0.85


def test_where_nothing_changed_no_day_is_named_though_other_people_come():
    found = [find_change(people(seed, drift=8.0), **(ASKED | {"seed": seed})) for seed in range(60)]
    assert sum(one["verdict"].item() != "not shown" for one in found) <= 7
    assert found[0]["day"].isna().all()
    blind = find_change(people(0, drift=8.0), **(ASKED | {"columns": ()})).iloc[0]
    assert blind["verdict"] != "not shown"
    assert "other people and another rule look the same" in blind["sentence"]


@pytest.mark.slow
def test_one_in_twenty_days_at_most_is_named_by_chance():
    found = [find_change(people(seed), **(ASKED | {"seed": seed}))["verdict"].item() for seed in range(300)]
    assert np.mean([one != "not shown" for one in found]) <= 0.08


def test_a_slope_is_called_gradual():
    row = find_change(people(3, slope=-8.0), **ASKED).iloc[0]
    assert row["verdict"] == "changed gradually"
    assert pd.isna(row["day"])


def test_the_scan_equals_a_regression_for_every_day():
    from statsmodels.regression.linear_model import OLS

    from millrace.governance.change_days import _base, _Scan

    made = people(4, 200, shift=-2.0)
    when, base = made["day"].to_numpy(), _base(made, ["test", "job"])
    scan = _Scan(base, when)
    rest = scan.rest(made["score"].to_numpy())
    for place in (0, len(scan.starts) // 2, len(scan.starts) - 1):
        step = (np.arange(len(made)) >= scan.starts[place]).astype(float)
        fitted = OLS(made["score"].to_numpy(), np.column_stack([base, step])).fit()
        assert scan.size(rest, place) == pytest.approx(fitted.params[-1])
        assert (rest**2).sum() - scan.gains(rest)[place] == pytest.approx(fitted.ssr)


def test_days_may_be_text_and_rows_in_any_order_and_gaps_are_counted():
    made = people(5, shift=-3.0)
    mixed = made.assign(day=made["day"].dt.strftime("%Y-%m-%d")).sample(frac=1, random_state=1)
    one, other = find_change(made, **ASKED), find_change(mixed, **ASKED)
    assert one["day"].item() == other["day"].item()
    made.loc[::10, "score"] = np.nan
    row = find_change(made, **ASKED).iloc[0]
    assert (row["rows"], row["set_aside"]) == (450, 50)


@pytest.mark.parametrize(
    ("change", "given", "kind", "says"),
    [
        ({"day": "spring"}, {}, ColumnError, "no day like 2025-04-07"),
        ({"score": "x"}, {}, ColumnError, "holds text"),
        ({}, {"date": "dya"}, ColumnError, "Did you mean 'day'"),
        ({}, {"draws": 10}, ArgumentError, "from 99"),
        ({}, {"columns": ["score"]}, ArgumentError, "is what is to be explained"),
    ],
)
def test_bad_input_is_answered_in_words(change, given, kind, says):
    with pytest.raises(kind, match=says):
        find_change(people(1).assign(**change), **(ASKED | given))


def test_few_rows_are_refused_and_a_constant_score_never_changes():
    with pytest.raises(ColumnError, match="At least 60"):
        find_change(people(1, 40), **ASKED)
    assert find_change(people(1).assign(score=5.0), **ASKED)["verdict"].item() == "not shown"
