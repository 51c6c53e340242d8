"""Run a report's notebook on a file: a page and a workbook beside it, both whole or neither."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial as ready
from pathlib import Path
from typing import TYPE_CHECKING, Any

from millrace.errors import ArgumentError, FileError, MillraceError, did_you_mean
from millrace.intake.opening import require_file
from millrace.reports.catalogue import ReportCard, find_report
from millrace.reports.choosing import takes_folders
from millrace.reports.page import page_of
from millrace.reports.saving import copy_name, refuse_to_overwrite

if TYPE_CHECKING:
    from jupyter_client.kernelspec import KernelSpecManager
    from nbformat import NotebookNode
    from papermill.exceptions import PapermillExecutionError

__all__ = ["ReportError", "parameters_of", "run_report"]

# Where a report writes a copy of the file, if it makes one.
COPY = "masked_copy"
# What the command gives by itself.
OURS = ("file", "second_file", "workbook", COPY)


class ReportError(MillraceError):
    """A report that stopped on its way."""


def run_report(
    name: str,
    file: str | Path,
    *,
    second: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    to: str | Path | None = None,
    force: bool = False,
    progress: bool = True,
) -> tuple[Path, ...]:
    """Run a report on a file.

    Parameters
    ----------
    name : str
        Name of the report, for example ``"data-quality"``.
    file : str or Path
        The company's file, or a folder of files where the report joins several; it is never changed.
    second : str or Path, optional
        A second file, where the report takes one, such as an event log beside tickets; it is never changed either.
    columns : mapping of str to str, optional
        By role: the column, or ``"-"`` for none. What is not named is found by itself.
    settings : mapping, optional
        Other parameters of the report's notebook, such as limits.
    to : str or Path, optional
        Folder for the results; beside the file by default.
    force : bool
        Overwrite files of the same names even if they were made by somebody else.
    progress : bool
        Show a bar, if there is a terminal.

    Returns
    -------
    tuple of Path
        The page, the workbook, and the copy of the file where the report made one.

    Raises
    ------
    FileError
        When the file cannot be read, or a result would overwrite what somebody else made.
    ArgumentError
        When there is no such report, role or parameter, or a second file for a report that takes one file.
    ColumnError
        When a column is not in the file, or it must be named which is meant.
    ReportError
        When the notebook stops for another reason; then nothing was written.
    """
    card = find_report(name)
    file = _source(card, file)
    parameters = parameters_of(card, second=second, columns=columns or {}, settings=settings or {})
    others = _second(file, second)
    beside = [*others.values(), *(Path(value) for name, value in parameters.items() if name.endswith("_file"))]
    page, workbook, *copies = _targets(card, file, to, others=beside, force=force)
    _keep_apart([Path(value) for name, value in parameters.items() if name.startswith("new_")], page.parent)
    with tempfile.TemporaryDirectory(prefix="millrace-") as folder:
        made = Path(folder) / workbook.name
        parameters |= {"file": str(file), "workbook": str(made)} | {role: str(path) for role, path in others.items()}
        for path in copies:
            parameters[COPY] = str(Path(folder) / path.name)
        done = _run(card, parameters, Path(folder), progress=progress)
        text = page_of(
            done, name=name, title=f"{card.title}: {' and '.join(path.name for path in (file, *others.values()))}"
        )
        copies = [path for path in copies if (Path(folder) / path.name).exists()]
        for path in copies:
            _deliver(path, ready(shutil.copyfile, Path(folder) / path.name))
        _deliver(workbook, lambda partial: shutil.copyfile(made, partial))
        _deliver(page, lambda partial: partial.write_text(text, encoding="utf-8", newline="\n"))
    return page, workbook, *copies


def _source(card: ReportCard, file: str | Path) -> Path:
    path = Path(file).expanduser()
    return path.resolve() if path.is_dir() and takes_folders(card) else require_file(path).resolve()


def _second(file: Path, second: str | Path | None) -> dict[str, Path]:
    """Return the second file by its parameter, if there is one."""
    if second is None:
        return {}
    path = require_file(second).resolve()
    if path == file:
        raise ArgumentError(
            f"'{file.name}' was given twice. Expected: two different files. Leave out the second, or name another."
        )
    return {"second_file": path}


def parameters_of(
    card: ReportCard, *, second: str | Path | None = None, columns: Mapping[str, str], settings: Mapping[str, Any]
) -> dict[str, Any]:
    """Make the parameters of a report's notebook from columns and settings, and refuse what it does not know.

    Parameters
    ----------
    card : ReportCard
        The report.
    second : str or Path, optional
        A second file, which is refused where the report takes one only.
    columns : mapping of str to str
        Columns by role.
    settings : mapping
        Settings by name.

    Returns
    -------
    dict

    Raises
    ------
    ArgumentError
        When the report looks for no such column, has no such setting, or takes no second file.

    Examples
    --------
    >>> from millrace.reports import find_report
    >>> parameters_of(find_report("data-quality"), columns={"date": "Datum"}, settings={"lowest_amount": 0})
    {'date_column': 'Datum', 'lowest_amount': 0}
    """
    if second is not None and "second_file" not in card.defaults:
        raise ArgumentError(
            f"A second file was named, '{Path(second).name}'. Expected: one file, since the report "
            f"{card.name} takes no "
            "other. Leave it out, or run the report once per file."
        )
    roles = [need.role for need in card.needs]
    for role in columns:
        _require_known(role, roles, f"The report {card.name} looks for no '{role}'.", "It looks for")
    by_role = {f"{role}_column" for role in roles}
    free = [parameter for parameter in card.defaults if parameter not in by_role | set(OURS)]
    for setting in settings:
        # papermill itself would only warn, and run with the value unsaid.
        _require_known(setting, free, f"The report {card.name} has no setting '{setting}'.", "Its settings are")
    # the report runs in another folder, where the name of a file alone would not be found
    files = {
        name: str((Path(path).expanduser() if name.startswith("new_") else require_file(path)).resolve())
        for name, path in settings.items()
        if name.endswith("_file") and path
    }
    return {f"{role}_column": column for role, column in columns.items()} | dict(settings) | files


def _require_known(word: str, known: list[str], found: str, expected: str) -> None:
    if word not in known:
        raise ArgumentError(f"{found} {expected}: {', '.join(known) or 'none'}.{did_you_mean(word, known)}")


def _targets(
    card: ReportCard, file: Path, to: str | Path | None, *, others: Sequence[Path], force: bool
) -> tuple[Path, ...]:
    folder = Path(to).expanduser() if to else file.parent
    if folder.exists() and not folder.is_dir():
        raise FileError(f"'{folder.name}' is not a folder. Expected: a folder for the results. Choose another name.")
    page, workbook = (folder / f"{file.stem}-{card.name}{ending}" for ending in (".html", ".xlsx"))
    copies = [folder / copy_name(file.name)] if COPY in card.defaults else []
    for target in (page, workbook, *copies):
        if target.resolve() in (file, *others):
            raise FileError(
                f"'{target.name}' is itself the name of the result. Expected: another file. Rename it first."
            )
        if not force:
            refuse_to_overwrite(target, listed_in=workbook)
    return page, workbook, *copies


def _keep_apart(new: Sequence[Path], folder: Path) -> None:
    """Refuse a new key among the results: whoever gets the folder would get both."""
    for path in new:
        if path.parent == folder.resolve():
            raise FileError(
                f"'{path.name}' would lie in the folder of the results. Expected: another place, since whoever gets "
                "both can undo what the key hides. Name another folder."
            )


def _deliver(target: Path, write: Callable[[Path], object]) -> None:
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(partial)
        partial.replace(target)
    except OSError as error:
        raise FileError(
            f"'{target.name}' cannot be written ({error.strerror}). Expected: a folder that you may write to, and a "
            "result that is not open in another program. Close it, or choose another folder."
        ) from None
    finally:
        partial.unlink(missing_ok=True)


def _run(card: ReportCard, parameters: Mapping[str, Any], folder: Path, *, progress: bool) -> "NotebookNode":
    import papermill
    from papermill.exceptions import PapermillExecutionError

    with _steps(card, shown=progress) as step:
        try:
            return papermill.execute_notebook(
                card.path,
                None,
                parameters=dict(parameters),
                kernel_name="python3",
                cwd=folder,  # not where the file is: a pandas.py beside it would be imported
                progress_bar=False,
                kernel_manager_class=_same_python(),
                on_cell_start=step,
            )
        except PapermillExecutionError as error:
            raise _in_words(error) from None
        except RuntimeError:
            raise ReportError(
                "The report's Python ended without a word; perhaps the memory was full. Nothing was written. "
                "Close other programs and try again, or take a part of the file."
            ) from None


def _same_python() -> type:
    """Make the class that starts the report's Python: this one, whatever other kernels are installed, and silently."""
    import subprocess

    from jupyter_client.manager import AsyncKernelManager

    class ThisPython(AsyncKernelManager):
        async def _async_start_kernel(self, **options: Any) -> None:
            self.kernel_spec_manager = _own_kernels()
            silence = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            await super()._async_start_kernel(**options, **silence)

        start_kernel = _async_start_kernel

    return ThisPython


