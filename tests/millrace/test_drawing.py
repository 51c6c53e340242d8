"""Charts have a finding as title, and words for those who cannot see them."""

import pytest
from matplotlib import pyplot as plt

from millrace.showing.charts import chart_bundle
from millrace.showing.drawing import finding, new_axes


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def test_the_text_of_a_chart_reaches_the_page_with_its_finding():
    ax = finding(new_axes(), "Rework is 3 % of pieces", "One line.")
    ax.plot([1, 2])
    assert 'alt="Chart: Rework is 3 % of pieces. One line."' in chart_bundle(ax.figure)["text/html"]


def test_a_title_that_ends_as_a_sentence_gets_no_second_stop():
    assert finding(new_axes(), "Why wait?", "Text.").figure.get_label() == "Chart: Why wait? Text."


def test_axes_of_the_caller_are_used():
    own = plt.subplots()[1]
    assert new_axes(own) is own
