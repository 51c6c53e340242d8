"""Module 04 in a real browser: a guess before the desks, six slips by clicking, and the month of payback."""

import pytest

from browser import open_desk, pop_ups

LAB = "04-kpi-measurement"


@pytest.fixture
def lesson(browser, served):
    with open_desk(browser, served, f"{LAB}/1-lesson.ipynb") as desk:
        yield desk


def test_desks_are_guessed_slips_are_bought_and_seats_are_paid_back(lesson):
    desk, page = lesson, lesson.page
    desk.top()
    desk.go_to("The vendor's slide")
    desk.run(wait_for_output=True)
    desk.picture("lesson-04-slide")
    desk.go_to("How wide the range is")
    desk.run(wait_for_output=True)
    desk.go_to("Two knobs: desks and weeks")
    desk.run(wait_for_output=True)
    page.get_by_placeholder("a number").last.fill("2")
    page.get_by_role("button", name="Show me").last.click()
    page.get_by_text("You guessed 2 minutes. It is 6.30 minutes.").wait_for()
    desk.picture("lesson-04-desks-and-weeks")
    desk.go_to("What the slips say")
    desk.run(wait_for_output=True)
    desk.go_to("The game: six decisions")
    desk.run(wait_for_output=True)
    for slip in range(1, 7):
        page.get_by_role("button", name=f"Decide ({slip} of 6)").click()
        page.locator(".widget-html pre", has_text=f"Slip {slip}, ").last.wait_for()
    page.get_by_text("You bought 0 of the 3 tools").wait_for()
    desk.picture("lesson-04-six-slips")
    desk.go_to("The account: fees")
    desk.run(wait_for_output=True)
    desk.go_to("Two knobs: who uses it")
    desk.run(wait_for_output=True)
    page.get_by_placeholder("a number").last.fill("6")
    page.get_by_role("button", name="Show me").last.click()
    page.get_by_text("You guessed 6. It is 12.").wait_for()
    desk.picture("lesson-04-payback")
    assert pop_ups(page) == []
