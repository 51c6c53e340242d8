"""Which mistakes are made in a piece of code, and which are not worth making."""

import ast
from pathlib import Path

import pytest
from sites import code_of, draw, sites_of

SOURCE = "def f(a, b=2):\n    return a < b and a + 1 > 3\n"


def test_the_same_seed_draws_the_same_sample():
    sites = sites_of(SOURCE, "shop/prices.py")
    assert draw(sites, seed=3) == draw(sites, seed=3)
    assert draw(sites, seed=3) != draw(sites, seed=4)
    assert sorted(draw(sites, seed=3), key=sites.index) == sites


def changed(source: str) -> list[tuple[str, str, str]]:
    made = [code_of(source, site, Path("a.py")) for site in sites_of(source, "a.py")]
    return [(found.site.kind, found.before, found.after) for found, _ in filter(None, made)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ("comparison", "a < b", "a <= b")),
        ("0 < a <= b", ("comparison", "0 < a <= b", "0 < a < b")),
        ("a + b", ("arithmetic", "a + b", "a - b")),
        ("a and b", ("and or", "a and b", "a or b")),
        ("not a", ("not dropped", "not a", "a")),
        ("~a", ("not dropped", "~a", "a")),
        ("x = 3", ("constant", "3", "4")),
        ("x = True", ("constant", "True", "False")),
        ("x = 'a'", ("constant", "'a'", "''")),
        ("x = ''", ("constant", "''", "'x'")),
        ("def f(a=3): ...", ("default", "3", "2")),
        ("def f(*, a=3): ...", ("default", "3", "4")),
        ("f(a, b=c)", ("argument dropped", "b=c", "(nothing)")),
        ("f(a)", ("statement dropped", "f(a)", "pass")),
        ("a += b", ("statement dropped", "a += b", "pass")),
        ("raise a", ("statement dropped", "raise a", "pass")),
        ("def f(): return a", ("returned", "return a", "return None")),
        ("if a: b", ("condition", "if a", "if True")),
        ("if a: b", ("condition", "if a", "if not a")),
        ("[a for a in b if c]", ("condition", "for a in b if c", "for a in b")),
    ],
)
def test_kinds_of_mistake(source, expected):
    assert expected in changed(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""',
        "__all__ = ['a']",
        "x: Literal['a']",
        "def f(a: 'b') -> 'c': ...",
        "@cache(3)\ndef f(): ...",
        "import a",
        "if TYPE_CHECKING:\n    x = 3",
        "logger.info('a')",
        "x = 'The file is empty.'",
        "x = f'{a + 1} of {b}'",
        "def f(): return None",
    ],
)
def test_left_alone(source):
    assert changed(source) == []


def test_of_a_raise_only_the_whole_is_dropped():
    assert changed("raise ValueError(f'{a + 1}', key=3)") == [
        ("statement dropped", "raise ValueError(f'{a + 1}', key=3)", "pass")
    ]


@pytest.mark.parametrize(
    ("place", "counted"),
    [(ast.Break(), 0), (ast.parse("f(a)").body[0], 0), (ast.Pass(), 1)],
    ids=["broken", "same", "fine"],
)
def test_a_mutant_that_cannot_be_compiled_or_is_the_same_is_not_counted(monkeypatch, place, counted):
    monkeypatch.setattr("sites.changes_of", lambda node: [("any", place)] if isinstance(node, ast.Expr) else [])
    assert len(changed("f(a)")) == counted


def test_a_long_list_of_words_counts_as_a_few():
    assert len(changed(f"x = {[*'abcdefghijklmnopqrstuvwxyz']}")) <= 4
