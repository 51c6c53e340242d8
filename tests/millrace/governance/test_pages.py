"""Documents hold what was answered, list what was not, read easily, and are written whole or not at all."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from millrace import explain
from millrace.errors import ArgumentError, FileError
from millrace.governance import (
    decision_record,
    document,
    drift,
    duties,
    model_card,
    notice,
    questions,
    reading_age,
)
from millrace.governance.asked import HEADINGS

NOTICE = {
    "company": "the office of the park",
    "decision": "whom we ask to an interview.",
    "tool": "It gives points from 0 to 100 for what is on your form.",
    "weight": "From 60 points on we ask you to come. Your work sample counts too.",
    "inputs": ["your school", "your work so far", "your way to work"],
    "not_inputs": ["your name", "your sex"],
    "who_decides": "The head of the office decides. She may decide against the tool.",
    "ask": "Write to us, and we tell you which points you got for what.",
    "correct": "Bring the paper that shows it.",
    "object": "Do so within four weeks.",
    "contact": "the desk at the gate",
    "kept": "We keep your data for one year. Only the office sees them.",
}


def filled(page):
    return {key: f"Answer to {key}." for key in questions(page)["key"]}


@pytest.mark.parametrize(
    ("make", "page"), [(model_card, "model_card"), (decision_record, "decision_record"), (notice, "notice")]
)
def test_every_answer_is_in_the_page_and_every_missing_one_is_listed(make, page):
    whole = make(filled(page), dated="2025-12-01")
    assert whole.not_answered == ()
    assert "Not answered yet" not in whole.markdown
    empty = make({}, dated="2025-12-01")
    assert list(empty.not_answered) == questions(page)["question"].tolist()
    for key in questions(page)["key"]:
        assert f"Answer to {key}" in whole.markdown
        some = make({k: v for k, v in filled(page).items() if k != key}, dated="2025-12-01")
        assert len(some.not_answered) == 1
        assert some.not_answered[0] in some.markdown
        assert f"Answer to {key}." not in some.markdown


@pytest.mark.parametrize("nothing", [None, "", "  ", ..., [], [None]])
def test_an_empty_answer_is_no_answer(nothing):
    assert (
        "Which role answers for it in our company?" in model_card({"owner": nothing}, dated="2025-12-01").not_answered
    )


def test_the_notice_can_be_read_at_thirteen_and_says_what_people_can_do():
    page = notice(NOTICE, dated="2025-12-01")
    assert page.reading_age < 13
    assert page.not_answered == ()
    assert "It does not use: your name, your sex." in page.markdown
    assert "We decide whom we ask to an interview." in page.markdown
    hard = notice(
        NOTICE | {"tool": "Algorithmically determined characteristics necessitate organisational consideration."},
        dated="2025-12-01",
    )
    assert hard.reading_age > page.reading_age


def test_reading_age_is_the_formula_worked_by_hand():
    text = "The tool gives some points. We look at them."
    letters, words, sentences = 34, 9, 2
    grade = 0.0588 * (100 * letters / words) - 0.296 * (100 * sentences / words) - 15.8
    assert reading_age(text) == round(max(grade + 5, 0), 1)
    assert reading_age("") == 0


def test_a_card_holds_what_was_measured():
    rng = np.random.default_rng(1)
    people = pd.DataFrame({"test": rng.normal(60, 10, 400).round(), "gap": rng.integers(0, 30, 400)})
    people["score"] = 0.8 * people["test"] - 0.4 * people["gap"] + 15 - 4.0 * (people.index >= 200)
    columns = ["test", "gap"]
    ours = explain.stand_in(people[:200], score="score", columns=columns, threshold=58)
    found = drift(people[:200], people[200:], columns=columns, score="score", threshold=58, draws=40)
    audit = pd.DataFrame({"group": ["a", "b"], "selection_rate": [0.5, 0.25], "people": [1200, 3]})
    card = model_card(
        {}, dated=date(2025, 12, 1), audit=audit, explained=ours, found_drift=found, tables={"Duties": duties()}
    )
    for part in (
        "| group | selection rate | people |",
        "| a | 0.500 | 1,200 |",
        found.sentence,
        ours.fidelity["sentence"].item(),
        "## Duties",
    ):
        assert part in card.markdown
    assert "not legal advice" in card.markdown
    record = decision_record({}, dated="2025-12-01", audit=audit)
    assert "| b | 0.250 | 3 |" in record.markdown


def test_rows_of_people_do_not_get_into_a_document():
    with pytest.raises(ArgumentError, match="rows of people do not belong in it") as found:
        model_card({}, dated="2025-12-01", audit=pd.DataFrame({"name": [f"Person {n}" for n in range(200)]}))
    assert "Person" not in str(found.value)


def test_cells_with_bars_and_line_breaks_stay_in_their_cell():
    table = pd.DataFrame({"a": ["x|y\nz", None], "b": [True, 2.5]})
    rows = document("T", parts={"P": table}, dated="2025-12-01").markdown.splitlines()
    assert "| x\\|y z | yes |" in rows
    assert "|  | 2.500 |" in rows


def test_both_forms_hold_the_same_words(tmp_path):
    from docx import Document as Word

    page = model_card(filled("model_card"), dated="2025-12-01", audit=pd.DataFrame({"group": ["a"], "rate": [0.5]}))
    text = page.write(tmp_path / "card.md").read_text(encoding="utf-8")
    assert text == page.markdown
    word = Word(str(page.write(tmp_path / "card.docx")))
    lines = [one.text for one in word.paragraphs]
    assert lines[0] == page.title
    assert all(f"Answer to {key}." in lines for key in questions("model_card")["key"])
    assert [cell.text for cell in word.tables[0].rows[1].cells] == ["a", "0.500"]
    assert [one.text for one in word.paragraphs if one.style.name == "Heading 1"] == list(HEADINGS["model_card"])
    assert not any("**" in line for line in lines)
    assert word.core_properties.author == ""


def test_nothing_is_overwritten_unless_asked_and_no_half_file_is_left(tmp_path, monkeypatch):
    page = document("T", parts={"P": "text"}, dated="2025-12-01")
    path = page.write(tmp_path / "page.md")
    with pytest.raises(FileError, match="already"):
        page.write(path)
    other = document("Other", parts={"P": "text"}, dated="2025-12-01")
    assert other.write(path, replace=True).read_text(encoding="utf-8").startswith("# Other")
    monkeypatch.setattr(
        "millrace.governance.documents._write_text", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    with pytest.raises(FileError, match="cannot be written"):
        page.write(path, replace=True)
    assert [one.name for one in tmp_path.iterdir()] == ["page.md"]
    assert path.read_text(encoding="utf-8").startswith("# Other")
    with pytest.raises(ArgumentError, match=r"\.md or \.docx"):
        page.write(tmp_path / "page.pdf")
    with pytest.raises(FileError, match="cannot be written"):
        document("T", parts={"P": "text"}, dated="2025-12-01").write(tmp_path / "nowhere" / "page.docx")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: model_card({"ownr": "x"}, dated="2025-12-01"), "Did you mean 'owner'"),
        (lambda: model_card("owner", dated="2025-12-01"), "Pairs of key and text"),
        (lambda: model_card({"owner": 5}, dated="2025-12-01"), "A text, a list of texts or a table"),
        (lambda: model_card({}, dated="yesterday"), "A day was expected"),
        (lambda: notice({}, dated=None), "A day was expected"),
        (lambda: questions("card"), "model_card"),
        (lambda: model_card({}, dated="2025-12-01", found_drift="x"), "What drift returns"),
        (lambda: model_card({}, dated="2025-12-01", explained="x"), "What stand_in or of_model returns"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(make, says):
    with pytest.raises(ArgumentError, match=says):
        make()


def test_every_heading_of_ours_has_its_place_in_the_frameworks():
    table = duties()
    for page, heads in HEADINGS.items():
        mapped = table[table["page"].str.contains(page.replace("_", " "))]["heading"]
        assert set(heads) <= set(mapped)
    assert (table["status"] == "not legal advice").all()
    text = " ".join(table.astype(str).to_numpy().ravel())
    for needed in (
        "Art. 26",
        "Art. 27",
        "Art. 50",
        "Art. 86",
        "Annex III point 4",
        "5(b)",
        "GOVERN",
        "MAP",
        "MEASURE",
        "MANAGE",
    ):
        assert needed in text
    assert not table.eq("").any(axis=None)
