"""What a notebook shows is written as people write it, and nothing but the picture changes."""

import re
import time

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from learner_shell import learner
from millrace import showing
from millrace.showing.charts import chart_bundle, chart_text
from millrace.showing.tables import series_html, table_html, value_html
from millrace.showing.values import column_texts, value_text

NAN = float("nan")


def rows_of(page):
    """Return the words of a shown table, a list per row."""
    rows = re.findall("<tr>(.*?)</tr>", page)
    return [[re.sub("<.*?>", "", cell) for cell in re.findall("<t[hd].*?>(.*?)</t[hd]>", row)] for row in rows]


@pytest.fixture
def notebook(tmp_path):
    """A notebook's shell in which everything is shown our way."""
    with learner(tmp_path, set_up="") as somebody:
        showing.switch_on()
        yield somebody
        showing.switch_off()


@pytest.mark.parametrize(
    ("values", "name", "texts"),
    [
        ([1234.5, NAN, 7.25], "price", ["1,234.50", "missing", "7.25"]),
        ([1234.5, 960.0], "cny", ["1,234.50", "960.00"]),
        ([12.5, 7.0], "feet", ["12.5", "7.0"]),
        ([20230105, 20231231], "ODATE", ["20230105", "20231231"]),
        ([20230105, 20231331], "sold", ["20,230,105", "20,231,331"]),
        ([20078.0, 5.0, None], "pieces", ["20,078", "5", "missing"]),
        ([1e6, 2.5e6], "cny", ["1,000,000", "2,500,000"]),
        ([1e16], "cny", ["10,000,000,000,000,000"]),
        ([0.1 + 0.2, 0.5], "share", ["0.3", "0.5"]),
        ([62080.350000000006, 1.0], "cny", ["62,080.35", "1.00"]),
        ([247849.953217, 3.1], "cny", ["247,849.95", "3.10"]),
        ([0.98765432, 0.5], "score", ["0.9877", "0.5000"]),
        ([0.0001234567, 0.00005], "p", ["0.000123", "0.000050"]),
        ([-1800.25, 0.0], "cny", ["-1,800.25", "0.00"]),
        ([float("inf"), float("-inf"), 1.5], "weeks", ["endless", "-endless", "1.5"]),
        ([20078, 5], "line", ["20078", "5"]),
        ([20078, 5], "OrderID", ["20078", "5"]),
        ([20078, 5], "lines", ["20,078", "5"]),
        ([2024, 2025], "when", ["2024", "2025"]),
        ([True, False], "filled", ["True", "False"]),
        (["LB-W012", None, ""], "sku", ["LB-W012", "missing", ""]),
        ([["Lin", "Tao"], [], {"one": 1}], "names", ["Lin, Tao", "", "{'one': 1}"]),
        ([np.float64(1234.5), "x", 3], "mixed", ["1,234.50", "x", "3"]),
        (pd.to_datetime(["2025-03-05", None]), "date", ["2025-03-05", "missing"]),
        (pd.to_datetime(["2025-03-05 14:30", "2025-03-06 00:00"]), "sent", ["2025-03-05 14:30", "2025-03-06 00:00"]),
        (pd.to_datetime(["2025-03-05 14:30:07"]), "sent", ["2025-03-05 14:30:07"]),
        (pd.to_datetime(["2025-03-05 14:30"]).tz_localize("Asia/Shanghai"), "sent", ["2025-03-05 14:30+0800"]),
        (pd.array([1, None], dtype="Int64"), "pieces", ["1", "missing"]),
        (pd.Categorical(["a", None]), "kind", ["a", "missing"]),
        (pd.period_range("2025-03", periods=1, freq="M"), "month", ["2025-03"]),
        ([], "none", []),
        ([NAN, NAN], "none", ["missing", "missing"]),
    ],
)  # fmt: skip
def test_values_are_written_as_people_write_them(values, name, texts):
    assert column_texts(pd.Series(values), name) == texts


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.float64(62080.350000001), "62,080.35"),
        (0.1 + 0.2, "0.3"),
        (1_234_567, "1,234,567"),
        (np.int64(20078), "20,078"),
        (NAN, "missing"),
        (pd.NaT, "missing"),
        (pd.Timestamp("2025-03-05"), "2025-03-05"),
    ],
)
def test_one_number_or_date_is_too(value, shown):
    assert value_html(value) == f"<code>{shown}</code>"


