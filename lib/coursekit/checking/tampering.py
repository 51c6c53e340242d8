"""Given tables cut, filled or overwritten: before the answer it spoils it, behind the answer it must change nothing."""

import ast
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from coursekit.authoring.questions import names_stored, parsed

__all__ = ["given_names", "names_in", "tampered_after", "tampered_before"]


def names_in(*sources: str) -> set[str]:
    """Find the names that pieces of code mention.

    Examples
    --------
    >>> sorted(names_in("total = sum(numbers)"))
    ['numbers', 'sum', 'total']
    """
    trees = [parsed(source) or ast.Module([], []) for source in sources]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.id for node in nodes if isinstance(node, ast.Name)} | names_stored("\n".join(sources))


def given_names(answer: str, before: dict[str, Any]) -> dict[str, Any]:
    """Find what an answer cell works with: data that were there before it.

    Parameters
    ----------
    answer : str
        The answer cell.
    before : dict
        The names as they were before it.

    Returns
    -------
    dict
        Tables, columns, collections, numbers and texts, by name.

    Examples
    --------
    >>> list(given_names("total = sum(numbers)", {"numbers": [3, 1], "total": 0, "sum": sum}))
    ['numbers']
    """
    kinds = (pd.DataFrame, pd.Series, list, tuple, set, dict, int, float, str)
    used = names_in(answer) - names_stored(answer)
    return {n: v for n, v in before.items() if n in used and isinstance(v, kinds) and not isinstance(v, bool)}


def tampered_after(given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Write what learners do to given names when they go on working: the answer is still right.

    Parameters
    ----------
    given : dict
        From `given_names`, without what the answer itself is.

    Yields
    ------
    tuple of str and str
        What is done, and the code to run behind the answer.

    Examples
    --------
    >>> list(tampered_after({"numbers": [3, 1]}))
    [('numbers overwritten afterwards', 'numbers = None'), ('numbers emptied afterwards', 'numbers.clear()')]
    """
    for name, value in given.items():
        yield f"{name} overwritten afterwards", f"{name} = None"
        if isinstance(value, pd.DataFrame):
            yield f"{name} emptied afterwards", f"for _column in list({name}):\n    {name}[_column] = None"
        elif isinstance(value, pd.Series) and len(value):
            yield f"{name} filled with one value afterwards", f"{name}[:] = {name}.iloc[0]"
        elif isinstance(value, list | set | dict):
            yield f"{name} emptied afterwards", f"{name}.clear()"
        if isinstance(value, pd.DataFrame):
            renamed = f'{name}.columns = [f"column {{n}}" for n in range({name}.shape[1])]'
            yield f"columns of {name} renamed afterwards", renamed


def tampered_before(given: dict[str, Any], *, answer: str) -> Iterator[tuple[str, str]]:
    """Write what spoils a given name before the answer cell is run.

    Parameters
    ----------
    given : dict
        From `given_names`.
    answer : str
        The answer cell: of a table those columns are spoiled that it mentions.

    Yields
    ------
    tuple of str and str
        What is spoiled, and the code to run before the answer.

    Examples
    --------
    >>> list(tampered_before({"rate": 7.2}, answer="cny = usd * rate"))
    [('rate changed before', 'rate = rate * 2 + 1')]
    """
    for name, value in given.items():
        spoil = next((spoil for kind, spoil in SPOILS.items() if isinstance(value, kind)), None)
        yield from spoil(name, value, answer) if spoil else ()


def _table(name: str, table: pd.DataFrame, answer: str) -> Iterator[tuple[str, str]]:
    yield f"{name} cut in half before", f"{name} = {name}.head(len({name}) // 2)"
    first, second = _columns(table, answer)
    if first:
        yield f"{name} filled with one value before: {first}", f"{name}[{first!r}] = {name}[{first!r}].iloc[0]"
    if second:
        swap = f"{name}[[{first!r}, {second!r}]] = {name}[[{second!r}, {first!r}]].to_numpy()"
        yield f"two columns of {name} swapped before: {first}, {second}", swap


def _columns(table: pd.DataFrame, answer: str) -> tuple[str, str]:
    """Choose the column to spoil, and one of its kind to swap it with: the answer's own before all others."""
    texts = {node.value for node in ast.walk(parsed(answer) or ast.Module([], [])) if isinstance(node, ast.Constant)}
    named = [c for c in table.columns if isinstance(c, str) and list(table.columns).count(c) == 1]
    said = {c: table[c].map(str) for c in sorted(named, key=lambda column: column not in texts)}
    first, *others = [c for c, values in said.items() if values.nunique() > 1] or [""]
    alike = sorted(others, key=lambda c: table[c].dtype != table[first].dtype)
    return first, next((c for c in alike if not said[c].equals(said[first])), "")


def _column(name: str, values: pd.Series, answer: str) -> Iterator[tuple[str, str]]:
    yield f"{name} cut in half before", f"{name} = {name}.head(len({name}) // 2)"


def _sequence(name: str, values: Any, answer: str) -> Iterator[tuple[str, str]]:
    if values:
        yield f"{name} shortened before", f"{name} = {name}[:-1]"


def _set(name: str, values: set, answer: str) -> Iterator[tuple[str, str]]:
    if values:
        yield f"{name} shortened before", f"{name} = set(sorted({name})[:-1])"


def _mapping(name: str, values: dict, answer: str) -> Iterator[tuple[str, str]]:
    if values:
        yield f"{name} shortened before", f"{name} = dict(list({name}.items())[:-1])"


def _number(name: str, value: float, answer: str) -> Iterator[tuple[str, str]]:
    yield f"{name} changed before", f"{name} = {name} * 2 + 1"


def _text(name: str, value: str, answer: str) -> Iterator[tuple[str, str]]:
    yield f"{name} changed before", f'{name} = {name} + "x"'


SPOILS: dict[type | tuple[type, ...], Callable[[str, Any, str], Iterator[tuple[str, str]]]] = {
    pd.DataFrame: _table,
    pd.Series: _column,
    (list, tuple): _sequence,
    set: _set,
    dict: _mapping,
    (int, float): _number,
    str: _text,
}
