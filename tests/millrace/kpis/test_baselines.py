"""What is usual, what is news, and how often the limits cry wolf."""

import numpy as np
import pandas as pd
import pytest

from millrace import kpis
from millrace.errors import ArgumentError, ColumnError


def weeks(values, **columns):
    return pd.DataFrame(
        {"week": pd.date_range("2023-01-02", periods=len(values), freq="7D"), "value": values, **columns}
    )


def test_limits_are_those_of_the_textbook():
    values = [10.0, 12.0, 11.0, 13.0, 9.0, 10.0, 12.0, 11.0, 10.0]
    table = kpis.against_baseline(weeks(values), value="value", when="week")
    ranges = np.abs(np.diff(values)).mean()
    assert table["high"].iloc[0] == pytest.approx(np.mean(values) + 3 / 1.128379 * ranges, abs=1e-3)
    assert table["low"].iloc[0] == pytest.approx(np.mean(values) - 3 / 1.128379 * ranges, abs=1e-3)


def test_limits_of_shares_are_those_of_the_textbook():
    frame = weeks([0] * 10, late=[12, 9, 8, 11, 10, 12, 8, 9, 10, 11], orders=[90, 100, 110, 100, 100] * 2)
    table = kpis.shares_against_baseline(frame, events="late", total="orders", when="week")
    p = frame["late"].sum() / frame["orders"].sum()
    assert table["high"].to_numpy() == pytest.approx(p + 3 * np.sqrt(p * (1 - p) / frame["orders"]))
    assert set(table["limits"]) == {"sigmas"}


def test_few_expected_events_are_counted_exactly():
    from scipy.stats import binom

    frame = weeks([0] * 20, late=[0, 1] * 10, orders=10)
    table = kpis.shares_against_baseline(frame, events="late", total="orders", when="week")
    assert set(table["limits"]) == {"exact"}
    count = round(table["high"].iloc[0] * 10)
    assert binom.sf(count, 10, 0.05) <= 0.00135 < binom.sf(count - 1, 10, 0.05)


def test_only_the_baseline_makes_the_limits():
    values = [5.0, 6.0] * 10 + [50.0]
    table = kpis.against_baseline(weeks(values), value="value", when="week", baseline_until="2023-05-20")
    assert table["centre"].iloc[0] == 5.5
    assert table.iloc[-1][["verdict", "direction", "role"]].tolist() == ["news", "up", "watched"]
    assert (table["verdict"].iloc[:-1] == "within the usual noise").all()


def test_the_day_named_still_belongs_to_the_baseline():
    roles = kpis.against_baseline(weeks([1.0, 2.0, 3.0]), value="value", when="week", baseline_until="2023-01-09")[
        "role"
    ]
    assert roles.tolist() == ["baseline", "baseline", "watched"]


@pytest.mark.parametrize("values", [[1.0, 2.0] * 3, [4.0] * 20])
def test_a_short_or_flat_baseline_says_too_few(values):
    table = kpis.against_baseline(weeks(values), value="value", when="week")
    assert set(table["verdict"]) == {"too few to say"}


def test_a_period_without_pieces_says_too_few():
    frame = weeks([0] * 10, late=[3] * 9 + [0], orders=[30] * 9 + [0])
    table = kpis.shares_against_baseline(frame, events="late", total="orders", when="week")
    assert table["verdict"].iloc[-1] == "too few to say"


@pytest.mark.parametrize("periods", [8, 12, 26, 52])
def test_false_alarms_come_as_often_as_stated(periods):
    chance = np.random.default_rng(periods)
    base = chance.normal(size=(40_000, periods))
    spread = np.abs(np.diff(base, axis=1)).mean(axis=1) / 1.128379
    new = chance.normal(size=(40_000, 20))
    found = (np.abs(new - base.mean(axis=1)[:, None]) > 3 * spread[:, None]).mean()
    stated = kpis.false_alarms(baseline_periods=periods)["chance_per_period"].item()
    assert stated == pytest.approx(found, rel=0.085)


