"""Which tests can notice a mutant: those that run its line, or a line that uses what it defines."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from observing import Baseline
from sites import Site, header_of

__all__ = ["Reach", "in_order"]

# Up to here a test is quick, and comes before all others.
QUICK_SECONDS = 1.0


@dataclass(frozen=True)
class _Use:
    """A statement: where it is, the names it mentions, and those it defines when it runs on import."""

    file: str
    span: tuple[int, int]
    mentions: frozenset[str]
    defines: frozenset[str]


class Reach:
    """Knows the lines that each test runs, and the names that each line mentions.

    Parameters
    ----------
    baseline : Baseline
        With traced lines.
    lib : pathlib.Path
        The folder that the files of sites are relative to.
    files : mapping of str to str
        Text of the modules of the package, by path below ``lib``.
    """

    def __init__(self, baseline: Baseline, lib: Path, files: Mapping[str, str]) -> None:
        self.ran: dict[tuple[str, int], set[str]] = {}
        for test, lines in baseline.lines.items():
            for file, numbers in lines.items():
                for number in numbers:
                    self.ran.setdefault((str(Path(file).relative_to(lib)), number), set()).add(test)
        self.uses = [use for file, text in files.items() for use in _uses(file, text)]

    def tests_of(self, site: Site) -> set[str]:
        """Name the tests that can notice a change; none when the change is in a line that no test runs.

        Names are compared as words, across all modules of the package, so that there are rather a few tests too many.
        """
        found = self._tests_at(site.file, site.span)
        if "" not in found:
            return found
        # The line runs on import: what it defines is noticed where that is used, in other modules too.
        names = set(site.names)
        for _ in iter(lambda: self._spread(names), False):
            pass
        for use in self.uses:
            if use.mentions & names:
                found |= self._tests_at(use.file, use.span)
        return found - {""}

    def _tests_at(self, file: str, span: tuple[int, int]) -> set[str]:
        return set().union(*(self.ran.get((file, line), ()) for line in range(span[0], span[1] + 1)))

    def _spread(self, names: set[str]) -> bool:
        """Add what is defined by means of the names; tell whether anything was new."""
        before = len(names)
        names.update(*(use.defines for use in self.uses if use.mentions & names))
        return len(names) > before


def in_order(tests: Mapping[str, float]) -> dict[str, float]:
    """Put quick tests first, and among them the files that take the least; the tests of a file stay as they are.

    Parameters
    ----------
    tests : mapping of str to float
        Seconds of each test, in the order in which they ran.

    Returns
    -------
    dict of str to float
        The same in the new order. A fixture that the tests of a file share is then still made once.
    """
    cost: dict[tuple[bool, str], float] = {}
    group = {name: (seconds > QUICK_SECONDS, name.split("::")[0]) for name, seconds in tests.items()}
    for name, seconds in tests.items():
        cost[group[name]] = cost.get(group[name], 0.0) + seconds
    return dict(sorted(tests.items(), key=lambda t: (group[t[0]][0], cost[group[t[0]]], group[t[0]][1])))


def _uses(file: str, text: str) -> Iterator[_Use]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    yield from _of_body(file, tree, frozenset(), on_import=True)


def _of_body(file: str, parent: ast.AST, owners: frozenset[str], *, on_import: bool) -> Iterator[_Use]:
    for child in ast.iter_child_nodes(parent):
        if not isinstance(child, ast.stmt):
            continue
        named = {child.name} if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else set()
        defines = (owners | named | _stored(child)) if on_import else frozenset()
        yield _Use(file, header_of(child), _mentioned(child), frozenset(defines) if not named else frozenset())
        within = on_import and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from _of_body(file, child, owners | named, on_import=within)


def _own_nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt)]


def _mentioned(statement: ast.stmt) -> frozenset[str]:
    found = {n.id for n in _own_nodes(statement) if isinstance(n, ast.Name)}
    found |= {n.attr for n in _own_nodes(statement) if isinstance(n, ast.Attribute)}
    found |= {n.name for n in _own_nodes(statement) if isinstance(n, ast.alias)}
    return frozenset(found)


def _stored(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {alias.asname for alias in statement.names if alias.asname}
    return {n.id for n in _own_nodes(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
