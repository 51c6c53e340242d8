"""Choose the columns to compare and write their values in one comparable form."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.kinds import column_kind, spoken_words
from millrace.errors import ArgumentError, did_you_mean, require_columns

__all__ = ["KINDS", "comparable", "comparable_columns", "folded"]

KINDS = ("name", "text", "address", "phone", "email", "code", "date", "number", "category")

MISSING = frozenset({"", "nan", "none", "null", "n a", "na", "nat", "unknown", "tbc", "tba", "tbd", "无", "未知"})
CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LEGAL_FORMS = (
    r"\b(?:co|ltd|limited|inc|incorporated|llc|llp|plc|gmbh|ag|sarl|srl|spa|bv|nv|oy|ab|as|kg|fze|fzco|fzc|corp|corporation|"
    r"company|pty|pvt|sdn|bhd|pte|kk|mr|mrs|ms|dr|prof)\b|股份|有限责任|有限|公司"
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
    codes, distinct = pd.factorize(plain_text(values))
    text = pd.Series(np.asarray(distinct, dtype=object), dtype=object)
    text = (
        text.str.normalize("NFKD").str.replace("[\u0300-\u036f]", "", regex=True).str.normalize("NFKC").str.casefold()
    )
    text = text.str.replace("ł", "l").str.replace("ø", "o").str.replace(r"\s+", " ", regex=True).str.strip()
    text = text.where(~spoken_words(text).isin(MISSING), "") if len(text) else text
    return pd.Series(text.to_numpy(dtype=object)[codes] if len(codes) else [], index=values.index, dtype=object)


def plain_text(values):
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


def comparable_columns(
    frame: pd.DataFrame, other: pd.DataFrame | None = None, compare: Mapping | None = None
) -> dict[object, tuple[str, pd.Series]]:
    """Choose the columns to compare and write them in comparable form, the second table below the first.

    Parameters
    ----------
    frame, other : pandas.DataFrame
        One table, or two that are to be linked.
    compare : mapping, optional
        Column to kind (one of `KINDS`); without it kinds are inferred and columns that say nothing are left out.

    Returns
    -------
    dict
        Column to (kind, comparable text of all rows of both tables).

    Raises
    ------
    ColumnError
        A column of `compare` is missing from a table.
    ArgumentError
        A kind of `compare` is unknown.
    """
    names = dict.fromkeys(frame.columns) if compare is None else dict(compare)
    check_kinds(names, compare)
    require_columns(frame, names)
    partner = matching_titles(frame, other, names, required=compare is not None)
    said = {c: [folded(frame[c])] + ([] if other is None else [folded(other[p])]) for c, p in partner.items()}
    kinds = {c: names[c] or column_kind(parts, title=str(c)) for c, parts in said.items()}
    if not any(kinds.values()):
        kinds = {c: column_kind(parts, title=str(c), constants=True) for c, parts in said.items()}
    elif compare is None and set(kinds.values()) <= {None, "category"}:
        return {}  # thousands share each value of a category: equal rows are then no sign of being the same
    return {c: (kind, comparable(pd.concat(said[c], ignore_index=True), kind)) for c, kind in kinds.items() if kind}


def check_kinds(names, compare):
    for column, kind in names.items():
        if compare is not None and kind not in KINDS:
            raise ArgumentError(
                f"Column '{column}' is said to be a '{kind}'. Kinds are: {', '.join(KINDS)}.{did_you_mean(kind, KINDS)}"
            )


def matching_titles(frame, other, names, *, required):
    """Pair every column with the column of the other table that has the same title, whatever its case and spaces."""
    if other is None:
        return {c: c for c in names}
    if required:
        require_columns(other, names, table="the other table")
        return {c: c for c in names}
    plain = {re.sub(r"\W|_", "", str(c)).casefold(): c for c in other.columns}
    pairs = {c: plain.get(re.sub(r"\W|_", "", str(c)).casefold()) for c in names}
    same = {c: o for c, o in pairs.items() if o is not None}
    return same | alike_columns(frame, other, [c for c in names if c not in same], set(same.values()))


def alike_columns(frame, other, left, taken):
    """Pair columns of different titles ('title' and 'name') when they hold the same kind and share most words."""
    right = [c for c in other.columns if c not in taken]
    words = {(s, c): vocabulary(t[c]) for s, t, cs in ((0, frame, left), (1, other, right)) for c in cs}
    scored = sorted(
        ((shared_share(words[0, a], words[1, b]), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
        key=lambda s: (-s[0], s[1], s[2]),
    )
    found, used = {}, set()
    for share, i, j in scored:
        if share >= 0.4 and left[i] not in found and j not in used:
            found[left[i]] = right[j]
            used.add(j)
    return found


def vocabulary(values, rows=5000):
    words = spoken_words(folded(values.iloc[:rows])).str.split().explode().dropna()
    return words[words.str.contains(r"[^\d]", na=False)].value_counts(normalize=True)


def shared_share(a, b):
    both = a.index.intersection(b.index)
    return float(np.minimum(a[both], b[both]).sum()) if len(both) else 0.0


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
    values = (
        FORMS.get(kind, words_form)(pd.Series(distinct, dtype=object)) if len(distinct) else pd.Series([], dtype=object)
    )
    return pd.Series(values.to_numpy(dtype=object)[codes], index=text.index, dtype=object)


def phone_form(values):
    first = values.str.split(r"[,;]|\bor\b|ext|x\d", regex=True).str[0]
    digits = first.str.replace(r"\D", "", regex=True)
    return digits.str[-9:].where(digits.str.len() >= 5, "")


def date_form(values):
    digits = values.str.replace(r"\D", "", regex=True)
    parts = values.str.extract(r"^(\d{4})\D+(\d{1,2})\D+(\d{1,2})")
    backward = values.str.extract(r"^(\d{1,2})\D+(\d{1,2})\D+(\d{4})")[[2, 1, 0]].set_axis([0, 1, 2], axis=1)
    parts = parts.fillna(backward)
    padded = parts[0] + parts[1].str.zfill(2) + parts[2].str.zfill(2)
    return padded.where(parts[0].notna(), digits)


def words_form(values):
    text = values.str.replace(r"(?<=\w)['’`](?=\w)", "", regex=True)
    text = text.str.replace("&", " and ", regex=False)
    text = text.str.replace(r"\b(\w)\.(?=\w\b)", r"\1", regex=True)
    return text.str.replace(r"[^\w]+|_", " ", regex=True).str.strip()


def name_form(values):
    words = words_form(values)
    bare = words.str.replace(LEGAL_FORMS, " ", regex=True).str.replace(r"\s+", " ", regex=True).str.strip()
    return bare.where(bare != "", words)


FORMS = {
    "phone": phone_form,
    "date": date_form,
    "email": lambda v: v.str.replace(r"\s|mailto:", "", regex=True),
    "code": lambda v: v.str.replace(r"[\W_]+", "", regex=True),
    "number": lambda v: v.str.replace(r"[^\d.\-]", "", regex=True).str.strip("."),
    "name": name_form,
}
