"""Module 00 in a real browser, without a mouse: the first green check, a slip mended, a restart, the chatbot."""

import re

import pandas as pd
import pytest

from browser import open_desk, pop_ups
from paths import ROOT

LAB = "00-start-here"


@pytest.fixture(scope="module")
def opened(browser, served):
    with open_desk(browser, served, f"{LAB}/lab.ipynb") as desk:
        yield desk


def replace(desk, code):
    """Type over what is in the cell, as a learner does, and run it."""
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type(code)
    return desk.run()


def skip_to(desk, text):
    desk.page.keyboard.press("Escape")
    desk.go_to(text, running=False)


def test_by_keyboard_from_the_opened_lab_to_the_first_green_check(opened):
    opened.page.wait_for_timeout(2000)  # a key pressed while the kernel connects can be lost
    opened.go_to("Part A begins here")
    opened.run()
    opened.page.locator(".jp-InputPrompt", has_text="[1]").wait_for()
    opened.go_to("What do three wallets cost?")
    replace(opened, "three_wallets = 3 * 48")
    assert "Right: 1 of 1. 1 of 10 since the last start." in opened.run(wait_for_output=True)
    opened.picture("lab-00-first-green")
    assert pop_ups(opened.page) == []


def test_a_slip_is_read_in_a_line_and_mended_in_its_own_cell(opened):
    skip_to(opened, "buyer = Dubai")
    assert 'Are quotes missing? buyer = "Dubai"' in " ".join(opened.run(wait_for_output=True).split())
    opened.picture("lab-00-slip")
    skip_up(opened, "buyer = Dubai")
    assert "quotes" not in replace(opened, 'buyer = "Dubai')  # JupyterLab closes the quote
    opened.go_to("wanted = 1,200")
    assert "Write wanted = 1200" in " ".join(opened.run(wait_for_output=True).split())
    opened.go_to("What is the order worth?")
    replace(opened, "worth = wanted * 40")
    assert "comma in a number" in " ".join(opened.run(wait_for_output=True).split())
    skip_up(opened, "wanted = 1,200")
    replace(opened, "wanted = 1200")
    opened.go_to("worth = wanted * 40")
    opened.run()
    assert "Right: 1 of 1. 2 of 10 since the last start." in opened.run(wait_for_output=True)


def skip_up(desk, text):
    desk.page.keyboard.press("Escape")
    for _ in range(60):
        if text in desk.active.inner_text():
            return
        desk.page.keyboard.press("ArrowUp")
    raise AssertionError(f"There is no cell with '{text}' above.")


@pytest.mark.parametrize(
    ("slip", "line"),
    [
        ("two_orders = sum([1200, 600]", "The bracket ( in line 1 is never closed. Add ) where it ends."),
        ("discount = 4", "Line 2 begins with spaces. Take them away"),
        ("prodcuts.head(3)", "Did you mean products?"),
        ('products.drop(columns=["launched"])', "products = products.drop"),
    ],
)
def test_the_other_slips_made_on_purpose_are_read_in_a_line_too(opened, slip, line):
    skip_to(opened, slip)
    assert line in " ".join(opened.run(wait_for_output=True).split())
    opened.picture(f"lab-00-slip-{slip.split()[0].split('.')[0]}")


def test_after_a_restart_a_cell_names_the_one_to_run_first(opened):
    skip_to(opened, "Two such orders are")
    opened.saved_cells()
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("F9")
    opened.page.locator(".jp-Dialog:visible", has_text="Start again?").wait_for(timeout=10_000)
    opened.page.keyboard.press("Enter")
    opened.page.locator(".jp-Dialog").wait_for(state="detached")
    opened._until_idle()
    said = " ".join(opened.run(wait_for_output=True).split())
    assert "Nothing is called ordered yet: this notebook was just opened or restarted" in said
    opened.picture("lab-00-not-run")


def test_the_chatbots_answers_can_be_read_and_judged_after_the_set_up_of_part_b(opened):
    skip_to(opened, "Part B begins here")
    opened.run()
    skip_to(opened, "Eight questions, and what")
    assert "Chatbot:" in opened.run(wait_for_output=True)
    opened.picture("lab-00-eight-answers")
    skip_to(opened, "List the numbers that go out as they are")
    replace(opened, "would_send = [1, 2, 3, 4, 5, 6, 7, 8]")
    assert "One of the answers that you would send" in " ".join(opened.run(wait_for_output=True).split())
    verdicts = pd.read_csv(ROOT / "datasets" / "checkpoints" / LAB / "eight_verdicts.csv.gz")
    skip_up(opened, "would_send = [1")
    replace(opened, f"would_send = {verdicts['number'][verdicts['verdict'] == 'send'].tolist()}")
    assert "Right: 1 of 1." in opened.run(wait_for_output=True)
    assert "4 of the eight break a house rule" in opened.run(wait_for_output=True)
    opened.picture("lab-00-judged")


def test_run_all_says_where_it_stopped_and_leads_there(browser, served):
    with open_desk(browser, served, f"{LAB}/lab.ipynb") as desk:
        desk.page.wait_for_timeout(2000)
        desk.go_to("What do three wallets cost?")
        replace(desk, "three_wallets = 3 * 48")
        desk.page.keyboard.press("Escape")
        desk.page.keyboard.press("Control+Shift+C")
        desk.page.locator(".lm-CommandPalette-input:visible").wait_for()
        desk.page.keyboard.type("run all cells")
        desk.page.keyboard.press("Enter")
        dialog = desk.page.locator(".jp-Dialog:visible", has_text="Not all was run")
        dialog.wait_for(timeout=60_000)
        said = " ".join(dialog.inner_text().split())
        desk.picture("lab-00-run-all-stopped")
        assert 'stopped at the cell that begins "buyer = Dubai", in section 2. Words and numbers.' in said
        assert "Run Selected Cell and All Below" in said
        desk.page.keyboard.press("Enter")
        dialog.wait_for(state="detached")
        assert "buyer = Dubai" in desk.active.inner_text()
        box = desk.active.bounding_box()
        assert 0 <= box["y"] < desk.page.viewport_size["height"]


HOLD_BACK = r"""
    const ask = window.fetch;
    window.held = new Promise(letGo => { window.letGo = letGo; });
    window.fetch = async (asked, ...more) => {
        if (/lab\.ipynb\?.*content=1/.test(asked.url ?? asked)) await window.held;
        return ask(asked, ...more);
    };
"""


def test_a_lab_on_its_way_offers_no_cell_to_add(browser, served):
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(HOLD_BACK)
        page.goto(re.sub(r"/lab[^?]*\?", f"/lab/tree/{LAB}/lab.ipynb?reset&", served.address))
        footer = page.locator(".jp-NotebookPanel:visible .jp-Notebook-footer")
        footer.wait_for(state="attached")
        page.wait_for_timeout(500)
        assert not footer.is_visible()
        page.evaluate("window.letGo()")
        page.locator(".jp-Notebook:visible .jp-Cell").first.wait_for()
        footer.wait_for(state="visible")
    served.end_kernels()
