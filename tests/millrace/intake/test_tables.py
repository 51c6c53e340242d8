import json

import numpy as np
import pandas as pd
import pytest

from messy_tables import messy_table
from millrace import intake
from millrace.errors import ArgumentError


@pytest.fixture
def write(tmp_path):
    def write(content, name="orders.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def balanced(frame):
    report = intake.report(frame)
    return report.rows_read + report.rows_quarantined + report.rows_set_aside == report.rows_present and (
        len(frame) == report.rows_read
    )


def same_cell(found, written):
    if isinstance(found, str):
        return found.strip() == written.strip()
    return written.strip() == "" if pd.isna(found) else float(found) == float(written)


def same_table(frame, messy):
    if messy.header and list(frame.columns) != messy.header:
        return False
    rows = list(frame.itertuples(index=False, name=None))
    return len(rows) == len(messy.rows) and all(
        len(a) == len(b) and all(map(same_cell, a, b)) for a, b in zip(rows, messy.rows, strict=True)
    )


def test_messy_files_read_as_a_person_reads_them(write):
    wrong = []
    for seed in range(150):
        messy = messy_table(seed)
        frame = intake.read_table(write(messy.data))
        assert balanced(frame), seed
        if not same_table(frame, messy):
            wrong.append(seed)
    assert len(wrong) <= 4, wrong


def test_rows_present_counts_every_line_of_a_file_without_line_breaks_in_cells(write):
    for seed in range(40):
        data = messy_table(seed).data
        messy = messy_table(seed)
        lines = data.decode(messy.encoding).replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").count("\n") + 1
        assert intake.inspect(write(data)).rows_present == lines, seed


def test_title_rows_notes_blank_rows_and_repeated_headers_are_set_aside(write):
    path = write(
        "Orders of March\nprinted 2024-04-01\n\nno,sku,pieces\n1,BG-1,2\n\n2,BG-2,3\n"
        "Page 2\nno,sku,pieces\n3,BG-3,4\n\n"
        "Note: all prices without tax\n"
    )
    frame = intake.read_table(path)
    assert frame.to_dict("list") == {"no": [1, 2, 3], "sku": ["BG-1", "BG-2", "BG-3"], "pieces": [2, 3, 4]}
    reasons = intake.report(frame).set_aside.set_index("line")["reason"]
    assert reasons[[1, 2]].eq("title above the table").all()
    assert reasons[[3, 6, 11]].eq("blank row").all()
    assert reasons[[4, 8, 9, 12]].tolist() == [
        "header",
        "title between pages",
        "repeated header",
        "note below the table",
    ]
    assert balanced(frame)


def test_a_group_row_above_the_names_gives_plain_names(write):
    frame = intake.read_table(
        write("order,,customer,,paid\nno,date,name,phone,date\n1,2024-01-02,Anna,0123,2024-02-01\n")
    )
    assert list(frame.columns) == ["no", "order date", "name", "phone", "paid date"]
    assert len(frame) == 1


def test_names_that_repeat_or_are_blank_get_a_number(write):
    frame = intake.read_table(write("sku,price,price,\nBG-1,2,3,x\nBG-2,4,5,y\n"))
    assert list(frame.columns) == ["sku", "price", "price 2", "column 4"]


def test_a_file_without_header_gets_numbered_columns(write):
    frame = intake.read_table(write("2024-01-02;BG-1;2\n2024-01-03;BG-2;3\n2024-01-05;BG-1;1\n"))
    assert list(frame.columns) == ["column 1", "column 2", "column 3"]
    assert len(frame) == 3
    assert intake.report(frame).header_row is None


def test_what_the_caller_names_is_obeyed(write):
    path = write("a|b\nno|sku\n1|BG-1\n".encode("utf-16-le"))
    frame = intake.read_table(path, encoding="utf-16-le", delimiter="|", header_row=2)
    assert frame.to_dict("list") == {"no": [1], "sku": ["BG-1"]}
    assert list(intake.read_table(path, encoding="utf-16-le", header_row=0).columns) == ["column 1", "column 2"]


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"encoding": "utf-9"}, "unknown"),
        ({"delimiter": ""}, "cannot separate"),
        ({"header_row": 99}, "no row starts there"),
        ({"header_row": -1}, "counted from 1"),
        ({"header_row": "2"}, "counted from 1"),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused(write, arguments, match):
    with pytest.raises(ArgumentError, match=match):
        intake.read_table(write("a,b\n1,2\n"), **arguments)


