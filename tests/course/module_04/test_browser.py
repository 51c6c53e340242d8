"""Module 04 in a real browser: a guess before the desks, six slips by clicking, and the month of payback."""

import pytest

from browser import open_desk, pop_ups

LAB = "04-kpi-measurement"


@pytest.fixture
def lesson(browser, served):
    with open_desk(browser, served, f"{LAB}/1-lesson.ipynb") as desk:
        yield desk


def ask(desk, cell, number, answer):
    """Run a cell with a knob, guess, and wait for what is said of the guess."""
    desk.go_to(cell)
    desk.run(wait_for_output=True)
    desk.page.get_by_placeholder("a number").last.fill(number)
    desk.page.get_by_role("button", name="Show me").last.click()
    desk.page.get_by_text(answer).wait_for()
    picture = desk.page.locator(".widget-html img").last
    picture.wait_for()
    assert picture.get_attribute("alt").startswith("Chart: ")


def test_desks_are_guessed_slips_are_bought_and_seats_are_paid_back(lesson):
    desk, page = lesson, lesson.page
    desk.top()
    desk.go_to("Find five things wrong")
    desk.run()
    desk.run()
    page.locator(".jp-OutputArea img").first.wait_for()
    desk.picture("lesson-04-slide")
    ask(desk, "Two knobs: desks and weeks", "2", "You guessed 2 minutes. It is 6.30 minutes.")
    desk.picture("lesson-04-desks-and-weeks")
    page.locator(".jp-Cell", has_text="The first weeks help a lot").last.click()
    desk.go_to("The game: six decisions")
    desk.run(wait_for_output=True)
    for slip in range(1, 7):
        page.get_by_role("button", name=f"Decide ({slip} of 6)").click()
        page.locator(".widget-html pre", has_text=f"Slip {slip}, ").last.wait_for()
    page.get_by_text("You bought 0 of the 3 tools").wait_for()
    desk.picture("lesson-04-six-slips")
    page.locator(".jp-Cell", has_text="The slips alone do not say").last.click()
    ask(desk, "Two knobs: who uses it", "6", "You guessed 6. It is 12.")
    desk.picture("lesson-04-payback")
    assert pop_ups(page) == []
