"""The check of a lab is green for a sound lab, and names what is wrong with each unsound one."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from coursekit.authoring.build import products, write_products
from coursekit.authoring.marks import read_lab
from coursekit.checking.check import Settings, check_labs
from coursekit.checking.leaks import leaks_in, secret_lines
from coursekit.checking.marking import mark_notebook
from coursekit.cli import app

TINY = Path(__file__).parents[1] / "tiny"
LAB, ATTEMPTS = ((TINY / f"{name}.txt").read_text(encoding="utf-8") for name in ("lab", "attempts"))
FAST = Settings(variants=1, mutants=12, jobs=2, seconds=5)


def test_a_new_module_passes_build_and_check_at_once(course):
    runner = CliRunner()
    root = ["--root", str(course.root)]
    for command in (["new", "08-cash-flow"], ["build"], ["build", "--check"]):
        done = runner.invoke(app, [*command, *root])
        assert done.exit_code == 0, done.output
    done = runner.invoke(app, ["check", "08", "--json", "--variants", "1", *root])
    assert done.exit_code == 0, done.output
    [report] = json.loads(done.stdout)
    assert report["ok"] is True
    assert (report["points"], report["answers"], report["essays"]) == (5, 1, 1)
    assert (report["right"], report["wrong"], report["variants"]) == ([2, 2], [3, 3], [1, 1])
    killed, counted = report["mutants"]
    assert killed == counted > 5
    refused, borrowed = report["borrowed"]
    assert refused == borrowed >= 1
    for made, least in (("equivalents", 15), ("spoilers", 15), ("alone", 1)):
        good, total = report[made]
        assert good == total >= least
    assert report["choices"] == [1, 1]
    quick = json.loads(runner.invoke(app, ["check", "08", "--json", "--variants", "1", "--quick", *root]).stdout)[0]
    assert quick["ok"] is True
    assert 3 * quick["spoilers"][1] <= report["spoilers"][1] + 6
    assert quick["mutants"][1] <= 4 < report["mutants"][1]
    assert quick["equivalents"][0] == quick["equivalents"][1] < report["equivalents"][1]
    made = sorted(p.name for p in course.root.iterdir())
    assert made == ["course", "datasets", "labs", "lib", "nbgrader_config.py", "solutions"]


STUMBLING = LAB.replace("answer.is_number()", "answer.value")
GULLIBLE = LAB.replace("answer.that(total == sum((3, 1, 2))", "answer.that(abs(total - 6) < 0.05")
EXEMPT = """
# %% [markdown] exempt="total" name="a little too much"
# Nobody counts hundredths of a piece here.

