"""One name per step: spellings that differ by capitals, spaces or full-width letters joined, all others left alone."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.reading.texts import tidy

__all__ = ["join_spellings", "labels_of"]


def labels_of(values: pd.Series) -> pd.Series:
    """Write the cells of a column as labels: text without spaces around it, whole numbers without a decimal point.

    Parameters
    ----------
    values : Series
        Text, numbers or dates.

    Returns
    -------
    Series
        Labels; what is missing or blank is missing.

    Examples
    --------
    >>> labels_of(pd.Series([" A-1 ", 7.0, None], dtype=object)).tolist()
    ['A-1', '7', nan]
    """
    codes, distinct = pd.factorize(values)
    names = np.array([*(_label(value) for value in distinct), np.nan], dtype=object)
    return pd.Series(names[codes], index=values.index, dtype=object)


def _label(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() or np.nan


def join_spellings(steps: pd.Series, *, spellings: Mapping[str, str] | None) -> tuple[pd.Series, pd.DataFrame]:
    """Join the spellings of a step that are the same but for capitals, spaces and full-width letters.

    The most frequent spelling names the step. Spellings that differ by more are joined only when asked.

    Parameters
    ----------
    steps : Series
        Labels.
    spellings : mapping or None
        Spelling found: step meant.

    Returns
    -------
    Series, DataFrame
        The names, and one row per spelling that was joined: ``spelling``, ``step``, ``rows``.

    Raises
    ------
    ArgumentError
        When ``spellings`` names what is not in the column.

    Examples
    --------
    >>> join_spellings(pd.Series(["Cut", "cut ", "Cut"]), spellings=None)[0].tolist()
    ['Cut', 'Cut', 'Cut']
    """
    codes, distinct = pd.factorize(steps)
    counts = np.bincount(codes[codes >= 0], minlength=len(distinct))
    table = pd.DataFrame({"spelling": np.asarray(distinct, dtype=object), "rows": counts})
    meant = _asked(table["spelling"].tolist(), spellings)
    table["key"] = [tidy(str(meant.get(name, name))).casefold() for name in table["spelling"]]
    named = {tidy(str(to)).casefold(): to for to in meant.values()}
    often = table.sort_values(["rows", "spelling"], ascending=[False, True]).groupby("key")["spelling"].first()
    table["step"] = [named.get(key, often[key]) for key in table["key"]] if len(table) else []
    names = np.array([*table["step"], np.nan], dtype=object)
    joined = table.loc[table["step"] != table["spelling"], ["spelling", "step", "rows"]]
    order = joined.sort_values(["step", "rows", "spelling"], ascending=[True, False, True])
    return pd.Series(names[codes], index=steps.index, dtype=object), order.reset_index(drop=True)


def _asked(known: list[str], spellings: Mapping[str, str] | None) -> dict[str, str]:
    for name in spellings or {}:
        if name not in known:
            raise ArgumentError(
                f"spellings= names {in_words(name)}, which is no step of the table. A spelling that occurs was "
                f"expected. Correct it.{did_you_mean(name, known)}"
            )
    return dict(spellings or {})