def _own_kernels() -> "KernelSpecManager":
    from jupyter_client.kernelspec import KernelSpecManager

    return KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)


@contextmanager
def _steps(card: ReportCard, *, shown: bool) -> Iterator[Callable[..., None]]:
    """Show how far the report is, by its headings."""
    import json

    from tqdm import tqdm

    cells = json.loads(card.path.read_text(encoding="utf-8"))["cells"]
    with tqdm(total=len(cells) + 1, bar_format="{desc:<45.45} {bar} {elapsed}", disable=None if shown else True) as bar:
        bar.set_description_str("Starting")

        def step(cell: Mapping[str, Any], cell_index: int) -> None:
            heading = re.match(r"#+ (.+)", cell["source"])
            if heading and cell["cell_type"] == "markdown":
                bar.set_description_str(heading[1])
            bar.update(cell_index - bar.n)

        yield step
        bar.set_description_str("Done")
        bar.update(bar.total - bar.n)


def _in_words(error: "PapermillExecutionError") -> MillraceError:
    from millrace import errors

    kind = getattr(errors, error.ename, None)
    if isinstance(kind, type) and issubclass(kind, MillraceError):
        return kind(error.evalue)
    if error.ename == "ColumnQuestion":
        return errors.ColumnError(error.evalue)
    return ReportError(
        f"The report stopped: {error.ename}: {error.evalue}. Nothing was written. "
        "This is a fault of the report, not of your file; tell whoever looks after the course."
    )
