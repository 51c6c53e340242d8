"""Module 05 in a real browser: guesses before the sizes of groups, before the threshold, and before the proxy."""

import pytest

from browser import open_desk, pop_ups

LAB = "05-ethics-and-bias"


@pytest.fixture
def lesson(browser, served):
    with open_desk(browser, served, f"{LAB}/1-lesson.ipynb") as desk:
        yield desk


def choose(desk, cell, word, answer):
    """Run a cell with a knob, choose a word for a guess, and wait for what is said of it."""
    desk.go_to(cell)
    desk.run(wait_for_output=True)
    desk.page.get_by_role("button", name=word, exact=True).last.click()
    desk.page.get_by_text(answer).wait_for()
    picture = desk.page.locator(".widget-html img").last
    picture.wait_for()
    assert picture.get_attribute("alt").startswith("Chart: ")


def test_groups_are_guessed_a_threshold_is_turned_and_a_proxy_is_found(lesson):
    desk, page = lesson, lesson.page
    desk.top()
    choose(desk, "A knob: how many people there are", "no", "You guessed no. It is yes.")
    desk.picture("lesson-05-how-sure")
    page.locator(".jp-Cell", has_text="Turn the knob to 10, then to 600").last.click()
    choose(desk, "Three knobs: the threshold", "more", "You guessed more. It is about as many.")
    desk.picture("lesson-05-one-threshold")
    page.locator(".jp-Cell", has_text="With the same threshold, and a score by which good borrowers").last.click()
    desk.go_to("A knob: how many points one year")
    desk.run(wait_for_output=True)
    page.get_by_placeholder("a number").last.fill("1")
    page.get_by_role("button", name="Show me").last.click()
    page.get_by_text("You guessed 1. It is 0.50.").wait_for()
    desk.picture("lesson-05-proxy")
    assert pop_ups(page) == []
