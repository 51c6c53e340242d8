"""A name that Python does not know: quotes forgotten, a cell not run, Excel's words, a misspelling."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from millrace.slips.code import parsed, without_strings
from millrace.slips.notebook import hint_with
from millrace.slips.rule import Rule
from millrace.slips.rules.digits import NUMBER_WORDS, in_digits
from millrace.slips.rules.excel import excel_function
from millrace.slips.rules.mends import words_in_quotes
from millrace.slips.rules.notrun import cell_not_run, set_up_not_run
from millrace.slips.stops import Stop
from millrace.slips.words import clipped, listed, nearest

__all__ = ["RULES"]

CAPITALS = {"true": "True", "false": "False", "none": "None", "null": "None", "nan": 'float("nan")', "na": "None"}
FILES = {"csv", "xlsx", "xls", "txt", "jsonl", "json", "parquet"}
# Helpers of Python that the course uses; others would be odd suggestions.
PYTHONS = ("print", "len", "sum", "max", "min", "round", "abs", "sorted", "list", "range", "float", "display")
FEW_LINES = 40
FORM = " A list goes in [ ], pairs in { }: the task says which."


def capital_word(stop: Stop) -> str | None:
    """Recognise ``true`` for ``True``."""
    right = CAPITALS.get(stop.unknown.lower())
    return f"Python writes {right}, not {stop.unknown}. Capitals count." if right else None


def file_without_quotes(stop: Stop) -> str | None:
    """Recognise ``samples.path(orders_2023.csv)``, also when there is a table of that name."""
    for node in ast.walk(stop.statement) if stop.statement else ():
        if (
            isinstance(node, ast.Attribute)
            and node.attr in FILES
            and isinstance(stop.error, AttributeError | NameError)
        ):
            if getattr(stop.error, "name", None) not in (node.attr, getattr(node.value, "id", None)):
                continue
            file = f'"{stop.text(node)}"'
            # A file that lies beside the notebook is the learner's own.
            alone = "samples." in stop.statement_text or Path(stop.text(node)).is_file()
            where = file if alone else f"samples.path({file})"
            return f"The name of a file is text and goes in quotes: write {where}."
    return None


def helper_without_module(stop: Stop) -> str | None:
    """Recognise ``read_table(...)`` for ``intake.read_table(...)``."""
    name = stop.unknown
    for short, module in stop.modules.items():
        if name in getattr(module, "__all__", dir(module)):
            return f"The helper {name} is in {short}. Write {short}.{name}(...)."
    return None


def method_without_table(stop: Stop) -> str | None:
    """Recognise ``drop_duplicates(orders)`` for ``orders.drop_duplicates()``."""
    name = stop.unknown
    for call in _calls(stop, name):
        table = next(iter(stop.tables), "table")
        first = stop.text(call.args[0]) if call.args and stop.text(call.args[0]) in stop.tables else table
        if stop.tables and hasattr(stop.tables[first], name) and name not in stop.tables[first].columns:
            return f"The table comes first, then a dot: write {first}.{name}(...)."
    return None


def _calls(stop: Stop, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(stop.statement) if stop.statement else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def line_of_a_table(stop: Stop) -> str | None:
    """Recognise ``price - 3``, where a small table of the notebook has a line called "price" with one number."""
    name = stop.unknown.lower()
    if not isinstance(stop.node, ast.Name | ast.BinOp) or not any(
        isinstance(node, ast.BinOp) for node in (ast.walk(stop.statement) if stop.statement else ())
    ):
        return None
    for table in stop.recent_tables():
        held = stop.tables[table]
        numbers = held.select_dtypes("number")
        if len(held) > FEW_LINES or numbers.shape[1] != 1:
            continue
        labels = held.drop(columns=numbers.columns)
        for column in labels:
            rows = held[held[column].astype(str).str.strip().str.lower() == name]
            if len(rows) == 1:
                value = rows[numbers.columns[0]].iloc[0]
                return (
                    f"{stop.unknown} is a line of the table {table}, no name. Type its number, {value:g}, in its place."
                )
    return None


def column_without_quotes(stop: Stop) -> str | None:
    """Recognise ``orders[quantity]``, and ``orders["pieces"] * price`` where a whole column is meant."""
    name = stop.unknown
    table = next((t for t in stop.recent_tables() if name in stop.tables[t].columns), None)
    if table is None:
        return None
    here = next((t for t in stop.words() if t in stop.tables and name in stop.tables[t].columns), table)
    if _is_beside_a_column(stop, name):
        return f'{name} is a column of {here}, and a column is taken out of its table: write {here}["{name}"].'
    return f'{name} is a column of {here}, and the name of a column goes in quotes: write "{name}".'


def _is_beside_a_column(stop: Stop, name: str) -> bool:
    """Say whether the name is calculated with, stored as a column, or given to a helper beside one: no text."""
    stored = stop.statement if isinstance(stop.statement, ast.Assign) else None
    if stored and isinstance(stored.targets[0], ast.Subscript) and isinstance(stored.value, ast.Name):
        return True
    for node in ast.walk(stop.statement) if stop.statement else ():
        if isinstance(node, ast.BinOp):
            beside = [node.left, node.right]
        elif isinstance(node, ast.Call):
            beside = node.args if any(_is_column(stop, one) for one in node.args) else []
        else:
            continue
        if any(isinstance(one, ast.Name) and one.id == name for one in beside):
            return True
    return False


def _is_column(stop: Stop, node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
        and stop.text(node.value) in stop.tables
    )


def copied_from_hint(stop: Stop) -> str | None:
    """Recognise ``visitors``, the table of an example in a hint."""
    name = stop.unknown
    task = hint_with(name, stop.texts)
    # a word that the task itself writes in quotes is a text without quotes, whatever a hint elsewhere calls so
    if task is None or (_looks_like_text(stop) and any(f'"{name}"' in text for text in stop.texts)):
        return None
    # A task names columns, too; what a cell makes is no column.
    made = [word for word in task if word in stop.meant() and not isinstance(stop.names.get(word), ModuleType)]
    here = [word for word in made if word in stop.public] or made
    yours = f" The task names {listed(here, room=60)}." if here else ""
    return f"{name} belongs to a hint's example, which has other data. Put what your task has in its place.{yours}"


def misspelt_name(stop: Stop) -> str | None:
    """Recognise ``orders_2032`` for ``orders_2023``, ``prnt(orders)`` for ``print(orders)``."""
    name = stop.unknown
    cutoff = 0.87 if _looks_like_text(stop) else 0.75
    helpers = PYTHONS if any(_calls(stop, name)) else ()
    near = nearest(name, (k for k in [*stop.made(), *helpers] if len(k) > 2 and k != name), cutoff=cutoff)
    if near is None:
        return None
    if near.lower() == name.lower():
        return f"Nothing is called {name} here, but there is {near}. Capitals count: write {near}."
    return f"Nothing is called {name} here. Did you mean {near}?"


def misspelt_helper(stop: Stop) -> str | None:
    """Recognise ``read_tabel(...)`` for ``intake.read_table(...)``."""
    if not any(_calls(stop, stop.unknown)):
        return None
    helpers = {
        name: short
        for short, module in reversed(stop.modules.items())
        if module.__name__.startswith("millrace")
        for name in getattr(module, "__all__", ())
    }
    near = nearest(stop.unknown, helpers, cutoff=0.8)
    return f"Nothing is called {stop.unknown} here. Did you mean {helpers[near]}.{near}(...)?" if near else None


def _looks_like_text(stop: Stop) -> bool:
    name = stop.unknown
    return any(
        isinstance(part, ast.Name) and part.id == name
        for node in (ast.walk(stop.statement) if stop.statement else ())
        for place in _text_places(node)
        for part in _words_joined(place)
    )


def _words_joined(node: ast.expr) -> list[ast.expr]:
    """Return the words of ``Mon-Sat`` and ``late or wrong``, and a word alone."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div) and _touch(node):
        return [*_words_joined(node.left), *_words_joined(node.right)]
    return [part for one in node.values for part in _words_joined(one)] if isinstance(node, ast.BoolOp) else [node]


