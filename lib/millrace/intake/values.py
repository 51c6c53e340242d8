"""Decide per column whether its values are plain numbers or real dates; everything else stays text."""

import re
from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
import pandas as pd

from millrace.reading.numbers import PLAIN_NUMBER

__all__ = ["cell_text", "columns_in_doubt", "row_text", "settle_types"]

_PLAIN = re.compile(rf"(?:\n{PLAIN_NUMBER})+")
_LONG_CODE_DIGITS = 10
# Beyond these a whole number is a measure, not a code.
_MOST_DIGITS = 20


def settle_types(frame: pd.DataFrame, *, unsure: Sequence[str] | None = None) -> pd.DataFrame:
    """Make columns of plain numbers numeric and columns of real dates datetime64; leave all others text.

    A plain number has digits, perhaps a minus sign and a decimal point: no thousands marks, no leading zeros, no more
    than 15 digits before the point. Whole numbers that all have the same length of ten digits or more are telephone
    numbers, barcodes or accounts, and stay text.

    Parameters
    ----------
    frame : pandas.DataFrame
        Cells as text, or as a workbook holds them; missing values are NaN.
    unsure : sequence of str or None
        What `columns_in_doubt` has found; None to have it looked for.

    Returns
    -------
    pandas.DataFrame
        The same rows and columns.

    Examples
    --------
    >>> frame = settle_types(pd.DataFrame({"pieces": ["2", None], "postcode": ["0123", "4567"]}))
    >>> frame["pieces"].tolist(), frame["postcode"].tolist()
    ([2.0, nan], ['0123', '4567'])
    """
    doubt = set(columns_in_doubt(frame) if unsure is None else unsure)
    columns = {name: _as_text(frame[name]) if name in doubt else _settled(frame[name]) for name in frame.columns}
    return pd.DataFrame(columns, index=frame.index)


_THOUSANDS_OR_DECIMALS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_DECIMAL_COMMA = re.compile(r"-?\d{1,3}(?:\.?\d{3})*,\d{1,2}")


def columns_in_doubt(frame: pd.DataFrame) -> list[str]:
    """Name the columns of text whose numbers have two readings: 1.350 can be a thousand or little more than one.

    One number such as 0.450, 12.5 or 1234.500 anywhere in the table proves the decimal point, unless other columns
    prove a decimal comma.

    Parameters
    ----------
    frame : pandas.DataFrame
        Cells as text, or as a workbook holds them.

    Returns
    -------
    list of str
        Names of columns, none when the table itself decides.
    """
    pointed = {name: cells for name in frame.columns if (cells := _pointed(frame[name]))}
    unsure = [name for name, cells in pointed.items() if all(map(_THOUSANDS_OR_DECIMALS.fullmatch, cells))]
    if not unsure or (len(unsure) < len(pointed) and not any(_has_commas(frame[name]) for name in frame.columns)):
        return []
    return unsure


def _pointed(column: pd.Series) -> list[str]:
    """Return cells with a point, if all of the first ones are plain numbers: the first ones if they decide, or all."""
    if pd.api.types.is_numeric_dtype(column) or not _may_be_plain(column):
        return []
    cells = column.to_numpy(dtype=object)
    first = [cell.strip(" ") for cell in cells[:1000] if isinstance(cell, str) and "." in cell]
    if not all(map(_THOUSANDS_OR_DECIMALS.fullmatch, first)):
        return first
    return [cell.strip(" ") for cell in cells if isinstance(cell, str) and "." in cell]


def _has_commas(column: pd.Series) -> bool:
    head = [cell.strip() for cell in column.iloc[:200].to_numpy(dtype=object) if isinstance(cell, str)]
    return bool(head) and sum(_DECIMAL_COMMA.fullmatch(cell) is not None for cell in head) >= 0.6 * len(head)


def _settled(column: pd.Series) -> pd.Series:
    if column.dtype != object and not _may_be_plain(column):
        return column
    present = column.dropna()
    if present.empty:
        return _as_text(column)
    if not isinstance(present.iloc[0], str) or not _all_text(present):
        return _from_workbook(column, present)
    if _are_plain_numbers(present):
        return _parsed(column, present)
    trimmed = present.str.strip(" ")
    return _parsed(column, trimmed) if _are_plain_numbers(trimmed) else _as_text(column)


def _may_be_plain(column: pd.Series) -> bool:
    """Test the first values only, which spares most columns of text the long test."""
    head = [cell for cell in column.iloc[:1000].to_numpy(dtype=object) if isinstance(cell, str)]
    return not len(head) or _PLAIN.fullmatch("\n" + "\n".join(cell.strip(" ") for cell in head)) is not None


def _all_text(present: pd.Series) -> bool:
    return pd.api.types.infer_dtype(present, skipna=False) == "string"


def _are_plain_numbers(present: pd.Series) -> bool:
    """Test a few values first, then all of them at once."""
    values = present.to_numpy(dtype=object)
    looks_plain = _PLAIN.fullmatch("\n" + "\n".join(values[:50])) is not None
    return looks_plain and not _is_long_code(values) and _all_plain(values)


