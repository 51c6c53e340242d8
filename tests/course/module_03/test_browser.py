"""Module 03 in a real browser: ten mornings at the kiosk are played by clicking, and the costs move the order."""

import pytest

from browser import open_desk, pop_ups

LAB = "03-forecasting"


@pytest.fixture
def lesson(browser, served):
    with open_desk(browser, served, f"{LAB}/1-lesson.ipynb") as desk:
        yield desk


def test_the_kiosk_is_played_and_the_costs_move_the_order(lesson):
    desk, page = lesson, lesson.page
    desk.top()
    desk.go_to("The kiosk: what was wanted")
    desk.run(wait_for_output=True)
    desk.go_to("The game: ten orders")
    desk.run(wait_for_output=True)
    for morning in range(1, 11):
        page.get_by_role("button", name=f"Order ({morning} of 10)").click()
        page.locator(".widget-html pre", has_text=f"Day {morning:2}").last.wait_for()
    page.get_by_text("Your ten orders earned").wait_for()
    picture = page.locator(".widget-html img").last
    picture.wait_for()
    desk.picture("lesson-03-kiosk")
    page.get_by_role("button", name="Play again").click()
    page.get_by_role("button", name="Order (1 of 10)").wait_for()
    page.locator(".jp-Cell", has_text="Here the two costs are knobs").last.click()
    desk.go_to("What to order when a mistake costs more")
    desk.run(wait_for_output=True)
    page.get_by_placeholder("a number").last.fill("60")
    page.get_by_role("button", name="Show me").last.click()
    page.get_by_text("You guessed 60 boxes. It is 83 boxes.").wait_for()
    desk.picture("lesson-03-two-costs")
    assert pop_ups(page) == []
