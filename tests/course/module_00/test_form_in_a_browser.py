"""The twenty questions in a browser, by keyboard; what an accessibility check says of module 00, light and dark."""

import pytest

from accessibility import serious
from browser import open_desk
from millrace import readiness

LAB = "00-start-here"


@pytest.fixture
def opened(browser, served):
    (served.folder / "labs" / LAB / "readiness.json").unlink(missing_ok=True)
    with open_desk(browser, served, f"{LAB}/lab.ipynb") as desk:
        yield desk


@pytest.fixture
def dark(served):
    served.set("@jupyterlab/apputils-extension:themes", '{"theme": "JupyterLab Dark"}')
    yield
    served.set("@jupyterlab/apputils-extension:themes", "{}")


def to_the_form(desk):
    desk.page.wait_for_timeout(2000)  # a key pressed while the kernel connects can be lost
    desk.go_to("from millrace import readiness", running=False)
    desk.run(wait_for_output=True)
    desk.page.locator(".jp-OutputArea select:visible").first.wait_for()


def test_by_keyboard_a_choice_is_saved_at_once_and_the_button_names_one_next_step(opened):
    to_the_form(opened)
    opened.page.get_by_label("1. Where are your orders written down?").focus()
    for level in (1, 0, 2):
        opened.page.keyboard.type(str(level))  # a list of choices jumps to the one that begins so
        opened.page.keyboard.press("Tab")
    opened.page.get_by_text("3 of 20 answered. Saved in readiness.json.").wait_for()
    assert readiness.load(opened.file.with_name("readiness.json")).levels[:4] == (1, 0, 2, None)
    opened.page.get_by_role("button", name="Show where we stand").press("Enter")
    opened.page.get_by_text("Weakest, by what is known").wait_for()
    opened.page.locator(".jp-OutputArea img:visible[alt*='radar']").wait_for()
    opened.picture("lab-00-readiness")
    assert serious(opened.page, ".jp-OutputArea:has(select)") == []


def test_at_1024_wide_no_title_is_cut_off_and_none_lies_on_a_question(opened):
    opened.page.set_viewport_size({"width": 1024, "height": 768})
    to_the_form(opened)
    cut = opened.page.locator(".millrace-form .lm-TabBar-tabLabel").evaluate_all(
        """titles => {
            const right = titles[0].closest(".jp-OutputArea-output").getBoundingClientRect().right;
            return titles.filter(one => one.scrollWidth > one.clientWidth || one.getBoundingClientRect().right > right)
                .map(one => one.textContent);
        }"""
    )
    assert cut == []
    lowest = max(
        one["y"] + one["height"] for one in map(_box, opened.page.locator(".millrace-form .lm-TabBar-tabLabel").all())
    )
    opened.page.locator(".millrace-form .lm-TabBar-tabLabel").first.scroll_into_view_if_needed()
    opened.picture("lab-00-readiness-1024")
    assert lowest <= _box(opened.page.get_by_text("1. Where are your orders written down?"))["y"]


def _box(place):
    return place.bounding_box()


def test_after_a_restart_the_form_shows_what_was_saved(opened):
    answered = {n: 4 if n < 20 else "don't know" for n in range(1, 21)}
    path = readiness.save(readiness.assess(answered), opened.file.with_name("readiness.json"))
    to_the_form(opened)
    opened.page.get_by_text("20 of 20 answered.").wait_for()
    assert opened.page.get_by_label("1. Where are your orders written down?").input_value().startswith("4 – ")
    assert readiness.load(path) == readiness.assess(answered)


@pytest.mark.parametrize("notebook", ["1-lesson", "lab"])
def test_nothing_serious_is_found_by_an_accessibility_check(browser, served, notebook):
    with open_desk(browser, served, f"{LAB}/{notebook}.ipynb") as desk:
        look_at_it(desk, notebook, "light")


@pytest.mark.parametrize("notebook", ["1-lesson", "lab"])
def test_nothing_serious_is_found_in_the_dark_theme(browser, served, dark, notebook):
    with open_desk(browser, served, f"{LAB}/{notebook}.ipynb") as desk:
        look_at_it(desk, notebook, "dark")


def look_at_it(desk, notebook, theme):
    assert desk.page.locator("body").get_attribute("data-jp-theme-light") == str(theme == "light").lower()
    desk.page.wait_for_timeout(2000)
    for _ in range(6):
        desk.run()
    desk.picture(f"{notebook}-00-{theme}")
    assert serious(desk.page, ".jp-Notebook") == []
