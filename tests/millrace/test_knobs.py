"""A knob moves what it should, keeps its value, asks for a guess first, and says in plain words what went wrong."""

import re

import pandas as pd
import pytest

from learner_shell import learner
from millrace import knobs, showing
from millrace.errors import ArgumentError
from millrace.knobs import panel
from millrace.knobs.capturing import captured
from millrace.knobs.game import Game
from millrace.knobs.panel import Panel
from millrace.knobs.turning import ASLEEP, VIEW

ASK = knobs.guess("What does it cost?", unit="CNY")


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """A kernel that remembers no knob."""
    monkeypatch.setattr(panel, "_kept", {})


@pytest.fixture
def notebook(tmp_path):
    with learner(tmp_path, set_up="") as somebody:
        yield somebody


def cost(pieces, currency="CNY"):
    print(f"{pieces * 45:,} {currency}")
    return pieces * 45


def pieces(start=30):
    return knobs.slider(start, 0, 100, step=5, unit="pieces", label="Pieces in one order")


def words(widget):
    return " ".join(re.sub("<.*?>", " ", widget.value).split())


def on_screen(shown):
    """Return the kinds of what is in the box, from top to bottom, with what is in its rows."""
    found = []
    for widget in shown.box.children:
        found += [type(child).__name__ for child in getattr(widget, "children", [widget])]
    return found


def test_turning_shows_the_result_at_the_new_value():
    shown = Panel(print_cost, None, {"pieces": pieces()})
    assert words(shown.result) == "1,350 CNY"
    shown.controls["pieces"].value = 50
    assert words(shown.result) == "2,250 CNY"


def print_cost(pieces):
    print(f"{pieces * 45:,} CNY")


def test_a_knob_has_its_whole_label_a_unit_and_commas():
    shown = Panel(print_cost, None, {"pieces": pieces()})
    slider, unit = shown.box.children[0].children
    assert (slider.description, unit.value) == ("Pieces in one order", "pieces")
    assert slider.readout_format == ",.0f"
    assert slider.style.description_width == f"{len(slider.description) + 1}ch"
    fine = Panel(lambda share: None, None, {"share": knobs.slider(0.9, 0.9, 0.999, step=0.003)})
    assert fine.controls["share"].readout_format == ",.3f"
    assert fine.controls["share"].description == "Share"


def test_a_value_survives_that_the_cell_is_run_again():
    first = Panel(cost, None, {"pieces": pieces(), "currency": knobs.choice(["CNY", "USD"])})
    first.controls["pieces"].value = 50
    first.controls["currency"].value = "USD"
    again = Panel(cost, None, {"pieces": pieces(), "currency": knobs.choice(["CNY", "USD"])})
    assert again.controls["pieces"].value == 50
    assert words(again.result).startswith("2,250 USD")


def test_a_kept_value_that_is_not_allowed_any_more_is_forgotten():
    Panel(cost, None, {"pieces": pieces()}).controls["pieces"].value = 100
    narrow = Panel(cost, None, {"pieces": knobs.slider(10, 0, 50)})
    assert narrow.controls["pieces"].value == 10


def test_other_functions_have_values_of_their_own():
    Panel(cost, None, {"pieces": pieces()}).controls["pieces"].value = 100
    assert Panel(print_cost, None, {"pieces": pieces()}).controls["pieces"].value == 30


def test_a_guess_comes_before_knobs_and_result_and_stands_beside_it_afterwards():
    shown = Panel(cost, ASK, {"pieces": pieces()})
    assert on_screen(shown) == ["HTML", "Text", "Label", "Button", "HTML"]
    assert "1,350" not in "".join(words(w) for w in (shown.box.children[0], shown.answered))
    shown.blank.value = "1,000 CNY"
    assert words(shown.answered) == "You guessed 1,000 CNY. It is 1,350 CNY."
    assert on_screen(shown) == ["HTML", "IntSlider", "Label", "HTML"]
    assert words(shown.result) == "1,350 CNY"


@pytest.mark.parametrize("typed", ["", "many", "1000 USD"])
def test_what_is_no_number_opens_nothing_and_is_said_kindly(typed):
    shown = Panel(cost, ASK, {"pieces": pieces()})
    shown.blank.value = typed
    shown.button.click()
    assert words(shown.answered).startswith("Guess first: type a number, such as 40 or 0.8.")
    assert "IntSlider" not in on_screen(shown)


def test_a_guess_may_be_a_choice():
    ask = knobs.guess("Which is more?", options=["bags", "belts"])
    shown = Panel(lambda pieces: "belts", ask, {"pieces": pieces()})
    assert on_screen(shown)[:2] == ["HTML", "ToggleButtons"]
    shown.blank.value = "bags"
    assert words(shown.answered) == "You guessed bags. It is belts."


@pytest.mark.parametrize(
    ("typed", "number"), [("1,5", 1.5), ("1,800", 1800), ("1,234.5", 1234.5), ("-0,25", -0.25), ("1 800 CNY", 1800)]
)
def test_a_comma_stands_between_thousands_or_before_decimals(typed, number):
    assert ASK.read(typed) == number


def test_a_guess_is_asked_once():
    Panel(cost, ASK, {"pieces": pieces()}).blank.value = "7"
    again = Panel(cost, ASK, {"pieces": pieces()})
    assert "IntSlider" in on_screen(again)
    assert words(again.answered) == "You guessed 7 CNY. It is 1,350 CNY."


