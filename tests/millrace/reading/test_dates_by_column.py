"""What the column proves about a date: dots that one order explains, and years that may stand first."""

import pytest

from millrace.reading import date_order, parse_dates


def days(cells, **given):
    read = parse_dates(cells, **given)
    return [d if isinstance(d, str) else None for d in read["date"].dt.strftime("%Y-%m-%d")], read["problem"].tolist()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["03.04.05", "25.04.05", "11.12.05"], ["2005-04-03", "2005-04-25", "2005-12-11"]),
        (["3.4.2024", "28.2.2024"], ["2024-04-03", "2024-02-28"]),
        (["03.04.2024 14:30", "25.04.2024 08:00"], ["2024-04-03", "2024-04-25"]),
        (["04.03.24", "04.25.24"], ["2024-04-03", "2024-04-25"]),
        (["03.04.05", "25.04.05", "7. Mai 2005", None], ["2005-04-03", "2005-04-25", "2005-05-07", None]),
    ],
)
def test_dotted_dates_are_read_in_the_order_that_the_column_proves(cells, expected):
    found, problems = days(cells)
    assert found == expected
    assert set(problems) <= {"", "missing"}


@pytest.mark.parametrize(
    "cells",
    [
        ["03.04.05", "11.12.05"],
        ["03.04.05", "25.04.05", "04.25.05"],
        ["03/04/05", "25/04/05"],
        ["03.04.2024", "25/04/2024"],
        ["01.04.05", "01.05.05", "01.06.05", "02.07.05", "03.08.05", "01.09.05", "31.12.05"],
    ],
    ids=["no proof", "both proved", "slashes", "proof in another style", "one proof of seven"],
)
def test_what_the_column_does_not_prove_stays_ambiguous(cells):
    found, problems = days(cells)
    assert (found[0], problems[0]) == (None, "ambiguous")


def test_the_user_and_the_range_go_before_the_column():
    cells = ["03.04.2024", "25.04.2024"]
    assert days(cells, day_first=False)[0][0] == "2024-03-04"
    assert days(cells, latest="2024-03-31")[0][0] == "2024-03-04"
    order = date_order(cells).iloc[0]
    assert (order["day_first"], order["ambiguous"], order["one_reading"]) == (1, 1, 0)


@pytest.mark.parametrize(
    "cells",
    [
        ["25-04-03", "25-04-17", "25-11-28"],
        ["25/04/03", "25/04/17", "24/11/28", "25/12/30"],
        ["99-04-03", "25-04-03", "31-04-03"],
    ],
    ids=["one year", "two years", "a year beyond 31"],
)
def test_two_digit_years_that_may_be_first_are_reported_not_read_as_days(cells):
    found, problems = days(cells)
    assert found[1] is None
    assert problems[1] == problems[2] == "ambiguous"
    assert "yy" in parse_dates(cells)["style"][1][:2]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["13-04-25", "17-05-25", "28-04-25"], "2025-04-13"),
        (["25/04/03", "13/05/03"], "2003-04-25"),
        (["25/04/65", "13/05/66", "13/05/67"], "2065-04-25"),
        (["25.04.03", "25.04.17", "25.11.28"], "2003-04-25"),
    ],
    ids=["days vary", "two cells", "no day 65", "dots"],
)
def test_two_digit_years_at_the_end_are_read(cells, expected):
    assert days(cells)[0][0] == expected


def test_whoever_says_the_order_says_that_the_year_is_last():
    assert days(["25-04-03", "25-04-17", "25-11-28"], day_first=True)[0] == ["2003-04-25", "2017-04-25", "2028-11-25"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("KW 14/2024", "2024-04-01"), ("KW14/2024", "2024-04-01"), ("14. KW 2024", "2024-04-01"),
        ("2024-W14", "2024-04-01"), ("2024W14", "2024-04-01"), ("2024-W14-3", "2024-04-03"),
        ("KW 1/2021", "2021-01-04"), ("KW 53/2020", "2020-12-28"), ("2026-W01", "2025-12-29"),
    ],
)  # fmt: skip
def test_a_week_of_iso_8601_is_read_as_its_monday(cell, day):
    assert days([cell]) == ([day], [""])


@pytest.mark.parametrize("cell", ["KW 53/2024", "2024-W54", "KW 0/2024", "2024-W14-8"])
def test_a_week_that_is_not_there_is_impossible(cell):
    assert days([cell]) == ([None], ["impossible"])


@pytest.mark.parametrize(
    "cell",
    ["KW14", "week 14, 2024", "3.4.", "25/4", "Ende März 2024", "mid-April 2024", "fin mars 2024", "ca. 3.5.2024",
     "3.-5.5.2024", "03.05.2024 - 05.05.2024", "03.05.2024¹", "ab 3.5.2024"],
)  # fmt: skip
def test_a_day_that_is_not_said_is_not_made_up(cell):
    assert days([cell, "25.04.2024"])[0][0] is None
    assert days([cell, "25.04.2024"])[1][0] == "unreadable"
