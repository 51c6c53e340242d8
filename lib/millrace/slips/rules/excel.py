"""Excel's functions, and what does the same here: with the learner's own columns, or a table of the notebook."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace

from millrace.slips.code import parsed
from millrace.slips.rules.formulas import FORMULAS, written
from millrace.slips.rules.given import Given
from millrace.slips.rules.numbers import with_all_mended
from millrace.slips.rules.totals import OF_COLUMN
from millrace.slips.stops import Stop, is_table
from millrace.slips.words import clipped

__all__ = ["FORMULAS", "excel_function", "excel_in_a_line"]

# Of a list of numbers.
OF_LISTS = {
    **{name: f"{name.lower()}({{0}})" for name in ("SUM", "MAX", "MIN")},
    **dict.fromkeys(("AVERAGE", "AVG"), "sum({0}) / len({0})"),
    **dict.fromkeys(("COUNT", "COUNTA"), "len({0})"),
}
# How many signs of code fit into a sentence.
ROOM = 138
RESULTS = {"sum", "mean", "median", "min", "max", "count", "std", "nunique", "len", "round", "abs"}
# An example with a table that has a column of numbers {n} and one of texts {c}, in which {v} is written.
EXAMPLES = {
    "COUNTIF": '({t}["{c}"] == {v}).sum()',
    "COUNTIFS": '({t}["{c}"] == {v}).sum()',
    "SUMIF": '{t}.loc[{t}["{c}"] == {v}, "{n}"].sum()',
    "SUMIFS": '{t}.loc[{t}["{c}"] == {v}, "{n}"].sum()',
    "AVERAGEIF": '{t}.loc[{t}["{c}"] == {v}, "{n}"].mean()',
    "AVERAGEIFS": '{t}.loc[{t}["{c}"] == {v}, "{n}"].mean()',
    "IF": '({t}["{c}"] == {v}).map({{True: "yes", False: "no"}})',
    "FILTER": '{t}[{t}["{c}"] == {v}]',
    "ROUND": '{t}["{n}"].round(2)',
    **{name: f'{{t}}["{{n}}"].{how}()' for name, how in OF_COLUMN.items() if how != "count"},
    "COUNT": '{t}["{n}"].count()',
    "COUNTA": '{t}["{c}"].count()',
}


def excel_function(stop: Stop) -> str | None:
    """Recognise ``SUM(orders["Amount"])`` and ``SUM(1, 2)``, also in small letters when it is called."""
    name = getattr(stop.error, "name", None) or ""
    if name.upper() not in FORMULAS:
        return None
    call = next(_calls(stop.statement, {name}), None)
    return _said(stop, name, call) if call or name.isupper() else None


def excel_in_a_line(stop: Stop) -> str | None:
    """Recognise a formula in a line that Python cannot read: ``IF(total=3, 1, 2)``, ``COUNTIF(column; >5)``.

    Parameters
    ----------
    stop : Stop
        The line.

    Returns
    -------
    str or None
        The sentence; None when there is none in it.
    """
    found = re.search(r"(?<![\w.])([A-Z]{2,})\s*\(", stop.line)
    if not found or found.group(1) not in FORMULAS:
        return None
    line = _readable(stop.line.strip().lstrip("="))
    tree = parsed(line) if line else None
    call = next(_calls(tree, {found.group(1)}), None) if tree else None
    return _said(replace(stop, source=line or stop.source), found.group(1), call)


def _readable(line: str) -> str:
    """Bring a line nearer to Python: commas between things, two signs to compare, criteria in quotes."""
    name = re.match(r"\s*\w+\s*=(?!=)\s*", line)
    head, line = (name.group(), line[name.end() :].lstrip("= ")) if name else ("", line)
    texts = re.split(r"""("[^"]*"|'[^']*')""", line)
    for place in range(0, len(texts), 2):
        part = with_all_mended(texts[place]) if ";" in line else texts[place]
        part = (part or "").replace(";", ",").replace("<>", "!=")
        part = re.sub(r"(?<![=<>!:])=(?!=)", "==", part)
        texts[place] = re.sub(r",\s*(==|!=|[<>]=?)\s*(-?[\d.]+)", _quoted_criterion, part)
    return head + "".join(texts)


def _quoted_criterion(found: re.Match[str]) -> str:
    sign = {"==": "=", "!=": "<>"}.get(found.group(1), found.group(1))
    return f', "{sign}{found.group(2)}"'


