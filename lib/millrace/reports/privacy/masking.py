"""Free texts of a table masked: by form and by names, by what columns hold of people, by what the row itself says."""

import re
from collections.abc import Sequence

import pandas as pd

from millrace.privacy import find_personal
from millrace.privacy.patterns import UNISSUED
from millrace.privacy.personal import KINDS
from millrace.reports.privacy.leaks import Held, held_by
from millrace.reports.privacy.own_values import OwnValues

__all__ = ["Masker", "free_texts", "labels_in"]

SURE = ("email", "phone", "identity_number", "bank_account")
SEVERAL, SOME, OFTEN_ONCE = 3, 0.2, 0.1  # words of a text; share of texts among the values; share that occurs once
AGAIN = 3  # what is masked may show what stood beside it
HAN = re.compile("[\u3400-\u9fff]")
LABEL = re.compile(r"\[([^\[\]]+)\]")


class Masker:
    """All that is to be found in the texts of a table.

    Parameters
    ----------
    table : DataFrame
        The file.
    identifiers : list of str
        Columns that name people: what they hold is found in every row.
    name_columns : list of str
        Those that hold names in letters.
    names, regions, order_numbers : as there
        As for `millrace.privacy.find_personal`.
    covered : list of str
        Columns that the copy hides or has coarser: what they hold is found in texts of the same row.
    """

    def __init__(
        self, table: pd.DataFrame, *, identifiers: Sequence[str], name_columns: Sequence[str], names: Sequence[str],
        regions: Sequence[str], order_numbers: str | None, covered: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.held: Held = held_by(table, identifiers)
        self.own = OwnValues(table, names=name_columns, covered=covered)
        self._names, self._regions, self._orders = list(names), list(regions), order_numbers

    def find(self, texts: pd.Series) -> pd.DataFrame:
        """Find personal data by their form and by names, as `millrace.privacy.find_personal` does."""
        return find_personal(texts, names=self._names, regions=self._regions, order_numbers=self._orders)

    def mask(self, texts: pd.Series, rows: Sequence[int]) -> tuple[pd.Series, int]:
        """Mask texts, until nothing more is found.

        Parameters
        ----------
        texts : Series
            The texts; what is no text stays.
        rows : sequence of int
            Of each text: the row of the file, from 0.

        Returns
        -------
        tuple of Series and int
            The texts, and how many numbers in them look like telephone numbers but are not issued.
        """
        masked, unissued = texts.astype(object), 0
        for _ in range(AGAIN):
            found = self.find(masked)
            unissued += int((found["rule"] == UNISSUED).sum())
            before, masked = masked, self._once(masked, found, rows)
            if masked.equals(before):
                break
        return masked, unissued

    def _once(self, texts: pd.Series, found: pd.DataFrame, rows: Sequence[int]) -> pd.Series:
        made, columns = list(texts), [found[name].tolist() for name in ("text", "start", "end", "kind")]
        # From the last to the first, so that places before stay where they are.
        for place, start, end, kind in reversed(list(zip(*columns, strict=True))):
            text = str(made[place])
            made[place] = f"{text[:start]}[{kind.replace('_', ' ')}]{text[end:]}"
        covered, _ = self.held.cover_column(pd.Series(made, index=texts.index, dtype=object))
        return pd.Series(
            [self.own.cover(v, row) if isinstance(v, str) else v for v, row in zip(covered, rows, strict=True)],
            index=texts.index, dtype=object,
        )  # fmt: skip

    def left(self, texts: pd.Series, rows: Sequence[int]) -> dict[str, int]:
        """Count what is in texts that should be masked: ``names``, ``numbers``, and texts with something ``own``."""
        found = self.find(texts)["kind"]
        own = sum(
            isinstance(value, str) and self.own.cover(value, row) != value
            for value, row in zip(texts.astype(object), rows, strict=True)
        )
        return {"names": int(found.eq("name").sum()), "numbers": int(found.isin(SURE).sum()), "own": own}


def labels_in(before: pd.Series, after: pd.Series) -> dict[str, tuple[int, int]]:
    """Count what was masked: for each kind or column, in how many rows, and how often.

    Parameters
    ----------
    before, after : Series
        The texts, and the texts masked.

    Returns
    -------
    dict of str to tuple of int
        The kinds first, as `millrace.privacy.KINDS` lists them.

    Examples
    --------
    >>> labels_in(pd.Series(["Lin and Wu"]), pd.Series(["[name] and [name]"]))
    {'name': (1, 2)}
    """
    rows: dict[str, int] = {}
    times: dict[str, int] = {}
    for old, new in zip(before, after, strict=True):
        if not isinstance(new, str) or new == old:
            continue
        had = LABEL.findall(str(old))
        now = LABEL.findall(new)
        for label in dict.fromkeys(now):
            more = now.count(label) - had.count(label)
            if more > 0:
                rows[label], times[label] = rows.get(label, 0) + 1, times.get(label, 0) + more
    order = [kind.replace("_", " ") for kind in KINDS]
    sorted_ = sorted(rows, key=lambda label: order.index(label) if label in order else len(order))
    return {label: (rows[label], times[label]) for label in sorted_}


def free_texts(table: pd.DataFrame, roles: pd.DataFrame, named: Sequence[str]) -> list[str]:
    """List the columns that hold free text, whatever they were named for.

    Parameters
    ----------
    table : DataFrame
        The file.
    roles : DataFrame
        As `millrace.privacy.suggest_quasi_identifiers` makes it, before anything was named.
    named : list of str
        Columns that were named as texts.

    Returns
    -------
    list of str
    """
    role = roles.set_index("column")["role"]
    return [
        str(column)
        for column in table.columns
        if column in named or role[column] == "free text" or _reads_like_text(table[column])
    ]


def _reads_like_text(column: pd.Series) -> bool:
    known = column.dropna()
    values = [value for value in known.drop_duplicates() if isinstance(value, str)]
    if len(values) <= SEVERAL:
        return False
    once = known.value_counts().eq(1).sum() / len(known)
    return bool(_texts_among(values) >= SOME * len(values) and (once > OFTEN_ONCE or len(values) > SEVERAL * SEVERAL))


def _texts_among(values: Sequence[str]) -> int:
    return sum(len(value.split()) >= SEVERAL or len(HAN.findall(value)) > 2 * SEVERAL for value in values)
