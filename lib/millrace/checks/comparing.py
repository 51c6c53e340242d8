"""Compare a table with its reference, row by row by key, and say the first thing that differs in one sentence."""

from dataclasses import dataclass, replace

import pandas as pd

from millrace.checks.failures import CheckFailed
from millrace.checks.forms import numbers_of, plain_column, plain_table, shown
from millrace.errors import counted, did_you_mean

__all__ = ["Comparison", "compare_tables", "put_beside", "read_table"]


@dataclass(frozen=True)
class Comparison:
    """How a table is compared.

    Attributes
    ----------
    name : str
        The answer's name.
    key : list of str
        Columns that together name a row.
    columns : list of str
        Columns that are compared.
    look : str
        Where to look when a value differs.
    too_many, too_few : str
        What usually causes rows too many or too few, and where to look.
    tolerance : float
        How far two numbers may lie apart.
    """

    name: str
    key: list[str]
    columns: list[str]
    look: str = ""
    too_many: str = ""
    too_few: str = ""
    tolerance: float = 0.005


def read_table(name: str, value: object, *, key: list[str], columns: list[str], kind: str) -> pd.DataFrame:
    """Read an answer as a table with certain columns, each of them once.

    Parameters
    ----------
    name : str
        The answer's name.
    value : object
        The answer.
    key, columns : list of str
        What it must have; the key may be in the index.
    kind : str
        What the answer is, in plain words, for the message.

    Returns
    -------
    pandas.DataFrame
        Key and columns, each in plain form, with plain row numbers.

    Raises
    ------
    CheckFailed
        When it is no table, or a column is missing, misspelt or there twice.
    """
    wanted = {*key, *columns}
    if isinstance(value, pd.Series) and len(wanted) > 1 and wanted <= set(value.index):
        raise CheckFailed(f"{name} is one row. Expected: a table. Look at the line that makes {name}.")
    table = plain_table(value, key=key, columns=columns)
    if table is None:
        raise CheckFailed(f"{name} is {kind}. Expected: a table. Look at the line that makes {name}.")
    for column in dict.fromkeys([*key, *columns]):
        if column not in table.columns and isinstance(value, pd.Series):
            raise CheckFailed(f"{name} is one column. Expected: a table. Look at the line that makes {name}.")
        if column not in table.columns:
            have = ", ".join(map(str, table.columns)) or "none"
            raise CheckFailed(
                f"{name} has no column '{column}'.{_under_another_name(column, table)} Its columns are: {have}."
            )
        if list(table.columns).count(column) > 1:
            raise CheckFailed(f"{name} has two columns called '{column}'. Expected: one. Drop or rename the other.")
    return pd.DataFrame({column: plain_column(table[column]) for column in dict.fromkeys([*key, *columns])})


def compare_tables(found: pd.DataFrame, expected: pd.DataFrame, hows: list[Comparison]) -> None:
    """Compare rows by key, then columns one by one.

    Parameters
    ----------
    found, expected : pandas.DataFrame
        The answer, from `read_table`, and its reference, whose key is unique.
    hows : list of Comparison
        Groups of columns in the order in which they are compared, each with its own words, all with the same name and
        key; what is wrong with rows is said in the words of the first.

    Raises
    ------
    CheckFailed
        When a row is there twice, missing, or should not be there, or a value differs; it shows the learner's value,
        never the expected one.
    """
    first = hows[0]
    columns = list(dict.fromkeys(column for how in hows for column in how.columns))
    mine, theirs = _comparable(found, expected, replace(first, columns=columns))
    _refuse_repeated_rows(mine, theirs, first)
    both = theirs.merge(mine, on=first.key, how="outer", suffixes=("_expected", ""), indicator=True)
    _refuse_other_rows(both, mine, theirs, first)
    for how in hows:
        for column in (c for c in how.columns if c not in how.key):
            _refuse_other_values(both, column, how)


def _under_another_name(column: str, table: pd.DataFrame) -> str:
    near = next((str(other) for other in table.columns if did_you_mean(str(other), [column])), None)
    return f" Is it what you called '{near}'? Expected: '{column}'." if near else ""


def _refuse_other_values(both: pd.DataFrame, column: str, how: Comparison) -> None:
    _refuse_texts_for_numbers(both[column], both[f"{column}_expected"], column, how)
    differs = ~_alike(both[column], both[f"{column}_expected"], how.tolerance)
    if differs.any():
        first = both[differs].iloc[0]
        raise CheckFailed(
            f"Column '{column}' of {how.name} is not right in {differs.sum():,} of {counted(len(both), 'row')}. "
            f"For example, {_row(first, how.key)} has {shown(first[column])}. {how.look}".rstrip()
        )


