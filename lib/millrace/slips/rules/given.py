"""What stands in the brackets of a function of Excel: the learner's columns, tables, numbers and texts."""

import ast
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["Given", "both", "same_table"]

# What needs no brackets before a dot.
WHOLE = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.List)


@dataclass(frozen=True)
class Given:
    """One thing in the brackets.

    Parameters
    ----------
    code : str
        The Python for it.
    kind : str
        ``"number"``, ``"text"``, ``"column"``, ``"table"``, or ``"unknown"`` when a name in it is not known.
    value : object
        What it holds, where that is known without running anything.
    node : ast.AST, optional
        The expression; None for a single word.
    source : str
        The line in which the expression lies.
    """

    code: str
    kind: str
    value: object = None
    node: ast.AST | None = field(default=None, compare=False)
    source: str = ""

    @property
    def bracketed(self) -> str:
        """The code in round brackets."""
        return f"({self.code})"

    @cached_property
    def chained(self) -> str:
        """The code as it stands before a dot or a sign."""
        literal = self.node is None or isinstance(self.node, ast.Constant)
        return self.code if literal or isinstance(self.node, WHOLE) else self.bracketed

    @property
    def is_dated(self) -> bool:
        """Whether it is known as a column of dates."""
        return "datetime" in str(getattr(self.value, "dtype", ""))

    @property
    def is_number(self) -> bool:
        """Whether it is known as a column of numbers."""
        return getattr(getattr(self.value, "dtype", None), "kind", "") in "iuf" and self.kind == "column"

    @property
    def is_texts(self) -> bool:
        """Whether it is known as a column of texts."""
        kind = str(getattr(self.value, "dtype", ""))
        return self.kind == "column" and (kind in ("object", "category") or kind.startswith("str"))

    @property
    def as_dates(self) -> str:
        """The code for its dates."""
        if self.kind == "text":
            return f"pd.Timestamp({self.code})"
        return self.chained if self.is_dated or self.value is None else f"pd.to_datetime({self.code})"

    @property
    def as_text(self) -> str:
        """The code for its texts."""
        return self.chained if self.kind == "text" or self.is_texts else f"{self.chained}.astype(str)"

    @property
    def column(self) -> str:
        """The name of the column, in quotes, of an expression such as ``lines["desk"]``."""
        return self.part(self.node.slice) if isinstance(self.node, ast.Subscript) else ""

    @property
    def columns(self) -> list[str]:
        """The columns of a table, in quotes."""
        return [json.dumps(str(column), ensure_ascii=False) for column in getattr(self.value, "columns", ())]

    @property
    def is_unique(self) -> bool:
        """Whether the column, or the first column of a table, holds nothing twice."""
        held = self.value.iloc[:, 0] if hasattr(self.value, "columns") else self.value  # type: ignore[attr-defined]
        return bool(getattr(held, "is_unique", False))

    def part(self, node: ast.AST) -> str:
        """Return a part of the expression as it was typed."""
        return " ".join((ast.get_source_segment(self.source, node) or ast.unparse(node)).split())


def same_table(given: Sequence[Given]) -> str | None:
    """Find the table of which all of these are columns.

    Parameters
    ----------
    given : sequence of Given
        The columns.

    Returns
    -------
    str or None
        Its code; None when they are of different tables, or computed.
    """
    tables = {
        one.part(one.node.value) if isinstance(one.node, ast.Subscript) and isinstance(one.node.value, ast.Name) else ""
        for one in given
    }
    return (tables.pop() or None) if len(tables) == 1 else None


def both(tests: Sequence[str]) -> str:
    """Join conditions of which all must be true.

    Parameters
    ----------
    tests : sequence of str
        Their code.

    Returns
    -------
    str
        One condition.

    Examples
    --------
    >>> both(["a > 1", "b < 2"]), both(["a > 1"])
    ('(a > 1) & (b < 2)', 'a > 1')
    """
    return tests[0] if len(tests) == 1 else " & ".join(f"({test})" for test in tests)