def test_shares_without_news_are_rarely_called_news():
    chance = np.random.default_rng(5)
    found = 0
    for _ in range(60):
        frame = weeks([0] * 78, late=chance.binomial(150, 0.3, 78), orders=150)
        table = kpis.shares_against_baseline(
            frame, events="late", total="orders", when="week", baseline_until="2023-12-31"
        )
        found += int((table["verdict"] == "news")[table["role"] == "watched"].sum())
    # 60 x 26 periods at 0.27 % and a little more for the estimated mean: 4 to 6 are expected
    assert found <= 14


def test_wider_periods_are_found_and_the_limits_widen():
    chance = np.random.default_rng(2)
    shares = np.clip(chance.normal(0.5, 0.1, 60), 0.05, 0.95)
    frame = weeks([0] * 60, late=chance.binomial(400, shares), orders=400)
    narrow = kpis.shares_against_baseline(frame, events="late", total="orders", when="week")
    wide = kpis.shares_against_baseline(frame, events="late", total="orders", when="week", between_periods=True)
    found = kpis.assumptions(narrow).set_index("assumption")
    assert found.loc["more than chance", "found"] == "found"
    assert found.loc["more than chance", "size"] == pytest.approx(4, abs=1)
    assert (narrow["verdict"] == "news").sum() > 10
    assert (wide["verdict"] == "news").sum() <= 1


def test_trend_neighbours_and_season_are_named():
    chance = np.random.default_rng(4)
    noise = chance.normal(size=120)
    made = {
        "trend": noise + 0.05 * np.arange(120),
        "neighbours alike": pd.Series(noise).ewm(alpha=0.3).mean().to_numpy(),
        "season": noise + 3 * np.sin(2 * np.pi * np.arange(120) / 52),
    }
    for name, values in made.items():
        table = kpis.against_baseline(weeks(values), value="value", when="week")
        assert kpis.assumptions(table).set_index("assumption").loc[name, "found"] == "found", name


def test_a_clean_baseline_is_rarely_blamed():
    chance = np.random.default_rng(6)
    tables = [
        kpis.assumptions(kpis.against_baseline(weeks(chance.normal(size=60)), value="value", when="week"))
        for _ in range(250)
    ]
    found = pd.concat(tables).groupby("assumption")["found"].agg(lambda each: (each == "found").sum())
    # at 1 in 100 each, 2 or 3 are expected
    assert found.max() <= 7, found.to_dict()


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (lambda f: f.assign(late=-1), ColumnError, "Whole counts"),
        (lambda f: f.assign(late=1.5), ColumnError, "Whole counts"),
        (lambda f: f.assign(late=99), ColumnError, "Change the two columns about"),
        (lambda f: pd.concat([f, f]), ArgumentError, "more than once"),
        (lambda f: f.assign(week=pd.NaT), ColumnError, "without a day"),
        (lambda f: f.head(0), ArgumentError, "no row"),
        (lambda f: f.drop(columns="late"), ColumnError, "late"),
    ],
)
def test_impossible_tables_are_refused(change, error, says):
    frame = change(weeks([0] * 10, late=3, orders=30))
    with pytest.raises(error, match=says):
        kpis.shares_against_baseline(frame, events="late", total="orders", when="week")


@pytest.mark.parametrize("arguments", [{"sigmas": 0}, {"sigmas": True}, {"baseline_until": "soon"}])
def test_impossible_arguments_are_refused(arguments):
    with pytest.raises(ArgumentError, match="was expected"):
        kpis.against_baseline(weeks([1.0, 2.0]), value="value", when="week", **arguments)


@pytest.mark.parametrize("arguments", [{"baseline_periods": 1}, {"baseline_periods": 9, "periods_per_year": 0}])
def test_impossible_numbers_of_periods_are_refused(arguments):
    with pytest.raises(ArgumentError, match="whole number"):
        kpis.false_alarms(**arguments)
