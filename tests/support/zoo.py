"""A zoo of broken files: each is made by code, with the truth beside it, and read with the defaults."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from millrace import intake

__all__ = ["Animal", "check", "plain_rows"]


@dataclass
class Animal:
    """One broken file: what is in it, the table that it holds, and what the report must say about it."""

    name: str
    content: str | bytes
    columns: list[str]
    rows: list[list]
    says: Sequence[str] = ()
    set_aside: int | None = None
    quarantined: int = 0
    first: str | None = None
    suffix: str = ".csv"
    arguments: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name.replace(" ", "-")

    def write(self, folder: Path) -> Path:
        path = folder / f"file{self.suffix}"
        content = self.content.encode("utf-8") if isinstance(self.content, str) else self.content
        path.write_bytes(content)
        return path


def plain_rows(frame: pd.DataFrame) -> list[list]:
    """Return the cells as plain Python values: None for a gap, a whole float as a whole number, a day as text."""
    return [[_plain(cell) for cell in row] for row in frame.astype(object).to_numpy().tolist()]


def _plain(cell: object) -> object:
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat() if cell == cell.normalize() else str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def check(animal: Animal, folder: Path) -> None:
    """Read the file and hold the table and the report against the truth."""
    path = animal.write(folder)
    before = path.read_bytes()
    frame = intake.read_table(path, **animal.arguments)
    report = intake.report(frame)
    said = repr(report)
    assert list(frame.columns) == animal.columns, said
    assert plain_rows(frame) == animal.rows, said
    assert report.rows_present == len(frame) + report.rows_set_aside + report.rows_quarantined, said
    assert report.rows_quarantined == animal.quarantined, said
    assert animal.set_aside is None or report.rows_set_aside == animal.set_aside, said
    for phrase in animal.says:
        assert phrase in said, said
    if animal.first:
        assert report.findings[0][0] == animal.first, said
    assert path.read_bytes() == before
