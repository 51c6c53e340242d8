"""The ``millrace`` command: the sample company's files, listed."""

import typer
from rich.console import Console
from rich.table import Table

__all__ = ["app"]

app = typer.Typer(
    help="The helpers of the Millrace course, as a command.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def main() -> None:
    """Keep ``samples`` a command of its own while it is the only one."""


@app.command()
def samples() -> None:
    """List the sample company's files."""
    from millrace.samples import describe

    table = Table("file", "what it is", "one row is", box=None, pad_edge=False)
    for row in describe().itertuples():
        table.add_row(row.file, row.title, row.one_row_is)
    Console().print(table)