def _refuse_texts_for_numbers(found: pd.Series, expected: pd.Series, column: str, how: Comparison) -> None:
    """Say that a column holds texts where numbers are expected, before its content is blamed."""
    if pd.api.types.is_numeric_dtype(expected) and not pd.api.types.is_numeric_dtype(found):
        texts = found[found.notna() & numbers_of(found).isna()]
        if len(texts):
            raise CheckFailed(
                f"Column '{column}' of {how.name} holds texts, for example {shown(texts.iloc[0])}. Expected: numbers."
            )


def put_beside(found: pd.DataFrame, expected: pd.DataFrame, how: Comparison) -> pd.DataFrame:
    """Put a column of the answer beside the rows of its reference.

    Parameters
    ----------
    found, expected : pandas.DataFrame
        The answer, from `read_table`, and its reference.
    how : Comparison
        Its key, and the one column.

    Returns
    -------
    pandas.DataFrame
        Rows of ``expected`` that the answer has too, with ``found`` and ``right``.
    """
    [column] = how.columns
    mine, theirs = _comparable(found, expected, how)
    _refuse_texts_for_numbers(mine[column], theirs[column], column, how)
    wanted = expected.assign(**{name: theirs[name] for name in how.key}, _wanted=theirs[column])
    answered = mine.rename(columns={column: "found"}).drop_duplicates(how.key)
    pairs = wanted.merge(answered[[*how.key, "found"]], on=how.key)
    right = _alike(pairs["found"], pairs["_wanted"], how.tolerance)
    return pairs.assign(right=right).drop(columns="_wanted")


def _comparable(found: pd.DataFrame, expected: pd.DataFrame, how: Comparison) -> tuple[pd.DataFrame, pd.DataFrame]:
    wanted = list(dict.fromkeys([*how.key, *how.columns]))
    # What was found has been brought to plain form by `read_table`.
    mine, theirs = {c: found[c] for c in wanted}, {c: plain_column(expected[c]) for c in wanted}
    for column in how.key:
        mine[column], theirs[column] = _same_kind(mine[column], theirs[column])
    return pd.DataFrame(mine), pd.DataFrame(theirs)


def _same_kind(found: pd.Series, expected: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Write both sides of a key as numbers when they all are, else as texts."""
    if pd.api.types.is_numeric_dtype(expected) and not pd.api.types.is_numeric_dtype(found):
        numbers = numbers_of(found)
        return (numbers, expected) if numbers.notna().equals(found.notna()) else (found, _as_text(expected))
    return (found, expected) if found.dtype == expected.dtype else (_as_text(found), _as_text(expected))


def _refuse_repeated_rows(mine: pd.DataFrame, theirs: pd.DataFrame, how: Comparison) -> None:
    twice = mine.duplicated(how.key)
    if twice.any():
        row = _row(mine[twice].iloc[0], how.key)
        more = how.too_many if len(mine) > len(theirs) and how.too_many else how.look
        once = "" if more.startswith("Expected") else "Expected: once. "
        rows = counted(int(twice.sum()), "row")
        raise CheckFailed(f"{how.name} has {rows} more than once, for example {row}. {once}{more}".rstrip())


def _refuse_other_rows(both: pd.DataFrame, mine: pd.DataFrame, theirs: pd.DataFrame, how: Comparison) -> None:
    missing, strange = (both[both["_merge"] == side] for side in ("left_only", "right_only"))
    if len(mine) > len(theirs) or (len(strange) and not len(missing)):
        rows = counted(len(strange), "row")
        reason = f"{rows} of {how.name} should not be there, for example {_row(strange.iloc[0], how.key)}."
        raise CheckFailed(f"{reason} {how.too_many or how.look}".rstrip())
    if len(missing):
        rows = f"{counted(len(missing), 'row')} {'is' if len(missing) == 1 else 'are'} missing"
        reason = f"{rows} in {how.name}, for example {_row(missing.iloc[0], how.key)}."
        raise CheckFailed(f"{reason} {how.too_few or how.look}".rstrip())


def _as_text(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return values.map("{:.10g}".format, na_action="ignore").astype("string")
    return values.astype("string")


def _alike(found: pd.Series, expected: pd.Series, tolerance: float) -> pd.Series:
    both_missing = found.isna() & expected.isna()
    if pd.api.types.is_numeric_dtype(expected) or pd.api.types.is_numeric_dtype(found):
        found, expected = (
            side if pd.api.types.is_numeric_dtype(side) else numbers_of(side) for side in (found, expected)
        )
        return both_missing | ((found - expected).abs() <= tolerance)
    return both_missing | found.astype("string").eq(expected.astype("string")).fillna(False).astype(bool)


def _row(row: pd.Series, key: list[str]) -> str:
    return ", ".join(f"{column} {shown(row[column])}" for column in key)
