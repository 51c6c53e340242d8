"""What a file is, whatever its name says, how it is encoded, and which of its sheets and tables is read."""

import os
import re
import zipfile

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import FileError
from millrace.intake.encodings import decode_text
from millrace.intake.formulas import formulas_without_value, sheet_xml
from millrace.intake.opening import kind_of, read_bytes, require_file
from millrace.intake.report import Report
from millrace.intake.spreadsheets import rows_grid

BEST = "of the usual encodings its letters fit best (for example 'Größe')"


@pytest.fixture
def write(tmp_path):
    def write(content, name="orders.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<!DOCTYPE html><p>", "html"), (b"  \r\n<html>", "html"), (b"\xef\xbb\xbf<table>", "html"),
        (b"<META x>", "html"),
        (b"<head>", "html"), (b"<?xml ?><html>", "html"), (b"<?xml ?><x/>", "xml"), (b'{"a":1}', "json"),
        (b'[{"a":1}]', "json"),
        (b"[1,2]", "text"), (b"[03/10/2025, 09:12] A: b", "text"), (b"a,b", "text"), (b"<b>x", "text"),
        ("<html>".encode("utf-16"), "html"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
    ],
)  # fmt: skip
def test_a_file_is_what_it_begins_like(write, content, kind):
    assert kind_of(write(content)) == kind


