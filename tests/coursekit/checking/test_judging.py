"""What falls short is counted, named with its place, and says what to do: judged from outcomes written by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from coursekit.authoring.marks import read_lab
from coursekit.checking.leaks import Leak
from coursekit.checking.marking import CellMark, Marked
from coursekit.checking.plans import Outcome
from coursekit.checking.prose import Prose
from coursekit.checking.report import Evidence, judge

LAB = (Path(__file__).parents[1] / "tiny" / "lab.txt").read_text(encoding="utf-8")
ESSAY = """
# %% [markdown] essay="why" points=3
# Why?
# === BEGIN MARK SCHEME ===
# 3 points: a reason.
# === END MARK SCHEME ===
"""
FULL = Marked((CellMark("check-total", 2, 2), CellMark("why", 0, 0)), seconds=1.26, graded_seconds=0.54)
ZERO = Marked((CellMark("check-total", 0, 2, "NotAnswered", "Not answered yet."),), seconds=1.0)


def outcome(kind, verdict="passed", *, good=True, name="a name", message="", variant=0, line=7, **more) -> Outcome:
    return Outcome(kind, "total", name, good, verdict, message, "course/01/lab.py", line, variant, **more)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    path = tmp_path_factory.mktemp("judged") / "lab.py"
    path.write_text(LAB + ESSAY, encoding="utf-8")
    return read_lab(path, name="01-tiny", file="course/01-tiny/lab.py")


@pytest.fixture
def judged(lab):
    """Judge outcomes, all else being well unless it is given."""

    def make(*outcomes, solved=FULL, untouched=ZERO, leaks=(), drift=(), variants=0, prose=()):
        return judge(Evidence(lab, solved, untouched, list(leaks), list(drift), list(outcomes), variants, list(prose)))

    return make


@pytest.mark.parametrize(("age", "ok"), [(9.6, True), (13.0, True), (13.1, False)])
def test_prose_that_is_too_hard_falls_short_and_its_age_is_always_told(judged, age, ok):
    report = judged(prose=[Prose("lesson.md", 1200, 100, age, ("A sentence that goes on.",))])
    assert report.ok is ok
    assert f"lesson.md: 1,200 words of prose, reading age {age:.0f}" in report.notes
    assert "lesson.md: too long to be read once: A sentence that goes on." in report.notes
    assert all(line.startswith("lesson.md: reads at age 13") for line in report.shortfalls)


def test_where_nothing_was_found_nothing_falls_short(judged):
    report = judged()
    assert report.ok
    assert (report.solution_full, report.untouched_zero, report.nothing_leaks) == (True, True, True)
    assert (report.lab, report.points, report.answers, report.essays) == ("01-tiny", 5, 1, 1)
    assert (report.choices, report.variants, report.seconds, report.graded_seconds) == ((0, 1), (0, 0), 1.3, 0.5)
    assert (report.shortfalls, report.survivors) == ([], [])
    assert report.as_dict() == {**vars(report), "ok": True}


COUNTED = ("right", "wrong", "borrowed", "equivalent", "spoiler", "alone")


@pytest.mark.parametrize("kind", COUNTED)
def test_of_each_kind_the_good_ones_are_counted_in_their_own_column(judged, kind):
    report = judged(outcome(kind), outcome(kind, "failed", good=False, name="bad"), outcome(kind, name="other"))
    columns = {"equivalent": "equivalents", "spoiler": "spoilers"}
    counts = {k: getattr(report, columns.get(k, k)) for k in COUNTED}
    assert counts == {**dict.fromkeys(COUNTED, (0, 0)), kind: (2, 3)}
    assert len(report.shortfalls) == 1
    assert not report.ok


@pytest.mark.parametrize("kind", ["equivalent", "spoiler"])
def test_what_is_exempted_is_counted_apart(judged, kind):
    report = judged(outcome(kind), outcome(kind, "exempted", name="left", message="The task leaves it open."))
    assert (report.exempted, report.equivalents[1] + report.spoilers[1]) == (1, 1)
    assert "course/01/lab.py:7: [total] exempted, 'left': The task leaves it open." in report.notes
    assert report.ok


def mutants(killed, survived, *others):
    return [outcome("mutant", "failed")] * killed + [outcome("mutant", "passed", good=False)] * survived + [*others]


@pytest.mark.parametrize(
    ("killed", "survived", "enough"), [(9, 1, True), (89, 11, False), (0, 0, True), (0, 1, False), (18, 2, True)]
)
def test_nine_mutants_of_ten_must_be_noticed(judged, killed, survived, enough):
    report = judged(*mutants(killed, survived))
    assert report.mutants == (killed, killed + survived)
    assert report.ok is enough
    said = f"course/01-tiny/lab.py: the checks notice {killed} of {killed + survived} mutants, 90% are asked for."
    assert (said in "\n".join(report.shortfalls)) is not enough


def test_every_way_of_being_noticed_kills_and_what_proves_nothing_is_left_out(judged):
    noticed = [outcome("mutant", v) for v in ("failed", "answer broke", "check broke", "took too long")]
    apart = [outcome("mutant", "same answer")] * 3 + [outcome("mutant", "equivalent")] * 2
    report = judged(*noticed, *apart)
    assert report.mutants == (4, 4)
    assert (report.mutants_same_answer, report.mutants_equivalent) == (3, 2)


def test_survivors_are_listed_in_the_order_of_the_lab(judged):
    found = [outcome("mutant", good=False, name=name, line=line) for name, line in (("late", 9), ("early", 3))]
    assert judged(*found).survivors == [
        "course/01/lab.py:3: [total] early",
        "course/01/lab.py:9: [total] late",
    ]


SAID = {
    (
        "right",
        "failed",
    ): "the right attempt 'a name' does not pass (failed). The learner sees: Too few. Let the",
    ("wrong", "passed"): "the wrong attempt 'a name' is not caught. Let the check look at what it gets wrong.",
    (
        "wrong",
        "check broke",
    ): "the wrong attempt 'a name' breaks the check. The learner sees: Too few. Let the",
    (
        "wrong",
        "failed",
    ): "the wrong attempt 'a name' is caught, but its message does not help. The learner sees: Too few.",
    ("borrowed", "passed"): "the borrowed attempt 'a name' earns points or is not told so. The learner sees: Too few.",
    ("borrowed", "failed"): "the borrowed attempt 'a name' earns points or is not told so.",
    ("borrowed", "check broke"): "the borrowed attempt 'a name' breaks the check.",
    ("stale", "no such mutant"): "'a name' is no mutant of the solution. Write the changed solution, or remove it.",
    ("stale", "nothing to exempt"): "the exemption 'a name' holds nothing back. Correct its name, or remove it.",
    (
        "equivalent",
        "failed",
    ): "the equivalent 'a name' is refused (failed). The learner sees: Too few. Let the",
    (
        "equivalent",
        "check broke",
    ): "the equivalent 'a name' breaks the check. The learner sees: Too few. Let the",
    (
        "spoiler",
        "passed",
    ): "the spoiler 'a name' is not caught (passed). The learner sees: Too few. Let the",
    ("spoiler", "check broke"): "the spoiler 'a name' breaks the check. The learner sees: Too few.",
    (
        "alone",
        "died",
    ): "the check does not stand alone (died). The learner sees: Too few. It is given",
}


@pytest.mark.parametrize(("kind", "verdict"), SAID)
def test_a_trial_that_ends_badly_is_named_with_what_was_seen_and_the_fix(judged, kind, verdict):
    report = judged(outcome(kind, verdict, good=False, message="Too few."))
    [line] = report.shortfalls
    assert line.startswith("course/01/lab.py:7: [total] ")
    assert SAID[kind, verdict] in line


@pytest.mark.parametrize("kind", ["right", "wrong", "borrowed", "equivalent", "spoiler", "alone"])
def test_where_the_learner_sees_nothing_nothing_is_quoted(judged, kind):
    [line] = judged(outcome(kind, "failed", good=False)).shortfalls
    assert "The learner sees" not in line


@pytest.mark.parametrize(
    ("kind", "verdict"), [("equivalent", "failed"), ("spoiler", "passed"), ("spoiler", "check broke")]
)
def test_the_code_of_a_form_is_shown_to_be_pasted(judged, kind, verdict):
    [line] = judged(outcome(kind, verdict, good=False, code="a = 1\nb = 2")).shortfalls
    assert line.endswith("\n      a = 1\n      b = 2")
    [bare] = judged(outcome(kind, verdict, good=False)).shortfalls
    assert "\n" not in bare


@pytest.mark.parametrize(("length", "shown"), [(300, "x" * 300 + "."), (301, "x" * 297 + "...")])
def test_long_messages_are_cut(judged, length, shown):
    [line] = judged(outcome("right", "failed", good=False, message="x" * length)).shortfalls
    assert f"The learner sees: {shown} Let the check" in line


@pytest.mark.parametrize(("message", "shown"), [("Why not?", "Why not?"), ("No!", "No!"), ("a\n  b", "a b.")])
def test_messages_are_one_line_that_ends_like_a_sentence(judged, message, shown):
    [line] = judged(outcome("right", "failed", good=False, message=message)).shortfalls
    assert f"The learner sees: {shown} Let the check" in line


def test_a_solution_that_does_not_pass_is_told_once_and_its_consequences_in_the_kernel_only_where_there_are_others(
    judged,
):
    failed = outcome("solution", "failed", good=False, message="Too few.")
    lost = Marked((CellMark("check-total", 0.5, 2, "CheckFailed", "Not yet: too few"),), seconds=1.0)
    report = judged(failed, failed, solved=lost)
    assert report.shortfalls == [
        "course/01/lab.py:7: [total] the solution does not pass: Too few. Mend it or its check.",
        "course/01-tiny/lab.py: the solution earns 0.5 of 2 points at check-total: Not yet: too few. "
        "Mend the solution or its check.",
    ]
    assert not report.solution_full
    for verdict in ("answer broke", "died"):
        [line] = judged(replace(failed, verdict=verdict), solved=lost).shortfalls
        assert "the solution does not pass" in line


@pytest.mark.parametrize("which", ["solved", "untouched"])
def test_a_notebook_that_could_not_be_run_is_told(judged, which):
    report = judged(**{which: Marked((), 0.0, 0.0, "the kernel stopped: no memory")})
    name = {"solved": "solution", "untouched": "untouched lab"}[which]
    [line] = report.shortfalls
    assert line.startswith(f"course/01-tiny/lab.py: the {name} could not be run: the kernel stopped: no memory. Mend")
    assert (report.solution_full, report.untouched_zero) == (which != "solved", which != "untouched")


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        (CellMark("check-total", 1, 2), "the untouched lab earns 1 points at check-total. Begin the check with"),
        (CellMark("check-total", 0, 2, "KeyError", "x"), "the untouched lab shows a raw KeyError at check-total."),
        (CellMark("check-total", 0, 2, "CheckFailed", "x"), ""),
        (CellMark("check-total", 0, 2, "AssertionError", "x"), ""),
        (CellMark("given", 0, 0, "KeyError", "x"), ""),
        (CellMark("check-total", 0, 2), ""),
    ],
)
def test_an_untouched_lab_earns_nothing_and_is_told_so_kindly(judged, mark, says):
    report = judged(untouched=Marked((mark,), seconds=1.0))
    assert report.untouched_zero is not bool(says)
    assert [says in line for line in report.shortfalls] == [True] * bool(says)


def test_a_check_that_passes_while_only_its_answer_is_untouched_falls_short(judged):
    [line] = judged(outcome("untouched", good=False)).shortfalls
    assert line.startswith("course/01/lab.py:7: [total] the check passes when only this answer is untouched.")
    assert judged(outcome("untouched", "failed")).ok


def test_leaks_and_drift_fall_short(judged):
    report = judged(leaks=[Leak("labs/lab.ipynb", "total = 6", "course/01/lab.py", 9)], drift=["It drifted."])
    assert report.shortfalls[0] == "It drifted."
    assert "course/01/lab.py:9: 'total = 6' can be read in labs/lab.ipynb." in report.shortfalls[1]
    assert not report.nothing_leaks


@pytest.mark.parametrize("kind", ["solution", "untouched", "right", "wrong"])
def test_a_variant_holds_when_all_of_its_trials_do(judged, kind):
    bad = outcome(kind, "failed" if kind != "wrong" else "passed", good=False, variant=2, message="Too few.")
    report = judged(outcome(kind, variant=1), bad, variants=2)
    assert report.variants == (1, 2)
    [line] = report.shortfalls
    assert line.startswith("variant 2: course/01/lab.py:7: [total] ")
    if kind in ("solution", "untouched"):
        assert f"{kind}: failed. The learner sees: Too few. The check must hold on any data." in line


def test_what_happens_on_another_variant_is_not_counted_on_the_committed_one(judged):
    report = judged(outcome("right", variant=1), outcome("mutant", variant=1), variants=1)
    assert (report.right, report.mutants, report.variants) == ((0, 0), (0, 0), (1, 1))


@pytest.mark.parametrize(
    ("seconds", "graded", "says"),
    [
        (20.0, 5.0, []),
        (20.04, 1.0, ["The lab with its solutions took 20.0 seconds; learners are promised 20."]),
        (25.0, 5.5, ["took 25.0 seconds; learners are promised 20.", "Answers and checks took 5.5 seconds; learners"]),
    ],
)
def test_a_slow_lab_is_noted(judged, seconds, graded, says):
    notes = [n for n in judged(solved=replace(FULL, seconds=seconds, graded_seconds=graded)).notes if "took" in n]
    assert [text in note for text, note in zip(says, notes, strict=True)] == [True] * len(says)


@pytest.mark.parametrize(("kind", "variant"), [("right", 0), ("wrong", 1), ("mutant", 0)])
def test_what_took_too_long_is_noted_on_every_variant(judged, kind, variant):
    report = judged(outcome(kind, "took too long", name="a loop", variant=variant))
    assert "course/01/lab.py:7: [total] took too long: a loop" in report.notes
    assert not any("took too long" in note for note in judged(outcome(kind, "failed")).notes)


def test_a_cell_that_cannot_be_run_twice_is_noted(judged):
    report = judged(outcome("twice", "answer broke", message="KeyError: 'pieces'"))
    assert report.ok
    assert report.notes[0].startswith(
        "course/01/lab.py:7: [total] the solution's cell cannot be run twice: KeyError: 'pieces'. Learners run"
    )


@pytest.mark.parametrize(("choices", "noted"), [(0, True), (1, False)])
def test_at_least_half_of_the_answers_should_ask_for_a_choice(tmp_path, choices, noted):
    second = LAB[LAB.index("# %% answer") :].replace("total", "half")
    text = (LAB + "\n" + second).replace('answer="total"', 'answer="total" choice=true', choices)
    (tmp_path / "lab.py").write_text(text, encoding="utf-8")
    lab = read_lab(tmp_path / "lab.py", name="01-tiny", file="course/01-tiny/lab.py")
    report = judge(Evidence(lab, FULL, ZERO, [], [], [], 0))
    assert report.choices == (choices, 2)
    said = (
        f"course/01-tiny/lab.py: {choices} of 2 answers ask for a choice that no hint contains; at least half should."
    )
    assert (said in " ".join(report.notes)) is noted
