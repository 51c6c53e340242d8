"""One role answers for each task; risks are sorted; reviews fall due when a calendar says so."""

import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.governance import raci, review_calendar, risk_register

ROWS = [
    ("override", "owner", "A"), ("override", "head of office", "R"), ("override", "clerk", "I"),
    ("audit", "head of office", "RA"), ("audit", "works council", "c"),
]  # fmt: skip


def tasks(rows=ROWS):
    return pd.DataFrame(rows, columns=["task", "who", "part"])


def test_each_task_has_one_role_that_answers():
    table = raci(tasks())
    assert table["task"].tolist() == ["override", "audit"]
    assert table["accountable"].tolist() == ["owner", "head of office"]
    assert table["responsible"].tolist() == ["head of office", "head of office"]
    assert table["consulted"].tolist() == ["", "works council"]
    foreign = tasks().set_axis(["what", "role", "letter"], axis=1)
    pd.testing.assert_frame_equal(raci(foreign, task="what", who="role", part="letter"), table)


@pytest.mark.parametrize(
    ("rows", "kind", "says"),
    [
        ([*ROWS, ("override", "Li Ming", "A")], ArgumentError, "'override' has 2 roles that answer"),
        (ROWS[1:], ArgumentError, "'override' has no roles that answer"),
        ([("audit", "owner", "A")], ArgumentError, "Nobody does task 'audit'"),
        ([("audit", "owner", "X")], ArgumentError, "Letters of R, A, C, I"),
        ([("audit", None, "A")], ColumnError, "or a cell is"),
        ([], ColumnError, "The table is empty"),
    ],
)
def test_anything_else_is_refused_and_nobody_is_named(rows, kind, says):
    with pytest.raises(kind, match=says) as found:
        raci(tasks(rows))
    assert "Li Ming" not in str(found.value)


def risks():
    return pd.DataFrame(
        {
            "risk": ["drift", "leak", "small group"],
            "likelihood": [4, 2, 1],
            "severity": [4, 5, 2],
            "harm": ["allocation", "dignity", None],
            "owner": ["head of office", "", None],
            "next_review": ["2025-11-01", pd.Timestamp("2026-03-01"), None],
        }
    )


def test_risks_are_sorted_and_what_is_open_is_said():
    before = risks()
    table = risk_register(before, today="2025-12-01")
    assert table["risk"].tolist() == ["drift", "leak", "small group"]
    assert table["level"].tolist() == [16, 10, 2]
    assert table["band"].tolist() == ["high", "medium", "low"]
    assert table["overdue"].tolist() == [True, False, False]
    assert table["open"].tolist()[1] == "who_is_harmed, measure, owner"
    assert table.loc[2, ["owner", "next_review", "harm"]].tolist() == ["not answered yet"] * 3
    pd.testing.assert_frame_equal(before, risks())
    assert not risk_register(risks())["overdue"].any()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"likelihood": 6}, "from 1 to 5"),
        ({"severity": 2.5}, "from 1 to 5"),
        ({"severity": None}, "an empty cell"),
        ({"harm": "alocation"}, "Did you mean 'allocation'"),
        ({"next_review": "soon"}, "A day was expected"),
    ],
)
def test_risks_off_the_scale_are_refused(change, says):
    with pytest.raises(ArgumentError, match=says):
        risk_register(risks().assign(**change))


def test_reviews_count_from_the_start_and_miss_no_month():
    plan = review_calendar({"watch": "month"}, start="2024-01-31", until="2025-01-31")
    assert len(plan) == 12
    days = plan["due"].dt.strftime("%m-%d").tolist()
    assert days[0] == "02-29"
    assert days[1] == "04-01"  # 31 March 2024 is a Sunday
    assert (plan["due"].dt.day_of_week < 5).all()
    assert plan["round"].tolist() == list(range(1, 13))


def test_tasks_of_several_rhythms_come_in_order():
    plan = review_calendar({"watch": "quarter", "audit": "year", "log": 100}, start="2025-01-15", until="2026-01-15")
    assert plan["due"].is_monotonic_increasing
    assert plan["task"].value_counts().to_dict() == {"watch": 4, "log": 3, "audit": 1}
    assert set(plan["every"]) == {"quarter", "year", "100 days"}


@pytest.mark.parametrize(
    ("tasks_", "start", "until", "says"),
    [
        ({}, "2025-01-01", "2026-01-01", "At least one task"),
        ({"a": "month"}, "2026-01-01", "2025-01-01", "an end after the start"),
        ({"a": "month"}, "2025-01-01", "2099-01-01", "20 years"),
        ({"a": "monthly"}, "2025-01-01", "2026-01-01", "Did you mean 'month'"),
        ({"a": 0}, "2025-01-01", "2026-01-01", "a number of days"),
        ({"a": "month"}, "1.1.2025", "2026-01-01", "A day was expected"),
    ],
)
def test_impossible_calendars_are_refused(tasks_, start, until, says):
    with pytest.raises(ArgumentError, match=says):
        review_calendar(tasks_, start=start, until=until)
