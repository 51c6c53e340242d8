"""What a learner of any module sees in a real browser: no pop-ups, a check that speaks kindly, and Validate."""

import nbformat
import pytest

from browser import open_desk, pop_ups
from paths import ROOT


@pytest.fixture(scope="module")
def desk(browser, served, lab):
    """The untouched lab on the screen; one for all tests of a lab, because opening it is half of their cost."""
    with open_desk(browser, served, f"{lab}/lab.ipynb") as desk:
        yield desk


def cells_of(lab):
    return nbformat.read(ROOT / "labs" / lab / "lab.ipynb", as_version=4).cells


def test_the_lab_opens_beside_its_lesson_without_pop_ups(desk, lab):
    desk.page.wait_for_timeout(3000)
    assert pop_ups(desk.page) == []
    assert {"lab.ipynb", "lesson.ipynb"} <= set(desk.page.locator(".jp-DirListing-itemText").all_inner_texts())
    title = cells_of(lab)[0].source.split("\n")[0].removeprefix("# ")
    assert title in desk.page.locator(".jp-Notebook h1").first.inner_text()
    desk.picture(f"{lab}-opened")


def test_the_first_check_says_kindly_that_nothing_was_answered_and_so_does_validate(desk, lab):
    answer = next(c for c in cells_of(lab) if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("solution"))
    desk.top()
    desk.go_to(answer.source.split("\n")[0].strip("# "))
    desk.run()
    said = desk.run(wait_for_output=True).strip()
    assert said.startswith("Not answered yet: ")
    assert "\n" not in said
    desk.picture(f"{lab}-untouched-check")

    desk.page.get_by_role("button", name="Validate").first.click()
    dialog = desk.page.locator(".jp-Dialog:visible")
    dialog.wait_for(timeout=120_000)
    desk.picture(f"{lab}-validate")
    assert said in dialog.inner_text()
    assert "Traceback" not in dialog.inner_text()
