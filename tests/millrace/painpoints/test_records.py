"""Costs out of records: every row is counted once, missing amounts widen the range, heavy tails are pointed out."""

import numpy as np
import pandas as pd
import pytest

from millrace import samples
from millrace.errors import ArgumentError, ColumnError
from millrace.painpoints import as_parts, from_records, ranking

ASKED = {"amount": "cny", "by": "theme", "date": "day"}


def tickets(count=400, seed=3):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({
        "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 731, count), unit="D"),
        "theme": rng.choice(["late", "broken", "smell"], count, p=[0.6, 0.3, 0.1]),
        "cny": rng.lognormal(4, 1, count).round(2),
    })  # fmt: skip


def test_yearly_sums_are_sums_over_the_years_covered():
    frame = tickets()
    table = from_records(frame, **ASKED, start="2024-01-01", end="2025-12-31").set_index("theme")
    expected = frame.groupby("theme")["cny"].sum() / (731 / 365.25)
    for column in ("missing_low_per_year", "likely_per_year", "missing_high_per_year"):
        assert table[column].to_dict() == pytest.approx(expected.to_dict())
    assert table["likely_per_year"].is_monotonic_decreasing
    assert (table["interval_low_per_year"] < table["likely_per_year"]).all()
    assert (table["likely_per_year"] < table["interval_high_per_year"]).all()


def test_every_row_is_used_or_set_aside_with_a_reason():
    frame = tickets()
    frame.loc[frame.index[:7], "cny"] = np.nan
    frame.loc[frame.index[5:12], "day"] = pd.NaT
    frame.loc[frame.index[20:24], "theme"] = None
    table = from_records(frame, **ASKED, start="2024-03-01")
    assert table["rows"].sum() == len(frame)
    parts = table[["known", "missing", "no_date", "outside"]]
    assert (parts.sum(axis=1) == table["rows"]).all()
    assert parts["no_date"].sum() == 7
    assert parts["missing"].sum() == (frame["cny"].isna() & (frame["day"] >= "2024-03-01")).sum()
    assert "(not known)" in table["theme"].tolist()
    assert table["note"].str.contains("outside the period").any()


def test_missing_amounts_are_nothing_like_the_others_or_like_a_large_one():
    frame = pd.DataFrame({"day": "2025-01-01", "theme": "late", "cny": [*range(1, 11), np.nan, np.nan]})
    frame.loc[0, "day"] = "2025-12-31"
    row = from_records(frame, **ASKED).iloc[0]
    years = 365 / 365.25
    assert row["missing_low_per_year"] == pytest.approx(55 / years)
    assert row["likely_per_year"] == pytest.approx((55 + 2 * 5.5) / years)
    assert row["missing_high_per_year"] == pytest.approx((55 + 2 * 9.1) / years)
    assert row["note"].startswith("2 of 12 rows without an amount")


def test_the_upper_end_of_the_interval_has_room_for_missing_amounts_and_the_lower_has_none():
    frame = tickets().assign(theme="late")
    gaps = pd.concat([frame, frame.head(100).assign(cny=np.nan)])
    full, holed = (from_records(each, **ASKED).iloc[0] for each in (frame, gaps))
    assert holed["interval_low_per_year"] == pytest.approx(full["interval_low_per_year"])
    room = holed["missing_high_per_year"] - holed["missing_low_per_year"]
    assert room > 0
    assert holed["interval_high_per_year"] == pytest.approx(full["interval_high_per_year"] + room)


def test_one_bill_of_half_the_sum_is_pointed_out():
    frame = pd.DataFrame({"day": pd.date_range("2025-01-01", periods=50, freq="7D"), "theme": "late", "cny": 10.0})
    frame.loc[31, "cny"] = 2000.0
    row = from_records(frame, **ASKED).iloc[0]
    assert (row["verdict"], row["largest"], row["largest_record"]) == ("rests on one record", 2000.0, 31)
    assert row["largest_share"] == pytest.approx(2000 / 2490)
    assert row["records_for_half"] == 1
    assert "one record (31) is 80% of the sum" in row["note"]


def test_records_of_one_event_are_one_and_widen_the_interval():
    frame = tickets(300).assign(theme="late", order=np.repeat(np.arange(30), 10))
    alone, bunched = from_records(frame, **ASKED).iloc[0], from_records(frame, **ASKED, together="order").iloc[0]
    assert alone["likely_per_year"] == pytest.approx(bunched["likely_per_year"])

    def width(row):
        return row["interval_high_per_year"] - row["interval_low_per_year"]

    assert width(bunched) > 1.5 * width(alone)
    assert bunched["largest"] == pytest.approx(frame.groupby("order")["cny"].sum().max())


