"""Tell a notebook how to show things, through IPython's own registers of formatters."""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from IPython.core.formatters import BaseFormatter, DisplayFormatter
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.lib.pretty import RepresentationPrinter
    from matplotlib.figure import Figure

__all__ = ["switch_off", "switch_on"]

NOT_WRITTEN = "Nothing is filled in yet: put your own line in place of the three dots."

# Types by the names of their modules, so that a kernel starts without loading pandas; pandas 3 moved its names up.
PANDAS = ("pandas", "pandas.core.frame", "pandas.core.series")
NUMPY = ("bool", "bool_", "float16", "float32", "float64", *(f"{u}int{n}" for u in ("", "u") for n in (8, 16, 32, 64)))
TIMES = ("pandas", "pandas._libs.tslibs.timestamps", "pandas._libs.tslibs.nattype", "pandas.api.typing")


def switch_on() -> None:
    """Show tables, numbers, dates and charts as people write them; outside a notebook it does nothing.

    Calling it again changes nothing.

    Examples
    --------
    >>> switch_on()
    """
    shell = _shell()
    if shell is None or shell.display_formatter is None:
        return
    for formatter, module, name, shown in _ours(shell.display_formatter):
        # IPython has a printer of its own for some, which would come first.
        formatter.pop(f"{module}.{name}", None)
        formatter.for_type_by_name(module, name, shown)
    _words_for_dots(shell.display_formatter, _dots)
    _pictures_without_words(shell, wanted=False)


def switch_off() -> None:
    """Show everything as pandas, NumPy and matplotlib do by themselves.

    Examples
    --------
    >>> switch_off()
    """
    shell = _shell()
    if shell is None or shell.display_formatter is None:
        return
    for formatter, module, name, _ in _ours(shell.display_formatter):
        formatter.pop(f"{module}.{name}", None)
    _words_for_dots(shell.display_formatter, lambda value, page, _cycle: page.text(repr(value)))
    _pictures_without_words(shell, wanted=True)


def _shell() -> "InteractiveShell | None":
    ipython = sys.modules.get("IPython")
    found: InteractiveShell | None = ipython.get_ipython() if ipython is not None else None
    return found


def _ours(display: "DisplayFormatter") -> "Iterator[tuple[BaseFormatter, str, str, Callable[..., Any]]]":
    page, plain = (display.formatters[kind] for kind in ("text/html", "text/plain"))
    for module in PANDAS:
        yield page, module, "DataFrame", _table
        yield page, module, "Series", _column
    for module in TIMES:
        yield page, module, "Timestamp", _value
        yield page, module, "NaTType", _value
    for module, name in [("builtins", "float"), ("builtins", "int"), ("numpy", "number")]:
        yield page, module, name, _value
    for name in NUMPY:
        yield plain, "numpy", name, _without_numpy
    yield display.mimebundle_formatter, "matplotlib.figure", "Figure", _chart


def _words_for_dots(display: "DisplayFormatter", printer: Callable[..., None]) -> None:
    # The one object of its kind; IPython keeps these apart from types.
    display.formatters["text/plain"].singleton_printers[id(...)] = printer


def _pictures_without_words(shell: "InteractiveShell", *, wanted: bool) -> None:
    """Let matplotlib's own pictures, which have no text for those who cannot see them, out of the notebook or in."""
    formats = {"png"} if wanted else set()
    shell.config.InlineBackend.figure_formats = formats
    if "matplotlib_inline.backend_inline" in sys.modules:
        from IPython.core.pylabtools import select_figure_formats

        select_figure_formats(shell, formats)


def _table(frame: Any) -> str:
    from millrace.showing.tables import table_html

    return table_html(frame)


def _column(series: Any) -> str:
    from millrace.showing.tables import series_html

    return series_html(series)


def _value(value: Any) -> str | None:
    from millrace.showing.tables import value_html

    return value_html(value)


def _chart(figure: "Figure") -> tuple[dict[str, str], dict[str, str]]:
    from millrace.showing.charts import chart_bundle

    return chart_bundle(figure), {}


def _without_numpy(value: "np.generic", page: "RepresentationPrinter", _cycle: bool) -> None:
    """Write ``3.5`` for ``np.float64(3.5)``, also inside lists and dictionaries."""
    page.text(repr(value.item()))


def _dots(_value: object, page: "RepresentationPrinter", _cycle: bool) -> None:
    """Remind of an answer that is not written; dots inside a list stay what they are."""
    page.text(NOT_WRITTEN if len(page.stack) == 1 else "Ellipsis")
