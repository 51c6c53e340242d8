"""Show what a check of the labs found, as a table for people."""

from collections.abc import Iterable
from typing import Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coursekit.checking.report import LabReport

__all__ = ["results_table", "show_reports"]

COLUMNS: dict[str, Literal["left", "center", "right"]] = {
    "lab": "left",
    "points": "right",
    "answers": "right",
    "solution": "center",
    "untouched": "center",
    "no leak": "center",
    "right": "right",
    "wrong": "right",
    "borrowed": "right",
    "equivalents": "right",
    "spoilers": "right",
    "alone": "right",
    "choices": "right",
    "mutants": "right",
    "variants": "right",
    "seconds": "right",
}


def results_table(reports: Iterable[LabReport]) -> Table:
    """Lay the reports out, a lab a row.

    Parameters
    ----------
    reports : iterable of LabReport
        From `coursekit.checking.check.check_labs`.

    Returns
    -------
    rich.table.Table
        What falls short stands in red.
    """
    # Sixteen columns fit into 160 signs without lines between them.
    table = Table(title="Labs", caption=CAPTION, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name, side in COLUMNS.items():
        table.add_column(name, justify=side, no_wrap=True)
    for r in reports:
        table.add_row(
            f"[{'green' if r.ok else 'red'}]{r.lab}[/]",
            str(r.points),
            f"{r.answers}+{r.essays}" if r.essays else str(r.answers),
            *(_verdict(v) for v in (r.solution_full, r.untouched_zero, r.nothing_leaks)),
            *(_of(pair) for pair in (r.right, r.wrong, r.borrowed, r.equivalents, r.spoilers, r.alone)),
            _of(r.choices, least=0),
            _of(r.mutants, least=0.9),
            _of(r.variants),
            f"{r.seconds:.1f}",
        )
    return table


CAPTION = (
    "answers+essays · solution: full marks · untouched: zero · right: attempts passed · wrong: attempts caught · "
    "borrowed: tables of ours refused as answers · equivalents: the answer in other forms passed · "
    "spoilers: the answer spoiled in one place caught · alone: checks that need only set-up and answers · "
    "choices: answers that ask for one · "
    "mutants: noticed by the checks · variants: held · seconds: the lab with its solutions"
)


def _verdict(good: bool) -> str:
    return "[green]yes[/]" if good else "[bold red]NO[/]"


def _of(pair: tuple[int, int], *, least: float = 1.0) -> str:
    good, total = pair
    if not total:
        return "–"
    text = f"{good}/{total}"
    return text if good >= least * total else f"[bold red]{text}[/]"


def show_reports(reports: list[LabReport], *, console: Console) -> None:
    """Print the table, then everything that falls short or that an author should see.

    Parameters
    ----------
    reports : list of LabReport
        From `coursekit.checking.check.check_labs`.
    console : rich.console.Console
        Where to print.
    """
    console.print(results_table(reports))
    for report in reports:
        _lines(console, f"{report.lab} falls short", "red", report.shortfalls)
        _lines(console, f"{report.lab}: mutants that no check notices", "yellow", report.survivors)
        _lines(console, f"{report.lab}: notes", "cyan", [*report.notes, *_excused(report)])


def _excused(report: LabReport) -> list[str]:
    apart = {
        "mutants gave the same answer": report.mutants_same_answer,
        "mutants declared equivalent": report.mutants_equivalent,
        "equivalents and spoilers are exempted": report.exempted,
    }
    return [f"{count} {what} and are not counted." for what, count in apart.items() if count]


def _lines(console: Console, title: str, colour: str, lines: list[str]) -> None:
    if lines:
        console.print(f"\n[bold {colour}]{title}[/]")
    for line in lines:
        console.print(f"  {escape(line)}", soft_wrap=True, highlight=False)
