"""Set rows aside that are no data: blank rows, headers that come again, titles between pages, notes at the end."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.intake.headers import cell_kind
from millrace.intake.subtotals import find_subtotals
from millrace.intake.values import cell_text, row_text

__all__ = ["Asides", "names_total", "set_aside"]

_NOTE = re.compile(
    r"\W*(?:notes?|source|remarks?|printed|exported|generated|prepared|created|report|end\b|page|approved|signature|"
    r"disclaimer|copyright|©|\*|quelle|stand\b|hinweis|anmerkung|fin\b|备注|注[:\uff1a]|说明|制表|审核|打印|来源|第\s*\d+\s*页|примечание|"
    r"источник)",
    re.IGNORECASE,
)
_FOOT_ROWS = 30


class Asides:
    """Rows set aside so far: their positions in the body, with the reason for each."""

    def __init__(self) -> None:
        self.reasons: dict[int, str] = {}
        self.kept: list[int] = []

    def add(self, rows: Sequence[int] | np.ndarray, reason: str | Sequence[str]) -> None:
        """Note positions with one reason, or one reason each."""
        reasons = [reason] * len(rows) if isinstance(reason, str) else reason
        for row, why in zip(rows, reasons, strict=True):
            self.reasons.setdefault(int(row), why)


def set_aside(
    body: pd.DataFrame,
    *,
    names: Sequence[str],
    header: Sequence[Sequence[str]],
    keep_subtotals: bool,
    titles: Sequence[str] = (),
) -> Asides:
    """Find the rows of a table body that are no data.

    Parameters
    ----------
    body : pandas.DataFrame
        All rows below the header, columns 0 to n - 1.
    names : sequence of str
        Column names.
    header : sequence of sequence of str
        The header's rows as they are in the file.
    keep_subtotals : bool
        Leave subtotal rows in the table.
    titles : sequence of str
        Rows above the header, as `row_text` writes them.

    Returns
    -------
    Asides
        Positions and reasons.
    """
    asides = Asides()
    present = body.notna().to_numpy()
    filled = present.sum(axis=1)
    asides.add(np.flatnonzero(filled == 0), "blank row")
    _repeated_headers(body, header, asides)
    _page_titles(body, filled, asides, {_without_figures(title) for title in titles})
    _footers(body, filled, asides, len(names))
    if not keep_subtotals:
        _subtotals(body, present, asides)
    return asides


def _repeated_headers(body: pd.DataFrame, header: Sequence[Sequence[str]], asides: Asides) -> None:
    for row in header:
        wanted = {i: text for i, text in enumerate(row[: body.shape[1]]) if text}
        if len(wanted) < min(2, body.shape[1]):
            continue
        same = np.ones(len(body), dtype=bool)
        for i, text in wanted.items():
            column = body.iloc[:, i]
            if pd.api.types.is_numeric_dtype(column):
                same[:] = False
                break
            candidates = np.flatnonzero(same)
            same[candidates] = _texts_equal(column.iloc[candidates], text)
            if not same.any():
                break
        asides.add(np.flatnonzero(same), "repeated header")


def _texts_equal(cells: pd.Series, text: str) -> np.ndarray:
    exact = np.asarray(cells == text, dtype=bool)
    if len(cells) > 100_000:
        return exact
    return exact | np.array([isinstance(c, str) and " ".join(c.split()) == text for c in cells], dtype=bool)


def _page_titles(body: pd.DataFrame, filled: np.ndarray, asides: Asides, titles: set[str]) -> None:
    """Set titles aside above a repeated header, as on a printed page: words in one cell, or an earlier title again."""
    for row in [row for row, why in asides.reasons.items() if why == "repeated header"]:
        above = row - 1
        while above >= 0:
            again = _without_figures(row_text(body.iloc[above].tolist())) in titles
            if not (again or filled[above] <= 1 < body.shape[1] or above in asides.reasons):
                break
            if again or (filled[above] == 1 and _has_words(body, above)):
                asides.add([above], "title between pages")
            above -= 1


def _without_figures(text: str) -> str:
    return re.sub(r"\d+", "9", " ".join(text.split()))


def _has_words(body: pd.DataFrame, row: int) -> bool:
    cells = body.iloc[row].dropna()
    return all(cell_kind(cell) == "text" and not names_total(cell) for cell in cells)


def names_total(cell: object) -> bool:
    """Tell whether a cell names a total.

    Parameters
    ----------
    cell : object
        A cell as the file holds it.

    Returns
    -------
    bool
        Whether a word for a total or a subtotal is in it.
    """
    return re.search(r"total|summ?e?\b|итого|[小合总]\s?[计計]", str(cell), re.IGNORECASE) is not None


def _footers(body: pd.DataFrame, filled: np.ndarray, asides: Asides, width: int) -> None:
    """Walk up from the last row over rows of a cell or two that read like a note."""
    pending: list[int] = []
    for row in range(len(body) - 1, max(-1, len(body) - 1 - _FOOT_ROWS), -1):
        if filled[row] == 0:
            asides.add(pending, "note below the table")
            pending = []
        elif filled[row] <= _few(body, row, width) and not _is_total(body, row):
            cells = body.iloc[row].dropna()
            if _reads_like_note(cells, body, row):
                asides.add([*pending, row], "note below the table")
                pending = []
            else:
                pending.append(row)
        elif _is_total(body, row) and filled[row] <= width // 2 + 1:
            continue
        else:
            break


def _few(body: pd.DataFrame, row: int, width: int) -> int:
    """Cells that a note may take: commas in its text may split it, but then it begins like a note."""
    first = body.iat[row, 0]
    note = isinstance(first, str) and _NOTE.match(first) is not None
    return 0 if width < 2 else max(1, width - 1 if note and width < 5 else width // 2 if note else min(2, width // 3))


def _is_total(body: pd.DataFrame, row: int) -> bool:
    return any(isinstance(cell, str) and len(cell) < 40 and names_total(cell) for cell in body.iloc[row].dropna())


def _reads_like_note(cells: pd.Series, body: pd.DataFrame, row: int) -> bool:
    first = cell_text(cells.iloc[0])
    if _NOTE.match(first) or first.rstrip().endswith((":", "\uff1a")):
        return True
    above = body.iloc[max(0, row - 50) : row, cells.index[0]].dropna().map(cell_text)
    if above.empty or cell_kind(first) != "text":
        return False
    usual = above.map(cell_kind).mode().iloc[0]
    return usual != "text" or len(first) > 2 * above.str.len().quantile(0.9) + 5


def _subtotals(body: pd.DataFrame, present: np.ndarray, asides: Asides) -> None:
    left = np.ones(len(body), dtype=bool)
    left[list(asides.reasons)] = False
    rest = np.flatnonzero(left)
    part, filled = (body, present) if left.all() else (body.iloc[rest], present[rest])
    found, kept, reasons = find_subtotals(part, filled=filled)
    asides.add(rest[found].tolist(), reasons)
    asides.kept = rest[kept].tolist()
