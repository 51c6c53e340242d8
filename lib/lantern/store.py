"""Write the sample files into a folder, and keep those of other variants in a cache."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import platformdirs

from lantern import company
from lantern.catalogue import FILES, data_package, readme
from millrace.samples import PACKAGE

__all__ = ["cached", "company_folder", "version_of", "write"]


def write(folder: Path | str, *, variant: int = 0) -> None:
    """Write all sample files of a variant, with their documentation, into a folder.

    Parameters
    ----------
    folder : path
        A folder; files of the same names are replaced one by one, each only when it is complete.
    variant : int
        Which variant of the company.
    """
    truth = company.generate(variant=variant)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES.values():
        unfinished = folder / f"{file.name}.unfinished"
        file.write(truth, unfinished)
        unfinished.replace(folder / file.name)
    _write_text(folder / "README.md", readme(truth))
    _write_text(folder / PACKAGE, json.dumps(data_package(), indent=2, ensure_ascii=False) + "\n")


def company_folder(variant: int) -> Path:
    """Return the folder with the sample files of a variant, made when it is first asked for.

    Parameters
    ----------
    variant : int
        Which variant of the company.

    Returns
    -------
    pathlib.Path
        A folder in this user's cache, another one whenever the generator has changed.
    """
    return cached(Path("samples") / _generator_version(), variant, lambda folder: write(folder, variant=variant))


def cached(place: Path, variant: int, make: Callable[[Path], None]) -> Path:
    """Return a folder of a variant in this user's cache, made when it is first asked for.

    Parameters
    ----------
    place : pathlib.Path
        Where in the cache.
    variant : int
        Which variant of the company.
    make : callable
        Fill the folder whose path it is called with.

    Returns
    -------
    pathlib.Path
        The folder, complete.
    """
    home = Path(platformdirs.user_cache_path("millrace")) / place
    folder = home / f"variant-{variant}"
    if not folder.is_dir():
        home.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f"variant-{variant}-", dir=home))
        try:
            make(unfinished)
            unfinished.rename(folder)
        except OSError:
            # Another process was faster: its files are the same as ours.
            if not folder.is_dir():
                raise
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def version_of(sources: list[Path]) -> str:
    """Sum up source files in twelve digits, another number whenever one of them changes.

    Parameters
    ----------
    sources : list of pathlib.Path
        Files.

    Returns
    -------
    str
        Hexadecimal digits.
    """
    return hashlib.sha256(b"".join(source.read_bytes() for source in sorted(sources))).hexdigest()[:12]


@cache
def _generator_version() -> str:
    return version_of(list(Path(__file__).parent.rglob("*.py")))


def _write_text(file: Path, text: str) -> None:
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.write_bytes(text.encode("utf-8"))
    unfinished.replace(file)
