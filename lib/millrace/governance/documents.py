"""A document of headings, text, lists and tables, written as Markdown or for Word from the same parts."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, FileError, in_words
from millrace.governance.reading_age import reading_age

__all__ = ["Block", "Document", "document", "heading", "listed", "question", "read_day", "table", "text"]

NOT_ANSWERED = "Not answered yet"
MOST_ROWS = 100
SUFFIXES = (".md", ".docx")


@dataclass(frozen=True, eq=False)
class Block:
    """One part of a document.

    Parameters
    ----------
    kind : {"heading", "question", "text", "list", "table"}
        What it is.
    held : str, tuple of str, or DataFrame
        Its words.
    """

    kind: str
    held: Any


@dataclass(frozen=True, eq=False)
class Document:
    """A page to read, sign and keep, made by `model_card`, `decision_record`, `notice` or `document`.

    Parameters
    ----------
    title : str
        Its first line.
    dated : date
        The day that it carries.
    blocks : tuple of Block
        Its parts, in order.
    not_answered : tuple of str
        Questions that nobody has answered yet; they are listed in the document too.
    """

    title: str
    dated: date
    blocks: tuple[Block, ...]
    not_answered: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        """The document as Markdown."""
        parts = [f"# {self.title}", self.dated.isoformat(), *map(_markdown, self.blocks)]
        return "\n\n".join(parts) + "\n"

    @property
    def reading_age(self) -> float:
        """Years at which most can read its sentences, by Coleman and Liau; tables and headings do not count."""
        words = [one.held for one in self.blocks if one.kind == "text"]
        return reading_age(
            "\n".join([*words, *(item for one in self.blocks if one.kind == "list" for item in one.held)])
        )

    def write(self, path: str | Path, *, replace: bool = False) -> Path:
        """Write the document as Markdown or for Word, by the ending of the name.

        Parameters
        ----------
        path : str or Path
            A name that ends in ``.md`` or ``.docx``. It is written under another name first, so that nobody meets half
            a file.
        replace : bool
            Whether a file of this name may be overwritten.

        Returns
        -------
        Path
            Where it is.

        Raises
        ------
        ArgumentError
            When the name ends in something else.
        FileError
            When there is such a file, or the place cannot be written.
        """
        path = Path(path)
        if path.suffix.lower() not in SUFFIXES:
            raise ArgumentError(f"The document is called '{path.name}'. A name that ends in .md or .docx was expected.")
        if path.exists() and not replace:
            raise FileError(
                f"There is a file '{path.name}' already. A name that is free was expected. Choose another, or write "
                "replace=True to overwrite it."
            )
        partial = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
        try:
            _write_word(self, partial) if path.suffix.lower() == ".docx" else _write_text(self, partial)
            partial.replace(path)
        except OSError as error:
            raise FileError(
                f"'{path.name}' cannot be written ({error.strerror}). A folder that you may write to was expected, and "
                "a file that is not open. Close it, or choose another folder."
            ) from None
        finally:
            partial.unlink(missing_ok=True)
        return path


def _write_text(page: Document, path: Path) -> None:
    path.write_text(page.markdown, encoding="utf-8", newline="\n")


def _write_word(page: Document, path: Path) -> None:
    from docx import Document as Word

    word = Word()
    word.core_properties.author, word.core_properties.title = "", page.title
    stamp = datetime(page.dated.year, page.dated.month, page.dated.day)
    word.core_properties.created = word.core_properties.modified = stamp
    word.add_heading(page.title, level=0)
    word.add_paragraph(page.dated.isoformat())
    for one in page.blocks:
        if one.kind == "heading":
            word.add_heading(one.held, level=1)
        elif one.kind in ("text", "question"):
            word.add_paragraph().add_run(one.held).bold = one.kind == "question" or None
        elif one.kind == "list":
            for item in one.held:
                word.add_paragraph(item, style="List Bullet")
        else:
            _word_table(word, one.held)
    word.save(str(path))


def _word_table(word: Any, held: pd.DataFrame) -> None:
    made = word.add_table(rows=1, cols=held.shape[1], style="Table Grid")
    for cell, name in zip(made.rows[0].cells, held.columns, strict=True):
        cell.text = _headed(name)
        cell.paragraphs[0].runs[0].bold = True
    for row in held.itertuples(index=False):
        for cell, value in zip(made.add_row().cells, row, strict=True):
            cell.text = _cell(value)


def _markdown(one: Block) -> str:
    if one.kind == "heading":
        return f"## {one.held}"
    if one.kind in ("text", "question"):
        return f"**{one.held}**" if one.kind == "question" else one.held
    if one.kind == "list":
        return "\n".join(f"- {item}" for item in one.held)
    rows = [[_headed(name) for name in one.held.columns], ["---"] * one.held.shape[1]]
    rows += [[_cell(value) for value in row] for row in one.held.itertuples(index=False)]
    return "\n".join("| " + " | ".join(map(_escaped, row)) + " |" for row in rows)


def _escaped(words: str) -> str:
    return re.sub(r"\s*\n\s*", " ", words.replace("\\", "\\\\").replace("|", "\\|"))


def _headed(name: object) -> str:
    return str(name).replace("_", " ")


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "yes" if value else "no"
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp | date):
        return str(value)[:10]
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) >= 10 else f"{value:.3f}"


def heading(words: str) -> Block:
    """Make a heading.

    Parameters
    ----------
    words : str
        The heading.

    Returns
    -------
    Block
    """
    return Block("heading", words)


def text(words: str) -> Block:
    """Make a paragraph: its line breaks become spaces.

    Parameters
    ----------
    words : str
        The text.

    Returns
    -------
    Block
    """
    return Block("text", " ".join(words.split()))


def question(words: str) -> Block:
    """Make a question, which stands out from its answer.

    Parameters
    ----------
    words : str
        The question.

    Returns
    -------
    Block
    """
    return Block("question", words)


def listed(items: Sequence[object]) -> Block:
    """Make a list.

    Parameters
    ----------
    items : list
        Its items.

    Returns
    -------
    Block
    """
    return Block("list", tuple(" ".join(str(item).split()) for item in items))


def table(held: pd.DataFrame) -> Block:
    """Make a table of a summary: never of single people.

    Parameters
    ----------
    held : DataFrame
        At most 100 rows.

    Returns
    -------
    Block

    Raises
    ------
    ArgumentError
        When it has more: a document is read by many, and rows of people do not belong in it.
    """
    if len(held) > MOST_ROWS:
        raise ArgumentError(
            f"A table of {len(held):,} rows was given for a document. A summary of at most {MOST_ROWS} rows was "
            "expected: many read a document, and rows of people do not belong in it. Group it first."
        )
    return Block("table", held.reset_index(drop=True).copy())


def read_day(given: object, argument: str) -> date:
    """Read a day from a date or from text like 2025-12-01.

    Parameters
    ----------
    given : date or str
        What was given.
    argument : str
        Its name, for the message.

    Returns
    -------
    date

    Raises
    ------
    ArgumentError
        When it is no day.

    Examples
    --------
    >>> read_day("2025-12-01", "dated")
    datetime.date(2025, 12, 1)
    """
    if isinstance(given, date) and not pd.isna(given):
        return date(given.year, given.month, given.day)
    try:
        return date.fromisoformat(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ArgumentError(
            f"{argument}={in_words(given)} was given. A day was expected. Write it like {argument}='2025-12-01'."
        ) from None


def document(title: str, *, parts: dict[str, object], dated: object) -> Document:
    """Make a document of your own: a heading for each part, and under it text, a list or a table.

    Parameters
    ----------
    title : str
        Its first line.
    parts : dict
        By heading: a text, a list of texts, or a table such as from `raci`, `risk_register`, `review_calendar` or
        `duties`.
    dated : date or str
        The day that it carries.

    Returns
    -------
    Document

    Raises
    ------
    ArgumentError
        When a part is something else, or a table has more than 100 rows.

    Examples
    --------
    >>> page = document("Our rules", parts={"Who": "The owner.", "Steps": ["Ask.", "Answer."]}, dated="2025-12-01")
    >>> print(page.markdown)
    # Our rules
    <BLANKLINE>
    2025-12-01
    <BLANKLINE>
    ## Who
    <BLANKLINE>
    The owner.
    <BLANKLINE>
    ## Steps
    <BLANKLINE>
    - Ask.
    - Answer.
    <BLANKLINE>
    """
    day, blocks = read_day(dated, "dated"), []
    for words, held in parts.items():
        blocks += [heading(words), block_of(held, words)]
    return Document(title, day, tuple(blocks))


def block_of(held: object, name: str) -> Block:
    """Make the block that fits what is held.

    Parameters
    ----------
    held : str, list or DataFrame
        The words.
    name : str
        What to call it in the message.

    Returns
    -------
    Block

    Raises
    ------
    ArgumentError
        When it is something else.
    """
    if isinstance(held, pd.DataFrame):
        return table(held)
    if isinstance(held, str):
        return text(held)
    if isinstance(held, list | tuple):
        return listed(held)
    raise ArgumentError(
        f"'{name}' holds {in_words(held)}. A text, a list of texts or a table was expected. Write it in quotes."
    )
