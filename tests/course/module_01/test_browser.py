"""Module 01 in a real browser: its lesson's knobs move the money, and its first check follows a learner's answers."""

import pytest

from browser import changes, open_desk, pop_ups

LAB = "01-data-cleanup"


@pytest.fixture
def lesson(browser, served):
    with open_desk(browser, served, f"{LAB}/lesson.ipynb") as desk:
        yield desk


@pytest.fixture
def lab_on_screen(browser, served):
    with open_desk(browser, served, f"{LAB}/lab.ipynb") as desk:
        yield desk


def test_the_lesson_runs_and_its_knobs_move_the_money(lesson):
    desk, page = lesson, lesson.page
    desk.top()
    desk.go_to("The knob: how the dates are read")
    desk.run(wait_for_output=True)
    shown = page.locator(".widget-output:visible, .jp-OutputArea-output:has(.widget-toggle-buttons)").last
    shown.get_by_text("Leather bought").wait_for()
    before = shown.inner_text()
    page.get_by_role("button", name="month first").click()
    changes(shown, before)
    assert "CNY" in shown.inner_text()
    desk.picture("lesson-knob-dates")
    desk.go_to("The knobs: the threshold")
    desk.run(wait_for_output=True)
    sliders = page.locator(".widget-slider:visible")
    costs = page.locator(".jp-OutputArea-output pre", has_text="Cost of the mistakes").last
    costs.wait_for()
    before = costs.inner_text()
    sliders.first.locator(".noUi-handle").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    changes(costs, before)
    desk.picture("lesson-knob-threshold")
    assert pop_ups(page) == []


def test_the_first_check_names_what_is_wrong_and_passes_a_right_answer(lab_on_screen):
    desk = lab_on_screen
    desk.top()
    desk.go_to("Read orders_2023.csv and drop the lines")
    desk.write('orders_2023 = intake.read_table(samples.path("orders_2023.csv"))')
    desk.run()
    said = desk.run(wait_for_output=True)
    assert said.startswith("Not yet: ")
    assert "twice" in said
    desk.picture("lab-wrong-answer")
    desk.page.keyboard.press("ArrowUp")  # passes over the folded check
    desk.write('orders_2023 = intake.read_table(samples.path("orders_2023.csv")).drop_duplicates()')
    desk.run()
    assert desk.run(wait_for_output=True).strip() == "Right: 2 of 2. 2 of 20 so far."
    desk.picture("lab-right-answer")
