"""Names of firms and people brought to one form, so that the same customer looks the same in every list."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from millrace.reading.firm_names import comparison_name
from millrace.reading.missing_words import is_missing_word
from millrace.reading.texts import as_series, as_text, read_distinct, tidy_each

__all__ = ["normalise_names"]


def normalise_names(values: Iterable[object]) -> pd.Series:
    """Bring names of firms and people to a form for comparing, not for printing.

    Case, accents, punctuation, full-width letters, legal forms (Co., Ltd, GmbH, LLC, FZE, 有限公司) and titles (Mr, Dr,
    先生) are dropped; Chinese characters are kept. Two names that are the same in this form may still be two customers.

    Parameters
    ----------
    values : Series or list-like
        The names.

    Returns
    -------
    pandas.Series
        Text on the index of ``values``; missing where the name is missing.

    Raises
    ------
    ArgumentError
        When ``values`` is not one column.

    Notes
    -----
    Unicode form NFKC and default case folding (Unicode Standard Annex 15). The legal forms are those of ISO 20275.

    Examples
    --------
    >>> normalise_names(["HONGDA Leather Co., Ltd.", "Ｈｏｎｇｄａ leather", "宏达皮具有限公司"]).tolist()
    ['hongda leather', 'hongda leather', '宏达皮具']
    """
    values = as_series(values)
    names = read_distinct(values, _read_names)["name"]
    names.name = values.name
    return names


def _read_names(distinct: list[object], _: np.ndarray) -> pd.DataFrame:
    texts = tidy_each("" if value is None else value for value in distinct)
    names = [None if is_missing_word(text) else comparison_name(text) or None for text in texts]
    return pd.DataFrame({"name": as_text(pd.Series(names, dtype=object))})
