"""Charts name what the numbers allow, draw what is there, and say the same in words."""

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from millrace import process
from millrace.errors import ColumnError
from simulated_line import as_log_table, simulated_line

CLOCK = process.AROUND_THE_CLOCK
ROLES = {"case": "case", "step": "step", "start": "start", "end": "end", "resource": "who"}


@pytest.fixture(scope="module")
def log():
    frame, begins = simulated_line({"cut": (2, 1.0, 0), "paint": (1, 0.4, 12), "pack": (1, 0.5, 0)}, cases=600)
    return process.event_log(as_log_table(frame, begins), **ROLES)


def title(ax):
    return ax.get_title(loc="left")


def test_waiting_names_the_step_and_its_share_and_says_the_bars_in_words(log):
    ax = Figure().subplots()
    assert process.draw_waiting(log, hours=CLOCK, ax=ax) is ax
    assert title(ax).startswith("Cases wait longest before paint: ")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["pack", "paint", "cut"]
    assert "cut 0 min, paint 12 h" in ax.figure.get_label()
    assert "open hours" in ax.get_xlabel()


def test_waiting_claims_nothing_that_is_too_close():
    frame, begins = simulated_line({"cut": (1, 0.75, 0), "sew": (1, 0.75, 0)}, cases=600, seed=3)
    close = process.event_log(as_log_table(frame, begins), **ROLES)
    ax = process.draw_waiting(close, hours=CLOCK, arrived="came", ax=Figure().subplots())
    assert "too close to call" in title(ax)


def test_the_queue_is_drawn_with_its_highest_week(log):
    ax = process.draw_queue(log, "paint", hours=CLOCK, ax=Figure().subplots())
    assert title(ax).startswith("The queue before paint was longest in the week of ")
    table = process.queue(log, "paint", hours=CLOCK)
    assert f"highest {table['mean_waiting'].max():.1f} cases" in ax.figure.get_label()
    assert ax.get_ylim()[0] == 0


def test_the_map_has_a_box_per_step_and_an_arrow_per_move(log):
    ax = process.draw_map(log, hours=CLOCK, ax=Figure().subplots())
    assert title(ax).startswith("Most waiting lies between cut and paint: ")
    assert sum(isinstance(patch, FancyArrowPatch) for patch in ax.patches) == 2
    assert "cut to paint: 100 % of cases" in ax.figure.get_label()
    assert "All moves are drawn." in ax.figure.get_label()


def test_the_map_folds_rare_steps_and_says_how_many_are_left_out():
    paths = [["cut", "sew", "pack"]] * 97 + [["cut", "check", "cut", "sew", "pack"]] * 12 + [["cut", "dye", "pack"]] * 1
    rows = [(case, step) for case, path in enumerate(paths) for step in path]
    frame = pd.DataFrame(rows, columns=["case", "step"])
    frame["start"] = pd.Timestamp("2025-03-03") + pd.to_timedelta(range(0, 2 * len(rows), 2), unit="h")
    frame["end"] = frame["start"] + pd.Timedelta(hours=1)
    log = process.event_log(frame, case="case", step="step", start="start", end="end")
    ax = process.draw_map(log, hours=CLOCK, ax=Figure().subplots())
    label = ax.figure.get_label()
    assert "check to cut, back: 11 % of cases" in label or "cut to check, back: 11 % of cases" in label
    assert "Without a box or arrow of their own: 2 rare moves, 1 % of all; 1 rare steps." in label
    assert "dye" not in label


def test_an_empty_log_is_not_drawn():
    frame = pd.DataFrame(columns=["case", "step", "start", "end"])
    log = process.event_log(frame, case="case", step="step", start="start", end="end")
    for draw in (process.draw_map, process.draw_waiting):
        with pytest.raises(ColumnError, match="holds no events"):
            draw(log, hours=CLOCK)
