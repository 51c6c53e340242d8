"""Write the values of a column in one comparable form, so that only differences that mean something remain."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd

from millrace.reading.firm_names import without_legal_forms
from millrace.reading.missing_words import is_missing_word

__all__ = ["comparable", "folded", "legal_forms", "spelt_in_latin", "spoken_words"]


_CHINESE = "[\u3400-\u9fff\uf900-\ufaff]"
_NO_MAIL = (
    r"^(?:test|tests?\d*|no-?reply|none?|no|nomail|noemail|na|n/a|xxx*|asdf|dummy|example|unknown)@|"
    r"@(?:example|test|none|nomail)\."
)
_SAME_FORM = {"limited": "ltd", "incorporated": "inc", "corporation": "corp", "private": "pvt"}
_NO_FORM = frozenset(
    ("co", "company", "and", "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "herr", "frau", "hr", "sr", "sra")
)


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


def legal_forms(text: pd.Series) -> pd.Series:
    """Read the legal form that a firm's name states.

    Parameters
    ----------
    text : pandas.Series
        Folded names.

    Returns
    -------
    pandas.Series
        The form in one spelling, empty where none is stated.

    Examples
    --------
    >>> legal_forms(pd.Series(["hongda limited", "hongda co., ltd", "voss s.r.l.", "voss"])).tolist()
    ['ltd', 'ltd', 'srl', '']
    """
    codes, distinct = pd.factorize(text.to_numpy(dtype=object))
    words = _words_form(pd.Series(distinct, dtype=object)) if len(distinct) else pd.Series([], dtype=object)
    forms = np.array([_form_of(name) for name in words], dtype=object)
    return pd.Series(forms[codes] if len(codes) else [], index=text.index, dtype=object)


def _form_of(name: str) -> str:
    kept = set(without_legal_forms(name).split())
    said = [_SAME_FORM.get(word, word) for word in name.split() if word not in kept]
    return "".join(word for word in said if word not in _NO_FORM)


def spelt_in_latin(text: pd.Series) -> pd.Series:
    """Spell words of other scripts as they sound, in Latin letters (AnyAscii).

    Parameters
    ----------
    text : pandas.Series
        Any text.

    Returns
    -------
    pandas.Series
        Lower-case Latin text.

    Examples
    --------
    >>> spelt_in_latin(pd.Series(["иван петров", "宏达", "ann"])).tolist()
    ['ivan petrov', 'hongda', 'ann']
    """
    from anyascii import anyascii

    return text.map(lambda t: t if t.isascii() else anyascii(t).lower().replace("'", ""))


def _phone_form(values: pd.Series) -> pd.Series:
    """Leave the national number: no country code, no leading zero, no extension; nothing of a number that is none."""
    first = values.str.split(r"[,;]|\bor\b|ext|x\d", regex=True).str[0].str.replace("(0)", "", regex=False)
    digits = first.str.replace(r"\D", "", regex=True)
    abroad = first.str.contains(r"^\W*(?:\+|00)", regex=True)
    digits = digits.str.replace("^0+", "", regex=True)
    digits = digits.where(~abroad, digits.map(_without_country)).str.replace("^0+", "", regex=True).str[-9:]
    return digits.where((digits.str.len() >= 5) & ~digits.map(_is_made_up), "")


def _without_country(digits: str) -> str:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    length = next((n for n in (1, 2, 3) if digits[:n].isdigit() and int(digits[:n]) in COUNTRY_CODE_TO_REGION_CODE), 0)
    return digits[length:]


def _is_made_up(digits: str) -> bool:
    """Tell numbers typed to get past a form: one digit again and again, or digits in a row."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    return len(set(digits[-6:])) == 1 or (len(digits) >= 6 and steps in ({1}, {9}))


def _email_form(values: pd.Series) -> pd.Series:
    plain = values.str.replace(r"\s|mailto:|^<|>$", "", regex=True)
    return plain.mask(plain.str.contains(_NO_MAIL, regex=True), "")


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
    """Drop legal forms, and spell Cyrillic, Greek, Arabic ... names in Latin; Chinese stays for its own comparison."""
    bare = _words_form(values).map(without_legal_forms)
    other = ~bare.map(str.isascii) & ~bare.str.contains(_CHINESE, regex=True)
    return bare.where(~other, spelt_in_latin(bare.where(other, ""))).str.replace(r"[\W_]+", " ", regex=True).str.strip()


_FORMS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "phone": _phone_form,
    "date": _date_form,
    "email": _email_form,
    "code": lambda v: v.str.replace(r"[\W_]+", "", regex=True),
    "number": lambda v: v.str.replace(r"[^\d.\-]", "", regex=True).str.strip("."),
    "name": _name_form,
}
