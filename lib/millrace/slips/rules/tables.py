"""Tables and columns: misspelt ones, wrong brackets, conditions joined by the wrong word."""

import ast
import re
from collections.abc import Sequence
from types import FrameType, ModuleType
from typing import TYPE_CHECKING

from millrace.errors import counted
from millrace.slips.rule import Rule
from millrace.slips.stops import Stop, is_table
from millrace.slips.words import clipped, kind, listed, nearest

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RULES"]

OF_EXCEL = {
    "average": "mean",
    "avg": "mean",
    "total": "sum",
    "remove_duplicates": "drop_duplicates",
    "distinct": "drop_duplicates",
    "dedupe": "drop_duplicates",
    "delete": "drop",
    "remove": "drop",
    "sort": "sort_values",
    "order_by": "sort_values",
    "sortby": "sort_values",
    "group": "groupby",
    "vlookup": "merge",
    "lookup": "merge",
    "join_on": "merge",
    "fill": "fillna",
    "to_excell": "to_excel",
    "to_xlsx": "to_excel",
    "is_in": "isin",
    "stdev": "std",
}
OF_TEXT = {"contains", "upper", "lower", "strip", "startswith", "endswith", "split", "replace_all", "extract"}
OF_DATES = {"year", "month", "day", "weekday", "date", "quarter", "to_period", "strftime"}
OTHERS = {
    "length": "len({0})",
    "len": "len({0})",
    "rows": "len({0})",
    "append": "pd.concat([{0}, other])",
    "row_count": "len({0})",
}


def _table(stop: Stop) -> "pd.DataFrame | None":
    """Find the table in which a key was looked for: what was asked first below the learner's line."""
    if isinstance(stop.node, ast.Subscript) and is_table(found := stop.value_of(stop.node.value)):
        return found  # type: ignore[return-value]  # is_table has looked
    return next((t for t in map(_asked, stop.library_frames) if t is not None), None)


def _asked(frame: FrameType) -> "pd.DataFrame | None":
    ours = frame.f_globals.get("__name__", "").split(".")[0] == "pandas"
    asked = frame.f_locals.get("self")
    asked = asked if is_table(asked) else getattr(asked, "__dict__", {}).get("obj") if ours else None
    return asked if ours and is_table(asked) else None


def _missing(stop: Stop, table: "pd.DataFrame") -> list[str]:
    """Return the columns that were asked for and are not there."""
    import pandas as pd

    key: object = stop.error.args[0] if stop.error.args else None
    if isinstance(key, str) and (key.endswith(("not in index", "not found in axis")) or "are in the" in key):
        return [word for word in re.findall(r"'([^']*)'", key) if word not in table.columns]
    keys = list(key) if isinstance(key, Sequence | pd.Index) and not isinstance(key, str) else [key]
    return [one for one in keys if isinstance(one, str) and one not in table.columns]


def several_columns(stop: Stop) -> str | None:
    """Recognise ``orders["day", "pieces"]``."""
    key = stop.error.args[0] if stop.error.args else None
    table = _table(stop)
    if not isinstance(key, tuple) or table is None or not isinstance(stop.node, ast.Subscript):
        return None
    base, inside = (clipped(stop.text(part), 60) for part in (stop.node.value, stop.node.slice))
    return f"Several columns are taken with two pairs of square brackets: write {base}[[{inside}]]."


def drop_is_for_rows(stop: Stop) -> str | None:
    """Recognise ``orders.drop("pieces")``."""
    if "not found in axis" not in stop.message:
        return None
    word = next(iter(re.findall(r"'([^']*)'", stop.message)), "...")
    table = _table(stop)
    if table is not None and any(isinstance(n, ast.keyword) and n.arg == "columns" for n in _inside(stop)):
        return column_missing(stop)
    if table is not None and word not in table.columns:
        return 'drop(...) finds rows by their number only. To leave rows out: table[~table["column"].isin(values)]'
    return f'drop(...) takes away rows unless you say columns. Write .drop(columns="{word}").'


def column_missing(stop: Stop) -> str | None:
    """Recognise ``orders["peices"]``, also inside a helper of pandas."""
    table = _table(stop)
    missing = _missing(stop, table) if table is not None else []
    bare = [n.id for n in _inside(stop) if isinstance(n, ast.Name) and table is not None and n.id in table.columns]
    if bare and not missing:
        return (
            f'The name of a column goes in quotes: write "{bare[0]}". Without them it is what the name {bare[0]} holds.'
        )
    if table is None or not missing:
        return None
    name, word = stop.name_of(table) or "The table", missing[0]
    columns = [str(column) for column in table.columns]
    near = nearest(word, columns, cutoff=0.6)
    elsewhere = next((other for other, held in stop.tables.items() if word in held.columns), None)
    hint = f" Did you mean '{near}'?" if near else f" {elsewhere} has one." if elsewhere else ""
    return (
        f"{name} has no column '{clipped(word, 40)}'.{hint} Its columns are: {listed(columns, room=120 - len(hint))}."
    )


