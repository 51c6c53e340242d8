"""Show a trainer what came of grading: a line for each notebook, and below it every sentence somebody should read."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coursekit.grading.feedback import Made
from coursekit.grading.intake import printable
from coursekit.grading.outcomes import STATES, Graded

__all__ = ["feedback_summary", "show_cohort", "summary"]

COLOURS = {"graded": "green", "needs grading": "cyan", "flagged": "yellow", "failed": "red"}


def show_cohort(cohort: Iterable[Graded], *, console: Console) -> None:
    """Print the table and what needs a look.

    Parameters
    ----------
    cohort : iterable of Graded
        The outcomes, sorted by lab.
    console : rich.console.Console
        Where to print.
    """
    every = list(cohort)
    for lab, group in groupby(every, key=lambda one: one.lab):
        console.print(_table(lab, list(group)))
    looks = [one for one in every if one.needs_a_look]
    if looks:
        console.print("[bold]What needs a look[/]")
    for one in looks:
        console.print(
            f"[bold]{escape(printable(one.learner))}[/], {escape(one.lab)}/{escape(one.notebook)}.ipynb",
            highlight=False,
        )
        for said in dict.fromkeys(remark.trainer for remark in one.remarks):
            console.print(f"  {escape(printable(said, most=400))}", highlight=False)
    console.print(summary(every))


def _table(lab: str, cohort: list[Graded]) -> Table:
    table = Table(title=escape(lab), box=SIMPLE_HEAD, pad_edge=False)
    several = len({one.notebook for one in cohort}) > 1
    for name in ("learner", *(["notebook"] if several else []), "state", "points", "of", "waiting", "remarks"):
        table.add_column(
            name, justify="right" if name in ("points", "of", "waiting") else "left", no_wrap=name != "remarks"
        )
    for one in cohort:
        waiting = sum(mark.earned is None for mark in one.marks)
        kinds = Counter(remark.kind for remark in one.remarks)
        told = ", ".join(kind if count == 1 else f"{kind} ({count})" for kind, count in kinds.items())
        table.add_row(
            escape(printable(one.learner, most=30)), *([escape(one.notebook)] if several else []),
            f"[{COLOURS[one.state]}]{one.state}[/]", f"{one.score:g}", f"{one.possible:g}", str(waiting or ""),
            escape(told),
        )  # fmt: skip
    return table


def summary(cohort: Iterable[Graded]) -> str:
    """Say in one line how many are in which state.

    Parameters
    ----------
    cohort : iterable of Graded
        The outcomes.

    Returns
    -------
    str

    Examples
    --------
    >>> summary([Graded("lab", "ann", "lab", "graded")])
    '1 notebooks: 1 graded, 0 needs grading, 0 flagged, 0 failed.'
    """
    counted = Counter(one.state for one in cohort)
    return f"{counted.total()} notebooks: {', '.join(f'{counted[state]} {state}' for state in STATES)}."


def feedback_summary(pages: Iterable[Made]) -> str:
    """Say which pages could not be made and why, and how many there are now.

    Parameters
    ----------
    pages : iterable of Made
        What became of each.

    Returns
    -------
    str

    Examples
    --------
    >>> print(feedback_summary([Made("lab", "ann", "lab", "made", "lab.html")]))
    1 pages: 1 made, 0 up to date, 0 failed.
    """
    every = list(pages)
    lines = [
        f"{printable(one.learner)}, {one.lab}/{one.notebook}.ipynb: {printable(one.said, most=400)}"
        for one in every
        if one.state == "failed"
    ]
    counted = Counter(one.state for one in every)
    told = ", ".join(f"{counted[state]} {state}" for state in ("made", "up to date", "failed"))
    return "\n".join([*lines, f"{counted.total()} pages: {told}."])
