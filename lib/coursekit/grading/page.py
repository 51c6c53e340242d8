"""Turn a graded notebook into a page of feedback that runs nothing and shows nothing that is hidden."""

import base64
import binascii
import html
import re
from dataclasses import dataclass
from typing import Any

import nbformat
from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode

from coursekit.grading.hiding import Hidden
from coursekit.grading.mending import SourceCell

__all__ = ["POLICY", "Sheet", "clean_html", "page"]

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
TAGS = frozenset(
    ["a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details",
     "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
     "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var"]
)  # fmt: skip
PLAIN_ATTRIBUTES = frozenset(
    ["align", "alt", "border", "class", "colspan", "height", "rowspan", "scope", "span", "start", "style",
     "title", "width"]
)  # fmt: skip
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
# elements whose text is no text for readers; bleach would keep it
SILENT = re.compile(r"<(style|script|template|noscript|title|textarea|iframe|object|svg|math|xmp)\b", re.IGNORECASE)
IN_SVG = re.compile(
    r"<\s*(?:\w+:)?(?:script|foreignobject|iframe|image|handler)\b|[\s\"'/]on\w+\s*=|<!|javascript:|@import"
    r"|href\s*=\s*[\"']?\s*[^\"'#\s]|url\(\s*[\"']?[^#\"')\s]",
    re.IGNORECASE,
)
PROLOGUE = re.compile(r"\s*(?:<\?xml[^<>]*>)?\s*(?:<!DOCTYPE svg[^<>\[]*>)?\s*", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)
MOST = 300_000  # characters of one text or table; more is for no reader
PICTURE_MOST = 4_000_000
TAGS_MOST = 20_000
PICTURES = ("image/png", "image/jpeg", "image/gif")
LEFT_OUT = "(An output of the kind {} is not shown here: {}.)"


@dataclass(frozen=True)
class Sheet:
    """All that a page is made of.

    Parameters
    ----------
    content : str
        The graded notebook, JSON.
    cells : tuple of SourceCell
        What the lab has.
    scores, comments : dict
        By grade id: points and points at the most; what a trainer or nbgrader wrote.
    notes : tuple of str
        Sentences for the learner about the notebook as a whole.
    resources : dict
        What nbgrader's template shows.
    distrusted : frozenset of str
        Checks that ran beside code which tampers with the checking: what comes after them may tell of them.
    mark : str
        Identifies the state of the gradebook and of the notebook that the page shows.
    """

    content: str
    cells: tuple[SourceCell, ...]
    scores: dict[str, tuple[float, float]]
    comments: dict[str, str | None]
    notes: tuple[str, ...]
    resources: dict[str, Any]
    distrusted: frozenset[str]
    mark: str


