"""Recognise subtotal and total rows by what they say, by what they leave blank and by what they add up to."""

import re
from bisect import bisect_left
from itertools import islice

import numpy as np
import pandas as pd

from millrace.intake.values import cell_text
from millrace.reading.numbers import FIGURE_CELL, likeliest_number

__all__ = ["find_subtotals", "sums_of_all"]

# Words that never name a product or a customer, and words that may.
_SURE = (
    r"sub-?\s?totals?|grand\s+totals?|totals?\s+general|zwischensumme|gesamtsumme|endsumme|total\s+général|sous-?\s?total|"
    r"subtotaal|eindtotaal|totale\s+generale|subtotale|итого|всего|小计|合计|总计|小計|合計|總計|総計|本页小计|本月合计|共计|累计|"
    r"总合计|suma\s+częściowa|mezisoučet|ara\s+toplam|genel\s+toplam|المجموع|الإجمالي|المجموع\s+الفرعي|סה\"כ|소계|합계|총계"
)
_MAYBE = (
    r"totals?|sums?|summe|gesamt|somme|totale|totaal|totaux|totales|suma|razem|celkem|toplam|jumlah|tổng\s+cộng|计|計"
)
_TIME_WORD = (
    r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|januar|februar|märz|mai|juni|juli|"
    r"oktober|dezember|q[1-4]|h[12]|week|month|day|year|page|woche|monat|tag|jahr|seite|\d+\s?月(?:份)?|本月|本页|本日|全年|"
    r"第?\d+\s?[周季页]|\d{1,4}(?:[-/.年]\d{1,2})*[月日年]?|all|overall|for|of|the|in|per|für|im|за"
)
_EXACT = re.compile(rf"[\W_]*(?:{_SURE}|{_MAYBE})[\W_]*", re.IGNORECASE)
_SURE_LABEL = re.compile(
    rf"[\W_]*(?:(?:{_SURE})(?!\w).*|.*(?:(?<![a-zA-Z])(?:{_SURE}))[\W_]*|.*(?:小计|合计|总计|小計|合計|總計)[\W_]*\d*\D{{0,3}})",
    re.IGNORECASE | re.DOTALL,
)
_TIME_LABEL = re.compile(
    rf"[\W_]*(?:(?:{_TIME_WORD})[\W_]*)*(?:{_MAYBE})(?:[\W_]+(?:{_TIME_WORD}))*[\W_]*", re.IGNORECASE
)
_SOME_LABEL = re.compile(rf"(?:.*(?<!\w)(?:{_MAYBE})[\W_]*|[\W_]*(?:{_MAYBE})(?!\w).*)", re.IGNORECASE | re.DOTALL)
_COUNT_LABEL = re.compile(rf"[\W_]*(?:{_SURE}|{_MAYBE})[\W_]*(\d{{1,9}})(?:\s*[^\W\d]+)?[\W_]*", re.IGNORECASE)
_GROUP = re.compile(rf"[\W_]*(?:{_MAYBE})?[\W_]*(.*?)[\W_]*(?:{_MAYBE})?[\W_]*", re.IGNORECASE | re.DOTALL)
_EXACT_WORDS = [
    "total", "totals", "grand total", "subtotal", "sub-total", "sub total", "sum", "summe", "gesamt", "gesamtsumme",
    "zwischensumme", "итого", "всего", "合计", "小计", "总计", "合計", "小計", "總計", "共计",
    "总合计", "somme", "totale",
    "totaal", "suma", "razem", "celkem", "toplam", "sous-total", "合 计", "小 计", "总 计",
]  # fmt: skip
_SPELLINGS = [
    spelling
    for word in _EXACT_WORDS
    for base in (word, word + ":")
    for spelling in (base, base.title(), base.capitalize(), base.upper())
]
_KEY_FILL = 0.9
# Rows with a gap that are looked at for figures alone, and cells of text that are added up to tell a sum.
_FEW, _MOST_CELLS = 200, 200_000
# Fewer rows make sums by chance; so does a single column of figures, unless there are more.
_LEAST_ROWS, _LEAST_OF_ONE = 3, 5


def find_subtotals(frame: pd.DataFrame, *, filled: np.ndarray) -> tuple[list[int], list[int], list[str]]:
    """Find the rows of a table that repeat others in sum.

    A row is one when a cell says so and nothing but the sums is beside it. A word that may also be a name
    ("Total Care Balm", "Sum Ltd") is believed only if the figures add up or the rest of the label is a month, a page
    or a value of the table.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows below the header, blank and repeated header rows already gone.
    filled : numpy.ndarray of bool
        Which of its cells hold something.

    Returns
    -------
    list of int, list of int, list of str
        Positions of subtotal rows; of rows that look like one and are kept; the reason for each of the former.
    """
    if frame.empty or frame.shape[1] < 2:
        return [], [], []
    keys = _key_columns(filled)
    candidates = _candidates(frame, filled, keys)
    if not len(candidates):
        return [], [], []
    return _Ledger(frame, filled, keys).judge(candidates)


