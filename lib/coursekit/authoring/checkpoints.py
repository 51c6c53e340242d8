"""A module's checkpoints: the tables with which the sections of its lab begin, worked out from the company's files."""

import gzip
import importlib.util
import inspect
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from coursekit.course import Course
from coursekit.faults import Fault, stop_on
from millrace import samples
from millrace.errors import did_you_mean

__all__ = ["CHECKPOINTS", "Given", "checkpoint_files", "write_checkpoints"]

CHECKPOINTS = "checkpoints.py"
Maker = Callable[["Given"], pd.DataFrame]


class Given:
    """What a checkpoint is worked out from: the company's files, and all other checkpoints.

    Parameters
    ----------
    makers : dict
        The function behind each checkpoint, by name.
    tables : list of pathlib.Path
        The small files of all lessons.
    variant : int
        Which variant of the company.
    """

    def __init__(self, makers: dict[str, Maker], tables: list[Path], *, variant: int) -> None:
        self.variant = variant
        self._makers = makers
        self._tables = {path.name: path for path in tables}
        self._made: dict[str, pd.DataFrame] = {}

    def file(self, name: str) -> Path:
        """Find a sample file, or a small file of a lesson."""
        return self._tables.get(name) or samples.path(name, variant=self.variant)

    def table(self, name: str) -> pd.DataFrame:
        """Read a sample file, or a small file of a lesson, as it is."""
        if name in self._tables:
            return samples.read_resource(self._tables[name], {})
        with warnings.catch_warnings():
            # whoever writes a module has read the warning; the lab's text says what it says
            warnings.simplefilter("ignore", samples.BiasWarning)
            return samples.load(name, variant=self.variant)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return another checkpoint, of this module or one before it; a copy, safe to change."""
        if name not in self._makers:
            raise KeyError(f"There is no checkpoint '{name}'.{did_you_mean(name, self._makers)}")
        if name not in self._made:
            self._made[name] = self._makers[name](self)
        return self._made[name].copy()


def write_checkpoints(course: Course, folder: Path, *, variant: int) -> None:
    """Write the checkpoints of all modules, a folder for each.

    Parameters
    ----------
    course : Course
        The course.
    folder : pathlib.Path
        Where to.
    variant : int
        Which variant of the company.
    """
    for path, content in checkpoint_files(course, course.modules(), variant=variant).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def checkpoint_files(course: Course, modules: list[str], *, variant: int = 0) -> dict[str, bytes]:
    """Work out the checkpoints of modules.

    Parameters
    ----------
    course : Course
        The course.
    modules : list of str
        Names of the modules whose checkpoints are wanted; they may rest on those of others.
    variant : int
        Which variant of the company.

    Returns
    -------
    dict of str to bytes
        By path below the folder of checkpoints: the tables, and a data package for each module.

    Raises
    ------
    AuthorError
        When two modules have a checkpoint of one name.
    """
    by_module = {name: _makers_of(course.source / name / CHECKPOINTS) for name in course.modules()}
    stop_on(_repeated(by_module))
    makers = {name: maker for makers in by_module.values() for name, maker in makers.items()}
    given = Given(makers, sorted(course.source.glob("*/tables/*.*")), variant=variant)
    files: dict[str, bytes] = {}
    for module in modules:
        if by_module[module]:
            tables = {name: given[name] for name in by_module[module]}
            files |= {f"{module}/{name}.csv.gz": _packed(table) for name, table in tables.items()}
            files[f"{module}/{samples.PACKAGE}"] = _data_package(module, tables, by_module[module])
    return files


def _makers_of(path: Path) -> dict[str, Maker]:
    """Read ``checkpoints.py``: each of its public functions makes the checkpoint of its name."""
    if not path.is_file():
        return {}
    # A folder such as 01-data-cleanup is no package, so the file is loaded by its path.
    spec = importlib.util.spec_from_file_location(f"checkpoints_of_{path.parent.name.replace('-', '_')}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    functions = inspect.getmembers(module, inspect.isfunction)
    own = [(name, f) for name, f in functions if f.__module__ == module.__name__ and not name.startswith("_")]
    return dict(sorted(own, key=lambda pair: pair[1].__code__.co_firstlineno))


def _repeated(by_module: dict[str, dict[str, Maker]]) -> list[Fault]:
    faults: list[Fault] = []
    first: dict[str, str] = {}
    for module, makers in by_module.items():
        for name, maker in makers.items():
            if name in first:
                found = f"The checkpoint '{name}' is one of module {first[name]} already."
                line = maker.__code__.co_firstlineno
                faults.append(Fault(f"course/{module}/{CHECKPOINTS}", line, found, "Give it a name of its own."))
            first.setdefault(name, module)
    return faults


def _packed(table: pd.DataFrame) -> bytes:
    lists = {c: table[c].map(json.dumps) for c in table.columns if _type(table[c]) == "array"}
    times = {
        c: table[c].dt.strftime(samples.DATES[_type(table[c])])
        for c in table.columns
        if _type(table[c]) in samples.DATES
    }
    # Twelve digits: the last four of a float differ from one make of processor to the next.
    text = table.assign(**lists, **times).to_csv(index=False, lineterminator="\n", float_format="%.12g")
    # No time and no file name inside, so that the same table gives the same bytes.
    return gzip.compress(text.encode("utf-8"), compresslevel=5, mtime=0)


def _data_package(module: str, tables: dict[str, pd.DataFrame], makers: dict[str, Maker]) -> bytes:
    package = {
        "name": f"{module}-checkpoints",
        "title": f"The tables with which the sections of lab {module} begin",
        "resources": [_resource(name, table, makers[name]) for name, table in tables.items()],
    }
    return (json.dumps(package, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _resource(name: str, table: pd.DataFrame, maker: Maker) -> dict[str, Any]:
    return {
        "name": name,
        "path": f"{name}.csv.gz",
        "description": (inspect.getdoc(maker) or "").split("\n")[0],
        "parsed": True,
        "schema": {"fields": [{"name": str(c), "type": _type(table[c])} for c in table.columns]},
    }


def _type(values: pd.Series) -> str:
    kinds = pd.api.types
    if kinds.is_bool_dtype(values):
        return "boolean"
    if kinds.is_integer_dtype(values):
        return "integer"
    if kinds.is_numeric_dtype(values):
        return "number"
    if kinds.is_datetime64_any_dtype(values):
        return "date" if values.dropna().dt.normalize().eq(values.dropna()).all() else "datetime"
    return "array" if values.map(lambda value: isinstance(value, list)).any() else "string"