@pytest.mark.parametrize("value", [2025, 0.5, True, -3])
def test_what_python_writes_well_is_left_to_it(value):
    assert value_html(value) is None


def test_a_table_has_its_headings_over_its_columns_and_no_row_is_lost():
    table = pd.DataFrame({"sku": ["LB-W012", "LB-B001"], "pieces": [12, 1800]}, index=["a", "b"])
    assert rows_of(table_html(table)) == [["", "sku", "pieces"], ["a", "LB-W012", "12"], ["b", "LB-B001", "1,800"]]


def test_names_of_the_index_are_headings_in_the_same_row():
    sums = pd.DataFrame({"clerk": ["Lin", "Tao"], "day": [1, 2], "cny": [5.0, 6.0]}).set_index(["clerk", "day"])
    assert rows_of(table_html(sums))[:2] == [["clerk", "day", "cny"], ["Lin", "1", "5"]]
    wide = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("cny", "sum"), ("pieces", "")]))
    assert rows_of(table_html(wide))[0] == ["", "cny, sum", "pieces"]


def test_labels_of_rows_are_names_and_have_no_commas():
    assert rows_of(table_html(pd.DataFrame({"a": [1]}, index=[20078])))[1][0] == "20078"


def test_a_long_table_shows_its_ends_and_its_size():
    page = table_html(pd.DataFrame({"pieces": range(20_078)}))
    shown = rows_of(page)
    assert [row[0] for row in shown[1:]] == ["0", "1", "2", "3", "4", "⋮", "20073", "20074", "20075", "20076", "20077"]
    assert "20,078 rows, 1 column; the first and last 5 rows are shown" in page
    assert len(rows_of(table_html(pd.DataFrame({"pieces": range(60)})))) == 61


def test_a_wide_table_shows_its_ends_and_its_size():
    page = table_html(pd.DataFrame([range(30)]))
    assert rows_of(page)[0] == ["", *map(str, range(10)), "…", *map(str, range(20, 30))]
    assert "1 row, 30 columns" in page


def test_a_table_without_rows_says_so():
    page = table_html(pd.DataFrame({"sku": []}))
    assert rows_of(page) == [["", "sku"]]
    assert "No rows." in page


def test_two_columns_of_one_name_are_both_shown():
    both = pd.DataFrame([[1, 2]], columns=["a", "a"])
    assert rows_of(table_html(both)) == [["", "a", "a"], ["0", "1", "2"]]


def test_codes_stay_whole_inside_long_reasons_and_nothing_is_cut():
    reason = "The line of LB-W012 was set aside on 2025-03-05 because the figures of this well-known week add up. " * 5
    assert '<td class="s">LB-W012</td>' in table_html(pd.DataFrame({"sku": ["LB-W012"]}))
    page = table_html(pd.DataFrame({"reason": [reason]}))
    assert "<span>LB-W012</span>" in page
    assert "<span>2025-03-05</span>" in page
    assert "<span>well-known</span>" not in page
    assert rows_of(page)[1][1] == reason
    assert "(1,000 characters more)" in table_html(pd.DataFrame({"text": ["x" * 2000]}))


def test_nothing_in_a_table_is_taken_for_html():
    page = table_html(pd.DataFrame({"<b>": ["<script>alert(1)</script>"]}, index=["&"]))
    assert "<script" not in page
    assert "&lt;b&gt;" in page
    assert "&amp;" in page


def test_missing_is_told_apart_from_the_word():
    page = table_html(pd.DataFrame({"phone": ["missing", None]}))
    assert page.count("<i>missing</i>") == 1
    assert [row[1] for row in rows_of(page)[1:]] == ["missing", "missing"]


def test_a_column_alone_has_a_heading_and_no_dtype():
    page = series_html(pd.Series([1.5, 2.0], name="price"))
    assert rows_of(page) == [["", "price"], ["0", "1.5"], ["1", "2.0"]]
    assert "dtype" not in page
    assert rows_of(series_html(pd.Series([1])))[0] == ["", ""]


def test_showing_a_table_does_not_change_it():
    table = pd.DataFrame({"when": pd.to_datetime(["2025-03-05"]), "cny": [1.5], "names": [["Lin"]]})
    before = table.copy(deep=True)
    table_html(table)
    pd.testing.assert_frame_equal(table, before)