def test_rows_without_an_event_stay_single():
    frame = tickets(40).assign(theme="late", order=None)
    both = from_records(frame, **ASKED).iloc[0], from_records(frame, **ASKED, together="order").iloc[0]
    assert both[0]["interval_high_per_year"] == pytest.approx(both[1]["interval_high_per_year"])


@pytest.mark.parametrize(
    ("amounts", "verdict"),
    [
        ([np.nan] * 9, "nothing known"),
        ([0.0] * 9, "all zero"),
        ([5.0] * 7 + [0.0, 0.0], "too few to say"),
        ([5.0] * 9, "rests on few records"),
        ([5.0] * 30, "steady"),
    ],
)
def test_verdicts_say_what_the_records_bear(amounts, verdict):
    days = pd.date_range("2025-01-01", periods=len(amounts), freq="12D")
    row = from_records(pd.DataFrame({"day": days, "theme": "late", "cny": amounts}), **ASKED).iloc[0]
    assert row["verdict"] == verdict
    assert np.isnan(row["interval_low_per_year"]) == (verdict in ("nothing known", "all zero", "too few to say"))


def coverage(draw, mean, expected, *, trials=120, **asked):
    rng, hits = np.random.default_rng(8), 0
    for _ in range(trials):
        values = draw(rng, expected if asked else rng.poisson(expected))
        days = pd.to_datetime(["2025-01-01"] + ["2025-12-31"] * (len(values) - 1))
        row = from_records(pd.DataFrame({"day": days, "theme": "a", "cny": values}), **ASKED, **asked).iloc[0]
        truth = expected * mean / row["years"]
        hits += row["interval_low_per_year"] <= truth <= row["interval_high_per_year"]
    return hits / trials


def test_the_interval_holds_about_as_often_as_it_says_and_with_heavy_tails_not_much_less():
    assert coverage(lambda rng, n: rng.exponential(100, n), 100, 60) == pytest.approx(0.9, abs=0.08)
    heavy = coverage(lambda rng, n: rng.lognormal(4, 1.5, n), np.exp(4 + 1.125), 60)
    assert heavy >= 0.78  # a plain bootstrap: about 0.77 on the same records


def test_regular_bookings_have_the_narrow_interval_of_their_size_alone():
    assert coverage(lambda rng, n: rng.normal(100, 5, n), 100, 36, regular=True) == pytest.approx(0.9, abs=0.08)
    days = pd.date_range("2023-01-01", "2025-12-01", freq="MS")
    books = pd.DataFrame({"day": days, "theme": "rent", "cny": 5000.0})
    row = from_records(books, **ASKED, regular=True, end="2025-12-31").iloc[0]
    assert row["interval_low_per_year"] == row["interval_high_per_year"] == row["likely_per_year"]


def test_the_last_twelve_months_show_what_grows():
    days = ["2023-01-01"] * 10 + ["2024-12-31", "2025-01-01"] + ["2025-06-01"] * 28 + ["2025-12-31"]
    row = from_records(pd.DataFrame({"day": days, "theme": "late", "cny": 1}), **ASKED).iloc[0]
    assert row["last_12_months"] == 30  # from 2025-01-01
    assert row["likely_per_year"] == pytest.approx(41 / row["years"])


def test_less_than_a_year_is_said():
    row = from_records(tickets().assign(day="2025-03-31"), **ASKED, start="2025-01-01", end="2025-06-30").iloc[0]
    assert "less than a year is covered" in row["note"]
    assert np.isnan(row["last_12_months"])


def test_inputs_are_unchanged_and_the_order_of_rows_does_not_matter():
    frame = tickets()
    before = frame.copy(deep=True)
    columns = ["theme", "rows", "likely_per_year", "missing_high_per_year", "largest", "verdict"]
    mixed = from_records(frame.sample(frac=1, random_state=1), **ASKED)[columns]
    pd.testing.assert_frame_equal(mixed, from_records(frame, **ASKED)[columns])
    pd.testing.assert_frame_equal(frame, before)


