"""What a learner sees in a real browser: no pop-ups, a lesson that moves, checks that speak, and Validate."""

import pytest

from browser import ROOT, Desk, copy_of_the_course, open_browser, running_lab

pytestmark = pytest.mark.xdist_group("browser")
LAB = "01-data-cleanup"
PICTURES = ROOT / "screenshots"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return copy_of_the_course(tmp_path_factory.mktemp("learner's course"))


@pytest.fixture(scope="module")
def address(course):
    with running_lab(course) as address:
        yield address


@pytest.fixture
def page(needs_chromium):
    with open_browser(needs_chromium) as page:
        yield page


def changes(place, before):
    """Wait until a place on the screen says something else; widgets draw their outputs anew."""
    from playwright.sync_api import expect

    expect(place).not_to_have_text(before, timeout=30_000, use_inner_text=True)


def pop_ups(page):
    return page.locator(".jp-Dialog:visible, .Toastify__toast:visible").all_inner_texts()


def test_the_lab_opens_beside_its_lesson_without_pop_ups(page, address):
    desk = Desk(page, address, f"{LAB}/lab.ipynb", PICTURES)
    page.wait_for_timeout(3000)
    assert pop_ups(page) == []
    assert {"lab.ipynb", "lesson.ipynb"} <= set(page.locator(".jp-DirListing-itemText").all_inner_texts())
    assert "Lab 01: one table you can trust" in page.locator(".jp-Notebook h1").first.inner_text()
    desk.picture("lab-opened")


def test_the_lesson_runs_and_its_knobs_move_the_money(page, address):
    desk = Desk(page, address, f"{LAB}/lesson.ipynb", PICTURES)
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


def test_an_untouched_check_fails_kindly_and_a_right_answer_passes(page, address):
    desk = Desk(page, address, f"{LAB}/lab.ipynb", PICTURES)
    desk.top()
    desk.go_to("Read orders_2023.csv and drop the lines")
    desk.run()
    said = desk.run(wait_for_output=True)
    assert said.startswith("Not answered yet: there is no orders_2023.")
    assert "Traceback" not in said
    assert "\n" not in said.strip()
    desk.picture("lab-untouched-check")
    page.keyboard.press("ArrowUp")  # passes over the folded check
    desk.write('orders_2023 = intake.read_table(samples.path("orders_2023.csv"))')
    desk.run()
    said = desk.run(wait_for_output=True)
    assert said.startswith("Not yet: ")
    assert "twice" in said
    desk.picture("lab-wrong-answer")
    page.keyboard.press("ArrowUp")  # passes over the folded check
    desk.write('orders_2023 = intake.read_table(samples.path("orders_2023.csv")).drop_duplicates()')
    desk.run()
    assert desk.run(wait_for_output=True).strip() == "Right! legacy-file: 2 of 2 points."
    desk.picture("lab-right-answer")


def test_validate_names_the_first_check_that_is_not_answered(page, address):
    desk = Desk(page, address, f"{LAB}/lab.ipynb", PICTURES)
    page.get_by_role("button", name="Validate").first.click()
    dialog = page.locator(".jp-Dialog:visible")
    dialog.wait_for(timeout=120_000)
    said = dialog.inner_text()
    desk.picture("lab-validate")
    assert "Not answered yet" in said
    assert "Traceback" not in said
