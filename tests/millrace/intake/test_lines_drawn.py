"""Where the reading of files draws its lines: years of two digits, short rows, marks that begin a line, samples."""

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import FileError
from millrace.intake.asides import set_aside
from millrace.intake.chats.dates import read_moments
from millrace.intake.headers import find_header
from millrace.intake.quoting import Dialect, join_records
from millrace.intake.report import Report
from millrace.reading.firm_names import comparison_name, without_legal_forms


def findings(frame):
    return {what: (found, why) for what, found, why in intake.report(frame).findings}


@pytest.mark.parametrize("year", ["00", "25", "98", "99", "2025"])
def test_the_order_of_messages_decides_the_day_in_every_year(year):
    report = Report("chat.txt", "chat")
    dates = [f"{text}/{year}" for text in ("1/2", "1/3", "2/1")]
    moments = read_moments(dates, ["9:00"] * 3, day_first=None, report=report)
    whole = int(year) + 2000 if int(year) < 100 else int(year)
    assert moments.dt.strftime("%Y-%m-%d").tolist() == [f"{whole}-01-02", f"{whole}-01-03", f"{whole}-02-01"]
    assert report.findings[0][1] == "month, day, year"


@pytest.fixture
def chat(tmp_path):
    def read(lines):
        path = tmp_path / "chat.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return intake.read_chat(path)

    return read


MESSAGE = "[25/10/2025, 09:12:33] Anna: done"


def test_blank_lines_are_no_evidence_of_the_line_format(chat):
    frame = chat([MESSAGE, *[""] * 150, MESSAGE])
    assert findings(frame)["line format"][1] == "2 of the first 2 lines start a message so"
    with pytest.raises(FileError, match="does not look like a chat"):
        chat([MESSAGE, *["words"] * 150])
    assert len(chat([MESSAGE, *["words"] * 99])) == 1, "one line in a hundred is enough"


@pytest.mark.parametrize(("lines", "looked"), [(1_999, "1,999"), (2_000, "2,000"), (2_500, "2,000")])
def test_the_line_format_is_told_from_the_first_two_thousand_lines(chat, lines, looked):
    frame = chat([MESSAGE] * lines)
    assert findings(frame)["line format"][1] == f"{looked} of the first {looked} lines start a message so"
    assert len(frame) == lines


@pytest.mark.parametrize("padded", [False, True])
def test_a_row_that_ends_early_is_as_good_as_one_filled_with_blanks(padded):
    rows = [["no", "day", "name", "pieces"], ["", "", "", "", "price"]]
    rows += [[str(i), f"2025-01-0{i}", "Anna", "5", "2.5"] for i in range(1, 5)]
    if padded:
        rows[0].append("")
    header = find_header(rows)
    assert (header.rows, header.names) == ((0, 1), ["no", "day", "name", "pieces", "price"])


@pytest.mark.parametrize(
    ("upper", "merged", "top", "names"),
    [
        (["", "customer", ""], [((0, 1), (0, 2))], (0, 1), ["no", "name", "town"]),
        (["", "", "when"], [((0, 1), (0, 2))], (0, 1), ["no", "name", "town"]),
        (["orders", "", ""], [((0, 0), (0, 2))], (1,), ["no", "name", "town"]),
        (["", "customer", ""], [], (1,), ["no", "name", "town"]),
    ],
)
def test_one_name_above_others_is_a_group_where_it_is_merged_over_some_of_them(upper, merged, top, names):
    rows = [upper, ["no", "name", "town"], ["1", "Anna", "Yiwu"], ["2", "Bo", "Paris"]]
    header = find_header(rows, merged=merged)
    assert header.rows == top
    assert header.names == names


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ('1;"a\n";5', [(0, 2)]),  # a mark at the start of a line may close a cell
        ('1;"a\nb";5', [(0, 2)]),
        ('1;"a\n"b;5', [(0, 1), (1, 1)]),  # or open one: then the first was forgotten
        ('1;"a\n2;"b', [(0, 1), (1, 1)]),
        ('1;"a\n"', [(0, 2)]),
        ('1;"a\n"";b";5', [(0, 2)]),
    ],
)
def test_a_mark_at_the_start_of_a_line_closes_a_cell_where_a_delimiter_or_nothing_follows(text, joined):
    records = join_records(text.split("\n"), Dialect(delimiter=";"))
    assert [(record.line, record.lines) for record in records] == joined


def test_a_header_is_repeated_only_where_all_its_names_come_again():
    names = ["sku", "name", "pieces", "day"]
    for row, repeated in ((["sku", "name", "other", "x"], False), (names, True)):
        body = pd.DataFrame([row], columns=range(4))
        assert (
            set_aside(body, names=names, header=[names], keep_subtotals=False).reasons == {0: "repeated header"}
        ) == repeated


def test_a_table_within_a_cell_adds_no_columns_to_its_row(tmp_path):
    path = tmp_path / "page.html"
    inner = "<table><tr><td>x</td><td>y</td></tr></table>"
    rows = "".join(f"<tr><td>{i}</td><td>Anna</td><td>{i}.5</td></tr>" for i in range(1, 5))
    path.write_text(
        f"<table><tr><th>no</th><th>name</th><th>price</th></tr>{rows}<tr><td>5</td><td>{inner}</td><td>7.5</td></tr>"
        "</table>",
        encoding="utf-8",
    )
    frame = intake.read_table(path)
    assert list(frame)[:3] == ["no", "name", "price"]
    assert frame["name"].tolist()[:5] == ["Anna"] * 4 + ["x y"]
    assert frame["price"].tolist()[:5] == [1.5, 2.5, 3.5, 4.5, 7.5]


@pytest.mark.parametrize(("name", "plain"), [("hongda有限公司yiwu", "hongda yiwu"), ("and co ltd", "and")])
def test_what_is_left_of_a_name_keeps_its_words_apart_and_is_never_nothing(name, plain):
    assert without_legal_forms(name) == plain


@pytest.mark.parametrize("name", ["& Co. Ltd.", "and co", "Co", "GmbH", "有限公司"])
def test_a_name_of_legal_forms_only_is_still_a_name(name):
    assert comparison_name(name) != ""
