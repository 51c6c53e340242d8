"""Find out from values and title what a column holds: names, phones, dates, or nothing that tells rows apart."""

import re

import pandas as pd

__all__ = ["column_kind", "spoken_words"]

TITLES = {
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
ROW_KEYS = r"^(?:unnamed 0|index|row|row ?(?:id|no|number|num)|id|_id|rec ?id|record ?id|uuid|guid|序号|编号)$"
ENOUGH = 4_000


def column_kind(parts: list[pd.Series], *, title: str = "", constants: bool = False) -> str | None:
    """Infer what a column holds from its folded values and its title.

    Parameters
    ----------
    parts : list of pandas.Series
        The folded values, one series a table.
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
    if values.nunique() < (1 if constants else 2) or is_row_key(filled, plain):
        return None
    return kind_by_form(values, plain)


def is_row_key(filled, title):
    """Tell a running number or a made-up key from a number that is known outside the table."""
    unique = all(p.is_unique for p in filled)
    if not unique or any(not len(p) for p in filled):
        return False
    if re.search(ROW_KEYS, title):
        return True
    return all(is_running(p) for p in filled)


def is_running(values):
    numbers = pd.to_numeric(values.str.extract(r"^\D*(\d{1,12})$")[0], errors="coerce")
    if len(numbers) < 3 or numbers.isna().any():
        return False
    return bool(numbers.is_unique and numbers.max() - numbers.min() < 1.5 * len(numbers))


def kind_by_form(values, title):
    sample = values if len(values) <= ENOUGH else values.sample(ENOUGH, random_state=0)
    hinted = {kind for kind, pattern in TITLES.items() if re.search(pattern, title)}
    share = forms_found(sample)
    if share["email"] > 0.5:
        return "email"
    if share["phone"] > 0.7 and ("phone" in hinted or share["spaced_phone"] > 0.3):
        return "phone"
    if share["date"] > 0.8 or ("date" in hinted and share["digits"] > 0.8 and share["long_digits"] > 0.8):
        return "date"
    if share["number"] > 0.8:
        return number_kind(sample, hinted, share)
    return text_kind(values, sample, hinted)


def forms_found(values):
    digits = values.str.replace(r"\D", "", regex=True).str.len()
    phone = values.str.fullmatch(r"[\d\s()+\-./x]*") & digits.between(6, 16)
    return {
        "email": values.str.contains(r"\S@\S+\.\w", regex=True).mean(),
        "phone": phone.mean(),
        "spaced_phone": (phone & values.str.contains(r"\d\D+\d") & ~looks_like_date(values) & (digits > 6)).mean(),
        "date": looks_like_date(values).mean(),
        "number": values.str.fullmatch(r"[$€£¥]?\s?-?[\d,]*\.?\d+\s?(?:usd|eur|gbp|cny|rmb)?").mean(),
        "digits": values.str.fullmatch(r"[\d\-/. :]+").mean(),
        "long_digits": (digits >= 6).mean(),
    }


def looks_like_date(values):
    numbered = values.str.fullmatch(
        r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[t ].*)?"
    )
    return numbered | values.str.fullmatch(r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def number_kind(values, hinted, share):
    """Whole numbers of one width, or nearly all distinct, name things; the others measure them."""
    whole = values.str.fullmatch(r"\d+").mean() > 0.8
    width = values.str.len().value_counts(normalize=True).iloc[0]
    if whole and ("code" in hinted or "phone" in hinted or (width > 0.8 and values.str.len().median() >= 5)):
        return "phone" if "phone" in hinted else "code"
    distinct = values.nunique() / len(values)
    return "code" if whole and distinct > 0.9 and values.str.len().median() >= 6 else "number"


def text_kind(values, sample, hinted):
    words = spoken_words(sample).str.split().str.len()
    numbered = sample.str.contains(r"\d").mean()
    spaced = sample.str.contains(r"\s").mean()
    if (spaced < 0.2 and numbered > 0.5) or ("code" in hinted and numbered > 0.3):
        return "code"
    if "name" not in hinted and len(values) / values.nunique() > 10 and values.nunique() <= 60 and words.mean() < 3:
        return "category"
    if "address" in hinted:
        return "address"
    if (
        sample.str.contains(r"\d").mean() > 0.6
        and 2 <= words.mean() < 9
        and sample.str.contains(r"[^\W\d]{3}").mean() > 0.6
    ):
        return "address" if sample.str.contains(r"^\s*\d|\d+\s*$").mean() > 0.6 else "text"
    return "name" if words.mean() <= 4.5 and sample.str.len().mean() <= 40 else "text"


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
    return text.str.replace(r"[^\w]+|_", " ", regex=True).str.strip()
