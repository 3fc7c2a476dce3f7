"""The script that makes pages, and the text of every page."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def maker() -> ModuleType:
    """The script `make_pages`."""
    spec = importlib.util.spec_from_file_location("make_pages", ROOT / "scripts" / "make_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """The text of every page by its path in the repository; the decisions are left out, as they are not for users."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}
    return {name: text for name, text in texts.items() if not name.startswith("docs/decisions/")}
