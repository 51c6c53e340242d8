import copy
import json
import pickle

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import ArgumentError


@pytest.fixture
def frame(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("sku,pieces\nBG-1,2\nBG-2,3\nBG-2,3,4\n")
    return intake.read_table(path)


def test_the_report_rides_along_through_what_pandas_does(frame):
    report = intake.report(frame)
    for other in (
        frame[frame["pieces"] > 2], frame.assign(x=1), frame.copy(), copy.deepcopy(frame), pd.concat([frame, frame]),
        frame.sort_values("sku"), frame.rename(columns={"sku": "item"}),
    ):  # fmt: skip
        assert intake.report(other) is report
    frame.groupby("sku")["pieces"].sum()
    frame.merge(frame, on="sku")


def test_tables_of_two_files_can_be_put_together(frame, tmp_path):
    path = tmp_path / "more.csv"
    path.write_text("sku,pieces\nBG-3,2\n")
    assert len(pd.concat([frame, intake.read_table(path)])) == 3


def test_a_report_equals_only_itself_and_can_be_stored(frame):
    report = intake.report(frame)
    assert report == report and report != copy.copy({}) and hash(report)  # noqa: PT018
    assert copy.copy(report) is report
    assert json.loads(json.dumps(frame.attrs))["intake"]["rows_read"] == 2
    assert pickle.loads(pickle.dumps(report)).rows_quarantined == 1


def test_quarantined_rows_are_a_copy(frame):
    table = intake.quarantined(frame)
    table.loc[0, "text"] = "changed"
    assert intake.quarantined(frame)["text"].tolist() == ["BG-2,3,4"]


def test_a_table_that_intake_has_not_read_has_no_report():
    for ask in (intake.report, intake.quarantined):
        with pytest.raises(ArgumentError, match="carries no intake report"):
            ask(pd.DataFrame({"a": [1]}))


def test_the_report_shows_numbers_findings_and_rows(frame):
    text = repr(intake.report(frame))
    assert "4 rows present = 2 read + 1 set aside + 1 in quarantine" in text
    assert "delimiter: ','" in text
    assert "line 4, quarantine: 3 cells where the header has 2 names: BG-2,3,4" in text
    assert "&#x27;,&#x27;" in intake.report(frame)._repr_html_()


def test_reasons_of_one_kind_are_folded_in_what_is_shown():
    found = intake.Report("orders.xlsx", "workbook")
    found.put_aside([(week, f"subtotal: 'Week {week}', and the figures add up", "sum") for week in range(1, 41)])
    shown = repr(found)
    assert shown.count("subtotal: 'Week") == 4
    assert "subtotal: and 36 more between" in shown
    assert "'Week 40'" in shown
