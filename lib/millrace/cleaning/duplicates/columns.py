"""Choose the columns to compare, and find out from values and titles what each of them holds."""

import re
from collections.abc import Hashable, Iterable, Mapping

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.forms import comparable, folded, legal_forms, spoken_words
from millrace.errors import ArgumentError, did_you_mean, require_columns

__all__ = ["KINDS", "Columns", "column_kind", "comparable_columns", "folded_columns", "stated_forms"]

Columns = Mapping[Hashable, tuple[str, pd.Series]]  # what each compared column holds, and its comparable text

KINDS = ("name", "text", "address", "phone", "email", "code", "date", "number", "category")
_TITLES = {
    "phone": r"phone|mobile|\btel|\bfax|\bcell|电话|手机|联系方式",
    "email": r"e[ -]?mail|邮箱|邮件",
    "address": r"addr|street|地址|住址",
    "name": r"\bnames?\b|company|customer|client|title|姓名|名称|客户|公司",
    "date": r"\bdate|birth|\bdob\b|日期|生日",
    "code": (
        r"zip|post ?code|postal|isbn|\bean\b|\bupc\b|\bsku\b|\bvat\b|\bssn\b|soc sec|"
        r"model ?(?:no|num)|tax|_?no$|邮编|税号"
    ),
}
_ROW_KEYS = r"^(?:unnamed 0|index|row|row ?(?:id|no|number|num)|id|_id|rec ?id|record ?id|uuid|guid|序号|编号)$"
_ENOUGH = 4_000


def comparable_columns(
    frame: pd.DataFrame, other: pd.DataFrame | None = None, compare: Mapping[Hashable, str] | None = None
) -> dict[Hashable, tuple[str, pd.Series]]:
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
    return {c: (kind, comparable(text, kind)) for c, (kind, text) in folded_columns(frame, other, compare).items()}


def folded_columns(
    frame: pd.DataFrame, other: pd.DataFrame | None = None, compare: Mapping[Hashable, str] | None = None
) -> dict[Hashable, tuple[str, pd.Series]]:
    """Choose the columns as `comparable_columns` does, and leave their text as it is written, only folded.

    Parameters
    ----------
    frame, other, compare : as in `comparable_columns`
        The same here as there.

    Returns
    -------
    dict
        Column to (kind, folded text of all rows of both tables).

    Raises
    ------
    ColumnError, ArgumentError
        As in `comparable_columns`.
    """
    names: dict[Hashable, str | None] = dict.fromkeys(frame.columns)
    if compare is not None:
        _check_kinds(compare)
        names = dict(compare)
    require_columns(frame, names)
    partner = _matching_titles(frame, other, names, required=compare is not None)
    said = {c: [folded(frame[c])] + ([] if other is None else [folded(other[p])]) for c, p in partner.items()}
    kinds = {c: names[c] or column_kind(parts, title=str(c)) for c, parts in said.items()}
    if not any(kinds.values()):
        kinds = {c: column_kind(parts, title=str(c), constants=True) for c, parts in said.items()}
    elif compare is None and set(kinds.values()) <= {None, "category"}:
        return {}  # thousands share each value of a category: equal rows are then no sign of being the same
    return {c: (kind, pd.concat(said[c], ignore_index=True)) for c, kind in kinds.items() if kind}


def stated_forms(written: Columns) -> dict[Hashable, pd.Series]:
    """Read the legal forms of the columns that name firms: those where one name in ten or more states one.

    Parameters
    ----------
    written : mapping
        Column to (kind, folded text), as `folded_columns` returns them.

    Returns
    -------
    dict
        Column to the legal form of each row, empty where none is stated.
    """
    forms = {c: legal_forms(text) for c, (kind, text) in written.items() if kind == "name"}
    return {c: form for c, form in forms.items() if (form != "").sum() >= 0.1 * (written[c][1] != "").sum() > 0}


def _check_kinds(compare: Mapping[Hashable, str]) -> None:
    for column, kind in compare.items():
        if kind not in KINDS:
            raise ArgumentError(
                f"Column '{column}' is said to be a '{kind}'. Kinds are: {', '.join(KINDS)}.{did_you_mean(kind, KINDS)}"
            )


def _matching_titles(
    frame: pd.DataFrame, other: pd.DataFrame | None, names: Iterable[Hashable], *, required: bool
) -> dict[Hashable, Hashable]:
    """Pair every column with the column of the other table that has the same title, whatever its case and spaces."""
    if other is None:
        return {c: c for c in names}
    if required:
        require_columns(other, names, table="the other table")
        return {c: c for c in names}
    plain = {re.sub(r"\W|_", "", str(c)).casefold(): c for c in other.columns}
    pairs = {c: plain.get(re.sub(r"\W|_", "", str(c)).casefold()) for c in names}
    same = {c: o for c, o in pairs.items() if o is not None}
    return same | _alike_columns(frame, other, [c for c in names if c not in same], set(same.values()))


