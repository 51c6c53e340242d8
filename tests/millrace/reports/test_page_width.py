"""Wide tables on a page: each scrolls in a box of its own, and no cell is as narrow as a word."""

import re

import nbformat
import pandas as pd

from millrace.reports.page import page_of
from millrace.reports.showing import show_table, show_text

TEXTS = ["short", "an answer of several words, as in a reason for it"]
WIDE = pd.DataFrame({f"a rather long heading {n}": TEXTS for n in range(9)})


def page(shown):
    output = nbformat.v4.new_output("display_data", data={"text/html": shown.page})
    cell = nbformat.v4.new_code_cell("1", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A report"), cell])
    return page_of(notebook, name="x", title="x")


def test_each_table_has_a_box_of_its_own_that_scrolls_and_can_be_reached_by_keyboard():
    made = page(show_text("A sentence.") + show_table(WIDE) + show_table(WIDE.iloc[:, :2]))
    boxes = re.findall(r'<div class="wide" role="region" aria-label="Table" tabindex="0">(.*?)</div>', made, re.DOTALL)
    assert [box.count("<table") for box in boxes] == [1, 1]
    assert "A sentence." not in "".join(boxes)


def test_long_texts_have_room_for_several_words_and_short_ones_need_none():
    made = page(show_table(WIDE))
    assert re.search(r'<td class="long"[^>]*>an answer of several', made)
    assert not re.search(r'<td class="(?:long|some)"[^>]*>short', made)


def test_headings_are_aligned_as_the_texts_below_them():
    shown = show_table(WIDE).page
    assert shown.count('<th style="text-align: left">') == shown.count("<th") - shown.count("<thead") == 9
    assert "text-align: right" not in shown