def sums_of_all(frame: pd.DataFrame) -> list[int]:
    """Find out whether the first or the last row of a table is the sum of all others, though no word says so.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows of data.

    Returns
    -------
    list of int
        Positions: of the first row, of the last, or none.

    Examples
    --------
    >>> sums_of_all(pd.DataFrame({"qty": [10, 20, 30, 60], "eur": [2.5, 3.5, 4.0, 10.0]}))
    [3]
    """
    rows = len(frame)
    if rows <= _LEAST_ROWS or (rows > _MOST_CELLS and not any(d.kind in "if" for d in frame.dtypes)):
        return []
    columns = [
        frame.iloc[:, i] for i in range(frame.shape[1]) if rows <= _MOST_CELLS or frame.dtypes.iloc[i].kind in "if"
    ]
    figures = [values for column in columns if (values := _figures(column)) is not None]
    return [row for row in (0, rows - 1) if _is_sum_of_others(figures, row)]


def _is_sum_of_others(figures: list[np.ndarray], row: int) -> bool:
    right = []
    for values in figures:
        others = np.delete(values, row)
        others = others[~np.isnan(others)]
        if not np.isnan(values[row]) and values[row] != 0 and np.count_nonzero(others) >= _LEAST_ROWS:
            total = others.sum()
            right.append(abs(total - values[row]) <= max(0.011, 1e-9 * abs(total)))
    one = len(right) == 1 and len(figures[0]) > _LEAST_OF_ONE
    return sum(right) >= (1 if one else max(2, 0.5 * len(right)))


def _key_columns(filled: np.ndarray) -> np.ndarray:
    """Tell which columns are filled in nearly every row, looking only at rows as full as most, so not at totals."""
    cells = filled.sum(axis=1)
    times = np.bincount(cells)
    usual = int(np.argmax(times * np.arange(len(times))))
    full = filled[cells >= max(1, usual)]
    return full.mean(axis=0) >= _KEY_FILL


def _candidates(frame: pd.DataFrame, filled: np.ndarray, keys: np.ndarray) -> np.ndarray:
    gaps = ~filled[:, keys].all(axis=1) if keys.any() else ~filled.all(axis=1)
    wordy = list(islice((i for i in np.flatnonzero(keys).tolist() if _holds_words(frame.iloc[:, i])), 3))
    if len(wordy) <= 2:
        # With one or two columns of words a total may leave nothing blank; with more it always does.
        for i in wordy:
            gaps |= frame.iloc[:, i].isin(_SPELLINGS).to_numpy()
    rows = np.flatnonzero(gaps)
    return rows[_says_total_or_bare(frame, filled, rows)]


def _all_figures(cells: np.ndarray) -> bool:
    return len(cells) > 1 and not any(np.isnan(_figure(cell)) for cell in cells)


def _holds_words(column: pd.Series) -> bool:
    head = column.iloc[:200].to_numpy(dtype=object)
    return any(isinstance(cell, str) and np.isnan(_figure(cell)) for cell in head)


