"""The source of the package as syntax trees."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def sources() -> dict[str, ast.Module]:
    """The syntax tree of every module under `src/pqr_core`, by its path there, such as `law/agenda.py`."""
    package = ROOT / "src" / "pqr_core"
    trees = {
        path.relative_to(package).as_posix(): ast.parse(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(package.rglob("*.py"))
    }
    assert "errors.py" in trees, "the package was not found"
    return trees
