"""``millrace report readiness`` from end to end: filled-in questionnaires become one page and one workbook."""

import re

import pandas as pd
import pytest
from typer.testing import CliRunner

from millrace import cli, readiness
from millrace.errors import ArgumentError, ColumnError, FileError
from millrace.reports import find_report
from millrace.reports import readiness as report

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age
NEEDS = find_report("readiness").needs
NUMBERS = range(1, 21)


def run(*words):
    return CliRunner().invoke(cli.app, ["report", "readiness", *map(str, words)])


def table(*people, roles=("Inhaber", "Werkstatt", "Verkauf", "Lager", "Büro")):
    rows = [[role, "Li Wei", *(one.get(n, 2) for n in NUMBERS)] for role, one in zip(roles, people, strict=False)]
    return pd.DataFrame(rows, columns=["Rolle", "Name", *(f"Frage {n}" for n in NUMBERS)])


FIVE = ({9: 0}, {9: "4 "}, {9: 4, 13: "weiß nicht"}, {13: "不知道", 5: "oft, sagt Li Wei"}, {13: "?", 6: ""})


@pytest.fixture
def five(tmp_path):
    path = tmp_path / "umfrage.csv"
    table(*FIVE).to_csv(path, index=False, sep=";", encoding="utf-8-sig")
    return path


def test_five_people_become_a_page_and_a_workbook_without_names(five, tmp_path):
    before = five.read_bytes()
    done = run(five, "--to", tmp_path / "made")
    assert done.exit_code == 0, done.output
    assert five.read_bytes() == before
    page = (tmp_path / "made" / "umfrage-readiness.html").read_text(encoding="utf-8")
    for wanted in (
        "5 people answered (5 gave a role)", "100 answers asked for = 95 with a level + 3 don&#x27;t know + 2 open",
        "1 other column not used", "One next step:", "Talk about question 9 first", "none of the five answers",
        "UK AI Management Essentials", "数字化基础", "Werkstatt", "Roles come from the column &#x27;Rolle&#x27;",
    ):  # fmt: skip
        assert wanted in page, wanted
    assert len(re.findall("<img [^>]*alt=.Chart: ", page)) == 1
    book = pd.read_excel(tmp_path / "made" / "umfrage-readiness.xlsx", sheet_name=None, engine="calamine")
    assert list(book) == ["summary", "axes", "questions", "by role", "frameworks", "set aside"]
    assert book["by role"]["role"].tolist() == ["Inhaber", "Werkstatt", "Verkauf", "Lager", "Büro"]
    everything = page + "".join(sheet.to_csv() for sheet in book.values())
    for unwanted in ("Li Wei", "sagt", "<script", "Traceback", "import readiness"):
        assert unwanted not in everything, unwanted


