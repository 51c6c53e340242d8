"""The ``millrace`` command: the sample company's files, listed, exported and drawn."""

import contextlib
import sys
import warnings
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from millrace.errors import ArgumentError, MillraceError

__all__ = ["app"]

app = typer.Typer(
    help="The helpers of the Millrace course, as a command.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How an exported table is written."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"


@app.callback()
def main() -> None:
    """Keep ``samples`` a command of its own while it is the only one."""


@app.command()
def samples(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Sample files; all of them when none is named.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Export: the folder to write into, or with --scale or --gallery a file.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How exported tables are written.")] = Format.csv,
    variant: Annotated[int, typer.Option(min=0, help="Which variant of the company; 0 is the one in datasets/.")] = 0,
    scale: Annotated[
        float | None, typer.Option(help="Export this many times the clean order lines into one .csv or .parquet file.")
    ] = None,
    gallery: Annotated[
        bool, typer.Option("--gallery", help="Draw one telling chart a table on one picture sheet.")
    ] = False,
) -> None:
    """List the sample company's files; with --to, export them."""
    with _stopping_kindly():
        _refuse_contradictions(files, to, scale, gallery)
        if gallery:
            from millrace.samples.gallery import draw_gallery

            typer.echo(f"Drew {draw_gallery(to or Path('sample-company.png'), variant=variant)}.")
        elif scale is not None:
            from millrace.samples import export_orders

            typer.echo(f"Wrote {export_orders(to, variant=variant, scale=scale)}.")
        elif to is not None:
            _export(files, to, form, variant)
        else:
            _list()


def _refuse_contradictions(files: list[str] | None, to: Path | None, scale: float | None, gallery: bool) -> None:
    if gallery and scale is not None:
        raise ArgumentError("--gallery and --scale were both given. Expected one of them. Leave one out.")
    if scale is not None and to is None:
        raise ArgumentError(
            "--scale was given without a file. Expected a place to write. Add, for example, --to orders.parquet"
        )
    if files and (gallery or scale is not None):
        raise ArgumentError(
            f"'{files[0]}' was named beside --gallery or --scale, which take no file. Leave the file out: --scale "
            "exports the clean order lines, --gallery draws all tables."
        )
    if files and to is None:
        raise ArgumentError(
            f"'{files[0]}' was named without a folder. Expected a place to write. Add, for example, --to export"
        )


def _list() -> None:
    from millrace.samples import describe

    table = Table("file", "what it is", "one row is", box=None, pad_edge=False)
    for row in describe().itertuples():
        table.add_row(row.file, row.title, row.one_row_is)
    console = Console()
    console.print(table)
    console.print("\nExport them with --to FOLDER and --format csv, xlsx or parquet; look at them with --gallery.")


def _export(files: list[str] | None, to: Path, form: Format, variant: int) -> None:
    from tqdm.auto import tqdm

    from millrace.samples import BiasWarning, describe, export

    chosen = files or describe()["file"].tolist()
    with tqdm(chosen, unit=" files", disable=None) as bar:
        for name in bar:
            bar.set_description(name)
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always", BiasWarning)
                export(name, to / f"{Path(name).stem}.{form}", variant=variant)
            for warning in said:
                bar.write(f"\n{warning.message}", file=sys.stderr)
    typer.echo(f"Wrote {len(chosen)} {'file' if len(chosen) == 1 else 'files'} to {to}.")


@contextlib.contextmanager
def _stopping_kindly() -> Iterator[None]:
    try:
        yield
    except MillraceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