def row_missing(stop: Stop) -> str | None:
    """Recognise ``orders.loc[99, "pieces"]``."""
    key = stop.error.args[0] if stop.error.args else None
    inside = [frame.f_globals.get("__name__", "") for frame in stop.library_frames]
    if not inside or not inside[0].startswith("pandas.") or not isinstance(key, int | str) or " " in str(key):
        return None
    return f"There is no row or column named {key!r} here. Show the table first, and take a name that you see there."


def no_such_entry(stop: Stop) -> str | None:
    """Recognise ``rates["EUR"]``, of pairs in curly brackets."""
    held = stop.value_of(stop.node.value) if isinstance(stop.node, ast.Subscript) else None
    if not isinstance(held, dict) or not isinstance(stop.node, ast.Subscript):
        return None
    near = nearest(str(stop.error.args[0]), held)
    says = f" Did you mean '{near}'?" if near else ""
    return f"{stop.text(stop.node.value)} has no entry {stop.error.args[0]!r}.{says} It has: {listed(held, room=100)}."


def misspelt_after_dot(stop: Stop) -> str | None:
    """Recognise ``orders.drop_duplicate()``, ``orders["pieces"].average()``."""
    thing, name = getattr(stop.error, "obj", None), getattr(stop.error, "name", None) or ""
    kinds = [base.__name__ for base in type(thing).__mro__]
    if not name or isinstance(thing, ModuleType) or not isinstance(stop.node, ast.Attribute):
        return None
    base = clipped(stop.text(stop.node.value), 40)
    if "DataFrame" in kinds or "Series" in kinds:
        return _after_table(thing, name, base)
    if isinstance(thing, tuple):
        return f"{base} holds {len(thing)} things at once. Give each a name of its own: first, second = ..."
    if "PurePath" in kinds:
        return f"{base} is only the place of a file, not a table yet. Read it: intake.read_table({base})"
    near = nearest(name, (word for word in dir(thing) if not word.startswith("_")))
    return f"After {base} there is no {name}." + (
        f" Did you mean {near}?" if near else f" {base} is {kind(thing)}, not a table."
    )


def _after_table(thing: object, name: str, base: str) -> str:
    columns = [str(column) for column in getattr(thing, "columns", ())]
    if name.lower() in OF_EXCEL:
        return f"It is called {OF_EXCEL[name.lower()]} here: write {base}.{OF_EXCEL[name.lower()]}(...)."
    if name.lower() in OTHERS:
        return f"{name} is written in another way here: {OTHERS[name.lower()].format(base)}."
    if not columns and name in OF_TEXT | OF_DATES:
        part = "str" if name in OF_TEXT else "dt"
        return f"For {'texts' if part == 'str' else 'dates'} write .{part} before it: {base}.{part}.{name}."
    if near := nearest(name, [*columns, *(word for word in dir(thing) if not word.startswith("_"))]):
        written = f'{base}["{near}"]' if near in columns else f"{base}.{near}"
        return f"There is no {name} after {base}. Did you mean {written}?"
    what = (
        f"no column and no helper {name}. Its columns are: {listed(columns, room=90)}"
        if columns
        else f"no helper {name}"
    )
    return f"{base} has {what}."


def condition_words(stop: Stop) -> str | None:
    """Recognise ``orders["a"] > 1 and orders["b"] < 2``."""
    if "truth value of a" not in stop.message:
        return None
    words = [w for w, kind in (("and", ast.And), ("or", ast.Or)) if any(isinstance(n, kind) for n in _inside(stop))]
    if words:
        sign = "&" if words[0] == "and" else "|"
        return (
            f"Between columns write {sign} instead of {words[0]}, with round brackets around each side: "
            f"(...) {sign} (...)."
        )
    if any(isinstance(n, ast.Not) for n in _inside(stop)):
        return "Before a column write ~ instead of not, with round brackets: ~(...)."
    if any(
        isinstance(n, ast.BitAnd | ast.BitOr) or (isinstance(n, ast.Compare) and len(n.ops) > 1) for n in _inside(stop)
    ):
        return "Put each comparison in round brackets of its own, with & (and) or | (or) between: (...) & (...)."
    return (
        "A whole column has many answers, and one yes or no is needed here. Write .any() (one is enough) "
        "or .all() after it."
    )


