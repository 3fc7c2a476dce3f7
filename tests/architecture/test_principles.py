"""The principles of the architecture that can be checked on a syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator

ENGINES = ("law/", "cases/", "calendars/terms.py", "documents/", "reports/")
STRUCTURAL = {0, 1, 2}
CLOCK_OWNERS = ("office/", "storage/base.py", "cli/")
CLOCK_READINGS = {"now", "today", "utcnow"}


def _figures(tree: ast.Module) -> Iterator[ast.Constant | ast.UnaryOp]:
    """Integer literals other than -1, 0, 1 and 2."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=bool()):
                continue
            case ast.Constant(value=int(value)) if value not in STRUCTURAL:
                yield node
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))) if value == max(STRUCTURAL):
                yield node


def test_engines_hold_no_legal_figures(sources: dict[str, ast.Module]) -> None:
    """Numbers of days stand only in the rule book: engines use no integer but -1, 0, 1 and 2."""
    engines = {path: tree for path, tree in sources.items() if path.startswith(ENGINES)}
    assert engines
    assert [
        f"{path}:{node.lineno}: {ast.unparse(node)}" for path, tree in engines.items() for node in _figures(tree)
    ] == []


def test_the_figure_check_sees_a_figure() -> None:
    """The check above finds 15 and -2; it accepts a bool and -1."""
    tree = ast.parse("a = 15\nb = -2\nc = True\nd = -1")
    assert [node.lineno for node in _figures(tree)] == [1, 2]


def test_no_clock_is_read_below_the_office(sources: dict[str, ast.Module]) -> None:
    """Time is an argument: the clock is read only above, and in a store that is not told the instant of recording."""
    assert [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in sources.items()
        if not path.startswith(CLOCK_OWNERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_READINGS
    ] == []


def test_nothing_inside_imports_the_facade(sources: dict[str, ast.Module]) -> None:
    """Our modules import a name from the module that defines it; from `pqr_core` itself they import only modules."""
    parts = {path.removesuffix(".py").partition("/")[0] for path in sources}
    faults = []
    for path, tree in sources.items():
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names) if any(alias.name == "pqr_core" for alias in names):
                    faults.append(f"{path}:{node.lineno}")
                case ast.ImportFrom(module="pqr_core", names=names) if path != "__init__.py":
                    faults += [f"{path}:{node.lineno}: {a.name}" for a in names if a.name not in parts]
                case _:
                    pass
    assert faults == []