def test_only_plain_numbers_become_numeric(write):
    frame = intake.read_table(
        write(
            "pieces,price,postcode,phone,account,thousands,decimal,code,missing,signed\n"
            '2,1.50,01234,13812345678,1234567890123456,"1,200","1,5",1E5,NA,-3\n'
            '3,20,12345,13912345678,1234567890123457,"2,000","2,5",2E5,-,4\n'
        )
    )
    numeric = [name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]
    assert numeric == ["pieces", "price", "signed"]
    assert frame["account"].tolist() == ["1234567890123456", "1234567890123457"]
    assert frame["missing"].tolist() == ["NA", "-"]


@pytest.mark.parametrize("seed", range(30))
def test_number_columns_follow_their_one_line_definition(write, seed):
    rng = np.random.default_rng(seed)
    shapes = [
        "7",
        "0",
        "-4",
        "0.5",
        "12.250",
        "007",
        "1.",
        ".5",
        "--1",
        "1-2",
        "+3",
        "1.2.3",
        "1e3",
        "9" * 16,
        "inf",
        "٣",
        "",
    ]
    values = rng.choice(shapes[: rng.integers(4, len(shapes) + 1)], size=rng.integers(2, 6))
    frame = intake.read_table(write("key,value\n" + "".join(f"k{i},{v}\n" for i, v in enumerate(values))), header_row=1)
    present = [v for v in values if v]
    plain = all(pd.Series(present).str.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")) if present else False
    assert pd.api.types.is_numeric_dtype(frame["value"]) == plain
    if plain:
        assert frame["value"].dropna().tolist() == [float(v) for v in present]


def test_blanks_are_missing_and_spaces_inside_text_stay(write):
    frame = intake.read_table(write("sku,note\nBG-1,  \nBG-2, a  b \nBG-3,\n"))
    assert frame["note"].isna().tolist() == [True, False, True]
    assert frame["note"][1] == " a  b "


def test_subtotals_are_set_aside_and_real_rows_with_such_words_stay(write):
    path = write(
        "date,customer,product,pieces,amount\n"
        "2024-01-02,Anna,Total Care Balm,2,20.00\n"
        "2024-01-03,Sum Ltd,Bag,3,90.00\n"
        "Subtotal January,,,5,110.00\n"
        "2024-02-03,Summe & Co,Belt,1,15.00\n"
        ",Sum Ltd,,4,40.00\n"
        "Subtotal February,,,5,55.00\n"
        "Grand total,,,10,165.00\n"
    )
    frame = intake.read_table(path)
    assert frame["customer"].tolist() == ["Anna", "Sum Ltd", "Summe & Co", "Sum Ltd"]
    aside = intake.report(frame).set_aside
    assert aside[aside["reason"].str.startswith("subtotal")]["line"].tolist() == [4, 7, 8]
    assert len(intake.read_table(path, keep_subtotals=True)) == 7


WORDS = ["合计", "小计:", "总计", "Summe", "Gesamtsumme", "итого", "TOTAL", "Total:", "Sub-total", "Sous-total"]


@pytest.mark.parametrize("word", [*WORDS, "合 计", "Σύνολο total"])
def test_the_word_for_total_is_known_in_many_languages(write, word):
    frame = intake.read_table(write(f"货号,客户,数量\nBG-1,王丽,2\nBG-2,李明,3\nBG-3,李明,4\n{word},,9\n"))
    assert len(frame) == 3


@pytest.mark.parametrize(("said", "rows"), [("Total: 3 members", 3), ("Summe 3", 3), ("Total: 4 members", 4)])
def test_a_line_that_counts_the_rows_above_is_no_row(write, said, rows):
    frame = intake.read_table(write(f"no,name,joined\n1,Anna,2021\n2,Bo,2022\n3,Cem,2022\n,{said},\n"))
    assert len(frame) == rows
    assert balanced(frame)


def test_a_total_in_a_table_of_two_columns_needs_the_sum(write):
    assert len(intake.read_table(write("product,pieces\nbag,2\nbelt,3\nTotal,5\n"))) == 2
    kept = intake.read_table(write("brand,pieces\nTotal,2\nShell,3\nEsso,5\nAral,2\n"))
    assert kept["brand"].tolist() == ["Total", "Shell", "Esso", "Aral"]
    assert any(what == "rows that look like totals" for what, _, _ in intake.report(kept).findings)


def test_a_customer_called_total_is_no_subtotal(write):
    path = write(
        "date,group,customer,sku,pieces,amount\n"
        "2024-01-02,East,Total,BG-4,2,16.27\n"
        ",East,Total,BG-5,2,16.27\n"
        "2024-01-04,West,Anna,BG-6,2,16.27\n"
        "2024-01-05,West,Total,BG-6,6,48.81\n"
        "Grand total,,,,12,97.62\n"
    )
    assert intake.read_table(path)["pieces"].tolist() == [2, 2, 2, 6]


def test_a_total_beside_the_name_of_its_group_is_one_if_it_adds_up(write):
    rows = "East,bag,2,10.5\nEast,belt,3,20\nEast,Total,,{}\nWest,bag,1,5\nWest,belt,1,6\n"
    path = write("region,product,pieces,amount\n" + rows.format(30.5))
    assert intake.read_table(path)["product"].tolist() == ["bag", "belt", "bag", "belt"]
    assert len(intake.read_table(write("region,product,pieces,amount\n" + rows.format(31.5)))) == 5


def test_a_row_without_label_is_a_subtotal_only_if_it_adds_up(write):
    rows = "2024-01-02,BG-1,2,10\n2024-01-03,BG-2,3,20\n"
    assert len(intake.read_table(write(f"date,sku,pieces,amount\n{rows},,5,30\n"))) == 2
    assert len(intake.read_table(write(f"date,sku,pieces,amount\n{rows},,4,30.5\n"))) == 3


def test_short_rows_are_filled_and_long_rows_are_quarantined(write):
    frame = intake.read_table(write("a,b,c\n1,x,2\n2,y\n3,z,4,5\n4,w,6,,\n5,q,7\n"))
    assert frame["a"].tolist() == [1, 2, 4, 5]
    assert intake.quarantined(frame).to_dict("records") == [
        {"line": 4, "reason": "4 cells where the header has 3 names", "text": "3,z,4,5"}
    ]
    assert balanced(frame)
    assert any(what == "short rows" for what, _, _ in intake.report(frame).findings)


def test_one_empty_line_end_or_none_makes_no_difference(write):
    one = intake.read_table(write("a,b\n1,x\n2,y"))
    two = intake.read_table(write("a,b\n1,x\n2,y\n"))
    pd.testing.assert_frame_equal(one, two)


def test_the_input_is_never_changed(write):
    path = write("a,b\n1,x\n")
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    intake.read_table(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_line_that_names_the_separator_is_obeyed(write):
    frame = intake.read_table(write("sep=;\nsku;price\nBG-1;1,5\nBG-2;2,5\n"))
    assert list(frame.columns) == ["sku", "price"]
    assert balanced(frame)


@pytest.mark.parametrize("mark", ["||", "::", "，", "\x1f"])
def test_unusual_delimiters_are_found(write, mark):
    text = "no,sku,pieces\n1,BG-1,2\n2,BG-2,3\n".replace(",", mark)
    assert intake.read_table(write(text)).to_dict("list") == {"no": [1, 2], "sku": ["BG-1", "BG-2"], "pieces": [2, 3]}


def test_a_space_after_each_delimiter_is_no_part_of_the_cell(write):
    frame = intake.read_table(write('39, State-gov, 77516, "a, b"\n50, Private, 83311, c\n38, Private, 215646, d\n'))
    assert frame.iloc[:, 0].tolist() == [39, 50, 38]
    assert frame.iloc[:, 1].tolist() == ["State-gov", "Private", "Private"]
    assert frame.iloc[:, 3].tolist() == ["a, b", "c", "d"]
    assert pd.api.types.is_numeric_dtype(frame.iloc[:, 2])


def test_columns_lined_up_with_spaces_are_split(write):
    one = intake.read_table(write("no   pieces  price\n 1       2    1.5\n10      13   12.5\n"))
    assert one.to_dict("list") == {"no": [1, 10], "pieces": [2, 13], "price": [1.5, 12.5]}
    two = intake.read_table(
        write("name          pieces  town\nAnna Smith         2  New York\nBo                13  Yiwu\n")
    )
    assert two.to_dict("list") == {"name": ["Anna Smith", "Bo"], "pieces": [2, 13], "town": ["New York", "Yiwu"]}


def test_numbers_with_spaces_around_them_are_numbers(write):
    assert intake.read_table(write("sku,pieces\nBG-1,2 \nBG-2, 13\n"))["pieces"].tolist() == [2, 13]


def test_the_report_is_json_and_says_all_in_text_and_html(write):
    frame = intake.read_table(write("a,b\n1,<b>\n2,y,3\n"))
    report = intake.report(frame)
    assert json.loads(json.dumps(frame.attrs))["intake"]["rows_quarantined"] == 1
    assert "orders.csv" in repr(report)
    assert "quarantine" in repr(report)
    assert "<table>" in report._repr_html_()
