"""An event log keeps every row, used or set aside with a reason, whatever the table looks like."""

import numpy as np
import pandas as pd
import pandas.testing as pdt
import pytest
from matplotlib.figure import Figure

from millrace import process
from millrace.errors import ArgumentError, ColumnError

ROLES = {"case": "order", "step": "work", "start": "on", "end": "off", "resource": "who"}
DAY = "2025-03-03 "


def table(*rows):
    return pd.DataFrame(rows, columns=["order", "work", "on", "off", "who"])


def logged(frame, **asked):
    log = process.event_log(frame, **{**ROLES, **asked})
    assert sorted([*log.events["row"], *log.set_aside.index]) == list(range(len(frame)))
    assert log.rows_read == len(frame)
    return log


def reasons(frame, **asked):
    return logged(frame, **asked).set_aside["reason"].to_dict()


def messy(rows=400, seed=1):
    rng = np.random.default_rng(seed)
    start = pd.Timestamp("2025-03-03 08:00") + pd.to_timedelta(rng.integers(0, 30 * 1440, rows), unit="min")
    end = start + pd.to_timedelta(rng.integers(-20, 200, rows), unit="min")
    frame = pd.DataFrame(
        {"order": rng.integers(1, 60, rows), "work": rng.choice(["cut", "Cut ", "sew", "ｓｅｗ"], rows)}
    )
    frame["on"], frame["off"] = start.strftime("%Y-%m-%d %H:%M"), end.strftime("%Y-%m-%d %H:%M")
    frame["who"] = rng.choice(["Li", "Wu"], rows)
    for column, share in [("on", 0.05), ("off", 0.1), ("who", 0.02)]:
        frame[column] = frame[column].where(rng.random(rows) > share)
    return pd.concat([frame, frame.head(5)], ignore_index=True)


def test_each_reason_is_given_to_the_row_that_earns_it():
    frame = table(
        ("A", "cut", DAY + "08:00", DAY + "09:00", "Li"),
        ("A", "cut", DAY + "08:00", DAY + "09:00", "Li"),
        ("A", "sew", None, None, "Li"),
        ("A", "sew", "tomorrow", DAY + "11:00", "Li"),
        ("A", "sew", DAY + "12:00", DAY + "11:00", "Li"),
        (None, "sew", DAY + "12:00", DAY + "13:00", "Li"),
        ("A", " ", DAY + "12:00", DAY + "13:00", "Li"),
        ("TEST 1", "cut", DAY + "12:00", DAY + "11:00", "Li"),
        ("A", "sew", "03/04/2025 10:00", None, "Li"),
    )
    assert reasons(frame, trial="TEST") == {
        1: "exact duplicate",
        2: "no start and no end",
        3: "unreadable time",
        4: "ends before it starts",
        5: "no case",
        6: "no step",
        7: "trial",
        8: "time with two readings",
    }
    assert 8 not in reasons(frame, trial="TEST", day_first=True)


def test_the_input_is_not_changed_and_its_columns_come_back():
    frame = messy().assign(pieces=range(405)).set_index(pd.Index(range(1000, 1405)))
    before = frame.copy(deep=True)
    log = logged(frame)
    pdt.assert_frame_equal(frame, before)
    assert log.events.columns.tolist() == ["case", "step", "start", "end", "resource", "row", "after_gap", "pieces"]
    assert (log.events["pieces"] == log.events["row"]).all()
    assert log.set_aside.columns.tolist() == [*frame.columns, "reason"]


def test_the_order_of_the_rows_does_not_matter():
    frame = messy()
    mixed = frame.sample(frac=1, random_state=3)
    both = [logged(f).events.drop(columns="row") for f in (frame, mixed)]
    pdt.assert_frame_equal(*both)
    counts = [logged(f).set_aside["reason"].value_counts().to_dict() for f in (frame, mixed)]
    assert counts[0] == counts[1]


def test_a_column_more_changes_nothing_but_itself():
    frame = messy()
    more = logged(frame.assign(weather="rain"))
    pdt.assert_frame_equal(more.events.drop(columns="weather"), logged(frame).events)


def test_a_step_keyed_late_is_one_of_several_in_a_minute_or_the_last_of_a_persons_day():
    usual = [(f"A{n}", "sew", f"{DAY}{8 + n}:00", f"{DAY}{8 + n}:40", "Li") for n in range(9)]
    usual += [(f"B{n}", "sew", f"{DAY}{8 + n}:00", f"{DAY}{8 + n}:40", "Wu") for n in range(9)]
    frame = table(
        *usual,
        ("C", "sew", DAY + "17:26", DAY + "17:26", "Li"),
        ("D", "sew", DAY + "11:00", DAY + "11:00", "Wu"),
        ("E", "sew", DAY + "12:30", DAY + "12:30", "Wu"),
        ("F", "sew", DAY + "12:30", DAY + "12:30", "Wu"),
    )
    assert reasons(frame) == {18: "keyed late", 20: "keyed late", 21: "keyed late"}