def _touch(node: ast.BinOp) -> bool:
    """Say whether no blank is around the sign: a calculation is rarely typed so, and ``Mon-Sat`` is no calculation."""
    same_line = node.left.end_lineno == node.right.lineno
    return same_line and (node.left.end_col_offset or 0) + 1 == node.right.col_offset


def _text_places(node: ast.AST) -> list[ast.expr]:
    """List what stands where a text usually stands: compared with, looked up, given to a helper, in a list."""
    if isinstance(node, ast.Assign):
        return [node.value]
    if isinstance(node, ast.Compare):
        return node.comparators
    if isinstance(node, ast.Subscript):
        return [node.slice]
    if isinstance(node, ast.Call):
        return [*node.args, *(k.value for k in node.keywords)]
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return node.elts
    if isinstance(node, ast.Dict):
        return [*filter(None, node.keys), *node.values]
    return []


def number_as_word(stop: Stop) -> str | None:
    """Recognise ``waited = three``."""
    line = stop.line.strip()
    digits = in_digits(line)
    return f"A number is typed in digits: {digits}" if digits != line and stop.unknown.lower() in NUMBER_WORDS else None


def text_without_quotes(stop: Stop) -> str | None:
    """Recognise ``orders["KeyedBy"] != Lin``."""
    name = stop.unknown
    if not _looks_like_text(stop) or _is_taken_apart(stop):
        return None
    line = stop.line.strip()
    quoted = words_in_quotes(line, known=stop.public)
    if isinstance(stop.statement, ast.Assign) and quoted != line and parsed(quoted):
        asked = f"Python takes {name} for a name, and nothing has that name here."
        form = FORM if isinstance(stop.statement.value, ast.Tuple) else ""
        return f"{asked}{form} Are quotes missing? {clipped(quoted, 70 if form else 100)}"
    return f'Python takes {name} for the name of something. If it is text, put it in quotes: "{_whole(stop)}".'


