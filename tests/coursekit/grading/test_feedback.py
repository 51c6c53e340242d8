"""Feedback shows a learner's work and marks, and neither a hidden check nor a learner's script; stock shows both."""

import json
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from typer.testing import CliRunner

import stranger_course as made
from coursekit.cli import app
from coursekit.faults import CourseError
from coursekit.grading.cohort import Options, grade
from coursekit.grading.feedback import Choice, feedback
from coursekit.grading.folder import CourseFolder
from coursekit.grading.hiding import Hidden
from coursekit.grading.mending import SourceCell
from coursekit.grading.page import POLICY, Sheet, clean_html, page

SECRET = "assert square(-4) == 16"
CHECK = SourceCell(
    "test-square", "code", f"assert square(3) == 9\n{SECRET}, 'negative numbers'", "assert square(3) == 9",
    grade=True, locked=True, points=2.0,
)  # fmt: skip
CODED = "\x1b[1;32massert\x1b[0m \x1b[0msquare\x1b[0m\x1b[1;33m(-\x1b[0m\x1b[1;36m4\x1b[0m\x1b[1;33m)\x1b[0m == 16"
TRACEBACKS = {
    "coloured": f"----> 2 {CODED}, 'negative numbers'\n\nAssertionError: negative numbers",
    "plain": f'  File "<cell>", line 2\n    {SECRET}, "negative numbers"\nAssertionError',
    "a note": f"ValueError: no\nlook here: {SECRET}, 'negative numbers'",
    "a chain": f"KeyError: 1\n\nThe above was the cause:\n      1 x = 3\n----> 2 {SECRET}, 'negative numbers'",
}
PRINTED = {
    "source": f"assert square(3) == 9\n{SECRET}, 'negative numbers'",
    "as Python writes it": repr(f"assert square(3) == 9\n{SECRET}, 'negative numbers'"),
    "as JSON": json.dumps({"source": f"{SECRET}, 'negative numbers'"}),
    "letter by letter": "\n".join(f"{SECRET}, 'negative numbers'"),
    "coloured": f"{CODED}, 'negative numbers'",
}
RUNS = {
    "script": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "link": "<a href='javascript:alert(1)'>here</a>",
    "coded link": "<a href='&#106;avascript:alert(1)'>here</a>",
    "frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "drawing": "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "form": "<form action='https://example.org/alert'><input name=a></form>",
    "broken": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "mathematics": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "style": "<style>@import 'https://example.org/alert';</style>",
    "cover": "<div style='position:fixed;top:0;background:url(https://example.org/alert)'>alert</div>",
    "base": "<base href='https://example.org/alert'>",
    "spy": "<img src='https://example.org/alert.png'>",
}


def sheet(*cells, notes=(), distrusted=(), metadata=None):
    notebook = new_notebook(cells=list(cells), metadata=metadata or {})
    resources = {
        "unique_key": "problem", "output_files_dir": "problem_files", "metadata": {"name": "problem"},
        "nbgrader": {"notebook": "problem", "score": 1.0, "max_score": 2.0, "late_penalty": 0.0},
    }  # fmt: skip
    return Sheet(
        nbformat.writes(notebook), (CHECK,), {"test-square": (1.0, 2.0)}, {}, tuple(notes), resources,
        frozenset(distrusted), "0123",
    )  # fmt: skip


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    from nbgrader.converters import GenerateFeedback

    folder = made_by_hand(tmp_path_factory.mktemp("config"))
    return GenerateFeedback(coursedir=folder.course, parent=folder.app).config


def made_by_hand(root):
    (root / "nbgrader_config.py").write_text(made.CONFIG, encoding="utf-8")
    return CourseFolder(root)


def check_cell(*outputs):
    return new_code_cell(CHECK.source, metadata=made.about("test-square", grade=True, points=2), outputs=list(outputs))


def shows_the_secret(text):
    return Hidden([CHECK]).shows(text)


