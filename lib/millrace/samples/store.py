"""Where the sample files are: the committed ones of variant 0, and a cache for the others."""

import hashlib
import json
import os
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path

import pandas as pd
import platformdirs

from millrace.errors import ArgumentError, did_you_mean
from millrace.samples import company

__all__ = ["BiasWarning", "checkpoint", "current_variant", "describe", "house_rules", "load", "path", "write"]

MARKER = "datapackage.json"


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
        Where the file stands.

    Raises
    ------
    ArgumentError
        When there is no file of that name.

    Examples
    --------
    >>> path("orders_2023.csv").name
    'orders_2023.csv'
    """
    from millrace.samples.catalogue import FILES

    if name not in FILES:
        raise ArgumentError(
            f"There is no sample file '{name}'. There are: {', '.join(FILES)}.{did_you_mean(name, FILES)}"
        )
    return _folder(variant) / name


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
        One row a row of the file; title rows and headings are left out, subtotals are not.

    Raises
    ------
    ArgumentError
        When there is no file of that name.

    Warns
    -----
    BiasWarning
        When the file carries a planted bias against people: what it is for, and what it must not be used for.

    Examples
    --------
    >>> load("ledger.csv").shape
    (36, 5)
    """
    from millrace.samples.catalogue import FILES

    where = path(name, variant=variant)
    if FILES[name].warning:
        warnings.warn(FILES[name].warning, BiasWarning, stacklevel=2)
    return FILES[name].read(where)


def describe() -> pd.DataFrame:
    """List the sample files.

    Returns
    -------
    pandas.DataFrame
        One row a file: ``file``, ``title``, ``one_row_is``, ``known_problems``.

    Examples
    --------
    >>> "orders_2024.xlsx" in set(describe()["file"])
    True
    """
    from millrace.samples.catalogue import FILES

    rows = [(f.name, f.title, f.grain, f.problems) for f in FILES.values()]
    return pd.DataFrame(rows, columns=["file", "title", "one_row_is", "known_problems"])


def checkpoint(name: str, *, variant: int | None = None) -> pd.DataFrame:
    """Give the table with which a section of a lab begins, whatever the answers before it.

    Parameters
    ----------
    name : str
        The name that the lab gives, for example ``"orders_2024"``.
    variant : int, optional
        Which variant of the company; by default the one in use.

    Returns
    -------
    pandas.DataFrame
        The table, fresh at every call.

    Raises
    ------
    ArgumentError
        When there is no checkpoint of that name.

    Examples
    --------
    >>> int(checkpoint("orders_2023")["QTY"].lt(0).sum() > 0)
    1
    """
    from millrace.samples.checkpoints import CHECKPOINTS, DATES

    if name not in CHECKPOINTS:
        have = ", ".join(CHECKPOINTS)
        raise ArgumentError(f"There is no checkpoint '{name}'. There are: {have}.{did_you_mean(name, CHECKPOINTS)}")
    file = _folder(variant) / "checkpoints" / f"{name}.csv.gz"
    table = pd.read_csv(file, dtype=CHECKPOINTS[name].dtypes, keep_default_na=False, na_values=[""])
    for column in DATES & set(table.columns):
        table[column] = pd.to_datetime(table[column], format="%Y-%m-%d")
    return table


def house_rules() -> list:
    """Give the rules that every order line of the company must keep, cancellations included.

    Returns
    -------
    list of millrace.cleaning.Rule
        On ``pieces`` (negative when a line is cancelled), ``sku`` and ``currency``.

    Examples
    --------
    >>> [rule.name for rule in house_rules()][0]
    'pieces is between -5000 and 5000'
    """
    from millrace.samples import checkpoints

    return checkpoints.house_rules(load("products.csv"))


def write(folder: Path | str, *, variant: int = 0) -> None:
    """Write all sample files of a variant, with their documentation and checkpoints, into a folder.

    Parameters
    ----------
    folder : path
        A folder; files of the same names are replaced one by one, each only when it is complete.
    variant : int
        Which variant of the company.
    """
    from millrace.samples.catalogue import FILES, data_package, readme
    from millrace.samples.checkpoints import write_checkpoints

    truth = company.generate(variant=variant)
    folder = Path(folder)
    (folder / "checkpoints").mkdir(parents=True, exist_ok=True)
    for file in FILES.values():
        unfinished = folder / f"{file.name}.unfinished"
        file.write(truth, unfinished)
        unfinished.replace(folder / file.name)
    write_checkpoints(folder)
    _write_text(folder / "README.md", readme(truth))
    _write_text(folder / MARKER, json.dumps(data_package(), indent=2, ensure_ascii=False) + "\n")


def _write_text(file: Path, text: str) -> None:
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.write_bytes(text.encode("utf-8"))
    unfinished.replace(file)


def _folder(variant: int | None) -> Path:
    number = current_variant() if variant is None else variant
    committed = _committed() if number == 0 else None
    return committed or _cached(number)


def _committed() -> Path | None:
    """Find ``datasets/`` above the working directory or beside the installed package.

    Grading runs several folders below the course, and a learner may work anywhere, so no relative path would hold.
    """
    here = Path.cwd()
    for start in (here, *here.parents, *Path(__file__).resolve().parents):
        if (start / "datasets" / MARKER).is_file() and (start / "datasets" / "orders_2023.csv").is_file():
            return start / "datasets"
    return None


def _cached(variant: int) -> Path:
    home = Path(platformdirs.user_cache_path("millrace")) / "samples" / _generator_version()
    folder = home / f"variant-{variant}"
    if not folder.is_dir():
        home.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f"variant-{variant}-", dir=home))
        try:
            write(unfinished, variant=variant)
            unfinished.rename(folder)
        except OSError:
            # Another process was faster: its files are the same as ours.
            if not folder.is_dir():
                raise
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return folder


@cache
def _generator_version() -> str:
    sources = sorted(Path(__file__).parents[1].rglob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