def test_where_steps_take_no_time_as_a_rule_or_only_days_are_kept_nothing_is_keyed_late():
    at_once = table(*[(n, "scan", DAY + "09:00", DAY + "09:00", "Li") for n in range(20)])
    assert reasons(at_once) == {}
    days = table(*[(n, "sew", f"2025-03-{3 + n:02d}", f"2025-03-{3 + n + (n > 1):02d}", "Li") for n in range(12)])
    assert reasons(days) == {}


def test_a_step_without_end_is_kept_and_said():
    log = logged(table(("A", "cut", DAY + "08:00", None, "Li"), ("A", "sew", None, DAY + "12:00", "Li")))
    assert len(log.events) == 2
    assert "1 event without an end: the wait before is known" in repr(log)
    assert "1 event without a start" in repr(log)


def test_the_event_after_a_row_that_was_set_aside_knows_it():
    rows = [("A", f"s{n}", f"{DAY}{8 + n:02d}:00", f"{DAY}{8 + n:02d}:30", "Li") for n in range(6)]
    rows[2] = ("A", "s2", DAY + "10:00", DAY + "09:00", "Li")
    log = logged(table(*rows, ("B", "s0", DAY + "11:00", DAY + "12:00", "Wu")))
    assert log.events.set_index(["case", "step"])["after_gap"].loc[lambda m: m].index.tolist() == [("A", "s3")]
    drawn = process.draw_map(log, hours=process.AROUND_THE_CLOCK, ax=Figure().subplots()).figure.get_label()
    assert "1 moves over a row that was set aside" in drawn
    trial = logged(table(*rows[:2], ("A", "s2", DAY + "10:00", DAY + "10:30", "Li"), *rows[3:]),
                   trial=[False, False, True, False, False, False])  # fmt: skip
    assert not trial.events["after_gap"].any()


def test_a_row_without_any_time_makes_every_wait_of_its_case_doubtful():
    rows = [("A", "cut", DAY + "08:00", DAY + "09:00", "Li"), ("A", "sew", DAY + "10:00", DAY + "11:00", "Li")]
    log = logged(table(*rows, ("A", "iron", None, None, "Li"), ("B", "cut", DAY + "08:00", DAY + "09:00", "Li")))
    assert log.events["after_gap"].tolist() == [True, True, False]


def slow_gaps(frame, log):
    """The plain definition: some set-aside row of the case lies after the event before and not after this event."""
    marks = []
    for case, events in log.events.groupby("case", sort=False):
        aside = log.set_aside[(log.set_aside["order"].astype(str) == case)
                              & ~log.set_aside["reason"].isin(["trial", "exact duplicate"])]  # fmt: skip
        spans = []
        for _, row in aside.iterrows():
            seen = pd.to_datetime(row["on"] if isinstance(row["on"], str) else row["off"])
            seen = None if pd.isna(seen) else seen
            low = seen.normalize() if row["reason"] == "keyed late" else seen
            spans.append((pd.Timestamp.min if seen is None else low, pd.Timestamp.max if seen is None else seen))
        before = None
        for when in events["start"].fillna(events["end"]):
            marks.append(any(low <= when and (before is None or high > before) for low, high in spans))
            before = when
    return marks


@pytest.mark.parametrize("seed", range(4))
def test_gaps_agree_with_the_plain_definition(seed):
    frame = messy(seed=seed)
    log = logged(frame)
    assert log.events["after_gap"].tolist() == slow_gaps(frame, log)
    assert log.events["after_gap"].any()


def test_spellings_that_differ_by_capitals_spaces_and_width_are_joined_and_listed():
    steps = ["Sew", "sew", " SEW ", "ｓｅｗ", "Sew", "sew on", "stitch"]
    frame = table(*[(n, step, DAY + "08:00", DAY + f"09:{n:02d}", "Li") for n, step in enumerate(steps)])
    log = logged(frame)
    assert set(log.events["step"]) == {"Sew", "sew on", "stitch"}
    assert set(log.spellings["spelling"]) == {"sew", "SEW", "ｓｅｗ"}
    assert "joined" in repr(log)
    asked = logged(frame, spellings={"stitch": "sew"})
    assert set(asked.events["step"]) == {"sew", "sew on"}
    with pytest.raises(ArgumentError, match="Did you mean 'stitch'"):
        logged(frame, spellings={"stich": "sew"})


def test_ten_thousand_spellings_are_kept_and_doubted():
    rows = 20_000
    frame = pd.DataFrame(
        {"order": range(rows), "work": [f"step {n % 10_000}" for n in range(rows)], "on": DAY + "08:00"}
    )
    log = process.event_log(frame, case="order", step="work", start="on")
    assert log.events["step"].nunique() == 10_000
    assert "10,000 different steps: is this the column" in repr(log)
    assert len(process.waiting(log, hours=process.AROUND_THE_CLOCK)) == 10_000


