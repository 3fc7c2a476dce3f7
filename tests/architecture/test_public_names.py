"""`__all__` lists every public name, and no other. Ruff checks its order (RUF022)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

SCRIPTS = ("__main__.py", "storage/migrations/")
TYPE_VARIABLES = {"TypeVar", "ParamSpec", "TypeVarTuple"}


def _bound(node: ast.stmt) -> Iterator[str]:
    """Names a top-level statement defines; imports and type variables are not definitions."""
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name
        case ast.Assign(value=ast.Call(func=ast.Name(id=name))) if name in TYPE_VARIABLES:
            return
        case ast.Assign() | ast.AnnAssign():
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
        case ast.If() | ast.Try():
            yield from (name for inner in node.body for name in _bound(inner))
        case _:
            return


def _imported(tree: ast.Module) -> set[str]:
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {alias.asname or alias.name.partition(".")[0] for node in imports for alias in node.names}


def _declared(tree: ast.Module) -> object:
    """The literal `__all__`; an empty tuple where the module has none."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return ast.literal_eval(node.value)
    return ()


def _is_public(path: str) -> bool:
    name = path.rpartition("/")[2]
    return not path.startswith(SCRIPTS) and (name == "__init__.py" or not name.startswith("_"))


def test_all_names_are_listed_and_all_listed_names_exist(sources: dict[str, ast.Module]) -> None:
    """What a module defines without an underscore is in `__all__`, and nothing else is (a package may re-export)."""
    faults = []
    for path, tree in sources.items():
        if not _is_public(path):
            continue
        listed = _declared(tree)
        if not isinstance(listed, tuple):
            faults.append(f"{path}: __all__ is not a tuple")
            continue
        defined = {name for node in tree.body for name in _bound(node)}
        public = {name for name in defined if not name.startswith("_")}
        known = defined | (_imported(tree) if path.endswith("__init__.py") else set())
        faults += [f"{path}: {name} is not in __all__" for name in sorted(public - set(listed))]
        faults += [f"{path}: __all__ lists {name}, not defined there" for name in sorted(set(listed) - known)]
    assert faults == []


def test_modules_say_what_they_are_for(sources: dict[str, ast.Module]) -> None:
    """Every module begins with a docstring."""
    assert [path for path, tree in sources.items() if not ast.get_docstring(tree)] == []
