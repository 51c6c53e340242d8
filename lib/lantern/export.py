"""Sample files and endless order lines, written to CSV, Excel or Parquet."""

import contextlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from lantern import company
from millrace import samples
from millrace.errors import ArgumentError, did_you_mean

if TYPE_CHECKING:
    from tqdm.auto import tqdm

__all__ = ["export", "export_orders"]

FORMATS = (".csv", ".xlsx", ".parquet")
ROWS_OF_A_SHEET = 1_048_575
NO_DUCKDB = (
    "Writing Parquet needs the library duckdb, which is not installed here. Expected: 'pip install duckdb' once. "
    "Or write .csv."
)


def export(name: str, to: Path | str, *, variant: int | None = None) -> Path:
    """Write a sample file, without any cleaning, in another format.

    Parameters
    ----------
    name : str
        The sample file, for example ``"orders_2024.xlsx"``.
    to : path
        What to write; its ending says how: ``.csv`` (UTF-8 with a mark that Excel understands), ``.xlsx`` or
        ``.parquet``.
    variant : int, optional
        Which variant of the company; by default the one in use.

    Returns
    -------
    pathlib.Path
        The file, complete.

    Raises
    ------
    ArgumentError
        When there is no such sample file or the ending is another; when Parquet is asked for and duckdb is missing.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export("ledger.csv", f"{folder}/ledger.xlsx").name
    'ledger.xlsx'
    """
    _known_format(Path(to))
    return _write(Path(to), [_flat(samples.load(name, variant=variant))])


def export_orders(to: Path | str, *, variant: int = 0, scale: float = 1.0) -> Path:
    """Write the company's clean order lines, any number of times as many, in bounded memory.

    Parameters
    ----------
    to : path
        What to write: ``.csv`` or ``.parquet``.
    variant : int
        Which variant of the company.
    scale : float
        How many times the 20,000 or so order lines of scale 1; 500 makes about ten million.

    Returns
    -------
    pathlib.Path
        The file, complete; its columns are those of ``lantern.truth("orders")``.

    Raises
    ------
    ArgumentError
        When the ending is another, or variant or scale are impossible.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(pd.read_csv(export_orders(f"{folder}/orders.csv", scale=0.01))) > 100
    True
    """
    from tqdm.auto import tqdm

    if Path(to).suffix == ".xlsx":
        raise ArgumentError(
            f"'{Path(to).name}' would be a workbook, which ends at a million rows. Write .csv or .parquet."
        )
    _known_format(Path(to))
    with tqdm(unit=" lines", unit_scale=True, desc=Path(to).name, disable=None) as bar:
        return _write(Path(to), _counted(company.stream(variant=variant, scale=scale), bar))


def _counted(parts: Iterable[pd.DataFrame], bar: "tqdm") -> Iterator[pd.DataFrame]:
    for part in parts:
        yield part
        bar.update(len(part))


def _known_format(to: Path) -> None:
    if to.suffix not in FORMATS:
        raise ArgumentError(
            f"'{to.name}' ends in '{to.suffix}'. Expected one of {', '.join(FORMATS)}: the ending says how to write "
            f"the table.{did_you_mean(to.suffix, FORMATS)}"
        )


def _write(to: Path, parts: Iterable[pd.DataFrame]) -> Path:
    """Write to a name of its own, then rename: a run that is broken off leaves no half file."""
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_name(f"{to.name}.unfinished")
    try:
        {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}[to.suffix](unfinished, parts)
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)
    return to


def _write_csv(path: Path, parts: Iterable[pd.DataFrame]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for number, part in enumerate(parts):
            part.to_csv(file, index=False, header=number == 0, lineterminator="\n")


def _write_xlsx(path: Path, parts: Iterable[pd.DataFrame]) -> None:
    (table,) = parts
    if len(table) > ROWS_OF_A_SHEET:
        raise ArgumentError(
            f"The table has {len(table):,} rows. A sheet holds {ROWS_OF_A_SHEET:,}. Write .csv or .parquet."
        )
    with path.open("wb") as file:
        table.to_excel(file, index=False, engine="xlsxwriter")


def _write_parquet(path: Path, parts: Iterable[pd.DataFrame]) -> None:
    try:
        import duckdb
    except ImportError:
        raise ArgumentError(NO_DUCKDB) from None
    # The lines wait in a database on disk, so that memory stays small however many there are.
    waiting = path.with_name(f"{path.name}.database")
    try:
        with contextlib.closing(
            duckdb.connect(str(waiting), config={"memory_limit": "500MB", "threads": 2})
        ) as database:
            database.execute("SET enable_progress_bar = false")  # it writes to the standard output; ours shows progress
            for number, part in enumerate(parts):
                verb = "INSERT INTO lines" if number else "CREATE TABLE lines AS"
                database.register("part", part)
                database.execute(f"{verb} SELECT * FROM part")
            database.execute(
                f"COPY lines TO '{str(path).replace(chr(39), 2 * chr(39))}' (FORMAT parquet, COMPRESSION zstd)"
            )
    finally:
        for left in path.parent.glob(f"{waiting.name}*"):
            left.unlink()


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Write lists, such as the turns of a conversation, as JSON: a cell of a table holds one value."""
    table = table.rename(columns=str)
    for column in table.columns:
        nested = table[column].map(lambda value: isinstance(value, (list, dict)))
        if nested.any():
            table[column] = table[column].map(lambda value: json.dumps(value, ensure_ascii=False))
    return table
