import time
import zipfile

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import FileError


@pytest.fixture
def write(tmp_path):
    def write(content, name="orders.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def balanced(frame):
    report = intake.report(frame)
    return report.rows_read + report.rows_quarantined + report.rows_set_aside == report.rows_present


def test_a_missing_file_is_named_with_its_nearest_neighbour(write):
    path = write("a,b\n1,2\n")
    with pytest.raises(FileError, match=r"no file 'ordres.csv'.*Did you mean 'orders.csv'"):
        intake.read_table(path.with_name("ordres.csv"))


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(FileError, match="is a folder"):
        intake.read_table(tmp_path)


@pytest.mark.parametrize("content", ["", " \n\n  \n", "\ufeff"])
def test_an_empty_file_is_said_to_be_empty(write, content):
    for read in (intake.read_table, intake.read_chat):
        with pytest.raises(FileError, match=r"empty|nothing but blanks|not look like a chat"):
            read(write(content))


def test_a_file_with_only_a_header_gives_a_table_without_rows(write):
    frame = intake.read_table(write("no,sku,pieces\n"))
    assert list(frame.columns) == ["no", "sku", "pieces"]
    assert len(frame) == 0
    assert balanced(frame)


@pytest.mark.parametrize("broken", ['2,"BG-2,3', '2,BG-2,"3', '"2,BG-2,3'])
@pytest.mark.parametrize("rest", ["plain", "quoted", "none"])
def test_a_quote_that_never_closes_breaks_its_own_row_only(write, broken, rest):
    after = {"plain": "BG-{},4", "quoted": '"BG-{}","4"', "none": None}[rest]
    lines = ["no,sku,pieces", "1,BG-1,2", broken] + ([f"{i},{after.format(i)}" for i in range(3, 60)] if after else [])
    frame = intake.read_table(write("\n".join(lines) + "\n"))
    assert frame["no"].tolist() == [1, *(range(3, 60) if after else [])]
    assert intake.quarantined(frame)[["line", "text"]].values.tolist() == [[3, broken]]
    assert balanced(frame)


def test_many_broken_quotes_do_not_add_up(write):
    rows = ["no,sku,note"] + [f'{i},"BG-{i},x' if i % 3 == 0 else f'{i},BG-{i},"a b"' for i in range(15_000)]
    frame = intake.read_table(write("\n".join(rows)))
    assert len(frame) == 10_000
    assert len(intake.quarantined(frame)) == 5_000
    assert balanced(frame)


def test_cells_over_several_lines_are_kept_whole(write):
    frame = intake.read_table(write('no,note,pieces\n1,"two\nlines, ""quoted""\n\nend",2\n2,plain,3\n3,"x\ny",4\n'))
    assert frame["note"].tolist() == ['two\nlines, "quoted"\n\nend', "plain", "x\ny"]
    assert intake.report(frame).rows_present == 4
    assert balanced(frame)


def test_quotes_inside_text_are_kept(write):
    frame = intake.read_table(write('no,note,n\n1,5" pipe,2\n2,"5" pipe",3\n3,"the "best" one",4\n4,"a ""b""",5\n'))
    assert frame["note"].tolist() == ['5" pipe', '5" pipe', 'the "best" one', 'a "b"']
    assert frame["n"].tolist() == [2, 3, 4, 5]


def test_a_backslash_that_protects_a_quote_is_understood(write):
    frame = intake.read_table(write('no,note,n\n1,"the \\"best\\" one, really",2\n2,"C:\\temp",3\n'))
    assert frame["note"].tolist() == ['the "best" one, really', "C:\\temp"]


def test_nul_bytes_are_taken_out_and_counted(write):
    frame = intake.read_table(write(b"no,sku\n1,BG\x00-1\n2,BG-2\n" + b"3,BG-3\n" * 50))
    assert frame["sku"][0] == "BG-1"
    assert any(what == "NUL bytes" for what, _, _ in intake.report(frame).findings)


def test_a_huge_line_is_refused_at_once_and_in_little_memory(tmp_path):
    import tracemalloc

    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"1,2,3,4," * 2**17)
    tracemalloc.start()
    start = time.perf_counter()
    for read in (intake.read_table, intake.read_chat):
        with pytest.raises(FileError, match="a line of more than 16 MB"):
            read(path)
    assert time.perf_counter() - start < 20
    assert tracemalloc.get_traced_memory()[1] < 60e6
    tracemalloc.stop()


