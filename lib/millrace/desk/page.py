"""START-HERE as a page: the next step as one link, the points so far, the modules with their minutes."""

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from millrace.desk.overview import Lab, Lesson, Module, Overview
from millrace.errors import counted

__all__ = ["link", "page_of", "section_number"]

FOR_WHOM = (
    "This course is for people who run or work in shops, workshops and offices, and do not program.",
    "You learn on the messy data of one sample company, Lantern Bridge Leather.",
    "Afterwards the same steps work on your own files.",
)
WHAT_COUNTS = (
    "These are the points that your checks showed when the labs were last saved. Validate, the button above a lab, "
    "runs everything again, and says why where its points are others; the marks that count are your trainer's."
)


def page_of(overview: Overview) -> str:
    """Write START-HERE.

    Parameters
    ----------
    overview : Overview
        From `millrace.desk.overview.overview_of`.

    Returns
    -------
    str
        HTML without scripts or styles. Links name a notebook below the folder; the cell to go to is in ``data-cell``.
    """
    return "\n".join(
        [
            "<h1>Start here</h1>",
            f"<p>{'<br>'.join(FOR_WHOM)}</p>",
            *_next(overview),
            *_remarks(overview.remarks),
            *_points(overview),
            *_modules(overview.modules),
        ]
    )


def link(path: str, words: str, *, cell: str = "") -> str:
    """Write a link to a notebook.

    Parameters
    ----------
    path : str
        The notebook, relative to the page.
    words : str
        What the link says.
    cell : str
        The id of the cell to go to.

    Returns
    -------
    str
        HTML that JupyterLab follows also in a notebook.

    Examples
    --------
    >>> link("01-a/lab.ipynb", "Open it", cell="text-1")
    '<a href="01-a/lab.ipynb#cell-id=text-1" data-path="01-a/lab.ipynb" data-cell="text-1">Open it</a>'
    """
    place = f"#cell-id={quote(cell)}" if cell else ""
    about = f' data-cell="{escape(cell)}"' if cell else ""
    return f'<a href="{escape(quote(path))}{place}" data-path="{escape(path)}"{about}>{escape(words)}</a>'


def section_number(section: str) -> str:
    """Return the number of a section, or its whole heading where it has none.

    Examples
    --------
    >>> section_number("4. Dollars and dirhams"), section_number("The end")
    ('4', 'The end')
    """
    number, point, _ = section.partition(".")
    return number if point and number.isdigit() else section


def _next(overview: Overview) -> Iterable[str]:
    step = overview.next
    yield "<h2>Your next step</h2>"
    if step:
        yield f'<p class="millrace-next">{link(step.path, step.words, cell=step.place)}</p>'
        yield f"<p>{escape(step.hint)}</p>" if step.hint else ""
    elif overview.modules:
        yield "<p>Every check has passed and every text is written. Hand your labs in, then open own-files below.</p>"
    else:
        yield "<p>There is nothing to open yet.</p>"


def _remarks(remarks: list[str]) -> Iterable[str]:
    if remarks:
        yield "<h2>Please look at this</h2>"
        yield f"<ul>{''.join(f'<li>{escape(remark)}</li>' for remark in remarks)}</ul>"


def _points(overview: Overview) -> Iterable[str]:
    standings = overview.standings
    if not standings:
        return
    earned, of = sum(one.points for one in standings), sum(one.of for one in standings)
    texts = [text for one in standings for text in one.texts]
    written = sum(text.state == "right" for text in texts)
    yield "<h2>Your points so far</h2>"
    said = f" {written} of {counted(len(texts), 'text')} written; your trainer reads them." if texts else ""
    yield f"<p><strong>{earned:g} of {of:g} points</strong> by checks.{said}</p>"
    yield f"<p>{WHAT_COUNTS}</p>"


def _modules(modules: list[Module]) -> Iterable[str]:
    if not modules:
        return
    yield "<h2>The modules</h2>"
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Module", "Lesson", "Lab", "Own files"))
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    yield from map(_row, modules)
    yield "</tbody></table>"


def _row(module: Module) -> str:
    lesson = _lesson(module.lesson, module.lesson_minutes) if module.lesson else "not here"
    lab = _lab(module.lab, module.lab_minutes) if module.lab else "not here"
    several = len(module.reports) > 1
    reports = "<br>".join(
        link(path, f"own files {number}" if several else "own files") for number, path in enumerate(module.reports, 1)
    )
    cells = "".join(f"<td>{cell}</td>" for cell in (lesson, lab, reports or "–"))
    return f'<tr><th scope="row">{module.number} {escape(module.title)}</th>{cells}</tr>'


def _lesson(lesson: Lesson, minutes: int) -> str:
    done = "not begun" if not lesson.run else f"{lesson.run} of {lesson.cells} boxes run"
    time = f", {minutes} minutes" if minutes else ""
    checks = "practice check" if lesson.practice == 1 else f"{lesson.practised} of {lesson.practice} practice checks"
    practice = f", ✓ {checks} right" if lesson.practised else ""
    return f"{link(lesson.path, 'lesson')}{time}<br>{'✓ read to the end' if lesson.at_end else done}{practice}"


def _lab(lab: Lab, minutes: list[int]) -> str:
    one = lab.standing
    time = f", {' + '.join(map(str, minutes))} minutes" if minutes else ""
    done = "✓ " if one.next is None else ""
    said = [f"{done}{one.points:g} of {one.of:g} points" if one.begun else "not begun"]
    if one.begun and one.texts:
        said.append(f"{sum(text.state == 'right' for text in one.texts)} of {counted(len(one.texts), 'text')} written")
    if one.again:
        places = ", ".join(dict.fromkeys(section_number(step.section) for step in one.again))
        said.append(f"answer changed since its check: run the check again in section {escape(places)}")
    return f"{link(lab.path, 'lab')}{time}<br>{'<br>'.join(said)}"
