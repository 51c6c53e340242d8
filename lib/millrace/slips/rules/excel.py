"""Excel's functions, and what does the same here."""

import ast

from millrace.slips.stops import Stop

__all__ = ["FUNCTIONS", "excel_function"]

COLUMN, TABLE = 'orders["Amount"]', "orders"
# What does the same; {0} is the column or table that stood in the brackets.
FUNCTIONS = {
    "SUM": "{0}.sum()",
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


def excel_function(stop: Stop) -> str | None:
    """Recognise ``SUM(orders["Amount"])``, also in small letters when it is called."""
    name = getattr(stop.error, "name", None) or ""
    mend = FUNCTIONS.get(name.upper())
    calls = [
        node
        for node in (ast.walk(stop.statement) if stop.statement else ())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]
    if mend is None or not (calls or name.isupper()):
        return None
    typed = [stop.text(part) for call in calls for part in call.args[:1]]
    usable = typed and len(typed[0]) <= 40 and '"' + typed[0] not in mend
    wholes = mend.startswith(("len", "{0}.sort", "{0}["))
    written = mend.format(typed[0] if usable else TABLE if wholes else COLUMN)
    return f"{name} is a function of Excel. Here it is written like this: {written}"
