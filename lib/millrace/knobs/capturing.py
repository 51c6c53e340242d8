"""What a function prints, draws and shows, as one piece of a page."""

import html
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from millrace.errors import MillraceError

__all__ = ["Said", "captured", "page", "stopped"]

# Line heights and colours of the notebook's own outputs; those of widgets are made for buttons.
LOOK = "line-height: 1.4; margin: 0.4em 0; white-space: pre-wrap; color: var(--jp-content-font-color1, inherit)"


@dataclass(frozen=True)
class Said:
    """What came out of a function: what it returned, and the rest as a page and as plain text."""

    returned: object
    page: str
    text: str


def captured(function: Callable[[], Any], *, show_returned: bool = False) -> Said:
    """Run a function and keep what it prints, draws and displays."""
    from IPython import get_ipython
    from IPython.display import display
    from IPython.utils.capture import capture_output

    _show_charts()
    publisher = getattr(get_ipython(), "display_pub", None)
    with capture_output() as said:
        _tell_parents_to(publisher)
        returned = function()
        if show_returned and returned is not None:
            display(returned)
        _show_charts()
    shown = [output.data for output in said.outputs]
    text = "\n".join(filter(None, [said.stdout.rstrip("\n"), *(data.get("text/plain", "") for data in shown)]))
    return Said(returned, page(said.stdout) + "".join(map(_shown, shown)), text)


def _tell_parents_to(publisher: Any) -> None:
    """Pass on which cell asks: a kernel may say so at any time, and loses that cell if nobody here can hear it."""
    from IPython import get_ipython

    set_parent = getattr(publisher, "set_parent", None)
    if set_parent is not None:
        get_ipython().display_pub.set_parent = set_parent


def _show_charts() -> None:
    """Show the charts that were drawn, as a notebook does at the end of a cell."""
    if backend := sys.modules.get("matplotlib_inline.backend_inline"):
        backend.flush_figures()


def page(text: str) -> str:
    """Return printed text as a piece of a page."""
    return f'<pre style="{LOOK}">{html.escape(text)}</pre>' if text.strip() else ""


def _shown(data: Mapping[str, str]) -> str:
    if "text/html" in data:
        return f'<div class="jp-RenderedHTMLCommon">{data["text/html"]}</div>'
    if "image/png" in data:
        return f'<img alt="{html.escape(data.get("text/plain", ""))}" src="data:image/png;base64,{data["image/png"]}">'
    return page(data.get("text/plain", ""))


def stopped(error: Exception, where: str) -> str:
    """Return an error in plain words, with what Python says folded below."""
    said = str(error) if isinstance(error, MillraceError) else f"{type(error).__name__}: {error}"
    python = html.escape("".join(traceback.format_exception(error)))
    return (
        f'<div role="alert">{page(f"{where} {said}")}'
        f"<details><summary>What Python itself says</summary>"
        f'<pre style="{LOOK}">{python}</pre></details></div>'
    )
