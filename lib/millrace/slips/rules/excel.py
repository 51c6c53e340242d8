"""Excel's functions, and what does the same here: with a column, with plain numbers, with a text."""

import ast
import re
from collections.abc import Sequence

from millrace.slips.stops import Stop, is_table

__all__ = ["FUNCTIONS", "excel_function", "written_here"]

COLUMN, TABLE = 'orders["Amount"]', "orders"
# What does the same; {0} is the column or table that stood in the brackets.
FUNCTIONS = {
    "SUM": "{0}.sum()",
    "PRODUCT": "{0}.prod()",
    "AVERAGE": "{0}.mean()",
    "AVG": "{0}.mean()",
    "MEDIAN": "{0}.median()",
    "MIN": "{0}.min()",
    "MAX": "{0}.max()",
    "COUNT": "{0}.count()",
    "COUNTA": "{0}.count()",
    "COUNTBLANK": "{0}.isna().sum()",
    "COUNTIF": '({0} == "value").sum()',
    "COUNTIFS": '({0} == "value").sum()',
    "SUMIF": 'orders.loc[orders["column"] == "value", "Amount"].sum()',
    "SUMIFS": 'orders.loc[orders["column"] == "value", "Amount"].sum()',
    "AVERAGEIF": 'orders.loc[orders["column"] == "value", "Amount"].mean()',
    "SUMPRODUCT": '(orders["pieces"] * orders["price"]).sum()',
    "VLOOKUP": 'orders.merge(prices, on="sku", how="left")',
    "XLOOKUP": 'orders.merge(prices, on="sku", how="left")',
    "HLOOKUP": 'orders.merge(prices, on="sku", how="left")',
    "MATCH": '{0} == "value"',
    "IF": "{0}.where(condition, otherwise)",
    "IFERROR": "{0}.fillna(0)",
    "IFNA": "{0}.fillna(0)",
    "ISBLANK": "{0}.isna()",
    "AND": "(first condition) & (second condition)",
    "OR": "(first condition) | (second condition)",
    "NOT": "~(condition)",
    "ROUND": "{0}.round(2)",
    "ABS": "{0}.abs()",
    "POWER": "{0} ** 2",
    "SQRT": "{0} ** 0.5",
    "LEN": "len({0})",
    "ROWS": "len({0})",
    "LEFT": "{0}.str[:3]",
    "RIGHT": "{0}.str[-3:]",
    "MID": "{0}.str[2:5]",
    "TRIM": "{0}.str.strip()",
    "UPPER": "{0}.str.upper()",
    "LOWER": "{0}.str.lower()",
    "SUBSTITUTE": '{0}.str.replace("old", "new")',
    "CONCATENATE": 'orders["first"] + " " + orders["second"]',
    "CONCAT": 'orders["first"] + " " + orders["second"]',
    "VALUE": "pd.to_numeric({0})",
    "DATEVALUE": "pd.to_datetime({0})",
    "YEAR": "{0}.dt.year",
    "MONTH": "{0}.dt.month",
    "DAY": "{0}.dt.day",
    "TODAY": "pd.Timestamp.today()",
    "UNIQUE": "{0}.unique()",
    "SORT": '{0}.sort_values("column")',
    "FILTER": '{0}[{0}["column"] == "value"]',
    "RANK": "{0}.rank()",
    "STDEV": "{0}.std()",
}
# The same with plain numbers: {0} is the first of them, {all} are all, {added} and {times} are all with a sign between.
OF_NUMBERS = {
    "SUM": "{added}, or sum([{all}])",
    "PRODUCT": "{times}",
    "AVERAGE": "({added}) / {count}",
    "AVG": "({added}) / {count}",
    "MEDIAN": "pd.Series([{all}]).median()",
    "STDEV": "pd.Series([{all}]).std()",
    "MIN": "min({all})",
    "MAX": "max({all})",
    "COUNT": "len([{all}])",
    "ROUND": "round({all})",
    "ABS": "abs({0})",
    "POWER": "{0} ** {1}",
    "SQRT": "{0} ** 0.5",
    "IF": "{1} if {0} else {2}",
    "AND": "{0} and {1}",
    "OR": "{0} or {1}",
    "NOT": "not {0}",
}
# Of one number these are the number itself.
OF_SEVERAL = {"SUM", "PRODUCT", "AVERAGE", "AVG", "MEDIAN", "MIN", "MAX"}
# The same with plain texts.
OF_TEXTS = {
    "CONCATENATE": "{added}",
    "CONCAT": "{added}",
    "LEFT": "{0}[:{1}]",
    "RIGHT": "{0}[-{1}:]",
    "LEN": "len({0})",
    "VALUE": "float({0})",
    "IF": "{1} if {0} else {2}",
    "SUBSTITUTE": "{0}.replace({1}, {2})",
    "YEAR": "pd.Timestamp({0}).year",
    "MONTH": "pd.Timestamp({0}).month",
    "DAY": "pd.Timestamp({0}).day",
}
# The same with a condition on a column.
OF_COLUMNS = {"IF": "({0}).map({{True: {1}, False: {2}}})"}
RESULTS = {"sum", "mean", "median", "min", "max", "count", "std", "nunique"}


