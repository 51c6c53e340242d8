"""Modules of lantern import each other in one direction only, also where an import waits inside a function."""

import ast
import graphlib

from paths import ROOT

PACKAGE = ROOT / "lib" / "lantern"


def test_no_module_imports_one_that_imports_it():
    modules = {_name(file): file for file in PACKAGE.rglob("*.py")}
    imports = {name: set(_imported(file, modules)) for name, file in modules.items()}
    assert sum(map(len, imports.values())) > len(modules)
    graphlib.TopologicalSorter(imports).prepare()  # raises CycleError with the circle's modules


def _name(file):
    return ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def _imported(file, modules):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names] + [node.module]
            yield from (name for name in names if name in modules and name != "lantern")
