"""Lead times: quantiles with open orders, lateness, and fat tails that are found where they are and nowhere else."""

import numpy as np
import pandas as pd
import pytest

import lantern
from lantern.supply.file import deliveries as deliveries_of
from millrace.errors import ArgumentError, ColumnError
from millrace.inventory import lead_times, left_out_deliveries

NAMES = {"by": "who", "ordered": "out", "received": "back"}


def table_of(leads, *, who="A", promised=None):
    out = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(len(leads)) * 5, unit="D")
    table = pd.DataFrame({"who": who, "out": out, "back": out + pd.to_timedelta(leads, unit="D")})
    return table if promised is None else table.assign(due=out + pd.Timedelta(days=promised))


def test_without_open_orders_quantiles_are_the_plain_ones():
    leads = np.random.default_rng(0).poisson(15, 200)
    row = lead_times(table_of(leads), **NAMES).iloc[0]
    plain = [np.quantile(leads, q, method="inverted_cdf") for q in (0.5, 0.9, 0.95, 0.99)]
    assert row[["median_days", "p90_days", "p95_days", "p99_days", "worst_days"]].tolist() == [*plain, leads.max()]


def test_open_orders_lengthen_the_quantiles_instead_of_vanishing():
    table = table_of([10.0] * 8 + [np.nan] * 4)
    row = lead_times(table, **NAMES, as_of="2024-12-31").iloc[0]
    assert (row["received"], row["open"]) == (8, 4)
    assert row["median_days"] == 10
    assert np.isnan(row["p90_days"])
    assert row["longest_open_days"] == (pd.Timestamp("2024-12-31") - table["out"].iloc[8]).days


def test_orders_open_for_longer_than_any_far_delay_make_a_fat_tail():
    table = table_of([10.0] * 40 + [np.nan] * 2)
    assert lead_times(table, **NAMES, as_of="2024-12-31")["tail"].item() == "fat tail"


def test_impossible_rows_are_set_aside_with_a_reason_and_counted():
    table = table_of([10.0] * 30)
    table.loc[3, "back"] = table.loc[3, "out"] - pd.Timedelta(days=1)
    table.loc[4, "out"] = pd.NaT
    found = lead_times(table, **NAMES).iloc[0]
    aside = left_out_deliveries(table, **NAMES)
    assert found["left_out"] == len(aside) == 2
    assert found["received"] + found["open"] + len(aside) == len(table)
    assert aside["reason"].tolist() == ["received before it was ordered", "no day of order"]


def test_the_late_share_counts_days_after_the_promise():
    row = lead_times(table_of([9, 10, 11, 12], promised=10), promised="due", **NAMES).iloc[0]
    assert row["late_share"] == 0.5
    assert row["late_low"] < 0.5 < row["late_high"]
    assert row["with_promise"] == 4


def test_nothing_is_called_late_without_promises():
    assert np.isnan(lead_times(table_of([9, 10]), **NAMES)["late_share"].item())


def test_few_deliveries_are_too_few_to_say_and_so_is_one_far_one():
    assert lead_times(table_of([10] * 44), **NAMES)["tail"].item() == "too few to say"
    assert lead_times(table_of([10] * 45), **NAMES)["tail"].item() == "steady"
    assert lead_times(table_of([10] * 59 + [60]), **NAMES)["tail"].item() == "too few to say"
    assert lead_times(table_of([10] * 58 + [60, 55]), **NAMES)["tail"].item() == "fat tail"


SHAPES = {
    "normal": lambda rng, n: rng.normal(20, 4, n),
    "gamma": lambda rng, n: rng.gamma(4, 5, n),
    "exponential": lambda rng, n: rng.exponential(14, n),
    "lognormal": lambda rng, n: rng.lognormal(3, 0.35, n),
    "slow and even": lambda rng, n: rng.normal(90, 25, n),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [25, 60, 400])
def test_no_fat_tail_is_claimed_where_none_is(shape, count):
    rng = np.random.default_rng(count)
    parts = [table_of(np.maximum(np.rint(SHAPES[shape](rng, count)), 0), who=n) for n in range(200)]
    found = lead_times(pd.concat(parts), **NAMES)
    assert (found["tail"] == "fat tail").mean() <= 0.05


def test_a_delivery_in_fifteen_that_is_months_late_is_found():
    rng = np.random.default_rng(9)
    parts = []
    for n in range(100):
        leads = rng.gamma(9, 1.5, 120) + np.where(rng.random(120) < 1 / 15, rng.uniform(30, 60, 120), 0)
        parts.append(table_of(np.rint(leads), who=n))
    assert (lead_times(pd.concat(parts), **NAMES)["tail"] == "fat tail").mean() >= 0.9


def found_in_company(variants):
    hits, claims, others = 0, 0, 0
    for variant in variants:
        table = deliveries_of(lantern.generate(variant=variant))
        truth = lantern.truth("fat_tail_supplier", variant=variant)
        planted = truth.loc[truth["true_fat_tail"], "supplier_id"].item()
        found = lead_times(
            table, by="supplier_id", ordered="ordered", received="received", promised="promised", as_of="2025-12-31"
        ).set_index("supplier_id")["tail"]
        hits += found[planted] == "fat tail"
        claims += (found.drop(planted) == "fat tail").sum()
        others += len(found) - 1
    return hits, claims, others


def test_the_sample_company_has_its_fat_tail_and_no_other():
    assert found_in_company([1, 2])[:2] == (2, 0)


@pytest.mark.slow
def test_the_fat_tail_is_found_in_nine_of_ten_variants():
    hits, claims, others = found_in_company(range(40))
    assert hits >= 36
    assert claims <= 0.05 * others


def test_an_export_day_before_the_last_row_is_refused():
    with pytest.raises(ArgumentError, match="the table goes on to"):
        lead_times(table_of([10] * 5), **NAMES, as_of="2024-01-02")


def test_text_for_dates_is_refused():
    with pytest.raises(ColumnError, match="holds no dates"):
        lead_times(table_of([3]).assign(out="2024-01-01"), **NAMES)


def test_a_supplier_with_open_orders_only_is_listed_without_days():
    row = lead_times(table_of([np.nan, np.nan]), **NAMES, as_of="2024-03-01").iloc[0]
    assert row["open"] == 2
    assert np.isnan(row["median_days"])
    assert row["tail"] == "too few to say"


def test_the_frame_given_stays_as_it_was():
    table = table_of([10, 11])
    before = table.copy()
    lead_times(table, **NAMES)
    pd.testing.assert_frame_equal(table, before)
