"""Write a formula of Excel in Python, from the learner's own columns, numbers and texts."""

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from millrace.slips.rules.given import Given, same_table
from millrace.slips.rules.totals import OF_COLUMN, counted_if, of_rows, products, totals

__all__ = ["FORMULAS", "written"]

# {0} is the first thing in the brackets, {1} the second; in round brackets of its own where it needs them.
ONE_BY_ONE = {
    "column": {
        "COUNTBLANK": "{0}.isna().sum()",
        "IFNA": "{0}.fillna({1})",
        "IFERROR": "{0}.fillna({1})",
        "ISBLANK": "{0}.isna()",
        "NOT": "~{0}",
        "ROUND": "{0}.round({1})",
        "ABS": "{0}.abs()",
        "INT": "{0} // 1",
        "MOD": "{0} % {1}",
        "POWER": "{0} ** {1}",
        "SQRT": "{0} ** 0.5",
        "LEN": "{0}.str.len()",
        "ROWS": "len({0})",
        "LEFT": "{0}.str[:{1}]",
        "RIGHT": "{0}.str[-{1}:]",
        "TRIM": "{0}.str.strip()",
        "UPPER": "{0}.str.upper()",
        "LOWER": "{0}.str.lower()",
        "SUBSTITUTE": "{0}.str.replace({1}, {2}, regex=False)",
        "VALUE": "pd.to_numeric({0})",
        "DATEVALUE": "pd.to_datetime({0})",
        "UNIQUE": "{0}.unique()",
        "SORT": "{0}.sort_values()",
        "LARGE": "{0}.nlargest({1}).iloc[-1]",
        "SMALL": "{0}.nsmallest({1}).iloc[-1]",
        "PERCENTILE": "{0}.quantile({1})",
        "FILTER": "{0}[{1}]",
    },
    "table": {"ROWS": "len({0})", "FILTER": "{0}[{1}]", "COUNTBLANK": "{0}.isna().sum().sum()"},
    "number": {
        "NOT": "not {0}",
        "ROUND": "round({0}, {1})",
        "ABS": "abs({0})",
        "INT": "{0} // 1",
        "MOD": "{0} % {1}",
        "POWER": "{0} ** {1}",
        "SQRT": "{0} ** 0.5",
    },
    "text": {
        "LEN": "len({0})",
        "LEFT": "{0}[:{1}]",
        "RIGHT": "{0}[-{1}:]",
        "TRIM": "{0}.strip()",
        "UPPER": "{0}.upper()",
        "LOWER": "{0}.lower()",
        "SUBSTITUTE": "{0}.replace({1}, {2})",
        "VALUE": "float({0})",
        "DATEVALUE": "pd.Timestamp({0})",
    },
}
PARTS_OF_DATES = {"YEAR": "year", "MONTH": "month", "DAY": "day"}


def _each(name: str, given: Sequence[Given]) -> str | None:
    form = ONE_BY_ONE.get(given[0].kind, {}).get(name)
    needed = [int(place) for place in re.findall(r"\{(\d)\}", form or "")]
    usual = {"LEFT": "1", "RIGHT": "1", "ROUND": "0"}
    codes = [one.code if form and form[form.find("{0}") - 1] == "(" else one.chained for one in given[:1]]
    codes += [one.code for one in given[1:]]
    if name in usual and len(codes) == 1:
        codes.append(usual[name])
    if form is None or len(codes) <= max(needed, default=0) or any(one.kind == "unknown" for one in given):
        return None
    return form.format(*codes)


def _all_and_any(name: str, given: Sequence[Given]) -> str | None:
    if any(one.kind in ("unknown", "table") for one in given):
        return None
    if any(one.kind == "column" for one in given):
        return {"AND": " & ", "OR": " | "}[name].join(one.bracketed for one in given)
    return f" {name.lower()} ".join(one.code for one in given)


