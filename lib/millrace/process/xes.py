"""Event logs in XES, the exchange format of process mining, read in one pass."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import numpy as np
import pandas as pd

from millrace.errors import FileError

__all__ = ["read_xes"]

KINDS = {"string", "date", "int", "float", "boolean", "id"}
CASE, STEP, STAMP, START = "case:concept:name", "concept:name", "time:timestamp", "start_timestamp"
TRANSITION, INSTANCE, OTHER, TRACE = "lifecycle:transition", "concept:instance", "other_timestamp", "case:trace"
GZIP = b"\x1f\x8b"


class Reader:
    """Collects the events and traces of a file while it is parsed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.inside: list[str] = []
        self.events: list[dict[str, object]] = []
        self.traces: list[dict[str, object]] = []
        self.trace_of: list[int] = []

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Note an element that opens: a trace, an event, or what is said of one of them."""
        name, parent = tag.rsplit(":", 1)[-1], self.inside[-1] if self.inside else ""
        if name == "trace" and parent == "log":
            self.traces.append({})
        elif name == "event":
            self.events.append({})
            self.trace_of.append(len(self.traces) - 1 if parent == "trace" else -1)
        elif name in KINDS and parent in ("event", "trace") and "key" in attributes:
            target = self.events if parent == "event" else self.traces
            target[-1][attributes["key"]] = _value(name, attributes.get("value", ""))
        self.inside.append(name)

    def finish(self, _: str) -> None:
        """Note an element that closes."""
        self.inside.pop()

    def refuse(self, *_: object) -> None:
        """Stop at a definition of an entity: a few lines of them can fill any memory."""
        raise FileError(
            f"'{self.path.name}' defines entities of its own. A plain XES file was expected; such definitions can make "
            "a small file endless. Export the log again from its program."
        )


def _value(kind: str, text: str) -> object:
    try:
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
    except ValueError:
        return text
    return text.strip().lower() in ("true", "1") if kind == "boolean" else text


def read_xes(path: Path) -> pd.DataFrame:
    """Read an XES file, with the start and the end of a step in one row.

    Parameters
    ----------
    path : pathlib.Path
        A file ``.xes`` or ``.xes.gz``.

    Returns
    -------
    DataFrame
        See `read_events`.

    Raises
    ------
    FileError
        When it is no XES file, is broken, or defines entities of its own.
    """
    reader = _parsed(path)
    if not reader.events:
        raise FileError(
            f"'{path.name}' holds no events. An XES file with traces and events was expected. Export it again."
        )
    events = pd.DataFrame.from_records(reader.events)
    number = np.array(reader.trace_of)
    traces = pd.DataFrame.from_records(reader.traces, index=range(len(reader.traces))).add_prefix("case:")
    whole = traces.reindex(number).reset_index(drop=True)
    if CASE not in whole:
        whole[CASE] = np.nan
    head = pd.DataFrame({TRACE: number + 1}).assign(**{CASE: whole.pop(CASE)})
    table = pd.concat([head, events, whole], axis=1)
    return _paired(table)


def _parsed(path: Path) -> Reader:
    reader, parser = Reader(path), expat.ParserCreate()
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.finish
    parser.EntityDeclHandler = reader.refuse
    parser.buffer_text = True
    try:
        for chunk in _chunks(path):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileError(
            f"'{path.name}' breaks off or is broken in line {error.lineno:,} ({expat.ErrorString(error.code)}). A "
            "whole XES file was expected. Export or download it again."
        ) from None
    except (EOFError, gzip.BadGzipFile, OSError) as error:
        raise FileError(
            f"'{path.name}' cannot be unpacked ({error}). A whole .gz file was expected. Get it again."
        ) from None
    return reader


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP
        raw.seek(0)
        with gzip.GzipFile(fileobj=raw) if packed else raw as file:
            while chunk := file.read(2**20):
                yield chunk


def _paired(table: pd.DataFrame) -> pd.DataFrame:
    """Bring the start and the end of a step into one row; the first end belongs to the first start still open."""
    if STAMP not in table:
        return table
    if TRANSITION not in table or not (what := _transitions(table)).eq("start").any():
        return table if TRANSITION not in table else _without_others(table, _transitions(table))
    keys = [c for c in (TRACE, STEP, INSTANCE) if c in table]
    edges = table[what.isin(["start", "complete"])]
    lines: dict[tuple, list[int]] = {}
    start_of: dict[int, int] = {}
    names = edges[keys].astype("str").itertuples(index=True, name=None)
    for row, *key in names:
        waiting = lines.setdefault(tuple(key), [])
        if what[row] == "start":
            waiting.append(row)
        elif waiting:
            start_of[row] = waiting.pop(0)
    table = _without_others(table, what)
    ends, starts = list(start_of), list(start_of.values())
    table[START] = table[STAMP].where(what == "start")
    table[STAMP] = table[STAMP].mask(what == "start")
    table.loc[ends, START] = table.loc[starts, START].to_numpy()
    return table.drop(index=starts).reset_index(drop=True)


def _transitions(table: pd.DataFrame) -> pd.Series:
    # without a word of its own an event is taken for an end, as the standard does
    return table[TRANSITION].fillna("complete").astype("str").str.strip().str.lower()


def _without_others(table: pd.DataFrame, what: pd.Series) -> pd.DataFrame:
    others = ~what.isin(["start", "complete"])
    if not others.any():
        return table
    return table.assign(**{OTHER: table[STAMP].where(others), STAMP: table[STAMP].mask(others)})
