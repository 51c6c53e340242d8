"""The sample company's files as they stand, found wherever you work, with what their data package says of them."""

import json
import os
import warnings
from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean

__all__ = [
    "BiasWarning",
    "checkpoint",
    "checkpoints",
    "current_variant",
    "describe",
    "load",
    "path",
    "read_resource",
]

PACKAGE = "datapackage.json"
# How dates are written in checkpoints, by their type in the data package.
DATES = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M:%S"}
# Whoever can make another variant of the company, or of its checkpoints, says so in one of these groups.
COMPANY_MAKERS, CHECKPOINT_MAKERS = "millrace.company", "millrace.checkpoints"


class BiasWarning(UserWarning):
    """Said whenever a file is loaded whose data carry a bias against people, planted for the course."""


def current_variant() -> int:
    """Say which variant of the company is in use.

    Returns
    -------
    int
        The number in the environment variable ``MILLRACE_VARIANT``, or 0.

    Raises
    ------
    ArgumentError
        When the variable holds something else than a whole number from 0.
    """
    text = os.environ.get("MILLRACE_VARIANT", "").strip() or "0"
    if not text.isdecimal():
        raise ArgumentError(f"MILLRACE_VARIANT is '{text}'. Expected a whole number from 0. Set it to 0, or remove it.")
    return int(text)


def path(name: str, *, variant: int | None = None) -> Path:
    """Find a sample file.

    Parameters
    ----------
    name : str
        The file's name, for example ``"orders_2023.csv"``.
    variant : int, optional
        Which variant of the company; by default the one in use, see `current_variant`.

    Returns
    -------
    pathlib.Path
        Where the file is.

    Raises
    ------
    ArgumentError
        When there is no file of that name, or the variant is not on this machine.

    Examples
    --------
    >>> path("orders_2023.csv").name
    'orders_2023.csv'
    """
    return _find(name, variant)[0]


def load(name: str, *, variant: int | None = None) -> pd.DataFrame:
    """Read a sample file as it is, without any cleaning.

    Parameters
    ----------
    name : str
        The file's name, for example ``"ledger.csv"``.
    variant : int, optional
        Which variant of the company; by default the one in use.

    Returns
    -------
    pandas.DataFrame
        One row per row of the file; title rows and headings are left out, subtotals are not.

    Raises
    ------
    ArgumentError
        When there is no file of that name, or the variant is not on this machine.

    Warns
    -----
    BiasWarning
        When the file carries a planted bias against people: what it is for, and what it must not be used for.

    Examples
    --------
    >>> load("ledger.csv").shape
    (36, 5)
    """
    file, resource = _find(name, variant)
    if resource.get("warning"):
        warnings.warn(resource["warning"], BiasWarning, stacklevel=2)
    return read_resource(file, resource)


def describe() -> pd.DataFrame:
    """List the sample files.

    Returns
    -------
    pandas.DataFrame
        One row per file: ``file``, ``title``, ``one_row_is``, ``known_problems``.

    Examples
    --------
    >>> "orders_2024.xlsx" in set(describe()["file"])
    True
    """
    rows = [(r["path"], r["title"], r["grain"], r["problems"]) for r in _resources(_company(None)).values()]
    return pd.DataFrame(rows, columns=["file", "title", "one_row_is", "known_problems"])


def checkpoint(name: str, *, variant: int | None = None) -> pd.DataFrame:
    """Return the table with which a section of a lab begins, whatever the answers before it.

    Parameters
    ----------
    name : str
        The name that the lab uses, for example ``"orders_2024"``.
    variant : int, optional
        Which variant of the company; by default the one in use.

    Returns
    -------
    pandas.DataFrame
        The table, fresh at every call. Its ``attrs["checkpoint"]`` holds the name: a check does not take our own table
        for an answer.

    Raises
    ------
    ArgumentError
        When there is no checkpoint of that name, or the variant is not on this machine.

    Examples
    --------
    >>> int(checkpoint("orders_2023")["QTY"].lt(0).sum() > 0)
    1
    """
    known = _known_checkpoints(variant)
    if name not in known:
        raise ArgumentError(f"There is no checkpoint '{name}'.{_instead(name, known, 'checkpoints')}")
    table = read_resource(*known[name])
    table.attrs["checkpoint"] = name
    return table


def checkpoints(*, variant: int | None = None) -> pd.DataFrame:
    """List the tables with which sections of labs begin.

    Parameters
    ----------
    variant : int, optional
        Which variant of the company; by default the one in use.

    Returns
    -------
    pandas.DataFrame
        One row per checkpoint: ``checkpoint`` (its name), ``module``, ``what_it_is``.

    Examples
    --------
    >>> "orders_2024" in set(checkpoints()["checkpoint"])
    True
    """
    known = _known_checkpoints(variant).items()
    rows = [(name, file.parent.name, resource["description"]) for name, (file, resource) in known]
    return pd.DataFrame(rows, columns=["checkpoint", "module", "what_it_is"])