def _if(_: str, given: Sequence[Given]) -> str | None:
    test, *ways = given
    if not 1 <= len(ways) <= 2 or any(one.kind in ("unknown", "table") for one in given):
        return None
    ways = [*ways, Given("False", "number")][:2]
    yes, no = ways
    if test.kind != "column":
        return f"{yes.code} if {test.code} else {no.code}"
    if yes.kind == "column":
        return f"{yes.chained}.where({test.code}, {no.code})"
    if no.kind == "column":
        return f"{no.chained}.mask({test.code}, {yes.code})"
    return f"{test.chained}.map({{True: {yes.code}, False: {no.code}}})"


def _if_error(name: str, given: Sequence[Given]) -> str | None:
    division = given[0].node
    if not isinstance(division, ast.BinOp) or not isinstance(division.op, ast.Div) or len(given) != 2:
        return _each(name, given)
    below = Given(given[0].part(division.right), given[0].kind, node=division.right).chained
    if given[0].kind == "column":
        return f"{given[0].chained}.where({below} != 0, {given[1].code})"
    return f"{given[0].code} if {below} != 0 else {given[1].code}" if given[0].kind == "number" else None


def _joined(_: str, given: Sequence[Given]) -> str | None:
    if not {one.kind for one in given} <= {"column", "text"}:
        return None
    return " + ".join(one.as_text for one in given)


def _middle(_: str, given: Sequence[Given]) -> str | None:
    places = [one.value for one in given[1:]]
    if len(places) != 2 or not all(type(place) is int for place in places) or given[0].kind not in ("column", "text"):
        return None
    first, length = places
    part = f"[{first - 1}:{first - 1 + length}]"  # type: ignore[operator]  # both are whole numbers
    return f"{given[0].chained}{'.str' if given[0].kind == 'column' else ''}{part}"


def _part_of_date(name: str, given: Sequence[Given]) -> str | None:
    part = PARTS_OF_DATES[name]
    if given[0].kind == "column":
        return f"{given[0].as_dates}.dt.{part}"
    return f"pd.Timestamp({given[0].code}).{part}" if given[0].kind == "text" else None


def _days_between(name: str, given: Sequence[Given]) -> str | None:
    if len(given) < 2 or not {one.kind for one in given[:2]} <= {"column", "text"}:
        return None
    end, start = (given[1], given[0]) if name == "DATEDIF" else given[:2]
    if "column" in (end.kind, start.kind):
        return f"({end.as_dates} - {start.as_dates}).dt.days"
    return f"(pd.Timestamp({end.code}) - pd.Timestamp({start.code})).days"


def _work_days(_: str, given: Sequence[Given]) -> str | None:
    if len(given) != 2 or {one.kind for one in given} != {"text"}:
        return None
    return f"len(pd.bdate_range({given[0].code}, {given[1].code}))"


def _looked_up(name: str, given: Sequence[Given]) -> str | None:
    if name == "XLOOKUP" and len(given) >= 3 and given[1].kind == given[2].kind == "column":
        table, keys, wanted = same_table(given[1:3]), given[1].column, given[2].column
        unique = given[1].is_unique
    elif name == "VLOOKUP" and len(given) >= 3 and given[1].kind == "table" and isinstance(given[2].value, int):
        table, columns = given[1].code, given[1].columns
        if not 0 < given[2].value <= len(columns):
            return None
        keys, wanted = columns[0], columns[given[2].value - 1]
        unique = given[1].is_unique
    else:
        return None
    if given[0].kind == "column" and table and unique:
        return f"{given[0].chained}.map({table}.set_index({keys})[{wanted}])"
    alone = given[0].kind in ("text", "number") and table
    return f"{table}.loc[{table}[{keys}] == {given[0].code}, {wanted}].iloc[0]" if alone else None


def _place(name: str, given: Sequence[Given]) -> str | None:
    if name == "INDEX" and given[0].kind == "column" and len(given) == 2 and isinstance(given[1].value, int):
        return f"{given[0].chained}.iloc[{given[1].value - 1}]"
    if name == "MATCH" and len(given) > 1 and given[1].kind == "column" and given[0].kind in ("text", "number"):
        return f"list({given[1].code}).index({given[0].code}) + 1"
    return None


def _rank(_: str, given: Sequence[Given]) -> str | None:
    if len(given) == 2 and given[1].kind == "column" and given[0].kind == "number":
        return f"({given[1].code} > {given[0].code}).sum() + 1"
    return None