def test_twenty_thousand_rows_are_shown_at_once():
    table = pd.DataFrame({f"column {n}": ["LB-W012 because"] * 20_078 for n in range(9)})
    table_html(table)
    started = time.process_time()
    table_html(table)
    assert time.process_time() - started < 0.05


def shown(notebook, code):
    result = notebook.shell.run_cell(code).result
    return notebook.shell.display_formatter.format(result)[0]


def test_a_notebook_shows_tables_columns_and_numbers_so(notebook):
    notebook.run("import numpy as np, pandas as pd")
    assert "millrace-table" in shown(notebook, "pd.DataFrame({'a': [1]})")["text/html"]
    assert "millrace-table" in shown(notebook, "pd.Series([1])")["text/html"]
    assert shown(notebook, "np.float64(1234.5)") == {"text/plain": "1234.5", "text/html": "<code>1,234.50</code>"}
    assert shown(notebook, "{'CNY': np.float64(7.1), 'n': [np.int64(3), np.bool_(True)]}") == {
        "text/plain": "{'CNY': 7.1, 'n': [3, True]}"
    }
    assert shown(notebook, "pd.Timestamp('2025-03-05')")["text/html"] == "<code>2025-03-05</code>"


def test_the_dots_of_an_untouched_answer_are_not_called_ellipsis(notebook):
    assert "in place of the three dots" in shown(notebook, "...")["text/plain"]
    assert shown(notebook, "[1, ...]")["text/plain"] == "[1, Ellipsis]"


def test_the_plain_text_and_print_of_a_table_are_those_of_pandas(notebook):
    notebook.run("import pandas as pd")
    text = repr(pd.DataFrame({"a": [1.5, None]}))
    assert shown(notebook, "pd.DataFrame({'a': [1.5, None]})")["text/plain"] == text
    assert notebook.run("print(pd.DataFrame({'a': [1.5, None]}))").text == text + "\n"


def test_it_can_be_switched_on_twice_and_off(notebook):
    notebook.run("import numpy as np, pandas as pd")
    showing.load_ipython_extension(notebook.shell)
    assert "millrace-table" in shown(notebook, "pd.DataFrame({'a': [1]})")["text/html"]
    showing.unload_ipython_extension(notebook.shell)
    assert "dataframe" in shown(notebook, "pd.DataFrame({'a': [1]})")["text/html"]
    assert shown(notebook, "np.float64(1.5)") == {"text/plain": "np.float64(1.5)"}
    assert shown(notebook, "...") == {"text/plain": "Ellipsis"}


def test_outside_a_notebook_it_does_nothing():
    showing.switch_on()
    showing.switch_off()


def chart():
    ax = Figure().subplots()
    ax.plot([1, 2], label="late")
    ax.set(title="March <is> worst", xlabel="month", ylabel="orders late (%)")
    ax.legend()
    return ax.figure


def test_a_chart_carries_its_words_for_those_who_cannot_see_it(notebook):
    bundle = notebook.shell.display_formatter.format(chart())[0]
    words = "Chart: March <is> worst. Across: month. Up: orders late (%). Colours: late."
    assert bundle["text/plain"] == words
    assert (
        f'<img alt="{words.replace("<", "&lt;").replace(">", "&gt;")}" src="data:image/png;base64,'
        in bundle["text/html"]
    )
    assert "image/png" not in bundle


def test_an_author_may_say_it_better():
    figure = chart()
    figure.suptitle("Late orders")
    assert chart_text(figure).startswith("Chart: Late orders. March <is> worst.")
    figure.set_label("In March one order of three was late.")
    assert chart_text(figure) == "In March one order of three was late."


def test_nothing_shines_through_a_transparent_chart():
    import base64
    import io

    from PIL import Image

    figure = chart()
    figure.set_facecolor("none")
    data = re.search('base64,([^"]*)', chart_bundle(figure)["text/html"])[1]
    picture = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA")
    assert picture.getpixel((0, 0)) == (255, 255, 255, 255)


def test_value_text_of_odd_things():
    assert value_text((1, "a")) == "1, a"
    assert value_text(None) == "missing"
    assert value_text(object) == "<class 'object'>"
