"""Make one page of a notebook that has run: no code, no network, ready to print."""

import html
import re
from typing import TYPE_CHECKING

from millrace.reports.saving import MARK

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["NOT_ON_PAGE", "page_of"]

# Cells that only make sense where there is something to click.
NOT_ON_PAGE = "not-on-page"
SOME, LONG = 14, 36  # letters of a cell that would be set one word to a line
MONDAY = "## Do this on Monday"

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 1px solid #ccc; }
.wide { overflow-x: auto; margin: .6rem 0; scrollbar-color: #888 #eee;
  background: linear-gradient(to right, #fff 40%, #fff0) 0 0 / 3rem 100%,
    linear-gradient(to left, #fff 40%, #fff0) 100% 0 / 3rem 100%,
    linear-gradient(to right, #0004, #0000) 0 0 / .9rem 100%,
    linear-gradient(to left, #0004, #0000) 100% 0 / .9rem 100%;
  background-repeat: no-repeat; background-attachment: local, local, scroll, scroll; }
@supports selector(::-webkit-scrollbar) {
  .wide { scrollbar-color: auto; }
  .wide::-webkit-scrollbar { height: .7rem; background: #eee; }
  .wide::-webkit-scrollbar-thumb { background: #888; border-radius: .35rem; border: 2px solid #eee; } }
table { border-collapse: collapse; font-size: .82rem; line-height: 1.35; margin: 0; }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem .3rem; border-bottom: 1px solid #ddd; }
td:first-child { min-width: 5rem; } td.some { min-width: 6.1rem; } td.long { min-width: 14rem; }
th.long { min-width: 9rem; }
th { border-bottom: 2px solid #888; } small { color: #555; }
img { max-width: 100%; } ol li { margin: .5rem 0; } ol li::marker { font-weight: bold; }
@media print { body { font-size: 10pt; margin: 0; max-width: none; }
  .wide { overflow: visible; background: none; } td, th { min-width: 0 !important; }
  h2 { break-after: avoid; } tr, img, li { break-inside: avoid; } table { font-size: 8pt; } }
"""
FRAME = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="{mark} {name}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def page_of(notebook: "NotebookNode", *, name: str, title: str) -> str:
    """Write a notebook's text and results as one page.

    Parameters
    ----------
    notebook : NotebookNode
        It has run. Cells tagged ``not-on-page``, all code, and what was said on the error stream are left out; the
        section "Do this on Monday" comes right behind the title.
    name : str
        Name of the report.
    title : str
        For the browser's tab.

    Returns
    -------
    str
        HTML that loads nothing from anywhere.
    """
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    as_html = MarkdownWithMath(renderer=IPythonRenderer(escape=False, exclude_anchor_links=True)).render
    parts: list[str] = []
    for cell in _with_monday_first([one for one in notebook.cells if NOT_ON_PAGE not in one.metadata.get("tags", [])]):
        parts += [as_html(cell.source)] if cell.cell_type == "markdown" else map(_result, cell.outputs)
    body = "\n".join(filter(None, parts))
    return FRAME.format(mark=MARK, name=html.escape(name), title=html.escape(title), style=STYLE, body=body)


def _with_monday_first(cells: "list[NotebookNode]") -> "list[NotebookNode]":
    """Move what to do behind the title: a notebook can say it only at its end, and a page is read from the top."""
    begins = next((place for place, cell in enumerate(cells) if cell.source.startswith(MONDAY)), len(cells))
    later = (place for place in range(begins + 1, len(cells)) if cells[place].cell_type == "markdown")
    ends = next(later, len(cells))
    return [*cells[:1], *cells[begins:ends], *cells[1:begins], *cells[ends:]]


def _result(output: "NotebookNode") -> str:
    if output.output_type == "stream":
        return f"<pre>{html.escape(output.text)}</pre>" if output.name == "stdout" else ""
    data = output.get("data", {})
    if "text/html" in data:
        return _boxed(data["text/html"])
    return f"<pre>{html.escape(data['text/plain'])}</pre>" if "text/plain" in data else ""


def _boxed(page: str) -> str:
    """Give each table a box that scrolls by itself, and its cells of several words room for them."""
    page = re.sub(r"<(t[dh])([^>]*)>([^<]*)</t[dh]>", _roomy, page)
    page = page.replace("<table", '<div class="wide" role="region" aria-label="Table" tabindex="0"><table')
    return f"<div>{page.replace('</table>', '</table></div>')}</div>"


def _roomy(cell: re.Match[str]) -> str:
    mark, more, text = cell.groups()
    letters = len(html.unescape(text).strip())
    kind = "long" if letters >= LONG else "some" if letters >= SOME else ""
    return f'<{mark} class="{kind}"{more}>{text}</{mark}>' if kind and "class=" not in more else cell[0]
