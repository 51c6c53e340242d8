"""Everything that a notebook of ours can show, on one screen: readable in both themes, and no wider than the page."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from browser import open_desk
from coursekit.authoring.quizzes import questions, quiz_text

SPECIMEN = "specimen.ipynb"
QUIZ = "What is 2 + 2?\n- 5 :: One too many.\n+ 4 :: Right. Two and two make four."
# WCAG 2, level AA, for text of usual size.
LEAST_CONTRAST = 4.5
LEAST_LOOKED_AT = 100
HINT = "<details><summary>Hint 1: the idea</summary>Look at <code>LB-W012</code> first.</details>"
CELLS = """
import numpy as np
import pandas as pd

from millrace import checks, intake, knobs, samples, slips

slips.explain()
# %%
intake.inspect(samples.path("leather_deliveries.csv"))
# %%
reason = "The line of LB-W012 was set aside because its figures do not add up. " * 5
pd.DataFrame({"item": ["LB-W012", None], "cny": [1234.5, None], "reason": [reason, ""]})
# %%
pd.DataFrame(np.arange(900_000, 960_000.0).reshape(3000, 20) / 7, columns=[f"measure {n}" for n in range(20)])
# %%
pd.Series([1800, 960], index=["Lin", "Tao"], name="pieces")
# %%
np.float64(62080.350000001)
# %%
...
# %%
import matplotlib.pyplot as plt

ax = plt.figure(figsize=(6, 2)).gca()
_ = ax.set(title="March is worst", xlabel="month")
# %%
def price(pieces):
    print(f"{pieces * 45:,} CNY")
    return pd.DataFrame({"cny": [pieces * 45]})

label = "Pieces in one order of an important customer"
knobs.turn(price, pieces=knobs.slider(30, 0, 50, unit="pieces", label=label))
# %%
guess = knobs.guess("What does it cost?", unit="CNY")
knobs.turn(lambda pieces: pieces * 45, guess=guess, pieces=knobs.slider(30, 0, 100, unit="pieces"))
# %%
orders
# %%
total = 3
# %%
checks.answer("total").is_number(5, look="Look at the sum of the column.")
# %%
checks.passed("total", points=2, of=20)
""".strip().split("\n# %%\n")


@pytest.fixture(scope="module")
def desk(browser, served):
    """A notebook with everything, run from top to bottom."""
    text = "# A specimen\n\n| word | what it means |\n|---|---|\n| `LB-W012` | an item |\n\n" + HINT
    quiz = quiz_text(questions(QUIZ, file="specimen", line=1))
    cells = [new_markdown_cell(text), new_markdown_cell(quiz), *map(new_code_cell, CELLS)]
    nbformat.write(new_notebook(cells=cells), served.folder / "labs" / SPECIMEN)
    with open_desk(browser, served, SPECIMEN) as desk:
        # So tall that nothing is left out because it is not on the screen.
        desk.page.set_viewport_size({"width": 1366, "height": 5000})
        desk.top()
        for _ in cells:
            desk.run()
        desk.page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
        yield desk


def set_theme(desk, name):
    desk.page.get_by_role("menuitem", name="Settings").click()
    desk.page.get_by_text("Theme", exact=True).hover()
    desk.page.get_by_text(name, exact=True).click()
    ground = "document.body.dataset.jpThemeName"
    desk.page.wait_for_function(f"{ground} === {name!r}")


# What WCAG 2 calls contrast, of every text in sight. (axe takes all of it for hidden: JupyterLab scrolls in boxes that
# have no height.)
CONTRASTS = """() => {
    const pixel = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const rgba = colour => {
        pixel.clearRect(0, 0, 1, 1);
        pixel.fillStyle = colour;
        pixel.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], under) => [r, g, b].map((part, n) => a * part + (1 - a) * under[n]);
    const light = colour => colour
        .map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
    const contrast = text => {
        let ground = [255, 255, 255], alpha = 1;
        const holders = [];
        for (let holder = text.parentElement; holder; holder = holder.parentElement)
            holders.unshift(getComputedStyle(holder));
        for (const style of holders) {
            ground = over(rgba(style.backgroundColor), ground);
            alpha *= style.opacity;
        }
        const [r, g, b, a] = rgba(holders.at(-1).color);
        const [dark, bright] = [ground, over([r, g, b, a * alpha], ground)].map(light).sort((x, y) => x - y);
        return (bright + 0.05) / (dark + 0.05);
    };
    const found = [];
    for (const place of document.querySelectorAll('.jp-OutputArea-output, .jp-RenderedMarkdown')) {
        const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode, holder = text.parentElement;
            if (text.data.trim() && holder.tagName !== 'STYLE' && holder.checkVisibility())
                found.push([text.data.trim().slice(0, 60), contrast(text)]);
        }
    }
    return found;
}"""


def hard_to_read(page):
    """Return the texts of ours that are too pale on their ground, with their contrast."""
    looked_at = page.evaluate(CONTRASTS)
    assert len(looked_at) > LEAST_LOOKED_AT
    return [(text, round(contrast, 2)) for text, contrast in looked_at if contrast < LEAST_CONTRAST]


def too_wide(page):
    """Return outputs and pages that must be moved sideways to be read; a table may be, inside itself."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.jp-OutputArea-output, .jp-RenderedMarkdown, .jp-WindowedPanel-outer')]
        .filter(place => place.scrollWidth > place.clientWidth + 1)
        .map(place => [place.className, place.scrollWidth, place.clientWidth, place.innerText.slice(0, 80)])"""
    )


def test_all_of_it_ran(desk):
    said = desk.page.locator(".jp-Notebook:visible").inner_text()
    for words in [
        "62,080.35",
        "in place of the three dots",
        "Your guess",
        "1,350",
        "Not yet",
        "Right",
        "One too many.",
    ]:
        assert words in said
    desk.picture("specimen-light")


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_every_word_can_be_read_in_both_themes(desk, theme):
    set_theme(desk, theme)
    desk.picture(f"specimen-{theme}")
    assert hard_to_read(desk.page) == []


def test_too_pale_words_would_be_noticed(desk):
    pale = desk.page.add_style_tag(content=".millrace-table td { color: #999 !important }")
    assert hard_to_read(desk.page) != []
    pale.evaluate("style => style.remove()")


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)], ids=["laptop", "at 150 %"])
def test_nothing_is_wider_than_the_page(desk, size):
    desk.page.set_viewport_size({"width": size[0], "height": 5000})
    desk.page.wait_for_timeout(500)
    desk.picture(f"specimen-{size[0]}")
    assert too_wide(desk.page) == []
    wide = desk.page.locator(".millrace-table", has_text="measure 19")
    assert wide.evaluate("table => table.scrollWidth > table.clientWidth"), (
        "the wide table should be moved inside itself"
    )


def test_a_code_is_not_broken_and_text_begins_on_the_left(desk):
    code = desk.page.locator(".millrace-table td", has_text="LB-W012").first
    lines = "place => { const text = new Range(); text.selectNodeContents(place); return text.getClientRects().length }"
    assert code.evaluate(lines) == 1
    assert {span.evaluate(lines) for span in desk.page.locator(".millrace-table span").all()} == {1}
    assert code.evaluate("cell => getComputedStyle(cell).textAlign") == "left"
    number = desk.page.locator(".millrace-table td", has_text="1,234.50").first
    assert number.evaluate("cell => getComputedStyle(cell).textAlign") == "right"


def test_the_chart_says_what_it_shows(desk):
    assert desk.page.get_by_role("img", name="Chart: March is worst. Across: month.").count() == 1
