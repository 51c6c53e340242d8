"""A column of outcomes read as numbers: yes and no, per cent, amounts with a unit; and which way is good."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError
from millrace.reading import parse_money
from millrace.reading.texts import as_text

__all__ = ["NO", "YES", "Outcome", "guess_better", "is_outcome", "read_outcome", "yes_or_no"]

YES = {"yes", "y", "true", "ja", "j", "wahr", "oui", "vrai", "si", "sí", "是", "对", "نعم"}
NO = {"no", "n", "false", "nein", "falsch", "non", "faux", "否", "不是", "لا"}
UNITS = {
    "seconds": "s sec secs second seconds sek sekunden 秒",
    "minutes": "m min mins minute minutes minuten 分钟 دقيقة",
    "hours": "h hr hrs hour hours std stunde stunden heures horas 小时 ساعة",
    "days": "d day days tag tage jours días 天 يوم",
}
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words.split()}
WITH_UNIT = re.compile(r"^([-+]?[\d.,'\s]+?)\s*([^\W\d]+)\.?$")
LOWER = (
    "minute", "hour", "second", "time", "wait", "delay", "late", "cost", "complaint", "return", "reopen", "escalat",
    "error", "defect", "scrap", "waste", "rework", "churn", "cancel", "absence", "dauer", "zeit", "kosten", "fehler",
    "ausschuss", "reklamation", "beschwerde", "retoure", "storno", "verspät", "abfall", "durée", "coût", "erreur",
    "tiempo", "coste", "分钟", "时长", "成本", "投诉", "退货", "错误",
)  # fmt: skip
HIGHER = (
    "sale", "revenue", "turnover", "profit", "margin", "order", "converted", "conversion", "purchase", "bought",
    "resolved", "settled", "satisf", "rating", "score", "visits", "on time", "quality", "repeat", "retention", "umsatz",
    "erlös", "gewinn", "absatz", "verkauf", "bestellung", "zufried", "gelöst", "pünktlich", "ventes", "chiffre",
    "satisfaction", "ventas", "ingresos", "销售", "收入", "满意", "订单",
)  # fmt: skip
MOSTLY, MARKS = 0.5, 10
# "min per order": what comes after it says of what, not what is measured
PER = re.compile(r"\s+(?:per|pro|par|por|je|each)\s+|\s*/\s*", re.IGNORECASE)
SHORT_TIMES = {"min", "mins", "sec", "secs", "hrs", "std", "sek"}


@dataclass(frozen=True)
class Outcome:
    """A column that was read.

    Parameters
    ----------
    values : Series of float
        Missing where nothing can be used.
    reasons : Series of str
        Why a cell cannot be used; empty where it can.
    measure : str
        "share", "amount" or "score", as the values look.
    unit : str
        "yes or no", a currency, "minutes" and the like, or empty.
    """

    values: pd.Series
    reasons: pd.Series
    measure: str
    unit: str


def yes_or_no(values: pd.Series) -> pd.Series | None:
    """Read a column of yes and no.

    Parameters
    ----------
    values : Series
        Any column.

    Returns
    -------
    Series of float or None
        1 and 0, or None when it is something else.

    Examples
    --------
    >>> yes_or_no(pd.Series(["ja", "Nein ", None])).tolist()
    [1.0, 0.0, nan]
    """
    text = as_text(values).str.strip().str.casefold()
    known = text[text.notna() & (text != "")]
    if known.empty or not known.isin(YES | NO).all():
        return None
    return text.map(lambda word: 1.0 if word in YES else 0.0 if word in NO else np.nan).astype(float)


def is_outcome(values: pd.Series) -> bool:
    """Tell whether most of a column can be measured: numbers, per cent, or yes and no.

    Examples
    --------
    >>> is_outcome(pd.Series(["3,5 min", "4 min"])), is_outcome(pd.Series(["North", "South"]))
    (True, False)
    """
    if not values.notna().any():
        return False
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return True
    some = values.dropna().drop_duplicates().head(500)
    read = _bare(as_text(some))[0]
    return yes_or_no(some) is not None or bool((parse_money(read)["problem"].isin(["", "ambiguous"])).mean() > MOSTLY)


def read_outcome(values: pd.Series, *, name: str, measure: str = "") -> Outcome:
    """Read a column of outcomes.

    Parameters
    ----------
    values : Series
        The column.
    name : str
        What to call it.
    measure : str
        "share", "amount" or "score"; empty: as the values look.

    Returns
    -------
    Outcome

    Raises
    ------
    ColumnError
        When it holds two units or two currencies, or nothing that can be measured.

    Examples
    --------
    >>> read_outcome(pd.Series(["3,5 min", "4 min", "lost"]), name="work").reasons.tolist()
    ['', '', 'work that is no number']
    """
    said = yes_or_no(values)
    if said is not None:
        return Outcome(said, _reasons(said.isna(), f"no {name}"), measure or "share", "yes or no")
    texts, unit = _bare(as_text(values))
    _one_only(unit, name, "units")
    read = parse_money(texts)
    _one_only(read["currency"].replace("", None), name, "currencies")
    amounts = read["amount"].where(read["problem"] == "")
    reasons = read["problem"].map({
        "": "", "missing": f"no {name}", "ambiguous": f"{name} with two readings",
    }).fillna(f"{name} that is no number").astype(object)  # fmt: skip
    if amounts.notna().sum() == 0:
        raise ColumnError(
            f"Column '{name}' holds no number that can be read, such as '{_example(texts)}'. Numbers, or yes and no, "
            "were expected. Name another column as the outcome."
        )
    per_cent = unit.eq("%").mean() > MOSTLY
    amounts = amounts / 100 if per_cent else amounts
    named = [*unit.dropna().unique(), *read["currency"].replace("", None).dropna().unique()]
    return Outcome(amounts, reasons, measure or _measure(amounts.dropna()), "" if per_cent else "".join(named[:1]))


def _reasons(missing: pd.Series, words: str) -> pd.Series:
    return pd.Series(np.where(missing, words, ""), index=missing.index, dtype=object)


def _example(texts: pd.Series) -> str:
    known = texts.dropna()
    return str(known.iloc[0])[:40] if len(known) else ""


def _bare(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Take units of time and the sign of per cent off numbers."""
    text = texts.astype(object)
    distinct = {cell: _split(cell) for cell in text.dropna().unique()}
    bare = text.map(lambda cell: distinct[cell][0] if cell in distinct else cell)
    return bare, text.map(lambda cell: distinct[cell][1] if cell in distinct else None).astype(object)


