"""What was missed is estimated near the truth, never below what was sold; nothing planted, nothing claimed."""

import numpy as np
import pandas as pd
import pytest

import lantern
from millrace import samples
from millrace.errors import ArgumentError
from millrace.forecasting.censored import estimate_demand
from millrace.forecasting.demand import demand
from millrace.forecasting.stockouts import find_stock_outs, mark_stock_outs, stock_out_stretches

WEEKS = pd.date_range("2024-01-01", periods=104, freq="W-MON")


def shop(seed=0, series=30, mean=12.0):
    rng = np.random.default_rng(seed)
    wave = 1 + 0.4 * np.sin(2 * np.pi * np.arange(104) / 52)
    y = rng.poisson(rng.uniform(0.5, 2, (series, 1)) * mean * wave)
    return pd.DataFrame(
        {
            "unique_id": np.repeat([f"s{n:02d}" for n in range(series)], 104),
            "ds": np.tile(WEEKS, series),
            "y": y.ravel().astype(float),
        }
    )


def emptied(table, seed=0, number=20, weeks=3):
    """Empty shelves for whole weeks; return what is left, what was there, and the list of stock-outs."""
    rng = np.random.default_rng(seed)
    gone = pd.DataFrame(
        {
            "unique_id": rng.choice(table["unique_id"].unique(), number, replace=False),
            "first_day": rng.choice(WEEKS[10:90], number),
        }
    )
    gone["last_day"] = gone["first_day"] + pd.Timedelta(days=7 * weeks - 1)
    marked = mark_stock_outs(table, stock_outs=gone)
    return marked.assign(y=marked["y"].where(~marked["censored"], 0.0)), marked["y"], gone


def test_marks_cover_the_days_and_nothing_else():
    marked = emptied(shop())[0]
    assert marked["censored"].sum() == 60
    assert set(marked.loc[marked["censored"], "there_share"]) == {0.0}
    part = mark_stock_outs(
        shop(series=1),
        stock_outs=pd.DataFrame({"unique_id": ["s00"], "first_day": ["2024-01-03"], "last_day": ["2024-01-09"]}),
    )
    np.testing.assert_allclose(part["there_share"].to_numpy()[:3], [2 / 7, 5 / 7, 1])


def test_what_is_not_in_the_series_marks_nothing():
    gone = pd.DataFrame(
        {
            "unique_id": ["other", "s00"],
            "first_day": ["2024-01-03", "2030-01-01"],
            "last_day": ["2024-01-09", "2030-02-01"],
        }
    )
    assert not mark_stock_outs(shop(series=1), stock_outs=gone)["censored"].any()


@pytest.mark.parametrize("seed", range(4))
def test_the_estimate_is_near_what_was_wanted_and_far_from_zero(seed):
    seen, wanted, _ = emptied(shop(seed), seed)
    made = estimate_demand(seen)
    missed = wanted[seen["censored"]].sum()
    assert (made["y"] - made["y_seen"]).sum() == pytest.approx(missed, rel=0.12)
    assert made.loc[~made["censored"], "y"].equals(
        seen.loc[~seen["censored"], "y"].reset_index(drop=True).set_axis(made.index[~made["censored"]])
    )
    inside = (wanted.to_numpy() >= made["low_80"]) & (wanted.to_numpy() <= made["high_80"])
    assert inside[made["censored"]].mean() > 0.6


def test_an_estimate_is_never_below_what_was_sold():
    table = shop(3)
    seen = table.assign(censored=np.random.default_rng(1).random(len(table)) < 0.2)
    made = estimate_demand(seen)
    assert (made["y"] >= made["y_seen"]).all()
    assert (made["high_80"].dropna() >= made["low_80"].dropna()).all()


def capped(seed, spread, share):
    """Shelves that hold so much and no more: what empties them is high demand itself."""
    rng = np.random.default_rng(seed)
    usual = rng.uniform(5, 40, (20, 1)) * (1 + 0.3 * np.sin(2 * np.pi * np.arange(104) / 52))
    wanted = rng.poisson(rng.gamma(spread, usual / spread)).astype(float)
    shelf = np.floor(share * usual.mean(axis=1, keepdims=True))
    table = pd.DataFrame({"unique_id": np.repeat([f"s{n:02d}" for n in range(20)], 104), "ds": np.tile(WEEKS, 20)})
    seen = np.minimum(wanted, shelf).ravel()
    return table.assign(y=seen, censored=(wanted > shelf).ravel()), wanted.ravel()


