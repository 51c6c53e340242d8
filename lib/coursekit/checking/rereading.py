"""Read each sample file once in a process that tries hundreds of answers: every check loads its files afresh."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from millrace import samples

__all__ = ["files_read_once"]


@contextlib.contextmanager
def files_read_once() -> Iterator[None]:
    """Keep what was read of each sample file while the block runs; every reader gets a copy of its own.

    Examples
    --------
    >>> with files_read_once():
    ...     first, second = (samples.load("products.csv") for _ in range(2))
    >>> first.equals(second), first is second
    (True, False)
    """
    kept: dict[Path, tuple[pd.DataFrame, list[str]]] = {}
    read = samples.read_resource

    def read_once(file: Path, resource: dict[str, Any]) -> pd.DataFrame:
        if file not in kept:
            table = read(file, resource)
            kept[file] = table, [c for c in table.columns if _holds_lists(table[c])]
        return _copied(*kept[file])

    samples.read_resource = read_once
    try:
        yield
    finally:
        samples.read_resource = read


def _holds_lists(values: pd.Series) -> bool:
    return values.dtype == object and any(isinstance(value, list) for value in values)


def _copied(table: pd.DataFrame, lists: list[str]) -> pd.DataFrame:
    # A copied table shares the lists in its cells.
    return table.copy().assign(**{column: table[column].map(list, na_action="ignore") for column in lists})