@pytest.mark.parametrize("text", [*TRACEBACKS.values(), *PRINTED.values()], ids=[*TRACEBACKS, *PRINTED])
def test_hidden_lines_are_replaced_in_every_kind_of_text(text):
    cleaned = Hidden([CHECK]).cleaned(text)
    assert shows_the_secret(text)
    assert not shows_the_secret(cleaned)
    assert "not shown" in cleaned


def test_other_text_stays_to_the_letter():
    text = "----> 1 assert square(3) == 9\n\nAssertionError: negative numbers\nx = 3  "
    assert Hidden([CHECK]).cleaned(text) == text


def test_a_line_that_the_learner_wrote_too_is_no_secret():
    assert Hidden([CHECK], [f"{SECRET}, 'negative numbers'"]).cleaned(SECRET) == SECRET


@pytest.mark.parametrize("kind", [*TRACEBACKS, *PRINTED])
def test_no_output_of_a_page_shows_a_hidden_check(config, kind):
    text = {**TRACEBACKS, **PRINTED}[kind]
    outputs = [
        new_output("error", ename="AssertionError", evalue=text, traceback=["Traceback", *text.split("\n\n")]),
        new_output("stream", name="stderr", text=text),
        new_output("display_data", data={"text/plain": text}),
        new_output("display_data", data={"text/html": "".join(f"<b>{letter}</b>" for letter in text)}),
        new_output("display_data", data={"text/markdown": text}),
        new_output("display_data", data={"image/svg+xml": f"<svg><text>{text}</text></svg>"}),
    ]
    text = page(sheet(check_cell(*outputs)), config)
    body = text[text.index("<body") :]
    assert not shows_the_secret(tags_off(body))
    assert "assert square(3) == 9" in " ".join(tags_off(body).split())


def tags_off(text):
    from bs4 import BeautifulSoup

    return BeautifulSoup(text, "html.parser").get_text()


@pytest.mark.parametrize("kind", RUNS)
def test_nothing_of_a_learner_runs_or_loads_in_a_page(config, kind):
    text = RUNS[kind]
    cells = [
        new_markdown_cell(text), new_raw_cell(text), new_markdown_cell(f"[x]({text}) ![y]({text})"),
        new_code_cell(
            "%%javascript\nalert(1)",
            metadata={"tags": [f'">{text}']},
            outputs=[
                new_output("display_data", data={"text/html": text}, metadata={"text/html": {"isolated": True}}),
                new_output("display_data", data={"text/markdown": text}),
                new_output("display_data", data={"image/svg+xml": f"<svg>{text}</svg>"}),
                new_output("display_data", data={"application/javascript": "alert(1)"}),
                new_output("display_data", data={"text/latex": text}),
                new_output("display_data", data={"application/vnd.jupyter.widget-view+json": {"model_id": text}}),
                new_output("display_data", data={"image/png": f'">{text}'}, metadata={"image/png": {"width": text}}),
                new_output("stream", name="stdout", text=text),
            ],
        ),
    ]  # fmt: skip
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": {"a": text}}}
    metadata = {"title": text, "widgets": widgets, "language_info": {"name": text, "pygments_lexer": "html"}}
    assert not what_runs(page(sheet(*cells, notes=[text], metadata=metadata), config))


def what_runs(text):
    """List what a browser would run or load, as a parser reads it that repairs as browsers do."""
    from bleach._vendor import html5lib

    found = []
    for element in html5lib.parse(text, namespaceHTMLElements=False).iter():
        name = str(element.tag).rpartition("}")[2].lower()
        if name in ("script", "iframe", "object", "embed", "base", "form", "input", "link", "svg", "math"):
            found.append(name)
        if name == "style" and "example.org" in (element.text or ""):
            found.append("style")
        for key, value in element.attrib.items():
            low = "".join(value.lower().split())
            if str(key).lower().startswith("on") or (
                key in ("href", "src") and low.startswith(("javascript:", "data:text"))
            ):
                found.append(f"{key}={value}")
            if key == "src" and not low.startswith("data:image/"):
                found.append(f"{key}={value}")
            if key == "style" and ("position" in low or "url(" in low):
                found.append(f"{key}={value}")
    return found