@pytest.mark.parametrize(("seed", "spread", "share"), [(0, 3, 1.5), (1, 3, 1.15), (2, 0.8, 1.3), (3, 10, 1.4)])
def test_shelves_emptied_by_high_demand_are_estimated_above_what_is_usual(seed, spread, share):
    seen, wanted = capped(seed, spread, share)
    made = estimate_demand(seen)
    missed = wanted.sum() - seen["y"].sum()
    assert (made["y"] - made["y_seen"]).sum() == pytest.approx(missed, rel=0.6)
    assert made["y"].sum() == pytest.approx(wanted.sum(), rel=0.06)
    inside = ((wanted >= made["low_80"]) & (wanted <= made["high_80"]))[made["censored"]]
    assert 0.7 <= inside.mean() <= 0.9
    usual = seen.assign(y=seen["y"].where(~seen["censored"], 0.0), there_share=1.0 - seen["censored"])
    assert abs(made["y"].sum() - wanted.sum()) < abs(estimate_demand(usual)["y"].sum() - wanted.sum())


def test_ten_times_the_pieces_are_ten_times_the_estimate_where_the_share_is_known():
    seen = emptied(shop(4))[0]
    made, more = estimate_demand(seen), estimate_demand(seen.assign(y=10 * seen["y"]))
    np.testing.assert_allclose(more["y"], 10 * made["y"])


def test_whole_numbers_and_single_periods_are_told_what_to_give():
    gone = pd.DataFrame({"unique_id": ["s00"], "first_day": ["2024-01-01"], "last_day": ["2024-01-03"]})
    with pytest.raises(ArgumentError, match="in a column censored"):
        mark_stock_outs(shop(series=1).assign(ds=range(104)), stock_outs=gone)
    one = mark_stock_outs(shop(series=1).iloc[:1], stock_outs=gone, freq="W-MON")
    assert one["there_share"].item() == pytest.approx(4 / 7)


def test_a_product_that_was_never_there_has_no_estimate():
    seen = shop(series=8).assign(censored=lambda t: t["unique_id"] == "s00")
    made = estimate_demand(seen.assign(y=seen["y"].where(~seen["censored"], 0.0)))
    assert not made.loc[made["unique_id"] == "s00", "estimated"].any()
    assert (made.loc[made["unique_id"] == "s00", "y"] == 0).all()