def _calls(tree: ast.AST | None, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _said(stop: Stop, name: str, call: ast.Call | None) -> str:
    begins = f"{name} is a function of Excel. Here "
    if code := _of_a_list(stop, name.upper(), call):
        return f"{begins}it is written like this: {code}"
    given = [_given(stop, node) for node in call.args] if call else []
    if spoiled := _wrong_kind(name.upper(), given):
        return f"{begins}{spoiled}"
    code = written(name.upper(), given)
    if code and name.upper() == "ROUND":
        # Excel rounds a half away from zero.
        return f"{begins}halves go to the even digit, 2.5 to 2, and it is written like this: {code}"
    if code and len(code) <= ROOM:
        return f"{begins}it is written like this: {code}"
    words = FORMULAS[name.upper()].words or "a helper stands after the column, with a dot before it"
    example = _example(stop, name.upper())
    if words.startswith("write pd."):
        return f"{begins}it is written like this: {words.removeprefix('write ')}"
    return f"{begins}it is written like this: {example}" if example else f"{begins}{words}."


def _of_a_list(stop: Stop, name: str, call: ast.Call | None) -> str | None:
    """Write a formula whose brackets hold a list of numbers, or the name of one."""
    if name not in OF_LISTS or call is None or len(call.args) != 1 or call.keywords:
        return None
    [given] = call.args
    held = stop.value_of(given) if isinstance(given, ast.Name) else None
    parts = [getattr(part, "value", None) for part in given.elts] if isinstance(given, ast.List | ast.Tuple) else held
    if not isinstance(parts, list | tuple) or not parts or not all(type(part) in (int, float) for part in parts):
        return None
    return OF_LISTS[name].format(clipped(stop.text(given), 50))


def _wrong_kind(name: str, given: list[Given]) -> str:
    """Say what is another thing here than in Excel: texts and dates cannot be added up, but counted."""
    adding = name in ("SUM", "AVERAGE", "AVG", "MEDIAN", "PRODUCT", "STDEV") and len(given) == 1
    if adding and given[0].is_texts:
        return (
            f"write .{OF_COLUMN[name]}() after a column of numbers; {given[0].code[:40]} holds text. Make numbers of "
            "it first: pd.to_numeric(...)."
        )
    if name == "COUNT" and len(given) == 1 and given[0].is_texts:
        # Of texts Excel's own COUNT counts none.
        return f"every filled cell is counted, texts too: {given[0].chained[:60]}.count()"
    if name in ("SUM", "PRODUCT") and given and given[0].is_dated:
        return f"as there, {given[0].code[:40]} cannot be added up: it holds dates. Subtract one date from another."
    return ""


def _given(stop: Stop, node: ast.expr) -> Given:
    inner = _nested(stop, node)
    if inner is not None:
        return inner
    missing = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} - _known(stop)
    word = node.id if isinstance(node, ast.Name) and missing else None
    if word is not None:
        return _column_named(stop, word) or Given(stop.text(node), "unknown", node=node)
    kind = "unknown" if missing else _kind(stop, node)
    value = node.value if isinstance(node, ast.Constant) else stop.value_of(node)
    return Given(stop.text(node), kind, value, node, stop.source)


def _known(stop: Stop) -> set[str]:
    import builtins

    return {*stop.public, *dir(builtins)}


def _nested(stop: Stop, node: ast.expr) -> Given | None:
    """Write a formula that stands in the brackets of another one."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)) or node.func.id in _known(stop):
        return None
    name = node.func.id.upper()
    inside = [_given(stop, part) for part in node.args]
    code = written(name, inside) if name in FORMULAS else None
    if code is None:
        return Given(stop.text(node), "unknown", node=node)
    kind = "number" if name in OF_COLUMN or {one.kind for one in inside} == {"number"} else "column"
    code = code.split(", or ")[0]
    tree = ast.parse(code, mode="eval").body
    return Given(code, kind, None, tree, code)


def _column_named(stop: Stop, word: str) -> Given | None:
    table = next((t for t in stop.recent_tables() if word in stop.tables[t].columns), None)
    if table is None:
        return None
    code = f'{table}["{word}"]'
    return Given(code, "column", stop.tables[table][word], ast.parse(code, mode="eval").body, code)


def _kind(stop: Stop, node: ast.AST) -> str:
    """Say what an expression is, without running it; what cannot be told is most often a column."""
    if isinstance(node, ast.UnaryOp):
        return _kind(stop, node.operand)
    if isinstance(node, ast.BinOp):
        return _either(_kind(stop, node.left), _kind(stop, node.right))
    if isinstance(node, ast.Compare):
        return _either(_kind(stop, node.left), _kind(stop, node.comparators[0]))
    if isinstance(node, ast.Call):
        named = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return "number" if named in RESULTS else "column"
    value = node.value if isinstance(node, ast.Constant) else stop.value_of(node)
    if is_table(value):
        return "table"
    if isinstance(node, ast.Subscript) or (hasattr(value, "index") and hasattr(value, "dtype")):
        return "table" if isinstance(getattr(node, "slice", None), ast.List) else "column"
    return "text" if isinstance(value, str) else "number" if _is_number(value) else "unknown"


def _either(left: str, right: str) -> str:
    # Two texts compared, or joined with a number, are no text any more.
    return next((kind for kind in ("column", "number", "text") if kind in (left, right)), "unknown")


def _is_number(value: object) -> bool:
    return getattr(value, "ndim", 0) == 0 and hasattr(value, "__float__") and not isinstance(value, str)


def _example(stop: Stop, name: str) -> str | None:
    """Write an example with a table of the notebook; None where no table has what it needs."""
    form = EXAMPLES.get(name)
    for table in stop.recent_tables() if form else ():
        held = stop.tables[table]
        columns = [
            Given("", "column", held[column]) for column in held.columns if list(held.columns).count(column) == 1
        ]
        named = [column for column in held.columns if list(held.columns).count(column) == 1]
        numbers = [n for n, one in zip(named, columns, strict=True) if one.is_number and isinstance(n, str)]
        # line numbers are no amounts: nobody adds them up
        numbers.sort(key=lambda name: len(held) > 1 and bool(held[name].is_unique))
        texts = [n for n, one in zip(named, columns, strict=True) if one.is_texts and isinstance(n, str)]
        values = [value for value in held[texts[0]].dropna().head(1) if isinstance(value, str)] if texts else []
        words = {"t": table, "n": next(iter(numbers), ""), "c": next(iter(texts), "")}
        words["v"] = json.dumps(values[0], ensure_ascii=False) if values else ""
        if all(words[need] for need in re.findall(r"\{([tncv])\}", form or "")):
            return code if form and len(code := form.format(**words)) <= ROOM else None
    return None