def test_index_labels_may_repeat_and_types_of_number_do_not_matter():
    frame = tickets()
    plain = from_records(frame, **ASKED)
    frame.index = [0] * len(frame)
    other = from_records(
        frame.assign(cny=frame["cny"].astype("Float64"), theme=frame["theme"].astype("category")), **ASKED
    )
    columns = ["rows", "likely_per_year", "interval_high_per_year"]
    pd.testing.assert_frame_equal(plain[columns], other[columns])


@pytest.mark.parametrize(
    ("change", "asked", "error", "match"),
    [
        ({"cny": "1,800 CNY"}, {}, ColumnError, r"'cny' holds '1,800 CNY'\. Numbers were expected\. .*parse_money"),
        ({"cny": -4.0}, {}, ColumnError, r"has 400 amounts below 0 or endless, the first is -4\. Costs of 0 or more"),
        ({"cny": np.inf}, {}, ColumnError, "below 0 or endless"),
        ({"cny": True}, {}, ColumnError, "holds True"),
        ({"day": "31.3.2025"}, {}, ColumnError, r"'day' holds '31\.3\.2025'\. Days like 2025-03-31.*parse_dates"),
        ({"day": 20250331}, {}, ColumnError, "'day' holds"),
        ({}, {"by": "them"}, ColumnError, "Did you mean 'theme'"),
        ({}, {"start": "2031-01-01"}, ArgumentError, "No row has a day in the period"),
        ({}, {"end": "soon"}, ArgumentError, r"end='soon' was given\. A day was expected"),
        ({}, {"level": 90}, ArgumentError, r"level=90 was given.*Write 90 % as 0\.9"),
        ({}, {"seed": -1}, ArgumentError, "seed=-1"),
    ],
)
def test_wrong_columns_and_arguments_are_refused(change, asked, error, match):
    with pytest.raises(error, match=match):
        from_records(tickets().assign(**change), **(ASKED | asked))


def test_an_empty_table_and_what_is_no_table_are_refused():
    with pytest.raises(ArgumentError, match="has no row"):
        from_records(tickets().head(0), **ASKED)
    with pytest.raises(ArgumentError, match="A table was expected"):
        from_records([1], **ASKED)


def test_parts_keep_the_width_of_the_interval_in_eight_years_of_ten():
    frame = tickets(3000).assign(theme="late", cny=10.0)
    sums = from_records(frame, **ASKED)
    row = ranking(as_parts(sums, source="tickets")).iloc[0]
    years = sums["years"].iloc[0]
    spread = 1.2816 * np.sqrt(3000) * 10 / years  # of a count of 3,000, by theory
    assert row["p90_per_year"] - row["mean_per_year"] == pytest.approx(spread, rel=0.15)
    assert as_parts(sums, source="tickets")["late"][0].source == "tickets"


@pytest.mark.parametrize("seed", range(6))
def test_the_mean_of_the_possible_years_is_the_sum_on_record_also_when_few_cases_make_it(seed):
    frame = tickets(80).assign(theme="late", cny=np.random.default_rng(seed).lognormal(4, 1.4, 80))
    sums = from_records(frame, **ASKED)
    row = ranking(as_parts(sums)).iloc[0]
    assert row["mean_per_year"] == pytest.approx(sums["likely_per_year"].iloc[0], rel=0.02)
    assert row["p10_per_year"] < sums["likely_per_year"].iloc[0] < row["p90_per_year"]


def test_a_group_without_an_interval_makes_no_part():
    frame = pd.DataFrame({"day": pd.date_range("2025-01-01", periods=3, freq="100D"), "theme": "late", "cny": 1.0})
    with pytest.raises(ArgumentError, match=r"Group 'late' has no interval: too few to say"):
        as_parts(from_records(frame, **ASKED))
    assert as_parts(from_records(frame.assign(cny=0.0), **ASKED))["late"][0].high == 0
    with pytest.raises(ColumnError, match="'interval_low_per_year' is not in the sums"):
        as_parts(frame)


def test_the_sample_companys_phone_notes_cost_most_with_all_rows_counted():
    frame = samples.load("complaints.csv")
    table = from_records(frame, amount="settlement_cny", by="channel", date="opened", together="order_no")
    assert table["rows"].sum() == len(frame)
    assert table["missing"].sum() == frame["settlement_cny"].isna().sum() > 0
    assert table["channel"][0] == "phone note"
    assert table["interval_low_per_year"][0] > table["interval_high_per_year"][1:].max()
