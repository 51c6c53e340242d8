"""Filled-in questionnaires as tables: one row per person, or one row per question, or a sheet per person."""

from collections.abc import Iterable, Sequence

import pandas as pd

from millrace.errors import ColumnError, require_columns
from millrace.readiness.finding_questions import is_role, question_in
from millrace.readiness.people import Gathered, Sheet, can_be_read, people_with_places, text_of
from millrace.readiness.questionnaire import LEVELS, question

__all__ = ["gather", "with_header"]

# An answer is a number from 0 to 4: a column or a row that tells five questions apart cannot be one of answers.
FEWEST = 5
MOSTLY = 0.5
LOOK_DOWN = 12
# Intake counts the rows of a workbook, and those numbers look like those of questions.
FROM_INTAKE = ("sheet", "row")
# What the blank form prints beside each question.
PRINTED = ("about", *map(str, LEVELS))


def gather(table: pd.DataFrame, *, role: str | None = None, roles: Sequence[str] = ()) -> Gathered:
    """Read a table of filled-in questionnaires.

    Parameters
    ----------
    table : DataFrame
        One row per person and a column per question, headed by its number or its words; or one row per question, with a
        column of numbers or words of the questions, and a column per person; or the second with a column ``sheet`` that
        tells people apart, as `millrace.intake.read_workbook` stacks the forms of `blank`. It is not changed.
    role : str, optional
        Where there is one row per person: the column with their roles. No other column is ever shown.
    roles : sequence of str
        The people's roles in the order of the file, where it does not say them.

    Returns
    -------
    Gathered

    Raises
    ------
    ColumnError
        When no questions are found in it, or a question is there twice.
    ArgumentError
        When nobody answered anything, or there are not as many roles as people.

    Examples
    --------
    >>> table = pd.DataFrame({"role": ["owner", "sales"], **{str(n): [3, "?"] for n in range(1, 21)}})
    >>> gather(table, role="role").people[1].axes["dont_know"].tolist()
    [4, 4, 4, 4, 4]
    """
    table = with_header(table)
    columns = {column: question_in(column) for column in table.columns}
    found = {column: number for column, number in columns.items() if number}
    ids = _column_of_questions(table)
    if len(set(found.values())) >= FEWEST and (ids is None or len(set(found.values())) >= ids[1].nunique()):
        sheets, used, layout = _per_person(table, found, role), len(found) + (role is not None), "one row per person"
    elif ids is not None:
        sheets, used = _per_question(table, *ids)
        layout = "one row per question"
    else:
        raise ColumnError(
            "No questions were recognised in the table. Expected: a column per question, headed 1 to 20 or with its "
            "words; or a row per question with its number or words, and a column per person. Ask for a form: "
            "readiness.blank."
        )
    people, aside = people_with_places(sheets, roles)
    ours = PRINTED if layout == "one row per question" else ()
    own = len([column for column in table.columns if column not in FROM_INTAKE and str(column) not in ours])
    return Gathered(tuple(people), aside, layout, own - used)


def with_header(table: pd.DataFrame) -> pd.DataFrame:
    """Make a header of the row that numbers the questions, where it was read as data.

    Parameters
    ----------
    table : DataFrame
        Any table. A header of numbers looks like a row of data, so that whatever reads the file takes it for one.

    Returns
    -------
    DataFrame
        The same table, or the rows below that header.

    Examples
    --------
    >>> rows = pd.DataFrame([["role", *range(1, 21)], ["owner", *[3] * 20]])
    >>> list(with_header(rows).columns)[:3]
    ['role', '1', '2']
    """
    unnamed = list(table.columns) == list(range(table.shape[1]))  # nobody gave these names
    if not unnamed and len(_distinct(table.columns)) >= FEWEST:
        return table
    for place in range(min(LOOK_DOWN, len(table))):
        cells = table.iloc[place]
        if len(_distinct(cells[[column not in FROM_INTAKE for column in table.columns]])) >= FEWEST:
            names = [
                text_of(cell) or str(column) if column not in FROM_INTAKE else column
                for column, cell in zip(table.columns, cells, strict=True)
            ]
            made = table.iloc[place + 1 :].copy()
            made.columns = pd.Index(names)
            return made
    return table


def _distinct(cells: Iterable[object]) -> set[int]:
    """Return the questions that cells name, if each names another."""
    numbers = [number for cell in cells if (number := question_in(cell))]
    return set(numbers) if len(numbers) == len(set(numbers)) else set()


def _column_of_questions(table: pd.DataFrame) -> tuple[list[str], pd.Series] | None:
    """Find the columns that name the questions, and return them with the question of each row."""
    best: pd.Series | None = None
    named = []
    for column in (column for column in table.columns if column not in FROM_INTAKE):
        numbers = table[column].map(question_in)
        if numbers.nunique() >= FEWEST:
            named.append(column)
            best = numbers if best is None or numbers.notna().sum() > best.notna().sum() else best
    return (named, best) if best is not None else None


def _per_person(table: pd.DataFrame, found: dict[str, int], role: str | None) -> list[Sheet]:
    if role is not None:
        require_columns(table, [role])
    _refuse_twice(list(found.values()), "columns")
    rows = table[list(found)].itertuples(index=False, name=None)
    said = table[role].tolist() if role is not None else [None] * len(table)
    return [
        Sheet(f"row {place} of the table", who, dict(zip(found.values(), row, strict=True)))
        for place, (row, who) in enumerate(zip(rows, said, strict=True), start=1)
    ]


def _per_question(table: pd.DataFrame, named: list[str], numbers: pd.Series) -> tuple[list[Sheet], int]:
    parts = [part for _, part in table.groupby("sheet", sort=False)] if "sheet" in table else [table]
    for part in parts:
        _refuse_twice(numbers[part.index].dropna().astype(int).tolist(), "rows")
    answers = [column for column in table.columns if _holds_answers(table, column, named, numbers)]
    sheets: list[Sheet] = []
    for part in parts:
        roles = part[part[named].map(is_role).any(axis=1) & numbers[part.index].isna()]
        asked = part[numbers[part.index].notna()]
        for column in answers:
            who = roles[column].iloc[0] if len(roles) else None
            held = dict(zip(numbers[asked.index].astype(int), asked[column], strict=True))
            sheets.append(Sheet(f"person {len(sheets) + 1}", who, held))
    return sheets, len(named) + len(answers)


def _holds_answers(table: pd.DataFrame, column: str, named: list[str], numbers: pd.Series) -> bool:
    """Say whether a column holds a person's answers: most of its cells can be read, and it is no list of choices."""
    if column in named or column in FROM_INTAKE:
        return False
    asked = numbers.dropna().astype(int)
    cells = table.loc[asked.index, column]
    filled = [(number, cell) for number, cell in zip(asked, cells, strict=True) if text_of(cell)]
    if str(column).strip() in map(str, LEVELS) and _is_list_of_choices(int(column), filled):
        return False
    return bool(filled) and sum(can_be_read(cell, number) for number, cell in filled) >= MOSTLY * len(filled)


def _is_list_of_choices(level: int, filled: list[tuple[int, object]]) -> bool:
    return bool(filled) and all(text_of(cell) == question(number).answers[level] for number, cell in filled)


def _refuse_twice(numbers: list[int], what: str) -> None:
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise ColumnError(
            f"Question {twice[0]} has {numbers.count(twice[0])} {what}. One was expected. Remove the others, or give "
            "them another name."
        )
