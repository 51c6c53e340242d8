"""Module 01 in a real browser: its lesson's knobs move the money, and its first check follows a learner's answers."""

import pytest
from playwright.sync_api import expect

from browser import changes, open_desk, pop_ups

LAB = "01-data-cleanup"


@pytest.fixture
def lesson(browser, served):
    with open_desk(browser, served, f"{LAB}/1-lesson.ipynb") as desk:
        yield desk


@pytest.fixture
def lab_on_screen(browser, served):
    with open_desk(browser, served, f"{LAB}/lab.ipynb") as desk:
        yield desk


def guess(desk, number):
    """Answer the newest question before a knob."""
    desk.page.get_by_placeholder("a number").last.fill(number)
    desk.page.get_by_role("button", name="Show me").last.click()


def test_the_lesson_asks_for_a_guess_and_its_knobs_move_the_money(lesson):
    desk, page = lesson, lesson.page
    desk.top()
    desk.go_to("The knob: how the dates are read")
    desk.run(wait_for_output=True)
    guess(desk, "10,000")
    page.get_by_text("You guessed 10,000 CNY. It is").wait_for()
    spring = page.locator(".widget-html pre", has_text="Leather bought")
    before = spring.inner_text()
    page.get_by_role("button", name="month first").click()
    changes(spring, before)
    assert "CNY" in spring.inner_text()
    desk.picture("lesson-knob-dates")
    page.locator(".jp-Cell", has_text="Neither is right").last.click()
    desk.go_to("The knobs: the threshold")
    desk.run(wait_for_output=True)
    guess(desk, "20000")
    costs = page.locator(".widget-html pre", has_text="Cost of the mistakes")
    costs.wait_for()
    before = costs.inner_text()
    handle = page.locator(".widget-slider:visible .noUi-handle").first
    handle.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    changes(costs, before)
    desk.picture("lesson-knob-threshold")
    page.set_viewport_size({"width": 1366 * 2 // 3, "height": 768 * 2 // 3})
    fits = "boxes => boxes.every(box => box.scrollWidth <= box.clientWidth)"
    assert page.locator(".jupyter-widgets.widget-vbox:visible").evaluate_all(fits), "knobs are cut at 150 percent"
    assert pop_ups(page) == []


def test_a_knob_keeps_its_value_and_guess_when_its_cell_is_run_again(lesson):
    desk, page = lesson, lesson.page
    desk.top()
    desk.go_to("The knob: how the dates are read")
    desk.run(wait_for_output=True)
    guess(desk, "10,000")
    spring = page.locator(".widget-html pre", has_text="Leather bought")
    spring.wait_for()
    day_first = spring.inner_text()
    page.get_by_role("button", name="month first").click()
    page.locator(".mod-active", has_text="month first").wait_for()
    expect(spring).not_to_have_text(day_first)  # the button is pressed before its sum is there
    before = spring.inner_text()
    page.locator(".jp-Cell", has_text="The knob: how the dates are read").last.locator(".jp-InputPrompt").click()
    desk.run(wait_for_output=True)
    page.locator(".mod-active", has_text="month first").wait_for()
    expect(spring).to_have_text(before)
    assert page.get_by_text("Knob asleep? After a restart").count() == 1


def test_the_quiz_opens_without_a_kernel_and_by_keyboard(lesson):
    choice = lesson.page.locator("summary:visible", has_text="The fifth of June")
    choice.scroll_into_view_if_needed()
    choice.focus()
    lesson.page.keyboard.press("Enter")
    lesson.page.locator("details[open]", has_text="Right. 23 can only be a day").wait_for()


def test_the_first_check_names_what_is_wrong_and_passes_a_right_answer(lab_on_screen):
    desk = lab_on_screen
    desk.top()
    desk.go_to("Drop the lines that were exported twice")
    desk.write("orders_2023 = export")
    desk.run()
    said = desk.run(wait_for_output=True)
    assert said.startswith("Not yet: ")
    assert "twice" in said
    desk.picture("lab-wrong-answer")
    desk.page.keyboard.press("ArrowUp")  # passes over the folded check
    desk.write('orders_2023 = export.drop_duplicates(["ORDNO", "LINE", "QTY"])')
    desk.run()
    assert desk.run(wait_for_output=True).strip() == "Right: 2 of 2. 2 of 20 since the last start."
    desk.picture("lab-right-answer")
