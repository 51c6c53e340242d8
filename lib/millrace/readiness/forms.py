"""A blank form to hand out: an Excel workbook with the questions and their answers as drop-downs."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from millrace.errors import ArgumentError, FileError, in_words
from millrace.readiness.levels import DONT_KNOW
from millrace.readiness.questionnaire import LEVELS, all_questions

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["blank"]

ROLE = "Your role (no name; it may stay empty)"
HEADER = ["no", "about", "question", "your answer", *map(str, LEVELS)]
WIDTHS = [5, 15, 38, 38, *[22] * 5]
CHOICES = "answers"
MOST = 50
HELP = [
    "How ready are we for AI?",
    "Twenty questions, ten minutes. Each has five answers, from 0 to 4. Choose the one that is true today, not the "
    "one you would like.",
    "If you do not know, choose “don't know”: that is an answer too, and it never counts as 0.",
    "Write no name. If you write your role (owner, sales, workshop), it will be seen beside your answers.",
    "Answer alone. You talk about it afterwards.",
    "On paper: circle one of the answers 0 to 4, or write “don't know”.",
    "Then: millrace report readiness FORM.xlsx. Forms of several people go into one workbook, a sheet per person, or "
    "into one folder, a file per person: millrace report readiness FOLDER.",
]


def blank(path: str | Path, *, people: int = 1) -> Path:
    """Write a blank form for Excel or LibreOffice, to fill in on a screen or on paper.

    Parameters
    ----------
    path : str or Path
        The workbook, ``.xlsx``. A file that is there already is never overwritten: it may be filled in.
    people : int
        How many sheets, one per person, up to 50.

    Returns
    -------
    Path
        Where it is.

    Raises
    ------
    ArgumentError
        When the name does not end in ``.xlsx``, or the number of people is no whole number from 1 to 50.
    FileError
        When there is a file of this name, or the place cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> blank(Path(tempfile.mkdtemp()) / "readiness-form.xlsx", people=5).name
    'readiness-form.xlsx'
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise ArgumentError(f"The form is called '{path.name}'. Expected: a name that ends in .xlsx.")
    if not isinstance(people, int) or isinstance(people, bool) or not 1 <= people <= MOST:
        raise ArgumentError(f"people={in_words(people)} was given. A whole number from 1 to {MOST} was expected.")
    if path.exists():
        raise FileError(
            f"There is a file '{path.name}', which may be a form that is filled in. Expected: a name that is free. "
            "Move that file away, or choose another name."
        )
    partial = path.with_name(f".{path.stem}.{os.getpid()}.part.xlsx")
    try:
        _write(partial, people)
        partial.replace(path)
    except OSError as error:
        raise FileError(
            f"'{path.name}' cannot be written ({error.strerror}). Expected: a folder that is there and that you may "
            "write to. Choose another folder."
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    return path


def _write(path: Path, people: int) -> None:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    try:
        with Workbook(path) as book:
            wrapped = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#c9c4bc"}
            looks = {
                "head": book.add_format({**wrapped, "bold": True, "bg_color": "#ece8e1"}),
                "text": book.add_format(wrapped),
                "small": book.add_format({**wrapped, "font_size": 9, "font_color": "#3b3b3b"}),
                "fill": book.add_format({**wrapped, "bg_color": "#fff8e1", "locked": False}),
            }
            sheets = [book.add_worksheet(f"person {number}") for number in range(1, people + 1)]
            _explain(book)
            _choices(book)
            for sheet in sheets:
                _form(sheet, looks)
    except FileCreateError as error:
        raise error.args[0] from None


def _form(sheet: "Worksheet", looks: dict[str, Any]) -> None:
    sheet.write_row(0, 0, HEADER, looks["head"])
    sheet.write_row(1, 0, ["", "you", ROLE], looks["text"])
    sheet.write_blank(1, 3, None, looks["fill"])
    for row, one in enumerate(all_questions(), start=2):
        sheet.write_number(row, 0, one.number, looks["text"])
        sheet.write_row(row, 1, [one.axis, one.question], looks["text"])
        sheet.write_blank(row, 3, None, looks["fill"])
        sheet.write_row(row, 4, one.answers, looks["small"])
        sheet.data_validation(
            row, 3, row, 3,
            {
                "validate": "list",
                "source": f"={CHOICES}!$A${one.number}:$F${one.number}",
                "error_title": "Not one of the answers",
                "error_message": "Choose one of the answers 0 to 4, or don't know.",
            },
        )  # fmt: skip
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 4)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _explain(book: "Workbook") -> None:
    sheet = book.add_worksheet("how to")
    sheet.set_column(0, 0, 90)
    look = book.add_format({"text_wrap": True})
    for row, line in enumerate(HELP):
        sheet.write_string(row, 0, line, look)


def _choices(book: "Workbook") -> None:
    sheet = book.add_worksheet(CHOICES)
    sheet.hide()
    for row, one in enumerate(all_questions()):
        sheet.write_row(row, 0, [f"{level} – {text}" for level, text in enumerate(one.answers)] + [DONT_KNOW])