def stop_above_fifty(pieces):
    if pieces > 50:
        raise ZeroDivisionError("division by <zero>")
    print("fine")


def test_an_error_is_said_in_plain_words_with_what_python_says_folded_and_the_knob_can_be_turned_back():
    shown = Panel(stop_above_fifty, None, {"pieces": pieces()})
    shown.controls["pieces"].value = 60
    said = words(shown.result)
    assert said.startswith("With the knobs like this the cell stopped. ZeroDivisionError: division by &lt;zero&gt;")
    assert "<details>" in shown.result.value
    assert "stop_above_fifty" in shown.result.value
    shown.controls["pieces"].value = 50
    assert words(shown.result) == "fine"


def test_an_error_at_the_first_values_stops_the_cell():
    with pytest.raises(ZeroDivisionError):
        Panel(stop_above_fifty, None, {"pieces": pieces(60)})


def test_tables_and_charts_are_shown_too(notebook):
    import matplotlib.pyplot as plt

    def draw(pieces):
        plt.figure().gca().set(title="Costs")
        return pd.DataFrame({"cny": [pieces * 45]})

    notebook.run("%matplotlib inline")
    showing.switch_on()
    shown = Panel(draw, None, {"pieces": pieces()})
    assert "<td" in shown.result.value
    assert "1,350" in shown.result.value
    assert 'alt="Chart: Costs."' in shown.result.value
    showing.switch_off()
    plt.close("all")


def test_a_slow_function_is_asked_when_the_knob_is_let_go(monkeypatch):
    assert Panel(cost, None, {"pieces": pieces()}).controls["pieces"].continuous_update
    monkeypatch.setattr(panel, "SLOW_SECONDS", 0)
    assert not Panel(cost, None, {"pieces": pieces()}).controls["pieces"].continuous_update


def test_a_notebook_shows_knobs_the_first_result_as_text_and_what_to_do_when_they_are_dead(notebook):
    shown = notebook.run(
        "from millrace import knobs\n"
        "knobs.turn(lambda n: print(n * 45, 'CNY'), n=knobs.slider(3, 1, 10))"
    )  # fmt: skip
    first, caption = shown.displays
    assert set(first) == {VIEW, "text/plain"}
    assert first["text/plain"] == "135 CNY"
    assert caption["text/plain"] == ASLEEP
    assert ASLEEP in caption["text/html"]


def test_outside_a_notebook_the_first_result_is_printed(capsys):
    knobs.turn(cost, guess=ASK, pieces=pieces())
    assert capsys.readouterr().out == "1,350 CNY\n"


def test_a_guess_with_nothing_to_compare_is_the_authors_slip():
    with pytest.raises(ArgumentError, match="returns nothing to compare it with"):
        knobs.turn(print_cost, guess=ASK, pieces=pieces())


def test_a_slider_that_starts_outside_its_ends_is_the_authors_slip():
    with pytest.raises(ArgumentError, match="starts at 3, outside 5 to 10"):
        knobs.slider(3, 5, 10)


def test_a_guess_is_written_with_its_decimals():
    assert knobs.guess("?").compared(0.5, 1234.567) == "You guessed 0.50. It is 1,234.57."


def sold(at, order):
    wanted = [20, 60, 40][at]
    print(f"{min(order, wanted)} sold")


def game(rounds=3):
    return Game(
        sold, knobs.slider(30, 0, 90, unit="pieces", label="Your order"), rounds, lambda orders: sum(orders), "Order"
    )


@pytest.fixture
def new_game(monkeypatch):
    monkeypatch.setattr("millrace.knobs.game._decided", {})
    return game()


def test_a_game_tells_each_round_and_then_the_end(new_game):
    assert new_game.button.description == "Order (1 of 3)"
    new_game.button.click()
    new_game.control.value = 50
    new_game.button.click()
    assert words(new_game.story) == "20 sold 50 sold"
    new_game.button.click()
    assert words(new_game.story) == "20 sold 50 sold 40 sold 130"
    assert [type(child).__name__ for child in new_game.box.children] == ["HTML", "Button"]


def test_a_game_goes_on_where_it_was_when_the_cell_is_run_again(new_game):
    new_game.decide(10)
    again = game()
    assert words(again.story) == "10 sold"
    assert again.button.description == "Order (2 of 3)"


def test_a_game_can_be_played_again(new_game):
    for _ in range(5):
        new_game.decide(10)
    assert new_game.decided == [10, 10, 10]
    new_game.again.click()
    assert (words(new_game.story), new_game.decided) == ("", [])


def test_a_game_that_stops_says_why():
    broken = Game(lambda at, order: 1 / 0, knobs.slider(1, 0, 2), 2, sum, "Order")
    broken.decide(1)
    assert words(broken.story).startswith("The game stopped. ZeroDivisionError")


def test_a_game_without_rounds_is_an_error():
    with pytest.raises(ArgumentError, match="at least one"):
        knobs.play(sold, decision=knobs.slider(1, 0, 2), rounds=0, afterwards=sum)


def test_who_captures_what_a_knob_says_passes_on_which_cell_asks(notebook, monkeypatch):
    heard, shell = [], notebook.shell
    monkeypatch.setattr(shell.display_pub, "set_parent", heard.append, raising=False)
    captured(lambda: shell.display_pub.set_parent("the next cell"))
    assert heard == ["the next cell"]
