"""Open hours agree with a minute-by-minute count on any calendar, over midnight, holidays and changes of the clock."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError
from millrace.process import AROUND_THE_CLOCK, WorkingHours

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def open_minutes(week, closed, extra, low, high):
    """The slow definition: every minute of the span, looked up in the list of shifts of its day and the day before."""
    minutes = pd.date_range(low, high, freq="min", inclusive="left")
    marks = np.zeros(len(minutes), dtype=bool)
    for offset in (0, 1):
        days = minutes.normalize() - pd.Timedelta(days=offset)
        for place, (day, minute) in enumerate(zip(days, minutes, strict=True)):
            shifts = extra.get(day, [] if day in closed else week[day.day_of_week])
            at = (minute - day) / pd.Timedelta(minutes=1)
            marks[place] |= any(start <= at < end for start, end in shifts)
    return pd.Series(marks, index=minutes)


def written(shifts):
    return ", ".join(f"{a // 60:02d}:{a % 60:02d}-{b % 1440 // 60:02d}:{b % 60:02d}" for a, b in shifts)


def random_week(rng):
    week = []
    for _ in range(7):
        cuts = np.sort(rng.choice(np.arange(10, 1430), 2 * int(rng.integers(0, 4)), replace=False)).tolist()
        shifts = list(zip(cuts[::2], cuts[1::2], strict=True))
        if shifts and rng.random() < 0.4:
            shifts[-1] = (shifts[-1][0], 1440 + int(rng.integers(1, shifts[-1][0])))
            shifts = shifts if shifts[-1][1] - 1440 != shifts[-1][0] else shifts[:-1]
        week.append(shifts)
    return week


@pytest.mark.parametrize("seed", range(6))
def test_open_hours_equal_a_count_minute_by_minute(seed):
    rng = np.random.default_rng(seed)
    week = random_week(rng)
    week[0] = week[0] or [(480, 720)]
    span = pd.date_range("2025-03-01", periods=8)
    closed, own = list(span[[3, 4]]), {span[4]: [(600, 660)], span[6]: [(0, 30), (1380, 1500)]}
    hours = WorkingHours(
        {day: written(shifts) for day, shifts in zip(DAYS, week, strict=True)},
        closed=closed,
        extra={day: written(shifts) for day, shifts in own.items()},
    )
    marks = open_minutes(week, set(closed), own, span[0], span[-1])
    ends = np.sort(rng.integers(0, len(marks), (300, 2)), axis=1)
    start, end = (pd.Series(marks.index[ends[:, side]]) for side in (0, 1))
    counted = np.append(0, marks.cumsum())
    expected = (counted[ends[:, 1]] - counted[ends[:, 0]]) / 60
    np.testing.assert_allclose(hours.open_hours(start, end), expected, atol=1e-9)
    np.testing.assert_allclose(hours.open_hours(end, start), -expected, atol=1e-9)


def between(hours, start, end, tz=None):
    return hours.open_hours(*(pd.Series(pd.to_datetime([time])).dt.tz_localize(tz) for time in (start, end))).item()


def test_seconds_count_and_what_is_missing_stays_missing():
    hours = WorkingHours({"Mon-Fri": "08:00-12:00"})
    assert between(hours, "2025-03-03 07:59:59", "2025-03-03 08:00:09") == pytest.approx(9 / 3600, abs=1e-9)
    times = pd.Series(pd.to_datetime(["2025-03-03 09:00", None]), index=[7, 3])
    counted = hours.open_hours(times, times + pd.Timedelta(hours=1))
    assert counted.index.tolist() == [7, 3]
    assert counted.isna().tolist() == [False, True]


def test_around_the_clock_is_the_difference_of_the_times():
    assert between(AROUND_THE_CLOCK, "2025-01-31 23:30", "2026-02-01 00:30") == 365 * 24 + 1


@pytest.mark.parametrize(("night", "length"), [("2025-03-29", 7.0), ("2025-10-25", 9.0), ("2025-06-14", 8.0)])
def test_a_night_shift_over_a_change_of_the_clock_has_its_true_length(night, length):
    """Saturday to Sunday in Berlin: the clock goes forward on 30 March and back on 26 October."""
    day = pd.Timestamp(night)
    ends = (str(day + pd.Timedelta(hours=12)), str(day + pd.Timedelta(hours=36)))
    zoned = WorkingHours({"Sat": "22:00-06:00"}, tz="Europe/Berlin")
    plain = WorkingHours({"Sat": "22:00-06:00"})
    assert between(zoned, *ends) == length
    assert between(plain, *ends, tz="Europe/Berlin") == length
    assert between(plain, *ends) == 8.0
    in_utc = [pd.Series([pd.Timestamp(time, tz="Europe/Berlin").tz_convert("UTC")]) for time in ends]
    elsewhere = [times.dt.tz_convert("Europe/Berlin") for times in in_utc]
    assert plain.open_hours(*elsewhere).item() == length


def test_a_shift_inside_the_hour_that_never_was_is_empty_and_the_rest_is_right():
    hours = WorkingHours({"Sun": "02:10-02:50, 03:30-04:30"}, tz="Europe/Berlin")
    assert between(hours, "2025-03-30 00:00", "2025-03-30 23:00") == 1.0


def test_public_holidays_of_a_country_and_region_are_closed_and_extra_days_win():
    week = {"Mon-Fri": "08:00-16:00"}
    assert between(WorkingHours(week), "2025-05-01 00:00", "2025-05-02 00:00") == 8
    assert between(WorkingHours(week, holidays="DE"), "2025-05-01 00:00", "2025-05-02 00:00") == 0
    bavaria, all_of_it = WorkingHours(week, holidays="DE-BY"), WorkingHours(week, holidays="DE")
    assert [between(h, "2025-01-06 00:00", "2025-01-07 00:00") for h in (bavaria, all_of_it)] == [0, 8]
    worked = WorkingHours(week, holidays="DE", extra={"2025-05-01": "10:00-11:00", "2025-05-03": "08:00-09:00"})
    assert between(worked, "2025-05-01 00:00", "2025-05-02 00:00") == 1
    assert between(worked, "2025-05-03 00:00", "2025-05-04 00:00") == 1


def test_an_overnight_shift_belongs_to_the_day_on_which_it_starts():
    hours = WorkingHours({"Mon-Fri": "22:00-06:00"}, closed=["2025-03-04"])
    assert between(hours, "2025-03-04 00:00", "2025-03-05 00:00") == 6.0
    assert between(hours, "2025-03-05 00:00", "2025-03-05 12:00") == 0.0


def test_days_are_read_in_every_usual_form():
    same = [{"Mon-Wed, Fri": "8:00-9:00"}, {"monday": "08:00-09:00", "Tue, Wed": ["08:00-09:00"], "FRI": "08.00–09.00"}]
    assert len({repr(WorkingHours(week)) for week in same}) == 1
    around = repr(WorkingHours({"Sat-Mon": "08:00-09:00"}))
    assert around == "Open Monday 08:00-09:00; Saturday to Sunday 08:00-09:00; 3 hours per week"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"shifts": {"Mon": "8-12"}}, "is no shift"),
        ({"shifts": {"Mon": "08:00-25:00"}}, "is no shift"),
        ({"shifts": {"Mon": "08:00-08:00"}}, "is no shift"),
        ({"shifts": {"Mon": 8}}, "is no shift"),
        ({"shifts": {"Mon": "08:00-12:00, 11:00-17:00"}}, "overlap"),
        ({"shifts": {"Moonday": "08:00-12:00"}}, "Did you mean 'Monday'"),
        ({"shifts": {"Mon-Fri": "08:00-12:00", "Tue": "08:00-09:00"}}, "Tuesday is named twice"),
        ({"shifts": {}}, "No day has a shift"),
        ({"shifts": "Mon-Fri 8-17"}, "Days and their shifts were expected"),
        ({"shifts": {"Mon": "08:00-12:00"}, "closed": ["soon"]}, "'soon', which is no day"),
        ({"shifts": {"Mon": "08:00-12:00"}, "closed": [None]}, "which is no day"),
        ({"shifts": {"Mon": "08:00-12:00"}, "closed": "2025-01-01"}, "A list of days was expected"),
        ({"shifts": {"Mon": "08:00-12:00"}, "holidays": "Atlantis"}, "in two letters"),
        ({"shifts": {"Mon": "08:00-12:00"}, "holidays": "DE-QQ"}, "in two letters"),
        ({"shifts": {"Mon": "08:00-12:00"}, "tz": "Mars/North"}, "name of a time zone"),
    ],
)
def test_what_cannot_be_read_is_said_when_the_calendar_is_made(arguments, says):
    with pytest.raises(ArgumentError, match=says):
        WorkingHours(**arguments)


def test_what_cannot_be_counted_is_said():
    hours, day = WorkingHours({"Mon": "08:00-12:00"}), pd.Series(pd.to_datetime(["2025-01-01"]))
    with pytest.raises(ArgumentError, match="holds no times"):
        hours.open_hours(pd.Series(["2025-01-01"]), day)
    with pytest.raises(ArgumentError, match="Pairs were expected"):
        hours.open_hours(day, pd.concat([day, day]))
    with pytest.raises(ArgumentError, match="span 1024 to 2025"):
        hours.open_hours(day.astype("M8[us]") - np.timedelta64(365_250, "D"), day)
    with pytest.raises(ArgumentError, match="different zones"):
        hours.open_hours(day.dt.tz_localize("UTC"), day.dt.tz_localize("Asia/Shanghai"))