def test_tables_pictures_and_formatted_text_stay(config):
    import pandas as pd

    table = pd.DataFrame({"sku": ["bolt"], "quantity": [7]})._repr_html_()
    drawing = (
        '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg11.dtd">\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><!-- line --><defs>'
        '<path id="a" d="M 0 0"/></defs><use xlink:href="#a"/><g clip-path="url(#p)"/></svg>'
    )
    pasted = new_markdown_cell("**Bold** ![](attachment:a.png)", attachments={"a.png": {"image/png": "aGVsbG8="}})
    outputs = [
        new_output("display_data", data={"text/html": table, "text/plain": "table"}),
        new_output("display_data", data={"image/png": "aGVs\nbG8=", "text/plain": "picture"}),
        new_output("display_data", data={"image/svg+xml": drawing, "text/plain": "drawing"}),
    ]
    text = page(sheet(pasted, new_code_cell("x", outputs=outputs)), config)
    assert "<strong>Bold</strong>" in text
    assert "<td>bolt</td>" in text
    assert text.count("data:image/png;base64,aGVsbG8=") == 2
    assert "data:image/svg+xml;base64," in text
    assert ".dataframe tbody" not in tags_off(text[text.index("<body") :])


def test_a_page_begins_with_a_policy_that_forbids_scripts(config):
    text = page(sheet(new_markdown_cell("x")), config)
    assert text.index("Content-Security-Policy") < text.index("<title")
    assert POLICY in text
    assert "script-src" not in POLICY
    assert "<script" not in text


def test_what_comes_after_a_check_beside_tampering_code_is_not_shown(config):
    after = new_code_cell("show()", outputs=[new_output("stream", name="stdout", text="c2VjcmV0")])
    assert "c2VjcmV0" in page(sheet(check_cell(), after), config)
    assert "c2VjcmV0" not in page(sheet(check_cell(), after, distrusted=["test-square"]), config)


@pytest.mark.parametrize(
    "text", ["<b>" * 19_000, "<table>" * 19_000, "<b x='" * 10_000, "<style" * 10_000, "&" * 290_000]
)
def test_html_that_takes_long_to_read_is_read_or_left_out_in_seconds(text):
    import time

    begun = time.process_time()
    clean_html(text)
    assert time.process_time() - begun < 20


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = made.make_course(tmp_path_factory.mktemp("feedback"))
    wrong = {**made.RIGHT, "square": "def square(x):\n    return 3 * abs(x)"}
    made.submit(root, "ann", made.RIGHT)
    made.submit(root, "bo", {**wrong, "why": "Why?<script>alert(1)</script>"})
    made.submit(root, "cy", change=lambda _: "no notebook")
    for learner in ("ann", "bo", "cy"):
        for name, text in (
            ("timestamp.txt", "2026-05-01 10:00:00 UTC"),
            ("submission_secret.txt", f"secret {learner}"),
        ):
            (root / "submitted" / learner / "ps1" / name).write_text(text, encoding="utf-8")
    grade(CourseFolder(root), None, Options(jobs=1))
    first = feedback(CourseFolder(root), None, Choice(jobs=2))
    return root, {one.learner: one for one in first}


def page_of(root, learner):
    return (root / "feedback" / learner / "ps1" / "problem.html").read_text(encoding="utf-8")


def test_every_graded_notebook_gets_its_page_with_marks_where_nbgrader_looks_for_it(course):
    root, pages = course
    assert {one.state for one in pages.values()} == {"made"}
    assert "problem (Score: 4.0 / 7.0)" in page_of(root, "ann")
    assert "problem (Score: 2.0 / 7.0)" in page_of(root, "bo")
    assert not shows_the_secret(page_of(root, "bo"))
    assert not what_runs(page_of(root, "bo"))


def test_a_learner_reads_why_a_notebook_could_not_be_graded(course):
    assert "is not JSON" in page_of(course[0], "cy")