@pytest.mark.parametrize("inside", ["xl/workbook.xml", "xl/workbook.bin", "content.xml", "xl/other.xml"])
def test_a_zip_is_a_workbook_by_what_is_in_it(tmp_path, inside):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(inside, "x")
    assert kind_of(tmp_path / "a.zip") == "workbook"


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"%PDF", "a PDF document"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
        (b"\x1f\x8b", r"a compressed file \(gzip\)"), (b"PAR1", "a Parquet file"), (b"SQLite format 3", "a database"),
        (b"Rar!", r"a compressed file \(rar\)"), (b"7z\xbc\xaf", r"a compressed file \(7z\)"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_named(write, start, what):
    with pytest.raises(FileError, match=rf"'orders.csv' is {what}\. Expected: a text file"):
        kind_of(write(start + b" and more"))


@pytest.mark.parametrize("before", [0, 2000, 2**20 - 20, 2**20 - 1, 2**20, 2**20 + 3])
def test_a_password_is_found_wherever_its_mark_lies(write, before):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(before, b"\0") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 9
    with pytest.raises(FileError, match="protected by a password"):
        kind_of(write(ole))


def test_a_path_is_of_a_file_with_something_in_it(write, tmp_path):
    path = write("a")
    assert require_file(path) == require_file(str(path)) == path
    with pytest.raises(FileError, match=r"is a folder.*for example 'orders.csv'"):
        require_file(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileError, match=r"Name one of the files in it\."):
        require_file(tmp_path / "empty")
    with pytest.raises(FileError, match=r"There is no file 'x' in the folder '.*empty'.*Check the name and the folder"):
        require_file(tmp_path / "empty" / "x")
    with pytest.raises(FileError, match=r"no file 'x' in '.*none', which does not exist"):
        require_file(tmp_path / "none" / "x")
    with pytest.raises(FileError, match="is empty"):
        require_file(write(""))


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_a_file_of_many_lines_may_be_longer_than_any_line(write, end, monkeypatch):
    monkeypatch.setattr("millrace.intake.opening._LONGEST_LINE", 100)
    monkeypatch.setattr("millrace.intake.opening._CHUNK", 40)
    data = (b"x" * 90 + end) * 20
    assert read_bytes(write(data)) == data
    assert read_bytes(write(b"x" * 100)) == b"x" * 100
    for bad in (b"x" * 101, b"y" + end + b"x" * 141, data + b"x" * 150):
        with pytest.raises(FileError, match="Expected: one line per row"):
            read_bytes(write(bad))


@pytest.mark.parametrize(
    ("data", "encoding", "why"),
    [
        (b"a", "utf-8", "only plain ASCII characters"), ("客".encode(), "utf-8", "all of the file is valid UTF-8"),
        ("a客".encode("utf-8-sig"), "utf-8-sig", "the file begins with a byte order mark"),
        ("a客".encode("utf-16"), "utf-16", "the file begins with a byte order mark"),
        ("a客".encode("utf-32"), "utf-32", "the file begins with a byte order mark"),
        ("a,b\n1,2".encode("utf-16-le"), "utf-16-le", "every other byte is zero"),
        ("a,b\n1,2".encode("utf-16-be"), "utf-16-be", "every other byte is zero"),
        ("客户,数量\n王丽,2\n".encode("utf-16-le"), "utf-16-le", "every other byte is zero"),
        ("Größe;Stück\nMüller;2".encode("cp1252"), "cp1252", BEST),
    ],
)  # fmt: skip
def test_an_encoding_is_found_and_says_why(data, encoding, why):
    found = decode_text(data)
    assert (found.encoding, found.why, found.replaced, found.notes) == (encoding, why, 0, [])


BAD = "王丽华".encode() + b"\xff" + ",北京\n".encode()


def test_a_byte_that_means_nothing_is_counted_whoever_names_the_encoding():
    text = "姓名,城市\n王丽,北京\n李明,上海\n".encode()
    found = decode_text(text + BAD)
    assert (found.encoding, found.replaced) == ("utf-8", 1)
    assert found.data.decode() == text.decode() + "王丽华\ufffd,北京\n"
    told = decode_text(text + BAD, encoding="utf-8")
    assert (told.why, told.replaced, told.data) == ("named by you", 1, found.data)
    marked = decode_text(b"\xef\xbb\xbf" + text + BAD)
    assert (marked.encoding, marked.replaced, marked.data) == ("utf-8-sig", 1, found.data)


def test_lines_of_another_encoding_are_counted_and_named():
    utf8 = "\n".join(["客户王丽,牛皮钱包"] * 6).encode()
    found = decode_text(utf8 + b"\nplain\n" + "浙江温州李明,皮带尽快发货".encode("gb18030"))
    assert found.data.decode().split("\n")[-1] == "浙江温州李明,皮带尽快发货"
    ((what, lines, why),) = found.notes
    assert (what, lines, found.why) == (
        "mixed encodings",
        "1 line in gb18030, line 8",
        "most characters beyond ASCII are valid UTF-8",
    )
    assert why.startswith("they are not valid UTF-8; of the usual encodings")


def test_nul_bytes_are_counted():
    found = decode_text(b"a\0b" + b"x" * 200 + b"\0")
    assert found.data == b"ab" + b"x" * 200
    assert found.notes[0][:2] == ("NUL bytes", "2 taken out")


def grid(rows, **given):
    report = Report("a", "workbook")
    return rows_grid(rows, report=report, **given), report


def test_rows_of_a_sheet_keep_their_places_and_blanks_are_missing():
    found, report = grid([["Lantern", None], ["", " "], ["no", "sku", ""], [1, "BG-1", "x"], [2, "\t", None, "y"]])
    assert found.header.rows == (2,)
    assert found.header.names == ["no", "sku", "column 3", "column 4"]
    assert found.body_lines.tolist() == [4, 5]
    assert found.head_lines == [1, 2, 3, 4, 5]
    assert found.body.isna().values.tolist() == [[False, False, False, True], [False, True, True, False]]
    assert report.rows_present == 5


def test_a_named_row_or_none_is_the_header_of_a_sheet():
    assert grid([["a", "b"], ["no", "sku"], [1, "x"]], header_row=2)[0].header.names == ["no", "sku"]
    none, _ = grid([["a"], ["no", "sku"]], header_row=0)
    assert (none.header.names, none.body_lines.tolist()) == (["column 1", "column 2"], [1, 2])


def page(write, *tables, head=""):
    return write(f"<html>{head}<body>{''.join(f'<table>{t}</table>' for t in tables)}</body></html>", "orders.xls")


def test_the_table_with_most_cells_of_a_page_is_read(write):
    small = "<tr><td>a</td></tr>" * 3
    large = "<tr><th>sku</th><th>n</th></tr><tr><td> BG-1 \n x</td><td>2</td></tr>"
    for tables in ((small, large), (large, small)):
        frame = intake.read_table(page(write, *tables))
        assert frame.to_dict("list") == {"sku": ["BG-1 x"], "n": [2]}
    assert intake.inspect(page(write, large)).kind == "web page"


def test_cells_over_several_columns_and_rows_fill_the_first_only(write):
    rows = (
        "<tr><th>day</th><th>sku</th><th>buyer</th><th>n</th></tr>"
        "<tr><td rowspan='2'>2024-01-05</td><td>BG-1</td><td>Anna</td><td>2</td></tr>"
        "<tr><td>BG-2</td><td>Bo</td><td>3</td></tr>"
        "<tr><td>2024-01-06</td><td colspan=2>BG-3</td><td colspan='x'>4</td></tr>"
        "<tr><td>2024-01-07</td><td colspan=0>BG-4</td><td>Cy</td><td>5</td></tr>"
    )
    frame = intake.read_table(page(write, rows)).astype(object)
    assert frame.where(frame.notna(), None).values.tolist() == [
        ["2024-01-05", "BG-1", "Anna", 2], [None, "BG-2", "Bo", 3], ["2024-01-06", "BG-3", None, 4],
        ["2024-01-07", "BG-4", "Cy", 5],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("named", "written"),
    [("gb2312", "gb18030"), ("'utf-8'", "utf-8"), ("gbk", "gb18030"), ("no-such", "gb18030"), ("utf-8", "gb18030")],
)
def test_a_page_is_read_in_the_encoding_it_names_if_that_fits(write, named, written):
    head = f"<head><meta charset={named}></head>"
    rows = "<tr><th>货号</th><th>数量</th></tr><tr><td>宏达皮具</td><td>2</td></tr>"
    path = write(f"<html>{head}<table>{rows}</table></html>".encode(written), "orders.xls")
    assert intake.read_table(path).to_dict("list") == {"货号": ["宏达皮具"], "数量": [2]}


SHEET = '<c r="{0}"{1}><f>A1</f>{2}</c>'


def workbook(tmp_path, *, cells, name="Jan &amp; Feb", target="worksheets/s1.xml"):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", f'<workbook><sheet name="{name}" r:id="r1"/><sheet name="X" r:id="r2"/></workbook>'
        )
        links = f'<Relationship Id="r1" Target="{target}"/><Relationship Id="r2" Target="none.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", links)
        archive.writestr("xl/worksheets/s1.xml", f"<row>{cells}</row>")
    return path


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("", (0, "")), ('<c r="A1"><v>1</v></c>', (0, "")), (SHEET.format("D4", "", "<v>1</v>"), (0, "")),
        (SHEET.format("D4", "", ""), (1, "D4")), (SHEET.format("D4", "", "<v/>") + SHEET.format("E5", "", ""),
        (2, "D4")),
        (SHEET.format("D4", "", "<v></v>"), (1, "D4")), (SHEET.format("D4", ' t="str"', "<v></v>"), (0, "")),
        ('<x:c r="AB12"><x:f si="0"/></x:c>', (1, "AB12")), ("<c><f>A1</f></c>", (1, "")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("target", ["worksheets/s1.xml", "/xl/worksheets/s1.xml"])
def test_formulas_without_a_value_are_counted_with_the_first(tmp_path, cells, expected, target):
    path = workbook(tmp_path, cells=cells, target=target)
    assert formulas_without_value(sheet_xml(path, "Jan & Feb")) == expected
    assert sheet_xml(path, "X") == sheet_xml(path, "Y") == b""


def test_what_is_no_xlsx_counts_no_formulas(write, tmp_path):
    assert sheet_xml(write("a,b"), "S") == b""
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("content.xml", "<f/>")
    assert sheet_xml(tmp_path / "a.ods", "S") == b""


def test_rows_in_a_report_are_in_the_order_of_the_file_and_of_their_coming():
    found = Report("a", "chat")
    found.put_aside([(5, "x", "first"), (2, "y", "t")])
    found.put_aside([(5, "z", "second")])
    found.put_aside([])
    assert found.set_aside.values.tolist() == [[2, "y", "t"], [5, "x", "first"], [5, "z", "second"]]
    found.put_in_quarantine((n, "long", "x" * 81) for n in (3, 1))
    assert (found.rows_set_aside, found.rows_quarantined, found.quarantine["line"].tolist()) == (3, 2, [1, 3])
    assert f"line 1, quarantine: long: {'x' * 77}..." in repr(found)
    assert re.search(r"<td style='text-align:left'>set aside: y</td>", found._repr_html_())


@pytest.mark.parametrize(("rows", "shown", "more"), [(3, 3, None), (5, 5, None), (6, 4, "2 more between")])
def test_three_rows_of_a_kind_and_the_last_are_shown_and_the_others_counted(rows, shown, more):
    found = Report("a", "chat")
    found.put_aside([(n, "blank row", "") for n in range(rows)])
    assert repr(found).count("set aside: blank row") == shown + bool(more)
    assert f"line {rows - 1}, set aside" in repr(found)
    assert more in repr(found) if more else "more" not in repr(found)


def test_a_sheet_that_is_named_wrongly_as_to_its_kind_is_noted(tmp_path):
    pd.DataFrame({"sku": ["BG-1A"], "n": [2]}).to_excel(tmp_path / "a.xlsx", index=False, engine="xlsxwriter")
    assert not [f for f in intake.inspect(tmp_path / "a.xlsx").findings if f[0] == "kind"]
    (tmp_path / "a.xlsx").rename(tmp_path / "a.txt")
    kinds = [f for f in intake.inspect(tmp_path / "a.txt").findings if f[0] == "kind"]
    assert kinds == [("kind", "workbook", "the name says .txt, but the content is a workbook")]


def test_a_text_with_the_name_of_a_workbook_is_noted(write):
    kinds = [f for f in intake.inspect(write("a,b\n1,2", "a.xls")).findings if f[0] == "kind"]
    assert kinds == [("kind", "delimited text", "the name says .xls, but the content is plain text")]
    assert not [f for f in intake.inspect(write("a,b\n1,2")).findings if f[0] == "kind"]


@pytest.mark.skipif(os.name == "nt", reason="there such a path is one")
@pytest.mark.parametrize("path", [r"C:\Users\ada\list.xlsx", "D:/data/list.csv", r"\\server\share\list.csv"])
def test_a_path_of_windows_elsewhere_is_said_to_be_one_and_no_folder_is_named(path):
    with pytest.raises(FileError) as said:
        require_file(path)
    assert str(said.value).startswith(f"There is no file '{path}' on this computer. It is a path of Windows")
    assert "folder '" not in str(said.value)
