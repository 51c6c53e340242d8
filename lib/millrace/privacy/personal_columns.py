"""Which columns of a table are about people: what they hold, and what part each could play in finding somebody."""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns, require_plain_cells
from millrace.privacy.header_words import ADDRESSES, CODES, IDENTIFIERS, NAMES, QUASI, SENSITIVE, plain_header
from millrace.privacy.personal import KINDS, find_personal
from millrace.reading import parse_money

__all__ = ["find_personal_columns", "suggest_quasi_identifiers"]

MOST_TEXTS = 2_000
SEVERAL, MOSTLY = 3, 0.9
FEW_VALUES = 10  # a column "telephone" with yes and no is no identifier
WHAT_TO_DO = {
    "identifier": "leave out, or replace by pseudonyms",
    "quasi-identifier": "coarsen, or leave out",
    "sensitive": "keep from whoever need not know; watch diversity",
    "free text": "mask, or leave out",
    "neither": "nothing",
}


def suggest_quasi_identifiers(
    frame: pd.DataFrame,
    *,
    names: Iterable[str] = (),
    regions: Sequence[str] = ("CN",),
    order_numbers: str | None = None,
    found: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Suggest what part each column could play in finding a person. A suggestion: people decide.

    What others know of a person is known to people, not to a table: ask who could see the file, and what they know.

    Parameters
    ----------
    frame : DataFrame
        A table of people. A random sample of 2,000 rows is looked at for personal data in cells.
    names, regions, order_numbers : as there
        As for `find_personal`.
    found : DataFrame, optional
        What `find_personal_columns` found in the same table, where that is known already.

    Returns
    -------
    DataFrame
        One row per column, in their order: ``column``, ``role`` ("identifier", "quasi-identifier", "sensitive", "free
        text", "neither"), ``reason``, ``distinct`` (values), ``share_alone`` (of filled rows whose value nobody else
        has), ``missing`` (rows) and ``suggestion``.

    Raises
    ------
    ColumnError
        When the table has no rows or two columns of one name.
    ArgumentError
        When a region or pattern is not understood.

    Examples
    --------
    >>> people = pd.DataFrame({"name": ["Lin Hui", "Wu Bin"], "age": [31, 31], "hired": [True, False]})
    >>> suggest_quasi_identifiers(people)[["column", "role"]].values.tolist()
    [['name', 'identifier'], ['age', 'quasi-identifier'], ['hired', 'sensitive']]
    """
    _check(frame)
    if found is None:
        found = find_personal_columns(frame, names=names, regions=regions, order_numbers=order_numbers)
    require_columns(found, ["column", "kind", "where", "share"], table="the table of find_personal_columns")
    rows = []
    for column in frame.columns:
        inside = found[found["column"] == column]
        values = frame[column].dropna()
        counts = values.astype(str).value_counts()
        alone = float((counts == 1).sum() / len(values)) if len(values) else 0.0
        role, reason = _role(str(column), values, alone, inside)
        rows.append(
            {
                "column": column,
                "role": role,
                "reason": reason,
                "distinct": len(counts),
                "share_alone": alone,
                "missing": len(frame) - len(values),
                "suggestion": WHAT_TO_DO[role],
            }
        )
    return pd.DataFrame(rows)


def _check(frame: pd.DataFrame) -> None:
    if frame.empty:
        raise ColumnError("The table has no rows. At least one was expected. Look at how it was read or filtered.")
    require_plain_cells(frame, frame.columns)


def _role(column: str, values: pd.Series, alone: float, inside: pd.DataFrame) -> tuple[str, str]:
    """Judge by what is in the cells first, then by the header, then by how many values occur once."""
    name = plain_header(column)
    whole = inside[(inside["where"] == "whole cell") & (inside["share"] >= 0.5)]
    if len(whole):
        return "identifier", f"most cells are personal data ({', '.join(whole['kind'])})"
    words = _words(values)
    if ADDRESSES.search(name) and (words >= 2 or alone > 0.5):
        return "identifier", "the header names an address"
    if len(inside) and words >= SEVERAL:
        return "free text", f"texts with personal data inside ({', '.join(inside['kind'])})"
    if words >= 5 and alone > 0.1:
        return "free text", "texts of several words, many of them occurring once: people may be recognised by them"
    several = values.nunique() > FEW_VALUES or len(values) <= 2 * FEW_VALUES
    if NAMES.search(name) and (several or values.nunique() > 2) and not pd.api.types.is_bool_dtype(values):
        return "identifier", "the header names a person"
    if IDENTIFIERS.search(name) and several and not pd.api.types.is_bool_dtype(values):
        return "identifier", "the header names an identifier"
    if QUASI.search(name):
        return "quasi-identifier", "the header names something that others may know of a person"
    if SENSITIVE.search(name):
        return "sensitive", "the header names something that harms when others learn it"
    every_value_once = alone == 1 and len(values) > 1 and not _is_measured(values)
    if every_value_once or (CODES.search(name) and alone > 0.5):
        return "identifier", "nearly every row has a value of its own"
    if CODES.search(name) and len(values) and values.nunique() > 1 and not _is_measured(values):
        return "identifier", "the header names a code of a person or case"
    if alone > 0.5 and len(values) > SEVERAL:
        return "quasi-identifier", "most values occur once: whoever knows one finds the row"
    if _is_date(values):
        return "quasi-identifier", "a day that others may remember"
    return "neither", "nothing points to a person"


def _words(values: pd.Series) -> float:
    texts = [value for value in values.head(MOST_TEXTS) if isinstance(value, str)]
    if not texts:
        return 0.0
    return sum(max(len(text.split()), sum("\u4e00" <= char <= "\u9fff" for char in text) / 2) for text in texts) / len(
        texts
    )


def _is_measured(values: pd.Series) -> bool:
    """Tell whether values are measures or sums of money with a fraction, also where they are written as text."""
    if pd.api.types.is_numeric_dtype(values):
        return bool(pd.api.types.is_float_dtype(values) and (values % 1 != 0).any())
    texts = values.drop_duplicates().head(MOST_TEXTS)
    if not len(texts) or not texts.astype(str).str.contains(r"\d[.,]\d").mean() > MOSTLY:
        return False
    read = parse_money(texts)
    return bool((read["problem"] == "").mean() > MOSTLY and (read["amount"] % 1 != 0).any())


def _is_date(values: pd.Series) -> bool:
    if pd.api.types.is_datetime64_any_dtype(values):
        return True
    texts = values.head(50)
    return len(texts) > 0 and all(isinstance(one, str) and re.fullmatch(r"\d{4}-\d\d(-\d\d.*)?", one) for one in texts)


def find_personal_columns(
    frame: pd.DataFrame,
    *,
    names: Iterable[str] = (),
    regions: Sequence[str] = ("CN",),
    order_numbers: str | None = None,
    most_rows: int = MOST_TEXTS,
) -> pd.DataFrame:
    """Count the personal data in the cells of a table, by column and kind.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    names, regions, order_numbers : as there
        As for `find_personal`.
    most_rows : int
        A longer table is looked at in so many rows, drawn at random with a fixed seed.

    Returns
    -------
    DataFrame
        One row per column and kind that was found: ``column``, ``kind``, ``rows`` (with it), ``rows_looked_at`` (filled
        cells), ``share`` (of those), ``findings``, ``where`` ("whole cell" when that is all that most of them hold,
        else "inside texts").

    Raises
    ------
    ColumnError
        When the table has no rows or two columns of one name.
    ArgumentError
        When a region or pattern is not understood, or ``most_rows`` is below 1.

    Examples
    --------
    >>> table = pd.DataFrame({"note": ["call 139 1234 5678", "paid"], "phone": ["13912345678", None]})
    >>> find_personal_columns(table)[["column", "kind", "where"]].values.tolist()
    [['note', 'phone', 'inside texts'], ['phone', 'phone', 'whole cell']]
    """
    _check(frame)
    if isinstance(most_rows, bool) or not isinstance(most_rows, int) or most_rows < 1:
        raise ArgumentError(f"most_rows={in_words(most_rows)} was given. 1 or more was expected. Write 2000.")
    listed = list(names)
    sample = frame.sample(most_rows, random_state=1) if len(frame) > most_rows else frame
    rows: list[dict[str, object]] = []
    for column in frame.columns:
        texts = _texts(sample[column])
        if len(texts):
            found = find_personal(texts, names=listed, regions=regions, order_numbers=order_numbers)
            rows += _by_kind(column, texts, found)
    order = ["column", "kind", "rows", "rows_looked_at", "share", "findings", "where"]
    return pd.DataFrame(rows, columns=order)


def _texts(column: pd.Series) -> pd.Series:
    """Return the filled cells of a column that can hold personal data: texts, and whole numbers long enough."""
    values = column.dropna()
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return values.iloc[:0]
    if pd.api.types.is_numeric_dtype(values):
        whole = values[(values % 1 == 0) & (values.abs() >= 1e9) & (values.abs() < 1e18)]
        return whole.astype("int64").astype(str) if len(whole) > len(values) / 2 else values.iloc[:0]
    return values.astype(str)


def _by_kind(column: object, texts: pd.Series, found: pd.DataFrame) -> list[dict[str, object]]:
    lengths = texts.str.strip().str.len().to_numpy()
    covered = (found["end"] - found["start"]) >= 0.8 * lengths[found["text"].to_numpy()]
    rows = []
    for kind in KINDS:
        mine = found[found["kind"] == kind]
        if len(mine):
            held = mine["text"].nunique()
            whole = covered[mine.index].mean() > 0.5
            rows.append(
                {"column": column, "kind": kind, "rows": held, "rows_looked_at": len(texts), "share": held / len(texts),
                 "findings": len(mine), "where": "whole cell" if whole else "inside texts"}
            )  # fmt: skip
    return rows
