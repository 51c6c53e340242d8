"""Mutants are small, different from each other, runnable, and cover every kind of mistake."""

import pytest

from coursekit.checking.mutants import Scope, mutants_of, same_code


def cell(code: str, before: str = "", after: str = "") -> str:
    return f"{before}### BEGIN SOLUTION\n{code}\n### END SOLUTION{after}"


def changed(code: str, **scope) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for mutant in mutants_of(cell(code), scope=Scope(**scope), most=1000):
        kinds.setdefault(mutant.kind, set()).add(mutant.after)
    return kinds


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        ("x = a < b", "comparison", {"x = a <= b", "x = a > b"}),
        ("x = a == b", "comparison", {"x = a != b"}),
        ("x = a in b", "comparison", {"x = a not in b"}),
        ("x = a + b", "arithmetic", {"x = a - b"}),
        ("x = a & b", "arithmetic", {"x = a | b"}),
        ("x = a and b", "and or", {"x = a or b"}),
        ("x = not a", "not dropped", {"x = a"}),
        ("x = t[~m]", "not dropped", {"x = t[m]"}),
        ("x = 7", "number", {"x = 8", "x = 6", "x = 70"}),
        ("x = 0.5", "number", {"x = 1.5", "x = -0.5", "x = 5.0"}),
        ("x = True", "true false", {"x = False"}),
        ("x = 'abc'", "text", {"x = 'ab'", "x = ''"}),
        ("x = f(a, k=b)", "argument dropped", {"x = f(a)"}),
        ("x = t.g(a).h()", "call dropped", {"x = t.g(a)", "x = t.h()"}),
        ("x = f(a, b)", "arguments swapped", {"x = f(b, a)"}),
        ("x = t[a:b]", "slice", {"x = t[:b]", "x = t[a:]"}),
        ("x = a\ny = b", "statement dropped", {"pass"}),
    ],
)
def test_every_kind_of_mistake_is_made(code, kind, expected):
    assert changed(code)[kind] == expected


def test_columns_are_swapped_for_another_column_of_the_table():
    assert changed("x = t['price']", swaps={"price": "cost"})["column"] == {"x = t['cost']"}


def test_a_call_on_a_module_is_not_dropped_but_one_on_a_table_is():
    assert "call dropped" not in changed("x = pd.concat(p)", modules=frozenset({"pd"}))
    assert changed("x = t.copy()")["call dropped"] == {"x = t"}


def test_only_the_solution_region_is_changed():
    source = cell("x = 1", before="given = 5\n", after="\nlast = 9")
    for mutant in mutants_of(source):
        assert mutant.code.startswith("given = 5\n")
        assert mutant.code.endswith("\nlast = 9")
        assert mutant.line == 2


def test_looking_at_a_result_and_importing_are_left_alone():
    assert mutants_of(cell("import os\nprint(1 + 2)\ndisplay(x)\ntable")) == []


def test_code_inside_loops_and_functions_is_changed_once():
    source = cell("def f(n):\n    for i in range(n):\n        n = n + i\n    return n")
    codes = [m.code for m in mutants_of(source, most=1000)]
    assert len(codes) == len(set(codes))
    assert any("n = n - i" in code for code in codes)


def test_mutants_are_runnable_and_never_the_solution_itself():
    code = "x = (a + b) * 2 if a > 1 and not b else t.f('k', n=3)[1:2]"
    for mutant in mutants_of(cell(code), most=1000):
        compile(mutant.code, "mutant", "exec")
        assert not same_code(mutant.code, code)


def test_the_choice_is_the_same_every_time_and_every_kind_gets_its_turn():
    code = "\n".join(f"x{i} = a + {i} < b" for i in range(12))
    first = mutants_of(cell(code), most=8)
    assert first == mutants_of(cell(code), most=8)
    assert {m.kind for m in first} == {"comparison", "arithmetic", "number", "statement dropped"}


def test_a_cell_without_a_region_or_with_broken_code_has_no_mutants():
    assert mutants_of("x = 1") == []
    assert mutants_of(cell("x = = 1")) == []


PAIRS = {"<": "<= >", "<=": "< >=", ">": ">= <", ">=": "> <=", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
PAIRS |= {"is": "is not", "is not": "is"}
SIGNS = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "//", "**": "*", "&": "|", "|": "&"}


@pytest.mark.parametrize("sign", PAIRS)
def test_a_comparison_is_turned_into_its_neighbours(sign):
    others = [other for other in PAIRS if other in PAIRS[sign].split()] if "not" not in PAIRS[sign] else [PAIRS[sign]]
    assert changed(f"x = a {sign} b")["comparison"] == {f"x = a {other} b" for other in others}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_turned_into_its_opposite(sign):
    assert changed(f"x = a {sign} b")["arithmetic"] == {f"x = a {SIGNS[sign]} b"}


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        ("x = 0", "number", {"x = 1", "x = -1", "x = 10"}),
        ("x = 'a'", "text", {"x = 'ax'", "x = ''"}),
        ("x = ''", "text", None),
        ("x = a or b", "and or", {"x = a and b"}),
        ("x = -a", "not dropped", {"x = a"}),
        ("x = +a", "not dropped", None),
        ("x = f(a)", "arguments swapped", None),
        ("x = f(a, b, c)", "arguments swapped", {"x = f(b, a, c)"}),
        ("x = f(*a, b)", "arguments swapped", None),
        ("x = f(**k)", "argument dropped", None),
        ("x = f(k=1, m=2)", "argument dropped", {"x = f(m=2)", "x = f(k=1)"}),
        ("x = f(a)", "call dropped", None),
        ("x = t['a'].sum()", "call dropped", {"x = t['a']"}),
        ("x = (a + b).sum()", "call dropped", {"x = a + b"}),
        ("x = 'a'.upper()", "call dropped", None),
        ("x = t[a:]", "slice", {"x = t[:]"}),
        ("x = t[::2]", "slice", None),
        ("return_ = 1", "statement dropped", {"pass"}),
        ("def f():\n    return 1", "statement dropped", None),
        ("for i in a:\n    b(i)", "statement dropped", {"pass"}),
    ],
)
def test_a_mistake_is_made_only_where_it_is_one(code, kind, expected):
    assert changed(code).get(kind) == expected


def test_a_column_is_swapped_and_not_also_misspelt():
    made = changed("x = t['price'] + t['note']", swaps={"price": "cost"})
    assert made["column"] == {"x = t['cost'] + t['note']"}
    assert not any("'pric'" in after for after in made["text"])


def test_the_line_and_what_is_around_a_change_are_those_of_the_cell():
    code = "a = 1\nfor i in b:\n    c = i + 2\n    d = [\n        i,\n        7,\n    ]"
    for mutant in mutants_of(cell(code), most=1000):
        lines = cell(code).split("\n")
        # Long statements are named by their first line; only what differs is shown.
        assert mutant.line in (1, 2, 3, 4)
        assert lines[mutant.line].strip().startswith(mutant.before.split("\n")[0].split(" = ")[0].split(" in ")[0])
        assert mutant.after in "\n".join(line.strip() for line in mutant.code.split("\n"))
