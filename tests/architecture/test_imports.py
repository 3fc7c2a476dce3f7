"""What an import loads, and the contracts between the layers of the package."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

HEAVY = ("alembic", "holidays", "narwhals", "numpy", "pandas", "rich", "sqlalchemy")


def test_import_is_light() -> None:
    """`import pqr_core` loads no engine, no frame library and no holiday package."""
    script = f"import pqr_core, sys; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def test_every_wing_has_its_contract(root: Path) -> None:
    """For each package with two modules or more, pyproject.toml says of every module what it may import."""
    package = root / "src" / "pqr_core"
    wings = {
        f"pqr_core.{folder.name}"
        for folder in package.iterdir()
        if sum(1 for room in folder.glob("*") if room.suffix == ".py" or (room / "__init__.py").exists()) > 2
    }
    config = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layered = {
        container
        for contract in config["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers" and contract["exhaustive"]
        for container in contract["containers"]
    }
    assert "pqr_core" in layered
    assert sorted(wings - layered) == []


BY_NAME = {
    "__init__.py": "the facade loads each name when it is first used",
    "calendars/drift.py": "another package, whose absence is an answer",
    "cli/parsing.py": "each command when it is called",
    "colombia/__init__.py": "the store of a URL and what counts tables, which load packages of their own",
    "frames.py": "the library of tables that the caller names",
    "indicators/counting.py": "the evaluator of a source, which may need a package of its own",
    "storage/migrations/__init__.py": "the scripts, whatever there are of them",
    "testing/__init__.py": "the suite for stores, which loads pytest and Hypothesis",
    "testing/plugin.py": "pytest loads it in every project, and most have no vectors",
}
"""The modules that import another module by a name kept as text, with the reason."""


def _is_ours(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(alias.name.partition(".")[0] == "pqr_core" for alias in names)
        case ast.ImportFrom(module=module):
            return (module or "").partition(".")[0] == "pqr_core"
        case _:
            return False


def _hidden(tree: ast.Module) -> Iterator[ast.AST]:
    """Imports of our modules in a function, or only for the type checker."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.If(test=ast.Name("TYPE_CHECKING")):
                yield from (inner for inner in ast.walk(node) if _is_ours(inner))
            case _:
                pass


def test_imports_of_ours_stand_at_the_top(sources: dict[str, ast.Module]) -> None:
    """Imports of ours in a function or only for the type checker could hide a cycle; only the facade has them."""
    hidden = {path: list(_hidden(tree)) for path, tree in sources.items()}
    assert hidden.pop("__init__.py")
    assert [f"{path}:{ast.unparse(node)}" for path, nodes in hidden.items() for node in nodes] == []


def test_the_check_of_imports_sees_them() -> None:
    """The check sees imports in a method, under a condition in a function, and for the type checker, and no others."""
    tree = ast.parse(
        "if TYPE_CHECKING:\n  from pqr_core.law import agenda\n"
        "class A:\n  def f(self):\n    import pqr_core.dated\n    import json\n"
        "if numpy:\n  from pqr_core.indicators import arrays\n"
    )
    assert [ast.unparse(node) for node in _hidden(tree)] == ["from pqr_core.law import agenda", "import pqr_core.dated"]


def test_modules_imported_by_name_are_few(sources: dict[str, ast.Module]) -> None:
    """Each import by text, which no linter sees, has a reason in the list."""
    by_name = {
        path
        for path, tree in sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node).endswith("import_module")
    }
    assert by_name == set(BY_NAME)