# %% [markdown] exempt="total" name="no number"
# This mark is left over from long ago.
"""
NEEDS_MORE = LAB.replace("checks\n\nnumbers", "checks\n\n# %%\nnumbers")
NEEDS_MORE = NEEDS_MORE.replace("answer = checks", 'globals()["numbers"]\nanswer = checks')
WEAK = LAB[: LAB.index("answer = checks")] + "checks.answer\n"
GUESSED = LAB.replace("== sum((3, 1, 2))", "== 6 - int(__import__('os').environ.get('MILLRACE_VARIANT', 0))")
SLIPS = (
    ATTEMPTS.replace("total = len(numbers)", "total = 6")
    .replace('says="above zero"', 'says="encoding"')
    .replace("total = sum(numbers[1:])", "total = 'six'")
    .replace("+ numbers[1]", "+ 7")
)
UNSOUND = {
    "00-sound": (LAB, ATTEMPTS),
    "01-weak": (WEAK, ATTEMPTS),
    "02-solution": (LAB.replace("sum(numbers) + 0", "sum(numbers) + 1"), ATTEMPTS),
    "03-given": (LAB.replace("numbers = [3, 1, 2]", "numbers = nothing"), ATTEMPTS),
    "04-attempts": (STUMBLING, SLIPS),
    "06-forms": (STUMBLING.replace("total == sum", "type(total) is int and total == sum"), ATTEMPTS),
    "07-exempt": (GULLIBLE.replace('answer="total"', 'answer="total" choice=true'), ATTEMPTS + EXEMPT),
    "08-alone": (NEEDS_MORE, ATTEMPTS),
    "05-number": (GUESSED.replace('checks.answer("total")', "checks.Answer('total', globals()['total'])"), ATTEMPTS),
}


@pytest.fixture(scope="module")
def reports(unsound_course):
    course = unsound_course(UNSOUND)
    write_products(course, products(course, course.modules()))
    edited = course.root / "labs/05-number/lab.ipynb"
    edited.write_bytes(edited.read_bytes().replace(b"[3, 1, 2]", b"[3, 1, 9]"))
    return {report.lab: report for report in check_labs(course, course.modules(), settings=FAST)}


@pytest.mark.parametrize(
    ("name", "column", "says"),
    [
        ("01-weak", "wrong", "is not caught"),
        ("02-solution", "solution_full", "the solution earns 0 of 2 points at check-total: Not yet:"),
        ("03-given", "solution_full", "course/03-given/lab.py:1: the solution does not pass: the given cell"),
        ("04-attempts", "wrong", "'the count' is not caught"),
        ("04-attempts", "wrong", "'minus' is caught, but its message does not help"),
        ("04-attempts", "wrong", "'the first one forgotten' breaks the check"),
        ("04-attempts", "right", "'by hand' does not pass"),
        (
            "06-forms",
            "equivalents",
            "the equivalent 'a float' is refused (failed). The learner sees: Not yet: The total is",
        ),
        ("06-forms", "equivalents", "or exempt it.\n      total = float(total)"),
        ("06-forms", "equivalents", "the equivalent 'a column of one number' breaks the check"),
        (
            "01-weak",
            "spoilers",
            "the spoiler '1 % off' is not caught (passed). Let the check look at it, or exempt it.\n",
        ),
        ("01-weak", "alone", "the check does not stand alone (passes untouched)"),
        ("08-alone", "alone", "does not stand alone (check broke). The learner sees: KeyError: 'numbers'"),
        ("05-number", "variants", "variant 1:"),
        ("05-number", "untouched_zero", "raw KeyError at check-total"),
        ("05-number", "variants", "Run 'coursekit build 05-number'"),
    ],
)
def test_what_falls_short_is_named_with_the_fix(reports, name, column, says):
    value = getattr(reports[name], column)
    assert value is False or (value is not True and value[0] < value[1])
    assert says in "\n".join(reports[name].shortfalls)


def test_a_sound_lab_has_no_shortfalls(reports):
    assert reports["00-sound"].ok, reports["00-sound"].shortfalls
    assert reports["00-sound"].mutants_same_answer == 1


def test_what_is_exempted_is_counted_and_listed_and_a_mark_too_many_falls_short(reports):
    report = reports["07-exempt"]
    assert (report.exempted, report.choices) == (1, (1, 1))
    assert report.spoilers[0] == report.spoilers[1]
    assert "exempted, 'a little too much': Nobody counts hundredths of a piece here." in "\n".join(report.notes)
    assert [line.partition(": ")[2] for line in report.shortfalls if "exemption" in line] == [
        "[total] the exemption 'no number' holds nothing back. Correct its name, or remove it."
    ]
    assert not any("ask for a choice" in note for note in report.notes)
    assert any("0 of 1 answers ask for a choice" in note for note in reports["00-sound"].notes)


def test_a_check_that_accepts_everything_falls_short_in_every_way(reports):
    weak = reports["01-weak"]
    assert not weak.untouched_zero
    assert weak.wrong == (0, 3)
    assert weak.mutants[0] < weak.mutants[1]
    assert weak.survivors
    said = "\n".join(weak.shortfalls)
    for part in ("the untouched lab earns 2 points", "is not caught", "mutants", "only this answer is untouched"):
        assert part in said


BORROWED = """# %%
from millrace import checks, samples

