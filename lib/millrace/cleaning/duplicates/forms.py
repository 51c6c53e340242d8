"""Write the values of a column in one comparable form, so that only differences that mean something remain."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from millrace.reading.firm_names import without_legal_forms
from millrace.reading.missing_words import is_missing_word

__all__ = ["comparable", "folded", "spoken_words"]


def folded(values: pd.Series) -> pd.Series:
    """Write values as plain lower-case text without accents or full-width forms, empty where nothing is said.

    Parameters
    ----------
    values : pandas.Series
        Anything: text, numbers, dates, even lists.

    Returns
    -------
    pandas.Series
        Text of the same index; punctuation is kept.

    Examples
    --------
    >>> folded(pd.Series(["Café", "ＡＢＣ", None, 12.0])).tolist()
    ['cafe', 'abc', '', '12']
    """
    codes, distinct = pd.factorize(_plain_text(values))
    text = pd.Series(np.asarray(distinct, dtype=object), dtype=object)
    text = (
        text.str.normalize("NFKD").str.replace("[\u0300-\u036f]", "", regex=True).str.normalize("NFKC").str.casefold()
    )
    text = text.str.replace("ł", "l").str.replace("ø", "o").str.replace(r"\s+", " ", regex=True).str.strip()
    text = text.mask((spoken_words(text) == "") | text.map(is_missing_word), "") if len(text) else text
    return pd.Series(text.to_numpy(dtype=object)[codes] if len(codes) else [], index=values.index, dtype=object)


def _plain_text(values: pd.Series) -> np.ndarray:
    missing = values.isna().to_numpy()
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        text = values.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_float_dtype(values.dtype) and not (values.dropna() % 1).any():
        text = values.astype("Float64").round().astype("Int64").astype(str)
    else:
        text = values.astype(object).map(str).str.replace(r"^(-?\d+)\.0$", r"\1", regex=True) if len(values) else values
    text = np.array(text, dtype=object)
    text[missing] = ""
    return text


def spoken_words(text: pd.Series) -> pd.Series:
    """Leave only letters and digits, single spaces between words.

    Parameters
    ----------
    text : pandas.Series
        Any text.

    Returns
    -------
    pandas.Series
        The same text without punctuation.

    Examples
    --------
    >>> spoken_words(pd.Series(["n/a", "a_b (c)"])).tolist()
    ['n a', 'a b c']
    """
    return text.str.replace(r"[\W_]+", " ", regex=True).str.strip()


def comparable(text: pd.Series, kind: str) -> pd.Series:
    """Bring folded text into the one form in which values of this kind are compared.

    Parameters
    ----------
    text : pandas.Series
        Folded text.
    kind : str
        One of `KINDS`.

    Returns
    -------
    pandas.Series
        Phones as their last nine digits, dates as yyyymmdd, codes without separators, words between single spaces.

    Examples
    --------
    >>> comparable(pd.Series(["+86 138-1234-5678"]), "phone").tolist()
    ['812345678']
    >>> comparable(pd.Series(["hongda leather co., ltd"]), "name").tolist()
    ['hongda leather']
    """
    codes, distinct = pd.factorize(text.to_numpy(dtype=object))
    values = pd.Series(distinct, dtype=object)
    if len(values):
        values = _FORMS.get(kind, _words_form)(values)
    return pd.Series(values.to_numpy(dtype=object)[codes], index=text.index, dtype=object)


def _phone_form(values: pd.Series) -> pd.Series:
    first = values.str.split(r"[,;]|\bor\b|ext|x\d", regex=True).str[0]
    digits = first.str.replace(r"\D", "", regex=True)
    return digits.str[-9:].where(digits.str.len() >= 5, "")


def _date_form(values: pd.Series) -> pd.Series:
    digits = values.str.replace(r"\D", "", regex=True)
    parts = values.str.extract(r"^(\d{4})\D+(\d{1,2})\D+(\d{1,2})")
    backward = values.str.extract(r"^(\d{1,2})\D+(\d{1,2})\D+(\d{4})")[[2, 1, 0]].set_axis([0, 1, 2], axis=1)
    parts = parts.fillna(backward)
    padded = parts[0] + parts[1].str.zfill(2) + parts[2].str.zfill(2)
    return padded.where(parts[0].notna(), digits)


def _words_form(values: pd.Series) -> pd.Series:
    text = values.str.replace(r"(?<=\w)['’`](?=\w)", "", regex=True)
    text = text.str.replace("&", " and ", regex=False)
    text = text.str.replace(r"\b(\w)\.(?=\w\b)", r"\1", regex=True)
    return text.str.replace(r"[\W_]+", " ", regex=True).str.strip()


def _name_form(values: pd.Series) -> pd.Series:
    return _words_form(values).map(without_legal_forms)


_FORMS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "phone": _phone_form,
    "date": _date_form,
    "email": lambda v: v.str.replace(r"\s|mailto:", "", regex=True),
    "code": lambda v: v.str.replace(r"[\W_]+", "", regex=True),
    "number": lambda v: v.str.replace(r"[^\d.\-]", "", regex=True).str.strip("."),
    "name": _name_form,
}
