"""The ``lantern`` command: the sample company's files written, exported, multiplied and drawn."""

import contextlib
import sys
import warnings
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from millrace.errors import MillraceError

if TYPE_CHECKING:
    from tqdm.auto import tqdm

__all__ = ["app"]

app = typer.Typer(
    help="The sample company: its files in any variant, format and size.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Variant = Annotated[int, typer.Option(min=0, help="Which variant of the company; 0 is the one in datasets/.")]


class Format(StrEnum):
    """How an exported table is written."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"


@app.command()
def write(
    folder: Annotated[Path, typer.Argument(help="Where to write; files of the same names are replaced.")],
    variant: Variant = 0,
) -> None:
    """Write all sample files as people find them, with their documentation."""
    from lantern.store import write as write_files

    with _stopping_kindly():
        write_files(folder, variant=variant)
    typer.echo(f"Wrote the sample files of variant {variant} to {folder}.")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where to write.")],
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Sample files; all of them when none is named.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How the tables are written.")] = Format.csv,
    variant: Variant = 0,
) -> None:
    """Export sample files to CSV, Excel or Parquet."""
    from tqdm.auto import tqdm

    from millrace.samples import describe

    with _stopping_kindly():
        chosen = files or describe()["file"].tolist()
        with tqdm(chosen, unit=" files", disable=None) as bar:
            for name in bar:
                bar.set_description(name)
                _export(name, folder / f"{Path(name).stem}.{form}", variant, bar)
    typer.echo(f"Wrote {len(chosen)} {'file' if len(chosen) == 1 else 'files'} to {folder}.")


def _export(name: str, to: Path, variant: int, bar: "tqdm") -> None:
    from lantern.export import export as export_file
    from millrace.samples import BiasWarning

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", BiasWarning)
        export_file(name, to, variant=variant)
    for warning in said:
        bar.write(f"\n{warning.message}", file=sys.stderr)


@app.command()
def orders(
    file: Annotated[Path, typer.Argument(help="What to write: a .csv or .parquet file.")],
    scale: Annotated[float, typer.Option(help="How many times the 20,000 order lines of the company.")] = 1.0,
    variant: Variant = 0,
) -> None:
    """Write clean order lines, as many as you like, in bounded memory."""
    from lantern.export import export_orders

    with _stopping_kindly():
        typer.echo(f"Wrote {export_orders(file, variant=variant, scale=scale)}.")


@app.command()
def gallery(
    picture: Annotated[Path, typer.Argument(help="What to draw: a .png, .pdf or .svg file.")],
    variant: Variant = 0,
) -> None:
    """Draw one telling chart per sample file on one picture sheet."""
    from lantern.gallery.sheet import draw_gallery

    with _stopping_kindly():
        typer.echo(f"Drew {draw_gallery(picture, variant=variant)}.")


@contextlib.contextmanager
def _stopping_kindly() -> Iterator[None]:
    try:
        yield
    except MillraceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
