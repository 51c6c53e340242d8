"""Errors and formulas without a value in an OpenDocument workbook: blank in the table, each told with its cell."""

import zipfile

import pytest

from millrace import intake

SPACES = ["office", "table", "text"]
URN = "urn:oasis:names:tc:opendocument:xmlns"
ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error">'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)
LOST = '<table:table-cell table:formula="of:=[.B2]*2"/>'


def cell(value):
    if isinstance(value, str) and value.startswith("<"):
        return value
    kind = 'string"' if isinstance(value, str) else f'float" office:value="{value}"'
    return f'<table:table-cell office:value-type="{kind}><text:p>{value}</text:p></table:table-cell>'


@pytest.fixture
def told(tmp_path):
    def read(rows, *, repeat=1):
        spaces = " ".join(f'xmlns:{name}="{URN}:{name}:1.0"' for name in SPACES)
        lines = [f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows]
        lines[1] = lines[1].replace("<table:table-row>", f'<table:table-row table:number-rows-repeated="{repeat}">')
        body = f'<table:table table:name="A &amp; B">{"".join(lines)}</table:table>'
        path = tmp_path / "shop.ods"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{URN}:manifest:1.0"/>')
            archive.writestr(
                "content.xml",
                f'<office:document-content {spaces} xmlns:calcext="urn:org:calcext:1.0"><office:body>'
                f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
            )
        frame = intake.read_table(path)
        return frame, {what: found for what, found, _ in intake.report(frame).findings}

    return read


def test_cells_in_error_and_lost_formulas_are_named(told):
    frame, found = told([["item", "n", "x"], ["a", 1, ERROR], ["b", 2, 5], ["c", 3, LOST], ["d", 4, ERROR]])
    assert frame["x"].isna().tolist() == [True, False, True, True]
    assert found["error cells"] == "cells C2 (#DIV/0!), C5 (#DIV/0!)"
    assert found["formulas without a value"].startswith("1 cell, first C4")


def test_rows_written_once_for_several_are_counted(told):
    frame, found = told([["item", "n", "x"], ["a", 1, 7], ["b", 2, 5], ["c", 3, LOST], ["d", 4, 5]], repeat=3)
    assert len(frame) == 6
    assert found["formulas without a value"].startswith("1 cell, first C6")


def test_a_sound_workbook_is_told_nothing_of(told):
    assert not {"error cells", "formulas without a value"} & set(told([["item", "n"], ["a", 1], ["b", 2]])[1])