def _alike_columns(
    frame: pd.DataFrame, other: pd.DataFrame, left: list[Hashable], taken: set[Hashable]
) -> dict[Hashable, Hashable]:
    """Pair columns of different titles ('title' and 'name') when they hold the same kind and share most words."""
    right = [c for c in other.columns if c not in taken]
    words = {(s, c): _vocabulary(t[c]) for s, t, cs in ((0, frame, left), (1, other, right)) for c in cs}
    scored = sorted(
        ((_shared_share(words[0, a], words[1, b]), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
        key=lambda s: (-s[0], s[1], s[2]),
    )
    found: dict[Hashable, Hashable] = {}
    used = set()
    for share, i, j in scored:
        if share >= 0.4 and left[i] not in found and j not in used:
            found[left[i]] = right[j]
            used.add(j)
    return found


def _vocabulary(values: pd.Series, rows: int = 5000) -> pd.Series:
    words = spoken_words(folded(values.iloc[:rows])).str.split().explode().dropna()
    return words[words.str.contains(r"[^\d]", na=False)].value_counts(normalize=True)


def _shared_share(a: pd.Series, b: pd.Series) -> float:
    both = a.index.intersection(b.index)
    return float(np.minimum(a[both], b[both]).sum()) if len(both) else 0.0


def column_kind(parts: list[pd.Series], *, title: str = "", constants: bool = False) -> str | None:
    """Infer what a column holds from its folded values and its title.

    Parameters
    ----------
    parts : list of pandas.Series
        The folded values, one series per table.
    title : str
        The column's title.
    constants : bool
        Whether a column of one value counts: only where no column has two, because all rows may be equal.

    Returns
    -------
    str or None
        One of `KINDS`; None for a column that says nothing: a constant, all missing, or a running number of rows.

    Examples
    --------
    >>> column_kind([pd.Series(["ann lee", "bo chan", "bo chan"])], title="who")
    'name'
    >>> column_kind([pd.Series(["1", "2", "3"])], title="id") is None
    True
    """
    filled = [p[p != ""] for p in parts]
    values = pd.concat(filled, ignore_index=True)
    plain = re.sub(r"[_\W]+", " ", title).casefold().strip()
    if values.nunique() < (1 if constants else 2) or _is_row_key(filled, plain):
        return None
    return _kind_by_form(values, plain)


def _is_row_key(filled: list[pd.Series], title: str) -> bool:
    """Tell a running number or a made-up key from a number that is known outside the table."""
    unique = all(p.is_unique for p in filled)
    if not unique or any(not len(p) for p in filled):
        return False
    if re.search(_ROW_KEYS, title):
        return True
    return all(_is_running(p) for p in filled)


def _is_running(values: pd.Series) -> bool:
    numbers = pd.to_numeric(values.str.extract(r"^\D*(\d{1,12})$")[0], errors="coerce")
    if len(numbers) < 3 or numbers.isna().any():
        return False
    return bool(numbers.is_unique and numbers.max() - numbers.min() < 1.5 * len(numbers))


def _kind_by_form(values: pd.Series, title: str) -> str:
    sample = values if len(values) <= _ENOUGH else values.sample(_ENOUGH, random_state=0)
    hinted = {kind for kind, pattern in _TITLES.items() if re.search(pattern, title)}
    share = _forms_found(sample)
    if share["email"] > 0.5:
        return "email"
    if share["phone"] > 0.7 and ("phone" in hinted or share["spaced_phone"] > 0.3):
        return "phone"
    if share["date"] > 0.8 or ("date" in hinted and share["digits"] > 0.8 and share["long_digits"] > 0.8):
        return "date"
    if share["number"] > 0.8:
        return _number_kind(sample, hinted)
    return _text_kind(values, sample, hinted)


def _forms_found(values: pd.Series) -> dict[str, float]:
    digits = values.str.replace(r"\D", "", regex=True).str.len()
    phone = values.str.fullmatch(r"[\d\s()+\-./x]*") & digits.between(6, 16)
    return {
        "email": values.str.contains(r"\S@\S+\.\w", regex=True).mean(),
        "phone": phone.mean(),
        "spaced_phone": (phone & values.str.contains(r"\d\D+\d") & ~_looks_like_date(values) & (digits > 6)).mean(),
        "date": _looks_like_date(values).mean(),
        "number": values.str.fullmatch(r"[$€£¥]?\s?-?[\d,]*\.?\d+\s?(?:usd|eur|gbp|cny|rmb)?").mean(),
        "digits": values.str.fullmatch(r"[\d\-/. :]+").mean(),
        "long_digits": (digits >= 6).mean(),
    }


def _looks_like_date(values: pd.Series) -> pd.Series:
    numbered = values.str.fullmatch(
        r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[t ].*)?"
    )
    return numbered | values.str.fullmatch(r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def _number_kind(values: pd.Series, hinted: set[str]) -> str:
    """Whole numbers of one width, or nearly all distinct, name things; the others measure them."""
    whole = values.str.fullmatch(r"\d+").mean() > 0.8
    width = values.str.len().value_counts(normalize=True).iloc[0]
    if whole and ("code" in hinted or "phone" in hinted or (width > 0.8 and values.str.len().median() >= 5)):
        return "phone" if "phone" in hinted else "code"
    distinct = values.nunique() / len(values)
    return "code" if whole and distinct > 0.9 and values.str.len().median() >= 6 else "number"


def _text_kind(values: pd.Series, sample: pd.Series, hinted: set[str]) -> str:
    words = spoken_words(sample).map(lambda text: len(text.split()))
    numbered = sample.str.contains(r"\d").mean()
    spaced = sample.str.contains(r"\s").mean()
    if (spaced < 0.2 and numbered > 0.5) or ("code" in hinted and numbered > 0.3):
        return "code"
    if "name" not in hinted and len(values) / values.nunique() > 10 and values.nunique() <= 60 and words.mean() < 3:
        return "category"
    if "address" in hinted:
        return "address"
    if numbered > 0.6 and 2 <= words.mean() < 9 and sample.str.contains(r"[^\W\d]{3}").mean() > 0.6:
        return "address" if sample.str.contains(r"^\s*\d|\d+\s*$").mean() > 0.6 else "text"
    return "name" if words.mean() <= 4.5 and sample.str.len().mean() <= 40 else "text"
