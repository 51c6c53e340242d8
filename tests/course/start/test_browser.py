"""START-HERE in a real browser: the first screen, one link to what is next, and the points after work in a lab."""

import re

import pytest
from playwright.sync_api import expect

from browser import Desk, open_desk

LAB = "01-data-cleanup/lab.ipynb"
RIGHT = 'orders_2023 = export.drop_duplicates(subset=[c for c in export.columns if c != "row"])'


@pytest.fixture(scope="module")
def desk(browser, served):
    with open_desk(browser, served, LAB) as desk:
        yield desk


@pytest.fixture
def start(desk, served):
    """Return START-HERE as it comes up where nothing was open."""
    desk.page.goto(re.sub(r"/lab[^?]*\?", "/lab/tree/START-HERE.md?reset&", served.address))
    return shown(desk)


def shown(desk):
    page = desk.page.locator(".millrace-Start[data-ready]:visible")
    page.locator("h1", has_text="Start here").wait_for()
    return page


def tabs(desk):
    return desk.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel").all_inner_texts()


def test_the_points_appear_after_work_and_the_link_leads_to_the_next_section(desk: Desk):
    desk.top()
    desk.go_to("Drop the lines that were exported twice")
    desk.write(RIGHT)
    desk.run()
    assert desk.run(wait_for_output=True).startswith("Right: 2 of 2.")
    desk.page.get_by_role("button", name="Start here").click()
    page = shown(desk)
    page.get_by_text(re.compile(r"2 of \d{3} points")).wait_for()
    link = page.locator(".millrace-next a")
    assert "section 2." in link.inner_text()
    desk.picture("start-here-after-work")
    link.focus()
    desk.page.keyboard.press("Enter")
    heading = desk.page.locator(".jp-NotebookPanel:visible h2", has_text=re.compile(r"^2\. "))
    heading.wait_for()
    assert 0 <= heading.bounding_box()["y"] < desk.page.viewport_size["height"]


def test_the_link_into_a_closed_lab_chooses_the_cell_of_its_section_and_no_other(desk: Desk, start):
    desk.page.wait_for_timeout(3000)  # when all is restored, JupyterLab brings the page of the address to the front
    start.locator(".millrace-next a", has_text="section 2.").click()
    heading = desk.page.locator(".jp-NotebookPanel:visible h2", has_text=re.compile(r"^2\. "))
    heading.wait_for(timeout=30_000)
    desk._until_idle()
    expect(desk.page.locator(".jp-Notebook:visible .jp-Cell.jp-mod-selected")).to_have_count(1)
    assert "2. " in desk.active.inner_text()
    assert 0 <= heading.bounding_box()["y"] < desk.page.viewport_size["height"]


def test_an_answer_changed_afterwards_is_to_be_checked_again_and_progress_says_the_same(desk: Desk):
    desk.page.locator("#legacy-file, .jp-Cell", has_text="export.drop_duplicates(subset").first.click()
    desk.page.keyboard.press("Escape")
    desk.write("orders_2023 = export\nprogress()")
    assert "2 of 20 points by checks." in desk.run(wait_for_output=True)
    desk.page.get_by_role("button", name="Start here").click()
    shown(desk).get_by_text("run the check again in section 1").wait_for()


def test_where_nothing_is_open_start_here_stands_and_no_launcher(desk, start):
    assert tabs(desk) == ["START-HERE.md"]
    desk.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabCloseIcon").click()
    desk.page.locator(".millrace-Start[data-ready]:visible").wait_for()
    assert tabs(desk) == ["START-HERE.md"]
    assert desk.page.locator(".jp-Launcher").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768), (1366 * 2 // 3, 768 * 2 // 3)])
def test_the_next_step_is_on_the_first_screen_and_nothing_is_cut(desk, start, width, height):
    desk.page.set_viewport_size({"width": width, "height": height})
    link = start.locator(".millrace-next a")
    box = link.bounding_box()
    desk.picture(f"start-here-{width}")
    wide = start.evaluate("page => page.scrollWidth <= page.clientWidth")
    desk.page.set_viewport_size({"width": 1366, "height": 900})
    assert box["y"] + box["height"] < height
    assert wide
