"""Criteria as Excel's COUNTIF takes them: a value, ``">5"``, ``"<>Gulf"``, ``"Gu*"``."""

import json
import re

from millrace.slips.rules.given import Given

__all__ = ["condition"]

SIGNS = {"=": "==", "<>": "!="}


def condition(column: Given, wanted: Given) -> str | None:
    """Write a criterion as a comparison.

    Parameters
    ----------
    column : Given
        What is compared.
    wanted : Given
        The criterion.

    Returns
    -------
    str or None
        The comparison, without brackets around it; None when it cannot be told.

    Examples
    --------
    >>> condition(Given("pieces", "column"), Given('">5"', "text", value=">5"))
    'pieces > 5'
    >>> condition(Given("desk", "column"), Given('"Gu*"', "text", value="Gu*"))
    'desk.str.startswith("Gu")'
    """
    if column.kind != "column" or wanted.kind in ("unknown", "table"):
        return None
    if wanted.kind != "text" or not isinstance(wanted.value, str):
        return f"{column.chained} == {wanted.chained}"
    sign, text = re.fullmatch(r"\s*(<>|<=|>=|=|<|>)?\s*(.*?)\s*", wanted.value, re.DOTALL).groups()  # type: ignore[union-attr]  # fits every text
    if not text:
        return {"<>": f"{column.chained}.notna()", None: None}.get(sign, f"{column.chained}.isna()")
    if re.search(r"[*?]", text):
        return _like(column, text) if sign in (None, "=", "<>") else None
    return f"{column.chained} {SIGNS.get(sign or '=', sign)} {_value(column, text, sign)}"


def _value(column: Given, text: str, sign: str | None) -> str:
    plain = re.fullmatch(r"-?\d+(\.\d+)?", text)
    if plain and (column.is_number or (not column.is_texts and not column.is_dated) or sign in ("<", ">", "<=", ">=")):
        return text
    return json.dumps(text, ensure_ascii=False)


def _like(column: Given, text: str) -> str | None:
    """Write what begins, ends or has something inside; other patterns of Excel have no short form."""
    inside = json.dumps(text.strip("*"), ensure_ascii=False)
    if re.search(r"[*?]", text.strip("*")):
        return None
    if text.startswith("*") and text.endswith("*"):
        return f"{column.chained}.str.contains({inside}, regex=False)"
    return f"{column.chained}.str.{'startswith' if text.endswith('*') else 'endswith'}({inside})"