def read_resource(file: Path, resource: dict[str, Any]) -> pd.DataFrame:
    """Read a file as its entry in a data package says.

    Parameters
    ----------
    file : pathlib.Path
        A ``.csv``, ``.csv.gz``, ``.xlsx``, ``.jsonl`` or ``.txt`` file.
    resource : dict
        The entry. Of a CSV file its ``encoding``, ``dialect`` and ``schema`` count: columns of type string stay text,
        those of type array are lists in JSON, those of type date and datetime become dates where the entry says
        ``"parsed": true``; only empty cells are missing. Of a
        workbook ``headingRow`` counts, the row of each sheet that holds the headings, from 0.

    Returns
    -------
    pandas.DataFrame
        One row per row, per conversation or per line; of a workbook, ``sheet`` says where a row is.
    """
    kind = file.name.removesuffix(".gz").rpartition(".")[2]
    return {"csv": _read_csv, "xlsx": _read_workbook, "jsonl": _read_jsonl, "txt": _read_lines}[kind](file, resource)


def _read_csv(file: Path, resource: dict[str, Any]) -> pd.DataFrame:
    types = {field["name"]: field["type"] for field in resource.get("schema", {}).get("fields", [])}
    # Whole numbers and truths with gaps would stop a strict reader: pandas finds those types by itself.
    dtypes = {name: "str" for name, kind in types.items() if kind == "string"}
    dates = {name: DATES[kind] for name, kind in types.items() if kind in DATES} if resource.get("parsed") else {}
    lists = {name: json.loads for name, kind in types.items() if kind == "array"}
    return pd.read_csv(
        file,
        converters=lists,
        sep=resource.get("dialect", {}).get("delimiter", ","),
        encoding=resource.get("encoding", "utf-8").replace("utf-8", "utf-8-sig"),
        dtype=dtypes,
        keep_default_na=False,
        na_values=[""],
        parse_dates=list(dates),
        date_format=dates,
    )


def _read_workbook(file: Path, resource: dict[str, Any]) -> pd.DataFrame:
    heading = resource["headingRow"]
    sheets = pd.read_excel(file, sheet_name=None, engine="calamine", header=None, dtype=str)
    tables = {name: sheet for name, sheet in sheets.items() if sheet.shape[1] > 1}
    parts = {name: t[heading + 1 :].set_axis(t.iloc[heading].tolist(), axis=1) for name, t in tables.items()}
    return pd.concat(parts, names=["sheet"]).reset_index(level="sheet").reset_index(drop=True)


def _read_jsonl(file: Path, resource: dict[str, Any]) -> pd.DataFrame:
    # pandas would guess types column by column; what is in the file needs no guessing.
    return pd.DataFrame([json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()])


def _read_lines(file: Path, resource: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame({"line": file.read_text(encoding="utf-8").splitlines()})


def _find(name: str, variant: int | None) -> tuple[Path, dict[str, Any]]:
    folder = _company(variant)
    files = _resources(folder)
    if name in files:
        return folder / name, files[name]
    # A lesson's small files are the same in every variant.
    for module in _modules("tables"):
        if (module / name).is_file():
            return module / name, {}
    raise ArgumentError(f"There is no sample file '{name}'.{_instead(name, files, 'describe')}")


def _instead(name: str, known: Iterable[str], lister: str) -> str:
    # Twenty names before the one that was meant would hide it.
    near = did_you_mean(name, known)
    return f"{near} samples.{lister}() lists them all." if near else f" There are: {', '.join(known) or 'none'}."


def _known_checkpoints(variant: int | None) -> dict[str, tuple[Path, dict[str, Any]]]:
    return {
        resource["name"]: (folder / resource["path"], resource)
        for folder in _checkpoint_folders(variant)
        for resource in _resources(folder).values()
    }


def _resources(folder: Path) -> dict[str, dict[str, Any]]:
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    return {resource["path"]: resource for resource in package["resources"]}


def _company(variant: int | None) -> Path:
    number = current_variant() if variant is None else variant
    committed = next(filter(_is_company, _datasets()), None) if number == 0 else None
    return committed or _made(COMPANY_MAKERS, number)


def _checkpoint_folders(variant: int | None) -> list[Path]:
    number = current_variant() if variant is None else variant
    committed = _modules("checkpoints") if number == 0 else []
    return committed or _folders(_made(CHECKPOINT_MAKERS, number))


def _modules(part: str) -> list[Path]:
    return [module for folder in _datasets() for module in _folders(folder / part)]


def _folders(folder: Path) -> list[Path]:
    return sorted(part for part in folder.iterdir() if part.is_dir()) if folder.is_dir() else []


def _datasets() -> list[Path]:
    """Find the folders ``datasets/`` above the working directory and beside the installed package.

    Grading runs several folders below the course, and a learner may work anywhere, so no relative path would hold.
    """
    here = Path.cwd()
    starts = dict.fromkeys((here, *here.parents, *Path(__file__).resolve().parents))
    return [start / "datasets" for start in starts if (start / "datasets").is_dir()]


def _is_company(folder: Path) -> bool:
    return (folder / PACKAGE).is_file() and (folder / "orders_2023.csv").is_file()


def _made(group: str, variant: int) -> Path:
    maker = _maker(group)
    if maker is None:
        wanted = f"Variant {variant} of the sample company" if variant else "The folder datasets/ with the sample files"
        raise ArgumentError(
            f"{wanted} is not on this computer. Expected: the folder datasets/ of the course, here or above, and "
            "variant 0; others are made where the whole course is installed. Work inside the course folder, and remove "
            "MILLRACE_VARIANT if it is set."
        )
    return maker(variant)


@cache
def _maker(group: str) -> Any:
    return next((point.load() for point in entry_points(group=group)), None)