def _all_plain(values: np.ndarray) -> bool:
    """Test the bytes of all values together: digits, one point, a minus in front, no leading zeros, not long."""
    text = "\n" + "\n".join(values) + "\n"
    if not text.isascii():
        return False
    data = np.frombuffer(text.encode(), dtype=np.uint8)
    edge, point, minus = data == 10, data == 46, data == 45
    digit = (data >= 48) & (data <= 57)
    if not (edge | point | minus | digit).all() or (edge[1:] & edge[:-1]).any() or len(values) + 1 != edge.sum():
        return False
    starts = edge[:-1] | np.concatenate([[False], edge[:-2] & minus[1:-1]])
    leading_zero = (starts[:-1] & (data[1:-1] == 48) & digit[2:]).any()
    loose_point = (point[1:-1] & ~(digit[:-2] & digit[2:])).any()
    loose_minus = (minus[1:-1] & ~(edge[:-2] & digit[2:])).any()
    return not (leading_zero or loose_point or loose_minus) and _short_enough(edge, point)


def _short_enough(edge: np.ndarray, point: np.ndarray) -> bool:
    """Tell whether each number has at most one point and 15 digits before it: more would be rounded."""
    edges, points = np.flatnonzero(edge), np.flatnonzero(point)
    line = np.searchsorted(edges, points) - 1
    if (np.diff(line) == 0).any():
        return False
    ends = edges[1:].copy()
    ends[line] = points
    return bool((ends - edges[:-1]).max() <= 16)


def _parsed(column: pd.Series, present: pd.Series) -> pd.Series:
    """Parse plain numbers: integers if all are whole and none is missing, otherwise floats."""
    text = "\n".join(present.to_numpy(dtype=object))
    whole = "." not in text and len(present) == len(column)
    numbers = np.fromstring(text, dtype=np.int64 if whole else np.float64, sep="\n")
    if len(present) == len(column):
        return pd.Series(numbers, index=column.index, name=column.name)
    return pd.Series(numbers, index=present.index, name=column.name).reindex(column.index)


def _is_long_code(values: np.ndarray) -> bool:
    first = str(values[0])
    if len(first) < _LONG_CODE_DIGITS or "." in first:
        return False
    lengths = np.fromiter(map(len, values), dtype=np.int64, count=len(values))
    return bool((lengths == np.median(lengths)).mean() >= 0.9)


def _from_workbook(column: pd.Series, present: pd.Series) -> pd.Series:
    kinds = {type(value) for value in present}
    if kinds <= {datetime, date}:
        return _dates(column)
    if kinds <= {int, float}:
        return _numbers(column)
    if kinds == {bool}:
        return column
    text = column.map(cell_text, na_action="ignore").astype(object)
    if kinds <= {int, float, str} and _are_plain_numbers(text.dropna()):
        return _parsed(text, text.dropna())
    return _as_text(text)


def _dates(column: pd.Series) -> pd.Series:
    try:
        return pd.to_datetime(column)
    except (pd.errors.OutOfBoundsDatetime, ValueError, OverflowError):
        return _as_text(column.map(cell_text, na_action="ignore"))


def _numbers(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column)
    present = numbers.dropna()
    whole = np.isfinite(present).all() and (present % 1 == 0).all()
    if whole and len(present) and _are_long_codes(present, gaps=len(present) < len(numbers)):
        return _as_text(column.map(cell_text, na_action="ignore"))
    exact = whole and len(present) == len(numbers) and numbers.abs().max() < 2**53
    return numbers.astype("int64") if exact else numbers


def _are_long_codes(whole: pd.Series, *, gaps: bool) -> bool:
    """Tell whether whole numbers have more digits than a workbook keeps, or are long, with gaps, and of one length."""
    size = whole.abs()
    if (size >= 10**15).mean() >= 0.9:
        return bool(size.max() < 10**_MOST_DIGITS)
    if size.max() >= 2**53:
        return False
    lengths = np.char.str_len(size.astype("int64").astype(str).to_numpy().astype("U"))
    usual = np.median(lengths)
    return gaps and bool(usual >= _LONG_CODE_DIGITS and (lengths == usual).mean() >= 0.9)


def _as_text(column: pd.Series) -> pd.Series:
    return column.astype(object).where(column.notna(), np.nan).astype(pd.Series(["text"]).dtype)


def cell_text(cell: object) -> str:
    """Write one workbook cell as text: whole numbers without point, dates in ISO form.

    Parameters
    ----------
    cell : object
        A cell that is not missing.

    Returns
    -------
    str
        What a person would read.
    """
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**_MOST_DIGITS:
        return str(int(cell))
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0):
        return cell.date().isoformat()
    return cell.isoformat(sep=" ") if isinstance(cell, datetime) else str(cell)


def row_text(cells: Sequence[object], *, between: str = " | ") -> str:
    """Write one row for a report, without its trailing blanks.

    Parameters
    ----------
    cells : sequence
        The cells of one row.
    between : str
        What separates them in the text.

    Returns
    -------
    str
        Empty for a row of blanks.
    """
    texts = ["" if cell is None or cell != cell else cell_text(cell) for cell in cells]
    while texts and not texts[-1].strip():
        texts.pop()
    return between.join(texts)
