"""Which measures: as they were written, or guessed from the columns; each a definition in full, with what it lacks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from millrace.errors import ArgumentError
from millrace.kpis import Kpi, kpi
from millrace.reports.finding import Finding
from millrace.reports.kpis.figures import Figures
from millrace.reports.kpis.formulas import ROWS, Formula, per_row, read_formula
from millrace.reports.pilot.values import guess_better, is_outcome, yes_or_no
from millrace.reports.showing import Shown

__all__ = ["Defined", "check_definitions", "define", "definition_table", "pages"]

NOT_SAID = "nobody has said yet"
MOST = 4
# Headers whose measure is in the catalogue: what guards it and how it is gamed is known.
KNOWN = {
    "first contact": "first contact resolution",
    "first answer": "time to first answer",
    "first response": "time to first answer",
    "handling": "handling time",
    "bearbeitungs": "handling time",
    "reopen": "reopened requests",
    "satisf": "satisfaction after contact",
    "zufrieden": "satisfaction after contact",
    "repeat": "repeat purchase",
}
GAMED = {
    "share": "Rows that would spoil it are entered late, as something else, or not at all.",
    "mean": "Hard cases are passed on, left out, or split into several easy ones.",
}


@dataclass(frozen=True)
class Defined:
    """A measure, defined and worked out for each row.

    Parameters
    ----------
    kpi : Kpi
        The definition.
    formula : Formula
        As it was written.
    numerator, denominator : Series of float
        One number per row of the file.
    counts : bool
        Whether it is a share of things that were counted.
    """

    kpi: Kpi
    formula: Formula
    numerator: pd.Series
    denominator: pd.Series
    counts: bool

    @property
    def lacks(self) -> list[str]:
        """List what the definition lacks."""
        parts = [name for name in ("owner", "guardrail") if getattr(self.kpi, name) == NOT_SAID]
        return parts + ([] if self.kpi.target is not None else ["target"])


def define(
    figures: Figures, *, measures: Mapping[str, str | list[str]] | None = None, owner: str = ""
) -> tuple[list[Defined], list[str]]:
    """Take the measures that were written, or guess them.

    Parameters
    ----------
    figures : Figures
        From `read_figures`.
    measures : mapping, optional
        By name: "numerator / denominator, direction, ...".
    owner : str
        The role that acts on those that name none.

    Returns
    -------
    tuple of list of Defined and list of str
        The measures, and sentences on the columns that could be none.

    Raises
    ------
    ArgumentError
        When a measure is not understood, or none could be guessed.
    """
    if measures:
        formulas = {name: read_formula(name, text) for name, text in measures.items()}
        left: list[str] = []
        for formula in formulas.values():
            _require_direction(formula)
    else:
        formulas, left = _guess(figures)
    worked = per_row(figures.table, formulas)
    made = [_defined(figures, formulas[name], *worked[name], owner) for name in formulas]
    return made, left


def _require_direction(formula: Formula) -> None:
    if not formula.direction and not guess_better(f"{formula.name} {formula.numerator}"):
        raise ArgumentError(
            f"Nobody said whether more or less of '{formula.name}' is good. higher or lower was expected. Write "
            "it like "
            f'"{formula.numerator} / {formula.denominator}, lower".'
        )


def _guess(figures: Figures) -> tuple[dict[str, Formula], list[str]]:
    table = figures.table
    formulas: dict[str, Formula] = {}
    left: list[str] = []
    for column in figures.others():
        values = table[column]
        if not is_outcome(values) or _numbers_the_rows(values):
            continue
        direction = guess_better(column)
        if not direction:
            left.append(f"'{column}' could be measured, but nobody said whether more or less of it is good.")
        elif len(formulas) < MOST:
            yes = yes_or_no(values) is not None and not pd.api.types.is_numeric_dtype(values)
            formulas[column] = Formula(column, f"{column} == yes" if yes else column, ROWS, direction, {})
        else:
            left.append(f"'{column}' could be measured too; {MOST} are enough for one page.")
    if not formulas:
        raise ArgumentError(
            "No measure could be guessed from the columns: "
            f"{', '.join(figures.others()) or 'there is none beside the day'}. {' '.join(left)} Expected: one "
            "as a formula. Write measures = "
            '{"late orders": "late == yes / rows, lower"} (in the command: --set "measures=late orders: late == '
            "yes / rows, "
            'lower").'
        )
    return formulas, left


def _numbers_the_rows(values: pd.Series) -> bool:
    numeric = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    return bool(numeric and len(values) > 2 and values.is_unique and values.max() - values.min() == len(values) - 1)


def _defined(figures: Figures, formula: Formula, over: pd.Series, under: pd.Series, owner: str) -> Defined:
    known = over.notna() & under.notna() & (under != 0)
    whole = ((over[known] % 1 == 0) & (under[known] % 1 == 0)).all()
    counts = bool(known.any() and whole and (over[known] >= 0).all() and (over[known] <= under[known]).all())
    said, header = formula.others, f"{formula.name} {formula.numerator}"
    plain = re.sub(r"[\W_]+", " ", header).casefold()
    entry = next((kpi(name) for word, name in KNOWN.items() if word in plain), None)
    page = Kpi(
        name=formula.name,
        question=said.get("question") or (entry.question if entry else f"How does '{formula.name}' move, and is "
        "it news?"),
        numerator=f"{formula.numerator}, added up", denominator=_in_words(formula.denominator),
        window=f"per {figures.every}, by '{figures.date}'", owner=said.get("owner") or owner or NOT_SAID,
        direction=formula.direction or guess_better(header),  # type: ignore[arg-type]
        unit="share" if counts else said.get("unit") or figures.unit_of(formula.numerator) or "per row",
        guardrail=said.get("guardrail") or (entry.guardrail if entry else NOT_SAID), source=figures.source,
        target=_number(said.get("target"), formula), wait_days=int(_number(said.get("wait"), formula) or 0),
        gamed=said.get("gamed") or (entry.gamed if entry else GAMED["share" if counts else "mean"]),
    )  # fmt: skip
    return Defined(page, formula, over, under, counts)


def _in_words(denominator: str) -> str:
    return "all rows" if denominator == ROWS else f"{denominator}, added up"


def _number(text: str | None, formula: Formula) -> float | None:
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        raise ArgumentError(
            f"'{text}' of the measure '{formula.name}' is no number. A number was expected. Write 75 % as 0.75."
        ) from None


def pages(made: list[Defined]) -> Shown:
    """Show each definition as a page.

    Parameters
    ----------
    made : list of Defined
        From `define`.

    Returns
    -------
    Shown
    """
    parts = [Shown(one.kpi._repr_html_(), one.kpi.describe()) for one in made]
    whole = parts[0]
    for part in parts[1:]:
        whole += part
    return whole


def check_definitions(made: list[Defined], left: list[str]) -> Finding:
    """Say what the definitions lack, and which columns could be measured too.

    Parameters
    ----------
    made : list of Defined
        From `define`.
    left : list of str
        From `define`.

    Returns
    -------
    Finding
    """
    lacking = [(one.kpi.name, one.lacks) for one in made if one.lacks]
    said = [f"'{name}' lacks: {', '.join(parts)}." for name, parts in lacking] or ["Every definition is complete."]
    said += left
    action = ""
    if lacking:
        name, parts = lacking[0]
        action = (
            f"Agree on {' and '.join(parts)} of '{name}', and write it into measures. Until then two "
            "people get two numbers."
        )
    return Finding("definitions", tuple(said), action)


def definition_table(made: list[Defined]) -> pd.DataFrame:
    """Make the sheet of definitions.

    Parameters
    ----------
    made : list of Defined
        From `define`.

    Returns
    -------
    DataFrame
    """
    return pd.DataFrame([vars(one.kpi) for one in made]).rename(columns=lambda name: name.replace("_", " "))