def _inside(stop: Stop) -> list[ast.AST]:
    return list(ast.walk(stop.statement)) if stop.statement else []


def condition_brackets(stop: Stop) -> str | None:
    """Recognise ``orders["a"] > 1 & orders["b"] < 2``."""
    joined = any(isinstance(n, ast.BinOp) and isinstance(n.op, ast.BitAnd | ast.BitOr) for n in _inside(stop))
    if not joined or not re.search(r"for [&|]|r?(and|or)_|operation|supported", stop.message):
        return None
    return "Put each comparison in round brackets of its own, with & (and) or | (or) between: (...) & (...)."


def whole_table_for_a_column(stop: Stop) -> str | None:
    """Recognise ``orders["day"] = cleaning.parse_dates(orders["day"])``."""
    if (
        "multiple columns to the single column" not in stop.message
        and "Columns must be same length" not in stop.message
    ):
        return None
    value = getattr(stop.statement, "value", None)
    end = f' {clipped(stop.text(value.func), 40)}(...)["..."]' if isinstance(value, ast.Call) else ' [...]["name"]'
    return f"On the right is a whole table, but one column is needed. Add which one, in square brackets:{end}."


def wrong_length(stop: Stop) -> str | None:
    """Recognise ``orders["new"] = [1]``."""
    found = re.search(r"Length of values \((\d+)\) does not match length of index \((\d+)\)", stop.message)
    if not found:
        return None
    values, rows = counted(int(found.group(1)), "value"), counted(int(found.group(2)), "row")
    return f"The new column has {values}, but the table has {rows}. Give one for each row."


def rows_of_another_table(stop: Stop) -> str | None:
    """Recognise a condition made from another table."""
    if "Unalignable boolean" not in stop.message and "identically-labeled" not in stop.message:
        return None
    return (
        "The two sides have different rows: they come from two tables. Make the condition from the table "
        "that you filter."
    )


def not_of_text(stop: Stop) -> str | None:
    """Recognise ``orders[~orders["clerk"]]``."""
    if "unary ~" not in stop.message and "unary -" not in stop.message:
        return None
    return (
        'The sign ~ means not, and stands before a condition. Compare first: ~(column == "value") or '
        "~column.isin(values)."
    )


def accessor(stop: Stop) -> str | None:
    """Recognise ``.str`` of numbers, ``.dt`` of texts."""
    if "Can only use .str" in stop.message:
        return "Only text has .str, and this column holds something else. Write .astype(str) before .str."
    if "Can only use .dt" in stop.message:
        return "Only dates have .dt, and this column holds text. Read the dates first, with cleaning.parse_dates(...)."
    return None


def isin_needs_several(stop: Stop) -> str | None:
    """Recognise ``orders["clerk"].isin("Lin")``."""
    if "passed to isin" not in stop.message:
        return None
    return (
        'isin(...) takes a list or a column, without quotes around its name: isin(names), or isin(["one", "another"]).'
    )


RULES = [
    Rule(TypeError, isin_needs_several, 'orders["clerk"].isin("Lin")'),
    Rule(KeyError, several_columns, 'orders["day", "pieces"]'),
    Rule(KeyError, drop_is_for_rows, 'orders.drop("pieces")'),
    Rule(KeyError, no_such_entry, 'rates["EUR"]'),
    Rule(KeyError, column_missing, 'orders["peices"]'),
    Rule(KeyError, row_missing, 'orders.loc[99, "pieces"]'),
    Rule(AttributeError, accessor, 'orders["pieces"].str.upper()'),
    Rule(ValueError, condition_words, 'orders["pieces"] > 1 and orders["pieces"] < 3'),
    Rule((TypeError, ValueError), condition_brackets, 'orders["pieces"] > 1 & orders["clerk"] == "Lin"'),
    Rule(ValueError, whole_table_for_a_column, 'orders["date"] = cleaning.parse_dates(orders["day"])'),
    Rule(ValueError, wrong_length, 'orders["new"] = [1]'),
    Rule(Exception, rows_of_another_table, 'orders[orders["pieces"].head(1) > 0]'),
    Rule(TypeError, not_of_text, 'orders[~orders["clerk"]]'),
]
# Asked after what modules and unfinished lines have to say.
AFTER_DOTS = Rule(AttributeError, misspelt_after_dot, "orders.drop_duplicate()")