def test_lines_of_mixed_encodings_are_read_each_in_its_own(write):
    utf8 = ["3,客户王丽,牛皮钱包", "4,义乌市场,手提包已付款", "6,广州,腰带"]
    gb = ["5,浙江温州李明,皮带尽快发货", "7,上海陈先生,双肩包退货"]
    data = b"no,customer,product\n" + b"".join(line.encode() + b"\n" for line in utf8)
    data += b"".join(line.encode("gb18030") + b"\n" for line in gb)
    frame = intake.read_table(write(data))
    assert frame["customer"].tolist() == ["客户王丽", "义乌市场", "广州", "浙江温州李明", "上海陈先生"]
    assert any(
        what == "mixed encodings" and found.startswith("2 lines") for what, found, _ in intake.report(frame).findings
    )


def test_western_lines_among_utf8_lines_are_read(write):
    data = "no,name\n1,Müller\n2,Peña\n".encode() + "3,Käufer Größe\n4,José\n".encode("cp1252")
    assert intake.read_table(write(data))["name"].tolist() == ["Müller", "Peña", "Käufer Größe", "José"]


def test_one_bad_byte_is_replaced_and_counted(write):
    data = ("no,客户\n" + "".join(f"{i},王丽华\n" for i in range(50))).encode()
    bad = data.replace("7,王丽华\n".encode(), "7,王".encode() + b"\xff" + "丽华\n".encode(), 1)
    frame = intake.read_table(write(bad))
    assert frame.iloc[7, 1] == "王\ufffd丽华"
    assert intake.report(frame).replaced_characters == 1
    assert len(frame) == 50


def test_a_byte_order_mark_is_no_part_of_the_first_name(write):
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        frame = intake.read_table(write("no,客户\n1,王丽\n".encode(encoding)))
        assert list(frame.columns) == ["no", "客户"], encoding


def test_a_workbook_named_csv_and_text_named_xlsx_are_read_as_what_they_are(tmp_path):
    book = tmp_path / "book.xlsx"
    pd.DataFrame({"sku": ["BG-1"], "pieces": [2]}).to_excel(book, index=False, engine="xlsxwriter")
    named_csv = book.rename(tmp_path / "book.csv")
    assert intake.read_table(named_csv).to_dict("list") == {"sku": ["BG-1"], "pieces": [2]}
    assert intake.inspect(named_csv).kind == "workbook"
    text = tmp_path / "text.xlsx"
    text.write_text("sku\tpieces\nBG-1\t2\n")
    assert intake.read_table(text).to_dict("list") == {"sku": ["BG-1"], "pieces": [2]}
    with pytest.raises(FileError, match="is not a workbook"):
        intake.read_workbook(text)


def test_a_web_page_named_xls_is_read(write):
    page = (
        '<html><head><meta charset="gb2312"></head><body><table><tr><td>menu</td></tr></table>'
        "<table><tr><th>货号</th><th>数量</th></tr><tr><td>BG-1</td><td>2</td></tr><tr><td>BG-2</td><td>3</td></tr>"
        "</table></body></html>"
    )
    frame = intake.read_table(write(page.encode("gb18030"), "orders.xls"))
    assert frame.to_dict("list") == {"货号": ["BG-1", "BG-2"], "数量": [2, 3]}
    assert balanced(frame)
    with pytest.raises(FileError, match="without a table"):
        intake.read_table(write("<html><p>please log in</p></html>", "orders.xls"))


@pytest.mark.parametrize(
    ("start", "what"),
    [(b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "picture"), (b"\x1f\x8b\x08", "gzip"), (b'{"a": 1}', "JSON")],
)
def test_what_is_no_table_is_named(write, start, what):
    with pytest.raises(FileError, match=what):
        intake.read_table(write(start + b"\n12345"))


def test_an_archive_and_a_damaged_workbook_are_named(tmp_path, write):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("orders.csv", "a,b\n")
    with pytest.raises(FileError, match=r"zip archive with orders\.csv"):
        intake.read_table(tmp_path / "a.zip")
    with pytest.raises(FileError, match="damaged"):
        intake.read_table(write(b"PK\x03\x04 cut off", "orders.xlsx"))
    with pytest.raises(FileError, match="damaged"):
        intake.read_table(write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "orders.xls"))


def test_a_workbook_with_a_password_is_named(write):
    # The directory of an encrypted workbook names this stream; the rest of it does not matter here.
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500
    for read in (intake.read_table, intake.read_workbook):
        with pytest.raises(FileError, match="protected by a password"):
            read(write(ole, "orders.xlsx"))


@pytest.mark.parametrize("seed", range(60))
def test_no_random_damage_hangs_or_loses_a_row(write, seed):
    import random

    from messy_tables import messy_table

    rng = random.Random(seed)
    data = bytearray(messy_table(seed).data)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(data))
        damage = rng.choice([b'"', b"\n", b"\x00", b"\xff", b",", b";", b'\n"', b"\r", b"\\", b"''"])
        data[at : at + rng.choice([0, 1])] = damage
    try:
        frame = intake.read_table(write(bytes(data)))
    except FileError:
        return
    assert balanced(frame)
