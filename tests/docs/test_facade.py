"""The facade has the names that pages and examples use: a user's file needs two or three imports of ours."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import pqr_core

ROOT = Path(__file__).parents[2]
PROMISED = {"CaseView", "Filing", "Office", "__version__"}
"""Names that the architecture promises, whether a page shows them or not."""
OF_THE_INSIDE = {"answers.py", "json_directory_store.py"}
"""Examples of how to extend the library, or how to reach all of it."""
MOST = 3


def _sources(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield text
        return
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        examples = doctest.DocTestParser().get_examples(block)
        yield from (each.source for each in examples) if examples else (block,)


@cache
def imports() -> dict[Path, set[tuple[str, str]]]:
    """The names that each page and example imports of the package, with the module it takes them from."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.py")]
    return {
        path: {
            (node.module or "", alias.name)
            for source in _sources(path)
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pqr_core")
            for alias in node.names
        }
        for path in pages
    }


def test_every_name_of_the_facade_is_used() -> None:
    """A page or an example imports every name of the facade, or the architecture promises it."""
    used = {name for found in imports().values() for module, name in found if module == "pqr_core"}
    assert set(pqr_core.__all__) - used <= PROMISED


def test_what_the_facade_has_is_imported_from_it() -> None:
    """Pages and examples import a name from the facade if the facade has it."""
    assert [
        f"{path.relative_to(ROOT)}: {module}.{name}"
        for path, found in imports().items()
        for module, name in sorted(found)
        if module != "pqr_core" and name in pqr_core.__all__
    ] == []


def test_an_example_imports_from_few_modules() -> None:
    """An example imports from the facade, and from few other modules."""
    found = {
        path.name: {module for module, _name in found} for path, found in imports().items() if path.suffix == ".py"
    }
    assert {name: of for name, of in found.items() if len(of) > MOST and name not in OF_THE_INSIDE} == {}


@pytest.mark.parametrize("name", pqr_core.__all__)
def test_a_name_of_the_facade_is_the_one_its_home_defines(name: str) -> None:
    """Each name loads; the list for the interpreter and the list for the type checker agree."""
    value = getattr(pqr_core, name)
    told = {
        alias.name: node.module
        for node in ast.walk(ast.parse(inspect.getsource(pqr_core)))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    if inspect.isclass(value) or inspect.isfunction(value):
        assert told[name] == value.__module__
    else:
        assert name in {"colombia", "__version__"}


def test_what_is_not_there_is_said() -> None:
    """An unknown name raises as in any module; `dir` lists the known ones."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pqr_core.nothing  # noqa: B018 - asking is the test
    assert dir(pqr_core) == sorted(pqr_core.__all__)