@pytest.mark.parametrize(
    ("change", "words", "says"),
    [
        (lambda t: t[["Rolle", "Name"]], [], "No questions were recognised"),
        (lambda t: t.assign(**{f"Frage {n}": "" for n in NUMBERS}), [], "Nobody answered"),
        (lambda t: t, ["--column", "role=Role"], "Did you mean 'Rolle'"),
        (lambda t: t, ["--set", "role=owner"], "no setting 'role'.*Did you mean 'roles'"),
        (lambda t: t, ["--set", "roles=owner, sales"], "5 people answered"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(tmp_path, change, words, says):
    path = tmp_path / "answers.csv"
    change(table(*FIVE)).to_csv(path, index=False)
    done = run(path, *words)
    assert done.exit_code == 1
    assert re.search(says, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["answers.csv"]


def opened(made, **named):
    return report.open_file(made, needs=NEEDS, **named)


def test_the_one_without_a_role_is_not_left_over():
    gave = opened(table(*FIVE, roles=("a", "b", "c", "d", None)))
    assert "would be the one who is left" in report.by_role(gave).text
    assert "would be the one" in report.sheets(gave, [])["by role"].to_string()
    assert "c" in report.by_role(opened(table(*FIVE, roles=("a", "b", "c", None, None)))).text
    assert "Nobody gave a role" in report.by_role(opened(table(*FIVE), columns={"role": "-"})).text


def test_a_person_without_any_answer_is_set_aside_on_the_page():
    made = opened(table(*FIVE, dict.fromkeys(NUMBERS, ""), roles="abcdef"))
    assert len(made.gathered.people) == 5
    assert re.search(r"row 6 of the table\s+all\s+no answer that can be read", repr(made))
    assert len(report.sheets(made, [])["set aside"]) == 2


def test_two_people_agree_on_nothing_and_one_has_a_page_too():
    both = opened(table({9: 0}, {9: 4}))
    assert "cannot be said" in report.check_differences(both).found[0]
    assert not report.check_differences(both).action
    alone = opened(table({9: 0}))
    standing = report.check_standing(alone)
    assert standing.action == readiness.assess(dict.fromkeys(NUMBERS, 2) | {9: 0}).next_step
    assert "1 answered" in report.limits(alone).text


def test_a_question_about_a_job_is_no_column_of_roles():
    words = dict(zip(NUMBERS, readiness.questions()["question"], strict=True))
    made = table(*FIVE).rename(columns={f"Frage {n}": words[n] for n in NUMBERS}).drop(columns=["Rolle"])
    assert [one.name for one in opened(made).gathered.people] == [""] * 5
    asked = table(*FIVE).rename(columns={"Rolle": "Abteilung"}).assign(Funktionsbereich="x", Abteilungsleiter="y")
    assert opened(asked).gathered.people[0].name == "Inhaber"
    assert opened(asked).role == "Abteilung"


def test_questions_in_rows_with_names_as_headers_name_nobody():
    turned = table(*FIVE).drop(columns=["Rolle", "Name"]).T.reset_index()
    turned.columns = ["Frage", "Li Wei", "Wang Fang", "Zhao", "Q", "R"]
    made = opened(turned)
    everything = repr(made) + report.by_role(made).text + repr(report.check_differences(made))
    assert "Wang" not in everything
    assert made.gathered.layout == "one row per question"
    with pytest.raises((ArgumentError, ColumnError)):
        opened(turned.assign(Frage="?"))


def save_one(folder, name, levels, role=""):
    return readiness.save(readiness.assess(dict.fromkeys(NUMBERS, 2) | levels, name=role), folder / name)


def handed_in(folder):
    """Fill a folder as five people do: three forms, a saved questionnaire, an untouched one, and what is none."""
    folder.mkdir()
    for number, level in enumerate((0, 4, 4), start=1):
        one = table({9: level}, roles=("",)).drop(columns=["Rolle", "Name"])
        turned = one.T.reset_index().rename(columns={"index": "no", 0: "your answer"})
        turned.to_excel(folder / f"Li Wei {number}.xlsx", index=False)
    save_one(folder, "readiness.json", {9: 3}, role="owner")
    table({9: 1}, roles=("sales",)).to_csv(folder / "a.csv", index=False)
    readiness.blank(folder / "untouched.xlsx")
    pd.DataFrame({"sku": ["A"], "pieces": [1]}).to_csv(folder / "z.csv", index=False)
    (folder / "notes.docx").write_bytes(b"no table")
    (folder / "~$Li Wei 1.xlsx").write_bytes(b"locked")
    return folder


def test_what_module_00_saved_is_read(tmp_path):
    made = opened(save_one(tmp_path, "readiness.json", {9: 0}, role="owner"))
    assert [one.name for one in made.gathered.people] == ["owner"]
    assert made.gathered.people[0].levels[8] == 0
    assert "saved by one person. 1 person answered (1 gave a role)" in repr(made)
    done = run(tmp_path / "readiness.json", "--to", tmp_path / "made")
    assert done.exit_code == 0, done.output
    assert "1 person answered" in (tmp_path / "made" / "readiness-readiness.html").read_text(encoding="utf-8")


def test_a_saved_questionnaire_without_answers_or_damaged_is_told(tmp_path):
    with pytest.raises(ArgumentError, match="Nobody answered anything in it"):
        opened(readiness.save(readiness.assess({1: None}), tmp_path / "empty.json"))
    (tmp_path / "half.json").write_text('{"made_by": "millrace readiness", "answers": {"1": 2', encoding="utf-8")
    with pytest.raises(FileError, match="damaged or half-written"):
        opened(tmp_path / "half.json")


def test_files_of_several_people_in_a_folder_are_joined_and_no_file_is_named(tmp_path):
    folder = handed_in(tmp_path / "answers")
    made = opened(folder)
    assert sorted(one.levels[8] for one in made.gathered.people) == [0, 1, 3, 4, 4]
    assert [one.name for one in made.gathered.people if one.name] == ["sales", "owner"]
    assert made.gathered.set_aside["place"].tolist() == ["file 6", "file 7"]
    assert "7 files in the order of their names. 5 people answered" in repr(made)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = run(folder)
    assert done.exit_code == 0, done.output
    page = (tmp_path / "answers-readiness.html").read_text(encoding="utf-8")
    assert "5 people answered" in page
    assert "Li Wei" not in page
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_results_of_a_report_in_the_folder_are_no_questionnaire(tmp_path):
    folder = handed_in(tmp_path / "answers")
    done = run(folder, "--to", folder)
    assert done.exit_code == 0, done.output
    assert len(opened(folder).gathered.people) == 5


def test_a_folder_without_questionnaires_is_told_and_other_reports_take_none(tmp_path):
    (tmp_path / "empty").mkdir()
    assert "no questionnaire in the folder 'empty'" in run(tmp_path / "empty").stderr
    pd.DataFrame({"sku": ["A"]}).to_csv(tmp_path / "empty" / "a.csv", index=False)
    pd.DataFrame({"sku": ["A"]}).to_csv(tmp_path / "empty" / "b.csv", index=False)
    with pytest.raises(ArgumentError, match="None of 2 files is a questionnaire"):
        opened(tmp_path / "empty")
    other = CliRunner().invoke(cli.app, ["report", "data-quality", str(tmp_path / "empty")])
    assert "is a folder" in other.stderr


def test_roles_may_be_told_for_a_folder_in_the_order_of_its_files(tmp_path):
    folder = handed_in(tmp_path / "answers")
    assert [one.name for one in opened(folder, roles=list("abcde")).gathered.people] == list("abcde")
    with pytest.raises(ArgumentError, match="5 people answered"):
        opened(folder, roles=["a"])
    assert [one.name for one in opened(folder, columns={"role": "-"}).gathered.people if one.name] == ["owner"]
