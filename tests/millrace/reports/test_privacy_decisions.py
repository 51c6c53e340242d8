"""What was decided about people, and what came of it, is known by the same words as in the bias audit."""

import numpy as np
import pandas as pd
import pytest

from millrace.reports import choose_columns, find_report
from privacy_run import Run


def decided(header, answers, rows=60):
    return pd.DataFrame({"Bewerber-Nr.": [f"B{n}" for n in range(rows)], "Alter": [25 + n % 20 for n in range(rows)],
                         header: np.resize(answers, rows)})  # fmt: skip


DECIDED = [
    ("Eingestellt", ["ja", "nein", "nein"]),
    ("eingestellt", [1, 0]),
    ("embauché", ["oui", "non"]),
    ("Zusage", ["J", "N"]),
    ("zurückgezahlt", ["ja", "ja", "nein"]),
    ("repaid", ["yes", "no", None]),
    ("Bewilligt", ["ja", "nein", "offen"]),
]


@pytest.mark.parametrize(("header", "answers"), DECIDED)
def test_a_decision_and_its_outcome_harm_when_learnt_as_the_bias_audit_knows_them(tmp_path, header, answers):
    run = Run(decided(header, answers), tmp_path)
    assert run.people.of("sensitive") == [header]
    if len(set(answers) - {None}) == 2:
        assert run.people.sensitive == header
        assert "no column with two answers" not in repr(run.opened)
    chosen = choose_columns(run.opened.table, find_report("bias-audit").needs)
    assert header in (chosen["decision"], chosen["outcome"])


def test_a_day_on_which_somebody_was_hired_is_still_known_to_others(tmp_path):
    days = [f"{n % 28 + 1:02}.0{n % 9 + 1}.201{n % 10}" for n in range(60)]
    assert Run(decided("Eingestellt am", days), tmp_path).people.of("quasi-identifier") == ["Alter", "Eingestellt am"]
    assert Run(decided("eingestellt", days), tmp_path).people.of("quasi-identifier") == ["Alter", "eingestellt"]


def test_what_was_named_stays_as_it_was_named(tmp_path):
    run = Run(decided("Eingestellt", ["ja", "nein"]), tmp_path, known=["Eingestellt"], columns={"sensitive": "-"})
    assert "Eingestellt" in run.people.of("quasi-identifier")