def _whole(stop: Stop) -> str:
    """Return ``LB-B018`` of which Python names only ``LB``: a name, and words that it does not know, without blanks."""
    found = re.search(rf"(?<![\w.-]){re.escape(stop.unknown)}((?:-\w+)+)(?![\w-])", without_strings(stop.line))
    known = found is not None and any(part in stop.public for part in found.group(1).split("-"))
    return found.group() if found and not known else stop.unknown


def code_without_quotes(stop: Stop) -> str | None:
    """Recognise ``LB-B018`` as a line of its own: no calculation is written so."""
    whole = _whole(stop)
    if not re.fullmatch(r"[A-Z]{2,}(-[A-Z]*\d+)+", whole) or isinstance(stop.statement, ast.Assign):
        return None
    asked = f"Python takes {stop.unknown} for a name. If {whole} is text, such as the number of an item, all of it"
    return f'{asked} goes in quotes: "{whole}".'


def _is_taken_apart(stop: Stop) -> bool:
    """Say whether something is taken out of it by a dot or square brackets, as of a table."""
    inside = ast.walk(stop.statement) if stop.statement else iter(())
    bases = (node.value for node in inside if isinstance(node, ast.Attribute | ast.Subscript))
    return any(isinstance(base, ast.Name) and base.id == stop.unknown for base in bases)


def compared_not_stored(stop: Stop) -> str | None:
    """Recognise ``threshold == 0.75`` for ``threshold = 0.75``."""
    value = getattr(stop.statement, "value", None)
    if not (
        isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq) and stop.text(value.left) == stop.unknown
    ):
        return None
    right = stop.text(value.comparators[0])
    return f"Two signs == ask whether things are equal; one sign = stores. Write {stop.unknown} = {right}"


def unknown_name(stop: Stop) -> str | None:
    """Recognise any other name."""
    name, seen = stop.unknown, stop.recent_tables()
    tables = listed((table for table in stop.tables if table in seen), room=60)
    have = f" The tables here are: {tables}." if tables and len(tables) < 70 else ""
    if _is_taken_apart(stop) and not stop.texts:
        # Where the notebook's own texts can be read, no hint holds it.
        return (
            f"Nothing is called {name} here. Run the cell that makes it, or spell it anew; if you copied it from a "
            f"hint, it is the hint's table: put yours in its place.{have}"
        )
    if _is_calculated(stop):
        return f"Nothing is called {name} here. Run the cell that makes it, or spell it anew; or type its number.{have}"
    return (
        f"Nothing is called {name} here. If it is text, put it in quotes; else run the cell that makes it, or "
        f"spell it anew.{have}"
    )


def _is_calculated(stop: Stop) -> bool:
    """Say whether a number belongs in its place, as in ``2 * price``."""
    for node in ast.walk(stop.statement) if stop.statement else ():
        sides = (node.left, node.right) if isinstance(node, ast.BinOp) else ()
        if any(isinstance(side, ast.Name) and side.id == stop.unknown for side in sides):
            texts = [side for side in sides if isinstance(getattr(side, "value", None), str)]
            return not texts
    return False


RULES = [
    Rule(NameError, excel_function, 'SUM(orders["pieces"])'),
    Rule(NameError, capital_word, "keep = true"),
    Rule(NameError, compared_not_stored, "never_made == 0.75"),
    Rule((NameError, AttributeError), file_without_quotes, "samples.path(orders_2023.csv)"),
    Rule(NameError, column_without_quotes, "orders[pieces]"),
    Rule(NameError, line_of_a_table, "price - 3", before='card = pd.DataFrame({"line": ["price"], "cny": [9.5]})'),
    Rule(NameError, cell_not_run, "net_total + 1", before="net_total = 1 / 0"),
    Rule(NameError, set_up_not_run, "np.sqrt(4)"),
    Rule(NameError, helper_without_module, 'read_table("x.csv")'),
    Rule(NameError, method_without_table, "drop_duplicates(orders)"),
    Rule(NameError, code_without_quotes, "AB-C018"),
    Rule(NameError, copied_from_hint, "visitors.head()", text="<details><code>visitors.head()</code></details>"),
    Rule(NameError, misspelt_name, "ordres.head()"),
    Rule(NameError, misspelt_helper, 'read_tabel("x.csv")'),
    Rule(NameError, number_as_word, "waited = three"),
    Rule(NameError, text_without_quotes, 'orders["clerk"] != Lin'),
    Rule(NameError, unknown_name, "revenue_by_month"),
]