def test_nbgrader_releases_these_pages_as_ever(course, tmp_path):
    from nbgrader.utils import notebook_hash

    root, _ = course
    exchange = tmp_path / "exchange"
    (exchange / "stranger" / "feedback").mkdir(parents=True)
    (exchange / "stranger" / "feedback").chmod(0o711)
    exchange.chmod(0o777)
    made.run_nbgrader(root, "ReleaseFeedbackApp", "ps1", f"--Exchange.root={exchange}", "--course=stranger")
    released = {file.name for file in (exchange / "stranger" / "feedback").glob("*.html")}
    assert f"{notebook_hash(secret='secret ann', notebook_id='problem')}.html" in released
    assert len(released) == 3


def test_only_what_changed_is_made_again(course, tmp_path):
    from nbgrader.api import Gradebook

    root = tmp_path / "course"
    shutil.copytree(course[0], root)
    folder = CourseFolder(root)
    states = [one.state for one in feedback(folder, ["ps1"], Choice(jobs=1))]
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "stranger") as book:
        book.find_grade("why", "problem", "ps1", "ann").manual_score = 3
        book.find_comment("why", "problem", "ps1", "ann").manual_comment = "*Well* said<script>alert(1)</script>"
        book.db.commit()
    again = {one.learner: one.state for one in feedback(folder, None, Choice(jobs=1))}
    forced = [one.state for one in feedback(folder, None, Choice(learner="bo", force=True, jobs=1))]
    assert states == ["up to date"] * 3
    assert again == {"ann": "made", "bo": "up to date", "cy": "up to date"}
    assert forced == ["made"]
    assert "problem (Score: 7.0 / 7.0)" in page_of(root, "ann")
    assert "<em>Well</em> said" in page_of(root, "ann")


def test_what_cannot_be_shown_is_told_and_the_others_get_their_pages(course, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(course[0], root)
    (root / "autograded" / "ann" / "ps1" / "problem.ipynb").write_text("{", encoding="utf-8")
    (root / "autograded" / "cy" / "ps1" / ".problem.ipynb.unfinished").touch()
    ran = CliRunner().invoke(app, ["feedback", "ps1", "--force", "--jobs", "1", "--root", str(root), "--json"])
    told = {one["learner"]: (one["state"], one["said"]) for one in json.loads(ran.stdout)}
    assert ran.exit_code == 1
    assert told["ann"] == ("failed", "The graded notebook is no notebook. Run coursekit grade --force.")
    assert told["cy"] == ("failed", "Grading was cut off. Run coursekit grade again.")
    assert told["bo"][0] == "made"


def test_the_command_says_how_many_pages_there_are(course):
    ran = CliRunner().invoke(app, ["feedback", "--student", "bo", "--jobs", "1", "--root", str(course[0])])
    assert (ran.exit_code, ran.stdout) == (0, "1 pages: 0 made, 1 up to date, 0 failed.\n")


def test_a_learner_who_is_not_graded_is_told_to_the_trainer(course):
    with pytest.raises(CourseError, match="Nothing of dee is graded for ps1"):
        feedback(CourseFolder(course[0]), None, Choice(learner="dee"))


@pytest.mark.slow
def test_stock_shows_hidden_checks_and_scripts_where_ours_does_not(tmp_path):
    root = made.make_course(tmp_path)
    shows = "from IPython.display import HTML, display\ndisplay(HTML('<script>alert(1)</script>'))\ntotal = 14"
    spy = "import inspect, sys\ndef square(x):\n    if x < 0:\n        raise ValueError(In[-1])\n    return x * x"
    made.submit(root, "eve", {**made.RIGHT, "square": spy, "total": shows, "why": "<img src=x onerror=alert(1)>"})
    made.run_nbgrader(root, "AutogradeApp", "ps1")
    made.run_nbgrader(root, "GenerateFeedbackApp", "ps1")
    stock = page_of(root, "eve")
    [ours] = feedback(CourseFolder(root), None, Choice(jobs=1))
    assert "<script>alert(1)</script>" in stock
    assert "onerror=" in stock
    assert shows_the_secret(tags_off(stock))
    assert ours.state == "made"
    assert not what_runs(page_of(root, "eve"))
    assert not shows_the_secret(tags_off(page_of(root, "eve")))
