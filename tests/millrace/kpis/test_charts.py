"""Charts of key figures: the title states the finding, and a text says it to those who cannot see it."""

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from millrace import kpis
from millrace.errors import ArgumentError, ColumnError


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def mix():
    frame = pd.DataFrame({"when": ["b"] * 4 + ["a"] * 4, "g": ["x", "x", "y", "y"] * 2, "ok": [1, 0, 1, 1, 0, 0, 1, 1]})
    return kpis.mix_and_rate(frame, by="g", numerator="ok", period="when", before="b", after="a")


def baseline(**others):
    frame = pd.DataFrame({"week": pd.date_range("2025-01-06", periods=12, freq="7D"), "m": [5, 6] * 5 + [5, 20]})
    return kpis.against_baseline(frame, value="m", when="week", baseline_until="2025-03-16", **others)


def test_a_baseline_shows_its_news():
    ax = kpis.draw_baseline(baseline(), name="minutes", unit="minutes")
    assert ax.get_title(loc="left") == "Minutes: 1 of 12 periods is news"
    assert "2025-03-24 (up)" in ax.figure.get_label()
    assert ax.get_ylabel() == "minutes, minutes"


def test_labels_of_neighbours_are_not_written_over_each_other():
    days = pd.date_range("2025-01-06", periods=40, freq="7D")
    frame = pd.DataFrame({"week": days, "minutes": [6.0, 7.0] * 15 + [12.0] * 10})
    table = kpis.against_baseline(frame, value="minutes", when="week", baseline_until="2025-07-28")
    said = [text.get_text() for text in kpis.draw_baseline(table, name="minutes").texts]
    assert said.count("06 Oct") == 1
    assert sum(text.endswith(("Sep", "Oct")) for text in said) == 1


def test_shares_are_drawn_in_percent():
    frame = pd.DataFrame({"week": pd.date_range("2025-01-06", periods=10, freq="7D"), "late": 10, "n": 50})
    table = kpis.shares_against_baseline(frame, events="late", total="n", when="week")
    ax = kpis.draw_baseline(table, name="late")
    assert ax.get_ylabel() == "late, %"
    assert ax.get_lines()[1].get_ydata()[0] == pytest.approx(20)


def test_a_short_baseline_is_drawn_and_says_so():
    ax = kpis.draw_baseline(baseline().head(0).reindex(range(3)).assign(value=1.0, verdict="too few to say",
                            when=pd.date_range("2025-01-06", periods=3)), name="minutes")  # fmt: skip
    assert ax.get_title(loc="left") == "Minutes: too few to say what is usual"


def test_mix_and_rate_are_two_bars_per_group():
    ax = kpis.draw_mix(mix())
    assert ax.get_title(loc="left").startswith("The total fell by 25.0 points")
    assert len(ax.patches) == 2 * 3
    assert "x: mix" in ax.figure.get_label()


@pytest.mark.parametrize("draw", [kpis.draw_mix, lambda t: kpis.draw_baseline(t, name="x")])
def test_another_table_is_refused(draw):
    with pytest.raises(ColumnError):
        draw(pd.DataFrame({"a": [1]}))


def test_nothing_to_draw_is_refused():
    with pytest.raises(ArgumentError, match="No period"):
        kpis.draw_baseline(baseline().assign(value=float("nan")), name="minutes")


def test_it_draws_where_it_is_told():
    ax = plt.subplots()[1]
    assert kpis.draw_mix(mix(), ax=ax) is ax