@dataclass(frozen=True)
class Formula:
    """A function of Excel.

    Parameters
    ----------
    write : function
        Takes its name and what stands in its brackets, and returns the line of Python, or None.
    words : str
        What does the same, for when that cannot be told from what stands in the brackets.
    """

    write: Callable[[str, Sequence[Given]], str | None]
    words: str


ROWS_FIRST = "pick the rows by a condition in square brackets, take a column of them, then write .{} after it"
LOOK_UP = "two tables are joined by a column that both have, with table.merge(other, on=..., how=...)"
FORMULAS: dict[str, Formula] = {
    **{name: Formula(totals, f"write .{how}() after a column") for name, how in OF_COLUMN.items()},
    **{name: Formula(_each, "") for name in {name for forms in ONE_BY_ONE.values() for name in forms}},
    "AND": Formula(_all_and_any, "write & between two conditions, each in round brackets"),
    "OR": Formula(_all_and_any, "write | between two conditions, each in round brackets"),
    "NOT": Formula(_each, "write ~ before a condition in round brackets"),
    "IF": Formula(_if, "write .map({True: ..., False: ...}) after a condition in round brackets"),
    "IFERROR": Formula(_if_error, "an empty place becomes another value with .fillna(...) after a column"),
    "COUNTIF": Formula(counted_if, "write a condition in round brackets, and .sum() after it: it counts the rows"),
    "COUNTIFS": Formula(counted_if, "join the conditions with &, all in round brackets, and write .sum() after them"),
    **{name: Formula(of_rows, ROWS_FIRST.format("sum()")) for name in ("SUMIF", "SUMIFS")},
    **{name: Formula(of_rows, ROWS_FIRST.format("mean()")) for name in ("AVERAGEIF", "AVERAGEIFS")},
    "MAXIFS": Formula(of_rows, ROWS_FIRST.format("max()")),
    "MINIFS": Formula(of_rows, ROWS_FIRST.format("min()")),
    "SUMPRODUCT": Formula(products, "multiply the columns with * in round brackets, and write .sum() after them"),
    **{name: Formula(_looked_up, LOOK_UP) for name in ("VLOOKUP", "XLOOKUP", "HLOOKUP")},
    "INDEX": Formula(_place, "write .iloc[...] after a column; counting begins at 0"),
    "MATCH": Formula(_place, "compare a column with == to see in which rows it is the same"),
    "MID": Formula(_middle, "write .str[...] after a column, with the first place (from 0) and the end, and : between"),
    "CONCATENATE": Formula(_joined, "write + between texts, or between columns of text"),
    "CONCAT": Formula(_joined, "write + between texts, or between columns of text"),
    **{
        name: Formula(_part_of_date, f"write .dt.{part} after a column of dates")
        for name, part in PARTS_OF_DATES.items()
    },
    "TODAY": Formula(lambda name, given: None, "write pd.Timestamp.today().normalize()"),
    "NOW": Formula(lambda name, given: None, "write pd.Timestamp.now()"),
    "DAYS": Formula(_days_between, "subtract the earlier column of dates from the later one, and write .dt.days after"),
    "DATEDIF": Formula(_days_between, "subtract the earlier column of dates from the later, and write .dt.days after"),
    "NETWORKDAYS": Formula(
        _work_days, "pd.bdate_range(...) lists Monday to Friday from one day to another, and len(...) counts them"
    ),
    "RANK": Formula(_rank, "write .rank(ascending=False) after a column"),
}


def written(name: str, given: Sequence[Given]) -> str | None:
    """Write a formula in Python.

    Parameters
    ----------
    name : str
        The function, in capitals.
    given : sequence of Given
        What stands in its brackets.

    Returns
    -------
    str or None
        The code; None when it cannot be told.

    Examples
    --------
    >>> written("MAX", [Given("3", "number"), Given("5", "number")])
    'max(3, 5)'
    >>> column = ast.parse('lines["shipped"] > lines["promised"]', mode="eval").body
    >>> written("SUM", [Given('lines["shipped"] > lines["promised"]', "column", node=column)])
    '(lines["shipped"] > lines["promised"]).sum()'
    """
    return FORMULAS[name].write(name, given) if given else None
