"""A KPI says everything that two people need, or it is refused."""

import pytest

from millrace import kpis
from millrace.errors import ArgumentError

FULL = {
    "name": "settled", "question": "Do customers get an answer?", "numerator": "settled tickets",
    "denominator": "tickets", "window": "per week, by day of opening", "owner": "head of service",
    "direction": "higher", "unit": "share", "guardrail": "satisfaction", "source": "tickets.csv",
}  # fmt: skip


@pytest.mark.parametrize("part", [name for name in FULL if name != "direction"])
def test_each_part_is_needed(part):
    with pytest.raises(ArgumentError, match=part):
        kpis.Kpi(**{**FULL, part: " "})


@pytest.mark.parametrize(
    ("others", "says"),
    [
        ({"direction": "highr"}, "Did you mean 'higher'"),
        ({"target": 75}, "0.75"),
        ({"target": float("nan")}, "A number was expected"),
        ({"target": "0.7"}, "A number was expected"),
        ({"wait_days": -1}, "wait_days"),
        ({"direction": "hold"}, "without a target"),
    ],
)
def test_what_cannot_be_is_refused(others, says):
    with pytest.raises(ArgumentError, match=says):
        kpis.Kpi(**{**FULL, **others})


def test_the_page_holds_every_part():
    page = kpis.Kpi(**FULL, target=0.75, wait_days=7).describe()
    for text in [*[v for k, v in FULL.items() if k != "direction"], "0.75", "more is better", "7"]:
        assert text in page


def test_the_page_in_a_notebook_is_escaped():
    html = kpis.Kpi(**{**FULL, "numerator": "tickets < 5 & open"})._repr_html_()
    assert "tickets &lt; 5 &amp; open" in html
    assert html.count("<tr>") == 12


def test_the_catalogue_has_every_area_and_every_part():
    table = kpis.catalogue()
    assert len(table) >= 40
    assert table["name"].is_unique
    assert not (table == "").any().any()
    assert set(kpis.areas()) == {
        "customer service", "sales and marketing", "operations", "data and decisions", "people", "innovation",
        "partners", "ethics", "environment", "resilience",
    }  # fmt: skip
    assert table.groupby("area").size().min() >= 2


def test_each_entry_becomes_a_definition():
    for name in kpis.catalogue()["name"]:
        made = kpis.kpi(name).define(window="per month", owner="owner", source="a file")
        assert made.gamed
        assert made.name == name


def test_an_entry_says_what_define_does_not_know():
    with pytest.raises(ArgumentError, match="Did you mean 'target'"):
        kpis.kpi("repeat purchase").define(window="w", owner="o", source="s", targt=0.5)


@pytest.mark.parametrize("name", [None, 3, "profit of the moon"])
def test_unknown_names_are_refused(name):
    with pytest.raises(ArgumentError, match="not in the catalogue"):
        kpis.kpi(name)


def test_an_unknown_area_is_named():
    with pytest.raises(ArgumentError, match="Did you mean 'people'"):
        kpis.catalogue("peple")
