"""Charts of value: the title states the finding, and a text says it to those who cannot see it."""

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from millrace import value
from millrace.errors import ArgumentError, ColumnError


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def parts(least=500):
    gain, cost = (
        value.Amount(n, *v, per="month") for n, v in {"hours": (least, 2000, 4000), "fees": (900, 950, 990)}.items()
    )
    return value.tornado(gain, cost)


def offers():
    return pd.DataFrame(
        {
            "name": ["Lark", "Desk"], "price_cny_month": [69, 194], "seats": 3, "setup_cny": [0, 4800],
            "included_units": [300, 2000], "fee_cny_per_unit": [1.04, 0.31],
        }
    )  # fmt: skip


def test_a_tornado_names_what_decides():
    ax = value.draw_tornado(parts())
    assert ax.get_title(loc="left") == "Hours decides: from -10,800 to 73,200 CNY left"
    assert "fees: 26,400 at its low" in ax.figure.get_label()


def test_a_part_that_turns_nothing_matters_most():
    assert "Hours matters most" in value.draw_tornado(parts(least=1500)).get_title(loc="left")


@pytest.mark.parametrize(
    ("usage", "title"),
    [
        ((900, 1250, 1800), "Desk costs least at every use from 900 to 1,800 units per month"),
        ((100, 1250, 1800), "Which is cheapest depends on use: Desk at 1,250 units per month, Lark within the range"),
        ((1250, 1250, 1250), "Desk costs least at 1,250 units per month"),
    ],
)
def test_the_title_says_which_offer_is_cheapest(usage, title):
    assert value.draw_total_cost(offers(), usage=usage).get_title(loc="left") == title


def test_lines_hold_the_total_costs():
    ax = value.draw_total_cost(offers(), usage=(900, 1250, 1800))
    line = next(line for line in ax.get_lines() if len(line.get_xdata()) > 2)
    at = list(line.get_xdata()).index(1250)
    assert line.get_ydata()[at] == value.total_cost(offers(), usage=1250)["total_likely"][0]
    assert "Lark: 19,944 / 28,680 / 42,408" in ax.figure.get_label()


def test_too_many_offers_are_refused():
    many = pd.DataFrame({"name": list("abcdefg"), "price_cny_month": 5})
    with pytest.raises(ArgumentError, match="Up to 6"):
        value.draw_total_cost(many, usage=(1, 2, 3))


def test_predictions_are_drawn_beside_what_came():
    table = pd.DataFrame(
        {"repeats": ["0", "1", "all"], "customers": [90, 10, 100], "predicted": [40.0, 20.0, 60.0],
         "actual": [44.0, 22.0, 66.0], "verdict": "within the usual noise"}
    )  # fmt: skip
    ax = value.draw_predictions(table)
    assert ax.get_title(loc="left") == "Predicted 60 purchases, 66 came: within the usual noise"
    assert [round(bar.get_height(), 2) for bar in ax.patches] == [0.44, 2.0, 0.49, 2.2]


@pytest.mark.parametrize("draw", [value.draw_tornado, value.draw_predictions])
def test_another_table_is_refused(draw):
    with pytest.raises(ColumnError):
        draw(pd.DataFrame({"a": [1]}))


def test_it_draws_where_it_is_told():
    ax = plt.subplots()[1]
    assert value.draw_tornado(parts(), ax=ax) is ax
