"""What a learner of any module sees in a real browser: no pop-ups, a check that speaks kindly, and Validate."""

import nbformat
import pytest

from browser import open_desk, pop_ups
from paths import ROOT

# The desk is the same for all labs; what only one of them shows is in the folder of its module.
ONE_LAB_IS_ENOUGH = True


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
    listed = desk.page.locator(".jp-DirListing-itemText").all_inner_texts()
    assert listed.index("1-lesson.ipynb") < listed.index("lab.ipynb")
    title = cells_of(lab)[0].source.split("\n")[0].removeprefix("# ")
    assert title in desk.page.locator(".jp-Notebook h1").first.inner_text()
    desk.picture(f"{lab}-opened")


def test_a_cell_run_before_the_set_up_names_the_cell_to_run_first(desk, lab):
    given = [c for c in cells_of(lab) if c.cell_type == "code" and "nbgrader" not in c.metadata]
    first, second = [c.source.split("\n")[0] for c in given if "slip" not in c.metadata.get("tags", [])][:2]
    desk.top()
    desk.go_to(second, running=False)
    said = " ".join(desk.run(wait_for_output=True).split())
    assert f"Run the cell that begins '{first[:40]}" in said
    assert "first, then go on from there" in said
    desk.picture(f"{lab}-before-the-set-up")


def first_answer(lab):
    return next(c for c in cells_of(lab) if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("solution"))


def first_line(cell):
    return cell.source.split("\n")[0].strip("# ")


def test_a_second_shift_enter_runs_the_folded_check_which_says_kindly_that_nothing_was_answered(desk, lab):
    desk.top()
    desk.go_to(first_line(first_answer(lab)))
    assert "Ellipsis" not in desk.run()
    folded = desk.active
    assert folded.locator(".jp-InputPlaceholder").is_visible()
    said = desk.run(wait_for_output=True)
    assert said.startswith("Not answered yet: ")
    output = desk.page.locator('[data-millrace="open"] pre').first
    colour = "pre => getComputedStyle(pre.closest('[data-millrace]')).backgroundColor"
    channels = output.evaluate(colour).strip("rgb()").split(", ")
    assert len(set(channels)) == 1, "neutral means grey, not red"
    assert desk.active.bounding_box()["y"] < desk.page.locator(".jp-Notebook:visible").bounding_box()["height"]
    desk.picture(f"{lab}-untouched-check")


def test_a_message_keeps_its_lines_at_150_percent_beside_the_list_of_files(desk, lab):
    wide = desk.page.viewport_size
    desk.page.set_viewport_size({"width": 1366 * 2 // 3, "height": 768 * 2 // 3})
    written, drawn = desk.drawn_lines(desk.page.locator('[data-millrace="open"] pre').first)
    desk.picture(f"{lab}-message-at-150-percent")
    wraps = "lines => lines.every(line => line.scrollWidth <= line.clientWidth + 1)"
    assert desk.page.locator(".jp-PlaceholderText:visible").evaluate_all(wraps), "the line of a folded cell is cut"
    desk.page.set_viewport_size(wide)
    assert drawn == written > 1


def test_a_check_unfolded_by_a_click_runs_all_the_same_and_folds_again(desk, lab):
    placeholder = desk.page.locator(".jp-InputPlaceholder:visible").first
    placeholder.click()
    assert desk.active.locator(".cm-content").is_visible()
    assert desk.run(wait_for_output=True).strip() != ""
    placeholder.wait_for()


def test_validate_names_what_is_open_and_the_missing_text_without_code(desk, lab):
    desk.page.get_by_role("button", name="Validate").first.click()
    dialog = desk.page.locator(".jp-Dialog:visible")
    dialog.wait_for(timeout=120_000)
    desk.picture(f"{lab}-validate")
    said = dialog.inner_text()
    dialog.get_by_role("button", name="Close").click()
    checks = [c for c in cells_of(lab) if c.metadata.get("nbgrader", {}).get("grade")]
    assert f"Nothing is answered yet: {len(checks)} checks and 1 text wait for you" in said
    assert all(first_line(check) in said for check in checks)
    assert "Not answered yet: " in said
    assert "Traceback" not in said
    assert "checks.answer" not in said


def test_letters_typed_beside_a_cell_change_nothing(desk, lab):
    desk.top()
    before = [(cell["cell_type"], cell["source"]) for cell in desk.saved_cells()]
    desk.page.keyboard.type("ymr123456 ddxcvabzMAB dd00ii")
    assert [(cell["cell_type"], cell["source"]) for cell in desk.saved_cells()] == before
    assert pop_ups(desk.page) == []


def test_given_prose_does_not_open_by_a_double_click(desk, lab):
    desk.page.locator(".jp-MarkdownCell:visible").first.dblclick()
    desk.page.keyboard.type("y")
    assert desk.active.locator(".cm-content").count() == 0 or not desk.active.locator(".cm-content").is_visible()


def test_an_essay_is_written_by_a_click_and_closes_by_another_click(desk, lab):
    text = desk.page.locator(".millrace-Text").last
    text.click()
    desk.page.keyboard.type("yes, my dear 1 2 3")
    desk.picture(f"{lab}-essay")
    desk.page.locator(".jp-MarkdownCell:not(.millrace-Text):visible").last.click()
    text.locator(".jp-MarkdownOutput", has_text="yes, my dear 1 2 3").wait_for()
    saved = desk.saved_cells()
    assert [cell["cell_type"] for cell in saved if cell["source"] == ["yes, my dear 1 2 3"]] == ["markdown"]
    assert len(saved) == len(cells_of(lab))


def test_a_restart_says_what_is_forgotten_and_what_stays(desk, lab):
    desk.page.locator('[data-command="notebook:restart-kernel"]').first.click()
    dialog = desk.page.locator(".jp-Dialog:visible")
    dialog.wait_for()
    said = dialog.inner_text()
    dialog.get_by_role("button", name="Cancel").click()
    assert "all that you wrote stays" in said
    assert "kernel" not in said.lower()
