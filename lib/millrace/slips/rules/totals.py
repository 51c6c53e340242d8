"""Excel's sums, means and counts in Python: of columns, of plain numbers, of the rows that fulfil a criterion."""

import ast
import re
from collections.abc import Sequence

from millrace.slips.rules.criteria import condition
from millrace.slips.rules.given import Given, both, same_table

__all__ = ["OF_COLUMN", "counted_if", "of_rows", "products", "totals"]

# What adds up, averages or counts a column; of plain numbers {added} is all with a sign between, {all} with commas.
OF_COLUMN = {
    "SUM": "sum",
    "PRODUCT": "prod",
    "AVERAGE": "mean",
    "AVG": "mean",
    "MEDIAN": "median",
    "MIN": "min",
    "MAX": "max",
    "COUNT": "count",
    "COUNTA": "count",
    "STDEV": "std",
}
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
    "COUNTA": "len([{all}])",
}


def totals(name: str, given: Sequence[Given]) -> str | None:
    """Write a sum, a mean or a count.

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
    >>> totals("MAX", [Given("3", "number"), Given("5", "number")])
    'max(3, 5)'
    """
    kinds = {one.kind for one in given}
    how = OF_COLUMN[name]
    if kinds == {"number"}:
        return _of_numbers(name, [one.chained if name == "PRODUCT" else one.code for one in given])
    if kinds == {"column"} and len(given) > 1:
        return f"pd.concat([{', '.join(one.code for one in given)}]).{how}()"
    if not kinds <= {"column", "number"}:
        return None
    parts = [f"{one.chained}.{how}()" if one.kind == "column" else one.code for one in given]
    if len(parts) == 1:
        return parts[0]
    return {"SUM": " + ".join(parts), "MIN": f"min({', '.join(parts)})", "MAX": f"max({', '.join(parts)})"}.get(name)


def _of_numbers(name: str, typed: Sequence[str]) -> str:
    if len(typed) == 1 and name not in ("COUNT", "COUNTA", "STDEV"):
        return typed[0]
    signs = {"added": " + ".join(typed), "times": " * ".join(typed), "all": ", ".join(typed), "count": len(typed)}
    return OF_NUMBERS[name].format(**signs)


def counted_if(_: str, given: Sequence[Given]) -> str | None:
    """Write COUNTIF and COUNTIFS.

    Parameters
    ----------
    _ : str
        The function, in capitals.
    given : sequence of Given
        What stands in its brackets.

    Returns
    -------
    str or None
        The code; None when it cannot be told.

    Examples
    --------
    >>> counted_if("COUNTIF", [Given("desk", "column"), Given('"Gulf"', "text", "Gulf")])
    '(desk == "Gulf").sum()'
    """
    if len(given) == 1 and isinstance(given[0].node, ast.Compare):
        return f"({given[0].code}).sum()"
    test = _conditions(given)
    return f"({test}).sum()" if test else None


def of_rows(name: str, given: Sequence[Given]) -> str | None:
    """Write SUMIF, AVERAGEIF, and those of several criteria.

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
    >>> of_rows("SUMIF", [Given("pieces", "column"), Given('">5"', "text", ">5")])
    'pieces[pieces > 5].sum()'
    """
    how = {"SUM": "sum", "AVERAGE": "mean", "MAX": "max", "MIN": "min"}[re.sub("IFS?$", "", name)]
    if name.endswith("S"):
        wanted, tests = given[0], given[1:]
    else:
        wanted, tests = (given[2] if len(given) > 2 else given[0]), given[:2]
    if len(given) == 2 and isinstance(given[0].node, ast.Compare):
        wanted, test = given[1], given[0].code
    else:
        test = _conditions(tests) or ""
    if not test or wanted.kind != "column":
        return None
    table = same_table([wanted, *tests[::2]])
    taken = f"{table}.loc[{test}, {wanted.column}]" if table else f"{wanted.chained}[{test}]"
    return f"{taken}.{how}()"


def _conditions(given: Sequence[Given]) -> str | None:
    """Join what stands in pairs, a column and what it must be."""
    if not given or len(given) % 2:
        return None
    pairs = zip(given[::2], given[1::2], strict=True)
    tests = [condition(column, wanted) for column, wanted in pairs]
    return None if None in tests else both([test for test in tests if test])


def products(_: str, given: Sequence[Given]) -> str | None:
    """Write SUMPRODUCT.

    Parameters
    ----------
    _ : str
        The function, in capitals.
    given : sequence of Given
        What stands in its brackets.

    Returns
    -------
    str or None
        The code; None when it cannot be told.

    Examples
    --------
    >>> products("SUMPRODUCT", [Given("pieces", "column"), Given("price", "column")])
    '(pieces * price).sum()'
    """
    if any(one.kind != "column" for one in given):
        return None
    return f"({' * '.join(one.chained if len(given) > 1 else one.code for one in given)}).sum()"
