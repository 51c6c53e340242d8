"""The ``millrace`` command: the sample company's files, listed; the course's reports, run on a company's own files."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from millrace.errors import ArgumentError, ColumnError, MillraceError

if TYPE_CHECKING:
    from millrace.reports.catalogue import ReportCard
    from millrace.reports.choosing import ColumnQuestion

__all__ = ["app"]

app = typer.Typer(
    help="The helpers of the Millrace course, as a command.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def samples() -> None:
    """List the sample company's files."""
    from millrace.samples import describe

    table = Table("file", "what it is", "one row is", box=None, pad_edge=False)
    for row in describe()[["file", "title", "one_row_is"]].to_numpy().tolist():
        table.add_row(*map(str, row))
    Console().print(table)


@app.command()
def report(
    name: Annotated[str | None, typer.Argument(help="The report; left out, all of them are listed.")] = None,
    file: Annotated[
        Path | None,
        typer.Argument(help="Your file. It is never changed. Left out, the report's columns and settings are listed."),
    ] = None,
    second: Annotated[
        Path | None,
        typer.Option("--with", metavar="FILE", help="A second file, where the report takes one: a log beside tickets."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE=COLUMN", help="Name a column, for example date=Datum; date= for none. Repeatable."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A limit or another setting: lowest_amount=0. Repeatable."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where to save; beside your file if not said.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were not made by this report.")] = False,
) -> None:
    """Look through a file of your own: one page and one workbook, made on this machine alone."""
    from millrace import reports

    with _stopping_kindly():
        if name is None:
            _list_reports(reports.available())
            return
        card = reports.find_report(name)
        if file is None:
            _describe(card)
            return
        values = _setting_values(card, settings or [])
        given = _columns(column or [])
        reports.parameters_of(card, second=second, columns=given, settings=values)
        chosen = _choose(card, file, second, given, values)
        made = reports.run_report(name, file, second=second, columns=chosen, settings=values, to=to, force=force)
    for path in made:
        typer.echo(f"Saved: {path}")


@contextlib.contextmanager
def _stopping_kindly() -> Iterator[None]:
    try:
        yield
    except MillraceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _list_reports(cards: "list[ReportCard]") -> None:
    table = Table("report", "what it looks at", "settings", box=None, pad_edge=False)
    for card in cards:
        table.add_row(card.name, card.about, ", ".join(_settings(card)))
    Console().print(table)
    typer.echo("Run one with: millrace report NAME FILE")


def _describe(card: "ReportCard") -> None:
    """Say what a report does, which columns it looks for, and which settings it has."""
    typer.echo(f"{card.name}: {card.about}.\n")
    columns = Table("--column", "what it holds", box=None, pad_edge=False)
    for need in card.needs:
        columns.add_row(f"{need.role}=...", need.what + (" (needed)" if need.required else ""))
    settings = Table("--set", "if not said", "what it is", box=None, pad_edge=False)
    for name in _settings(card):
        usual = card.defaults[name]
        settings.add_row(f"{name}=...", "-" if usual in (None, "", [], {}) else str(usual), card.meanings[name])
    for table in filter(lambda one: one.row_count, (columns, settings)):
        Console().print(table)
        typer.echo()
    typer.echo(f"Run it with: millrace report {card.name} FILE")


def _settings(card: "ReportCard") -> list[str]:
    ours = {"file", "second_file", "workbook", "masked_copy", *(f"{need.role}_column" for need in card.needs)}
    return [name for name in card.defaults if name not in ours]


def _pairs(words: list[str], option: str, example: str) -> dict[str, str]:
    pairs = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise ArgumentError(f"{option} '{word}' has no name and value. Expected, for example: {option} {example}")
        pairs[name.strip()] = value.strip()
    return pairs


def _columns(words: list[str]) -> dict[str, str]:
    from millrace.reports.choosing import LEFT_OUT

    return {role: name or LEFT_OUT for role, name in _pairs(words, "--column", "date=Datum").items()}


def _setting_values(card: "ReportCard", words: list[str]) -> dict[str, Any]:
    return {
        name: _value(text, card.defaults.get(name)) for name, text in _pairs(words, "--set", "lowest_amount=0").items()
    }


def _value(text: str, default: Any) -> Any:
    """Read a setting as its default is: a list with commas, words with a colon and semicolons, a number as a number."""
    if isinstance(default, dict):
        pairs = [part.partition(":") for part in text.split(";") if part.strip()]
        if not all(colon for _, colon, _ in pairs):
            raise ArgumentError(
                f"'{text}' has no name with a colon. Expected, for example: late: late, delay; zip: zipper"
            )
        return {name.strip(): _value(values, []) for name, _, values in pairs}
    if isinstance(default, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(default, str):
        return text
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            return kind(text)
    return {"true": True, "false": False, "": None}.get(text.lower(), text)


def _choose(
    card: "ReportCard", file: Path, second: Path | None, given: dict[str, str], settings: dict[str, Any]
) -> dict[str, str]:
    """Choose the columns before the report runs, so that a question comes first; ask a person if there is one."""
    from millrace.reports import ColumnQuestion, column_chooser

    choose = column_chooser(card, file, second=second, settings=settings)
    while True:
        try:
            choose(given)
        except ColumnQuestion as question:
            role = question.need.role
            if not _somebody_is_there():
                example = f'--column {role}="{question.candidates[0]}"'
                raise ColumnError(question.sentence(example, f"--column {role}=")) from None
            given = given | {role: _ask(question)}
        else:
            return given  # what is found by itself is found again, so that the page can say why


def _somebody_is_there() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask(question: "ColumnQuestion") -> str:
    from millrace.reports.choosing import LEFT_OUT

    typer.echo(f"Which column is {question.need.what}?")
    for number, name in enumerate(question.candidates, start=1):
        typer.echo(f"  {number}  {name}")
    lowest = 1 if question.need.required else 0
    if not lowest:
        typer.echo("  0  none of them")
    answer = -1
    while not lowest <= answer <= len(question.candidates):
        answer = typer.prompt("Number", type=int)
    return question.candidates[answer - 1] if answer else LEFT_OUT
