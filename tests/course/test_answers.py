"""A wrong answer never ruins the following ones: each section of a lab begins with tables of its own.

This runs what is given once more, with every answer but one left untouched; `coursekit check` tries each answer after
the right ones only, and the learner of `test_journey` who is partly right leaves half of them wrong, not all.
"""

import nbformat
import pandas as pd
from matplotlib import pyplot

from paths import ROOT


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def test_every_answer_passes_when_all_others_are_untouched(lab, monkeypatch):
    monkeypatch.chdir(ROOT / "labs" / lab)
    solved = nbformat.read(ROOT / "solutions" / lab / "lab.ipynb", as_version=4)
    untouched = {"__name__": "__main__", "display": print}
    answers, ruined = {}, []
    for cell in (c for c in solved.cells if c.cell_type == "code" and "solution" not in c.metadata.get("tags", [])):
        pyplot.close("all")  # as a notebook does after each cell
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution"):
            answers[grade_id(cell)] = cell.source
        elif about.get("grade"):
            name = grade_id(cell).removeprefix("check-")
            alone = {k: v.copy() if isinstance(v, pd.DataFrame) else v for k, v in untouched.items()}
            try:
                exec(answers[name], alone)
                exec(cell.source, alone)
            except (AssertionError, NameError) as failure:
                ruined.append(f"{name}: {failure}")
        else:
            exec(cell.source, untouched)
    assert answers
    assert not ruined