def _says_total_or_bare(frame: pd.DataFrame, filled: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Keep rows with a word for total in them, or with nothing in the first half of the columns."""
    part = frame.iloc[rows]
    keep = ~filled[rows][:, : max(1, frame.shape[1] // 2)].any(axis=1)
    if len(rows) <= _FEW:
        keep |= np.array(
            [_all_figures(cells[there]) for cells, there in zip(part.to_numpy(object), filled[rows], strict=True)],
            dtype=bool,
        )
    for i, name in enumerate(frame.columns):
        texts = part[name]
        if i and not filled[rows, i].any():
            continue
        keep |= _says_total(texts)
    return keep


_LETTER = re.compile(r"[^\W\d_]")


def _says_total(texts: pd.Series) -> np.ndarray:
    """Search each different cell once, and none of a column of digits."""
    codes, different = pd.factorize(texts.to_numpy(dtype=object))
    cells = [cell if isinstance(cell, str) else "" for cell in different]
    if not _LETTER.search("\n".join(cells)):
        return np.zeros(len(texts), dtype=bool)
    says = np.array([*(_word(cell) is not None for cell in cells), False], dtype=bool)
    return says[codes]


_ANY_WORD = re.compile(rf"{_SURE}|(?<![^\W\d_])(?:{_MAYBE})(?![^\W\d_])|[小合总共累]\s*[计計]", re.IGNORECASE)


def _word(cell: str) -> re.Match | None:
    return _ANY_WORD.search(cell) if len(cell) <= 60 else None


class _Ledger:
    """The figures of a table, to tell whether a row is the sum of rows above it."""

    def __init__(self, frame: pd.DataFrame, filled: np.ndarray, keys: np.ndarray) -> None:
        self.frame, self.filled, self.keys = frame, filled, keys
        self.figures = {i: values for i in range(frame.shape[1]) if (values := _figures(frame.iloc[:, i])) is not None}
        self.sums = {i: np.concatenate([[0.0], np.cumsum(np.nan_to_num(v))]) for i, v in self.figures.items()}
        self.taken: list[int] = []
        self.taken_sums = {i: [0.0] for i in self.figures}
        self.starts: dict[str, int] = {}

    def judge(self, candidates: np.ndarray) -> tuple[list[int], list[int], list[str]]:
        kept, reasons = [], []
        for row in candidates.tolist():
            label, column = self.label(row)
            adds_up = self.adds_up(row, label)
            reason = self.reason(row, label, column, adds_up)
            if reason:
                self.take(row, label)
                reasons.append(reason)
            elif label and _EXACT.fullmatch(label):
                kept.append(row)
        return self.taken, kept, reasons

    def label(self, row: int) -> tuple[str, int]:
        for column in np.flatnonzero(self.filled[row]).tolist():
            cell = self.frame.iat[row, column]
            if isinstance(cell, str) and _word(cell):
                return cell.strip(), column
        return "", -1

    def reason(self, row: int, label: str, column: int, adds_up: bool | None) -> str | None:
        blank, others = self.beside(row, column)
        if others > 1 or (others == 1 and not (label and blank and adds_up)):
            return None
        if label and adds_up:
            return f"subtotal: '{_short(label)}', and the figures add up"
        if not blank:
            return None
        if not label:
            return "subtotal: no label, but the figures are the sums of the rows above" if adds_up else None
        counted = _COUNT_LABEL.fullmatch(label)
        if counted and int(counted[1]) == row - len(self.taken):
            return f"subtotal: '{_short(label)}', and as many rows are above"
        if self.believed(label, column):
            checked = "nothing to add up" if adds_up is None else "the figures do not add up exactly"
            return f"subtotal: '{_short(label)}', nothing else in the row but figures ({checked})"
        return None

    def believed(self, label: str, column: int) -> bool:
        if _EXACT.fullmatch(label) or _SURE_LABEL.fullmatch(label) or _TIME_LABEL.fullmatch(label):
            return True
        found = _GROUP.fullmatch(label) if _SOME_LABEL.fullmatch(label) else None
        group = found[1].strip() if found else ""
        below = self.frame.iloc[max(0, self.last_taken()) :, column].head(2000)
        return bool(group) and any(group == str(cell).strip() for cell in below)

    def last_taken(self) -> int:
        return self.taken[-1] + 1 if self.taken else 0

    def beside(self, row: int, column: int) -> tuple[int, int]:
        """Count the key columns that are blank, and those that hold neither the label nor a figure."""
        words = [i for i in np.flatnonzero(self.filled[row] & self.keys).tolist() if i != column]
        others = [i for i in words if i not in self.figures or np.isnan(self.figures[i][row])]
        return int((~self.filled[row] & self.keys).sum()), len(others)

    def adds_up(self, row: int, label: str) -> bool | None:
        """Compare with the sums of the rows above: since the last subtotal, since the last of this kind, or of all."""
        figures = [(i, v[row]) for i, v in self.figures.items() if not np.isnan(v[row])]
        if not figures or row == 0:
            return None
        starts = {0, self.last_taken(), self.starts.get(_kind(label), 0)}
        right = [max(self.is_sum(i, figure, start, row) for start in starts) for i, figure in figures]
        needed = [r for r, (_, figure) in zip(right, figures, strict=True) if figure != 0]
        return bool(needed) and sum(needed) >= max(1, 0.5 * len(needed))

    def is_sum(self, column: int, figure: float, start: int, row: int) -> bool:
        if row - start < 1:
            return False
        inside = self.taken_sums[column][-1] - self.taken_sums[column][bisect_left(self.taken, start)]
        total = self.sums[column][row] - self.sums[column][start] - inside
        return abs(total - figure) <= max(0.011 * np.sqrt(row - start), 1e-9 * abs(total))

    def take(self, row: int, label: str) -> None:
        self.taken.append(row)
        for i, sums in self.taken_sums.items():
            sums.append(sums[-1] + float(np.nan_to_num(self.figures[i][row])))
        self.starts[_kind(label)] = row + 1


def _kind(label: str) -> str:
    found = _word(label)
    return found[0].lower() if found else ""


_FIGURE = re.compile(FIGURE_CELL)


def _figures(column: pd.Series) -> np.ndarray | None:
    """Return the numbers of a column in which most cells are figures, however they are written; otherwise None."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.to_numpy(dtype=float)
    present = column.dropna()
    head = [_figure(cell) for cell in present.head(200)]
    if not head or np.isnan(head).mean() > 0.3:
        return None
    fast = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, copy=True)
    slow = np.flatnonzero(np.isnan(fast) & column.notna().to_numpy())
    fast[slow] = [_figure(cell) for cell in column.iloc[slow]]
    return fast


def _figure(cell: object) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return np.nan
    if not isinstance(cell, str):
        return float(cell)
    match = _FIGURE.fullmatch(cell.strip()) if len(cell) <= 60 else None
    if not match:
        return np.nan
    sign = -1 if match[1].startswith(("(", "-")) or match[1].endswith("-") or cell.strip().startswith("(") else 1
    return sign * likeliest_number(match[1].strip("()- "))


def _short(label: str) -> str:
    label = " ".join(cell_text(label).split())
    return label if len(label) <= 30 else label[:27] + "..."