@pytest.mark.parametrize("variant", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_the_sample_companys_lost_pieces_are_found_to_a_quarter(variant):
    lines = samples.checkpoint("orders", variant=variant).query("pieces < 5000")
    weeks = demand(lines.assign(date=pd.to_datetime(lines["date"])), unique_id="sku", date="date", quantity="pieces")
    truth = lantern.truth("stock_outs", variant=variant).rename(columns={"sku": "unique_id"})
    made = estimate_demand(mark_stock_outs(weeks, stock_outs=truth))
    assert (made["y"] - made["y_seen"]).sum() == pytest.approx(truth["lost_pieces"].sum(), rel=0.25)


def test_long_silence_of_a_product_that_sells_every_week_is_proposed():
    table = shop(5)
    rows = (table["unique_id"] == "s03") & table["ds"].between("2024-06-03", "2024-07-07")
    found = find_stock_outs(table.assign(y=table["y"].where(~rows, 0.0)))
    first = found.iloc[0]
    assert (first["unique_id"], str(first["first"].date()), first["periods"]) == ("s03", "2024-06-03", 5)
    assert first["verdict"] == "looks like a stock-out"


def test_nothing_planted_nothing_claimed():
    rng = np.random.default_rng(2)
    claimed = 0
    for seed in range(40):
        table = shop(seed, mean=1.0)
        table["y"] = table["y"] * (rng.random(len(table)) < 0.7)
        claimed += find_stock_outs(table).query("verdict == 'looks like a stock-out'")["unique_id"].nunique()
    assert claimed <= 0.05 * 40 * 30


@pytest.mark.parametrize(("weeks", "least"), [(3, 0.5), (4, 0.8), (6, 0.95)])
def test_empty_shelves_of_regular_sellers_are_proposed_and_little_else(weeks, least):
    found, false = 0, 0
    for seed in range(3):
        seen, _, gone = emptied(shop(seed, series=40), seed, weeks=weeks)
        said = find_stock_outs(seen[["unique_id", "ds", "y"]]).query("verdict == 'looks like a stock-out'")
        true = set(zip(gone["unique_id"], gone["first_day"], strict=True))
        hits = sum(pair in true for pair in zip(said["unique_id"], said["first"], strict=True))
        found, false = found + hits, false + len(said) - hits
    assert found >= least * 60
    assert false <= 0.05 * (found + false)


def bunched(rng, y):
    """Quiet weeks come in bunches."""
    there = np.ones(y.shape, dtype=bool)
    for week in range(1, 104):
        there[:, week] = rng.random(len(y)) < np.where(there[:, week - 1], 0.8, 0.4)
    return (y + 1) * there


def closed(rng, y):
    """One week in a hundred a product is not offered, now and then for longer."""
    shut = np.zeros(y.shape, dtype=bool)
    for week in range(1, 104):
        shut[:, week] = rng.random(len(y)) < np.where(shut[:, week - 1], 0.3, 0.01)
    return y * ~shut


def uneven(rng, y):
    """Amounts differ much more than by chance."""
    return rng.poisson(rng.gamma(0.8, y / 0.8))


def seasonal(rng, y):
    """All products sell next to nothing for weeks."""
    return rng.poisson(2 * (1 + 0.95 * np.sin(2 * np.pi * np.arange(104) / 52)), y.shape)


@pytest.mark.parametrize(("kind", "mean"), [(bunched, 1.0), (closed, 12.0), (uneven, 12.0), (seasonal, 3.0)])
def test_demand_of_many_makes_without_a_stock_out_is_seldom_taken_for_one(kind, mean):
    claimed = 0
    for seed in range(12):
        table = shop(seed, mean=mean)
        y = kind(np.random.default_rng(seed), table["y"].to_numpy().reshape(-1, 104)).astype(float)
        found = find_stock_outs(table.assign(y=y.ravel()))
        claimed += found.query("verdict == 'looks like a stock-out'")["unique_id"].nunique()
    assert claimed <= 0.05 * 12 * 30


def test_weeks_in_which_nobody_sells_are_no_stock_out():
    table = shop(6)
    closed = table["ds"].between("2024-02-05", "2024-03-10")
    found = find_stock_outs(table.assign(y=table["y"].where(~closed, 0.0)))
    assert not (found["verdict"] == "looks like a stock-out").any()


def test_few_sales_say_too_little_and_none_say_nothing():
    few = pd.DataFrame({"unique_id": "a", "ds": range(60), "y": 0.0})
    few.loc[[0, 1, 50], "y"] = 3.0
    assert find_stock_outs(few)["verdict"].tolist() == ["too few to say"]
    assert find_stock_outs(few.assign(y=0.0)).empty


def test_a_calendar_is_read_into_stretches():
    days = pd.DataFrame(
        {"date": pd.date_range("2025-03-03", periods=6), "out_of_stock": ["a;b", "a", None, "a", "a; b", "a"]}
    )
    made = stock_out_stretches(days)
    days = made["first_day"].dt.strftime(" %d") + made["last_day"].dt.strftime("-%d")
    assert (made["unique_id"] + days).tolist() == [
        "a 03-04", "a 06-08", "b 03-03", "b 07-07",
    ]  # fmt: skip


def test_a_stock_out_that_ends_before_it_begins_is_refused():
    gone = pd.DataFrame({"unique_id": ["s00"], "first_day": ["2024-02-01"], "last_day": ["2024-01-01"]})
    with pytest.raises(ArgumentError, match="changed about"):
        mark_stock_outs(shop(series=1), stock_outs=gone)