def _attribute(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":
        return PICTURE.fullmatch(value) is not None
    if tag == "a" and name == "href":
        return LINK.match(value) is not None
    return name in PLAIN_ATTRIBUTES


def clean_html(text: str) -> str:
    """Keep of HTML what shows text, tables and pictures; nothing that runs, loads or covers other things.

    Parameters
    ----------
    text : str
        HTML from a learner.

    Returns
    -------
    str

    Examples
    --------
    >>> clean_html('<b onclick="x()">bold</b><script>steal()</script>')
    '<b>bold</b>'
    """
    if text.count("<") > TAGS_MOST or len(text) > (PICTURE_MOST if "base64," in text else MOST):
        return html.escape(LEFT_OUT.format("HTML", "it is too large"))
    try:
        return str(_cleaner().clean(_without_silent(text)))
    except (RecursionError, ValueError, AssertionError, TypeError):
        return html.escape(LEFT_OUT.format("HTML", "it cannot be read"))


def _cleaner() -> Cleaner:
    return Cleaner(
        tags=TAGS, attributes=_attribute, protocols=["http", "https", "mailto", "data"], strip=True,
        strip_comments=True, css_sanitizer=CSSSanitizer(),
    )  # fmt: skip


def _without_silent(text: str) -> str:
    kept, at, low = [], 0, text.lower()
    while found := SILENT.search(text, at):
        kept.append(text[at : found.start()])
        end = low.find(f"</{found[1].lower()}", found.end())
        if end < 0:
            return "".join(kept)
        close = low.find(">", end)
        at = len(text) if close < 0 else close + 1
    return "".join([*kept, text[at:]])


class _Exporter(HTMLExporter):
    """nbconvert's, with one gate for all HTML that learners wrote, and pages without scripts."""

    hidden: Hidden

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Return Markdown as clean HTML."""
        if len(source) > MOST:
            return f"<pre>{html.escape(source[:MOST])}</pre>"
        return clean_html(super().markdown2html(context, source))

    def default_filters(self) -> Any:
        """Name the filters of templates."""
        yield from super().default_filters()
        yield "markdown2html", self.markdown2html
        yield "clean_html", clean_html


_exporters: dict[str, _Exporter] = {}


def page(sheet: Sheet, config: Any) -> str:
    """Make a page.

    Parameters
    ----------
    sheet : Sheet
        What it shows.
    config : traitlets.config.Config
        The course's, with the template that nbgrader chose.

    Returns
    -------
    str
        HTML.
    """
    key = repr(config)
    if key not in _exporters:
        from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor

        _exporters[key] = _Exporter(config=config)
        _exporters[key].register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)
    notebook = _bare(nbformat.reads(sheet.content, as_version=4), sheet)
    made, _ = _exporters[key].from_notebook_node(notebook, dict(sheet.resources))
    return _headed(SCRIPT.sub("", made), sheet)


def _headed(made: str, sheet: Sheet) -> str:
    head = (
        f'<meta charset="utf-8"/><meta http-equiv="Content-Security-Policy" content="{POLICY}"/>'
        f'<meta name="referrer" content="no-referrer"/><meta name="coursekit-feedback" content="{sheet.mark}"/>'
    )
    made = re.sub(r"<head[^>]*>", lambda found: found[0] + head, made, count=1)
    if not sheet.notes:
        return made
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in dict.fromkeys(sheet.notes))
    said = f'<div class="container"><p><b>About this notebook</b></p><ul>{notes}</ul></div>'
    return re.sub(r"<body[^>]*>", lambda found: found[0] + said, made, count=1)


def _bare(notebook: NotebookNode, sheet: Sheet) -> NotebookNode:
    """Build the notebook anew from what a page may show."""
    lab = {cell.name: cell for cell in sheet.cells}
    locked = {name for name, cell in lab.items() if cell.locked or cell.task}
    names = [_grade_id(cell) for cell in notebook.cells]
    own = [str(cell.source) for cell, name in zip(notebook.cells, names, strict=True) if name not in locked]
    hidden = Hidden(sheet.cells, own)
    cells, distrusted = [], False
    for place, (cell, name) in enumerate(zip(notebook.cells, names, strict=True)):
        told = lab.get(name) if name else None
        source = told.released if told and name in locked else str(cell.source)
        kind = cell.cell_type if cell.cell_type in ("code", "markdown") else "raw"
        made = NotebookNode(id=f"cell-{place}", cell_type=kind, source=source, metadata=NotebookNode())
        if told:
            made.metadata["nbgrader"] = _about(told, sheet)
        if kind == "markdown" and isinstance(cell.get("attachments"), dict):
            made["attachments"] = _attachments(cell["attachments"])
        if kind == "code":
            made["execution_count"] = None
            outputs = cell.get("outputs", [])
            if distrusted and outputs and name not in lab:
                made["outputs"] = [_text("(The outputs of this cell are not shown.)")]
            else:
                made["outputs"] = [one for output in outputs[:200] for one in _output(output, hidden)]
            distrusted = distrusted or name in sheet.distrusted
        cells.append(made)
    metadata = NotebookNode(language_info=NotebookNode(name="python", pygments_lexer="python"))
    return NotebookNode(cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5)


def _attachments(told: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Keep the pictures that a learner put into a text."""
    found = {
        name: {kind: _picture(_joined(forms[kind])) for kind in PICTURES if kind in forms}
        for name, forms in told.items()
        if isinstance(forms, dict)
    }
    return {name: {kind: text for kind, text in forms.items() if text} for name, forms in found.items()}


def _grade_id(cell: NotebookNode) -> str | None:
    about = cell.metadata.get("nbgrader")
    name = about.get("grade_id") if isinstance(about, dict) else None
    return name if isinstance(name, str) else None


def _about(told: SourceCell, sheet: Sheet) -> NotebookNode:
    about = NotebookNode(told.metadata())
    if told.name in sheet.scores:
        about["score"], about["points"] = sheet.scores[told.name]
    about["comment"] = sheet.comments.get(told.name)
    return about


def _text(said: str) -> NotebookNode:
    return NotebookNode(output_type="stream", name="stdout", text=said)


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _output(output: NotebookNode, hidden: Hidden) -> list[NotebookNode]:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        text = hidden.cleaned(_joined(output.get("text", ""))[:MOST])
        return [NotebookNode(output_type="stream", name=name, text=text)]
    if kind == "error":
        told = output.get("traceback") or [f"{output.get('ename')}: {output.get('evalue')}"]
        lines = map(str, told if isinstance(told, list) else [told])
        traceback = hidden.cleaned("\n".join(lines)[:MOST]).split("\n")
        return [NotebookNode(output_type="error", ename=str(output.get("ename")), evalue="", traceback=traceback)]
    if kind not in ("display_data", "execute_result") or not isinstance(output.get("data"), dict):
        return []
    made = NotebookNode(output_type=kind, data=_data(output["data"], hidden), metadata=NotebookNode())
    if kind == "execute_result":
        made["execution_count"] = None
    return [made]


def _data(data: dict[str, Any], hidden: Hidden) -> NotebookNode:
    """Choose the one form of an output that a page shows."""
    why = "it would run in your browser"
    if "text/html" in data:
        cleaned = clean_html(_joined(data["text/html"]))
        words = re.sub(r"<[^>]*>", "", cleaned)
        if (words.strip() or "<img" in cleaned) and not (hidden.shows(words) or hidden.shows(cleaned)):
            return NotebookNode({"text/html": cleaned})
        why = "nothing of it could be kept"
    for kind in PICTURES:
        if kind in data and (picture := _picture(_joined(data[kind]))):
            # one road for all pictures, so that no metadata of theirs are needed
            return NotebookNode({"text/html": f'<img alt="" src="data:{kind};base64,{picture}"/>'})
    if "image/svg+xml" in data and (drawing := _drawing(_joined(data["image/svg+xml"]), hidden)):
        coded = base64.b64encode(drawing.encode("utf-8", "replace")).decode()
        return NotebookNode({"text/html": f'<img alt="" src="data:image/svg+xml;base64,{coded}"/>'})
    if "text/markdown" in data:
        return NotebookNode({"text/markdown": hidden.cleaned(_joined(data["text/markdown"])[:MOST])})
    for kind in ("text/plain", "text/latex"):
        if kind in data:
            return NotebookNode({"text/plain": hidden.cleaned(_joined(data[kind])[:MOST])})
    kinds = ", ".join(sorted(map(str, data)))[:100]
    return NotebookNode({"text/plain": LEFT_OUT.format(kinds or "nothing", why)})


def _picture(text: str) -> str | None:
    compact = "".join(text.split())
    try:
        base64.b64decode(compact, validate=True)
    except (binascii.Error, ValueError):
        return None
    return compact if 0 < len(compact) <= PICTURE_MOST else None


def _drawing(text: str, hidden: Hidden) -> str | None:
    """Return an SVG drawing that only draws; others are not worth the risk."""
    if len(text) > PICTURE_MOST:
        return None
    first, *others = text.split("<!--")
    body = PROLOGUE.sub("", "".join([first, *(other.partition("-->")[2] for other in others)]), count=1)
    if IN_SVG.search(body) or hidden.shows(re.sub(r"<[^<>]*>", "", body)):
        return None
    return body if body.startswith("<svg") else None