# %% answer="orders"
### BEGIN SOLUTION
orders = samples.checkpoint("orders_messy").drop_duplicates(["order_no", "line", "pieces"])
### END SOLUTION

# %% check="orders" points=2
# Checks that there is a table of orders.
answer = checks.answer("orders")
@CHECK@
"""
COMPARES = """expected = answer.reference("orders_messy", begins_with=["orders_messy"])
expected = expected.drop_duplicates(["order_no", "line", "pieces"])
answer.matches(expected, key=["order_no", "line", "pieces"], columns=["sku"], look="Look.")"""

TRIED = """# %% right="orders" name="in two steps"
orders = samples.checkpoint("orders_messy")
orders = orders.drop_duplicates(["order_no", "line", "pieces"])

# %% right="orders" name="by group"
messy = samples.checkpoint("orders_messy")
orders = messy.groupby(["order_no", "line", "pieces"], as_index=False, sort=False).first()

# %% wrong="orders" name="text" says="a table"
orders = "orders"

# %% wrong="orders" name="nothing" says="three dots"
orders = None

# %% wrong="orders" name="a number" says="a table"
orders = 3
"""


@pytest.mark.parametrize(("check", "all_refused"), [(COMPARES, True), ('answer.table(["sku"])', False)])
def test_tables_of_ours_are_tried_as_answers_and_must_earn_nothing(unsound_course, check, all_refused):
    """The one lab compares with our table and refuses it; the other takes any table."""
    course = unsound_course({"01-borrowed": (BORROWED.replace("@CHECK@", check), TRIED)})
    write_products(course, products(course, course.modules()))
    [report] = check_labs(course, course.modules(), settings=Settings(variants=0, mutants=0))
    refused, tried = report.borrowed
    assert tried >= 2
    assert (refused == tried) is all_refused
    assert ("the borrowed attempt" in "\n".join(report.shortfalls)) is not all_refused


LEAKS = {
    "a line of the solution": "total = sum(numbers) + 0",
    "the same with other spaces and quotes": "x\ntotal  =  sum( numbers )+0",
    "a hidden test": LAB.split("### BEGIN HIDDEN TESTS\n")[1].split("\n")[0],
    "a delimiter": "### BEGIN SOLUTION",
    "an explanation": "This is said in the solution only.",
    "a rubric": "3 points: a reason that names a number.",
}


@pytest.mark.parametrize("leak", LEAKS)
def test_answer_text_in_a_lab_is_found_wherever_it_stands(course, module, leak):
    text = LAB + '\n# %% [markdown] tags=["solution"]\n# This is said in the solution only.\n'
    text += '\n# %% [markdown] essay="why" points=3\n# Why?\n# === BEGIN MARK SCHEME ===\n'
    text += "# 3 points: a reason that names a number.\n# === END MARK SCHEME ===\n"
    module(text)
    write_products(course, products(course, course.modules()))
    lab = read_lab(course.source / "01-tiny/lab.py", name="01-tiny", file="course/01-tiny/lab.py")
    path = course.root / "labs/01-tiny/lab.ipynb"
    assert leaks_in(lab, [path], root=course.root) == []
    made = nbformat.read(path, as_version=4)
    made.cells[-1].source += "\n" + LEAKS[leak]
    nbformat.write(made, path)
    [found] = leaks_in(lab, [path], root=course.root)
    assert found.path == "labs/01-tiny/lab.ipynb"


def test_an_answer_in_metadata_or_in_outputs_is_found_too(course, module):
    module()
    write_products(course, products(course, course.modules()))
    lab = read_lab(course.source / "01-tiny/lab.py", name="01-tiny", file="course/01-tiny/lab.py")
    path = course.root / "labs/01-tiny/lab.ipynb"
    made = nbformat.read(path, as_version=4)
    made.cells[0].outputs = [nbformat.v4.new_output("stream", text="total = sum(numbers) + 0")]
    made.metadata["note"] = {"old": ["total = sum(numbers) + 0"]}
    nbformat.write(made, path)
    assert len(leaks_in(lab, [path], root=course.root)) == 1


def test_what_learners_are_given_anyway_is_no_secret(tmp_path):
    text = LAB.replace("# Your number: total", "# For example: total = sum(numbers) + 0")
    (tmp_path / "lab.py").write_text(text)
    lab = read_lab(tmp_path / "lab.py", name="01-tiny", file="lab.py")
    assert not any("total=sum" in secret for secret in secret_lines(lab))


def test_a_kernel_that_dies_is_a_result(course, module, tmp_path):
    module(LAB.replace("numbers = [3, 1, 2]", "numbers = [3, 1, 2]\nimport os\nos._exit(1)"))
    built = products(course, ["01-tiny"])
    marked = mark_notebook(built["solutions/01-tiny/lab.ipynb"], folder=tmp_path)
    assert "the kernel stopped" in marked.problem
    assert not marked.full
    assert not marked.zero


def test_all_faults_of_labs_and_attempts_reach_the_author(course, module):
    module(attempts=ATTEMPTS.replace("rong=", "rnog="))
    done = CliRunner().invoke(app, ["check", "--root", str(course.root)])
    assert done.exit_code == 1
    assert "course/01-tiny/attempts.py" in done.stderr
    assert "faults to mend" in done.stderr
    assert done.stdout == ""


def test_the_table_says_what_is_wrong_and_the_exit_status_too(skeleton, reports, monkeypatch):
    root = ["--root", str(skeleton.root)]
    for names, status in ((["00-sound"], 0), (["00-sound", "01-weak"], 1)):
        monkeypatch.setattr(
            "coursekit.checking.check.check_labs", lambda *_, names=names, **__: [reports[n] for n in names]
        )
        done = CliRunner().invoke(app, ["check", *root])
        assert done.exit_code == status
        table = done.stdout.partition("answers+essays")[0]
        assert "\n00-sound" in table.replace(" ", "")
        assert "equivalents spoilers alone choices" in " ".join(table.split())
        assert "…" not in table
        assert "1 mutants gave the same answer" in done.stdout
    assert "01-weak falls short" in done.stdout
    assert "course/01-weak/lab.py:9: [total] number:" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new", "Cash Flow"], "is not a module name"),
        (["new", "08-cash-flow"], "is there already"),
        (["new", "08-other"], "is there already"),
        (["build", "09"], "There is no module '09'"),
        (["build", "08-cash-flw"], "Did you mean '08-cash-flow'?"),
    ],
)
def test_kind_words_for_names_that_do_not_fit(skeleton, arguments, says):
    done = CliRunner().invoke(app, [*arguments, "--root", str(skeleton.root)])
    assert done.exit_code == 1
    assert says in done.stderr


def test_outside_a_course_the_command_says_where_to_go(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["build"])
    assert done.exit_code == 1
    assert "--root" in done.stderr


def test_the_course_is_found_from_deep_inside(skeleton, monkeypatch):
    monkeypatch.chdir(skeleton.source / "08-cash-flow")
    assert CliRunner().invoke(app, ["build"]).exit_code == 0
    assert (skeleton.root / "labs/08-cash-flow/lab.ipynb").exists()


def test_badly_named_folders_and_numbers_taken_twice_are_faults(skeleton):
    (skeleton.source / "8-cash").mkdir()
    (skeleton.source / "08-again").mkdir()
    done = CliRunner().invoke(app, ["build", "--root", str(skeleton.root)])
    assert "'8-cash' is not named like a module" in done.stderr
    assert "The number 08 is taken twice" in done.stderr


def test_learners_never_import_the_workshop():
    code = "import millrace.checks, sys; print(any(m.startswith(('coursekit', 'nbgrader')) for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
