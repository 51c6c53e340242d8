"""XES logs are read whole, starts and ends paired, broken and hostile files refused; columns are only proposed."""

import gzip

import numpy as np
import pandas as pd
import pytest

from millrace import process
from millrace.errors import ArgumentError, FileError

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = ' xmlns="http://www.xes-standard.org/"'


def event(step, when, what=None, **more):
    parts = [f'<string key="concept:name" value="{step}"/>', f'<date key="time:timestamp" value="{when}"/>']
    parts += [f'<string key="lifecycle:transition" value="{what}"/>'] if what else []
    parts += [f'<string key="{key}" value="{value}"/>' for key, value in more.items()]
    return f"<event>{''.join(parts)}</event>"


def written(path, *traces, head=HEAD, space=SPACE, packed=False):
    body = "".join(
        f'<trace><string key="concept:name" value="{name}"/>{"".join(events)}</trace>' for name, events in traces
    )
    data = f"{head}<log{space}>{body}</log>".encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    return path


@pytest.mark.parametrize(("name", "packed"), [("log.xes", False), ("log.xes.gz", True), ("log.xes", True)])
def test_starts_and_ends_are_paired_in_their_order(tmp_path, name, packed):
    events = [event("cut", "T1", "start"), event("cut", "T2", "start"), event("cut", "T3", "complete"),
              event("sew", "T4", "COMPLETE"), event("cut", "T5", "complete"), event("pack", "T6", "start")]  # fmt: skip
    frame = process.read_events(written(tmp_path / name, ("A", events), packed=packed))
    rows = frame[["concept:name", "start_timestamp", "time:timestamp"]].astype(object)
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["cut", "T1", "T3"],
        ["sew", None, "T4"],
        ["cut", "T2", "T5"],
        ["pack", "T6", None],
    ]


def test_pairs_stay_within_a_case_even_when_names_repeat(tmp_path):
    traces = [("A", [event("cut", "T1", "start")]), ("A", [event("cut", "T2", "complete")])]
    frame = process.read_events(written(tmp_path / "log.xes", *traces))
    assert len(frame) == 2
    assert frame["case:trace"].tolist() == [1, 2]


def test_other_transitions_keep_their_time_and_are_set_aside(tmp_path):
    events = [event("cut", "2025-03-03T08:00:00Z", "start"), event("cut", "2025-03-03T08:30:00Z", "suspend"),
              event("cut", "2025-03-03T09:00:00Z", "complete")]  # fmt: skip
    frame = process.read_events(written(tmp_path / "log.xes", ("A", events)))
    roles = process.guess_columns(frame)
    log = process.event_log(frame, **dict(zip(roles["role"], roles["column"], strict=True)))
    assert len(log.events) == 1
    assert log.set_aside["reason"].tolist() == ["no start and no end"]
    assert log.set_aside["other_timestamp"].tolist() == ["2025-03-03T08:30:00Z"]


def test_attributes_have_kinds_and_nested_ones_are_left_out(tmp_path):
    inside = (
        '<int key="pieces" value="12"><string key="deep" value="x"/></int><float key="price" value="1.5"/>'
        '<boolean key="rush" value="true"/><list key="parts"><string key="part" value="y"/></list>'
    )
    traces = f'<global scope="event"><string key="concept:name" value="NO"/></global><trace>\
<string key="concept:name" value="A&amp;B"/><string key="city" value="Köln"/><event>\
<string key="concept:name" value="cut"/>{inside}</event></trace>'
    for space in ("", SPACE):
        path = tmp_path / "log.xes"
        path.write_text(f"{HEAD}<log{space}>{traces}</log>", encoding="utf-8")
        frame = process.read_events(path)
        first = frame.iloc[0]
        assert first[["case:concept:name", "case:city", "pieces", "price", "rush"]].tolist() == [
            "A&B",
            "Köln",
            12,
            1.5,
            True,
        ]
        assert not {"deep", "part"} & set(frame.columns)
    prefixed = traces
    for tag in ("trace", "event", "string", "int", "float", "boolean", "list", "global"):
        prefixed = prefixed.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
        prefixed = prefixed.replace(f"</{tag}>", f"</x:{tag}>")
    path.write_text(f'{HEAD}<x:log xmlns:x="http://www.xes-standard.org/">{prefixed}</x:log>', encoding="utf-8")
    pd.testing.assert_frame_equal(process.read_events(path), frame)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<log><trace>", "breaks off or is broken in line 1"),
        (b"<log></log>", "holds no events"),
        (b"not xml", "broken in line 1"),
        (gzip.compress(b"<log>" + bytes(range(256)) * 40)[:-60], "cannot be unpacked|broken"),
        (b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log>&b;</log>', "defines entities of its own"),
        (b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]><log>&x;</log>', "defines entities of its own"),
    ],
)
def test_broken_empty_and_hostile_files_are_refused(tmp_path, data, says):
    path = tmp_path / "log.xes"
    path.write_bytes(data)
    with pytest.raises(FileError, match=says):
        process.read_events(path)