def test_several_columns_make_a_case_and_labels_never_merge_two():
    frame = pd.DataFrame({"no": [1.0, 1.0, 2.0, None], "line": [1, 2, 1, 1], "work": "cut", "on": DAY + "08:00"})
    log = process.event_log(frame, case=["no", "line"], step="work", start="on")
    assert log.events["case"].tolist() == ["1 / 1", "1 / 2", "2 / 1"]
    assert log.set_aside["reason"].tolist() == ["no case"]
    clash = pd.DataFrame({"a": ["x / y", "x"], "b": ["z", "y / z"], "work": "cut", "on": DAY + "08:00"})
    with pytest.raises(ColumnError, match="Two different cases have the same label"):
        process.event_log(clash, case=["a", "b"], step="work", start="on")


def test_one_time_per_event_is_said():
    frame = table(("A", "cut", DAY + "08:00", DAY + "09:00", "Li"))
    for kept, word in [("start", "start only"), ("end", "end only")]:
        log = process.event_log(frame, case="order", step="work", **{kept: ROLES[kept]})
        assert log.stamps == word
        assert "waiting and work cannot be told apart" in repr(log)


def test_taken_names_come_back_with_input_before():
    frame = pd.DataFrame(
        {"order": ["A"], "case": ["x"], "start": [1], "reason": ["r"], "work": ["cut"], "on": [DAY + "08:00"]}
    )
    log = process.event_log(frame, case="order", step="work", start="on")
    assert {"input_case", "input_start", "reason"} <= set(log.events.columns)
    aside = process.event_log(frame.assign(order=None), case="order", step="work", start="on").set_aside
    assert aside[["input_reason", "reason"]].values.tolist() == [["r", "no case"]]


def test_one_row_is_not_called_rows():
    frame = pd.DataFrame({"order": ["A"], "work": ["cut"], "on": [DAY + "08:00"]})
    log = process.event_log(frame, case="order", step="work", start="on")
    assert repr(log).startswith("Event log: 1 row read = 1 used + 0 set aside; 1 case, 1 step, ")


def test_an_empty_log_gives_empty_answers_everywhere():
    log = logged(table())
    hours = process.AROUND_THE_CLOCK
    assert repr(log).startswith("Event log: 0 rows read = 0 used + 0 set aside")
    for answer in (
        process.step_times(log, hours=hours),
        process.waiting(log, hours=hours),
        process.lead_times(log, hours=hours),
        process.rework(log),
        process.variants(log),
        process.bottleneck(log, hours=hours),
        process.busy_people(log, hours=hours),
        process.moves(log, hours=hours),
    ):
        assert answer.empty
    assert process.littles_law(log, hours=hours)["verdict"].item() == "too few to say"
    assert set(process.guess_working_hours(log)["verdict"]) == {"too few to say"}


def test_zones_are_kept_brought_together_or_said():
    written = ["2025-10-26T02:50:00+02:00", "2025-10-26T02:10:00+01:00"]
    frame = table(("A", "cut", *written, "Li"))
    log = logged(frame, tz="Europe/Berlin")
    assert len(log.events) == 1, "twenty minutes later, though the clock on the wall went back"
    times = process.step_times(log, hours=process.WorkingHours({"Mon-Sun": "00:00-24:00"}))
    assert times["touch_hours"].item() == pytest.approx(1 / 3)
    plain = logged(frame)
    assert plain.set_aside["reason"].tolist() == ["ends before it starts"]
    assert "carry an offset" in repr(plain)
    aware = frame.assign(on=pd.to_datetime(frame["on"], utc=True))
    with pytest.raises(ColumnError, match="has a time zone, the other has none"):
        logged(aware.assign(off=pd.to_datetime([DAY + "09:00"])))


@pytest.mark.parametrize(
    ("asked", "kind", "says"),
    [
        ({"case": "ordr"}, ColumnError, "Did you mean 'order'"),
        ({"case": []}, ArgumentError, "A column that names the case"),
        ({"start": None, "end": None}, ArgumentError, "At least one column of times"),
        ({"end": "on"}, ArgumentError, "was named twice"),
        ({"trial": "("}, ArgumentError, "is no pattern"),
        ({"trial": [True]}, ArgumentError, "one True or False per row"),
        ({"tz": "Nowhere"}, ArgumentError, "name of a time zone"),
    ],
)
def test_wrong_arguments_are_said(asked, kind, says):
    frame = table(("A", "cut", DAY + "08:00", DAY + "09:00", "Li"), ("B", "cut", DAY + "08:00", DAY + "09:00", "Li"))
    with pytest.raises(kind, match=says):
        logged(frame, **asked)


def test_a_table_where_a_log_is_wanted_is_said():
    with pytest.raises(ArgumentError, match="Make one first"):
        process.waiting(table(), hours=process.AROUND_THE_CLOCK)
    with pytest.raises(ArgumentError, match="Working hours were expected"):
        process.waiting(logged(table()), hours=8)
    with pytest.raises(ArgumentError, match="A table of events was expected"):
        process.event_log([1], case="a", step="b", start="c")
