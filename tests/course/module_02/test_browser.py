"""Module 02 in a real browser: the rounds on the line are guessed and turned, and the funnel says what it shows."""

import pytest

from browser import changes, open_desk, pop_ups

LAB = "02-pain-points"


@pytest.fixture
def lesson(browser, served):
    with open_desk(browser, served, f"{LAB}/1-lesson.ipynb") as desk:
        yield desk


def guess(desk, number):
    desk.page.get_by_placeholder("a number").last.fill(number)
    desk.page.get_by_role("button", name="Show me").last.click()


def test_a_second_painter_shortens_the_queue_and_the_funnel_says_in_words_what_it_shows(lesson):
    desk, page = lesson, lesson.page
    desk.top()
    desk.go_to("Round 1: how fast")
    desk.run(wait_for_output=True)
    guess(desk, "40")
    page.get_by_text("You guessed 40 hours. It is").wait_for()
    page.locator(".jp-Cell", has_text="only fills the queue faster").last.click()
    desk.go_to("Round 2: a second painter")
    desk.run(wait_for_output=True)
    guess(desk, "30")
    page.get_by_text("You guessed 30 hours. It is 16").wait_for()
    # the first round's output says 51, as the second will with one painter: wait for its own
    page.locator(".widget-html pre", has_text="within 16 open hours").last.wait_for()
    said = page.locator(".widget-html pre", has_text="Nine of ten orders").last
    before = said.inner_text()
    page.get_by_role("button", name="one", exact=True).click()
    changes(said, before)
    hours = [int(text.split(" within ")[1].split(" ")[0]) for text in (before, said.inner_text())]
    assert hours[0] < 0.75 * hours[1]
    desk.picture("lesson-02-second-painter")
    page.locator(".jp-Cell", has_text="A little collecting").last.click()
    desk.go_to("The funnel: turn how many straps")
    desk.run(wait_for_output=True)
    guess(desk, "20")
    funnel = page.locator(".widget-html img").last
    funnel.wait_for()
    assert funnel.get_attribute("alt").startswith("Chart: ")
    desk.picture("lesson-02-funnel")
    assert pop_ups(page) == []