def excel_function(stop: Stop) -> str | None:
    """Recognise ``SUM(orders["Amount"])`` and ``SUM(1, 2)``, also in small letters when it is called."""
    name = getattr(stop.error, "name", None) or ""
    calls = [
        node
        for node in (ast.walk(stop.statement) if stop.statement else ())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]
    if name.upper() not in FUNCTIONS or not (calls or name.isupper()):
        return None
    given = calls[0].args if calls else []
    typed = [stop.text(part) for part in given]
    return written_here(name, typed, kinds=[_kind(stop, part) for part in given])


def _kind(stop: Stop, node: ast.AST) -> str:
    """Say what an argument is: number, text, column, or unknown."""
    if isinstance(node, ast.UnaryOp):
        return _kind(stop, node.operand)
    if isinstance(node, ast.BinOp):
        return _either(_kind(stop, node.left), _kind(stop, node.right))
    if isinstance(node, ast.Compare):
        return _either(_kind(stop, node.left), _kind(stop, node.comparators[0]))
    if isinstance(node, ast.Call):
        named = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return "number" if named in RESULTS | {"len"} else "unknown"
    if isinstance(node, ast.Subscript):
        return "column"
    value = node.value if isinstance(node, ast.Constant) else stop.value_of(node)
    if is_table(value) or (hasattr(value, "index") and hasattr(value, "dtype")):
        return "column"
    return "text" if isinstance(value, str) else "number" if _is_number(value) else "unknown"


def _either(left: str, right: str) -> str:
    return next((kind for kind in ("column", "number", "text") if kind in (left, right)), "unknown")


def _is_number(value: object) -> bool:
    return getattr(value, "ndim", 0) == 0 and hasattr(value, "__float__") and not isinstance(value, str)


def written_here(name: str, typed: Sequence[str], *, kinds: Sequence[str]) -> str:
    """Say how a function of Excel is written here.

    Parameters
    ----------
    name : str
        The function, as typed.
    typed : sequence of str
        What stood in its brackets.
    kinds : sequence of str
        What each was: number, text, column, unknown.

    Returns
    -------
    str
        One sentence with the mend.

    Examples
    --------
    >>> written_here("MAX", ["3", "5"], kinds=["number", "number"])
    'MAX is a function of Excel. Here it is written like this: max(3, 5)'
    """
    sort = next((kind for kind in ("column", *kinds) if kind in kinds and kind != "unknown"), "column")
    form = FUNCTIONS[name.upper()]
    of_text = {name.upper(): form.replace("{0}.str", "{0}")} if "{0}.str" in form else {}
    forms = {"number": OF_NUMBERS, "text": of_text | OF_TEXTS, "column": OF_COLUMNS}[sort]
    written = _with_plain(name.upper(), typed, forms) if typed else None
    return f"{name} is a function of Excel. Here it is written like this: {written or _with_column(name, typed, sort)}"


def _with_plain(name: str, typed: Sequence[str], forms: dict[str, str]) -> str | None:
    form, few = forms.get(name), ", ".join(typed)
    if form is None or len(few) > 60:
        return None
    if len(typed) == 1 and name in OF_SEVERAL:
        return typed[0]
    signs = {"added": " + ".join(typed), "times": " * ".join(typed), "all": few, "count": len(typed)}
    missing = ["..."] * (3 - len(typed))
    return form.format(*typed, *missing, **signs)


def _with_column(name: str, typed: Sequence[str], sort: str) -> str:
    mend = FUNCTIONS[name.upper()]
    usable = sort == "column" and typed and len(typed[0]) <= 40 and '"' + typed[0] not in mend
    wholes = mend.startswith(("len", "{0}.sort", "{0}["))
    alone = (
        typed[0] if usable and re.fullmatch(r"\w+(\.\w+)*(\[.*\])?", typed[0]) else f"({typed[0]})" if usable else ""
    )
    return mend.format(alone or (TABLE if wholes else COLUMN))