def test_a_table_is_read_as_intake_reads_it(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(
        "工单号;工序;开始时间;结束时间;操作员\n1;裁剪;2025-03-03 08:00;2025-03-03 09:00;李\n".encode("gb18030")
    )
    frame = process.read_events(path)
    guess = process.guess_columns(frame)
    assert dict(zip(guess["role"], guess["column"], strict=True)) == {
        "case": "工单号", "step": "工序", "start": "开始时间", "end": "结束时间", "resource": "操作员"}  # fmt: skip
    with pytest.raises(FileError, match="There is no file"):
        process.read_events(tmp_path / "none.xes")


def test_columns_are_proposed_by_their_names_with_what_else_could_be_meant():
    names = ["Case ID", "Activity", "Start Timestamp", "Complete Timestamp", "Resource", "Order", "Weather"]
    frame = pd.DataFrame([[1, "cut", "2025-03-03 08:00", "2025-03-03 09:00", "Li", "x", "rain"]], columns=names)
    guess = process.guess_columns(frame).set_index("role")
    assert guess["column"].to_dict() == dict(zip(["case", "step", "start", "end", "resource"], names, strict=False))
    assert guess.loc["case", "others"] == "Order"
    german = pd.DataFrame(
        columns=["Auftragsnr.", "Tätigkeit", "Beginn", "Ende", "Bearbeiter"], data=[[1, "a", "3.4.2025", "x", "B"]]
    )
    assert process.guess_columns(german)["role"].tolist() == ["case", "step", "start", "resource"], (
        "an end without times"
    )
    assert process.guess_columns(pd.DataFrame({"weather": [1]})).empty
    with pytest.raises(ArgumentError, match="A table of events"):
        process.guess_columns("file.csv")


def test_a_case_that_is_several_is_remarked():
    frame = pd.DataFrame({"order_no": [1, 1, 1, 1], "line": [1, 1, 2, 2], "step": ["cut", "sew"] * 2})
    assert "does another column belong to the case?" in process.guess_columns(frame)["remark"].iloc[0]
    assert process.guess_columns(frame.head(2))["remark"].tolist() == ["", ""]


def times_in(shifts, days, seed=1, per_day=40):
    rng = np.random.default_rng(seed)
    minutes = np.concatenate([np.arange(start, end) for start, end in shifts])
    rows = [day + pd.Timedelta(minutes=int(m)) for day in days for m in rng.choice(minutes, per_day)]
    return process.event_log(
        pd.DataFrame({"case": range(len(rows)), "step": "a", "on": rows}), case="case", step="step", start="on"
    )


@pytest.mark.parametrize(
    ("shifts", "said"),
    [
        ([(480, 720), (780, 1050)], "08:00-12:00, 13:00-17:30"),
        ([(360, 840), (840, 1320)], "06:00-22:00"),
        ([(0, 360), (1320, 1440)], "00:00-06:00, 22:00-24:00"),
        ([(0, 1440)], "00:00-24:00"),
    ],
)
def test_shifts_are_found_from_when_things_happen(shifts, said):
    log = times_in(shifts, pd.bdate_range("2025-01-06", periods=120))
    proposal = process.guess_working_hours(log)
    assert proposal["shifts"].tolist() == [said] * 5 + ["", ""]
    assert proposal["verdict"].tolist() == ["open"] * 5 + ["closed"] * 2
    assert (proposal["inside_share"].head(5) == 1.0).all()
    hours = process.WorkingHours(proposal.set_index("weekday")["shifts"])
    length = sum(end - start for start, end in shifts) * 5 / 60
    assert f"{length:g} hours per week" in repr(hours)


def test_few_times_propose_nothing_and_a_stray_sunday_is_not_a_shift():
    few = times_in([(480, 720)], pd.bdate_range("2025-01-06", periods=3))
    assert set(process.guess_working_hours(few)["verdict"]) == {"too few to say"}
    days = pd.bdate_range("2025-01-06", periods=60).append(pd.DatetimeIndex(["2025-02-02"]))
    assert process.guess_working_hours(times_in([(480, 720)], days)).iloc[6]["verdict"] == "closed"