def _split(cell: object) -> tuple[object, str | None]:
    text = str(cell).strip()
    if text.endswith("%"):
        return text[:-1].strip(), "%"
    found = WITH_UNIT.match(text)
    unit = UNIT_OF.get(found[2].casefold()) if found else None
    return (found[1], unit) if found and unit else (cell, None)


def _one_only(found: pd.Series, name: str, what: str) -> None:
    counts = found.value_counts()
    if len(counts) > 1:
        listed = " and ".join(f"{unit} ({rows:,} rows)" for unit, rows in counts.items())
        raise ColumnError(
            f"Column '{name}' holds two {what}: {listed}. One was expected, since nothing is converted here. Bring all "
            "rows to one, or leave the others out of a copy of the file."
        )


def _measure(known: pd.Series) -> str:
    if known.between(0, 1).all():
        return "share"
    if (known < 0).any():
        return "score"
    whole = (known % 1 == 0).all() and known.max() <= MARKS and known.min() >= 1
    return "score" if whole and known.nunique() <= MARKS and known.max() <= 5 else "amount"


def guess_better(header: str) -> str:
    """Guess from a header which way is good; empty where it says nothing.

    Examples
    --------
    >>> guess_better("handling_minutes"), guess_better("Umsatz"), guess_better("x"), guess_better("Min per order")
    ('lower', 'higher', '', 'lower')
    """
    plain = re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", PER.split(str(header))[0])).casefold()
    low, high = (any(word in plain for word in words) for words in (LOWER, HIGHER))
    low = low or not SHORT_TIMES.isdisjoint(plain.split())
    if low == high:
        return ""
    return "lower" if low else "higher"


def require_better(better: str, header: str, *, setting: str = "better") -> str:
    """Take which way is good, guess it, or ask for it.

    Raises
    ------
    ArgumentError
        When it can only be asked for, or is no such word.

    Examples
    --------
    >>> require_better("", "minutes")
    'lower'
    """
    found = better or guess_better(header)
    if found not in ("lower", "higher"):
        given = (
            f"{setting}='{better}' was given" if better else f"Nobody said whether more or less of '{header}' is good"
        )
        raise ArgumentError(
            f"{given}. 'lower' or 'higher' was expected. Write {setting} = \"lower\" (in the command: --set "
            f"{setting}=lower)."
        )
    return found
